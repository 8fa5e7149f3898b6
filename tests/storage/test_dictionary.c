/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dictionaries of every size against a sorted array: find, seek, walk; keys of 1 to 1024 bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/dictionary.h"
#include "tests/storage/scratch.h"
#include "tests/support/prng.h"

struct key {
    uint32_t size;
    unsigned char bytes[RAT_KEY_BYTES_MAX];
    struct rat_term_info info;
};

struct made {
    struct scratch dir;
    struct key *keys;
    uint32_t count;
    struct rat_container *file;
    struct rat_dictionary dictionary;
};

static int compare(const struct key *a, const struct key *b)
{
    int order = memcmp(a->bytes, b->bytes, a->size < b->size ? a->size : b->size);
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

static int by_bytes(const void *a, const void *b)
{
    return compare(a, b);
}

/* Few different bytes, so that prefixes are shared and keys are each other's prefixes. */
static void make_key(struct prng *random, struct key *key)
{
    static const unsigned char spaces[] = {1, 2, 3, 0x11, 0x23, 0x43};
    key->size = 1 + (prng_below(random, 40) ? prng_below(random, 12) : prng_below(random, RAT_KEY_BYTES_MAX));
    key->bytes[0] = spaces[prng_below(random, sizeof spaces)];
    for (uint32_t i = 1; i < key->size; i++)
        key->bytes[i] = prng_below(random, 10) ? (unsigned char)('a' + prng_below(random, 3))
                                               : (unsigned char)prng_next(random);
}

static void make_info(struct prng *random, struct key *key, uint32_t ordinal, uint64_t *postings,
                      uint64_t *positions)
{
    struct rat_term_info info = {.ordinal = ordinal};
    info.documents = prng_below(random, 3) ? 1 : 2 + (uint32_t)prng_bits(random, prng_below(random, 30));
    info.postings_at = *postings;
    info.positions_at = *positions;
    if (info.documents == 1) {
        info.only = (uint32_t)prng_bits(random, 32);
        info.only_tf = 1 + (uint32_t)prng_bits(random, 10);
    } else {
        info.postings_size = prng_bits(random, 40);
    }
    if (RAT_SPACE_HAS_POSITIONS(key->bytes[0]))
        info.positions_size = prng_bits(random, 40);
    *postings += info.postings_size;
    *positions += info.positions_size;
    key->info = info;
}

static void make(struct made *m, uint32_t count, uint64_t seed)
{
    struct prng random = {seed};
    struct rat_container_writer *file;
    struct rat_dictionary_writer *writer;
    uint64_t postings = 0, positions = 0;
    scratch_make(&m->dir);
    m->keys = calloc(count + 1, sizeof *m->keys);
    assert_non_null(m->keys);
    for (uint32_t i = 0; i < count; i++)
        make_key(&random, &m->keys[i]);
    qsort(m->keys, count, sizeof *m->keys, by_bytes);
    m->count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (i == 0 || compare(&m->keys[i], &m->keys[m->count - 1]) != 0)
            m->keys[m->count++] = m->keys[i];
    const char *path = scratch_path(&m->dir, "term");
    assert_int_equal(rat_container_create(path, "term", &file, NULL), RAT_OK);
    assert_int_equal(rat_dictionary_writer_new(file, &writer, NULL), RAT_OK);
    for (uint32_t i = 0; i < m->count; i++) {
        make_info(&random, &m->keys[i], i, &postings, &positions);
        rat_dictionary_add(writer, m->keys[i].bytes, m->keys[i].size, &m->keys[i].info);
    }
    assert_int_equal(rat_dictionary_writer_finish(writer, NULL), RAT_OK);
    assert_int_equal(rat_container_finish(file, NULL, NULL), RAT_OK);
    assert_int_equal(rat_container_open(path, "term", &m->file, NULL), RAT_OK);
    assert_int_equal(rat_dictionary_open(m->file, &m->dictionary, NULL), RAT_OK);
    assert_int_equal(m->dictionary.term_count, m->count);
}

static void drop(struct made *m)
{
    rat_container_close(m->file);
    free(m->keys);
    scratch_remove(&m->dir);
}

static void assert_walk_gives(struct rat_term_walk *walk, const struct made *m, uint32_t from, uint32_t most)
{
    for (uint32_t i = from; i < m->count && i < from + most; i++) {
        assert_int_equal(rat_term_walk_next(walk, NULL), RAT_OK);
        assert_int_equal(walk->key_size, m->keys[i].size);
        assert_memory_equal(walk->key, m->keys[i].bytes, walk->key_size);
        assert_memory_equal(&walk->info, &m->keys[i].info, sizeof walk->info);
    }
    if (from + most >= m->count)
        assert_int_equal(rat_term_walk_next(walk, NULL), RAT_END);
}

static uint32_t lower_bound(const struct made *m, const struct key *key)
{
    uint32_t i = 0;
    while (i < m->count && compare(&m->keys[i], key) < 0)
        i++;
    return i;
}

static void check_key(const struct made *m, const struct key *key)
{
    struct rat_term_info info;
    struct rat_term_walk walk;
    uint32_t at = lower_bound(m, key);
    bool there = at < m->count && compare(&m->keys[at], key) == 0;
    assert_int_equal(rat_dictionary_find(&m->dictionary, key->bytes, key->size, &info, NULL),
                     there ? RAT_OK : RAT_ENOTFOUND);
    if (there)
        assert_memory_equal(&info, &m->keys[at].info, sizeof info);
    assert_int_equal(rat_term_walk_seek(&walk, &m->dictionary, key->bytes, key->size, NULL), RAT_OK);
    assert_walk_gives(&walk, m, at, 40);
}

static void test_find_seek_walk(void **state)
{
    (void)state;
    static const uint32_t counts[] = {0, 1, 2, 31, 32, 33, 64, 65, 400, 1500};
    struct prng random = {99};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        struct made m = {0};
        struct rat_term_walk walk;
        make(&m, counts[c], c + 1);
        assert_int_equal(rat_term_walk_seek(&walk, &m.dictionary, NULL, 0, NULL), RAT_OK);
        assert_walk_gives(&walk, &m, 0, UINT32_MAX / 2);
        for (uint32_t i = 0; i < m.count; i += 1 + m.count / 300) {
            check_key(&m, &m.keys[i]);
            assert_int_equal(rat_term_walk_at(&walk, &m.dictionary, i, NULL), RAT_OK);
            assert_walk_gives(&walk, &m, i, 3);
        }
        assert_int_equal(rat_term_walk_at(&walk, &m.dictionary, m.count, NULL), RAT_OK);
        assert_int_equal(rat_term_walk_next(&walk, NULL), RAT_END);
        for (int i = 0; i < 300; i++) {
            struct key key;
            make_key(&random, &key);
            check_key(&m, &key);
        }
        struct rat_term_info info;
        assert_int_equal(rat_dictionary_find(&m.dictionary, "", 0, &info, NULL), RAT_ENOTFOUND);
        drop(&m);
    }
}

