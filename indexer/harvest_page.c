/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Part of a harvest: the lists of a server, page after page. What real servers do to lists is answered here: an empty
 * window that is an error, links that lose the filter, turn in circles or never end, pages that are no lists.
 */
#include "indexer/harvest_internal.h"

#include "indexer/oparl_wire.h"
#include "indexer/url.h"

#define STALE_PAGES_MAX \
    3u /* pages in a row that hold nothing new: the list turns in a circle or has no end */

static rat_status fail_list(struct harvest *h, struct rat_harvest_list *list, const char *url,
                            struct rat_err *reason, struct rat_err *err)
{
    if (!reason->where[0])
        rat_err_where(reason, "%.250s", url);
    rat_harvest_reject(h, reason);
    list->state = RAT_LIST_FAILED;
    return rat_harvest_put_list(h->store, list, err);
}

static rat_status done(struct harvest *h, struct rat_harvest_list *list, struct rat_err *err)
{
    list->state = RAT_LIST_DONE;
    list->next = NULL;
    return rat_harvest_put_list(h->store, list, err);
}

static bool is_filtered(const struct harvest *h, const struct rat_harvest_list *list)
{
    return h->incremental && h->filters[list->kind] >= 0 && list->kind != RAT_HARVEST_BODY;
}

/* ---- what a page holds ---- */

/* Its objects: "data", or a bare list. False when it is no page of a list at all, like the System object that some servers
 * answer with to whatever they do not know. */
static bool page_data(const json_t *root, const json_t **data)
{
    *data = json_is_array(root) ? root : json_object_get(root, "data");
    return json_is_array(*data);
}

static const char *page_next(const json_t *root)
{
    const json_t *next = json_object_get(json_object_get(root, "links"), "next");
    return json_is_object(next) ? rat_json_string(next, "href") : rat_json_text(next);
}

static rat_status take_items(struct harvest *h, const struct rat_harvest_list *list, const json_t *data,
                             bool *any_fresh, struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (size_t i = 0; i < json_array_size(data) && st == RAT_OK; i++) {
        json_t *item = json_array_get(data, i);
        const char *address = rat_json_text(item);
        bool fresh = false;
        if (address && rat_url_is_web(address)) {
            st = rat_harvest_want(h, list->kind, address, err);
            continue;
        }
        st = rat_harvest_take(h, list->kind, item, NULL, &fresh, err);
        if (st == RAT_OK && list->kind == RAT_HARVEST_BODY)
            st = rat_harvest_take_body(h, item, err);
        *any_fresh |= fresh;
    }
    return st;
}

/* Where the list goes on; NULL: nowhere. address is the buffer it lives in. */
static rat_status find_next(struct harvest *h, struct rat_harvest_list *list, const json_t *root,
                            bool any_fresh, const char *url, struct rat_buf *address, struct rat_err *err)
{
    const char *next = page_next(root);
    struct rat_buf resolved = RAT_BUF_INIT;
    list->next = NULL;
    h->stale_pages = any_fresh ? 0 : h->stale_pages + 1;
    if (!next || h->stale_pages >= STALE_PAGES_MAX)
        return RAT_OK;
    rat_status st = rat_url_resolve(url, next, &resolved, err);
    if (st == RAT_OK) {
        rat_buf_clear(address);
        if (is_filtered(h, list))
            rat_oparl_filter(rat_buf_cstr(&resolved), h->since, address);
        else
            rat_buf_puts(address, rat_buf_cstr(&resolved));
        bool added;
        uint32_t at = rat_strmap_add(&h->visited, rat_buf_cstr(address), address->size, &added);
        if (address->failed || resolved.failed || at == RAT_STRMAP_NONE)
            st = rat_nomem(err);
        else if (added) /* else it was here before: a circle */
            list->next = rat_buf_cstr(address);
    }
    rat_buf_release(&resolved);
    return st;
}

