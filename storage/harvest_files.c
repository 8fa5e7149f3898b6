/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a harvest store: what became of the bytes of each. */
#include "storage/harvest_store_internal.h"

enum {
    COLUMN_SORT,
    COLUMN_KEY,
    COLUMN_STATE,
    COLUMN_KEPT,
    COLUMN_HELD,
    COLUMN_ID,
    COLUMN_URL,
    COLUMN_MODIFIED,
    COLUMN_MIME_TYPE,
    COLUMN_CHARSET,
    COLUMN_ETAG,
    COLUMN_LAST_MODIFIED,
    COLUMN_REASON,
    COLUMN_OWNER,
    COLUMN_SHA,
    COLUMN_SIZE
};

/* The id is stored only where it differs from the key. */
static void read_file(struct rat_harvest_query *q, struct rat_arena *arena, struct rat_harvest_file *out)
{
    *out = (struct rat_harvest_file){
        .key = rat_hq_get_text(q, COLUMN_KEY, arena),
        .id = rat_hq_get_text(q, COLUMN_ID, arena),
        .url = rat_hq_get_text(q, COLUMN_URL, arena),
        .modified = rat_hq_get_text(q, COLUMN_MODIFIED, arena),
        .mime_type = rat_hq_get_text(q, COLUMN_MIME_TYPE, arena),
        .charset = rat_hq_get_text(q, COLUMN_CHARSET, arena),
        .etag = rat_hq_get_text(q, COLUMN_ETAG, arena),
        .last_modified = rat_hq_get_text(q, COLUMN_LAST_MODIFIED, arena),
        .reason = rat_hq_get_text(q, COLUMN_REASON, arena),
        .owner = rat_hq_get_text(q, COLUMN_OWNER, arena),
        .state = (enum rat_harvest_file_state)sqlite3_column_int64(q->stmt, COLUMN_STATE),
        .kept = sqlite3_column_int64(q->stmt, COLUMN_KEPT) != 0,
        .held = sqlite3_column_int64(q->stmt, COLUMN_HELD) != 0,
        .size = (uint64_t)sqlite3_column_int64(q->stmt, COLUMN_SIZE),
    };
    if (sqlite3_column_bytes(q->stmt, COLUMN_SHA) == RAT_SHA256_BYTES)
        memcpy(out->sha, sqlite3_column_blob(q->stmt, COLUMN_SHA), RAT_SHA256_BYTES);
    if (!out->id)
        out->id = out->key;
}

rat_status rat_harvest_file(struct rat_harvest_store *store, const char *key, struct rat_arena *arena,
                            struct rat_harvest_file *out, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_FILE, err);
    rat_hq_key(&q, key);
    rat_status st = rat_hq_step(&q);
    if (st == RAT_OK)
        read_file(&q, arena, out);
    return rat_hq_end_row(&q, st, arena);
}

rat_status rat_harvest_put_file(struct rat_harvest_store *store, const struct rat_harvest_file *file,
                                struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_PUT_FILE, err);
    rat_hq_key(&q, file->key);
    rat_hq_int(&q, file->state);
    rat_hq_int(&q, file->kept);
    rat_hq_int(&q, file->held);
    rat_hq_text(&q, strcmp(file->id, file->key) != 0 ? file->id : NULL);
    rat_hq_text(&q, file->url);
    rat_hq_text(&q, file->modified);
    rat_hq_text(&q, file->mime_type);
    rat_hq_text(&q, file->charset);
    rat_hq_text(&q, file->etag);
    rat_hq_text(&q, file->last_modified);
    rat_hq_text(&q, file->reason);
    rat_hq_text(&q, file->owner);
    rat_hq_blob(&q, file->sha, RAT_SHA256_BYTES);
    rat_hq_int(&q, (int64_t)file->size);
    return rat_hq_run(&q);
}

rat_status rat_harvest_walk_files(struct rat_harvest_store *store, int state, struct rat_buf *after,
                                  struct rat_arena *arena, struct rat_harvest_file *out, struct rat_err *err)
{
    struct rat_harvest_query q =
        rat_harvest_query(store, state < 0 ? RAT_HS_WALK_FILES : RAT_HS_WALK_FILES_OF_STATE, err);
    rat_hq_key(&q, rat_buf_cstr(after));
    if (state >= 0)
        rat_hq_int(&q, state);
    rat_status st = after->failed ? rat_nomem(err) : rat_hq_step(&q);
    if (st == RAT_OK)
        read_file(&q, arena, out);
    rat_status ended = rat_hq_end_row(&q, st, arena);
    if (ended != RAT_OK)
        return ended == RAT_ENOTFOUND ? RAT_END : ended;
    rat_buf_clear(after);
    rat_buf_puts(after, out->key);
    return after->failed ? rat_nomem(err) : RAT_OK;
}

rat_status rat_harvest_count_files(struct rat_harvest_store *store, enum rat_harvest_file_state state,
                                   uint64_t *out, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_COUNT_FILES, err);
    rat_hq_int(&q, state);
    rat_status st = rat_hq_step(&q);
    if (st == RAT_OK)
        *out = (uint64_t)sqlite3_column_int64(q.stmt, 0);
    return rat_hq_end_row(&q, st, NULL);
}

rat_status rat_harvest_want_failed(struct rat_harvest_store *store, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_WANT_FAILED, err);
    rat_hq_int(&q, RAT_FILE_WANTED);
    rat_hq_int(&q, RAT_FILE_FAILED);
    return rat_hq_run(&q);
}

rat_status rat_harvest_file_types(struct rat_harvest_store *store, enum rat_harvest_file_state state,
                                  uint32_t skip, struct rat_arena *arena, const char **type, uint64_t *count,
                                  struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_TYPES, err);
    rat_hq_int(&q, state);
    rat_hq_int(&q, skip);
    rat_status st = rat_hq_step(&q);
    if (st == RAT_OK) {
        *type = rat_hq_get_text(&q, 0, arena);
        *count = (uint64_t)sqlite3_column_int64(q.stmt, 1);
    }
    st = rat_hq_end_row(&q, st, arena);
    return st == RAT_ENOTFOUND ? RAT_END : st;
}
