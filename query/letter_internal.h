/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Characters as the query language and the passages see them: white space, letters, one character after the other.
 * A rough view without tables, for typing and showing; what a word of the index is, the analyzer says. Pure
 * functions, any thread.
 */
#ifndef QUERY_LETTER_INTERNAL_H
#define QUERY_LETTER_INTERNAL_H

#include "text/charset.h"

#include <stdint.h>

#define RAT_CHAR_BAD (-1)

/* The character at text[at], at < n, and its size; a byte that starts no valid one is RAT_CHAR_BAD of size 1. */
static inline int32_t rat_char_at(const char *text, size_t n, size_t at, size_t *size)
{
    const unsigned char *b = (const unsigned char *)text + at;
    if (b[0] < 0x80) {
        *size = 1;
        return b[0];
    }
    size_t bytes = b[0] >= 0xf0 ? 4 : b[0] >= 0xe0 ? 3 : 2;
    if (bytes > n - at || !rat_utf8_valid(b, bytes)) {
        *size = 1;
        return RAT_CHAR_BAD;
    }
    *size = bytes;
    int32_t cp = b[0] & (0xff >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++)
        cp = cp << 6 | (b[i] & 0x3f);
    return cp;
}

/* White space, and control characters, which nobody wants to see or to search. */
static inline bool rat_char_is_space(int32_t cp)
{
    if (cp <= 0x20)
        return cp >= 0;
    return (cp >= 0x7f && cp <= 0xa0) || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 ||
           cp == 0x2029 || cp == 0x202f || cp == 0x205f || cp == 0x3000;
}

static inline bool rat_char_is_digit(int32_t cp)
{
    return cp >= '0' && cp <= '9';
}

/* Letter or digit. */
static inline bool rat_char_is_word(int32_t cp)
{
    if (cp < 0x80)
        return rat_char_is_digit(cp) || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
    if (cp < 0xc0)
        return cp == 0xaa || cp == 0xb5 || cp == 0xba;
    if (cp == 0xd7 || cp == 0xf7 || (cp >= 0x300 && cp <= 0x36f))
        return false;
    return !(cp >= 0x2000 && cp <= 0x20ff) && !(cp >= 0x2190 && cp <= 0x2bff) &&
           !(cp >= 0x3000 && cp <= 0x303f) && !(cp >= 0xe000 && cp <= 0xf8ff) &&
           !(cp >= 0xfe00 && cp <= 0xfe0f) && cp < 0xfff0;
}

#endif
