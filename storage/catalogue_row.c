/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"

static const char *check_hint(void)
{
    return _("Mit „ratsarchiv check“ prüfen und das Archiv aus der Sicherung holen oder neu importieren");
}

rat_status rat_catalogue_damaged(struct rat_catalogue *catalogue, const char *what, struct rat_err *err)
{
    rat_status st = rat_fail(err, RAT_EDAMAGED, _("Der Katalog ist beschädigt: %s"), what);
    rat_err_where(err, "%s", catalogue->path);
    rat_err_hint(err, "%s", check_hint());
    return st;
}

static rat_status status_of(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_NOMEM: return RAT_ENOMEM;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT: return RAT_EDAMAGED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return RAT_ELOCKED;
    case SQLITE_TOOBIG: return RAT_ELIMIT;
    case SQLITE_INTERRUPT: return RAT_EINTERRUPTED;
    case SQLITE_MISUSE: return RAT_EUSAGE;
    default: return RAT_EIO;
    }
}

rat_status rat_catalogue_failed(struct rat_catalogue *catalogue, int rc, struct rat_err *err)
{
    const char *text = catalogue->db ? sqlite3_errmsg(catalogue->db) : sqlite3_errstr(rc);
    rat_status st = status_of(rc);
    switch (st) {
    case RAT_ENOMEM: return rat_nomem(err);
    case RAT_EDAMAGED: return rat_catalogue_damaged(catalogue, text, err);
    case RAT_ELOCKED:
        rat_fail(err, st, "%s", _("Der Katalog ist von einem anderen Programm gesperrt"));
        rat_err_hint(err, "%s", _("Warten, bis der andere Befehl fertig ist, dann wiederholen"));
        break;
    case RAT_ELIMIT: rat_fail(err, st, "%s", _("Ein Datensatz ist zu groß für den Katalog")); break;
    default:
        rat_fail(err, st, _("Der Katalog lässt sich nicht lesen oder schreiben: %s"), text);
        if ((rc & 0xff) == SQLITE_FULL || (rc & 0xff) == SQLITE_IOERR)
            rat_err_hint(err, "%s",
                         _("Platz und Zustand des Datenträgers prüfen und den Befehl wiederholen"));
        else if ((rc & 0xff) == SQLITE_READONLY || (rc & 0xff) == SQLITE_CANTOPEN ||
                 (rc & 0xff) == SQLITE_PERM)
            rat_err_hint(err, "%s", _("Zugriffsrechte der Datei und ihres Ordners prüfen"));
        break;
    }
    rat_err_where(err, "%s", catalogue->path);
    return st;
}

rat_status rat_catalogue_exec(struct rat_catalogue *catalogue, const char *sql, struct rat_err *err)
{
    int rc = sqlite3_exec(catalogue->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? RAT_OK : rat_catalogue_failed(catalogue, rc, err);
}

rat_status rat_catalogue_may_write(struct rat_catalogue *catalogue, struct rat_err *err)
{
    if (catalogue->writable && !sqlite3_get_autocommit(catalogue->db))
        return RAT_OK;
    rat_status st = rat_fail(err, RAT_EUSAGE, "%s", _("Im Katalog ist keine Schreibtransaktion offen"));
    rat_err_where(err, "%s", catalogue->path);
    return st;
}

/* The cached statement, prepared at its first use. */
static rat_status prepared(struct rat_catalogue *catalogue, int statement, sqlite3_stmt **out,
                           struct rat_err *err)
{
    rat_status st = RAT_OK;
    if (!catalogue->statements[statement]) {
        struct rat_buf sql = RAT_BUF_INIT;
        rat_catalogue_sql(statement, &sql);
        const char *text = rat_buf_cstr(&sql);
        int rc = sql.failed ? SQLITE_NOMEM
                            : sqlite3_prepare_v3(catalogue->db, text, -1, SQLITE_PREPARE_PERSISTENT,
                                                 &catalogue->statements[statement], NULL);
        if (rc != SQLITE_OK)
            st = rat_catalogue_failed(catalogue, rc, err);
        rat_buf_release(&sql);
    }
    *out = catalogue->statements[statement];
    return st;
}

/* ---- checksums ---- */

static void canon_column(struct rat_buf *out, sqlite3_stmt *stmt, int column)
{
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_NULL: rat_buf_byte(out, RAT_V_NULL); break;
    case SQLITE_INTEGER:
        rat_buf_byte(out, RAT_V_INT);
        rat_buf_u64(out, (uint64_t)sqlite3_column_int64(stmt, column));
        break;
    case SQLITE_TEXT: {
        const unsigned char *text = sqlite3_column_text(stmt, column);
        rat_buf_byte(out, RAT_V_TEXT);
        rat_buf_blob(out, text, text ? (size_t)sqlite3_column_bytes(stmt, column) : 0);
        break;
    }
    case SQLITE_BLOB: {
        const void *bytes = sqlite3_column_blob(stmt, column);
        rat_buf_byte(out, RAT_V_BLOB);
        rat_buf_blob(out, bytes, bytes ? (size_t)sqlite3_column_bytes(stmt, column) : 0);
        break;
    }
    default: rat_buf_byte(out, RAT_V_REAL); break; /* never written: no row with it is sound */
    }
}

