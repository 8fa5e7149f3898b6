/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Manifests: written, read, changed, found by generation; damage and foreign files are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/manifest.h"
#include "tests/storage/scratch.h"
#include "tests/support/model.h"

static struct rat_manifest make(uint64_t generation, uint32_t segments, uint64_t seed)
{
    struct prng random = {seed};
    struct rat_manifest m = {.generation = generation,
                             .next_segment = 100,
                             .analyzer = "whitespace",
                             .analyzer_version = 7,
                             .index_only = generation % 2};
    for (uint32_t i = 0; i < segments; i++) {
        struct rat_manifest_segment s;
        memset(&s, 0, sizeof s);
        s.id = i + 1;
        s.state = prng_below(&random, 3);
        s.documents = (uint32_t)prng_next(&random);
        s.dead = prng_below(&random, 1000);
        s.hidden = prng_below(&random, 1000);
        s.docs_file = (struct rat_file_id){prng_next(&random), prng_next(&random)};
        s.state_file = (struct rat_file_id){prng_next(&random), prng_next(&random)};
        assert_int_equal(rat_manifest_add(&m, &s, NULL), RAT_OK);
    }
    return m;
}

static void assert_same(const struct rat_manifest *a, const struct rat_manifest *b)
{
    assert_int_equal(a->generation, b->generation);
    assert_int_equal(a->next_segment, b->next_segment);
    assert_string_equal(a->analyzer, b->analyzer);
    assert_int_equal(a->analyzer_version, b->analyzer_version);
    assert_int_equal(a->index_only, b->index_only);
    assert_int_equal(a->segment_count, b->segment_count);
    for (uint32_t i = 0; i < a->segment_count; i++) {
        const struct rat_manifest_segment *x = &a->segments[i], *y = &b->segments[i];
        assert_true(x->id == y->id && x->state == y->state && x->documents == y->documents &&
                    x->dead == y->dead && x->hidden == y->hidden && x->docs_file.size == y->docs_file.size &&
                    x->docs_file.hash == y->docs_file.hash && x->state_file.size == y->state_file.size &&
                    x->state_file.hash == y->state_file.hash);
    }
}

static void test_round_trip(void **state)
{
    (void)state;
    struct scratch dir;
    uint64_t newest;
    scratch_make(&dir);
    assert_int_equal(rat_manifest_newest(dir.folder, &newest, NULL), RAT_OK);
    assert_int_equal(newest, 0);
    for (uint64_t generation = 1; generation <= 12; generation++) {
        struct rat_manifest m = make(generation, (uint32_t)generation * 3 - 3, generation), got, copy;
        assert_int_equal(rat_manifest_write(dir.folder, &m, NULL), RAT_OK);
        assert_int_equal(rat_manifest_read(dir.folder, generation, &got, NULL), RAT_OK);
        assert_same(&m, &got);
        assert_int_equal(rat_manifest_copy(&got, &copy, NULL), RAT_OK);
        assert_same(&m, &copy);
        rat_manifest_remove(&copy, 2);
        rat_manifest_remove(&copy, 999);
        assert_int_equal(copy.segment_count, m.segment_count ? m.segment_count - 1 : 0);
        rat_manifest_release(&m);
        rat_manifest_release(&got);
        rat_manifest_release(&copy);
        assert_null(copy.segments);
    }
    scratch_write(scratch_path(&dir, "manifest-0000000099.tmp"), "x", 1);
    scratch_write(scratch_path(&dir, "manifest-"), "x", 1);
    assert_int_equal(rat_manifest_newest(dir.folder, &newest, NULL), RAT_OK);
    assert_int_equal(newest, 12);
    struct rat_manifest got;
    assert_int_equal(rat_manifest_read(dir.folder, 13, &got, NULL), RAT_ENOTFOUND);
    assert_int_equal(rat_manifest_newest(scratch_path(&dir, "absent"), &newest, NULL), RAT_ENOTFOUND);
    scratch_remove(&dir);
}

/* An older manifest under a newer name is not the newer generation. */
static void test_renamed_manifest_is_refused(void **state)
{
    (void)state;
    struct scratch dir;
    struct rat_manifest m = make(1, 2, 1), got;
    scratch_make(&dir);
    assert_int_equal(rat_manifest_write(dir.folder, &m, NULL), RAT_OK);
    assert_int_equal(
        rename(scratch_path(&dir, "manifest-0000000001"), scratch_path(&dir, "manifest-0000000002")), 0);
    assert_int_equal(rat_manifest_read(dir.folder, 2, &got, NULL), RAT_EDAMAGED);
    rat_manifest_release(&m);
    scratch_remove(&dir);
}

static void test_damage_is_refused(void **state)
{
    (void)state;
    struct scratch dir;
    struct rat_manifest m = make(3, 2, 5), got;
    struct rat_buf bytes = RAT_BUF_INIT;
    scratch_make(&dir);
    assert_int_equal(rat_manifest_write(dir.folder, &m, NULL), RAT_OK);
    const char *path = scratch_path(&dir, "manifest-0000000003");
    scratch_read(path, &bytes);
    for (size_t i = 0; i < bytes.size * 8; i++) {
        model_flip(path, i / 8, (unsigned char)(1u << i % 8));
        assert_int_equal(rat_manifest_read(dir.folder, 3, &got, NULL), RAT_EDAMAGED);
        model_flip(path, i / 8, (unsigned char)(1u << i % 8));
    }
    assert_int_equal(rat_manifest_read(dir.folder, 3, &got, NULL), RAT_OK);
    rat_manifest_release(&got);
    for (size_t n = bytes.size; n-- > 0;) {
        assert_int_equal(truncate(path, (off_t)n), 0);
        assert_int_equal(rat_manifest_read(dir.folder, 3, &got, NULL), RAT_EDAMAGED);
    }
    rat_buf_release(&bytes);
    rat_manifest_release(&m);
    scratch_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_renamed_manifest_is_refused),
        cmocka_unit_test(test_damage_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
