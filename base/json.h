/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON that the program gives out. A tree is built with calls that latch running out of memory and written at the end. Bytes
 * that are no UTF-8 become U+FFFD: the output is always valid.
 *
 *     struct rat_json json;
 *     st = rat_json_begin(&json, &err);
 *     rat_json_put_text(&json, json.root, "id", id);
 *     json_t *hits = rat_json_put_array(&json, json.root, "hits");
 *     st = rat_json_write(&json, 0, &out, &err); // appends the text and frees the tree
 *
 * Pointers to objects and arrays are borrowed from the tree; NULL ones are ignored, so a failed put needs no look. The
 * caller's storage, one thread at a time.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/status.h"

#include <jansson.h>

struct rat_json {
    json_t *root; /* an object, unless rat_json_begin_array made it */
    bool failed;
};

RAT_MUST_CHECK rat_status rat_json_begin(struct rat_json *json, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_json_begin_array(struct rat_json *json, struct rat_err *err);
/* Digits of a real: enough to tell doubles apart, few enough to keep 0.1 at 0.1. */
#define RAT_JSON_REAL_DIGITS 15
/* Appends the text to out and frees the tree, also on failure. indent: columns, 0: one line without spaces. */
RAT_MUST_CHECK rat_status rat_json_write(struct rat_json *json, unsigned indent, struct rat_buf *out,
                                         struct rat_err *err);
void rat_json_discard(struct rat_json *json); /* frees without writing */

/* A NULL text is null; a number above INT64_MAX is cut to it; a real that is not finite is null. */
void rat_json_put_text(struct rat_json *json, json_t *object, const char *key, const char *text);
void rat_json_put_number(struct rat_json *json, json_t *object, const char *key, uint64_t value);
void rat_json_put_real(struct rat_json *json, json_t *object, const char *key, double value);
void rat_json_put_flag(struct rat_json *json, json_t *object, const char *key, bool value);
/* a value that the source gave as JSON text; as a string when it does not parse */
void rat_json_put_raw(struct rat_json *json, json_t *object, const char *key, const char *text);
json_t *rat_json_put_object(struct rat_json *json, json_t *object, const char *key);
json_t *rat_json_put_array(struct rat_json *json, json_t *object, const char *key);

void rat_json_add_text(struct rat_json *json, json_t *array, const char *text);
json_t *rat_json_add_object(struct rat_json *json, json_t *array);

/* "error": {"code", "message", "where", "hint"} */
void rat_json_put_error(struct rat_json *json, json_t *object, const struct rat_err *err);

#endif
