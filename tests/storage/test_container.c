/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Containers: sections come back; every cut and every flipped bit is noticed, and none yields other bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/container.h"
#include "tests/storage/scratch.h"
#include "tests/support/model.h"

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

static const char *write_file(const char *name, const struct rat_buf *sections, size_t count,
                              struct rat_file_id *id)
{
    const char *path = scratch_path(&dir, name);
    struct rat_container_writer *writer;
    assert_int_equal(rat_container_create(path, "test", &writer, NULL), RAT_OK);
    for (size_t i = 0; i < count; i++) {
        rat_container_begin(writer, (uint32_t)i + 1);
        for (size_t at = 0; at < sections[i].size; at += 1000) { /* in pieces */
            size_t left = sections[i].size - at;
            rat_container_write(writer, sections[i].data + at, left < 1000 ? left : 1000);
        }
        assert_int_equal(rat_container_offset(writer), sections[i].size);
    }
    assert_int_equal(rat_container_finish(writer, id, NULL), RAT_OK);
    return path;
}

static void fill(struct rat_buf *buf, struct prng *random, size_t n)
{
    rat_buf_clear(buf);
    for (size_t i = 0; i < n; i++)
        rat_buf_byte(buf, (uint8_t)prng_next(random));
}

static void count_damage(void *ctx, const char *path, const char *what)
{
    assert_non_null(path);
    assert_true(what[0] != '\0');
    ++*(unsigned *)ctx;
}

static void test_sections_come_back(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 63, 64, 65, 65535, 65536, 65537, 200000, 3};
    enum { COUNT = sizeof sizes / sizeof *sizes };
    struct rat_buf sections[COUNT] = {0};
    struct prng random = {1};
    struct rat_file_id id, again;
    struct rat_container *file;
    for (size_t i = 0; i < COUNT; i++)
        fill(&sections[i], &random, sizes[i]);
    const char *path = write_file("many", sections, COUNT, &id);
    assert_int_equal(rat_container_open(path, "test", &file, NULL), RAT_OK);
    again = rat_container_id(file);
    assert_memory_equal(&again, &id, sizeof id);
    for (size_t i = 0; i < COUNT; i++) {
        struct rat_section section;
        const unsigned char *bytes;
        assert_int_equal(rat_container_require(file, (uint32_t)i + 1, &section, NULL), RAT_OK);
        assert_int_equal(section.size, sizes[i]);
        assert_int_equal(section.offset % RAT_CONTAINER_PAD, 0);
        assert_int_equal(rat_section_get(&section, 0, sizes[i], &bytes, NULL), RAT_OK);
        if (sizes[i])
            assert_memory_equal(bytes, sections[i].data, sizes[i]);
        for (unsigned pad = 0; pad < RAT_CONTAINER_PAD; pad++)
            assert_int_equal(bytes[sizes[i] + pad], 0);
        assert_int_equal(rat_section_get(&section, sizes[i], 0, &bytes, NULL), RAT_OK);
        assert_int_equal(rat_section_get(&section, sizes[i], 1, &bytes, NULL), RAT_EDAMAGED);
        assert_int_equal(rat_section_get(&section, sizes[i] + 1, 0, &bytes, NULL), RAT_EDAMAGED);
        assert_int_equal(rat_section_get(&section, 1, UINT64_MAX, &bytes, NULL), RAT_EDAMAGED);
        rat_buf_release(&sections[i]);
    }
    unsigned damaged = 0;
    uint64_t findings = 0;
    rat_container_check(file, count_damage, &damaged, &findings);
    assert_int_equal(findings, 0);
    rat_container_close(file);
}

static void test_what_is_missing_or_foreign_is_refused(void **state)
{
    (void)state;
    struct rat_buf section = RAT_BUF_INIT;
    struct rat_container *file;
    struct rat_section found;
    struct rat_err err;
    rat_buf_puts(&section, "x");
    const char *path = write_file("one", &section, 1, NULL);
    assert_int_equal(rat_container_open(path, "post", &file, &err), RAT_EDAMAGED);
    assert_int_equal(rat_container_open(scratch_path(&dir, "absent"), "test", &file, &err), RAT_ENOTFOUND);
    assert_int_equal(rat_container_open(path, "test", &file, &err), RAT_OK);
    assert_false(rat_container_find(file, 2, &found));
    assert_null(found.container);
    assert_int_equal(rat_container_require(file, 2, &found, &err), RAT_EDAMAGED);
    assert_string_equal(err.where, path);
    const unsigned char *bytes;
    assert_int_equal(rat_section_get(&found, 0, 0, &bytes, &err), RAT_EDAMAGED);
    rat_container_close(file);
    scratch_read(path, &section);
    section.data[8] = 2;
    scratch_write(path, section.data, section.size);
    assert_int_equal(rat_container_open(path, "test", &file, &err), RAT_EDAMAGED);
    assert_non_null(strstr(err.msg, "2"));
    rat_buf_release(&section);
}

static void test_abandoned_files_are_gone(void **state)
{
    (void)state;
    const char *path = scratch_path(&dir, "abandoned");
    struct rat_container_writer *writer;
    assert_int_equal(rat_container_create(path, "test", &writer, NULL), RAT_OK);
    rat_container_begin(writer, 1);
    rat_container_write(writer, "x", 1);
    rat_container_abandon(writer);
    rat_container_abandon(NULL);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(rat_container_create(scratch_path(&dir, "no/such/folder"), "test", &writer, NULL),
                     RAT_EIO);
}

