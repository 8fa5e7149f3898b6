/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/browse.h"

#include "storage/catalogue_internal.h"
#include "storage/record_internal.h"

/* Columns of consultations. */
enum { C_PAPER_ROW, C_ID = 2, C_ITEM_ID = 6, C_ITEM_NUMBER, C_ROLE, C_RESULT };
/* Columns of organizations. */
enum { O_ID, O_NAME, O_SHORT_NAME, O_CLASSIFICATION, O_START_DATE, O_END_DATE, O_RAW };

static struct rat_paper_brief get_paper(const struct rat_query *query, struct rat_arena *arena)
{
    return (struct rat_paper_brief){
        .id = rat_query_get_text(query, RAT_PAPER_ID, arena),
        .reference = rat_query_get_text(query, RAT_PAPER_REFERENCE, arena),
        .reference_printed = rat_query_get_text(query, RAT_PAPER_PRINTED, arena),
        .name = rat_query_get_text(query, RAT_PAPER_NAME, arena),
        .type = rat_query_get_text(query, RAT_PAPER_TYPE, arena),
        .body = rat_query_get_text(query, RAT_PAPER_BODY, arena),
        .municipality = rat_query_get_text(query, RAT_PAPER_MUNICIPALITY, arena),
        .removed_at = rat_query_get_text(query, RAT_PAPER_REMOVED_AT, arena),
        .date = (int32_t)rat_query_get_int(query, RAT_PAPER_DATE),
    };
}

/* The list in the arena; releases it. */
static rat_status give(struct rat_buf *list, size_t entry, struct rat_arena *arena, void **out, size_t *count,
                       struct rat_err *err)
{
    void *items = list->failed ? NULL
                  : list->size ? rat_arena_memdup(arena, list->data, list->size)
                               : rat_arena_alloc(arena, 1);
    if (items && !arena->failed) {
        *out = items;
        *count = list->size / entry;
    }
    rat_buf_release(list);
    return items && !arena->failed ? RAT_OK : rat_nomem(err);
}

rat_status rat_browse_papers_by_reference(struct rat_catalogue *catalogue, const char *reference,
                                          struct rat_arena *arena, struct rat_paper_brief **out,
                                          size_t *count, struct rat_err *err)
{
    struct rat_buf key = RAT_BUF_INIT, list = RAT_BUF_INIT;
    rat_catalogue_reference_key(reference, &key);
    rat_status st = key.failed ? rat_nomem(err) : RAT_OK;
    if (st == RAT_OK) {
        struct rat_query query = rat_query_start(catalogue, RAT_S_PAPERS_BY_REFERENCE, err);
        rat_query_text(&query, rat_buf_cstr(&key));
        while ((st = rat_query_next(&query)) == RAT_OK) {
            struct rat_paper_brief paper = get_paper(&query, arena);
            rat_buf_append(&list, &paper, sizeof paper);
        }
        rat_query_end(&query);
    }
    rat_buf_release(&key);
    if (st == RAT_END)
        return give(&list, sizeof **out, arena, (void **)out, count, err);
    rat_buf_release(&list);
    return st;
}

/* RAT_END: no such row. */
static rat_status paper_of_row(struct rat_catalogue *catalogue, int64_t row, struct rat_arena *arena,
                               struct rat_paper_brief *out, struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_PAPER, err);
    rat_query_int(&query, row);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK)
        *out = get_paper(&query, arena);
    rat_query_end(&query);
    return st;
}

rat_status rat_browse_meeting_papers(struct rat_catalogue *catalogue, const char *meeting_id,
                                     struct rat_arena *arena, struct rat_meeting_paper **out, size_t *count,
                                     struct rat_err *err)
{
    struct rat_buf list = RAT_BUF_INIT;
    struct rat_query query = rat_query_start(catalogue, RAT_S_CONSULTATIONS_OF_MEETING, err);
    rat_query_text(&query, meeting_id);
    rat_status st;
    while ((st = rat_query_next(&query)) == RAT_OK) {
        struct rat_meeting_paper one = {
            .consultation_id = rat_query_get_text(&query, C_ID, arena),
            .item_id = rat_query_get_text(&query, C_ITEM_ID, arena),
            .item_number = rat_query_get_text(&query, C_ITEM_NUMBER, arena),
            .role = rat_query_get_text(&query, C_ROLE, arena),
            .result = rat_query_get_text(&query, C_RESULT, arena),
        };
        st = paper_of_row(catalogue, rat_query_get_int(&query, C_PAPER_ROW), arena, &one.paper, err);
        if (st == RAT_OK)
            rat_buf_append(&list, &one, sizeof one);
        else if (st != RAT_END)
            break;
    }
    rat_query_end(&query);
    if (st == RAT_END)
        return give(&list, sizeof **out, arena, (void **)out, count, err);
    rat_buf_release(&list);
    return st;
}

