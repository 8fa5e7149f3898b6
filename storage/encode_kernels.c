/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/encode_kernels.h"

#include "storage/packing.h"

static unsigned choose_width(const uint32_t *values, uint32_t n, unsigned *exceptions)
{
    uint32_t all = 0;
    for (uint32_t i = 0; i < n; i++)
        all |= values[i];
    unsigned widest = rat_bits(all), best = widest, best_cost = (n * widest + 7) / 8;
    *exceptions = 0;
    if (widest == 0)
        return 0;
    uint8_t count[33] = {0};
    for (uint32_t i = 0; i < n; i++)
        count[rat_bits(values[i])]++;
    /* numbers above a width, and the bytes of what they have beyond it: a byte for each that is above the width, above
     * seven more, above fourteen more ... */
    unsigned above = 0, varints[33 + 7] = {0};
    for (unsigned width = widest; width-- > 0;) {
        above += count[width + 1];
        if (above > n / 4)
            break;
        varints[width] = above + varints[width + 7];
        unsigned cost = 1 + (n * width + 7) / 8 + above + varints[width];
        if (cost < best_cost) {
            best_cost = cost;
            best = width;
            *exceptions = above;
        }
    }
    return best;
}

/* Every 32 numbers begin at a byte, and none waits for those before. */
static unsigned char *put_bits(const uint32_t *values, uint32_t n, unsigned width, unsigned char *to)
{
    uint64_t mask = (1ull << width) - 1;
    for (uint32_t start = 0; start < n; start += 32) {
        uint32_t end = n - start < 32 ? n : start + 32;
        unsigned char *at = to + (size_t)start / 8 * width;
        uint64_t pending = 0;
        unsigned have = 0;
        for (uint32_t i = start; i < end; i++) {
            pending |= (values[i] & mask) << have;
            have += width;
            if (have >= 32) {
                rat_store_u32(at, (uint32_t)pending);
                at += 4;
                pending >>= 32;
                have -= 32;
            }
        }
        rat_store_u32(at, (uint32_t)pending);
    }
    return to + (n * width + 7) / 8;
}

const struct rat_encode_kernels *rat_encode_kernels_of(enum rat_cpu level)
{
    static const struct rat_encode_kernels plain = {choose_width, put_bits};
#if RAT_HAS_AVX
    if (level == RAT_CPU_AVX512)
        return &rat_encode_kernels_avx512;
#endif
    (void)level;
    return &plain;
}
