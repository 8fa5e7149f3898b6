/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/harvest_internal.h"

#include "base/file.h"
#include "indexer/oparl_wire.h"
#include "indexer/url.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PROGRESS_EVERY_S 0.2
#define FAILURES_IN_A_ROW 5u
#define PASS_DAYS_MAX 7  /* a pass begun before is begun anew: its links may have moved */
#define OVERLAP_S 900    /* clocks differ, and a server may date what it shows only later */
#define UNSEEN_MAX 1000u /* objects of a kind asked for one by one before they count as gone */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- shared ---- */

const char *rat_harvest_type(enum rat_harvest_kind kind)
{
    static const char *const names[RAT_HARVEST_KINDS] = {[RAT_HARVEST_BODY] = "Body",
                                                         [RAT_HARVEST_ORGANIZATION] = "Organization",
                                                         [RAT_HARVEST_MEETING] = "Meeting",
                                                         [RAT_HARVEST_PAPER] = "Paper",
                                                         [RAT_HARVEST_FILE] = "File",
                                                         [RAT_HARVEST_CONSULTATION] = "Consultation",
                                                         [RAT_HARVEST_AGENDA_ITEM] = "AgendaItem"};
    return kind < RAT_HARVEST_KINDS && names[kind] ? names[kind] : "?";
}

bool rat_harvest_is(const json_t *object, enum rat_harvest_kind kind)
{
    const char *type = rat_json_string(object, "type"), *slash = type ? strrchr(type, '/') : NULL;
    return json_is_object(object) && (!slash || strcmp(slash + 1, rat_harvest_type(kind)) == 0);
}

const char *rat_harvest_filter_setting(enum rat_harvest_kind kind, char out[32])
{
    snprintf(out, 32, "filters.%d", (int)kind);
    return out;
}

void rat_harvest_reject(struct harvest *h, const struct rat_err *reason)
{
    if (h->options.rejected)
        h->options.rejected(h->options.ctx, reason);
}

void rat_harvest_progress(struct harvest *h, bool urgent)
{
    const struct rat_fetch_counts *counts = rat_fetcher_counts(h->fetcher);
    double t = now();
    h->report->requests = counts->requests;
    h->report->retries = counts->retries;
    h->report->bytes = counts->bytes;
    if (h->options.progress && (urgent || t - h->progress_at >= PROGRESS_EVERY_S)) {
        h->progress_at = t;
        h->options.progress(h->options.ctx, h->report);
    }
}

static void tick(void *ctx)
{
    struct harvest *h = ctx;
    if (h->fetcher)
        rat_harvest_progress(h, false);
}

static rat_status answer_status(struct harvest *h, const char *url, struct rat_err *err)
{
    rat_status st = rat_fail(err, RAT_EIO, _("Der Server antwortet mit %ld"), h->response.status);
    rat_err_where(err, "%.250s", url);
    return st;
}

rat_status rat_harvest_json(struct harvest *h, const char *url, bool named, json_t **root,
                            struct rat_err *err)
{
    struct rat_fetch_request request = {.url = url, .limit = RAT_PAGE_BYTES_MAX, .named_by_person = named};
    *root = NULL;
    for (unsigned attempt = 1;; attempt++) {
        rat_status st = rat_fetch(h->fetcher, &request, &h->response, err);
        rat_harvest_progress(h, false);
        if (st != RAT_OK)
            return st;
        if (rat_fetch_is_passing(h->response.status))
            return answer_status(h, url, err);
        h->failures_in_row = 0;
        if (h->response.status < 200 || h->response.status > 299)
            return RAT_OK;
        st = rat_json_parse(h->response.body.data, h->response.body.size, RAT_JSON_NUL, root, err);
        if (st != RAT_EINPUT)
            return st;
        st = rat_fetcher_pause(h->fetcher, attempt); /* a page that says sorry, or half an answer */
        if (st == RAT_END) {
            rat_err_where(err, "%.250s", url);
            return RAT_EINPUT;
        }
        if (st != RAT_OK)
            return st;
    }
}

