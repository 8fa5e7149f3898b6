/* SPDX-License-Identifier: GPL-2.0-or-later */
/* check: silent on what is sound; names the file of every flipped byte and every missing file; finds what does not fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/archive.h"
#include "storage/lengths.h"
#include "tests/storage/scratch.h"
#include "tests/support/made_archive.h"

struct found {
    uint64_t count;
    char file[256], what[256]; /* of the first finding */
    struct rat_buf all;
};

static void note(void *ctx, const char *file, const char *what)
{
    struct found *found = ctx;
    if (found->count++ == 0) {
        snprintf(found->file, sizeof found->file, "%s", file);
        snprintf(found->what, sizeof found->what, "%s", what);
    }
    rat_buf_printf(&found->all, "%s: %s\n", file, what);
}

static void check(const char *path, bool deep, struct found *found)
{
    struct rat_err err = RAT_ERR_INIT;
    uint64_t findings = 12345;
    rat_buf_release(&found->all);
    memset(found, 0, sizeof *found);
    rat_status st = rat_archive_check(path, deep, note, found, &findings, &err);
    if (st != RAT_OK)
        print_message("%s: %s\n", err.where, err.msg);
    assert_int_equal(st, RAT_OK);
    assert_int_equal(findings, found->count);
}

static void assert_sound(const char *path)
{
    struct found found = {0};
    check(path, true, &found);
    if (found.count)
        print_message("%s", rat_buf_cstr(&found.all));
    assert_int_equal(found.count, 0);
    rat_buf_release(&found.all);
}

/* One finding at least, one of them in a file of this name and with these words. */
static void assert_found(const char *path, const char *file, const char *words)
{
    struct found found = {0};
    check(path, false, &found);
    const char *all = rat_buf_cstr(&found.all);
    if (!found.count || !strstr(all, file) || !strstr(all, words))
        print_message("wanted %s: %s, found: %s\n", file, words, all);
    assert_true(found.count > 0);
    assert_non_null(strstr(all, file));
    assert_non_null(strstr(all, words));
    rat_buf_release(&found.all);
}

static void test_sound_archives(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct scratch dir;
        struct made_archive made;
        scratch_make(&dir);
        made_archive_make(&made, dir.folder, seed, seed == 2);
        assert_sound(dir.folder);
        made_archive_free(&made);
        scratch_remove(&dir);
    }
}

/* About `flips` bytes of each file; each needs a whole check, of which the catalogue takes the most time. */
static void check_flips(const char *archive, const char *folder, size_t flips)
{
    char **names;
    size_t count;
    struct rat_buf path = RAT_BUF_INIT, bytes = RAT_BUF_INIT;
    struct found found = {0};
    assert_int_equal(rat_folder_list(folder, &names, &count, NULL), RAT_OK);
    for (size_t f = 0; f < count; f++) {
        rat_path_join(&path, folder, names[f]);
        scratch_read(rat_buf_cstr(&path), &bytes);
        for (size_t i = f; i < bytes.size; i += 1 + bytes.size / flips) {
            model_flip(rat_buf_cstr(&path), i, (unsigned char)(1u << i % 8));
            check(archive, false, &found);
            if (!found.count || !strstr(found.file, names[f]))
                print_message("%s byte %zu: %s: %s\n", names[f], i, found.file, found.what);
            assert_true(found.count > 0);
            assert_non_null(strstr(found.file, names[f]));
            model_flip(rat_buf_cstr(&path), i, (unsigned char)(1u << i % 8));
        }
    }
    rat_folder_list_free(names, count);
    rat_buf_release(&path);
    rat_buf_release(&bytes);
    rat_buf_release(&found.all);
}

static void test_flipped_bytes_of_every_file(void **state)
{
    (void)state;
    for (int index_only = 0; index_only < 2; index_only++) {
        struct scratch dir;
        struct made_archive made;
        scratch_make(&dir);
        made_archive_make(&made, dir.folder, 8, index_only);
        check_flips(dir.folder, scratch_path(&dir, "index"), index_only ? 60 : 3);
        if (!index_only)
            check_flips(dir.folder, scratch_path(&dir, "contents"), 25);
        assert_sound(dir.folder);
        made_archive_free(&made);
        scratch_remove(&dir);
    }
}

