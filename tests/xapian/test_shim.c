/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shim on local databases: documents, transactions, lists, errors by class. Queries are in test_shim_query.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/xapian/shim_world.h"

static void numbers_sort(void **state)
{
    static const double list[] = {-1e300, -7.5, -7, -1, 0, 1e-9, 1, 18526, 2147483647.0, 1e300};
    unsigned char before[RAT_XAPIAN_NUMBER_BYTES] = {0};
    size_t n = 0;
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        unsigned char bytes[RAT_XAPIAN_NUMBER_BYTES];
        size_t size = rat_xapian_number_encode(list[i], bytes);
        int order = memcmp(before, bytes, n < size ? n : size);
        assert_true(order < 0 || (order == 0 && n < size));
        assert_true(rat_xapian_number_decode(bytes, size) == list[i]);
        memcpy(before, bytes, size);
        n = size;
    }
}

static void documents(void **state)
{
    struct shim_world *w = *state;
    struct rat_xapian_document *d = shim_document(w, &shim_texts[2]);
    char bytes[64];
    size_t size;
    FINE(w, rat_xapian_document_add_term(d, "Q1", 2, 0, &w->err));
    FINE(w, rat_xapian_document_terms(d, shim_note, &w->text, &w->err));
    assert_string_equal(rat_buf_cstr(&w->text), "Q1:0:0 radweg:0:3 ");
    FINE(w, rat_xapian_document_remove_term(d, "Q1", 2, &w->err));
    assert_int_equal(rat_xapian_document_remove_term(d, "Q1", 2, &w->err), RAT_XAPIAN_INVALID_ARGUMENT);
    assert_string_equal(w->err.type, "InvalidArgumentError");
    FINE(w, rat_xapian_document_data(d, bytes, 6, &size, &w->err)); /* cut, and how long it is */
    assert_int_equal(size, 20);
    assert_memory_equal(bytes, "radweg", 6);
    FINE(w, rat_xapian_document_data(d, NULL, 0, &size, &w->err));
    assert_int_equal(size, 20);
    FINE(w, rat_xapian_document_value(d, SHIM_DATE, bytes, sizeof bytes, &size, &w->err));
    assert_true(rat_xapian_number_decode(bytes, size) == 3);
    FINE(w, rat_xapian_document_set_value(d, SHIM_COLOUR, "a\0b", 3, &w->err));
    FINE(w, rat_xapian_document_value(d, SHIM_COLOUR, bytes, sizeof bytes, &size, &w->err));
    assert_int_equal(size, 3);
    assert_memory_equal(bytes, "a\0b", 3);
    assert_int_equal(rat_xapian_document_add_term(d, "", 0, 1, &w->err), RAT_XAPIAN_INVALID_ARGUMENT);
    rat_xapian_document_free(d);
    rat_xapian_document_free(NULL);
}

static void lists(void **state)
{
    struct shim_world *w = *state;
    shim_fill(w, "db");
    struct rat_xapian_database *db = shim_open(w, "db");
    struct rat_xapian_facts facts;
    uint32_t documents, length;
    uint64_t occurrences;
    FINE(w, rat_xapian_database_facts(db, &facts, &w->err));
    assert_int_equal(facts.documents, 5);
    assert_int_equal(facts.last_docid, 5);
    assert_int_equal(facts.parts, 1);
    assert_int_equal(facts.total_length, 20);
    assert_true(facts.average_length == 4 && facts.has_positions);
    FINE(w, rat_xapian_database_count(db, "radweg", 6, &documents, &occurrences, &w->err));
    assert_int_equal(documents, 3);
    assert_int_equal(occurrences, 5);
    FINE(w, rat_xapian_database_count(db, "nie", 3, &documents, &occurrences, &w->err));
    assert_int_equal(documents, 0);
    FINE(w, rat_xapian_database_length(db, 4, &length, &w->err));
    assert_int_equal(length, 6);
    FINE(w, rat_xapian_database_terms(db, "ra", 2, shim_note, &w->text, &w->err));
    FINE(w, rat_xapian_database_document_terms(db, 5, shim_note, &w->text, &w->err));
    FINE(w, rat_xapian_database_postings(db, "radweg", 6, shim_note, &w->text, &w->err));
    FINE(w, rat_xapian_database_positions(db, 3, "radweg", 6, shim_note, &w->text, &w->err));
    FINE(w, rat_xapian_database_values(db, SHIM_COLOUR, shim_note, &w->text, &w->err));
    assert_string_equal(rat_buf_cstr(&w->text), "rad:0:1 radweg:0:3 "
                                                "am:2:1 weg:2:1 "
                                                ":1:1 :2:1 :3:3 "
                                                ":1:1 :2:1 :3:1 "
                                                "rot:1:1 blau:2:1 rot:3:1 rot:4:1 ");
    char bytes[16];
    size_t size;
    FINE(w, rat_xapian_database_value_bound(db, SHIM_COLOUR, false, bytes, sizeof bytes, &size, &w->err));
    assert_memory_equal(bytes, "blau", size);
    FINE(w, rat_xapian_database_value_bound(db, SHIM_COLOUR, true, bytes, sizeof bytes, &size, &w->err));
    assert_memory_equal(bytes, "rot", size);
    struct rat_xapian_document *d;
    FINE(w, rat_xapian_database_document(db, 5, &d, &w->err));
    rat_xapian_database_free(db); /* the document holds what it needs */
    FINE(w, rat_xapian_document_data(d, bytes, sizeof bytes, &size, &w->err));
    assert_int_equal(size, 6);
    rat_xapian_document_free(d);
}