rat_status rat_harvest_tolerate(struct harvest *h, rat_status st, struct rat_err *err)
{
    if (st == RAT_EINPUT || st == RAT_ELIMIT)
        return RAT_OK;
    if (st != RAT_EIO)
        return st;
    if (++h->failures_in_row < FAILURES_IN_A_ROW)
        return RAT_OK;
    rat_err_hint(err, "%s", _("Denselben Befehl später wiederholen: er macht dort weiter"));
    return RAT_EIO;
}

/* ---- the System ---- */

static bool is_type(const json_t *object, const char *type)
{
    const char *found = rat_json_string(object, "type"), *slash = found ? strrchr(found, '/') : NULL;
    return slash && strcmp(slash + 1, type) == 0;
}

static rat_status no_system(struct harvest *h, rat_status code, const char *what, struct rat_err *err)
{
    char message[200];
    snprintf(message, sizeof message, "%s", what);
    rat_fail(err, code, "%s", message);
    rat_err_where(err, "%.250s", h->source);
    rat_err_hint(
        err, "%s",
        _("Die Adresse des OParl-Systems angeben, zum Beispiel https://rat.example.org/oparl/system"));
    return code;
}

/* Every run begins here: it tells whether the server is there, and whether it lies in a private network. */
static rat_status read_system(struct harvest *h, json_t **system, struct rat_err *err)
{
    rat_status st = rat_url_resolve(NULL, h->source, &h->root, err);
    if (st == RAT_OK)
        st = rat_harvest_json(h, rat_buf_cstr(&h->root), true, system, err);
    if (st == RAT_EINPUT)
        return no_system(h, RAT_EUSAGE, err ? err->msg : "", err);
    if (st != RAT_OK)
        return st;
    if (!*system) {
        char text[80];
        snprintf(text, sizeof text, _("Der Server antwortet mit %ld"), h->response.status);
        return no_system(h, RAT_ENOTFOUND, text, err);
    }
    if (!is_type(*system, "System") && !is_type(*system, "Body"))
        return no_system(h, RAT_EUSAGE, _("Hier ist kein OParl-System"), err);
    if (rat_fetcher_was_private(h->fetcher))
        rat_fetcher_allow_private(h->fetcher);
    rat_buf_clear(&h->root);
    rat_buf_append(&h->root, h->response.url.data, h->response.url.size);
    return h->root.failed ? rat_nomem(err) : RAT_OK;
}

static rat_status list_bodies(struct harvest *h, json_t *system, struct rat_err *err)
{
    json_t *bodies = is_type(system, "Body") ? system : json_object_get(system, "body");
    const char *url = rat_json_text(bodies);
    rat_status st = RAT_OK;
    if (url) {
        struct rat_harvest_list list = {.kind = RAT_HARVEST_BODY, .url = url};
        return rat_harvest_put_list(h->store, &list, err);
    }
    for (size_t i = 0; i < rat_json_count(bodies) && st == RAT_OK; i++) {
        json_t *one = rat_json_at(bodies, i);
        bool fresh;
        if (rat_json_text(one)) {
            st = rat_harvest_want(h, RAT_HARVEST_BODY, rat_json_text(one), err);
            continue;
        }
        st = rat_harvest_take(h, RAT_HARVEST_BODY, one, NULL, &fresh, err);
        if (st == RAT_OK)
            st = rat_harvest_take_body(h, one, err);
    }
    return st;
}

/* ---- passes ---- */

