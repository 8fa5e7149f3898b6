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

RAT_TARGET_AVX512 static void add_gaps(uint32_t *gaps, uint32_t n, uint32_t previous)
{
    const __m512i one = _mm512_set1_epi32(1), zero = _mm512_setzero_si512(), last = _mm512_set1_epi32(15);
    __m512i before = _mm512_set1_epi32((int)previous);
    for (uint32_t i = 0; i < n; i += 16) {
        __m512i x = _mm512_add_epi32(_mm512_loadu_si512(gaps + i), one);
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 15));
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 14));
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 12));
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 8));
        _mm512_storeu_si512(gaps + i, _mm512_add_epi32(x, before));
        /* only this addition waits for the vector before */
        before = _mm512_add_epi32(before, _mm512_permutexvar_epi32(last, x));
    }
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

static uint64_t select_one(const unsigned char *from, uint64_t bytes, uint32_t n)
{
    return rat_kernels_avx2.select(from, bytes, n);
}

/* Inclusive sums of 16 numbers. */
RAT_TARGET_AVX512 static inline __m512i sums(__m512i x)
{
    const __m512i zero = _mm512_setzero_si512();
    x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 15));
    x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 14));
    x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 12));
    return _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 8));
}

/* rat_length_decode */
RAT_TARGET_AVX512 static inline __m512i decode_lengths(__m512i code)
{
    const __m512i exact = _mm512_set1_epi32(24), one = _mm512_set1_epi32(1);
    __m512i value = _mm512_sub_epi32(code, exact), shift = _mm512_srai_epi32(value, 3);
    __m512i digits = _mm512_or_si512(_mm512_and_si512(value, _mm512_set1_epi32(7)), _mm512_set1_epi32(8));
    __m512i large = _mm512_add_epi32(exact, _mm512_sllv_epi32(digits, _mm512_sub_epi32(shift, one)));
    return _mm512_mask_mov_epi32(large, _mm512_cmplt_epi32_mask(code, _mm512_set1_epi32(32)), code);
}

RAT_TARGET_AVX512 static void spread(const uint32_t *counts, const uint8_t *codes, uint32_t n, uint32_t shift,
                                     uint8_t *widths, uint32_t *starts, uint32_t *bits)
{
    const __m512i one = _mm512_set1_epi32(1), zero = _mm512_setzero_si512(), last = _mm512_set1_epi32(15);
    __m512i total = zero, low = zero;
    for (uint32_t i = 0; i < n; i += 16) {
        __mmask16 in = (__mmask16)(n - i < 16 ? (1u << (n - i)) - 1 : 0xffffu);
        __m512i count = _mm512_maskz_loadu_epi32(in, counts + i), more = _mm512_add_epi32(count, one);
        __m512i length = decode_lengths(_mm512_cvtepu8_epi32(_mm_maskz_loadu_epi8(in, codes + i)));
        /* the largest w with (count + 1) << w <= length, by their first bits, or one less */
        __m512i w = _mm512_sub_epi32(_mm512_lzcnt_epi32(more), _mm512_lzcnt_epi32(length));
        w = _mm512_mask_sub_epi32(w, _mm512_cmpgt_epu32_mask(_mm512_sllv_epi32(more, w), length), w, one);
        w = _mm512_add_epi32(_mm512_max_epi32(w, zero), _mm512_set1_epi32((int)shift));
        w = _mm512_min_epi32(w, _mm512_set1_epi32(31));
        __m512i size = _mm512_mullo_epi32(count, w), c = sums(count), s = sums(size);
        _mm_storeu_si128((__m128i *)(void *)(widths + i), _mm512_cvtepi32_epi8(w));
        _mm512_storeu_si512(starts + i, _mm512_add_epi32(total, _mm512_sub_epi32(c, count)));
        _mm512_storeu_si512(bits + i, _mm512_add_epi32(low, _mm512_sub_epi32(s, size)));
        total = _mm512_add_epi32(total, _mm512_permutexvar_epi32(last, c));
        low = _mm512_add_epi32(low, _mm512_permutexvar_epi32(last, s));
    }
    starts[n] = (uint32_t)_mm512_cvtsi512_si32(total);
    bits[n] = (uint32_t)_mm512_cvtsi512_si32(low);
}

const struct rat_kernels rat_kernels_avx512 = {unpack, add_gaps, rank, select_one, spread};

#endif
