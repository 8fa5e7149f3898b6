/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words that stand near each other: of two documents with the same words the one that has them in one place is more
 * likely about the question. The best documents by BM25 gain by the best stretch of their text,
 *
 *     gain = weight * max over stretches of RAT_NEAR_WORDS words of  sum of idf of the query's words in it
 *
 * Stems count; parts of compounds, tried as well, gain nothing more (benchmarks/relevance/README.md). Only the first
 * RAT_NEAR_DOCUMENTS are looked at, whatever is shown of them, so that paging sees one order; who stands behind them stays
 * behind them. After the spans of Tao and Zhai ("An Exploration of Proximity Measures in Information Retrieval", SIGIR 2007)
 * and the passages of Callan ("Passage-Level Evidence in Document Retrieval", SIGIR 1994). Internal to query/.
 */
#ifndef QUERY_NEARNESS_H
#define QUERY_NEARNESS_H

#include "query/search_internal.h"
#include "query/topk.h"

#define RAT_NEAR_DOCUMENTS 100u
#define RAT_NEAR_WORDS 60u

/* Whether nearness can change the order: two words or more. */
bool rat_nearness_matters(const struct rat_plan *plan);
/* Adds to key and score of entries[0..count), best first, at most RAT_NEAR_DOCUMENTS; their order is then to be restored.
 * Past the deadline nothing is added. */
RAT_MUST_CHECK rat_status rat_nearness_add(struct rat_search *search, float weight, struct rat_entry *entries,
                                           size_t count, struct rat_deadline *deadline, struct rat_err *err);

#endif
