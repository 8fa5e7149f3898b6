/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"

/* Every table has a last column "checksum INTEGER" behind those listed here. FORMAT.md describes the columns. */

static const char *const settings_columns[] = {"key TEXT PRIMARY KEY", "value TEXT"};
static const char *const sources_columns[] = {"id INTEGER PRIMARY KEY", "name TEXT", "kind TEXT",
                                              "mirror INTEGER"};
static const char *const papers_columns[] = {
    "row INTEGER PRIMARY KEY AUTOINCREMENT",
    "id TEXT",
    "short_id TEXT",
    "source_id INTEGER",
    "stamp INTEGER",
    "removed_at TEXT",
    "reference TEXT",
    "reference_key TEXT",
    "reference_printed TEXT",
    "reference_printed_key TEXT",
    "name TEXT",
    "type TEXT",
    "date INTEGER",
    "date_origin INTEGER",
    "lead_office TEXT",
    "status TEXT",
    "is_public INTEGER",
    "body TEXT",
    "municipality TEXT",
    "created TEXT",
    "modified TEXT",
    "raw TEXT",
    "fields BLOB",
    "consultation_count INTEGER",
    "link_count INTEGER",
};
static const char *const consultations_columns[] = {
    "paper_row INTEGER",     "place INTEGER",    "id TEXT",
    "body_id TEXT",          "body TEXT",        "meeting_id TEXT",
    "item_id TEXT",          "item_number TEXT", "role TEXT",
    "result TEXT",           "date INTEGER",     "is_public INTEGER",
    "authoritative INTEGER", "origin INTEGER",
};
static const char *const links_columns[] = {"paper_row INTEGER", "place INTEGER", "other_id TEXT",
                                            "kind TEXT"};

static const char *const numbers_columns[] = {"paper_row INTEGER", "place INTEGER", "key TEXT",
                                              "bare TEXT",         "family TEXT",   "digits INTEGER"};

#define DOCUMENT_COLUMNS                                                                                    \
    "version INTEGER", "id TEXT", "short_id TEXT", "paper_id TEXT", "meeting_id TEXT", "source_id INTEGER", \
        "stamp INTEGER", "imported_at TEXT", "removed_at TEXT", "original_sha BLOB", "text_sha BLOB",       \
        "original_size INTEGER", "text_size INTEGER", "undecodable INTEGER", "encoding TEXT",               \
        "extractor TEXT", "title TEXT", "name TEXT", "type TEXT", "reference TEXT", "reference_key TEXT",   \
        "date INTEGER", "date_origin INTEGER", "body TEXT", "municipality TEXT", "committees BLOB",         \
        "lead_office TEXT", "status TEXT", "is_public INTEGER", "location TEXT", "download_url TEXT",       \
        "mime_type TEXT", "modified TEXT", "raw TEXT", "fields BLOB"
static const char *const documents_columns[] = {"docnum INTEGER PRIMARY KEY AUTOINCREMENT", DOCUMENT_COLUMNS};
static const char *const versions_columns[] = {"docnum INTEGER", DOCUMENT_COLUMNS};

static const char *const references_columns[] = {
    "docnum INTEGER", "place INTEGER",  "kind INTEGER",  "wording INTEGER", "key TEXT",
    "detail TEXT",    "surface TEXT",   "start INTEGER", "end INTEGER",     "times INTEGER",
    "digits INTEGER", "is_led INTEGER", "hint INTEGER",
};

/* What was read: of documents their references, of papers their numbers; how many rows that made, by which version of the
 * reader. */
static const char *const readings_columns[] = {"kind INTEGER", "row INTEGER", "count INTEGER",
                                               "version INTEGER"};

