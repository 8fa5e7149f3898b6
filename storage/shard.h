/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One shard of an archive: a Xapian database with the documents of some of its papers and all that a search needs (FORMAT.md,
 * "Shards"). What is said here holds for local and remote ones alike. indexer/shard_update.h fills shards, query/shards.h asks them.
 */
#ifndef STORAGE_SHARD_H
#define STORAGE_SHARD_H

#include "base/buf.h"
#include "storage/shard_map.h"
#include "xapian/shim.h"

/* What a shard says of itself. */
struct rat_shard_state {
    uint64_t archive;    /* which one: a hash of when it was made */
    uint64_t generation; /* of the archive that it reflects */
    char analyzer[16];
    uint32_t analyzer_version;
    uint64_t epoch;             /* of its terms, see rat_xapian_state */
    uint64_t documents, tokens; /* of the whole archive, for the norm of lengths */
    uint64_t last_docnum;       /* highest number of a document that was dealt out */
    uint64_t purged;            /* purged documents of which no byte is left here */
    uint64_t deleted; /* purged documents that are deleted here; more than purged: to be compacted */
    uint64_t words;   /* hash of word model and acronyms */
    bool is_moving;   /* papers are on their way: some may lie on two shards */
};

/* Whether terms of both are made in the same way. */
bool rat_shard_state_fits(const struct rat_shard_state *a, const struct rat_shard_state *b);

/* RAT_ENOTFOUND: it says nothing, it is no shard (err is filled). RAT_EDAMAGED, RAT_EIO. */
RAT_MUST_CHECK rat_status rat_shard_state_read(const struct rat_xapian_database *database,
                                               struct rat_shard_state *out, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_shard_state_write(struct rat_xapian_writer *writer,
                                                const struct rat_shard_state *state, struct rat_err *err);

/* The map by which papers were dealt out: "name weight" lines, no places. A shard that never was filled: empty. */
void rat_shard_names_of(const struct rat_shard_map *map, struct rat_buf *out);
RAT_MUST_CHECK rat_status rat_shard_names_read(const struct rat_xapian_database *database,
                                               struct rat_buf *out, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_shard_names_write(struct rat_xapian_writer *writer, const struct rat_buf *names,
                                                struct rat_err *err);

/* What words are analysed with (storage/word_model.h); either may be empty. Inflated on reading, appended. */
RAT_MUST_CHECK rat_status rat_shard_words_write(struct rat_xapian_writer *writer, const void *model,
                                                size_t model_size, const void *acronyms, size_t acronyms_size,
                                                struct rat_err *err);
RAT_MUST_CHECK rat_status rat_shard_words_read(const struct rat_xapian_database *database,
                                               struct rat_buf *model, struct rat_buf *acronyms,
                                               struct rat_err *err);

/* The term that a document has for itself: its number and its stamp. All of them are what a shard has. */
#define RAT_SHARD_TERM_PREFIX "s"
#define RAT_SHARD_TERM_BYTES 26
void rat_shard_term(uint32_t docnum, uint64_t stamp, char out[RAT_SHARD_TERM_BYTES]); /* 25 bytes and a NUL */
bool rat_shard_term_parse(const void *term, size_t n, uint32_t *docnum, uint64_t *stamp);

/* The place of a shard for the shim; timeouts are 0. */
struct rat_xapian_place rat_shard_place(const struct rat_shard *shard);

#endif
