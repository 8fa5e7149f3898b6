/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packed groups: what goes in comes out, at every width, length and share of exceptions; cut groups are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/container.h"
#include "storage/packing.h"
#include "tests/support/prng.h"

#include <stdlib.h>

static void assert_unpacks(const struct rat_buf *packed, const uint32_t *values, uint32_t n)
{
    uint32_t got[RAT_GROUP];
    unsigned char *copy = malloc(packed->size + RAT_CONTAINER_PAD);
    assert_non_null(copy);
    memset(copy, 0xff, packed->size + RAT_CONTAINER_PAD);
    memcpy(copy, packed->data, packed->size);
    struct rat_cursor in = rat_cursor_of(copy, packed->size);
    assert_true(rat_unpack(&in, n, got));
    assert_int_equal(rat_cursor_left(&in), 0);
    assert_memory_equal(got, values, n * sizeof *values);
    free(copy);
}

static void assert_round_trip(const uint32_t *values, uint32_t n)
{
    struct rat_buf packed = RAT_BUF_INIT;
    uint32_t all = 0;
    for (uint32_t i = 0; i < n; i++)
        all |= values[i];
    rat_pack(values, n, &packed);
    assert_false(packed.failed);
    assert_true(packed.size <= 1 + (n * rat_bits(all) + 7) / 8); /* exceptions are only made where they pay */
    assert_unpacks(&packed, values, n);
    rat_buf_release(&packed);
}

static void test_every_width_and_length(void **state)
{
    (void)state;
    struct prng random = {1};
    uint32_t values[RAT_GROUP];
    for (unsigned width = 0; width <= 32; width++) {
        for (uint32_t n = 1; n <= RAT_GROUP; n++) {
            for (uint32_t i = 0; i < n; i++)
                values[i] = (uint32_t)prng_bits(&random, width);
            assert_round_trip(values, n);
        }
    }
}

static void test_exceptions(void **state)
{
    (void)state;
    struct prng random = {2};
    uint32_t values[RAT_GROUP];
    for (int round = 0; round < 3000; round++) {
        uint32_t n = 1 + prng_below(&random, RAT_GROUP), share = 1 + prng_below(&random, 128);
        unsigned low = prng_below(&random, 20), high = low + prng_below(&random, 33 - low);
        for (uint32_t i = 0; i < n; i++)
            values[i] = (uint32_t)prng_bits(&random, prng_below(&random, share) == 0 ? high : low);
        assert_round_trip(values, n);
    }
    for (uint32_t i = 0; i < RAT_GROUP; i++)
        values[i] = UINT32_MAX;
    assert_round_trip(values, RAT_GROUP);
    values[17] = 0;
    assert_round_trip(values, RAT_GROUP);
    memset(values, 0, sizeof values);
    values[127] = UINT32_MAX;
    assert_round_trip(values, RAT_GROUP);
}

static void test_exceptions_pay(void **state)
{
    (void)state;
    uint32_t values[RAT_GROUP] = {0};
    struct rat_buf packed = RAT_BUF_INIT;
    for (uint32_t i = 0; i < RAT_GROUP; i++)
        values[i] = i & 3;
    values[5] = 1000000;
    rat_pack(values, RAT_GROUP, &packed);
    assert_int_equal(packed.data[0], 0x82); /* two bits, and one exception: index and three bytes */
    assert_int_equal(packed.size, 2 + 32 + 1 + 3);
    rat_buf_release(&packed);
}

static uint32_t bytes_of_varint(uint32_t value)
{
    return value < 1u << 7 ? 1 : value < 1u << 14 ? 2 : value < 1u << 21 ? 3 : value < 1u << 28 ? 4 : 5;
}

/* What a group takes with a width, by FORMAT.md; SIZE_MAX: too many exceptions. */
static size_t bytes_with(const uint32_t *values, uint32_t n, unsigned width)
{
    size_t exceptions = 0, varints = 0;
    for (uint32_t i = 0; i < n; i++)
        if ((uint64_t)values[i] >> width) {
            exceptions++;
            varints += bytes_of_varint(values[i] >> width);
        }
    return exceptions > n / 4 ? SIZE_MAX : 1 + (exceptions > 0) + (n * width + 7) / 8 + exceptions + varints;
}

static void test_no_width_is_smaller(void **state)
{
    (void)state;
    struct rat_buf packed = RAT_BUF_INIT;
    struct prng random = {21};
    uint32_t values[RAT_GROUP];
    for (unsigned round = 0; round < 20000; round++) {
        uint32_t n = 1 + prng_below(&random, RAT_GROUP), often = 1 + prng_below(&random, 60);
        unsigned low = prng_below(&random, 33), high = prng_below(&random, 33);
        for (uint32_t i = 0; i < n; i++)
            values[i] = (uint32_t)prng_bits(&random,
                                            prng_below(&random, often) ? low : prng_below(&random, high + 1));
        size_t best = SIZE_MAX;
        for (unsigned width = 0; width <= 32; width++) {
            size_t bytes = bytes_with(values, n, width);
            best = bytes < best ? bytes : best;
        }
        rat_buf_clear(&packed);
        rat_pack(values, n, &packed);
        assert_int_equal(packed.size, best);
        if (round % 16 == 0)
            assert_round_trip(values, n);
    }
    rat_buf_release(&packed);
}

static void test_cut_groups_are_refused(void **state)
{
    (void)state;
    struct prng random = {3};
    uint32_t values[RAT_GROUP], got[RAT_GROUP];
    for (int round = 0; round < 40; round++) {
        struct rat_buf packed = RAT_BUF_INIT;
        uint32_t n = 1 + prng_below(&random, RAT_GROUP);
        unsigned width = 1 + prng_below(&random, 20);
        for (uint32_t i = 0; i < n; i++)
            values[i] = (uint32_t)prng_bits(&random, prng_below(&random, 20) == 0 ? 32 : width);
        rat_pack(values, n, &packed);
        for (size_t cut = 0; cut < packed.size; cut++) {
            unsigned char *copy = calloc(cut + RAT_CONTAINER_PAD, 1);
            assert_non_null(copy);
            memcpy(copy, packed.data, cut);
            struct rat_cursor in = rat_cursor_of(copy, cut);
            assert_false(rat_unpack(&in, n, got));
            assert_true(in.bad);
            free(copy);
        }
        rat_buf_release(&packed);
    }
}

static void test_malformed_groups_are_refused(void **state)
{
    (void)state;
    static const unsigned char wrong[][80] = {
        {33},                        /* width above 32 */
        {0x41, 0},                   /* reserved bit */
        {0x80, 128},                 /* too many exceptions */
        {0x80, 1, 4, 1},             /* exception behind the end of four values */
        {0xa0, 1, 0, 0, 0, 0, 0, 0}, /* 32 bits leave nothing to add */
        {0x9f, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}, /* bit 32 */
        {0x81, 1, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
         1}, /* endless varint */
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        uint32_t got[RAT_GROUP];
        struct rat_cursor in = rat_cursor_of(wrong[i], 20);
        assert_false(rat_unpack(&in, 4, got));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_width_and_length), cmocka_unit_test(test_exceptions),
        cmocka_unit_test(test_exceptions_pay),         cmocka_unit_test(test_no_width_is_smaller),
        cmocka_unit_test(test_cut_groups_are_refused), cmocka_unit_test(test_malformed_groups_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
