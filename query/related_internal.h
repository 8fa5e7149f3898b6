/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of `related` share: related.c (candidates), related_rank.c (their order), related_words.c (the strongest words of a text),
 * related_copies.c (texts that are nearly the same). */
#ifndef QUERY_RELATED_INTERNAL_H
#define QUERY_RELATED_INTERNAL_H

#include "base/strmap.h"
#include "query/related.h"
#include "query/search.h"

#define RAT_RELATED_TERMS 24u              /* words that are looked for */
#define RAT_RELATED_TEXT_BYTES (48u << 10) /* of the text that is read for them */

struct rat_candidate {
    const char *paper_id; /* NULL: a document without one */
    struct rat_document document;
    bool has_document, has_minutes_only;
    unsigned reasons;
    double likeness; /* of words, 0..1 */
    double score;
    bool stated; /* by a link of the source */
};

struct rat_related_finder {
    struct rat_snapshot *snapshot;
    struct rat_catalogue *catalogue;
    struct rat_arena *arena;
    const struct rat_related_options *options;
    struct rat_paper
        paper; /* what is asked about; of a document without paper the record that stands for it */
    bool has_paper;
    const struct rat_document *documents;
    size_t document_count;
    struct rat_buf text;
    struct rat_strmap names;    /* candidates by paper or document id */
    struct rat_buf candidates;  /* struct rat_candidate */
    struct rat_strmap meetings; /* papers of the same meetings */
    const struct rat_weighted_term *terms;
    size_t term_count;
    struct rat_err *err;
};

/* Best first, copies of one text together: out->items, out->terms. */
RAT_MUST_CHECK rat_status rat_related_rank(struct rat_related_finder *f, struct rat_related *out);

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
