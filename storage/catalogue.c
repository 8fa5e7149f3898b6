/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"

#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 5000

/* Of an SQLite file's header, numbers big-endian: */
#define HEADER_BYTES 100
#define HEADER_PAGE 16 /* bytes of a page; 1: 65536 */
#define HEADER_PAGES 28
#define HEADER_APPLICATION 68

/* ---- opening ---- */

/* file:... with everything escaped that means something in a URI */
static void immutable_uri(const char *path, struct rat_buf *out)
{
    rat_buf_puts(out, path[0] == '/' ? "file://" : "file:");
    for (const char *at = path; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte <= ' ' || byte >= 0x7f || strchr("%?#&=", byte))
            rat_buf_printf(out, "%%%02X", byte);
        else
            rat_buf_byte(out, byte);
    }
    rat_buf_puts(out, "?immutable=1");
}

static void drop_connection(struct rat_catalogue *catalogue)
{
    for (int i = 0; i < RAT_STATEMENTS; i++) {
        sqlite3_finalize(catalogue->statements[i]);
        catalogue->statements[i] = NULL;
    }
    sqlite3_close(catalogue->db);
    catalogue->db = NULL;
}

static rat_status connect(struct rat_catalogue *catalogue, int flags, bool immutable, struct rat_err *err)
{
    struct rat_buf uri = RAT_BUF_INIT;
    const char *name = catalogue->path;
    if (immutable) {
        immutable_uri(catalogue->path, &uri);
        name = rat_buf_cstr(&uri);
        flags |= SQLITE_OPEN_URI;
    }
    int rc = uri.failed ? SQLITE_NOMEM
                        : sqlite3_open_v2(name, &catalogue->db,
                                          flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    rat_buf_release(&uri);
    if (rc == SQLITE_OK) {
        sqlite3_busy_timeout(catalogue->db, BUSY_MS);
        sqlite3_db_config(catalogue->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_db_config(catalogue->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        rc = sqlite3_exec(catalogue->db, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0", NULL, NULL,
                          NULL);
    }
    if (rc == SQLITE_OK)
        return RAT_OK;
    rat_status st = rat_catalogue_failed(catalogue, rc, err);
    drop_connection(catalogue);
    return st;
}

/* The first column of the first row as a number. */
static rat_status ask_number(struct rat_catalogue *catalogue, const char *sql, int64_t *out,
                             struct rat_err *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(catalogue->db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    rat_status st = rc == SQLITE_ROW ? RAT_OK : rat_catalogue_failed(catalogue, rc, err);
    if (st == RAT_OK)
        *out = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return st;
}

static rat_status check_format(struct rat_catalogue *catalogue, struct rat_err *err)
{
    int64_t application = 0, format = 0;
    rat_status st = ask_number(catalogue, "PRAGMA application_id", &application, err);
    if (st == RAT_OK)
        st = ask_number(catalogue, "PRAGMA user_version", &format, err);
    if (st != RAT_OK)
        return st;
    if (application != RAT_CATALOGUE_APPLICATION || format < 1)
        return rat_catalogue_damaged(catalogue, _("keine Katalogdatei von ratsarchiv"), err);
    catalogue->format = format;
    if (format <= RAT_CATALOGUE_FORMAT)
        return RAT_OK;
    st = rat_fail(err, RAT_EDAMAGED, _("Der Katalog hat das neuere Format %lld"), (long long)format);
    rat_err_where(err, "%s", catalogue->path);
    rat_err_hint(err, "%s", _("Eine neuere Version von ratsarchiv verwenden"));
    return st;
}

/* Begins the transaction that pins a reader to one state. */
static rat_status pin(struct rat_catalogue *catalogue, struct rat_err *err)
{
    int64_t tables;
    rat_status st =
        rat_catalogue_exec(catalogue, "PRAGMA cache_size = -8192; PRAGMA query_only = ON; BEGIN", err);
    if (st == RAT_OK) /* BEGIN alone takes no snapshot, the first read does */
        st = ask_number(catalogue, "SELECT count(*) FROM sqlite_schema", &tables, err);
    return st;
}

static bool is_access_problem(int rc)
{
    rc &= 0xff;
    return rc == SQLITE_CANTOPEN || rc == SQLITE_READONLY || rc == SQLITE_PERM;
}

/* A write-ahead log with something in it must not be ignored: the state behind it may be half of two. */
static bool has_log(const struct rat_catalogue *catalogue)
{
    struct rat_buf log = RAT_BUF_INIT;
    struct stat info;
    rat_buf_printf(&log, "%s-wal", catalogue->path);
    const char *path = rat_buf_cstr(&log);
    bool has = log.failed || (stat(path, &info) == 0 && info.st_size > 0);
    rat_buf_release(&log);
    return has;
}

static rat_status open_reader(struct rat_catalogue *catalogue, struct rat_err *err)
{
    rat_status st = connect(catalogue, SQLITE_OPEN_READONLY, false, err);
    if (st != RAT_OK)
        return st;
    st = pin(catalogue, err);
    if (st == RAT_OK || !is_access_problem(sqlite3_errcode(catalogue->db)))
        return st;
    /* Read-only media: no -shm can be made there, and nobody writes. */
    if (has_log(catalogue)) {
        rat_err_hint(
            err, "%s",
            _("Das Archiv wurde nicht ordentlich geschlossen: in einen beschreibbaren Ordner kopieren "
              "und dort öffnen"));
        return st;
    }
    drop_connection(catalogue);
    st = connect(catalogue, SQLITE_OPEN_READONLY, true, err);
    return st == RAT_OK ? pin(catalogue, err) : st;
}

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* SQLite takes an empty file for a new database and writes one into it, so the file is judged before SQLite may write:
 * its header, and its size, of which a log may still have a part. */
static rat_status judge_file(struct rat_catalogue *catalogue, struct rat_err *err)
{
    unsigned char head[HEADER_BYTES];
    struct stat info;
    bool logged = has_log(catalogue);
    FILE *file = fopen(catalogue->path, "rb");
    if (!file)
        return RAT_OK; /* SQLite says why */
    bool whole = fread(head, 1, sizeof head, file) == sizeof head && fstat(fileno(file), &info) == 0;
    bool unread = ferror(file);
    fclose(file);
    if (unread)
        return RAT_OK;
    if (!whole || memcmp(head, "SQLite format 3", 16) != 0 ||
        big_endian(head + HEADER_APPLICATION) != RAT_CATALOGUE_APPLICATION)
        return rat_catalogue_damaged(catalogue, _("keine Katalogdatei von ratsarchiv"), err);
    uint64_t page = (uint64_t)head[HEADER_PAGE] << 8 | head[HEADER_PAGE + 1];
    if (page == 1)
        page = 65536;
    if (!logged && (uint64_t)info.st_size < page * big_endian(head + HEADER_PAGES))
        return rat_catalogue_damaged(catalogue, _("falsche Länge"), err);
    return RAT_OK;
}

static rat_status open_writer(struct rat_catalogue *catalogue, int flags, struct rat_err *err)
{
    rat_status st = flags & SQLITE_OPEN_CREATE ? RAT_OK : judge_file(catalogue, err);
    if (st == RAT_OK)
        st = connect(catalogue, SQLITE_OPEN_READWRITE | flags, false, err);
    if (st != RAT_OK)
        return st;
    if (sqlite3_db_readonly(catalogue->db, "main") == 1) {
        st = rat_fail(err, RAT_EIO, "%s", _("Der Katalog ist schreibgeschützt"));
        rat_err_where(err, "%s", catalogue->path);
        rat_err_hint(err, "%s", _("Zugriffsrechte der Datei und ihres Ordners prüfen"));
        return st;
    }
    catalogue->writable = true;
    /* secure_delete: erased rows are overwritten at once. The log does not stay large after a large import. */
    return rat_catalogue_exec(
        catalogue,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
        "PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -32768",
        err);
}

/* ---- creating ---- */

static void remove_leftovers(const char *path)
{
    static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
    struct rat_buf name = RAT_BUF_INIT;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        rat_buf_clear(&name);
        rat_buf_printf(&name, "%s%s", path, tails[i]);
        const char *text = rat_buf_cstr(&name);
        if (!name.failed)
            unlink(text);
    }
    rat_buf_release(&name);
}

static rat_status publish(const char *from, const char *to, struct rat_err *err)
{
    if (rename(from, to) != 0) {
        rat_status st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht umbenennen"));
        rat_err_where(err, "%s", from);
        return st;
    }
    const char *slash = strrchr(to, '/');
    char *folder = !slash ? strdup(".") : slash == to ? strdup("/") : strndup(to, (size_t)(slash - to));
    if (!folder)
        return rat_nomem(err);
    rat_status st = rat_folder_sync(folder, err);
    free(folder);
    return st;
}

/* Makes an empty catalogue under another name and gives it its name when it is complete: a crash leaves none or all. */
static rat_status create(const char *path, struct rat_err *err)
{
    struct rat_buf temporary = RAT_BUF_INIT;
    rat_buf_printf(&temporary, "%s.tmp", path);
    rat_buf_byte(&temporary, 0);
    if (temporary.failed) {
        rat_buf_release(&temporary);
        return rat_nomem(err);
    }
    struct rat_catalogue fresh = {.path = (char *)temporary.data};
    int64_t busy = 0; /* nobody else knows this file */
    remove_leftovers(fresh.path);
    rat_status st = open_writer(&fresh, SQLITE_OPEN_CREATE, err);
    if (st == RAT_OK)
        st = rat_catalogue_begin(&fresh, err);
    if (st == RAT_OK)
        st = rat_catalogue_make_schema(&fresh, 0, RAT_CATALOGUE_FORMAT, err);
    if (st == RAT_OK)
        st = rat_catalogue_commit(&fresh, err);
    if (st ==
        RAT_OK) /* closing would do this too, but not say when it fails; the log is left behind by the new name */
        st = ask_number(&fresh, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, err);
    drop_connection(&fresh);
    rat_buf_release(&fresh.canon);
    if (st == RAT_OK)
        st = publish(fresh.path, path, err);
    if (st != RAT_OK)
        remove_leftovers(fresh.path);
    rat_buf_release(&temporary);
    return st;
}

/* ---- the public side ---- */

static rat_status check_file(const char *path, enum rat_catalogue_mode mode, struct rat_err *err)
{
    struct stat info;
    bool exists = stat(path, &info) == 0;
    int why = exists ? 0 : errno;
    rat_status st = RAT_OK;
    if (mode == RAT_CATALOGUE_CREATE) {
        if (exists)
            st = rat_fail(err, RAT_EUSAGE, "%s", _("Hier gibt es schon einen Katalog"));
    } else if (!exists && (why == ENOENT || why == ENOTDIR)) {
        st = rat_fail_errno(err, RAT_ENOTFOUND, why, "%s", _("Hier gibt es keinen Katalog"));
    } else if (!exists || !S_ISREG(info.st_mode)) {
        st = rat_fail_errno(err, RAT_EIO, exists ? EINVAL : why, "%s",
                            _("Der Katalog lässt sich nicht öffnen"));
    }
    if (st != RAT_OK)
        rat_err_where(err, "%s", path);
    return st;
}

rat_status rat_catalogue_open(const char *path, enum rat_catalogue_mode mode, struct rat_catalogue **out,
                              struct rat_err *err)
{
    rat_status st = check_file(path, mode, err);
    if (st == RAT_OK && mode == RAT_CATALOGUE_CREATE)
        st = create(path, err);
    if (st != RAT_OK)
        return st;
    struct rat_catalogue *catalogue = calloc(1, sizeof *catalogue);
    if (!catalogue || !(catalogue->path = strdup(path))) {
        free(catalogue);
        return rat_nomem(err);
    }
    st = mode == RAT_CATALOGUE_READ ? open_reader(catalogue, err) : open_writer(catalogue, 0, err);
    if (st == RAT_OK)
        st = check_format(catalogue, err);
    if (st == RAT_OK && catalogue->writable)
        st = rat_catalogue_upgrade(catalogue, err);
    if (st != RAT_OK) {
        rat_catalogue_close(catalogue);
        return st;
    }
    *out = catalogue;
    return RAT_OK;
}

void rat_catalogue_close(struct rat_catalogue *catalogue)
{
    if (!catalogue)
        return;
    if (catalogue->db)
        rat_catalogue_rollback(catalogue);
    drop_connection(catalogue);
    rat_buf_release(&catalogue->canon);
    free(catalogue->source);
    free(catalogue->path);
    free(catalogue);
}

/* What is remembered from rows may not outlive the transaction that read or wrote them. */
static void forget(struct rat_catalogue *catalogue)
{
    free(catalogue->source);
    catalogue->source = NULL;
}

rat_status rat_catalogue_begin(struct rat_catalogue *catalogue, struct rat_err *err)
{
    forget(catalogue);
    return rat_catalogue_exec(catalogue, "BEGIN IMMEDIATE", err);
}

rat_status rat_catalogue_commit(struct rat_catalogue *catalogue, struct rat_err *err)
{
    return rat_catalogue_exec(catalogue, "COMMIT", err);
}

void rat_catalogue_rollback(struct rat_catalogue *catalogue)
{
    forget(catalogue);
    if (!sqlite3_get_autocommit(catalogue->db))
        sqlite3_exec(catalogue->db, "ROLLBACK", NULL, NULL, NULL);
}

/* Within the reader's transaction, in one step: SQLite then copies exactly its state. */
rat_status rat_catalogue_copy(struct rat_catalogue *catalogue, const char *path, struct rat_err *err)
{
    struct rat_catalogue fresh = {.path = (char *)(uintptr_t)path};
    rat_status st = connect(&fresh, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, false, err);
    if (st != RAT_OK)
        return st;
    sqlite3_backup *backup = sqlite3_backup_init(fresh.db, "main", catalogue->db, "main");
    int rc = backup ? sqlite3_backup_step(backup, -1) : sqlite3_errcode(fresh.db);
    int finished = sqlite3_backup_finish(backup);
    if (rc == SQLITE_DONE)
        rc = finished;
    st = rc == SQLITE_OK ? RAT_OK : rat_catalogue_failed(&fresh, rc, err);
    drop_connection(&fresh);
    return st;
}

rat_status rat_catalogue_scrub(struct rat_catalogue *catalogue, struct rat_err *err)
{
    int64_t busy = 0;
    rat_status st = rat_catalogue_exec(catalogue, "VACUUM", err);
    if (st == RAT_OK)
        st = ask_number(catalogue, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, err);
    if (st != RAT_OK || !busy)
        return st;
    st = rat_fail(err, RAT_ELOCKED, "%s",
                  _("Ein lesendes Programm hält noch einen alten Stand des Katalogs offen"));
    rat_err_where(err, "%s", catalogue->path);
    rat_err_hint(
        err, "%s",
        _("Das andere Programm beenden und den Befehl wiederholen, damit alle Reste gelöscht werden"));
    return st;
}

/* ---- settings, log ---- */

rat_status rat_catalogue_get(struct rat_catalogue *catalogue, const char *key, struct rat_arena *arena,
                             const char **value, struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_SETTING, err);
    rat_query_text(&query, key);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        const char *text = rat_query_get_text(&query, 1, arena);
        if (arena->failed)
            st = rat_nomem(err);
        else
            *value = text;
    } else if (st == RAT_END) {
        st = rat_fail(err, RAT_ENOTFOUND, _("Die Einstellung „%s“ gibt es nicht"), key);
        rat_err_where(err, "%s", catalogue->path);
    }
    rat_query_end(&query);
    return st;
}

rat_status rat_catalogue_set(struct rat_catalogue *catalogue, const char *key, const char *value,
                             struct rat_err *err)
{
    struct rat_row row = rat_row_start(catalogue, RAT_T_SETTINGS, err);
    rat_row_text(&row, key);
    rat_row_text(&row, value);
    return rat_row_finish(&row);
}

static bool parse_number(const char *text, uint64_t *out)
{
    uint64_t value = 0;
    if (!text || !*text)
        return false;
    for (; *text; text++) {
        uint64_t digit = (uint64_t)(unsigned char)*text - '0';
        if (digit > 9 || value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

rat_status rat_catalogue_get_number(struct rat_catalogue *catalogue, const char *key, uint64_t missing,
                                    uint64_t *value, struct rat_err *err)
{
    struct rat_arena arena;
    const char *text = NULL;
    rat_arena_init(&arena, 256);
    rat_status st = rat_catalogue_get(catalogue, key, &arena, &text, err);
    if (st == RAT_ENOTFOUND) {
        *value = missing;
        st = RAT_OK;
    } else if (st == RAT_OK && !parse_number(text, value)) {
        st = rat_catalogue_damaged(catalogue, _("eine Einstellung ist keine Zahl"), err);
    }
    rat_arena_release(&arena);
    return st;
}

rat_status rat_catalogue_set_number(struct rat_catalogue *catalogue, const char *key, uint64_t value,
                                    struct rat_err *err)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    return rat_catalogue_set(catalogue, key, text, err);
}

rat_status rat_catalogue_log(struct rat_catalogue *catalogue, const char *action, const char *id,
                             const char *detail, struct rat_err *err)
{
    int64_t serial = 0;
    char now[RAT_TIME_TEXT];
    rat_status st = rat_catalogue_next_row(catalogue, RAT_T_AUDIT, &serial, err);
    if (st != RAT_OK)
        return st;
    struct rat_row row = rat_row_start(catalogue, RAT_T_AUDIT, err);
    rat_row_int(&row, serial);
    rat_row_text(&row, rat_time_now(now));
    rat_row_text(&row, action);
    rat_row_text(&row, id);
    rat_row_text(&row, detail);
    return rat_row_finish(&row);
}
