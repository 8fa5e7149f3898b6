/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/kernels.h"

#if RAT_HAS_AVX

#include "storage/packing.h"

#include <immintrin.h>

/* 16 numbers of w bits are 2w bytes, at most 50 of the 64 that are loaded at once: one byte permutation brings to each lane the
 * four bytes that hold its number. */
RAT_TARGET_AVX512 static void unpack(const unsigned char *from, uint32_t n, unsigned width, uint32_t *values)
{
    if (width > 25) {
        rat_kernels_of(RAT_CPU_PLAIN)->unpack(from, n, width, values);
        return;
    }
    const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512i bit = _mm512_mullo_epi32(lane, _mm512_set1_epi32((int)width));
    const __m512i at =
        _mm512_add_epi32(_mm512_mullo_epi32(_mm512_srli_epi32(bit, 3), _mm512_set1_epi32(0x01010101)),
                         _mm512_set1_epi32(0x03020100));
    const __m512i shift = _mm512_and_si512(bit, _mm512_set1_epi32(7));
    const __m512i mask = _mm512_set1_epi32((int)((1u << width) - 1));
    for (uint32_t i = 0; i < n; i += 16, from += 2 * width) {
        __m512i word = _mm512_permutexvar_epi8(at, _mm512_loadu_si512(from));
        _mm512_storeu_si512(values + i, _mm512_and_si512(_mm512_srlv_epi32(word, shift), mask));
    }
}

#define SMALL_GAPS (1u << 24) /* 128 of them do not reach 2^31 */

RAT_TARGET_AVX512 static bool add_gaps(uint32_t *gaps, uint32_t n, uint32_t previous)
{
    const __m512i one = _mm512_set1_epi32(1), zero = _mm512_setzero_si512(), last = _mm512_set1_epi32(15);
    __m512i before = _mm512_set1_epi32((int)previous), any = zero;
    for (uint32_t i = 0; i < n; i += 16) {
        __m512i x = _mm512_loadu_si512(gaps + i);
        any = _mm512_or_si512(any, x);
        x = _mm512_add_epi32(x, one);
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 15));
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 14));
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 12));
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 8));
        _mm512_storeu_si512(gaps + i, _mm512_add_epi32(x, before));
        /* only this addition waits for the vector before */
        before = _mm512_add_epi32(before, _mm512_permutexvar_epi32(last, x));
    }
    bool ascend = previous == UINT32_MAX || gaps[0] > previous; /* nothing is before the first document */
    if (_mm512_cmplt_epu32_mask(any, _mm512_set1_epi32((int)SMALL_GAPS)) == 0xffff)
        return ascend && gaps[n - 1] >= gaps[0]; /* one sum at most wrapped around */
    for (uint32_t i = 1; i < n; i++)
        ascend = ascend && gaps[i] > gaps[i - 1];
    return ascend;
}

RAT_TARGET_AVX512 static uint32_t rank(const uint32_t *documents, uint32_t n, uint32_t target)
{
    const __m512i limit = _mm512_set1_epi32((int)target);
    uint32_t below = 0, i = 0;
    for (; i + 16 <= n; i += 16)
        below += (uint32_t)_mm_popcnt_u32(_mm512_cmplt_epu32_mask(_mm512_loadu_si512(documents + i), limit));
    if (i < n)
        below += (uint32_t)_mm_popcnt_u32(_mm512_mask_cmplt_epu32_mask(
            (__mmask16)((1u << (n - i)) - 1), _mm512_loadu_si512(documents + i), limit));
    return below;
}

const struct rat_kernels rat_kernels_avx512 = {unpack, add_gaps, rank};

#endif
