/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"
#include "storage/record_internal.h"

static rat_status unknown_document(struct rat_catalogue *catalogue, uint32_t docnum, struct rat_err *err)
{
    rat_status st =
        rat_fail(err, RAT_ENOTFOUND, _("Ein Dokument mit der Nummer %u gibt es nicht"), (unsigned)docnum);
    rat_err_where(err, "%s", catalogue->path);
    return st;
}

/* ---- known ---- */

static rat_status is_tombstone(struct rat_catalogue *catalogue, const char *id, bool *out,
                               struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_TOMBSTONE, err);
    rat_query_text(&query, id);
    rat_status st = rat_query_next(&query);
    rat_query_end(&query);
    if (st != RAT_OK && st != RAT_END)
        return st;
    *out = st == RAT_OK;
    return RAT_OK;
}

rat_status rat_catalogue_known_document(struct rat_catalogue *catalogue, const char *id,
                                        struct rat_known *out, struct rat_err *err)
{
    struct rat_known known = {0};
    struct rat_query query = rat_query_start(catalogue, RAT_S_DOCUMENT_BY_ID, err);
    rat_query_text(&query, id);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        known.docnum = (uint32_t)rat_query_get_int(&query, RAT_DOC_NUM);
        known.stamp = (uint64_t)rat_query_get_int(&query, RAT_DOC_STAMP);
        known.removed = sqlite3_column_type(query.stmt, RAT_DOC_REMOVED_AT) != SQLITE_NULL;
        known.source_id = rat_query_get_int(&query, RAT_DOC_SOURCE);
        if (!rat_query_get_sha(&query, RAT_DOC_ORIGINAL_SHA, known.original_sha) ||
            !rat_query_get_sha(&query, RAT_DOC_TEXT_SHA, known.text_sha))
            st = rat_catalogue_damaged(catalogue, "SHA-256", err);
    }
    rat_query_end(&query);
    if (st == RAT_END)
        st = is_tombstone(catalogue, id, &known.purged, err);
    if (st == RAT_OK)
        *out = known;
    return st;
}

/* ---- writing ---- */

/* The columns from RAT_DOC_ENCODING on: what the record says. */
static void put_record(struct rat_row *row, const struct rat_document *document)
{
    struct rat_buf list = RAT_BUF_INIT;
    rat_row_text(row, document->encoding);
    rat_row_text(row, document->extractor);
    rat_row_text(row, document->title);
    rat_row_text(row, document->name);
    rat_row_text(row, document->type);
    rat_row_text(row, document->reference);
    rat_row_reference_key(row, document->reference);
    rat_row_int(row, document->date);
    rat_row_int(row, document->date_origin);
    rat_row_text(row, document->body);
    rat_row_text(row, document->municipality);
    rat_record_put_texts(&list, document->committees, document->committee_count);
    rat_row_list(row, &list);
    rat_row_text(row, document->lead_office);
    rat_row_text(row, document->status);
    rat_row_int(row, document->is_public);
    rat_row_text(row, document->location);
    rat_row_text(row, document->download_url);
    rat_row_text(row, document->mime_type);
    rat_row_text(row, document->modified);
    rat_row_text(row, document->raw);
    rat_record_put_fields(&list, document->fields, document->field_count);
    rat_row_list(row, &list);
    rat_buf_release(&list);
}

static rat_status put_row(struct rat_catalogue *catalogue, const struct rat_document *document,
                          int64_t docnum, int64_t version, int64_t source_id, struct rat_err *err)
{
    char now[RAT_TIME_TEXT];
    struct rat_row row = rat_row_start(catalogue, RAT_T_DOCUMENTS, err);
    rat_row_int(&row, docnum);
    rat_row_int(&row, version);
    rat_row_text(&row, document->id);
    rat_row_text(&row, rat_catalogue_short_id(document->id));
    rat_row_text(&row, document->paper_id);
    rat_row_text(&row, document->meeting_id);
    rat_row_int(&row, source_id);
    rat_row_int(&row, (int64_t)document->stamp);
    rat_row_text(&row, rat_time_now(now));
    rat_row_text(&row, NULL); /* removed_at: it is there */
    rat_row_blob(&row, document->original_sha, RAT_SHA256_BYTES);
    rat_row_blob(&row, document->text_sha, RAT_SHA256_BYTES);
    rat_row_int(&row, (int64_t)document->original_size);
    rat_row_int(&row, (int64_t)document->text_size);
    rat_row_int(&row, (int64_t)document->undecodable);
    put_record(&row, document);
    return rat_row_finish(&row);
}