static const char *const meetings_columns[] = {
    "row INTEGER PRIMARY KEY AUTOINCREMENT",
    "id TEXT",
    "source_id INTEGER",
    "stamp INTEGER",
    "removed_at TEXT",
    "name TEXT",
    "start TEXT",
    "end TEXT",
    "location TEXT",
    "organization_ids BLOB",
    "modified TEXT",
    "raw TEXT",
    "item_count INTEGER",
};
static const char *const items_columns[] = {
    "meeting_row INTEGER",  "place INTEGER",      "id TEXT",
    "number TEXT",          "name TEXT",          "result TEXT",
    "consultation_id TEXT", "item_order INTEGER", "is_public INTEGER",
};
static const char *const organizations_columns[] = {
    "id TEXT PRIMARY KEY", "name TEXT",     "short_name TEXT", "classification TEXT",
    "start_date TEXT",     "end_date TEXT", "raw TEXT",
};
static const char *const contents_columns[] = {
    "sha BLOB PRIMARY KEY", "pack INTEGER", "offset INTEGER", "stored INTEGER", "size INTEGER",
};
static const char *const tombstones_columns[] = {"id TEXT PRIMARY KEY", "reason TEXT", "time TEXT",
                                                 "shas BLOB"};
static const char *const purged_columns[] = {"sha BLOB PRIMARY KEY", "id TEXT"};
static const char *const audit_columns[] = {
    "serial INTEGER PRIMARY KEY AUTOINCREMENT", "time TEXT", "action TEXT", "id TEXT", "detail TEXT",
};

/* A row only for what is not the rule: text that was found in a file without pages has none. */
static const char *const extractions_columns[] = {
    "docnum INTEGER",     "version INTEGER", "state INTEGER",  "problems TEXT",
    "confidence INTEGER", "pages BLOB",      "container TEXT",
};

#define TABLE(name, list, tail, without)                                \
    {                                                                   \
        name, list, (int)(sizeof(list) / sizeof *(list)), tail, without \
    }
static const struct rat_table_def tables[RAT_TABLES] = {
    [RAT_T_SETTINGS] = TABLE("settings", settings_columns, "", true),
    [RAT_T_SOURCES] = TABLE("sources", sources_columns, "", false),
    [RAT_T_PAPERS] = TABLE("papers", papers_columns, "", false),
    [RAT_T_CONSULTATIONS] =
        TABLE("consultations", consultations_columns, ", PRIMARY KEY (paper_row, place)", true),
    [RAT_T_LINKS] = TABLE("paper_links", links_columns, ", PRIMARY KEY (paper_row, place)", true),
    [RAT_T_DOCUMENTS] = TABLE("documents", documents_columns, "", false),
    [RAT_T_VERSIONS] = TABLE("versions", versions_columns, ", UNIQUE (docnum, version)", false),
    [RAT_T_MEETINGS] = TABLE("meetings", meetings_columns, "", false),
    [RAT_T_ITEMS] = TABLE("agenda_items", items_columns, ", PRIMARY KEY (meeting_row, place)", true),
    [RAT_T_ORGANIZATIONS] = TABLE("organizations", organizations_columns, "", false),
    [RAT_T_CONTENTS] = TABLE("contents", contents_columns, "", true),
    [RAT_T_TOMBSTONES] = TABLE("tombstones", tombstones_columns, "", true),
    [RAT_T_PURGED] = TABLE("purged_contents", purged_columns, "", true),
    [RAT_T_AUDIT] = TABLE("audit", audit_columns, "", false),
    [RAT_T_NUMBERS] = TABLE("paper_numbers", numbers_columns, ", PRIMARY KEY (paper_row, place)", true),
    [RAT_T_REFERENCES] =
        TABLE("document_references", references_columns, ", PRIMARY KEY (docnum, place)", true),
    [RAT_T_READINGS] = TABLE("readings", readings_columns, ", PRIMARY KEY (kind, row)", true),
    [RAT_T_EXTRACTIONS] = TABLE("extractions", extractions_columns, ", PRIMARY KEY (docnum, version)", true),
};
/* The format that brought a table; 0: the first. */
static const int since[RAT_TABLES] = {
    [RAT_T_NUMBERS] = 2, [RAT_T_REFERENCES] = 2, [RAT_T_READINGS] = 2, [RAT_T_EXTRACTIONS] = 3};
