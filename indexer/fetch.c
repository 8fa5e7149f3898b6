/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/fetch.h"

#include "indexer/url.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/random.h>
#include <unistd.h>

#define REDIRECTIONS_MAX 5
#define CONNECT_S 30L
#define WHOLE_S 3600L   /* for one answer, however steadily it drips */
#define SLOW_BYTES 128L /* a second: fewer than these count as a stall */
#define BACKOFF_MS_MAX 300000u
#define INTERVAL_S_MAX 60.0 /* however often a server says 429 */
#define TICK_MS 200
#define AGENT "ratsarchiv/" RAT_VERSION " (OParl-Harvester)"

struct rat_fetcher {
    struct rat_fetch_options options;
    struct rat_fetch_counts counts;
    CURL *curl;
    double interval, next_at; /* seconds: between requests, and when the next one may begin */
    bool allow_private;
    /* of the request under way */
    bool may_private, met_private, refused_private;
    size_t limit;
    bool too_large;
    int64_t retry_after; /* seconds; -1: not said */
    struct rat_fetch_response *response;
    char location[2048];
    char error[CURL_ERROR_SIZE];
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool stopped(const struct rat_fetcher *f)
{
    return f->options.stop && *f->options.stop;
}

static rat_status wait_for(struct rat_fetcher *f, double seconds)
{
    double until = now() + seconds;
    for (;;) {
        double left = until - now();
        if (stopped(f))
            return RAT_EINTERRUPTED;
        if (left <= 0)
            return RAT_OK;
        if (left > TICK_MS / 1000.0)
            left = TICK_MS / 1000.0;
        struct timespec t = {0, (long)(left * 1e9)};
        nanosleep(&t, NULL);
        if (f->options.tick)
            f->options.tick(f->options.ctx);
    }
}

/* ---- what libcurl calls ---- */

static curl_socket_t open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct rat_fetcher *f = ctx;
    (void)purpose;
    f->met_private = rat_address_is_private(&address->addr);
    if (f->met_private && !f->may_private) {
        f->refused_private = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take_body(char *bytes, size_t size, size_t count, void *ctx)
{
    struct rat_fetcher *f = ctx;
    size_t n = size * count;
    struct rat_buf *body = &f->response->body;
    if (n > f->limit || body->size > f->limit - n) {
        f->too_large = true;
        return CURL_WRITEFUNC_ERROR;
    }
    rat_buf_append(body, bytes, n);
    return body->failed ? CURL_WRITEFUNC_ERROR : n;
}

static bool header_is(const char *line, size_t n, const char *name, char *out, size_t room)
{
    size_t m = strlen(name);
    if (n <= m || strncasecmp(line, name, m) != 0 || line[m] != ':')
        return false;
    for (m++; m < n && (line[m] == ' ' || line[m] == '\t'); m++)
        ;
    while (n > m && (unsigned char)line[n - 1] <= ' ')
        n--;
    if (n - m >= room)
        return true; /* unusably long: as if it said nothing */
    memcpy(out, line + m, n - m);
    out[n - m] = '\0';
    return true;
}

/* "text/plain; charset=ISO-8859-1" */
static void take_type(struct rat_fetch_response *r, char *value)
{
    char *semicolon = strchr(value, ';');
    const char *charset = semicolon ? strcasestr(semicolon, "charset=") : NULL;
    if (charset) {
        charset += strlen("charset=");
        charset += *charset == '"';
        size_t n = strcspn(charset, "\"; ");
        snprintf(r->charset, sizeof r->charset, "%.*s", n < sizeof r->charset ? (int)n : 0, charset);
    }
    size_t n = strcspn(value, "; ");
    if (n >= sizeof r->type)
        return;
    for (size_t i = 0; i < n; i++)
        r->type[i] = (char)(value[i] >= 'A' && value[i] <= 'Z' ? value[i] + 32 : value[i]);
    r->type[n] = '\0';
}

/* Seconds, or a date, against the server's own clock where it states one. */
static int64_t retry_seconds(const char *value, int64_t date)
{
    char *end;
    long long seconds = strtoll(value, &end, 10);
    if (end != value && *end == '\0')
        return seconds < 0 ? 0 : seconds;
    time_t at = curl_getdate(value, NULL);
    int64_t from = date ? date : (int64_t)time(NULL);
    return at < 0 ? -1 : (int64_t)at > from ? (int64_t)at - from : 0;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *ctx)
{
    struct rat_fetcher *f = ctx;
    struct rat_fetch_response *r = f->response;
    size_t n = size * count;
    char value[2048] = "";
    if (header_is(bytes, n, "content-type", value, sizeof value))
        take_type(r, value);
    else if (header_is(bytes, n, "etag", r->etag, sizeof r->etag) ||
             header_is(bytes, n, "last-modified", r->last_modified, sizeof r->last_modified) ||
             header_is(bytes, n, "location", f->location, sizeof f->location))
        return n;
    else if (header_is(bytes, n, "retry-after", value, sizeof value))
        f->retry_after = *value ? retry_seconds(value, r->date) : -1;
    else if (header_is(bytes, n, "date", value, sizeof value) && *value) {
        time_t date = curl_getdate(value, NULL);
        r->date = date > 0 ? (int64_t)date : 0;
    }
    return n;
}

static int watch(void *ctx, curl_off_t total, curl_off_t got, curl_off_t up_total, curl_off_t up)
{
    struct rat_fetcher *f = ctx;
    (void)total, (void)got, (void)up_total, (void)up;
    if (f->options.tick)
        f->options.tick(f->options.ctx);
    return stopped(f);
}

/* ---- the fetcher ---- */

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;
static bool curl_ready;

static void start_curl(void)
{
    curl_ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

static bool set_up(struct rat_fetcher *f)
{
    CURL *c = f->curl;
    /* no proxy from the environment: what it would reach cannot be judged here */
    return curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_MAXCONNECTS, 2L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_S) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_TIMEOUT, WHOLE_S) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)f->options.stall_s) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_USERAGENT, AGENT) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, f) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_WRITEDATA, f) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_HEADERDATA, f) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, watch) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_XFERINFODATA, f) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_ERRORBUFFER, f->error) == CURLE_OK;
}

