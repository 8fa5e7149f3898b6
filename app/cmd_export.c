/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/export.h"
#include "app/request.h"

#include <errno.h>

static const struct rat_option_spec options[] = {
    {"format", N_("FORMAT"), RAT_OPTION_TEXT, 0, 0, "csv|jsonl|bibtex|ris",
     N_("csv (sonst), jsonl, bibtex oder ris")},
    {"output", N_("DATEI"), RAT_OPTION_TEXT, 0, 0, NULL, N_("dorthin statt auf die Standardausgabe")},
    RAT_REQUEST_OPTIONS,
    RAT_OPTIONS_END};

struct exporting {
    struct rat_export out;
    struct rat_err *err;
};

static enum rat_export_format format_by_name(const char *name)
{
    static const char *const names[] = {"csv", "jsonl", "bibtex", "ris"};
    size_t i = 0;
    while (i < 3 && strcmp(names[i], name) != 0)
        i++;
    return (enum rat_export_format)i;
}

static rat_status put_document(void *ctx, uint32_t docnum)
{
    struct exporting *e = ctx;
    struct rat_document document;
    rat_status st =
        rat_catalogue_document(e->out.snapshot->catalogue, docnum, &e->out.arena, &document, e->err);
    if (st == RAT_OK)
        st = rat_export_document(&e->out, &document, e->err);
    rat_arena_clear(&e->out.arena);
    return st;
}

static rat_status run_search(struct rat_cli *cli, struct rat_request *request, struct rat_snapshot *snapshot,
                             struct exporting *e, struct rat_search **search)
{
    const char *path = rat_args_text(&cli->args, "output", NULL);
    if (!snapshot->catalogue) {
        rat_fail(e->err, RAT_EUSAGE, "%s", _("Dieses Archiv ist nur ein Index: Es enthält keine Dokumente"));
        return RAT_EUSAGE;
    }
    request->limit = 0;
    request->keep_matches = true;
    rat_status st = rat_search_run(snapshot, request, search, e->err);
    if (st != RAT_OK)
        return st;
    e->out.snapshot = snapshot;
    e->out.request = request;
    e->out.result = rat_search_result(*search);
    e->out.file = path ? fopen(path, "w") : stdout;
    if (!e->out.file)
        return rat_fail_errno(e->err, RAT_EIO, errno, _("Die Datei „%s“ lässt sich nicht schreiben"), path);
    st = rat_export_head(&e->out, e->err);
    if (st == RAT_OK)
        st = rat_search_each(*search, put_document, e);
    if (path && fclose(e->out.file) != 0 && st == RAT_OK)
        st = rat_fail_errno(e->err, RAT_EIO, errno, _("Die Datei „%s“ lässt sich nicht schreiben"), path);
    return st;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_arena arena;
    struct rat_request request;
    struct rat_snapshot *snapshot = NULL;
    struct rat_search *search = NULL;
    struct exporting e = {.out = {.console = &cli->console}, .err = &err};
    rat_arena_init(&arena, 0);
    rat_arena_init(&e.out.arena, 0);
    e.out.format = format_by_name(rat_args_text(&cli->args, "format", "csv"));
    rat_status st = rat_request_read(&cli->args, 1, &arena, &request, &err);
    if (st == RAT_OK)
        st = rat_snapshot_open(cli->args.words[0], &snapshot, &err);
    if (st == RAT_OK)
        st = run_search(cli, &request, snapshot, &e, &search);
    int code = st != RAT_OK ? rat_cli_fail(cli, st, &err) : e.out.written ? RAT_EXIT_DONE : RAT_EXIT_NO_HITS;
    rat_search_free(search);
    rat_snapshot_close(snapshot);
    rat_buf_release(&e.out.line);
    rat_arena_release(&e.out.arena);
    rat_arena_release(&arena);
    return code;
}

const struct rat_command rat_cmd_export = {
    .name = "export",
    .arguments = N_("ARCHIV ANFRAGE... [--format FORMAT]"),
    .summary = N_("alle Treffer einer Anfrage als CSV, JSON Lines, BibTeX oder RIS"),
    .notes = N_(
        "Am Anfang steht, was gefragt wurde und wie es verstanden wurde, der Stand (generation) des Archivs\n"
        "und die Fassung der Sprachanalyse: damit lässt sich der Export wiederholen. Die Ordnung ist die "
        "der\n"
        "Aufnahme."),
    .examples = N_("ratsarchiv export archiv 'Radweg datum:2015..2018' --format csv --output radwege.csv\n"
                   "ratsarchiv export archiv gremium:Kreistag --format bibtex"),
    .options = options,
    .words_min = 2,
    .words_max = SIZE_MAX,
    .dash_words = true,
    .takes_archive = true,
    .run = run,
};
