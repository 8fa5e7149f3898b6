/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys by their upper half, equal ones in the order they came in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/sort.h"
#include "tests/support/prng.h"

#include <stdbool.h>

#define KEYS_MAX 3000u

/* The lower half is the place a key came from, so an unstable order shows. */
static void check(struct prng *random, size_t n, uint32_t values)
{
    static uint64_t keys[2 * KEYS_MAX];
    static uint32_t upper[KEYS_MAX];
    static bool seen[KEYS_MAX];
    for (size_t i = 0; i < n; i++) {
        upper[i] = values ? prng_below(random, values) : (uint32_t)prng_next(random);
        keys[i] = (uint64_t)upper[i] << 32 | i;
        seen[i] = false;
    }
    rat_sort_upper(keys, keys + n, n);
    for (size_t i = 0; i < n; i++) {
        uint32_t from = (uint32_t)keys[i];
        assert_true(from < n && !seen[from]);
        assert_int_equal(keys[i] >> 32, upper[from]);
        seen[from] = true;
        assert_true(i == 0 || keys[i - 1] < keys[i]);
    }
}

static void sorts(void **state)
{
    static const size_t sizes[] = {0, 1, 2, 3, 62, 63, 64, 65, 66, 255, 1000, KEYS_MAX};
    static const uint32_t values[] = {0, 1, 2, 200, 256, 257, 70000, 1u << 24};
    struct prng random = {77};
    (void)state;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++)
            check(&random, sizes[s], values[v]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sorts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
