/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inside the catalogue: its tables, its prepared statements, and the two small machines that everything goes through.
 *
 * struct rat_query runs a prepared statement: start, bind in order, next, end. When the statement reads a table's rows whole,
 * each row's checksum is verified before it is given out. struct rat_row writes one row of a table: start, one call per
 * column in the order of the schema, finish; it computes the checksum. A row with the same key is replaced.
 *
 * Both latch the first error and can always be ended; a statement is used by one of them at a time.
 */
#ifndef STORAGE_CATALOGUE_INTERNAL_H
#define STORAGE_CATALOGUE_INTERNAL_H

#include "base/buf.h"
#include "base/cursor.h"
#include "storage/catalogue.h"

#include <sqlite3.h>

#define RAT_CATALOGUE_APPLICATION 0x52415453 /* "RATS" */
/* 1 had no paper_numbers, document_references, readings; 2 no extractions; writers add them */
#define RAT_CATALOGUE_FORMAT 3

enum rat_table {
    RAT_T_SETTINGS,
    RAT_T_SOURCES,
    RAT_T_PAPERS,
    RAT_T_CONSULTATIONS,
    RAT_T_LINKS,
    RAT_T_DOCUMENTS,
    RAT_T_VERSIONS, /* the columns of documents */
    RAT_T_MEETINGS,
    RAT_T_ITEMS,
    RAT_T_ORGANIZATIONS,
    RAT_T_CONTENTS,
    RAT_T_TOMBSTONES,
    RAT_T_PURGED,
    RAT_T_AUDIT,
    RAT_T_NUMBERS,
    RAT_T_REFERENCES,
    RAT_T_READINGS,
    RAT_T_EXTRACTIONS,
    RAT_TABLES
};

struct rat_table_def {
    const char *name;
    const char *const *columns; /* declarations; the first word is the name */
    int count;
    const char *tail; /* behind the columns in CREATE TABLE: keys of the table, "WITHOUT ROWID" after ')' */
    bool without_rowid;
};
const struct rat_table_def *rat_catalogue_table(enum rat_table table);

