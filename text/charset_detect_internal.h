/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which of the eight-bit encodings of German offices a text is in, judged by where its umlauts, quotes and
 * signs would stand: a wrong guess puts an Ö into the middle of a word or a § behind a letter. Used by
 * charset.c. Pure functions, any thread.
 */
#ifndef TEXT_CHARSET_DETECT_INTERNAL_H
#define TEXT_CHARSET_DETECT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the upper half of an encoding means. */
struct rat_codepage {
    int32_t high[128]; /* code point of byte 0x80 + i, or RAT_CODEPAGE_NONE */
};

#define RAT_CODEPAGE_NONE (-1)

/* How much bytes[0..n) look like German in this encoding: the higher the better, 0 without any byte >= 0x80.
 * At most 256 KiB are looked at. */
int64_t rat_codepage_score(const struct rat_codepage *page, const unsigned char *bytes, size_t n);

enum rat_utf16_kind { RAT_UTF16_NONE = 0, RAT_UTF16_LE, RAT_UTF16_BE };

/* UTF-16 without a BOM: every second byte is mostly zero, the others hardly ever. */
enum rat_utf16_kind rat_utf16_detect(const unsigned char *bytes, size_t n);

#endif
