/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/hits.h"
#include "app/json_out.h"
#include "query/shards.h"

#include <time.h>

#define FACET_VALUES_FOR_PEOPLE 12u
#define DEADLINE_MS 10000

static const struct rat_option_spec options[] = {
    {"limit", "N", RAT_OPTION_NUMBER, 0, 1000000, NULL, N_("höchstens so viele Treffer (sonst 10)")},
    {"offset", "N", RAT_OPTION_NUMBER, 0, UINT32_MAX, NULL, N_("so viele Treffer überspringen (blättern)")},
    {"sort", N_("ORDNUNG"), RAT_OPTION_TEXT, 0, 0, "relevance|newest|oldest",
     N_("relevance (sonst), newest: neueste zuerst, oldest: älteste zuerst")},
    {"filter", N_("FELD=WERT"), RAT_OPTION_LIST, 0, 0, NULL,
     N_("nur Treffer mit diesem Wert; mehrfach: eines Feldes einer der Werte, verschiedene Felder alle")},
    {"facets", N_("FELD,..."), RAT_OPTION_TEXT, 0, 0, NULL,
     N_("Häufigkeiten, zum Beispiel jahr,typ,gremium")},
    {"group", N_("ART"), RAT_OPTION_TEXT, 0, 0, "paper|none", N_("paper: je Vorlage nur der beste Treffer")},
    RAT_ENGINE_OPTION,
    {"deadline", "MS", RAT_OPTION_NUMBER, 0, UINT32_MAX, NULL,
     N_("nach so vielen Millisekunden abbrechen und zeigen, was gefunden ist (sonst 10000; 0: nie)")},
    {"shards", N_("DATEI"), RAT_OPTION_TEXT, 0, 0, NULL,
     N_("statt in einem Archiv: in den Teilen, die diese Datei nennt (siehe ratsarchiv shard --help)")},
    {"removed", NULL, RAT_OPTION_FLAG, 0, 0, NULL, N_("auch, was bei der Quelle entfernt wurde")},
    RAT_OPTIONS_END};

static rat_status read_filters(struct rat_hits *hits, const struct rat_args *args, struct rat_err *err)
{
    rat_status st = rat_hits_room_for_filters(hits, args->given_count, err);
    for (size_t i = 0; st == RAT_OK && i < args->given_count; i++)
        if (strcmp(args->given[i].spec->name, "filter") == 0)
            st = rat_hits_add_filter(hits, args->given[i].value, "--filter", err);
    return st;
}

static const char *shards_file(const struct rat_args *args)
{
    return rat_args_text(args, "shards", NULL);
}

/* Of the query; the archive stands before it. */
static size_t first_word(const struct rat_args *args)
{
    return shards_file(args) ? 0 : 1;
}

/* The words of the query, joined by spaces. */
static const char *join_query(struct rat_hits *hits, const struct rat_args *args)
{
    struct rat_buf out = RAT_BUF_INIT;
    size_t first = first_word(args);
    for (size_t i = first; i < args->word_count; i++) {
        rat_buf_puts(&out, i > first ? " " : "");
        rat_buf_puts(&out, args->words[i]);
    }
    const char *query = out.failed ? NULL : rat_arena_strdup(&hits->request_arena, rat_buf_cstr(&out));
    rat_buf_release(&out);
    return query;
}

