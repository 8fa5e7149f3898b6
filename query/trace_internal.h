/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of a trace share: trace.c (the whole), trace_papers.c (other papers), trace_events.c (what happened). */
#ifndef QUERY_TRACE_INTERNAL_H
#define QUERY_TRACE_INTERNAL_H

#include "base/buf.h"
#include "query/trace.h"

struct rat_tracer {
    struct rat_catalogue *catalogue;
    struct rat_arena *arena;
    const struct rat_paper *paper;
    const struct rat_document *documents; /* of the paper, those that are there */
    size_t document_count;
    struct rat_buf events; /* struct rat_trace_event */
    struct rat_buf papers; /* struct rat_trace_paper */
    struct rat_buf named;  /* struct rat_trace_named */
    struct rat_err *err;
};

RAT_MUST_CHECK rat_status rat_tracer_papers(struct rat_tracer *t);
RAT_MUST_CHECK rat_status rat_tracer_events(struct rat_tracer *t);

/* A paper that wants another one changed, by its type or title. */
bool rat_paper_is_amendment(const struct rat_paper *paper);
/* Minutes, extracts of them, results of votes: texts that may be of several papers. */
bool rat_document_is_minutes(const struct rat_document *document);

/* Documents of a paper, those that their source removed left out. */
RAT_MUST_CHECK rat_status rat_tracer_documents(struct rat_tracer *t, const char *paper_id,
                                               const struct rat_document **out, size_t *count);

#endif
