/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/work.h"

#include "indexer/shard_update.h"

static const struct rat_option_spec options[] = {
    {"shards", N_("DATEI"), RAT_OPTION_TEXT, 0, 0, NULL, N_("welche Teile es gibt und wo sie liegen")},
    {"prepare", N_("ORDNER"), RAT_OPTION_TEXT, 0, 0, NULL,
     N_("auf dem Rechner eines Teils: legt ein leeres an, oder räumt das vorhandene auf, so dass von "
        "Gelöschtem "
        "kein Byte bleibt")},
    RAT_OPTIONS_END};

/* ---- the report ---- */

static void put_shard(struct rat_json *json, json_t *list, const struct rat_shard_done *shard)
{
    json_t *one = rat_json_add_object(json, list);
    rat_json_put_text(json, one, "shard", shard->name);
    rat_json_put_number(json, one, "documents", shard->documents);
    rat_json_put_number(json, one, "put", shard->put);
    rat_json_put_number(json, one, "deleted", shard->deleted);
    rat_json_put_flag(json, one, "new", shard->is_new);
    rat_json_put_flag(json, one, "compacted", shard->compacted);
    rat_json_put_flag(json, one, "owes", shard->owes);
}

static rat_status print_json(const struct rat_shard_report *report, struct rat_err *err)
{
    struct rat_json json;
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_json_put_flag(&json, json.root, "current", report->is_current);
    rat_json_put_number(&json, json.root, "documents", report->documents);
    rat_json_put_number(&json, json.root, "put", report->put);
    rat_json_put_number(&json, json.root, "deleted", report->deleted);
    rat_json_put_number(&json, json.root, "moved_papers", report->moved_papers);
    rat_json_put_number(&json, json.root, "moved_documents", report->moved_documents);
    rat_json_put_real(&json, json.root, "wall_s", report->seconds);
    json_t *list = rat_json_put_array(&json, json.root, "shards");
    for (uint32_t i = 0; i < report->count; i++)
        put_shard(&json, list, &report->shards[i]);
    return rat_json_end(&json, err);
}

static void print_text(const struct rat_console *console, const struct rat_shard_report *report)
{
    char documents[RAT_NUMBER_TEXT], put[RAT_NUMBER_TEXT], deleted[RAT_NUMBER_TEXT], line[200];
    if (report->is_current) {
        puts(_("Alle Teile sind auf dem Stand des Archivs."));
        return;
    }
    for (uint32_t i = 0; i < report->count; i++) {
        const struct rat_shard_done *shard = &report->shards[i];
        snprintf(line, sizeof line, _("%s Dokumente, davon neu oder geändert %s; gelöscht %s"),
                 rat_console_count(console, shard->documents, documents),
                 rat_console_count(console, shard->put, put),
                 rat_console_count(console, shard->deleted, deleted));
        rat_console_row(console, shard->name, line);
    }
    rat_console_row_count(console, _("umgezogene Vorlagen"), report->moved_papers);
    rat_console_row_count(console, _("umgezogene Dokumente"), report->moved_documents);
    for (uint32_t i = 0; i < report->count; i++)
        if (report->shards[i].owes)
            printf(_("Warnung: Auf dem Rechner des Teils „%s“ liegen noch Bytes gelöschter Dokumente; dort "
                     "aufräumen: ratsarchiv shard --prepare ORDNER\n"),
                   report->shards[i].name);
}

/* ---- running ---- */

static rat_status update(struct rat_cli *cli, const char *file, struct rat_err *err)
{
    struct rat_shard_map map;
    struct rat_shard_report report;
    struct rat_work work;
    rat_status st = rat_shard_map_read(file, &map, err);
    if (st != RAT_OK)
        return st;
    rat_work_begin_plain(&work, cli);
    st = rat_shard_update(cli->args.words[0], &map, &work.options, &report, err);
    rat_work_end(&work);
    if (st == RAT_OK && cli->json)
        st = print_json(&report, err);
    else if (st == RAT_OK)
        print_text(&cli->console, &report);
    rat_shard_report_release(&report);
    rat_shard_map_release(&map);
    return st;
}

static rat_status prepare(struct rat_cli *cli, const char *folder, struct rat_err *err)
{
    struct rat_json json;
    bool is_new = false;
    rat_status st = rat_shard_prepare(folder, &is_new, err);
    if (st == RAT_OK && !cli->json) {
        puts(is_new ? _("Leeres Teil angelegt.") : _("Aufgeräumt: von Gelöschtem ist nichts mehr da."));
        return st;
    }
    if (st == RAT_OK)
        st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_json_put_flag(&json, json.root, "new", is_new);
    return rat_json_end(&json, err);
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    const char *file = rat_args_text(&cli->args, "shards", NULL);
    const char *folder = rat_args_text(&cli->args, "prepare", NULL);
    if (!folder && (!file || cli->args.word_count == 0))
        return rat_cli_error(cli, RAT_EUSAGE, _("Zum Beispiel: ratsarchiv shard archiv --shards teile.txt"),
                             "%s", _("Es fehlt das Archiv oder --shards DATEI"));
    rat_status st = folder ? prepare(cli, folder, &err) : update(cli, file, &err);
    return st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
}

const struct rat_command rat_cmd_shard = {
    .name = "shard",
    .arguments = N_("ARCHIV --shards DATEI | --prepare ORDNER"),
    .summary = N_("ein Archiv auf mehrere Rechner verteilen und die Teile nachführen"),
    .notes = N_(
        "DATEI hat eine Zeile für jedes Teil: NAME GEWICHT ORT. Ein Ort ist ein Ordner, tcp:RECHNER:PORT\n"
        "(xapian-tcpsrv) oder prog:PROGRAMM ... (xapian-progsrv, auch über ssh). Der Name entscheidet, "
        "welche\n"
        "Vorlagen ein Teil bekommt; eine Vorlage liegt mit allen Dokumenten auf einem. Derselbe Befehl noch\n"
        "einmal überträgt nur, was sich geändert hat. Kommt ein Teil hinzu, ziehen nur die Vorlagen um, die\n"
        "es bekommt; fällt eines weg, nur die seinen. Nach purge: derselbe Befehl, damit auch die Teile\n"
        "vergessen. Gesucht wird mit search --shards DATEI."),
    .examples = N_("ratsarchiv shard archiv --shards teile.txt\n"
                   "ratsarchiv shard --prepare /srv/teil-a"),
    .options = options,
    .words_min = 0,
    .words_max = 1,
    .takes_archive = true,
    .instead_of_archive = "prepare",
    .run = run,
};