rat_status rat_fetcher_new(const struct rat_fetch_options *options, struct rat_fetcher **out,
                           struct rat_err *err)
{
    pthread_once(&curl_once, start_curl);
    struct rat_fetcher *f = calloc(1, sizeof *f);
    if (!f)
        return rat_nomem(err);
    if (options)
        f->options = *options;
    f->options.rate = f->options.rate > 0 ? f->options.rate : 4;
    f->options.attempts = f->options.attempts ? f->options.attempts : 6;
    f->options.stall_s = f->options.stall_s ? f->options.stall_s : 120;
    f->options.backoff_ms = f->options.backoff_ms ? f->options.backoff_ms : 1000;
    f->options.patience_s = f->options.patience_s ? f->options.patience_s : 600;
    f->interval = 1 / f->options.rate;
    f->curl = curl_ready ? curl_easy_init() : NULL;
    if (!f->curl || !set_up(f)) {
        rat_fetcher_free(f);
        return rat_nomem(err);
    }
    *out = f;
    return RAT_OK;
}

void rat_fetcher_free(struct rat_fetcher *f)
{
    if (!f)
        return;
    curl_easy_cleanup(f->curl);
    free(f);
}

const struct rat_fetch_counts *rat_fetcher_counts(const struct rat_fetcher *f)
{
    return &f->counts;
}

void rat_fetcher_allow_private(struct rat_fetcher *f)
{
    f->allow_private = true;
}

bool rat_fetcher_was_private(const struct rat_fetcher *f)
{
    return f->met_private;
}

