/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"
#include "app/json_out.h"
#include "storage/archive.h"
#include "storage/xapian_index.h"

static const struct rat_option_spec options[] = {RAT_OPTIONS_END};

struct stat_row {
    const char *key, *label; /* label: msgid */
    uint64_t value;
    bool bytes;
};

#define STAT_ROWS 27

/* What counts as a document, and what as deleted, in an archive that is only an index: its segments decide. */
static void list_rows(const struct rat_archive_stats *s, bool has_catalogue, struct stat_row out[STAT_ROWS])
{
    const struct rat_catalogue_counts *c = &s->catalogue;
    uint64_t gone = s->hidden + s->dead;
    uint64_t documents = has_catalogue ? c->documents : s->documents > gone ? s->documents - gone : 0;
    const struct stat_row rows[STAT_ROWS] = {
        {"documents", N_("Dokumente"), documents, false},
        {"papers", N_("Vorlagen"), c->papers, false},
        {"meetings", N_("Sitzungen"), c->meetings, false},
        {"organizations", N_("Gremien"), c->organizations, false},
        {"consultations", N_("Beratungen"), c->consultations, false},
        {"deleted", N_("bei der Quelle entfernt"), has_catalogue ? c->removed_documents : gone, false},
        {"removed_papers", N_("davon ganze Vorlagen"), c->removed_papers, false},
        {"purged", N_("endgültig gelöscht"), c->purged, false},
        {"without_text", N_("ohne Text"), c->without_text, false},
        {"undecodable_documents", N_("mit unlesbaren Bytes"), c->undecodable_documents, false},
        {"text_bytes", N_("Text"), c->text_bytes, true},
        {"contents", N_("gespeicherte Inhalte"), c->contents, false},
        {"content_bytes", N_("gespeichert, gepackt"), c->content_bytes_stored, true},
        {"generation", N_("Generation"), s->generation, false},
        {"segments", N_("Segmente"), s->segments, false},
        {"segment_documents", N_("Dokumente in Segmenten"), s->documents, false},
        {"hidden", N_("davon verborgen"), s->hidden, false},
        {"dead", N_("davon überholt"), s->dead, false},
        {"terms", N_("Suchbegriffe"), s->terms, false},
        {"postings", N_("Fundstellen"), s->postings, false},
        {"positions", N_("Wortpositionen"), s->positions, false},
        {"index_bytes", N_("Index"), s->index_bytes, true},
        {"postings_bytes", N_("davon Fundstellen"), s->postings_bytes, true},
        {"positions_bytes", N_("davon Positionen"), s->positions_bytes, true},
        {"dictionary_bytes", N_("davon Wörterbuch"), s->dictionary_bytes, true},
        {"lengths_bytes", N_("davon Längen"), s->lengths_bytes, true},
        {"columns_bytes", N_("davon Spalten"), s->columns_bytes, true},
    };
    memcpy(out, rows, sizeof rows);
}

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
                             const struct stat_row rows[STAT_ROWS], const struct rat_xapian_stats *xapian,
                             struct rat_err *err)
{
    struct rat_json json;
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    for (size_t i = 0; i < STAT_ROWS; i++)
        rat_json_put_number(&json, json.root, rows[i].key, rows[i].value);
    rat_json_put_number(&json, json.root, "offsets_bytes", stats->offsets_bytes);
    rat_json_put_text(&json, json.root, "analyzer", snapshot->analyzer);
    rat_json_put_number(&json, json.root, "analyzer_version", snapshot->analyzer_version);
    put_xapian(&json, snapshot, xapian);
    return rat_json_end(&json, err);
}

static rat_status print(struct rat_cli *cli, struct rat_snapshot *snapshot, struct rat_err *err)
{
    struct rat_archive_stats stats = {0};
    struct stat_row rows[STAT_ROWS];
    struct rat_xapian_stats xapian;
    rat_status st = rat_snapshot_stats(snapshot, &stats, err);
    if (st != RAT_OK)
        return st;
    st = rat_xapian_index_stats(snapshot->path, &xapian, err);
    bool has_xapian = st == RAT_OK;
    if (!has_xapian && st != RAT_ENOTFOUND)
        return st;
    list_rows(&stats, snapshot->catalogue != NULL, rows);
    if (cli->json)
        return print_json(snapshot, &stats, rows, has_xapian ? &xapian : NULL, err);
    rat_console_row(&cli->console, _("Archiv"), cli->args.words[0]);
    rat_console_row(&cli->console, _("Textanalyse"), snapshot->analyzer);
    for (size_t i = 0; i < STAT_ROWS; i++) {
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
