/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The path of a paper: what happened when, and with which other papers it is connected. All of it from the catalogue: what
 * sources state, what heads of texts say, and what texts name (storage/record.h), resolved as query/resolver.h says.
 *
 *     struct rat_trace *trace;
 *     st = rat_trace_paper(catalogue, paper_id, &trace, &err);
 *     ... trace->events, trace->papers ...
 *     rat_trace_free(trace);
 *
 * One thread, as the catalogue. Strings belong to the trace.
 */
#ifndef QUERY_TRACE_H
#define QUERY_TRACE_H

#include "base/json.h"
#include "query/resolver.h"

/* What the other paper is to the one that is traced; of CITES and CITED_BY: what the traced one does. */
enum rat_relation {
    RAT_RELATION_VERSION,  /* of the same family: the paper again, changed */
    RAT_RELATION_PARENT,   /* what this one is a supplement of */
    RAT_RELATION_CHILD,    /* a supplement of this one */
    RAT_RELATION_AMENDS,   /* it wants this one changed */
    RAT_RELATION_ANSWERS,  /* it answers this one */
    RAT_RELATION_CITES,    /* this one names it */
    RAT_RELATION_CITED_BY, /* it names this one */
    RAT_RELATIONS
};
const char *rat_relation_name(enum rat_relation relation); /* "version", ... "cited-by" */

/* Why the two are connected. One paper may be there with several relations. */
struct rat_trace_paper {
    const char *id, *reference, *title, *type;
    int32_t date;
    enum rat_origin date_origin;
    bool removed;
    enum rat_relation relation;
    enum rat_origin origin; /* STATED: a link of the source; INFERRED: by number; TEXT: named in a text */
    /* TEXT: where, and in which words */
    const char *document;
    enum rat_wording wording;
    const char *surface;
    uint32_t start, end, times;
    enum rat_resolution resolution;
};

enum rat_event_kind {
    RAT_EVENT_DECISION, /* an earlier decision that a document of the paper names */
    RAT_EVENT_CITED,    /* a paper that it names */
    RAT_EVENT_PAPER,    /* the paper, or one of its family */
    RAT_EVENT_AMENDMENT,
    RAT_EVENT_ANSWER,
    RAT_EVENT_DOCUMENT,
    RAT_EVENT_CONSULTATION,
    RAT_EVENT_MINUTES,
    RAT_EVENT_VERSION, /* a document was imported changed */
    RAT_EVENT_CITED_BY,
    RAT_EVENT_REMOVED, /* gone at its source */
    RAT_EVENTS
};
const char *rat_event_name(enum rat_event_kind kind); /* "decision", "cites", "paper", ... */

struct rat_trace_event {
    enum rat_event_kind kind;
    int32_t date;
    enum rat_origin date_origin;
    enum rat_origin origin; /* of the event itself: what is known only from a text is TEXT */
    const char *organization, *role, *result;
    enum rat_origin result_origin;
    const char *id; /* of the paper, document, consultation; NULL when it has none */
    const char *title;
    const char *paper, *reference; /* whose event it is, when it is another paper's */
    const char *meeting, *item_number;
    enum rat_tristate is_public;
    uint32_t start, end; /* in the text of the document `document`, where it is known from one */
    const char *document;
};

/* Laws, budgets, and numbers that nobody here has. */
struct rat_trace_named {
    struct rat_reference reference;
    const char *document;           /* first one that names it */
    enum rat_resolution resolution; /* of papers: NOT or AMBIGUOUS */
};

struct rat_trace {
    struct rat_paper paper;
    const struct rat_trace_event *events; /* by day, those without one last */
    size_t event_count;
    const struct rat_trace_paper *papers; /* by relation, then by day */
    size_t paper_count;
    const struct rat_trace_named *named; /* in the order of the documents */
    size_t named_count;
    bool is_unread; /* an archive of an older version: what texts name was not read; reindex does it */
    uint64_t took_us;
    struct rat_arena arena;
};

/* RAT_ENOTFOUND: no such paper. */
RAT_MUST_CHECK rat_status rat_trace_paper(struct rat_catalogue *catalogue, const char *paper_id,
                                          struct rat_trace **out, struct rat_err *err);
/* A document that belongs to no paper, as if it were one. */
RAT_MUST_CHECK rat_status rat_trace_document(struct rat_catalogue *catalogue, uint32_t docnum,
                                             struct rat_trace **out, struct rat_err *err);
void rat_trace_free(struct rat_trace *trace); /* NULL is fine */

/* The contract's `trace --json`, into the object json->root. */
void rat_trace_put_json(const struct rat_trace *trace, struct rat_json *json);

#endif
