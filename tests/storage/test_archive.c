/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The archive folder: made once, one writer, pinned readers, and what a crash at the worst moments leaves behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/archive_internal.h"
#include "tests/storage/scratch.h"
#include "tests/support/made_archive.h"

static const struct rat_archive_options german = {.analyzer = "german", .analyzer_version = 1};
static const struct rat_archive_options index_only = {
    .analyzer = "whitespace", .analyzer_version = 2, .index_only = true};

static bool exists(struct scratch *dir, const char *name)
{
    return access(scratch_path(dir, name), F_OK) == 0;
}

static void touch(struct scratch *dir, const char *name)
{
    scratch_write(scratch_path(dir, name), "x", 1);
}

static struct rat_snapshot *snapshot_of(const char *path)
{
    struct rat_snapshot *snapshot;
    struct rat_err err = RAT_ERR_INIT;
    rat_status st = rat_snapshot_open(path, &snapshot, &err);
    if (st != RAT_OK)
        print_message("%s: %s\n", err.where, err.msg);
    assert_int_equal(st, RAT_OK);
    return snapshot;
}

static struct rat_writer *writer_of(const char *path)
{
    struct rat_writer *writer;
    assert_int_equal(rat_writer_open(path, &writer, NULL), RAT_OK);
    return writer;
}

static void assert_sound(const char *path)
{
    uint64_t findings = 99;
    assert_int_equal(rat_archive_check(path, true, NULL, NULL, &findings, NULL), RAT_OK);
    assert_int_equal(findings, 0);
}

static void test_new_archives_are_empty_and_sound(void **state)
{
    (void)state;
    for (int without = 0; without < 2; without++) {
        struct scratch dir;
        scratch_make(&dir);
        const char *path = scratch_path(&dir, "archiv");
        struct rat_err err;
        assert_int_equal(rat_archive_create(path, without ? &index_only : &german, NULL), RAT_OK);
        struct rat_snapshot *snapshot = snapshot_of(path);
        assert_int_equal(snapshot->generation, 1);
        assert_int_equal(snapshot->manifest.segment_count, 0);
        assert_int_equal(snapshot->documents, 0);
        assert_string_equal(snapshot->analyzer, without ? "whitespace" : "german");
        assert_int_equal(snapshot->analyzer_version, without ? 2 : 1);
        assert_int_equal(snapshot->catalogue == NULL, without);
        rat_snapshot_close(snapshot);
        assert_sound(path);
        assert_int_equal(rat_archive_create(path, &german, &err), RAT_EUSAGE);
        assert_true(err.hint[0] != '\0');
        assert_int_equal(rat_archive_create(path, &index_only, NULL), RAT_EUSAGE);
        scratch_remove(&dir);
    }
}

static void test_what_is_no_archive(void **state)
{
    (void)state;
    struct scratch dir;
    struct rat_snapshot *snapshot;
    struct rat_writer *writer;
    struct rat_err err;
    uint64_t findings;
    scratch_make(&dir);
    assert_int_equal(rat_snapshot_open(dir.folder, &snapshot, &err), RAT_ENOTFOUND);
    assert_true(err.hint[0] != '\0');
    assert_int_equal(rat_writer_open(dir.folder, &writer, NULL), RAT_ENOTFOUND);
    assert_false(exists(&dir, "LOCK")); /* looking leaves no traces */
    assert_int_equal(rat_archive_check(dir.folder, false, NULL, NULL, &findings, NULL), RAT_ENOTFOUND);
    assert_int_equal(rat_snapshot_open(scratch_path(&dir, "absent"), &snapshot, NULL), RAT_ENOTFOUND);
    rat_snapshot_close(NULL);
    rat_writer_close(NULL);
    touch(&dir, "brief.txt");
    assert_int_equal(rat_archive_create(dir.folder, &german, NULL), RAT_EUSAGE);
    assert_false(exists(&dir, "index"));
    assert_int_equal(rat_archive_create(scratch_path(&dir, "no/such"), &german, NULL), RAT_EIO);
    scratch_remove(&dir);
}

