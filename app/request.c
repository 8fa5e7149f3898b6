/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/request.h"

#include "base/buf.h"
#include "query/answer.h"

#define DEADLINE_MS 10000

static rat_status read_filters(const struct rat_args *args, struct rat_arena *arena, struct rat_request *out,
                               struct rat_err *err)
{
    struct rat_filter *filters = rat_arena_calloc(arena, args->given_count + 1, sizeof *filters);
    if (!filters)
        return rat_nomem(err);
    out->filters = filters;
    for (size_t i = 0; i < args->given_count; i++) {
        if (strcmp(args->given[i].spec->name, "filter") != 0)
            continue;
        rat_status st = rat_filter_read(args->given[i].value, "--filter", &filters[out->filter_count], err);
        if (st != RAT_OK)
            return st;
        out->filter_count++;
    }
    return RAT_OK;
}

static const char *join_words(const struct rat_args *args, size_t first, struct rat_arena *arena)
{
    struct rat_buf out = RAT_BUF_INIT;
    for (size_t i = first; i < args->word_count; i++) {
        rat_buf_puts(&out, i > first ? " " : "");
        rat_buf_puts(&out, args->words[i]);
    }
    const char *query = out.failed ? NULL : rat_arena_strdup(arena, rat_buf_cstr(&out));
    rat_buf_release(&out);
    return query;
}

rat_status rat_request_read(const struct rat_args *args, size_t first, struct rat_arena *arena,
                            struct rat_request *out, struct rat_err *err)
{
    *out = (struct rat_request)RAT_REQUEST_INIT;
    out->deadline_ms = (uint32_t)rat_args_number(args, "deadline", DEADLINE_MS);
    out->include_removed = rat_args_flag(args, "removed");
    (void)rat_layers_by_name(rat_args_text(args, "layer", "parts"), &out->layers);
    out->query = join_words(args, first, arena);
    return out->query ? read_filters(args, arena, out, err) : rat_nomem(err);
}

const char *rat_layers_text(enum rat_layers layers)
{
    return layers == RAT_LAYERS_EXACT  ? _("nur das Wort, wie es dasteht")
           : layers == RAT_LAYERS_STEM ? _("das Wort und seine Formen")
                                       : _("das Wort, seine Formen, seine Teile und Zusammensetzungen");
}
