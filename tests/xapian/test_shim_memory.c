/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory runs out in the shim and in Xapian: the Nth operator new throws std::bad_alloc, for every N until all goes well, once and
 * from then on. Each time the call says so, outputs are untouched, and afterwards everything works. operator new is
 * replaced by its linker name, since tests are C.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* It lets go of much when memory runs out; what the shim itself allocates is still watched, its frames are not in there. */
#define SHIM_LEAKS_OF_XAPIAN "leak:libxapian.so"
#include "tests/xapian/shim_world.h"

/* ---- operator new and delete (Itanium C++ ABI), and what throws std::bad_alloc ---- */

extern void _ZSt17__throw_bad_allocv(void) __attribute__((noreturn));
void *_Znwm(size_t n);
void *_Znam(size_t n);
void *_ZnwmRKSt9nothrow_t(size_t n, const void *tag);
void *_ZnamRKSt9nothrow_t(size_t n, const void *tag);
void _ZdlPv(void *p);
void _ZdaPv(void *p);
void _ZdlPvm(void *p, size_t n);
void _ZdaPvm(void *p, size_t n);

static long left = -1; /* allocations until one fails; negative: none does */
static bool sticky;
static unsigned long failures;

static bool fails(void)
{
    if (left < 0 || --left >= 0)
        return false;
    left = sticky ? 0 : -1;
    failures++;
    return true;
}

void *_ZnwmRKSt9nothrow_t(size_t n, const void *tag)
{
    (void)tag;
    return fails() ? NULL : malloc(n ? n : 1);
}

void *_Znwm(size_t n)
{
    void *p = _ZnwmRKSt9nothrow_t(n, NULL);
    if (!p)
        _ZSt17__throw_bad_allocv();
    return p;
}

void *_Znam(size_t n)
{
    return _Znwm(n);
}

void *_ZnamRKSt9nothrow_t(size_t n, const void *tag)
{
    return _ZnwmRKSt9nothrow_t(n, tag);
}

void _ZdlPv(void *p)
{
    free(p);
}

void _ZdaPv(void *p)
{
    free(p);
}

void _ZdlPvm(void *p, size_t n)
{
    (void)n;
    free(p);
}

void _ZdaPvm(void *p, size_t n)
{
    (void)n;
    free(p);
}

/* ---- what is tried ---- */

struct trial {
    struct shim_world *w;
    struct rat_xapian_database *db;
    struct rat_xapian_writer *writer;
    struct rat_xapian_query *words;
    struct rat_xapian_found *found;
    struct rat_xapian_document *document;
    struct rat_xapian_place place;
    struct rat_xapian_err err;
};

typedef rat_xapian_status action(struct trial *t);

static bool ignore(void *ctx, const struct rat_xapian_item *item)
{
    (void)ctx, (void)item;
    return true;
}

static rat_xapian_status open_database(struct trial *t)
{
    struct rat_xapian_database *db = NULL;
    rat_xapian_status st = rat_xapian_database_open(&t->place, &db, &t->err);
    assert_true((st == RAT_XAPIAN_OK) == (db != NULL));
    rat_xapian_database_free(db);
    return st;
}

static rat_xapian_status join(struct trial *t)
{
    struct rat_xapian_database *parts[2] = {t->db, t->db}, *db = NULL;
    rat_xapian_status st = rat_xapian_database_join(parts, 2, &db, &t->err);
    rat_xapian_database_free(db);
    return st;
}

