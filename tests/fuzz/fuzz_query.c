/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query language: any bytes parse or hit a limit, and what was understood reads back as itself. */
#include "query/syntax.h"

#include "text/charset.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_notes(const struct rat_query *query)
{
    for (size_t i = 0; i < query->note_count; i++)
        if (!rat_utf8_valid(query->notes[i], strlen(query->notes[i])))
            abort();
}

static void check_format(const struct rat_query *query, struct rat_arena *arena)
{
    struct rat_query again;
    const char *text = rat_query_format(query->root, arena);
    if (!text)
        abort();
    /* "titel:(a b ...)" grows when it is written out */
    if (rat_query_parse(text, strlen(text), arena, &again, NULL) != RAT_OK) {
        if (strlen(text) <= RAT_QUERY_BYTES_MAX)
            abort();
        return;
    }
    const char *second = rat_query_format(again.root, arena);
    if (!second || strcmp(text, second) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rat_arena arena;
    struct rat_query query;
    struct rat_err err = RAT_ERR_INIT;
    int32_t from, to;
    rat_arena_init(&arena, 0);
    if (rat_query_parse((const char *)data, size, &arena, &query, &err) == RAT_OK) {
        check_notes(&query);
        check_format(&query, &arena);
    } else if (err.code != RAT_ELIMIT || !err.msg[0] || !err.hint[0]) {
        abort();
    }
    if (rat_query_parse_range((const char *)data, size, &from, &to) && from > to)
        abort();
    rat_arena_release(&arena);
    return 0;
}
