/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/json.h"

#include "base/character.h"

#include <math.h>

static rat_status begin(struct rat_json *json, json_t *root, struct rat_err *err)
{
    *json = (struct rat_json){root, false};
    return root ? RAT_OK : rat_nomem(err);
}

rat_status rat_json_begin(struct rat_json *json, struct rat_err *err)
{
    return begin(json, json_object(), err);
}

rat_status rat_json_begin_array(struct rat_json *json, struct rat_err *err)
{
    return begin(json, json_array(), err);
}

static int append(const char *bytes, size_t n, void *out)
{
    rat_buf_append(out, bytes, n);
    return ((struct rat_buf *)out)->failed ? -1 : 0;
}

rat_status rat_json_write(struct rat_json *json, unsigned indent, struct rat_buf *out, struct rat_err *err)
{
    size_t flags =
        JSON_REAL_PRECISION(RAT_JSON_REAL_DIGITS) | (indent ? JSON_INDENT((size_t)indent) : JSON_COMPACT);
    bool done = !json->failed && json_dump_callback(json->root, append, out, flags) == 0;
    rat_json_discard(json);
    return done ? RAT_OK : rat_nomem(err);
}

void rat_json_discard(struct rat_json *json)
{
    json_decref(json->root);
    *json = (struct rat_json){NULL, false};
}

static json_t *repaired_string(const char *text)
{
    struct rat_buf out = RAT_BUF_INIT;
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        size_t n = rat_character_bytes(at);
        rat_buf_append(&out, n ? (const char *)at : "\xef\xbf\xbd", n ? n : 3);
        at += n ? n : 1;
    }
    json_t *value = out.failed ? NULL : json_string(rat_buf_cstr(&out));
    rat_buf_release(&out);
    return value;
}

static json_t *text_value(const char *text)
{
    if (!text)
        return json_null();
    json_t *value = json_string(text);
    return value ? value : repaired_string(text);
}

/* Takes the reference of value. */
static json_t *put(struct rat_json *json, json_t *object, const char *key, json_t *value)
{
    if (!object || !value) {
        json_decref(value);
        json->failed |= !value;
        return NULL;
    }
    if (json_object_set_new(object, key, value) == 0)
        return value;
    json->failed = true;
    return NULL;
}

static json_t *add(struct rat_json *json, json_t *array, json_t *value)
{
    if (!array || !value) {
        json_decref(value);
        json->failed |= !value;
        return NULL;
    }
    if (json_array_append_new(array, value) == 0)
        return value;
    json->failed = true;
    return NULL;
}

void rat_json_put_text(struct rat_json *json, json_t *object, const char *key, const char *text)
{
    put(json, object, key, text_value(text));
}

void rat_json_put_number(struct rat_json *json, json_t *object, const char *key, uint64_t value)
{
    put(json, object, key, json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value));
}

void rat_json_put_real(struct rat_json *json, json_t *object, const char *key, double value)
{
    put(json, object, key, isfinite(value) ? json_real(value) : json_null());
}

void rat_json_put_flag(struct rat_json *json, json_t *object, const char *key, bool value)
{
    put(json, object, key, json_boolean(value));
}

void rat_json_put_raw(struct rat_json *json, json_t *object, const char *key, const char *text)
{
    json_t *value = text ? json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL) : NULL;
    put(json, object, key, value ? value : text_value(text));
}

json_t *rat_json_put_object(struct rat_json *json, json_t *object, const char *key)
{
    return put(json, object, key, json_object());
}

json_t *rat_json_put_array(struct rat_json *json, json_t *object, const char *key)
{
    return put(json, object, key, json_array());
}

void rat_json_add_text(struct rat_json *json, json_t *array, const char *text)
{
    add(json, array, text_value(text));
}

json_t *rat_json_add_object(struct rat_json *json, json_t *array)
{
    return add(json, array, json_object());
}

void rat_json_put_error(struct rat_json *json, json_t *object, const struct rat_err *err)
{
    json_t *error = rat_json_put_object(json, object, "error");
    rat_json_put_text(json, error, "code", rat_status_name(err->code));
    rat_json_put_text(json, error, "message", err->msg);
    rat_json_put_text(json, error, "where", err->where);
    rat_json_put_text(json, error, "hint", err->hint);
}
