/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every vector kernel that this machine can run gives what the plain one gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/kernels.h"
#include "storage/packing.h"
#include "storage/positions.h"
#include "tests/support/prng.h"

#include <string.h>

#define ROOM (RAT_GROUP * 4 + 64)

static void fill(struct prng *random, unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        bytes[i] = (unsigned char)prng_bits(random, 8);
}

static void compare(const struct rat_kernels *fast)
{
    const struct rat_kernels *plain = rat_kernels_of(RAT_CPU_PLAIN);
    struct prng random = {7};
    unsigned char bytes[ROOM];
    uint32_t a[RAT_GROUP], b[RAT_GROUP];
    for (unsigned width = 0; width <= 32; width++) {
        for (uint32_t n = 1; n <= RAT_GROUP; n++) {
            fill(&random, bytes, sizeof bytes);
            plain->unpack(bytes, n, width, a);
            fast->unpack(bytes, n, width, b);
            assert_memory_equal(a, b, n * sizeof *a);
            uint32_t previous = (uint32_t)prng_bits(&random, 32);
            memset(b + n, 0xa5, (RAT_GROUP - n) * sizeof *b);
            plain->add_gaps(a, n, previous);
            fast->add_gaps(b, n, previous);
            assert_memory_equal(a, b, n * sizeof *a);
            if (width > 24)
                continue; /* sums that wrap around are no ascending documents */
            plain->unpack(bytes, n, width, a);
            plain->add_gaps(a, n, UINT32_MAX);
            for (int k = 0; k < 8; k++) {
                uint32_t target = a[prng_bits(&random, 7) % n] + (uint32_t)prng_bits(&random, 2) - 1;
                assert_int_equal(plain->rank(a, n, target), fast->rank(a, n, target));
            }
            assert_int_equal(fast->rank(a, n, 0), 0);
            assert_int_equal(fast->rank(a, n, UINT32_MAX), n);
        }
    }
    for (uint32_t n = 0; n <= 200; n++) {
        for (int sparse = 0; sparse < 4; sparse++) {
            fill(&random, bytes, sizeof bytes);
            for (int s = 0; s < sparse; s++)
                for (size_t i = 0; i < sizeof bytes; i++)
                    bytes[i] &= (unsigned char)prng_bits(&random, 8);
            uint32_t ones = 0;
            for (uint32_t i = 0; i < n; i++)
                ones += (uint32_t)__builtin_popcount(bytes[i]);
            for (uint32_t i = 0; i <= ones; i++)
                assert_true(plain->select(bytes, n, i) == fast->select(bytes, n, i));
            assert_true(fast->select(bytes, n, ones) == UINT64_MAX);
        }
    }
}

static void compare_spread(const struct rat_kernels *fast)
{
    const struct rat_kernels *plain = rat_kernels_of(RAT_CPU_PLAIN);
    struct prng random = {8};
    uint32_t counts[RAT_GROUP], starts[2][RAT_GROUP + 1], bits[2][RAT_GROUP + 1];
    uint8_t codes[RAT_GROUP], widths[2][RAT_GROUP];
    for (int round = 0; round < 4000; round++) {
        uint32_t n = 1 + prng_below(&random, RAT_GROUP), shift = round % 5 ? 0 : prng_below(&random, 32);
        unsigned size = 1 + prng_below(&random, 19);
        for (uint32_t i = 0; i < RAT_GROUP; i++) {
            counts[i] = (uint32_t)prng_bits(&random, size);
            codes[i] = (uint8_t)prng_bits(&random, 8);
            if (codes[i] > 251)
                codes[i] = 251; /* 2^31 and more */
        }
        plain->spread(counts, codes, n, shift, widths[0], starts[0], bits[0]);
        fast->spread(counts, codes, n, shift, widths[1], starts[1], bits[1]);
        assert_memory_equal(widths[0], widths[1], n);
        assert_memory_equal(starts[0], starts[1], (n + 1) * sizeof **starts);
        assert_memory_equal(bits[0], bits[1], (n + 1) * sizeof **bits);
    }
}

/* The width by its definition, for every length. */
static void test_widths(void **state)
{
    (void)state;
    for (unsigned code = 0; code < 252; code++) {
        for (uint32_t count = 0; count < 5000; count += 1 + count / 40) {
            uint32_t distance = rat_length_decode((uint8_t)code) / (count + 1), width = 0;
            while (distance >> (width + 1))
                width++;
            assert_int_equal(rat_position_width((uint8_t)code, count, 0), width);
            assert_int_equal(rat_position_width((uint8_t)code, count, 3), width + 3 < 31 ? width + 3 : 31);
        }
    }
}

static void test_avx2(void **state)
{
    (void)state;
    if (rat_cpu_level() < RAT_CPU_AVX2)
        skip();
    compare(rat_kernels_of(RAT_CPU_AVX2));
    compare_spread(rat_kernels_of(RAT_CPU_AVX2));
}

static void test_avx512(void **state)
{
    (void)state;
    if (rat_cpu_level() < RAT_CPU_AVX512)
        skip();
    compare(rat_kernels_of(RAT_CPU_AVX512));
    compare_spread(rat_kernels_of(RAT_CPU_AVX512));
}

/* Numbers worked out by hand, so that the specification itself is held to something. */
static void test_plain(void **state)
{
    (void)state;
    const struct rat_kernels *k = rat_kernels_of(RAT_CPU_PLAIN);
    const unsigned char bytes[16 + 64] = {0x43, 0x84, 0x68, 0x01};
    uint32_t values[RAT_GROUP];
    static const uint32_t three_bits[10] = {3, 0, 1, 2, 0, 1, 2, 3, 1, 0}, documents[3] = {9, 10, 12};
    k->unpack(bytes, 10, 3, values);
    assert_memory_equal(values, three_bits, sizeof three_bits);
    memcpy(values, (uint32_t[]){4, 0, 1}, 12);
    k->add_gaps(values, 3, 4);
    assert_memory_equal(values, documents, sizeof documents);
    assert_int_equal(k->rank(documents, 3, 11), 2);
    assert_int_equal(k->rank(documents, 3, 12), 2);
    assert_int_equal(k->select(bytes, 4, 2), 6);
    assert_true(k->select(bytes, 1, 3) == UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_avx2),
        cmocka_unit_test(test_avx512),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