static rat_status read_request(struct rat_hits *hits, const struct rat_cli *cli, struct rat_err *err)
{
    const struct rat_args *args = &cli->args;
    struct rat_request *request = &hits->request;
    *request = (struct rat_request)RAT_REQUEST_INIT;
    request->limit = (size_t)rat_args_number(args, "limit", 10);
    request->offset = (size_t)rat_args_number(args, "offset", 0);
    request->sort = rat_sort_by_name(rat_args_text(args, "sort", "relevance"));
    request->group_by_paper = strcmp(rat_args_text(args, "group", "none"), "paper") == 0;
    request->deadline_ms = (uint32_t)rat_args_number(args, "deadline", DEADLINE_MS);
    request->include_removed = rat_args_flag(args, "removed");
    request->facet_values_max = cli->json ? 0 : FACET_VALUES_FOR_PEOPLE;
    request->query = join_query(hits, args);
    if (!request->query)
        return rat_nomem(err);
    rat_status st = read_filters(hits, args, err);
    if (st == RAT_OK)
        st = rat_hits_set_facets(hits, rat_args_text(args, "facets", ""), err);
    if (st == RAT_OK && args->word_count == first_word(args) && request->filter_count == 0) {
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

static rat_status search_archive(struct rat_hits *hits, const struct rat_cli *cli, struct rat_err *err)
{
    rat_status st = rat_snapshot_open(cli->args.words[0], &hits->snapshot, err);
    if (st == RAT_OK)
        st = rat_hits_engine(&cli->args, hits->snapshot, &hits->request.engine, err);
    return st == RAT_OK ? rat_search_run(hits->snapshot, &hits->request, &hits->search, err) : st;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The time limit holds for connecting and searching together. */
static rat_status search_shards(struct rat_hits *hits, const char *file, struct rat_shard_map *map,
                                struct rat_shards **shards, struct rat_err *err)
{
    double started = seconds();
    uint32_t limit = hits->request.deadline_ms;
    rat_status st = rat_shard_map_read(file, map, err);
    if (st == RAT_OK)
        st = rat_shards_open(map, limit, shards, err);
    if (st != RAT_OK)
        return st;
    uint32_t used = (uint32_t)((seconds() - started) * 1000);
    if (limit)
        hits->request.deadline_ms = used < limit ? limit - used : 1;
    hits->request.engine = rat_shards_engine(*shards);
    return rat_search_run(rat_shards_snapshot(*shards), &hits->request, &hits->search, err);
}

static rat_status search(struct rat_hits *hits, const struct rat_cli *cli, struct rat_shard_map *map,
                         struct rat_shards **shards, struct rat_err *err)
{
    rat_status st = read_request(hits, cli, err);
    if (st == RAT_OK)
        st = shards_file(&cli->args) ? search_shards(hits, shards_file(&cli->args), map, shards, err)
                                     : search_archive(hits, cli, err);
    if (st != RAT_OK)
        return st;
    hits->result = rat_search_result(hits->search);
    return cli->json ? print_json(hits, err) : rat_hits_print_text(&cli->console, hits, err);
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_hits hits = {0};
    struct rat_shard_map map = {.count = 0};
    struct rat_shards *shards = NULL;
    rat_arena_init(&hits.arena, 0);
    rat_arena_init(&hits.request_arena, 0);
    rat_status st = search(&hits, cli, &map, &shards, &err);
    int code = st != RAT_OK             ? rat_cli_fail(cli, st, &err)
               : hits.result->total > 0 ? RAT_EXIT_DONE
                                        : RAT_EXIT_NO_HITS;
    rat_search_free(hits.search);
    rat_engine_close(hits.request.engine); /* the shards too */
    rat_snapshot_close(hits.snapshot);
    if (map.count)
        rat_shard_map_release(&map);
    rat_arena_release(&hits.arena);
    rat_arena_release(&hits.request_arena);
    return code;
}

const struct rat_command rat_cmd_search = {
    .name = "search",
    .arguments = N_("ARCHIV ANFRAGE... | --shards DATEI ANFRAGE..."),
    .summary = N_("suchen: Wörter, \"Wortfolgen\", UND ODER NICHT, Felder, Zeiträume"),
    .notes = N_(
        "Die Anfrage:\n"
        "  Radweg Haushalt               beide Wörter zählen, die besten Treffer zuerst\n"
        "  \"sozialer Wohnungsbau\"        genau diese Wortfolge\n"
        "  Radweg UND NICHT Brücke       auch AND OR NOT, Klammern\n"
        "  Straß*                        Wortanfang\n"
        "  gremium:Kreisausschuss        Felder: nummer typ gremium körperschaft kommune federführend\n"
        "                                status id quelle titel text datum jahr; auch mit englischen Namen\n"
        "  datum:2020-09-01..2020-09-30  Zeitraum; auch datum:2020, datum:>=2019\n"
        "Ohne Treffer ist der Rückgabewert 1. Mit --shards DATEI wird gesucht, wohin `shard` ein Archiv "
        "verteilt\n"
        "hat; ein Archiv braucht es dafür nicht. Antwortet ein Teil nicht, sagt die Antwort es, und der\n"
        "Rückgabewert bleibt 0 oder 1."),
    .examples = N_("ratsarchiv search archiv Radweg\n"
                   "ratsarchiv search archiv '\"sozialer Wohnungsbau\" NICHT Neubau' --sort newest\n"
                   "ratsarchiv search archiv Radweg --filter gremium=Kreisausschuss --facets jahr,typ\n"
                   "ratsarchiv search archiv nummer:2020/740 --json\n"
                   "ratsarchiv search --shards teile.txt Radweg"),
    .options = options,
    .words_min = 1,
    .words_max = SIZE_MAX,
    .dash_words = true,
    .takes_archive = true,
    .instead_of_archive = "shards",
    .run = run,
};
