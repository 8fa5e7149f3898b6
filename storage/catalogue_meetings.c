/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"
#include "storage/record_internal.h"

/* Columns of agenda_items. */
enum { I_MEETING_ROW, I_PLACE, I_ID, I_NUMBER, I_NAME, I_RESULT, I_CONSULTATION_ID, I_ORDER, I_IS_PUBLIC };

rat_status rat_catalogue_known_meeting(struct rat_catalogue *catalogue, const char *id, struct rat_known *out,
                                       struct rat_err *err)
{
    struct rat_known known = {0};
    struct rat_query query = rat_query_start(catalogue, RAT_S_MEETING_BY_ID, err);
    rat_query_text(&query, id);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        known.docnum = (uint32_t)rat_query_get_int(&query, RAT_MEETING_ROW);
        known.stamp = (uint64_t)rat_query_get_int(&query, RAT_MEETING_STAMP);
        known.removed = sqlite3_column_type(query.stmt, RAT_MEETING_REMOVED_AT) != SQLITE_NULL;
        known.source_id = rat_query_get_int(&query, RAT_MEETING_SOURCE);
    }
    rat_query_end(&query);
    if (st != RAT_OK && st != RAT_END)
        return st;
    *out = known;
    return RAT_OK;
}

static rat_status put_meeting_row(struct rat_catalogue *catalogue, int64_t number, int64_t source_id,
                                  uint64_t stamp, const struct rat_meeting *meeting, struct rat_err *err)
{
    struct rat_buf list = RAT_BUF_INIT;
    struct rat_row row = rat_row_start(catalogue, RAT_T_MEETINGS, err);
    rat_row_int(&row, number);
    rat_row_text(&row, meeting->id);
    rat_row_int(&row, source_id);
    rat_row_int(&row, (int64_t)stamp);
    rat_row_text(&row, meeting->removed_at);
    rat_row_text(&row, meeting->name);
    rat_row_text(&row, meeting->start);
    rat_row_text(&row, meeting->end);
    rat_row_text(&row, meeting->location);
    rat_record_put_texts(&list, meeting->organization_ids, meeting->organization_count);
    rat_row_list(&row, &list);
    rat_row_text(&row, meeting->modified);
    rat_row_text(&row, meeting->raw);
    rat_row_int(&row, (int64_t)meeting->item_count);
    rat_buf_release(&list);
    return rat_row_finish(&row);
}

static rat_status put_item(struct rat_catalogue *catalogue, int64_t number, size_t place,
                           const struct rat_agenda_item *item, struct rat_err *err)
{
    struct rat_row row = rat_row_start(catalogue, RAT_T_ITEMS, err);
    rat_row_int(&row, number);
    rat_row_int(&row, (int64_t)place);
    rat_row_text(&row, item->id);
    rat_row_text(&row, item->number);
    rat_row_text(&row, item->name);
    rat_row_text(&row, item->result);
    rat_row_text(&row, item->consultation_id);
    rat_row_int(&row, item->order);
    rat_row_int(&row, item->is_public);
    return rat_row_finish(&row);
}

rat_status rat_catalogue_put_meeting(struct rat_catalogue *catalogue, const struct rat_meeting *meeting,
                                     uint64_t stamp, int64_t *row, struct rat_err *err)
{
    struct rat_known known = {0};
    int64_t number = 0, source_id = 0;
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st == RAT_OK && !meeting->id)
        st = rat_fail(err, RAT_EUSAGE, "%s", _("Eine Sitzung braucht eine Kennung"));
    if (st == RAT_OK)
        st = rat_catalogue_source_id(catalogue, meeting->source, &source_id, err);
    if (st == RAT_OK)
        st = rat_catalogue_known_meeting(catalogue, meeting->id, &known, err);
    number = known.docnum;
    if (st == RAT_OK && number) {
        struct rat_query query = rat_query_start(catalogue, RAT_S_DELETE_ITEMS, err);
        rat_query_int(&query, number);
        st = rat_query_run(&query);
    }
    if (st == RAT_OK && !number)
        st = rat_catalogue_next_row(catalogue, RAT_T_MEETINGS, &number, err);
    if (st == RAT_OK)
        st = put_meeting_row(catalogue, number, source_id, stamp, meeting, err);
    for (size_t i = 0; st == RAT_OK && i < meeting->item_count; i++)
        st = put_item(catalogue, number, i, &meeting->items[i], err);
    if (st == RAT_OK)
        *row = number;
    return st;
}

rat_status rat_catalogue_remove_meeting(struct rat_catalogue *catalogue, int64_t row, const char *day,
                                        struct rat_err *err)
{
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st != RAT_OK)
        return st;
    struct rat_query query = rat_query_start(catalogue, RAT_S_MEETING, err);
    rat_query_int(&query, row);
    st = rat_query_next(&query);
    if (st == RAT_OK && sqlite3_column_type(query.stmt, RAT_MEETING_REMOVED_AT) == SQLITE_NULL)
        return rat_catalogue_rewrite(&query, RAT_T_MEETINGS, RAT_MEETING_REMOVED_AT, day);
    rat_query_end(&query);
    if (st == RAT_END) {
        st = rat_fail(err, RAT_ENOTFOUND, _("Eine Sitzung in Zeile %lld gibt es nicht"), (long long)row);
        rat_err_where(err, "%s", catalogue->path);
    }
    return st;
}

