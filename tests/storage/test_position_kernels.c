/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every vector kernel for positions that this machine can run gives what the plain one gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/position_kernels.h"
#include "storage/positions.h"
#include "tests/support/prng.h"

#include <stdlib.h>
#include <string.h>

#define ROOM (RAT_GROUP * 4 + 64)
#define PLACES 300u
#define BEFORE 3000u /* bits of postings before */

static void compare_spread(const struct rat_position_kernels *fast)
{
    const struct rat_position_kernels *plain = rat_position_kernels_of(RAT_CPU_PLAIN);
    struct prng random = {8};
    uint32_t counts[RAT_GROUP], starts[2][RAT_GROUP + 1], bits[2][RAT_GROUP + 1];
    uint8_t codes[RAT_GROUP], widths[2][RAT_GROUP];
    int beyond = 0;
    for (int round = 0; round < 4000; round++) {
        uint32_t n = 1 + prng_below(&random, RAT_GROUP), shift = round % 5 ? 0 : prng_below(&random, 32);
        unsigned size = 1 + prng_below(&random, round % 7 ? 19 : 32);
        for (uint32_t i = 0; i < RAT_GROUP; i++) {
            counts[i] = (uint32_t)prng_bits(&random, size);
            codes[i] = (uint8_t)prng_bits(&random, 8);
            if (codes[i] > 251)
                codes[i] = 251; /* 2^31 and more */
        }
        bool fits = plain->spread(counts, codes, n, shift, widths[0], starts[0], bits[0]);
        assert_true(fast->spread(counts, codes, n, shift, widths[1], starts[1], bits[1]) == fits);
        beyond += !fits;
        assert_memory_equal(widths[0], widths[1], n);
        assert_memory_equal(starts[0], starts[1], (n + 1) * sizeof **starts);
        assert_memory_equal(bits[0], bits[1], (n + 1) * sizeof **bits);
    }
    assert_true(beyond > 20);
}

/* One posting's codes, written bit by bit. */
struct coded {
    unsigned char low[PLACES * 4 + 80], high[PLACES * 40 + 80 + BEFORE / 8];
    uint64_t begin; /* of the quotients */
    uint32_t positions[PLACES];
    struct rat_position_codes codes;
};

static void put_bit(unsigned char *stream, uint64_t at)
{
    stream[at >> 3] = (unsigned char)(stream[at >> 3] | 1u << (at & 7));
}

/* Bits of postings before: how many ones from bit `at` up to bit `end` of the stream. */
static uint32_t put_before(struct prng *random, unsigned char *stream, uint64_t at, uint64_t end)
{
    uint32_t ones = 0, density = 1 + prng_below(random, 8);
    for (uint64_t bit = at; bit < end; bit++) {
        if (bit + 1 < end && prng_below(random, density)) /* what is before ends with a one */
            continue;
        put_bit(stream, bit);
        ones++;
    }
    return ones;
}

