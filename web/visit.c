/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/visit.h"

#include "web/clock.h"
#include "web/language.h"

/* A name of RFC 3986 without user and without brackets round anything but an IPv6 address; good enough to be repeated. */
static bool is_sane_host(const char *host)
{
    size_t n = host ? strlen(host) : 0;
    return n > 0 && n < 256 &&
           strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") == n;
}

static rat_status bad_address(struct rat_err *err)
{
    rat_fail(err, RAT_EUSAGE, "%s", _("Die Adresse ist nicht zu verstehen"));
    rat_err_hint(err, "%s", _("Vielleicht wurde sie beim Kopieren abgeschnitten; die Suche hilft weiter"));
    return RAT_EUSAGE;
}

static rat_status add_param(struct rat_visit *visit, struct rat_buf *list, const char *at, size_t n,
                            struct rat_err *err)
{
    const char *sign = memchr(at, '=', n);
    size_t name_bytes = sign ? (size_t)(sign - at) : n;
    struct rat_param param = {
        .name = rat_percent_decode(at, name_bytes, true, &visit->arena),
        .value = sign ? rat_percent_decode(sign + 1, n - name_bytes - 1, true, &visit->arena) : "",
    };
    if (!param.name || !param.value)
        return visit->arena.failed ? rat_nomem(err) : bad_address(err);
    if (list->size / sizeof param >= RAT_PARAMS_MAX) {
        rat_fail(err, RAT_ELIMIT, _("Höchstens %u Angaben in einer Adresse"), RAT_PARAMS_MAX);
        return RAT_ELIMIT;
    }
    rat_buf_append(list, &param, sizeof param);
    return RAT_OK;
}

static rat_status read_params(struct rat_visit *visit, const char *text, struct rat_err *err)
{
    struct rat_buf list = RAT_BUF_INIT;
    rat_status st = RAT_OK;
    while (st == RAT_OK && *text) {
        size_t n = strcspn(text, "&");
        if (n > 0)
            st = add_param(visit, &list, text, n, err);
        text += n + (text[n] == '&');
    }
    if (st == RAT_OK && list.size > 0) {
        visit->params = rat_arena_memdup(&visit->arena, list.data, list.size);
        visit->param_count = visit->params ? list.size / sizeof *visit->params : 0;
        if (list.failed || !visit->params)
            st = rat_nomem(err);
    }
    rat_buf_release(&list);
    return st;
}

/* "http://host/suche" is "/suche": proxies may ask like that (RFC 9112, 3.2.2). */
static const char *without_origin(const char *uri)
{
    const char *host = strncasecmp(uri, "http://", 7) == 0    ? uri + 7
                       : strncasecmp(uri, "https://", 8) == 0 ? uri + 8
                                                              : NULL;
    const char *path = host ? strchr(host, '/') : uri;
    return path ? path : "/";
}

rat_status rat_visit_init(struct rat_visit *visit, const struct rat_site *site, const char *uri,
                          const char *host, const char *accept_language, struct rat_err *err)
{
    uri = without_origin(uri);
    *visit = (struct rat_visit){.site = site,
                                .uri = uri,
                                .path = "/",
                                .status = 200,
                                .type = "text/html; charset=utf-8",
                                .body = RAT_BUF_INIT,
                                .started_us = rat_clock_us()};
    rat_arena_init(&visit->arena, 0);
    visit->english = rat_language_is_english(accept_language);
    if (is_sane_host(host))
        visit->host = rat_arena_strdup(&visit->arena, host);
    if (uri[0] != '/' || strlen(uri) > RAT_URI_BYTES_MAX)
        return bad_address(err);
    size_t n = strcspn(uri, "?#");
    const char *path = rat_arena_strndup(&visit->arena, uri, n);
    if (!path)
        return rat_nomem(err);
    visit->path = path;
    visit->is_api = strncmp(path, "/api/", 5) == 0 || strncmp(path, "/oparl/", 7) == 0;
    rat_status st = uri[n] == '?' ? read_params(visit, uri + n + 1, err) : RAT_OK;
    const char *lang = rat_visit_param(visit, "lang");
    if (strcmp(lang, "de") == 0 || strcmp(lang, "en") == 0) {
        visit->lang = lang;
        visit->english = lang[0] == 'e';
    }
    return st;
}

void rat_visit_release(struct rat_visit *visit)
{
    rat_arena_release(&visit->arena);
    rat_buf_release(&visit->body);
}

const char *rat_visit_param(const struct rat_visit *visit, const char *name)
{
    for (size_t i = 0; i < visit->param_count; i++)
        if (strcmp(visit->params[i].name, name) == 0)
            return visit->params[i].value;
    return "";
}

uint64_t rat_visit_number(const struct rat_visit *visit, const char *name, uint64_t min, uint64_t max,
                          uint64_t missing)
{
    const char *text = rat_visit_param(visit, name);
    uint64_t value = 0;
    size_t n = strlen(text);
    if (n == 0 || n > 18 || strspn(text, "0123456789") != n)
        return missing;
    for (; *text; text++)
        value = value * 10 + (uint64_t)(*text - '0');
    return value < min || value > max ? missing : value;
}

const char *rat_visit_rest(struct rat_visit *visit, const char *prefix)
{
    size_t n = strlen(prefix);
    if (strncmp(visit->path, prefix, n) != 0 || !visit->path[n])
        return NULL;
    return rat_percent_decode(visit->path + n, strlen(visit->path + n), false, &visit->arena);
}

void rat_visit_link(struct rat_visit *visit, struct rat_link *link, struct rat_path path)
{
    rat_link_start(link, &visit->arena, path);
    link->lang = visit->lang;
}

const char *rat_visit_base(struct rat_visit *visit)
{
    if (visit->site->base)
        return visit->site->base;
    const char *base = rat_arena_printf(&visit->arena, "http://%s", visit->host ? visit->host : "localhost");
    return base ? base : "";
}

rat_status rat_visit_redirect(struct rat_visit *visit, unsigned status, struct rat_url to,
                              struct rat_err *err)
{
    visit->status = status;
    visit->location = to.text;
    visit->type = "text/plain; charset=utf-8";
    visit->cache = RAT_CACHE_NONE;
    return visit->arena.failed ? rat_nomem(err) : RAT_OK;
}

rat_status rat_visit_json(struct rat_visit *visit, struct rat_json *json, struct rat_err *err)
{
    visit->type = "application/json";
    rat_status st = rat_json_write(json, 0, &visit->body, err);
    rat_buf_byte(&visit->body, '\n');
    return st;
}

unsigned rat_http_status(rat_status status)
{
    switch (status) {
    case RAT_OK: return 200;
    case RAT_ENOTFOUND: return 404;
    case RAT_EUSAGE:
    case RAT_ELIMIT:
    case RAT_EINPUT: return 400;
    case RAT_ENOTYET: return 501;
    case RAT_ENOMEM:
    case RAT_EINTERRUPTED:
    case RAT_ELOCKED: return 503;
    case RAT_END:
    case RAT_EIO:
    case RAT_EDAMAGED: break;
    }
    return 500;
}
