/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Part of a harvest: objects as the server gives them become objects of the store, and their files entries there. */
#include "indexer/harvest_internal.h"

#include "indexer/oparl_wire.h"

#include <strings.h>

/* The text of a File, taken out of its object. */
struct text {
    json_t *file, *text; /* borrowed, owned */
};

struct intake {
    struct harvest *h;
    struct rat_arena arena;
    struct text *texts;
    size_t text_count;
    bool unchanged;    /* but for what its times say */
    bool hidden;       /* files of an object that is not public */
    const char *owner; /* of files: the paper at hand */
    struct rat_err *err;
};

static bool hides(const struct harvest *h, const json_t *object)
{
    return rat_json_bool(object, "public") == RAT_NO && !h->nonpublic;
}

static bool is_key(const char *key, const char *const *keys)
{
    for (; *keys; keys++)
        if (strcmp(key, *keys) == 0)
            return true;
    return false;
}

/* Of what is not public only that it is there, so that it can be told from what was deleted. */
static void hide(const struct harvest *h, json_t *value)
{
    static const char *const kept[] = {"id", "type", "public", "deleted", "consultation", NULL};
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            hide(h, json_array_get(value, i));
        return;
    }
    const char *key;
    json_t *member;
    void *next;
    bool hidden = hides(h, value);
    json_object_foreach_safe(value, next, key, member)
    {
        if (hidden && !is_key(key, kept))
            json_object_del(value, key);
        else if (hidden && (json_is_object(member) || json_is_array(member)))
            json_object_del(value, key);
        else
            hide(h, member);
    }
}

typedef rat_status file_visitor(struct intake *in, json_t *file, rat_status st);

/* Calls visit for each File in the object, itself included. */
static rat_status each_file(struct intake *in, enum rat_harvest_kind kind, json_t *object,
                            file_visitor *visit)
{
    rat_status st = RAT_OK;
    if (!json_is_object(object) || rat_json_true(object, "deleted"))
        return RAT_OK;
    if (kind == RAT_HARVEST_FILE)
        return visit(in, object, st);
    for (size_t r = 0; r < rat_oparl_member_count && st == RAT_OK; r++) {
        const json_t *list =
            rat_oparl_members[r].kind == kind ? json_object_get(object, rat_oparl_members[r].key) : NULL;
        for (size_t i = 0; i < rat_json_count(list) && st == RAT_OK; i++)
            if (rat_oparl_members[r].holds == RAT_HARVEST_FILE && json_is_object(rat_json_at(list, i)))
                st = visit(in, rat_json_at(list, i), st);
            else
                st = each_file(in, rat_oparl_members[r].holds, rat_json_at(list, i), visit);
    }
    return st;
}

static rat_status count_text(struct intake *in, json_t *file, rat_status st)
{
    in->text_count += rat_json_string(file, "text") != NULL;
    return st;
}

/* Texts are contents, not metadata. */
static rat_status cut_text(struct intake *in, json_t *file, rat_status st)
{
    json_t *text = json_object_get(file, "text");
    if (!text)
        return st;
    if (rat_json_text(text) && !hides(in->h, file))
        in->texts[in->text_count++] = (struct text){file, json_incref(text)};
    json_object_del(file, "text");
    return st;
}

static rat_status cut_texts(struct intake *in, enum rat_harvest_kind kind, json_t *object)
{
    rat_status st = each_file(in, kind, object, count_text);
    in->texts = rat_arena_calloc(&in->arena, in->text_count + 1, sizeof *in->texts);
    in->text_count = 0;
    if (st == RAT_OK && !in->texts)
        st = rat_nomem(in->err);
    return st == RAT_OK ? each_file(in, kind, object, cut_text) : st;
}

static const json_t *text_of(const struct intake *in, const json_t *file)
{
    for (size_t i = 0; i < in->text_count; i++)
        if (in->texts[i].file == file)
            return in->texts[i].text;
    return NULL;
}

