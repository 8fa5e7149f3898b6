/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Search that looks only at documents which may be among the best: block-max MaxScore (Turtle & Flood 1995; Ding & Suel
 * 2011) for terms of which any will do, and block-max AND, score before match, for terms that all must be there. Gives the
 * documents that the exhaustive search over document sets (docset.h) gives, in the same order but for rounding.
 *
 * Internal to query/, one search, one thread.
 */
#ifndef QUERY_PRUNED_H
#define QUERY_PRUNED_H

#include "query/docset.h"
#include "query/topk.h"

/* What a plan must look like: groups of terms, of each of which one must be there; terms that add; terms that must not be
 * there; or one phrase. */
bool rat_pruned_fits(const struct rat_plan *plan);

struct rat_pruned {
    struct rat_docsets *shared; /* of the segment */
    uint32_t segment;           /* its number in the snapshot */
    struct rat_topk *top; /* keys are scores, not grouped; what it holds comes from the segments before */
    bool include_hidden;
    struct rat_docset *filter; /* only these documents; NULL: all */
    /* only without filter, and plans that rat_pruned_counts: total is exact; otherwise it is a lower bound */
    bool count;
    uint64_t total;
};
/* Whether pruned search can count a plan's matches: any of some terms. */
bool rat_pruned_counts(const struct rat_plan *plan);

/* Adds the best documents of the segment to top. Failures are in shared->status too. */
RAT_MUST_CHECK rat_status rat_pruned_run(struct rat_pruned *run, struct rat_plan *plan);

#endif
