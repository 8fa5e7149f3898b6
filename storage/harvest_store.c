/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/harvest_store_internal.h"

#include "base/file.h"

#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#define STORE_FORMAT 1
#define APPLICATION 0x52415448 /* "RATH" */

/* `sort` follows from `key` and stands before it, so that one b-tree finds by key and walks in order. */
static const char schema[] =
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
    "CREATE TABLE objects (kind INTEGER, sort TEXT, key TEXT, pass INTEGER, size INTEGER, json BLOB,"
    " PRIMARY KEY (kind, sort, key)) WITHOUT ROWID;"
    "CREATE TABLE files (sort TEXT, key TEXT, state INTEGER, kept INTEGER, held INTEGER, id TEXT, url TEXT,"
    " modified TEXT, mime_type TEXT, charset TEXT, etag TEXT, last_modified TEXT, reason TEXT, owner TEXT, "
    "sha BLOB, size INTEGER,"
    " PRIMARY KEY (sort, key)) WITHOUT ROWID;"
    "CREATE INDEX files_sha ON files(sha) WHERE held = 1;"
    "CREATE TABLE contents (sha BLOB PRIMARY KEY, pack INTEGER, offset INTEGER, stored INTEGER, size INTEGER)"
    " WITHOUT ROWID;"
    "CREATE TABLE lists (id INTEGER PRIMARY KEY, kind INTEGER, url TEXT UNIQUE, next TEXT, single INTEGER,"
    " state INTEGER, pages INTEGER);";

static const char *const sql[RAT_HS_COUNT] = {
    [RAT_HS_GET] = "SELECT value FROM settings WHERE key = ?",
    [RAT_HS_SET] = "INSERT OR REPLACE INTO settings VALUES (?, ?)",
    [RAT_HS_PUT_OBJECT] = "INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?)",
    [RAT_HS_OBJECT] = "SELECT * FROM objects WHERE kind = ? AND sort = ? AND key = ?",
    [RAT_HS_SEE_OBJECT] = "UPDATE objects SET pass = ?4 WHERE kind = ?1 AND sort = ?2 AND key = ?3",
    [RAT_HS_REMOVE_OBJECT] = "DELETE FROM objects WHERE kind = ? AND sort = ? AND key = ?",
    [RAT_HS_WALK_OBJECTS] =
        "SELECT * FROM objects WHERE kind = ? AND (sort, key) > (?, ?) ORDER BY sort, key LIMIT 1",
    [RAT_HS_UNSEEN] = "SELECT * FROM objects WHERE kind = ? AND (sort, key) > (?, ?) AND pass < ?"
                      " ORDER BY sort, key LIMIT 1",
    [RAT_HS_COUNT_OBJECTS] = "SELECT count(*) FROM objects WHERE kind = ? AND pass < ?",
    [RAT_HS_FILE] = "SELECT * FROM files WHERE sort = ? AND key = ?",
    [RAT_HS_PUT_FILE] =
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [RAT_HS_WALK_FILES] = "SELECT * FROM files WHERE (sort, key) > (?, ?) ORDER BY sort, key LIMIT 1",
    [RAT_HS_WALK_FILES_OF_STATE] = "SELECT * FROM files WHERE (sort, key) > (?, ?) AND state = ?"
                                   " ORDER BY sort, key LIMIT 1",
    [RAT_HS_COUNT_FILES] = "SELECT count(*) FROM files WHERE state = ?",
    [RAT_HS_WANT_FAILED] = "UPDATE files SET state = ?, reason = NULL WHERE state = ?",
    [RAT_HS_TYPES] = "SELECT coalesce(mime_type, ''), count(*) FROM files WHERE state = ? GROUP BY 1"
                     " ORDER BY 2 DESC, 1 LIMIT 1 OFFSET ?",
    [RAT_HS_CONTENT] = "SELECT pack, offset, stored, size FROM contents WHERE sha = ?",
    [RAT_HS_PUT_CONTENT] = "INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?, ?)",
    [RAT_HS_WALK_CONTENTS] =
        "SELECT sha, pack, offset, stored, size FROM contents WHERE sha > ? ORDER BY sha LIMIT 1",
    [RAT_HS_REMOVE_CONTENT] = "DELETE FROM contents WHERE sha = ?",
    [RAT_HS_CONTENT_IS_USED] = "SELECT 1 FROM files WHERE sha = ? AND held = 1",
    [RAT_HS_PUT_LIST] = "INSERT OR IGNORE INTO lists VALUES (NULL, ?, ?, ?, ?, ?, ?)",
    [RAT_HS_SET_LIST] = "UPDATE lists SET url = ?, next = ?, state = ?, pages = ? WHERE id = ?",
    [RAT_HS_NEXT_LIST] = "SELECT id, kind, url, next, single, state, pages FROM lists WHERE state = 0"
                         " ORDER BY single, id LIMIT 1",
    [RAT_HS_COUNT_LISTS] = "SELECT count(*) FROM lists WHERE state = ?",
    [RAT_HS_REOPEN_LISTS] = "UPDATE lists SET state = 0 WHERE state = 2",
    [RAT_HS_CLEAR_LISTS] = "DELETE FROM lists",
};