/* Init was killed: after the folders, after the manifest, while the catalogue was being made. */
static void test_init_again_after_a_crash(void **state)
{
    (void)state;
    for (int steps = 0; steps < 5; steps++) {
        struct scratch dir;
        struct rat_snapshot *snapshot;
        struct rat_err err;
        struct rat_manifest first = {.generation = 1, .next_segment = 1, .analyzer = "german"};
        scratch_make(&dir);
        touch(&dir, "LOCK");
        if (steps > 0) {
            assert_int_equal(rat_folder_make(scratch_path(&dir, "index"), NULL), RAT_OK);
            touch(&dir, "index/manifest-0000000001.tmp");
        }
        if (steps > 1)
            assert_int_equal(rat_folder_make(scratch_path(&dir, "contents"), NULL), RAT_OK);
        if (steps > 2)
            assert_int_equal(rat_manifest_write(scratch_path(&dir, "index"), &first, NULL), RAT_OK);
        if (steps > 3)
            touch(&dir, "catalogue.db.tmp");
        assert_int_equal(rat_snapshot_open(dir.folder, &snapshot, &err), RAT_ENOTFOUND);
        assert_int_equal(rat_archive_create(dir.folder, &german, &err), RAT_OK);
        rat_snapshot_close(snapshot_of(dir.folder));
        rat_writer_close(writer_of(dir.folder));
        assert_false(exists(&dir, "index/manifest-0000000001.tmp"));
        assert_sound(dir.folder);
        scratch_remove(&dir);
    }
}

/* A catalogue was made, but its settings were never committed. */
static void test_init_again_after_an_empty_catalogue(void **state)
{
    (void)state;
    struct scratch dir;
    struct rat_catalogue *catalogue;
    struct rat_snapshot *snapshot;
    struct rat_writer *writer;
    uint64_t findings;
    scratch_make(&dir);
    assert_int_equal(rat_folder_make(scratch_path(&dir, "index"), NULL), RAT_OK);
    assert_int_equal(
        rat_catalogue_open(scratch_path(&dir, "catalogue.db"), RAT_CATALOGUE_CREATE, &catalogue, NULL),
        RAT_OK);
    rat_catalogue_close(catalogue);
    assert_int_equal(rat_snapshot_open(dir.folder, &snapshot, NULL), RAT_ENOTFOUND);
    assert_int_equal(rat_writer_open(dir.folder, &writer, NULL), RAT_ENOTFOUND);
    assert_int_equal(rat_archive_check(dir.folder, false, NULL, NULL, &findings, NULL), RAT_ENOTFOUND);
    assert_int_equal(rat_archive_create(dir.folder, &german, NULL), RAT_OK);
    assert_sound(dir.folder);
    scratch_remove(&dir);
}

static void assert_models(const struct made_archive *made, const struct rat_snapshot *snapshot)
{
    assert_int_equal(snapshot->manifest.segment_count, MADE_SEGMENTS);
    assert_int_equal(snapshot->documents, made->documents);
    for (uint32_t i = 0; i < MADE_SEGMENTS; i++)
        assert_int_equal(model_compare(made->models[i], snapshot->segments[i]), MODEL_SAME);
}

static void test_commit_and_read(void **state)
{
    (void)state;
    for (int without = 0; without < 2; without++) {
        struct scratch dir;
        struct made_archive made;
        struct rat_archive_stats stats;
        scratch_make(&dir);
        made_archive_make(&made, dir.folder, 3, without);
        struct rat_snapshot *snapshot = snapshot_of(dir.folder);
        assert_int_equal(snapshot->generation, 2);
        assert_models(&made, snapshot);
        assert_int_equal(rat_snapshot_stats(snapshot, &stats, NULL), RAT_OK);
        assert_int_equal(stats.documents, made.documents);
        assert_int_equal(stats.catalogue.documents, without ? 0 : made.documents);
        assert_int_equal(stats.index_bytes, stats.postings_bytes + stats.positions_bytes +
                                                stats.dictionary_bytes + stats.lengths_bytes +
                                                stats.offsets_bytes + stats.columns_bytes);
        rat_snapshot_close(snapshot);
        assert_sound(dir.folder);
        assert_false(exists(&dir, "index/manifest-0000000001"));
        made_archive_free(&made);
        scratch_remove(&dir);
    }
}

