/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every operator, order, limit and count of the shim, on five documents that a reader can check by eye. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/xapian/shim_world.h"

#include <math.h>

struct five {
    struct shim_world *w;
    struct rat_xapian_database *db;
};

static struct five open_five(void **state)
{
    struct five f = {*state, NULL};
    shim_fill(f.w, "db");
    f.db = shim_open(f.w, "db");
    return f;
}

/* Frees the query. */
static void finds(struct five *f, struct rat_xapian_query *query, const struct rat_xapian_request *request,
                  const char *expected)
{
    assert_string_equal(shim_ids(f->w, f->db, query, request), expected);
    rat_xapian_query_free(query);
}

/* Frees a and b. */
static struct rat_xapian_query *both(struct shim_world *w, enum rat_xapian_op op, struct rat_xapian_query *a,
                                     struct rat_xapian_query *b)
{
    struct rat_xapian_query *parts[2] = {a, b}, *query;
    FINE(w, rat_xapian_query_combine(op, parts, 2, 0, &query, &w->err));
    rat_xapian_query_free(a);
    rat_xapian_query_free(b);
    return query;
}

static struct rat_xapian_query *all(struct shim_world *w)
{
    struct rat_xapian_query *query;
    FINE(w, rat_xapian_query_all(&query, &w->err));
    return query;
}

static void operators(void **state)
{
    struct five f = open_five(state);
    struct shim_world *w = f.w;
    struct rat_xapian_query *query;
    finds(&f, shim_words(w, RAT_XAPIAN_AND, "am radweg", 0), NULL, "2");
    finds(&f, shim_words(w, RAT_XAPIAN_OR, "am weg", 0), NULL, "5 2 4");
    finds(&f, shim_words(w, RAT_XAPIAN_XOR, "am weg", 0), NULL, "2 4");
    finds(&f, shim_words(w, RAT_XAPIAN_AND_NOT, "radweg am breit", 0), NULL, "3");
    finds(&f, shim_words(w, RAT_XAPIAN_AND_MAYBE, "schule am", 0), NULL, "2 4");
    finds(&f, shim_words(w, RAT_XAPIAN_FILTER, "radweg ist", 0), NULL, "1 2");
    finds(&f, shim_words(w, RAT_XAPIAN_PHRASE, "am radweg", 0), NULL, "2");
    finds(&f, shim_words(w, RAT_XAPIAN_PHRASE, "radweg am", 0), NULL, "");
    finds(&f, shim_words(w, RAT_XAPIAN_PHRASE, "die am", 0), NULL, "");
    finds(&f, shim_words(w, RAT_XAPIAN_PHRASE, "die am", 4), NULL, "2");
    finds(&f, shim_words(w, RAT_XAPIAN_PHRASE, "radweg radweg radweg", 0), NULL, "3");
    finds(&f, shim_words(w, RAT_XAPIAN_PHRASE, "radweg radweg radweg radweg", 0), NULL, "");
    finds(&f, shim_words(w, RAT_XAPIAN_NEAR, "radweg am", 2), NULL, "2");
    finds(&f, shim_words(w, RAT_XAPIAN_SYNONYM, "am weg", 0), NULL, "5 2 4");
    finds(&f, shim_words(w, RAT_XAPIAN_MAX, "am weg", 0), NULL, "5 2 4");
    finds(&f, shim_words(w, RAT_XAPIAN_OR, "", 0), NULL, "");
    finds(&f, all(w), NULL, "1 2 3 4 5");
    FINE(w, rat_xapian_query_nothing(&query, &w->err));
    finds(&f, query, NULL, "");
    finds(&f, both(w, RAT_XAPIAN_AND_NOT, all(w), shim_term(w, "radweg")), NULL, "4 5");
    query = shim_words(w, RAT_XAPIAN_AND, "am radweg", 0);
    char text[256];
    size_t size;
    FINE(w, rat_xapian_query_describe(query, text, sizeof text, &size, &w->err));
    assert_int_equal(size, strlen("Query((am AND radweg))"));
    assert_memory_equal(text, "Query((am AND radweg))", size);
    rat_xapian_query_free(query);
    assert_int_equal(rat_xapian_query_combine((enum rat_xapian_op)15, NULL, 0, 0, &query, &w->err),
                     RAT_XAPIAN_INVALID_ARGUMENT);
    rat_xapian_database_free(f.db);
}

