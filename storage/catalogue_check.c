/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"

/* ---- counts ---- */

static rat_status count_into(struct rat_catalogue *catalogue, const char *sql, uint64_t *const *out, int n,
                             struct rat_err *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(catalogue->db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    rat_status st = rc == SQLITE_ROW ? RAT_OK : rat_catalogue_failed(catalogue, rc, err);
    for (int i = 0; st == RAT_OK && i < n; i++)
        *out[i] = (uint64_t)sqlite3_column_int64(stmt, i);
    sqlite3_finalize(stmt);
    return st;
}

rat_status rat_catalogue_count(struct rat_catalogue *catalogue, struct rat_catalogue_counts *out,
                               struct rat_err *err)
{
    struct rat_catalogue_counts c = {0};
    const struct {
        const char *sql;
        uint64_t *to[5];
        int n;
    } counts[] = {
        {"SELECT count(*), coalesce(sum(text_size), 0), coalesce(sum(text_size = 0), 0),"
         " coalesce(sum(undecodable > 0), 0) FROM documents WHERE removed_at IS NULL",
         {&c.documents, &c.text_bytes, &c.without_text, &c.undecodable_documents},
         4},
        {"SELECT count(*) FROM documents WHERE removed_at IS NOT NULL", {&c.removed_documents}, 1},
        {"SELECT coalesce(sum(removed_at IS NULL), 0), coalesce(sum(removed_at IS NOT NULL), 0) FROM papers",
         {&c.papers, &c.removed_papers},
         2},
        {"SELECT count(*) FROM meetings WHERE removed_at IS NULL", {&c.meetings}, 1},
        {"SELECT (SELECT count(*) FROM organizations), (SELECT count(*) FROM consultations),"
         " (SELECT count(*) FROM tombstones)",
         {&c.organizations, &c.consultations, &c.purged},
         3},
        {"SELECT count(*), coalesce(sum(stored), 0) FROM contents",
         {&c.contents, &c.content_bytes_stored},
         2},
    };
    uint64_t blank = 0;
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < sizeof counts / sizeof *counts; i++)
        st = count_into(catalogue, counts[i].sql, counts[i].to, counts[i].n, err);
    if (st == RAT_OK && rat_catalogue_has(catalogue, RAT_T_EXTRACTIONS))
        st =
            count_into(catalogue,
                       "SELECT coalesce(sum(state = 2), 0), coalesce(sum(state = 3), 0),"
                       " coalesce(sum(e.confidence > 0), 0), coalesce(sum(state = 1 AND text_size > 0), 0)"
                       " FROM extractions e JOIN documents d ON d.docnum = e.docnum AND d.version = e.version"
                       " WHERE d.removed_at IS NULL",
                       (uint64_t *const[]){&c.failed, &c.partly, &c.recognised, &blank}, 4, err);
    c.without_text += blank;
    if (st == RAT_OK)
        *out = c;
    return st;
}

/* ---- check ---- */

struct checker {
    struct rat_catalogue *catalogue;
    rat_catalogue_damage *damaged;
    void *ctx;
    uint64_t findings;
    struct rat_err *err;
};

static void finding(struct checker *check, const char *where, const char *what)
{
    check->findings++;
    if (check->damaged)
        check->damaged(check->ctx, where, what);
}

/* SQLite's verdict on a statement that cannot go on: damage is a finding, anything else ends the check. */
static rat_status stopped(struct checker *check, const char *where, int rc)
{
    struct rat_err err = RAT_ERR_INIT;
    rat_status st = rat_catalogue_failed(check->catalogue, rc, &err);
    if (st == RAT_EDAMAGED || (rc & 0xff) == SQLITE_ERROR) { /* a damaged schema does not compile */
        finding(check, where, err.msg);
        return RAT_OK;
    }
    if (check->err)
        *check->err = err;
    return st;
}

/* Runs sql and calls visit for every row; where: for what SQLite itself finds. */
static rat_status each_row(struct checker *check, const char *sql, const char *where,
                           void visit(struct checker *check, sqlite3_stmt *stmt, const void *ctx),
                           const void *ctx)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(check->catalogue->db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
            visit(check, stmt, ctx);
    rat_status st = rc == SQLITE_OK || rc == SQLITE_DONE ? RAT_OK : stopped(check, where, rc);
    sqlite3_finalize(stmt);
    return st;
}

static void visit_integrity(struct checker *check, sqlite3_stmt *stmt, const void *ctx)
{
    const char *text = (const char *)sqlite3_column_text(stmt, 0);
    (void)ctx;
    if (!text || strcmp(text, "ok") != 0)
        finding(check, "integrity_check", text ? text : "?");
}