static rat_xapian_status read_lists(struct trial *t)
{
    char bytes[64];
    size_t size;
    rat_xapian_status st = rat_xapian_database_terms(t->db, "", 0, ignore, NULL, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_database_document_terms(t->db, 1, ignore, NULL, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_database_postings(t->db, "radweg", 6, ignore, NULL, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_database_positions(t->db, 3, "radweg", 6, ignore, NULL, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_database_values(t->db, SHIM_COLOUR, ignore, NULL, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_database_metadata(t->db, "a key that is long enough to be allocated", 41, bytes,
                                          sizeof bytes, &size, &t->err);
    return st;
}

static rat_xapian_status read_document(struct trial *t)
{
    struct rat_xapian_document *d = NULL;
    char bytes[64];
    size_t size;
    rat_xapian_status st = rat_xapian_database_document(t->db, 2, &d, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_document_data(d, bytes, sizeof bytes, &size, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_document_terms(d, ignore, NULL, &t->err);
    rat_xapian_document_free(d);
    return st;
}

static rat_xapian_status make_document(struct trial *t)
{
    static const char word[] = "verkehrsentwicklungsplan";
    struct rat_xapian_document *d = NULL;
    rat_xapian_status st = rat_xapian_document_new(&d, &t->err);
    for (uint32_t i = 0; i < 3 && st == RAT_XAPIAN_OK; i++)
        st = rat_xapian_document_add_posting(d, word, sizeof word - 1 - i, i, 1, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_document_set_value(d, 3, word, sizeof word, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_document_set_data(d, word, sizeof word, &t->err);
    rat_xapian_document_free(d);
    return st;
}

static rat_xapian_status make_queries(struct trial *t)
{
    struct rat_xapian_query *parts[4] = {NULL}, *sum = NULL, *scaled = NULL;
    rat_xapian_status st = rat_xapian_query_term("eine lange folge von buchstaben", 31, &parts[0], &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_query_prefix("eine lange folge", 16, 10, RAT_XAPIAN_FIRST, RAT_XAPIAN_OR, &parts[1],
                                     &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_query_range(SHIM_COLOUR, "von einem langen wert an", 24, "x", 1, &parts[2], &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_query_all(&parts[3], &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_query_combine(RAT_XAPIAN_OR, parts, 4, 0, &sum, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_query_scale(sum, 2, &scaled, &t->err);
    for (size_t i = 0; i < 4; i++)
        rat_xapian_query_free(parts[i]);
    rat_xapian_query_free(sum);
    rat_xapian_query_free(scaled);
    return st;
}

static rat_xapian_status search(struct trial *t)
{
    static const uint32_t slots[] = {SHIM_COLOUR};
    struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
    struct rat_xapian_found *found = NULL;
    request.facet_slots = slots;
    request.facet_count = 1;
    request.collapse_max = 1;
    request.collapse_slot = SHIM_PAPER;
    request.check_at_least = 5;
    rat_xapian_status st = rat_xapian_search(t->db, t->words, &request, &found, &t->err);
    assert_true((st == RAT_XAPIAN_OK) == (found != NULL));
    rat_xapian_found_free(found);
    return st;
}

static rat_xapian_status read_found(struct trial *t)
{
    struct rat_xapian_hit hit;
    struct rat_xapian_document *d = NULL;
    rat_xapian_status st = rat_xapian_found_hit(t->found, 0, &hit, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_found_document(t->found, 0, &d, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_found_terms(t->found, hit.docid, ignore, NULL, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_found_facet(t->found, 0, ignore, NULL, NULL, &t->err);
    rat_xapian_document_free(d);
    return st;
}

/* A transaction that fails is dropped; nothing of it may stay. */
static rat_xapian_status write_and_drop(struct trial *t)
{
    rat_xapian_status st = rat_xapian_writer_begin(t->writer, &t->err), dropped;
    if (st != RAT_XAPIAN_OK)
        return st;
    st = rat_xapian_writer_put(t->writer, 1, t->document, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_writer_add(t->writer, t->document, NULL, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_writer_delete(t->writer, 2, &t->err);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_writer_set_metadata(t->writer, "stand", 5, "eine lange folge von bytes", 26, &t->err);
    long before = left;
    left = -1;
    dropped = rat_xapian_writer_cancel(t->writer, st == RAT_XAPIAN_OK ? &t->err : NULL);
    left = before;
    return st == RAT_XAPIAN_OK ? dropped : st;
}

/* ---- every allocation ---- */

static void assert_unharmed(struct trial *t)
{
    struct shim_world *w = t->w;
    struct rat_xapian_database *db = shim_open(w, "db");
    struct rat_xapian_facts facts;
    FINE(w, rat_xapian_database_facts(db, &facts, &w->err));
    assert_int_equal(facts.documents, 5);
    assert_int_equal(facts.total_length, 20);
    assert_string_equal(shim_ids(w, db, t->words, NULL), "5 3 4 1 2");
    rat_xapian_database_free(db);
}

static void try_all(struct trial *t, action *act, const char *name)
{
    for (int mode = 0; mode < 2; mode++) {
        long n = 0;
        rat_xapian_status st = RAT_XAPIAN_NO_MEMORY;
        for (; st != RAT_XAPIAN_OK || failures; n++) {
            assert_true(n < 100000);
            failures = 0;
            sticky = mode;
            left = n;
            st = act(t);
            left = -1;
            /* what fails is said, unless Xapian can do without */
            if (st != RAT_XAPIAN_OK) {
                if (failures == 0 || st != RAT_XAPIAN_NO_MEMORY)
                    fail_msg("%s, allocation %ld: %s %s", name, n, rat_xapian_status_name(st), t->err.msg);
                assert_int_equal(t->err.status, st);
            }
        }
        print_message("%s: %ld allocations\n", name, n - 1);
        assert_true(n > 1);
        failures = 1;
    }
    assert_unharmed(t);
}

static void every_allocation(void **state)
{
    struct trial t = {.w = *state};
    struct shim_world *w = t.w;
    static const uint32_t slots[] = {SHIM_COLOUR};
    static const struct {
        action *act;
        const char *name;
    } trials[] = {{make_document, "a document"}, {make_queries, "queries"},
                  {open_database, "opening"},    {join, "joining"},
                  {read_lists, "lists"},         {read_document, "reading"},
                  {search, "searching"},         {read_found, "an answer"}};
    struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
    shim_fill(w, "db");
    t.place.path = scratch_path(&w->dir, "db");
    t.db = shim_open(w, "db");
    t.words = shim_words(w, RAT_XAPIAN_OR, "radweg weg", 0);
    request.facet_slots = slots;
    request.facet_count = 1;
    t.found = shim_ask(w, t.db, t.words, &request);
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
        try_all(&t, trials[i].act, trials[i].name);
    rat_xapian_found_free(t.found);
    rat_xapian_query_free(t.words);
    rat_xapian_database_free(t.db);
}

static void transactions(void **state)
{
    struct trial t = {.w = *state};
    struct shim_world *w = t.w;
    shim_fill(w, "db");
    t.words = shim_words(w, RAT_XAPIAN_OR, "radweg weg", 0);
    t.document = shim_document(w, &shim_texts[3]);
    t.writer = shim_writer(w, "db", RAT_XAPIAN_OPEN);
    try_all(&t, write_and_drop, "a transaction");
    rat_xapian_writer_free(t.writer);
    assert_unharmed(&t);
    rat_xapian_document_free(t.document);
    rat_xapian_query_free(t.words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_allocation, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(transactions, shim_setup, shim_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
