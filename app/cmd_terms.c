/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/json_out.h"
#include "app/request.h"
#include "query/wordstats.h"

#define SAMPLE 300
#define TERMS 25

static const struct rat_option_spec options[] = {
    {"limit", "N", RAT_OPTION_NUMBER, 1, 10000, NULL, N_("höchstens so viele Wörter je Liste (sonst 25)")},
    {"sample", "N", RAT_OPTION_NUMBER, 1, 100000, NULL, N_("so viele der besten Treffer lesen (sonst 300)")},
    {"window", "N", RAT_OPTION_NUMBER, 1, 200, NULL,
     N_("so viele Wörter neben einer Fundstelle zählen (sonst 10)")},
    {"all-words", NULL, RAT_OPTION_FLAG, 0, 0, NULL, N_("nicht nur Hauptwörter und Namen")},
    RAT_REQUEST_OPTIONS,
    RAT_OPTIONS_END};

struct terms {
    struct rat_cli *cli;
    struct rat_arena arena;
    struct rat_request request;
    struct rat_snapshot *snapshot;
    struct rat_search *search;
    struct rat_wordstats stats;
};

static void print_list(const struct rat_console *console, const char *title, const struct rat_wordstat *list,
                       size_t count)
{
    size_t widest = 24;
    char here[RAT_NUMBER_TEXT], all[RAT_NUMBER_TEXT], score[RAT_NUMBER_TEXT];
    for (size_t i = 0; i < count; i++) {
        size_t columns = rat_console_columns(list[i].word);
        widest = columns > widest ? columns : widest;
    }
    printf("\n%s\n  ", title);
    rat_console_cell(console, _("Wort"), widest + 1);
    puts(_("  hier  im Archiv      Maß"));
    for (size_t i = 0; i < count; i++) {
        fputs("  ", stdout);
        rat_console_cell(console, list[i].word, widest + 1);
        printf("%6s  %9s  %7s\n", rat_console_count(console, list[i].documents, here),
               rat_console_count(console, list[i].archive, all),
               rat_console_decimal(console, list[i].score, 1, score));
    }
}

static void print_text(const struct terms *t)
{
    const struct rat_console *console = &t->cli->console;
    const struct rat_result *result = rat_search_result(t->search);
    char sample[RAT_NUMBER_TEXT], total[RAT_NUMBER_TEXT], places[RAT_NUMBER_TEXT];
    printf(_("Gelesen: die besten %s von %s Treffern, %s Fundstellen\n"),
           rat_console_count(console, t->stats.sample, sample),
           rat_console_count(console, result->total, total),
           rat_console_count(console, t->stats.places, places));
    for (size_t i = 0; i < result->note_count; i++) {
        fputs(_("Hinweis: "), stdout);
        rat_console_wrap(console, result->notes[i], 9, 9);
    }
    print_list(console, _("Neben den Fundstellen"), t->stats.neighbours, t->stats.neighbour_count);
    print_list(console, _("In diesen Dokumenten öfter als sonst"), t->stats.terms, t->stats.term_count);
}

static void put_list(struct rat_json *json, const char *key, const struct rat_wordstat *list, size_t count)
{
    json_t *array = rat_json_put_array(json, json->root, key);
    for (size_t i = 0; i < count; i++) {
        json_t *item = rat_json_add_object(json, array);
        rat_json_put_text(json, item, "word", list[i].word);
        rat_json_put_number(json, item, "documents", list[i].documents);
        rat_json_put_number(json, item, "archive", list[i].archive);
        rat_json_put_real(json, item, "score", list[i].score);
    }
}

static rat_status print_json(const struct terms *t, struct rat_err *err)
{
    struct rat_json json;
    const struct rat_result *result = rat_search_result(t->search);
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_json_put_text(&json, json.root, "query", t->request.query);
    rat_json_put_text(&json, json.root, "interpreted", result->interpreted);
    rat_json_put_text(&json, json.root, "layer", rat_layers_name(t->request.layers));
    rat_json_put_number(&json, json.root, "total", result->total);
    rat_json_put_number(&json, json.root, "sample", t->stats.sample);
    rat_json_put_number(&json, json.root, "places", t->stats.places);
    put_list(&json, "neighbours", t->stats.neighbours, t->stats.neighbour_count);
    put_list(&json, "terms", t->stats.terms, t->stats.term_count);
    json_t *notes = rat_json_put_array(&json, json.root, "notes");
    for (size_t i = 0; i < result->note_count; i++)
        rat_json_add_text(&json, notes, result->notes[i]);
    return rat_json_end(&json, err);
}

static rat_status count(struct terms *t, struct rat_err *err)
{
    const struct rat_args *args = &t->cli->args;
    struct rat_wordstats_options o = {.terms = (size_t)rat_args_number(args, "limit", TERMS),
                                      .window = (size_t)rat_args_number(args, "window", 0),
                                      .all_words = rat_args_flag(args, "all-words")};
    rat_status st = rat_request_read(args, 1, &t->arena, &t->request, err);
    t->request.limit = (size_t)rat_args_number(args, "sample", SAMPLE);
    if (st == RAT_OK)
        st = rat_snapshot_open(args->words[0], &t->snapshot, err);
    if (st == RAT_OK)
        st = rat_search_run(t->snapshot, &t->request, &t->search, err);
    if (st == RAT_OK)
        st = rat_wordstats_run(t->search, &o, &t->arena, &t->stats, err);
    if (st == RAT_OK && t->cli->json)
        return print_json(t, err);
    if (st == RAT_OK)
        print_text(t);
    return st;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct terms t = {.cli = cli};
    rat_arena_init(&t.arena, 0);
    rat_status st = count(&t, &err);
    int code = st != RAT_OK ? rat_cli_fail(cli, st, &err) : t.stats.sample ? RAT_EXIT_DONE : RAT_EXIT_NO_HITS;
    rat_search_free(t.search);
    rat_snapshot_close(t.snapshot);
    rat_arena_release(&t.arena);
    return code;
}

const struct rat_command rat_cmd_terms = {
    .name = "terms",
    .arguments = N_("ARCHIV ANFRAGE..."),
    .summary = N_("Wörter, die zu einer Anfrage gehören: neben ihr, und in ihren Treffern öfter als sonst"),
    .notes =
        N_("Das Maß ist die Log-Likelihood nach Dunning; ab 10,8 ist es in einem von tausend Fällen Zufall."),
    .examples = N_("ratsarchiv terms archiv Radweg\n"
                   "ratsarchiv terms archiv '\"sozialer Wohnungsbau\" datum:2015..' --window 5 --json"),
    .options = options,
    .words_min = 2,
    .words_max = SIZE_MAX,
    .dash_words = true,
    .takes_archive = true,
    .run = run,
};
