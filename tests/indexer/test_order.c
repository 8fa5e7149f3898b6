/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever the order of documents in the index: the same hits with the same scores in the same order, the same totals and
 * facets, in every mode. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/indexer/ingest_world.h"
#include "tests/support/prng.h"

#define DOCUMENTS 900u
#define SUBJECTS 9u

static const char *const words[SUBJECTS][6] = {
    {"Radweg", "Radverkehr", "Fahrrad", "Stellplatz", "Radfahrer", "Lastenrad"},
    {"Grundschule", "Schulhof", "Lehrkraft", "Mensa", "Ganztag", "Schulweg"},
    {"Haushalt", "Nachtrag", "Kredit", "Rücklage", "Umlage", "Investition"},
    {"Bebauungsplan", "Baugrenze", "Auslegung", "Grünfläche", "Parzelle", "Erschließung"},
    {"Feuerwehr", "Löschwasser", "Gerätehaus", "Einsatz", "Sirene", "Brandschutz"},
    {"Kita", "Krippe", "Erzieherin", "Betreuung", "Elternbeitrag", "Spielgerät"},
    {"Friedhof", "Grabstätte", "Urne", "Ruhezeit", "Kapelle", "Bestattung"},
    {"Wärmeplanung", "Fernwärme", "Kraftwerk", "Photovoltaik", "Speicher", "Klimaschutz"},
    {"Museum", "Theater", "Bibliothek", "Ausstellung", "Konzert", "Musikschule"},
};
static const char *const common[] = {"der",       "Stadt",      "und", "Rat",
                                     "Ausschuss", "beschließt", "zur", "Straße"};

/* Subjects take turns, so that bisection has something to sort; few words, so that many scores are equal. */
static void put_documents(struct world *w, const char *name, uint32_t from, uint32_t to, uint64_t seed)
{
    struct rat_buf out = RAT_BUF_INIT;
    struct prng random = {seed};
    for (uint32_t d = from; d < to; d++) {
        const char *const *own = words[d % SUBJECTS];
        rat_buf_printf(
            &out, "{\"id\":\"d%u\",\"title\":\"%s\",\"type\":\"%s\",\"date\":\"20%02u-0%u-11\",\"text\":\"",
            d, own[prng_below(&random, 6)], d % 4 ? "Antrag" : "Bericht", d % 20, 1 + d % 9);
        for (uint32_t n = 2 + prng_below(&random, 12); n > 0; n--)
            rat_buf_printf(&out, "%s ",
                           prng_below(&random, 3) ? own[prng_below(&random, 6)]
                                                  : common[prng_below(&random, 8)]);
        rat_buf_printf(&out, "\",\"reference\":\"20%02u/%u\"}\n", d % 20, d);
    }
    world_put(w, name, rat_buf_cstr(&out));
    rat_buf_release(&out);
    world_import(w, name);
}

static void optimize(struct world *w, enum rat_order order)
{
    struct rat_ingest_options options = w->options;
    options.order = order;
    if (rat_optimize(w->archive, &options, &w->err) != RAT_OK)
        fail_msg("optimize: %s", w->err.msg);
}

static void note_answer(struct world *w, struct rat_snapshot *snapshot, const struct rat_request *request,
                        struct rat_buf *out)
{
    struct rat_search *search = world_ask(w, snapshot, request);
    const struct rat_result *r = rat_search_result(search);
    rat_buf_printf(out, "%d %d \"%s\" from %zu: %llu\n", (int)request->mode, (int)request->sort,
                   request->query, request->offset, (unsigned long long)r->total);
    for (size_t i = 0; i < r->hit_count; i++)
        rat_buf_printf(out, "%s %a\n", r->hits[i].id, r->hits[i].score);
    for (size_t f = 0; f < r->facet_count; f++)
        for (size_t i = 0; i < r->facets[f].value_count; i++)
            rat_buf_printf(out, "%s %llu\n", r->facets[f].values[i].value,
                           (unsigned long long)r->facets[f].values[i].count);
    rat_search_free(search);
}