bool rat_catalogue_row_is_sound(sqlite3_stmt *stmt, int columns, struct rat_buf *scratch)
{
    rat_buf_clear(scratch);
    for (int i = 0; i < columns; i++)
        canon_column(scratch, stmt, i);
    return sqlite3_column_type(stmt, columns) == SQLITE_INTEGER &&
           (uint64_t)sqlite3_column_int64(stmt, columns) == rat_hash64(scratch->data, scratch->size);
}

/* ---- queries ---- */

struct rat_query rat_query_start(struct rat_catalogue *catalogue, int statement, struct rat_err *err)
{
    struct rat_query query = {
        .catalogue = catalogue, .table = rat_catalogue_statement_table(statement), .err = err};
    query.failed = prepared(catalogue, statement, &query.stmt, err);
    return query;
}

static void query_bound(struct rat_query *query, int rc)
{
    if (rc != SQLITE_OK && query->failed == RAT_OK)
        query->failed = rat_catalogue_failed(query->catalogue, rc, query->err);
}

void rat_query_text(struct rat_query *query, const char *text)
{
    if (query->failed == RAT_OK)
        query_bound(query, sqlite3_bind_text64(query->stmt, ++query->bound, text, text ? strlen(text) : 0,
                                               SQLITE_STATIC, SQLITE_UTF8));
}

void rat_query_int(struct rat_query *query, int64_t value)
{
    if (query->failed == RAT_OK)
        query_bound(query, sqlite3_bind_int64(query->stmt, ++query->bound, value));
}

void rat_query_blob(struct rat_query *query, const void *bytes, size_t n)
{
    if (query->failed == RAT_OK)
        query_bound(query, sqlite3_bind_blob64(query->stmt, ++query->bound, bytes, n, SQLITE_STATIC));
}

static rat_status unsound_row(struct rat_query *query)
{
    const unsigned char *key = sqlite3_column_text(query->stmt, 0);
    const char *table = rat_catalogue_table(query->table)->name;
    rat_status st =
        rat_fail(query->err, RAT_EDAMAGED,
                 _("Der Katalog ist beschädigt: Prüfsumme einer Zeile von %s stimmt nicht"), table);
    bool printable = sqlite3_column_type(query->stmt, 0) != SQLITE_BLOB && key;
    rat_err_where(query->err, "%s: %s %s", query->catalogue->path, table, printable ? (const char *)key : "");
    rat_err_hint(query->err, "%s", check_hint());
    return st;
}

