/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"
#include "app/json_out.h"
#include "query/stats_rows.h"
#include "storage/xapian_index.h"

static const struct rat_option_spec options[] = {RAT_OPTIONS_END};

/* "xapian": null when there is none; behind: the archive has changed since */
static void put_xapian(struct rat_json *json, const struct rat_snapshot *snapshot,
                       const struct rat_xapian_stats *xapian)
{
    if (!xapian) {
        rat_json_put_text(json, json->root, "xapian", NULL);
        return;
    }
    json_t *object = rat_json_put_object(json, json->root, "xapian");
    rat_json_put_number(json, object, "documents", xapian->documents);
    rat_json_put_number(json, object, "bytes", xapian->bytes);
    rat_json_put_number(json, object, "generation", xapian->state.generation);
    rat_json_put_flag(json, object, "behind", xapian->state.generation < snapshot->generation);
}

static rat_status print_json(const struct rat_snapshot *snapshot, const struct rat_archive_stats *stats,
                             const struct rat_xapian_stats *xapian, struct rat_err *err)
{
    struct rat_json json;
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_stats_put_json(stats, snapshot, &json);
    put_xapian(&json, snapshot, xapian);
    return rat_json_end(&json, err);
}

static rat_status print(struct rat_cli *cli, struct rat_snapshot *snapshot, struct rat_err *err)
{
    struct rat_archive_stats stats = {0};
    struct rat_stat_row rows[RAT_STAT_ROWS];
    struct rat_xapian_stats xapian;
    rat_status st = rat_snapshot_stats(snapshot, &stats, err);
    if (st != RAT_OK)
        return st;
    st = rat_xapian_index_stats(snapshot->path, &xapian, err);
    bool has_xapian = st == RAT_OK;
    if (!has_xapian && st != RAT_ENOTFOUND)
        return st;
    if (cli->json)
        return print_json(snapshot, &stats, has_xapian ? &xapian : NULL, err);
    rat_stats_list(&stats, snapshot->catalogue != NULL, rows);
    rat_console_row(&cli->console, _("Archiv"), cli->args.words[0]);
    rat_console_row(&cli->console, _("Textanalyse"), snapshot->analyzer);
    for (size_t i = 0; i < RAT_STAT_ROWS; i++) {
        if (rows[i].bytes)
            rat_console_row_bytes(&cli->console, _(rows[i].label), rows[i].value);
        else
            rat_console_row_count(&cli->console, _(rows[i].label), rows[i].value);
    }
    if (has_xapian) {
        rat_console_row_bytes(&cli->console, _("Xapian-Index"), xapian.bytes);
        rat_console_row_count(&cli->console, _("davon Dokumente"), xapian.documents);
        rat_console_row_count(&cli->console, _("davon Generation"), xapian.state.generation);
    }
    return RAT_OK;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_snapshot *snapshot = NULL;
    rat_status st = rat_snapshot_open(cli->args.words[0], &snapshot, &err);
    if (st == RAT_OK)
        st = print(cli, snapshot, &err);
    rat_snapshot_close(snapshot);
    return st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
}

const struct rat_command rat_cmd_stats = {
    .name = "stats",
    .arguments = N_("ARCHIV"),
    .summary = N_("Zahlen zum Archiv: Dokumente, Vorlagen, Größe des Index"),
    .examples = N_("ratsarchiv stats archiv\n"
                   "ratsarchiv stats archiv --json"),
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .takes_archive = true,
    .run = run,
};
