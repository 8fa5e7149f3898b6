/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"
#include "app/json_out.h"
#include "storage/archive.h"
#include "text/analyzer.h"
#include "text/charset.h"

static const struct rat_option_spec options[] = {{"archive", N_("ARCHIV"), RAT_OPTION_TEXT, 0, 0, NULL,
                                                  N_("so, wie dieses Archiv analysiert (sonst: german)")},
                                                 RAT_OPTIONS_END};

struct analysis {
    struct rat_cli *cli;
    struct rat_analyzer *analyzer;
    struct rat_buf text;
    struct rat_json json;
};

static rat_status open_analyzer(struct analysis *a, struct rat_err *err)
{
    const char *archive = rat_args_text(&a->cli->args, "archive", NULL);
    struct rat_snapshot *snapshot;
    if (!archive)
        return rat_analyzer_new("german", &a->analyzer, err);
    rat_status st = rat_snapshot_open(archive, &snapshot, err);
    if (st != RAT_OK)
        return st;
    st = rat_analyzer_new(snapshot->analyzer, &a->analyzer, err);
    rat_snapshot_close(snapshot);
    return st;
}

static rat_status join_text(struct analysis *a, struct rat_err *err)
{
    const struct rat_args *args = &a->cli->args;
    for (size_t i = 0; i < args->word_count; i++) {
        rat_buf_puts(&a->text, i > 0 ? " " : "");
        rat_buf_puts(&a->text, args->words[i]);
    }
    if (a->text.failed)
        return rat_nomem(err);
    if (!rat_utf8_valid(a->text.data, a->text.size))
        return rat_fail(err, RAT_EUSAGE, "%s", _("Der Text ist kein gültiges UTF-8"));
    return RAT_OK;
}

static void put_term(struct analysis *a, const struct rat_token *token, const struct rat_term *term)
{
    char bytes[RAT_TERM_BYTES_MAX + 1];
    size_t n = term->size < RAT_TERM_BYTES_MAX ? term->size : RAT_TERM_BYTES_MAX;
    memcpy(bytes, term->bytes, n);
    bytes[n] = '\0';
    if (a->cli->json) {
        json_t *one = rat_json_add_object(&a->json, a->json.root);
        rat_json_put_text(&a->json, one, "term", bytes);
        rat_json_put_text(&a->json, one, "layer", rat_layer_name(term->layer));
        rat_json_put_number(&a->json, one, "position", token->position);
        rat_json_put_number(&a->json, one, "start", token->start);
        rat_json_put_number(&a->json, one, "end", token->end);
        return;
    }
    struct rat_buf stretch = RAT_BUF_INIT;
    rat_buf_append(&stretch, a->text.data + token->start, token->end - token->start);
    printf("%8u  ", (unsigned)token->position);
    rat_console_cell(&a->cli->console, rat_buf_cstr(&stretch), 26);
    rat_console_cell(&a->cli->console, rat_layer_name(term->layer), 8);
    rat_console_text(&a->cli->console, bytes);
    putchar('\n');
    rat_buf_release(&stretch);
}

static rat_status put_tokens(struct analysis *a, struct rat_err *err)
{
    struct rat_token token;
    struct rat_terms terms;
    rat_status st;
    rat_analyzer_start(a->analyzer, a->text.data ? (const char *)a->text.data : "", a->text.size);
    while ((st = rat_analyzer_next(a->analyzer, &token)) == RAT_OK) {
        st = rat_analyzer_terms(a->analyzer, token.surface, token.surface_size, &terms);
        if (st != RAT_OK)
            break;
        for (uint32_t i = 0; i < terms.count; i++)
            put_term(a, &token, &terms.term[i]);
    }
    return st == RAT_END ? RAT_OK : st == RAT_ENOMEM ? rat_nomem(err) : st;
}

static rat_status analyze(struct analysis *a, struct rat_err *err)
{
    rat_status st = join_text(a, err);
    if (st == RAT_OK)
        st = open_analyzer(a, err);
    if (st == RAT_OK && a->cli->json)
        st = rat_json_begin_array(&a->json, err);
    if (st != RAT_OK)
        return st;
    if (!a->cli->json) {
        printf("%s  ", _("Position"));
        rat_console_cell(&a->cli->console, _("im Text"), 26);
        rat_console_cell(&a->cli->console, _("Ebene"), 8);
        puts(_("Suchbegriff"));
    }
    st = put_tokens(a, err);
    if (!a->cli->json)
        return st;
    if (st == RAT_OK)
        return rat_json_end(&a->json, err);
    rat_json_discard(&a->json);
    return st;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct analysis analysis = {.cli = cli, .text = RAT_BUF_INIT};
    rat_status st = analyze(&analysis, &err);
    rat_analyzer_free(analysis.analyzer);
    rat_buf_release(&analysis.text);
    return st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
}

const struct rat_command rat_cmd_analyze = {
    .name = "analyze",
    .arguments = N_("TEXT [--archive ARCHIV]"),
    .summary = N_("zeigen, welche Suchbegriffe aus einem Text werden"),
    .notes = N_("start und end sind Byte-Stellen im Text."),
    .examples = N_("ratsarchiv analyze 'Die Straßenausbaubeitragssatzung'\n"
                   "ratsarchiv analyze 'Müller' --json"),
    .options = options,
    .words_min = 1,
    .words_max = SIZE_MAX,
    .dash_words = true,
    .run = run,
};
