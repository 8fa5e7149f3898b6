/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was harvested from an OParl server (harvest.h), read like a dump: organizations, meetings, papers by number, each
 * with its documents, last the files that no paper lists. All of it each time, so that what refers to a changed object
 * changes as well; the bytes of a file come along only as long as the archive does not have them.
 *
 * A mirror once a pass over the server came to its end: what the store does not have is not on the server.
 */
#include "indexer/source_oparl_internal.h"

#include "indexer/harvest.h"
#include "indexer/oparl_wire.h"

#include <stdlib.h>

/* What the store knows of a text, by its number. */
struct harvested_text {
    const char *key, *url, *charset;
    uint8_t sha[RAT_SHA256_BYTES];
    bool held;
    bool owned; /* a paper holds it, or held it last */
};

struct harvested {
    struct oparl dump; /* first: the two are one */
    struct rat_harvest_store *store;
    struct harvested_text *texts;
    size_t text_room;
    struct rat_buf after; /* in the walk of this phase */
    struct rat_arena page;
    uint32_t rest_at;
    bool failed_said;
    uint64_t loose[RAT_HARVEST_KINDS]; /* objects of a kind that have an entry of their own */
};

/* ---- newer copies of embedded objects ---- */

static bool replaces(const json_t *own, const json_t *embedded)
{
    int64_t a, b;
    const char *x = rat_json_string(own, "modified"), *y = rat_json_string(embedded, "modified");
    if (!json_is_object(embedded))
        return true; /* an address */
    if (!x || !y)
        return rat_json_true(own, "deleted");
    return rat_oparl_time(x, &a) && rat_oparl_time(y, &b) && a > b &&
           !rat_oparl_same_but_times(own, embedded);
}

/* The object's own entry, where it says more than what stands in its place; NULL otherwise. */
static rat_status find_own(struct harvested *h, enum rat_harvest_kind kind, const json_t *embedded,
                           json_t **out, struct rat_err *err)
{
    struct rat_harvest_object object;
    struct rat_buf key = RAT_BUF_INIT;
    const char *id = rat_json_id(embedded);
    json_t *own = NULL;
    *out = NULL;
    if (!id || !h->loose[kind])
        return RAT_OK;
    rat_oparl_key(id, &key);
    rat_status st = key.failed
                        ? rat_nomem(err)
                        : rat_harvest_object(h->store, kind, rat_buf_cstr(&key), &h->page, &object, err);
    rat_buf_release(&key);
    if (st == RAT_OK)
        st = rat_json_parse(object.json, object.json_size, RAT_JSON_NUL, &own, err);
    if (st == RAT_OK && replaces(own, embedded))
        *out = own;
    else
        json_decref(own);
    return st == RAT_ENOTFOUND ? RAT_OK : st;
}

/* Puts what has a newer or a whole entry of its own in place of what is embedded. */
static rat_status embed(struct harvested *h, enum rat_harvest_kind kind, json_t *object, bool *changed,
                        struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (size_t m = 0; m < rat_oparl_member_count && st == RAT_OK; m++) {
        const struct rat_oparl_member *member = &rat_oparl_members[m];
        json_t *list = member->kind == kind ? json_object_get(object, member->key) : NULL;
        for (size_t i = 0; i < rat_json_count(list) && st == RAT_OK; i++) {
            json_t *own, *one = rat_json_at(list, i);
            st = find_own(h, member->holds, one, &own, err);
            if (st != RAT_OK)
                return st;
            if (own) {
                int failed = json_is_array(list) ? json_array_set_new(list, i, own)
                                                 : json_object_set_new(object, member->key, own);
                if (failed)
                    return rat_nomem(err);
                *changed = true;
                one = own;
                if (!json_is_array(list))
                    list = own;
            }
            if (json_is_object(one))
                st = embed(h, member->holds, one, changed, err);
        }
    }
    return st;
}

/* ---- steps ---- */

typedef rat_status take_function(struct oparl *, const json_t *, const struct rat_buf *, struct rat_err *);