static rat_status take_page(struct harvest *h, struct rat_harvest_list *list, const json_t *root,
                            const json_t *data, const char *url, struct rat_err *err)
{
    struct rat_buf address = RAT_BUF_INIT;
    struct rat_err reason = RAT_ERR_INIT;
    bool any_fresh = false;
    rat_status st = take_items(h, list, data, &any_fresh, err);
    h->report->pages++;
    list->pages++;
    if (st == RAT_OK)
        st = find_next(h, list, root, any_fresh, url, &address, &reason);
    if (st == RAT_OK && !list->next)
        st = done(h, list, err);
    else if (st == RAT_OK)
        st = rat_harvest_put_list(h->store, list, err);
    else if (st == RAT_EINPUT)
        st = fail_list(h, list, url, &reason, err);
    rat_buf_release(&address);
    return st;
}

/* ---- fetching pages ---- */

static rat_status first_address(struct harvest *h, const struct rat_harvest_list *list, struct rat_buf *out,
                                struct rat_err *err)
{
    struct rat_buf whole = RAT_BUF_INIT;
    rat_status st = rat_url_resolve(rat_buf_cstr(&h->root), list->url, &whole, err);
    rat_buf_clear(out);
    if (st == RAT_OK && is_filtered(h, list))
        rat_oparl_filter(rat_buf_cstr(&whole), h->since, out);
    else if (st == RAT_OK)
        rat_buf_puts(out, rat_buf_cstr(&whole));
    if (st == RAT_OK && (out->failed || whole.failed))
        st = rat_nomem(err);
    rat_buf_release(&whole);
    return st;
}

/* An error instead of the first page of a filtered list means that nothing was modified, or that the server knows no filter. A
 * filter that lets everything through tells. */
static rat_status ask_filters(struct harvest *h, const struct rat_harvest_list *list, struct rat_err *err)
{
    struct rat_buf whole = RAT_BUF_INIT, probe = RAT_BUF_INIT;
    json_t *root = NULL;
    const json_t *data = NULL;
    char key[32];
    if (h->filters[list->kind])
        return RAT_OK;
    rat_status st = rat_url_resolve(rat_buf_cstr(&h->root), list->url, &whole, err);
    if (st == RAT_OK) {
        rat_oparl_filter(rat_buf_cstr(&whole), 946684800, &probe); /* 2000-01-01 */
        st = probe.failed ? rat_nomem(err) : rat_harvest_json(h, rat_buf_cstr(&probe), false, &root, err);
    }
    if (st == RAT_OK)
        h->filters[list->kind] = root && page_data(root, &data) && json_array_size(data) > 0 ? 1 : -1;
    json_decref(root);
    rat_buf_release(&whole);
    rat_buf_release(&probe);
    if (st == RAT_OK)
        st = rat_harvest_set_number(h->store, rat_harvest_filter_setting(list->kind, key),
                                    h->filters[list->kind], err);
    return st;
}

/* The answer is no page. */
static rat_status no_page(struct harvest *h, struct rat_harvest_list *list, const char *url,
                          struct rat_err *err)
{
    struct rat_err reason = RAT_ERR_INIT;
    bool first = list->pages == 0;
    long status = h->response.status;
    if (first && is_filtered(h, list)) {
        rat_status st = ask_filters(h, list, err);
        if (st != RAT_OK)
            return st;
        return h->filters[list->kind] > 0 ? done(h, list, err) : RAT_OK; /* else it comes again, whole */
    }
    if (!first && !h->restarted) { /* an address from yesterday that is worth nothing today */
        h->restarted = true;
        list->next = NULL;
        list->pages = 0;
        rat_strmap_clear(&h->visited);
        return rat_harvest_put_list(h->store, list, err);
    }
    if (status >= 200 && status <= 299)
        rat_fail(&reason, RAT_EINPUT, "%s", _("Hier steht keine OParl-Liste"));
    else
        rat_fail(&reason, RAT_EIO, _("Der Server antwortet mit %ld"), status);
    return fail_list(h, list, url, &reason, err);
}

