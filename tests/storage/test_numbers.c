/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Columns: numbers of every width, their runs, values and ordinals, strings; damage reads as 0 and is remembered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/numbers.h"
#include "tests/storage/scratch.h"
#include "tests/support/prng.h"

static struct scratch dir;

static int set_up(void **state)
{
    (void)state;
    scratch_make(&dir);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_remove(&dir);
    return 0;
}

static struct rat_container_writer *create(const char *path)
{
    struct rat_container_writer *writer;
    assert_int_equal(rat_container_create(path, "docs", &writer, NULL), RAT_OK);
    return writer;
}

static void check_runs(const struct rat_numbers *numbers, const uint64_t *values, uint64_t count)
{
    for (uint64_t start = 0; start < count; start += RAT_NUMBERS_RUN) {
        uint64_t low = UINT64_MAX, high = 0, got_low, got_high;
        for (uint64_t i = start; i < count && i < start + RAT_NUMBERS_RUN; i++) {
            low = values[i] < low ? values[i] : low;
            high = values[i] > high ? values[i] : high;
        }
        rat_numbers_range(numbers, start / RAT_NUMBERS_RUN, &got_low, &got_high);
        assert_int_equal(got_low, low);
        assert_int_equal(got_high, high);
    }
}

static void test_every_width(void **state)
{
    (void)state;
    static const uint64_t counts[] = {0, 1, 2, 100, 4096, 4097, 9000};
    struct prng random = {1};
    uint64_t *values = calloc(9000, sizeof *values);
    assert_non_null(values);
    for (unsigned width = 0; width <= 64; width++) {
        uint64_t count = counts[width % 7], base = width < 64 ? prng_bits(&random, 63 - width) : 0;
        const char *path = scratch_path(&dir, "numbers");
        struct rat_container_writer *writer = create(path);
        struct rat_container *file;
        struct rat_numbers numbers;
        for (uint64_t i = 0; i < count; i++)
            values[i] = base + prng_bits(&random, width);
        rat_numbers_write(writer, RAT_SECTION_NUMBERS + 1, values, count);
        assert_int_equal(rat_container_finish(writer, NULL, NULL), RAT_OK);
        assert_int_equal(rat_container_open(path, "docs", &file, NULL), RAT_OK);
        assert_int_equal(rat_numbers_open(file, RAT_SECTION_NUMBERS + 1, &numbers, NULL), RAT_OK);
        assert_int_equal(numbers.count, count);
        assert_true(numbers.width <= (width > 57 ? 64 : width));
        struct rat_numbers_view view = rat_numbers_look(&numbers);
        for (uint64_t i = 0; i < count; i++) {
            assert_int_equal(rat_numbers_get(&numbers, i), values[i]);
            assert_int_equal(rat_numbers_at(&view, i), values[i]);
        }
        check_runs(&numbers, values, count);
        assert_false(file->damaged);
        assert_int_equal(rat_numbers_open(file, RAT_SECTION_NUMBERS + 2, &numbers, NULL), RAT_EDAMAGED);
        rat_container_close(file);
    }
    free(values);
}

static void test_extremes(void **state)
{
    (void)state;
    static const uint64_t values[] = {UINT64_MAX, 0, 1, UINT64_MAX - 1, 1ull << 57, (1ull << 57) - 1};
    const char *path = scratch_path(&dir, "extremes");
    struct rat_container_writer *writer = create(path);
    struct rat_container *file;
    struct rat_numbers numbers;
    rat_numbers_write(writer, 1, values, 6);
    rat_numbers_write(writer, 2, values, 1);
    rat_numbers_write(writer, 3, values + 4, 2);
    assert_int_equal(rat_container_finish(writer, NULL, NULL), RAT_OK);
    assert_int_equal(rat_container_open(path, "docs", &file, NULL), RAT_OK);
    assert_int_equal(rat_numbers_open(file, 1, &numbers, NULL), RAT_OK);
    for (int i = 0; i < 6; i++)
        assert_int_equal(rat_numbers_get(&numbers, (uint64_t)i), values[i]);
    assert_int_equal(rat_numbers_open(file, 2, &numbers, NULL), RAT_OK);
    assert_int_equal(numbers.width, 0);
    assert_int_equal(rat_numbers_get(&numbers, 0), UINT64_MAX);
    struct rat_numbers_view view = rat_numbers_look(&numbers);
    assert_int_equal(rat_numbers_at(&view, 0), UINT64_MAX);
    assert_int_equal(rat_numbers_open(file, 3, &numbers, NULL), RAT_OK);
    assert_int_equal(numbers.width, 1);
    assert_int_equal(rat_numbers_get(&numbers, 0), values[4]);
    rat_container_close(file);
}

