/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue: what became of a document's file, its pages; catalogues of format 2, which knew nothing of that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "storage/catalogue_internal.h"
#include "storage/record_internal.h"
#include "tests/storage/catalogue_world.h"

static const struct rat_text_page pages[] = {{10, 0}, {25, 91}, {30, 44}};

static struct rat_document scan(void)
{
    struct rat_document d = world_document("scan", NULL, 7);
    d.text_size = 30;
    d.text_state = RAT_TEXT_PARTLY;
    d.problems = "pages-missing timeout";
    d.confidence = 80;
    d.pages = pages;
    d.page_count = 3;
    d.container = "akten.zip";
    return d;
}

static struct rat_document get(struct world *w, uint32_t docnum)
{
    struct rat_document out;
    OK(w, rat_catalogue_document(w->db, docnum, &w->arena, &out, &w->err));
    return out;
}

static uint32_t put(struct world *w, const struct rat_document *d)
{
    uint32_t docnum = 0;
    OK(w, rat_catalogue_put_document(w->db, d, &docnum, &w->err));
    return docnum;
}

static void test_round_trip(void **state)
{
    struct world *w = *state;
    struct rat_document in = scan();
    world_begin(w);
    uint32_t docnum = put(w, &in);
    struct rat_document out = get(w, docnum);
    assert_int_equal(out.text_state, RAT_TEXT_PARTLY);
    assert_string_equal(out.problems, "pages-missing timeout");
    assert_int_equal(out.confidence, 80);
    assert_string_equal(out.container, "akten.zip");
    assert_int_equal(out.page_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(out.pages[i].end, pages[i].end);
        assert_int_equal(out.pages[i].confidence, pages[i].confidence);
    }
    world_commit(w);
}

/* Each version has its own; the one that is the rule has none. */
static void test_versions(void **state)
{
    struct world *w = *state;
    struct rat_document in = scan();
    uint64_t findings = 1;
    world_begin(w);
    uint32_t docnum = put(w, &in);
    uint32_t plain = world_put(w, "scan", NULL, 8);
    assert_int_equal(docnum, plain);
    struct rat_document out = get(w, docnum);
    assert_int_equal(out.version, 2);
    assert_int_equal(out.text_state, RAT_TEXT_FOUND);
    assert_int_equal(out.page_count, 0);
    assert_null(out.problems);
    world_commit(w);
    OK(w, rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err));
}

static void test_counts(void **state)
{
    struct world *w = *state;
    struct rat_document d = scan();
    struct rat_catalogue_counts counts;
    world_begin(w);
    put(w, &d);
    d = world_document("leer", NULL, 1);
    d.text_size = 0;
    put(w, &d);
    d = world_document("bombe", NULL, 2);
    d.text_size = 0;
    d.text_state = RAT_TEXT_FAILED;
    d.problems = "output";
    put(w, &d);
    d = world_document("striche", NULL, 3);
    d.text_size = 3;
    d.text_state = RAT_TEXT_NONE;
    put(w, &d);
    OK(w, rat_catalogue_count(w->db, &counts, &w->err));
    assert_int_equal(counts.documents, 4);
    assert_int_equal(counts.without_text, 3);
    assert_int_equal(counts.failed, 1);
    assert_int_equal(counts.partly, 1);
    assert_int_equal(counts.recognised, 1);
    assert_int_equal(get(w, 2).text_state, RAT_TEXT_NONE); /* empty says so without a row */
    world_commit(w);
}

static void test_purge_erases_the_row(void **state)
{
    struct world *w = *state;
    struct rat_document in = scan();
    uint8_t(*shas)[RAT_SHA256_BYTES];
    struct rat_content_place *places;
    size_t count;
    sqlite3_stmt *stmt = NULL;
    world_begin(w);
    uint32_t docnum = put(w, &in);
    OK(w, rat_catalogue_purge_document(w->db, docnum, "x", &w->arena, &shas, &places, &count, &w->err));
    assert_int_equal(sqlite3_prepare_v2(w->db->db, "SELECT count(*) FROM extractions", -1, &stmt, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(stmt, 0), 0);
    sqlite3_finalize(stmt);
    world_commit(w);
}

/* A catalogue as format 2 was: readers read it, `check` finds nothing wrong, a writer adds what is missing. */
static void test_format_2(void **state)
{
    struct world *w = *state;
    struct rat_catalogue_counts counts;
    uint64_t findings = 1;
    world_begin(w);
    uint32_t docnum = world_put(w, "alt", NULL, 1);
    world_put_places(w, 1, 1000);
    world_commit(w);
    OK(w, rat_catalogue_exec(w->db, "DROP TABLE extractions; PRAGMA user_version = 2", &w->err));
    rat_catalogue_close(w->db);
    w->db = NULL;
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &w->db, &w->err));
    assert_int_equal(get(w, docnum).text_state, RAT_TEXT_FOUND);
    OK(w, rat_catalogue_count(w->db, &counts, &w->err));
    assert_int_equal(counts.documents, 1);
    OK(w, rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 0);
    rat_catalogue_close(w->db);
    w->db = NULL;
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_WRITE, &w->db, &w->err));
    struct rat_document in = scan();
    world_begin(w);
    docnum = put(w, &in);
    world_put_places(w, 7, 5000);
    world_commit(w);
    assert_int_equal(get(w, docnum).page_count, 3);
    OK(w, rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 0);
}

static void test_page_at(void **state)
{
    struct rat_document d = scan();
    (void)state;
    assert_int_equal(rat_document_page(&d, 0), 1);
    assert_int_equal(rat_document_page(&d, 9), 1);
    assert_int_equal(rat_document_page(&d, 10), 2);
    assert_int_equal(rat_document_page(&d, 24), 2);
    assert_int_equal(rat_document_page(&d, 29), 3);
    assert_int_equal(rat_document_page(&d, 1000), 3);
    d.page_count = 0;
    assert_int_equal(rat_document_page(&d, 5), 0);
}

/* Bytes that are no pages of this text are damage, at every cut and for every other size. */
static void test_damaged_pages(void **state)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    struct rat_arena arena;
    const struct rat_text_page *out = NULL;
    size_t count = 99;
    (void)state;
    rat_arena_init(&arena, 0);
    rat_record_put_pages(&bytes, pages, 3);
    for (size_t n = 1; n <= bytes.size; n++) {
        struct rat_cursor in = rat_cursor_of(bytes.data, n);
        rat_record_get_pages(&in, 30, &arena, &out, &count);
        assert_int_equal(in.bad, n < bytes.size);
        assert_int_equal(count, n < bytes.size ? 99 : 3);
    }
    for (uint64_t size = 0; size < 60; size++) {
        struct rat_cursor in = rat_cursor_of(bytes.data, bytes.size);
        rat_record_get_pages(&in, size, &arena, &out, &count);
        assert_int_equal(in.bad, size != 30);
    }
    rat_arena_release(&arena);
    rat_buf_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(test_round_trip),
                                       T(test_versions),
                                       T(test_counts),
                                       T(test_purge_erases_the_row),
                                       T(test_format_2),
                                       cmocka_unit_test(test_page_at),
                                       cmocka_unit_test(test_damaged_pages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
