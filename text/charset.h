/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the bytes of a file to valid UTF-8: BOM, declared charset, then detection among the encodings that
 * German offices used (UTF-8, Windows-1252, ISO-8859-1/-15, CP850, MacRoman, UTF-16 LE/BE), through iconv.
 * Called once per imported text. Never loses a byte silently: what cannot be decoded becomes U+FFFD and is
 * counted. No global state; any thread.
 */
#ifndef TEXT_CHARSET_H
#define TEXT_CHARSET_H

#include "base/buf.h"
#include "base/status.h"

struct rat_decode_report {
    char encoding[24];    /* IANA name of what was used: "UTF-8", "windows-1252", "macintosh", ... */
    char how[12];         /* "bom", "declared", "valid" (valid UTF-8), "detected" */
    uint64_t undecodable; /* input bytes that became U+FFFD */
    uint64_t nul_bytes;   /* U+0000 replaced by a space: SQLite and people stumble over them */
};

/* Appends the text of bytes[0..n) as valid UTF-8 without BOM to out. declared: a charset name from the source
 * (HTTP, meta) or NULL; one that is unknown or contradicts the bytes is ignored. Line ends stay as they are.
 * RAT_EINPUT when this is no text at all (binary: many control bytes). */
RAT_MUST_CHECK rat_status rat_charset_decode(const void *bytes, size_t n, const char *declared,
                                             struct rat_buf *out, struct rat_decode_report *report,
                                             struct rat_err *err);

/* Whether bytes[0..n) is valid UTF-8 (no surrogates, no overlong forms, at most U+10FFFF). */
bool rat_utf8_valid(const void *bytes, size_t n);

#endif
