/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/trace_internal.h"

#include "query/deadline_internal.h"

#include <stdlib.h>

const char *rat_relation_name(enum rat_relation relation)
{
    static const char *const names[RAT_RELATIONS] = {"version", "parent", "child",   "amends",
                                                     "answers", "cites",  "cited-by"};
    return (unsigned)relation < RAT_RELATIONS ? names[relation] : "unknown";
}

const char *rat_event_name(enum rat_event_kind kind)
{
    static const char *const names[RAT_EVENTS] = {"decision", "cites",    "paper",        "amendment",
                                                  "answer",   "document", "consultation", "minutes",
                                                  "version",  "cited-by", "removed"};
    return (unsigned)kind < RAT_EVENTS ? names[kind] : "unknown";
}

rat_status rat_tracer_documents(struct rat_tracer *t, const char *paper_id, const struct rat_document **out,
                                size_t *count)
{
    uint32_t *docnums;
    size_t n = 0, kept = 0;
    rat_status st = rat_catalogue_paper_documents(t->catalogue, paper_id, t->arena, &docnums, &n, t->err);
    struct rat_document *list = st == RAT_OK ? rat_arena_calloc(t->arena, n + 1, sizeof *list) : NULL;
    if (st == RAT_OK && !list)
        return rat_nomem(t->err);
    for (size_t i = 0; st == RAT_OK && i < n; i++) {
        st = rat_catalogue_document(t->catalogue, docnums[i], t->arena, &list[kept], t->err);
        kept += st == RAT_OK && !list[kept].removed_at;
    }
    *out = list;
    *count = kept;
    return st;
}

static rat_status finish(struct rat_tracer *t, struct rat_trace *trace)
{
    if (t->events.failed || t->papers.failed || t->named.failed || t->arena->failed)
        return rat_nomem(t->err);
    trace->events = rat_arena_memdup(t->arena, t->events.data, t->events.size);
    trace->event_count = t->events.size / sizeof *trace->events;
    trace->papers = rat_arena_memdup(t->arena, t->papers.data, t->papers.size);
    trace->paper_count = t->papers.size / sizeof *trace->papers;
    trace->named = rat_arena_memdup(t->arena, t->named.data, t->named.size);
    trace->named_count = t->named.size / sizeof *trace->named;
    return t->arena->failed ? rat_nomem(t->err) : RAT_OK;
}

/* trace->paper is filled; documents: of a document without a paper itself, else NULL. */
static rat_status run(struct rat_catalogue *catalogue, struct rat_trace *trace,
                      const struct rat_document *alone, struct rat_err *err)
{
    struct rat_tracer t = {.catalogue = catalogue,
                           .arena = &trace->arena,
                           .paper = &trace->paper,
                           .documents = alone,
                           .document_count = alone != NULL,
                           .events = RAT_BUF_INIT,
                           .papers = RAT_BUF_INIT,
                           .named = RAT_BUF_INIT,
                           .err = err};
    rat_status st =
        alone ? RAT_OK : rat_tracer_documents(&t, trace->paper.id, &t.documents, &t.document_count);
    for (size_t i = 0; st == RAT_OK && i < t.document_count; i++) {
        uint32_t reading;
        st = rat_catalogue_reading(catalogue, RAT_READING_DOCUMENT, t.documents[i].docnum, &reading, err);
        trace->is_unread |= st == RAT_OK && reading == 0;
    }
    if (st == RAT_OK)
        st = rat_tracer_papers(&t);
    if (st == RAT_OK)
        st = rat_tracer_events(&t);
    if (st == RAT_OK)
        st = finish(&t, trace);
    rat_buf_release(&t.events);
    rat_buf_release(&t.papers);
    rat_buf_release(&t.named);
    return st;
}

static rat_status new_trace(struct rat_trace **out, struct rat_err *err)
{
    struct rat_trace *trace = calloc(1, sizeof *trace);
    if (!trace)
        return rat_nomem(err);
    rat_arena_init(&trace->arena, 0);
    *out = trace;
    return RAT_OK;
}

rat_status rat_trace_paper(struct rat_catalogue *catalogue, const char *paper_id, struct rat_trace **out,
                           struct rat_err *err)
{
    uint64_t started = rat_deadline_clock_us();
    struct rat_trace *trace = NULL;
    rat_status st = new_trace(&trace, err);
    if (st == RAT_OK)
        st = rat_catalogue_paper(catalogue, paper_id, &trace->arena, &trace->paper, err);
    if (st == RAT_OK)
        st = run(catalogue, trace, NULL, err);
    if (st != RAT_OK) {
        rat_trace_free(trace);
        return st;
    }
    trace->took_us = rat_deadline_clock_us() - started;
    *out = trace;
    return RAT_OK;
}

rat_status rat_trace_document(struct rat_catalogue *catalogue, uint32_t docnum, struct rat_trace **out,
                              struct rat_err *err)
{
    uint64_t started = rat_deadline_clock_us();
    struct rat_document *document = NULL;
    struct rat_trace *trace = NULL;
    rat_status st = new_trace(&trace, err);
    if (st == RAT_OK && !(document = rat_arena_calloc(&trace->arena, 1, sizeof *document)))
        st = rat_nomem(err);
    if (st == RAT_OK)
        st = rat_catalogue_document(catalogue, docnum, &trace->arena, document, err);
    if (st == RAT_OK) {
        trace->paper = (struct rat_paper){.id = document->id,
                                          .source = document->source,
                                          .reference = document->reference,
                                          .name = document->title,
                                          .type = document->type,
                                          .date = document->date,
                                          .date_origin = document->date_origin,
                                          .lead_office = document->lead_office,
                                          .is_public = document->is_public,
                                          .body = document->body,
                                          .municipality = document->municipality};
        st = run(catalogue, trace, document, err);
    }
    if (st != RAT_OK) {
        rat_trace_free(trace);
        return st;
    }
    trace->took_us = rat_deadline_clock_us() - started;
    *out = trace;
    return RAT_OK;
}

void rat_trace_free(struct rat_trace *trace)
{
    if (!trace)
        return;
    rat_arena_release(&trace->arena);
    free(trace);
}
