/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/kernels.h"

#include "storage/packing.h"

#include <endian.h>

/* Widths above 25 straddle five bytes, so 64 bits are loaded. */
static void unpack(const unsigned char *from, uint32_t n, unsigned width, uint32_t *values)
{
    uint64_t mask = (1ull << width) - 1;
    uint32_t bit = 0;
    for (uint32_t i = 0; i < n; i++, bit += width) {
        uint64_t word;
        memcpy(&word, from + (bit >> 3), sizeof word);
        values[i] = (uint32_t)(le64toh(word) >> (bit & 7) & mask);
    }
}

static bool add_gaps(uint32_t *gaps, uint32_t n, uint32_t previous)
{
    bool ascend = true;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t document = (uint64_t)previous + gaps[i] + 1;
        if (i == 0 && previous == UINT32_MAX)
            document = gaps[i];
        ascend = ascend && document <= UINT32_MAX;
        gaps[i] = previous = (uint32_t)document;
    }
    return ascend;
}

static uint32_t rank(const uint32_t *documents, uint32_t n, uint32_t target)
{
    uint32_t low = 0;
    while (n > 0) {
        uint32_t half = n / 2;
        if (documents[low + half] < target) {
            low += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return low;
}

const struct rat_kernels *rat_kernels_of(enum rat_cpu level)
{
    static const struct rat_kernels plain = {unpack, add_gaps, rank};
#if RAT_HAS_AVX
    if (level == RAT_CPU_AVX512)
        return &rat_kernels_avx512;
    if (level == RAT_CPU_AVX2)
        return &rat_kernels_avx2;
#endif
    (void)level;
    return &plain;
}
