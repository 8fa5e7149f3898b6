/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Help while asking, and what a result set says as a whole: layers, all matches, years, places in context, other writings,
 * completion, terms. On small archives, by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/complete.h"
#include "query/kwic.h"
#include "query/suggest.h"
#include "query/timeline.h"
#include "query/wordstats.h"
#include "tests/indexer/ingest_world.h"

#include <math.h>

/* ---- layers ---- */

static const char *find_by(struct world *w, const char *query, enum rat_layers layers)
{
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = query;
    request.layers = layers;
    request.limit = 100;
    return world_hits(w, &request, true);
}

static void layers(void **state)
{
    struct world *w = *state;
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"text\":\"Der Radweg wird gebaut\"}\n"
              "{\"id\":\"b\",\"text\":\"Die Radwege werden gebaut\"}\n"
              "{\"id\":\"c\",\"text\":\"Das Radwegenetz wird geplant\"}\n"
              "{\"id\":\"d\",\"text\":\"Das Netz und der Weg\"}\n");
    world_import(w, "in.jsonl");
    assert_string_equal(find_by(w, "Radweg", RAT_LAYERS_EXACT), "a");
    assert_string_equal(find_by(w, "Radweg", RAT_LAYERS_STEM), "a b");
    assert_true(strstr(find_by(w, "Radweg", RAT_LAYERS_PARTS), "a b c") != NULL);
    assert_string_equal(find_by(w, "radweg UND gebaut", RAT_LAYERS_EXACT), "a");
    assert_string_equal(find_by(w, "Radwag", RAT_LAYERS_EXACT), ""); /* nothing that looks like it */
    enum rat_layers named;
    for (int i = 0; i < 3; i++) {
        assert_true(rat_layers_by_name(rat_layers_name((enum rat_layers)i), &named));
        assert_int_equal(named, i);
    }
    assert_false(rat_layers_by_name("all", &named));
}

/* ---- all matches ---- */

static rat_status note_number(void *ctx, uint32_t docnum)
{
    rat_buf_printf(ctx, "%u ", docnum);
    return docnum == 99 ? RAT_END : RAT_OK;
}

static void every_match(void **state)
{
    struct world *w = *state;
    struct rat_buf lines = RAT_BUF_INIT, found = RAT_BUF_INIT;
    for (int i = 1; i <= 9000; i++)
        rat_buf_printf(&lines, "{\"id\":\"d%d\",\"text\":\"%s\"}\n", i,
                       i % 3000 == 1 || i == 99 ? "Radweg" : "Haus");
    world_put(w, "in.jsonl", rat_buf_cstr(&lines));
    world_import(w, "in.jsonl");
    assert_int_equal(rat_optimize(w->archive, NULL, &w->err), RAT_OK); /* in another order */
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "Radweg";
    request.limit = 1;
    request.keep_matches = true;
    struct rat_search *search = world_ask(w, snapshot, &request);
    assert_int_equal(rat_search_result(search)->total, 4);
    assert_int_equal(rat_search_each(search, note_number, &found), RAT_END); /* the visitor's word ends it */
    assert_string_equal(rat_buf_cstr(&found), "1 99 ");
    rat_search_free(search);
    rat_snapshot_close(snapshot);
    rat_buf_release(&lines);
    rat_buf_release(&found);
}

/* ---- years ---- */

static void years(void **state)
{
    struct world *w = *state;
    struct rat_buf lines = RAT_BUF_INIT;
    struct rat_arena arena;
    struct rat_timeline t;
    for (int i = 0; i < 40; i++)
        rat_buf_printf(&lines,
                       "{\"id\":\"a%d\",\"date\":\"2018-05-01\",\"text\":\"%s und noch mehr Text\"}\n", i,
                       i < 10 ? "Radweg" : "Haus");
    for (int i = 0; i < 40; i++)
        rat_buf_printf(&lines, "{\"id\":\"b%d\",\"date\":\"2020-05-01\",\"text\":\"%s\"}\n", i,
                       i < 20 ? "Der lange Radweg" : "");
    rat_buf_puts(&lines, "{\"id\":\"c\",\"date\":\"2021-05-01\",\"text\":\"Radweg durch den Wald\"}\n"
                         "{\"id\":\"d\",\"text\":\"Radweg ohne ein Datum\"}\n");
    world_put(w, "in.jsonl", rat_buf_cstr(&lines));
    rat_buf_release(&lines);
    world_import(w, "in.jsonl");
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "Radweg";
    rat_arena_init(&arena, 0);
    assert_int_equal(rat_timeline_run(snapshot, &request, &arena, &t, &w->err), RAT_OK);
    static const struct rat_year expected[] = {{2018, 10, 40, 0, 250},
                                               {2019, 0, 0, 0, 0},
                                               {2020, 20, 40, 20, 500},
                                               {2021, 1, 1, 0, 1000},
                                               {0, 1, 1, 0, 1000}};
    assert_int_equal(t.year_count, 5);
    assert_int_equal(t.total, 32);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(t.years[i].year, expected[i].year);
        assert_int_equal(t.years[i].count, expected[i].count);
        assert_int_equal(t.years[i].documents, expected[i].documents);
        assert_int_equal(t.years[i].without_text, expected[i].without_text);
        assert_true(fabs(t.years[i].per_thousand - expected[i].per_thousand) < 1e-9);
    }
    assert_int_equal(t.note_count, 2);
    assert_non_null(strstr(t.notes[0], "2019 (0), 2021 (1)"));
    assert_non_null(strstr(t.notes[1], "2020 (50 %)"));
    request.query = "xyzzyx";
    assert_int_equal(rat_timeline_run(snapshot, &request, &arena, &t, &w->err), RAT_OK);
    assert_int_equal(t.total, 0);
    rat_arena_release(&arena);
    rat_snapshot_close(snapshot);
}

