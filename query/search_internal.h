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

/* No more than a page number of text (RAT_TEXTLESS_WORDS_MAX). */
static inline bool rat_has_no_text(const struct rat_segment *s, uint32_t document)
{
    uint64_t body = rat_numbers_get(&s->bodies, document);
    uint64_t title = body > RAT_FIELD_GAP ? body - RAT_FIELD_GAP : 0;
    return rat_numbers_get(&s->exact_lengths, document) <= title + RAT_TEXTLESS_WORDS_MAX;
}

struct rat_search {
    struct rat_snapshot *snapshot;
    struct rat_arena arena;
    struct rat_archive_analyzer words;
    struct rat_plan *plan, *filters; /* filters may be NULL */
    bool shows_removed;              /* also what its source deleted */
    struct rat_buf matches;          /* one bit per docnum, when they are kept */
    struct rat_result result;
};

#define RAT_FACETS_MAX 16u

/* Of the language as the request says, of the modes those of plain BM25. */
const struct rat_weights *rat_search_weights(const struct rat_request *request);

/* One more note for people; text is in the search's arena or constant. */
RAT_MUST_CHECK rat_status rat_search_note(struct rat_search *search, const char *text, struct rat_err *err);

#endif
