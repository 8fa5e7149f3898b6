/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Acronyms that a text explains itself: "Kindertagesstätte (Kita)", "Niedersächsisches Kommunalverfassungsgesetz
 * (NKomVG)", "ÖPNV (öffentlicher Personennahverkehr)". After Schwartz and Hearst, "A Simple Algorithm for Identifying
 * Abbreviation Definitions in Biomedical Text", PSB 2003, with what German asks for: a letter may also begin a part inside
 * a compound, small letters continue the letter before them ("Nat", "Sch" of BNatSchG), words like "für" need no letter.
 * Sure rather than complete: it is silent where a word of the long form stays without a letter.
 * Pure function, any thread; any bytes are safe.
 *
 *     struct rat_acronym found;
 *     for (size_t at = 0; rat_acronym_find(text, n, &at, &found);)
 *         ... found.brief, found.full
 */
#ifndef TEXT_ACRONYM_H
#define TEXT_ACRONYM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RAT_ACRONYM_LETTERS_MAX 10
#define RAT_ACRONYM_BRIEF_BYTES (2 * RAT_ACRONYM_LETTERS_MAX)
#define RAT_ACRONYM_FULL_BYTES 120
#define RAT_ACRONYM_WORDS_MAX 12 /* of the long form, "für" and the like included */

struct rat_acronym {
    char brief[RAT_ACRONYM_BRIEF_BYTES + 1]; /* "NKomVG" */
    char full[RAT_ACRONYM_FULL_BYTES +
              1]; /* as written, on one line, line-end hyphens joined, without quotes */
};

/* The next place at or behind *at, which moves behind it. False: there is none. */
bool rat_acronym_find(const char *text, size_t n, size_t *at, struct rat_acronym *out);

#endif