static bool is_the_rule(const struct rat_document *d)
{
    return d->text_state == RAT_TEXT_FOUND && !d->problems && !d->confidence && !d->page_count &&
           !d->container;
}

static rat_status put_extraction(struct rat_catalogue *catalogue, const struct rat_document *document,
                                 int64_t docnum, int64_t version, struct rat_err *err)
{
    struct rat_buf pages = RAT_BUF_INIT;
    if (is_the_rule(document))
        return RAT_OK;
    rat_record_put_pages(&pages, document->pages, document->page_count);
    struct rat_row row = rat_row_start(catalogue, RAT_T_EXTRACTIONS, err);
    rat_row_int(&row, docnum);
    rat_row_int(&row, version);
    rat_row_int(&row, document->text_state);
    rat_row_text(&row, document->problems);
    rat_row_int(&row, document->confidence);
    rat_row_list(&row, &pages);
    rat_row_text(&row, document->container);
    rat_status st = rat_row_finish(&row);
    rat_buf_release(&pages);
    return st;
}

/* Copies the row that is there to versions. *docnum, *version: those of it, 0 when the id is new. */
static rat_status keep_version(struct rat_catalogue *catalogue, const char *id, int64_t *docnum,
                               int64_t *version, struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_DOCUMENT_BY_ID, err);
    rat_query_text(&query, id);
    rat_status st = rat_query_next(&query);
    *docnum = *version = 0;
    if (st == RAT_OK) {
        *docnum = rat_query_get_int(&query, RAT_DOC_NUM);
        *version = rat_query_get_int(&query, RAT_DOC_VERSION);
        return rat_catalogue_rewrite(&query, RAT_T_VERSIONS, -1, NULL);
    }
    rat_query_end(&query);
    return st == RAT_END ? RAT_OK : st;
}

rat_status rat_catalogue_reserve_docnum(struct rat_catalogue *catalogue, uint32_t *docnum,
                                        struct rat_err *err)
{
    int64_t number;
    rat_status st = rat_catalogue_next_row(catalogue, RAT_T_DOCUMENTS, &number, err);
    if (st == RAT_OK)
        *docnum = (uint32_t)number;
    return st;
}

/* A reserved number must come from this handle and be free: the row is written with REPLACE, which would silently
 * throw out another document. */
static rat_status check_reserved(struct rat_catalogue *catalogue, uint32_t docnum, struct rat_err *err)
{
    rat_status st = RAT_OK;
    bool ours = catalogue->next[RAT_T_DOCUMENTS] != 0 && docnum >= catalogue->first_docnum &&
                docnum < catalogue->next[RAT_T_DOCUMENTS];
    if (ours) {
        struct rat_query query = rat_query_start(catalogue, RAT_S_DOCUMENT, err);
        rat_query_int(&query, docnum);
        st = rat_query_next(&query);
        rat_query_end(&query);
        if (st == RAT_END)
            return RAT_OK;
    }
    if (st != RAT_OK)
        return st;
    st = rat_fail(err, RAT_EUSAGE, _("Die Dokumentnummer %u wurde nicht reserviert oder ist schon vergeben"),
                  (unsigned)docnum);
    rat_err_where(err, "%s", catalogue->path);
    return st;
}

/* A new id: it must not be one that was purged. */
static rat_status new_docnum(struct rat_catalogue *catalogue, const char *id, uint32_t reserved,
                             int64_t *docnum, struct rat_err *err)
{
    bool purged = false;
    rat_status st = is_tombstone(catalogue, id, &purged, err);
    if (st == RAT_OK && purged) {
        st = rat_fail(err, RAT_EUSAGE, _("Das Dokument „%s“ wurde gelöscht und darf nicht wiederkommen"), id);
        rat_err_where(err, "%s", catalogue->path);
    }
    if (st != RAT_OK)
        return st;
    if (!reserved)
        return rat_catalogue_next_row(catalogue, RAT_T_DOCUMENTS, docnum, err);
    st = check_reserved(catalogue, reserved, err);
    if (st == RAT_OK)
        *docnum = reserved;
    return st;
}

