/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every vector kernel that this machine can run gives what the plain one gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/kernels.h"
#include "storage/packing.h"
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
    uint32_t a[RAT_GROUP], b[RAT_GROUP], wrapped = 0;
    for (unsigned width = 0; width <= 32; width++) {
        for (uint32_t n = 1; n <= RAT_GROUP; n++) {
            fill(&random, bytes, sizeof bytes);
            plain->unpack(bytes, n, width, a);
            fast->unpack(bytes, n, width, b);
            assert_memory_equal(a, b, n * sizeof *a);
            uint32_t previous = (uint32_t)prng_bits(&random, 32);
            memset(b + n, 0xa5, (RAT_GROUP - n) * sizeof *b);
            bool ascend = plain->add_gaps(a, n, previous);
            assert_true(fast->add_gaps(b, n, previous) == ascend);
            wrapped += !ascend;
            assert_memory_equal(a, b, n * sizeof *a);
            if (width > 24)
                continue; /* sums that wrap around are no ascending documents */
            plain->unpack(bytes, n, width, a);
            assert_true(plain->add_gaps(a, n, UINT32_MAX));
            for (int k = 0; k < 8; k++) {
                uint32_t target = a[prng_bits(&random, 7) % n] + (uint32_t)prng_bits(&random, 2) - 1;
                assert_int_equal(plain->rank(a, n, target), fast->rank(a, n, target));
            }
            assert_int_equal(fast->rank(a, n, 0), 0);
            assert_int_equal(fast->rank(a, n, UINT32_MAX), n);
        }
    }
    assert_true(wrapped > 100);
}

static void test_avx2(void **state)
{
    (void)state;
    if (rat_cpu_level() < RAT_CPU_AVX2)
        skip();
    compare(rat_kernels_of(RAT_CPU_AVX2));
}

static void test_avx512(void **state)
{
    (void)state;
    if (rat_cpu_level() < RAT_CPU_AVX512)
        skip();
    compare(rat_kernels_of(RAT_CPU_AVX512));
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
    memcpy(values, (uint32_t[]){0, UINT32_MAX, 0}, 12);
    assert_false(k->add_gaps(values, 3, 4));
    memcpy(values, (uint32_t[]){UINT32_MAX, 0, 0}, 12);
    assert_false(k->add_gaps(values, 3, UINT32_MAX));
    memcpy(values, (uint32_t[]){UINT32_MAX - 2, 0, 0}, 12);
    assert_true(k->add_gaps(values, 3, UINT32_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_avx2),
        cmocka_unit_test(test_avx512),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
