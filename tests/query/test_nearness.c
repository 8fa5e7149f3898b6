/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words near each other: the formula of query/nearness.h by hand, and that every page is cut from one order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/nearness.h"
#include "tests/indexer/ingest_world.h"

#include <math.h>

static void put_words(struct rat_buf *out, const char *word, int n)
{
    for (int i = 0; i < n; i++)
        rat_buf_printf(out, "%s ", word);
}

static void put_document(struct rat_buf *lines, const char *id, int between)
{
    rat_buf_printf(lines, "{\"id\":\"%s\",\"title\":\"t\",\"text\":\"Brunnen ", id);
    put_words(lines, "und", between);
    rat_buf_puts(lines, "Denkmal ");
    put_words(lines, "und", 200 - between);
    rat_buf_puts(lines, "\"}\n");
}

/* Ten documents that say nothing, so that two words that two documents have are rare enough to count. */
static void put_others(struct rat_buf *lines)
{
    for (int i = 0; i < 10; i++)
        rat_buf_printf(lines, "{\"id\":\"o%d\",\"text\":\"Sitzung\"}\n", i);
}

static void by_hand(void **state)
{
    struct world *w = *state;
    struct rat_buf lines = RAT_BUF_INIT;
    put_document(&lines, "far", RAT_NEAR_WORDS - 1); /* 61 words from the first to the last */
    put_document(&lines, "near", RAT_NEAR_WORDS - 2);
    put_others(&lines);
    world_put(w, "in.jsonl", rat_buf_cstr(&lines));
    rat_buf_release(&lines);
    world_import(w, "in.jsonl");
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_weights weights = RAT_WEIGHTS_DEFAULT;
    request.query = "Brunnen Denkmal";
    request.weights = &weights;
    struct rat_search *search = world_ask(w, snapshot, &request);
    const struct rat_hit *hits = rat_search_result(search)->hits;
    double idf = log(1 + (12 - 2 + 0.5) / (2 + 0.5));
    assert_string_equal(hits[0].id, "near"); /* though the later of two equal ones */
    assert_true(fabs(hits[0].score - hits[1].score - (double)weights.near * idf) < 1e-5);
    double with = hits[1].score;
    rat_search_free(search);
    weights.near = 0;
    search = world_ask(w, snapshot, &request);
    hits = rat_search_result(search)->hits;
    assert_string_equal(hits[0].id, "far");
    assert_true(hits[0].score == hits[1].score);
    assert_true(fabs(with - hits[0].score - 0.6 * idf) < 1e-5); /* one of the words is in the best stretch */
    rat_search_free(search);
    rat_snapshot_close(snapshot);
}

/* One word is never near anything; what is sorted by date, and what a mode asks for, is left alone. */
static void only_where_it_is_meant(void **state)
{
    struct world *w = *state;
    struct rat_buf lines = RAT_BUF_INIT;
    put_document(&lines, "far", 150);
    put_document(&lines, "near", 0);
    put_others(&lines);
    world_put(w, "in.jsonl", rat_buf_cstr(&lines));
    rat_buf_release(&lines);
    world_import(w, "in.jsonl");
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "Brunnen";
    assert_string_equal(world_hits(w, &request, false), "far near");
    request.query = "Brunnen Denkmal";
    assert_string_equal(world_hits(w, &request, false), "near far");
    request.sort = RAT_SORT_NEWEST;
    assert_string_equal(world_hits(w, &request, false), "far near");
    request.sort = RAT_SORT_RELEVANCE;
    request.query = "\"Brunnen\" \"Denkmal\"";
    assert_string_equal(world_hits(w, &request, false), "near far");
    request.query = "brunnen denkmal";
    request.mode = RAT_MODE_OR;
    assert_string_equal(world_hits(w, &request, false), "far near");
}

/* Pages of seven, read one after the other, are the one long list. */
static void pages_are_of_one_order(void **state)
{
    struct world *w = *state;
    struct rat_buf lines = RAT_BUF_INIT, paged = RAT_BUF_INIT;
    for (int i = 0; i < 150; i++) {
        char id[16];
        snprintf(id, sizeof id, "d%03d", i);
        put_document(&lines, id, i * 37 % 151);
    }
    for (int i = 0; i < 90; i++)
        put_others(&lines);
    for (int i = 0; i < 900; i++)
        rat_buf_printf(&lines, "{\"id\":\"p%d\",\"text\":\"Sitzung\"}\n", i);
    world_put(w, "in.jsonl", rat_buf_cstr(&lines));
    rat_buf_release(&lines);
    world_import(w, "in.jsonl");
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "Brunnen Denkmal";
    request.limit = 7;
    for (request.offset = 0; request.offset < 150; request.offset += 7)
        rat_buf_printf(&paged, "%s%s", paged.size ? " " : "", world_hits(w, &request, false));
    request.offset = 0;
    request.limit = 1000;
    const char *whole = world_hits(w, &request, false);
    assert_string_equal(rat_buf_cstr(&paged), whole);
    assert_memory_equal(whole, "d000 ", 5);
    assert_non_null(strstr(whole, "d149"));
    rat_buf_release(&paged);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(by_hand, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(only_where_it_is_meant, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(pages_are_of_one_order, world_setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