rat_status rat_catalogue_put_document(struct rat_catalogue *catalogue, const struct rat_document *document,
                                      uint32_t *docnum, struct rat_err *err)
{
    int64_t number = 0, version = 0, source_id = 0;
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st == RAT_OK && !document->id)
        st = rat_fail(err, RAT_EUSAGE, "%s", _("Ein Dokument braucht eine Kennung"));
    if (st == RAT_OK)
        st = rat_catalogue_source_id(catalogue, document->source, &source_id, err);
    if (st == RAT_OK)
        st = keep_version(catalogue, document->id, &number, &version, err);
    if (st == RAT_OK && number == 0)
        st = new_docnum(catalogue, document->id, document->docnum, &number, err);
    if (st == RAT_OK)
        st = put_row(catalogue, document, number, version + 1, source_id, err);
    if (st == RAT_OK)
        st = rat_catalogue_put_references(catalogue, (uint32_t)number, document->reading,
                                          document->references, document->reference_count, err);
    if (st == RAT_OK)
        st = put_extraction(catalogue, document, number, version + 1, err);
    if (st == RAT_OK)
        *docnum = (uint32_t)number;
    return st;
}

rat_status rat_catalogue_remove_document(struct rat_catalogue *catalogue, uint32_t docnum, const char *day,
                                         struct rat_err *err)
{
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st != RAT_OK)
        return st;
    struct rat_query query = rat_query_start(catalogue, RAT_S_DOCUMENT, err);
    rat_query_int(&query, docnum);
    st = rat_query_next(&query);
    if (st == RAT_OK && sqlite3_column_type(query.stmt, RAT_DOC_REMOVED_AT) == SQLITE_NULL)
        return rat_catalogue_rewrite(&query, RAT_T_DOCUMENTS, RAT_DOC_REMOVED_AT, day);
    rat_query_end(&query);
    return st == RAT_END ? unknown_document(catalogue, docnum, err) : st;
}

/* ---- reading ---- */

static void get_texts(const struct rat_query *query, struct rat_arena *arena, struct rat_document *out)
{
    const struct {
        int column;
        const char **to;
    } texts[] = {
        {RAT_DOC_ID, &out->id},
        {RAT_DOC_PAPER_ID, &out->paper_id},
        {RAT_DOC_MEETING_ID, &out->meeting_id},
        {RAT_DOC_IMPORTED_AT, &out->imported_at},
        {RAT_DOC_REMOVED_AT, &out->removed_at},
        {RAT_DOC_ENCODING, &out->encoding},
        {RAT_DOC_EXTRACTOR, &out->extractor},
        {RAT_DOC_TITLE, &out->title},
        {RAT_DOC_NAME, &out->name},
        {RAT_DOC_TYPE, &out->type},
        {RAT_DOC_REFERENCE, &out->reference},
        {RAT_DOC_BODY, &out->body},
        {RAT_DOC_MUNICIPALITY, &out->municipality},
        {RAT_DOC_LEAD_OFFICE, &out->lead_office},
        {RAT_DOC_STATUS, &out->status},
        {RAT_DOC_LOCATION, &out->location},
        {RAT_DOC_DOWNLOAD_URL, &out->download_url},
        {RAT_DOC_MIME_TYPE, &out->mime_type},
        {RAT_DOC_MODIFIED, &out->modified},
        {RAT_DOC_RAW, &out->raw},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i].to = rat_query_get_text(query, texts[i].column, arena);
}

static rat_status get_document(const struct rat_query *query, struct rat_arena *arena,
                               struct rat_document *out)
{
    struct rat_cursor committees = rat_query_get_list(query, RAT_DOC_COMMITTEES);
    struct rat_cursor fields = rat_query_get_list(query, RAT_DOC_FIELDS);
    get_texts(query, arena, out);
    out->docnum = (uint32_t)rat_query_get_int(query, RAT_DOC_NUM);
    out->version = (uint32_t)rat_query_get_int(query, RAT_DOC_VERSION);
    out->stamp = (uint64_t)rat_query_get_int(query, RAT_DOC_STAMP);
    out->original_size = (uint64_t)rat_query_get_int(query, RAT_DOC_ORIGINAL_SIZE);
    out->text_size = (uint64_t)rat_query_get_int(query, RAT_DOC_TEXT_SIZE);
    out->undecodable = (uint64_t)rat_query_get_int(query, RAT_DOC_UNDECODABLE);
    out->date = (int32_t)rat_query_get_int(query, RAT_DOC_DATE);
    out->date_origin = (enum rat_origin)rat_query_get_int(query, RAT_DOC_DATE_ORIGIN);
    out->is_public = (enum rat_tristate)rat_query_get_int(query, RAT_DOC_IS_PUBLIC);
    rat_record_get_texts(&committees, arena, &out->committees, &out->committee_count);
    rat_record_get_fields(&fields, arena, &out->fields, &out->field_count);
    if (arena->failed)
        return rat_nomem(query->err);
    if (committees.bad || fields.bad || !rat_query_get_sha(query, RAT_DOC_ORIGINAL_SHA, out->original_sha) ||
        !rat_query_get_sha(query, RAT_DOC_TEXT_SHA, out->text_sha))
        return rat_catalogue_damaged(query->catalogue, _("ein Dokument ist nicht lesbar"), query->err);
    return RAT_OK;
}

