/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facets, filters, groups and pages as a person sees them, on a handful of documents; at random they are tested in
 * test_reference.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/indexer/ingest_world.h"

static const char lines[] = "{\"id\":\"a\",\"text\":\"weg\",\"date\":\"2020-03-01\",\"type\":\"Antrag\","
                            "\"committee\":[\"Rat\",\"Ausschuss\"],\"reference\":\"2020/1\"}\n"
                            "{\"id\":\"b\",\"text\":\"weg\",\"date\":\"2019-03-01\",\"type\":\"Antrag\","
                            "\"committee\":\"Rat\",\"body\":\"Rat\",\"reference\":\"2020/1\"}\n"
                            "{\"id\":\"c\",\"text\":\"weg\",\"date\":\"2020-12-31\",\"type\":\"Anfrage\"}\n"
                            "{\"id\":\"d\",\"text\":\"weg\",\"type\":\"Bericht\",\"body\":\"Kreis\"}\n"
                            "{\"id\":\"e\",\"text\":\"steg\",\"date\":\"2018-01-01\",\"type\":\"Bericht\"}\n";

static int setup(void **state)
{
    if (world_setup(state) != 0)
        return 1;
    world_put(*state, "in.jsonl", lines);
    world_import(*state, "in.jsonl");
    return 0;
}

static const char *facet_text(struct world *w, const struct rat_facet *facet)
{
    rat_buf_clear(&w->found);
    for (size_t i = 0; i < facet->value_count; i++)
        rat_buf_printf(&w->found, "%s%s=%llu", i ? " " : "", facet->values[i].value,
                       (unsigned long long)facet->values[i].count);
    return rat_buf_cstr(&w->found);
}

static void assert_facet(struct world *w, uint8_t field, size_t max, bool grouped, const char *expected)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "weg";
    request.facets = &field;
    request.facet_count = 1;
    request.facet_values_max = max;
    request.group_by_paper = grouped;
    struct rat_search *search = world_ask(w, snapshot, &request);
    assert_int_equal(rat_search_result(search)->facet_count, 1);
    assert_string_equal(facet_text(w, &rat_search_result(search)->facets[0]), expected);
    rat_search_free(search);
    rat_snapshot_close(snapshot);
}

static void counts(void **state)
{
    struct world *w = *state;
    assert_facet(w, RAT_FIELD_YEAR, 0, false, "2019=1 2020=2 =1");
    assert_facet(w, RAT_FIELD_TYPE, 0, false, "Antrag=2 Anfrage=1 Bericht=1");
    assert_facet(w, RAT_FIELD_TYPE, 1, false, "Antrag=2");
    assert_facet(w, RAT_FIELD_COMMITTEE, 0, false, "=2 Rat=2 Ausschuss=1");
    assert_facet(w, RAT_FIELD_BODY, 0, false, "Rat=2 =1 Ausschuss=1 Kreis=1");
}

static void refused_fields(void **state)
{
    struct world *w = *state;
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_search *search;
    struct rat_request request = RAT_REQUEST_INIT;
    uint8_t field = RAT_FIELD_TITLE;
    struct rat_filter filter = {RAT_FIELD_TITLE, "x"};
    request.query = "weg";
    request.facets = &field;
    request.facet_count = 1;
    assert_int_equal(rat_search_run(snapshot, &request, &search, &w->err), RAT_EUSAGE);
    request.facet_count = 0;
    request.filters = &filter;
    request.filter_count = 1;
    assert_int_equal(rat_search_run(snapshot, &request, &search, &w->err), RAT_EUSAGE);
    filter = (struct rat_filter){RAT_FIELD_DATE, "gestern"};
    assert_int_equal(rat_search_run(snapshot, &request, &search, &w->err), RAT_EUSAGE);
    rat_snapshot_close(snapshot);
}

static const char *filtered(struct world *w, const struct rat_filter *filters, size_t count)
{
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "";
    request.filters = filters;
    request.filter_count = count;
    return world_hits(w, &request, true);
}

