/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dump: every part of an archive can be shown, keys can be written as they are shown, and mistakes get a useful answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/dump.h"
#include "storage/dump_internal.h"
#include "tests/storage/scratch.h"
#include "tests/support/made_archive.h"

struct fixture {
    struct scratch dir;
    struct made_archive made;
    struct rat_buf text;
};
static struct fixture f;

static int set_up(void **state)
{
    (void)state;
    scratch_make(&f.dir);
    made_archive_make(&f.made, f.dir.folder, 21, false);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    made_archive_free(&f.made);
    scratch_remove(&f.dir);
    rat_buf_release(&f.text);
    return 0;
}

static void take_line(void *ctx, const char *text)
{
    struct rat_buf *out = ctx;
    assert_null(strchr(text, '\n'));
    rat_buf_puts(out, text);
    rat_buf_byte(out, '\n');
}

static const char *dump(const char *what, const char *argument)
{
    struct rat_err err = RAT_ERR_INIT;
    rat_buf_clear(&f.text);
    rat_status st = rat_archive_dump(f.dir.folder, what, argument, &f.text, take_line, &err);
    if (st != RAT_OK)
        print_message("%s: %s\n", err.where, err.msg);
    assert_int_equal(st, RAT_OK);
    return rat_buf_cstr(&f.text);
}

static void assert_shows(const char *text, const char *part)
{
    if (!strstr(text, part))
        print_message("no \"%s\" in:\n%s", part, text);
    assert_non_null(strstr(text, part));
}

static void test_every_part(void **state)
{
    (void)state;
    const char *text = dump(NULL, NULL);
    assert_shows(text, "generation 2, analyzer german version 1, 2 segments");
    assert_shows(text, "segment 2: 5 documents");
    assert_shows(dump("overview", NULL), "segment 1: 4 documents");
    assert_shows(dump("manifest", NULL), "next segment 3");
    text = dump("segments", NULL);
    assert_shows(text, "seg-000001.post");
    assert_shows(text, "section 0x201 values");
    text = dump("columns", NULL);
    assert_shows(text, "docnum: 5 numbers, minimum 5");
    assert_shows(text, "Ausschuss A");
    text = dump("catalogue", NULL);
    assert_shows(text, "setting  generation  2");
    assert_shows(text, "rows  documents  9");
    assert_shows(dump("packs", NULL), "pack 000001: 9 objects");
}

static void test_terms_and_postings(void **state)
{
    (void)state;
    char name[128];
    const char *text = dump("terms", NULL);
    assert_shows(text, "exact:");
    assert_shows(text, "forms");
    size_t all = strlen(text);
    const char *term = strstr(text, "\n  exact:");
    assert_non_null(term);
    snprintf(name, sizeof name, "%.*s", (int)strcspn(term + 3, " "), term + 3);
    text = dump("terms", name);
    assert_shows(text, name);
    assert_true(strlen(text) < all);
    text = dump("postings", name);
    assert_shows(text, "block 0");
    assert_shows(text, "document ");
    assert_shows(text, " tf ");
    assert_shows(dump("postings", name + strlen("exact:")), name); /* exact when no space is named */
}

static void test_documents(void **state)
{
    (void)state;
    char docnum[16];
    const char *id = model_id(f.made.models[1], 3);
    snprintf(docnum, sizeof docnum, "%u", model_docnum(f.made.models[1], 3));
    const char *text = dump("document", id);
    assert_shows(text, "segment 2 document 3");
    assert_shows(text, "offsets:");
    char *copy = strdup(text);
    assert_non_null(copy);
    assert_string_equal(dump("document", docnum), copy);
    free(copy);
}

static void quiet(void *ctx, const char *text)
{
    (void)ctx, (void)text;
}

