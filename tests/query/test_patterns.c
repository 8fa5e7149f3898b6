/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operators of the query language on a small archive, by hand: wildcards, '~', NEAR, weights, conditions, and what the person is
 * told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/near_match.h"
#include "query/spelling.h"
#include "tests/indexer/ingest_world.h"

static void put_papers(struct world *w)
{
    world_put(
        w, "in.jsonl",
        "{\"id\":\"a\",\"title\":\"Müller\",\"text\":\"Herr Müller fährt auf dem Radweg zur alten Schule\"}\n"
        "{\"id\":\"b\",\"title\":\"Moller\",\"text\":\"Frau Moller wohnt in der Hauptstraße, fern der "
        "Schule\"}\n"
        "{\"id\":\"c\",\"title\":\"Miller\",\"text\":\"Die Straße an der Schule hat keinen Radweg. Kosten: "
        "12.500,50 Euro\"}\n"
        "{\"id\":\"d\",\"title\":\"Bebauungsplan Radweg\",\"text\":\"Bauplan nach § 58 Abs. 1 NKomVG, "
        "Bebauungsplan für 2 Mio. EUR\"}\n"
        "{\"id\":\"e\",\"title\":\"Scan\",\"text\":\"- 2 -\",\"committee\":\"Kreisausschuss\"}\n");
    world_import(w, "in.jsonl");
}

static void wildcards(void **state)
{
    struct world *w = *state;
    put_papers(w);
    assert_string_equal(world_find(w, "m?ller"), "a b c"); /* one letter, and the umlaut */
    assert_string_equal(world_find(w, "mü?ler"), "a");
    assert_string_equal(world_find(w, "*straße"), "b c");
    assert_string_equal(world_find(w, "?straße"), "");
    assert_string_equal(world_find(w, "ba*plan"), "d");
    assert_string_equal(world_find(w, "be*plan"), "d");
    assert_string_equal(world_find(w, "titel:m*er"), "a b c");
    assert_string_equal(world_find(w, "titel:*plan"), "d");
    assert_string_equal(world_find(w, "gremium:krei*schuss"), "e");
    assert_string_equal(world_find(w, "gremium:kr?is*"), "e");
    assert_string_equal(world_find(w, "schule -m?ller"), "");
    assert_string_equal(world_find(w, "*12500*"), ""); /* "€12500.50" is no word */
    assert_string_equal(world_find(w, "Wo ist der Radweg?"), world_find(w, "Wo ist der Radweg"));
}

static void fuzzy(void **state)
{
    struct world *w = *state;
    put_papers(w);
    assert_string_equal(world_find(w, "radwge~"), "a c d"); /* exchanged neighbours are one change */
    assert_string_equal(world_find(w, "rdwge~"), "");
    assert_string_equal(world_find(w, "rdwge~2"), "a c d");
    assert_string_equal(world_find(w, "muller~"), "a b c"); /* Müller is mueller */
    assert_string_equal(world_find(w, "müller~"), "a");
    assert_string_equal(world_find(w, "titel:miler~"), "c");
    assert_string_equal(world_find(w, "gremium:kreisauschus~2"), "e");
    assert_string_equal(world_find(w, "radwege~ UND moller~"), "c");
}

static void near(void **state)
{
    struct world *w = *state;
    put_papers(w);
    assert_string_equal(world_find(w, "radweg NAHE/3 schule"), "a c");
    assert_string_equal(world_find(w, "radweg NAHE/2 schule"), "");
    assert_string_equal(world_find(w, "radwege NEAR/3 schulen"), "a c"); /* by stem */
    assert_string_equal(world_find(w, "\"radwege\" NEAR/4 schule"), "");
    assert_string_equal(world_find(w, "radweg VOR/3 schule"), "a");
    assert_string_equal(world_find(w, "schule ONEAR/3 radweg"), "c");
    assert_string_equal(world_find(w, "radweg NAHE/50 bauplan"), ""); /* not from the title into the text */
    assert_string_equal(world_find(w, "\"dem radweg\" NAHE/3 sch*"), "a");
    assert_string_equal(world_find(w, "m?ller NAHE/2 (herr ODER frau)"), "a b");
    assert_string_equal(world_find(w, "titel:(bebauungsplan NAHE/1 radweg)"), "d");
    assert_string_equal(world_find(w, "herr NAHE/3 fährt NAHE/3 müller"), "a");
    assert_string_equal(world_find(w, "herr VOR/3 fährt VOR/3 müller"), "");
    assert_string_equal(world_find(w, "\"schule radweg\"~4"), "a c");
    assert_string_equal(world_find(w, "schule NAHE/9 schule"), ""); /* two places of it */
    assert_string_equal(world_find(w, "- NAHE/2 moller"), "b");
    assert_string_equal(world_find(w, "xyzzy NAHE/2 moller"), "");
}

static const char *first_hit(struct world *w, const char *query)
{
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = query;
    request.limit = 1;
    return world_hits(w, &request, false);
}

