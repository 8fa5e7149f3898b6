/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A term of one segment with what its postings score, and the most that each of its blocks can score: what pruned search
 * decides by. Internal to query/, one search, one thread.
 */
#ifndef QUERY_SCORED_TERM_H
#define QUERY_SCORED_TERM_H

#include "query/docset.h"

/* Scores of small tfs are looked up: they need no division then. */
#define RAT_SCORE_TFS 8u

struct rat_scored_term {
    struct rat_postings postings;
    float weight; /* 0: nobody asks for scores, there are no bounds */
    float most;   /* that a posting scores */
    uint32_t documents, blocks;
    uint32_t at;           /* block where the search is: all before it is behind */
    float most_here, rest; /* in the range at hand: the most that it scores; that the terms after it score */
    const float *bounds; /* by block: the most that a posting in it scores, never less; NULL without weight */
    const float *table;  /* (tf - 1) * 256 + length code, tf <= RAT_SCORE_TFS; NULL: not worth it */
    const float *norms;  /* by length code */
    const uint8_t *codes; /* length codes of the segment */
    uint32_t limit;       /* documents of the segment */
    uint32_t only_last;   /* last document of a list of one block */
};

/* Finds the term of a plan; weight: of its scores, 0 when only its documents matter. *out is NULL when the segment does not have it. Failures latch in shared (false). */
bool rat_scored_term_open(struct rat_docsets *shared, const struct rat_plan *plan, float weight,
                          struct rat_scored_term **out);

/* Last document of a block. */
static inline uint32_t rat_scored_last(const struct rat_scored_term *t, uint32_t block)
{
    return t->blocks == 1 ? t->only_last : rat_postings_last(&t->postings, block);
}

/* First block from t->at on whose last document is >= target; t->blocks: none. t->at follows. */
static inline uint32_t rat_scored_seek(struct rat_scored_term *t, uint32_t target)
{
    if (t->blocks > 1)
        t->at = rat_postings_find_block(&t->postings, t->at, target);
    else if (t->only_last < target)
        t->at = 1;
    return t->at;
}

static inline float rat_scored_score(const struct rat_scored_term *t, uint32_t document, uint32_t tf)
{
    uint8_t code = t->codes[document];
    return t->table && tf - 1 < RAT_SCORE_TFS ? t->table[(tf - 1) * 256 + code]
                                              : rat_bm25(t->weight, tf, t->norms[code]);
}

/* For a term of which many postings are going to be scored: scores of small tfs by length. */
void rat_scored_tabulate(struct rat_docsets *shared, struct rat_scored_term *t);

/* The most that a document in [from, to] scores; t->at moves to from. Many blocks: that of the whole list. */
float rat_scored_most_in(struct rat_scored_term *t, uint32_t from, uint32_t to);

/* Makes block the current one of postings; false after a failure, which latched there. */
bool rat_scored_go(struct rat_scored_term *t, uint32_t block);
/* The same with tfs. */
bool rat_scored_block(struct rat_scored_term *t, uint32_t block);

/* Documents, scores and indices of those postings of the current block, with tfs, that score `least`. Room for 128 and
 * RAT_PRUNING_PAD. How many. */
uint32_t rat_scored_reach(const struct rat_scored_term *t, float least, uint32_t *documents, float *scores,
                          uint8_t *places);

#endif
