/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Xapian for C: documents, databases, queries, answers. Over shim.cc, the one C++ file of the tree; needs nothing else of it.
 *
 *     struct rat_xapian_err err;
 *     struct rat_xapian_place place = {.path = "folder"};
 *     rat_xapian_database_open(&place, &database, &err);
 *     rat_xapian_query_term("radweg", 6, &query, &err);
 *     struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
 *     rat_xapian_search(database, query, &request, &found, &err);
 *     for (size_t i = 0; i < rat_xapian_found_size(found); i++)
 *         rat_xapian_found_hit(found, i, &hit);
 *
 *  1. What can fail returns a status, 0 for success, and says more in *err (the caller's, may be NULL). Outputs are
 *     untouched on failure. No C++ exception leaves any function: Xapian's are told apart by class, std::bad_alloc and
 *     whatever else are caught too.
 *  2. Handles are made by functions with an `out` and freed by their caller; free takes NULL. They hold what they
 *     need of each other, so the order of freeing does not matter. Other functions want handles that are not NULL.
 *  3. Bytes in are (bytes, n) and may have zeros in them. Bytes out go to (dst, capacity): at most capacity bytes are copied,
 *     *size is how many there are, no zero is added; dst may be NULL with capacity 0.
 *  4. Lists are given item by item to a callback, which returns false to stop and must not jump out of it.
 *  5. A handle, and all that were made from it, belong to one thread at a time.
 *  6. Opening a remote database makes the process ignore SIGPIPE (Xapian does that).
 *
 * Not here because Xapian 1.4 has it not: OP_EDIT_DISTANCE, patterns other than "begins with" (both come with 2.0).
 */
#ifndef XAPIAN_SHIM_H
#define XAPIAN_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RAT_XAPIAN_API __attribute__((visibility("default")))
#define RAT_XAPIAN_CHECKED __attribute__((visibility("default"), warn_unused_result))

/* ---- errors ---- */

/* One for each class of Xapian's errors, and what else may be thrown. */
typedef enum rat_xapian_status {
    RAT_XAPIAN_OK = 0,
    RAT_XAPIAN_ASSERTION,
    RAT_XAPIAN_INVALID_ARGUMENT,
    RAT_XAPIAN_INVALID_OPERATION,
    RAT_XAPIAN_UNIMPLEMENTED,
    RAT_XAPIAN_DATABASE, /* of no narrower class: mostly the operating system refused to read or write */
    RAT_XAPIAN_DATABASE_CLOSED,
    RAT_XAPIAN_DATABASE_CORRUPT,
    RAT_XAPIAN_DATABASE_CREATE,
    RAT_XAPIAN_DATABASE_LOCK,     /* another writer */
    RAT_XAPIAN_DATABASE_MODIFIED, /* two commits since it was opened: reopen and ask again */
    RAT_XAPIAN_DATABASE_NOT_FOUND,
    RAT_XAPIAN_DATABASE_OPENING,
    RAT_XAPIAN_DATABASE_VERSION,
    RAT_XAPIAN_DOCUMENT_NOT_FOUND,
    RAT_XAPIAN_FEATURE_UNAVAILABLE,
    RAT_XAPIAN_INTERNAL,
    RAT_XAPIAN_NETWORK,
    RAT_XAPIAN_NETWORK_TIMEOUT,
    RAT_XAPIAN_QUERY_PARSER,
    RAT_XAPIAN_RANGE,
    RAT_XAPIAN_SERIALISATION,
    RAT_XAPIAN_WILDCARD,  /* stands for more terms than it may */
    RAT_XAPIAN_OTHER,     /* an error of Xapian of a class that this file does not know */
    RAT_XAPIAN_NO_MEMORY, /* std::bad_alloc, std::length_error */
    RAT_XAPIAN_FOREIGN,   /* any other std::exception */
    RAT_XAPIAN_UNKNOWN    /* anything else that was thrown */
} rat_xapian_status;

struct rat_xapian_err {
    rat_xapian_status status;
    char type[32];     /* Xapian's name of the class, "DatabaseLockError"; "" when it is none of Xapian's */
    char msg[512];     /* with the operating system's reason; cut, never overrun */
    char context[256]; /* which host or program; "" for local databases */
};

RAT_XAPIAN_API const char *rat_xapian_status_name(rat_xapian_status status); /* "database-lock"; never NULL */
RAT_XAPIAN_API const char *rat_xapian_version(void); /* of the library in use: "1.4.22" */

/* One item of a list; which of its members mean something stands where the list is. */
struct rat_xapian_item {
    const void *bytes; /* valid until the callback returns */
    size_t size;
    uint32_t number;
    uint64_t count;
};
typedef bool rat_xapian_each(void *ctx, const struct rat_xapian_item *item);

/* A number as bytes that sort as numbers do, for values and their ranges. Returns how many of dst: 0 to
 * RAT_XAPIAN_NUMBER_BYTES (0 for minus infinity). And back; other bytes give some number. */
#define RAT_XAPIAN_NUMBER_BYTES 9
RAT_XAPIAN_API size_t rat_xapian_number_encode(double number, void *dst);
RAT_XAPIAN_API double rat_xapian_number_decode(const void *bytes, size_t n);

/* ---- documents ---- */

/* The longest term of a local database: bytes, each zero counting twice. */
#define RAT_XAPIAN_TERM_BYTES_MAX 245u

struct rat_xapian_document;
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_document_new(struct rat_xapian_document **out,
                                                             struct rat_xapian_err *err);
RAT_XAPIAN_API void rat_xapian_document_free(struct rat_xapian_document *document);
/* wdf: how often it counts, added to what is there; 0: it only filters. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_document_add_term(struct rat_xapian_document *document,
                                                                  const void *term, size_t n, uint32_t wdf,
                                                                  struct rat_xapian_err *err);
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_document_add_posting(struct rat_xapian_document *document,
                                                                     const void *term, size_t n,
                                                                     uint32_t position, uint32_t wdf,
                                                                     struct rat_xapian_err *err);
/* INVALID_ARGUMENT when it is not there. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_document_remove_term(struct rat_xapian_document *document,
                                                                     const void *term, size_t n,
                                                                     struct rat_xapian_err *err);
/* No bytes: the document has no value in the slot. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_document_set_value(struct rat_xapian_document *document,
                                                                   uint32_t slot, const void *bytes, size_t n,
                                                                   struct rat_xapian_err *err);
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_document_set_number(struct rat_xapian_document *document,
                                                                    uint32_t slot, double number,
                                                                    struct rat_xapian_err *err);
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_document_set_data(struct rat_xapian_document *document,
                                                                  const void *bytes, size_t n,
                                                                  struct rat_xapian_err *err);
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_document_value(const struct rat_xapian_document *document,
                                                               uint32_t slot, void *dst, size_t capacity,
                                                               size_t *size, struct rat_xapian_err *err);
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_document_data(const struct rat_xapian_document *document,
                                                              void *dst, size_t capacity, size_t *size,
                                                              struct rat_xapian_err *err);
/* Terms in order: bytes, count is the wdf. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_document_terms(const struct rat_xapian_document *document,
                                                               rat_xapian_each *each, void *ctx,
                                                               struct rat_xapian_err *err);

/* ---- where a database is ---- */

/* One of path, host, program. Borrowed for the call. */
struct rat_xapian_place {
    const char *path; /* a folder or a single file */
    const char *host; /* xapian-tcpsrv; no authentication, no encryption */
    uint16_t port;
    const char *program; /* xapian-progsrv, or ssh to it */
    const char *args;    /* split at white space, no quoting */
    /* remote ones: of every answer, of connecting by tcp; 0: wait for ever. Writing may take long. */
    uint32_t timeout_ms, connect_timeout_ms;
};

/* ---- reading ---- */

struct rat_xapian_database;
/* The state of the last commit, until reopened. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_open(const struct rat_xapian_place *place,
                                                              struct rat_xapian_database **out,
                                                              struct rat_xapian_err *err);
/* Several as one: document d of part i (from 0) of n is (d - 1) * n + i + 1. The parts may be freed. n 0: one
 * that has nothing and cannot be searched (INVALID_ARGUMENT). */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_join(struct rat_xapian_database *const *parts,
                                                              size_t n, struct rat_xapian_database **out,
                                                              struct rat_xapian_err *err);
RAT_XAPIAN_API void rat_xapian_database_free(struct rat_xapian_database *database);
/* Everything made from it fails afterwards with DATABASE_CLOSED. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_close(struct rat_xapian_database *database,
                                                               struct rat_xapian_err *err);
/* To the newest commit; *moved (may be NULL): whether there was one. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_reopen(struct rat_xapian_database *database,
                                                                bool *moved, struct rat_xapian_err *err);
/* Remote ones close a silent connection after their own time limit. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_keep_alive(struct rat_xapian_database *database,
                                                                    struct rat_xapian_err *err);

struct rat_xapian_facts {
    uint32_t documents, last_docid, parts;
    uint64_t total_length; /* sum of all wdf */
    double average_length;
    bool has_positions;
};
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_facts(const struct rat_xapian_database *database,
                                                               struct rat_xapian_facts *out,
                                                               struct rat_xapian_err *err);
