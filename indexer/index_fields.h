/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the record of a document to what the index gets of it: which field has which values. Pure functions, any thread.
 */
#ifndef INDEXER_INDEX_FIELDS_H
#define INDEXER_INDEX_FIELDS_H

#include "indexer/accumulate.h"
#include "storage/record.h"

/* Fills out (all but title, text and docnum) from the record; values live in the arena, strings are borrowed from the record.
 * printed: a reference number that the text prints, may be NULL. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_index_fields(const struct rat_document *document, const char *printed,
                                           struct rat_arena *arena, struct rat_index_document *out);

#endif
