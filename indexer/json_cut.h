/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Takes one long string out of an object before jansson reads the rest: jansson goes through a string byte by byte,
 * three times, and copies it; the texts of documents are nearly all of a *.jsonl.
 *
 *     if (rat_json_cut(line, n, "text", &rest, &text))
 *         ... rest is the same object with "" for the string, text is the string
 *
 * No state; any thread.
 */
#ifndef INDEXER_JSON_CUT_H
#define INDEXER_JSON_CUT_H

#include "base/buf.h"

/* Looks for the string that is the value of `key` (at least one byte, none that JSON escapes) in the object
 * bytes[0..n). True: *text (cleared first) has it decoded, valid UTF-8 without U+0000, and *rest (cleared first) has bytes[0..n) with "" in
 * its place: valid JSON exactly if bytes[0..n) is. False: there is none, or it is not plainly one; then the
 * whole must be parsed, which says what is wrong. Both have undefined content, and may have failed, then. */
bool rat_json_cut(const char *bytes, size_t n, const char *key, struct rat_buf *rest, struct rat_buf *text);

#endif
