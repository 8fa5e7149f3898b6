/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of a harvest share: harvest.c runs passes, harvest_page.c reads lists, harvest_intake.c puts objects into
 * the store, harvest_download.c fetches files. */
#ifndef INDEXER_HARVEST_INTERNAL_H
#define INDEXER_HARVEST_INTERNAL_H

#include "base/strmap.h"
#include "indexer/harvest.h"
#include "indexer/json_read.h"
#include "storage/catalogue.h"
#include "storage/harvest_store.h"

#define RAT_PAGE_BYTES_MAX ((size_t)64 << 20)

struct harvest {
    struct rat_harvest_options options;
    struct rat_harvest_report *report;
    const char *source; /* the address as given */
    struct rat_harvest_store *store;
    struct rat_fetcher *fetcher;
    struct rat_catalogue *catalogue; /* of the archive, pinned at the start */
    struct rat_buf root;             /* resolved address of the System */
    bool nonpublic;                  /* the archive takes what says public:false */
    int64_t pass;
    int64_t since; /* increments: seconds since 1970 */
    bool incremental;
    int64_t filters
        [RAT_HARVEST_KINDS]; /* of lists of a kind: 0 not known, 1 they know modified_since, -1 they do not */
    struct rat_fetch_response response;
    unsigned failures_in_row;
    double progress_at;
    /* of the list under way */
    int64_t list_id;
    struct rat_strmap visited; /* addresses of its pages in this run */
    unsigned stale_pages;      /* in a row, without an object that this pass had not seen */
    bool restarted;
};

/* ---- harvest.c ---- */

/* Names an input that cannot be used. */
void rat_harvest_reject(struct harvest *h, const struct rat_err *reason);
void rat_harvest_progress(struct harvest *h, bool now);
/* The last parts of the names of types: "Paper". */
const char *rat_harvest_type(enum rat_harvest_kind kind);
/* Whether the object may be one of this kind: its type says so or nothing. */
bool rat_harvest_is(const json_t *object, enum rat_harvest_kind kind);

/* "filters.4" in out[32]. */
const char *rat_harvest_filter_setting(enum rat_harvest_kind kind, char out[32]);

/* Fetches a JSON value, again when it does not parse. RAT_OK: *root is the value, or NULL when the server answered with
 * another status than 2xx (h->response.status). RAT_EINPUT: what comes is not JSON. As rat_fetch. */
RAT_MUST_CHECK rat_status rat_harvest_json(struct harvest *h, const char *url, bool named, json_t **root,
                                           struct rat_err *err);
/* A failure that concerns one list or file and not the whole harvest: *out has the reason then. Otherwise st. Five in a
 * row that say the server is gone end the harvest. */
RAT_MUST_CHECK rat_status rat_harvest_tolerate(struct harvest *h, rat_status st, struct rat_err *err);

/* ---- harvest_page.c ---- */

/* Reads the next page or object that is to be read. RAT_END: none left. */
RAT_MUST_CHECK rat_status rat_harvest_step(struct harvest *h, struct rat_err *err);
/* The lists of a body. */
RAT_MUST_CHECK rat_status rat_harvest_take_body(struct harvest *h, const json_t *body, struct rat_err *err);

/* ---- harvest_intake.c ---- */

/* Puts an object into the store, with what it says about files. key: NULL to take it from its id. *fresh: this pass
 * had not seen it before. The object is changed. Unusable ones are rejected. */
RAT_MUST_CHECK rat_status rat_harvest_take(struct harvest *h, enum rat_harvest_kind kind, json_t *object,
                                           const char *key, bool *fresh, struct rat_err *err);
/* A single object to be fetched unless it is there. */
RAT_MUST_CHECK rat_status rat_harvest_want(struct harvest *h, enum rat_harvest_kind kind, const char *url,
                                           struct rat_err *err);

/* ---- harvest_download.c ---- */

/* Fetches wanted files until all are here, or a portion. */
RAT_MUST_CHECK rat_status rat_harvest_download(struct harvest *h, struct rat_err *err);
/* Files that failed, or of formats that are read by now, are wanted again. *fits: the archive has what the store takes for
 * kept there; it has not when an older state of it was restored. */
RAT_MUST_CHECK rat_status rat_harvest_rearm(struct harvest *h, bool *fits, struct rat_err *err);

#endif