/* A catalogue that is no longer one is told so, and nothing in the archive is changed by that. */
static void test_damage_is_judged_before_writing(void **state)
{
    (void)state;
    for (int how = 0; how < 4; how++) {
        struct scratch dir;
        struct made_archive made;
        struct rat_writer *writer;
        struct rat_buf before = RAT_BUF_INIT, after = RAT_BUF_INIT;
        scratch_make(&dir);
        made_archive_make(&made, dir.folder, 3, false);
        const char *path = scratch_path(&dir, "catalogue.db");
        scratch_read(path, &before);
        if (how == 0)
            before.size = 0;
        else if (how == 1)
            before.size = 50;
        else if (how == 2)
            before.size -= 4096;
        else
            before.data[3] ^= 4;
        scratch_write(path, before.data, before.size);
        touch(&dir, "index/seg-000099.docs");
        assert_int_equal(rat_writer_open(dir.folder, &writer, NULL), RAT_EDAMAGED);
        scratch_read(path, &after);
        assert_int_equal(after.size, before.size);
        assert_true(before.size == 0 || memcmp(after.data, before.data, before.size) == 0);
        assert_true(exists(&dir, "index/seg-000099.docs"));
        rat_buf_release(&before);
        rat_buf_release(&after);
        made_archive_free(&made);
        scratch_remove(&dir);
    }
}

/* Without index/ only a rebuild opens; it begins with nothing, and what cannot be read goes with its commit. */
static void test_open_for_a_rebuild(void **state)
{
    (void)state;
    struct scratch dir;
    struct made_archive made;
    struct rat_writer *writer;
    struct rat_manifest next = {0};
    scratch_make(&dir);
    made_archive_make(&made, dir.folder, 6, false);
    touch(&dir, "index/manifest-0000000002");
    assert_int_equal(rat_writer_open(dir.folder, &writer, NULL), RAT_EDAMAGED);
    assert_int_equal(rat_writer_open_rebuild(dir.folder, &writer, NULL), RAT_OK);
    assert_int_equal(rat_writer_manifest(writer)->generation, 2);
    assert_int_equal(rat_writer_manifest(writer)->segment_count, 0);
    assert_int_equal(rat_writer_new_segment(writer), MADE_SEGMENTS + 1);
    assert_true(exists(&dir, "index/seg-000001.docs"));
    assert_int_equal(rat_catalogue_begin(rat_writer_catalogue(writer), NULL), RAT_OK);
    assert_int_equal(rat_writer_commit(writer, &next, NULL), RAT_OK);
    rat_manifest_release(&next);
    rat_writer_close(writer);
    assert_false(exists(&dir, "index/seg-000001.docs"));
    assert_false(exists(&dir, "index/manifest-0000000002"));
    rat_writer_close(writer_of(dir.folder));
    struct rat_snapshot *snapshot = snapshot_of(dir.folder);
    assert_int_equal(snapshot->generation, 3);
    assert_int_equal(snapshot->documents, 0);
    rat_snapshot_close(snapshot);
    made_archive_free(&made);
    scratch_remove(&dir);
}

static void test_second_writer_is_refused(void **state)
{
    (void)state;
    struct scratch dir;
    struct rat_writer *second;
    scratch_make(&dir);
    assert_int_equal(rat_archive_create(dir.folder, &german, NULL), RAT_OK);
    struct rat_writer *writer = writer_of(dir.folder);
    assert_int_equal(rat_writer_open(dir.folder, &second, NULL), RAT_ELOCKED);
    rat_snapshot_close(snapshot_of(dir.folder)); /* readers do not care */
    rat_writer_close(writer);
    rat_writer_close(writer_of(dir.folder));
    scratch_remove(&dir);
}

static void test_orphans_are_swept_and_strangers_kept(void **state)
{
    (void)state;
    static const char *const orphans[] = {
        "index/seg-000099.docs",         "index/seg-000099.post",         "index/seg-000001.state-000009",
        "index/manifest-0000000077",     "index/manifest-0000000003.tmp", "index/manifest-0000000001",
        "index/seg-000003.state-000001",
    };
    struct scratch dir;
    struct made_archive made;
    scratch_make(&dir);
    made_archive_make(&made, dir.folder, 4, false);
    for (size_t i = 0; i < sizeof orphans / sizeof *orphans; i++)
        touch(&dir, orphans[i]);
    touch(&dir, "index/lies-mich.txt");
    struct rat_snapshot *snapshot =
        snapshot_of(dir.folder); /* the catalogue decides, not the highest number */
    assert_int_equal(snapshot->generation, 2);
    rat_snapshot_close(snapshot);
    rat_writer_close(writer_of(dir.folder));
    for (size_t i = 0; i < sizeof orphans / sizeof *orphans; i++)
        assert_false(exists(&dir, orphans[i]));
    assert_true(exists(&dir, "index/lies-mich.txt"));
    assert_sound(dir.folder);
    made_archive_free(&made);
    scratch_remove(&dir);
}