static void encode(struct prng *random, struct coded *c)
{
    memset(c, 0, sizeof *c);
    uint64_t before = prng_below(random, 60),
             end = before + prng_below(random, prng_below(random, 3) ? 80 : BEFORE);
    if (before)
        put_bit(c->high, prng_below(random, (uint32_t)before)); /* of nobody's concern */
    c->begin = end;
    c->codes = (struct rat_position_codes){.low = c->low,
                                           .high = c->high,
                                           .at = before,
                                           .skip = put_before(random, c->high, before, end),
                                           .bit = prng_below(random, 60),
                                           .width = prng_below(random, prng_below(random, 4) ? 10 : 32),
                                           .count = prng_below(random, PLACES)};
    uint64_t at = end, bit = c->codes.bit, position = UINT64_MAX;
    uint32_t longest = 1 + prng_below(random, prng_below(random, 4) ? 6 : 200), k = 0;
    for (; k < c->codes.count; k++) {
        uint64_t quotient = prng_below(random, longest), low = prng_bits(random, c->codes.width);
        uint64_t next = position + 1 + (quotient << c->codes.width | low);
        if (next > UINT32_MAX)
            break;
        c->positions[k] = (uint32_t)(position = next);
        at += quotient;
        put_bit(c->high, at++);
        for (uint32_t b = 0; b < c->codes.width; b++, bit++)
            if (low >> b & 1)
                put_bit(c->low, bit);
    }
    c->codes.count = k;
    c->codes.end = (at + 7) / 8 * 8;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Starts, some of which meet a position, and what is left of them by the definition. */
static uint32_t draw_starts(struct prng *random, const struct coded *c, uint32_t offset, uint32_t *starts,
                            uint32_t *expected, uint32_t *left)
{
    uint32_t n = 0, kept = 0;
    for (uint32_t k = 0; k < c->codes.count; k++)
        if (prng_below(random, 3) == 0 && c->positions[k] >= offset)
            starts[n++] = c->positions[k] - offset + prng_below(random, 2);
    for (uint32_t extra = prng_below(random, 20); extra-- > 0;)
        starts[n++] = (uint32_t)prng_bits(random, prng_below(random, 2) ? 32 : 8);
    if (n)
        qsort(starts, n, sizeof *starts, by_number);
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || starts[i] != starts[i - 1])
            starts[distinct++] = starts[i];
    for (uint32_t i = 0; i < distinct; i++) {
        uint64_t wanted = (uint64_t)starts[i] + offset;
        for (uint32_t k = 0; k < c->codes.count; k++)
            if (c->positions[k] == wanted)
                expected[kept++] = starts[i];
    }
    *left = kept;
    return distinct;
}

static void compare_codes(const struct rat_position_kernels *tested)
{
    struct prng random = {9};
    struct coded *c = malloc(sizeof *c);
    uint32_t positions[PLACES + RAT_POSITIONS_PAD], starts[PLACES + 20], expected[PLACES + 20], left, met = 0;
    assert_non_null(c);
    for (int round = 0; round < 6000; round++) {
        encode(&random, c);
        struct rat_position_codes codes = c->codes;
        assert_true(tested->read(&codes, positions));
        assert_memory_equal(positions, c->positions, codes.count * sizeof *positions);
        uint32_t bits = (uint32_t)(codes.at - c->begin); /* of the quotients */
        assert_true(codes.at <= codes.end && codes.end - codes.at < 8);
        uint32_t offset = prng_below(&random, 4);
        uint32_t n = draw_starts(&random, c, offset, starts, expected, &left);
        codes = c->codes;
        assert_int_equal(tested->meet(&codes, offset, starts, n), left);
        assert_true(codes.at == c->begin && codes.skip == 0);
        assert_memory_equal(starts, expected, left * sizeof *starts);
        met += left;
        if (codes.count == 0)
            continue;
        /* a stream that ends too early, or has no end at all */
        codes = c->codes;
        codes.end = (c->begin + prng_below(&random, bits)) & ~7ull;
        assert_false(tested->read(&codes, positions));
        codes = c->codes;
        codes.count++;
        memset(c->high + codes.end / 8, 0, 8);
        assert_false(tested->read(&codes, positions));
        codes = c->codes;
        codes.skip += 100000;
        assert_false(tested->read(&codes, positions));
        uint32_t beyond = UINT32_MAX;
        codes = c->codes;
        codes.count++;
        assert_int_equal(tested->meet(&codes, 0, &beyond, 1),
                         c->positions[codes.count - 2] == beyond ? 1 : UINT32_MAX);
    }
    assert_true(met > 10000);
    free(c);
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

static void compare_all(enum rat_cpu level)
{
    if (rat_cpu_level() < level)
        skip();
    compare_spread(rat_position_kernels_of(level));
    compare_codes(rat_position_kernels_of(level));
}

static void test_plain(void **state)
{
    (void)state;
    compare_codes(rat_position_kernels_of(RAT_CPU_PLAIN));
}

static void test_avx2(void **state)
{
    (void)state;
    compare_all(RAT_CPU_AVX2);
}

static void test_avx512(void **state)
{
    (void)state;
    compare_all(RAT_CPU_AVX512);
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
