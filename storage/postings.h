/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Postings of one term: ascending documents with a tf each, in blocks of 128 with skip data and bounds (FORMAT.md,
 * "Postings"), and the positions of each posting (positions.h). Encoder and decoder side by side.
 *
 * tf is what ranking sees (field weights folded in) and at least the number of positions. All numbers of a list fit
 * 32 bits; documents are local to the segment.
 */
#ifndef STORAGE_POSTINGS_H
#define STORAGE_POSTINGS_H

#include "base/cursor.h"
#include "storage/bounds.h"
#include "storage/dictionary.h"
#include "storage/packing.h"
#include "storage/positions.h"

#define RAT_POSTINGS_BLOCK RAT_GROUP
#define RAT_SUPER_BLOCKS 32u /* blocks under one joined bound */
/* Skip entry of a block: last document, end of the block's data (u32 each), bounds. Lists of one block have none. */
#define RAT_SKIP_BYTES 16u
#define RAT_NO_DOCUMENT UINT32_MAX

/* ---- writing ---- */

/* Builds the lists of one term after the other. Caller's storage. */
struct rat_postings_encoder {
    const uint8_t *lengths; /* length codes by document, borrowed */
    bool has_positions;
    uint32_t documents[RAT_POSTINGS_BLOCK], tfs[RAT_POSTINGS_BLOCK], counts[RAT_POSTINGS_BLOCK];
    uint32_t held;         /* postings in the current block */
    uint32_t count;        /* postings of the term */
    uint32_t block_last;   /* last document of the block before; RAT_NO_DOCUMENT: none */
    struct rat_buf places; /* positions (uint32_t) of the current block */
    struct rat_buf skips, data, position_ends, positions;
    struct rat_buf list, position_list; /* the finished lists */
    bool failed;
};

void rat_postings_encoder_init(struct rat_postings_encoder *encoder, const uint8_t *lengths);
void rat_postings_encoder_release(struct rat_postings_encoder *encoder);
void rat_postings_begin(struct rat_postings_encoder *encoder, bool has_positions);
/* positions: ascending, count of them (0 without positions); tf >= count, tf >= 1. */
void rat_postings_add(struct rat_postings_encoder *encoder, uint32_t document, uint32_t tf,
                      const uint32_t *positions, uint32_t count);
/* Fills encoder->list and position_list and the sizes in info (offsets stay). False when memory ran out. */
bool rat_postings_end(struct rat_postings_encoder *encoder, struct rat_term_info *info);

/* ---- reading ---- */

/* A cursor over one list, not to be copied. Errors latch in status and end the list. */
struct rat_postings {
    const struct rat_section *postings, *positions, *lengths;
    struct rat_term_info info;
    const unsigned char *skips, *supers, *data; /* NULL for lists of at most one block */
    uint32_t data_size;
    uint32_t block_count, block; /* current block; block_count: at the end */
    uint32_t held;               /* postings in the current block */
    uint32_t *documents;         /* of the current block; RAT_POSTINGS_BLOCK, in own or kept */
    uint32_t own[RAT_POSTINGS_BLOCK], *kept,
        *kept_tfs; /* kept_tfs: by block, where its tfs begin in data; 0: not decoded yet */
    uint32_t tfs[RAT_POSTINGS_BLOCK]; /* after rat_postings_tfs */
    struct rat_cursor tf_at;
    bool has_tfs;
    bool has_places; /* of the current block */
    struct rat_positions places;
    rat_status status;
    struct rat_err err;
};

/* Opens before the first block. Borrows the sections, which must stay open; lengths: one code per document. */
void rat_postings_open(struct rat_postings *p, const struct rat_section *postings,
                       const struct rat_section *positions, const struct rat_section *lengths,
                       const struct rat_term_info *info);

/* Moves to the first block, at or after the current one, whose last document is >= target, and decodes its documents.
 * False at the end of the list or after damage. */
bool rat_postings_seek_block(struct rat_postings *p, uint32_t target);
/* Moves to this block (< block_count), forward or back, and decodes its documents; false after damage. */
bool rat_postings_go(struct rat_postings *p, uint32_t block);
/* Documents that are decoded from now on stay in `room`, so that coming back to a block costs nothing: block_count times
 * RAT_POSTINGS_BLOCK + 1 numbers, which live as long as the cursor. For lists that have skips. */
void rat_postings_keep(struct rat_postings *p, uint32_t *room);
/* The next block; false at the end. */
bool rat_postings_next_block(struct rat_postings *p);
/* Last document of the block that holds or follows target without decoding anything; RAT_NO_DOCUMENT when there is none.
 * bounds (may be NULL) gets that block's bounds, or all of them unlimited when none are stored. */
uint32_t rat_postings_block_ahead(const struct rat_postings *p, uint32_t target, struct rat_bounds *bounds);
/* Last document of a block of a list that has skips. */
static inline uint32_t rat_postings_last(const struct rat_postings *p, uint32_t block)
{
    return rat_load_u32(p->skips + (size_t)block * RAT_SKIP_BYTES);
}
/* First block >= from whose last document is >= target, of a list that has skips, by galloping; block_count when there is none. */
static inline uint32_t rat_postings_find_block(const struct rat_postings *p, uint32_t from, uint32_t target)
{
    uint32_t low = from, step = 1, high = from;
    while (high < p->block_count && rat_postings_last(p, high) < target) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    if (high > p->block_count)
        high = p->block_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (rat_postings_last(p, middle) < target)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
/* Decodes the tfs of the current block; false after damage. */
bool rat_postings_tfs(struct rat_postings *p);
/* Asks memory for the positions of a block (< block_count). */
void rat_postings_expect(const struct rat_postings *p, uint32_t block);
/* Positions of the posting with index i of the current block, as uint32_t in out (cleared first). The number of them,
 * 0 without positions or after damage. */
uint32_t rat_postings_positions(struct rat_postings *p, uint32_t i, struct rat_buf *out);
/* Of n ascending starts, keeps those that have a position of posting i of the current block at start + offset. How many; 0 after
 * damage. */
uint32_t rat_postings_meet(struct rat_postings *p, uint32_t i, uint32_t offset, uint32_t *starts, uint32_t n);
/* Those of all postings of the current block, one after the other; p->places.counts says how many each has. False when there
 * are none, or after damage. */
bool rat_postings_block_positions(struct rat_postings *p, struct rat_buf *out);

#endif
