/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What acronym.c (places in a text) and acronym_match.c (letters against words) share. */
#ifndef TEXT_ACRONYM_INTERNAL_H
#define TEXT_ACRONYM_INTERNAL_H

#include "text/acronym.h"

#define RAT_ACRONYM_WINDOW 240 /* bytes before the parenthesis that are looked at */
#define RAT_ACRONYM_UNITS_MAX 24

/* The short form. */
struct rat_acronym_brief {
    int32_t letter[RAT_ACRONYM_LETTERS_MAX]; /* lower case */
    bool capital[RAT_ACRONYM_LETTERS_MAX];
    unsigned count, capitals;
};

/* A word before the parenthesis, or a part of a hyphenated one. */
struct rat_acronym_unit {
    const int32_t *letter; /* lower case */
    unsigned count;
    uint16_t start, end; /* in the words' bytes */
    bool chained;        /* a hyphen stands before it */
    bool small;          /* "für", "und": needs no letter */
    bool tail;           /* "mbH", "Niedersachsen": may stay behind the last letter */
};

/* Which units the letters come from: *first to *last. whole: all of them must be used, and no tail is left. */
bool rat_acronym_match(const struct rat_acronym_brief *brief, const struct rat_acronym_unit *units,
                       unsigned count, bool whole, unsigned *first, unsigned *last);

#endif