/* ---- keyword in context ---- */

static void in_context(void **state)
{
    struct world *w = *state;
    struct rat_arena arena;
    struct rat_kwic kwic;
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"title\":\"Radweg\",\"text\":\"Grüße vom\\nRadweg. Der Rad-\\nweg ist für alle "
              "<b>da</b>\"}\n");
    world_import(w, "in.jsonl");
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "radweg";
    struct rat_search *search = world_ask(w, snapshot, &request);
    rat_arena_init(&arena, 0);
    assert_int_equal(rat_search_kwic(search, 0, 8, 10, &arena, &kwic, &w->err), RAT_OK);
    assert_int_equal(kwic.place_count, 2);
    assert_int_equal(kwic.line_count, 2);
    assert_string_equal(kwic.lines[0].left, "üße vom ");
    assert_string_equal(kwic.lines[0].match, "Radweg");
    assert_string_equal(kwic.lines[0].right, ". Der Ra");
    assert_string_equal(kwic.lines[1].match, "Radweg"); /* over the line's end */
    assert_string_equal(kwic.lines[1].left, "eg. Der ");
    assert_int_equal(kwic.lines[1].end - kwic.lines[1].start, 8);
    assert_int_equal(rat_search_kwic(search, 0, 8, 1, &arena, &kwic, &w->err), RAT_OK);
    assert_int_equal(kwic.place_count, 2);
    assert_int_equal(kwic.line_count, 1);
    rat_search_free(search);
    rat_arena_release(&arena);
    rat_snapshot_close(snapshot);
}

/* ---- did you mean ---- */

static void put_many(struct world *w)
{
    struct rat_buf lines = RAT_BUF_INIT;
    for (int i = 0; i < 60; i++)
        rat_buf_printf(
            &lines,
            "{\"id\":\"a%d\",\"title\":\"Bericht zum Wohnungsbau\",\"committee\":\"Ausschuss für Bauen\","
            "\"reference\":\"2020/%d\",\"text\":\"Der soziale Wohnungsbau an der Kaiserstraße mit Herrn "
            "Meyer%s\"}\n",
            i, 700 + i, i % 2 ? " und ein Radweg" : "");
    rat_buf_puts(
        &lines, "{\"id\":\"z\",\"title\":\"Geheimnis\",\"text\":\"Das Wohnungsgeheimnis der Wohnanlage\"}\n");
    world_put(w, "in.jsonl", rat_buf_cstr(&lines));
    rat_buf_release(&lines);
    world_import(w, "in.jsonl");
}

static void suggests(struct world *w, const char *query, const char *expected)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_suggestion s;
    struct rat_arena arena;
    request.query = query;
    rat_arena_init(&arena, 0);
    struct rat_search *search = world_ask(w, snapshot, &request);
    uint64_t total = rat_search_result(search)->total;
    rat_search_free(search);
    assert_int_equal(rat_suggest(snapshot, &request, total, &arena, &s, &w->err), RAT_OK);
    if (!expected) {
        assert_null(s.query);
    } else {
        if (!s.query)
            fail_msg("%s: nothing is suggested", query);
        assert_string_equal(s.query, expected);
        assert_true(s.total >= total && s.total > 0);
        assert_true(s.word_count > 0);
    }
    rat_arena_release(&arena);
    rat_snapshot_close(snapshot);
}

static void did_you_mean(void **state)
{
    struct world *w = *state;
    put_many(w);
    suggests(w, "Radwg", "Radweg");
    suggests(w, "Radweg", NULL);
    suggests(w, "\"soziale Wohnugsbau\"", "\"soziale Wohnungsbau\"");
    suggests(w, "titel:Wonungsbau UND Radwge", "titel:Wohnungsbau UND Radweg");
    suggests(w, "Meier", "Meyer");                            /* by sound, or by a letter */
    suggests(w, "Kaisersraße -Radwg", "Kaiserstraße -Radwg"); /* what is excluded stays */
    suggests(w, "xqzwy", NULL);
    suggests(w, "2020/7o1", NULL);
    suggests(w, "gremium:Bauen", NULL);
    suggests(w, "\xff Radwg", NULL);
}

