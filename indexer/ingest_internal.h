/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ingest.c and maintain.c share: an open import with its batch. */
#ifndef INDEXER_INGEST_INTERNAL_H
#define INDEXER_INGEST_INTERNAL_H

#include "base/strmap.h"
#include "indexer/ingest.h"
#include "indexer/pipeline.h"
#include "indexer/states.h"

#define RAT_DEFAULT_MEMORY (512ull << 20)
/* Share of the budget that accumulators may fill; the rest is for texts under way, columns and SQLite. */
#define RAT_BATCH_SHARE(memory) ((memory) / 100 * 55)
/* This many segments of one size class are merged into one. */
#define RAT_MERGE_FACTOR 4u

struct rat_ingest_options rat_ingest_defaults(const struct rat_ingest_options *options);
double rat_seconds(void); /* monotonic */

/* Whether an index made with this version of the analyzer has a word model. */
bool rat_index_learns(uint32_t version);

/* Merges segments of like size until no class has RAT_MERGE_FACTOR of them, or all into one; commits. */
RAT_MUST_CHECK rat_status rat_merge_segments(struct rat_writer *writer, bool all, const volatile sig_atomic_t *stop,
                                             struct rat_err *err);

#endif
