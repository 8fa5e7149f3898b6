/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"
#include "app/json_out.h"
#include "storage/archive.h"

static const struct rat_option_spec options[] = {
    {"read-data", NULL, RAT_OPTION_FLAG, 0, 0, NULL,
     N_("auch jeden Inhalt entpacken und seine SHA-256-Summe prüfen (dauert länger)")},
    RAT_OPTIONS_END};

struct checking {
    struct rat_cli *cli;
    struct rat_json json;
    json_t *findings;
};

static void name_finding(void *ctx, const char *file, const char *what)
{
    struct checking *checking = ctx;
    if (checking->cli->json) {
        json_t *one = rat_json_add_object(&checking->json, checking->findings);
        rat_json_put_text(&checking->json, one, "file", file);
        rat_json_put_text(&checking->json, one, "what", what);
        return;
    }
    fputs(_("beschädigt: "), stdout);
    rat_console_text(&checking->cli->console, file);
    fputs(": ", stdout);
    rat_console_text(&checking->cli->console, what);
    putchar('\n');
}

static void describe_damage(struct rat_cli *cli, uint64_t count, struct rat_err *err)
{
    char number[RAT_NUMBER_TEXT];
    rat_fail(err, RAT_EDAMAGED, _("Das Archiv ist beschädigt, Befunde: %s"),
             rat_console_count(&cli->console, count, number));
    rat_err_where(err, "%s", cli->args.words[0]);
    rat_err_hint(
        err, "%s",
        _("Betrifft es nur index/, hilft: ratsarchiv reindex; sonst eine Sicherung einspielen oder in ein "
          "neues Archiv importieren"));
}

static rat_status print_json(struct checking *checking, uint64_t count, struct rat_err *err)
{
    struct rat_json *json = &checking->json;
    rat_json_put_flag(json, json->root, "sound", count == 0);
    rat_json_put_number(json, json->root, "count", count);
    if (count > 0)
        rat_json_put_error(json, json->root, err);
    return rat_json_end(json, err);
}

static int finish(struct checking *checking, uint64_t count)
{
    struct rat_err err = RAT_ERR_INIT;
    if (count > 0)
        describe_damage(checking->cli, count, &err);
    if (checking->cli->json) {
        rat_status st = print_json(checking, count, &err);
        if (st != RAT_OK)
            return rat_cli_fail(checking->cli, st, &err);
    } else if (count == 0) {
        puts(rat_args_flag(&checking->cli->args, "read-data")
                 ? _("Das Archiv ist in Ordnung (alle Inhalte gelesen).")
                 : _("Das Archiv ist in Ordnung (alle Prüfsummen stimmen)."));
    } else {
        fflush(stdout);
        rat_error_print(&err);
    }
    return count > 0 ? RAT_EXIT_DAMAGED : RAT_EXIT_DONE;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct checking checking = {.cli = cli};
    uint64_t count = 0;
    rat_status st = RAT_OK;
    if (cli->json) {
        st = rat_json_begin(&checking.json, &err);
        checking.findings =
            st == RAT_OK ? rat_json_put_array(&checking.json, checking.json.root, "findings") : NULL;
    }
    if (st == RAT_OK)
        st = rat_archive_check(cli->args.words[0], rat_args_flag(&cli->args, "read-data"), name_finding,
                               &checking, &count, &err);
    if (st == RAT_OK)
        return finish(&checking, count);
    rat_json_discard(&checking.json);
    return rat_cli_fail(cli, st, &err);
}

const struct rat_command rat_cmd_check = {
    .name = "check",
    .arguments = N_("ARCHIV [--read-data]"),
    .summary = N_("alle Prüfsummen des Archivs prüfen"),
    .notes = N_("Jeder Befund wird mit seiner Datei genannt; mit Befunden ist der Rückgabewert 3."),
    .examples = N_("ratsarchiv check archiv\n"
                   "ratsarchiv check archiv --read-data --json"),
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .takes_archive = true,
    .run = run,
};