/* How many documents have the term, and the sum of its wdf; both 0 when none has it. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_count(const struct rat_xapian_database *database,
                                                               const void *term, size_t n,
                                                               uint32_t *documents, uint64_t *occurrences,
                                                               struct rat_xapian_err *err);
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_length(const struct rat_xapian_database *database,
                                                                uint32_t docid, uint32_t *length,
                                                                struct rat_xapian_err *err);
/* DOCUMENT_NOT_FOUND. The document is read when it is asked: a later call may fail. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_document(const struct rat_xapian_database *database,
                                                                  uint32_t docid,
                                                                  struct rat_xapian_document **out,
                                                                  struct rat_xapian_err *err);
/* *size 0: there is none. Of several databases joined: that of the first. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_metadata(const struct rat_xapian_database *database,
                                                                  const void *key, size_t n, void *dst,
                                                                  size_t capacity, size_t *size,
                                                                  struct rat_xapian_err *err);
/* A bound, not always the tightest, of the values in a slot. */
RAT_XAPIAN_CHECKED rat_xapian_status
rat_xapian_database_value_bound(const struct rat_xapian_database *database, uint32_t slot, bool upper,
                                void *dst, size_t capacity, size_t *size, struct rat_xapian_err *err);

/* All terms that begin with prefix, in order: bytes, count is how many documents. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_terms(const struct rat_xapian_database *database,
                                                               const void *prefix, size_t n,
                                                               rat_xapian_each *each, void *ctx,
                                                               struct rat_xapian_err *err);
/* Terms of a document: bytes, number is how many documents have it, count the wdf. */
RAT_XAPIAN_CHECKED rat_xapian_status
rat_xapian_database_document_terms(const struct rat_xapian_database *database, uint32_t docid,
                                   rat_xapian_each *each, void *ctx, struct rat_xapian_err *err);
