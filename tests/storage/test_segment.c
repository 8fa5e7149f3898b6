/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Segments: what the writer was given is what the reader gives, or the reader fails: after any flipped bit, cut, swap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/storage/scratch.h"
#include "tests/support/model.h"

static const struct model_shape small = {.documents = 5, .terms = 12, .fields = 1, .tokens_max = 5};

/* The path of one of the segment's files; kind "stat" is its state. */
static const char *file_of(struct scratch *dir, const struct rat_manifest_segment *entry, const char *kind)
{
    char name[64];
    unsigned long long id = entry->id, state = entry->state;
    if (strcmp(kind, "stat") == 0)
        snprintf(name, sizeof name, "seg-%06llu.state-%06llu", id, state);
    else
        snprintf(name, sizeof name, "seg-%06llu.%s", id, kind);
    return scratch_path(dir, name);
}

static void test_random_segments(void **state)
{
    (void)state;
    static const struct model_shape shapes[] = {
        {.documents = 0},
        {.documents = 1, .terms = 1},
        {.documents = 7, .terms = 60, .fields = 9},
        {.documents = 129, .terms = 100, .fields = 2, .tokens_max = 600},
        {.documents = 300, .terms = 40, .without_offsets = true},
        {.documents = 5000, .terms = 12, .fields = 1, .tokens_max = 3},
    };
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct prng random = {seed};
        struct scratch dir;
        struct rat_manifest_segment entry;
        struct model *model = model_make(&random, shapes[seed % (sizeof shapes / sizeof *shapes)]);
        scratch_make(&dir);
        model_write(model, dir.folder, seed, &entry);
        assert_int_equal(entry.documents, model_documents(model));
        assert_int_equal(model_open_and_compare(model, dir.folder, &entry), MODEL_SAME);
        model_free(model);
        scratch_remove(&dir);
    }
}

struct fixture {
    struct scratch dir;
    struct model *model;
    struct rat_manifest_segment entry;
};

static void build(struct fixture *f, uint64_t seed, uint64_t id)
{
    static const unsigned char dead[] = {0x05}, hidden[] = {0x12};
    struct prng random = {seed};
    f->model = model_make(&random, small);
    model_write(f->model, f->dir.folder, id, &f->entry);
    f->entry.state = 1;
    f->entry.dead = f->entry.hidden = 2;
    assert_int_equal(rat_state_write(file_of(&f->dir, &f->entry, "stat"), id, small.documents, dead, hidden,
                                     &f->entry.state_file, NULL),
                     RAT_OK);
}

/* As model_open_and_compare, the state included. */
static enum model_verdict verdict_of(const struct fixture *f)
{
    struct rat_segment *segment;
    if (rat_segment_open(f->dir.folder, &f->entry, &segment, NULL) != RAT_OK)
        return MODEL_FAILED;
    enum model_verdict verdict = model_compare(f->model, segment);
    if (verdict == MODEL_SAME && (segment->dead[0] != 0x05 || segment->hidden[0] != 0x12))
        verdict = MODEL_DIFFERENT;
    rat_segment_close(segment);
    return verdict;
}

static const char *const kinds[] = {"docs", "term", "post", "posi", "offs", "stat"};

static void ignore_damage(void *ctx, const char *path, const char *what)
{
    (void)ctx, (void)path, (void)what;
}

static bool check_notices(const char *path, const char *kind)
{
    struct rat_container *file;
    uint64_t findings = 0;
    if (rat_container_open(path, kind, &file, NULL) != RAT_OK)
        return true;
    rat_container_check(file, ignore_damage, NULL, &findings);
    rat_container_close(file);
    return findings > 0;
}

/* Every bit: check notices it. One bit of every byte: all that is read is right, or an error. */
static void test_flipped_bits(void **state)
{
    (void)state;
    struct fixture f;
    scratch_make(&f.dir);
    build(&f, 1, 1);
    assert_int_equal(verdict_of(&f), MODEL_SAME);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const char *path = file_of(&f.dir, &f.entry, kinds[k]);
        struct rat_buf bytes = RAT_BUF_INIT;
        scratch_read(path, &bytes);
        for (size_t i = 0; i < bytes.size; i++) {
            for (unsigned bit = 0; bit < 8; bit++) {
                model_flip(path, i, (unsigned char)(1u << bit));
                assert_true(check_notices(path, kinds[k]));
                if (bit == i % 8)
                    assert_int_not_equal(verdict_of(&f), MODEL_DIFFERENT);
                model_flip(path, i, (unsigned char)(1u << bit));
            }
        }
        rat_buf_release(&bytes);
    }
    assert_int_equal(verdict_of(&f), MODEL_SAME);
    model_free(f.model);
    scratch_remove(&f.dir);
}