/* A failed append latches: the file must not appear as if it were whole. */
static void test_failed_buffer_fails_the_file(void **state)
{
    (void)state;
    const char *path = scratch_path(&dir, "failed");
    struct rat_buf broken = {NULL, 0, 0, true};
    struct rat_container_writer *writer;
    assert_int_equal(rat_container_create(path, "test", &writer, NULL), RAT_OK);
    rat_container_begin(writer, 1);
    rat_container_write_buf(writer, &broken);
    assert_int_equal(rat_container_finish(writer, NULL, NULL), RAT_ENOMEM);
    assert_int_not_equal(access(path, F_OK), 0);
}

static struct rat_buf small_file(const char **path)
{
    struct prng random = {5};
    struct rat_buf sections[3] = {0}, bytes = RAT_BUF_INIT;
    fill(&sections[0], &random, 40);
    fill(&sections[1], &random, 0);
    fill(&sections[2], &random, 100);
    *path = write_file("small", sections, 3, NULL);
    for (int i = 0; i < 3; i++)
        rat_buf_release(&sections[i]);
    scratch_read(*path, &bytes);
    return bytes;
}

static void test_every_cut_is_noticed(void **state)
{
    (void)state;
    const char *path;
    struct rat_buf bytes = small_file(&path);
    struct rat_container *file;
    for (size_t n = bytes.size; n-- > 0;) {
        assert_int_equal(truncate(path, (off_t)n), 0);
        assert_int_equal(rat_container_open(path, "test", &file, NULL), RAT_EDAMAGED);
    }
    rat_buf_byte(&bytes, 0);
    scratch_write(path, bytes.data, bytes.size);
    assert_int_equal(rat_container_open(path, "test", &file, NULL), RAT_EDAMAGED);
    rat_buf_release(&bytes);
}

static void test_every_flipped_bit_is_noticed(void **state)
{
    (void)state;
    const char *path;
    struct rat_buf bytes = small_file(&path);
    for (size_t bit = 0; bit < bytes.size * 8; bit++) {
        struct rat_container *file = NULL;
        struct rat_err err;
        unsigned damaged = 0;
        uint64_t findings = 0;
        model_flip(path, bit / 8, (unsigned char)(1u << bit % 8));
        rat_status st = rat_container_open(path, "test", &file, &err);
        if (st == RAT_OK) {
            struct rat_section section;
            const unsigned char *at;
            assert_true(rat_container_find(file, 1, &section));
            assert_int_equal(rat_section_get(&section, 0, 40, &at, &err),
                             RAT_EDAMAGED); /* all in one block */
            rat_container_check(file, count_damage, &damaged, &findings);
            assert_int_equal(findings, 1);
            assert_int_equal(damaged, 1);
            rat_container_close(file);
        } else {
            assert_int_equal(st, RAT_EDAMAGED);
            assert_true(err.msg[0] && strcmp(err.where, path) == 0);
        }
        model_flip(path, bit / 8, (unsigned char)(1u << bit % 8));
    }
    rat_buf_release(&bytes);
}

/* Only what lies in the damaged block is refused. */
static void test_damage_stays_in_its_block(void **state)
{
    (void)state;
    struct prng random = {7};
    struct rat_buf section = RAT_BUF_INIT, bytes = RAT_BUF_INIT;
    struct rat_container *file;
    struct rat_section found;
    const unsigned char *at;
    fill(&section, &random, 5 * RAT_CONTAINER_BLOCK);
    const char *path = write_file("blocks", &section, 1, NULL);
    scratch_read(path, &bytes);
    bytes.data[2 * RAT_CONTAINER_BLOCK + 77] ^= 4;
    scratch_write(path, bytes.data, bytes.size);
    assert_int_equal(rat_container_open(path, "test", &file, NULL), RAT_OK);
    assert_true(rat_container_find(file, 1, &found));
    for (uint64_t from = 0; from + 100 < section.size; from += 9973) {
        uint64_t block = (found.offset + from) / RAT_CONTAINER_BLOCK;
        uint64_t last = (found.offset + from + 99) / RAT_CONTAINER_BLOCK;
        rat_status st = rat_section_get(&found, from, 100, &at, NULL);
        assert_int_equal(st, block == 2 || last == 2 ? RAT_EDAMAGED : RAT_OK);
        if (st == RAT_OK)
            assert_memory_equal(at, section.data + from, 100);
    }
    unsigned damaged = 0;
    uint64_t findings = 0;
    rat_container_check(file, count_damage, &damaged, &findings);
    assert_int_equal(findings, 1);
    rat_container_close(file);
    rat_buf_release(&section);
    rat_buf_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sections_come_back),
        cmocka_unit_test(test_what_is_missing_or_foreign_is_refused),
        cmocka_unit_test(test_abandoned_files_are_gone),
        cmocka_unit_test(test_failed_buffer_fails_the_file),
        cmocka_unit_test(test_every_cut_is_noticed),
        cmocka_unit_test(test_every_flipped_bit_is_noticed),
        cmocka_unit_test(test_damage_stays_in_its_block),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