static rat_status read_page(struct harvest *h, struct rat_harvest_list *list, struct rat_err *err)
{
    struct rat_buf address = RAT_BUF_INIT;
    struct rat_err reason = RAT_ERR_INIT;
    json_t *root = NULL;
    const json_t *data = NULL;
    rat_status st = RAT_OK;
    if (list->next)
        rat_buf_puts(&address, list->next);
    else
        st = first_address(h, list, &address, &reason);
    const char *url = rat_buf_cstr(&address);
    if (st == RAT_OK && rat_strmap_add(&h->visited, url, address.size, NULL) == RAT_STRMAP_NONE)
        st = rat_nomem(&reason);
    if (st == RAT_OK)
        st = rat_harvest_json(h, url, false, &root, &reason);
    rat_status begun = rat_harvest_store_begin(h->store, err);
    if (begun != RAT_OK)
        st = begun;
    else if (st == RAT_OK && root && page_data(root, &data))
        st = take_page(h, list, root, data, url, err);
    else if (st == RAT_OK)
        st = no_page(h, list, url, err);
    else if ((st = rat_harvest_tolerate(h, st, &reason)) == RAT_OK)
        st = fail_list(h, list, url, &reason, err);
    else if (err)
        *err = reason;
    if (begun == RAT_OK && st == RAT_OK)
        st = rat_harvest_store_commit(h->store, err);
    if (st != RAT_OK)
        rat_harvest_store_rollback(h->store);
    json_decref(root);
    rat_buf_release(&address);
    return st;
}

/* ---- single objects ---- */

/* Gone, or never there: references to it dangle. */
static rat_status forget_single(struct harvest *h, const struct rat_harvest_list *list, const char *key,
                                struct rat_err *err)
{
    return rat_harvest_remove_object(h->store, list->kind, key, err);
}

static rat_status take_single(struct harvest *h, struct rat_harvest_list *list, json_t *root,
                              struct rat_err *err)
{
    struct rat_buf key = RAT_BUF_INIT;
    bool fresh;
    rat_oparl_key(list->url, &key);
    rat_status st = key.failed ? rat_nomem(err) : RAT_OK;
    if (st == RAT_OK && json_is_object(root) && rat_harvest_is(root, list->kind) &&
        rat_json_string(root, "id"))
        st = rat_harvest_take(h, list->kind, root, rat_buf_cstr(&key), &fresh, err);
    else if (st == RAT_OK)
        st = forget_single(h, list, rat_buf_cstr(&key), err);
    if (st == RAT_OK && list->kind == RAT_HARVEST_BODY && root)
        st = rat_harvest_take_body(h, root, err);
    rat_buf_release(&key);
    return st == RAT_OK ? done(h, list, err) : st;
}

/* Whether this pass has it already, from a list that came later. */
static rat_status is_there(struct harvest *h, const struct rat_harvest_list *list, bool *out,
                           struct rat_err *err)
{
    struct rat_harvest_object object;
    struct rat_arena arena;
    struct rat_buf key = RAT_BUF_INIT;
    rat_arena_init(&arena, 8192);
    rat_oparl_key(list->url, &key);
    rat_status st = rat_harvest_object(h->store, list->kind, rat_buf_cstr(&key), &arena, &object, err);
    *out = st == RAT_OK && object.pass == h->pass;
    rat_buf_release(&key);
    rat_arena_release(&arena);
    return st == RAT_ENOTFOUND ? RAT_OK : st;
}

