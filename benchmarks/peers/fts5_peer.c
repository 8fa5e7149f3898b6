/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SQLite FTS5 as a peer: one contentless table, all of it in one transaction, merged into one segment and vacuumed; ranked by
 * FTS5's own bm25() through its rank column. The terms are split at spaces by a tokenizer of our own, so that FTS5 indexes
 * exactly what the others do.
 */
#include "benchmarks/peers/peer.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static sqlite3 *db;
static sqlite3_stmt *insert, *ranked, *counted;
static uint64_t documents;
static char database[4096];

static void check(int rc, const char *what)
{
    if (rc != SQLITE_OK && rc != SQLITE_ROW && rc != SQLITE_DONE)
        peer_die("%s: %s", what, sqlite3_errmsg(db));
}

static void execute(const char *sql)
{
    check(sqlite3_exec(db, sql, NULL, NULL, NULL), sql);
}

/* ---- the tokenizer ---- */

static int token_create(void *ctx, const char **args, int count, Fts5Tokenizer **out)
{
    (void)ctx, (void)args, (void)count;
    *out = (Fts5Tokenizer *)&db; /* nothing to keep, but not NULL */
    return SQLITE_OK;
}

static void token_delete(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

static int token_split(Fts5Tokenizer *tokenizer, void *ctx, int flags, const char *text, int size,
                       int (*give)(void *, int, const char *, int, int, int))
{
    (void)tokenizer, (void)flags;
    for (int at = 0; at < size;) {
        const char *space = memchr(text + at, ' ', (size_t)(size - at));
        int end = space ? (int)(space - text) : size;
        int rc = end > at ? give(ctx, 0, text + at, end - at, at, end) : SQLITE_OK;
        if (rc != SQLITE_OK)
            return rc;
        at = end + 1;
    }
    return SQLITE_OK;
}

static void register_tokenizer(void)
{
    static fts5_tokenizer spaces = {token_create, token_delete, token_split};
    fts5_api *api = NULL;
    sqlite3_stmt *ask;
    check(sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &ask, NULL), "fts5");
    check(sqlite3_bind_pointer(ask, 1, &api, "fts5_api_ptr", NULL), "fts5");
    check(sqlite3_step(ask), "fts5");
    sqlite3_finalize(ask);
    if (!api)
        peer_die("this SQLite has no FTS5");
    check(api->xCreateTokenizer(api, "spaces", NULL, &spaces, NULL), "tokenizer");
}

static void open_database(const char *dir)
{
    if ((size_t)snprintf(database, sizeof database, "%s/fts5.db", dir) >= sizeof database)
        peer_die("the path is too long");
    check(sqlite3_open(database, &db), "open");
    register_tokenizer();
    execute("PRAGMA cache_size=-1048576");
}

/* ---- index ---- */

static void create(const char *dir, bool positions)
{
    open_database(dir);
    execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
    execute(positions
                ? "CREATE VIRTUAL TABLE t USING fts5(text, content='', detail=full, tokenize='spaces')"
                : "CREATE VIRTUAL TABLE t USING fts5(text, content='', detail=none, tokenize='spaces')");
    execute("INSERT INTO t(t, rank) VALUES ('hashsize', 134217728)");
    execute("BEGIN");
    check(sqlite3_prepare_v2(db, "INSERT INTO t(rowid, text) VALUES (?1, ?2)", -1, &insert, NULL), "insert");
}

static void add(char *text, size_t size)
{
    sqlite3_bind_int64(insert, 1, (sqlite3_int64)++documents);
    sqlite3_bind_text(insert, 2, text, (int)size, SQLITE_STATIC);
    check(sqlite3_step(insert), "insert");
    check(sqlite3_reset(insert), "insert");
}

static uint64_t table_bytes(const char *name)
{
    sqlite3_stmt *ask;
    uint64_t bytes = 0;
    if (sqlite3_prepare_v2(db, "SELECT sum(pgsize) FROM dbstat WHERE name = ?1", -1, &ask, NULL) ==
        SQLITE_OK) {
        sqlite3_bind_text(ask, 1, name, -1, SQLITE_STATIC);
        if (sqlite3_step(ask) == SQLITE_ROW)
            bytes = (uint64_t)sqlite3_column_int64(ask, 0);
    }
    sqlite3_finalize(ask);
    return bytes;
}