static rat_status begin_pass(struct harvest *h, json_t *system, struct rat_err *err)
{
    int64_t started =
        h->response.date && h->response.date < (int64_t)time(NULL) ? h->response.date : (int64_t)time(NULL);
    rat_status st = rat_harvest_store_begin(h->store, err);
    h->incremental = h->since > 0 && !h->options.full;
    h->pass++;
    const struct {
        const char *key;
        int64_t value;
    } settings[] = {{"pass", h->pass},
                    {"pass.open", 1},
                    {"pass.incremental", h->incremental},
                    {"pass.started", started},
                    {"complete", 0}};
    if (st == RAT_OK)
        st = rat_harvest_clear_lists(h->store, err);
    for (size_t i = 0; i < sizeof settings / sizeof *settings && st == RAT_OK; i++)
        st = rat_harvest_set_number(h->store, settings[i].key, settings[i].value, err);
    if (st == RAT_OK)
        st = rat_harvest_set(h->store, "source", h->source, err);
    if (st == RAT_OK)
        st = list_bodies(h, system, err);
    if (st == RAT_OK)
        return rat_harvest_store_commit(h->store, err);
    rat_harvest_store_rollback(h->store);
    return st;
}

/* Takes a pass up where it was left, or begins one. */
static rat_status open_pass(struct harvest *h, json_t *system, struct rat_err *err)
{
    int64_t open = 0, started = 0, incremental = 0;
    rat_status st = rat_harvest_get_number(h->store, "pass", 0, &h->pass, err);
    if (st == RAT_OK)
        st = rat_harvest_get_number(h->store, "pass.open", 0, &open, err);
    if (st == RAT_OK)
        st = rat_harvest_get_number(h->store, "pass.started", 0, &started, err);
    if (st == RAT_OK)
        st = rat_harvest_get_number(h->store, "pass.incremental", 0, &incremental, err);
    if (st == RAT_OK)
        st = rat_harvest_get_number(h->store, "since", 0, &h->since, err);
    for (int kind = RAT_HARVEST_BODY; st == RAT_OK && kind < RAT_HARVEST_KINDS; kind++) {
        char key[32];
        st = rat_harvest_get_number(h->store, rat_harvest_filter_setting((enum rat_harvest_kind)kind, key), 0,
                                    &h->filters[kind], err);
    }
    if (st != RAT_OK)
        return st;
    bool stale = (int64_t)time(NULL) - started > PASS_DAYS_MAX * 86400;
    if (!open || stale || (h->options.full && incremental))
        return begin_pass(h, system, err);
    h->incremental = incremental != 0;
    st = rat_harvest_store_begin(h->store, err);
    if (st == RAT_OK)
        st = rat_harvest_reopen_lists(h->store, err);
    return st == RAT_OK ? rat_harvest_store_commit(h->store, err) : st;
}

static rat_status read_lists(struct harvest *h, struct rat_err *err)
{
    rat_status st;
    while ((st = rat_harvest_step(h, err)) == RAT_OK)
        rat_harvest_progress(h, false);
    if (st == RAT_END)
        st = rat_harvest_count_lists(h->store, RAT_LIST_FAILED, &h->report->lists_failed, err);
    return st;
}

/* A complete pass did not list it: is it gone? */
static rat_status ask_for(struct harvest *h, const struct rat_harvest_object *object, bool *sure,
                          struct rat_err *err)
{
    struct rat_err reason = RAT_ERR_INIT;
    struct rat_buf url = RAT_BUF_INIT;
    json_t *old = NULL, *root = NULL;
    bool fresh;
    rat_status st = rat_json_parse(object->json, object->json_size, RAT_JSON_NUL, &old, err);
    if (st != RAT_OK)
        return st;
    rat_status asked = rat_url_resolve(rat_buf_cstr(&h->root), rat_json_string(old, "id"), &url, &reason);
    if (asked == RAT_OK)
        asked = rat_harvest_json(h, rat_buf_cstr(&url), false, &root, &reason);
    bool there = asked == RAT_OK && root && rat_harvest_is(root, object->kind) && rat_json_string(root, "id");
    if (asked != RAT_OK && asked != RAT_EINPUT) { /* not known today */
        *sure = false;
        st = rat_harvest_tolerate(h, asked, &reason);
        if (st != RAT_OK && err)
            *err = reason;
    } else if (there) {
        st = rat_harvest_take(h, object->kind, root, object->key, &fresh, err);
    } else {
        st = rat_harvest_remove_object(h->store, object->kind, object->key, err);
    }
    json_decref(old);
    json_decref(root);
    rat_buf_release(&url);
    return st;
}