_Static_assert(sizeof documents_columns / sizeof *documents_columns == RAT_DOC_COLUMNS, "documents");
_Static_assert(sizeof papers_columns / sizeof *papers_columns == RAT_PAPER_COLUMNS, "papers");
_Static_assert(sizeof meetings_columns / sizeof *meetings_columns == RAT_MEETING_COLUMNS, "meetings");

/* Partial indexes leave out what most rows do not have. The two over SHA-256 answer a purge: who else uses these bytes. */
static const char indexes_1[] =
    "CREATE UNIQUE INDEX sources_name ON sources(name);"
    "CREATE UNIQUE INDEX papers_id ON papers(id);"
    "CREATE INDEX papers_short_id ON papers(short_id) WHERE short_id IS NOT NULL;"
    "CREATE INDEX papers_source ON papers(source_id);"
    "CREATE INDEX papers_reference ON papers(reference_key) WHERE reference_key IS NOT NULL;"
    "CREATE INDEX papers_printed ON papers(reference_printed_key) WHERE reference_printed_key IS NOT NULL;"
    "CREATE INDEX paper_links_other ON paper_links(other_id);"
    "CREATE UNIQUE INDEX documents_id ON documents(id);"
    "CREATE INDEX documents_short_id ON documents(short_id) WHERE short_id IS NOT NULL;"
    "CREATE INDEX documents_paper ON documents(paper_id) WHERE paper_id IS NOT NULL;"
    "CREATE INDEX documents_source ON documents(source_id);"
    "CREATE INDEX documents_reference ON documents(reference_key) WHERE reference_key IS NOT NULL;"
    "CREATE INDEX documents_original ON documents(original_sha);"
    "CREATE INDEX documents_text ON documents(text_sha);"
    "CREATE INDEX versions_original ON versions(original_sha);"
    "CREATE INDEX versions_text ON versions(text_sha);"
    "CREATE UNIQUE INDEX meetings_id ON meetings(id);"
    "CREATE INDEX contents_place ON contents(pack, offset);";
static const char indexes_2[] =
    "CREATE INDEX paper_numbers_key ON paper_numbers(key);"
    "CREATE INDEX paper_numbers_bare ON paper_numbers(bare) WHERE bare IS NOT NULL;"
    "CREATE INDEX paper_numbers_family ON paper_numbers(family);"
    "CREATE INDEX consultations_meeting ON consultations(meeting_id) WHERE meeting_id IS NOT NULL;"
    "CREATE INDEX consultations_date ON consultations(date);"
    "CREATE INDEX document_references_key ON document_references(key, kind);";
static const char *const indexes[] = {NULL, indexes_1, indexes_2, ""}; /* by format */
_Static_assert(sizeof indexes / sizeof *indexes == RAT_CATALOGUE_FORMAT + 1, "each format has its indexes");

struct statement_def {
    enum rat_table table; /* RAT_TABLES: sql is the whole statement */
    const char *sql;      /* else what follows "SELECT columns, checksum FROM table " */
};

#define NEXT_ROW(table, key)                                                                  \
    "SELECT 1 + max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = '" table "'), 0)," \
    " coalesce((SELECT max(" key ") FROM " table "), 0))"