static rat_status take_organization(struct oparl *dump, const json_t *object, const struct rat_buf *bytes,
                                    struct rat_err *err)
{
    (void)bytes;
    return rat_oparl_take_organization(dump, object, err);
}

/* The next object of a kind. RAT_END. */
static rat_status take_next(struct harvested *h, enum rat_harvest_kind kind, take_function *take,
                            struct rat_err *err)
{
    struct rat_harvest_object object;
    json_t *json = NULL;
    bool changed = false;
    rat_arena_clear(&h->page);
    rat_status st = rat_harvest_walk_objects(h->store, kind, &h->after, &h->page, &object, err);
    if (st != RAT_OK)
        return st;
    st = rat_json_parse(object.json, object.json_size, RAT_JSON_NUL, &json, err);
    if (st == RAT_OK)
        st = embed(h, kind, json, &changed, err);
    if (st == RAT_OK) {
        struct rat_buf view = {(unsigned char *)(uintptr_t)object.json, object.json_size, object.json_size,
                               false};
        const char *id = rat_json_string(json, "id");
        rat_buf_clear(&h->dump.path);
        rat_buf_puts(&h->dump.path, id ? id : object.key);
        st = take(&h->dump, json, changed ? NULL : &view, err);
    }
    json_decref(json);
    return st;
}

/* A file that no paper lists belongs to a meeting or has an entry of its own. One that a paper held and holds no more is
 * gone with it, even where the server's list of files forgot to say so. */
static rat_status take_rest(struct harvested *h, uint32_t number, struct rat_err *err)
{
    struct rat_harvest_object object;
    struct oparl_text *text = &h->dump.text[number];
    json_t *file = NULL;
    if (text->taken || !text->has_text || (h->texts[number].owned && text->meeting == RAT_STRMAP_NONE))
        return RAT_OK;
    text->taken = true;
    rat_arena_clear(&h->page);
    rat_status st =
        rat_harvest_object(h->store, RAT_HARVEST_FILE, h->texts[number].key, &h->page, &object, err);
    bool own = st == RAT_OK;
    if (st == RAT_OK)
        st = rat_json_parse(object.json, object.json_size, RAT_JSON_NUL, &file, err);
    else if (st == RAT_ENOTFOUND)
        st = RAT_OK;
    if (st == RAT_OK && (own || text->meeting != RAT_STRMAP_NONE))
        st = rat_oparl_take_rest(&h->dump, number, file, err);
    json_decref(file);
    return st;
}

/* Files that could not be fetched: named, and what the archive has of them stays. */
static rat_status say_failed(struct harvested *h, struct rat_err *err)
{
    struct rat_buf after = RAT_BUF_INIT;
    struct rat_harvest_file file;
    rat_status st;
    rat_arena_clear(&h->page);
    while ((st = rat_harvest_walk_files(h->store, RAT_FILE_FAILED, &after, &h->page, &file, err)) == RAT_OK) {
        struct rat_err reason = RAT_ERR_INIT;
        struct rat_item *item;
        rat_fail(&reason, RAT_EINPUT, "%s",
                 file.reason ? file.reason : _("Die Datei ließ sich nicht abholen"));
        st = rat_item_reject(&reason, file.url ? file.url : file.id, RAT_PROTECTS_DOCUMENT, file.id, &item,
                             err);
        if (st == RAT_OK)
            st = rat_oparl_give(&h->dump, item, err);
        if (st != RAT_OK)
            break;
    }
    rat_buf_release(&after);
    return st == RAT_END ? RAT_OK : st;
}