static void test_keys_of_every_length(void **state)
{
    (void)state;
    struct scratch dir;
    struct rat_container_writer *file;
    struct rat_dictionary_writer *writer;
    struct made m = {.count = RAT_KEY_BYTES_MAX};
    scratch_make(&dir);
    m.keys = calloc(m.count, sizeof *m.keys);
    assert_non_null(m.keys);
    const char *path = scratch_path(&dir, "term");
    assert_int_equal(rat_container_create(path, "term", &file, NULL), RAT_OK);
    assert_int_equal(rat_dictionary_writer_new(file, &writer, NULL), RAT_OK);
    for (uint32_t i = 0; i < m.count; i++) {
        m.keys[i].size = i + 1;
        memset(m.keys[i].bytes, 1, i + 1);
        m.keys[i].info = (struct rat_term_info){.ordinal = i, .documents = 1, .only = i, .only_tf = 1};
        rat_dictionary_add(writer, m.keys[i].bytes, m.keys[i].size, &m.keys[i].info);
    }
    assert_int_equal(rat_dictionary_writer_finish(writer, NULL), RAT_OK);
    assert_int_equal(rat_container_finish(file, NULL, NULL), RAT_OK);
    assert_int_equal(rat_container_open(path, "term", &m.file, NULL), RAT_OK);
    assert_int_equal(rat_dictionary_open(m.file, &m.dictionary, NULL), RAT_OK);
    for (uint32_t i = 0; i < m.count; i += 7)
        check_key(&m, &m.keys[i]);
    check_key(&m, &m.keys[m.count - 1]);
    rat_container_close(m.file);
    free(m.keys);
    scratch_remove(&dir);
}

