/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/scored_bits.h"

#include "query/docset.h"

#if RAT_HAS_AVX
#include <immintrin.h>
#endif

/* Most of a window is empty: eight scores at a time are looked at as four numbers. */
static void plain(const float *scores, uint64_t *bits)
{
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++) {
        bits[i] = 0;
        for (uint32_t k = 0; k < 64; k += 8) {
            const float *eight = scores + i * 64 + k;
            uint64_t pairs[4];
            memcpy(pairs, eight, sizeof pairs);
            if ((pairs[0] | pairs[1] | pairs[2] | pairs[3]) == 0)
                continue;
            for (uint32_t j = 0; j < 8; j++)
                bits[i] |= (uint64_t)(eight[j] > 0) << (k + j);
        }
    }
}

#if RAT_HAS_AVX
RAT_TARGET_AVX2 static void avx2(const float *scores, uint64_t *bits)
{
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++) {
        bits[i] = 0;
        for (uint32_t k = 0; k < 64; k += 8) {
            __m256 found =
                _mm256_cmp_ps(_mm256_loadu_ps(scores + i * 64 + k), _mm256_setzero_ps(), _CMP_GT_OQ);
            bits[i] |= (uint64_t)(unsigned)_mm256_movemask_ps(found) << k;
        }
    }
}

RAT_TARGET_AVX512 static void avx512(const float *scores, uint64_t *bits)
{
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++) {
        bits[i] = 0;
        for (uint32_t k = 0; k < 64; k += 16) {
            __m512 some = _mm512_loadu_ps(scores + i * 64 + k);
            bits[i] |= (uint64_t)_mm512_cmp_ps_mask(some, _mm512_setzero_ps(), _CMP_GT_OQ) << k;
        }
    }
}
#endif

rat_scored_bits_kernel *rat_scored_bits_of(enum rat_cpu level)
{
#if RAT_HAS_AVX
    if (level == RAT_CPU_AVX512)
        return avx512;
    if (level == RAT_CPU_AVX2)
        return avx2;
#endif
    (void)level;
    return plain;
}
