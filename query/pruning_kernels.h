/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inner loops of pruned search (pruned.h), in plain C, which is the specification, and for each vector unit. All
 * select the same documents and add no rounding of their own. Arrays have RAT_PRUNING_PAD entries more than is said: vectors
 * write past the end. Any thread.
 */
#ifndef QUERY_PRUNING_KERNELS_H
#define QUERY_PRUNING_KERNELS_H

#include "base/cpu.h"

#include <stdint.h>

#define RAT_PRUNING_PAD 16u

/* Postings, what scores them, and which are wanted: with tfs[i] >= tf, and a score >= least. */
struct rat_reach {
    const uint32_t *documents, *tfs;
    uint32_t n;
    const uint8_t *codes;
    const float *norms;
    float weight;
    uint32_t tf;
    float least;
};

struct rat_pruning_kernels {
    /* best[i], i < n: the greatest score that the bounds of skip entry i allow (storage/postings.h). norms: by length code. */
    void (*bounds)(const unsigned char *skips, uint32_t n, float weight, const float *norms, float *best);
    /* Scores (rat_bm25) of a tf by length code, 256 of them. */
    void (*row)(float weight, uint32_t tf, const float *norms, float *scores);
    /* Documents base + i whose scores[i] >= least (> 0), i < n, n a multiple of 16, with their scores; the scores become 0.
     * How many. */
    uint32_t (*collect)(float *scores, uint32_t n, uint32_t base, float least, uint32_t *documents,
                        float *kept);
    /* Of n <= 128 postings those wanted: documents, scores (rat_bm25), and the i of each. codes: length codes by document (< 2^31),
     * followed by 3 readable bytes. How many. */
    uint32_t (*reach)(const struct rat_reach *from, uint32_t *documents, float *scores, uint8_t *places);
    /* Pairs (which, where) with candidates[which] == documents[where]; both ascend, held <= 128. How many. */
    uint32_t (*match)(const uint32_t *candidates, uint32_t n, const uint32_t *documents, uint32_t held,
                      uint16_t *which, uint8_t *where);
    /* Bit i set where marks[i] != 0, i < n, n a multiple of 64; the marks become 0. How many. */
    uint32_t (*marked)(uint8_t *marks, uint32_t n, uint64_t *bits);
};

const struct rat_pruning_kernels *rat_pruning_kernels_of(enum rat_cpu level);

#if RAT_HAS_AVX
extern const struct rat_pruning_kernels rat_pruning_avx2, rat_pruning_avx512;
#endif

#endif
