/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/json_out.h"
#include "app/plot.h"
#include "app/request.h"
#include "query/timeline_json.h"

static const struct rat_option_spec options[] = {
    {"svg", N_("DATEI"), RAT_OPTION_TEXT, 0, 0, NULL, N_("beide Verläufe als Bild schreiben")},
    RAT_REQUEST_OPTIONS,
    RAT_OPTIONS_END};

struct comparison {
    struct rat_cli *cli;
    struct rat_arena arena;
    struct rat_request requests[2];
    struct rat_timeline timelines[2];
    uint64_t both; /* documents that match both */
};

static rat_status count_both(struct comparison *c, struct rat_snapshot *snapshot, struct rat_err *err)
{
    struct rat_request request = c->requests[0];
    struct rat_search *search;
    request.query = rat_arena_printf(&c->arena, "(%s) UND (%s)", c->timelines[0].interpreted,
                                     c->timelines[1].interpreted);
    request.limit = 0;
    if (!request.query)
        return rat_nomem(err);
    rat_status st = rat_search_run(snapshot, &request, &search, err);
    if (st != RAT_OK)
        return st;
    c->both = rat_search_result(search)->total;
    rat_search_free(search);
    return RAT_OK;
}

static void print_row(const struct rat_console *console, const struct rat_year *a, const struct rat_year *b)
{
    char text[5][RAT_NUMBER_TEXT];
    if (a->year)
        printf("  %-11d", a->year);
    else
        rat_console_text(console, _("  ohne Datum "));
    printf("%8s  %8s  %8s  %8s  %9s\n", rat_console_count(console, a->count, text[0]),
           rat_console_decimal(console, a->per_thousand, 1, text[1]),
           rat_console_count(console, b->count, text[2]),
           rat_console_decimal(console, b->per_thousand, 1, text[3]),
           rat_console_count(console, a->documents, text[4]));
}

static void print_notes(const struct rat_console *console, const struct rat_timeline *t,
                        const struct rat_timeline *other)
{
    for (size_t i = 0; i < t->note_count; i++) {
        bool said = false;
        for (size_t k = 0; other && k < other->note_count; k++)
            said = said || strcmp(other->notes[k], t->notes[i]) == 0;
        if (said)
            continue;
        fputs(_("Hinweis: "), stdout);
        rat_console_wrap(console, t->notes[i], 9, 9);
    }
}

static void print_text(const struct comparison *c)
{
    const struct rat_console *console = &c->cli->console;
    char number[RAT_NUMBER_TEXT];
    for (int i = 0; i < 2; i++) {
        printf("%c: ", 'A' + i);
        rat_console_text(console, c->timelines[i].interpreted);
        printf(_("  (%s Treffer)\n"), rat_console_count(console, c->timelines[i].total, number));
    }
    printf(_("Beides: %s Dokumente. Gezählt wird: %s\n\n"), rat_console_count(console, c->both, number),
           rat_layers_text(c->requests[0].layers));
    puts(_("  Jahr              A  je 1.000         B  je 1.000  Dokumente"));
    for (size_t i = 0; i < c->timelines[0].year_count; i++)
        print_row(console, &c->timelines[0].years[i], &c->timelines[1].years[i]);
    putchar('\n');
    print_notes(console, &c->timelines[0], NULL);
    print_notes(console, &c->timelines[1], &c->timelines[0]);
}

static rat_status print_json(const struct comparison *c, struct rat_err *err)
{
    struct rat_json json;
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_json_put_text(&json, json.root, "layer", rat_layers_name(c->requests[0].layers));
    rat_json_put_number(&json, json.root, "both", c->both);
    json_t *queries = rat_json_put_array(&json, json.root, "queries");
    for (int i = 0; i < 2; i++) {
        json_t *query = rat_json_add_object(&json, queries);
        rat_json_put_text(&json, query, "query", c->requests[i].query);
        rat_json_put_text(&json, query, "interpreted", c->timelines[i].interpreted);
        rat_json_put_number(&json, query, "total", c->timelines[i].total);
        rat_json_put_text(&json, query, "total_relation", c->timelines[i].total_is_exact ? "eq" : "gte");
        rat_timeline_put(&json, query, "years", &c->timelines[i]);
        json_t *notes = rat_json_put_array(&json, query, "notes");
        for (size_t k = 0; k < c->timelines[i].note_count; k++)
            rat_json_add_text(&json, notes, c->timelines[i].notes[k]);
    }
    return rat_json_end(&json, err);
}

static rat_status draw(const struct comparison *c, struct rat_err *err)
{
    const char *path = rat_args_text(&c->cli->args, "svg", NULL);
    struct rat_plot plot = {.english = c->cli->console.english, .layers = c->requests[0].layers};
    if (!path)
        return RAT_OK;
    for (int i = 0; i < 2; i++)
        plot.curves[plot.count++] = (struct rat_plot_curve){c->timelines[i].interpreted, &c->timelines[i]};
    return rat_plot_write(&plot, path, err);
}

static rat_status compare(struct comparison *c, struct rat_snapshot *snapshot, struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (int i = 0; i < 2 && st == RAT_OK; i++) {
        st = rat_request_read(&c->cli->args, 1, &c->arena, &c->requests[i], err);
        c->requests[i].query = c->cli->args.words[1 + i];
        if (!rat_args_text(&c->cli->args, "layer", NULL))
            c->requests[i].layers =
                RAT_LAYERS_STEM; /* with parts, Klimaschutz and Umweltschutz are much the same */
        if (st == RAT_OK)
            st = rat_timeline_run(snapshot, &c->requests[i], &c->arena, &c->timelines[i], err);
    }
    if (st == RAT_OK)
        st = count_both(c, snapshot, err);
    if (st == RAT_OK)
        st = draw(c, err);
    if (st == RAT_OK && c->cli->json)
        return print_json(c, err);
    if (st == RAT_OK)
        print_text(c);
    return st;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct comparison c = {.cli = cli};
    struct rat_snapshot *snapshot = NULL;
    rat_arena_init(&c.arena, 0);
    rat_status st = rat_snapshot_open(cli->args.words[0], &snapshot, &err);
    if (st == RAT_OK)
        st = compare(&c, snapshot, &err);
    bool any = c.timelines[0].total + c.timelines[1].total > 0;
    int code = st != RAT_OK ? rat_cli_fail(cli, st, &err) : any ? RAT_EXIT_DONE : RAT_EXIT_NO_HITS;
    rat_snapshot_close(snapshot);
    rat_arena_release(&c.arena);
    return code;
}

const struct rat_command rat_cmd_compare = {
    .name = "compare",
    .arguments = N_("ARCHIV ANFRAGE ANFRAGE"),
    .summary = N_("zwei Anfragen im Verlauf der Jahre vergleichen"),
    .notes = N_("Ohne --layer zählen das Wort und seine Formen, aber nicht seine Teile: sonst fänden "
                "Klimaschutz und\n"
                "Umweltschutz großenteils dasselbe."),
    .examples = N_("ratsarchiv compare archiv Klimaschutz Umweltschutz\n"
                   "ratsarchiv compare archiv 'Radweg*' 'Parkplatz*' --layer exact --svg verlauf.svg"),
    .options = options,
    .words_min = 3,
    .words_max = 3,
    .dash_words = true,
    .takes_archive = true,
    .run = run,
};
