/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the documents of a result set talk about, and what stands beside the words of the query: terms by Dunning's
 * log-likelihood against the whole archive ("Accurate Methods for the Statistics of Surprise and Coincidence", Computational
 * Linguistics 19(1), 1993), counted in documents. Learned from the archive at hand, nothing else.
 *
 *     request.query = "Radweg"; request.limit = 300;                the best hits are the sample
 *     st = rat_search_run(...); st = rat_wordstats_run(search, &options, &arena, &stats, &err);
 *
 * Texts of the sample are read and taken apart: some milliseconds for each document. One search, one thread; strings in the
 * arena.
 */
#ifndef QUERY_WORDSTATS_H
#define QUERY_WORDSTATS_H

#include "query/search.h"

struct rat_wordstats_options {
    size_t terms;   /* of each list, at most */
    size_t window;  /* words on each side of a match that stand beside it; 0: 10 */
    bool all_words; /* not only nouns and names */
};

struct rat_wordstat {
    const char *word;   /* in its usual spelling */
    uint64_t documents; /* of the sample that have it (or have it beside a match) */
    uint64_t archive;   /* of the whole archive */
    double score;       /* log-likelihood; above 10.8 it is chance once in a thousand times */
};

struct rat_wordstats {
    const struct rat_wordstat *terms; /* of the documents, by falling score */
    size_t term_count;
    const struct rat_wordstat *neighbours; /* beside the matches */
    size_t neighbour_count;
    size_t sample; /* documents that were read */
    size_t places; /* matches in them */
};

/* search: its hits are the sample. RAT_ENOTFOUND for an archive without texts. */
RAT_MUST_CHECK rat_status rat_wordstats_run(struct rat_search *search,
                                            const struct rat_wordstats_options *options,
                                            struct rat_arena *arena, struct rat_wordstats *out,
                                            struct rat_err *err);

#endif