static rat_status step(struct oparl *dump, struct rat_err *err)
{
    struct harvested *h = (struct harvested *)dump;
    rat_status st = RAT_END;
    switch (dump->phase) {
    case OPARL_ORGANIZATIONS: st = take_next(h, RAT_HARVEST_ORGANIZATION, take_organization, err); break;
    case OPARL_MEETINGS: st = take_next(h, RAT_HARVEST_MEETING, rat_oparl_take_meeting, err); break;
    case OPARL_PAPERS: st = take_next(h, RAT_HARVEST_PAPER, rat_oparl_take_paper, err); break;
    case OPARL_REST:
        if (h->rest_at < dump->texts.count)
            return take_rest(h, h->rest_at++, err);
        if (!h->failed_said) {
            h->failed_said = true;
            return say_failed(h, err);
        }
        break;
    case OPARL_DONE: return RAT_END;
    }
    if (st != RAT_END)
        return st;
    rat_buf_clear(&h->after);
    dump->phase++;
    return RAT_OK;
}

/* ---- contents ---- */

/* This is where the bytes of a harvested file enter the pipeline: as the content of an item, like those of any source. */
static rat_status set_content(struct oparl *dump, struct rat_item *item, uint32_t number, struct rat_err *err)
{
    struct harvested *h = (struct harvested *)dump;
    const struct harvested_text *text = &h->texts[number];
    struct rat_buf bytes = RAT_BUF_INIT;
    item->document.location = rat_arena_strdup(&item->arena, text->url ? text->url : item->document.id);
    item->content_charset = rat_arena_strdup(&item->arena, text->charset);
    if (!text->held) {
        item->stored = true;
        return RAT_OK;
    }
    rat_status st = rat_harvest_content(h->store, text->sha, &bytes, err);
    if (st == RAT_OK) {
        item->content = rat_arena_memdup(&item->arena, bytes.data, bytes.size);
        item->content_size = bytes.size;
    }
    rat_buf_release(&bytes);
    return st;
}

static const struct oparl_origin harvest_origin = {step, set_content, true};

/* ---- the reader ---- */

static rat_status harvest_next(void *self, struct rat_item **out, struct rat_err *err)
{
    return rat_oparl_next(self, out, err);
}

static void harvest_close(void *self)
{
    struct harvested *h = self;
    rat_harvest_store_close(h->store);
    free(h->texts);
    rat_buf_release(&h->after);
    rat_arena_release(&h->page);
    rat_oparl_release(&h->dump);
    free(h);
}

static const struct rat_source_reader harvest_reader = {harvest_next, harvest_close};

static rat_status learn_texts(struct harvested *h, uint64_t *total, struct rat_err *err)
{
    struct oparl *dump = &h->dump;
    struct rat_harvest_file file;
    struct rat_arena arena;
    rat_status st;
    rat_arena_init(&arena, 4096);
    while ((st = rat_harvest_walk_files(h->store, -1, &h->after, &arena, &file, err)) == RAT_OK) {
        uint32_t at = rat_strmap_add(&dump->texts, file.key, strlen(file.key), NULL);
        if (at == RAT_STRMAP_NONE || !rat_oparl_room(&dump->text, &dump->text_room, at, sizeof *dump->text) ||
            !rat_oparl_room(&h->texts, &h->text_room, at, sizeof *h->texts)) {
            st = rat_nomem(err);
            break;
        }
        bool away =
            file.state == RAT_FILE_GONE || file.state == RAT_FILE_HIDDEN || file.state == RAT_FILE_PURGED;
        bool there = !away && (file.held || file.kept);
        dump->text[at] = (struct oparl_text){.size = file.held ? file.size : 0,
                                             .meeting = RAT_STRMAP_NONE,
                                             .date = RAT_NO_DATE,
                                             .has_text = there};
        h->texts[at] = (struct harvested_text){.key = (const char *)dump->texts.keys[at].bytes,
                                               .url = rat_arena_strdup(&dump->arena, file.url),
                                               .charset = rat_arena_strdup(&dump->arena, file.charset),
                                               .held = file.held,
                                               .owned = file.owner != NULL};
        memcpy(h->texts[at].sha, file.sha, sizeof file.sha);
        *total += there && file.held ? file.size : 0;
        rat_arena_clear(&arena);
    }
    rat_arena_release(&arena);
    rat_buf_clear(&h->after);
    return st == RAT_END && dump->arena.failed ? rat_nomem(err) : st == RAT_END ? RAT_OK : st;
}

