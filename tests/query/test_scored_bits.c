/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The matches of a window by their scores: every kernel that this machine can run finds just those that are above 0. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/docset.h"
#include "query/scored_bits.h"
#include "tests/support/prng.h"

#include <float.h>

static void test_every_level(void **state)
{
    (void)state;
    struct prng random = {11};
    float scores[RAT_WINDOW];
    for (unsigned sparse = 0; sparse <= 12; sparse++) {
        for (uint32_t i = 0; i < RAT_WINDOW; i++) /* the smallest that there are, too */
            scores[i] = prng_bits(&random, sparse) ? 0.0f : prng_bits(&random, 1) ? 2.5f : FLT_MIN;
        for (enum rat_cpu level = RAT_CPU_PLAIN; level <= rat_cpu_level(); level++) {
            uint64_t bits[RAT_WINDOW_WORDS];
            memset(bits, 0xa5, sizeof bits);
            rat_scored_bits_of(level)(scores, bits);
            for (uint32_t i = 0; i < RAT_WINDOW; i++)
                assert_int_equal(bits[i / 64] >> (i % 64) & 1, scores[i] > 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_level)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
