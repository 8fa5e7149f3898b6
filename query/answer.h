/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The answer to a search with what the catalogue says of its hits, and as JSON: the same for the command line and the
 * web. The caller fills the struct, which lives for one search on one thread.
 */
#ifndef QUERY_ANSWER_H
#define QUERY_ANSWER_H

#include "base/json.h"
#include "query/kwic.h"
#include "query/suggest.h"
#include "query/timeline.h"

#define RAT_SEARCH_FACETS_MAX 16u

struct rat_hits {
    struct rat_snapshot *snapshot;
    struct rat_search *search;
    const struct rat_result *result;
    struct rat_request request;
    struct rat_filter *filters;     /* request.filters, with room for all that will be added */
    struct rat_arena request_arena; /* strings of the request */
    struct rat_arena arena;         /* records and snippet of one hit */
    const char *facet_names[RAT_SEARCH_FACETS_MAX]; /* as typed, for JSON */
    struct rat_suggestion suggestion;
    bool suggestion_used; /* the hits are those of the suggestion */
    bool kwic, histogram;
    size_t kwic_width, kwic_lines; /* width 0: as wide as the terminal allows */
    struct rat_timeline timeline;  /* when histogram */
};

/* "FIELD=VALUE"; RAT_EUSAGE names the option that was wrong. */
RAT_MUST_CHECK rat_status rat_filter_read(const char *text, const char *option, struct rat_filter *out,
                                          struct rat_err *err);
/* Takes room for n filters, then each "FIELD=VALUE" is added. RAT_EUSAGE names the option that was wrong. */
RAT_MUST_CHECK rat_status rat_hits_room_for_filters(struct rat_hits *hits, size_t n, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_hits_add_filter(struct rat_hits *hits, const char *text, const char *option,
                                              struct rat_err *err);
/* "FIELD,FIELD,..." */
RAT_MUST_CHECK rat_status rat_hits_set_facets(struct rat_hits *hits, const char *text, struct rat_err *err);
enum rat_sort rat_sort_by_name(const char *name); /* "relevance", "newest", "oldest"; others are relevance */

/* The document of hit i; in an archive that is only an index nothing but id and date are known. */
RAT_MUST_CHECK rat_status rat_hits_document(struct rat_hits *hits, size_t i, struct rat_document *out,
                                            struct rat_err *err);

/* What may have been meant, and when nothing was found that instead: sets suggestion, and then result and search anew. */
RAT_MUST_CHECK rat_status rat_hits_suggest(struct rat_hits *hits, struct rat_err *err);

/* The contract's `search --json`, into the object json->root; clears the arena hit by hit. */
RAT_MUST_CHECK rat_status rat_hits_put_json(struct rat_hits *hits, struct rat_json *json,
                                            struct rat_err *err);

#endif
