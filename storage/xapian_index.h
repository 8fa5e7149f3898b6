/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The Xapian index of an archive, a second one beside index/ (FORMAT.md, "xapian/"): where it lies, what state of the archive
 * it reflects, and how our documents, keys and values are named in it. indexer/xapian_follow.h fills it,
 * query/engine_xapian.c asks it, through xapian/shim.h.
 *
 * It is not part of a commit: it may be behind the archive, never ahead of it, and says by how much.
 */
#ifndef STORAGE_XAPIAN_INDEX_H
#define STORAGE_XAPIAN_INDEX_H

#include "base/buf.h"
#include "storage/catalogue.h"
#include "storage/manifest.h"
#include "xapian/shim.h"

/* Value slots. */
enum rat_xapian_slot {
    RAT_XAPIAN_SLOT_STAMP = 0,  /* rat_xapian_stamp, 8 bytes little-endian */
    RAT_XAPIAN_SLOT_NEWEST = 1, /* the date in days as a number; none when unknown */
    RAT_XAPIAN_SLOT_OLDEST = 2, /* the same, negated: both sort descending, so that unknown ones come last */
    RAT_XAPIAN_SLOT_PAPER = 3,  /* hash64 of the paper's id, 8 bytes little-endian; none without a paper */
    /* only in shards, whose own numbers of documents say nothing: */
    RAT_XAPIAN_SLOT_DOCNUM = 4, /* 4 bytes big-endian */
    RAT_XAPIAN_SLOT_NEWEST_FIRST =
        5, /* date and docnum as one key that sorts descending, smaller docnums first; 8 bytes */
    RAT_XAPIAN_SLOT_OLDEST_FIRST = 6,
    RAT_XAPIAN_SLOT_VALUES = 16 /* + field id: the values of a facet, a zero byte behind each */
};

#define RAT_XAPIAN_TERM_REMOVED "R" /* the document is gone at its source */

/* The term of a key of the dictionary (dictionary.h): its bytes; of a long one the beginning and a hash. dst has room for
 * RAT_XAPIAN_TERM_BYTES_MAX. Returns the size. */
size_t rat_xapian_term_of(const void *key, size_t n, void *dst);
/* Keys up to this size are terms as they are, and may be asked for by prefix. */
#define RAT_XAPIAN_KEY_WHOLE_MAX 220u

/* What decides whether a document of the index is as the catalogue has it. */
uint64_t rat_xapian_stamp(const struct rat_document_walk *document);

/* The state of the archive that an index reflects. */
struct rat_xapian_state {
    uint64_t generation;
    char analyzer[16];
    uint32_t analyzer_version;
    uint64_t epoch; /* of its terms, see below */
};
/* What an index that is at the state of manifest and catalogue says. */
RAT_MUST_CHECK rat_status rat_xapian_state_of(struct rat_catalogue *catalogue,
                                              const struct rat_manifest *manifest,
                                              struct rat_xapian_state *out, struct rat_err *err);
/* Inside the transaction of a reindex: the terms of all documents are others from now on, with another word model. */
RAT_MUST_CHECK rat_status rat_xapian_next_epoch(struct rat_catalogue *catalogue, struct rat_err *err);
/* Whether terms are made in the same way, so that only documents that changed need to be put again. */
bool rat_xapian_state_fits(const struct rat_xapian_state *a, const struct rat_xapian_state *b);

/* Whether the archive has such an index. */
bool rat_xapian_index_exists(const char *archive);
/* RAT_ENOTFOUND with a hint when the archive has none, RAT_EDAMAGED when it says of itself nothing that makes sense. */
RAT_MUST_CHECK rat_status rat_xapian_index_open(const char *archive, struct rat_xapian_database **out,
                                                struct rat_xapian_state *state, struct rat_err *err);
/* The state again, after a reopen. */
RAT_MUST_CHECK rat_status rat_xapian_index_state(const struct rat_xapian_database *database,
                                                 struct rat_xapian_state *out, struct rat_err *err);

struct rat_xapian_stats {
    uint64_t documents, bytes;
    struct rat_xapian_state state;
};
/* RAT_ENOTFOUND as above. */
RAT_MUST_CHECK rat_status rat_xapian_index_stats(const char *archive, struct rat_xapian_stats *out,
                                                 struct rat_err *err);

/* An error of the shim as one of ours. */
rat_status rat_xapian_fail(const struct rat_xapian_err *from, struct rat_err *err);

/* ---- names in the folder ---- */

/* The number of the index that counts, the highest; 0: there is none. And its path, or that of a leftover: suffix "" or ".tmp". */
RAT_MUST_CHECK rat_status rat_xapian_newest(const char *archive, uint64_t *number, struct rat_err *err);
void rat_xapian_path(const char *archive, uint64_t number, const char *suffix, struct rat_buf *out);
/* The same for any folder that has databases so named: ARCHIVE/xapian, or that of a shard. */
RAT_MUST_CHECK rat_status rat_xapian_newest_in(const char *folder, uint64_t *number, struct rat_err *err);
void rat_xapian_path_in(const char *folder, uint64_t number, const char *suffix, struct rat_buf *out);

#endif
