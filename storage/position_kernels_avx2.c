/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/position_kernels.h"

#if RAT_HAS_AVX

#include <immintrin.h>
#include <string.h>

RAT_TARGET_AVX2 static uint64_t select_one(const unsigned char *from, uint64_t bytes, unsigned bit,
                                           uint32_t n)
{
    uint64_t b = 0, first;
    memcpy(&first, from, sizeof first);
    first = first >> bit << bit;
    if (bytes >= 8 && n < (uint32_t)_mm_popcnt_u64(first)) /* most often */
        return _tzcnt_u64(_pdep_u64(1ull << n, first));
    if (bytes)
        n += (uint32_t)_mm_popcnt_u32(_bzhi_u32(from[0], bit)); /* count those before, too */
    for (; bytes - b >= 32; b += 32) {                          /* one branch for four words */
        uint64_t four[4];
        memcpy(four, from + b, sizeof four);
        uint32_t ones = (uint32_t)(_mm_popcnt_u64(four[0]) + _mm_popcnt_u64(four[1]) +
                                   _mm_popcnt_u64(four[2]) + _mm_popcnt_u64(four[3]));
        if (n < ones)
            break;
        n -= ones;
    }
    for (; b < bytes; b += 8) {
        uint64_t bits;
        memcpy(&bits, from + b, sizeof bits);
        if (bytes - b < 8)
            bits = _bzhi_u64(bits, (unsigned)(8 * (bytes - b)));
        uint32_t ones = (uint32_t)_mm_popcnt_u64(bits);
        if (n < ones)
            return 8 * b + _tzcnt_u64(_pdep_u64(1ull << n, bits));
        n -= ones;
    }
    return UINT64_MAX;
}

static bool spread(const uint32_t *counts, const uint8_t *codes, uint32_t n, uint32_t shift, uint8_t *widths,
                   uint32_t *starts, uint32_t *bits)
{
    return rat_position_kernels_of(RAT_CPU_PLAIN)->spread(counts, codes, n, shift, widths, starts, bits);
}

static bool read_all(struct rat_position_codes *codes, uint32_t *positions)
{
    return rat_position_kernels_of(RAT_CPU_PLAIN)->read(codes, positions);
}

static uint32_t meet(const struct rat_position_codes *codes, uint32_t offset, uint32_t *starts, uint32_t n)
{
    return rat_position_kernels_of(RAT_CPU_PLAIN)->meet(codes, offset, starts, n);
}

const struct rat_position_kernels rat_position_kernels_avx2 = {spread, select_one, read_all, meet};

#endif
