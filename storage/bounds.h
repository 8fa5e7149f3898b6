/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bounds: the (tf, length) pairs of a block of postings that can be best under any BM25 parameters, idf and average
 * length, in eight bytes (FORMAT.md, "Bounds"). Not scores, so they stay true when the statistics of the archive change.
 */
#ifndef STORAGE_BOUNDS_H
#define STORAGE_BOUNDS_H

#include <stdint.h>

#define RAT_BOUND_PAIRS 4u
#define RAT_BOUND_TF_ANY 255u /* the tf is 255 or more: take it as unbounded */

/* tf falling, length code falling; unused pairs repeat the last one. Every posting of the block has, for at least
 * one pair, tf <= pair.tf and length >= pair.length. */
struct rat_bounds {
    uint8_t tf[RAT_BOUND_PAIRS];
    uint8_t length[RAT_BOUND_PAIRS];
};

/* tfs[i] and length codes of n (>= 1) postings. */
void rat_bounds_make(const uint32_t *tfs, const uint8_t *lengths, uint32_t n, struct rat_bounds *out);
/* Bounds of the union of two blocks. */
void rat_bounds_join(const struct rat_bounds *a, const struct rat_bounds *b, struct rat_bounds *out);

#endif