static rat_status get_extraction(struct rat_catalogue *catalogue, struct rat_arena *arena,
                                 struct rat_document *document, struct rat_err *err)
{
    if (!rat_catalogue_has(catalogue, RAT_T_EXTRACTIONS)) {
        document->text_state = document->text_size ? RAT_TEXT_FOUND : RAT_TEXT_NONE;
        return RAT_OK;
    }
    struct rat_query query = rat_query_start(catalogue, RAT_S_EXTRACTION, err);
    rat_query_int(&query, document->docnum);
    rat_query_int(&query, document->version);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        struct rat_cursor pages = rat_query_get_list(&query, RAT_EXTRACTION_PAGES);
        document->text_state = (enum rat_text_state)rat_query_get_int(&query, RAT_EXTRACTION_STATE);
        document->problems = rat_query_get_text(&query, RAT_EXTRACTION_PROBLEMS, arena);
        document->confidence = (uint8_t)rat_query_get_int(&query, RAT_EXTRACTION_CONFIDENCE);
        document->container = rat_query_get_text(&query, RAT_EXTRACTION_CONTAINER, arena);
        rat_record_get_pages(&pages, document->text_size, arena, &document->pages, &document->page_count);
        if (arena->failed)
            st = rat_nomem(err);
        else if (pages.bad)
            st = rat_catalogue_damaged(catalogue, _("die Seiten eines Dokuments sind nicht lesbar"), err);
    } else if (st == RAT_END) {
        document->text_state = document->text_size ? RAT_TEXT_FOUND : RAT_TEXT_NONE;
        st = RAT_OK;
    }
    rat_query_end(&query);
    return st;
}

rat_status rat_catalogue_document(struct rat_catalogue *catalogue, uint32_t docnum, struct rat_arena *arena,
                                  struct rat_document *out, struct rat_err *err)
{
    struct rat_document document = {0};
    int64_t source_id = 0;
    struct rat_query query = rat_query_start(catalogue, RAT_S_DOCUMENT, err);
    rat_query_int(&query, docnum);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        source_id = rat_query_get_int(&query, RAT_DOC_SOURCE);
        st = get_document(&query, arena, &document);
    } else if (st == RAT_END) {
        st = unknown_document(catalogue, docnum, err);
    }
    rat_query_end(&query);
    if (st == RAT_OK)
        st = get_extraction(catalogue, arena, &document, err);
    if (st == RAT_OK)
        st = rat_catalogue_source_name(catalogue, source_id, arena, &document.source, err);
    if (st == RAT_OK && arena->failed)
        st = rat_nomem(err);
    if (st == RAT_OK)
        *out = document;
    return st;
}

rat_status rat_catalogue_paper_documents(struct rat_catalogue *catalogue, const char *paper_id,
                                         struct rat_arena *arena, uint32_t **docnums, size_t *count,
                                         struct rat_err *err)
{
    struct rat_buf list = RAT_BUF_INIT;
    struct rat_query query = rat_query_start(catalogue, RAT_S_DOCUMENTS_OF_PAPER, err);
    rat_query_text(&query, paper_id);
    rat_status st;
    while ((st = rat_query_next(&query)) == RAT_OK) {
        uint32_t docnum = (uint32_t)rat_query_get_int(&query, RAT_DOC_NUM);
        rat_buf_append(&list, &docnum, sizeof docnum);
    }
    rat_query_end(&query);
    uint32_t *copy = st == RAT_END && !list.failed ? rat_arena_memdup(arena, list.data, list.size) : NULL;
    if (copy) {
        *docnums = copy;
        *count = list.size / sizeof *copy;
    }
    rat_buf_release(&list);
    if (st != RAT_END)
        return st;
    return copy ? RAT_OK : rat_nomem(err);
}

