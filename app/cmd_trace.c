/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/json_out.h"
#include "app/trace_out.h"
#include "base/file.h"
#include "query/named.h"

static const struct rat_option_spec options[] = {
    {"dot", N_("DATEI"), RAT_OPTION_TEXT, 0, 0, NULL,
     N_("als Graph für Graphviz schreiben; \"-\": ausgeben")},
    {"svg", N_("DATEI"), RAT_OPTION_TEXT, 0, 0, NULL, N_("als Bild (Zeitleiste) schreiben; \"-\": ausgeben")},
    RAT_OPTIONS_END};

struct tracing {
    struct rat_cli *cli;
    struct rat_snapshot *snapshot;
    struct rat_arena arena;
    struct rat_trace *trace;
};

static rat_status load(struct tracing *t, struct rat_err *err)
{
    struct rat_resolved found = {0};
    struct rat_document document;
    const struct rat_args *args = &t->cli->args;
    rat_status st = rat_snapshot_open(args->words[0], &t->snapshot, err);
    if (st == RAT_OK)
        st = rat_named_find(t->snapshot, args->words[1], &t->arena, &found, err);
    if (st != RAT_OK)
        return st;
    struct rat_catalogue *catalogue = t->snapshot->catalogue;
    if (found.kind == RAT_NAMED_PAPER)
        return rat_trace_paper(catalogue, found.paper_id, &t->trace, err);
    st = rat_catalogue_document(catalogue, found.docnum, &t->arena, &document, err);
    if (st != RAT_OK)
        return st;
    st = document.paper_id ? rat_trace_paper(catalogue, document.paper_id, &t->trace, err) : RAT_ENOTFOUND;
    /* of no paper, or of one that is not there */
    return st == RAT_ENOTFOUND ? rat_trace_document(catalogue, found.docnum, &t->trace, err) : st;
}

static rat_status write_out(const char *file, struct rat_buf *bytes, struct rat_err *err)
{
    if (bytes->failed)
        return rat_nomem(err);
    if (strcmp(file, "-") != 0)
        return rat_file_publish(file, bytes->data, bytes->size, err);
    fwrite(bytes->data, 1, bytes->size, stdout); /* rat_finish_output looks at ferror */
    return RAT_OK;
}

static rat_status print_json(const struct rat_trace *trace, struct rat_err *err)
{
    struct rat_json json;
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_trace_put_json(trace, &json);
    return rat_json_end(&json, err);
}

static rat_status trace(struct tracing *t, struct rat_err *err)
{
    const struct rat_args *args = &t->cli->args;
    const char *dot = rat_args_text(args, "dot", NULL), *svg = rat_args_text(args, "svg", NULL);
    bool to_stdout = (dot && strcmp(dot, "-") == 0) + (svg && strcmp(svg, "-") == 0) + args->json > 1;
    if (to_stdout)
        return rat_fail(err, RAT_EUSAGE, "%s", _("Ausgeben lässt sich nur eines auf einmal"));
    rat_status st = load(t, err);
    struct rat_buf bytes = RAT_BUF_INIT;
    if (st == RAT_OK && dot) {
        rat_trace_put_dot(t->trace, &bytes);
        st = write_out(dot, &bytes, err);
    }
    rat_buf_clear(&bytes);
    if (st == RAT_OK && svg) {
        rat_trace_put_svg(&t->cli->console, t->trace, &bytes);
        st = write_out(svg, &bytes, err);
    }
    rat_buf_release(&bytes);
    if (st != RAT_OK)
        return st;
    if (args->json)
        return print_json(t->trace, err);
    if (!dot && !svg)
        rat_trace_print_text(&t->cli->console, t->trace);
    return RAT_OK;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct tracing t = {.cli = cli};
    rat_arena_init(&t.arena, 0);
    rat_status st = trace(&t, &err);
    int code = st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
    rat_trace_free(t.trace);
    rat_snapshot_close(t.snapshot);
    rat_arena_release(&t.arena);
    return code;
}

const struct rat_command rat_cmd_trace = {
    .name = "trace",
    .arguments = N_("ARCHIV ID-ODER-NUMMER [--dot DATEI] [--svg DATEI]"),
    .summary = N_("den Weg einer Vorlage erzählen: Beratungsfolge, Änderungen, Antworten, Verweise"),
    .notes = N_("Wann was geschah, mit Datum, Gremium und Ergebnis, auch bei den Vorlagen derselben Familie "
                "(2020/740,\n"
                "2020/740-1); darunter, womit die Vorlage verbunden ist und warum. Was nur aus einem Text "
                "bekannt ist,\n"
                "ist so gekennzeichnet."),
    .examples = N_("ratsarchiv trace archiv 2020/740\n"
                   "ratsarchiv trace archiv 2020/740 --svg weg.svg\n"
                   "ratsarchiv trace archiv 2020/740 --dot - | dot -Tpdf > weg.pdf"),
    .options = options,
    .words_min = 2,
    .words_max = 2,
    .takes_archive = true,
    .run = run,
};
