/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a document to what the Xapian index gets of it: the same terms at the same positions as in a segment (accumulate.h, flush.c),
 * made from the text a second time, so that the one index checks the other. One thread.
 *
 *     word as written        positions; wdf is the tf of a segment: a word of the title counts twice
 *     stem, part             wdf likewise
 *     word of the title      the exact ones with positions, wdf 0
 *     values of fields       wdf 0
 *
 * Xapian's length of a document is the sum of its wdf. What has wdf 0 only filters.
 */
#ifndef INDEXER_XAPIAN_DOCUMENT_H
#define INDEXER_XAPIAN_DOCUMENT_H

#include "indexer/accumulate.h"
#include "storage/xapian_index.h"

/* Postings of documents put between two commits: more take more memory and save no time. */
#define RAT_XAPIAN_POSTINGS_PER_COMMIT 4000000u

struct rat_compounds;
struct rat_xapian_maker;

/* analyzer, version: as in text/analyzer.h; model: borrowed, may be NULL. */
RAT_MUST_CHECK rat_status rat_xapian_maker_new(const char *analyzer, uint32_t version,
                                               const struct rat_compounds *model,
                                               struct rat_xapian_maker **out, struct rat_err *err);
void rat_xapian_maker_free(struct rat_xapian_maker *maker); /* NULL is fine */

/* *out is the caller's. *postings is added to: what it will take of memory until the next commit. */
RAT_MUST_CHECK rat_status rat_xapian_make(struct rat_xapian_maker *maker,
                                          const struct rat_index_document *document, uint64_t stamp,
                                          bool removed, struct rat_xapian_document **out, uint64_t *postings,
                                          struct rat_err *err);

#endif
