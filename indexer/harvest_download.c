/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Part of a harvest: the bytes of files. */
#include "indexer/harvest_internal.h"

#include "indexer/url.h"

#include <strings.h>
#include <time.h>

#define COMMIT_EVERY_S 0.5
#define FILE_LIMIT ((size_t)128 << 20)

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fail_file(struct rat_harvest_file *file, struct rat_arena *arena, const char *reason)
{
    file->state = RAT_FILE_FAILED;
    file->reason = rat_arena_strdup(arena, reason);
}

static bool is_html(const char *type)
{
    return strcmp(type, "text/html") == 0 || strcmp(type, "application/xhtml+xml") == 0;
}

static bool begins_like_html(const struct rat_buf *body)
{
    size_t at = 0;
    while (at < body->size && (body->data[at] <= ' ' || body->data[at] == 0xef || body->data[at] == 0xbb ||
                               body->data[at] == 0xbf))
        at++;
    const char *text = (const char *)body->data + at;
    size_t left = body->size - at;
    return (left >= 9 && strncasecmp(text, "<!doctype", 9) == 0) ||
           (left >= 5 && strncasecmp(text, "<html", 5) == 0);
}

/* Some servers answer with a page that says sorry, or with their System object, and status 200. */
static bool is_not_the_file(const struct rat_harvest_file *file, const struct rat_fetch_response *r)
{
    const char *mime = file->mime_type ? file->mime_type : "";
    if (is_html(mime))
        return false;
    if (is_html(r->type) || begins_like_html(&r->body))
        return true;
    return strcmp(r->type, "application/json") == 0 && !strstr(mime, "json");
}

/* This is where bytes from the network become the content of a document: from here on they are bytes of a type and
 * charset, like those of a local file. */
static rat_status take_bytes(struct harvest *h, struct rat_harvest_file *file, struct rat_arena *arena,
                             struct rat_err *err)
{
    const struct rat_fetch_response *r = &h->response;
    if (is_not_the_file(file, r)) {
        fail_file(file, arena, _("Statt der Datei kam eine Webseite"));
        return RAT_OK;
    }
    if (!file->mime_type && r->type[0])
        file->mime_type = rat_arena_strdup(arena, r->type);
    if (!rat_harvest_reads(file->mime_type, file->url)) {
        file->state = RAT_FILE_UNREADABLE;
        return RAT_OK;
    }
    file->charset = r->charset[0] ? rat_arena_strdup(arena, r->charset) : NULL;
    file->etag = r->etag[0] ? rat_arena_strdup(arena, r->etag) : NULL;
    file->last_modified = r->last_modified[0] ? rat_arena_strdup(arena, r->last_modified) : NULL;
    if (arena->failed)
        return rat_nomem(err);
    file->state = RAT_FILE_HELD;
    file->held = true;
    file->size = r->body.size;
    h->report->files_fetched++;
    return rat_harvest_hold(h->store, r->body.data, r->body.size, file->sha, err);
}

static rat_status judge(struct harvest *h, struct rat_harvest_file *file, struct rat_arena *arena,
                        struct rat_err *err)
{
    long status = h->response.status;
    file->reason = NULL;
    if (status >= 200 && status <= 299)
        return take_bytes(h, file, arena, err);
    if (status == 304 && (file->held || file->kept)) {
        file->state = file->held ? RAT_FILE_HELD : RAT_FILE_KEPT;
        return RAT_OK;
    }
    if (status == 410) {
        file->state = RAT_FILE_GONE;
        file->held = false;
        return RAT_OK;
    }
    char text[80];
    snprintf(text, sizeof text, _("Der Server antwortet mit %ld"), status);
    fail_file(file, arena, text);
    return RAT_OK;
}

