/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads one JSON text from standard input and prints the value at a path, for tests in shell:
 *
 *     jsonget hits 0 id <answer.json        member, index, member
 *     jsonget fields name=kosten value      the first object of an array whose "name" is "kosten"
 *     jsonget hits '#'                      how many members or elements
 *
 * Strings are printed as they are, everything else as JSON. Exit 1: nothing at this path; 2: this is no JSON.
 */
#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const json_t *element_where(const json_t *array, const char *step)
{
    size_t key_size = strcspn(step, "="), i;
    json_t *element;
    json_array_foreach(array, i, element)
    {
        const char *key;
        json_t *value;
        json_object_foreach(element, key, value)
        {
            if (strlen(key) == key_size && memcmp(key, step, key_size) == 0 && json_is_string(value) &&
                strcmp(json_string_value(value), step + key_size + 1) == 0)
                return element;
        }
    }
    return NULL;
}

static const json_t *take_step(const json_t *at, const char *step)
{
    if (json_is_object(at))
        return json_object_get(at, step);
    if (strchr(step, '='))
        return element_where(at, step);
    char *end;
    unsigned long index = strtoul(step, &end, 10);
    return *step && !*end ? json_array_get(at, index) : NULL;
}

static void print(const json_t *value)
{
    if (json_is_string(value))
        fwrite(json_string_value(value), 1, json_string_length(value), stdout);
    else
        json_dumpf(value, stdout, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(9));
    putchar('\n');
}

int main(int argc, char **argv)
{
    json_error_t error;
    json_t *root = json_loadf(stdin, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        fprintf(stderr, "jsonget: line %d: %s\n", error.line, error.text);
        return 2;
    }
    const json_t *at = root;
    int rc = 0;
    for (int i = 1; i < argc && at; i++) {
        if (strcmp(argv[i], "#") == 0) {
            printf("%zu\n", json_is_object(at) ? json_object_size(at) : json_array_size(at));
            json_decref(root);
            return 0;
        }
        at = take_step(at, argv[i]);
    }
    if (at)
        print(at);
    else
        rc = 1;
    json_decref(root);
    return rc;
}