rat_status rat_harvest_failed(struct rat_harvest_store *store, int rc, struct rat_err *err)
{
    if (rc == SQLITE_NOMEM)
        return rat_nomem(err);
    int base = rc & 0xff;
    bool damaged = base == SQLITE_CORRUPT || base == SQLITE_NOTADB || base == SQLITE_SCHEMA ||
                   base == SQLITE_ERROR || base == SQLITE_CONSTRAINT;
    rat_status st = rat_fail(err, damaged ? RAT_EDAMAGED : RAT_EIO, _("Zwischenspeicher der Abholung: %s"),
                             store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(rc));
    rat_err_where(err, "%s", store->database);
    return st;
}

/* ---- queries ---- */

struct rat_harvest_query rat_harvest_query(struct rat_harvest_store *store,
                                           enum rat_harvest_statement statement, struct rat_err *err)
{
    struct rat_harvest_query q = {.store = store, .err = err, .rc = SQLITE_OK};
    if (!store->statements[statement])
        q.rc = sqlite3_prepare_v3(store->db, sql[statement], -1, SQLITE_PREPARE_PERSISTENT,
                                  &store->statements[statement], NULL);
    q.stmt = store->statements[statement];
    return q;
}

void rat_hq_text(struct rat_harvest_query *q, const char *text)
{
    q->bound++;
    if (q->rc == SQLITE_OK)
        q->rc = sqlite3_bind_text(q->stmt, q->bound, text, -1, SQLITE_STATIC);
}

void rat_hq_int(struct rat_harvest_query *q, int64_t value)
{
    q->bound++;
    if (q->rc == SQLITE_OK)
        q->rc = sqlite3_bind_int64(q->stmt, q->bound, value);
}

void rat_hq_blob(struct rat_harvest_query *q, const void *bytes, size_t n)
{
    q->bound++;
    if (q->rc == SQLITE_OK)
        q->rc = sqlite3_bind_blob64(q->stmt, q->bound, n ? bytes : "", n, SQLITE_STATIC);
}

rat_status rat_hq_step(struct rat_harvest_query *q)
{
    if (q->rc == SQLITE_OK)
        q->rc = sqlite3_step(q->stmt);
    if (q->rc == SQLITE_ROW || q->rc == SQLITE_DONE) {
        bool row = q->rc == SQLITE_ROW;
        q->rc = SQLITE_OK;
        return row ? RAT_OK : RAT_END;
    }
    return rat_harvest_failed(q->store, q->rc, q->err);
}

rat_status rat_hq_end(struct rat_harvest_query *q)
{
    rat_status st = q->rc == SQLITE_OK ? RAT_OK : rat_harvest_failed(q->store, q->rc, q->err);
    sqlite3_reset(q->stmt);
    sqlite3_clear_bindings(q->stmt);
    return st;
}

rat_status rat_hq_run(struct rat_harvest_query *q)
{
    rat_status st = rat_hq_step(q);
    rat_status ended = rat_hq_end(q);
    return st < 0 ? st : ended;
}

const char *rat_hq_get_text(const struct rat_harvest_query *q, int column, struct rat_arena *arena)
{
    const unsigned char *text = sqlite3_column_text(q->stmt, column);
    return text ? rat_arena_strndup(arena, text, (size_t)sqlite3_column_bytes(q->stmt, column)) : NULL;
}

rat_status rat_hq_end_row(struct rat_harvest_query *q, rat_status stepped, const struct rat_arena *arena)
{
    rat_status st = rat_hq_end(q);
    if (stepped < 0)
        return stepped;
    if (st == RAT_OK && arena && arena->failed)
        st = rat_nomem(q->err);
    return st == RAT_OK && stepped == RAT_END ? RAT_ENOTFOUND : st;
}