/* ---- completion ---- */

static const char *complete(struct world *w, const char *typed, struct rat_buf *out)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_completions list;
    struct rat_arena arena;
    rat_arena_init(&arena, 0);
    rat_buf_clear(out);
    assert_int_equal(rat_complete(snapshot, typed, 3, &arena, &list, &w->err), RAT_OK);
    for (size_t i = 0; i < list.count; i++)
        rat_buf_printf(out, "%s:%s:%llu ", rat_completion_kind_name(list.items[i].kind), list.items[i].text,
                       (unsigned long long)list.items[i].documents);
    rat_arena_release(&arena);
    rat_snapshot_close(snapshot);
    return rat_buf_cstr(out);
}

static void completion(void **state)
{
    struct world *w = *state;
    struct rat_buf out = RAT_BUF_INIT;
    put_many(w);
    assert_string_equal(complete(w, "Kais", &out), "word:Kaiserstraße:60 ");
    assert_string_equal(complete(w, "Meyer Radw", &out), "word:Radweg:30 ");
    assert_non_null(strstr(complete(w, "wohnung", &out), "word:Wohnungsbau:60"));
    assert_non_null(strstr(complete(w, "2020/71", &out), "number:2020/710:1"));
    assert_non_null(strstr(complete(w, "bau", &out), "body:Ausschuss für Bauen:60"));
    assert_non_null(strstr(complete(w, "Bericht Wohn", &out), "title:Bericht zum Wohnungsbau:1"));
    assert_string_equal(complete(w, "k", &out), "");
    assert_string_equal(complete(w, "", &out), "");
    assert_string_equal(complete(w, "\xff\xfe", &out), "");
    assert_string_equal(complete(w, "xqz", &out), "");
    assert_non_null(strstr(complete(w, "wohnungsg", &out),
                           "word:wohnungsgeheimnis:1")); /* once: nobody knows its capital */
    world_put(w, "in.jsonl", "{\"id\":\"z\",\"deleted\":true}\n");
    world_import(w, "in.jsonl");
    assert_string_equal(complete(w, "wohnungsg", &out), ""); /* only where nobody sees it */
    assert_string_equal(complete(w, "Geheim", &out), "");
    rat_buf_release(&out);
}

/* ---- terms ---- */

static bool has_word(const struct rat_wordstat *list, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].word, word) == 0)
            return true;
    return false;
}

static void terms(void **state)
{
    struct world *w = *state;
    struct rat_buf lines = RAT_BUF_INIT;
    struct rat_arena arena;
    struct rat_wordstats stats;
    static const struct rat_wordstats_options options = {.terms = 10, .window = 3};
    for (int i = 0; i < 30; i++)
        rat_buf_printf(
            &lines, "{\"id\":\"a%d\",\"text\":\"%s\"}\n", i,
            i < 10 ? "Der Radweg am Kanal wird breiter. In der Sitzung des Ausschusses lag am Ende der "
                     "Tagesordnung die Ampel"
                   : "Die Sitzung des Ausschusses zum Haushalt der Gemeinde");
    world_put(w, "in.jsonl", rat_buf_cstr(&lines));
    rat_buf_release(&lines);
    world_import(w, "in.jsonl");
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "Radweg";
    request.limit = 8;
    struct rat_search *search = world_ask(w, snapshot, &request);
    rat_arena_init(&arena, 0);
    assert_int_equal(rat_wordstats_run(search, &options, &arena, &stats, &w->err), RAT_OK);
    assert_int_equal(stats.sample, 8);
    assert_int_equal(stats.places, 8);
    assert_true(has_word(stats.neighbours, stats.neighbour_count, "Kanal"));
    assert_false(has_word(stats.neighbours, stats.neighbour_count, "Ampel")); /* too far away */
    assert_true(has_word(stats.terms, stats.term_count, "Ampel"));
    assert_false(has_word(stats.terms, stats.term_count, "Sitzung")); /* everywhere */
    assert_false(has_word(stats.terms, stats.term_count, "Radweg"));  /* asked for */
    for (size_t i = 0; i < stats.term_count; i++) {
        assert_int_equal(stats.terms[i].documents, 8);
        assert_int_equal(stats.terms[i].archive, 10);
        /* 8 of 8 have it, 10 of 30: 2 (8 ln 3 + 2 ln(2 / (22 / 3)) + 20 ln(20 / (44 / 3))) */
        assert_true(fabs(stats.terms[i].score -
                         2 * (8 * log(3) + 2 * log(2 / (22.0 / 3)) + 20 * log(20 / (44.0 / 3)))) < 1e-6);
    }
    rat_search_free(search);
    rat_arena_release(&arena);
    rat_snapshot_close(snapshot);
}

#define IN_WORLD(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(layers),       IN_WORLD(every_match), IN_WORLD(years), IN_WORLD(in_context),
        IN_WORLD(did_you_mean), IN_WORLD(completion),  IN_WORLD(terms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
