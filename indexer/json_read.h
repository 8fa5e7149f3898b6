/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A little more than jansson for reading objects of other people's servers: the readers of OParl dumps and *.jsonl
 * call it. What is missing, empty, "N/A" or of another type reads as NULL; a list may also be a single value.
 *
 *     json_t *object;
 *     st = rat_json_parse(bytes, n, 0, &object, &err);
 *     const char *name = rat_json_string(object, "name"); // borrowed from object
 *     json_decref(object);
 *
 * No global state; any thread.
 */
#ifndef INDEXER_JSON_READ_H
#define INDEXER_JSON_READ_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "storage/record.h"

#include <jansson.h>

enum rat_json_flags {
    RAT_JSON_STRICT =
        1, /* as contracts want it: duplicate keys and raw control characters are errors; U+0000 is kept */
    RAT_JSON_NUL = 2 /* U+0000 in strings is kept: texts may have some; as names they end there */
};

/* bytes[0..n) as one value; a BOM is skipped. Without RAT_JSON_STRICT control characters inside strings become
 * spaces (servers forget to escape them). RAT_EINPUT with the position, RAT_ENOMEM. Free with json_decref. */
RAT_MUST_CHECK rat_status rat_json_parse(const void *bytes, size_t n, unsigned flags, json_t **out,
                                         struct rat_err *err);
/* Reads the file into bytes (cleared first), drops the white space between its tokens and parses it: bytes then is
 * the object's compact text. */
RAT_MUST_CHECK rat_status rat_json_read_file(const char *path, size_t limit, struct rat_buf *bytes,
                                             json_t **out, struct rat_err *err);

const char *rat_json_text(const json_t *value); /* of a string; NULL when empty, "N/A" or something else */
const char *rat_json_string(const json_t *object, const char *key);
char *rat_json_strdup(struct rat_arena *arena, const json_t *object, const char *key);
/* The id of a reference: the string itself, or "id" of an embedded object. */
const char *rat_json_id(const json_t *value);
enum rat_tristate rat_json_bool(const json_t *object, const char *key);
bool rat_json_true(const json_t *object, const char *key); /* deleted: true */

/* A list, or a single object or string in its place; 0 for anything else. */
size_t rat_json_count(const json_t *value);
json_t *rat_json_at(const json_t *value, size_t index); /* borrowed */

/* Drops BOM and white space between tokens in place; returns the new size. Invalid JSON stays invalid. */
size_t rat_json_compact(char *bytes, size_t n);
/* A value as compact text. NULL: no memory. */
char *rat_json_dump(struct rat_arena *arena, const json_t *value);

#endif
