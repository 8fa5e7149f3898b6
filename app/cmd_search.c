/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/hits.h"
#include "app/json_out.h"
#include "app/plot.h"
#include "app/request.h"

#define FACET_VALUES_FOR_PEOPLE 12u
#define KWIC_LINES 20

static const struct rat_option_spec options[] = {
    {"limit", "N", RAT_OPTION_NUMBER, 0, 1000000, NULL, N_("höchstens so viele Treffer (sonst 10)")},
    {"offset", "N", RAT_OPTION_NUMBER, 0, UINT32_MAX, NULL, N_("so viele Treffer überspringen (blättern)")},
    {"sort", N_("ORDNUNG"), RAT_OPTION_TEXT, 0, 0, "relevance|newest|oldest",
     N_("relevance (sonst), newest: neueste zuerst, oldest: älteste zuerst")},
    {"facets", N_("FELD,..."), RAT_OPTION_TEXT, 0, 0, NULL,
     N_("Häufigkeiten, zum Beispiel jahr,typ,gremium")},
    {"group", N_("ART"), RAT_OPTION_TEXT, 0, 0, "paper|none", N_("paper: je Vorlage nur der beste Treffer")},
    RAT_ENGINE_OPTION,
    {"kwic", NULL, RAT_OPTION_FLAG, 0, 0, NULL,
     N_("jede Fundstelle mit ihrer Umgebung zeigen, Wort unter Wort")},
    {"kwic-width", "N", RAT_OPTION_NUMBER, 1, 1000, NULL, N_("so viele Zeichen auf jeder Seite")},
    {"kwic-lines", "N", RAT_OPTION_NUMBER, 1, 100000, NULL,
     N_("höchstens so viele Fundstellen je Treffer (sonst 20)")},
    {"histogram", NULL, RAT_OPTION_FLAG, 0, 0, NULL,
     N_("Treffer nach Jahren, auch je 1.000 Dokumente des Jahres")},
    {"svg", N_("DATEI"), RAT_OPTION_TEXT, 0, 0, NULL, N_("den Verlauf nach Jahren als Bild schreiben")},
    {"verbatim", NULL, RAT_OPTION_FLAG, 0, 0, NULL, N_("keine andere Schreibung vorschlagen oder verwenden")},
    RAT_REQUEST_OPTIONS,
    RAT_OPTIONS_END};

static rat_status read_request(struct rat_hits *hits, const struct rat_cli *cli, struct rat_err *err)
{
    const struct rat_args *args = &cli->args;
    struct rat_request *request = &hits->request;
    rat_status st = rat_request_read(args, 1, &hits->request_arena, request, err);
    if (st != RAT_OK)
        return st;
    request->limit = (size_t)rat_args_number(args, "limit", 10);
    request->offset = (size_t)rat_args_number(args, "offset", 0);
    request->sort = rat_sort_by_name(rat_args_text(args, "sort", "relevance"));
    request->group_by_paper = strcmp(rat_args_text(args, "group", "none"), "paper") == 0;
    request->facet_values_max = cli->json ? 0 : FACET_VALUES_FOR_PEOPLE;
    hits->kwic = rat_args_flag(args, "kwic");
    hits->kwic_width = (size_t)rat_args_number(args, "kwic-width", 0);
    hits->kwic_lines = (size_t)rat_args_number(args, "kwic-lines", KWIC_LINES);
    hits->histogram = rat_args_flag(args, "histogram") || rat_args_text(args, "svg", NULL);
    st = rat_hits_set_facets(hits, rat_args_text(args, "facets", ""), err);
    if (st == RAT_OK && args->word_count == 1 && request->filter_count == 0) {
        rat_fail(err, RAT_EUSAGE, "%s", _("Es fehlt die Anfrage"));
        rat_err_hint(
            err, "%s",
            _("Zum Beispiel: ratsarchiv search ARCHIV 'Radweg gremium:Kreisausschuss'; alles findet '*'"));
        return RAT_EUSAGE;
    }
    return st;
}

static rat_status print_json(struct rat_hits *hits, struct rat_err *err)
{
    struct rat_json json;
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    st = rat_hits_put_json(hits, &json, err);
    if (st == RAT_OK)
        return rat_json_end(&json, err);
    rat_json_discard(&json);
    return st;
}

rat_status rat_hits_engine(const struct rat_args *args, struct rat_snapshot *snapshot,
                           struct rat_engine **out, struct rat_err *err)
{
    enum rat_engine_kind kind = RAT_ENGINE_NATIVE;
    const char *name = rat_args_text(args, "engine", "native");
    if (!rat_engine_by_name(name, &kind))
        return rat_fail(err, RAT_EUSAGE, _("Die Suchmaschine \"%s\" gibt es nicht"), name);
    return rat_engine_open(kind, snapshot, out, err);
}

