/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One request on its way: what was asked, the generation that it sees, the answer. A page is a function of a visit;
 * routes.c finds it, worker.c runs it on a thread of its own language, server.c sends what came out.
 *
 *     rat_status rat_page_stats(struct rat_visit *visit, struct rat_err *err);
 *
 * A page fills the answer and returns RAT_OK, or fails: then routes.c answers with the page of that error. Strings
 * live in the visit's arena. One thread at a time.
 */
#ifndef WEB_VISIT_H
#define WEB_VISIT_H

#include "base/json.h"
#include "storage/archive.h"
#include "web/link.h"

#define RAT_URI_BYTES_MAX 8000u /* of the request line's address */
#define RAT_PARAMS_MAX 100u

struct rat_web; /* the server, see server_internal.h */

/* What the operator says about the site; the same for all visits. */
struct rat_site {
    const char *name;     /* heading of every page */
    const char *base;     /* "https://rat.example.org", NULL: as the browser calls us */
    uint32_t deadline_ms; /* of a query */
};

struct rat_param {
    const char *name, *value;
};

enum rat_cache {
    RAT_CACHE_REVALIDATE, /* browsers keep it and ask whether the generation changed */
    RAT_CACHE_NONE,
    RAT_CACHE_FOREVER /* the address changes with the content */
};

struct rat_visit {
    const struct rat_site *site;
    struct rat_arena arena;
    /* asked */
    const char *uri;  /* as it came */
    const char *path; /* the part before '?', still encoded */
    const struct rat_param *params;
    size_t param_count;
    const char *host; /* "localhost:8080" when the header makes sense */
    bool english;
    const char *lang; /* "de", "en" when the address says so, else NULL */
    uint64_t started_us;
    bool is_api; /* errors as JSON */
    /* sees; NULL for what needs no archive */
    struct rat_snapshot *snapshot;
    struct rat_generation *generation;
    /* answers */
    unsigned status; /* of HTTP */
    const char *type;
    struct rat_buf body;
    const void *fixed; /* instead of body: bytes that outlive the visit */
    size_t fixed_size;
    const char *location, *disposition, *etag;
    enum rat_cache cache;
    bool is_cut; /* the query's deadline passed */
};

/* Reads the address and the headers (each may be NULL). RAT_EUSAGE when the address cannot be understood; the visit is then
 * good for an error page. Release with rat_visit_release in any case. */
RAT_MUST_CHECK rat_status rat_visit_init(struct rat_visit *visit, const struct rat_site *site,
                                         const char *uri, const char *host, const char *accept_language,
                                         struct rat_err *err);
void rat_visit_release(struct rat_visit *visit);

/* The first value of a parameter; "" when it is not there. */
const char *rat_visit_param(const struct rat_visit *visit, const char *name);
/* A whole number of min..max, else missing. */
uint64_t rat_visit_number(const struct rat_visit *visit, const char *name, uint64_t min, uint64_t max,
                          uint64_t missing);

/* What follows the prefix in the path, decoded; NULL when nothing does or it cannot be decoded. */
const char *rat_visit_rest(struct rat_visit *visit, const char *prefix);

/* A link in the language that this address asks for. */
void rat_visit_link(struct rat_visit *visit, struct rat_link *link, struct rat_path path);
/* "https://host" for addresses that must be absolute. */
const char *rat_visit_base(struct rat_visit *visit);

RAT_MUST_CHECK rat_status rat_visit_redirect(struct rat_visit *visit, unsigned status, struct rat_url to,
                                             struct rat_err *err);
/* Answers with the JSON and frees it. */
RAT_MUST_CHECK rat_status rat_visit_json(struct rat_visit *visit, struct rat_json *json, struct rat_err *err);

/* The status of HTTP that an error is. */
unsigned rat_http_status(rat_status status);

#endif