/* Documents with a term: number is the docid, count the wdf. n 0: all documents. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_postings(const struct rat_xapian_database *database,
                                                                  const void *term, size_t n,
                                                                  rat_xapian_each *each, void *ctx,
                                                                  struct rat_xapian_err *err);
/* Positions of a term in a document: number. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_positions(const struct rat_xapian_database *database,
                                                                   uint32_t docid, const void *term, size_t n,
                                                                   rat_xapian_each *each, void *ctx,
                                                                   struct rat_xapian_err *err);
/* Values in a slot: number is the docid, bytes the value. Not of remote databases (UNIMPLEMENTED). */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_values(const struct rat_xapian_database *database,
                                                                uint32_t slot, rat_xapian_each *each,
                                                                void *ctx, struct rat_xapian_err *err);
/* A word like this one among those that were added for spelling; *size 0: none. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_spelling(const struct rat_xapian_database *database,
                                                                  const void *word, size_t n, void *dst,
                                                                  size_t capacity, size_t *size,
                                                                  struct rat_xapian_err *err);

/* A copy without what was deleted and without air; documents keep their numbers. path must not exist. What is not committed is not copied. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_database_compact(struct rat_xapian_database *database,
                                                                 const char *path,
                                                                 struct rat_xapian_err *err);
/* *errors: how many were found in the local database; the report, lines of text, goes to dst. A database that is too damaged to
 * be looked at is a failure (DATABASE_CORRUPT and others). Xapian has no checksums: a changed byte inside a value is not found. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_check(const char *path, size_t *errors, void *dst,
                                                      size_t capacity, size_t *size,
                                                      struct rat_xapian_err *err);

/* ---- writing ---- */

enum rat_xapian_mode { RAT_XAPIAN_OPEN, RAT_XAPIAN_CREATE, RAT_XAPIAN_CREATE_OR_OPEN, RAT_XAPIAN_OVERWRITE };
#define RAT_XAPIAN_NO_SYNC 1u     /* commits are not on the disk when they return */
#define RAT_XAPIAN_NO_TERMLIST 2u /* smaller; documents can then neither be replaced nor deleted */

struct rat_xapian_writer;
/* DATABASE_LOCK, DATABASE_CREATE when CREATE finds one, DATABASE_NOT_FOUND when OPEN does not. Remote ones are opened as their
 * server has them, with mode OPEN. Xapian commits on its own every so many documents unless a transaction is open. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_open(const struct rat_xapian_place *place,
                                                            enum rat_xapian_mode mode, uint32_t flags,
                                                            struct rat_xapian_writer **out,
                                                            struct rat_xapian_err *err);
/* Commits what is outside a transaction, drops an open one, and gives up the lock. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_close(struct rat_xapian_writer *writer,
                                                             struct rat_xapian_err *err);
/* Without close: the same, and whether it worked nobody learns. */
RAT_XAPIAN_API void rat_xapian_writer_free(struct rat_xapian_writer *writer);

