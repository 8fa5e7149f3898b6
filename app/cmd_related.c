/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/json_out.h"
#include "query/named.h"
#include "app/trace_out.h"
#include "query/related.h"
#include "query/connection_titles.h"

static const struct rat_option_spec options[] = {
    {"limit", "N", RAT_OPTION_NUMBER, 0, 1000, NULL, N_("höchstens so viele (sonst 10)")}, RAT_OPTIONS_END};

static rat_status print_json(const struct rat_related *related, struct rat_err *err)
{
    struct rat_json json;
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_related_put_json(related, &json);
    return rat_json_end(&json, err);
}

static void print_text(const struct rat_console *console, const struct rat_related *related)
{
    struct rat_buf line = RAT_BUF_INIT;
    char day[RAT_NUMBER_TEXT];
    if (related->item_count == 0)
        puts(_("Nichts Verwandtes gefunden"));
    for (size_t i = 0; i < related->item_count; i++) {
        const struct rat_related_item *item = &related->items[i];
        printf("%s%3zu. ", i > 0 ? "\n" : "", i + 1);
        rat_console_bold(console, item->title && *item->title ? item->title : _("(ohne Titel)"));
        rat_buf_clear(&line);
        if (item->reference)
            rat_buf_printf(&line, "%s · ", item->reference);
        rat_buf_puts(&line, rat_console_date(console, item->date, day));
        if (item->type)
            rat_buf_printf(&line, " · %s", item->type);
        printf("\n     ");
        rat_console_wrap(console, rat_buf_cstr(&line), 5, 5);
        rat_buf_clear(&line);
        for (unsigned r = 0; r < RAT_REASONS; r++)
            if (item->reasons & 1u << r)
                rat_buf_printf(&line, "%s%s", line.size ? ", " : "",
                               rat_reason_title((enum rat_reason)(1u << r)));
        printf("     ");
        rat_console_wrap(console, rat_buf_cstr(&line), 5, 5);
        if (item->copy_count > 0) {
            rat_buf_clear(&line);
            rat_buf_printf(&line, _("mit fast demselben Text: %zu weitere"), item->copy_count);
            printf("     ");
            rat_console_wrap(console, rat_buf_cstr(&line), 5, 5);
        }
        fputs("     ID: ", stdout);
        rat_console_text(console, item->id);
        putchar('\n');
    }
    rat_buf_release(&line);
}

static rat_status find(struct rat_cli *cli, struct rat_snapshot **snapshot, struct rat_arena *arena,
                       struct rat_related **related, struct rat_err *err)
{
    struct rat_resolved found = {0};
    struct rat_related_options wanted = {.limit = (size_t)rat_args_number(&cli->args, "limit", 10)};
    rat_status st = rat_snapshot_open(cli->args.words[0], snapshot, err);
    if (st == RAT_OK)
        st = rat_named_find(*snapshot, cli->args.words[1], arena, &found, err);
    return st == RAT_OK ? rat_related_find(*snapshot, &found, &wanted, related, err) : st;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_snapshot *snapshot = NULL;
    struct rat_related *related = NULL;
    struct rat_arena arena;
    rat_arena_init(&arena, 0);
    rat_status st = find(cli, &snapshot, &arena, &related, &err);
    if (st == RAT_OK && cli->json)
        st = print_json(related, &err);
    else if (st == RAT_OK)
        print_text(&cli->console, related);
    int code = st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
    rat_related_free(related);
    rat_snapshot_close(snapshot);
    rat_arena_release(&arena);
    return code;
}

const struct rat_command rat_cmd_related = {
    .name = "related",
    .arguments = N_("ARCHIV ID [--limit N]"),
    .summary = N_("Verwandtes zu einer Vorlage oder einem Dokument vorschlagen, mit Begründung"),
    .notes =
        N_("Gründe sind: dieselbe Familie (2020/740, 2020/740-1), Verweise in beide Richtungen, derselbe\n"
           "Tagesordnungspunkt, ähnliche Wörter; Kopien desselben Textes stehen nur einmal da."),
    .examples = N_("ratsarchiv related archiv 2020/740\n"
                   "ratsarchiv related archiv 586836 --limit 20 --json"),
    .options = options,
    .words_min = 2,
    .words_max = 2,
    .takes_archive = true,
    .run = run,
};
