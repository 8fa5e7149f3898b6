/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What no search of words can find: documents without text. Told beside the hits, so that none is not taken for "there is none".
 * One thread at a time per snapshot's thread.
 */
#ifndef QUERY_UNSEARCHABLE_H
#define QUERY_UNSEARCHABLE_H

#include "storage/archive.h"

/* Documents in the index whose state is "without text", those gone at their source not counted. */
RAT_MUST_CHECK rat_status rat_count_unsearchable(const struct rat_snapshot *snapshot, uint64_t *out,
                                                 struct rat_err *err);

#endif
