/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one code point is to the tokenizer, and how it is spelt in a surface form. ASCII and Latin-1 by table,
 * the rest by utf8proc's categories. Constant data and pure functions, any thread.
 */
#ifndef TEXT_CODEPOINT_INTERNAL_H
#define TEXT_CODEPOINT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rat_cp_kind {
    RAT_CP_SEPARATOR = 0,
    RAT_CP_LETTER,
    RAT_CP_NUMBER,  /* also No: the '²' of m², '½' */
    RAT_CP_MARK,    /* a combining mark: continues a word, begins none */
    RAT_CP_DROPPED, /* soft hyphen, zero-width space and joiners, variation selectors: no part of a word, no
                       break */
};

enum rat_cp_kind rat_cp_kind(int32_t cp); /* RAT_CP_BAD is a separator */
bool rat_cp_is_lower(int32_t cp);         /* a lower-case letter (category Ll) */

static inline bool rat_cp_is_alnum(int32_t cp)
{
    enum rat_cp_kind kind = rat_cp_kind(cp);
    return kind == RAT_CP_LETTER || kind == RAT_CP_NUMBER;
}

#define RAT_CP_FOLD_BYTES 8 /* room that rat_cp_fold needs */

/* Surface spelling of one character: lower case, ligatures opened, ſ -> s, U+2010/2011 -> '-', nothing for
 * dropped characters. Returns the bytes written; sets *compose (never clears it) when the word needs NFC. */
size_t rat_cp_fold(int32_t cp, char *out, bool *compose);

/* For ASCII bytes: the lower-case letter or the digit itself, 0 for separators. */
extern const unsigned char rat_ascii_word[128];

#endif