static void visit_row(struct checker *check, sqlite3_stmt *stmt, const void *ctx)
{
    const struct rat_table_def *def = ctx;
    struct rat_buf *canon = &check->catalogue->canon;
    if (rat_catalogue_row_is_sound(stmt, def->count, canon))
        return;
    struct rat_buf where = RAT_BUF_INIT;
    char hex[RAT_SHA256_HEX] = "";
    if (sqlite3_column_type(stmt, 0) == SQLITE_BLOB && sqlite3_column_bytes(stmt, 0) == RAT_SHA256_BYTES)
        rat_sha256_hex(sqlite3_column_blob(stmt, 0), hex);
    const char *key = hex[0] ? hex : (const char *)sqlite3_column_text(stmt, 0);
    rat_buf_printf(&where, "%s %s", def->name, key ? key : "NULL");
    finding(check, rat_buf_cstr(&where), _("Prüfsumme der Zeile stimmt nicht"));
    rat_buf_release(&where);
}

static rat_status check_table(struct checker *check, enum rat_table table)
{
    const struct rat_table_def *def = rat_catalogue_table(table);
    struct rat_buf sql = RAT_BUF_INIT;
    if (!rat_catalogue_has(check->catalogue, table))
        return RAT_OK;
    rat_catalogue_select_sql(table, "", &sql);
    const char *text = rat_buf_cstr(&sql);
    rat_status st = sql.failed ? rat_nomem(check->err) : each_row(check, text, def->name, visit_row, def);
    rat_buf_release(&sql);
    return st;
}

static void visit_misfit(struct checker *check, sqlite3_stmt *stmt, const void *ctx)
{
    const char *what = ctx, *where = (const char *)sqlite3_column_text(stmt, 0);
    finding(check, where ? where : "?", _(what));
}

/* Rows may each be sound and yet not fit together: one is missing, or one is too much. */
static rat_status check_fit(struct checker *check)
{
    static const struct {
        const char *sql, *what;
    } rules[] = {
        {"SELECT 'papers ' || row FROM papers p WHERE consultation_count <>"
         " (SELECT count(*) FROM consultations WHERE paper_row = p.row)"
         " OR link_count <> (SELECT count(*) FROM paper_links WHERE paper_row = p.row)",

         N_("Zeilen einer Vorlage fehlen oder sind zu viel")},
        {"SELECT 'consultations ' || paper_row FROM consultations WHERE paper_row NOT IN (SELECT row FROM "
         "papers)"
         " UNION SELECT 'paper_links ' || paper_row FROM paper_links WHERE paper_row NOT IN (SELECT row FROM "
         "papers)",
         N_("gehört zu keiner Vorlage")},
        {"SELECT 'meetings ' || row FROM meetings m WHERE item_count <>"
         " (SELECT count(*) FROM agenda_items WHERE meeting_row = m.row)",
         N_("Zeilen einer Sitzung fehlen oder sind zu viel")},
        {"SELECT 'agenda_items ' || meeting_row FROM agenda_items WHERE meeting_row NOT IN (SELECT row FROM "
         "meetings)",
         N_("gehört zu keiner Sitzung")},
        {"SELECT 'documents ' || docnum FROM documents d WHERE"
         " version <> 1 + (SELECT count(*) FROM versions WHERE docnum = d.docnum)",
         N_("Eine Fassung fehlt oder ist zu viel")},
        {"SELECT 'versions ' || docnum FROM versions WHERE docnum NOT IN (SELECT docnum FROM documents)",
         N_("gehört zu keinem Dokument")},
        {"WITH used(docnum, sha) AS (SELECT docnum, original_sha FROM documents UNION ALL SELECT docnum, "
         "text_sha FROM"
         " documents UNION ALL SELECT docnum, original_sha FROM versions UNION ALL SELECT docnum, text_sha "
         "FROM versions)"
         " SELECT DISTINCT 'documents ' || docnum FROM used WHERE sha <> zeroblob(32) AND sha NOT IN"
         " (SELECT sha FROM contents)",
         N_("Der Ort des Inhalts fehlt")},
        {"SELECT 'documents ' || docnum FROM documents WHERE source_id <> 0 AND source_id NOT IN (SELECT id "
         "FROM sources)",
         N_("Die Quelle fehlt")},
        {"SELECT 'sqlite_sequence' WHERE coalesce((SELECT seq FROM sqlite_sequence WHERE name = "
         "'documents'), 0) <"
         " (SELECT coalesce(max(docnum), 0) FROM documents)",
         N_("Die nächste Dokumentnummer ist schon vergeben")},
    };
    /* of tables that format 2 brought */
    static const struct {
        const char *sql, *what;
    } rules_2[] = {
        {"SELECT 'readings ' || kind || ' ' || row FROM readings r WHERE count <> CASE kind WHEN 1 THEN"
         " (SELECT count(*) FROM document_references WHERE docnum = r.row) ELSE"
         " (SELECT count(*) FROM paper_numbers WHERE paper_row = r.row) END",
         N_("Was aus einem Text gelesen wurde, fehlt oder ist zu viel")},
        {"SELECT 'readings ' || kind || ' ' || row FROM readings WHERE CASE kind WHEN 1 THEN row NOT IN "
         "(SELECT"
         " docnum FROM documents) ELSE row NOT IN (SELECT row FROM papers) END"
         " UNION SELECT 'document_references ' || docnum FROM document_references WHERE docnum NOT IN"
         " (SELECT row FROM readings WHERE kind = 1)"
         " UNION SELECT 'paper_numbers ' || paper_row FROM paper_numbers WHERE paper_row NOT IN"
         " (SELECT row FROM readings WHERE kind = 2)",
         N_("gehört zu keinem Dokument und keiner Vorlage")},
    };
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < sizeof rules / sizeof *rules; i++)
        st = each_row(check, rules[i].sql, "catalogue", visit_misfit, rules[i].what);
    for (size_t i = 0; st == RAT_OK && rat_catalogue_has(check->catalogue, RAT_T_READINGS) &&
                       i < sizeof rules_2 / sizeof *rules_2;
         i++)
        st = each_row(check, rules_2[i].sql, "catalogue", visit_misfit, rules_2[i].what);
    if (st == RAT_OK && rat_catalogue_has(check->catalogue, RAT_T_EXTRACTIONS))
        st = each_row(check,
                      "SELECT 'extractions ' || docnum FROM extractions e WHERE version NOT BETWEEN 1 AND"
                      " coalesce((SELECT version FROM documents WHERE docnum = e.docnum), 0)",
                      "catalogue", visit_misfit, N_("gehört zu keinem Dokument"));
    return st;
}

