/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a query that is being typed may become: words of the archive, reference numbers, bodies, titles. Made for every key
 * stroke: dictionaries and columns only, and a handful of catalogue rows for titles.
 *
 *     struct rat_completions list;
 *     st = rat_complete(snapshot, "Radweg Kais", 10, &arena, &list, &err);
 *
 * Nothing is offered that only stands in documents that are not shown. Strings in the arena; one thread per snapshot's
 * catalogue.
 */
#ifndef QUERY_COMPLETE_H
#define QUERY_COMPLETE_H

#include "query/search.h"

#define RAT_COMPLETE_LETTERS_MIN 2u
#define RAT_COMPLETE_MAX 50u /* of each kind */

enum rat_completion_kind { RAT_COMPLETE_WORD, RAT_COMPLETE_NUMBER, RAT_COMPLETE_BODY, RAT_COMPLETE_TITLE };
const char *rat_completion_kind_name(enum rat_completion_kind kind); /* "word", "number", "body", "title" */

struct rat_completion {
    enum rat_completion_kind kind;
    const char *text;   /* to be shown: a word, a number, the name of a body, a title */
    const char *query;  /* the whole query with it */
    const char *id;     /* titles: the document's id; else NULL */
    uint64_t documents; /* that have it; titles: 1 */
};

struct rat_completions {
    const struct rat_completion *items; /* by kind, each by falling number of documents */
    size_t count;
};

/* typed: a query, of which the last word is to be completed. limit: of each kind. */
RAT_MUST_CHECK rat_status rat_complete(struct rat_snapshot *snapshot, const char *typed, size_t limit,
                                       struct rat_arena *arena, struct rat_completions *out,
                                       struct rat_err *err);

#endif
