/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives and mails as sources: what is inside of them, how it is called, and what breaks off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/source.h"
#include "tests/storage/scratch.h"
#include "tests/support/made_files.h"

#include <sys/stat.h>

struct world {
    struct scratch dir;
    struct rat_err err;
    struct rat_buf seen;
};

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    scratch_make(&w->dir);
    assert_int_equal(mkdir(scratch_path(&w->dir, "akten"), 0777), 0);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    rat_buf_release(&w->seen);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

static void put(struct world *w, const char *name, struct rat_buf *bytes)
{
    scratch_write(scratch_path(&w->dir, name), bytes->data, bytes->size);
    rat_buf_release(bytes);
}

/* "D id [in container] [!problem] [incomplete]", "R where" */
static void note(struct world *w, const struct rat_item *item)
{
    const char *root = strstr(item->reason.where, "akten");
    if (item->kind != RAT_ITEM_DOCUMENT) {
        rat_buf_printf(&w->seen, "R %s\n", root ? root : item->reason.where);
        return;
    }
    const struct rat_document *d = &item->document;
    assert_true(item->any_format);
    rat_buf_printf(&w->seen, "D %s", d->id);
    if (d->container)
        rat_buf_printf(&w->seen, " in %s", d->container);
    if (item->problem)
        rat_buf_printf(&w->seen, " !%s", item->problem);
    rat_buf_puts(&w->seen, item->incomplete ? " incomplete\n" : "\n");
    assert_true(strstr(d->location, "akten") != NULL);
}

static const char *read_all(struct world *w, const char *name)
{
    struct rat_source *source;
    struct rat_item *item;
    rat_status st;
    rat_buf_clear(&w->seen);
    if (rat_source_open(scratch_path(&w->dir, name), NULL, &source, &w->err) != RAT_OK)
        fail_msg("%s", w->err.msg);
    while ((st = rat_source_next(source, &item, &w->err)) == RAT_OK) {
        note(w, item);
        rat_item_free(item);
    }
    assert_int_equal(st, RAT_END);
    rat_source_close(source);
    return rat_buf_cstr(&w->seen);
}

static void test_zip(void **state)
{
    struct world *w = *state;
    struct rat_buf bytes = RAT_BUF_INIT;
    const struct made_member members[] = {{"2020/Vorlage.txt", "Radweg", 6},
                                          {"2020/", "", 0},
                                          {"__MACOSX/x", "", 1},
                                          {".DS_Store", "x", 1},
                                          {"programm.exe", "MZ\0\0", 4},
                                          {"scan.pdf", "%PDF-1.4", 8}};
    made_zip(members, 6, &bytes);
    put(w, "akten/alt.zip", &bytes);
    scratch_write(scratch_path(&w->dir, "akten/b.txt"), "x", 1);
    assert_string_equal(read_all(w, "akten"),
                        "D akten/alt.zip!/2020/Vorlage.txt in akten/alt.zip\nR akten/alt.zip!/programm.exe\n"
                        "D akten/alt.zip!/scan.pdf in akten/alt.zip\nD akten/b.txt\n");
    assert_string_equal(read_all(w, "akten/alt.zip"),
                        "D alt.zip!/2020/Vorlage.txt in alt.zip\nR akten/alt.zip!/programm.exe\n"
                        "D alt.zip!/scan.pdf in alt.zip\n");
}

static void test_mail_with_attachments(void **state)
{
    struct world *w = *state;
    struct rat_buf bytes = RAT_BUF_INIT, inner = RAT_BUF_INIT;
    const struct made_member zipped[] = {{"tief.txt", "Radweg", 6}};
    made_zip(zipped, 1, &inner);
    const struct made_member attached[] = {
        {"Plan.pdf", "%PDF", 4}, {"Plan.pdf", "%PDF", 4}, {"x.zip", inner.data, inner.size}};
    made_mail("Radweg", "anbei", attached, 3, &bytes);
    put(w, "akten/brief.eml", &bytes);
    rat_buf_release(&inner);
    assert_string_equal(read_all(w, "akten"),
                        "D akten/brief.eml\nD akten/brief.eml!/Plan.pdf in akten/brief.eml\n"
                        "D akten/brief.eml!/Plan.pdf~2 in akten/brief.eml\n"
                        "D akten/brief.eml!/x.zip!/tief.txt in akten/brief.eml!/x.zip\n");
}

/* Four archives in each other: three are opened, the fourth is refused. */
static void test_nested(void **state)
{
    struct world *w = *state;
    struct rat_buf bytes = RAT_BUF_INIT;
    const struct made_member text[] = {{"a.txt", "Radweg", 6}};
    made_zip(text, 1, &bytes);
    for (int i = 0; i < 3; i++) {
        struct rat_buf outer = RAT_BUF_INIT;
        const struct made_member one[] = {{"z.zip", bytes.data, bytes.size}, {"b.txt", "Brücke", 7}};
        made_zip(one, 2, &outer);
        rat_buf_release(&bytes);
        bytes = outer;
    }
    put(w, "akten/z.zip", &bytes);
    assert_string_equal(
        read_all(w, "akten"),
        "R akten/z.zip!/z.zip!/z.zip!/z.zip\n"
        "D akten/z.zip!/z.zip!/z.zip!/b.txt in akten/z.zip!/z.zip!/z.zip\n"
        "D akten/z.zip!/z.zip!/b.txt in akten/z.zip!/z.zip\nD akten/z.zip!/b.txt in akten/z.zip\n");
}

/* What cannot be read to its end is kept itself, and what was read of it before is not gone. */
static void test_bombs_and_damage(void **state)
{
    struct world *w = *state;
    struct rat_buf bytes = RAT_BUF_INIT;
    size_t n = (size_t)64 << 20;
    char *zeros = calloc(1, n);
    const struct made_member members[] = {{"a.txt", "Radweg", 6}, {"b.txt", zeros, n}, {"c.txt", "Text", 4}};
    assert_non_null(zeros);
    made_zip(members, 3, &bytes);
    put(w, "akten/bombe.zip", &bytes);
    free(zeros);
    made_zip(members, 1, &bytes);
    bytes.size /= 2;
    put(w, "akten/halb.zip", &bytes);
    assert_string_equal(read_all(w, "akten"),
                        "D akten/bombe.zip!/a.txt in akten/bombe.zip\nD akten/bombe.zip !output incomplete\n"
                        "D akten/halb.zip !damaged incomplete\n");
}

/* An office file whose first member does not say so is a document all the same. */
static void test_office_in_another_order(void **state)
{
    struct world *w = *state;
    struct rat_buf bytes = RAT_BUF_INIT;
    const struct made_member members[] = {{"zuerst.bin", "x", 1}, {"word/document.xml", "<w:document/>", 13}};
    made_zip(members, 2, &bytes);
    put(w, "akten/v.docx", &bytes);
    assert_string_equal(read_all(w, "akten"), "D akten/v.docx\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_zip, setup, teardown),
        cmocka_unit_test_setup_teardown(test_mail_with_attachments, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nested, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bombs_and_damage, setup, teardown),
        cmocka_unit_test_setup_teardown(test_office_in_another_order, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