static void visit_schema(struct checker *check, sqlite3_stmt *stmt, const void *ctx)
{
    struct rat_buf *out = (struct rat_buf *)(uintptr_t)ctx;
    (void)check;
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
        rat_buf_puts(out, (const char *)sqlite3_column_text(stmt, i));
        rat_buf_byte(out, 0);
    }
}

/* The schema must be letter by letter the one that this program makes: it is made once more, in memory, and compared. */
static rat_status check_schema(struct checker *check)
{
    static const char sql[] = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";
    struct rat_buf here = RAT_BUF_INIT, wanted = RAT_BUF_INIT;
    struct rat_catalogue memory = {.path = check->catalogue->path};
    struct checker inner = {.catalogue = &memory, .err = check->err};
    rat_status st = each_row(check, sql, "sqlite_schema", visit_schema, &here);
    int rc = sqlite3_open_v2(":memory:", &memory.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (st == RAT_OK && rc != SQLITE_OK)
        st = rat_catalogue_failed(&memory, rc, check->err);
    if (st == RAT_OK)
        st = rat_catalogue_make_schema(&memory, 0, check->catalogue->format, check->err);
    if (st == RAT_OK)
        st = each_row(&inner, sql, "sqlite_schema", visit_schema, &wanted);
    if (st == RAT_OK && (here.failed || wanted.failed))
        st = rat_nomem(check->err);
    if (st == RAT_OK && (here.size != wanted.size || memcmp(here.data, wanted.data, here.size) != 0))
        finding(check, "sqlite_schema", _("Der Aufbau der Tabellen ist nicht der dieses Formats"));
    sqlite3_close(memory.db);
    rat_buf_release(&here);
    rat_buf_release(&wanted);
    return st;
}

rat_status rat_catalogue_check(struct rat_catalogue *catalogue, rat_catalogue_damage *damaged, void *ctx,
                               uint64_t *findings, struct rat_err *err)
{
    struct checker check = {catalogue, damaged, ctx, 0, err};
    rat_status st = each_row(&check, "PRAGMA integrity_check", "integrity_check", visit_integrity, NULL);
    if (st == RAT_OK)
        st = check_schema(&check);
    for (int table = 0; st == RAT_OK && table < RAT_TABLES; table++)
        st = check_table(&check, (enum rat_table)table);
    if (st == RAT_OK)
        st = check_fit(&check);
    if (st == RAT_OK)
        *findings = check.findings;
    return st;
}
