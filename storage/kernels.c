/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/kernels.h"

#include "storage/packing.h"
#include "storage/positions.h"

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

static void add_gaps(uint32_t *gaps, uint32_t n, uint32_t previous)
{
    for (uint32_t i = 0; i < n; i++)
        gaps[i] = previous += gaps[i] + 1;
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

static uint64_t select_one(const unsigned char *from, uint64_t bytes, uint32_t n)
{
    for (uint64_t b = 0; b < bytes; b++)
        for (unsigned bits = from[b]; bits; bits &= bits - 1)
            if (n-- == 0)
                return 8 * b + (uint64_t)__builtin_ctz(bits);
    return UINT64_MAX;
}

static void spread(const uint32_t *counts, const uint8_t *codes, uint32_t n, uint32_t shift, uint8_t *widths,
                   uint32_t *starts, uint32_t *bits)
{
    uint32_t total = 0, low = 0;
    for (uint32_t i = 0; i < n; i++) {
        widths[i] = (uint8_t)rat_position_width(codes[i], counts[i], shift);
        starts[i] = total;
        bits[i] = low;
        total += counts[i];
        low += counts[i] * widths[i];
    }
    starts[n] = total;
    bits[n] = low;
}

const struct rat_kernels *rat_kernels_of(enum rat_cpu level)
{
    static const struct rat_kernels plain = {unpack, add_gaps, rank, select_one, spread};
#if RAT_HAS_AVX
    if (level == RAT_CPU_AVX512)
        return &rat_kernels_avx512;
    if (level == RAT_CPU_AVX2)
        return &rat_kernels_avx2;
#endif
    (void)level;
    return &plain;
}