/* ---- files ---- */

bool rat_harvest_reads(const char *mime_type, const char *name)
{
    static const char *const types[] = {"text/plain", "text/markdown", "text/x-markdown", NULL};
    static const char *const ends[] = {".txt", ".text", ".md", ".asc", NULL};
    size_t n = mime_type ? strcspn(mime_type, "; ") : 0;
    for (size_t i = 0; n && types[i]; i++)
        if (strlen(types[i]) == n && strncasecmp(mime_type, types[i], n) == 0)
            return true;
    if (n)
        return false;
    const char *dot = name ? strrchr(name, '.') : NULL;
    if (!dot || strlen(dot) > 6 || strchr(dot, '/'))
        return true;
    for (size_t i = 0; ends[i]; i++)
        if (strcasecmp(dot, ends[i]) == 0)
            return true;
    return false;
}

/* What an archive that lost its store already has, so that it is not fetched again. */
static rat_status ask_archive(struct intake *in, struct rat_harvest_file *row, const char *modified)
{
    struct rat_known known;
    struct rat_document document;
    if (!in->h->catalogue)
        return RAT_OK;
    rat_status st = rat_catalogue_known_document(in->h->catalogue, row->id, &known, in->err);
    if (st == RAT_OK && known.purged)
        row->state = RAT_FILE_PURGED;
    if (st != RAT_OK || known.purged || !known.docnum)
        return st;
    st = rat_catalogue_document(in->h->catalogue, known.docnum, &in->arena, &document, in->err);
    if (st != RAT_OK)
        return st;
    row->kept = true;
    memcpy(row->sha, known.original_sha, sizeof row->sha);
    row->size = document.original_size;
    if (modified && document.modified && strcmp(modified, document.modified) == 0)
        row->state = RAT_FILE_KEPT;
    return RAT_OK;
}

static bool is_newer(const char *modified, const char *known)
{
    int64_t a, b;
    if (!modified || !known)
        return modified != NULL;
    if (rat_oparl_time(modified, &a) && rat_oparl_time(known, &b))
        return a > b;
    return strcmp(modified, known) != 0;
}

static rat_status take_text(struct intake *in, struct rat_harvest_file *row, const json_t *text)
{
    uint8_t sha[RAT_SHA256_BYTES];
    size_t n = json_string_length(text);
    rat_sha256(json_string_value(text), n, sha);
    bool have = (row->state == RAT_FILE_KEPT || row->state == RAT_FILE_HELD) &&
                memcmp(sha, row->sha, sizeof sha) == 0;
    if (have)
        return RAT_OK;
    rat_status st = rat_harvest_hold(in->h->store, json_string_value(text), n, row->sha, in->err);
    row->state = RAT_FILE_HELD;
    row->held = true;
    row->size = n;
    row->charset = "UTF-8";
    row->etag = row->last_modified = row->reason = NULL;
    return st;
}

static void take_address(struct rat_harvest_file *row, const json_t *file)
{
    const char *url = rat_json_string(file, "downloadUrl"), *name = rat_json_string(file, "fileName");
    const char *mime = rat_json_string(file, "mimeType");
    if (!url)
        url = rat_json_string(file, "accessUrl");
    if (url)
        row->url = url;
    if (mime)
        row->mime_type = mime;
    bool reads = row->url && rat_harvest_reads(row->mime_type, name ? name : row->url);
    if (reads)
        row->state = RAT_FILE_WANTED;
    else if (!row->held && !row->kept) /* else its text came another way */
        row->state = RAT_FILE_UNREADABLE;
}

/* What is not public, or purged, does not come back because another list mentions it: only with what holds it. */
static bool stays_away(const struct intake *in, const struct rat_harvest_file *row)
{
    return row->state == RAT_FILE_PURGED || (row->state == RAT_FILE_HIDDEN && row->owner && !in->owner);
}

