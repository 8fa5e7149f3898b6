/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"
#include "storage/dump_internal.h"

#include <sys/stat.h>

static rat_status no_catalogue(struct rat_dump *dump, struct rat_err *err)
{
    rat_buf_puts(&dump->text, "this archive has no catalogue and no contents (index only)");
    return rat_dump_flush(dump, err);
}

/* Prints every row of a query, its columns separated by two spaces. */
static rat_status put_rows(struct rat_dump *dump, const char *title, const char *sql, struct rat_err *err)
{
    struct rat_catalogue *catalogue = dump->snapshot->catalogue;
    sqlite3_stmt *stmt = NULL;
    rat_status st = RAT_OK;
    int rc = sqlite3_prepare_v2(catalogue->db, sql, -1, &stmt, NULL);
    while (rc == SQLITE_OK && st == RAT_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        rat_buf_puts(&dump->text, title);
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const char *text = (const char *)sqlite3_column_text(stmt, i);
            rat_buf_printf(&dump->text, "  %s", text ? text : "NULL");
        }
        st = rat_dump_flush(dump, err);
    }
    if (rc != SQLITE_OK)
        st = rat_catalogue_failed(catalogue, rc, err);
    else if (st == RAT_OK && (rc = sqlite3_reset(stmt)) != SQLITE_OK)
        st = rat_catalogue_failed(catalogue, rc, err);
    sqlite3_finalize(stmt);
    return st;
}

rat_status rat_dump_catalogue(struct rat_dump *dump, struct rat_err *err)
{
    if (!dump->snapshot->catalogue)
        return no_catalogue(dump, err);
    rat_status st = put_rows(dump, "setting", "SELECT key, value FROM settings ORDER BY key", err);
    if (st == RAT_OK)
        st = put_rows(dump, "source", "SELECT id, kind, mirror, name FROM sources ORDER BY id", err);
    for (int table = 0; table < RAT_TABLES && st == RAT_OK; table++) {
        struct rat_buf sql = RAT_BUF_INIT;
        if (!rat_catalogue_has(dump->snapshot->catalogue, (enum rat_table)table))
            continue;
        const char *name = rat_catalogue_table((enum rat_table)table)->name;
        rat_buf_printf(&sql, "SELECT '%s', count(*) FROM %s", name, name);
        const char *text = rat_buf_cstr(&sql);
        st = sql.failed ? rat_nomem(err) : put_rows(dump, "rows", text, err);
        rat_buf_release(&sql);
    }
    return st;
}

/* ---- packs ---- */

struct pack_sum {
    uint32_t pack;
    uint64_t objects, stored, raw, end;
};

static rat_status put_pack(struct rat_dump *dump, const struct rat_layout *layout, const struct pack_sum *sum,
                           struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    struct stat info;
    if (!sum->pack)
        return RAT_OK;
    rat_contents_pack_path(layout->contents, sum->pack, &path);
    rat_buf_printf(&dump->text, "pack %06u: %llu objects, %llu bytes stored of %llu raw, ends at %llu, file ",
                   sum->pack, (unsigned long long)sum->objects, (unsigned long long)sum->stored,
                   (unsigned long long)sum->raw, (unsigned long long)sum->end);
    if (stat(rat_buf_cstr(&path), &info) == 0)
        rat_buf_printf(&dump->text, "%llu bytes", (unsigned long long)info.st_size);
    else
        rat_buf_puts(&dump->text, "missing");
    rat_buf_release(&path);
    return rat_dump_flush(dump, err);
}

rat_status rat_dump_packs(struct rat_dump *dump, struct rat_err *err)
{
    struct rat_catalogue *catalogue = dump->snapshot->catalogue;
    struct rat_layout layout;
    struct pack_sum sum = {0};
    struct rat_content_place place = {0};
    uint8_t sha[RAT_SHA256_BYTES];
    uint64_t pack = 0, bytes = 0;
    if (!catalogue)
        return no_catalogue(dump, err);
    rat_status st = rat_layout_make(dump->path, &layout, err);
    if (st != RAT_OK)
        return st;
    while (st == RAT_OK && (st = rat_catalogue_walk_contents(catalogue, &place, sha, err)) == RAT_OK) {
        if (place.pack != sum.pack) {
            st = put_pack(dump, &layout, &sum, err);
            sum = (struct pack_sum){.pack = place.pack};
        }
        sum.objects++;
        sum.stored += place.stored;
        sum.raw += place.size;
        sum.end = place.offset + place.stored;
    }
    if (st == RAT_END)
        st = put_pack(dump, &layout, &sum, err);
    if (st == RAT_OK)
        st = rat_catalogue_get_number(catalogue, RAT_SETTING_PACK, 0, &pack, err);
    if (st == RAT_OK)
        st = rat_catalogue_get_number(catalogue, RAT_SETTING_PACK_BYTES, 0, &bytes, err);
    if (st == RAT_OK) {
        rat_buf_printf(&dump->text, "last pack %06llu: %llu bytes count", (unsigned long long)pack,
                       (unsigned long long)bytes);
        st = rat_dump_flush(dump, err);
    }
    rat_layout_release(&layout);
    return st;
}
