/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The heap of the best k against sorting everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/topk.h"
#include "tests/support/prng.h"

#include <math.h>
#include <stdlib.h>

#define N 2000

static int best_first(const void *a, const void *b)
{
    const struct rat_entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key > y->key ? -1 : 1;
    return (x->docnum > y->docnum) - (x->docnum < y->docnum);
}

/* Few different keys, so that ties are common; docnums distinct, in no order. */
static void make(struct prng *random, struct rat_entry *entries, uint32_t groups)
{
    for (uint32_t i = 0; i < N; i++)
        entries[i] = (struct rat_entry){.key = (float)prng_below(random, 50) - 10,
                                        .docnum = (i * 7919u) % 100003u,
                                        .group = groups ? prng_below(random, groups) : 0};
    entries[5].key = -INFINITY;
}

static void compare(struct rat_topk *top, struct rat_entry *expected, size_t count, size_t limit)
{
    struct rat_entry *got;
    size_t n;
    uint64_t groups;
    qsort(expected, count, sizeof *expected, best_first);
    assert_int_equal(rat_topk_finish(top, &got, &n, &groups), RAT_OK);
    assert_int_equal(n, count < limit ? count : limit);
    if (top->grouped)
        assert_int_equal(groups, count);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(got[i].docnum, expected[i].docnum);
}

static void best_of_all(void **state)
{
    static const size_t limits[] = {0, 1, 2, 3, 10, 64, 65, 1999, 2000, 5000};
    static struct rat_entry entries[N];
    struct prng random = {1};
    (void)state;
    for (size_t l = 0; l < sizeof limits / sizeof *limits; l++) {
        struct rat_topk top;
        make(&random, entries, 0);
        rat_topk_init(&top, limits[l], false);
        for (size_t i = 0; i < N; i++) {
            assert_int_equal(rat_topk_add(&top, &entries[i]), RAT_OK);
        }
        compare(&top, entries, N, limits[l]);
        rat_topk_release(&top);
    }
}

/* What lies under the threshold may be left out without a difference; equal keys may not. */
static void threshold_is_safe(void **state)
{
    static struct rat_entry entries[N];
    struct prng random = {2};
    struct rat_topk top;
    size_t skipped = 0;
    (void)state;
    make(&random, entries, 0);
    rat_topk_init(&top, 20, false);
    assert_true(rat_topk_threshold(&top) == -INFINITY);
    for (size_t i = 0; i < N; i++) {
        if (entries[i].key < rat_topk_threshold(&top))
            skipped++;
        else
            assert_int_equal(rat_topk_add(&top, &entries[i]), RAT_OK);
    }
    assert_true(skipped > N / 2);
    compare(&top, entries, N, 20);
    rat_topk_release(&top);
}

static void worst_and_before(void **state)
{
    struct rat_topk top;
    (void)state;
    rat_topk_init(&top, 3, false);
    assert_true(rat_topk_is_before(&top, 0)); /* nothing is before everything */
    static const struct rat_entry entries[] = {
        {.key = 2, .docnum = 7}, {.key = 1, .docnum = 4}, {.key = 1, .docnum = 9}};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(rat_topk_add(&top, &entries[i]), RAT_OK);
    assert_int_equal(rat_topk_worst(&top), 9);
    assert_true(rat_topk_is_before(&top, 10));
    assert_false(rat_topk_is_before(&top, 9));
    assert_false(rat_topk_is_before(&top, 5));
    assert_int_equal(rat_topk_add(&top, &(struct rat_entry){.key = 1, .docnum = 5}), RAT_OK);
    assert_int_equal(rat_topk_worst(&top), 5);
    rat_topk_release(&top);
}

static void best_of_each_group(void **state)
{
    static const uint32_t groups[] = {1, 3, 200, 100000};
    static struct rat_entry entries[N], best[N];
    struct prng random = {3};
    (void)state;
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        struct rat_topk top;
        size_t kept = 0;
        make(&random, entries, groups[g]);
        rat_topk_init(&top, 25, true);
        for (size_t i = 0; i < N; i++)
            assert_int_equal(rat_topk_add(&top, &entries[i]), RAT_OK);
        qsort(entries, N, sizeof *entries, best_first);
        for (size_t i = 0; i < N; i++) {
            size_t k = 0;
            while (k < kept && best[k].group != entries[i].group)
                k++;
            if (k == kept)
                best[kept++] = entries[i];
        }
        compare(&top, best, kept, 25);
        rat_topk_release(&top);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(best_of_all),
        cmocka_unit_test(threshold_is_safe),
        cmocka_unit_test(worst_and_before),
        cmocka_unit_test(best_of_each_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
