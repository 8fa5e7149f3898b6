/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bounds: no posting is better than the pairs say, in blocks and in what is joined from them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/bounds.h"
#include "tests/support/prng.h"

#include <string.h>

static int is_covered(const struct rat_bounds *bounds, uint32_t tf, uint8_t length)
{
    for (unsigned i = 0; i < RAT_BOUND_PAIRS; i++)
        if ((tf <= bounds->tf[i] || bounds->tf[i] == RAT_BOUND_TF_ANY) && length >= bounds->length[i])
            return 1;
    return 0;
}

static void assert_ordered(const struct rat_bounds *bounds)
{
    for (unsigned i = 1; i < RAT_BOUND_PAIRS; i++) {
        assert_true(bounds->tf[i] <= bounds->tf[i - 1]);
        assert_true(bounds->length[i] <= bounds->length[i - 1]);
    }
}

static void make_block(struct prng *random, uint32_t *tfs, uint8_t *lengths, uint32_t n)
{
    unsigned bits = 1 + prng_below(random, 12), spread = 1 + prng_below(random, 8);
    for (uint32_t i = 0; i < n; i++) {
        tfs[i] = 1 + (uint32_t)prng_bits(random, bits);
        lengths[i] = (uint8_t)(prng_bits(random, spread) + (tfs[i] < 100 ? tfs[i] : 100));
    }
}

static void test_no_posting_is_better(void **state)
{
    (void)state;
    struct prng random = {1};
    uint32_t tfs[40 * 128];
    uint8_t lengths[40 * 128];
    for (int round = 0; round < 300; round++) {
        uint32_t blocks = 1 + prng_below(&random, 40), used = 0;
        struct rat_bounds joined;
        for (uint32_t b = 0; b < blocks; b++) {
            uint32_t n = 1 + prng_below(&random, 128);
            struct rat_bounds one;
            make_block(&random, tfs + used, lengths + used, n);
            rat_bounds_make(tfs + used, lengths + used, n, &one);
            assert_ordered(&one);
            for (uint32_t i = used; i < used + n; i++)
                assert_true(is_covered(&one, tfs[i], lengths[i]));
            used += n;
            if (b == 0)
                joined = one;
            else
                rat_bounds_join(&joined, &one, &joined);
        }
        assert_ordered(&joined);
        for (uint32_t i = 0; i < used; i++)
            assert_true(is_covered(&joined, tfs[i], lengths[i]));
    }
}

static void test_up_to_four_best_pairs_are_kept_exactly(void **state)
{
    (void)state;
    static const uint32_t tfs[] = {9, 5, 5, 3, 1, 2};
    static const uint8_t lengths[] = {40, 30, 50, 20, 10, 90};
    struct rat_bounds bounds;
    rat_bounds_make(tfs, lengths, 6, &bounds);
    assert_memory_equal(bounds.tf, "\x09\x05\x03\x01", 4);
    assert_memory_equal(bounds.length, "\x28\x1e\x14\x0a", 4);
    rat_bounds_make(tfs, lengths, 1, &bounds);
    assert_memory_equal(bounds.tf, "\x09\x09\x09\x09", 4);
    assert_memory_equal(bounds.length, "\x28\x28\x28\x28", 4);
}

static void test_large_tf_is_unbounded(void **state)
{
    (void)state;
    static const uint32_t tfs[] = {70000, 1};
    static const uint8_t lengths[] = {200, 3};
    struct rat_bounds bounds;
    rat_bounds_make(tfs, lengths, 2, &bounds);
    assert_int_equal(bounds.tf[0], RAT_BOUND_TF_ANY);
    assert_true(is_covered(&bounds, UINT32_MAX, 200));
    assert_false(is_covered(&bounds, UINT32_MAX, 199));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_posting_is_better),
        cmocka_unit_test(test_up_to_four_best_pairs_are_kept_exactly),
        cmocka_unit_test(test_large_tf_is_unbounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