void rat_fetch_response_release(struct rat_fetch_response *response)
{
    rat_buf_release(&response->body);
    rat_buf_release(&response->url);
}

bool rat_fetch_is_passing(long status)
{
    return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

/* Half of the pause is certain, half is drawn, so that clients that failed together do not come back together. */
static double backoff_s(const struct rat_fetcher *f, unsigned attempt)
{
    uint32_t drawn = 0;
    if (getrandom(&drawn, sizeof drawn, GRND_NONBLOCK) != (ssize_t)sizeof drawn)
        drawn = (uint32_t)getpid();
    double ms = f->options.backoff_ms;
    for (unsigned i = 1; i < attempt && ms < BACKOFF_MS_MAX; i++)
        ms *= 2;
    if (ms > BACKOFF_MS_MAX)
        ms = BACKOFF_MS_MAX;
    return ms * (0.5 + 0.5 * (double)drawn / (double)UINT32_MAX) / 1000;
}

rat_status rat_fetcher_pause(struct rat_fetcher *f, unsigned attempt)
{
    if (attempt >= f->options.attempts)
        return RAT_END;
    f->counts.retries++;
    return wait_for(f, backoff_s(f, attempt));
}

/* ---- one request ---- */

static struct curl_slist *conditions(const struct rat_fetch_request *request)
{
    char line[300];
    struct curl_slist *list = curl_slist_append(NULL, "Accept: application/json, */*;q=0.8");
    if (list && request->etag && *request->etag) {
        snprintf(line, sizeof line, "If-None-Match: %.200s", request->etag);
        list = curl_slist_append(list, line);
    } else if (list && request->last_modified && *request->last_modified) {
        snprintf(line, sizeof line, "If-Modified-Since: %.64s", request->last_modified);
        list = curl_slist_append(list, line);
    }
    return list;
}

static void forget_answer(struct rat_fetcher *f, struct rat_fetch_response *out)
{
    out->status = 0;
    out->date = 0;
    out->type[0] = out->charset[0] = out->etag[0] = out->last_modified[0] = '\0';
    rat_buf_clear(&out->body);
    f->location[0] = f->error[0] = '\0';
    f->too_large = f->refused_private = false;
    f->retry_after = -1;
    f->response = out;
}

static rat_status explain(struct rat_fetcher *f, CURLcode rc, const char *url, struct rat_err *err)
{
    rat_status st;
    if (stopped(f))
        return RAT_EINTERRUPTED;
    if (f->response->body.failed || rc == CURLE_OUT_OF_MEMORY)
        return rat_nomem(err);
    if (f->refused_private)
        st = rat_fail(err, RAT_EINPUT, "%s",
                      _("Die Adresse führt in ein privates Netz, das nicht ausdrücklich angegeben wurde"));
    else if (f->too_large || rc == CURLE_FILESIZE_EXCEEDED)
        st = rat_fail(err, RAT_ELIMIT, _("Die Antwort hat mehr als %zu Bytes"), f->limit);
    else
        st = rat_fail(err, RAT_EIO, _("Der Server ist nicht zu erreichen: %s"),
                      *f->error ? f->error : curl_easy_strerror(rc));
    rat_err_where(err, "%.250s", url);
    return st;
}

/* One exchange with the server, redirections not followed. */
static rat_status exchange(struct rat_fetcher *f, const char *url, const struct rat_fetch_request *request,
                           bool redirected, struct rat_fetch_response *out, struct rat_err *err)
{
    rat_status st = wait_for(f, f->next_at - now());
    if (st != RAT_OK)
        return st;
    f->next_at = now() + f->interval;
    forget_answer(f, out);
    f->limit = request->limit;
    f->may_private = f->allow_private || (request->named_by_person && !redirected);
    f->counts.requests++;
    struct curl_slist *headers = conditions(request);
    CURLcode rc = headers ? CURLE_OK : CURLE_OUT_OF_MEMORY;
    if (rc == CURLE_OK)
        rc = curl_easy_setopt(f->curl, CURLOPT_URL, url);
    if (rc == CURLE_OK)
        rc = curl_easy_setopt(f->curl, CURLOPT_HTTPHEADER, headers);
    if (rc == CURLE_OK)
        rc = curl_easy_setopt(f->curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)request->limit);
    if (rc == CURLE_OK)
        rc = curl_easy_perform(f->curl);
    if (rc == CURLE_OK)
        rc = curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &out->status);
    curl_easy_setopt(f->curl, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(headers);
    f->counts.bytes += out->body.size;
    if (rc == CURLE_OK && out->body.failed)
        rc = CURLE_OUT_OF_MEMORY;
    return rc == CURLE_OK ? RAT_OK : explain(f, rc, url, err);
}

