/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The acronyms of an archive: what its documents explain (acronym.h), counted by document, and of that what several
 * documents agree on. Long forms that differ in their endings only are one meaning.
 *
 *     rat_acronyms_new(&acronyms, &err);
 *     for each document: rat_acronyms_learn(acronyms, text, n, &err);
 *     rat_acronyms_encode(acronyms, &bytes, &err);
 *     rat_acronyms_open(bytes, n, &acronyms, &err);
 *     for (uint32_t i = 0; rat_acronyms_of_brief(acronyms, "NKomVG", 6, i, &pair); i++)
 *         ... pair.full[0]
 *
 * Learn on one thread; what was opened any number of threads may read.
 */
#ifndef TEXT_ACRONYMS_H
#define TEXT_ACRONYMS_H

#include "base/buf.h"
#include "base/status.h"

#define RAT_ACRONYM_DOCUMENTS_MIN 2u /* that must agree */
#define RAT_ACRONYM_MEANINGS_MAX 3u
#define RAT_ACRONYM_WRITINGS_MAX 3u
#define RAT_ACRONYM_KEY_WORDS_MAX 16u

/* One meaning of one short form. Strings are borrowed from the opened bytes. */
struct rat_acronym_pair {
    const char *brief; /* "NKomVG" */
    const char *key;   /* the stems of the long form, rat_acronym_key */
    uint32_t documents;
    uint32_t full_count;
    const char *full[RAT_ACRONYM_WRITINGS_MAX]; /* the shortest first: that is mostly the nominative */
    uint32_t full_documents[RAT_ACRONYM_WRITINGS_MAX];
};

struct rat_acronyms;

RAT_MUST_CHECK rat_status rat_acronyms_new(struct rat_acronyms **out, struct rat_err *err);
void rat_acronyms_free(struct rat_acronyms *acronyms); /* NULL is fine */
size_t rat_acronyms_bytes(const struct rat_acronyms *acronyms);

/* What one document explains; each pair counts once. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_acronyms_learn(struct rat_acronyms *acronyms, const char *text, size_t n,
                                             struct rat_err *err);
/* Adds what was learned from other documents. */
RAT_MUST_CHECK rat_status rat_acronyms_add(struct rat_acronyms *acronyms, const struct rat_acronyms *others,
                                           struct rat_err *err);
/* What is sure as bytes that a file may hold, independent of the order of learning; appended to out. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_acronyms_encode(const struct rat_acronyms *acronyms, struct rat_buf *out,
                                              struct rat_err *err);
/* Bytes again, without what was proved by documents that are gone (learned into `gone`) and without long forms with a word
 * that keep() says is gone. *changed: there were any. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_acronyms_forget(const struct rat_acronyms *frozen,
                                              const struct rat_acronyms *gone,
                                              bool (*keep)(void *context, const char *surface, size_t n),
                                              void *context, struct rat_buf *out, bool *changed,
                                              struct rat_err *err);
/* Bytes are borrowed until it is freed; any bytes are safe, RAT_EDAMAGED when they are no list of acronyms. */
RAT_MUST_CHECK rat_status rat_acronyms_open(const void *bytes, size_t n, struct rat_acronyms **out,
                                            struct rat_err *err);

/* ---- asking an opened list ---- */

uint32_t rat_acronyms_count(const struct rat_acronyms *acronyms);
/* In the order of the short forms, then the likeliest meaning first. False behind the last, and for damaged ones. */
bool rat_acronyms_get(const struct rat_acronyms *acronyms, uint32_t i, struct rat_acronym_pair *out);
/* The i-th meaning of a word as a person writes it: as in the texts, with -s behind it, or from four letters on in any
 * case. */
bool rat_acronyms_of_brief(const struct rat_acronyms *acronyms, const char *word, size_t n, uint32_t i,
                           struct rat_acronym_pair *out);
/* The i-th short form of a long one, given by its key. */
bool rat_acronyms_of_key(const struct rat_acronyms *acronyms, const char *key, size_t n, uint32_t i,
                         struct rat_acronym_pair *out);
/* Appends the stem of the next word of a key: a key is the stems of the words with a space between them. */
void rat_acronym_key_word(const char *surface, size_t n, struct rat_buf *key);

#endif
