/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/work.h"
#include "storage/archive.h"

static const struct rat_option_spec options[] = {
    {"order", "ART", RAT_OPTION_TEXT, 0, 0, "import|bisection",
     N_("Reihenfolge der Dokumente im Index: wie importiert, oder ähnliche beieinander "
        "(sonst: ähnliche beieinander, wenn es Tausende sind)")},
    RAT_ENGINES_OPTION,
    RAT_WORK_OPTIONS,
    RAT_OPTIONS_END};

static rat_status stats_of(const char *path, struct rat_archive_stats *out, struct rat_err *err)
{
    struct rat_snapshot *snapshot;
    rat_status st = rat_snapshot_open(path, &snapshot, err);
    if (st != RAT_OK)
        return st;
    st = rat_snapshot_stats(snapshot, out, err);
    rat_snapshot_close(snapshot);
    return st;
}

static rat_status print(struct rat_work *work, const struct rat_archive_stats *before,
                        const struct rat_archive_stats *after, struct rat_err *err)
{
    const struct rat_console *console = &work->cli->console;
    double seconds = rat_work_seconds(work);
    if (!work->cli->json) {
        char was[RAT_NUMBER_TEXT], is[RAT_NUMBER_TEXT], time[RAT_NUMBER_TEXT];
        printf(_("Index zusammengeführt in %s s: %s vorher, %s jetzt\n"),
               rat_console_decimal(console, seconds, 1, time),
               rat_console_bytes(console, before->index_bytes, was),
               rat_console_bytes(console, after->index_bytes, is));
        rat_console_row_count(console, _("Segmente vorher"), before->segments);
        rat_console_row_count(console, _("Segmente jetzt"), after->segments);
        return RAT_OK;
    }
    struct rat_json json;
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_json_put_number(&json, json.root, "segments", after->segments);
    rat_json_put_number(&json, json.root, "segments_before", before->segments);
    rat_json_put_number(&json, json.root, "index_bytes", after->index_bytes);
    rat_json_put_number(&json, json.root, "index_bytes_before", before->index_bytes);
    rat_json_put_real(&json, json.root, "wall_s", seconds);
    return rat_json_end(&json, err);
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_archive_stats before = {0}, after = {0};
    const char *path = cli->args.words[0];
    struct rat_work work;
    const char *order = rat_args_text(&cli->args, "order", NULL);
    rat_work_begin(&work, cli);
    work.options.engines = rat_work_engines(&cli->args);
    if (order)
        work.options.order = strcmp(order, "import") == 0 ? RAT_ORDER_IMPORT : RAT_ORDER_BISECTION;
    rat_status st = stats_of(path, &before, &err);
    if (st == RAT_OK)
        st = rat_optimize(path, &work.options, &err);
    rat_console_progress_clear(&cli->console);
    if (st == RAT_OK)
        st = stats_of(path, &after, &err);
    if (st == RAT_OK)
        st = print(&work, &before, &after, &err);
    rat_work_end(&work);
    return st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
}

const struct rat_command rat_cmd_optimize = {
    .name = "optimize",
    .arguments = N_("ARCHIV"),
    .summary = N_("den Index zu einem Segment zusammenführen und Überholtes daraus entfernen"),
    .notes =
        N_("Stehen ähnliche Dokumente im Index beieinander, ist er kleiner und Suchen sind schneller; an "
           "Treffern\n"
           "und ihrer Reihenfolge ändert das nichts. Gesucht werden kann währenddessen."),
    .examples = N_("ratsarchiv optimize archiv"),
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .takes_archive = true,
    .run = run,
};
