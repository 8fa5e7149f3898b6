/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Several segments become one: dead documents are dropped, hidden ones stay hidden. Documents keep their order, segment
 * after segment. Used by optimize, purge and the end of an import. Any thread; the inputs are only read.
 */
#ifndef INDEXER_MERGE_H
#define INDEXER_MERGE_H

#include "storage/segment.h"

#include <signal.h>

/* Writes segment `id` (and its state, when something is hidden) into folder. *entry has 0 documents, and no file is written,
 * when nothing is left. stop may be NULL. */
RAT_MUST_CHECK rat_status rat_merge(struct rat_segment *const *segments, uint32_t count, const char *folder,
                                    uint64_t id, const volatile sig_atomic_t *stop,
                                    struct rat_manifest_segment *entry, struct rat_err *err);

#endif
