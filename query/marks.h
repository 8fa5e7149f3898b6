/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a hit matches, over its whole text: what a page that shows the document marks. */
#ifndef QUERY_MARKS_H
#define QUERY_MARKS_H

#include "query/passage.h"
#include "query/search.h"

/* The matches of hit i in its text, by start, one per place, in the arena; at most some 20,000. None for what matched in the
 * title or by filters only. */
RAT_MUST_CHECK rat_status rat_search_matches(struct rat_search *search, size_t hit, struct rat_arena *arena,
                                             const struct rat_match **out, size_t *count,
                                             struct rat_err *err);

#endif
