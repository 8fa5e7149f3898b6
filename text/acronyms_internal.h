/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What acronyms.c (learned) and acronyms_frozen.c (bytes of a file) share. */
#ifndef TEXT_ACRONYMS_INTERNAL_H
#define TEXT_ACRONYMS_INTERNAL_H

#include "base/strmap.h"
#include "text/acronyms.h"

struct rat_acronym_count {
    uint32_t documents;
    uint32_t last; /* document that was counted last; documents come one after the other */
};

struct rat_acronym_table {
    struct rat_strmap keys;
    struct rat_buf counts; /* struct rat_acronym_count by id */
};

struct rat_acronyms {
    /* while they are learned */
    struct rat_acronym_table meanings; /* brief NUL key NUL */
    struct rat_acronym_table writings; /* brief NUL key NUL full */
    struct rat_buf key;                /* scratch */
    uint32_t document;                 /* number of the one at hand, from 1 */
    /* opened; NULL before */
    const unsigned char *bytes;
    const unsigned char *offsets, *by_key, *records;
    uint32_t count, records_size;
};

/* Calls take for each word of a long form, folded; with NULL when memory ran out. */
void rat_acronym_each_word(const char *full, size_t n,
                           void (*take)(void *context, const char *surface, size_t n), void *context);
/* In how many learned documents a meaning was, or (full) this writing of it; scratch->failed when memory ran out. */
uint32_t rat_acronyms_learned(const struct rat_acronyms *acronyms, const struct rat_acronym_pair *pair,
                              const char *full, struct rat_buf *scratch);
/* Pairs as bytes; those of one short form stand together, the likeliest meaning first. */
RAT_MUST_CHECK rat_status rat_acronym_pairs_put(const struct rat_acronym_pair *pairs, uint32_t count,
                                                struct rat_buf *out, struct rat_err *err);

#endif
