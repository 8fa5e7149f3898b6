/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of JSON Schema that web/openapi.json uses: $ref, type with nullable, enum, pattern, minimum, maximum, required,
 * properties, additionalProperties, items, allOf. For tests.
 */
#ifndef TESTS_WEB_JSON_SCHEMA_H
#define TESTS_WEB_JSON_SCHEMA_H

#include <jansson.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct json_schema {
    json_t *document; /* that "#/..." refers to */
    char why[300];
};

static bool json_fits(struct json_schema *s, const json_t *schema, const json_t *value, const char *where);

static inline bool json_misfit(struct json_schema *s, const char *where, const char *what)
{
    if (!s->why[0])
        snprintf(s->why, sizeof s->why, "%s: %s", where, what);
    return false;
}

static inline const json_t *json_resolve(const struct json_schema *s, const json_t *schema)
{
    const char *ref = json_string_value(json_object_get(schema, "$ref"));
    char part[80];
    const json_t *at = s->document;
    if (!ref)
        return schema;
    for (const char *next = ref + 2; at && *next;) {
        size_t n = strcspn(next, "/");
        snprintf(part, sizeof part, "%.*s", (int)n, next);
        at = json_object_get(at, part);
        next += n + (next[n] == '/');
    }
    return at;
}

static inline bool json_has_type(const json_t *value, const char *type)
{
    return strcmp(type, "object") == 0    ? json_is_object(value)
           : strcmp(type, "array") == 0   ? json_is_array(value)
           : strcmp(type, "string") == 0  ? json_is_string(value)
           : strcmp(type, "integer") == 0 ? json_is_integer(value)
           : strcmp(type, "number") == 0  ? json_is_number(value)
           : strcmp(type, "boolean") == 0 ? json_is_boolean(value)
                                          : false;
}

static inline bool json_fits_text(struct json_schema *s, const json_t *schema, const json_t *value,
                                  const char *where)
{
    const char *pattern = json_string_value(json_object_get(schema, "pattern"));
    const json_t *choices = json_object_get(schema, "enum"), *choice;
    size_t i;
    bool found = !choices;
    regex_t expression;
    json_array_foreach(choices, i, choice) found |= json_equal(choice, value);
    if (!found)
        return json_misfit(s, where, "not one of the enum");
    if (!pattern || !json_is_string(value))
        return true;
    if (regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        return json_misfit(s, where, "bad pattern");
    bool matches = regexec(&expression, json_string_value(value), 0, NULL, 0) == 0;
    regfree(&expression);
    return matches || json_misfit(s, where, "does not match the pattern");
}

static inline bool json_fits_object(struct json_schema *s, const json_t *schema, const json_t *value,
                                    const char *where)
{
    const json_t *required = json_object_get(schema, "required"), *one;
    json_t *properties = json_object_get(schema, "properties"),
           *more = json_object_get(schema, "additionalProperties");
    size_t i;
    const char *key;
    json_t *part;
    char place[200];
    json_array_foreach(required, i, one)
    {
        snprintf(place, sizeof place, "%s.%s", where, json_string_value(one));
        if (!json_object_get(value, json_string_value(one)))
            return json_misfit(s, place, "is missing");
    }
    json_object_foreach((json_t *)value, key, part)
    {
        const json_t *own = json_object_get(properties, key);
        snprintf(place, sizeof place, "%.150s.%.40s", where, key);
        if (!own && more && json_is_object(more))
            own = more;
        if (own && !json_fits(s, own, part, place))
            return false;
    }
    return true;
}

static bool json_fits(struct json_schema *s, const json_t *schema, const json_t *value, const char *where)
{
    schema = json_resolve(s, schema);
    if (!schema)
        return json_misfit(s, where, "the schema refers to nothing");
    if (json_is_null(value) && json_is_true(json_object_get(schema, "nullable")))
        return true;
    const json_t *all = json_object_get(schema, "allOf"), *one, *part;
    size_t i;
    char place[200];
    json_array_foreach(all, i, one) if (!json_fits(s, one, value, where)) return false;
    const char *type = json_string_value(json_object_get(schema, "type"));
    if (type && !json_has_type(value, type))
        return json_misfit(s, where, "has another type");
    const json_t *minimum = json_object_get(schema, "minimum");
    if (minimum && json_is_integer(value) && json_integer_value(value) < json_integer_value(minimum))
        return json_misfit(s, where, "is below the minimum");
    const json_t *items = json_object_get(schema, "items");
    if (json_is_array(value) && items) {
        json_array_foreach(value, i, part)
        {
            snprintf(place, sizeof place, "%.150s[%zu]", where, i);
            if (!json_fits(s, items, part, place))
                return false;
        }
    }
    if (json_is_object(value) && !json_fits_object(s, schema, value, where))
        return false;
    return json_fits_text(s, schema, value, where);
}

#endif