static void purge(struct rat_catalogue *catalogue, uint32_t docnum)
{
    struct rat_arena arena;
    uint8_t(*shas)[RAT_SHA256_BYTES];
    struct rat_content_place *places;
    size_t count;
    rat_arena_init(&arena, 0);
    assert_int_equal(
        rat_catalogue_purge_document(catalogue, docnum, "Test", &arena, &shas, &places, &count, NULL),
        RAT_OK);
    rat_arena_release(&arena);
}

/* A reader keeps what it opened while a writer replaces segments and states twice. */
static void test_readers_are_pinned(void **state)
{
    (void)state;
    static const unsigned char none[] = {0}, first[] = {1};
    struct scratch dir;
    struct made_archive made;
    struct prng random = {12};
    scratch_make(&dir);
    made_archive_make(&made, dir.folder, 5, false);
    struct rat_snapshot *old = snapshot_of(dir.folder);
    struct rat_writer *writer = writer_of(dir.folder);
    struct rat_catalogue *catalogue = rat_writer_catalogue(writer);
    struct rat_manifest next;
    assert_int_equal(rat_manifest_copy(rat_writer_manifest(writer), &next, NULL), RAT_OK);
    assert_int_equal(rat_catalogue_begin(catalogue, NULL), RAT_OK);
    for (uint32_t d = 0; d < model_documents(made.models[0]); d++)
        purge(catalogue, model_docnum(made.models[0], d));
    rat_manifest_remove(&next, 1);
    struct model *third = made_archive_add(writer, &next, &random, 3, made.documents + 1);
    made_archive_state(writer, &next.segments[0], none, first);
    assert_int_equal(
        rat_catalogue_remove_document(catalogue, model_docnum(made.models[1], 0), "2024-05-06", NULL),
        RAT_OK);
    assert_int_equal(rat_writer_commit(writer, &next, NULL), RAT_OK);
    rat_manifest_release(&next);
    assert_false(exists(&dir, "index/seg-000001.docs"));
    assert_models(&made, old);
    assert_false(rat_bit(old->segments[1]->hidden, 0));
    struct rat_snapshot *now = snapshot_of(dir.folder);
    assert_int_equal(now->generation, 3);
    assert_int_equal(now->manifest.segment_count, 2);
    assert_int_equal(model_compare(made.models[1], now->segments[0]), MODEL_SAME);
    assert_true(rat_bit(now->segments[0]->hidden, 0));
    assert_int_equal(model_compare(third, now->segments[1]), MODEL_SAME);
    struct rat_archive_stats before, after;
    assert_int_equal(rat_snapshot_stats(old, &before, NULL), RAT_OK);
    assert_int_equal(rat_snapshot_stats(now, &after, NULL), RAT_OK);
    assert_int_equal(before.catalogue.documents, made.documents);
    assert_int_equal(after.catalogue.documents, made.documents - model_documents(made.models[0]) - 1 + 3);
    rat_snapshot_close(old);
    rat_snapshot_close(now);
    rat_writer_close(writer);
    assert_sound(dir.folder);
    model_free(third);
    made_archive_free(&made);
    scratch_remove(&dir);
}

/* kill -9 after the manifest of generation 3 and the bytes of its contents, before the catalogue's commit: generation 2
 * counts, for readers at once and for the next writer, which removes the rest. */
static void test_crash_before_the_catalogue_commits(void **state)
{
    (void)state;
    struct scratch dir;
    struct made_archive made;
    struct prng random = {13};
    scratch_make(&dir);
    const char *path = scratch_path(&dir, "archiv"), *copy = scratch_path(&dir, "copy");
    made_archive_make(&made, path, 6, false);
    struct rat_writer *writer = writer_of(path);
    struct rat_manifest next;
    uint32_t pack;
    uint64_t bytes;
    assert_int_equal(rat_manifest_copy(rat_writer_manifest(writer), &next, NULL), RAT_OK);
    assert_int_equal(rat_catalogue_begin(rat_writer_catalogue(writer), NULL), RAT_OK);
    struct model *third = made_archive_add(writer, &next, &random, 3, made.documents + 1);
    next.generation = 3;
    next.next_segment = 4;
    assert_int_equal(rat_manifest_write(rat_writer_index(writer), &next, NULL), RAT_OK);
    assert_int_equal(rat_contents_sync(rat_writer_contents(writer), &pack, &bytes, NULL), RAT_OK);
    made_archive_copy(path, copy); /* what is on the disk now */
    rat_manifest_release(&next);
    rat_writer_close(writer);
    struct rat_snapshot *snapshot = snapshot_of(copy);
    assert_int_equal(snapshot->generation, 2);
    assert_models(&made, snapshot);
    rat_snapshot_close(snapshot);
    assert_sound(copy);
    writer = writer_of(copy);
    assert_int_equal(rat_writer_new_segment(writer), 3);
    assert_false(exists(&dir, "copy/index/seg-000003.docs"));
    assert_false(exists(&dir, "copy/index/manifest-0000000003"));
    rat_writer_close(writer);
    assert_sound(copy);
    assert_sound(path);
    model_free(third);
    made_archive_free(&made);
    scratch_remove(&dir);
}

