/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"
#include "app/json_out.h"
#include "storage/dump.h"

static const struct rat_option_spec options[] = {
    {"what", N_("TEIL"), RAT_OPTION_TEXT, 0, 0, NULL,
     N_("manifest, segments, terms, postings, document, columns, catalogue oder packs; ohne: Übersicht")},
    RAT_OPTIONS_END};

struct dumping {
    struct rat_cli *cli;
    struct rat_json json;
    json_t *lines;
};

static void print_line(void *ctx, const char *text)
{
    struct dumping *dumping = ctx;
    if (dumping->cli->json) {
        rat_json_add_text(&dumping->json, dumping->lines, text);
    } else {
        rat_console_text(&dumping->cli->console, text);
        putchar('\n');
    }
}

static rat_status dump(struct dumping *dumping, struct rat_err *err)
{
    const struct rat_args *args = &dumping->cli->args;
    const char *what = rat_args_text(args, "what", NULL);
    const char *argument = args->word_count > 1 ? args->words[1] : NULL;
    if (!dumping->cli->json)
        return rat_archive_dump(args->words[0], what, argument, dumping, print_line, err);
    rat_status st = rat_json_begin(&dumping->json, err);
    if (st != RAT_OK)
        return st;
    rat_json_put_text(&dumping->json, dumping->json.root, "what", what);
    dumping->lines = rat_json_put_array(&dumping->json, dumping->json.root, "lines");
    st = rat_archive_dump(args->words[0], what, argument, dumping, print_line, err);
    if (st == RAT_OK)
        return rat_json_end(&dumping->json, err);
    rat_json_discard(&dumping->json);
    return st;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct dumping dumping = {.cli = cli};
    rat_status st = dump(&dumping, &err);
    return st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
}

const struct rat_command rat_cmd_dump = {
    .name = "dump",
    .arguments = N_("ARCHIV [--what TEIL] [BEGRIFF]"),
    .summary = N_("die Dateien des Archivs lesbar zeigen, für Fehlersuche"),
    .examples = N_("ratsarchiv dump archiv\n"
                   "ratsarchiv dump archiv --what terms\n"
                   "ratsarchiv dump archiv --what postings exact:radweg"),
    .options = options,
    .words_min = 1,
    .words_max = 2,
    .takes_archive = true,
    .run = run,
};
