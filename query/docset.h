/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Document sets: a plan over one segment, evaluated in windows of RAT_WINDOW documents. Internal to query/.
 *
 * Contract of every operator (docset_*.c):
 *   ahead(set, target)  a document >= target before which there is no match; RAT_NO_DOCUMENT at the end. May be too low,
 *                       never too high. Does not decode.
 *   fill(set, window)   for the documents [base, end): sets the bits of those that match and are in window->mask, and
 *                       adds to scores (when wanted) for exactly those whose bit it sets. Bases only grow.
 * Both may be called after the end. Damage and lack of memory latch in the arena of docsets (struct rat_docsets) and
 * look like the end. Past the deadline operators stop where they are; the window at hand is then worth nothing.
 *
 * Every match is looked at, whatever its score could be: for facets, groups and exact totals. Who only wants the best documents
 * prunes (pruned.h).
 */
#ifndef QUERY_DOCSET_H
#define QUERY_DOCSET_H

#include "query/plan.h"

struct rat_near_places;

#define RAT_WINDOW RAT_NUMBERS_RUN
#define RAT_WINDOW_WORDS (RAT_WINDOW / 64)

struct rat_window {
    uint32_t base, end;   /* base is a multiple of RAT_WINDOW, end <= base + RAT_WINDOW */
    uint64_t *bits;       /* RAT_WINDOW_WORDS, bit i: document base + i */
    const uint64_t *mask; /* only these are wanted; NULL: all */
    float *scores;        /* RAT_WINDOW, or NULL when nobody looks at them */
    bool fresh;           /* all scores were 0 and all bits clear before the call */
};

/* What the sets of one segment share. */
struct rat_docsets {
    const struct rat_segment *segment;
    uint32_t number; /* of the segment */
    struct rat_arena *arena;
    uint64_t documents;          /* of the whole archive, for idf of expanded terms */
    float norms[256];            /* k1 * (1 - b + b * (length + pad) / (average + pad)) by length code */
    const uint8_t *lengths;      /* of the whole segment */
    struct rat_buf positions[2]; /* scratch of phrases */
    struct rat_docsets_block {
        struct rat_docsets_block *next;
        max_align_t data[];
    } * blocks;                    /* large memory, freed with the sets */
    struct rat_near_places *near;  /* to be released with the sets */
    struct rat_deadline *deadline; /* of the search */
    rat_status status;
    struct rat_err err;
};

struct rat_docset {
    uint32_t (*ahead)(struct rat_docset *set, uint32_t target);
    void (*fill)(struct rat_docset *set, const struct rat_window *window);
    uint64_t cost; /* about how many postings it may look at */
    struct rat_docsets *shared;
    /* Every match gets a score above 0, and fill without a mask but with scores may be called with bits NULL: who wants them
     * takes them from the scores. */
    bool always_scores;
};

/* Prepares shared for one segment, which is number `number` of its snapshot. average: length of documents, in words. */
RAT_MUST_CHECK rat_status rat_docsets_init(struct rat_docsets *shared, const struct rat_segment *segment,
                                           uint32_t number, uint64_t documents, double average,
                                           const struct rat_weights *weights, struct rat_deadline *deadline,
                                           struct rat_arena *arena);
void rat_docsets_release(struct rat_docsets *shared); /* the sets are gone with it */

/* The set of a plan; NULL after a latched failure. */
struct rat_docset *rat_docset_open(struct rat_docsets *shared, const struct rat_plan *plan);

/* Zeroed memory of n bytes that lives until rat_docsets_release; NULL after a latched failure. */
void *rat_docsets_alloc(struct rat_docsets *shared, size_t n);
/* Releases it with the sets. */
void rat_docsets_own(struct rat_docsets *shared, struct rat_near_places *places);
/* Latches a failure. */
void rat_docsets_fail(struct rat_docsets *shared, rat_status status, const struct rat_err *err);

/* ---- the operators (docset_term.c, docset_bool.c, docset_phrase.c, docset_column.c, docset_prefix.c,
 * docset_near.c, docset_state.c) ---- */
struct rat_docset *rat_docset_term(struct rat_docsets *shared, const struct rat_plan *plan);
struct rat_docset *rat_docset_word(struct rat_docsets *shared, const struct rat_plan *plan);
struct rat_docset *rat_docset_bool(struct rat_docsets *shared, const struct rat_plan *plan);
struct rat_docset *rat_docset_phrase(struct rat_docsets *shared, const struct rat_plan *plan);
struct rat_docset *rat_docset_range(struct rat_docsets *shared, const struct rat_plan *plan);
struct rat_docset *rat_docset_all(struct rat_docsets *shared);
struct rat_docset *rat_docset_prefix(struct rat_docsets *shared, const struct rat_plan *plan);
struct rat_docset *rat_docset_listed(struct rat_docsets *shared, const struct rat_plan *plan);
struct rat_docset *rat_docset_near(struct rat_docsets *shared, const struct rat_plan *plan);
struct rat_docset *rat_docset_documents(struct rat_docsets *shared, const struct rat_plan *plan);
struct rat_docset *rat_docset_state(struct rat_docsets *shared, const struct rat_plan *plan);
struct rat_docset *rat_docset_none(struct rat_docsets *shared);

static inline float rat_bm25(float weight, uint32_t tf, float norm)
{
    return weight * ((float)tf / ((float)tf + norm));
}

#endif
