/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"
#include "storage/record_internal.h"

/* Columns of consultations and of paper_links. */
enum {
    C_PAPER_ROW,
    C_PLACE,
    C_ID,
    C_BODY_ID,
    C_BODY,
    C_MEETING_ID,
    C_ITEM_ID,
    C_ITEM_NUMBER,
    C_ROLE,
    C_RESULT,
    C_DATE,
    C_IS_PUBLIC,
    C_AUTHORITATIVE,
    C_ORIGIN
};
enum { L_PAPER_ROW, L_PLACE, L_OTHER_ID, L_KIND };

rat_status rat_catalogue_known_paper(struct rat_catalogue *catalogue, const char *id, struct rat_known *out,
                                     struct rat_err *err)
{
    struct rat_known known = {0};
    struct rat_query query = rat_query_start(catalogue, RAT_S_PAPER_BY_ID, err);
    rat_query_text(&query, id);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        known.docnum = (uint32_t)rat_query_get_int(&query, RAT_PAPER_ROW);
        known.stamp = (uint64_t)rat_query_get_int(&query, RAT_PAPER_STAMP);
        known.removed = sqlite3_column_type(query.stmt, RAT_PAPER_REMOVED_AT) != SQLITE_NULL;
        known.source_id = rat_query_get_int(&query, RAT_PAPER_SOURCE);
    }
    rat_query_end(&query);
    if (st != RAT_OK && st != RAT_END)
        return st;
    *out = known;
    return RAT_OK;
}

/* ---- writing ---- */

static rat_status delete_parts(struct rat_catalogue *catalogue, int statement, int64_t paper_row,
                               struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, statement, err);
    rat_query_int(&query, paper_row);
    return rat_query_run(&query);
}

static rat_status put_consultation(struct rat_catalogue *catalogue, int64_t paper_row, size_t place,
                                   const struct rat_consultation *c, struct rat_err *err)
{
    struct rat_row row = rat_row_start(catalogue, RAT_T_CONSULTATIONS, err);
    rat_row_int(&row, paper_row);
    rat_row_int(&row, (int64_t)place);
    rat_row_text(&row, c->id);
    rat_row_text(&row, c->body_id);
    rat_row_text(&row, c->body);
    rat_row_text(&row, c->meeting_id);
    rat_row_text(&row, c->item_id);
    rat_row_text(&row, c->item_number);
    rat_row_text(&row, c->role);
    rat_row_text(&row, c->result);
    rat_row_int(&row, c->date);
    rat_row_int(&row, c->is_public);
    rat_row_int(&row, c->authoritative);
    rat_row_int(&row, c->origin);
    return rat_row_finish(&row);
}

static rat_status put_parts(struct rat_catalogue *catalogue, int64_t paper_row, const struct rat_paper *paper,
                            struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < paper->consultation_count; i++)
        st = put_consultation(catalogue, paper_row, i, &paper->consultations[i], err);
    for (size_t i = 0; st == RAT_OK && i < paper->link_count; i++) {
        struct rat_row row = rat_row_start(catalogue, RAT_T_LINKS, err);
        rat_row_int(&row, paper_row);
        rat_row_int(&row, (int64_t)i);
        rat_row_text(&row, paper->links[i].other_id);
        rat_row_text(&row, paper->links[i].kind);
        st = rat_row_finish(&row);
    }
    return st;
}

static rat_status put_paper_row(struct rat_catalogue *catalogue, int64_t paper_row, int64_t source_id,
                                uint64_t stamp, const struct rat_paper *paper, struct rat_err *err)
{
    struct rat_buf list = RAT_BUF_INIT;
    struct rat_row row = rat_row_start(catalogue, RAT_T_PAPERS, err);
    rat_row_int(&row, paper_row);
    rat_row_text(&row, paper->id);
    rat_row_text(&row, rat_catalogue_short_id(paper->id));
    rat_row_int(&row, source_id);
    rat_row_int(&row, (int64_t)stamp);
    rat_row_text(&row, paper->removed_at);
    rat_row_text(&row, paper->reference);
    rat_row_reference_key(&row, paper->reference);
    rat_row_text(&row, paper->reference_printed);
    rat_row_reference_key(&row, paper->reference_printed);
    rat_row_text(&row, paper->name);
    rat_row_text(&row, paper->type);
    rat_row_int(&row, paper->date);
    rat_row_int(&row, paper->date_origin);
    rat_row_text(&row, paper->lead_office);
    rat_row_text(&row, paper->status);
    rat_row_int(&row, paper->is_public);
    rat_row_text(&row, paper->body);
    rat_row_text(&row, paper->municipality);
    rat_row_text(&row, paper->created);
    rat_row_text(&row, paper->modified);
    rat_row_text(&row, paper->raw);
    rat_record_put_fields(&list, paper->fields, paper->field_count);
    rat_row_list(&row, &list);
    rat_row_int(&row, (int64_t)paper->consultation_count);
    rat_row_int(&row, (int64_t)paper->link_count);
    rat_buf_release(&list);
    return rat_row_finish(&row);
}

