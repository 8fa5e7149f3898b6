/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue: changed, missing and extra rows, flipped bits are found and never given out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/catalogue_internal.h"
#include "tests/storage/catalogue_world.h"

struct damage {
    unsigned count;
    char first[200];
};

static void note(void *ctx, const char *where, const char *what)
{
    struct damage *damage = ctx;
    if (damage->count++ == 0)
        snprintf(damage->first, sizeof damage->first, "%s: %s", where, what);
}

static void fill(struct world *w)
{
    struct rat_consultation consultation = {.body = "Kreistag", .date = 5};
    struct rat_paper_link link = {"p0", "superordinated"};
    struct rat_number number = {.key = "2020/1", .bare = "1", .family = "2020/1"};
    struct rat_reference reference = {.kind = RAT_REFERENCE_PAPER,
                                      .wording = RAT_WORDING_SEE,
                                      .key = "2019/7",
                                      .detail = "7",
                                      .surface = "2019/0007",
                                      .end = 9,
                                      .times = 1};
    struct rat_paper paper = {.id = "p",
                              .numbers = &number,
                              .number_count = 1,
                              .reading = 1,
                              .source = oparl.name,
                              .reference = "2020/1",
                              .consultations = &consultation,
                              .consultation_count = 1,
                              .links = &link,
                              .link_count = 1};
    struct rat_agenda_item item = {.id = "i"};
    struct rat_meeting meeting = {.id = "m", .source = oparl.name, .items = &item, .item_count = 1};
    struct rat_organization organization = {.id = "o", .name = "Kreistag"};
    uint8_t(*shas)[RAT_SHA256_BYTES];
    struct rat_content_place *places;
    size_t count;
    int64_t row;
    world_begin(w);
    world_put(w, "a", "p", 1);
    world_put(w, "a", "p", 2);
    world_put(w, "weg", "p", 3);
    struct rat_document scan = world_document("scan", "p", 1);
    const struct rat_text_page page = {scan.text_size, 80};
    uint32_t docnum;
    scan.text_state = RAT_TEXT_PARTLY;
    scan.problems = "timeout";
    scan.confidence = 80;
    scan.pages = &page;
    scan.page_count = 1;
    scan.container = "a.zip";
    OK(w, rat_catalogue_put_document(w->db, &scan, &docnum, &w->err));
    for (uint8_t i = 1; i < 4; i++)
        world_put_places(w, i, i * 1000);
    OK(w, rat_catalogue_put_paper(w->db, &paper, 1, &row, &w->err));
    OK(w, rat_catalogue_put_references(w->db, 1, 1, &reference, 1, &w->err));
    OK(w, rat_catalogue_put_meeting(w->db, &meeting, 1, &row, &w->err));
    OK(w, rat_catalogue_put_organization(w->db, &organization, &w->err));
    OK(w, rat_catalogue_set(w->db, "generation", "1", &w->err));
    OK(w, rat_catalogue_log(w->db, "import", "a", "neu", &w->err));
    OK(w, rat_catalogue_purge_document(w->db, 2, "x", &w->arena, &shas, &places, &count, &w->err));
    world_commit(w);
}

static void tamper(struct world *w, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Changes each column of each table through a connection of its own: check must name the row. */
static void test_check_finds_every_changed_column(void **state)
{
    struct world *w = *state;
    fill(w);
    uint64_t findings = 1;
    struct damage damage = {0};
    OK(w, rat_catalogue_check(w->db, note, &damage, &findings, &w->err));
    if (findings)
        fail_msg("%s", damage.first);
    struct rat_buf whole = RAT_BUF_INIT;
    rat_catalogue_close(w->db);
    w->db = NULL;
    scratch_read(w->path, &whole);
    for (int t = 0; t < RAT_TABLES; t++) {
        const struct rat_table_def *def = rat_catalogue_table((enum rat_table)t);
        for (int c = 0; c <= def->count; c++) {
            char sql[300], name[60];
            snprintf(name, sizeof name, "%.*s", c < def->count ? (int)strcspn(def->columns[c], " ") : 8,
                     c < def->count ? def->columns[c] : "checksum");
            const char *type = c < def->count ? strchr(def->columns[c], ' ') + 1 : "INTEGER";
            snprintf(sql, sizeof sql, "UPDATE OR IGNORE %s SET %s = %s", def->name, name,
                     strncmp(type, "TEXT", 4) == 0   ? "'verändert'"
                     : strncmp(type, "BLOB", 4) == 0 ? "x'0102'"
                                                     : "coalesce(\"checksum\", 1) % 1000 + 1001");
            tamper(w, sql);
            OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &w->db, &w->err));
            memset(&damage, 0, sizeof damage);
            OK(w, rat_catalogue_check(w->db, note, &damage, &findings, &w->err));
            if (findings == 0)
                fail_msg("not found: %s", sql);
            assert_int_equal(findings, damage.count);
            assert_memory_equal(damage.first, def->name, strlen(def->name));
            rat_catalogue_close(w->db);
            w->db = NULL;
            scratch_write(w->path, whole.data, whole.size);
        }
    }
    rat_buf_release(&whole);
}