static struct rat_xapian_query *dates(struct shim_world *w, double from, double to)
{
    char a[RAT_XAPIAN_NUMBER_BYTES], b[RAT_XAPIAN_NUMBER_BYTES];
    size_t an = rat_xapian_number_encode(from, a), bn = rat_xapian_number_encode(to, b);
    struct rat_xapian_query *query;
    FINE(w, rat_xapian_query_range(SHIM_DATE, isinf(from) ? NULL : a, an, isinf(to) ? NULL : b, bn, &query,
                                   &w->err));
    return query;
}

static void ranges(void **state)
{
    struct five f = open_five(state);
    struct shim_world *w = f.w;
    struct rat_xapian_query *query;
    finds(&f, dates(w, 1, 3), NULL, "2 3 4");
    finds(&f, dates(w, -10, 1.5), NULL, "2 5");
    finds(&f, dates(w, 4, INFINITY), NULL, "1");
    finds(&f, dates(w, -INFINITY, 1), NULL, "2 5");
    finds(&f, dates(w, 3, 1), NULL, "");
    FINE(w, rat_xapian_query_range(SHIM_COLOUR, "blau", 4, "grau", 4, &query, &w->err));
    finds(&f, query, NULL, "2");
    FINE(w, rat_xapian_query_range(SHIM_COLOUR, NULL, 0, "grau", 4, &query, &w->err));
    finds(&f, query, NULL, "2"); /* not 5, which has no colour */
    FINE(w, rat_xapian_query_range(SHIM_COLOUR, NULL, 0, NULL, 0, &query, &w->err));
    finds(&f, query, NULL, "1 2 3 4 5");
    finds(&f, both(w, RAT_XAPIAN_FILTER, shim_term(w, "radweg"), dates(w, 3, 9)), NULL, "3 1");
    rat_xapian_database_free(f.db);
}

static void prefixes(void **state)
{
    struct five f = open_five(state);
    struct shim_world *w = f.w;
    struct rat_xapian_query *query;
    FINE(w, rat_xapian_query_prefix("ra", 2, 2, RAT_XAPIAN_FAIL, RAT_XAPIAN_OR, &query, &w->err));
    finds(&f, query, NULL, "4 3 1 2");
    FINE(w, rat_xapian_query_prefix("ra", 2, 1, RAT_XAPIAN_FIRST, RAT_XAPIAN_SYNONYM, &query, &w->err));
    finds(&f, query, NULL, "4");
    FINE(w, rat_xapian_query_prefix("ra", 2, 1, RAT_XAPIAN_MOST_FREQUENT, RAT_XAPIAN_MAX, &query, &w->err));
    finds(&f, query, NULL, "3 1 2");
    FINE(w, rat_xapian_query_prefix("ra", 2, 1, RAT_XAPIAN_FAIL, RAT_XAPIAN_OR, &query, &w->err));
    struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
    struct rat_xapian_found *found = NULL;
    assert_int_equal(rat_xapian_search(f.db, query, &request, &found, &w->err), RAT_XAPIAN_WILDCARD);
    assert_null(found);
    rat_xapian_query_free(query);
    assert_int_equal(rat_xapian_query_prefix("ra", 2, 1, RAT_XAPIAN_FAIL, RAT_XAPIAN_AND, &query, &w->err),
                     RAT_XAPIAN_INVALID_ARGUMENT);
    rat_xapian_database_free(f.db);
}

static double score_of_first(struct five *f, struct rat_xapian_query *query,
                             const struct rat_xapian_request *request)
{
    struct rat_xapian_found *found = shim_ask(f->w, f->db, query, request);
    struct rat_xapian_hit hit;
    FINE(f->w, rat_xapian_found_hit(found, 0, &hit, &f->w->err));
    rat_xapian_found_free(found);
    rat_xapian_query_free(query);
    return hit.score;
}

