/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Token offsets of one document's body: for the token at body position i its byte range in the stored text, so that
 * snippets need no second analysis (FORMAT.md, "Offsets"). A jump point every 128 tokens.
 */
#ifndef STORAGE_OFFSETS_H
#define STORAGE_OFFSETS_H

#include "base/buf.h"
#include "base/cursor.h"

struct rat_span {
    uint32_t start, end; /* bytes, end exclusive; start == end: no token at that position */
};

/* Appends the record of count tokens, ordered by start, not overlapping. */
void rat_offsets_encode(const struct rat_span *spans, uint32_t count, struct rat_buf *out);

/* One document's record, borrowed; its end must be followed by RAT_CONTAINER_PAD readable bytes. */
struct rat_offsets {
    uint32_t count;
    const unsigned char *jumps; /* group_count entries of 8 bytes */
    struct rat_cursor groups;
    uint32_t group_held; /* index of the decoded group + 1 */
    struct rat_span group[128];
};

/* False when the record is malformed. */
bool rat_offsets_open(struct rat_offsets *offsets, const void *record, size_t n);
bool rat_offsets_get(struct rat_offsets *offsets, uint32_t token,
                     struct rat_span *out); /* false: damaged or no such token */

#endif
