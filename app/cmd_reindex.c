/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/work.h"

static const struct rat_option_spec options[] = {
    {"engine", N_("NAME"), RAT_OPTION_TEXT, 0, 0, "native|xapian|both",
     N_("nur diesen Index, oder both: beide (sonst: den eigenen, und den von Xapian, wenn er da ist)")},
    RAT_WORK_OPTIONS,
    RAT_OPTIONS_END};

static rat_status print(struct rat_work *work, struct rat_err *err)
{
    struct rat_json json;
    if (!work->cli->json) {
        puts(_("Index neu aufgebaut:"));
        rat_work_print_report(work);
        return RAT_OK;
    }
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_work_put_report(work, &json, json.root);
    return rat_json_end(&json, err);
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_work work;
    rat_work_begin(&work, cli);
    work.options.engines = rat_work_engines(&cli->args);
    rat_status st = rat_reindex(cli->args.words[0], &work.options, &work.report, &err);
    rat_console_progress_clear(&cli->console);
    if (st == RAT_OK)
        st = print(&work, &err);
    int code = st != RAT_OK               ? rat_cli_fail(cli, st, &err)
               : work.report.rejected > 0 ? RAT_EXIT_REJECTED
                                          : RAT_EXIT_DONE;
    rat_work_end(&work);
    return code;
}

const struct rat_command rat_cmd_reindex = {
    .name = "reindex",
    .arguments = N_("ARCHIV"),
    .summary = N_("den Index aus Katalog und gespeicherten Texten neu aufbauen"),
    .notes =
        N_("Nötig nach einem Wechsel der Textanalyse oder wenn \"check\" einen beschädigten Index findet;\n"
           "die Quellen werden nicht gebraucht. --engine xapian legt den Index für `search --engine xapian` "
           "an."),
    .examples = N_("ratsarchiv reindex archiv\n"
                   "ratsarchiv reindex archiv --engine xapian"),
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .takes_archive = true,
    .run = run,
};
