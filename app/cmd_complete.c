/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"
#include "app/json_out.h"
#include "query/complete.h"

static const struct rat_option_spec options[] = {{"limit", "N", RAT_OPTION_NUMBER, 1, RAT_COMPLETE_MAX, NULL,
                                                  N_("höchstens so viele jeder Art (sonst 10)")},
                                                 RAT_OPTIONS_END};

static const char *kind_text(enum rat_completion_kind kind)
{
    switch (kind) {
    case RAT_COMPLETE_WORD: return _("Wörter");
    case RAT_COMPLETE_NUMBER: return _("Nummern");
    case RAT_COMPLETE_BODY: return _("Gremien");
    case RAT_COMPLETE_TITLE: break;
    }
    return _("Titel");
}

static void print_text(const struct rat_console *console, const struct rat_completions *list)
{
    char number[RAT_NUMBER_TEXT];
    for (size_t i = 0; i < list->count; i++) {
        const struct rat_completion *c = &list->items[i];
        if (i == 0 || list->items[i - 1].kind != c->kind)
            printf("%s\n", kind_text(c->kind));
        fputs("  ", stdout);
        rat_console_text(console, c->text);
        if (c->kind != RAT_COMPLETE_TITLE)
            printf("  %s", rat_console_count(console, c->documents, number));
        putchar('\n');
    }
}

static rat_status print_json(const char *typed, const struct rat_completions *list, struct rat_err *err)
{
    struct rat_json json;
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_json_put_text(&json, json.root, "typed", typed);
    json_t *array = rat_json_put_array(&json, json.root, "completions");
    for (size_t i = 0; i < list->count; i++) {
        const struct rat_completion *c = &list->items[i];
        json_t *item = rat_json_add_object(&json, array);
        rat_json_put_text(&json, item, "kind", rat_completion_kind_name(c->kind));
        rat_json_put_text(&json, item, "text", c->text);
        rat_json_put_text(&json, item, "query", c->query);
        rat_json_put_text(&json, item, "id", c->id);
        rat_json_put_number(&json, item, "documents", c->documents);
    }
    return rat_json_end(&json, err);
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_arena arena;
    struct rat_snapshot *snapshot = NULL;
    struct rat_completions list = {NULL, 0};
    const char *typed = cli->args.words[1];
    rat_arena_init(&arena, 0);
    rat_status st = rat_snapshot_open(cli->args.words[0], &snapshot, &err);
    if (st == RAT_OK)
        st = rat_complete(snapshot, typed, (size_t)rat_args_number(&cli->args, "limit", 10), &arena, &list,
                          &err);
    if (st == RAT_OK && cli->json)
        st = print_json(typed, &list, &err);
    else if (st == RAT_OK)
        print_text(&cli->console, &list);
    int code = st != RAT_OK ? rat_cli_fail(cli, st, &err) : list.count ? RAT_EXIT_DONE : RAT_EXIT_NO_HITS;
    rat_snapshot_close(snapshot);
    rat_arena_release(&arena);
    return code;
}

const struct rat_command rat_cmd_complete = {
    .name = "complete",
    .arguments = N_("ARCHIV ANFANG"),
    .summary = N_("vervollständigen: Wörter, Nummern, Gremien, Titel des Archivs"),
    .notes =
        N_("ANFANG ist eine Anfrage, deren letztes Wort noch nicht fertig ist (mindestens 2 Buchstaben)."),
    .examples = N_("ratsarchiv complete archiv Kais\n"
                   "ratsarchiv complete archiv 'Radweg 2020/7' --json"),
    .options = options,
    .words_min = 2,
    .words_max = 2,
    .takes_archive = true,
    .run = run,
};