static void test_missing_and_cut_files(void **state)
{
    (void)state;
    static const char *const files[] = {
        "index/manifest-0000000002", "index/seg-000001.docs", "index/seg-000001.term",
        "index/seg-000002.post",     "index/seg-000002.posi", "index/seg-000002.offs",
        "contents/pack-000001.rat",
    };
    struct scratch dir;
    struct made_archive made;
    struct rat_buf bytes = RAT_BUF_INIT;
    scratch_make(&dir);
    made_archive_make(&made, dir.folder, 9, false);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *path = scratch_path(&dir, files[i]);
        scratch_read(path, &bytes);
        assert_int_equal(truncate(path, (off_t)bytes.size - 1), 0);
        assert_found(dir.folder, files[i], "");
        unlink(path);
        assert_found(dir.folder, files[i], "");
        scratch_write(path, bytes.data, bytes.size);
    }
    assert_sound(dir.folder);
    rat_buf_release(&bytes);
    made_archive_free(&made);
    scratch_remove(&dir);
}

static void test_damaged_catalogue(void **state)
{
    (void)state;
    struct scratch dir;
    struct made_archive made;
    struct rat_buf bytes = RAT_BUF_INIT;
    scratch_make(&dir);
    made_archive_make(&made, dir.folder, 10, false);
    const char *path = scratch_path(&dir, "catalogue.db");
    scratch_read(path, &bytes);
    const char *id = model_id(made.models[0], 2);
    unsigned char *at = memmem(bytes.data, bytes.size, id, strlen(id));
    assert_non_null(at);
    at[1] ^= 1;
    scratch_write(path, bytes.data, bytes.size);
    assert_found(dir.folder, "catalogue.db", "");
    memset(bytes.data, 0, 100);
    scratch_write(path, bytes.data, bytes.size);
    assert_found(dir.folder, "catalogue.db", "");
    unlink(path);
    assert_found(dir.folder, dir.folder, "catalogue.db");
    rat_buf_release(&bytes);
    made_archive_free(&made);
    scratch_remove(&dir);
}

/* ---- what is sound piece by piece and does not fit together ---- */

struct fit {
    struct scratch dir;
    struct made_archive made;
    struct rat_writer *writer;
    struct rat_catalogue *catalogue;
    struct rat_manifest next;
};

static void begin(struct fit *f)
{
    scratch_make(&f->dir);
    made_archive_make(&f->made, f->dir.folder, 11, false);
    assert_int_equal(rat_writer_open(f->dir.folder, &f->writer, NULL), RAT_OK);
    f->catalogue = rat_writer_catalogue(f->writer);
    assert_int_equal(rat_manifest_copy(rat_writer_manifest(f->writer), &f->next, NULL), RAT_OK);
    assert_int_equal(rat_catalogue_begin(f->catalogue, NULL), RAT_OK);
}

static void commit(struct fit *f)
{
    assert_int_equal(rat_writer_commit(f->writer, &f->next, NULL), RAT_OK);
    rat_manifest_release(&f->next);
    rat_writer_close(f->writer);
}

static void end(struct fit *f)
{
    made_archive_free(&f->made);
    scratch_remove(&f->dir);
}

static const unsigned char nobody[] = {0}, third[] = {4};

static void test_hidden_and_removed_documents(void **state)
{
    (void)state;
    struct fit f;
    begin(&f); /* both say so */
    made_archive_state(f.writer, &f.next.segments[0], nobody, third);
    assert_int_equal(rat_catalogue_remove_document(f.catalogue, 3, "2024-01-02", NULL), RAT_OK);
    commit(&f);
    assert_sound(f.dir.folder);
    check_flips(f.dir.folder, scratch_path(&f.dir, "index"), 2);
    end(&f);
    begin(&f); /* removed and dropped from the index */
    made_archive_state(f.writer, &f.next.segments[0], third, nobody);
    assert_int_equal(rat_catalogue_remove_document(f.catalogue, 3, "2024-01-02", NULL), RAT_OK);
    commit(&f);
    assert_sound(f.dir.folder);
    end(&f);
    begin(&f);
    assert_int_equal(rat_catalogue_remove_document(f.catalogue, 3, "2024-01-02", NULL), RAT_OK);
    commit(&f);
    assert_found(f.dir.folder, "catalogue.db", "3");
    end(&f);
    begin(&f);
    made_archive_state(f.writer, &f.next.segments[0], nobody, third);
    commit(&f);
    assert_found(f.dir.folder, "catalogue.db", "3");
    end(&f);
    begin(&f);
    made_archive_state(f.writer, &f.next.segments[0], third, nobody);
    commit(&f);
    assert_found(f.dir.folder, "catalogue.db", "3");
    end(&f);
}