/* The catalogue is gone or names a generation that is not there: damage, not "no archive". */
static void test_lost_parts_are_damage(void **state)
{
    (void)state;
    struct scratch dir;
    struct made_archive made;
    struct rat_snapshot *snapshot;
    struct rat_writer *writer;
    struct rat_err err;
    uint64_t findings = 0;
    scratch_make(&dir);
    made_archive_make(&made, dir.folder, 7, false);
    const char *manifest = scratch_path(&dir, "index/manifest-0000000002"),
               *aside = scratch_path(&dir, "aside");
    assert_int_equal(rename(manifest, aside), 0);
    assert_int_equal(rat_snapshot_open(dir.folder, &snapshot, &err), RAT_EDAMAGED);
    assert_int_equal(err.code, RAT_EDAMAGED);
    assert_int_equal(rat_writer_open(dir.folder, &writer, &err), RAT_EDAMAGED);
    assert_int_equal(rat_archive_check(dir.folder, false, NULL, NULL, &findings, NULL), RAT_OK);
    assert_true(findings > 0);
    assert_int_equal(rename(aside, manifest), 0);
    assert_int_equal(rename(scratch_path(&dir, "catalogue.db"), scratch_path(&dir, "weg")), 0);
    assert_int_equal(rat_snapshot_open(dir.folder, &snapshot, &err), RAT_EDAMAGED);
    assert_int_equal(rat_archive_check(dir.folder, false, NULL, NULL, &findings, NULL), RAT_OK);
    assert_true(findings > 0);
    made_archive_free(&made);
    scratch_remove(&dir);
}

/* A commit says itself what kind of archive this is, whatever the caller's manifest says. */
static void test_commit_keeps_the_kind(void **state)
{
    (void)state;
    struct scratch dir;
    scratch_make(&dir);
    assert_int_equal(rat_archive_create(dir.folder, &index_only, NULL), RAT_OK);
    struct rat_writer *writer = writer_of(dir.folder);
    struct rat_manifest next = {0};
    uint32_t version;
    assert_null(rat_writer_catalogue(writer));
    assert_null(rat_writer_contents(writer));
    assert_string_equal(rat_writer_analyzer(writer, &version), "whitespace");
    rat_writer_set_analyzer_version(writer, 9);
    assert_int_equal(rat_writer_commit(writer, &next, NULL), RAT_OK);
    rat_manifest_release(&next);
    rat_writer_close(writer);
    struct rat_snapshot *snapshot = snapshot_of(dir.folder);
    assert_int_equal(snapshot->generation, 2);
    assert_int_equal(snapshot->analyzer_version, 9);
    assert_string_equal(snapshot->analyzer, "whitespace");
    rat_snapshot_close(snapshot);
    scratch_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_archives_are_empty_and_sound),
        cmocka_unit_test(test_what_is_no_archive),
        cmocka_unit_test(test_init_again_after_a_crash),
        cmocka_unit_test(test_init_again_after_an_empty_catalogue),
        cmocka_unit_test(test_commit_and_read),
        cmocka_unit_test(test_damage_is_judged_before_writing),
        cmocka_unit_test(test_open_for_a_rebuild),
        cmocka_unit_test(test_second_writer_is_refused),
        cmocka_unit_test(test_orphans_are_swept_and_strangers_kept),
        cmocka_unit_test(test_readers_are_pinned),
        cmocka_unit_test(test_crash_before_the_catalogue_commits),
        cmocka_unit_test(test_lost_parts_are_damage),
        cmocka_unit_test(test_commit_keeps_the_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
