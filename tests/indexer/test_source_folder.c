/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single files and folders: order, ids, what is ignored, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/source.h"
#include "tests/storage/scratch.h"
#include "text/charset.h"

#include <sys/stat.h>

struct world {
    struct scratch dir;
    struct rat_source *source;
    struct rat_err err;
    struct rat_buf seen; /* one line per item */
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
    rat_source_close(w->source);
    rat_buf_release(&w->seen);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

static void put(struct world *w, const char *name, const char *text)
{
    scratch_write(scratch_path(&w->dir, name), text, strlen(text));
}

static void folder(struct world *w, const char *name)
{
    assert_int_equal(mkdir(scratch_path(&w->dir, name), 0777), 0);
}

/* "D id", "P id", "R name" for every item. */
static const char *read_all(struct world *w, const char *name, const struct rat_source_options *options)
{
    rat_source_close(w->source);
    w->source = NULL;
    rat_buf_clear(&w->seen);
    if (rat_source_open(scratch_path(&w->dir, name), options, &w->source, &w->err) != RAT_OK)
        fail_msg("%s: %s", w->err.where, w->err.msg);
    struct rat_item *item;
    rat_status st;
    while ((st = rat_source_next(w->source, &item, &w->err)) == RAT_OK) {
        const char *slash = strrchr(item->reason.where, '/');
        if (item->kind == RAT_ITEM_DOCUMENT) {
            rat_buf_printf(&w->seen, "D %s\n", item->document.id);
            assert_true(rat_utf8_valid(item->document.id, strlen(item->document.id)));
            assert_true(rat_utf8_valid(item->document.location, strlen(item->document.location)));
            assert_int_equal(item->document.location[0], '/');
            assert_true((item->content_path != NULL) == item->make_paper);
            if (item->content_path)
                assert_int_equal(access(item->content_path, R_OK), 0);
        } else if (item->kind == RAT_ITEM_PAPER) {
            rat_buf_printf(&w->seen, "P %s\n", item->paper.id);
        } else {
            assert_int_equal(item->kind, RAT_ITEM_REJECTED);
            assert_true(item->reason.msg[0]);
            rat_buf_printf(&w->seen, "R %s\n", slash ? slash + 1 : item->reason.where);
        }
        rat_item_free(item);
    }
    assert_int_equal(st, RAT_END);
    return rat_buf_cstr(&w->seen);
}

static void one_file_of_any_name(void **state)
{
    struct world *w = *state;
    put(w, "akten/Beschluss.dat", "Text");
    assert_string_equal(read_all(w, "akten/Beschluss.dat", NULL), "D Beschluss.dat\n");
    const struct rat_source_record *record = rat_source_record(w->source);
    assert_string_equal(record->kind, "file");
    assert_false(record->mirror);
    assert_int_equal(record->name[0], '/');
    assert_int_equal(rat_source_total_bytes(w->source), 4);
}

static void folders_in_order(void **state)
{
    struct world *w = *state;
    folder(w, "akten/b");
    folder(w, "akten/b/c");
    folder(w, "akten/leer");
    put(w, "akten/z.TXT", "zz");
    put(w, "akten/a.md", "a");
    put(w, "akten/b/1.text", "");
    put(w, "akten/b/c/2.asc", "b");
    put(w, "akten/b/d.jsonl", "{\"id\":\"x\",\"text\":\"y\"}\n");
    put(w, "akten/.versteckt.txt", "n");
    put(w, "akten/MANIFEST.tsv", "n");
    put(w, "akten/scan.pdf", "n");
    const char *seen = read_all(w, "akten", NULL);
    assert_string_equal(
        seen, "D akten/a.md\nD akten/b/1.text\nD akten/b/c/2.asc\nP x\nD x\nR scan.pdf\nD akten/z.TXT\n");
    assert_string_equal(rat_source_record(w->source)->kind, "folder");
    assert_true(rat_source_record(w->source)->mirror);
    assert_int_equal(rat_source_total_bytes(w->source), 5 + 22);
}

static void links_and_odd_files(void **state)
{
    struct world *w = *state;
    folder(w, "akten/sub");
    put(w, "akten/a.txt", "a");
    assert_int_equal(symlink("a.txt", scratch_path(&w->dir, "akten/b.txt")), 0);
    assert_int_equal(symlink("..", scratch_path(&w->dir, "akten/sub/kreis")), 0);
    assert_int_equal(symlink("nirgends", scratch_path(&w->dir, "akten/leer.txt")), 0);
    assert_int_equal(symlink("selbst.txt", scratch_path(&w->dir, "akten/selbst.txt")), 0);
    assert_int_equal(mkfifo(scratch_path(&w->dir, "akten/rohr.txt"), 0666), 0);
    assert_string_equal(read_all(w, "akten", NULL),
                        "D akten/a.txt\nD akten/b.txt\nR leer.txt\nR rohr.txt\nR selbst.txt\nR kreis\n");
}

static void names_that_are_no_utf8(void **state)
{
    struct world *w = *state;
    put(w, "akten/gr\xFC\xDF.txt", "a");
    put(w, "akten/gr\xFC\xDE.txt", "a");
    put(w, "akten/grün%.txt", "a");
    const char *seen = read_all(w, "akten", NULL);
    assert_non_null(strstr(seen, "D akten/gr%FC%DE.txt~"));
    assert_non_null(strstr(seen, "D akten/gr%FC%DF.txt~"));
    assert_non_null(strstr(seen, "D akten/grün%.txt\n"));
}

static void a_dump_inside_is_named(void **state)
{
    struct world *w = *state;
    folder(w, "akten/abzug");
    folder(w, "akten/abzug/papers");
    folder(w, "akten/abzug/file-contents");
    put(w, "akten/abzug/papers/1.json", "{}");
    put(w, "akten/a.txt", "a");
    assert_string_equal(read_all(w, "akten", NULL), "D akten/a.txt\nR abzug\n");
}

static void large_files(void **state)
{
    struct world *w = *state;
    put(w, "akten/a.txt", "12345");
    put(w, "akten/b.txt", "123456");
    assert_string_equal(read_all(w, "akten", &(struct rat_source_options){.file_limit = 5}),
                        "D akten/a.txt\nR b.txt\n");
}

static void what_cannot_be_opened(void **state)
{
    struct world *w = *state;
    assert_int_equal(rat_source_open(scratch_path(&w->dir, "nichts"), NULL, &w->source, &w->err),
                     RAT_ENOTFOUND);
    assert_non_null(strstr(w->err.where, "nichts"));
    assert_int_equal(rat_source_open("https://example.org/oparl", NULL, &w->source, &w->err), RAT_ENOTFOUND);
    assert_true(w->err.hint[0]);
    assert_int_equal(rat_source_open("/dev/null", NULL, &w->source, &w->err), RAT_EUSAGE);
    assert_true(w->err.hint[0]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(one_file_of_any_name),   TEST(folders_in_order),       TEST(links_and_odd_files),
        TEST(names_that_are_no_utf8), TEST(a_dump_inside_is_named), TEST(large_files),
        TEST(what_cannot_be_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