/* Fetches the file's bytes, outside of memory that outlives it. */
static rat_status fetch_file(struct harvest *h, struct rat_harvest_file *file, struct rat_arena *arena,
                             struct rat_err *err)
{
    struct rat_buf url = RAT_BUF_INIT;
    struct rat_err reason = RAT_ERR_INIT;
    bool known = file->held || file->kept;
    rat_status st = rat_url_resolve(rat_buf_cstr(&h->root), file->url ? file->url : "", &url, &reason);
    struct rat_fetch_request request = {.url = rat_buf_cstr(&url),
                                        .limit = h->options.file_limit ? h->options.file_limit : FILE_LIMIT,
                                        .etag = known ? file->etag : NULL,
                                        .last_modified = known ? file->last_modified : NULL};
    if (st == RAT_OK)
        st = rat_fetch(h->fetcher, &request, &h->response, &reason);
    if (st == RAT_OK && rat_fetch_is_passing(h->response.status))
        st = rat_fail(&reason, RAT_EIO, _("Der Server antwortet mit %ld"), h->response.status);
    else if (st == RAT_OK)
        h->failures_in_row = 0;
    rat_buf_release(&url);
    if (st == RAT_OK)
        return judge(h, file, arena, err);
    st = rat_harvest_tolerate(h, st, &reason);
    if (st == RAT_OK)
        fail_file(file, arena, reason.msg);
    else if (err)
        *err = reason;
    return st;
}

rat_status rat_harvest_download(struct harvest *h, struct rat_err *err)
{
    uint64_t portion = h->options.portion ? h->options.portion : RAT_HARVEST_PORTION;
    struct rat_buf after = RAT_BUF_INIT;
    struct rat_arena arena;
    struct rat_harvest_file file;
    double committed = now();
    rat_arena_init(&arena, 16384);
    rat_status st = rat_harvest_store_begin(h->store, err), ended = RAT_OK;
    while (st == RAT_OK &&
           (st = rat_harvest_walk_files(h->store, RAT_FILE_WANTED, &after, &arena, &file, err)) == RAT_OK) {
        ended = fetch_file(h, &file, &arena, err);
        if (ended != RAT_OK)
            break;
        st = rat_harvest_put_file(h->store, &file, err);
        rat_arena_clear(&arena);
        h->report->files_wanted -= h->report->files_wanted > 0;
        h->report->files_failed += file.state == RAT_FILE_FAILED;
        rat_harvest_progress(h, false);
        if (st == RAT_OK && now() - committed >= COMMIT_EVERY_S) {
            st = rat_harvest_store_commit(h->store, err);
            if (st == RAT_OK)
                st = rat_harvest_store_begin(h->store, err);
            committed = now();
        }
        if (st == RAT_OK && rat_harvest_held_bytes(h->store) >= portion) {
            h->report->more = h->report->files_wanted > 0;
            break;
        }
    }
    if (st == RAT_OK || st == RAT_END)
        st = rat_harvest_store_commit(h->store, err);
    if (st != RAT_OK)
        rat_harvest_store_rollback(h->store);
    rat_arena_release(&arena);
    rat_buf_release(&after);
    return st == RAT_OK ? ended : st;
}

/* ---- before a run ---- */

/* RAT_END: the archive has lost what it had. */
static rat_status judge_again(struct harvest *h, struct rat_harvest_file *file, bool *changed,
                              struct rat_err *err)
{
    struct rat_known known;
    *changed = false;
    if (file->state == RAT_FILE_UNREADABLE && file->url && rat_harvest_reads(file->mime_type, file->url)) {
        *changed = true;
        file->state = RAT_FILE_WANTED;
        return RAT_OK;
    }
    if (!file->kept)
        return RAT_OK;
    rat_status st = rat_catalogue_known_document(h->catalogue, file->id, &known, err);
    return st == RAT_OK && !known.docnum ? RAT_END : st;
}

rat_status rat_harvest_rearm(struct harvest *h, bool *fits, struct rat_err *err)
{
    struct rat_buf after = RAT_BUF_INIT;
    struct rat_arena arena;
    struct rat_harvest_file file;
    bool changed;
    rat_arena_init(&arena, 4096);
    *fits = true;
    rat_status st = rat_harvest_store_begin(h->store, err);
    if (st == RAT_OK)
        st = rat_harvest_want_failed(h->store, err);
    while (st == RAT_OK &&
           (st = rat_harvest_walk_files(h->store, -1, &after, &arena, &file, err)) == RAT_OK) {
        st = judge_again(h, &file, &changed, err);
        *fits = st != RAT_END;
        if (st == RAT_OK && changed)
            st = rat_harvest_put_file(h->store, &file, err);
        rat_arena_clear(&arena);
    }
    if (st == RAT_END)
        st = rat_harvest_store_commit(h->store, err);
    if (st != RAT_OK)
        rat_harvest_store_rollback(h->store);
    rat_arena_release(&arena);
    rat_buf_release(&after);
    return st;
}
