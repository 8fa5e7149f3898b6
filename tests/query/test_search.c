/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a search finds, checked by hand: layers, words of several tokens, fields, and scores written out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/indexer/ingest_world.h"
#include "text/steps.h"

#include <math.h>

static void words_and_operators(void **state)
{
    struct world *w = *state;
    world_put(
        w, "in.jsonl",
        "{\"id\":\"a\",\"title\":\"Eins\",\"text\":\"Der Radweg an der Grundschule\"}\n"
        "{\"id\":\"b\",\"title\":\"Zwei\",\"text\":\"Die Radwege der Stadt\"}\n"
        "{\"id\":\"c\",\"title\":\"Drei\",\"text\":\"Die Grundschule hat ein Dach, sagt die CDU-Fraktion\"}\n"
        "{\"id\":\"d\",\"title\":\"Radweg\",\"text\":\"Vorlage 2020/740 zum Haushalt 2021/740\"}\n");
    world_import(w, "in.jsonl");
    assert_string_equal(world_find(w, "radweg"), "a b d");   /* the stem finds the plural */
    assert_string_equal(world_find(w, "\"radweg\""), "a d"); /* a phrase is exact */
    assert_string_equal(world_find(w, "RADWEG"), "a b d");
    assert_string_equal(world_find(w, "radweg AND grundschule"), "a");
    assert_string_equal(world_find(w, "radweg UND grundschule"), "a");
    assert_string_equal(world_find(w, "radweg grundschule"), "a b c d");
    assert_string_equal(world_find(w, "radweg -grundschule"), "b d");
    assert_string_equal(world_find(w, "NICHT radweg"), "c");
    assert_string_equal(world_find(w, "titel:radweg"), "d");
    assert_string_equal(world_find(w, "titel:radwege"), "d");
    assert_string_equal(world_find(w, "rad*"), "a b d");
    assert_string_equal(world_find(w, "fraktion"), "c");
    assert_string_equal(world_find(w, "cdu-fraktion"), "c");
    assert_string_equal(world_find(w, "2020/740"), "d");
    assert_string_equal(world_find(w, "2022/740"), ""); /* not just any 740 */
    assert_string_equal(world_find(w, "\"grundschule hat ein\""), "c");
    assert_string_equal(world_find(w, "\"grundschule ein hat\""), "");
    assert_string_equal(world_find(w, "\"eins der\""), ""); /* not from the title into the text */
    assert_string_equal(world_find(w, "gibtesnicht"), "");
    assert_string_equal(world_find(w, "*"), "a b c d");
    assert_string_equal(world_find(w, "radweg gremium:"), "a b d"); /* says nothing, finds nothing more */
    assert_string_equal(world_find(w, "-"), "");
}

static void notes_are(struct world *w, const char *query, const char *expected)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search;
    struct rat_buf got = RAT_BUF_INIT;
    request.query = query;
    assert_int_equal(rat_search_run(snapshot, &request, &search, &w->err), RAT_OK);
    const struct rat_result *result = rat_search_result(search);
    for (size_t i = 0; i < result->note_count; i++)
        rat_buf_printf(&got, "%s\n", result->notes[i]);
    assert_string_equal(rat_buf_cstr(&got), expected);
    rat_buf_release(&got);
    rat_search_free(search);
    rat_snapshot_close(snapshot);
}

#define ALSO(asked, also) \
    "„" asked "“ auch als „" also "“ gesucht; in Anführungszeichen nur so, wie geschrieben\n"

/* What the archive explains itself is also asked for, and the person is told; an archive without that step has none. */
static void acronyms(void **state)
{
    static const char text[] = "{\"id\":\"a\",\"text\":\"Das Gesetz über Wege (GüW) gilt\"}\n"
                               "{\"id\":\"b\",\"text\":\"Nach dem Gesetz über Wege (GüW)\"}\n"
                               "{\"id\":\"c\",\"text\":\"§ 5 GüW\"}\n"
                               "{\"id\":\"d\",\"text\":\"das Gesetz über Wege und Stege\"}\n";
    struct world *w = *state;
    char other[120];
    uint32_t steps = RAT_STEPS_DEFAULT & ~RAT_STEP_ACRONYMS;
    struct rat_archive_options options = {.analyzer = "german",
                                          .analyzer_version = rat_analyzer_version_with("german", steps)};
    world_put(w, "in.jsonl", text);
    world_import(w, "in.jsonl");
    assert_string_equal(world_find(w, "GüW"), "a b c d");
    assert_string_equal(world_find(w, "\"GüW\""), "a b c");
    assert_string_equal(world_find(w, "GüW UND Stege"), "");
    notes_are(w, "GüW", ALSO("GüW", "Gesetz über Wege"));
    notes_are(w, "neues Gesetz über Wege", ALSO("Gesetz über Wege", "GüW"));
    notes_are(w, "\"GüW\"", "");
    notes_are(w, "§ 5 GüW", "");
    notes_are(w, "+GüW Stege", "");
    notes_are(w, "Stege", "");
    snprintf(other, sizeof other, "%s/other", w->dir.folder);
    snprintf(w->archive, sizeof w->archive, "%.90s", other);
    assert_int_equal(rat_archive_create(w->archive, &options, &w->err), RAT_OK);
    world_import(w, "in.jsonl");
    assert_string_equal(world_find(w, "GüW"), "a b c");
    notes_are(w, "GüW", "");
}

