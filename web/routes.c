/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/server_internal.h"

#include "web/assets.h"
#include "web/page.h"

static rat_status not_here(struct rat_err *err)
{
    rat_fail(err, RAT_ENOTFOUND, "%s", _("Unter dieser Adresse gibt es nichts"));
    rat_err_hint(err, "%s", _("Vielleicht wurde sie beim Kopieren abgeschnitten; die Suche hilft weiter"));
    return RAT_ENOTFOUND;
}

/* ---- what needs no archive ---- */

static const char *type_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    return !dot                        ? "application/octet-stream"
           : strcmp(dot, ".css") == 0  ? "text/css; charset=utf-8"
           : strcmp(dot, ".js") == 0   ? "text/javascript; charset=utf-8"
           : strcmp(dot, ".svg") == 0  ? "image/svg+xml"
           : strcmp(dot, ".json") == 0 ? "application/json"
                                       : "application/octet-stream";
}

static rat_status put_asset(struct rat_visit *visit, const char *name, enum rat_cache cache,
                            struct rat_err *err)
{
    for (const struct rat_asset *a = rat_assets; a->name; a++) {
        if (strcmp(a->name, name) == 0) {
            visit->fixed = a->bytes;
            visit->fixed_size = a->size;
            visit->type = type_of(name);
            visit->cache = cache;
            return RAT_OK;
        }
    }
    return not_here(err);
}

/* /static/HASH/name; with the hash of another version the same file, which is not kept then. */
static rat_status page_static(struct rat_visit *visit, struct rat_err *err)
{
    const char *hash = visit->path + strlen("/static/"), *slash = strchr(hash, '/');
    size_t n = strlen(rat_assets_hash);
    if (!slash)
        return not_here(err);
    bool current = (size_t)(slash - hash) == n && memcmp(hash, rat_assets_hash, n) == 0;
    return put_asset(visit, slash + 1, current ? RAT_CACHE_FOREVER : RAT_CACHE_NONE, err);
}

static rat_status page_icon(struct rat_visit *visit, struct rat_err *err)
{
    return put_asset(visit, "icon.svg", RAT_CACHE_REVALIDATE, err);
}

static rat_status page_openapi(struct rat_visit *visit, struct rat_err *err)
{
    return put_asset(visit, "openapi.json", RAT_CACHE_REVALIDATE, err);
}

/* Search pages are endless for a crawler; papers and documents are what it may keep. */
static rat_status page_robots(struct rat_visit *visit, struct rat_err *err)
{
    (void)err;
    visit->type = "text/plain; charset=utf-8";
    rat_buf_puts(&visit->body, "User-agent: *\nDisallow: /suche\nDisallow: /api/\nDisallow: /*?q=\n");
    return RAT_OK;
}

static rat_status page_health(struct rat_visit *visit, struct rat_err *err)
{
    (void)err;
    visit->type = "text/plain; charset=utf-8";
    visit->cache = RAT_CACHE_NONE;
    rat_buf_printf(&visit->body, "ok\ngeneration %llu\n", (unsigned long long)visit->snapshot->generation);
    return RAT_OK;
}

/* ---- which page ---- */

struct route {
    const char *path;
    bool is_prefix, is_quick;
    rat_page_function *page;
};

static const struct route routes[] = {
    {"/", false, false, rat_page_start},
    {"/suche", false, false, rat_page_search},
    {"/dokument/", true, false, rat_page_document},
    {"/original/", true, false, rat_page_original},
    {"/text/", true, false, rat_page_original},
    {"/vorlage/", true, false, rat_page_paper},
    {"/vorlage-id/", true, false, rat_page_paper_by_id},
    {"/sitzung/", true, false, rat_page_meeting},
    {"/gremium/", true, false, rat_page_body},
    {"/hilfe", false, false, rat_page_help},
    {"/statistik", false, false, rat_page_stats},
    {"/barrierefreiheit", false, false, rat_page_accessibility},
    {"/static/", true, true, page_static},
    {"/favicon.ico", false, true, page_icon},
    {"/robots.txt", false, true, page_robots},
    {"/healthz", false, false, page_health},
    {"/api/search", false, false, rat_api_search},
    {"/api/show", false, false, rat_api_show},
    {"/api/related", false, false, rat_api_related},
    {"/api/trace", false, false, rat_api_trace},
    {"/api/stats", false, false, rat_api_stats},
    {"/oparl/", true, false, rat_page_oparl},
    {"/api/openapi.json", false, true, page_openapi},
};

static const struct route metrics_route = {"/metrics", false, true, NULL};

