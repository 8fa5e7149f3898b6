/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Positions of a block of postings (FORMAT.md, "Positions"): Golomb-Rice codes whose parameter nobody stores, because it follows
 * from what the reader has: a word that stands c times among L words stands about L / (c + 1) words apart. Low bits and
 * quotients lie apart (as in Elias and Fano's code), so one posting is read without those before it: its low bits lie where
 * a sum says, its quotients behind the n-th one of a bit stream.
 *
 * Against packed groups of 128 differences, Karlsruhe (bench_index before and after): 46.5 MB instead of 54.8 as
 * documents, 34.2 instead of 36.1 as passages.
 */
#ifndef STORAGE_POSITIONS_H
#define STORAGE_POSITIONS_H

#include "base/buf.h"
#include "base/cursor.h"
#include "storage/lengths.h"
#include "storage/packing.h"
#include "storage/position_kernels.h"

/* Low bits of a position: floor(log2(length / (count + 1))), at most 31 with the block's shift. code: of the length. */
static inline uint32_t rat_position_width(uint8_t code, uint32_t count, uint32_t shift)
{
    uint32_t length = rat_length_decode(code), more = count + (count < UINT32_MAX);
    if (more > length)
        return shift;
    uint32_t width = (uint32_t)(__builtin_clz(more) - __builtin_clz(length));
    width += shift - (more << width > length);
    return width < 31 ? width : 31;
}

/* Appends the block. positions: of all postings one after the other, counts[i] of posting i, ascending strictly in each;
 * lengths: length codes of their documents; n postings, 1..RAT_GROUP, arrays with room for RAT_GROUP. room: to work
 * with. */
void rat_positions_write(const uint32_t *positions, const uint32_t *counts, const uint32_t *tfs,
                         const uint8_t *lengths, uint32_t n, struct rat_buf *room, struct rat_buf *out);

/* A block that was opened; borrows its bytes. */
struct rat_positions {
    uint32_t counts[RAT_GROUP];     /* positions of each posting */
    uint32_t starts[RAT_GROUP + 1]; /* positions of the postings before it */
    uint32_t bits[RAT_GROUP + 1];   /* where its low bits begin */
    uint8_t widths[RAT_GROUP];
    uint32_t n;
    const unsigned char *low, *high;
    uint64_t high_bytes;
    uint32_t found; /* posting whose quotients begin at bit found_at */
    uint64_t found_at;
};

/* Opens the block in `in`, tfs in an array of RAT_GROUP, which must be followed by RAT_CONTAINER_PAD readable bytes. False when it is malformed. */
bool rat_positions_open(struct rat_positions *places, struct rat_cursor in, const uint32_t *tfs,
                        const uint8_t *lengths, uint32_t n);
/* Positions of posting i, counts[i] of them, with room for RAT_POSITIONS_PAD more. False when they are malformed. */
bool rat_positions_read(struct rat_positions *places, uint32_t i, uint32_t *positions);
/* Of n ascending starts, keeps those that have a position of posting i at start + offset; *kept: how many. False when positions
 * are malformed as far as they were read. */
bool rat_positions_meet(struct rat_positions *places, uint32_t i, uint32_t offset, uint32_t *starts,
                        uint32_t n, uint32_t *kept);
/* Of all postings one after the other, starts[n] of them, with room for RAT_POSITIONS_PAD more. */
bool rat_positions_read_all(struct rat_positions *places, uint32_t *positions);

#endif