static rat_status read_single(struct harvest *h, struct rat_harvest_list *list, struct rat_err *err)
{
    struct rat_buf url = RAT_BUF_INIT;
    struct rat_err reason = RAT_ERR_INIT;
    json_t *root = NULL;
    bool there = false, fetched = false;
    rat_status st = is_there(h, list, &there, &reason);
    if (st == RAT_OK && !there) {
        st = rat_url_resolve(rat_buf_cstr(&h->root), list->url, &url, &reason);
        if (st == RAT_OK)
            st = rat_harvest_json(h, rat_buf_cstr(&url), false, &root, &reason);
        fetched = st == RAT_OK;
    }
    rat_status begun = rat_harvest_store_begin(h->store, err);
    if (begun != RAT_OK)
        st = begun;
    else if (there)
        st = done(h, list, err);
    else if (fetched)
        st = take_single(h, list, root, err);
    else if ((st = rat_harvest_tolerate(h, st, &reason)) == RAT_OK)
        st = fail_list(h, list, list->url, &reason, err);
    else if (err)
        *err = reason;
    if (begun == RAT_OK && st == RAT_OK)
        st = rat_harvest_store_commit(h->store, err);
    if (st != RAT_OK)
        rat_harvest_store_rollback(h->store);
    json_decref(root);
    rat_buf_release(&url);
    return st;
}

rat_status rat_harvest_step(struct harvest *h, struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_harvest_list list;
    rat_arena_init(&arena, 4096);
    rat_status st = rat_harvest_next_list(h->store, &arena, &list, err);
    if (st == RAT_OK && list.id != h->list_id) {
        h->list_id = list.id;
        h->stale_pages = 0;
        h->restarted = false;
        rat_strmap_clear(&h->visited);
    }
    if (st == RAT_OK)
        st = list.single ? read_single(h, &list, err) : read_page(h, &list, err);
    rat_arena_release(&arena);
    return st;
}

/* ---- bodies ---- */

rat_status rat_harvest_take_body(struct harvest *h, const json_t *body, struct rat_err *err)
{
    static const struct {
        const char *key;
        enum rat_harvest_kind kind;
    } lists[] = {{"organization", RAT_HARVEST_ORGANIZATION},
                 {"organizations", RAT_HARVEST_ORGANIZATION},
                 {"meeting", RAT_HARVEST_MEETING},
                 {"meetings", RAT_HARVEST_MEETING},
                 {"paper", RAT_HARVEST_PAPER},
                 {"papers", RAT_HARVEST_PAPER},
                 {"consultation", RAT_HARVEST_CONSULTATION},
                 {"consultations", RAT_HARVEST_CONSULTATION},
                 {"file", RAT_HARVEST_FILE},
                 {"files", RAT_HARVEST_FILE},
                 {"agendaItem", RAT_HARVEST_AGENDA_ITEM},
                 {"agendaItems", RAT_HARVEST_AGENDA_ITEM}};
    rat_status st = RAT_OK;
    if (rat_json_true(body, "deleted") || (rat_json_bool(body, "public") == RAT_NO && !h->nonpublic))
        return RAT_OK;
    for (size_t i = 0; i < sizeof lists / sizeof *lists && st == RAT_OK; i++) {
        const json_t *value = json_object_get(body, lists[i].key);
        const char *url = rat_json_text(value);
        struct rat_harvest_list list = {.kind = lists[i].kind, .url = url};
        bool fresh;
        bool wanted = lists[i].kind != RAT_HARVEST_AGENDA_ITEM /* meetings embed them */
                      || (h->incremental && h->filters[RAT_HARVEST_AGENDA_ITEM] >= 0);
        if (url && wanted)
            st = rat_harvest_put_list(h->store, &list, err);
        for (size_t k = 0; json_is_array(value) && k < json_array_size(value) && st == RAT_OK; k++) {
            json_t *one = json_array_get(value, k);
            st = rat_json_text(one) ? rat_harvest_want(h, lists[i].kind, rat_json_text(one), err)
                                    : rat_harvest_take(h, lists[i].kind, one, NULL, &fresh, err);
        }
    }
    return st;
}