rat_status rat_catalogue_walk_meetings(struct rat_catalogue *catalogue, int64_t source_id, int64_t *row,
                                       bool *removed, struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_MEETING_NEXT_OF_SOURCE, err);
    rat_query_int(&query, *row);
    rat_query_int(&query, source_id);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        *row = rat_query_get_int(&query, RAT_MEETING_ROW);
        *removed = sqlite3_column_type(query.stmt, RAT_MEETING_REMOVED_AT) != SQLITE_NULL;
    }
    rat_query_end(&query);
    return st;
}

rat_status rat_catalogue_put_organization(struct rat_catalogue *catalogue,
                                          const struct rat_organization *organization, struct rat_err *err)
{
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st != RAT_OK)
        return st;
    if (!organization->id)
        return rat_fail(err, RAT_EUSAGE, "%s", _("Eine Organisation braucht eine Kennung"));
    struct rat_row row = rat_row_start(catalogue, RAT_T_ORGANIZATIONS, err);
    rat_row_text(&row, organization->id);
    rat_row_text(&row, organization->name);
    rat_row_text(&row, organization->short_name);
    rat_row_text(&row, organization->classification);
    rat_row_text(&row, organization->start_date);
    rat_row_text(&row, organization->end_date);
    rat_row_text(&row, organization->raw);
    return rat_row_finish(&row);
}

/* ---- reading ---- */

static rat_status get_meeting_row(const struct rat_query *query, struct rat_arena *arena,
                                  struct rat_meeting *out, int64_t *row, int64_t *source_id)
{
    struct rat_cursor organizations = rat_query_get_list(query, RAT_MEETING_ORGANIZATIONS);
    *row = rat_query_get_int(query, RAT_MEETING_ROW);
    *source_id = rat_query_get_int(query, RAT_MEETING_SOURCE);
    out->id = rat_query_get_text(query, RAT_MEETING_ID, arena);
    out->removed_at = rat_query_get_text(query, RAT_MEETING_REMOVED_AT, arena);
    out->name = rat_query_get_text(query, RAT_MEETING_NAME, arena);
    out->start = rat_query_get_text(query, RAT_MEETING_START, arena);
    out->end = rat_query_get_text(query, RAT_MEETING_END, arena);
    out->location = rat_query_get_text(query, RAT_MEETING_LOCATION, arena);
    out->modified = rat_query_get_text(query, RAT_MEETING_MODIFIED, arena);
    out->raw = rat_query_get_text(query, RAT_MEETING_RAW, arena);
    out->item_count = (size_t)rat_query_get_int(query, RAT_MEETING_ITEMS);
    rat_record_get_texts(&organizations, arena, &out->organization_ids, &out->organization_count);
    if (arena->failed)
        return rat_nomem(query->err);
    return organizations.bad
               ? rat_catalogue_damaged(query->catalogue, _("eine Sitzung ist nicht lesbar"), query->err)
               : RAT_OK;
}

static void get_item(const struct rat_query *query, struct rat_arena *arena, struct rat_agenda_item *out)
{
    out->id = rat_query_get_text(query, I_ID, arena);
    out->number = rat_query_get_text(query, I_NUMBER, arena);
    out->name = rat_query_get_text(query, I_NAME, arena);
    out->result = rat_query_get_text(query, I_RESULT, arena);
    out->consultation_id = rat_query_get_text(query, I_CONSULTATION_ID, arena);
    out->order = rat_query_get_int(query, I_ORDER);
    out->is_public = (enum rat_tristate)rat_query_get_int(query, I_IS_PUBLIC);
}

static rat_status get_items(struct rat_catalogue *catalogue, int64_t row, struct rat_arena *arena,
                            struct rat_meeting *meeting, struct rat_err *err)
{
    struct rat_agenda_item *items = rat_arena_calloc(arena, meeting->item_count, sizeof *items);
    if (!items)
        return rat_nomem(err);
    struct rat_query query = rat_query_start(catalogue, RAT_S_ITEMS, err);
    rat_query_int(&query, row);
    size_t i = 0;
    rat_status st;
    while ((st = rat_query_next(&query)) == RAT_OK && i < meeting->item_count &&
           rat_query_get_int(&query, I_PLACE) == (int64_t)i)
        get_item(&query, arena, &items[i++]);
    rat_query_end(&query);
    meeting->items = meeting->item_count ? items : NULL;
    if (st == RAT_END && i == meeting->item_count)
        return RAT_OK;
    if (st != RAT_OK && st != RAT_END)
        return st;
    return rat_catalogue_damaged(catalogue, _("Zeilen einer Sitzung fehlen oder sind zu viel"), err);
}

rat_status rat_catalogue_meeting(struct rat_catalogue *catalogue, const char *id, struct rat_arena *arena,
                                 struct rat_meeting *out, struct rat_err *err)
{
    struct rat_meeting meeting = {0};
    int64_t row = 0, source_id = 0;
    struct rat_query query = rat_query_start(catalogue, RAT_S_MEETING_BY_ID, err);
    rat_query_text(&query, id);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        st = get_meeting_row(&query, arena, &meeting, &row, &source_id);
    } else if (st == RAT_END) {
        st = rat_fail(err, RAT_ENOTFOUND, _("Eine Sitzung „%s“ gibt es nicht"), id);
        rat_err_where(err, "%s", catalogue->path);
    }
    rat_query_end(&query);
    if (st == RAT_OK)
        st = rat_catalogue_source_name(catalogue, source_id, arena, &meeting.source, err);
    if (st == RAT_OK)
        st = get_items(catalogue, row, arena, &meeting, err);
    if (st == RAT_OK && arena->failed)
        st = rat_nomem(err);
    if (st == RAT_OK)
        *out = meeting;
    return st;
}