static rat_status learn_organizations(struct harvested *h, struct rat_err *err)
{
    struct rat_harvest_object object;
    rat_status st;
    while ((st = rat_harvest_walk_objects(h->store, RAT_HARVEST_ORGANIZATION, &h->after, &h->page, &object,
                                          err)) == RAT_OK) {
        json_t *json = NULL;
        st = rat_json_parse(object.json, object.json_size, RAT_JSON_NUL, &json, err);
        if (st == RAT_OK)
            st = rat_oparl_learn_organization(&h->dump, json, err);
        json_decref(json);
        rat_arena_clear(&h->page);
        if (st != RAT_OK)
            break;
    }
    rat_buf_clear(&h->after);
    return st == RAT_END ? RAT_OK : st;
}

/* Of a consultation only what is read of it: a server has tens of thousands, and papers embed most of them. */
static json_t *slim(const json_t *object)
{
    static const char *const kept[] = {"id",   "paper",         "meeting", "agendaItem", "organization",
                                       "role", "authoritative", "deleted", NULL};
    json_t *copy = json_object();
    for (size_t i = 0; copy && kept[i]; i++) {
        json_t *value = json_object_get(object, kept[i]);
        if (value && json_object_set(copy, kept[i], value) != 0) {
            json_decref(copy);
            copy = NULL;
        }
    }
    return copy;
}

static rat_status learn_consultations(struct harvested *h, struct rat_err *err)
{
    struct rat_harvest_object object;
    rat_status st = RAT_OK;
    h->dump.loose_root = json_array();
    if (!h->dump.loose_root)
        return rat_nomem(err);
    while (st == RAT_OK && (st = rat_harvest_walk_objects(h->store, RAT_HARVEST_CONSULTATION, &h->after,
                                                          &h->page, &object, err)) == RAT_OK) {
        json_t *json = NULL;
        st = rat_json_parse(object.json, object.json_size, RAT_JSON_NUL, &json, err);
        if (st == RAT_OK && !rat_oparl_hides(&h->dump, json) &&
            json_array_append_new(h->dump.loose_root, slim(json)) != 0)
            st = rat_nomem(err);
        json_decref(json);
        rat_arena_clear(&h->page);
    }
    rat_buf_clear(&h->after);
    return st == RAT_END ? rat_oparl_learn_consultations(&h->dump, err) : st;
}

rat_status rat_source_open_harvest(struct rat_source *source, struct rat_err *err)
{
    int64_t complete = 0;
    if (!source->options.archive) {
        rat_fail(err, RAT_ENOTFOUND, "%s", _("Diese Adresse wurde noch nicht abgeholt"));
        rat_err_hint(err, "%s", _("`ratsarchiv import` holt sie ab"));
        return RAT_ENOTFOUND;
    }
    struct harvested *h = calloc(1, sizeof *h);
    if (!h)
        return rat_nomem(err);
    source->record.kind = "oparl-url";
    source->reader = &harvest_reader;
    source->self = h;
    rat_oparl_init(&h->dump, source, &harvest_origin);
    rat_arena_init(&h->page, 16384);
    rat_status st = rat_harvest_store_open(source->options.archive, source->name, &h->store, err);
    if (st == RAT_OK)
        st = rat_harvest_get_number(h->store, "complete", 0, &complete, err);
    source->record.mirror = complete != 0;
    for (int kind = RAT_HARVEST_BODY; st == RAT_OK && kind < RAT_HARVEST_KINDS; kind++)
        st =
            rat_harvest_count_objects(h->store, (enum rat_harvest_kind)kind, INT64_MAX, &h->loose[kind], err);
    if (st == RAT_OK)
        st = learn_texts(h, &source->total_bytes, err);
    if (st == RAT_OK)
        st = learn_organizations(h, err);
    return st == RAT_OK ? learn_consultations(h, err) : st;
}