rat_status rat_query_next(struct rat_query *query)
{
    if (query->failed != RAT_OK)
        return query->failed;
    int rc = sqlite3_step(query->stmt);
    if (rc == SQLITE_DONE)
        return RAT_END;
    if (rc != SQLITE_ROW)
        return query->failed = rat_catalogue_failed(query->catalogue, rc, query->err);
    if (query->table == RAT_TABLES)
        return RAT_OK;
    struct rat_buf *canon = &query->catalogue->canon;
    if (!rat_catalogue_row_is_sound(query->stmt, rat_catalogue_table(query->table)->count, canon))
        query->failed = canon->failed || sqlite3_errcode(query->catalogue->db) == SQLITE_NOMEM
                            ? rat_nomem(query->err)
                            : unsound_row(query);
    return query->failed;
}

void rat_query_end(struct rat_query *query)
{
    if (query->stmt) {
        sqlite3_reset(query->stmt); /* repeats an error that was already reported */
        sqlite3_clear_bindings(query->stmt);
    }
    query->stmt = NULL;
}

rat_status rat_query_run(struct rat_query *query)
{
    rat_status st;
    do
        st = rat_query_next(query);
    while (st == RAT_OK);
    rat_query_end(query);
    return st == RAT_END ? RAT_OK : st;
}

const char *rat_query_get_text(const struct rat_query *query, int column, struct rat_arena *arena)
{
    const unsigned char *text = sqlite3_column_text(query->stmt, column);
    if (text)
        return rat_arena_strndup(arena, text, (size_t)sqlite3_column_bytes(query->stmt, column));
    if (sqlite3_column_type(query->stmt, column) != SQLITE_NULL)
        arena->failed = true;
    return NULL;
}

int64_t rat_query_get_int(const struct rat_query *query, int column)
{
    return sqlite3_column_int64(query->stmt, column);
}

bool rat_query_get_sha(const struct rat_query *query, int column, uint8_t out[RAT_SHA256_BYTES])
{
    const void *bytes = sqlite3_column_blob(query->stmt, column);
    if (!bytes || sqlite3_column_bytes(query->stmt, column) != RAT_SHA256_BYTES)
        return false;
    memcpy(out, bytes, RAT_SHA256_BYTES);
    return true;
}

struct rat_cursor rat_query_get_list(const struct rat_query *query, int column)
{
    const void *bytes = sqlite3_column_blob(query->stmt, column);
    return rat_cursor_of(bytes, bytes ? (size_t)sqlite3_column_bytes(query->stmt, column) : 0);
}

/* ---- writing rows ---- */

struct rat_row rat_row_start(struct rat_catalogue *catalogue, enum rat_table table, struct rat_err *err)
{
    struct rat_row row = {
        .catalogue = catalogue, .table = table, .rc = SQLITE_OK, .canon = RAT_BUF_INIT, .err = err};
    row.failed = prepared(catalogue, (int)table, &row.stmt, err);
    return row;
}

static void row_bound(struct rat_row *row, int rc)
{
    if (row->rc == SQLITE_OK)
        row->rc = rc;
}

void rat_row_int(struct rat_row *row, int64_t value)
{
    if (!row->stmt)
        return;
    rat_buf_byte(&row->canon, RAT_V_INT);
    rat_buf_u64(&row->canon, (uint64_t)value);
    row_bound(row, sqlite3_bind_int64(row->stmt, ++row->column, value));
}

static void row_text(struct rat_row *row, const char *text, sqlite3_destructor_type lifetime)
{
    if (!row->stmt)
        return;
    size_t n = text ? strlen(text) : 0;
    rat_buf_byte(&row->canon, text ? RAT_V_TEXT : RAT_V_NULL);
    if (text)
        rat_buf_blob(&row->canon, text, n);
    row_bound(row, sqlite3_bind_text64(row->stmt, ++row->column, text, n, lifetime, SQLITE_UTF8));
}

void rat_row_text(struct rat_row *row, const char *text)
{
    row_text(row, text, SQLITE_STATIC);
}

void rat_row_text_copy(struct rat_row *row, const char *text)
{
    row_text(row, text, SQLITE_TRANSIENT);
}

