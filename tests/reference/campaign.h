/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random archives and random queries, asked of the engine and of the slow reference search. Everything follows from the
 * seed. A difference fails the running cmocka test (outside of one it ends the program) and names seed and query.
 *
 *     struct ref_campaign campaign = {.seed = 7, .documents = 129, .analyzer = "whitespace", .queries = 100};
 *     ref_campaign_run(&campaign);
 */
#ifndef TESTS_REFERENCE_CAMPAIGN_H
#define TESTS_REFERENCE_CAMPAIGN_H

#include <stdint.h>

struct ref_campaign {
    uint64_t seed;
    uint32_t documents;   /* 0: as the seed says */
    const char *analyzer; /* NULL: as the seed says */
    unsigned queries;     /* before and after optimize, each */
    /* out, added up over runs */
    uint64_t asked, hits, segments, scored;
};

void ref_campaign_run(struct ref_campaign *campaign);

#endif