static const struct statement_def statements[RAT_STATEMENTS] = {
    [RAT_S_SETTING] = {RAT_T_SETTINGS, "WHERE key = ?"},
    [RAT_S_SOURCE_BY_NAME] = {RAT_T_SOURCES, "WHERE name = ?"},
    [RAT_S_SOURCE_BY_ID] = {RAT_T_SOURCES, "WHERE id = ?"},
    [RAT_S_DOCUMENT_BY_ID] = {RAT_T_DOCUMENTS, "WHERE id = ?"},
    [RAT_S_DOCUMENT] = {RAT_T_DOCUMENTS, "WHERE docnum = ?"},
    [RAT_S_DOCUMENTS] = {RAT_T_DOCUMENTS, "ORDER BY docnum"},
    [RAT_S_DOCUMENT_NEXT] = {RAT_T_DOCUMENTS, "WHERE docnum > ? ORDER BY docnum LIMIT 1"},
    [RAT_S_DOCUMENT_NEXT_OF_SOURCE] = {RAT_T_DOCUMENTS,
                                       "WHERE docnum > ? AND source_id = ? ORDER BY docnum LIMIT 1"},
    [RAT_S_DOCUMENTS_BY_SHORT_ID] = {RAT_T_DOCUMENTS, "WHERE short_id = ? ORDER BY docnum"},
    [RAT_S_DOCUMENTS_BY_REFERENCE] = {RAT_T_DOCUMENTS, "WHERE reference_key = ? ORDER BY docnum"},
    [RAT_S_DOCUMENTS_OF_PAPER] = {RAT_T_DOCUMENTS, "WHERE paper_id = ? ORDER BY docnum"},
    [RAT_S_VERSIONS] = {RAT_T_VERSIONS, "WHERE docnum = ? ORDER BY version"},
    [RAT_S_PAPER_BY_ID] = {RAT_T_PAPERS, "WHERE id = ?"},
    [RAT_S_PAPER] = {RAT_T_PAPERS, "WHERE row = ?"},
    [RAT_S_PAPER_NEXT] = {RAT_T_PAPERS, "WHERE row > ? ORDER BY row LIMIT 1"},
    [RAT_S_PAPER_NEXT_OF_SOURCE] = {RAT_T_PAPERS, "WHERE row > ? AND source_id = ? ORDER BY row LIMIT 1"},
    [RAT_S_PAPERS_BY_SHORT_ID] = {RAT_T_PAPERS, "WHERE short_id = ? ORDER BY row"},
    [RAT_S_PAPERS_BY_REFERENCE] = {RAT_T_PAPERS,
                                   "WHERE reference_key = ?1 OR reference_printed_key = ?1 ORDER BY row"},
    [RAT_S_PAPERS] = {RAT_T_PAPERS, "ORDER BY row"},
    [RAT_S_CONSULTATIONS_OF_MEETING] = {RAT_T_CONSULTATIONS,
                                        "WHERE meeting_id = ? ORDER BY paper_row, place"},
    [RAT_S_CONSULTATIONS] = {RAT_T_CONSULTATIONS, "WHERE paper_row = ? ORDER BY place"},
    [RAT_S_LINKS] = {RAT_T_LINKS, "WHERE paper_row = ? ORDER BY place"},
    [RAT_S_PAPER_IS_SHOWN] = {RAT_TABLES, "SELECT EXISTS (SELECT 1 FROM documents WHERE paper_id = ? AND"
                                          " removed_at IS NULL)"},
    [RAT_S_LINKS_TO] = {RAT_T_LINKS, "WHERE other_id = ? ORDER BY paper_row, place"},
    [RAT_S_CONSULTATIONS_ON] = {RAT_T_CONSULTATIONS, "WHERE date = ? ORDER BY paper_row, place"},
    [RAT_S_NUMBERS] = {RAT_T_NUMBERS, "WHERE paper_row = ? ORDER BY place"},
    [RAT_S_NUMBERS_BY_KEY] = {RAT_T_NUMBERS, "WHERE key = ? ORDER BY paper_row, place"},
    [RAT_S_NUMBERS_BY_BARE] = {RAT_T_NUMBERS, "WHERE bare = ? ORDER BY paper_row, place"},
    [RAT_S_NUMBERS_BY_FAMILY] = {RAT_T_NUMBERS, "WHERE family = ? ORDER BY paper_row, place"},
    [RAT_S_READING] = {RAT_T_READINGS, "WHERE kind = ? AND row = ?"},
    [RAT_S_REFERENCES] = {RAT_T_REFERENCES, "WHERE docnum = ? ORDER BY place"},
    [RAT_S_REFERENCES_TO] = {RAT_T_REFERENCES, "WHERE key = ? AND kind = ? ORDER BY docnum, place"},
    /* '.' follows '-': what lies between is the number and a supplement */
    [RAT_S_REFERENCES_TO_SUPPLEMENTS] = {RAT_T_REFERENCES,
                                         "WHERE key > ?1 || '-' AND key < ?1 || '.' AND kind = ?2"
                                         " ORDER BY docnum, place"},
    [RAT_S_MEETING_BY_ID] = {RAT_T_MEETINGS, "WHERE id = ?"},
    [RAT_S_MEETING] = {RAT_T_MEETINGS, "WHERE row = ?"},
    [RAT_S_MEETING_NEXT_OF_SOURCE] = {RAT_T_MEETINGS, "WHERE row > ? AND source_id = ? ORDER BY row LIMIT 1"},
    [RAT_S_MEETINGS] = {RAT_T_MEETINGS, "ORDER BY start DESC, row"},
    [RAT_S_MEETINGS_BY_ROW] = {RAT_T_MEETINGS, "ORDER BY row"},
    [RAT_S_ORGANIZATION] = {RAT_T_ORGANIZATIONS, "WHERE id = ?"},
    [RAT_S_ORGANIZATIONS] = {RAT_T_ORGANIZATIONS, "ORDER BY id"},
    [RAT_S_ITEMS] = {RAT_T_ITEMS, "WHERE meeting_row = ? ORDER BY place"},
    [RAT_S_CONTENT] = {RAT_T_CONTENTS, "WHERE sha = ?"},
    [RAT_S_CONTENT_NEXT] = {RAT_T_CONTENTS, "WHERE (pack, offset) > (?, ?) ORDER BY pack, offset LIMIT 1"},
    [RAT_S_EXTRACTION] = {RAT_T_EXTRACTIONS, "WHERE docnum = ? AND version = ?"},
    [RAT_S_TOMBSTONE] = {RAT_T_TOMBSTONES, "WHERE id = ?"},
    [RAT_S_PURGED] = {RAT_T_PURGED, "WHERE sha = ?"},
    [RAT_S_DELETE_CONSULTATIONS] = {RAT_TABLES, "DELETE FROM consultations WHERE paper_row = ?"},
    [RAT_S_DELETE_LINKS] = {RAT_TABLES, "DELETE FROM paper_links WHERE paper_row = ?"},
    [RAT_S_DELETE_NUMBERS] = {RAT_TABLES, "DELETE FROM paper_numbers WHERE paper_row = ?"},
    [RAT_S_DELETE_READING] = {RAT_TABLES, "DELETE FROM readings WHERE kind = ? AND row = ?"},
    [RAT_S_DELETE_REFERENCES] = {RAT_TABLES, "DELETE FROM document_references WHERE docnum = ?"},
    [RAT_S_DELETE_ITEMS] = {RAT_TABLES, "DELETE FROM agenda_items WHERE meeting_row = ?"},
    [RAT_S_DELETE_DOCUMENT] = {RAT_TABLES, "DELETE FROM documents WHERE docnum = ?"},
    [RAT_S_DELETE_VERSIONS] = {RAT_TABLES, "DELETE FROM versions WHERE docnum = ?"},
    [RAT_S_DELETE_EXTRACTIONS] = {RAT_TABLES, "DELETE FROM extractions WHERE docnum = ?"},
    [RAT_S_DELETE_CONTENT] = {RAT_TABLES, "DELETE FROM contents WHERE sha = ?"},
    [RAT_S_CONTENT_IS_USED] = {RAT_TABLES, "SELECT EXISTS (SELECT 1 FROM documents WHERE original_sha = ?1)"
                                           " OR EXISTS (SELECT 1 FROM documents WHERE text_sha = ?1)"
                                           " OR EXISTS (SELECT 1 FROM versions WHERE original_sha = ?1)"
                                           " OR EXISTS (SELECT 1 FROM versions WHERE text_sha = ?1)"},
    [RAT_S_NEXT_DOCUMENT] = {RAT_TABLES, NEXT_ROW("documents", "docnum")},
    [RAT_S_NEXT_PAPER] = {RAT_TABLES, NEXT_ROW("papers", "row")},
    [RAT_S_NEXT_MEETING] = {RAT_TABLES, NEXT_ROW("meetings", "row")},
    [RAT_S_NEXT_AUDIT] = {RAT_TABLES, NEXT_ROW("audit", "serial")},
    [RAT_S_PUBLICITY] = {RAT_TABLES,
                         "SELECT docnum FROM documents WHERE is_public = ?1 UNION"
                         " SELECT d.docnum FROM papers AS p JOIN documents AS d ON d.paper_id = p.id"
                         " WHERE p.is_public = ?1 OR EXISTS"
                         " (SELECT 1 FROM consultations AS c WHERE c.paper_row = p.row AND c.is_public = ?1)"
                         " ORDER BY 1"},
};

