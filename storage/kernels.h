/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inner loops of reading postings, once in plain C (kernels.c: the specification) and once for each vector unit
 * (kernels_avx2.c, kernels_avx512.c). All give the same numbers.
 *
 * Arrays of documents and tfs have room for RAT_GROUP numbers, whatever n: vectors write past n, up to a multiple of 16.
 * What is behind n there means nothing. Any thread.
 */
#ifndef STORAGE_KERNELS_H
#define STORAGE_KERNELS_H

#include "base/cpu.h"

#include <stdint.h>

#define RAT_SPREAD_COUNT (1u << 19) /* 128 times that many positions of 31 bits still have 32-bit sums */

struct rat_kernels {
    /* n (0..RAT_GROUP) numbers of `width` (0..32) bits each, least significant bit first. Reads up to 64 bytes behind. */
    void (*unpack)(const unsigned char *from, uint32_t n, unsigned width, uint32_t *values);
    /* In place: gaps[i] becomes previous + the sum of (gaps[0..i] + 1), modulo 2^32. */
    void (*add_gaps)(uint32_t *gaps, uint32_t n, uint32_t previous);
    /* How many of n ascending documents are below target: where it is, or would be. */
    uint32_t (*rank)(const uint32_t *documents, uint32_t n, uint32_t target);
    /* Where the bit number n (from 0) among the ones of a stream is, in bits from `from`; UINT64_MAX when the first `bytes`
     * bytes have no such one. Reads up to 8 bytes behind. */
    uint64_t (*select)(const unsigned char *from, uint64_t bytes, uint32_t n);
    /* Of n (1..RAT_GROUP) postings with these counts (below RAT_SPREAD_COUNT) and length codes: how many low bits a position has
     * (positions.h), and the sums of counts and of low bits before each posting, with the total behind the last one. */
    void (*spread)(const uint32_t *counts, const uint8_t *codes, uint32_t n, uint32_t shift, uint8_t *widths,
                   uint32_t *starts, uint32_t *bits);
};

/* Those of a level that this machine has (rat_cpu_level()). */
const struct rat_kernels *rat_kernels_of(enum rat_cpu level);
static inline const struct rat_kernels *rat_kernels(void)
{
    return rat_kernels_of(rat_cpu_level());
}

#if RAT_HAS_AVX
extern const struct rat_kernels rat_kernels_avx2, rat_kernels_avx512;
#endif

#endif
