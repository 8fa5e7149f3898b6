/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The dictionary of a segment: sorted keys in front-coded blocks of 32 with what is needed to find a term's postings;
 * terms of one document carry their posting themselves (FORMAT.md, "Dictionary").
 *
 * A *key* is one byte for the space and then the term: text layers (text/analyzer.h), words of titles, field values. Keys
 * compare as unsigned bytes; a key's number in that order is its *ordinal*.
 */
#ifndef STORAGE_DICTIONARY_H
#define STORAGE_DICTIONARY_H

#include "base/cursor.h"
#include "storage/container.h"

#define RAT_KEY_BYTES_MAX 1024u
#define RAT_DICTIONARY_BLOCK 32u

/* First byte of keys. 1..15: text layers, enum rat_layer; only layer 1 (exact) has positions. */
#define RAT_SPACE_TITLE 0x10u /* + layer: the word stands in the title */
#define RAT_SPACE_VALUE 0x20u /* + field id: the folded whole value of a field */
#define RAT_SPACE_WORD 0x40u  /* + field id: one folded word of a field's value */
#define RAT_SPACE_HAS_POSITIONS(space) ((space) == 1u)
/* Derived layers 2..15 have forms: the exact terms they stand for. */
#define RAT_SPACE_HAS_FORMS(space) ((space) >= 2u && (space) <= 15u)

struct rat_term_info {
    uint32_t ordinal;
    uint32_t documents;                    /* df, >= 1 */
    uint32_t only, only_tf;                /* documents == 1: the document and its tf */
    uint64_t postings_at, postings_size;   /* documents > 1 */
    uint64_t positions_at, positions_size; /* 0 sized where the space has none */
};

/* ---- writing: keys strictly ascending ---- */

struct rat_dictionary_writer;
RAT_MUST_CHECK rat_status rat_dictionary_writer_new(struct rat_container_writer *file,
                                                    struct rat_dictionary_writer **out, struct rat_err *err);
/* The offsets in info must continue those of the term before without a gap; ordinal is ignored. */
void rat_dictionary_add(struct rat_dictionary_writer *writer, const void *key, size_t n,
                        const struct rat_term_info *info);
/* Writes the index section too, frees the writer. */
RAT_MUST_CHECK rat_status rat_dictionary_writer_finish(struct rat_dictionary_writer *writer,
                                                       struct rat_err *err);
void rat_dictionary_writer_free(struct rat_dictionary_writer *writer); /* without finishing; NULL is fine */

/* ---- reading ---- */

struct rat_dictionary {
    struct rat_section terms, index;
    uint32_t term_count, block_count;
};
RAT_MUST_CHECK rat_status rat_dictionary_open(struct rat_container *file, struct rat_dictionary *out,
                                              struct rat_err *err);

/* RAT_ENOTFOUND without touching err when the key is not there. */
RAT_MUST_CHECK rat_status rat_dictionary_find(const struct rat_dictionary *dictionary, const void *key,
                                              size_t n, struct rat_term_info *out, struct rat_err *err);

/* Walks keys in order. */
struct rat_term_walk {
    const struct rat_dictionary *dictionary;
    unsigned char key[RAT_KEY_BYTES_MAX];
    uint32_t key_size;
    struct rat_term_info info;
    struct rat_cursor at;
    uint32_t next_ordinal;
    uint64_t postings_at, positions_at;
};
/* Before the first key >= key; next() then gives it. */
RAT_MUST_CHECK rat_status rat_term_walk_seek(struct rat_term_walk *walk,
                                             const struct rat_dictionary *dictionary, const void *key,
                                             size_t n, struct rat_err *err);
/* Before the key with this ordinal. */
RAT_MUST_CHECK rat_status rat_term_walk_at(struct rat_term_walk *walk,
                                           const struct rat_dictionary *dictionary, uint32_t ordinal,
                                           struct rat_err *err);
RAT_MUST_CHECK rat_status rat_term_walk_next(struct rat_term_walk *walk,
                                             struct rat_err *err); /* RAT_END at the end */

#endif
