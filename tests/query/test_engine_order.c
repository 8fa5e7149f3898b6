/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the formulas of both engines agree, the order is the same: whitespace analyzer, one field, --mode or, lengths that one byte
 * says exactly, words in fewer than a third of the documents. They differ in a constant (we leave the factor k1 + 1 out) and
 * in the idf, which is log((N - n + 1/2) / (n + 1/2)) there and log(1 + the same) here. So one word gives one order; words in
 * equally many documents do; and for all others Xapian's scores are ours, word by word, times the quotient of the idf.
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
#define QUESTIONS 150
#define K1 1.2

struct fixture {
    struct world *w;
    struct rat_snapshot *snapshot;
    struct rat_engine *xapian;
    uint32_t df[WORDS];
};

static uint32_t some_word(struct prng *random)
{
    double u = (double)prng_below(random, 1u << 20) / (1u << 20);
    return (uint32_t)(pow(u, 1.25) * WORDS);
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
    for (uint32_t i = 0; i < WORDS; i++) {
        char word[16];
        snprintf(word, sizeof word, "w%u", i);
        struct rat_search *s = search(f, word, NULL);
        f->df[i] = (uint32_t)rat_search_result(s)->total;
        assert_true(f->df[i] < DOCUMENTS / 3);
        rat_search_free(s);
    }
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

static double odds(uint32_t df)
{
    return (DOCUMENTS - df + 0.5) / (df + 0.5);
}

/* What a word's score is there for one of ours. */
static double factor_of(uint32_t df)
{
    return (K1 + 1) * log(odds(df)) / log(1 + odds(df));
}

static bool is_near(double a, double b)
{
    return fabs(a - b) <= 2e-5 * fmax(fabs(a), fabs(b));
}

static void assert_same_order(const char *query, const struct rat_result *x, const struct rat_result *y,
                              double factor)
{
    assert_int_equal(x->total, y->total);
    assert_int_equal(x->hit_count, y->hit_count);
    for (size_t i = 0; i < x->hit_count; i++) {
        if (!is_near(x->hits[i].score * factor, y->hits[i].score))
            fail_msg("%s: place %zu scores %g and %g", query, i, x->hits[i].score * factor, y->hits[i].score);
        /* floats may take for equal what doubles do not */
        if (x->hits[i].docnum != y->hits[i].docnum &&
            !(i + 1 < x->hit_count && is_near(y->hits[i].score, y->hits[i + 1].score)) &&
            !(i && is_near(y->hits[i].score, y->hits[i - 1].score)))
            fail_msg("%s: %s and %s at place %zu", query, x->hits[i].id, y->hits[i].id, i);
    }
}

static void compare(struct fixture *f, const char *query, double factor)
{
    struct rat_search *native = search(f, query, NULL), *xapian = search(f, query, f->xapian);
    assert_same_order(query, rat_search_result(native), rat_search_result(xapian), factor);
    rat_search_free(native);
    rat_search_free(xapian);
}

static void of_one_word(void **state)
{
    struct fixture *f = *state;
    for (uint32_t i = 0; i < WORDS; i++) {
        char query[16];
        snprintf(query, sizeof query, "w%u", i);
        compare(f, query, factor_of(f->df[i]));
    }
}

static void of_words_equally_frequent(void **state)
{
    struct fixture *f = *state;
    unsigned pairs = 0;
    for (uint32_t i = 0; i < WORDS; i++)
        for (uint32_t k = i + 1; k < WORDS; k++) {
            char query[32];
            if (f->df[i] != f->df[k])
                continue;
            snprintf(query, sizeof query, "w%u w%u", i, k);
            compare(f, query, factor_of(f->df[i]));
            pairs++;
        }
    assert_true(pairs > 100);
}

/* Xapian's scores from ours of one word each; then its order from the scores. */
static void of_any_words(void **state)
{
    struct fixture *f = *state;
    struct prng random = {23};
    double *expected = calloc(DOCUMENTS + 1, sizeof *expected);
    assert_non_null(expected);
    for (int q = 0; q < QUESTIONS; q++) {
        struct rat_buf query = RAT_BUF_INIT;
        memset(expected, 0, (DOCUMENTS + 1) * sizeof *expected);
        for (uint32_t n = 2 + prng_below(&random, 4); n > 0; n--) {
            char word[16];
            uint32_t i = some_word(&random);
            snprintf(word, sizeof word, "w%u", i);
            rat_buf_printf(&query, "%s ", word);
            struct rat_search *one = search(f, word, NULL);
            const struct rat_result *r = rat_search_result(one);
            for (size_t h = 0; h < r->hit_count; h++)
                expected[r->hits[h].docnum] += r->hits[h].score * factor_of(f->df[i]);
            rat_search_free(one);
        }
        struct rat_search *xapian = search(f, rat_buf_cstr(&query), f->xapian);
        const struct rat_result *y = rat_search_result(xapian);
        for (size_t h = 0; h < y->hit_count; h++) {
            if (!is_near(y->hits[h].score, expected[y->hits[h].docnum]))
                fail_msg("%s: %s scores %g, expected %g", rat_buf_cstr(&query), y->hits[h].id,
                         y->hits[h].score, expected[y->hits[h].docnum]);
            assert_true(h == 0 || y->hits[h].score <= y->hits[h - 1].score);
        }
        rat_search_free(xapian);
        rat_buf_release(&query);
    }
    free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_one_word),
        cmocka_unit_test(of_words_equally_frequent),
        cmocka_unit_test(of_any_words),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