/* Columns by place, as the queries of rows give them. */
enum { RAT_SOURCE_ID, RAT_SOURCE_NAME, RAT_SOURCE_KIND, RAT_SOURCE_MIRROR };
enum {
    RAT_DOC_NUM,
    RAT_DOC_VERSION,
    RAT_DOC_ID,
    RAT_DOC_SHORT_ID,
    RAT_DOC_PAPER_ID,
    RAT_DOC_MEETING_ID,
    RAT_DOC_SOURCE,
    RAT_DOC_STAMP,
    RAT_DOC_IMPORTED_AT,
    RAT_DOC_REMOVED_AT,
    RAT_DOC_ORIGINAL_SHA,
    RAT_DOC_TEXT_SHA,
    RAT_DOC_ORIGINAL_SIZE,
    RAT_DOC_TEXT_SIZE,
    RAT_DOC_UNDECODABLE,
    RAT_DOC_ENCODING,
    RAT_DOC_EXTRACTOR,
    RAT_DOC_TITLE,
    RAT_DOC_NAME,
    RAT_DOC_TYPE,
    RAT_DOC_REFERENCE,
    RAT_DOC_REFERENCE_KEY,
    RAT_DOC_DATE,
    RAT_DOC_DATE_ORIGIN,
    RAT_DOC_BODY,
    RAT_DOC_MUNICIPALITY,
    RAT_DOC_COMMITTEES,
    RAT_DOC_LEAD_OFFICE,
    RAT_DOC_STATUS,
    RAT_DOC_IS_PUBLIC,
    RAT_DOC_LOCATION,
    RAT_DOC_DOWNLOAD_URL,
    RAT_DOC_MIME_TYPE,
    RAT_DOC_MODIFIED,
    RAT_DOC_RAW,
    RAT_DOC_FIELDS,
    RAT_DOC_COLUMNS
};
enum {
    RAT_PAPER_ROW,
    RAT_PAPER_ID,
    RAT_PAPER_SHORT_ID,
    RAT_PAPER_SOURCE,
    RAT_PAPER_STAMP,
    RAT_PAPER_REMOVED_AT,
    RAT_PAPER_REFERENCE,
    RAT_PAPER_REFERENCE_KEY,
    RAT_PAPER_PRINTED,
    RAT_PAPER_PRINTED_KEY,
    RAT_PAPER_NAME,
    RAT_PAPER_TYPE,
    RAT_PAPER_DATE,
    RAT_PAPER_DATE_ORIGIN,
    RAT_PAPER_LEAD_OFFICE,
    RAT_PAPER_STATUS,
    RAT_PAPER_IS_PUBLIC,
    RAT_PAPER_BODY,
    RAT_PAPER_MUNICIPALITY,
    RAT_PAPER_CREATED,
    RAT_PAPER_MODIFIED,
    RAT_PAPER_RAW,
    RAT_PAPER_FIELDS,
    RAT_PAPER_CONSULTATIONS,
    RAT_PAPER_LINKS,
    RAT_PAPER_COLUMNS
};
enum {
    RAT_MEETING_ROW,
    RAT_MEETING_ID,
    RAT_MEETING_SOURCE,
    RAT_MEETING_STAMP,
    RAT_MEETING_REMOVED_AT,
    RAT_MEETING_NAME,
    RAT_MEETING_START,
    RAT_MEETING_END,
    RAT_MEETING_LOCATION,
    RAT_MEETING_ORGANIZATIONS,
    RAT_MEETING_MODIFIED,
    RAT_MEETING_RAW,
    RAT_MEETING_ITEMS,
    RAT_MEETING_COLUMNS
};
enum {
    RAT_EXTRACTION_DOCNUM,
    RAT_EXTRACTION_VERSION,
    RAT_EXTRACTION_STATE,
    RAT_EXTRACTION_PROBLEMS,
    RAT_EXTRACTION_CONFIDENCE,
    RAT_EXTRACTION_PAGES,
    RAT_EXTRACTION_CONTAINER
};
enum { RAT_CONTENT_SHA, RAT_CONTENT_PACK, RAT_CONTENT_OFFSET, RAT_CONTENT_STORED, RAT_CONTENT_SIZE };

/* Statements that are kept prepared. Those that write a row of a table come first and have the table's number. */
enum rat_statement {
    RAT_S_SETTING = RAT_TABLES,
    RAT_S_SOURCE_BY_NAME,
    RAT_S_SOURCE_BY_ID,
    RAT_S_DOCUMENT_BY_ID,
    RAT_S_DOCUMENT,
    RAT_S_DOCUMENTS,
    RAT_S_DOCUMENT_NEXT,
    RAT_S_DOCUMENT_NEXT_OF_SOURCE,
    RAT_S_DOCUMENTS_BY_SHORT_ID,
    RAT_S_DOCUMENTS_BY_REFERENCE,
    RAT_S_DOCUMENTS_OF_PAPER,
    RAT_S_VERSIONS,
    RAT_S_PAPER_BY_ID,
    RAT_S_PAPER,
    RAT_S_PAPER_IS_SHOWN,
    RAT_S_PAPER_NEXT,
    RAT_S_PAPER_NEXT_OF_SOURCE,
    RAT_S_PAPERS_BY_SHORT_ID,
    RAT_S_PAPERS_BY_REFERENCE,
    RAT_S_PAPERS,
    RAT_S_CONSULTATIONS,
    RAT_S_CONSULTATIONS_OF_MEETING,
    RAT_S_LINKS,
    RAT_S_LINKS_TO,
    RAT_S_CONSULTATIONS_ON,
    RAT_S_NUMBERS,
    RAT_S_NUMBERS_BY_KEY,
    RAT_S_NUMBERS_BY_BARE,
    RAT_S_NUMBERS_BY_FAMILY,
    RAT_S_REFERENCES,
    RAT_S_READING,
    RAT_S_REFERENCES_TO,
    RAT_S_REFERENCES_TO_SUPPLEMENTS,
    RAT_S_MEETING_BY_ID,
    RAT_S_MEETING,
    RAT_S_MEETING_NEXT_OF_SOURCE,
    RAT_S_MEETINGS,
    RAT_S_MEETINGS_BY_ROW,
    RAT_S_ITEMS,
    RAT_S_ORGANIZATION,
    RAT_S_ORGANIZATIONS,
    RAT_S_CONTENT,
    RAT_S_CONTENT_NEXT,
    RAT_S_EXTRACTION,
    RAT_S_TOMBSTONE,
    RAT_S_PURGED,
    RAT_S_DELETE_CONSULTATIONS,
    RAT_S_DELETE_LINKS,
    RAT_S_DELETE_NUMBERS,
    RAT_S_DELETE_REFERENCES,
    RAT_S_DELETE_READING,
    RAT_S_DELETE_ITEMS,
    RAT_S_DELETE_DOCUMENT,
    RAT_S_DELETE_VERSIONS,
    RAT_S_DELETE_EXTRACTIONS,
    RAT_S_DELETE_CONTENT,
    RAT_S_CONTENT_IS_USED,
    RAT_S_NEXT_DOCUMENT,
    RAT_S_NEXT_PAPER,
    RAT_S_NEXT_MEETING,
    RAT_S_NEXT_AUDIT,
    RAT_S_PUBLICITY,
    RAT_STATEMENTS
};