const struct rat_table_def *rat_catalogue_table(enum rat_table table)
{
    return &tables[table];
}

static void put_column_names(const struct rat_table_def *def, struct rat_buf *out)
{
    for (int i = 0; i < def->count; i++) {
        rat_buf_append(out, def->columns[i], strcspn(def->columns[i], " "));
        rat_buf_puts(out, ", ");
    }
    rat_buf_puts(out, "checksum");
}

void rat_catalogue_select_sql(enum rat_table table, const char *tail, struct rat_buf *out)
{
    rat_buf_puts(out, "SELECT ");
    put_column_names(&tables[table], out);
    rat_buf_printf(out, " FROM %s %s", tables[table].name, tail);
}

enum rat_table rat_catalogue_statement_table(int statement)
{
    return statement < (int)RAT_TABLES ? RAT_TABLES : statements[statement].table;
}

void rat_catalogue_sql(int statement, struct rat_buf *out)
{
    if (statement >= (int)RAT_TABLES) {
        const struct statement_def *own = &statements[statement];
        if (own->table == RAT_TABLES)
            rat_buf_puts(out, own->sql);
        else
            rat_catalogue_select_sql(own->table, own->sql, out);
        return;
    }
    const struct rat_table_def *def = &tables[statement];
    rat_buf_printf(out, "INSERT OR REPLACE INTO %s (", def->name);
    put_column_names(def, out);
    rat_buf_puts(out, ") VALUES (");
    for (int i = 0; i < def->count; i++)
        rat_buf_puts(out, "?, ");
    rat_buf_puts(out, "?)");
}

