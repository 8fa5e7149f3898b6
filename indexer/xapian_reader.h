/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents of an archive, read from catalogue and contents and made into documents of Xapian: for the archive's own
 * Xapian index (xapian_follow.h) and for shards (shard_update.h). One thread.
 */
#ifndef INDEXER_XAPIAN_READER_H
#define INDEXER_XAPIAN_READER_H

#include "indexer/xapian_document.h"
#include "storage/catalogue.h"

/* All borrowed. */
struct rat_xapian_sources {
    struct rat_catalogue *catalogue;
    struct rat_contents *contents;
    const char *analyzer;
    uint32_t analyzer_version;
    const struct rat_compounds *model; /* NULL: none was learned */
};

struct rat_xapian_read {
    struct rat_document document;
    const char *text; /* document.text_size bytes */
    size_t text_size;
    struct rat_xapian_document *made; /* the caller's */
};

struct rat_xapian_reader;
RAT_MUST_CHECK rat_status rat_xapian_reader_new(const struct rat_xapian_sources *sources,
                                                struct rat_xapian_reader **out, struct rat_err *err);
void rat_xapian_reader_free(struct rat_xapian_reader *reader); /* NULL is fine */

/* Valid until the next call, but for made. *postings as in rat_xapian_make. RAT_EDAMAGED for the archive. */
RAT_MUST_CHECK rat_status rat_xapian_reader_read(struct rat_xapian_reader *reader,
                                                 const struct rat_document_walk *walk,
                                                 struct rat_xapian_read *out, uint64_t *postings,
                                                 struct rat_err *err);

#endif