static void test_documents_twice_and_unknown(void **state)
{
    (void)state;
    struct fit f;
    struct rat_manifest_segment entry;
    begin(&f);
    model_write(f.made.models[0], rat_writer_index(f.writer), rat_writer_new_segment(f.writer), &entry);
    assert_int_equal(rat_manifest_add(&f.next, &entry, NULL), RAT_OK);
    commit(&f);
    assert_found(f.dir.folder, "catalogue.db", "mehrfach");
    end(&f);
    begin(&f);
    rat_manifest_remove(&f.next, 1);
    commit(&f);
    assert_found(f.dir.folder, "catalogue.db", "fehlt im Index");
    end(&f);
    begin(&f);
    struct prng random = {5};
    struct model *stranger =
        model_make(&random, (struct model_shape){.documents = 2, .terms = 3, .first_docnum = 70});
    model_write(stranger, rat_writer_index(f.writer), rat_writer_new_segment(f.writer), &entry);
    assert_int_equal(rat_manifest_add(&f.next, &entry, NULL), RAT_OK);
    commit(&f);
    assert_found(f.dir.folder, "catalogue.db", "71");
    model_free(stranger);
    end(&f);
    begin(&f); /* the right numbers, other ids */
    struct model *other =
        model_make(&random, (struct model_shape){.documents = 4, .terms = 3, .first_docnum = 1});
    model_write(other, rat_writer_index(f.writer), rat_writer_new_segment(f.writer), &entry);
    rat_manifest_remove(&f.next, 1);
    assert_int_equal(rat_manifest_add(&f.next, &entry, NULL), RAT_OK);
    commit(&f);
    assert_found(f.dir.folder, "seg-000003.docs", "");
    model_free(other);
    end(&f);
}

static void test_wrong_counts_in_the_manifest(void **state)
{
    (void)state;
    struct fit f;
    begin(&f);
    f.next.segments[1].dead = 1;
    commit(&f);
    assert_found(f.dir.folder, "seg-000002.docs", "");
    end(&f);
    begin(&f);
    assert_int_equal(rat_manifest_add(&f.next, &f.next.segments[0], NULL), RAT_OK);
    commit(&f);
    assert_found(f.dir.folder, "manifest-0000000003", "mehrfach");
    end(&f);
}

static void test_wrong_analyzer(void **state)
{
    (void)state;
    struct fit f;
    begin(&f);
    assert_int_equal(rat_catalogue_set(f.catalogue, "analyzer", "whitespace", NULL), RAT_OK);
    commit(&f);
    assert_found(f.dir.folder, "catalogue.db", "Textanalyse");
    end(&f);
}

/* ---- segments that were written wrongly, with good checksums ---- */

struct wrong_segment {
    const char *name, *file, *words;
    uint32_t documents[3], tfs[3], positions[3], forms[2];
    uint64_t tokens, docnum, id_end, start, ordinal, length;
};

static const struct wrong_segment fine = {"fine", NULL, NULL, {0, 1, 2}, {1, 1, 1}, {3, 4, 5}, {0, 1},
                                          30,     3,    3,    3,         1,         10};

