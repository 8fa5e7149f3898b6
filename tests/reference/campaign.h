/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random archives and random queries, asked of the engine and of the slow reference search. Everything follows from the
 * seed. A difference fails the running cmocka test (outside of one it ends the program) and names seed and query.
 *
 * Of Xapian's answers totals, sets, facets and orders by date are compared, ranks by score are not (query/XAPIAN.md).
 *
 *     struct ref_campaign campaign = {.seed = 7, .documents = 129, .analyzer = "whitespace", .queries = 100};
 *     ref_campaign_run(&campaign);
 */
#ifndef TESTS_REFERENCE_CAMPAIGN_H
#define TESTS_REFERENCE_CAMPAIGN_H

#include <stdbool.h>
#include <stdint.h>

struct ref_campaign {
    uint64_t seed;
    uint32_t documents;   /* 0: as the seed says */
    const char *analyzer; /* NULL: as the seed says */
    unsigned queries;     /* before and after optimize, each */
    bool xapian;          /* every question is asked of the Xapian index as well */
    /* out, added up over runs */
    uint64_t asked, hits, segments, scored;
};

void ref_campaign_run(struct ref_campaign *campaign);

#endif