static rat_status draw_timeline(struct rat_hits *hits, const struct rat_cli *cli, struct rat_err *err)
{
    struct rat_request request = hits->request;
    const char *path = rat_args_text(&cli->args, "svg", NULL);
    if (hits->suggestion_used)
        request.query = hits->suggestion.query;
    rat_status st = rat_timeline_run(hits->snapshot, &request, &hits->request_arena, &hits->timeline, err);
    if (st != RAT_OK || !path)
        return st;
    struct rat_plot plot = {.english = cli->console.english, .layers = request.layers};
    plot.curves[plot.count++] = (struct rat_plot_curve){hits->timeline.interpreted, &hits->timeline};
    return rat_plot_write(&plot, path, err);
}

static rat_status search(struct rat_hits *hits, const struct rat_cli *cli, struct rat_err *err)
{
    rat_status st = read_request(hits, cli, err);
    if (st == RAT_OK)
        st = rat_snapshot_open(cli->args.words[0], &hits->snapshot, err);
    if (st == RAT_OK)
        st = rat_hits_engine(&cli->args, hits->snapshot, &hits->request.engine, err);
    if (st == RAT_OK)
        st = rat_search_run(hits->snapshot, &hits->request, &hits->search, err);
    if (st != RAT_OK)
        return st;
    hits->result = rat_search_result(hits->search);
    if (!rat_args_flag(&cli->args, "verbatim") && hits->request.offset == 0)
        st = rat_hits_suggest(hits, err);
    if (st == RAT_OK && hits->histogram)
        st = draw_timeline(hits, cli, err);
    if (st != RAT_OK)
        return st;
    return cli->json ? print_json(hits, err) : rat_hits_print_text(&cli->console, hits, err);
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_hits hits = {0};
    rat_arena_init(&hits.arena, 0);
    rat_arena_init(&hits.request_arena, 0);
    rat_status st = search(&hits, cli, &err);
    int code = st != RAT_OK             ? rat_cli_fail(cli, st, &err)
               : hits.result->total > 0 ? RAT_EXIT_DONE
                                        : RAT_EXIT_NO_HITS;
    rat_search_free(hits.search);
    rat_engine_close(hits.request.engine);
    rat_snapshot_close(hits.snapshot);
    rat_arena_release(&hits.arena);
    rat_arena_release(&hits.request_arena);
    return code;
}

const struct rat_command rat_cmd_search = {
    .name = "search",
    .arguments = N_("ARCHIV ANFRAGE..."),
    .summary = N_("suchen: Wörter, \"Wortfolgen\", UND ODER NICHT, Felder, Zeiträume"),
    .notes = N_(
        "Die Anfrage:\n"
        "  Radweg Haushalt               beide Wörter zählen, die besten Treffer zuerst\n"
        "  \"sozialer Wohnungsbau\"        genau diese Wortfolge\n"
        "  Radweg UND NICHT Brücke       auch AND OR NOT, Klammern\n"
        "  Straß*, Stra?e, *straße       Wortanfang; ? ein Buchstabe, * beliebige\n"
        "  Radwge~, Radwge~2             ähnliche Wörter: ein Buchstabe anders, zwei\n"
        "  Radweg NAHE/5 Schule          höchstens 4 Wörter dazwischen; VOR/5 in dieser Reihenfolge\n"
        "  Radweg^3 Brücke               zählt dreifach\n"
        "  gremium:Kreisausschuss        Felder: nummer typ gremium körperschaft kommune federführend\n"
        "                                status id quelle titel text datum jahr; auch mit englischen Namen\n"
        "  titel:(Radweg Schule)         mehrere Wörter eines Feldes\n"
        "  datum:2020-09-01..2020-09-30  Zeitraum; auch datum:2020, datum:>=2019\n"
        "  betrag:10000..50000           im Text genannte Beträge; auch betrag:>=1,5Mio\n"
        "  paragraf:\"§ 58 NKomVG\"       Fundstelle in jeder Schreibung\n"
        "  ist:nichtöffentlich           auch öffentlich, entfernt, ohne-text, fehlgeschlagen,\n"
        "                                unvollständig, zeichenfehler, erkannt\n"
        "Ohne Treffer ist der Rückgabewert 1."),
    .examples = N_("ratsarchiv search archiv Radweg\n"
                   "ratsarchiv search archiv '\"sozialer Wohnungsbau\" NICHT Neubau' --sort newest\n"
                   "ratsarchiv search archiv Radweg --filter gremium=Kreisausschuss --facets jahr,typ\n"
                   "ratsarchiv search archiv 'Radweg NAHE/5 Brücke' --kwic\n"
                   "ratsarchiv search archiv Klimaschutz --histogram --limit 0 --svg klima.svg\n"
                   "ratsarchiv search archiv nummer:2020/740 --json"),
    .options = options,
    .words_min = 1,
    .words_max = SIZE_MAX,
    .dash_words = true,
    .takes_archive = true,
    .run = run,
};
