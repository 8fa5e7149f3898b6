/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An order of documents in which those with the same words stand together, by recursive graph bisection: Dhulipala,
 * Kabiljo, Karrer, Ottaviano, Pupyrev, Shalita, "Compressing Graphs and Indexes with Recursive Graph Bisection", KDD
 * 2016; faster: Mackenzie, Petri, Moffat, "Faster Index Reordering with Bipartite Graph Partitioning", SIGIR 2021 (a table of
 * logarithms, an early end, a forward index without rare and frequent terms).
 *
 * The documents are halved so that the gaps within the lists of both halves cost as few bits as can be (documents change
 * sides in pairs while that gains), then each half, down to groups of 32, whose documents keep the order they came in.
 */
#ifndef INDEXER_BISECT_H
#define INDEXER_BISECT_H

#include "base/status.h"

#include <signal.h>

#define RAT_FORWARD_TERMS_MAX 65535u

/* The terms of document d are lists[starts[d]] .. lists[starts[d + 1] - 1]: distinct, below term_count, in any order.
 * Frequent terms have small numbers, which is faster. */
struct rat_forward {
    uint32_t document_count, term_count; /* term_count: up to RAT_FORWARD_TERMS_MAX */
    uint64_t *starts;                    /* document_count + 1 */
    uint16_t *lists;
};

/* Memory that rat_bisect takes beside the forward index, in bytes. */
#define RAT_BISECT_BYTES(documents, postings) \
    ((uint64_t)(documents)*56 + (uint64_t)(postings) * sizeof(uint16_t) + (1u << 20))

/* order[i]: which document comes at place i. Uses up forward->lists. threads: 1 or more; the order is the same with any
 * number of them. RAT_EINTERRUPTED when *stop (may be NULL) was set. */
RAT_MUST_CHECK rat_status rat_bisect(struct rat_forward *forward, unsigned threads,
                                     const volatile sig_atomic_t *stop, uint32_t *order, struct rat_err *err);

#endif