static void test_damage_latches(void **state)
{
    (void)state;
    enum { COUNT = 40000 };
    uint64_t *values = calloc(COUNT, sizeof *values), low, high;
    struct rat_buf bytes = RAT_BUF_INIT;
    struct rat_container *file;
    struct rat_numbers numbers;
    struct prng random = {3};
    assert_non_null(values);
    for (int i = 0; i < COUNT; i++)
        values[i] = 1 + prng_bits(&random, 32);
    const char *path = scratch_path(&dir, "damaged");
    struct rat_container_writer *writer = create(path);
    rat_numbers_write(writer, 1, values, COUNT);
    assert_int_equal(rat_container_finish(writer, NULL, NULL), RAT_OK);
    scratch_read(path, &bytes);
    bytes.data[RAT_CONTAINER_BLOCK + 5] ^= 1;
    scratch_write(path, bytes.data, bytes.size);
    assert_int_equal(rat_container_open(path, "docs", &file, NULL), RAT_OK);
    assert_int_equal(rat_numbers_open(file, 1, &numbers, NULL), RAT_OK);
    struct rat_numbers_view view = rat_numbers_look(&numbers);
    assert_true(file->damaged);
    assert_int_equal(rat_numbers_at(&view, COUNT - 1), numbers.minimum);
    file->damaged = false;
    uint64_t wrong = 0;
    for (uint64_t i = 0; i < COUNT; i++) {
        bool before = file->damaged;
        uint64_t value = rat_numbers_get(&numbers, i);
        if (value != values[i]) {
            assert_int_equal(value, 0);
            assert_true(file->damaged);
            wrong++;
        } else {
            assert_int_equal(file->damaged, before);
        }
    }
    assert_true(wrong > 10000 && wrong < 20000);
    rat_numbers_range(&numbers, 0, &low, &high); /* in the first block */
    assert_true(high < UINT64_MAX);
    rat_container_close(file);
    rat_buf_release(&bytes);
    free(values);
}

static void test_values_and_ordinals(void **state)
{
    (void)state;
    static const char *const values[] = {"", "Bauausschuss", "Kreistag", "Umweltausschuss"};
    static const uint64_t starts[] = {0, 2, 2, 3, 6}, ordinals[] = {1, 2, 3, 0, 1, 2};
    const char *path = scratch_path(&dir, "ordinals");
    struct rat_container_writer *writer = create(path);
    struct rat_container *file;
    struct rat_ordinals read;
    const char *value;
    uint32_t size;
    uint64_t from, to;
    rat_ordinals_write(writer, 3, values, 4, starts, ordinals, 4);
    assert_int_equal(rat_container_finish(writer, NULL, NULL), RAT_OK);
    assert_int_equal(rat_container_open(path, "docs", &file, NULL), RAT_OK);
    assert_int_equal(rat_ordinals_open(file, 3, &read, NULL), RAT_OK);
    assert_int_equal(read.value_count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(rat_ordinals_value(&read, i, &value, &size, NULL), RAT_OK);
        assert_int_equal(size, strlen(values[i]));
        assert_memory_equal(value, values[i], size);
    }
    assert_int_equal(rat_ordinals_value(&read, 4, &value, &size, NULL), RAT_EDAMAGED);
    for (uint32_t d = 0; d < 4; d++) {
        rat_ordinals_of(&read, d, &from, &to);
        assert_int_equal(from, starts[d]);
        assert_int_equal(to, starts[d + 1]);
        for (uint64_t i = from; i < to; i++)
            assert_int_equal(rat_ordinals_at(&read, i), ordinals[i]);
    }
    rat_ordinals_of(&read, 4, &from, &to);
    assert_int_equal(from, to);
    assert_int_equal(rat_ordinals_open(file, 4, &read, NULL), RAT_OK); /* a field that nobody has */
    assert_int_equal(read.value_count, 0);
    rat_ordinals_of(&read, 0, &from, &to);
    assert_int_equal(from, to);
    assert_int_equal(rat_ordinals_value(&read, 0, &value, &size, NULL), RAT_EDAMAGED);
    rat_container_close(file);
}

static void test_strings(void **state)
{
    (void)state;
    static const uint64_t starts[] = {0, 3, 3, 8};
    const char *path = scratch_path(&dir, "strings");
    struct rat_container_writer *writer = create(path);
    struct rat_container *file;
    struct rat_section bytes;
    struct rat_numbers numbers;
    const unsigned char *at;
    uint64_t size;
    rat_container_begin(writer, 1);
    rat_container_write(writer, "einszweix", 8);
    rat_numbers_write(writer, 2, starts, 4);
    assert_int_equal(rat_container_finish(writer, NULL, NULL), RAT_OK);
    assert_int_equal(rat_container_open(path, "docs", &file, NULL), RAT_OK);
    assert_true(rat_container_find(file, 1, &bytes));
    assert_int_equal(rat_numbers_open(file, 2, &numbers, NULL), RAT_OK);
    for (uint64_t i = 0; i < 3; i++) {
        assert_int_equal(rat_strings_get(&bytes, &numbers, i, &at, &size, NULL), RAT_OK);
        assert_int_equal(size, starts[i + 1] - starts[i]);
        assert_memory_equal(at, "einszwei" + starts[i], size);
    }
    assert_int_equal(rat_strings_get(&bytes, &numbers, 3, &at, &size, NULL), RAT_EDAMAGED);
    rat_container_close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_width),    cmocka_unit_test(test_extremes),
        cmocka_unit_test(test_damage_latches), cmocka_unit_test(test_values_and_ordinals),
        cmocka_unit_test(test_strings),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