void rat_row_blob(struct rat_row *row, const void *bytes, size_t n)
{
    if (!row->stmt)
        return;
    rat_buf_byte(&row->canon, RAT_V_BLOB);
    rat_buf_blob(&row->canon, bytes, n);
    row_bound(row, sqlite3_bind_blob64(row->stmt, ++row->column, n ? bytes : "", n, SQLITE_TRANSIENT));
}

void rat_row_list(struct rat_row *row, struct rat_buf *list)
{
    if (list->failed)
        row_bound(row, SQLITE_NOMEM);
    rat_row_blob(row, list->data, list->size);
    rat_buf_clear(list);
}

void rat_row_copy(struct rat_row *row, const struct rat_query *from, int column)
{
    if (!row->stmt)
        return;
    canon_column(&row->canon, from->stmt, column);
    row_bound(row, sqlite3_bind_value(row->stmt, ++row->column, sqlite3_column_value(from->stmt, column)));
}

rat_status rat_row_finish(struct rat_row *row)
{
    if (row->failed == RAT_OK && row->canon.failed)
        row->failed = rat_nomem(row->err);
    if (row->failed == RAT_OK && row->column != rat_catalogue_table(row->table)->count)
        row->rc = SQLITE_MISUSE;
    if (row->failed == RAT_OK) {
        row_bound(row, sqlite3_bind_int64(row->stmt, row->column + 1,
                                          (int64_t)rat_hash64(row->canon.data, row->canon.size)));
        if (row->rc == SQLITE_OK) {
            int rc = sqlite3_step(row->stmt);
            row->rc = rc == SQLITE_DONE ? SQLITE_OK : rc;
        }
        if (row->rc != SQLITE_OK)
            row->failed = rat_catalogue_failed(row->catalogue, row->rc, row->err);
    }
    if (row->stmt) {
        sqlite3_reset(row->stmt);
        sqlite3_clear_bindings(row->stmt);
    }
    rat_buf_release(&row->canon);
    return row->failed;
}

rat_status rat_catalogue_rewrite(struct rat_query *query, enum rat_table into, int column, const char *text)
{
    struct rat_row row = rat_row_start(query->catalogue, into, query->err);
    for (int i = 0; i < rat_catalogue_table(into)->count; i++) {
        if (i == column)
            rat_row_text(&row, text);
        else
            rat_row_copy(&row, query, i);
    }
    rat_query_end(query); /* the values are copies; the row must not be held while it is replaced */
    return rat_row_finish(&row);
}

rat_status rat_catalogue_next_row(struct rat_catalogue *catalogue, enum rat_table table, int64_t *out,
                                  struct rat_err *err)
{
    if (catalogue->next[table] == 0) {
        int statement = table == RAT_T_DOCUMENTS  ? RAT_S_NEXT_DOCUMENT
                        : table == RAT_T_PAPERS   ? RAT_S_NEXT_PAPER
                        : table == RAT_T_MEETINGS ? RAT_S_NEXT_MEETING
                                                  : RAT_S_NEXT_AUDIT;
        struct rat_query query = rat_query_start(catalogue, statement, err);
        rat_status st = rat_query_next(&query);
        if (st == RAT_OK)
            catalogue->next[table] = rat_query_get_int(&query, 0);
        if (st == RAT_OK && table == RAT_T_DOCUMENTS)
            catalogue->first_docnum = catalogue->next[table];
        rat_query_end(&query);
        if (st != RAT_OK)
            return st == RAT_END ? rat_catalogue_damaged(catalogue, rat_catalogue_table(table)->name, err)
                                 : st;
    }
    if (table == RAT_T_DOCUMENTS && catalogue->next[table] > UINT32_MAX - 1)
        return rat_fail(err, RAT_ELIMIT, "%s", _("Das Archiv hat zu viele Dokumente"));
    *out = catalogue->next[table]++;
    return RAT_OK;
}