rat_status rat_catalogue_put_paper(struct rat_catalogue *catalogue, const struct rat_paper *paper,
                                   uint64_t stamp, int64_t *row, struct rat_err *err)
{
    struct rat_known known = {0};
    int64_t number = 0, source_id = 0;
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st == RAT_OK && !paper->id)
        st = rat_fail(err, RAT_EUSAGE, "%s", _("Eine Vorlage braucht eine Kennung"));
    if (st == RAT_OK)
        st = rat_catalogue_source_id(catalogue, paper->source, &source_id, err);
    if (st == RAT_OK)
        st = rat_catalogue_known_paper(catalogue, paper->id, &known, err);
    number = known.docnum;
    if (st == RAT_OK && number)
        st = delete_parts(catalogue, RAT_S_DELETE_CONSULTATIONS, number, err);
    if (st == RAT_OK && number)
        st = delete_parts(catalogue, RAT_S_DELETE_LINKS, number, err);
    if (st == RAT_OK && !number)
        st = rat_catalogue_next_row(catalogue, RAT_T_PAPERS, &number, err);
    if (st == RAT_OK)
        st = put_paper_row(catalogue, number, source_id, stamp, paper, err);
    if (st == RAT_OK)
        st = put_parts(catalogue, number, paper, err);
    if (st == RAT_OK)
        st = rat_catalogue_put_numbers(catalogue, number, paper->reading, paper->numbers, paper->number_count,
                                       err);
    if (st == RAT_OK)
        *row = number;
    return st;
}

rat_status rat_catalogue_remove_paper(struct rat_catalogue *catalogue, int64_t row, const char *day,
                                      struct rat_err *err)
{
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st != RAT_OK)
        return st;
    struct rat_query query = rat_query_start(catalogue, RAT_S_PAPER, err);
    rat_query_int(&query, row);
    st = rat_query_next(&query);
    if (st == RAT_OK && sqlite3_column_type(query.stmt, RAT_PAPER_REMOVED_AT) == SQLITE_NULL)
        return rat_catalogue_rewrite(&query, RAT_T_PAPERS, RAT_PAPER_REMOVED_AT, day);
    rat_query_end(&query);
    if (st == RAT_END) {
        st = rat_fail(err, RAT_ENOTFOUND, _("Eine Vorlage in Zeile %lld gibt es nicht"), (long long)row);
        rat_err_where(err, "%s", catalogue->path);
    }
    return st;
}

/* ---- reading ---- */

void rat_catalogue_get_consultation(const struct rat_query *query, struct rat_arena *arena,
                                    struct rat_consultation *out)
{
    out->id = rat_query_get_text(query, C_ID, arena);
    out->body_id = rat_query_get_text(query, C_BODY_ID, arena);
    out->body = rat_query_get_text(query, C_BODY, arena);
    out->meeting_id = rat_query_get_text(query, C_MEETING_ID, arena);
    out->item_id = rat_query_get_text(query, C_ITEM_ID, arena);
    out->item_number = rat_query_get_text(query, C_ITEM_NUMBER, arena);
    out->role = rat_query_get_text(query, C_ROLE, arena);
    out->result = rat_query_get_text(query, C_RESULT, arena);
    out->date = (int32_t)rat_query_get_int(query, C_DATE);
    out->is_public = (enum rat_tristate)rat_query_get_int(query, C_IS_PUBLIC);
    out->authoritative = (enum rat_tristate)rat_query_get_int(query, C_AUTHORITATIVE);
    out->origin = (enum rat_origin)rat_query_get_int(query, C_ORIGIN);
}

static void get_link(const struct rat_query *query, struct rat_arena *arena, struct rat_paper_link *out)
{
    out->other_id = rat_query_get_text(query, L_OTHER_ID, arena);
    out->kind = rat_query_get_text(query, L_KIND, arena);
}

/* Reads count rows of a paper's consultations (or links): exactly as many as the paper's row says, in their places. */
static rat_status get_parts(struct rat_catalogue *catalogue, int64_t paper_row, size_t count,
                            struct rat_consultation *consultations, struct rat_paper_link *links,
                            struct rat_arena *arena, struct rat_err *err)
{
    struct rat_query query =
        rat_query_start(catalogue, consultations ? RAT_S_CONSULTATIONS : RAT_S_LINKS, err);
    rat_query_int(&query, paper_row);
    size_t i = 0;
    rat_status st;
    while ((st = rat_query_next(&query)) == RAT_OK && i < count) {
        if (rat_query_get_int(&query, C_PLACE) != (int64_t)i)
            break;
        if (consultations)
            rat_catalogue_get_consultation(&query, arena, &consultations[i]);
        else
            get_link(&query, arena, &links[i]);
        i++;
    }
    rat_query_end(&query);
    if (st == RAT_END && i == count)
        return RAT_OK;
    if (st != RAT_OK && st != RAT_END)
        return st;
    return rat_catalogue_damaged(catalogue, _("Zeilen einer Vorlage fehlen oder sind zu viel"), err);
}