static void weights(void **state)
{
    struct world *w = *state;
    put_papers(w);
    assert_string_equal(first_hit(w, "moller^9 miller"), "b");
    assert_string_equal(first_hit(w, "moller miller^9"), "c");
    assert_string_equal(first_hit(w, "\"frau moller\" (miller keinen)^20"), "c");
    assert_string_equal(first_hit(w, "mo?ler^0,01 \"miller\""), "c");
    assert_string_equal(first_hit(w, "moller~^20 miller"), "b");
    assert_string_equal(first_hit(w, "(frau NAHE/2 moller)^20 miller"), "b");
}

static void conditions(void **state)
{
    struct world *w = *state;
    put_papers(w);
    assert_string_equal(world_find(w, "betrag:12.500,50"), "c");
    assert_string_equal(world_find(w, "kosten:10000..20000"), "c");
    assert_string_equal(world_find(w, "betrag:>12500"), "c d");
    assert_string_equal(world_find(w, "amount:2Mio"), "d");
    assert_string_equal(world_find(w, "radweg betrag:..20000"), "c");
    assert_string_equal(world_find(w, "radweg -betrag:1.."), "a");
    assert_string_equal(world_find(w, "paragraf:\"§58 Absatz 1 NKomVG\""), "d");
    assert_string_equal(world_find(w, "section:58"), "d");
    assert_string_equal(world_find(w, "paragraf:\"§ 59 NKomVG\""), "");
    assert_string_equal(world_find(w, "müller paragraf:58"), ""); /* beside a condition a word is wanted */
    assert_string_equal(world_find(w, "ist:ohne-text"), "e");
    assert_string_equal(world_find(w, "-ist:ohne-text radweg"), "a c d");
    world_put(w, "in.jsonl", "{\"id\":\"b\",\"deleted\":true}\n");
    world_import(w, "in.jsonl");
    assert_string_equal(world_find(w, "schule"), "a c");
    assert_string_equal(world_find(w, "ist:entfernt"), "b");
    assert_string_equal(world_find(w, "schule is:removed"), "b");
    assert_string_equal(world_find(w, "schule -ist:entfernt"), "a c");
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_filter filters[] = {{RAT_FIELD_STATE, "entfernt"}, {RAT_FIELD_AMOUNT, "1..100000"}};
    request.query = "schule";
    request.filters = filters;
    request.filter_count = 1;
    assert_string_equal(world_hits(w, &request, true), "b");
    filters[0] = filters[1];
    assert_string_equal(world_hits(w, &request, true), "c");
    filters[0] = (struct rat_filter){RAT_FIELD_CITATION, "58 NKomVG"};
    request.query = "*";
    assert_string_equal(world_hits(w, &request, true), "d");
}

/* public:false only gets into an archive that takes it. */
static void publicity(void **state)
{
    struct world *w = *state;
    char other[120];
    struct rat_archive_options options = {
        .analyzer = "german", .analyzer_version = rat_analyzer_version_of("german"), .nonpublic = true};
    snprintf(other, sizeof other, "%s/other", w->dir.folder);
    snprintf(w->archive, sizeof w->archive, "%.90s", other);
    assert_int_equal(rat_archive_create(w->archive, &options, &w->err), RAT_OK);
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"text\":\"radweg\",\"public\":true}\n"
              "{\"id\":\"b\",\"text\":\"radweg\",\"public\":false}\n{\"id\":\"c\",\"text\":\"radweg\"}\n");
    world_import(w, "in.jsonl");
    assert_string_equal(world_find(w, "radweg"), "a b c");
    assert_string_equal(world_find(w, "ist:öffentlich"), "a");
    assert_string_equal(world_find(w, "radweg ist:nichtöffentlich"), "b");
    assert_string_equal(world_find(w, "radweg -ist:nichtöffentlich"), "a c");
}

static void told(struct world *w, const char *query, const char *expected)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = query;
    struct rat_search *search = world_ask(w, snapshot, &request);
    const struct rat_result *result = rat_search_result(search);
    bool found = false;
    for (size_t i = 0; i < result->note_count; i++)
        found = found || strcmp(result->notes[i], expected) == 0;
    if (!found)
        fail_msg("%s: %s; %s", query, expected, result->note_count ? result->notes[0] : "nothing was told");
    rat_search_free(search);
    rat_snapshot_close(snapshot);
}

