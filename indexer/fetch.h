/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fetching over HTTP and HTTPS as a guest should: one connection at a time, at most so many requests a second, the answer
 * never larger than asked for, patience with servers that are slow or overloaded, and nothing but what the URL rules of
 * url.h allow, at every redirection as well. TLS certificates are verified. What the network says is data: no answer
 * can make this read a file, speak another protocol, or reach a private address that the person did not name.
 *
 *     st = rat_fetcher_new(&options, &fetcher, &err);
 *     struct rat_fetch_response response = RAT_FETCH_RESPONSE_INIT;
 *     st = rat_fetch(fetcher, &(struct rat_fetch_request){.url = url, .limit = 1 << 20}, &response, &err);
 *     rat_fetch_response_release(&response);
 *     rat_fetcher_free(fetcher);
 *
 * A fetcher belongs to one thread.
 */
#ifndef INDEXER_FETCH_H
#define INDEXER_FETCH_H

#include "base/buf.h"
#include "base/status.h"

#include <signal.h>

struct rat_fetch_options {
    double rate;       /* requests a second to one host; 0: 4 */
    unsigned attempts; /* of one request, the first included; 0: 6 */
    unsigned stall_s;  /* gives an attempt up after so long without a byte; 0: 120 (a page may take 38 s) */
    unsigned
        backoff_ms; /* first pause before a repetition, doubled each time up to 5 min, of which a random half to whole
                             is waited; 0: 1000 */
    unsigned patience_s;         /* the longest Retry-After that is waited for; 0: 600 */
    volatile sig_atomic_t *stop; /* set by a signal handler; may be NULL */
    void *ctx;
    void (*tick)(void *ctx); /* a few times a second while waiting; may be NULL */
};

struct rat_fetch_request {
    const char *url;           /* as rat_url_resolve made it */
    size_t limit;              /* bytes of the largest answer, after decompression */
    const char *etag;          /* of what is known: an answer 304 says that it is still so; may be NULL */
    const char *last_modified; /* the same; may be NULL */
    bool named_by_person;      /* may lie at a private address, but not be redirected to one */
};

struct rat_fetch_response {
    long status;         /* 200, 304, 404, ... */
    struct rat_buf body; /* of a 2xx only */
    char type[80];       /* "text/plain", lower case, without parameters; "" unknown */
    char charset[40];    /* "" unknown */
    char etag[200], last_modified[64];
    int64_t date;       /* the server's clock, seconds since 1970; 0 unknown */
    struct rat_buf url; /* where it came from, after redirections */
};
#define RAT_FETCH_RESPONSE_INIT                          \
    {                                                    \
        0, RAT_BUF_INIT, "", "", "", "", 0, RAT_BUF_INIT \
    }
void rat_fetch_response_release(struct rat_fetch_response *response);

struct rat_fetch_counts {
    uint64_t requests, retries, bytes; /* bytes: of bodies, after decompression */
};

struct rat_fetcher;
RAT_MUST_CHECK rat_status rat_fetcher_new(const struct rat_fetch_options *options, struct rat_fetcher **out,
                                          struct rat_err *err);
void rat_fetcher_free(struct rat_fetcher *fetcher); /* NULL is fine */
const struct rat_fetch_counts *rat_fetcher_counts(const struct rat_fetcher *fetcher);

/* Whether private addresses may be reached from now on: when what the person named lies at one. */
void rat_fetcher_allow_private(struct rat_fetcher *fetcher);
/* Whether the last answer came from a private address. */
bool rat_fetcher_was_private(const struct rat_fetcher *fetcher);

/* RAT_OK: the server's last word, whatever it is (see status); 429, 500, 502, 503, 504 only after all attempts.
 * RAT_EIO: no answer after all attempts, or a Retry-After beyond all patience. RAT_EINPUT: an address that may not be
 * fetched. RAT_ELIMIT: larger than allowed. RAT_EINTERRUPTED: stop. */
RAT_MUST_CHECK rat_status rat_fetch(struct rat_fetcher *fetcher, const struct rat_fetch_request *request,
                                    struct rat_fetch_response *out, struct rat_err *err);

/* For answers that are no use although they came well: waits as long as before repetition `attempt` (1, 2, ...). RAT_END
 * when that was the last attempt, RAT_EINTERRUPTED. */
RAT_MUST_CHECK rat_status rat_fetcher_pause(struct rat_fetcher *fetcher, unsigned attempt);

/* A status that another attempt may change. */
bool rat_fetch_is_passing(long status);

#endif
