/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Offsets: every token's range comes back, in any order of asking; cut records never run over their end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/container.h"
#include "storage/offsets.h"
#include "tests/support/prng.h"

#include <stdlib.h>

static struct rat_span *make_spans(struct prng *random, uint32_t count)
{
    struct rat_span *spans = calloc(count + 1, sizeof *spans);
    uint32_t end = 0;
    assert_non_null(spans);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t gap = prng_below(random, 50) == 0 ? prng_below(random, 5000) : prng_below(random, 3);
        uint32_t size = prng_below(random, 20) == 0 ? 0 : prng_below(random, 15);
        spans[i] = (struct rat_span){end + gap, end + gap + size};
        end = spans[i].end;
    }
    return spans;
}

/* The bytes, alone in their block of memory but for the padding. */
static unsigned char *padded(const struct rat_buf *record, size_t n)
{
    unsigned char *copy = calloc(n + RAT_CONTAINER_PAD, 1);
    assert_non_null(copy);
    memcpy(copy, record->data, n);
    return copy;
}

static void test_round_trip(void **state)
{
    (void)state;
    static const uint32_t counts[] = {0, 1, 2, 127, 128, 129, 255, 256, 257, 1000, 4096};
    struct prng random = {1};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        uint32_t count = counts[c];
        struct rat_span *spans = make_spans(&random, count), got;
        struct rat_buf record = RAT_BUF_INIT;
        struct rat_offsets offsets;
        rat_offsets_encode(spans, count, &record);
        assert_false(record.failed);
        unsigned char *copy = padded(&record, record.size);
        assert_true(rat_offsets_open(&offsets, copy, record.size));
        assert_int_equal(offsets.count, count);
        for (uint32_t i = 0; i < count; i++) {
            assert_true(rat_offsets_get(&offsets, i, &got));
            assert_memory_equal(&got, &spans[i], sizeof got);
        }
        for (uint32_t i = 0; count && i < 500; i++) {
            uint32_t token = prng_below(&random, count);
            assert_true(rat_offsets_get(&offsets, token, &got));
            assert_memory_equal(&got, &spans[token], sizeof got);
        }
        assert_false(rat_offsets_get(&offsets, count, &got));
        free(copy);
        free(spans);
        rat_buf_release(&record);
    }
}

static void test_cut_records_are_refused(void **state)
{
    (void)state;
    struct prng random = {2};
    static const uint32_t counts[] = {1, 20, 300};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        struct rat_span *spans = make_spans(&random, counts[c]), got;
        struct rat_buf record = RAT_BUF_INIT;
        rat_offsets_encode(spans, counts[c], &record);
        for (size_t cut = 0; cut < record.size; cut++) {
            unsigned char *copy = padded(&record, cut);
            struct rat_offsets offsets;
            bool whole = rat_offsets_open(&offsets, copy, cut);
            for (uint32_t i = 0; whole && i < counts[c]; i++) {
                whole = rat_offsets_get(&offsets, i, &got);
                if (whole)
                    assert_memory_equal(&got, &spans[i], sizeof got);
            }
            assert_false(whole);
            free(copy);
        }
        free(spans);
        rat_buf_release(&record);
    }
}

/* A group that fails to decode must not leave another group's ranges behind under its name. */
static void test_failed_group_is_not_kept(void **state)
{
    (void)state;
    struct prng random = {3};
    struct rat_span *spans = make_spans(&random, 300), got;
    struct rat_buf record = RAT_BUF_INIT;
    struct rat_offsets offsets;
    rat_offsets_encode(spans, 300, &record);
    unsigned char *copy = padded(&record, record.size);
    assert_true(rat_offsets_open(&offsets, copy, record.size - 1));
    assert_true(rat_offsets_get(&offsets, 5, &got));
    assert_false(rat_offsets_get(&offsets, 299, &got));
    assert_true(rat_offsets_get(&offsets, 5, &got));
    assert_memory_equal(&got, &spans[5], sizeof got);
    free(copy);
    free(spans);
    rat_buf_release(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_cut_records_are_refused),
        cmocka_unit_test(test_failed_group_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