static bool is_redirection(long status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* With redirections, each judged like the first address. out->url is where it ended. */
static rat_status follow(struct rat_fetcher *f, const struct rat_fetch_request *request,
                         struct rat_fetch_response *out, struct rat_err *err)
{
    struct rat_buf next = RAT_BUF_INIT;
    rat_buf_clear(&out->url);
    rat_buf_puts(&out->url, request->url);
    rat_status st = RAT_OK;
    for (int hops = 0; st == RAT_OK; hops++) {
        const char *url = rat_buf_cstr(&out->url);
        st = out->url.failed ? rat_nomem(err) : exchange(f, url, request, hops > 0, out, err);
        if (st != RAT_OK || !is_redirection(out->status) || !f->location[0])
            break;
        if (hops == REDIRECTIONS_MAX) {
            st = rat_fail(err, RAT_EINPUT, _("Mehr als %d Weiterleitungen"), REDIRECTIONS_MAX);
            rat_err_where(err, "%.250s", request->url);
            break;
        }
        st = rat_url_resolve(url, f->location, &next, err);
        if (st == RAT_OK) {
            struct rat_buf swap = out->url;
            out->url = next;
            next = swap;
        }
    }
    rat_buf_release(&next);
    return st;
}

/* Before the next attempt: as long as the server asks for, or else longer each time. */
static rat_status wait_to_repeat(struct rat_fetcher *f, unsigned attempt, long status, const char *url,
                                 struct rat_err *err)
{
    if (status == 429 && f->interval < INTERVAL_S_MAX)
        f->interval *= 2; /* it did say that this was too fast */
    if (f->retry_after < 0 || !rat_fetch_is_passing(status))
        return rat_fetcher_pause(f, attempt);
    if (attempt >= f->options.attempts)
        return RAT_END;
    if (f->retry_after > (int64_t)f->options.patience_s) {
        rat_fail(err, RAT_EIO, _("Der Server bittet, erst in %lld Sekunden wiederzukommen"),
                 (long long)f->retry_after);
        rat_err_where(err, "%.250s", url);
        rat_err_hint(err, "%s", _("Denselben Befehl später wiederholen: er macht dort weiter"));
        return RAT_EIO;
    }
    f->counts.retries++;
    return wait_for(f, (double)f->retry_after);
}

rat_status rat_fetch(struct rat_fetcher *f, const struct rat_fetch_request *request,
                     struct rat_fetch_response *out, struct rat_err *err)
{
    for (unsigned attempt = 1;; attempt++) {
        rat_status st = follow(f, request, out, err);
        bool passing = st == RAT_EIO || (st == RAT_OK && rat_fetch_is_passing(out->status));
        if (!passing) {
            if (st == RAT_OK && (out->status < 200 || out->status > 299))
                rat_buf_clear(&out->body);
            return st;
        }
        rat_status waited = wait_to_repeat(f, attempt, st == RAT_OK ? out->status : 0, request->url, err);
        if (waited == RAT_END) {
            rat_buf_clear(&out->body);
            return st;
        }
        if (waited != RAT_OK)
            return waited;
    }
}
