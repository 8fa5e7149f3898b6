/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lists of a harvest under way, and how far each was read. */
#include "storage/harvest_store_internal.h"

rat_status rat_harvest_put_list(struct rat_harvest_store *store, const struct rat_harvest_list *list,
                                struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, list->id ? RAT_HS_SET_LIST : RAT_HS_PUT_LIST, err);
    if (!list->id)
        rat_hq_int(&q, list->kind);
    rat_hq_text(&q, list->url);
    rat_hq_text(&q, list->next);
    if (!list->id)
        rat_hq_int(&q, list->single);
    rat_hq_int(&q, list->state);
    rat_hq_int(&q, (int64_t)list->pages);
    if (list->id)
        rat_hq_int(&q, list->id);
    return rat_hq_run(&q);
}

rat_status rat_harvest_next_list(struct rat_harvest_store *store, struct rat_arena *arena,
                                 struct rat_harvest_list *out, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_NEXT_LIST, err);
    rat_status st = rat_hq_step(&q);
    if (st == RAT_OK)
        *out = (struct rat_harvest_list){
            .id = sqlite3_column_int64(q.stmt, 0),
            .kind = (enum rat_harvest_kind)sqlite3_column_int64(q.stmt, 1),
            .url = rat_hq_get_text(&q, 2, arena),
            .next = rat_hq_get_text(&q, 3, arena),
            .single = sqlite3_column_int64(q.stmt, 4) != 0,
            .state = (enum rat_harvest_list_state)sqlite3_column_int64(q.stmt, 5),
            .pages = (uint64_t)sqlite3_column_int64(q.stmt, 6),
        };
    st = rat_hq_end_row(&q, st, arena);
    return st == RAT_ENOTFOUND ? RAT_END : st;
}

rat_status rat_harvest_count_lists(struct rat_harvest_store *store, enum rat_harvest_list_state state,
                                   uint64_t *out, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_COUNT_LISTS, err);
    rat_hq_int(&q, state);
    rat_status st = rat_hq_step(&q);
    if (st == RAT_OK)
        *out = (uint64_t)sqlite3_column_int64(q.stmt, 0);
    return rat_hq_end_row(&q, st, NULL);
}

rat_status rat_harvest_reopen_lists(struct rat_harvest_store *store, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_REOPEN_LISTS, err);
    return rat_hq_run(&q);
}

rat_status rat_harvest_clear_lists(struct rat_harvest_store *store, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_CLEAR_LISTS, err);
    return rat_hq_run(&q);
}
