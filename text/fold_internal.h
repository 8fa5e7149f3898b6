/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of folding that only text/ uses. Pure functions, any thread. */
#ifndef TEXT_FOLD_INTERNAL_H
#define TEXT_FOLD_INTERNAL_H

#include "base/buf.h"

#define RAT_FOLD_GROWTH 3 /* NFC makes no character longer than this many times its bytes (UAX #15) */

/* NFC of bytes[0..n) in place; returns the new size. capacity (bytes) and room (code points in scratch) of
 * RAT_FOLD_GROWTH * n always suffice; with less a word that does not fit stays as it is. */
size_t rat_fold_compose(char *bytes, size_t n, size_t capacity, int32_t *scratch, size_t room);

/* Spelling of the stem layer before stemming: é -> e, ç -> c, ø -> o, æ -> ae; ä ö ü ß stay, the stemmer
 * knows them. Raised and lowered digits become digits (m2, co2), but are dropped at the end of a word of four
 * or more letters, where they are footnotes ("Satzung¹"). Input is a surface form. */
void rat_fold_base(const char *surface, size_t n, struct rat_buf *out);

#endif