static rat_status put_away(struct intake *in, struct rat_harvest_file *row, enum rat_harvest_file_state state)
{
    row->state = state;
    row->held = false;
    return rat_harvest_put_file(in->h->store, row, in->err);
}

/* *known: it has a row already. */
static rat_status find_file(struct intake *in, const json_t *file, struct rat_harvest_file *row, bool *known)
{
    struct rat_buf key = RAT_BUF_INIT;
    const char *id = rat_json_string(file, "id");
    rat_oparl_key(id, &key);
    const char *name = rat_arena_strdup(&in->arena, rat_buf_cstr(&key));
    rat_buf_release(&key);
    if (!name)
        return rat_nomem(in->err);
    rat_status st = rat_harvest_file(in->h->store, name, &in->arena, row, in->err);
    *known = st == RAT_OK;
    row->key = name;
    if (!*known)
        row->id = id;
    if (in->owner)
        row->owner = in->owner;
    return st == RAT_ENOTFOUND ? RAT_OK : st;
}

static rat_status take_file(struct intake *in, json_t *file, rat_status st)
{
    struct rat_harvest_file row = {0};
    const char *modified = rat_json_string(file, "modified");
    const json_t *text = text_of(in, file);
    bool known, hidden = in->hidden || hides(in->h, file);
    if (!rat_json_string(file, "id"))
        return st; /* what has no id can neither be cited nor updated */
    st = find_file(in, file, &row, &known);
    if (st != RAT_OK || stays_away(in, &row))
        return st;
    if (hidden)
        return put_away(in, &row, RAT_FILE_HIDDEN);
    if (rat_json_true(file, "deleted"))
        return known ? put_away(in, &row, RAT_FILE_GONE) : RAT_OK;
    bool away = row.state == RAT_FILE_GONE || row.state == RAT_FILE_HIDDEN;
    bool newer = !known || away || (!in->unchanged && is_newer(modified, row.modified));
    if (!newer && !text)
        return RAT_OK;
    if (newer) {
        take_address(&row, file);
        st = known ? RAT_OK : ask_archive(in, &row, modified);
        row.modified = modified;
    }
    if (st == RAT_OK && text && row.state != RAT_FILE_PURGED)
        st = take_text(in, &row, text);
    return st == RAT_OK ? rat_harvest_put_file(in->h->store, &row, in->err) : st;
}

/* ---- objects ---- */

rat_status rat_harvest_want(struct harvest *h, enum rat_harvest_kind kind, const char *url,
                            struct rat_err *err)
{
    struct rat_harvest_list list = {.kind = kind, .url = url, .single = true};
    return rat_harvest_put_list(h->store, &list, err);
}

/* Members that should be objects but are addresses. */
static rat_status want_references(struct intake *in, enum rat_harvest_kind kind, const json_t *object)
{
    rat_status st = RAT_OK;
    for (size_t r = 0; r < rat_oparl_member_count && st == RAT_OK; r++) {
        const json_t *list =
            rat_oparl_members[r].kind == kind ? json_object_get(object, rat_oparl_members[r].key) : NULL;
        for (size_t i = 0; i < rat_json_count(list) && st == RAT_OK; i++) {
            const json_t *one = rat_json_at(list, i);
            const char *url = rat_json_text(one);
            if (url)
                st = rat_harvest_want(in->h, rat_oparl_members[r].holds, url, in->err);
            else if (json_is_object(one))
                st = want_references(in, rat_oparl_members[r].holds, one);
        }
    }
    return st;
}

/* A server whose `created` moves says nothing by its times: then an object that is otherwise as it was stays as it is known,
 * or every paper would be new every day. */
