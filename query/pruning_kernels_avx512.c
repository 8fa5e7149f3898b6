/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/pruning_kernels.h"

#if RAT_HAS_AVX

#include "storage/postings.h"

#include <immintrin.h>
#include <string.h>

/* Four skip entries at once: their 16 pairs, one a lane. */
RAT_TARGET_AVX512 static void bounds(const unsigned char *skips, uint32_t n, float weight, const float *norms,
                                     float *best)
{
    const __m512i tf_at = _mm512_set_epi32(59, 58, 57, 56, 43, 42, 41, 40, 27, 26, 25, 24, 11, 10, 9, 8);
    const __m512i four = _mm512_set1_epi32(4), low = _mm512_set1_epi32(0xff), any = _mm512_set1_epi32(255);
    uint32_t i = 0;
    for (; i + 4 <= n; i += 4) {
        __m512i entry = _mm512_loadu_si512(skips + (size_t)i * RAT_SKIP_BYTES);
        __m512i tf = _mm512_and_si512(_mm512_permutexvar_epi8(tf_at, entry), low);
        __m512i length = _mm512_and_si512(_mm512_permutexvar_epi8(_mm512_add_epi32(tf_at, four), entry), low);
        __m512 f = _mm512_cvtepi32_ps(tf);
        __m512 score = _mm512_div_ps(f, _mm512_add_ps(f, _mm512_i32gather_ps(length, norms, 4)));
        score = _mm512_mask_mov_ps(score, _mm512_cmpeq_epi32_mask(tf, any), _mm512_set1_ps(1));
        score = _mm512_max_ps(score, _mm512_permute_ps(score, 0xb1));
        score = _mm512_max_ps(score, _mm512_permute_ps(score, 0x4e));
        score = _mm512_mul_ps(score, _mm512_set1_ps(weight));
        _mm512_mask_compressstoreu_ps(best + i, 0x1111, score);
    }
    if (i < n)
        rat_pruning_kernels_of(RAT_CPU_PLAIN)
            ->bounds(skips + (size_t)i * RAT_SKIP_BYTES, n - i, weight, norms, best + i);
}

RAT_TARGET_AVX512 static void row(float weight, uint32_t tf, const float *norms, float *scores)
{
    const __m512 f = _mm512_set1_ps((float)tf), w = _mm512_set1_ps(weight);
    for (uint32_t code = 0; code < 256; code += 16) {
        __m512 norm = _mm512_loadu_ps(norms + code);
        _mm512_storeu_ps(scores + code, _mm512_mul_ps(w, _mm512_div_ps(f, _mm512_add_ps(f, norm))));
    }
}

RAT_TARGET_AVX512 static uint32_t collect(float *scores, uint32_t n, uint32_t base, float least,
                                          uint32_t *documents, float *kept)
{
    const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512 limit = _mm512_set1_ps(least);
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i += 16) {
        __m512 some = _mm512_loadu_ps(scores + i);
        _mm512_storeu_ps(scores + i, _mm512_setzero_ps());
        __mmask16 good = _mm512_cmp_ps_mask(some, limit, _CMP_GE_OQ);
        if (!good)
            continue;
        __m512i found = _mm512_add_epi32(lane, _mm512_set1_epi32((int)(base + i)));
        _mm512_storeu_si512(documents + count, _mm512_maskz_compress_epi32(good, found));
        _mm512_storeu_ps(kept + count, _mm512_maskz_compress_ps(good, some));
        count += (uint32_t)_mm_popcnt_u32(good);
    }
    return count;
}

RAT_TARGET_AVX512 static uint32_t reach(const struct rat_reach *from, uint32_t *documents, float *scores,
                                        uint8_t *places)
{
    const __m128i lane = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512i fewest = _mm512_set1_epi32((int)from->tf), low = _mm512_set1_epi32(0xff);
    const __m512 limit = _mm512_set1_ps(from->least), weight = _mm512_set1_ps(from->weight);
    uint32_t count = 0;
    for (uint32_t i = 0; i < from->n; i += 16) {
        __mmask16 in = (__mmask16)(from->n - i < 16 ? (1u << (from->n - i)) - 1 : 0xffffu);
        __m512i tfs = _mm512_loadu_si512(from->tfs + i), found = _mm512_loadu_si512(from->documents + i);
        in = _mm512_mask_cmpge_epu32_mask(in, tfs, fewest);
        if (!in)
            continue;
        __m512i code = _mm512_mask_i32gather_epi32(low, in, found, from->codes, 1);
        __m512 norm = _mm512_i32gather_ps(_mm512_and_si512(code, low), from->norms, 4);
        __m512 f = _mm512_cvtepu32_ps(tfs);
        __m512 score = _mm512_mul_ps(weight, _mm512_div_ps(f, _mm512_add_ps(f, norm)));
        in = _mm512_mask_cmp_ps_mask(in, score, limit, _CMP_GE_OQ);
        _mm512_storeu_si512(documents + count, _mm512_maskz_compress_epi32(in, found));
        _mm512_storeu_ps(scores + count, _mm512_maskz_compress_ps(in, score));
        __m128i place = _mm_maskz_compress_epi8(in, _mm_add_epi8(lane, _mm_set1_epi8((char)i)));
        _mm_storeu_si128((__m128i *)(void *)(places + count), place);
        count += (uint32_t)_mm_popcnt_u32(in);
    }
    return count;
}

RAT_TARGET_AVX512 static uint32_t match(const uint32_t *candidates, uint32_t n, const uint32_t *documents,
                                        uint32_t held, uint16_t *which, uint8_t *where)
{
    /* which of eight vectors may have a candidate: their last documents say, without a branch */
    uint32_t lasts[8];
    for (uint32_t v = 0; v < 8; v++)
        lasts[v] = 16 * v + 15 < held ? documents[16 * v + 15] : UINT32_MAX;
    const __m256i last = _mm256_loadu_si256((const __m256i *)(const void *)lasts);
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        __m512i target = _mm512_set1_epi32((int)candidates[i]);
        __mmask8 before = _mm256_cmplt_epu32_mask(last, _mm512_castsi512_si256(target));
        uint32_t at = 16 * (uint32_t)_mm_popcnt_u32(before & 0x7f);
        uint32_t left = held - at;
        __mmask16 in = (__mmask16)(left < 16 ? (1u << left) - 1 : 0xffffu);
        __mmask16 same = _mm512_mask_cmpeq_epu32_mask(in, _mm512_loadu_si512(documents + at), target);
        which[count] = (uint16_t)i;
        where[count] = (uint8_t)(at + (uint32_t)__builtin_ctz(same | 0x10000u));
        count += same != 0;
    }
    return count;
}

RAT_TARGET_AVX512 static uint32_t marked(uint8_t *marks, uint32_t n, uint64_t *bits)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < n; i += 64) {
        __m512i some = _mm512_loadu_si512(marks + i);
        _mm512_storeu_si512(marks + i, _mm512_setzero_si512());
        bits[i / 64] = _mm512_test_epi8_mask(some, some);
        count += (uint64_t)_mm_popcnt_u64(bits[i / 64]);
    }
    return (uint32_t)count;
}

const struct rat_pruning_kernels rat_pruning_avx512 = {bounds, row, collect, reach, match, marked};

#endif