/* BM25 by hand: N = 2, lengths 3 and 5, average 4. */
static void score_by_hand(void **state)
{
    struct world *w = *state;
    char plain[120];
    struct rat_err err;
    snprintf(plain, sizeof plain, "%s/plain", w->dir.folder);
    snprintf(w->archive, sizeof w->archive, "%.90s", plain);
    world_init(w, "whitespace");
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"title\":\"x\",\"text\":\"x y\"}\n{\"id\":\"b\",\"title\":\"z\",\"text\":\"y y "
              "y z\"}\n");
    world_import(w, "in.jsonl");
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search;
    request.mode = RAT_MODE_OR;
    request.query = "x y";
    assert_int_equal(rat_search_run(snapshot, &request, &search, &err), RAT_OK);
    const struct rat_result *result = rat_search_result(search);
    assert_int_equal(result->total, 2);
    double idf_x = log(1 + (2 - 1 + 0.5) / (1 + 0.5)), idf_y = log(1 + (2 - 2 + 0.5) / (2 + 0.5));
    double norm_a = 1.2 * (0.25 + 0.75 * 3 / 4), norm_b = 1.2 * (0.25 + 0.75 * 5 / 4);
    double a =
        idf_x * 3 / (3 + norm_a) + idf_y * 1 / (1 + norm_a); /* x: twice for the title, once for the text */
    double b = idf_y * 3 / (3 + norm_b);
    assert_string_equal(result->hits[0].id, "a");
    assert_true(fabs(result->hits[0].score - a) < 1e-5);
    assert_true(fabs(result->hits[1].score - b) < 1e-5);
    rat_search_free(search);
    request.mode = RAT_MODE_QUERY;
    request.query = "y";
    assert_int_equal(rat_search_run(snapshot, &request, &search, &err), RAT_OK);
    result = rat_search_result(search);
    assert_string_equal(result->hits[0].id, "b");
    assert_true(fabs(result->hits[0].score - idf_y * 3 / (3 + 1.0 * (100.0 + 5) / (100 + 4))) < 1e-5);
    rat_search_free(search);
    rat_snapshot_close(snapshot);
}

static void empty_archive_and_limits(void **state)
{
    struct world *w = *state;
    assert_string_equal(world_find(w, "*"), "");
    assert_string_equal(world_find(w, "radweg \"a b\" rad* gremium:rat datum:2020"), "");
    assert_string_equal(world_find(w, "a* ra?weg *weg radwge~2 a NAHE b ist:entfernt betrag:5 a^2"), "");
}

/* A deep offset and a huge limit are no problem. */
static void pages_without_ceiling(void **state)
{
    struct world *w = *state;
    struct rat_buf lines = RAT_BUF_INIT;
    for (int i = 0; i < 300; i++)
        rat_buf_printf(&lines, "{\"id\":\"d%03d\",\"title\":\"t\",\"text\":\"radweg\"}\n", i);
    world_put(w, "in.jsonl", rat_buf_cstr(&lines));
    rat_buf_release(&lines);
    world_import(w, "in.jsonl");
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "radweg";
    request.offset = 298;
    request.limit = SIZE_MAX;
    assert_string_equal(world_hits(w, &request, false), "d298 d299"); /* equal scores: by number */
    request.offset = SIZE_MAX;
    assert_string_equal(world_hits(w, &request, false), "");
}

/* A reader keeps its generation while a writer goes on. */
static void a_snapshot_stays(void **state)
{
    struct world *w = *state;
    struct rat_request request = RAT_REQUEST_INIT;
    world_put(w, "in.jsonl", "{\"id\":\"a\",\"text\":\"radweg\"}\n");
    world_import(w, "in.jsonl");
    struct rat_snapshot *old = world_open(w);
    world_put(w, "in.jsonl", "{\"id\":\"a\",\"text\":\"brücke\"}\n{\"id\":\"b\",\"text\":\"radweg\"}\n");
    world_import(w, "in.jsonl");
    assert_int_equal(rat_optimize(w->archive, NULL, &w->err), RAT_OK);
    request.query = "radweg";
    struct rat_search *search = world_ask(w, old, &request);
    const char *html = NULL;
    assert_int_equal(rat_search_result(search)->total, 1);
    assert_string_equal(rat_search_result(search)->hits[0].id, "a");
    assert_int_equal(rat_search_snippet(search, 0, NULL, &w->arena, &html, &w->err), RAT_OK);
    assert_string_equal(html, "<mark>radweg</mark>");
    rat_search_free(search);
    rat_snapshot_close(old);
    assert_string_equal(world_find(w, "radweg"), "b");
}

