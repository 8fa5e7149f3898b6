/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/json_read.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>

static rat_status parse_failed(struct rat_err *err, const json_error_t *error)
{
    if (json_error_code(error) == json_error_out_of_memory)
        return rat_nomem(err);
    rat_fail(err, RAT_EINPUT, _("Kein gültiges JSON an Byte %d: %s"), error->position, error->text);
    if (err)
        err->pos = error->position > 0 ? (uint64_t)error->position : 0;
    return RAT_EINPUT;
}

/* Raw control characters inside strings become spaces; between tokens they are white space or an error already. */
static char *without_controls(const char *bytes, size_t n)
{
    char *copy = malloc(n ? n : 1);
    if (!copy)
        return NULL;
    bool quoted = false;
    for (size_t i = 0; i < n; i++) {
        copy[i] = bytes[i];
        if (quoted && (unsigned char)bytes[i] < 0x20)
            copy[i] = ' ';
        else if (bytes[i] == '"')
            quoted = !quoted;
        else if (quoted && bytes[i] == '\\' && i + 1 < n && (unsigned char)bytes[i + 1] >= 0x20) {
            copy[i + 1] = bytes[i + 1];
            i++;
        }
    }
    return copy;
}

rat_status rat_json_parse(const void *bytes, size_t n, unsigned flags, json_t **out, struct rat_err *err)
{
    const char *text = bytes ? bytes : "";
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        n -= 3;
    }
    json_error_t error;
    bool strict = flags & RAT_JSON_STRICT;
    size_t how = (strict ? JSON_REJECT_DUPLICATES : 0) | (flags ? JSON_ALLOW_NUL : 0);
    json_t *value = json_loadb(text, n, how, &error);
    if (!value && !strict && json_error_code(&error) == json_error_invalid_syntax) {
        char *clean = without_controls(text, n);
        if (!clean)
            return rat_nomem(err);
        json_error_t ignored;
        value = json_loadb(clean, n, how, &ignored);
        free(clean);
    }
    if (!value)
        return parse_failed(err, &error);
    *out = value;
    return RAT_OK;
}

/* jansson reads white space byte by byte, so it is dropped first: that halves the time for indented files. */
rat_status rat_json_read_file(const char *path, size_t limit, struct rat_buf *bytes, json_t **out,
                              struct rat_err *err)
{
    rat_buf_clear(bytes);
    rat_status st = rat_file_read(path, limit, bytes, err);
    if (st != RAT_OK)
        return st;
    if (bytes->size)
        bytes->size = rat_json_compact((char *)bytes->data, bytes->size);
    if (rat_json_parse(bytes->data, bytes->size, 0, out, NULL) == RAT_OK)
        return RAT_OK;
    rat_buf_clear(bytes); /* once more as it is, for the position of the error */
    st = rat_file_read(path, limit, bytes, err);
    if (st != RAT_OK)
        return st;
    st = rat_json_parse(bytes->data, bytes->size, 0, out, err);
    if (st != RAT_OK)
        rat_err_where(err, "%s", path);
    return st;
}

const char *rat_json_text(const json_t *value)
{
    const char *text = json_string_value(value);
    return text && *text && strcmp(text, "N/A") != 0 ? text : NULL;
}

const char *rat_json_string(const json_t *object, const char *key)
{
    return rat_json_text(json_object_get(object, key));
}

char *rat_json_strdup(struct rat_arena *arena, const json_t *object, const char *key)
{
    return rat_arena_strdup(arena, rat_json_string(object, key));
}

const char *rat_json_id(const json_t *value)
{
    return json_is_object(value) ? rat_json_string(value, "id") : rat_json_text(value);
}

enum rat_tristate rat_json_bool(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_boolean(value) ? (json_is_true(value) ? RAT_YES : RAT_NO) : RAT_UNKNOWN;
}

bool rat_json_true(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

size_t rat_json_count(const json_t *value)
{
    if (json_is_array(value))
        return json_array_size(value);
    return json_is_object(value) || rat_json_text(value) ? 1 : 0;
}

json_t *rat_json_at(const json_t *value, size_t index)
{
    return json_is_array(value) ? json_array_get(value, index) : (json_t *)value;
}

static bool is_structure(char c)
{
    return c == ',' || c == ':' || c == '"' || c == '{' || c == '}' || c == '[' || c == ']';
}

size_t rat_json_compact(char *bytes, size_t n)
{
    const char *from = bytes, *end = bytes + n;
    char *to = bytes;
    if (n >= 3 && memcmp(from, "\xEF\xBB\xBF", 3) == 0)
        from += 3;
    while (from < end) {
        if (*from == '"') { /* a string as it is, to its closing quote */
            const char *close = from + 1;
            while (close < end && *close != '"')
                close += *close == '\\' ? 2 : 1;
            size_t size = (size_t)((close < end ? close + 1 : end) - from);
            memmove(to, from, size);
            to += size;
            from += size;
        } else if (*from == ' ' || *from == '\n' || *from == '\r' || *from == '\t') {
            while (from < end && (*from == ' ' || *from == '\n' || *from == '\r' || *from == '\t'))
                from++;
            if (to > bytes && from < end && !is_structure(to[-1]) && !is_structure(*from))
                *to++ = ' '; /* "[1 2]" must not become "[12]" */
        } else {
            *to++ = *from++;
        }
    }
    return (size_t)(to - bytes);
}

char *rat_json_dump(struct rat_arena *arena, const json_t *value)
{
    size_t n = json_dumpb(value, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
    char *out = rat_arena_alloc(arena, n + 1);
    if (!out)
        return NULL;
    size_t written = json_dumpb(value, out, n, JSON_COMPACT | JSON_ENCODE_ANY);
    out[written < n ? written : n] = '\0';
    return out;
}