/* A transaction is kept or dropped as a whole. INVALID_OPERATION when one is open already, or none to be dropped. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_begin(struct rat_xapian_writer *writer,
                                                             struct rat_xapian_err *err);
/* Ends the open transaction, if there is one; durable when it returns. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_commit(struct rat_xapian_writer *writer,
                                                              struct rat_xapian_err *err);
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_cancel(struct rat_xapian_writer *writer,
                                                              struct rat_xapian_err *err);
/* *docid (may be NULL): one above the highest ever used. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_add(struct rat_xapian_writer *writer,
                                                           const struct rat_xapian_document *document,
                                                           uint32_t *docid, struct rat_xapian_err *err);
/* As document docid, in place of what is there. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_put(struct rat_xapian_writer *writer, uint32_t docid,
                                                           const struct rat_xapian_document *document,
                                                           struct rat_xapian_err *err);
/* In place of the documents that have the term, or as a new one. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_put_by_term(struct rat_xapian_writer *writer,
                                                                   const void *term, size_t n,
                                                                   const struct rat_xapian_document *document,
                                                                   uint32_t *docid,
                                                                   struct rat_xapian_err *err);
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_delete(struct rat_xapian_writer *writer,
                                                              uint32_t docid, struct rat_xapian_err *err);
/* All documents with the term; none is no error. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_delete_by_term(struct rat_xapian_writer *writer,
                                                                      const void *term, size_t n,
                                                                      struct rat_xapian_err *err);
/* No bytes: removes it. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_set_metadata(struct rat_xapian_writer *writer,
                                                                    const void *key, size_t key_n,
                                                                    const void *bytes, size_t n,
                                                                    struct rat_xapian_err *err);
/* Adds to (or, negative, takes from) how often a word was seen, for rat_xapian_database_spelling. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_spelling(struct rat_xapian_writer *writer,
                                                                const void *word, size_t n, int32_t times,
                                                                struct rat_xapian_err *err);
/* The same database for reading, with what is not yet committed. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_writer_database(struct rat_xapian_writer *writer,
                                                                struct rat_xapian_database **out,
                                                                struct rat_xapian_err *err);

/* ---- queries: never change, may be part of several others ---- */

struct rat_xapian_query;
RAT_XAPIAN_API void rat_xapian_query_free(struct rat_xapian_query *query);

RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_query_term(const void *term, size_t n,
                                                           struct rat_xapian_query **out,
                                                           struct rat_xapian_err *err);
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_query_all(struct rat_xapian_query **out,
                                                          struct rat_xapian_err *err);
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_query_nothing(struct rat_xapian_query **out,
                                                              struct rat_xapian_err *err);

enum rat_xapian_op {
    RAT_XAPIAN_AND,
    RAT_XAPIAN_OR,
    RAT_XAPIAN_XOR,
    RAT_XAPIAN_AND_NOT,   /* the first, but none of the others */
    RAT_XAPIAN_AND_MAYBE, /* the first; the others only add to its score */
    RAT_XAPIAN_FILTER,    /* all; only the first scores */
    RAT_XAPIAN_NEAR,      /* in any order within so many positions; parts are terms, or terms joined by OR */
    RAT_XAPIAN_PHRASE,    /* in this order within so many positions; likewise */
    RAT_XAPIAN_SYNONYM,   /* any; scores as one term that stands wherever one of them does */
    RAT_XAPIAN_MAX        /* any; scores as the best of them */
};
/* window: of NEAR and PHRASE, in positions, 0 for as many as parts; else 0. No parts match nothing. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_query_combine(enum rat_xapian_op op,
                                                              struct rat_xapian_query *const *parts, size_t n,
                                                              uint32_t window, struct rat_xapian_query **out,
                                                              struct rat_xapian_err *err);
/* Multiplies its score, by 0 or more. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_query_scale(const struct rat_xapian_query *query,
                                                            double factor, struct rat_xapian_query **out,
                                                            struct rat_xapian_err *err);
/* Values in [from, to] as bytes compare; NULL: open. A document without a value is in no range but [NULL or "", NULL], which
 * is everything. Scores 0. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_query_range(uint32_t slot, const void *from, size_t from_n,
                                                            const void *to, size_t to_n,
                                                            struct rat_xapian_query **out,
                                                            struct rat_xapian_err *err);
/* Terms that begin with prefix, at most max of them (0: no limit). Beyond: WILDCARD when the query is run (FAIL), the first ones
 * in the order of bytes, the most frequent ones. combined: RAT_XAPIAN_OR, SYNONYM or MAX. */
