/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/pruning_kernels.h"

#include "query/docset.h"

#include <string.h>

static void bounds(const unsigned char *skips, uint32_t n, float weight, const float *norms, float *best)
{
    for (uint32_t i = 0; i < n; i++) {
        const unsigned char *tf = skips + (size_t)i * RAT_SKIP_BYTES + 8, *length = tf + RAT_BOUND_PAIRS;
        float most = 0;
        for (uint32_t k = 0; k < RAT_BOUND_PAIRS; k++) {
            float f = (float)tf[k], score = f / (f + norms[length[k]]);
            score = tf[k] == RAT_BOUND_TF_ANY ? 1 : score;
            most = score > most ? score : most;
        }
        best[i] = weight * most;
    }
}

static void row(float weight, uint32_t tf, const float *norms, float *scores)
{
    for (uint32_t code = 0; code < 256; code++)
        scores[code] = rat_bm25(weight, tf, norms[code]);
}

static uint32_t collect(float *scores, uint32_t n, uint32_t base, float least, uint32_t *documents,
                        float *kept)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i += 2) {
        uint64_t pair; /* most of a window is empty */
        memcpy(&pair, scores + i, sizeof pair);
        if (pair == 0)
            continue;
        for (uint32_t k = i; k < i + 2; k++) {
            documents[count] = base + k;
            kept[count] = scores[k];
            count += scores[k] >= least;
            scores[k] = 0;
        }
    }
    return count;
}

static uint32_t reach(const struct rat_reach *from, uint32_t *documents, float *scores, uint8_t *places)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < from->n; i++) {
        if (from->tfs[i] < from->tf)
            continue;
        places[count] = (uint8_t)i;
        documents[count] = from->documents[i];
        scores[count] = rat_bm25(from->weight, from->tfs[i], from->norms[from->codes[from->documents[i]]]);
        count += scores[count] >= from->least;
    }
    return count;
}

static uint32_t match(const uint32_t *candidates, uint32_t n, const uint32_t *documents, uint32_t held,
                      uint16_t *which, uint8_t *where)
{
    uint32_t count = 0, at = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t step = 1;
        while (at + step < held && documents[at + step] <= candidates[i]) {
            at += step;
            step *= 2;
        }
        for (; step; step /= 2)
            if (at + step < held && documents[at + step] <= candidates[i])
                at += step;
        which[count] = (uint16_t)i;
        where[count] = (uint8_t)at;
        count += at < held && documents[at] == candidates[i];
    }
    return count;
}

static uint32_t marked(uint8_t *marks, uint32_t n, uint64_t *bits)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i += 64, bits++) {
        *bits = 0;
        for (uint32_t k = 0; k < 64; k += 8) {
            uint64_t
                eight; /* a mark is 1: the products gather the low bits of eight bytes in the top one, and their sum */
            memcpy(&eight, marks + i + k, sizeof eight);
            *bits |= (eight * 0x0102040810204080ull >> 56) << k;
            count += (uint32_t)(eight * 0x0101010101010101ull >> 56);
        }
    }
    memset(marks, 0, n);
    return count;
}

const struct rat_pruning_kernels *rat_pruning_kernels_of(enum rat_cpu level)
{
    static const struct rat_pruning_kernels plain = {bounds, row, collect, reach, match, marked};
#if RAT_HAS_AVX
    if (level == RAT_CPU_AVX512)
        return &rat_pruning_avx512;
    if (level == RAT_CPU_AVX2)
        return &rat_pruning_avx2;
#endif
    (void)level;
    return &plain;
}
