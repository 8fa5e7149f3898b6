/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What belongs to a paper or a document: by what it is connected with (query/trace.h), by the agendas it stood on, and by its
 * own strongest words, looked for in the index. Each suggestion says why; copies of one text are one suggestion.
 *
 *     struct rat_related *related;
 *     st = rat_related_find(snapshot, &found, &options, &related, &err);
 *     ... related->items ...
 *     rat_related_free(related);
 *
 * One thread, as the snapshot's catalogue. Strings belong to the result.
 */
#ifndef QUERY_RELATED_H
#define QUERY_RELATED_H

#include "query/trace.h"
#include "storage/archive.h"

/* Reasons, as bits; in the order in which they are said. */
enum rat_reason {
    RAT_REASON_PARENT = 1 << 0,
    RAT_REASON_CHILD = 1 << 1,
    RAT_REASON_VERSION = 1 << 2,
    RAT_REASON_AMENDS = 1 << 3,
    RAT_REASON_ANSWERS = 1 << 4,
    RAT_REASON_CITES = 1 << 5,
    RAT_REASON_CITED_BY = 1 << 6,
    RAT_REASON_AGENDA_ITEM = 1 << 7, /* under one item of an agenda */
    RAT_REASON_COPY = 1 << 8,        /* nearly the same text */
    RAT_REASON_TITLE = 1 << 9,       /* the same title */
    RAT_REASON_TEXT = 1 << 10,       /* the same words */
    RAT_REASON_MEETING = 1 << 11,    /* of one meeting */
    RAT_REASON_OFFICE = 1 << 12      /* of the same lead office */
};
#define RAT_REASONS 13u
const char *rat_reason_name(enum rat_reason reason); /* "parent", ..., "agenda-item", ... */

struct rat_related_item {
    const char *id;    /* of a document; of the paper when it has none */
    const char *paper; /* NULL: it belongs to none */
    const char *reference, *title, *type;
    int32_t date;
    enum rat_origin date_origin;
    double score;              /* above 1: connected; below: by words, 1 is the text itself */
    unsigned reasons;          /* enum rat_reason */
    const char *const *copies; /* ids of papers (documents without one) with nearly the same text */
    size_t copy_count;
};

struct rat_related_options {
    size_t limit;
    bool words_only; /* for measuring: without connections and agendas */
};

struct rat_related {
    const char *id;                       /* what was asked for */
    const struct rat_related_item *items; /* best first */
    size_t item_count;
    const char *const *terms; /* the words that were looked for, strongest first, as the index has them */
    size_t term_count;
    uint64_t took_us;
    struct rat_arena arena;
};

/* found: one match (rat_resolve_name). A paper stands for the texts of its documents. */
RAT_MUST_CHECK rat_status rat_related_find(struct rat_snapshot *snapshot, const struct rat_resolved *found,
                                           const struct rat_related_options *options,
                                           struct rat_related **out, struct rat_err *err);
void rat_related_free(struct rat_related *related); /* NULL is fine */

/* The contract's `related --json`, into the object json->root. */
void rat_related_put_json(const struct rat_related *related, struct rat_json *json);

#endif
