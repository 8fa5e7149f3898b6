/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A folder for databases, and short forms of the shim's calls that fail the running cmocka test. Include after <cmocka.h>.
 *
 *     shim_setup, shim_teardown          of cmocka
 *     shim_fill(w, "db")                 the five documents of shim_texts, as 1..5
 *     shim_ids(w, database, query, &request)   "3 1 4", valid until the next call
 */
#ifndef TESTS_XAPIAN_SHIM_WORLD_H
#define TESTS_XAPIAN_SHIM_WORLD_H

#include "tests/storage/scratch.h"
#include "xapian/shim.h"

struct shim_world {
    struct scratch dir;
    struct rat_xapian_err err;
    struct rat_buf text;
};

/* Xapian 1.4.22 forgets the weights it made when a search throws (a prefix that stands for too many terms). Asked for by the
 * leak sanitizer; a test may know more of Xapian's leaks before it includes this. */
#ifndef SHIM_LEAKS_OF_XAPIAN
#define SHIM_LEAKS_OF_XAPIAN "leak:Xapian::BM25Weight::clone"
#endif
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return SHIM_LEAKS_OF_XAPIAN;
}

#define FINE(w, call)                                                                    \
    do {                                                                                 \
        rat_xapian_status status_ = (call);                                              \
        if (status_ != RAT_XAPIAN_OK)                                                    \
            fail_msg("%s: %s %s", #call, rat_xapian_status_name(status_), (w)->err.msg); \
    } while (0)

enum { SHIM_DATE, SHIM_COLOUR, SHIM_PAPER };
static const struct shim_text {
    const char *words;
    double date;
    const char *colour, *paper;
} shim_texts[] = {{"der radweg ist breit", 5, "rot", "a"},
                  {"die schule ist am radweg", 1, "blau", "a"},
                  {"radweg radweg radweg", 3, "rot", "b"},
                  {"weg zur schule und zum rad", 2, "rot", NULL},
                  {"am weg", -7, NULL, NULL}};
#define SHIM_TEXTS 5u

static inline int shim_setup(void **state)
{
    struct shim_world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    scratch_make(&w->dir);
    *state = w;
    return 0;
}

static inline int shim_teardown(void **state)
{
    struct shim_world *w = *state;
    rat_buf_release(&w->text);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

static inline struct rat_xapian_document *shim_document(struct shim_world *w, const struct shim_text *text)
{
    struct rat_xapian_document *document;
    uint32_t position = 0;
    FINE(w, rat_xapian_document_new(&document, &w->err));
    for (const char *at = text->words; *at;) {
        size_t n = strcspn(at, " ");
        FINE(w, rat_xapian_document_add_posting(document, at, n, ++position, 1, &w->err));
        at += n + (at[n] == ' ');
    }
    FINE(w, rat_xapian_document_set_number(document, SHIM_DATE, text->date, &w->err));
    if (text->colour)
        FINE(w, rat_xapian_document_set_value(document, SHIM_COLOUR, text->colour, strlen(text->colour),
                                              &w->err));
    if (text->paper)
        FINE(w,
             rat_xapian_document_set_value(document, SHIM_PAPER, text->paper, strlen(text->paper), &w->err));
    FINE(w, rat_xapian_document_set_data(document, text->words, strlen(text->words), &w->err));
    return document;
}

static inline struct rat_xapian_writer *shim_writer(struct shim_world *w, const char *name,
                                                    enum rat_xapian_mode mode)
{
    struct rat_xapian_place place = {.path = scratch_path(&w->dir, name)};
    struct rat_xapian_writer *writer;
    FINE(w, rat_xapian_writer_open(&place, mode, 0, &writer, &w->err));
    return writer;
}

static inline struct rat_xapian_database *shim_open(struct shim_world *w, const char *name)
{
    struct rat_xapian_place place = {.path = scratch_path(&w->dir, name)};
    struct rat_xapian_database *database;
    FINE(w, rat_xapian_database_open(&place, &database, &w->err));
    return database;
}

static inline void shim_fill(struct shim_world *w, const char *name)
{
    struct rat_xapian_writer *writer = shim_writer(w, name, RAT_XAPIAN_CREATE);
    for (uint32_t i = 0; i < SHIM_TEXTS; i++) {
        struct rat_xapian_document *document = shim_document(w, &shim_texts[i]);
        uint32_t docid;
        FINE(w, rat_xapian_writer_add(writer, document, &docid, &w->err));
        assert_int_equal(docid, i + 1);
        rat_xapian_document_free(document);
    }
    FINE(w, rat_xapian_writer_close(writer, &w->err));
    rat_xapian_writer_free(writer);
}

static inline struct rat_xapian_query *shim_term(struct shim_world *w, const char *word)
{
    struct rat_xapian_query *query;
    FINE(w, rat_xapian_query_term(word, strlen(word), &query, &w->err));
    return query;
}

/* words, by spaces, each a term, under one operator */
static inline struct rat_xapian_query *shim_words(struct shim_world *w, enum rat_xapian_op op,
                                                  const char *words, uint32_t window)
{
    struct rat_xapian_query *parts[16], *query;
    size_t n = 0;
    for (const char *at = words; *at; n++) {
        size_t size = strcspn(at, " ");
        FINE(w, rat_xapian_query_term(at, size, &parts[n], &w->err));
        at += size + (at[size] == ' ');
    }
    FINE(w, rat_xapian_query_combine(op, parts, n, window, &query, &w->err));
    while (n > 0)
        rat_xapian_query_free(parts[--n]);
    return query;
}

static inline struct rat_xapian_found *shim_ask(struct shim_world *w, struct rat_xapian_database *database,
                                                const struct rat_xapian_query *query,
                                                const struct rat_xapian_request *request)
{
    static const struct rat_xapian_request defaults = RAT_XAPIAN_REQUEST_INIT;
    struct rat_xapian_found *found;
    FINE(w, rat_xapian_search(database, query, request ? request : &defaults, &found, &w->err));
    return found;
}

static inline const char *shim_ids(struct shim_world *w, struct rat_xapian_database *database,
                                   const struct rat_xapian_query *query,
                                   const struct rat_xapian_request *request)
{
    struct rat_xapian_found *found = shim_ask(w, database, query, request);
    rat_buf_clear(&w->text);
    for (size_t i = 0; i < rat_xapian_found_size(found); i++) {
        struct rat_xapian_hit hit;
        FINE(w, rat_xapian_found_hit(found, i, &hit, &w->err));
        rat_buf_printf(&w->text, "%s%u", i ? " " : "", hit.docid);
    }
    rat_xapian_found_free(found);
    return rat_buf_cstr(&w->text);
}

/* A callback: "word:number:count " into a rat_buf. */
static inline bool shim_note(void *ctx, const struct rat_xapian_item *item)
{
    rat_buf_printf(ctx, "%.*s:%u:%llu ", (int)item->size, (const char *)item->bytes, item->number,
                   (unsigned long long)item->count);
    return true;
}

#endif
