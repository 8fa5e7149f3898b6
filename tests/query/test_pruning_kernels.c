/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernels of pruned search, every level against the plain one, and the plain one against what it says it does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/pruning_kernels.h"
#include "storage/postings.h"
#include "tests/support/prng.h"

#include <math.h>
#include <string.h>

#define ROUNDS 400

static uint32_t ascending(struct prng *random, uint32_t n, uint32_t gap, uint32_t *out)
{
    uint32_t at = prng_below(random, gap);
    for (uint32_t i = 0; i < n; i++, at += 1 + prng_below(random, gap))
        out[i] = at;
    return at;
}

static void bounds(enum rat_cpu level)
{
    struct prng random = {1};
    const struct rat_pruning_kernels *plain = rat_pruning_kernels_of(RAT_CPU_PLAIN),
                                     *tested = rat_pruning_kernels_of(level);
    float norms[256], expected[300], got[300 + RAT_PRUNING_PAD];
    static unsigned char skips[300 * RAT_SKIP_BYTES + 64];
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t n = 1 + prng_below(&random, 300);
        for (int i = 0; i < 256; i++)
            norms[i] = 0.1f + (float)prng_below(&random, 1000) / 100;
        for (uint32_t i = 0; i < n * RAT_SKIP_BYTES; i++)
            skips[i] = (unsigned char)(prng_below(&random, 8) ? prng_below(&random, 256) : 255);
        plain->bounds(skips, n, 3.5f, norms, expected);
        tested->bounds(skips, n, 3.5f, norms, got);
        assert_memory_equal(expected, got, n * sizeof *got);
        for (uint32_t i = 0; i < n; i++) {
            double most = 0;
            for (int k = 0; k < 4; k++) {
                const unsigned char *pair = skips + i * RAT_SKIP_BYTES + 8 + k;
                double score = *pair == 255 ? 1 : *pair / (*pair + (double)norms[pair[4]]);
                most = score > most ? score : most;
            }
            assert_true(fabs(expected[i] - 3.5 * most) < 1e-5);
        }
    }
}

static void row(enum rat_cpu level)
{
    struct prng random = {6};
    float norms[256], expected[256], got[256];
    for (uint32_t tf = 1; tf < 300; tf++) {
        for (int i = 0; i < 256; i++)
            norms[i] = 0.1f + (float)prng_below(&random, 1000) / 100;
        rat_pruning_kernels_of(RAT_CPU_PLAIN)->row(2.5f, tf, norms, expected);
        rat_pruning_kernels_of(level)->row(2.5f, tf, norms, got);
        assert_memory_equal(expected, got, sizeof got);
        for (int i = 0; i < 256; i++)
            assert_true(fabs(got[i] - 2.5 * tf / (tf + (double)norms[i])) < 1e-5);
    }
}

static void collect(enum rat_cpu level)
{
    struct prng random = {2};
    const struct rat_pruning_kernels *tested = rat_pruning_kernels_of(level);
    float scores[512], kept[512 + RAT_PRUNING_PAD];
    uint32_t found[512 + RAT_PRUNING_PAD];
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t n = 16 * (1 + prng_below(&random, 32)), want_count = 0, want[512];
        float want_scores[512], least = round % 3 ? 0.5f : 1e-30f;
        for (uint32_t i = 0; i < n; i++) {
            scores[i] = prng_below(&random, 3) ? 0 : (float)prng_below(&random, 1000) / 1000;
            if (scores[i] < least)
                continue;
            want[want_count] = 70000 + i;
            want_scores[want_count++] = scores[i];
        }
        assert_int_equal(tested->collect(scores, n, 70000, least, found, kept), want_count);
        assert_memory_equal(found, want, want_count * sizeof *want);
        assert_memory_equal(kept, want_scores, want_count * sizeof *want_scores);
        for (uint32_t i = 0; i < n; i++)
            assert_true(scores[i] == 0);
    }
}

static void reach(enum rat_cpu level)
{
    struct prng random = {3};
    static uint8_t codes[4096 + 3];
    uint32_t tfs[128], documents[128], found[128 + RAT_PRUNING_PAD];
    uint8_t places[128 + RAT_PRUNING_PAD];
    float norms[256], scores[128 + RAT_PRUNING_PAD];
    for (int i = 0; i < 256; i++)
        norms[i] = 0.3f + (float)i / 50;
    for (size_t i = 0; i < sizeof codes; i++)
        codes[i] = (uint8_t)prng_below(&random, 256);
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t n = 1 + prng_below(&random, 128), tf = round % 7 ? prng_below(&random, 9) : 0x80000001u;
        float least = round % 3 ? (float)prng_below(&random, 200) / 100 : 0;
        ascending(&random, 128, 30, documents); /* also behind n */
        for (uint32_t i = 0; i < 128; i++)
            tfs[i] = prng_below(&random, 20) ? prng_below(&random, 12) : UINT32_MAX - prng_below(&random, 3);
        struct rat_reach from = {documents, tfs, n, codes, norms, 2, tf, least};
        uint32_t count = rat_pruning_kernels_of(level)->reach(&from, found, scores, places), seen = 0;
        for (uint32_t i = 0; i < n; i++) {
            float f = (float)tfs[i], score = 2 * (f / (f + norms[codes[documents[i]]]));
            if (tfs[i] < tf || score < least)
                continue;
            assert_true(seen < count);
            assert_int_equal(found[seen], documents[i]);
            assert_int_equal(places[seen], i);
            assert_true(scores[seen++] == score);
        }
        assert_int_equal(count, seen);
    }
}

static void match(enum rat_cpu level)
{
    struct prng random = {4};
    const struct rat_pruning_kernels *tested = rat_pruning_kernels_of(level);
    uint32_t candidates[300], documents[128];
    uint16_t which[300 + RAT_PRUNING_PAD];
    uint8_t where[300 + RAT_PRUNING_PAD];
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t n = 1 + prng_below(&random, 300), held = 1 + prng_below(&random, 128);
        ascending(&random, n, 1 + prng_below(&random, 20), candidates);
        ascending(&random, 128, 1 + prng_below(&random, 60), documents); /* also behind held */
        uint32_t count = tested->match(candidates, n, documents, held, which, where), seen = 0;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t k = 0; k < held; k++)
                if (candidates[i] == documents[k]) {
                    assert_true(seen < count);
                    assert_int_equal(which[seen], i);
                    assert_int_equal(where[seen++], k);
                }
        assert_int_equal(count, seen);
    }
}

static void marked(enum rat_cpu level)
{
    struct prng random = {5};
    const struct rat_pruning_kernels *tested = rat_pruning_kernels_of(level);
    uint8_t marks[1024], before[1024];
    uint64_t bits[16];
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t n = 64 * (1 + prng_below(&random, 16)), count = 0;
        for (uint32_t i = 0; i < n; i++)
            count += before[i] = marks[i] = prng_below(&random, 4) == 0;
        assert_int_equal(tested->marked(marks, n, bits), count);
        for (uint32_t i = 0; i < n; i++) {
            assert_int_equal(bits[i / 64] >> (i % 64) & 1, before[i]);
            assert_int_equal(marks[i], 0);
        }
    }
}

static void on_every_level(void **state)
{
    (void)state;
    for (int level = RAT_CPU_PLAIN; level <= (int)rat_cpu_level(); level++) {
        bounds((enum rat_cpu)level);
        row((enum rat_cpu)level);
        collect((enum rat_cpu)level);
        reach((enum rat_cpu)level);
        match((enum rat_cpu)level);
        marked((enum rat_cpu)level);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(on_every_level)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
