/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Several segments become one: dead documents are dropped, hidden ones stay hidden. The order of the documents that are left
 * is a choice: it changes the size of the lists and the speed of searches, but no search result, since hits that are equally
 * good are told apart by import number. Used by optimize, reindex, purge and imports. Any thread; the inputs are only read.
 */
#ifndef INDEXER_MERGE_H
#define INDEXER_MERGE_H

#include "storage/segment.h"

#include <signal.h>

enum rat_merge_order {
    RAT_MERGE_APPEND, /* segment after segment as they were named, each as it is: the fastest */
    RAT_MERGE_SORT,   /* ascending import numbers */
    RAT_MERGE_BISECT  /* similar ones stand together (bisect.h); starts from ascending import numbers */
};

struct rat_merge_options {
    enum rat_merge_order order;
    unsigned threads;                  /* for bisecting; 0: one */
    uint64_t memory_bytes;             /* for bisecting, and for what is sorted at a time; 0: 512 MiB */
    const volatile sig_atomic_t *stop; /* may be NULL */
};

/* Writes segment `id` (and its state, when something is hidden) into folder. *entry has 0 documents, and no file is written,
 * when nothing is left. RAT_EINTERRUPTED after a stop, without files. options may be NULL. */
RAT_MUST_CHECK rat_status rat_merge(struct rat_segment *const *segments, uint32_t count, const char *folder,
                                    uint64_t id, const struct rat_merge_options *options,
                                    struct rat_manifest_segment *entry, struct rat_err *err);

#endif