/* Every mode with queries of its own, by all sorts, some pages. */
static void note_answers(struct world *w, struct rat_buf *out)
{
    static const struct {
        enum rat_mode mode;
        const char *query;
    } asked[] = {
        {RAT_MODE_QUERY, "Radweg Stadt"},
        {RAT_MODE_QUERY, "schule und straße"},
        {RAT_MODE_QUERY, "(rad* ODER haus*) NICHT typ:Bericht"},
        {RAT_MODE_QUERY, "\"der Stadt\" kita~ datum:2003..2011"},
        {RAT_MODE_QUERY, "*"},
        {RAT_MODE_OR, "radweg kita museum"},
        {RAT_MODE_OR, "stadt und rat der zur straße"},
        {RAT_MODE_AND, "rat der"},
        {RAT_MODE_PHRASE, "der stadt"},
        {RAT_MODE_PREFIX, "b"},
        {RAT_MODE_BOOL, "+rat +(friedhof urne) -stadt"},
    };
    static const uint8_t facets[] = {RAT_FIELD_TYPE, RAT_FIELD_YEAR};
    struct rat_snapshot *snapshot = world_open(w);
    assert_int_equal(snapshot->manifest.segment_count, 1);
    rat_buf_clear(out);
    for (size_t q = 0; q < sizeof asked / sizeof *asked; q++)
        for (int sort = RAT_SORT_RELEVANCE; sort <= RAT_SORT_OLDEST; sort++)
            for (size_t page = 0; page < 3; page++) {
                struct rat_request request = RAT_REQUEST_INIT;
                request.query = asked[q].query;
                request.mode = asked[q].mode;
                request.sort = (enum rat_sort)sort;
                request.offset = page * 7;
                request.limit = page == 2 ? 300 : 7;
                request.facets = facets;
                request.facet_count = page == 0 ? 2 : 0;
                note_answer(w, snapshot, &request, out);
            }
    rat_snapshot_close(snapshot);
}

/* How often a document of the only segment has a smaller number than the one before; *segment: which it is. */
static uint32_t descents(struct world *w, uint64_t *segment)
{
    struct rat_snapshot *snapshot = world_open(w);
    const struct rat_segment *s = snapshot->segments[0];
    uint32_t n = 0;
    assert_int_equal(snapshot->manifest.segment_count, 1);
    for (uint32_t d = 1; d < s->meta.documents; d++)
        n += rat_numbers_get(&s->docnums, d) < rat_numbers_get(&s->docnums, d - 1);
    *segment = s->meta.id;
    rat_snapshot_close(snapshot);
    return n;
}

static void answers_do_not_depend_on_it(void **state)
{
    struct world *w = *state;
    struct rat_buf imported = RAT_BUF_INIT, bisected = RAT_BUF_INIT;
    uint64_t segment;
    put_documents(w, "one.jsonl", 0, DOCUMENTS, 1);
    put_documents(w, "two.jsonl", DOCUMENTS / 2, DOCUMENTS / 2 + 90, 2); /* new versions of some */
    optimize(w, RAT_ORDER_IMPORT);
    assert_int_equal(descents(w, &segment), 0);
    note_answers(w, &imported);
    assert_true(imported.size > 20000);
    optimize(w, RAT_ORDER_BISECTION);
    assert_true(descents(w, &segment) > DOCUMENTS / 100);
    note_answers(w, &bisected);
    assert_string_equal(rat_buf_cstr(&bisected), rat_buf_cstr(&imported));
    optimize(w, RAT_ORDER_IMPORT); /* and back */
    assert_int_equal(descents(w, &segment), 0);
    note_answers(w, &bisected);
    assert_string_equal(rat_buf_cstr(&bisected), rat_buf_cstr(&imported));
    rat_buf_release(&imported);
    rat_buf_release(&bisected);
}

/* What is in order already is left alone; few documents stay as they were imported unless asked. */
static void is_done_once(void **state)
{
    struct world *w = *state;
    uint64_t first, again;
    put_documents(w, "one.jsonl", 0, DOCUMENTS, 1);
    put_documents(w, "two.jsonl", DOCUMENTS, 2 * DOCUMENTS, 2);
    optimize(w, RAT_ORDER_DEFAULT);
    assert_int_equal(descents(w, &first), 0);
    optimize(w, RAT_ORDER_DEFAULT);
    descents(w, &again);
    assert_int_equal(first, again);
    optimize(w, RAT_ORDER_BISECTION);
    assert_true(descents(w, &first) > 0);
    assert_int_not_equal(first, again);
    optimize(w, RAT_ORDER_BISECTION);
    descents(w, &again);
    assert_int_equal(first, again);
}

static void many_are_bisected(void **state)
{
    struct world *w = *state;
    uint64_t segment;
    put_documents(w, "one.jsonl", 0, RAT_BISECT_OPTIMIZE - 1, 1);
    optimize(w, RAT_ORDER_DEFAULT);
    assert_int_equal(descents(w, &segment), 0);
    put_documents(w, "two.jsonl", RAT_BISECT_OPTIMIZE - 1, RAT_BISECT_OPTIMIZE, 2);
    optimize(w, RAT_ORDER_DEFAULT);
    assert_true(descents(w, &segment) > 0);
}

/* Full classes of segments are merged as they are, or bisected when the import is told so. */
static void imports_bisect_when_asked(void **state)
{
    struct world *w = *state;
    uint64_t segment;
    for (uint32_t i = 0; i < 8; i++) {
        char name[32];
        snprintf(name, sizeof name, "%u.jsonl", i);
        w->options.threads = 1;
        w->options.order = i == 7 ? RAT_ORDER_BISECTION : RAT_ORDER_DEFAULT;
        put_documents(w, name, i * 70, (i + 1) * 70, i);
    }
    assert_true(descents(w, &segment) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(answers_do_not_depend_on_it, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(is_done_once, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(many_are_bisected, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(imports_bisect_when_asked, world_setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
