/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/scored_bits.h"

#include "base/cpu.h"
#include "query/docset.h"

#if RAT_HAS_AVX
#include <immintrin.h>

RAT_TARGET_AVX512 static void avx512(const float *scores, uint64_t *bits)
{
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++) {
        bits[i] = 0;
        for (uint32_t k = 0; k < 64; k += 16)
            bits[i] |= (uint64_t)_mm512_cmp_ps_mask(_mm512_loadu_ps(scores + i * 64 + k), _mm512_setzero_ps(),
                                                    _CMP_GT_OQ)
                       << k;
    }
}
#endif

static void plain(const float *scores, uint64_t *bits)
{
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++) {
        bits[i] = 0;
        for (uint32_t k = 0; k < 64; k++)
            bits[i] |= (uint64_t)(scores[i * 64 + k] > 0) << k;
    }
}

void rat_scored_bits(const float *scores, uint64_t *bits)
{
#if RAT_HAS_AVX
    if (rat_cpu_level() == RAT_CPU_AVX512) {
        avx512(scores, bits);
        return;
    }
#endif
    plain(scores, bits);
}
