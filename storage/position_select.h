/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a posting's quotients begin, with BMI2: a part of the vector kernels (position_kernels_avx2.c, position_kernels_avx512.c), inside
 * which it costs no call.
 */
#ifndef STORAGE_POSITION_SELECT_H
#define STORAGE_POSITION_SELECT_H

#include "storage/position_kernels.h"

#if RAT_HAS_AVX

#include <immintrin.h>
#include <string.h>

/* Where the bit number n (from 0) among the ones of a stream behind its first `bit` (0..7) bits is, in bits from `from`; UINT64_MAX when
 * the first `bytes` bytes have no such one. Reads up to 8 bytes behind. */
RAT_TARGET_AVX2 static inline uint64_t rat_position_select(const unsigned char *from, uint64_t bytes,
                                                           unsigned bit, uint32_t n)
{
    uint64_t b = 0;
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

/* Moves to where the quotients begin; false when there are too few before them. */
RAT_TARGET_AVX2 static inline bool rat_position_locate(struct rat_position_codes *codes)
{
    uint64_t byte = codes->at >> 3, ones, last;
    unsigned bit = codes->at & 7;
    uint32_t skip = codes->skip;
    if (skip == 0)
        return true;
    memcpy(&ones, codes->high + byte, sizeof ones);
    ones = ones >> bit << bit;
    if (skip <= (uint32_t)_mm_popcnt_u64(ones)) { /* most often */
        last = _tzcnt_u64(_pdep_u64(1ull << (skip - 1), ones));
    } else {
        last = rat_position_select(codes->high + byte, codes->end / 8 - byte, bit, skip - 1);
        if (last == UINT64_MAX)
            return false;
    }
    codes->at = 8 * byte + last + 1;
    codes->skip = 0;
    return codes->at <= codes->end;
}

#endif

#endif
