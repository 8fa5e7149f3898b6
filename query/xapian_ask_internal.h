/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One question to Xapian and what is read from its answer, but for the hits: for the archive's own Xapian index
 * (engine_xapian.c) and for shards (engine_shards.c).
 *
 *     st = rat_xapian_ask_prepare(&ask);
 *     ... rat_xapian_ask_run(&ask, database, &failure) == RAT_XAPIAN_OK
 *     st = rat_xapian_ask_total(&ask), the hits of ask.found, rat_xapian_ask_facets, rat_xapian_ask_notes
 *     rat_xapian_ask_release(&ask);
 */
#ifndef QUERY_XAPIAN_ASK_INTERNAL_H
#define QUERY_XAPIAN_ASK_INTERNAL_H

#include "query/deadline_internal.h"
#include "query/search_internal.h"
#include "query/xapian_query.h"

struct rat_xapian_ask {
    /* the caller's */
    struct rat_search *search;
    const struct rat_request *request;
    struct rat_deadline *deadline;
    struct rat_err *err;
    uint32_t documents; /* that are asked */
    bool of_shards;     /* their numbers in Xapian say nothing: equal hits are ordered by a value */
    /* filled here */
    unsigned lacks;
    struct rat_xapian_query *query;
    struct rat_xapian_request to;
    uint32_t slots[RAT_FACETS_MAX + 1]; /* of facets; the papers behind them */
    struct rat_xapian_found *found;
    struct rat_xapian_found *counted; /* of shards: what totals and facets are read from; NULL: found */
};

RAT_MUST_CHECK rat_status rat_xapian_ask_prepare(struct rat_xapian_ask *ask);
/* Until the deadline, if there is one; ask->found. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_ask_run(struct rat_xapian_ask *ask,
                                                        const struct rat_xapian_database *database,
                                                        struct rat_xapian_err *failure);
/* Into ask->search->result. */
RAT_MUST_CHECK rat_status rat_xapian_ask_total(struct rat_xapian_ask *ask);
RAT_MUST_CHECK rat_status rat_xapian_ask_facets(struct rat_xapian_ask *ask);
RAT_MUST_CHECK rat_status rat_xapian_ask_notes(struct rat_xapian_ask *ask); /* what Xapian lacks */
void rat_xapian_ask_release(struct rat_xapian_ask *ask); /* what was asked and found; may be prepared again */

#endif