static void say_too_many(struct harvest *h, enum rat_harvest_kind kind, uint64_t count)
{
    struct rat_err reason = RAT_ERR_INIT;
    rat_fail(&reason, RAT_EINPUT,
             _("Der Server führt %llu bekannte Objekte %s nicht mehr auf; das sind zu viele, um sie für "
               "gelöscht zu halten"),
             (unsigned long long)count, rat_harvest_type(kind));
    rat_err_where(&reason, "%.250s", h->source);
    rat_harvest_reject(h, &reason);
}

static rat_status ask_for_kind(struct harvest *h, enum rat_harvest_kind kind, bool *sure, struct rat_err *err)
{
    struct rat_harvest_object object;
    struct rat_buf after = RAT_BUF_INIT;
    struct rat_arena arena;
    uint64_t unseen = 0;
    rat_status st = rat_harvest_count_objects(h->store, kind, h->pass, &unseen, err);
    if (st == RAT_OK && unseen > UNSEEN_MAX) {
        say_too_many(h, kind, unseen);
        *sure = false;
        return RAT_OK;
    }
    rat_arena_init(&arena, 8192);
    while (st == RAT_OK &&
           (st = rat_harvest_next_unseen(h->store, kind, h->pass, &after, &arena, &object, err)) == RAT_OK) {
        st = rat_harvest_store_begin(h->store, err);
        if (st == RAT_OK)
            st = ask_for(h, &object, sure, err);
        if (st == RAT_OK)
            st = rat_harvest_store_commit(h->store, err);
        rat_arena_clear(&arena);
    }
    if (st < 0)
        rat_harvest_store_rollback(h->store);
    rat_arena_release(&arena);
    rat_buf_release(&after);
    return st == RAT_END ? RAT_OK : st;
}

/* Agenda items are listed by increments only, and come with their meetings. */
static rat_status ask_for_unseen(struct harvest *h, bool *sure, struct rat_err *err)
{
    static const enum rat_harvest_kind kinds[] = {RAT_HARVEST_ORGANIZATION, RAT_HARVEST_MEETING,
                                                  RAT_HARVEST_PAPER, RAT_HARVEST_CONSULTATION,
                                                  RAT_HARVEST_FILE};
    rat_status st = RAT_OK;
    *sure = true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && st == RAT_OK; i++)
        if (!h->incremental || h->filters[kinds[i]] < 0)
            st = ask_for_kind(h, kinds[i], sure, err);
    return st;
}

static rat_status close_pass(struct harvest *h, bool sure, struct rat_err *err)
{
    int64_t started = 0;
    rat_status st = rat_harvest_get_number(h->store, "pass.started", 0, &started, err);
    if (st == RAT_OK)
        st = rat_harvest_store_begin(h->store, err);
    if (st == RAT_OK)
        st = rat_harvest_set_number(h->store, "since", started - OVERLAP_S, err);
    if (st == RAT_OK)
        st = rat_harvest_set_number(h->store, "pass.open", 0, err);
    if (st == RAT_OK)
        st = rat_harvest_set_number(h->store, "complete", sure, err);
    if (st == RAT_OK)
        st = rat_harvest_store_commit(h->store, err);
    h->report->complete = st == RAT_OK && sure;
    return st;
}

/* ---- the report ---- */

static rat_status report_types(struct harvest *h, struct rat_err *err)
{
    struct rat_arena arena;
    rat_status st = RAT_OK;
    rat_arena_init(&arena, 1024);
    memset(h->report->types, 0, sizeof h->report->types);
    for (uint32_t i = 0; i < RAT_HARVEST_TYPES && st == RAT_OK; i++) {
        const char *type;
        st = rat_harvest_file_types(h->store, RAT_FILE_UNREADABLE, i, &arena, &type,
                                    &h->report->types[i].count, err);
        if (st == RAT_OK)
            snprintf(h->report->types[i].type, sizeof h->report->types[i].type, "%s", type);
    }
    rat_arena_release(&arena);
    return st == RAT_END ? RAT_OK : st;
}