/* Whether the list of ids in this row names the organization. */
static bool names_organization(const struct rat_query *query, const char *id)
{
    struct rat_arena arena;
    const char *const *ids = NULL;
    size_t count = 0;
    bool found = false;
    struct rat_cursor list = rat_query_get_list(query, RAT_MEETING_ORGANIZATIONS);
    rat_arena_init(&arena, 1024);
    rat_record_get_texts(&list, &arena, &ids, &count);
    for (size_t i = 0; !list.bad && !arena.failed && i < count && !found; i++)
        found = strcmp(ids[i], id) == 0;
    rat_arena_release(&arena);
    return found;
}

rat_status rat_browse_meetings(struct rat_catalogue *catalogue, const char *organization_id, size_t skip,
                               size_t max, struct rat_arena *arena, struct rat_meeting_brief **out,
                               size_t *count, size_t *total, struct rat_err *err)
{
    struct rat_buf list = RAT_BUF_INIT;
    struct rat_query query = rat_query_start(catalogue, RAT_S_MEETINGS, err);
    size_t seen = 0;
    rat_status st;
    while ((st = rat_query_next(&query)) == RAT_OK) {
        if (organization_id && !names_organization(&query, organization_id))
            continue;
        size_t place = seen++;
        if (place < skip || place - skip >= max)
            continue;
        struct rat_meeting_brief one = {
            .id = rat_query_get_text(&query, RAT_MEETING_ID, arena),
            .name = rat_query_get_text(&query, RAT_MEETING_NAME, arena),
            .start = rat_query_get_text(&query, RAT_MEETING_START, arena),
            .removed_at = rat_query_get_text(&query, RAT_MEETING_REMOVED_AT, arena),
            .item_count = (size_t)rat_query_get_int(&query, RAT_MEETING_ITEMS),
        };
        rat_buf_append(&list, &one, sizeof one);
    }
    rat_query_end(&query);
    if (st == RAT_END)
        st = give(&list, sizeof **out, arena, (void **)out, count, err);
    else
        rat_buf_release(&list);
    if (st == RAT_OK)
        *total = seen;
    return st;
}

rat_status rat_browse_organization(struct rat_catalogue *catalogue, const char *id, struct rat_arena *arena,
                                   struct rat_organization *out, struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_ORGANIZATION, err);
    rat_query_text(&query, id);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        *out = (struct rat_organization){
            .id = rat_query_get_text(&query, O_ID, arena),
            .name = rat_query_get_text(&query, O_NAME, arena),
            .short_name = rat_query_get_text(&query, O_SHORT_NAME, arena),
            .classification = rat_query_get_text(&query, O_CLASSIFICATION, arena),
            .start_date = rat_query_get_text(&query, O_START_DATE, arena),
            .end_date = rat_query_get_text(&query, O_END_DATE, arena),
            .raw = rat_query_get_text(&query, O_RAW, arena),
        };
        if (arena->failed)
            st = rat_nomem(err);
    } else if (st == RAT_END) {
        st = rat_fail(err, RAT_ENOTFOUND, _("Ein Gremium „%s“ gibt es nicht"), id);
        rat_err_where(err, "%s", catalogue->path);
    }
    rat_query_end(&query);
    return st;
}

static const struct {
    int statement, id, modified, removed_at;
} kinds[] = {
    [RAT_BROWSE_PAPERS] = {RAT_S_PAPERS, RAT_PAPER_ID, RAT_PAPER_MODIFIED, RAT_PAPER_REMOVED_AT},
    [RAT_BROWSE_MEETINGS] = {RAT_S_MEETINGS_BY_ROW, RAT_MEETING_ID, RAT_MEETING_MODIFIED,
                             RAT_MEETING_REMOVED_AT},
    [RAT_BROWSE_ORGANIZATIONS] = {RAT_S_ORGANIZATIONS, O_ID, -1, -1},
    [RAT_BROWSE_DOCUMENTS] = {RAT_S_DOCUMENTS, RAT_DOC_ID, RAT_DOC_IMPORTED_AT, RAT_DOC_REMOVED_AT},
};

rat_status rat_browse_each(struct rat_catalogue *catalogue, enum rat_browse_kind kind,
                           rat_browse_visit *visit, void *context, struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_query query = rat_query_start(catalogue, kinds[kind].statement, err);
    rat_status st;
    rat_arena_init(&arena, 4096);
    while ((st = rat_query_next(&query)) == RAT_OK) {
        struct rat_browse_entry entry = {.id = rat_query_get_text(&query, kinds[kind].id, &arena)};
        if (kinds[kind].modified >= 0) {
            entry.modified = rat_query_get_text(&query, kinds[kind].modified, &arena);
            entry.removed_at = rat_query_get_text(&query, kinds[kind].removed_at, &arena);
        }
        if (kind == RAT_BROWSE_DOCUMENTS)
            entry.docnum = (uint32_t)rat_query_get_int(&query, RAT_DOC_NUM);
        st = arena.failed ? rat_nomem(err) : visit(context, &entry);
        if (st != RAT_OK)
            break;
        rat_arena_clear(&arena);
    }
    rat_query_end(&query);
    rat_arena_release(&arena);
    return st == RAT_END ? RAT_OK : st;
}