/* ---- opening ---- */

static void store_folder(const char *archive, const char *source, struct rat_buf *out)
{
    char name[40];
    snprintf(name, sizeof name, "harvest/%016llx", (unsigned long long)rat_hash64(source, strlen(source)));
    rat_path_join(out, archive, name);
}

static char *join(const char *folder, const char *name)
{
    struct rat_buf path = RAT_BUF_INIT;
    rat_path_join(&path, folder, name);
    char *copy = path.failed ? NULL : strdup(rat_buf_cstr(&path));
    rat_buf_release(&path);
    return copy;
}

static rat_status ask(struct rat_harvest_store *store, const char *text, int64_t *out, struct rat_err *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db, text, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    rat_status st = rc == SQLITE_ROW ? RAT_OK : rat_harvest_failed(store, rc, err);
    if (st == RAT_OK)
        *out = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return st;
}

static rat_status exec(struct rat_harvest_store *store, const char *text, struct rat_err *err)
{
    int rc = sqlite3_exec(store->db, text, NULL, NULL, NULL);
    return rc == SQLITE_OK ? RAT_OK : rat_harvest_failed(store, rc, err);
}

/* A new file gets the tables in one transaction: a kill in between leaves an empty file, which is new again. */
static rat_status make_tables(struct rat_harvest_store *store, struct rat_err *err)
{
    char version[120];
    snprintf(version, sizeof version, "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
             APPLICATION, STORE_FORMAT);
    rat_status st = exec(store, "BEGIN", err);
    if (st == RAT_OK)
        st = exec(store, schema, err);
    return st == RAT_OK ? exec(store, version, err) : st;
}