/* Bytes with good checksums and bad contents: whoever wrote them. */
static rat_status walk_bytes(struct scratch *dir, const struct rat_buf *terms, uint32_t count)
{
    const char *path = scratch_path(dir, "bad");
    struct rat_container_writer *writer;
    struct rat_container *file;
    struct rat_dictionary dictionary;
    struct rat_term_walk walk;
    struct rat_buf index = RAT_BUF_INIT;
    uint32_t blocks = (count + RAT_DICTIONARY_BLOCK - 1) / RAT_DICTIONARY_BLOCK;
    rat_buf_u32(&index, count);
    rat_buf_u32(&index, blocks);
    for (uint32_t b = 0; b < blocks; b++)
        rat_buf_u64(&index, 0);
    assert_int_equal(rat_container_create(path, "term", &writer, NULL), RAT_OK);
    rat_container_begin(writer, RAT_SECTION_TERMS);
    rat_container_write_buf(writer, terms);
    rat_container_begin(writer, RAT_SECTION_TERM_INDEX);
    rat_container_write_buf(writer, &index);
    assert_int_equal(rat_container_finish(writer, NULL, NULL), RAT_OK);
    assert_int_equal(rat_container_open(path, "term", &file, NULL), RAT_OK);
    rat_status st = rat_dictionary_open(file, &dictionary, NULL);
    if (st == RAT_OK)
        st = rat_term_walk_seek(&walk, &dictionary, "", 0, NULL);
    while (st == RAT_OK)
        st = rat_term_walk_next(&walk, NULL);
    rat_container_close(file);
    rat_buf_release(&index);
    return st;
}

static void test_malformed_entries_are_refused(void **state)
{
    (void)state;
    struct scratch dir;
    scratch_make(&dir);
    static const struct {
        unsigned char bytes[16];
        size_t size;
        uint32_t count;
    } wrong[] = {
        {{0}, 0, 1},                                      /* nothing there */
        {{0, 0, 0, 1, 0, 1}, 6, 1},                       /* empty key */
        {{0, 0, 1, 2, 0, 0}, 6, 1},                       /* in no document */
        {{0, 0, 9, 2, 1, 0, 1}, 7, 1},                    /* key longer than the block */
        {{0, 0, 1, 2, 1, 0, 1, 2, 1, 3, 1, 0, 1}, 13, 2}, /* shares more than there is */
        {{0, 0, 1, 2, 1, 0, 0x80}, 7, 1},                 /* cut number */
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct rat_buf terms = RAT_BUF_INIT;
        rat_buf_append(&terms, wrong[i].bytes, wrong[i].size);
        assert_int_equal(walk_bytes(&dir, &terms, wrong[i].count), RAT_EDAMAGED);
        rat_buf_release(&terms);
    }
    scratch_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_seek_walk),
        cmocka_unit_test(test_keys_of_every_length),
        cmocka_unit_test(test_malformed_entries_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