static void transactions(void **state)
{
    struct shim_world *w = *state;
    shim_fill(w, "db");
    struct rat_xapian_writer *writer = shim_writer(w, "db", RAT_XAPIAN_OPEN);
    struct rat_xapian_database *reader = shim_open(w, "db"), *inside;
    struct rat_xapian_document *d = shim_document(w, &shim_texts[0]);
    struct rat_xapian_query *radweg = shim_term(w, "radweg"), *unique = shim_term(w, "Qx");
    uint32_t docid;
    bool moved;
    assert_int_equal(rat_xapian_writer_cancel(writer, &w->err), RAT_XAPIAN_INVALID_OPERATION);
    FINE(w, rat_xapian_writer_begin(writer, &w->err));
    assert_int_equal(rat_xapian_writer_begin(writer, &w->err), RAT_XAPIAN_INVALID_OPERATION);
    FINE(w, rat_xapian_writer_delete(writer, 1, &w->err));
    FINE(w, rat_xapian_writer_database(writer, &inside, &w->err));
    assert_string_equal(shim_ids(w, inside, radweg, NULL), "3 2");
    FINE(w, rat_xapian_writer_cancel(writer, &w->err));
    assert_string_equal(shim_ids(w, inside, radweg, NULL), "3 1 2");
    FINE(w, rat_xapian_writer_begin(writer, &w->err));
    FINE(w, rat_xapian_document_add_term(d, "Qx", 2, 0, &w->err));
    FINE(w, rat_xapian_writer_put_by_term(writer, "Qx", 2, d, &docid, &w->err));
    assert_int_equal(docid, 6);
    FINE(w, rat_xapian_writer_put_by_term(writer, "Qx", 2, d, &docid, &w->err));
    assert_int_equal(docid, 6);
    FINE(w, rat_xapian_writer_put(writer, 9, d, &w->err));
    FINE(w, rat_xapian_writer_delete_by_term(writer, "schule", 6, &w->err));
    FINE(w, rat_xapian_writer_set_metadata(writer, "stand", 5, "7", 1, &w->err));
    FINE(w, rat_xapian_writer_spelling(writer, "radweg", 6, 3, &w->err));
    FINE(w, rat_xapian_writer_commit(writer, &w->err));
    assert_string_equal(shim_ids(w, reader, radweg, NULL), "3 1 2"); /* still as it was opened */
    FINE(w, rat_xapian_database_reopen(reader, &moved, &w->err));
    assert_true(moved);
    assert_string_equal(shim_ids(w, reader, radweg, NULL), "3 1 6 9");
    assert_string_equal(shim_ids(w, reader, unique, NULL), "6 9");
    char bytes[16];
    size_t size;
    FINE(w, rat_xapian_database_metadata(reader, "stand", 5, bytes, sizeof bytes, &size, &w->err));
    assert_int_equal(size, 1);
    assert_int_equal(bytes[0], '7');
    FINE(w, rat_xapian_database_metadata(reader, "nie", 3, bytes, sizeof bytes, &size, &w->err));
    assert_int_equal(size, 0);
    FINE(w, rat_xapian_database_spelling(reader, "radwag", 6, bytes, sizeof bytes, &size, &w->err));
    assert_int_equal(size, 6);
    assert_memory_equal(bytes, "radweg", 6);
    FINE(w, rat_xapian_writer_spelling(writer, "radweg", 6, -3, &w->err));
    FINE(w, rat_xapian_writer_commit(writer, &w->err)); /* outside a transaction */
    FINE(w, rat_xapian_database_reopen(reader, &moved, &w->err));
    FINE(w, rat_xapian_database_spelling(reader, "radwag", 6, bytes, sizeof bytes, &size, &w->err));
    assert_int_equal(size, 0);
    FINE(w, rat_xapian_writer_close(writer, &w->err));
    assert_int_equal(rat_xapian_writer_delete(writer, 1, &w->err), RAT_XAPIAN_DATABASE_CLOSED);
    rat_xapian_database_free(inside);
    rat_xapian_writer_free(writer);
    rat_xapian_database_free(reader);
    rat_xapian_document_free(d);
    rat_xapian_query_free(radweg);
    rat_xapian_query_free(unique);
}