static void test_mistakes(void **state)
{
    (void)state;
    struct rat_err err;
    const char *path = f.dir.folder;
    assert_int_equal(rat_archive_dump(path, "alles", NULL, NULL, quiet, &err), RAT_EUSAGE);
    assert_non_null(strstr(err.hint, "postings"));
    assert_int_equal(rat_archive_dump(path, "postings", NULL, NULL, quiet, &err), RAT_EUSAGE);
    assert_true(err.hint[0] != '\0');
    assert_int_equal(rat_archive_dump(path, "postings", "exact:gibtesnicht", NULL, quiet, &err),
                     RAT_ENOTFOUND);
    assert_int_equal(rat_archive_dump(path, "document", NULL, NULL, quiet, &err), RAT_EUSAGE);
    assert_int_equal(rat_archive_dump(path, "document", "999", NULL, quiet, &err), RAT_ENOTFOUND);
    assert_int_equal(rat_archive_dump(scratch_path(&f.dir, "absent"), NULL, NULL, NULL, quiet, &err),
                     RAT_ENOTFOUND);
    assert_int_equal(rat_archive_dump(path, "terms", "exact:zzzz", NULL, quiet, NULL), RAT_OK);
}

static void test_index_only(void **state)
{
    (void)state;
    struct made_archive made;
    const char *path = scratch_path(&f.dir, "only");
    static const char *const parts[] = {"overview", "manifest",  "segments", "terms",
                                        "columns",  "catalogue", "packs"};
    made_archive_make(&made, path, 22, true);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_int_equal(rat_archive_dump(path, parts[i], NULL, NULL, quiet, NULL), RAT_OK);
    made_archive_free(&made);
}

/* A damaged block ends the dump with an error, also where columns are read, which only remember it. */
static void test_damage(void **state)
{
    (void)state;
    struct made_archive made;
    struct rat_err err;
    const char *path = scratch_path(&f.dir, "damaged");
    made_archive_make(&made, path, 23, true);
    model_flip(scratch_path(&f.dir, "damaged/index/seg-000001.docs"), 400, 1);
    assert_int_equal(rat_archive_dump(path, "columns", NULL, NULL, quiet, &err), RAT_EDAMAGED);
    model_flip(scratch_path(&f.dir, "damaged/index/seg-000001.docs"), 400, 1);
    model_flip(scratch_path(&f.dir, "damaged/index/seg-000001.term"), 70, 1);
    assert_int_equal(rat_archive_dump(path, "terms", NULL, NULL, quiet, &err), RAT_EDAMAGED);
    made_archive_free(&made);
}

static void test_keys_are_read_as_they_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *key;
    } known[] = {
        {"exact:rad", "\x01"
                      "rad"},
        {"stem:rad", "\x02"
                     "rad"},
        {"layer3:rad", "\x03"
                       "rad"},
        {"title:rad", "\x11"
                      "rad"},
        {"title.stem:rad", "\x12"
                           "rad"},
        {"value:committee:kreistag", "\x23"
                                     "kreistag"},
        {"word:office:amt", "\x46"
                            "amt"},
        {"0x7f:x", "\x7f"
                   "x"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct rat_buf key = RAT_BUF_INIT, text = RAT_BUF_INIT;
        rat_key_parse(known[i].text, &key);
        assert_int_equal(key.size, strlen(known[i].key));
        assert_memory_equal(key.data, known[i].key, key.size);
        rat_key_print(key.data, key.size, &text);
        assert_string_equal(rat_buf_cstr(&text), known[i].text);
        rat_buf_release(&key);
        rat_buf_release(&text);
    }
    for (unsigned space = 0; space < 256; space++) {
        struct rat_buf key = RAT_BUF_INIT, text = RAT_BUF_INIT;
        unsigned char bytes[] = {(unsigned char)space, 'a', ':', 'b'};
        rat_key_print(bytes, sizeof bytes, &text);
        rat_key_parse(rat_buf_cstr(&text), &key);
        assert_int_equal(key.size, sizeof bytes);
        assert_memory_equal(key.data, bytes, sizeof bytes);
        rat_buf_release(&key);
        rat_buf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_part),
        cmocka_unit_test(test_terms_and_postings),
        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_index_only),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_keys_are_read_as_they_are_written),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
