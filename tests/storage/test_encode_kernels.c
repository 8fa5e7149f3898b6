/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vector kernels of packing give what the plain ones give, and these what a count by hand gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/encode_kernels.h"
#include "storage/packing.h"
#include "tests/support/prng.h"

#include <string.h>

#define ROOM (RAT_GROUP * 4 + 4 * RAT_PUT_BITS_PAST)

/* Bytes of a group whose values have their lower `width` bits packed (FORMAT.md, "Packed group"), without the head's. */
static uint32_t cost_of(const uint32_t *values, uint32_t n, unsigned width, unsigned *exceptions)
{
    uint32_t cost = (n * width + 7) / 8;
    *exceptions = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t beyond = (uint64_t)values[i] >> width;
        cost += beyond != 0;
        *exceptions += beyond != 0;
        for (; beyond; beyond >>= 7)
            cost++;
    }
    return cost + (*exceptions != 0);
}

/* Numbers around a width, some of them wider. */
static void fill(struct prng *random, uint32_t *values, uint32_t n)
{
    unsigned width = prng_below(random, 33), wider = prng_below(random, 33),
             one_in = 1 + prng_below(random, 40);
    for (uint32_t i = 0; i < n; i++)
        values[i] = (uint32_t)prng_bits(random, prng_below(random, one_in) == 0 ? wider : width);
}

static void plain_finds_the_cheapest(void **state)
{
    (void)state;
    struct prng random = {11};
    uint32_t values[RAT_GROUP];
    for (int round = 0; round < 3000; round++) {
        uint32_t n = 1 + prng_below(&random, RAT_GROUP);
        unsigned exceptions, other;
        fill(&random, values, n);
        unsigned width = rat_encode_kernels_of(RAT_CPU_PLAIN)->choose_width(values, n, &exceptions);
        uint32_t cost = cost_of(values, n, width, &other);
        assert_int_equal(exceptions, other);
        assert_true(exceptions <= n / 4);
        for (unsigned w = 0; w <= 32; w++)
            assert_true(cost <= cost_of(values, n, w, &other) || other > n / 4);
    }
}

static void plain_puts_bits(void **state)
{
    (void)state;
    struct prng random = {12};
    uint32_t values[RAT_GROUP];
    unsigned char bytes[ROOM];
    for (unsigned width = 0; width <= 32; width++) {
        for (uint32_t n = 1; n <= RAT_GROUP; n++) {
            for (uint32_t i = 0; i < n; i++)
                values[i] = (uint32_t)prng_bits(&random, 32);
            unsigned char *end = rat_encode_kernels_of(RAT_CPU_PLAIN)->put_bits(values, n, width, bytes);
            assert_int_equal(end - bytes, (n * width + 7) / 8);
            for (uint32_t i = 0; i < n * width; i++)
                assert_int_equal(bytes[i / 8] >> i % 8 & 1, values[i / width] >> i % width & 1);
        }
    }
}

static void avx512(void **state)
{
    (void)state;
    if (rat_cpu_level() < RAT_CPU_AVX512)
        skip();
    const struct rat_encode_kernels *plain = rat_encode_kernels_of(RAT_CPU_PLAIN);
    const struct rat_encode_kernels *fast = rat_encode_kernels_of(RAT_CPU_AVX512);
    struct prng random = {13};
    unsigned char a[ROOM + 1], b[ROOM + 1];
    uint32_t values[RAT_GROUP];
    for (unsigned width = 0; width <= 32; width++) {
        for (uint32_t n = 1; n <= RAT_GROUP; n++) {
            unsigned exceptions[2];
            fill(&random, values, n);
            memset(values + n, 0xa5,
                   (RAT_GROUP - n) * sizeof *values); /* what stands behind does not count */
            assert_int_equal(plain->choose_width(values, n, &exceptions[0]),
                             fast->choose_width(values, n, &exceptions[1]));
            assert_int_equal(exceptions[0], exceptions[1]);
            for (uint32_t i = 0; i < n; i++)
                values[i] = (uint32_t)prng_bits(&random, 32);
            size_t size = (n * width + 7) / 8;
            uint32_t whole = (n + 15) / 16 * 16;
            b[whole * width / 8 + RAT_PUT_BITS_PAST] = 0x5a;
            assert_ptr_equal(plain->put_bits(values, n, width, a), a + size);
            assert_ptr_equal(fast->put_bits(values, n, width, b), b + size);
            assert_memory_equal(a, b, size);
            assert_int_equal(b[whole * width / 8 + RAT_PUT_BITS_PAST], 0x5a);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_finds_the_cheapest),
        cmocka_unit_test(plain_puts_bits),
        cmocka_unit_test(avx512),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