static rat_status try_query(struct world *w, const char *query, bool lenient)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search = NULL;
    request.query = query;
    request.lenient = lenient;
    rat_status st = rat_search_run(snapshot, &request, &search, &w->err);
    rat_search_free(search);
    rat_snapshot_close(snapshot);
    return st;
}

/* A strict search asks back; a lenient one never fails. */
static void mistakes(void **state)
{
    struct world *w = *state;
    static const char *const bad[] = {
        "", " ", "\"", "((", ")", "datum:2020-02-30..", "weg datum:2021-13", "gremium:"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(try_query(w, bad[i], false), RAT_EUSAGE);
        assert_true(w->err.hint[0] != '\0');
        assert_int_equal(try_query(w, bad[i], true), RAT_OK);
    }
    assert_int_equal(try_query(w, "ist:grün", false), RAT_EUSAGE);
    assert_int_equal(try_query(w, "ist:grün", true), RAT_OK);
    assert_int_equal(try_query(w, "k* \"offen (und", false), RAT_OK);
    assert_int_equal(try_query(w, "Sitzung, Datum: 12.3.", false), RAT_OK);
}

static double best_score(struct world *w, const char *query)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = query;
    struct rat_search *search = world_ask(w, snapshot, &request);
    const struct rat_result *result = rat_search_result(search);
    double score = result->hit_count ? result->hits[0].score : -1;
    rat_search_free(search);
    rat_snapshot_close(snapshot);
    return score;
}

/* What is said three times counts three times. */
static void repeated_clauses(void **state)
{
    struct world *w = *state;
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"text\":\"der Radweg in der Stadt\"}\n{\"id\":\"b\",\"text\":\"Haus\"}\n");
    world_import(w, "in.jsonl");
    static const char *const pairs[][2] = {
        {"radweg", "radweg radweg radweg"},
        {"\"in der\"", "\"in der\" \"in der\" \"in der\""},
        {"rad*", "rad* AND rad* AND rad*"},
        {"(radweg AND stadt)", "(radweg AND stadt) (radweg AND stadt) (radweg AND stadt)"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        double once = best_score(w, pairs[i][0]), thrice = best_score(w, pairs[i][1]);
        assert_true(once > 0);
        assert_true(fabs(thrice - 3 * once) < 1e-5 * thrice);
    }
    assert_true(best_score(w, "radweg -haus -haus") == best_score(w, "radweg -haus"));
}

/* Thousands of different phrases in every document: cut, said so, and nothing of a half-done window in it. */
static void deadline(void **state)
{
    struct world *w = *state;
    struct rat_buf text = RAT_BUF_INIT, query = RAT_BUF_INIT;
    for (int i = 0; i < 150; i++) {
        rat_buf_printf(&text, "{\"id\":\"d%d\",\"text\":\"", i);
        for (int k = 0; k < 200; k++)
            rat_buf_printf(&text, "w%d ", k % 40);
        rat_buf_puts(&text, "\"}\n");
    }
    for (int i = 0; i < 1000; i++)
        rat_buf_printf(&query, "\"w%d w%d\" ", i % 40, (i / 40 + i) % 40);
    world_put(w, "in.jsonl", rat_buf_cstr(&text));
    world_import(w, "in.jsonl");
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = rat_buf_cstr(&query);
    request.deadline_ms = 1;
    struct rat_search *search = world_ask(w, snapshot, &request);
    const struct rat_result *result = rat_search_result(search);
    assert_true(result->cut_by_deadline);
    assert_false(result->total_is_exact);
    assert_int_equal(result->total, 0);
    rat_search_free(search);
    request.deadline_ms = 3600000;
    search = world_ask(w, snapshot, &request);
    assert_false(rat_search_result(search)->cut_by_deadline);
    assert_true(rat_search_result(search)->total_is_exact);
    assert_int_equal(rat_search_result(search)->total, 150);
    rat_search_free(search);
    rat_snapshot_close(snapshot);
    rat_buf_release(&text);
    rat_buf_release(&query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_and_operators, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(acronyms, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(score_by_hand, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(empty_archive_and_limits, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(pages_without_ceiling, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(a_snapshot_stays, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(mistakes, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(repeated_clauses, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(deadline, world_setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
