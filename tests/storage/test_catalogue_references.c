/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What documents name and by what numbers papers are found; catalogues of the format before that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#include "storage/catalogue_internal.h"
#include "tests/storage/catalogue_world.h"

static const struct rat_reference named[] = {
    {RAT_REFERENCE_OWN, RAT_WORDING_CITES, "421", NULL, "421", 0, 0, 1, 0, true, RAT_NO_DATE},
    {RAT_REFERENCE_PAPER, RAT_WORDING_SEE, "2020/740-1", NULL, "2020/740-1", 10, 20, 2, 0, true, RAT_NO_DATE},
    {RAT_REFERENCE_LAW, RAT_WORDING_CITES, "§nkomvg:58", NULL, "§ 58 NKomVG", 30, 42, 1, 0, true,
     RAT_NO_DATE},
};

static size_t citing(struct world *w, const char *key)
{
    struct rat_citing *list;
    size_t count = 99;
    OK(w, rat_catalogue_citing(w->db, RAT_REFERENCE_PAPER, key, &w->arena, &list, &count, &w->err));
    return count;
}

static void put(struct world *w)
{
    struct rat_document document = world_document("a", "p", 1);
    uint32_t docnum;
    document.references = named;
    document.reference_count = 3;
    document.reading = 1;
    OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
    assert_int_equal(docnum, 1);
}

static void what_is_put_comes_back(void **state)
{
    struct world *w = *state;
    struct rat_reference *list;
    struct rat_citing *by;
    size_t count = 0;
    uint32_t reading;
    world_begin(w);
    put(w);
    world_commit(w);
    OK(w, rat_catalogue_references(w->db, 1, &w->arena, &list, &count, &w->err));
    assert_int_equal(count, 3);
    assert_string_equal(list[1].key, "2020/740-1");
    assert_int_equal(list[1].wording, RAT_WORDING_SEE);
    assert_int_equal(list[1].end, 20);
    assert_int_equal(list[1].times, 2);
    assert_null(list[1].detail);
    assert_int_equal(list[2].hint, RAT_NO_DATE);
    assert_int_equal(citing(w, "2020/740-1"), 1);
    assert_int_equal(citing(w, "2020/740"), 0);
    OK(w, rat_catalogue_citing_supplements(w->db, "2020/740", &w->arena, &by, &count, &w->err));
    assert_int_equal(count, 1);
    OK(w, rat_catalogue_citing_supplements(w->db, "2020/74", &w->arena, &by, &count, &w->err));
    assert_int_equal(count, 0);
    OK(w, rat_catalogue_reading(w->db, RAT_READING_DOCUMENT, 1, &reading, &w->err));
    assert_int_equal(reading, 1);
}

static void removed_documents_name_nothing_and_purged_ones_leave_nothing(void **state)
{
    struct world *w = *state;
    uint8_t(*shas)[RAT_SHA256_BYTES];
    struct rat_content_place *places;
    size_t count;
    uint64_t findings;
    world_begin(w);
    put(w);
    world_put_places(w, 1, 1000);
    OK(w, rat_catalogue_remove_document(w->db, 1, "2024-01-01", &w->err));
    assert_int_equal(citing(w, "2020/740-1"), 0);
    put(w); /* it is there again */
    assert_int_equal(citing(w, "2020/740-1"), 1);
    OK(w, rat_catalogue_purge_document(w->db, 1, "x", &w->arena, &shas, &places, &count, &w->err));
    assert_int_equal(citing(w, "2020/740-1"), 0);
    world_commit(w);
    OK(w, rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 0);
}

static void papers_are_found_by_number(void **state)
{
    struct world *w = *state;
    static const struct rat_number numbers[] = {{"vo/123/21-1", "123/21-1", "vo/123/21", 4}};
    struct rat_numbered *found;
    int64_t row;
    size_t count = 0;
    world_begin(w);
    row = world_put_paper(w, "p1", "VO/0123/21-1", NULL);
    OK(w, rat_catalogue_put_numbers(w->db, row, 1, numbers, 1, &w->err));
    world_commit(w);
    static const struct {
        enum rat_number_part part;
        const char *key;
        size_t wanted;
    } asked[] = {{RAT_NUMBER_KEY, "vo/123/21-1", 1},
                 {RAT_NUMBER_BARE, "123/21-1", 1},
                 {RAT_NUMBER_FAMILY, "vo/123/21", 1},
                 {RAT_NUMBER_KEY, "vo/123/21", 0}};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        OK(w, rat_catalogue_numbered(w->db, asked[i].part, asked[i].key, &w->arena, &found, &count, &w->err));
        assert_int_equal(count, asked[i].wanted);
    }
    OK(w, rat_catalogue_numbered(w->db, RAT_NUMBER_KEY, "vo/123/21-1", &w->arena, &found, &count, &w->err));
    assert_true(found[0].removed); /* made from documents, of which it has none */
    assert_int_equal(found[0].number.digits, 4);
}

static int64_t user_version(struct world *w)
{
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(w->db->db, "PRAGMA user_version", -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t version = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return version;
}

/* Takes away what formats 2 and 3 brought. */
static void make_old(struct world *w)
{
    OK(w, rat_catalogue_exec(w->db,
                             "DROP TABLE extractions;"
                             "DROP TABLE paper_numbers; DROP TABLE document_references; DROP TABLE readings;"
                             "DROP INDEX consultations_meeting; DROP INDEX consultations_date;"
                             "PRAGMA user_version = 1",
                             &w->err));
}

static void an_older_catalogue_is_read_and_gets_its_tables(void **state)
{
    struct world *w = *state;
    struct rat_number *numbers;
    size_t count = 99;
    uint64_t findings = 1;
    uint32_t reading = 99;
    world_begin(w);
    world_put_paper(w, "p1", "2020/740", NULL);
    world_commit(w);
    OK(w, rat_catalogue_exec(w->db, "DELETE FROM readings; DELETE FROM paper_numbers", &w->err));
    make_old(w);
    world_reopen(w, RAT_CATALOGUE_READ);
    assert_int_equal(citing(w, "2020/740"), 0);
    OK(w, rat_catalogue_numbers(w->db, "p1", &w->arena, &numbers, &count, &w->err));
    assert_int_equal(count, 0);
    OK(w, rat_catalogue_reading(w->db, RAT_READING_PAPER, 1, &reading, &w->err));
    assert_int_equal(reading, 0);
    OK(w, rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 0);
    assert_int_equal(user_version(w), 1);
    world_reopen(w, RAT_CATALOGUE_WRITE);
    assert_int_equal(user_version(w), RAT_CATALOGUE_FORMAT);
    OK(w, rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 0);
    world_begin(w);
    put(w);
    world_put_places(w, 1, 1000);
    world_commit(w);
    assert_int_equal(citing(w, "2020/740-1"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(what_is_put_comes_back),
        T(removed_documents_name_nothing_and_purged_ones_leave_nothing),
        T(papers_are_found_by_number),
        T(an_older_catalogue_is_read_and_gets_its_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
