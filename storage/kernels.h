/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inner loops of reading documents and tfs, once in plain C (kernels.c: the specification) and once for each vector unit
 * (kernels_avx2.c, kernels_avx512.c). All give the same numbers.
 *
 * Arrays of documents and tfs have room for RAT_GROUP numbers, whatever n: vectors write past n, up to a multiple of 16.
 * What is behind n there means nothing. Any thread.
 */
#ifndef STORAGE_KERNELS_H
#define STORAGE_KERNELS_H

#include "base/cpu.h"

#include <stdbool.h>
#include <stdint.h>

struct rat_kernels {
    /* n (0..RAT_GROUP) numbers of `width` (0..32) bits each, least significant bit first. Reads up to 64 bytes behind. */
    void (*unpack)(const unsigned char *from, uint32_t n, unsigned width, uint32_t *values);
    /* In place: gaps[i] becomes previous + the sum of (gaps[0..i] + 1), modulo 2^32, for n >= 1 gaps. Whether all of them ascend: a
     * damaged list's gaps may wrap around. previous UINT32_MAX: the first document is gaps[0]. */
    bool (*add_gaps)(uint32_t *gaps, uint32_t n, uint32_t previous);
    /* How many of n ascending documents are below target: where it is, or would be. */
    uint32_t (*rank)(const uint32_t *documents, uint32_t n, uint32_t target);
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