static void test_cut_files(void **state)
{
    (void)state;
    struct fixture f;
    scratch_make(&f.dir);
    build(&f, 2, 1);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const char *path = file_of(&f.dir, &f.entry, kinds[k]);
        struct rat_buf bytes = RAT_BUF_INIT;
        scratch_read(path, &bytes);
        for (size_t n = bytes.size; n-- > 0;) {
            assert_int_equal(truncate(path, (off_t)n), 0);
            assert_true(check_notices(path, kinds[k]));
            if (n % 16 == 0)
                assert_int_equal(verdict_of(&f), MODEL_FAILED);
        }
        struct rat_segment *segment;
        unlink(path);
        assert_int_equal(rat_segment_open(f.dir.folder, &f.entry, &segment, NULL), RAT_ENOTFOUND);
        scratch_write(path, bytes.data, bytes.size);
        rat_buf_release(&bytes);
    }
    assert_int_equal(verdict_of(&f), MODEL_SAME);
    model_free(f.model);
    scratch_remove(&f.dir);
}

/* Whole, sound files of another segment are foreign here. */
static void test_swapped_files(void **state)
{
    (void)state;
    struct fixture f, g;
    scratch_make(&f.dir);
    build(&f, 3, 1);
    g.dir = f.dir;
    build(&g, 4, 2);
    f.dir = g.dir; /* the same folder; its paths are freed once */
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const char *one = file_of(&f.dir, &f.entry, kinds[k]), *other = file_of(&f.dir, &g.entry, kinds[k]);
        const char *aside = scratch_path(&f.dir, "aside");
        for (int back = 0; back < 2; back++) {
            assert_int_equal(rename(one, aside), 0);
            assert_int_equal(rename(other, one), 0);
            assert_int_equal(rename(aside, other), 0);
            assert_int_equal(verdict_of(&f), back ? MODEL_SAME : MODEL_FAILED);
            assert_int_equal(verdict_of(&g), back ? MODEL_SAME : MODEL_FAILED);
        }
    }
    model_free(f.model);
    model_free(g.model);
    scratch_remove(&f.dir);
}

static void test_empty_terms_are_dropped(void **state)
{
    (void)state;
    static const uint8_t lengths[] = {3};
    static const uint64_t one[] = {1}, three[] = {3}, starts[] = {0, 1};
    struct scratch dir;
    struct rat_segment_writer *writer;
    struct rat_manifest_segment entry;
    struct rat_segment *segment;
    struct rat_term_info info;
    struct rat_segment_documents documents = {.analyzer = "german",
                                              .docnums = one,
                                              .papers = one,
                                              .dates = one,
                                              .bodies = one,
                                              .lengths = three,
                                              .ids = "x",
                                              .id_starts = starts,
                                              .tokens = 3};
    scratch_make(&dir);
    assert_int_equal(rat_segment_writer_new(dir.folder, 1, lengths, 1, false, &writer, NULL), RAT_OK);
    assert_int_equal(rat_segment_writer_term(writer,
                                             "\x01"
                                             "a",
                                             2),
                     0);
    assert_false(rat_segment_writer_end_term(writer, NULL, 0));
    assert_int_equal(rat_segment_writer_term(writer,
                                             "\x01"
                                             "b",
                                             2),
                     0);
    rat_segment_writer_posting(writer, 0, 2, (const uint32_t[]){0, 2}, 2);
    assert_true(rat_segment_writer_end_term(writer, NULL, 0));
    assert_int_equal(rat_segment_writer_finish(writer, &documents, &entry, NULL), RAT_OK);
    assert_int_equal(rat_segment_open(dir.folder, &entry, &segment, NULL), RAT_OK);
    assert_int_equal(segment->dictionary.term_count, 1);
    assert_int_equal(rat_dictionary_find(&segment->dictionary,
                                         "\x01"
                                         "a",
                                         2, &info, NULL),
                     RAT_ENOTFOUND);
    assert_int_equal(rat_dictionary_find(&segment->dictionary,
                                         "\x01"
                                         "b",
                                         2, &info, NULL),
                     RAT_OK);
    rat_segment_close(segment);
    scratch_remove(&dir);
}

static void test_abandoned_and_failed_writers_leave_nothing(void **state)
{
    (void)state;
    static const uint8_t lengths[] = {3};
    struct scratch dir;
    struct rat_segment_writer *writer;
    char **names;
    size_t count;
    scratch_make(&dir);
    assert_int_equal(rat_segment_writer_new(dir.folder, 1, lengths, 1, true, &writer, NULL), RAT_OK);
    rat_segment_writer_abandon(writer);
    rat_segment_writer_abandon(NULL);
    assert_int_equal(rat_segment_writer_new(scratch_path(&dir, "no"), 1, lengths, 1, true, &writer, NULL),
                     RAT_EIO);
    assert_int_equal(rat_folder_list(dir.folder, &names, &count, NULL), RAT_OK);
    assert_int_equal(count, 0);
    rat_folder_list_free(names, count);
    scratch_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_segments),
        cmocka_unit_test(test_flipped_bits),
        cmocka_unit_test(test_cut_files),
        cmocka_unit_test(test_swapped_files),
        cmocka_unit_test(test_empty_terms_are_dropped),
        cmocka_unit_test(test_abandoned_and_failed_writers_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
