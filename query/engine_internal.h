/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What search.c asks of an engine. */
#ifndef QUERY_ENGINE_INTERNAL_H
#define QUERY_ENGINE_INTERNAL_H

#include "query/deadline_internal.h"
#include "query/engine.h"
#include "query/search_internal.h"

struct rat_engine {
    /* From search->plan and search->filters to the result: hits, total, facets, whether the deadline cut it; adds notes. What it
     * allocates is in the search's arena. */
    rat_status (*answer)(struct rat_engine *engine, struct rat_search *search,
                         const struct rat_request *request, struct rat_deadline *deadline,
                         struct rat_err *err);
    void (*close)(struct rat_engine *engine); /* frees it; NULL: it is not on the heap */
    /* Both NULL: what catalogue, contents and segments of the snapshot say. */
    rat_status (*document)(struct rat_search *search, size_t hit, struct rat_arena *arena,
                           struct rat_document *out, struct rat_err *err);
    rat_status (*snippet)(struct rat_search *search, size_t hit, const struct rat_snippet_options *options,
                          struct rat_arena *arena, const char **out, struct rat_err *err);
};

extern struct rat_engine rat_engine_native;
RAT_MUST_CHECK rat_status rat_engine_xapian_open(struct rat_snapshot *snapshot, struct rat_engine **out,
                                                 struct rat_err *err);

#endif