/* NORMAL: a power cut may take back the last pages of a harvest, which are then fetched again; a kill takes nothing. */
static rat_status open_database(struct rat_harvest_store *store, struct rat_err *err)
{
    int64_t tables = 0, version = 0, application = 0;
    int rc = sqlite3_open_v2(
        store->database, &store->db,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc != SQLITE_OK)
        return rat_harvest_failed(store, rc, err);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    rat_status st =
        exec(store,
             "PRAGMA cell_size_check = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
             "PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 16777216",
             err);
    if (st == RAT_OK)
        st = ask(store, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (st == RAT_OK && tables == 0)
        st = make_tables(store, err);
    if (st == RAT_OK)
        st = ask(store, "PRAGMA user_version", &version, err);
    if (st == RAT_OK)
        st = ask(store, "PRAGMA application_id", &application, err);
    if (st == RAT_OK && (version != STORE_FORMAT || application != APPLICATION)) {
        st = rat_fail(err, RAT_EDAMAGED, "%s", _("Der Zwischenspeicher der Abholung hat ein anderes Format"));
        rat_err_where(err, "%s", store->database);
    }
    return st;
}

static rat_status open_contents(struct rat_harvest_store *store, struct rat_err *err)
{
    int64_t pack = 0, bytes = 0, held = 0;
    char *folder = join(store->folder, "contents");
    rat_status st = folder ? rat_harvest_get_number(store, "pack", 0, &pack, err) : rat_nomem(err);
    if (st == RAT_OK)
        st = rat_harvest_get_number(store, "pack.bytes", 0, &bytes, err);
    if (st == RAT_OK)
        st = ask(store, "SELECT coalesce(sum(stored), 0) FROM contents", &held, err);
    if (st == RAT_OK)
        st = rat_contents_open(folder, true, &store->contents, err);
    if (st == RAT_OK)
        st = rat_contents_resume(store->contents, (uint32_t)pack, (uint64_t)bytes, err);
    store->held_bytes = (uint64_t)held;
    free(folder);
    return st;
}

static rat_status make_folders(const char *archive, const char *folder, struct rat_err *err)
{
    char *root = join(archive, "harvest");
    rat_status st = root ? rat_folder_make(root, err) : rat_nomem(err);
    free(root);
    return st == RAT_OK ? rat_folder_make(folder, err) : st;
}

static rat_status lock_store(const char *folder, int *lock, struct rat_err *err)
{
    char *path = join(folder, "LOCK");
    rat_status st = path ? rat_file_lock(path, lock, err) : rat_nomem(err);
    if (st == RAT_ELOCKED) {
        st = rat_fail(err, RAT_ELOCKED, "%s",
                      _("Diese Quelle wird gerade von einem anderen Prozess abgeholt"));
        rat_err_where(err, "%s", folder);
        rat_err_hint(err, "%s", _("Warten, bis er fertig ist"));
    }
    free(path);
    return st;
}

rat_status rat_harvest_store_open(const char *archive, const char *source, struct rat_harvest_store **out,
                                  struct rat_err *err)
{
    struct rat_buf folder = RAT_BUF_INIT;
    struct rat_harvest_store *store = calloc(1, sizeof *store);
    store_folder(archive, source, &folder);
    if (store) {
        store->lock = -1;
        store->folder = folder.failed ? NULL : strdup(rat_buf_cstr(&folder));
        store->database = store->folder ? join(store->folder, "objects.db") : NULL;
    }
    rat_buf_release(&folder);
    rat_status st = store && store->database ? RAT_OK : rat_nomem(err);
    if (st == RAT_OK)
        st = make_folders(archive, store->folder, err);
    if (st == RAT_OK)
        st = lock_store(store->folder, &store->lock, err);
    if (st == RAT_OK)
        st = open_database(store, err);
    if (st == RAT_OK)
        st = open_contents(store, err);
    if (st != RAT_OK) {
        rat_harvest_store_close(store);
        return st;
    }
    *out = store;
    return RAT_OK;
}

void rat_harvest_store_close(struct rat_harvest_store *store)
{
    if (!store)
        return;
    if (store->db)
        rat_harvest_store_rollback(store);
    for (size_t i = 0; i < RAT_HS_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    sqlite3_close(store->db);
    rat_contents_close(store->contents);
    rat_file_unlock(store->lock);
    rat_buf_release(&store->scratch);
    rat_buf_release(&store->sort);
    free(store->folder);
    free(store->database);
    free(store);
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info, (void)type, (void)walk;
    return remove(path);
}

static rat_status remove_store(const char *folder, struct rat_err *err)
{
    int lock = -1;
    if (access(folder, F_OK) != 0)
        return RAT_OK;
    rat_status st = lock_store(folder, &lock, err);
    if (st == RAT_OK && nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0) {
        st = rat_fail_errno(err, RAT_EIO, errno, "%s",
                            _("Zwischenspeicher der Abholung lässt sich nicht löschen"));
        rat_err_where(err, "%s", folder);
    }
    rat_file_unlock(lock);
    return st;
}

rat_status rat_harvest_store_discard(const char *archive, const char *source, struct rat_err *err)
{
    struct rat_buf folder = RAT_BUF_INIT;
    store_folder(archive, source, &folder);
    rat_status st = folder.failed ? rat_nomem(err) : remove_store(rat_buf_cstr(&folder), err);
    rat_buf_release(&folder);
    return st;
}

rat_status rat_harvest_store_discard_all(const char *archive, struct rat_err *err)
{
    struct rat_buf folder = RAT_BUF_INIT;
    char **names = NULL;
    size_t count = 0;
    char *root = join(archive, "harvest");
    rat_status st = root ? RAT_OK : rat_nomem(err);
    if (st == RAT_OK && access(root, F_OK) == 0)
        st = rat_folder_list(root, &names, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        rat_path_join(&folder, root, names[i]);
        st = folder.failed ? rat_nomem(err) : remove_store(rat_buf_cstr(&folder), err);
    }
    rat_folder_list_free(names, count);
    rat_buf_release(&folder);
    free(root);
    return st;
}

/* ---- transactions and settings ---- */

rat_status rat_harvest_store_begin(struct rat_harvest_store *store, struct rat_err *err)
{
    rat_status st = exec(store, "BEGIN IMMEDIATE", err);
    store->in_transaction = st == RAT_OK;
    return st;
}

rat_status rat_harvest_store_commit(struct rat_harvest_store *store, struct rat_err *err)
{
    rat_status st = RAT_OK;
    if (store->contents_dirty) {
        uint32_t pack;
        uint64_t bytes;
        st = rat_contents_sync(store->contents, &pack, &bytes, err);
        if (st == RAT_OK)
            st = rat_harvest_set_number(store, "pack", (int64_t)pack, err);
        if (st == RAT_OK)
            st = rat_harvest_set_number(store, "pack.bytes", (int64_t)bytes, err);
    }
    if (st == RAT_OK)
        st = exec(store, "COMMIT", err);
    if (st != RAT_OK)
        return st;
    store->in_transaction = store->contents_dirty = false;
    return RAT_OK;
}

void rat_harvest_store_rollback(struct rat_harvest_store *store)
{
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    store->in_transaction = false;
}

rat_status rat_harvest_get(struct rat_harvest_store *store, const char *key, const char *missing,
                           struct rat_arena *arena, const char **out, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_GET, err);
    rat_hq_text(&q, key);
    rat_status st = rat_hq_step(&q);
    const char *value = st == RAT_OK ? rat_hq_get_text(&q, 0, arena) : NULL;
    st = rat_hq_end_row(&q, st, arena);
    if (st == RAT_OK || st == RAT_ENOTFOUND)
        *out = value ? value : missing;
    return st == RAT_ENOTFOUND ? RAT_OK : st;
}

rat_status rat_harvest_set(struct rat_harvest_store *store, const char *key, const char *value,
                           struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_SET, err);
    rat_hq_text(&q, key);
    rat_hq_text(&q, value);
    return rat_hq_run(&q);
}

