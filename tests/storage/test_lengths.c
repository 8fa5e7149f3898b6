/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lengths in a byte are Lucene's: exact up to 40, monotonic, never longer than the document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/lengths.h"

static void test_short_lengths_are_exact(void **state)
{
    (void)state;
    for (uint32_t n = 0; n <= 40; n++)
        assert_int_equal(rat_length_decode(rat_length_encode(n)), n);
    assert_int_equal(rat_length_decode(rat_length_encode(41)), 40);
}

static void check_pair(uint32_t shorter, uint32_t longer)
{
    uint8_t a = rat_length_encode(shorter), b = rat_length_encode(longer);
    assert_true(a <= b);
    assert_true(rat_length_decode(b) <= longer);
    assert_true((uint64_t)rat_length_decode(b) * 9 / 8 + 1 >= longer); /* four significant bits */
}

static void test_codes_are_monotonic_and_not_too_long(void **state)
{
    (void)state;
    for (uint32_t n = 1; n < 200000; n++)
        check_pair(n - 1, n);
    for (uint32_t n = 200000; n < INT32_MAX - 99991u; n += 99991)
        check_pair(n, n + 99991);
    for (unsigned bit = 5; bit < 31; bit++)
        check_pair((1u << bit) - 1, 1u << bit);
}

static void test_each_code_stands_for_its_smallest_length(void **state)
{
    (void)state;
    for (unsigned code = 0; code < 256; code++) {
        uint32_t length = rat_length_decode((uint8_t)code);
        assert_int_equal(rat_length_encode(length), code);
        if (code)
            assert_int_equal(rat_length_encode(length - 1), code - 1);
    }
}

/* What org.apache.lucene.util.SmallFloat.intToByte4 and byte4ToInt give. */
static void test_values_of_lucene(void **state)
{
    (void)state;
    static const struct {
        uint32_t length;
        uint8_t code;
    } known[] = {{24, 24}, {39, 39},  {40, 40},   {42, 41},        {54, 47},
                 {56, 48}, {100, 57}, {1000, 87}, {INT32_MAX, 255}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_int_equal(rat_length_encode(known[i].length), known[i].code);
    assert_int_equal(rat_length_decode(255), 24 + (15u << 27));
    assert_int_equal(rat_length_decode(57), 96);
    assert_int_equal(rat_length_encode(UINT32_MAX), 255);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short_lengths_are_exact),
        cmocka_unit_test(test_codes_are_monotonic_and_not_too_long),
        cmocka_unit_test(test_each_code_stands_for_its_smallest_length),
        cmocka_unit_test(test_values_of_lucene),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
