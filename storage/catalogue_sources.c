/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"

#include <stdlib.h>

/* Finds the row of a source; RAT_END when there is none. *same: it is stored exactly like `source` (may be NULL). */
static rat_status find_source(struct rat_catalogue *catalogue, const char *name,
                              const struct rat_source_record *source, int64_t *id, bool *same,
                              struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_SOURCE_BY_NAME, err);
    rat_query_text(&query, name);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        const char *kind = (const char *)sqlite3_column_text(query.stmt, RAT_SOURCE_KIND);
        *id = rat_query_get_int(&query, RAT_SOURCE_ID);
        *same = source && (rat_query_get_int(&query, RAT_SOURCE_MIRROR) != 0) == source->mirror &&
                ((!kind && !source->kind) || (kind && source->kind && strcmp(kind, source->kind) == 0));
    }
    rat_query_end(&query);
    return st;
}

static rat_status count_sources(struct rat_catalogue *catalogue, int64_t *out, struct rat_err *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(catalogue->db, "SELECT coalesce(max(id), 0) FROM sources", -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    rat_status st = rc == SQLITE_ROW ? RAT_OK : rat_catalogue_failed(catalogue, rc, err);
    if (st == RAT_OK)
        *out = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return st;
}

rat_status rat_catalogue_put_source(struct rat_catalogue *catalogue, const struct rat_source_record *source,
                                    int64_t *id, struct rat_err *err)
{
    int64_t found = 0;
    bool same = false;
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st == RAT_OK)
        st = find_source(catalogue, source->name, source, &found, &same, err);
    if (st == RAT_END) {
        st = count_sources(catalogue, &found, err);
        found++;
    }
    if (st == RAT_OK && !same) {
        struct rat_row row = rat_row_start(catalogue, RAT_T_SOURCES, err);
        rat_row_int(&row, found);
        rat_row_text(&row, source->name);
        rat_row_text(&row, source->kind);
        rat_row_int(&row, source->mirror);
        st = rat_row_finish(&row);
    }
    if (st == RAT_OK)
        *id = found;
    return st;
}

rat_status rat_catalogue_source_id(struct rat_catalogue *catalogue, const char *name, int64_t *id,
                                   struct rat_err *err)
{
    if (!name) {
        *id = 0;
        return RAT_OK;
    }
    if (catalogue->source && strcmp(catalogue->source, name) == 0) {
        *id = catalogue->source_id;
        return RAT_OK;
    }
    int64_t found = 0;
    bool unused;
    rat_status st = find_source(catalogue, name, NULL, &found, &unused, err);
    if (st == RAT_END) {
        st = rat_fail(err, RAT_EUSAGE, _("Die Quelle „%s“ ist dem Katalog nicht bekannt"), name);
        rat_err_where(err, "%s", catalogue->path);
    }
    if (st != RAT_OK)
        return st;
    free(catalogue->source);
    catalogue->source = strdup(name); /* without memory it is only asked again */
    catalogue->source_id = found;
    *id = found;
    return RAT_OK;
}

rat_status rat_catalogue_source_name(struct rat_catalogue *catalogue, int64_t id, struct rat_arena *arena,
                                     const char **name, struct rat_err *err)
{
    if (id == 0) {
        *name = NULL;
        return RAT_OK;
    }
    struct rat_query query = rat_query_start(catalogue, RAT_S_SOURCE_BY_ID, err);
    rat_query_int(&query, id);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK)
        *name = rat_query_get_text(&query, RAT_SOURCE_NAME, arena);
    else if (st == RAT_END)
        st = rat_catalogue_damaged(catalogue, _("eine Quelle fehlt"), err);
    rat_query_end(&query);
    return st;
}

const char *rat_catalogue_short_id(const char *id)
{
    const char *scheme = id ? strstr(id, "://") : NULL;
    if (!scheme)
        return NULL;
    const char *slash = strrchr(scheme + 3, '/');
    return slash && slash[1] ? slash + 1 : NULL;
}

/* Lower case of ASCII and of the capital letters U+00C0..U+00DE, the only ones in reference numbers; others stay. */
void rat_catalogue_reference_key(const char *reference, struct rat_buf *out)
{
    size_t start = out->size;
    bool space = false;
    for (const char *at = reference ? reference : ""; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == ' ' || (byte >= '\t' && byte <= '\r') || (byte == 0xc2 && (unsigned char)at[1] == 0xa0)) {
            space = true;
            at += byte == 0xc2;
            continue;
        }
        if (space && out->size > start)
            rat_buf_byte(out, ' ');
        space = false;
        rat_buf_byte(out, byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte + 32) : byte);
        unsigned char next = (unsigned char)at[1];
        if (byte == 0xc3 && next >= 0x80 && next <= 0x9e && next != 0x97) {
            rat_buf_byte(out, (unsigned char)(next + 32));
            at++;
        }
    }
}

void rat_row_reference_key(struct rat_row *row, const char *reference)
{
    struct rat_buf key = RAT_BUF_INIT;
    rat_catalogue_reference_key(reference, &key);
    const char *text = rat_buf_cstr(&key);
    if (key.failed)
        row->rc = SQLITE_NOMEM;
    rat_row_text_copy(row, key.size ? text : NULL);
    rat_buf_release(&key);
}
