/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A snippet from a text and a plan alone: where the words stand is found by analysing the text again, with the analyzer that
 * made the index; so the places are those that the segments of the archive would say.
 */
#ifndef QUERY_SHARD_SNIPPET_INTERNAL_H
#define QUERY_SHARD_SNIPPET_INTERNAL_H

#include "query/search_internal.h"

/* text: valid UTF-8. As rat_search_snippet otherwise. */
RAT_MUST_CHECK rat_status rat_shard_snippet(struct rat_search *search, const char *text, size_t size,
                                            const struct rat_snippet_options *options,
                                            struct rat_arena *arena, const char **out, struct rat_err *err);

#endif