struct rat_catalogue {
    sqlite3 *db;
    char *path;
    int64_t format; /* of the file */
    bool writable;
    sqlite3_stmt *statements[RAT_STATEMENTS];
    struct rat_buf canon; /* of the row being read */
    /* number that the next new row gets, 0: ask. Only grows while the handle is open, so that a number that was
     * reserved is not given again, whatever is committed or rolled back in between. */
    int64_t next[RAT_TABLES];
    int64_t first_docnum; /* the first number of a document that this handle gave */
    char *source;         /* the source asked for last, and its row */
    int64_t source_id;
};

/* ---- schema (catalogue_schema.c) ---- */

/* Makes the tables and indexes of the formats above `from` up to `to`. */
rat_status rat_catalogue_make_schema(struct rat_catalogue *catalogue, int64_t from, int64_t to,
                                     struct rat_err *err);
/* Brings a catalogue of an older format to the present one: new tables, empty. */
rat_status rat_catalogue_upgrade(struct rat_catalogue *catalogue, struct rat_err *err);
/* Whether a file of this catalogue's format has the table. */
bool rat_catalogue_has(const struct rat_catalogue *catalogue, enum rat_table table);
/* The table whose rows the statement reads whole (all columns, then the checksum); RAT_TABLES: it does something else. */
enum rat_table rat_catalogue_statement_table(int statement);
/* The SQL of a statement; failures latch in out. */
void rat_catalogue_sql(int statement, struct rat_buf *out);
/* "SELECT all columns, checksum FROM table" + tail */
void rat_catalogue_select_sql(enum rat_table table, const char *tail, struct rat_buf *out);

/* ---- statements and rows (catalogue_row.c) ---- */

/* SQLite's result code as ours, with message, file and next step. */
rat_status rat_catalogue_failed(struct rat_catalogue *catalogue, int rc, struct rat_err *err);
rat_status rat_catalogue_damaged(struct rat_catalogue *catalogue, const char *what, struct rat_err *err);
rat_status rat_catalogue_exec(struct rat_catalogue *catalogue, const char *sql, struct rat_err *err);
/* RAT_EUSAGE unless a transaction of a writer is open. */
rat_status rat_catalogue_may_write(struct rat_catalogue *catalogue, struct rat_err *err);