static rat_status report_bodies(struct harvest *h, struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_buf after = RAT_BUF_INIT, key = RAT_BUF_INIT;
    struct rat_harvest_object object;
    rat_status st = RAT_OK;
    rat_arena_init(&arena, 8192);
    for (size_t i = 0; i < RAT_HARVEST_BODIES && st == RAT_OK; i++) {
        json_t *body = NULL;
        st = rat_harvest_walk_objects(h->store, RAT_HARVEST_BODY, &after, &arena, &object, err);
        if (st == RAT_OK)
            st = rat_json_parse(object.json, object.json_size, RAT_JSON_NUL, &body, err);
        if (st != RAT_OK)
            break;
        const char *name = rat_json_string(body, "name");
        rat_buf_clear(&key);
        rat_oparl_municipal_key(body, "ags", &key);
        snprintf(h->report->bodies[i].name, sizeof h->report->bodies[i].name, "%s", name ? name : object.key);
        snprintf(h->report->bodies[i].key, sizeof h->report->bodies[i].key, "%s", rat_buf_cstr(&key));
        json_decref(body);
    }
    rat_buf_release(&after);
    rat_buf_release(&key);
    rat_arena_release(&arena);
    return st == RAT_END ? RAT_OK : st;
}

static rat_status fill_report(struct harvest *h, struct rat_err *err)
{
    rat_status st = rat_harvest_count_files(h->store, RAT_FILE_WANTED, &h->report->files_wanted, err);
    if (st == RAT_OK)
        st = rat_harvest_count_files(h->store, RAT_FILE_FAILED, &h->report->files_failed, err);
    if (st == RAT_OK)
        st = rat_harvest_count_files(h->store, RAT_FILE_UNREADABLE, &h->report->files_unreadable, err);
    if (st == RAT_OK)
        st = report_types(h, err);
    return st == RAT_OK ? report_bodies(h, err) : st;
}

/* ---- a run ---- */

static rat_status run(struct harvest *h, struct rat_err *err)
{
    json_t *system = NULL;
    bool sure = true;
    rat_status st = read_system(h, &system, err);
    if (st == RAT_OK)
        st = open_pass(h, system, err);
    json_decref(system);
    h->report->incremental = h->incremental;
    if (st == RAT_OK)
        st = read_lists(h, err);
    if (st == RAT_OK)
        st = fill_report(h, err);
    if (st == RAT_OK)
        st = rat_harvest_download(h, err);
    if (st == RAT_OK && !h->report->more && !h->report->lists_failed)
        st = ask_for_unseen(h, &sure, err);
    if (st == RAT_OK && !h->report->more && !h->report->lists_failed) {
        st = rat_harvest_download(h, err); /* what those that were asked for brought along */
        if (st == RAT_OK)
            st = close_pass(h, sure, err);
    }
    return st == RAT_OK ? fill_report(h, err) : st;
}

static rat_status open_archive(const char *archive, struct rat_catalogue **out, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    rat_path_join(&path, archive, "catalogue.db");
    rat_status st =
        path.failed ? rat_nomem(err) : rat_catalogue_open(rat_buf_cstr(&path), RAT_CATALOGUE_READ, out, err);
    rat_buf_release(&path);
    return st;
}

/* A store that is damaged, or that does not fit the archive, is made anew. */
static rat_status open_store(struct harvest *h, const char *archive, struct rat_err *err)
{
    bool fits = true;
    rat_status st = rat_harvest_store_open(archive, h->source, &h->store, err);
    if (st == RAT_OK)
        st = rat_harvest_rearm(h, &fits, err);
    if (st != RAT_EDAMAGED && fits)
        return st;
    rat_harvest_store_close(h->store);
    h->store = NULL;
    st = rat_harvest_store_discard(archive, h->source, err);
    return st == RAT_OK ? rat_harvest_store_open(archive, h->source, &h->store, err) : st;
}