static const struct route *find_route(const char *path)
{
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
        if (routes[i].is_prefix ? strncmp(path, routes[i].path, strlen(routes[i].path)) == 0
                                : strcmp(path, routes[i].path) == 0)
            return &routes[i];
    return strcmp(path, metrics_route.path) == 0 ? &metrics_route : NULL;
}

bool rat_route_is_quick(const struct rat_visit *visit)
{
    const struct route *route = find_route(visit->path);
    return route && route->is_quick;
}

/* ---- answering ---- */

static void forget_answer(struct rat_visit *visit)
{
    rat_buf_clear(&visit->body);
    visit->fixed = NULL;
    visit->location = visit->disposition = visit->etag = NULL;
    visit->type = "text/html; charset=utf-8";
    visit->cache = RAT_CACHE_NONE;
}

static rat_status put_json_error(struct rat_visit *visit, const struct rat_err *why)
{
    struct rat_json json;
    struct rat_err public_one = *why;
    public_one.where[0] = '\0'; /* paths of this machine */
    rat_status st = rat_json_begin(&json, NULL);
    if (st != RAT_OK)
        return st;
    rat_json_put_error(&json, json.root, &public_one);
    return rat_visit_json(visit, &json, NULL);
}

void rat_route_fail(struct rat_visit *visit, rat_status status, const struct rat_err *why)
{
    struct rat_err reason = *why;
    if (reason.code != status || !reason.msg[0])
        rat_fail(&reason, status, "%s", _("Die Anfrage ist gescheitert"));
    forget_answer(visit);
    visit->status = rat_http_status(status);
    if (visit->status == 500)
        fprintf(stderr, "ratsarchiv: %s: %s%s%s\n", visit->path, reason.msg, reason.where[0] ? ": " : "",
                reason.where);
    rat_status st = visit->is_api ? put_json_error(visit, &reason) : rat_page_error(visit, &reason, NULL);
    if (st == RAT_OK && !visit->body.failed)
        return;
    forget_answer(visit); /* not even that fits into memory */
    visit->type = "text/plain; charset=utf-8";
    static const char words[] = "503\n";
    visit->fixed = words;
    visit->fixed_size = sizeof words - 1;
    visit->status = 503;
}

static void set_etag(const struct rat_web *web, struct rat_visit *visit)
{
    visit->etag =
        rat_arena_printf(&visit->arena, "W/\"%s-%llu-%s\"", web->epoch,
                         (unsigned long long)visit->snapshot->generation, visit->english ? "en" : "de");
}

/* The page is a function of address, language and generation: a browser that has it for these needs no other. */
static bool is_unchanged(const struct rat_visit *visit, const char *none_match)
{
    return none_match && visit->etag && strcmp(none_match, visit->etag) == 0;
}

static rat_status answer(struct rat_web *web, struct rat_visit *visit, const struct route *route,
                         const char *none_match, struct rat_err *err)
{
    struct rat_reader reader;
    rat_status st = rat_generations_take(web->generations, &reader, err);
    if (st != RAT_OK)
        return st;
    visit->snapshot = reader.snapshot;
    visit->generation = reader.generation;
    set_etag(web, visit);
    const char *etag = visit->etag;
    if (is_unchanged(visit, none_match)) {
        visit->status = 304;
    } else {
        st = route ? route->page(visit, err) : rat_page_permalink(visit, err);
        if (st != RAT_OK)
            rat_route_fail(visit, st, err); /* while the snapshot is there for the page's frame */
    }
    visit->etag = visit->cache == RAT_CACHE_REVALIDATE && !visit->is_cut ? etag : NULL;
    visit->snapshot = NULL;
    visit->generation = NULL;
    rat_generations_give(web->generations, &reader);
    return RAT_OK;
}

void rat_route_answer(struct rat_web *web, struct rat_visit *visit, const char *none_match)
{
    struct rat_err err = RAT_ERR_INIT;
    const struct route *route = find_route(visit->path);
    rat_status st;
    if (route == &metrics_route) {
        visit->type = "text/plain; version=0.0.4; charset=utf-8";
        visit->cache = RAT_CACHE_NONE;
        rat_metrics_write(&web->metrics, &visit->body);
        st = RAT_OK;
    } else if (route && route->is_quick) {
        st = route->page(visit, &err);
    } else {
        st = answer(web, visit, route, none_match, &err);
    }
    if (st == RAT_OK && visit->body.failed)
        st = rat_nomem(&err);
    if (st != RAT_OK)
        rat_route_fail(visit, st, &err);
    if (route && (route->page == rat_page_search || route->page == rat_api_search))
        atomic_fetch_add(&web->metrics.searches, 1);
    if (visit->is_cut)
        atomic_fetch_add(&web->metrics.cut, 1);
}