struct rat_query {
    struct rat_catalogue *catalogue;
    sqlite3_stmt *stmt;   /* columns are read from it after next said RAT_OK */
    enum rat_table table; /* RAT_TABLES: rows are not verified */
    int bound;
    rat_status failed;
    struct rat_err *err;
};
struct rat_query rat_query_start(struct rat_catalogue *catalogue, int statement, struct rat_err *err);
void rat_query_text(struct rat_query *query, const char *text);
void rat_query_int(struct rat_query *query, int64_t value);
void rat_query_blob(struct rat_query *query, const void *bytes, size_t n);
rat_status rat_query_next(struct rat_query *query); /* RAT_OK: a row; RAT_END: no more */
void rat_query_end(struct rat_query *query);
/* Runs to its end and ends: for DELETE. */
rat_status rat_query_run(struct rat_query *query);

/* Columns of the present row. NULL stays NULL; failures latch in the arena. */
const char *rat_query_get_text(const struct rat_query *query, int column, struct rat_arena *arena);
int64_t rat_query_get_int(const struct rat_query *query, int column);
/* false: the column is not 32 bytes long */
bool rat_query_get_sha(const struct rat_query *query, int column, uint8_t out[RAT_SHA256_BYTES]);
struct rat_cursor rat_query_get_list(const struct rat_query *query, int column);

/* The checksum of a row: rat_hash64 over its columns, each as a type byte and its value (FORMAT.md). */
enum { RAT_V_NULL = 0, RAT_V_INT = 1, RAT_V_TEXT = 2, RAT_V_BLOB = 3, RAT_V_REAL = 4 };
bool rat_catalogue_row_is_sound(sqlite3_stmt *stmt, int columns, struct rat_buf *scratch);

struct rat_row {
    struct rat_catalogue *catalogue;
    sqlite3_stmt *stmt;
    enum rat_table table;
    int column;
    int rc;
    rat_status failed;
    struct rat_buf canon;
    struct rat_err *err;
};
struct rat_row rat_row_start(struct rat_catalogue *catalogue, enum rat_table table, struct rat_err *err);
void rat_row_int(struct rat_row *row, int64_t value);
void rat_row_text(struct rat_row *row, const char *text);      /* NULL: NULL; borrowed until finish */
void rat_row_text_copy(struct rat_row *row, const char *text); /* not borrowed */
void rat_row_blob(struct rat_row *row, const void *bytes, size_t n);
void rat_row_list(struct rat_row *row, struct rat_buf *list); /* empties the list */
void rat_row_copy(struct rat_row *row, const struct rat_query *from, int column);
rat_status rat_row_finish(struct rat_row *row); /* writes, unless something failed before; always releases */

/* The number of the next new row of documents, papers, meetings or audit: above every number ever given. */
rat_status rat_catalogue_next_row(struct rat_catalogue *catalogue, enum rat_table table, int64_t *out,
                                  struct rat_err *err);

/* ---- shared by the topics ---- */

/* *id 0 for NULL. RAT_EUSAGE when the source was never put. */
rat_status rat_catalogue_source_id(struct rat_catalogue *catalogue, const char *name, int64_t *id,
                                   struct rat_err *err);
rat_status rat_catalogue_source_name(struct rat_catalogue *catalogue, int64_t id, struct rat_arena *arena,
                                     const char **name, struct rat_err *err);
/* The last part of an OParl id ("https://.../papers/586836" -> "586836"), NULL for other ids; points into id. */
const char *rat_catalogue_short_id(const char *id);
/* A reference number as it is looked up: lower case, white space at the ends gone and inside one space. NULL in, or nothing
 * left: appends nothing. */
void rat_catalogue_reference_key(const char *reference, struct rat_buf *out);
void rat_row_reference_key(struct rat_row *row, const char *reference);

/* The row of consultations that the query stands on. */
void rat_catalogue_get_consultation(const struct rat_query *query, struct rat_arena *arena,
                                    struct rat_consultation *out);

/* Writes the row that `query` stands on again with `text` in one column; ends the query. */
rat_status rat_catalogue_rewrite(struct rat_query *query, enum rat_table into, int column, const char *text);

#endif