/* A commit that changes most blocks of a database that has some. */
static void overtake(struct shim_world *w, struct rat_xapian_writer *writer)
{
    for (uint32_t docid = 1; docid < 200; docid++) {
        struct rat_xapian_document *d = shim_document(w, &shim_texts[0]);
        for (uint32_t i = 0; i < 40; i++) {
            char word[16];
            int n = snprintf(word, sizeof word, "w%u", docid * 7 + i * 131);
            FINE(w, rat_xapian_document_add_term(d, word, (size_t)n, 1, &w->err));
        }
        FINE(w, rat_xapian_writer_put(writer, docid, d, &w->err));
        rat_xapian_document_free(d);
    }
    FINE(w, rat_xapian_writer_commit(writer, &w->err));
}

static void errors_have_their_class(void **state)
{
    struct shim_world *w = *state;
    struct rat_xapian_place place = {.path = scratch_path(&w->dir, "nichts")};
    struct rat_xapian_database *db = NULL;
    struct rat_xapian_writer *writer = NULL;
    struct rat_xapian_document *d = NULL;
    assert_int_equal(rat_xapian_database_open(&place, &db, NULL), RAT_XAPIAN_DATABASE_NOT_FOUND);
    assert_int_equal(rat_xapian_database_open(&place, &db, &w->err), RAT_XAPIAN_DATABASE_NOT_FOUND);
    assert_int_equal(w->err.status, RAT_XAPIAN_DATABASE_NOT_FOUND);
    assert_string_equal(w->err.type, "DatabaseNotFoundError");
    assert_true(strstr(w->err.msg, "nichts") != NULL);
    assert_null(db);
    assert_int_equal(rat_xapian_writer_open(&place, RAT_XAPIAN_OPEN, 0, &writer, &w->err),
                     RAT_XAPIAN_DATABASE_NOT_FOUND);
    shim_fill(w, "db");
    place.path = scratch_path(&w->dir, "db");
    assert_int_equal(rat_xapian_writer_open(&place, RAT_XAPIAN_CREATE, 0, &writer, &w->err),
                     RAT_XAPIAN_DATABASE_CREATE);
    FINE(w, rat_xapian_writer_open(&place, RAT_XAPIAN_OPEN, 0, &writer, &w->err));
    struct rat_xapian_writer *second = NULL;
    assert_int_equal(rat_xapian_writer_open(&place, RAT_XAPIAN_OPEN, 0, &second, &w->err),
                     RAT_XAPIAN_DATABASE_LOCK);
    assert_string_equal(rat_xapian_status_name(w->err.status), "database-lock");
    FINE(w, rat_xapian_database_open(&place, &db, &w->err));
    assert_int_equal(rat_xapian_database_document(db, 99, &d, &w->err), RAT_XAPIAN_DOCUMENT_NOT_FOUND);
    assert_int_equal(rat_xapian_database_document(db, 0, &d, &w->err), RAT_XAPIAN_INVALID_ARGUMENT);
    /* a term that the format cannot hold */
    char longest[400];
    memset(longest, 'x', sizeof longest);
    FINE(w, rat_xapian_document_new(&d, &w->err));
    FINE(w, rat_xapian_document_add_term(d, longest, RAT_XAPIAN_TERM_BYTES_MAX, 1, &w->err));
    FINE(w, rat_xapian_writer_add(writer, d, NULL, &w->err));
    FINE(w, rat_xapian_document_add_term(d, longest, RAT_XAPIAN_TERM_BYTES_MAX + 1, 1, &w->err));
    assert_int_equal(rat_xapian_writer_add(writer, d, NULL, &w->err), RAT_XAPIAN_INVALID_ARGUMENT);
    overtake(w, writer);
    FINE(w, rat_xapian_database_reopen(db, NULL, &w->err));
    overtake(w, writer);
    overtake(w, writer);
    struct rat_xapian_query *query = shim_term(w, "radweg");
    struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
    struct rat_xapian_found *found = NULL;
    assert_int_equal(rat_xapian_search(db, query, &request, &found, &w->err), RAT_XAPIAN_DATABASE_MODIFIED);
    FINE(w, rat_xapian_database_reopen(db, NULL, &w->err));
    FINE(w, rat_xapian_search(db, query, &request, &found, &w->err));
    FINE(w, rat_xapian_database_close(db, &w->err));
    struct rat_xapian_found *closed = NULL;
    assert_int_equal(rat_xapian_search(db, query, &request, &closed, &w->err), RAT_XAPIAN_DATABASE_CLOSED);
    struct rat_xapian_hit hit;
    assert_int_equal(rat_xapian_found_hit(found, rat_xapian_found_size(found), &hit, &w->err),
                     RAT_XAPIAN_RANGE);
    assert_int_equal(rat_xapian_found_facet(found, 0, shim_note, &w->text, NULL, &w->err), RAT_XAPIAN_RANGE);
    rat_xapian_found_free(found);
    rat_xapian_query_free(query);
    rat_xapian_document_free(d);
    rat_xapian_database_free(db);
    rat_xapian_writer_free(writer);
    place = (struct rat_xapian_place){0};
    assert_int_equal(rat_xapian_database_open(&place, &db, &w->err), RAT_XAPIAN_INVALID_ARGUMENT);
    place = (struct rat_xapian_place){.path = "a", .host = "b"};
    assert_int_equal(rat_xapian_database_open(&place, &db, &w->err), RAT_XAPIAN_INVALID_ARGUMENT);
}

