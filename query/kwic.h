/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keyword in context: every place at which a hit matches, with the text on both sides of it.
 *
 *     st = rat_search_kwic(search, i, 40, 20, &arena, &kwic, &err);
 *
 * One search, one thread; strings in the arena.
 */
#ifndef QUERY_KWIC_H
#define QUERY_KWIC_H

#include "query/search.h"

struct rat_kwic_line {
    const char *left, *match,
        *right;          /* one line each: white space is a blank, words broken at line ends are whole */
    uint32_t start, end; /* bytes of the text, end exclusive */
};

struct rat_kwic {
    const struct rat_kwic_line *lines; /* by place in the text */
    size_t line_count;
    size_t place_count; /* of which these are the first */
};

/* width: characters of text on each side, at most 1,000; most: lines. RAT_ENOTFOUND for an archive without texts. */
RAT_MUST_CHECK rat_status rat_search_kwic(struct rat_search *search, size_t hit, size_t width, size_t most,
                                          struct rat_arena *arena, struct rat_kwic *out, struct rat_err *err);

#endif
