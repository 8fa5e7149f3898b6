/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of `related` share: related.c (candidates and their order), related_words.c (the strongest words of a text),
 * related_copies.c (texts that are nearly the same). */
#ifndef QUERY_RELATED_INTERNAL_H
#define QUERY_RELATED_INTERNAL_H

#include "query/related.h"
#include "query/search.h"

#define RAT_RELATED_TERMS 24u              /* words that are looked for */
#define RAT_RELATED_TEXT_BYTES (48u << 10) /* of the text that is read for them */

/* Strongest terms of a title and a text: tf, saturated, times idf; what stands in the title counts more. Keys of the
 * index with their weights, in the arena; at most RAT_RELATED_TERMS. */
RAT_MUST_CHECK rat_status rat_related_words(struct rat_snapshot *snapshot, const char *title,
                                            const struct rat_buf *text, struct rat_arena *arena,
                                            struct rat_weighted_term **out, size_t *count,
                                            struct rat_err *err);

/* A sketch of a text: the least hashes of its runs of words (Broder 1997), by which the share of common runs is estimated. */
#define RAT_SKETCH_HASHES 64u
struct rat_text_sketch {
    uint32_t hash[RAT_SKETCH_HASHES]; /* ascending */
    uint32_t count;
};
/* Of at most the first 16 KiB; a text of fewer than 12 words has an empty one. */
void rat_text_sketch(const void *text, size_t n, struct rat_text_sketch *out);
/* 0..1; 0 when one of them is empty. */
double rat_sketch_likeness(const struct rat_text_sketch *a, const struct rat_text_sketch *b);

#endif
