/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside a harvest store: its database and statements. harvest_store.c opens it and keeps settings and contents,
 * harvest_objects.c, harvest_files.c and harvest_lists.c have a table each. */
#ifndef STORAGE_HARVEST_STORE_INTERNAL_H
#define STORAGE_HARVEST_STORE_INTERNAL_H

#include "storage/contents.h"
#include "storage/harvest_store.h"

#include <sqlite3.h>

enum rat_harvest_statement {
    RAT_HS_GET,
    RAT_HS_SET,
    RAT_HS_PUT_OBJECT,
    RAT_HS_OBJECT,
    RAT_HS_SEE_OBJECT,
    RAT_HS_REMOVE_OBJECT,
    RAT_HS_WALK_OBJECTS,
    RAT_HS_UNSEEN,
    RAT_HS_COUNT_OBJECTS,
    RAT_HS_FILE,
    RAT_HS_PUT_FILE,
    RAT_HS_WALK_FILES,
    RAT_HS_WALK_FILES_OF_STATE,
    RAT_HS_COUNT_FILES,
    RAT_HS_WANT_FAILED,
    RAT_HS_TYPES,
    RAT_HS_CONTENT,
    RAT_HS_PUT_CONTENT,
    RAT_HS_WALK_CONTENTS,
    RAT_HS_REMOVE_CONTENT,
    RAT_HS_CONTENT_IS_USED,
    RAT_HS_PUT_LIST,
    RAT_HS_SET_LIST,
    RAT_HS_NEXT_LIST,
    RAT_HS_COUNT_LISTS,
    RAT_HS_REOPEN_LISTS,
    RAT_HS_CLEAR_LISTS,
    RAT_HS_COUNT
};

struct rat_harvest_store {
    char *folder, *database;
    int lock;
    sqlite3 *db;
    sqlite3_stmt *statements[RAT_HS_COUNT];
    struct rat_contents *contents;
    uint64_t held_bytes;
    bool in_transaction, contents_dirty;
    struct rat_buf scratch, sort;
};

/* A statement being run: parameters in order, then step. Latches the first error; end it always. */
struct rat_harvest_query {
    struct rat_harvest_store *store;
    sqlite3_stmt *stmt;
    int bound, rc;
    struct rat_err *err;
};
struct rat_harvest_query rat_harvest_query(struct rat_harvest_store *store,
                                           enum rat_harvest_statement statement, struct rat_err *err);
void rat_hq_text(struct rat_harvest_query *q, const char *text); /* borrowed until end */
/* Two parameters: what the key is sorted by (9 before 10, names without digits last), and the key. One in a query. */
void rat_hq_key(struct rat_harvest_query *q, const char *key);
void rat_hq_int(struct rat_harvest_query *q, int64_t value);
void rat_hq_blob(struct rat_harvest_query *q, const void *bytes, size_t n);
rat_status rat_hq_step(struct rat_harvest_query *q); /* RAT_OK: a row; RAT_END: none */
rat_status rat_hq_end(struct rat_harvest_query *q);  /* the first error, or RAT_OK */
rat_status rat_hq_run(struct rat_harvest_query *q);  /* step and end: for writing */
const char *rat_hq_get_text(const struct rat_harvest_query *q, int column, struct rat_arena *arena);
/* Ends a query that should have given one row: RAT_ENOTFOUND without a message when there was none. */
rat_status rat_hq_end_row(struct rat_harvest_query *q, rat_status stepped, const struct rat_arena *arena);

rat_status rat_harvest_failed(struct rat_harvest_store *store, int rc, struct rat_err *err);

#endif
