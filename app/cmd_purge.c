/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/work.h"

static const struct rat_option_spec options[] = {{"reason", N_("TEXT"), RAT_OPTION_TEXT, 0, 0, NULL,
                                                  N_("Grund, der im Protokoll des Archivs bleibt (Pflicht)")},
                                                 RAT_WORK_OPTIONS,
                                                 RAT_OPTIONS_END};

static rat_status print(struct rat_cli *cli, uint64_t purged, struct rat_err *err)
{
    struct rat_json json;
    char number[RAT_NUMBER_TEXT];
    if (!cli->json) {
        printf(_("Endgültig gelöscht: %s Dokumente\n"), rat_console_count(&cli->console, purged, number));
        return RAT_OK;
    }
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_json_put_number(&json, json.root, "purged", purged);
    return rat_json_end(&json, err);
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    uint64_t purged = 0;
    const char *reason = rat_args_text(&cli->args, "reason", "");
    if (!reason[strspn(reason, " \t\r\n")])
        return rat_cli_error(cli, RAT_EUSAGE, _("Zum Beispiel: --reason 'Löschersuchen vom 3.5.2024'"), "%s",
                             _("Gelöscht wird nur mit einem Grund: --reason TEXT fehlt"));
    struct rat_work work;
    rat_work_begin(&work, cli);
    rat_status st = rat_purge(cli->args.words[0], cli->args.words + 1, cli->args.word_count - 1, reason,
                              &work.options, &purged, &err);
    rat_console_progress_clear(&cli->console);
    if (st == RAT_OK)
        st = print(cli, purged, &err);
    rat_work_end(&work);
    return st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
}

const struct rat_command rat_cmd_purge = {
    .name = "purge",
    .arguments = N_("ARCHIV ID... --reason TEXT"),
    .summary = N_("Dokumente endgültig löschen: Text, Original, Index und Katalog"),
    .notes = N_(
        "Nur dieser Befehl löscht wirklich. Die ID einer Vorlage meint alle ihre Dokumente. Zurück bleibt\n"
        "ein Vermerk mit ID und Grund, damit ein späterer Import sie nicht wieder aufnimmt. Alles oder\n"
        "nichts: Ist eine ID unbekannt oder mehrdeutig, wird keine gelöscht."),
    .examples = N_("ratsarchiv purge archiv 2020/740 --reason 'Löschersuchen vom 3.5.2024'"),
    .options = options,
    .words_min = 2,
    .words_max = SIZE_MAX,
    .takes_archive = true,
    .run = run,
};
