/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of pruned search share: terms in groups, candidates, and the way of a candidate into the best k. */
#ifndef QUERY_PRUNED_INTERNAL_H
#define QUERY_PRUNED_INTERNAL_H

#include "query/deadline_internal.h"
#include "query/pruned.h"
#include "query/pruning_kernels.h"
#include "query/scored_term.h"

/* Documents that are added up at once: as many as fit the first cache; rare terms take more. */
#define RAT_PRUNED_NEAR 4096u
#define RAT_PRUNED_FAR 16384u
#define RAT_PRUNED_ZEROS RAT_PRUNED_FAR
_Static_assert(RAT_PRUNED_NEAR * sizeof(float) == RAT_PRUNED_ZEROS,
               "scores of a near window take as much as marks of a far one");

enum rat_role { RAT_ROLE_ANY /* one of the group must be there */, RAT_ROLE_ADDS, RAT_ROLE_NOT };

struct rat_term_group {
    enum rat_role role;
    struct rat_scored_term **terms; /* by falling weight */
    uint32_t count;
    uint64_t documents; /* sum over its terms */
};

/* Documents, ascending, with what the terms so far score. */
struct rat_candidates {
    uint32_t *documents;
    float *scores;
    uint8_t *met;    /* whether a term of the group at hand is there */
    uint8_t *places; /* of those from one block: index in it */
    uint32_t count;
};

struct rat_pruner {
    struct rat_pruned *run;
    const struct rat_pruning_kernels *kernels;
    struct rat_term_group *lead;   /* where candidates come from */
    struct rat_term_group *others; /* then these, in this order */
    uint32_t other_count;
    float others_most; /* that the others score anywhere */
    struct rat_candidates found;
    void *zeros; /* RAT_PRUNED_ZEROS bytes, 0 whenever nobody works with them: scores or marks of a window */
    struct rat_numbers_view docnums;
    float seed;      /* some documents, enough of them, score at least this */
    float threshold; /* final scores below it cannot enter */
    float least;     /* threshold * rounding, for sums that were added up in another order */
    float rounding;  /* a little less than 1 */
    bool ties_lose;  /* whatever comes now loses a tie against what top holds */
    uint64_t filter_bits[RAT_WINDOW_WORDS];
    uint32_t filter_base; /* of filter_bits; RAT_NO_DOCUMENT: none yet */
};

#define RAT_CANDIDATES RAT_PRUNED_NEAR /* a window may have that many */

/* Whether a document cannot enter that has `score` or at most that so far, and gets at most `rest` from later terms. Without rest the
 * score is what it will be, so ties count. */
static inline bool rat_pruner_hopeless(const struct rat_pruner *p, float score, float rest)
{
    return rest > 0 ? score + rest < p->least : score < p->threshold;
}

/* The block of t that may have candidate i (t->blocks: none), and the end of the candidates that lie before the block's end. */
static inline uint32_t rat_candidates_in_block(const struct rat_candidates *c, struct rat_scored_term *t,
                                               uint32_t i, uint32_t *block)
{
    *block = rat_scored_seek(t, c->documents[i]);
    uint32_t last = *block < t->blocks ? rat_scored_last(t, *block) : UINT32_MAX;
    do
        i++;
    while (i < c->count && c->documents[i] <= last);
    return i;
}

/* p->zeros; NULL without memory. */
void *rat_pruner_zeros(struct rat_pruner *p);
/* Neither dead nor hidden, as far as that matters. */
bool rat_pruner_is_alive(const struct rat_pruner *p, uint32_t document);
/* Drops candidates, which are fresh from the lead, that do not pass the filter. Filters only go forward: no document may be asked
 * about twice, nor one before another. */
void rat_pruner_filter(struct rat_pruner *p);
/* Offers a match that passes the filter; only scores >= threshold of documents that are alive get in. */
RAT_MUST_CHECK rat_status rat_pruner_offer(struct rat_pruner *p, uint32_t document, float score);

/* The most that the lead's terms from number `first` on and the other groups add to a document in [from, to], noted in each term;
 * -1 when nothing there can match. */
float rat_pruner_most(struct rat_pruner *p, uint32_t first, uint32_t from, uint32_t to);
/* Takes the candidates through the lead's terms from number `first` on and the other groups and offers what is left. */
RAT_MUST_CHECK rat_status rat_pruner_finish(struct rat_pruner *p, uint32_t first);

/* The flows. Candidates from the lead's first term alone, block by block, among documents [from, to]: */
RAT_MUST_CHECK rat_status rat_pruned_lists(struct rat_pruner *p, uint32_t from, uint32_t to);
/* from several terms, added up window by window: */
RAT_MUST_CHECK rat_status rat_pruned_windows(struct rat_pruner *p);
/* Adds the number of documents that have any of the lead's terms, which are at their beginning. */
RAT_MUST_CHECK rat_status rat_pruned_count(struct rat_pruner *p);
/* First and end index of the documents of a list's current block in [base, end). */
void rat_pruner_clip(const struct rat_postings *list, uint32_t base, uint32_t end, uint32_t *from,
                     uint32_t *to);
/* Words next to each other; lead and others are not used. */
RAT_MUST_CHECK rat_status rat_pruned_phrase(struct rat_pruner *p, const struct rat_plan *plan);

#endif