/* The example of FORMAT.md. */
static void test_golden_row_checksum(void **state)
{
    static const unsigned char row[] = {0x02, 0x0a, 'g', 'e', 'n',  'e',  'r', 'a',
                                        't',  'i',  'o', 'n', 0x02, 0x01, '7'};
    struct world *w = *state;
    sqlite3_stmt *stmt = NULL;
    OK(w, rat_catalogue_set(w->db, "generation", "7", &w->err));
    assert_int_equal(sqlite3_prepare_v2(w->db->db, "SELECT checksum FROM settings", -1, &stmt, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_true((uint64_t)sqlite3_column_int64(stmt, 0) == rat_hash64(row, sizeof row));
    sqlite3_finalize(stmt);
}

static void test_check_finds_missing_and_extra_rows(void **state)
{
    static const char *const changes[] = {
        "DELETE FROM consultations",  "DELETE FROM paper_links",
        "DELETE FROM papers",         "DELETE FROM agenda_items",
        "DELETE FROM meetings",       "DELETE FROM versions",
        "DELETE FROM documents",      "DELETE FROM contents WHERE pack = 1 AND offset = 1000",
        "DELETE FROM sources",        "UPDATE sqlite_sequence SET seq = 0 WHERE name = 'documents'",
        "DROP INDEX documents_paper", "CREATE TABLE fremd(x)",
        "DELETE FROM paper_numbers",  "DELETE FROM document_references",
        "DELETE FROM readings",       "UPDATE OR IGNORE readings SET row = row + 100",
    };
    struct world *w = *state;
    struct rat_buf whole = RAT_BUF_INIT;
    uint64_t findings;
    fill(w);
    rat_catalogue_close(w->db);
    w->db = NULL;
    scratch_read(w->path, &whole);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        tamper(w, changes[i]);
        OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &w->db, &w->err));
        OK(w, rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err));
        if (findings == 0)
            fail_msg("not found: %s", changes[i]);
        rat_catalogue_close(w->db);
        w->db = NULL;
        scratch_write(w->path, whole.data, whole.size);
    }
    rat_buf_release(&whole);
}

static void test_damaged_rows_are_never_given_out(void **state)
{
    struct world *w = *state;
    struct rat_document document;
    struct rat_paper paper;
    struct rat_meeting meeting;
    struct rat_known known;
    struct rat_document_walk walk;
    struct rat_version *versions;
    struct rat_content_place place = {0};
    uint8_t sha[RAT_SHA256_BYTES];
    const char *value;
    size_t count;
    fill(w);
    tamper(w, "UPDATE documents SET title = 'falsch'; UPDATE consultations SET body = 'falsch';"
              "UPDATE agenda_items SET result = 'falsch'; UPDATE versions SET title = 'falsch';"
              "UPDATE contents SET offset = offset + 1; UPDATE settings SET value = '2'");
    assert_int_equal(rat_catalogue_document(w->db, 1, &w->arena, &document, &w->err), RAT_EDAMAGED);
    assert_non_null(strstr(w->err.where, "documents 1"));
    assert_int_equal(rat_catalogue_known_document(w->db, "a", &known, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_walk_documents(w->db, 0, 0, &walk, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_versions(w->db, 1, &w->arena, &versions, &count, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_paper(w->db, "p", &w->arena, &paper, &w->err), RAT_EDAMAGED);
    assert_non_null(strstr(w->err.where, "consultations 1"));
    assert_int_equal(rat_catalogue_meeting(w->db, "m", &w->arena, &meeting, &w->err), RAT_EDAMAGED);
    memset(sha, 1, sizeof sha);
    assert_int_equal(rat_catalogue_find_content(w->db, sha, &place, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_walk_contents(w->db, &place, sha, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_get(w->db, "generation", &w->arena, &value, &w->err), RAT_EDAMAGED);
    tamper(w, "DELETE FROM paper_links; UPDATE papers SET name = NULL");
    assert_int_equal(rat_catalogue_known_paper(w->db, "p", &known, &w->err),
                     RAT_OK);                /* NULL is what it was */
    tamper(w, "UPDATE papers SET raw = ''"); /* unknown is not empty */
    assert_int_equal(rat_catalogue_known_paper(w->db, "p", &known, &w->err), RAT_EDAMAGED);
    OK(w, rat_catalogue_begin(w->db, &w->err)); /* damage is not laundered by writing it again */
    struct rat_document again = world_document("a", "p", 5);
    uint32_t docnum;
    assert_int_equal(rat_catalogue_put_document(w->db, &again, &docnum, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_remove_document(w->db, 1, "2020-01-01", &w->err), RAT_EDAMAGED);
}

/* Flips bits all over the file: opening, reading and checking may fail but never crash or give wrong rows. */
static void test_flipped_bits_in_the_file(void **state)
{
    struct world *w = *state;
    struct rat_buf whole = RAT_BUF_INIT;
    fill(w);
    rat_catalogue_close(w->db);
    w->db = NULL;
    scratch_read(w->path, &whole);
    uint32_t random = 12345;
    unsigned found = 0, tried = 300;
    for (unsigned i = 0; i < tried; i++) {
        random = random * 1664525u + 1013904223u;
        size_t at = i < 100 ? i : random % whole.size;
        unsigned char bit = (unsigned char)(1u << (random >> 29));
        struct rat_catalogue *db = NULL;
        uint64_t findings = 0;
        whole.data[at] ^= bit;
        scratch_write(w->path, whole.data, whole.size);
        whole.data[at] ^= bit;
        rat_status st = rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &db, &w->err);
        if (st == RAT_OK) {
            struct rat_document document;
            rat_status read = rat_catalogue_document(db, 1, &w->arena, &document, &w->err);
            if (read == RAT_OK)
                assert_string_equal(document.title, "a");
            st = rat_catalogue_check(db, NULL, NULL, &findings, &w->err);
        }
        found += st != RAT_OK || findings > 0;
        rat_catalogue_close(db);
    }
    scratch_write(w->path, whole.data, whole.size);
    assert_true(found > 0);
    rat_buf_release(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(test_check_finds_every_changed_column),   T(test_golden_row_checksum),
        T(test_check_finds_missing_and_extra_rows), T(test_damaged_rows_are_never_given_out),
        T(test_flipped_bits_in_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
