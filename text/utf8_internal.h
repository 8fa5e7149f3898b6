/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * UTF-8, character by character. Used by every unit of text/ that looks at more than bytes. The input should
 * be valid (charset.h sees to that), but nothing here reads past the end or loops when it is not: a byte that
 * starts no valid character counts as one character of its own, RAT_CP_BAD. Pure functions, any thread.
 *
 *     for (size_t at = 0, size; at < n; at += size)
 *         int32_t cp = rat_utf8_at(text, n, at, &size);
 */
#ifndef TEXT_UTF8_INTERNAL_H
#define TEXT_UTF8_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

#define RAT_CP_BAD (-1)
#define RAT_UTF8_BYTES 4 /* room that rat_utf8_put needs */

/* As rat_utf8_at for a first byte >= 0x80. */
int32_t rat_utf8_long(const char *text, size_t n, size_t at, size_t *size);

/* The character that starts at text[at], at < n, and its size in bytes, 1..4. */
static inline int32_t rat_utf8_at(const char *text, size_t n, size_t at, size_t *size)
{
    unsigned char byte = (unsigned char)text[at];
    if (byte < 0x80) {
        *size = 1;
        return byte;
    }
    return rat_utf8_long(text, n, at, size);
}

/* The character that ends before text[at], 0 < at. */
int32_t rat_utf8_before(const char *text, size_t at, size_t *size);

/* Writes cp (a Unicode scalar value) and returns its size in bytes. */
size_t rat_utf8_put(char *out, int32_t cp);

/* The largest size <= limit that does not cut a character of text[0..n). */
size_t rat_utf8_floor(const char *text, size_t n, size_t limit);

#endif
