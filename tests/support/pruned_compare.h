/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Asks one question twice, so that the engine prunes, and so that it looks at every match (it counts facets then), and
 * compares: the same documents in the same order, except where scores are closer than 1e-5; equal scores by docnum; the
 * same total where totals are wanted.
 */
#ifndef TESTS_SUPPORT_PRUNED_COMPARE_H
#define TESTS_SUPPORT_PRUNED_COMPARE_H

#include "query/search.h"

/* request: limit, mode, query, filters; the rest is set here. What differs, as text that the next call overwrites; NULL:
 * nothing. *pruned: whether the engine said that its total is no exact one. */
const char *pruned_compare(struct rat_snapshot *snapshot, struct rat_request request, bool *pruned);

#endif