static bool is_untouched(const struct rat_harvest_object *known, const json_t *object)
{
    json_t *old = NULL;
    if (rat_json_parse(known->json, known->json_size, RAT_JSON_NUL, &old, NULL) != RAT_OK)
        return false;
    const char *then = rat_json_string(old, "created"), *now = rat_json_string(object, "created");
    bool same = then && now && strcmp(then, now) != 0 && rat_oparl_same_but_times(old, object);
    json_decref(old);
    return same;
}

static rat_status store_object(struct intake *in, enum rat_harvest_kind kind, json_t *object, const char *key,
                               bool *fresh)
{
    struct harvest *h = in->h;
    struct rat_harvest_object known = {0}, put = {.kind = kind, .key = key, .pass = h->pass};
    rat_status st = rat_harvest_object(h->store, kind, key, &in->arena, &known, in->err);
    if (st != RAT_OK && st != RAT_ENOTFOUND)
        return st;
    bool is_known = st == RAT_OK;
    *fresh = !is_known || known.pass != h->pass;
    put.json = rat_json_dump(&in->arena, object);
    if (!put.json)
        return rat_nomem(in->err);
    put.json_size = strlen(put.json);
    bool same =
        is_known && ((known.json_size == put.json_size && memcmp(known.json, put.json, put.json_size) == 0) ||
                     is_untouched(&known, object));
    if (same && !*fresh && !in->text_count)
        return RAT_OK;
    if (same) {
        in->unchanged = true;
        st = rat_harvest_see_object(h->store, kind, key, h->pass, in->err);
        return st == RAT_OK && in->text_count ? each_file(in, kind, object, take_file) : st;
    }
    h->report->objects++;
    st = rat_harvest_put_object(h->store, &put, in->err);
    if (st == RAT_OK)
        st = each_file(in, kind, object, take_file);
    return st == RAT_OK && !rat_json_true(object, "deleted") ? want_references(in, kind, object) : st;
}

static void refuse(struct harvest *h, enum rat_harvest_kind kind, const json_t *object)
{
    struct rat_err reason = RAT_ERR_INIT;
    const char *id = rat_json_id(object);
    if (json_is_object(object) && rat_json_string(object, "id"))
        rat_fail(&reason, RAT_EINPUT, _("Erwartet wird ein OParl-Objekt %s, nicht %.80s"),
                 rat_harvest_type(kind), rat_json_string(object, "type"));
    else
        rat_fail(&reason, RAT_EINPUT, _("Dem OParl-Objekt %s fehlt die „id“"), rat_harvest_type(kind));
    rat_err_where(&reason, "%.250s", id ? id : rat_buf_cstr(&h->response.url));
    rat_harvest_reject(h, &reason);
}

rat_status rat_harvest_take(struct harvest *h, enum rat_harvest_kind kind, json_t *object, const char *key,
                            bool *fresh, struct rat_err *err)
{
    struct intake in = {.h = h, .err = err};
    struct rat_buf made = RAT_BUF_INIT;
    const char *id = rat_json_string(object, "id");
    *fresh = false;
    if (!id || !rat_harvest_is(object, kind)) {
        refuse(h, kind, object);
        return RAT_OK;
    }
    rat_arena_init(&in.arena, 16384);
    rat_oparl_key(id, &made);
    const char *own = rat_buf_cstr(&made);
    rat_status st = made.failed ? rat_nomem(err) : RAT_OK;
    in.owner = kind == RAT_HARVEST_PAPER ? (key ? key : own) : NULL;
    in.hidden = hides(h, object);
    if (st == RAT_OK && in.hidden)
        st = each_file(&in, kind, object, take_file);
    if (st == RAT_OK)
        hide(h, object);
    if (st == RAT_OK)
        st = cut_texts(&in, kind, object);
    if (st == RAT_OK)
        st = store_object(&in, kind, object, key ? key : own, fresh);
    for (size_t i = 0; i < in.text_count && in.texts; i++)
        json_decref(in.texts[i].text);
    rat_buf_release(&made);
    rat_arena_release(&in.arena);
    return st;
}