static uint64_t finish(void)
{
    execute("COMMIT");
    execute("INSERT INTO t(t) VALUES ('optimize')");
    sqlite3_finalize(insert);
    execute("VACUUM");
    printf(",\"data_bytes\":%llu,\"lengths_bytes\":%llu", (unsigned long long)table_bytes("t_data"),
           (unsigned long long)table_bytes("t_docsize"));
    check(sqlite3_close(db), "close");
    return peer_file_size(database);
}

/* ---- query ---- */

static void open_reader(const char *dir)
{
    open_database(dir);
    execute("PRAGMA mmap_size=1099511627776; PRAGMA query_only=1");
    check(sqlite3_prepare_v2(db, "SELECT rowid, rank FROM t WHERE t MATCH ?1 ORDER BY rank LIMIT ?2", -1,
                             &ranked, NULL),
          "select");
    check(sqlite3_prepare_v2(db, "SELECT count(*) FROM t WHERE t MATCH ?1", -1, &counted, NULL), "count");
}

struct text {
    char bytes[65536];
    size_t size;
};

static void put(struct text *t, const char *bytes, size_t size)
{
    if (size > sizeof t->bytes - t->size)
        peer_die("a query is too long");
    memcpy(t->bytes + t->size, bytes, size);
    t->size += size;
}

static void put_string(struct text *t, const char *string)
{
    put(t, string, strlen(string));
}

static void put_term(struct text *t, const struct peer_term *term)
{
    put_string(t, "\"");
    put(t, term->text, term->size);
    put_string(t, "\"");
}

/* "+a +(b c) -d" -> ("a" AND ("b" OR "c")) NOT "d" */
static void put_boolean(struct text *t, const struct peer_query *query)
{
    bool grouped = false, first = true;
    put_string(t, "(");
    for (size_t i = 0; i < query->count; i++) {
        const struct peer_term *term = &query->terms[i];
        if (term->sign == '-')
            continue;
        put_string(t, first ? "" : term->grouped && grouped ? " OR " : " AND ");
        put_string(t, term->grouped && !grouped ? "(" : "");
        put_term(t, term);
        grouped = term->grouped;
        if (grouped && (i + 1 == query->count || !query->terms[i + 1].grouped || query->terms[i + 1].sign)) {
            put_string(t, ")");
            grouped = false;
        }
        first = false;
    }
    put_string(t, ")");
    for (size_t i = 0; i < query->count; i++) {
        if (query->terms[i].sign == '-') {
            put_string(t, " NOT ");
            put_term(t, &query->terms[i]);
        }
    }
}

static void put_query(struct text *t, const struct peer_query *query)
{
    static const char *const between[] = {
        [PEER_OR] = " OR ", [PEER_AND] = " AND ", [PEER_PHRASE] = " + ", [PEER_PREFIX] = " OR "};
    if (query->mode == PEER_BOOL) {
        put_boolean(t, query);
        return;
    }
    for (size_t i = 0; i < query->count; i++) {
        put_string(t, i ? between[query->mode] : "");
        put_term(t, &query->terms[i]);
        put_string(t, query->mode == PEER_PREFIX ? "*" : "");
    }
}

static void search(const struct peer_query *query, struct peer_answer *out)
{
    static struct text text;
    int rc;
    text.size = 0;
    put_query(&text, query);
    sqlite3_bind_text(ranked, 1, text.bytes, (int)text.size, SQLITE_STATIC);
    sqlite3_bind_int64(ranked, 2, (sqlite3_int64)query->k);
    for (out->count = 0; (rc = sqlite3_step(ranked)) == SQLITE_ROW; out->count++) {
        out->hits[out->count].document = (uint64_t)sqlite3_column_int64(ranked, 0) - 1;
        out->hits[out->count].score =
            -sqlite3_column_double(ranked, 1); /* FTS5's bm25 is the better the lower */
    }
    check(rc, "search");
    sqlite3_reset(ranked);
    if (!query->want_total)
        return;
    sqlite3_bind_text(counted, 1, text.bytes, (int)text.size, SQLITE_STATIC);
    check(sqlite3_step(counted), "count");
    out->total = (uint64_t)sqlite3_column_int64(counted, 0);
    sqlite3_reset(counted);
}

int main(int argc, char **argv)
{
    static const struct peer peer = {"fts5_peer", sqlite3_libversion, create, add,
                                     finish,      open_reader,        search};
    return peer_main(argc, argv, &peer);
}
