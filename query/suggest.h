/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Did you mean: another writing of a query, from the archive's own words. A word that is found nowhere, or hardly, is compared with
 * all words by letters and by sound (text/cologne.h); of those near it the one wins that is frequent, near, and stands
 * beside the query's other words in the archive. Only a writing that finds no less than the query as typed is suggested; using it
 * is the caller's business, and to be said.
 *
 *     struct rat_suggestion suggestion;
 *     st = rat_suggest(snapshot, &request, total, &arena, &suggestion, &err);
 *     if (st == RAT_OK && suggestion.query) ...
 *
 * A look through all words for each such word: some 20 ms on a quarter of a million of them. Strings in the arena.
 */
#ifndef QUERY_SUGGEST_H
#define QUERY_SUGGEST_H

#include "query/search.h"

#define RAT_SUGGEST_WORDS_MAX 4u

struct rat_suggestion {
    const char *query; /* NULL: nothing better is known */
    uint64_t total;    /* that it finds */
    struct {
        const char *from, *to;
    } words[RAT_SUGGEST_WORDS_MAX]; /* what is different */
    size_t word_count;
};

/* request: as it was run; total: what it found. */
RAT_MUST_CHECK rat_status rat_suggest(struct rat_snapshot *snapshot, const struct rat_request *request,
                                      uint64_t total, struct rat_arena *arena, struct rat_suggestion *out,
                                      struct rat_err *err);

#endif
