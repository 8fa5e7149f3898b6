/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads a source in a thread of its own, a little ahead of the importing thread, so that parsing the source and asking the
 * catalogue go on at the same time. Items come in the source's order. Owned by one thread; the source must not be used
 * by anybody else until rat_read_ahead_free.
 */
#ifndef INDEXER_READ_AHEAD_H
#define INDEXER_READ_AHEAD_H

#include "indexer/source.h"

struct rat_read_ahead;

RAT_MUST_CHECK rat_status rat_read_ahead_new(struct rat_source *source, struct rat_read_ahead **out,
                                             struct rat_err *err);
/* As rat_source_next. */
RAT_MUST_CHECK rat_status rat_read_ahead_next(struct rat_read_ahead *ahead, struct rat_item **out,
                                              struct rat_err *err);
double rat_read_ahead_busy_s(struct rat_read_ahead *ahead); /* thread time spent reading so far */
/* Stops reading, frees what was not taken. NULL is fine. */
void rat_read_ahead_free(struct rat_read_ahead *ahead);

#endif