rat_status rat_catalogue_publicity(struct rat_catalogue *catalogue, bool is_public, struct rat_buf *docnums,
                                   struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_PUBLICITY, err);
    rat_query_int(&query, is_public ? RAT_YES : RAT_NO);
    rat_status st;
    while ((st = rat_query_next(&query)) == RAT_OK) {
        uint32_t docnum = (uint32_t)rat_query_get_int(&query, 0);
        rat_buf_append(docnums, &docnum, sizeof docnum);
    }
    rat_query_end(&query);
    if (st != RAT_END)
        return st;
    return docnums->failed ? rat_nomem(err) : RAT_OK;
}

/* ---- versions ---- */

struct version_list {
    struct rat_buf versions;
    struct rat_arena *arena;
};

static rat_status add_versions(struct rat_catalogue *catalogue, int statement, uint32_t docnum,
                               struct version_list *list, struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, statement, err);
    rat_query_int(&query, docnum);
    rat_status st;
    while ((st = rat_query_next(&query)) == RAT_OK) {
        struct rat_version version = {0};
        version.version = (uint32_t)rat_query_get_int(&query, RAT_DOC_VERSION);
        version.imported_at = rat_query_get_text(&query, RAT_DOC_IMPORTED_AT, list->arena);
        version.title = rat_query_get_text(&query, RAT_DOC_TITLE, list->arena);
        if (!rat_query_get_sha(&query, RAT_DOC_ORIGINAL_SHA, version.original_sha) ||
            !rat_query_get_sha(&query, RAT_DOC_TEXT_SHA, version.text_sha)) {
            st = rat_catalogue_damaged(catalogue, "SHA-256", err);
            break;
        }
        rat_buf_append(&list->versions, &version, sizeof version);
    }
    rat_query_end(&query);
    return st == RAT_END ? RAT_OK : st;
}

rat_status rat_catalogue_versions(struct rat_catalogue *catalogue, uint32_t docnum, struct rat_arena *arena,
                                  struct rat_version **out, size_t *count, struct rat_err *err)
{
    struct version_list list = {RAT_BUF_INIT, arena};
    rat_status st = add_versions(catalogue, RAT_S_VERSIONS, docnum, &list, err);
    size_t older = list.versions.size;
    if (st == RAT_OK)
        st = add_versions(catalogue, RAT_S_DOCUMENT, docnum, &list, err);
    if (st == RAT_OK && (list.versions.failed || arena->failed))
        st = rat_nomem(err);
    if (st == RAT_OK && list.versions.size == older)
        st = unknown_document(catalogue, docnum, err);
    if (st == RAT_OK) {
        struct rat_version *copy = rat_arena_memdup(arena, list.versions.data, list.versions.size);
        if (copy) {
            *out = copy;
            *count = list.versions.size / sizeof *copy;
        } else {
            st = rat_nomem(err);
        }
    }
    rat_buf_release(&list.versions);
    return st;
}

rat_status rat_catalogue_walk_documents(struct rat_catalogue *catalogue, int64_t source_id, uint32_t after,
                                        struct rat_document_walk *out, struct rat_err *err)
{
    bool all = source_id <= 0;
    struct rat_document_walk walk = {0};
    struct rat_query query =
        rat_query_start(catalogue, all ? RAT_S_DOCUMENT_NEXT : RAT_S_DOCUMENT_NEXT_OF_SOURCE, err);
    rat_query_int(&query, after);
    if (!all)
        rat_query_int(&query, source_id);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        walk.docnum = (uint32_t)rat_query_get_int(&query, RAT_DOC_NUM);
        walk.source_id = rat_query_get_int(&query, RAT_DOC_SOURCE);
        walk.version = (uint32_t)rat_query_get_int(&query, RAT_DOC_VERSION);
        walk.stamp = (uint64_t)rat_query_get_int(&query, RAT_DOC_STAMP);
        walk.removed = sqlite3_column_type(query.stmt, RAT_DOC_REMOVED_AT) != SQLITE_NULL;
        walk.text_size = (uint64_t)rat_query_get_int(&query, RAT_DOC_TEXT_SIZE);
        if (!rat_query_get_sha(&query, RAT_DOC_ORIGINAL_SHA, walk.original_sha) ||
            !rat_query_get_sha(&query, RAT_DOC_TEXT_SHA, walk.text_sha))
            st = rat_catalogue_damaged(catalogue, "SHA-256", err);
    }
    rat_query_end(&query);
    if (st == RAT_OK)
        *out = walk;
    return st;
}
