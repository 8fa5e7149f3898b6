/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/kernels.h"

#if RAT_HAS_AVX

#include "storage/packing.h"

#include <immintrin.h>

static const struct rat_kernels *plain(void)
{
    return rat_kernels_of(RAT_CPU_PLAIN);
}

/* Eight numbers are `width` bytes, so every eight begin at a byte and need the same shifts. */
RAT_TARGET_AVX2 static void unpack(const unsigned char *from, uint32_t n, unsigned width, uint32_t *values)
{
    if (width > 25) {
        plain()->unpack(from, n, width, values);
        return;
    }
    const __m256i bit =
        _mm256_mullo_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), _mm256_set1_epi32((int)width));
    const __m256i at = _mm256_srli_epi32(bit, 3), shift = _mm256_and_si256(bit, _mm256_set1_epi32(7));
    const __m256i mask = _mm256_set1_epi32((int)((1u << width) - 1));
    for (uint32_t i = 0; i < n; i += 8, from += width) {
        __m256i word = _mm256_i32gather_epi32((const int *)(const void *)from, at, 1);
        _mm256_storeu_si256((__m256i *)(void *)(values + i),
                            _mm256_and_si256(_mm256_srlv_epi32(word, shift), mask));
    }
}

RAT_TARGET_AVX2 static bool add_gaps(uint32_t *gaps, uint32_t n, uint32_t previous)
{
    const __m256i one = _mm256_set1_epi32(1), last = _mm256_set1_epi32(7);
    const __m256i flip = _mm256_set1_epi32(INT32_MIN), lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    __m256i before = _mm256_set1_epi32((int)previous), wrapped = _mm256_setzero_si256();
    for (uint32_t i = 0; i < n; i += 8) {
        __m256i x = _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)(const void *)(gaps + i)), one);
        x = _mm256_add_epi32(x, _mm256_slli_si256(x, 4));
        x = _mm256_add_epi32(x, _mm256_slli_si256(x, 8));
        __m256i low = _mm256_permutevar8x32_epi32(x, _mm256_set1_epi32(3));
        x = _mm256_add_epi32(x, _mm256_blend_epi32(_mm256_setzero_si256(), low, 0xf0));
        x = _mm256_add_epi32(x, before);
        __m256i left =
            _mm256_blend_epi32(_mm256_permutevar8x32_epi32(x, _mm256_sub_epi32(lane, one)), before, 1);
        __m256i in = _mm256_cmpgt_epi32(_mm256_set1_epi32((int)(n - i)), lane);
        __m256i rises = _mm256_cmpgt_epi32(_mm256_xor_si256(x, flip), _mm256_xor_si256(left, flip));
        if (i == 0 && previous == UINT32_MAX)
            in = _mm256_blend_epi32(in, _mm256_setzero_si256(), 1);
        wrapped = _mm256_or_si256(wrapped, _mm256_andnot_si256(rises, in));
        before = _mm256_permutevar8x32_epi32(x, last);
        _mm256_storeu_si256((__m256i *)(void *)(gaps + i), x);
    }
    return _mm256_testz_si256(wrapped, wrapped);
}

/* Compares all: no branch to mispredict. Numbers behind n are masked off. */
RAT_TARGET_AVX2 static uint32_t rank(const uint32_t *documents, uint32_t n, uint32_t target)
{
    const __m256i flip = _mm256_set1_epi32(INT32_MIN);
    const __m256i limit = _mm256_set1_epi32((int)(target ^ 0x80000000u));
    uint32_t below = 0;
    for (uint32_t i = 0; i < n; i += 8) {
        __m256i x =
            _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(const void *)(documents + i)), flip);
        unsigned less = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(limit, x)));
        uint32_t left = n - i;
        below += (uint32_t)_mm_popcnt_u32(left < 8 ? less & ((1u << left) - 1) : less);
    }
    return below;
}

const struct rat_kernels rat_kernels_avx2 = {unpack, add_gaps, rank};

#endif
