/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"

typedef uint8_t sha_bytes[RAT_SHA256_BYTES];

struct purge {
    struct rat_catalogue *catalogue;
    struct rat_err *err;
    const char *id;
    struct rat_buf shas;   /* all that the document and its versions named, each once */
    struct rat_buf gone;   /* those that nothing else uses ... */
    struct rat_buf places; /* ... and where they lay */
};

static void add_sha(struct rat_buf *shas, const sha_bytes sha)
{
    for (size_t at = 0; at < shas->size; at += RAT_SHA256_BYTES)
        if (memcmp(shas->data + at, sha, RAT_SHA256_BYTES) == 0)
            return;
    rat_buf_append(shas, sha, RAT_SHA256_BYTES);
}

/* The SHA-256 values of one document row or of its versions; id is taken from them. *rows: how many there were. */
static rat_status collect(struct purge *purge, int statement, uint32_t docnum, struct rat_arena *arena,
                          size_t *rows)
{
    struct rat_query query = rat_query_start(purge->catalogue, statement, purge->err);
    rat_query_int(&query, docnum);
    rat_status st;
    *rows = 0;
    while ((st = rat_query_next(&query)) == RAT_OK) {
        sha_bytes original, text;
        if (!rat_query_get_sha(&query, RAT_DOC_ORIGINAL_SHA, original) ||
            !rat_query_get_sha(&query, RAT_DOC_TEXT_SHA, text)) {
            st = rat_catalogue_damaged(purge->catalogue, "SHA-256", purge->err);
            break;
        }
        add_sha(&purge->shas, original);
        add_sha(&purge->shas, text);
        if (!purge->id)
            purge->id = rat_query_get_text(&query, RAT_DOC_ID, arena);
        ++*rows;
    }
    rat_query_end(&query);
    if (st == RAT_END)
        st = purge->shas.failed || arena->failed ? rat_nomem(purge->err) : RAT_OK;
    return st;
}

static rat_status delete_by_docnum(struct purge *purge, int statement, uint32_t docnum)
{
    struct rat_query query = rat_query_start(purge->catalogue, statement, purge->err);
    rat_query_int(&query, docnum);
    return rat_query_run(&query);
}

static rat_status is_used(struct purge *purge, const sha_bytes sha, bool *out)
{
    struct rat_query query = rat_query_start(purge->catalogue, RAT_S_CONTENT_IS_USED, purge->err);
    rat_query_blob(&query, sha, RAT_SHA256_BYTES);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK)
        *out = rat_query_get_int(&query, 0) != 0;
    rat_query_end(&query);
    return st;
}

static rat_status forbid(struct purge *purge, const sha_bytes sha)
{
    struct rat_row row = rat_row_start(purge->catalogue, RAT_T_PURGED, purge->err);
    rat_row_blob(&row, sha, RAT_SHA256_BYTES);
    rat_row_text(&row, purge->id);
    return rat_row_finish(&row);
}

/* One content that the document used: if it was the last user, its row goes and it may not come back. Empty content is
 * nobody's secret: any document without text has it, and forbidding it would refuse them all. */
static rat_status purge_content(struct purge *purge, const sha_bytes sha)
{
    static const uint8_t nothing[RAT_SHA256_BYTES] = {0};
    struct rat_content_place place;
    sha_bytes empty;
    bool used = false;
    rat_sha256("", 0, empty);
    rat_status st = is_used(purge, sha, &used);
    if (st != RAT_OK || used || memcmp(sha, nothing, RAT_SHA256_BYTES) == 0)
        return st;
    if (memcmp(sha, empty, RAT_SHA256_BYTES) != 0)
        st = forbid(purge, sha);
    if (st == RAT_OK)
        st = rat_catalogue_find_content(purge->catalogue, sha, &place, purge->err);
    if (st != RAT_OK)
        return st == RAT_ENOTFOUND ? RAT_OK : st;
    rat_buf_append(&purge->gone, sha, RAT_SHA256_BYTES);
    rat_buf_append(&purge->places, &place, sizeof place);
    struct rat_query query = rat_query_start(purge->catalogue, RAT_S_DELETE_CONTENT, purge->err);
    rat_query_blob(&query, sha, RAT_SHA256_BYTES);
    return rat_query_run(&query);
}