static void get_paper_texts(const struct rat_query *query, struct rat_arena *arena, struct rat_paper *out)
{
    const struct {
        int column;
        const char **to;
    } texts[] = {
        {RAT_PAPER_ID, &out->id},
        {RAT_PAPER_REMOVED_AT, &out->removed_at},
        {RAT_PAPER_REFERENCE, &out->reference},
        {RAT_PAPER_PRINTED, &out->reference_printed},
        {RAT_PAPER_NAME, &out->name},
        {RAT_PAPER_TYPE, &out->type},
        {RAT_PAPER_LEAD_OFFICE, &out->lead_office},
        {RAT_PAPER_STATUS, &out->status},
        {RAT_PAPER_BODY, &out->body},
        {RAT_PAPER_MUNICIPALITY, &out->municipality},
        {RAT_PAPER_CREATED, &out->created},
        {RAT_PAPER_MODIFIED, &out->modified},
        {RAT_PAPER_RAW, &out->raw},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i].to = rat_query_get_text(query, texts[i].column, arena);
}

static rat_status get_paper_row(const struct rat_query *query, struct rat_arena *arena, struct rat_paper *out,
                                int64_t *row, int64_t *source_id)
{
    struct rat_cursor fields = rat_query_get_list(query, RAT_PAPER_FIELDS);
    get_paper_texts(query, arena, out);
    *row = rat_query_get_int(query, RAT_PAPER_ROW);
    *source_id = rat_query_get_int(query, RAT_PAPER_SOURCE);
    out->date = (int32_t)rat_query_get_int(query, RAT_PAPER_DATE);
    out->date_origin = (enum rat_origin)rat_query_get_int(query, RAT_PAPER_DATE_ORIGIN);
    out->is_public = (enum rat_tristate)rat_query_get_int(query, RAT_PAPER_IS_PUBLIC);
    out->consultation_count = (size_t)rat_query_get_int(query, RAT_PAPER_CONSULTATIONS);
    out->link_count = (size_t)rat_query_get_int(query, RAT_PAPER_LINKS);
    rat_record_get_fields(&fields, arena, &out->fields, &out->field_count);
    if (arena->failed)
        return rat_nomem(query->err);
    return fields.bad
               ? rat_catalogue_damaged(query->catalogue, _("eine Vorlage ist nicht lesbar"), query->err)
               : RAT_OK;
}

static rat_status get_lists(struct rat_catalogue *catalogue, int64_t row, struct rat_arena *arena,
                            struct rat_paper *paper, struct rat_err *err)
{
    struct rat_consultation *consultations =
        rat_arena_calloc(arena, paper->consultation_count, sizeof *consultations);
    struct rat_paper_link *links = rat_arena_calloc(arena, paper->link_count, sizeof *links);
    if (!consultations || !links)
        return rat_nomem(err);
    rat_status st = get_parts(catalogue, row, paper->consultation_count, consultations, NULL, arena, err);
    if (st == RAT_OK)
        st = get_parts(catalogue, row, paper->link_count, NULL, links, arena, err);
    paper->consultations = paper->consultation_count ? consultations : NULL;
    paper->links = paper->link_count ? links : NULL;
    return st;
}

rat_status rat_catalogue_paper(struct rat_catalogue *catalogue, const char *id, struct rat_arena *arena,
                               struct rat_paper *out, struct rat_err *err)
{
    struct rat_paper paper = {0};
    int64_t row = 0, source_id = 0;
    struct rat_query query = rat_query_start(catalogue, RAT_S_PAPER_BY_ID, err);
    rat_query_text(&query, id);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        st = get_paper_row(&query, arena, &paper, &row, &source_id);
    } else if (st == RAT_END) {
        st = rat_fail(err, RAT_ENOTFOUND, _("Eine Vorlage „%s“ gibt es nicht"), id);
        rat_err_where(err, "%s", catalogue->path);
    }
    rat_query_end(&query);
    if (st == RAT_OK)
        st = rat_catalogue_source_name(catalogue, source_id, arena, &paper.source, err);
    if (st == RAT_OK)
        st = get_lists(catalogue, row, arena, &paper, err);
    if (st == RAT_OK && arena->failed)
        st = rat_nomem(err);
    if (st == RAT_OK)
        *out = paper;
    return st;
}

rat_status rat_catalogue_walk_papers(struct rat_catalogue *catalogue, int64_t source_id, int64_t *row,
                                     bool *removed, struct rat_err *err)
{
    bool all = source_id <= 0;
    struct rat_query query =
        rat_query_start(catalogue, all ? RAT_S_PAPER_NEXT : RAT_S_PAPER_NEXT_OF_SOURCE, err);
    rat_query_int(&query, *row);
    if (!all)
        rat_query_int(&query, source_id);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        *row = rat_query_get_int(&query, RAT_PAPER_ROW);
        *removed = sqlite3_column_type(query.stmt, RAT_PAPER_REMOVED_AT) != SQLITE_NULL;
    }
    rat_query_end(&query);
    return st;
}
