/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A search as search.c runs it and snippets look at it afterwards. */
#ifndef QUERY_SEARCH_INTERNAL_H
#define QUERY_SEARCH_INTERNAL_H

#include "query/archive_analyzer.h"
#include "query/plan.h"

/* What hits are grouped by: the paper, or the document itself where it has none. */
static inline uint64_t rat_group_of(const struct rat_segment *segment, uint32_t document, uint32_t docnum)
{
    uint64_t paper = rat_numbers_get(&segment->papers, document);
    return paper ? paper : 0x8000000000000000ull ^ docnum;
}

struct rat_engine;

struct rat_search {
    struct rat_snapshot *snapshot;
    struct rat_engine *engine;
    void *found; /* the engine's, in the arena or freed by it */
    struct rat_arena arena;
    struct rat_archive_analyzer words;
    struct rat_plan *plan, *filters; /* filters may be NULL */
    struct rat_result result;
};

#define RAT_FACETS_MAX 16u

/* Sorts matches (struct rat_match); the same place by stem and by exact form counts once. Returns how many are left. */
size_t rat_matches_sort(struct rat_buf *matches);

/* Of the language as the request says, of the modes those of plain BM25. */
const struct rat_weights *rat_search_weights(const struct rat_request *request);

/* One more note for people; text is in the search's arena or constant. */
RAT_MUST_CHECK rat_status rat_search_note(struct rat_search *search, const char *text, struct rat_err *err);

#endif
