/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the formulas of both engines agree, the order is the same: whitespace analyzer, one field, --mode or, lengths that one byte
 * says exactly. Scores there are ours times k1 + 1, which we leave out: also of words in most documents, whose idf Xapian
 * has quite another formula for (query/xapian_query.c evens that out).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/engine.h"
#include "tests/indexer/ingest_world.h"
#include "tests/support/prng.h"

#include <math.h>

#define DOCUMENTS 3000u
#define WORDS 300u
#define LENGTH_MAX 40u /* storage/FORMAT.md, "Lengths" */
#define QUESTIONS 400
#define K1 1.2

struct fixture {
    struct world *w;
    struct rat_snapshot *snapshot;
    struct rat_engine *xapian;
};

static uint32_t some_word(struct prng *random)
{
    double u = (double)prng_below(random, 1u << 20) / (1u << 20);
    return (uint32_t)(u * u * WORDS); /* the first in most documents */
}

static void import_made_up(struct world *w)
{
    struct prng random = {11};
    struct rat_buf lines = RAT_BUF_INIT;
    for (uint32_t d = 0; d < DOCUMENTS; d++) {
        /* a title that is empty, or it would be taken from the text */
        rat_buf_printf(&lines, "{\"id\":\"d%u\",\"title\":\" \",\"text\":\"", d);
        for (uint32_t n = 1 + prng_below(&random, LENGTH_MAX), i = 0; i < n; i++) {
            uint32_t word = some_word(&random);
            rat_buf_printf(&lines, "%sw%u", i ? " " : "", word);
            if (i + 1 < n && prng_below(&random, 5) == 0) {
                rat_buf_printf(&lines, " w%u", word); /* or hardly a tf is above 1 */
                i++;
            }
        }
        rat_buf_puts(&lines, "\"}\n");
    }
    world_put(w, "in.jsonl", rat_buf_cstr(&lines));
    rat_buf_release(&lines);
    w->options.engines = RAT_ENGINES_BOTH;
    world_import(w, "in.jsonl");
}

static struct rat_search *search(struct fixture *f, const char *query, struct rat_engine *engine)
{
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = query;
    request.mode = RAT_MODE_OR;
    request.limit = DOCUMENTS;
    request.engine = engine;
    return world_ask(f->w, f->snapshot, &request);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    void *world;
    assert_non_null(f);
    assert_int_equal(world_setup(&world), 0);
    f->w = world;
    snprintf(f->w->archive, sizeof f->w->archive, "%s/plain", f->w->dir.folder);
    world_init(f->w, "whitespace");
    import_made_up(f->w);
    f->snapshot = world_open(f->w);
    assert_int_equal(rat_engine_open(RAT_ENGINE_XAPIAN, f->snapshot, &f->xapian, &f->w->err), RAT_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    void *world = f->w;
    rat_engine_close(f->xapian);
    rat_snapshot_close(f->snapshot);
    world_teardown(&world);
    free(f);
    return 0;
}

static bool is_near(double a, double b)
{
    return fabs(a - b) <= 2e-5 * fmax(fabs(a), fabs(b));
}

static void assert_same_order(const char *query, const struct rat_result *x, const struct rat_result *y)
{
    assert_int_equal(x->total, y->total);
    assert_int_equal(x->hit_count, y->hit_count);
    for (size_t i = 0; i < x->hit_count; i++) {
        if (!is_near(x->hits[i].score * (K1 + 1), y->hits[i].score))
            fail_msg("%s: place %zu scores %g and %g", query, i, x->hits[i].score * (K1 + 1),
                     y->hits[i].score);
        /* floats may take for equal what doubles do not */
        if (x->hits[i].docnum != y->hits[i].docnum &&
            !(i + 1 < x->hit_count && is_near(y->hits[i].score, y->hits[i + 1].score)) &&
            !(i && is_near(y->hits[i].score, y->hits[i - 1].score)))
            fail_msg("%s: %s and %s at place %zu", query, x->hits[i].id, y->hits[i].id, i);
    }
}

static void compare(struct fixture *f, const char *query)
{
    struct rat_search *native = search(f, query, NULL), *xapian = search(f, query, f->xapian);
    assert_same_order(query, rat_search_result(native), rat_search_result(xapian));
    rat_search_free(native);
    rat_search_free(xapian);
}

static void of_one_word(void **state)
{
    for (uint32_t i = 0; i < WORDS; i++) {
        char query[16];
        snprintf(query, sizeof query, "w%u", i);
        compare(*state, query);
    }
}

static void of_several_words(void **state)
{
    struct prng random = {23};
    for (int q = 0; q < QUESTIONS; q++) {
        struct rat_buf query = RAT_BUF_INIT;
        for (uint32_t n = 2 + prng_below(&random, 6); n > 0; n--)
            rat_buf_printf(&query, "w%u ", some_word(&random));
        compare(*state, rat_buf_cstr(&query));
        rat_buf_release(&query);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_one_word),
        cmocka_unit_test(of_several_words),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