/* BM25 as Xapian has it: log((N - n + .5) / (n + .5)) and, where that is below log 2, half of what is in it and 1. */
static double bm25(double documents, double df, double tf, double length, double average, double k1, double b)
{
    double ratio = (documents - df + 0.5) / (df + 0.5);
    double idf = log(ratio < 2 ? ratio * 0.5 + 1 : ratio);
    return idf * tf * (k1 + 1) / (k1 * (1 - b + b * length / average) + tf);
}

static void scores(void **state)
{
    struct five f = open_five(state);
    struct shim_world *w = f.w;
    struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
    double breit = bm25(5, 1, 1, 4, 4, 1.2, 0.75), radweg = bm25(5, 3, 3, 3, 4, 1.2, 0.75);
    assert_true(fabs(score_of_first(&f, shim_term(w, "breit"), &request) - breit) < 1e-9);
    assert_true(fabs(score_of_first(&f, shim_term(w, "radweg"), &request) - radweg) < 1e-9);
    struct rat_xapian_query *term = shim_term(w, "breit"), *scaled;
    FINE(w, rat_xapian_query_scale(term, 0.25, &scaled, &w->err));
    rat_xapian_query_free(term); /* the other one holds what it needs */
    assert_true(fabs(score_of_first(&f, scaled, &request) - breit / 4) < 1e-9);
    term = shim_term(w, "breit");
    assert_int_equal(rat_xapian_query_scale(term, -1, &scaled, &w->err), RAT_XAPIAN_INVALID_ARGUMENT);
    rat_xapian_query_free(term);
    request.k1 = 2;
    request.b = 0.5;
    assert_true(fabs(score_of_first(&f, shim_term(w, "radweg"), &request) - bm25(5, 3, 3, 3, 4, 2, 0.5)) <
                1e-9);
    request.weight = RAT_XAPIAN_NO_WEIGHT;
    assert_true(score_of_first(&f, shim_term(w, "radweg"), &request) == 0);
    finds(&f, shim_term(w, "radweg"), &request, "1 2 3");
    rat_xapian_database_free(f.db);
}

static void orders_and_pages(void **state)
{
    struct five f = open_five(state);
    struct shim_world *w = f.w;
    struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
    request.order = RAT_XAPIAN_BY_VALUE;
    request.order_slot = SHIM_DATE;
    finds(&f, all(w), &request, "5 2 4 3 1");
    request.descending = true;
    finds(&f, all(w), &request, "1 3 4 2 5");
    request.offset = 1;
    request.limit = 2;
    finds(&f, all(w), &request, "3 4");
    request.offset = 9;
    finds(&f, all(w), &request, "");
    request = (struct rat_xapian_request)RAT_XAPIAN_REQUEST_INIT;
    request.order = RAT_XAPIAN_BY_VALUE_THEN_SCORE;
    request.order_slot = SHIM_COLOUR;
    request.descending = true;
    finds(&f, shim_term(w, "radweg"), &request, "3 1 2");
    request.order = RAT_XAPIAN_BY_SCORE_THEN_VALUE;
    request.order_slot = SHIM_DATE;
    finds(&f, all(w), &request, "1 3 4 2 5");
    request = (struct rat_xapian_request)RAT_XAPIAN_REQUEST_INIT;
    request.collapse_max = 1;
    request.collapse_slot = SHIM_PAPER;
    request.check_at_least = 5;
    finds(&f, all(w), &request, "1 3 4 5");
    struct rat_xapian_query *query = all(w);
    struct rat_xapian_found *found = shim_ask(w, f.db, query, &request);
    struct rat_xapian_counts counts;
    rat_xapian_found_counts(found, &counts);
    assert_int_equal(counts.all_lower, 5);
    assert_int_equal(counts.all_upper, 5);
    assert_int_equal(counts.lower, 4);
    rat_xapian_found_free(found);
    rat_xapian_query_free(query);
    request = (struct rat_xapian_request)RAT_XAPIAN_REQUEST_INIT;
    request.cutoff_percent = 99;
    finds(&f, shim_term(w, "radweg"), &request, "3");
    request.time_limit = 5;
    finds(&f, shim_term(w, "radweg"), &request, "3");
    rat_xapian_database_free(f.db);
}