static void limits_are_told(void **state)
{
    struct world *w = *state;
    struct rat_buf lines = RAT_BUF_INIT;
    put_papers(w);
    told(w, "radwge~", "Zu „radwge~“ passende Wörter: 1 (Radweg)");
    told(w, "xyz?q", "Zu „xyz?q“ passt kein Wort des Archivs");
    rat_buf_puts(&lines, "{\"id\":\"z\",\"text\":\"");
    for (int i = 0; i < 10002; i++)
        rat_buf_printf(&lines, "wort%dende ", i);
    rat_buf_puts(&lines, "wort1ende\"}\n{\"id\":\"y\",\"text\":\"wort7ende wort10000ende\"}\n");
    world_put(w, "in.jsonl", rat_buf_cstr(&lines));
    world_import(w, "in.jsonl");
    told(w, "wort*ende",
         "„wort*ende“ passt zu 10002 Wörtern; gesucht werden die 10000 häufigsten: wort10000ende, "
         "wort7ende, wort0ende …");
    told(w, "wort-?nde",
         "Platzhalter gelten nur in einem einzelnen Wort; „wort-?nde“ wird gesucht, wie es "
         "dasteht");
    assert_string_equal(world_find(w, "wort*ende"), "z y");
    rat_buf_release(&lines);
}

/* ---- the heart of NEAR ---- */

static void keep_stretch(void *ctx, uint32_t start, uint32_t end)
{
    rat_buf_printf(ctx, "%u-%u ", start, end);
}

/* "a3 b5-6 a9": child by letter, positions */
static void stretches(const char *text, uint32_t children, uint32_t length, bool ordered,
                      const char *expected)
{
    struct rat_near_place places[16];
    struct rat_near_rule rule = {children, length, ordered};
    struct rat_deadline never = {0, 0, false};
    struct rat_buf found = RAT_BUF_INIT;
    size_t n = 0;
    for (char *at = (char *)(uintptr_t)text; *at; n++) {
        places[n].child = (uint32_t)(*at++ - 'a');
        places[n].start = places[n].end = (uint32_t)strtoul(at, &at, 10);
        if (*at == '-')
            places[n].end = (uint32_t)strtoul(at + 1, &at, 10);
        at += *at == ' ';
    }
    rat_near_sort(places, n);
    uint32_t count = rat_near_match(places, n, &rule, &never, keep_stretch, &found);
    assert_string_equal(rat_buf_cstr(&found), expected);
    size_t spaces = 0;
    for (const char *c = expected; *c; c++)
        spaces += *c == ' ';
    assert_int_equal(count, spaces);
    rat_buf_release(&found);
}

static void stretches_by_hand(void **state)
{
    (void)state;
    stretches("a3 b5", 2, 3, false, "3-5 ");
    stretches("a3 b5", 2, 2, false, "");
    stretches("b3 a5", 2, 3, false, "3-5 ");
    stretches("b3 a5", 2, 3, true, "");
    stretches("a1 a2 b4 b5 a6", 2, 3, false, "2-4 4-6 5-6 ");
    stretches("a1 b2 c3", 3, 3, true, "1-3 ");
    stretches("a1 c2 b3", 3, 3, true, "");
    stretches("a1 c2 b3", 3, 3, false, "1-3 ");
    stretches("a3 b3", 2, 9, false, ""); /* one place is not two */
    stretches("a3-4 b4-5 b6", 2, 5, false, "3-6 ");
    stretches("a3 b3 a5 b5", 2, 3, false, "3-5 ");
    stretches("a3-8 b9", 2, 7, false, "3-9 ");
    stretches("a3-8 b9", 2, 6, false, "");
    stretches("a4294967290 b4294967294", 2, 100, false, "4294967290-4294967294 ");
}

static void spellings(void **state)
{
    (void)state;
    struct rat_compounds *model;
    struct rat_buf out = RAT_BUF_INIT;
    struct rat_err err;
    assert_int_equal(rat_compounds_new(&model, &err), RAT_OK);
    assert_int_equal(rat_compounds_learn(model, "müller", strlen("müller"), 9, 9, &err), RAT_OK);
    assert_int_equal(rat_compounds_learn(model, "mueller", 7, 2, 2, &err), RAT_OK);
    assert_int_equal(rat_compounds_learn(model, "über", strlen("über"), 9, 1, &err), RAT_OK);
    assert_int_equal(rat_compounds_learn(model, "änderung", strlen("änderung"), 9, 9, &err), RAT_OK);
    static const char *const pairs[][2] = {{"mueller", "Müller"},
                                           {"ueber", "über"},
                                           {"aenderung", "Änderung"},
                                           {"aktuell", "aktuell"},
                                           {"", ""}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        rat_buf_clear(&out);
        rat_spell_term(model, pairs[i][0], strlen(pairs[i][0]), &out);
        assert_string_equal(rat_buf_cstr(&out), pairs[i][1]);
    }
    rat_buf_clear(&out);
    rat_spell_term(NULL, "mueller", 7, &out);
    assert_string_equal(rat_buf_cstr(&out), "mueller");
    rat_buf_release(&out);
    rat_compounds_free(model);
}

#define IN_WORLD(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(wildcards),
        IN_WORLD(fuzzy),
        IN_WORLD(near),
        IN_WORLD(weights),
        IN_WORLD(conditions),
        IN_WORLD(publicity),
        IN_WORLD(limits_are_told),
        cmocka_unit_test(stretches_by_hand),
        cmocka_unit_test(spellings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