rat_status rat_harvest(const char *archive, const char *url, const struct rat_harvest_options *options,
                       struct rat_harvest_report *report, struct rat_err *err)
{
    struct rat_harvest_report unused;
    struct harvest h = {.options = *options, .report = report ? report : &unused, .source = url};
    memset(h.report, 0, sizeof *h.report);
    h.options.fetch.stop = options->stop;
    h.options.fetch.ctx = &h;
    h.options.fetch.tick = tick;
    rat_strmap_init(&h.visited);
    uint64_t nonpublic = 0;
    rat_status st = open_archive(archive, &h.catalogue, err);
    if (st == RAT_OK)
        st = rat_catalogue_get_number(h.catalogue, "nonpublic", 0, &nonpublic, err);
    h.nonpublic = nonpublic != 0;
    if (st == RAT_OK)
        st = rat_fetcher_new(&h.options.fetch, &h.fetcher, err);
    if (st == RAT_OK)
        st = open_store(&h, archive, err);
    if (st == RAT_OK)
        st = run(&h, err);
    if (h.fetcher)
        rat_harvest_progress(&h, true);
    if (st == RAT_EINTERRUPTED) {
        rat_fail(err, RAT_EINTERRUPTED, "%s", _("Unterbrochen; was bisher abgeholt wurde, bleibt"));
        rat_err_hint(err, "%s", _("Denselben Befehl wiederholen: er macht dort weiter"));
    }
    bool opened = h.store != NULL;
    rat_harvest_store_close(h.store);
    if (st == RAT_EDAMAGED && opened && rat_harvest_store_discard(archive, url, NULL) == RAT_OK)
        rat_err_hint(err, "%s", _("Denselben Befehl wiederholen: der Zwischenspeicher wird neu angelegt"));
    rat_fetcher_free(h.fetcher);
    rat_catalogue_close(h.catalogue);
    rat_fetch_response_release(&h.response);
    rat_strmap_release(&h.visited);
    rat_buf_release(&h.root);
    return st;
}

/* ---- after an import ---- */

static rat_status settle_file(struct rat_catalogue *catalogue, struct rat_harvest_store *store,
                              struct rat_harvest_file *file, struct rat_err *err)
{
    struct rat_known known;
    bool purged = false;
    rat_status st = rat_catalogue_known_document(catalogue, file->id, &known, err);
    if (st == RAT_OK && !known.purged && !known.docnum)
        st = rat_catalogue_is_purged_content(catalogue, file->sha, &purged, err);
    if (st != RAT_OK)
        return st;
    if (known.purged || purged)
        file->state = RAT_FILE_PURGED;
    else if (known.docnum && memcmp(known.original_sha, file->sha, RAT_SHA256_BYTES) == 0)
        file->state = RAT_FILE_KEPT;
    else
        return RAT_OK; /* no import could use it yet */
    file->held = false;
    file->kept = file->state == RAT_FILE_KEPT;
    return rat_harvest_put_file(store, file, err);
}

rat_status rat_harvest_settle(const char *archive, const char *url, struct rat_err *err)
{
    struct rat_harvest_store *store = NULL;
    struct rat_catalogue *catalogue = NULL;
    struct rat_buf after = RAT_BUF_INIT;
    struct rat_harvest_file file;
    struct rat_arena arena;
    rat_arena_init(&arena, 4096);
    rat_status st = open_archive(archive, &catalogue, err);
    if (st == RAT_OK)
        st = rat_harvest_store_open(archive, url, &store, err);
    if (st == RAT_OK)
        st = rat_harvest_store_begin(store, err);
    while (st == RAT_OK &&
           (st = rat_harvest_walk_files(store, RAT_FILE_HELD, &after, &arena, &file, err)) == RAT_OK) {
        st = settle_file(catalogue, store, &file, err);
        rat_arena_clear(&arena);
    }
    if (st == RAT_END)
        st = rat_harvest_store_commit(store, err);
    if (st == RAT_OK)
        st = rat_harvest_drop_contents(store, err);
    rat_harvest_store_close(store);
    rat_catalogue_close(catalogue);
    rat_arena_release(&arena);
    rat_buf_release(&after);
    return st;
}
