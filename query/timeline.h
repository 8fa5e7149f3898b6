/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How often a query is met, year by year: matches, the archive's documents of the year, and what share that is. Warns where the
 * curve says more about the archive than about the matter: years with few documents, scans without text, sources that begin.
 *
 *     struct rat_timeline timeline;
 *     request.query = "Radweg";
 *     st = rat_timeline_run(snapshot, &request, &arena, &timeline, &err);
 *
 * Pure function of a snapshot; strings in the arena; one thread per snapshot's catalogue.
 */
#ifndef QUERY_TIMELINE_H
#define QUERY_TIMELINE_H

#include "query/search.h"

struct rat_year {
    int year;              /* 0: without a date, last */
    uint64_t count;        /* matches */
    uint64_t documents;    /* of the archive, as far as they are shown */
    uint64_t without_text; /* of those */
    double per_thousand;   /* matches per 1,000 documents of the year */
};

struct rat_timeline {
    const struct rat_year *years; /* from the first to the last year of the archive without a gap */
    size_t year_count;
    uint64_t total;
    const char *interpreted;
    const char *const *notes; /* of the query, then of the coverage; for people */
    size_t note_count;
    bool total_is_exact;
    uint64_t took_us;
};

/* request: query, mode, filters, layers, include_removed, deadline, lenient, weights; what concerns hits and facets is not
 * looked at. */
RAT_MUST_CHECK rat_status rat_timeline_run(struct rat_snapshot *snapshot, const struct rat_request *request,
                                           struct rat_arena *arena, struct rat_timeline *out,
                                           struct rat_err *err);

#endif
