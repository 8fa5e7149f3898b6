/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/pruning_kernels.h"

#if RAT_HAS_AVX

#include "query/docset.h"

#include <immintrin.h>
#include <string.h>

/* Two skip entries at once: their eight pairs, one a lane. */
RAT_TARGET_AVX2 static void bounds(const unsigned char *skips, uint32_t n, float weight, const float *norms,
                                   float *best)
{
    const __m256i tf_at = _mm256_setr_epi8(8, -1, -1, -1, 9, -1, -1, -1, 10, -1, -1, -1, 11, -1, -1, -1, 8,
                                           -1, -1, -1, 9, -1, -1, -1, 10, -1, -1, -1, 11, -1, -1, -1);
    const __m256i length_at =
        _mm256_setr_epi8(12, -1, -1, -1, 13, -1, -1, -1, 14, -1, -1, -1, 15, -1, -1, -1, 12, -1, -1, -1, 13,
                         -1, -1, -1, 14, -1, -1, -1, 15, -1, -1, -1);
    uint32_t i = 0;
    for (; i + 2 <= n; i += 2) {
        const void *at = skips + (size_t)i * RAT_SKIP_BYTES;
        __m256i entry = _mm256_loadu_si256((const __m256i *)at);
        __m256i tf = _mm256_shuffle_epi8(entry, tf_at), length = _mm256_shuffle_epi8(entry, length_at);
        __m256 f = _mm256_cvtepi32_ps(tf);
        __m256 score = _mm256_div_ps(f, _mm256_add_ps(f, _mm256_i32gather_ps(norms, length, 4)));
        __m256i any = _mm256_cmpeq_epi32(tf, _mm256_set1_epi32(RAT_BOUND_TF_ANY));
        score = _mm256_blendv_ps(score, _mm256_set1_ps(1), _mm256_castsi256_ps(any));
        score = _mm256_max_ps(score, _mm256_permute_ps(score, 0xb1));
        score = _mm256_max_ps(score, _mm256_permute_ps(score, 0x4e));
        score = _mm256_mul_ps(score, _mm256_set1_ps(weight));
        best[i] = _mm256_cvtss_f32(score);
        best[i + 1] = _mm_cvtss_f32(_mm256_extractf128_ps(score, 1));
    }
    if (i < n)
        rat_pruning_kernels_of(RAT_CPU_PLAIN)
            ->bounds(skips + (size_t)i * RAT_SKIP_BYTES, n - i, weight, norms, best + i);
}

RAT_TARGET_AVX2 static void row(float weight, uint32_t tf, const float *norms, float *scores)
{
    const __m256 f = _mm256_set1_ps((float)tf), w = _mm256_set1_ps(weight);
    for (uint32_t code = 0; code < 256; code += 8) {
        __m256 norm = _mm256_loadu_ps(norms + code);
        _mm256_storeu_ps(scores + code, _mm256_mul_ps(w, _mm256_div_ps(f, _mm256_add_ps(f, norm))));
    }
}

RAT_TARGET_AVX2 static uint32_t collect(float *scores, uint32_t n, uint32_t base, float least,
                                        uint32_t *documents, float *kept)
{
    const __m256 limit = _mm256_set1_ps(least);
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i += 8) {
        __m256 some = _mm256_loadu_ps(scores + i);
        unsigned good = (unsigned)_mm256_movemask_ps(_mm256_cmp_ps(some, limit, _CMP_GE_OQ));
        for (; good; good &= good - 1) {
            uint32_t k = i + (uint32_t)__builtin_ctz(good);
            documents[count] = base + k;
            kept[count++] = scores[k];
        }
        _mm256_storeu_ps(scores + i, _mm256_setzero_ps());
    }
    return count;
}

/* Few postings reach much: those that do not by their tf are passed over eight at a time. */
RAT_TARGET_AVX2 static uint32_t reach(const struct rat_reach *from, uint32_t *documents, float *scores,
                                      uint8_t *places)
{
    /* no unsigned comparison: both sides moved by 2^31 */
    const __m256i flip = _mm256_set1_epi32(INT32_MIN);
    const __m256i fewest = _mm256_xor_si256(_mm256_set1_epi32((int)from->tf), flip);
    uint32_t count = 0;
    for (uint32_t i = 0; i < from->n; i += 8) {
        __m256i tfs = _mm256_loadu_si256((const __m256i *)(const void *)(from->tfs + i));
        __m256i less = _mm256_cmpgt_epi32(fewest, _mm256_xor_si256(tfs, flip));
        unsigned good = ~(unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(less)) & 0xff;
        good &= from->n - i < 8 ? (1u << (from->n - i)) - 1 : 0xff;
        for (; good; good &= good - 1) {
            uint32_t at = i + (uint32_t)__builtin_ctz(good), document = from->documents[at];
            documents[count] = document;
            places[count] = (uint8_t)at;
            scores[count] = rat_bm25(from->weight, from->tfs[at], from->norms[from->codes[document]]);
            count += scores[count] >= from->least;
        }
    }
    return count;
}

RAT_TARGET_AVX2 static uint32_t match(const uint32_t *candidates, uint32_t n, const uint32_t *documents,
                                      uint32_t held, uint16_t *which, uint8_t *where)
{
    uint32_t count = 0, at = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t target = candidates[i];
        while (at + 8 < held && documents[at + 7] < target)
            at += 8;
        unsigned in = held - at < 8 ? (1u << (held - at)) - 1 : 0xff;
        __m256i some = _mm256_loadu_si256((const __m256i *)(const void *)(documents + at));
        __m256i same = _mm256_cmpeq_epi32(some, _mm256_set1_epi32((int)target));
        unsigned found = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(same)) & in;
        which[count] = (uint16_t)i;
        where[count] = (uint8_t)(at + (uint32_t)__builtin_ctz(found | 0x100u));
        count += found != 0;
    }
    return count;
}

RAT_TARGET_AVX2 static uint32_t marked(uint8_t *marks, uint32_t n, uint64_t *bits)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < n; i += 64) {
        uint64_t both[2];
        for (uint32_t k = 0; k < 2; k++) {
            __m256i *at = (__m256i *)(void *)(marks + i + k * 32);
            __m256i none = _mm256_cmpeq_epi8(_mm256_loadu_si256(at), _mm256_setzero_si256());
            both[k] = ~(uint32_t)_mm256_movemask_epi8(none);
            _mm256_storeu_si256(at, _mm256_setzero_si256());
        }
        bits[i / 64] = both[0] | both[1] << 32;
        count += (uint64_t)_mm_popcnt_u64(bits[i / 64]);
    }
    return (uint32_t)count;
}

const struct rat_pruning_kernels rat_pruning_avx2 = {bounds, row, collect, reach, match, marked};

#endif