rat_status rat_harvest_get_number(struct rat_harvest_store *store, const char *key, int64_t missing,
                                  int64_t *out, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_GET, err);
    rat_hq_text(&q, key);
    rat_status st = rat_hq_step(&q);
    int64_t value = st == RAT_OK ? sqlite3_column_int64(q.stmt, 0) : missing;
    st = rat_hq_end_row(&q, st, NULL);
    if (st == RAT_OK || st == RAT_ENOTFOUND)
        *out = value;
    return st == RAT_ENOTFOUND ? RAT_OK : st;
}

rat_status rat_harvest_set_number(struct rat_harvest_store *store, const char *key, int64_t value,
                                  struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_SET, err);
    rat_hq_text(&q, key);
    rat_hq_int(&q, value);
    return rat_hq_run(&q);
}

/* ---- contents ---- */

static rat_status find_content(struct rat_harvest_store *store, const uint8_t sha[RAT_SHA256_BYTES],
                               struct rat_content_place *out, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_CONTENT, err);
    rat_hq_blob(&q, sha, RAT_SHA256_BYTES);
    rat_status st = rat_hq_step(&q);
    if (st == RAT_OK)
        *out = (struct rat_content_place){.pack = (uint32_t)sqlite3_column_int64(q.stmt, 0),
                                          .offset = (uint64_t)sqlite3_column_int64(q.stmt, 1),
                                          .stored = (uint64_t)sqlite3_column_int64(q.stmt, 2),
                                          .size = (uint64_t)sqlite3_column_int64(q.stmt, 3)};
    return rat_hq_end_row(&q, st, NULL);
}

static rat_status put_place(struct rat_harvest_store *store, const uint8_t sha[RAT_SHA256_BYTES],
                            const struct rat_content_place *place, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_PUT_CONTENT, err);
    rat_hq_blob(&q, sha, RAT_SHA256_BYTES);
    rat_hq_int(&q, (int64_t)place->pack);
    rat_hq_int(&q, (int64_t)place->offset);
    rat_hq_int(&q, (int64_t)place->stored);
    rat_hq_int(&q, (int64_t)place->size);
    return rat_hq_run(&q);
}

rat_status rat_harvest_hold(struct rat_harvest_store *store, const void *bytes, size_t n,
                            uint8_t sha[RAT_SHA256_BYTES], struct rat_err *err)
{
    struct rat_content_place place;
    rat_sha256(bytes, n, sha);
    rat_status st = find_content(store, sha, &place, err);
    if (st != RAT_ENOTFOUND)
        return st;
    rat_buf_clear(&store->scratch);
    st = rat_content_encode(bytes, n, sha, 1, &store->scratch, err);
    if (st == RAT_OK)
        st = rat_contents_append(store->contents, store->scratch.data, store->scratch.size, n, &place, err);
    if (st != RAT_OK)
        return st;
    store->contents_dirty = true;
    store->held_bytes += place.stored;
    return put_place(store, sha, &place, err);
}

rat_status rat_harvest_content(struct rat_harvest_store *store, const uint8_t sha[RAT_SHA256_BYTES],
                               struct rat_buf *out, struct rat_err *err)
{
    struct rat_content_place place;
    rat_status st = find_content(store, sha, &place, err);
    if (st == RAT_ENOTFOUND)
        st = rat_fail(err, RAT_EDAMAGED, "%s", _("Ein abgeholter Inhalt fehlt im Zwischenspeicher"));
    return st == RAT_OK ? rat_contents_read(store->contents, &place, sha, 0, place.size, out, err) : st;
}

