/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inner loops of reading positions (positions.h), once in plain C (position_kernels.c: the specification) and for vector
 * units (position_kernels_avx2.c, position_kernels_avx512.c). All give the same numbers; of malformed codes, which every one of
 * them notices at the latest behind the last position, a vector may notice more and earlier. Any thread.
 */
#ifndef STORAGE_POSITION_KERNELS_H
#define STORAGE_POSITION_KERNELS_H

#include "base/cpu.h"

#include <stdbool.h>
#include <stdint.h>

#define RAT_POSITIONS_PAD 16u /* numbers that a vector may write behind the last one */

/* The codes of one posting's positions. Both streams must be followed by 64 readable bytes. */
struct rat_position_codes {
    const unsigned char *low, *high;
    uint64_t at,
        end; /* bits of high: where the quotients begin, or those of a posting before it; where the stream ends */
    uint32_t skip;  /* positions between at and this posting's */
    uint32_t bit;   /* of low: where the low bits begin */
    uint32_t width; /* of the low bits of one position, 0..31 */
    uint32_t count; /* of positions */
};

struct rat_position_kernels {
    /* Of n (1..RAT_GROUP) postings with these counts and length codes: how many low bits a position has (positions.h), and the
     * sums of counts and of low bits before each posting, with the total behind the last one. False when a total does not fit. */
    bool (*spread)(const uint32_t *counts, const uint8_t *codes, uint32_t n, uint32_t shift, uint8_t *widths,
                   uint32_t *starts, uint32_t *bits);
    /* All positions, and codes->at behind their quotients, with nothing to skip. positions has room for RAT_POSITIONS_PAD more. False when malformed. */
    bool (*read)(struct rat_position_codes *codes, uint32_t *positions);
    /* Of n ascending starts, keeps those that have a position at start + offset. How many; UINT32_MAX when malformed. codes->at is where
     * the quotients begin then, with nothing to skip. */
    uint32_t (*meet)(struct rat_position_codes *codes, uint32_t offset, uint32_t *starts, uint32_t n);
};

/* Those of a level that this machine has (rat_cpu_level()). */
const struct rat_position_kernels *rat_position_kernels_of(enum rat_cpu level);
static inline const struct rat_position_kernels *rat_position_kernels(void)
{
    return rat_position_kernels_of(rat_cpu_level());
}

#if RAT_HAS_AVX
extern const struct rat_position_kernels rat_position_kernels_avx2, rat_position_kernels_avx512;
#endif

#endif