static void messages_are_cut(void **state)
{
    struct shim_world *w = *state;
    char path[2000];
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    struct rat_xapian_place place = {.path = path};
    struct rat_xapian_database *db;
    memset(&w->err, 0x55, sizeof w->err);
    assert_int_not_equal(rat_xapian_database_open(&place, &db, &w->err), RAT_XAPIAN_OK);
    assert_true(strlen(w->err.msg) < sizeof w->err.msg && strlen(w->err.type) < sizeof w->err.type &&
                w->err.context[0] == '\0');
}

/* Every name, so that none is forgotten when a status is added. */
static void names(void **state)
{
    (void)state;
    for (int i = RAT_XAPIAN_OK; i <= RAT_XAPIAN_UNKNOWN; i++)
        for (int k = RAT_XAPIAN_OK; k < i; k++)
            assert_string_not_equal(rat_xapian_status_name((rat_xapian_status)i),
                                    rat_xapian_status_name((rat_xapian_status)k));
    assert_string_equal(rat_xapian_status_name(RAT_XAPIAN_UNKNOWN), "unknown");
    assert_string_equal(rat_xapian_status_name((rat_xapian_status)31), "?");
    assert_int_equal(strncmp(rat_xapian_version(), "1.4.", 4), 0);
}

static void compacts_and_checks(void **state)
{
    struct shim_world *w = *state;
    char report[4096];
    size_t errors = 1, size;
    shim_fill(w, "db");
    struct rat_xapian_writer *writer = shim_writer(w, "db", RAT_XAPIAN_OPEN);
    FINE(w, rat_xapian_writer_delete(writer, 1, &w->err));
    FINE(w, rat_xapian_writer_close(writer, &w->err));
    rat_xapian_writer_free(writer);
    struct rat_xapian_database *db = shim_open(w, "db");
    FINE(w, rat_xapian_database_compact(db, scratch_path(&w->dir, "klein"), &w->err));
    rat_xapian_database_free(db);
    db = shim_open(w, "klein");
    struct rat_xapian_query *query = shim_term(w, "radweg");
    assert_string_equal(shim_ids(w, db, query, NULL), "3 2"); /* the numbers they had */
    rat_xapian_query_free(query);
    rat_xapian_database_free(db);
    FINE(w, rat_xapian_check(scratch_path(&w->dir, "klein"), &errors, report, sizeof report, &size, &w->err));
    assert_int_equal(errors, 0);
    assert_true(size > 0);
    /* a block of the postlist overwritten */
    struct rat_buf file = RAT_BUF_INIT;
    const char *path = scratch_path(&w->dir, "klein/postlist.glass");
    scratch_read(path, &file);
    memset(file.data + file.size / 2, 0xff, file.size - file.size / 2);
    memset(file.data, 0xff, 200);
    scratch_write(path, file.data, file.size);
    rat_xapian_status st =
        rat_xapian_check(scratch_path(&w->dir, "klein"), &errors, report, sizeof report, &size, &w->err);
    assert_true(st != RAT_XAPIAN_OK || errors > 0);
    rat_buf_release(&file);
    assert_int_not_equal(rat_xapian_check(scratch_path(&w->dir, "nichts"), &errors, NULL, 0, &size, &w->err),
                         RAT_XAPIAN_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_sort),
        cmocka_unit_test(names),
        cmocka_unit_test_setup_teardown(documents, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(lists, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(transactions, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(errors_have_their_class, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(messages_are_cut, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(compacts_and_checks, shim_setup, shim_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