bool rat_catalogue_has(const struct rat_catalogue *catalogue, enum rat_table table)
{
    return since[table] <= catalogue->format;
}

static void put_create_table(const struct rat_table_def *def, struct rat_buf *sql)
{
    rat_buf_printf(sql, "CREATE TABLE %s (", def->name);
    for (int i = 0; i < def->count; i++)
        rat_buf_printf(sql, "%s, ", def->columns[i]);
    rat_buf_printf(sql, "checksum INTEGER%s)%s;", def->tail, def->without_rowid ? " WITHOUT ROWID" : "");
}

rat_status rat_catalogue_make_schema(struct rat_catalogue *catalogue, int64_t from, int64_t to,
                                     struct rat_err *err)
{
    struct rat_buf sql = RAT_BUF_INIT;
    for (int t = 0; t < RAT_TABLES; t++)
        if ((from == 0 || since[t] > from) && since[t] <= to)
            put_create_table(&tables[t], &sql);
    for (int64_t format = from + 1; format <= to; format++)
        rat_buf_puts(&sql, indexes[format]);
    rat_buf_printf(&sql, "PRAGMA application_id = %d; PRAGMA user_version = %lld;", RAT_CATALOGUE_APPLICATION,
                   (long long)to);
    const char *text = rat_buf_cstr(&sql);
    rat_status st = sql.failed ? rat_nomem(err) : rat_catalogue_exec(catalogue, text, err);
    rat_buf_release(&sql);
    return st;
}

rat_status rat_catalogue_upgrade(struct rat_catalogue *catalogue, struct rat_err *err)
{
    if (catalogue->format == RAT_CATALOGUE_FORMAT)
        return RAT_OK;
    rat_status st = rat_catalogue_begin(catalogue, err);
    if (st == RAT_OK)
        st = rat_catalogue_make_schema(catalogue, catalogue->format, RAT_CATALOGUE_FORMAT, err);
    if (st == RAT_OK)
        st = rat_catalogue_commit(catalogue, err);
    if (st == RAT_OK)
        catalogue->format = RAT_CATALOGUE_FORMAT;
    else
        rat_catalogue_rollback(catalogue);
    return st;
}