/* Of one field any of them, of several fields all; a filter means the whole value, a word in the query also a part. */
static void filters(void **state)
{
    struct world *w = *state;
    assert_string_equal(filtered(w, (struct rat_filter[]){{RAT_FIELD_TYPE, "antrag"}}, 1), "a b");
    assert_string_equal(
        filtered(w, (struct rat_filter[]){{RAT_FIELD_TYPE, "Antrag"}, {RAT_FIELD_TYPE, "Anfrage"}}, 2),
        "a b c");
    assert_string_equal(filtered(w,
                                 (struct rat_filter[]){{RAT_FIELD_TYPE, "Antrag"},
                                                       {RAT_FIELD_YEAR, "2020"},
                                                       {RAT_FIELD_TYPE, "Anfrage"}},
                                 3),
                        "a c");
    assert_string_equal(filtered(w, (struct rat_filter[]){{RAT_FIELD_DATE, "..2019-03-01"}}, 1), "b e");
    assert_string_equal(
        filtered(w, (struct rat_filter[]){{RAT_FIELD_BODY, "Rat"}, {RAT_FIELD_COMMITTEE, "Ausschuss"}}, 2),
        "a");
}

static void order_and_pages(void **state)
{
    struct world *w = *state;
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "weg";
    request.sort = RAT_SORT_NEWEST;
    assert_string_equal(world_hits(w, &request, false), "c a b d");
    request.sort = RAT_SORT_OLDEST;
    assert_string_equal(world_hits(w, &request, false), "b a c d");
    request.offset = 1;
    request.limit = 2;
    assert_string_equal(world_hits(w, &request, false), "a c");
    request.offset = 4;
    assert_string_equal(world_hits(w, &request, false), "");
}

static void groups(void **state)
{
    struct world *w = *state;
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "weg";
    request.group_by_paper = true;
    request.sort = RAT_SORT_NEWEST;
    assert_string_equal(world_hits(w, &request, false), "c a d");
    struct rat_search *search = world_ask(w, snapshot, &request);
    assert_int_equal(rat_search_result(search)->total, 3);
    rat_search_free(search);
    rat_snapshot_close(snapshot);
    /* each paper once per value, by whichever of its matches has it */
    assert_facet(w, RAT_FIELD_TYPE, 0, true, "Anfrage=1 Antrag=1 Bericht=1");
    assert_facet(w, RAT_FIELD_YEAR, 0, true, "2019=1 2020=2 =1");
    assert_facet(w, RAT_FIELD_COMMITTEE, 0, true, "=2 Ausschuss=1 Rat=1");
}

/* The same over several segments: a and b are of one paper. */
static void groups_over_segments(void **state)
{
    struct world *w = *state;
    world_put(w, "more.jsonl",
              "{\"id\":\"f\",\"text\":\"weg\",\"date\":\"2019-05-01\",\"type\":\"Antrag\",\"reference\":"
              "\"2020/1\"}\n"
              "{\"id\":\"g\",\"text\":\"weg\",\"date\":\"2019-05-01\",\"type\":\"Antrag\"}\n");
    world_import(w, "more.jsonl");
    assert_facet(w, RAT_FIELD_TYPE, 0, false, "Antrag=4 Anfrage=1 Bericht=1");
    assert_facet(w, RAT_FIELD_TYPE, 0, true, "Antrag=2 Anfrage=1 Bericht=1");
    assert_facet(w, RAT_FIELD_YEAR, 0, true, "2019=2 2020=2 =1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(counts, setup, world_teardown),
        cmocka_unit_test_setup_teardown(refused_fields, setup, world_teardown),
        cmocka_unit_test_setup_teardown(filters, setup, world_teardown),
        cmocka_unit_test_setup_teardown(order_and_pages, setup, world_teardown),
        cmocka_unit_test_setup_teardown(groups, setup, world_teardown),
        cmocka_unit_test_setup_teardown(groups_over_segments, setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