static void counts_and_facets(void **state)
{
    struct five f = open_five(state);
    struct shim_world *w = f.w;
    static const uint32_t slots[] = {SHIM_COLOUR, SHIM_DATE};
    struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
    struct rat_xapian_query *query = shim_words(w, RAT_XAPIAN_OR, "radweg weg", 0);
    request.limit = 1;
    request.check_at_least = 5;
    request.facet_slots = slots;
    request.facet_count = 2;
    struct rat_xapian_found *found = shim_ask(w, f.db, query, &request);
    rat_xapian_query_free(query);
    rat_xapian_database_free(f.db); /* found holds what it needs */
    struct rat_xapian_counts counts;
    struct rat_xapian_document *document;
    uint64_t total;
    char text[64];
    size_t size;
    rat_xapian_found_counts(found, &counts);
    assert_int_equal(counts.lower, 5);
    assert_int_equal(counts.estimated, 5);
    assert_int_equal(counts.upper, 5);
    assert_true(counts.best_score > 0 && counts.best_score <= counts.best_possible);
    FINE(w, rat_xapian_found_facet(found, 0, shim_note, &w->text, &total, &w->err));
    assert_string_equal(rat_buf_cstr(&w->text), "blau:0:1 rot:0:3 ");
    assert_int_equal(total, 5);
    rat_buf_clear(&w->text);
    struct rat_xapian_hit hit;
    FINE(w, rat_xapian_found_hit(found, 0, &hit, &w->err));
    FINE(w, rat_xapian_found_terms(found, hit.docid, shim_note, &w->text, &w->err));
    assert_string_equal(rat_buf_cstr(&w->text), "weg:0:1 ");
    assert_int_equal(hit.percent, 100 * hit.score / counts.best_possible > 0 ? hit.percent : -1);
    FINE(w, rat_xapian_found_document(found, 0, &document, &w->err));
    FINE(w, rat_xapian_document_data(document, text, sizeof text, &size, &w->err));
    assert_memory_equal(text, "am weg", size);
    rat_xapian_document_free(document);
    rat_xapian_found_free(found);
}

/* Documents of joined databases take turns. */
static void joined(void **state)
{
    struct five f = open_five(state);
    struct shim_world *w = f.w;
    struct rat_xapian_writer *writer = shim_writer(w, "zwei", RAT_XAPIAN_CREATE);
    struct rat_xapian_document *d = shim_document(w, &shim_texts[2]);
    FINE(w, rat_xapian_writer_put(writer, 7, d, &w->err));
    rat_xapian_document_free(d);
    FINE(w, rat_xapian_writer_close(writer, &w->err));
    rat_xapian_writer_free(writer);
    struct rat_xapian_database *parts[2] = {f.db, shim_open(w, "zwei")}, *all_of_them;
    FINE(w, rat_xapian_database_join(parts, 2, &all_of_them, &w->err));
    rat_xapian_database_free(parts[0]);
    rat_xapian_database_free(parts[1]);
    f.db = all_of_them;
    finds(&f, shim_term(w, "radweg"), NULL, "5 14 1 3");
    struct rat_xapian_facts facts;
    FINE(w, rat_xapian_database_facts(f.db, &facts, &w->err));
    assert_int_equal(facts.documents, 6);
    assert_int_equal(facts.parts, 2);
    rat_xapian_database_free(f.db);
    FINE(w, rat_xapian_database_join(NULL, 0, &f.db, &w->err));
    struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
    struct rat_xapian_query *query = shim_term(w, "radweg");
    struct rat_xapian_found *found;
    assert_int_equal(rat_xapian_search(f.db, query, &request, &found, &w->err), RAT_XAPIAN_INVALID_ARGUMENT);
    rat_xapian_query_free(query);
    rat_xapian_database_free(f.db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(operators, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(ranges, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(prefixes, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(scores, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(orders_and_pages, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(counts_and_facets, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(joined, shim_setup, shim_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