static void write_wrong(const char *folder, const struct wrong_segment *w)
{
    const uint8_t lengths[] = {10, 10, 10};
    const uint64_t docnums[] = {1, 2, w->docnum}, zeros[] = {0, 0, 0}, exact[] = {10, 10, w->length};
    const uint64_t id_starts[] = {0, 1, 2, w->id_end}, starts[] = {0, 1, 2, w->start},
                   ordinals[] = {0, 1, w->ordinal};
    const char *const values[] = {"a", "b"};
    struct rat_archive_options options = {.analyzer = "german", .index_only = true};
    struct rat_segment_documents documents = {.analyzer = "german",
                                              .tokens = w->tokens,
                                              .docnums = docnums,
                                              .papers = zeros,
                                              .dates = zeros,
                                              .bodies = zeros,
                                              .lengths = exact,
                                              .ids = "xyzzzzz",
                                              .id_starts = id_starts};
    struct rat_writer *writer;
    struct rat_segment_writer *segment;
    struct rat_manifest next = {0};
    struct rat_manifest_segment entry;
    documents.fields[1] = (struct rat_segment_field){values, 2, starts, ordinals};
    assert_int_equal(rat_archive_create(folder, &options, NULL), RAT_OK);
    assert_int_equal(rat_writer_open(folder, &writer, NULL), RAT_OK);
    assert_int_equal(rat_segment_writer_new(rat_writer_index(writer), rat_writer_new_segment(writer), lengths,
                                            3, false, &segment, NULL),
                     RAT_OK);
    static const char *const keys[] = {"\x01"
                                       "a",
                                       "\x01"
                                       "b"};
    for (int k = 0; k < 2; k++) {
        rat_segment_writer_term(segment, keys[k], 2);
        for (int i = 0; i < 3; i++) {
            const uint32_t positions[] = {2, w->positions[i]};
            rat_segment_writer_posting(segment, w->documents[i] % 3, w->tfs[i] + 1, positions, 2);
        }
        assert_true(rat_segment_writer_end_term(segment, NULL, 0));
    }
    rat_segment_writer_term(segment,
                            "\x02"
                            "a",
                            2);
    rat_segment_writer_posting(segment, 0, 1, NULL, 0);
    assert_true(rat_segment_writer_end_term(segment, w->forms, 2));
    assert_int_equal(rat_segment_writer_finish(segment, &documents, &entry, NULL), RAT_OK);
    assert_int_equal(rat_manifest_add(&next, &entry, NULL), RAT_OK);
    assert_int_equal(rat_writer_commit(writer, &next, NULL), RAT_OK);
    rat_manifest_release(&next);
    rat_writer_close(writer);
}

static void test_segments_written_wrongly(void **state)
{
    (void)state;
    struct wrong_segment wrong[9];
    for (size_t i = 0; i < 9; i++)
        wrong[i] = fine;
    wrong[1].positions[1] = 1, wrong[1].file = ".posi", wrong[1].words = "Positionen";
    wrong[2].forms[1] = 2, wrong[2].file = ".term", wrong[2].words = "Formen";
    wrong[3].tokens = 29, wrong[3].file = ".docs", wrong[3].words = "Längen";
    wrong[4].docnum = 1ull << 32, wrong[4].file = ".docs", wrong[4].words = "zu groß";
    wrong[5].start = 2, wrong[5].file = ".docs", wrong[5].words = "Anfänge";
    wrong[6].ordinal = 2, wrong[6].file = ".docs", wrong[6].words = "Nummer eines Werts";
    wrong[7].docnum = 2, wrong[7].file = "index", wrong[7].words = "mehrfach";
    /* another code */
    wrong[8].length = 11, wrong[8].tokens = 31, wrong[8].file = ".docs", wrong[8].words = "Längen";
    for (size_t i = 0; i < 9; i++) {
        struct scratch dir;
        if (i == 5)
            wrong[i].start = 1; /* falls behind the start before it */
        scratch_make(&dir);
        write_wrong(dir.folder, &wrong[i]);
        if (wrong[i].file)
            assert_found(dir.folder, wrong[i].file, wrong[i].words);
        else
            assert_sound(dir.folder);
        scratch_remove(&dir);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound_archives),
        cmocka_unit_test(test_flipped_bytes_of_every_file),
        cmocka_unit_test(test_missing_and_cut_files),
        cmocka_unit_test(test_damaged_catalogue),
        cmocka_unit_test(test_hidden_and_removed_documents),
        cmocka_unit_test(test_documents_twice_and_unknown),
        cmocka_unit_test(test_wrong_counts_in_the_manifest),
        cmocka_unit_test(test_wrong_analyzer),
        cmocka_unit_test(test_segments_written_wrongly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
