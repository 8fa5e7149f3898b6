/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What accumulate.c (documents in), resolve.c (their terms) and flush.c (segment out) share. */
#ifndef INDEXER_ACCUMULATE_INTERNAL_H
#define INDEXER_ACCUMULATE_INTERNAL_H

#include "base/strmap.h"
#include "indexer/accumulate.h"
#include "indexer/form_table.h"
#include "storage/dictionary.h"
#include "storage/offsets.h"
#include "text/acronyms.h"
#include "text/analyzer.h"
#include "text/compound.h"

/* What is remembered of a surface form; its number is its place. */
struct word_count {
    uint32_t words, capital; /* tokens that are words of the text, and those written with a capital */
};
struct form_terms {
    uint32_t first, count; /* into surface_terms: term numbers, the exact one first */
};

struct logged_document {
    uint32_t body; /* position of the text's first token */
    uint32_t docnum;
    uint64_t paper_key;
    int32_t date;
    uint32_t length; /* in tokens */
};

/* Values of one field: the table and, per document, a run of value numbers. */
struct field_log {
    struct rat_strmap values;
    struct rat_buf starts;           /* uint32_t per document: index into ordinals of its first */
    struct rat_buf ordinals;         /* uint32_t */
    struct rat_buf terms, term_ends; /* uint32_t: term numbers; by value, where they end */
};

struct rat_accumulator {
    struct rat_analyzer *analyzer;
    struct rat_acronyms *acronyms; /* NULL: they are not mined */
    bool with_offsets, only_count;
    bool counts_words;           /* there will be a word model, or may be */
    struct rat_form_table forms; /* surface forms and their tokens */
    struct rat_strmap terms;     /* key (space + bytes) -> term number */
    struct rat_arena chunks;     /* of the tokens */
    struct rat_buf word_counts;  /* struct word_count by number of the surface form */
    struct rat_buf form_terms;   /* struct form_terms likewise, and */
    struct rat_buf
        surface_terms;     /* uint32_t: made when the segment is written: only then are all words known */
    struct rat_buf titles; /* uint64_t: surface number << 32 | document; words of titles */
    struct rat_buf plain;  /* uint64_t: term number << 32 | document; terms without positions of their own */
    struct rat_buf documents;      /* struct logged_document */
    struct rat_buf ids, id_starts; /* bytes; uint64_t each */
    struct rat_buf offsets, offset_starts;
    struct rat_buf spans; /* struct rat_span of the current document */
    struct rat_buf folded;
    struct field_log fields[RAT_FIELD_STORED_MAX + 1];
    uint64_t token_count; /* in the chains */
    uint64_t length_sum;
};

/* The key of a term in `key`, which has room for RAT_KEY_BYTES_MAX, cut when the term is longer. Returns its size. */
static inline size_t term_key(unsigned char *key, uint8_t space, const void *bytes, size_t n)
{
    n = n < RAT_KEY_BYTES_MAX - 1 ? n : RAT_KEY_BYTES_MAX - 1;
    key[0] = space;
    memcpy(key + 1, bytes, n);
    return n + 1;
}

/* resolve.c: the terms of every surface form that occurs, and those of the titles into plain. */
RAT_MUST_CHECK rat_status rat_accumulator_resolve(struct rat_accumulator *a);

static inline uint32_t document_count(const struct rat_accumulator *a)
{
    return (uint32_t)(a->documents.size / sizeof(struct logged_document));
}

#endif