enum rat_xapian_beyond { RAT_XAPIAN_FAIL, RAT_XAPIAN_FIRST, RAT_XAPIAN_MOST_FREQUENT };
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_query_prefix(const void *prefix, size_t n, uint32_t max,
                                                             enum rat_xapian_beyond beyond,
                                                             enum rat_xapian_op combined,
                                                             struct rat_xapian_query **out,
                                                             struct rat_xapian_err *err);
/* For people who debug. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_query_describe(const struct rat_xapian_query *query,
                                                               void *dst, size_t capacity, size_t *size,
                                                               struct rat_xapian_err *err);

/* ---- asking ---- */

/* Only what remote databases know too: they accept no weights and no orders but Xapian's own. */
enum rat_xapian_weight { RAT_XAPIAN_BM25, RAT_XAPIAN_NO_WEIGHT };
enum rat_xapian_order {
    RAT_XAPIAN_BY_SCORE,
    RAT_XAPIAN_BY_VALUE,
    RAT_XAPIAN_BY_SCORE_THEN_VALUE,
    RAT_XAPIAN_BY_VALUE_THEN_SCORE
}; /* equal ones by docid, smaller first */

struct rat_xapian_request {
    uint32_t offset, limit;
    /* At least so many matches are looked at: with as many as documents, counts and facets are exact. */
    uint32_t check_at_least;
    enum rat_xapian_weight weight;
    double k1, k2, k3, b, min_length; /* of BM25; min_length: least length, as a share of the average */
    enum rat_xapian_order order;
    uint32_t order_slot;
    bool descending;
    /* At most so many hits with the same value in the slot (0: all); documents without one are not alike. */
    uint32_t collapse_max, collapse_slot;
    int cutoff_percent; /* hits below that share of the best possible score are left out */
    double cutoff_score;
    /* Seconds after which matches beyond the page are no longer looked at (check_at_least); the page itself is always
     * finished. 0: none. */
    double time_limit;
    const uint32_t *facet_slots; /* values that are counted over the matches looked at */
    size_t facet_count;
};
#define RAT_XAPIAN_REQUEST_INIT                                       \
    {                                                                 \
        .limit = 10, .k1 = 1.2, .b = 0.75, .weight = RAT_XAPIAN_BM25, \
    }

struct rat_xapian_found;
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_search(const struct rat_xapian_database *database,
                                                       const struct rat_xapian_query *query,
                                                       const struct rat_xapian_request *request,
                                                       struct rat_xapian_found **out,
                                                       struct rat_xapian_err *err);
RAT_XAPIAN_API void rat_xapian_found_free(struct rat_xapian_found *found);

struct rat_xapian_counts {
    uint32_t lower, estimated, upper;             /* matches; equal ones are exact */
    uint32_t all_lower, all_estimated, all_upper; /* before collapsing */
    double best_score, best_possible;
};
RAT_XAPIAN_API void rat_xapian_found_counts(const struct rat_xapian_found *found,
                                            struct rat_xapian_counts *out);
RAT_XAPIAN_API size_t rat_xapian_found_size(const struct rat_xapian_found *found); /* hits on the page */

struct rat_xapian_hit {
    uint32_t docid;
    double score;
    int percent;        /* of the best possible score */
    uint32_t collapsed; /* at least so many others were left out for it */
};
/* i < rat_xapian_found_size. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_found_hit(const struct rat_xapian_found *found, size_t i,
                                                          struct rat_xapian_hit *out,
                                                          struct rat_xapian_err *err);
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_found_document(const struct rat_xapian_found *found, size_t i,
                                                               struct rat_xapian_document **out,
                                                               struct rat_xapian_err *err);
/* How many documents have a term, as it was counted for the scores; one that is not of the query is looked up. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_found_count(const struct rat_xapian_found *found,
                                                            const void *term, size_t n, uint32_t *documents,
                                                            struct rat_xapian_err *err);
/* Terms of the query that a document has: bytes. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_found_terms(const struct rat_xapian_found *found,
                                                            uint32_t docid, rat_xapian_each *each, void *ctx,
                                                            struct rat_xapian_err *err);
/* Values of facet i of the request in order of bytes: bytes, count is how many matches. *total (may be NULL): of how many
 * matches, those without a value included. */
RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_found_facet(const struct rat_xapian_found *found, size_t i,
                                                            rat_xapian_each *each, void *ctx, uint64_t *total,
                                                            struct rat_xapian_err *err);

#ifdef __cplusplus
}
#endif

#endif