static rat_status leave_tombstone(struct purge *purge, const char *reason)
{
    char now[RAT_TIME_TEXT];
    struct rat_row row = rat_row_start(purge->catalogue, RAT_T_TOMBSTONES, purge->err);
    rat_row_text(&row, purge->id);
    rat_row_text(&row, reason);
    rat_row_text(&row, rat_time_now(now));
    rat_row_blob(&row, purge->shas.data, purge->shas.size);
    return rat_row_finish(&row);
}

static rat_status purge_document(struct purge *purge, uint32_t docnum, const char *reason,
                                 struct rat_arena *arena)
{
    size_t rows = 0, versions = 0;
    rat_status st = collect(purge, RAT_S_DOCUMENT, docnum, arena, &rows);
    if (st == RAT_OK && rows == 0) {
        st = rat_fail(purge->err, RAT_ENOTFOUND, _("Ein Dokument mit der Nummer %u gibt es nicht"),
                      (unsigned)docnum);
        rat_err_where(purge->err, "%s", purge->catalogue->path);
    }
    if (st == RAT_OK)
        st = collect(purge, RAT_S_VERSIONS, docnum, arena, &versions);
    if (st == RAT_OK)
        st = delete_by_docnum(purge, RAT_S_DELETE_DOCUMENT, docnum);
    if (st == RAT_OK)
        st = delete_by_docnum(purge, RAT_S_DELETE_VERSIONS, docnum);
    if (st == RAT_OK)
        st = rat_catalogue_put_references(purge->catalogue, docnum, 0, NULL, 0, purge->err);
    if (st == RAT_OK)
        st = delete_by_docnum(purge, RAT_S_DELETE_EXTRACTIONS, docnum);
    for (size_t at = 0; st == RAT_OK && at < purge->shas.size; at += RAT_SHA256_BYTES)
        st = purge_content(purge, purge->shas.data + at);
    return st == RAT_OK ? leave_tombstone(purge, reason) : st;
}

rat_status rat_catalogue_purge_document(struct rat_catalogue *catalogue, uint32_t docnum, const char *reason,
                                        struct rat_arena *arena, uint8_t (**shas)[RAT_SHA256_BYTES],
                                        struct rat_content_place **places, size_t *count, struct rat_err *err)
{
    struct purge purge = {.catalogue = catalogue,
                          .err = err,
                          .shas = RAT_BUF_INIT,
                          .gone = RAT_BUF_INIT,
                          .places = RAT_BUF_INIT};
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st == RAT_OK)
        st = purge_document(&purge, docnum, reason, arena);
    if (st == RAT_OK) {
        sha_bytes *gone = rat_arena_memdup(arena, purge.gone.data, purge.gone.size);
        struct rat_content_place *where = rat_arena_memdup(arena, purge.places.data, purge.places.size);
        if (!gone || !where || purge.gone.failed || purge.places.failed) {
            st = rat_nomem(err);
        } else {
            *shas = gone;
            *places = where;
            *count = purge.gone.size / RAT_SHA256_BYTES;
        }
    }
    rat_buf_release(&purge.shas);
    rat_buf_release(&purge.gone);
    rat_buf_release(&purge.places);
    return st;
}

#define ORPHANS                                                                              \
    "SELECT row FROM papers WHERE raw IS NULL AND NOT EXISTS (SELECT 1 FROM documents WHERE" \
    " documents.paper_id = papers.id)"

rat_status rat_catalogue_purge_papers(struct rat_catalogue *catalogue, struct rat_err *err)
{
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st == RAT_OK)
        st = rat_catalogue_exec(catalogue,
                                "DELETE FROM consultations WHERE paper_row IN (" ORPHANS ");"
                                "DELETE FROM paper_links WHERE paper_row IN (" ORPHANS ");"
                                "DELETE FROM paper_numbers WHERE paper_row IN (" ORPHANS ");"
                                "DELETE FROM readings WHERE kind = 2 AND row IN (" ORPHANS ");"
                                "DELETE FROM papers WHERE row IN (" ORPHANS ")",
                                err);
    return st;
}