uint64_t rat_harvest_held_bytes(const struct rat_harvest_store *store)
{
    return store->held_bytes;
}

static rat_status is_used(struct rat_harvest_store *store, const uint8_t sha[RAT_SHA256_BYTES], bool *out,
                          struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_CONTENT_IS_USED, err);
    rat_hq_blob(&q, sha, RAT_SHA256_BYTES);
    rat_status st = rat_hq_step(&q);
    *out = st == RAT_OK;
    st = rat_hq_end_row(&q, st, NULL);
    return st == RAT_ENOTFOUND ? RAT_OK : st;
}

static rat_status next_content(struct rat_harvest_store *store, uint8_t sha[RAT_SHA256_BYTES],
                               struct rat_content_place *place, bool first, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_WALK_CONTENTS, err);
    rat_hq_blob(&q, sha, first ? 0 : RAT_SHA256_BYTES);
    rat_status st = rat_hq_step(&q);
    if (st == RAT_OK && sqlite3_column_bytes(q.stmt, 0) == RAT_SHA256_BYTES) {
        memcpy(sha, sqlite3_column_blob(q.stmt, 0), RAT_SHA256_BYTES);
        *place = (struct rat_content_place){.pack = (uint32_t)sqlite3_column_int64(q.stmt, 1),
                                            .offset = (uint64_t)sqlite3_column_int64(q.stmt, 2),
                                            .stored = (uint64_t)sqlite3_column_int64(q.stmt, 3),
                                            .size = (uint64_t)sqlite3_column_int64(q.stmt, 4)};
    }
    rat_status ended = rat_hq_end(&q);
    return st < 0 ? st : ended != RAT_OK ? ended : st;
}

/* What is still held moves to a new pack; then all older ones go. */
static rat_status move_contents(struct rat_harvest_store *store, struct rat_err *err)
{
    uint8_t sha[RAT_SHA256_BYTES] = {0};
    struct rat_content_place place = {0}, moved = {0};
    bool first = true;
    rat_status st = rat_contents_new_pack(store->contents, err);
    store->held_bytes = 0;
    while (st == RAT_OK && (st = next_content(store, sha, &place, first, err)) == RAT_OK) {
        bool used;
        first = false;
        st = is_used(store, sha, &used, err);
        if (st == RAT_OK && !used) {
            struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_REMOVE_CONTENT, err);
            rat_hq_blob(&q, sha, RAT_SHA256_BYTES);
            st = rat_hq_run(&q);
        } else if (st == RAT_OK) {
            st = rat_contents_move(store->contents, &place, &moved, err);
            if (st == RAT_OK)
                st = put_place(store, sha, &moved, err);
            store->held_bytes += moved.stored;
        }
    }
    return st == RAT_END ? RAT_OK : st;
}

/* Packs that a kill left behind are dropped the next time. */
rat_status rat_harvest_drop_contents(struct rat_harvest_store *store, struct rat_err *err)
{
    int64_t first = 1, last = 0, held = 0;
    rat_status st = ask(store, "SELECT count(*) FROM contents", &held, err);
    if (st == RAT_OK)
        st = rat_harvest_get_number(store, "pack", 0, &last, err);
    if (st == RAT_OK)
        st = rat_harvest_get_number(store, "pack.first", 1, &first, err);
    if (st != RAT_OK || !held)
        return st;
    st = rat_harvest_store_begin(store, err);
    if (st == RAT_OK)
        st = move_contents(store, err);
    store->contents_dirty = true;
    if (st == RAT_OK)
        st = rat_harvest_store_commit(store, err);
    if (st != RAT_OK) {
        rat_harvest_store_rollback(store);
        return st;
    }
    for (int64_t pack = first; st == RAT_OK && pack <= last; pack++)
        st = rat_contents_drop_pack(store->contents, (uint32_t)pack, err);
    if (st == RAT_OK)
        st = rat_harvest_store_begin(store, err);
    if (st == RAT_OK)
        st = rat_harvest_set_number(store, "pack.first", last + 1, err);
    return st == RAT_OK ? rat_harvest_store_commit(store, err) : st;
}
