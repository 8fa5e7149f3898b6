/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/server_internal.h"

#include "web/clock.h"
#include "web/language.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#define CONNECTIONS 2000u
#define PER_ADDRESS 100u
#define DEADLINE_MS 3000u
#define HEADER_MS 10000u
#define SILENCE_S 15u /* a connection on which nothing happens */
#define CONNECTION_BYTES \
    (32u * 1024u) /* request line and headers of one connection, and the head of its answer */
#define LOOK_MS 200
#define GRACE_US 10000000u /* that answers may take after the signal to stop */
#define SPARE_FILES 256u   /* descriptors that are not connections */

/* ---- answers ---- */

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (value)
        MHD_add_response_header(response, name, value);
}

static const char *cache_control(const struct rat_visit *visit)
{
    switch (visit->cache) {
    case RAT_CACHE_FOREVER: return "public, max-age=31536000, immutable";
    case RAT_CACHE_REVALIDATE: return "no-cache";
    case RAT_CACHE_NONE: break;
    }
    return "no-store";
}

static void add_headers(struct MHD_Response *response, const struct rat_visit *visit)
{
    bool is_open = visit->is_api; /* public data that other sites may read */
    add_header(response, "Content-Type", visit->type);
    add_header(response, "Content-Security-Policy",
               visit->disposition
                   ? "sandbox; default-src 'none'; frame-ancestors 'none'"
                   : "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    add_header(response, "X-Content-Type-Options", "nosniff");
    add_header(response, "X-Frame-Options", "DENY");
    add_header(response, "Referrer-Policy", "no-referrer");
    add_header(response, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    add_header(response, "Cross-Origin-Opener-Policy", "same-origin");
    add_header(response, "Cross-Origin-Resource-Policy", is_open ? "cross-origin" : "same-origin");
    add_header(response, "Access-Control-Allow-Origin", is_open ? "*" : NULL);
    add_header(response, "Cache-Control", cache_control(visit));
    add_header(response, "Vary", visit->cache == RAT_CACHE_FOREVER ? NULL : "Accept-Language");
    add_header(response, "Location", visit->location);
    add_header(response, "ETag", visit->etag);
    add_header(response, "Content-Disposition", visit->disposition);
    add_header(response, "Retry-After", visit->status == 503 ? "2" : NULL);
    add_header(response, "Allow", visit->status == 405 ? "GET, HEAD" : NULL);
}

static struct MHD_Response *make_response(struct rat_visit *visit)
{
    if (visit->fixed)
        return MHD_create_response_from_buffer(visit->fixed_size, (void *)(uintptr_t)visit->fixed,
                                               MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(visit->body.size, visit->body.data, MHD_RESPMEM_MUST_FREE);
    if (response)
        visit->body = (struct rat_buf)RAT_BUF_INIT; /* its own now */
    return response;
}

static enum MHD_Result send_answer(struct rat_web *web, struct rat_exchange *x)
{
    struct rat_visit *visit = &x->visit;
    x->status = visit->status;
    x->sent_bytes = visit->fixed ? visit->fixed_size : visit->body.size;
    struct MHD_Response *response = make_response(visit);
    if (!response)
        return MHD_NO;
    add_headers(response, visit);
    rat_connection_busy(&web->connections, x->from, x->sent_bytes);
    enum MHD_Result queued = MHD_queue_response(x->connection, visit->status, response);
    MHD_destroy_response(response);
    return queued;
}

/* ---- requests ---- */

static bool has_body(struct MHD_Connection *connection)
{
    const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Transfer-Encoding") ||
           (length && strcmp(length, "0") != 0);
}

static rat_status refuse(struct rat_visit *visit, unsigned http, rat_status st, const char *message)
{
    struct rat_err err = RAT_ERR_INIT;
    rat_fail(&err, st, "%s", message);
    rat_route_fail(visit, st, &err);
    visit->status = http;
    return st;
}

/* The head is complete. RAT_OK: to be answered by a worker; anything else: the answer is there. */
static rat_status begin(struct rat_web *web, struct rat_exchange *x, const char *method)
{
    struct rat_err err = RAT_ERR_INIT;
    struct MHD_Connection *c = x->connection;
    snprintf(x->method, sizeof x->method, "%.7s", method);
    rat_status st =
        rat_visit_init(&x->visit, &web->site, x->uri, MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host"),
                       MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Accept-Language"), &err);
    x->has_visit = true;
    x->none_match = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "If-None-Match");
    rat_language_use(x->visit.english);
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return refuse(&x->visit, 405, RAT_EUSAGE, _("Hier wird nur gelesen: GET und HEAD"));
    if (has_body(c))
        return refuse(&x->visit, 413, RAT_ELIMIT, _("Anfragen haben hier keinen Inhalt"));
    if (strlen(x->uri) > RAT_URI_BYTES_MAX)
        return refuse(&x->visit, 414, RAT_ELIMIT, _("Die Adresse ist zu lang"));
    if (st != RAT_OK) {
        rat_route_fail(&x->visit, st, &err);
        return st;
    }
    if (rat_route_is_quick(&x->visit)) {
        rat_route_answer(web, &x->visit, x->none_match);
        return RAT_END;
    }
    return RAT_OK;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **con_cls)
{
    struct rat_web *web = context;
    struct rat_exchange *x = *con_cls;
    (void)url, (void)version, (void)upload;
    if (!x || !x->uri)
        return MHD_NO;
    if (x->is_answered)
        return send_answer(web, x);
    if (x->started || *upload_size)
        return MHD_NO;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    x->connection = connection;
    x->from = info ? info->socket_context : NULL;
    if (!x->from)
        return MHD_NO;
    x->started = true;
    atomic_fetch_add(&web->in_flight, 1);
    rat_connection_busy(&web->connections, x->from, 0);
    if (begin(web, x, method) != RAT_OK)
        return send_answer(web, x);
    MHD_suspend_connection(connection);
    if (rat_workers_add(web, x))
        return MHD_YES;
    atomic_fetch_add(&web->metrics.refused, 1);
    refuse(&x->visit, 503, RAT_ELOCKED,
           _("Gerade fragen zu viele auf einmal; bitte gleich noch einmal versuchen"));
    x->is_answered = true;
    MHD_resume_connection(connection);
    return MHD_YES;
}

/* ---- libmicrohttpd's callbacks ---- */

/* The request line is there. */
static void *new_exchange(void *context, const char *uri, struct MHD_Connection *connection)
{
    (void)context, (void)connection;
    struct rat_exchange *x = calloc(1, sizeof *x);
    if (!x)
        return NULL;
    x->uri = strdup(uri);
    x->arrived_us = rat_clock_us();
    return x;
}

static void completed(void *context, struct MHD_Connection *connection, void **con_cls,
                      enum MHD_RequestTerminationCode how)
{
    struct rat_web *web = context;
    struct rat_exchange *x = *con_cls;
    (void)connection, (void)how;
    if (!x)
        return;
    if (x->started) {
        uint64_t micros = rat_clock_us() - x->arrived_us;
        rat_metrics_answered(&web->metrics, x->status, x->sent_bytes, micros);
        rat_access_log_line(web, x, micros);
        rat_connection_idle(&web->connections, x->from);
        atomic_fetch_sub(&web->in_flight, 1);
    }
    if (x->has_visit)
        rat_visit_release(&x->visit);
    free(x->uri);
    free(x);
    *con_cls = NULL;
}

static void connection_changed(void *context, struct MHD_Connection *connection, void **socket_context,
                               enum MHD_ConnectionNotificationCode how)
{
    struct rat_web *web = context;
    if (how == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket_context = info ? rat_connection_open(&web->connections, info->connect_fd) : NULL;
        atomic_fetch_add(&web->metrics.connections, 1);
    } else {
        if (*socket_context)
            rat_connection_close(&web->connections, *socket_context);
        *socket_context = NULL;
        atomic_fetch_sub(&web->metrics.connections, 1);
    }
}

/* Addresses are decoded by visit.c, which can tell a '/' from a %2F. */
static size_t leave_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strlen(text);
}

/* ---- life ---- */

/* As many connections as descriptors allow. */
static unsigned fit_connections(unsigned wanted)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return wanted;
    if (files.rlim_cur < wanted + SPARE_FILES && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max < wanted + SPARE_FILES ? files.rlim_max : wanted + SPARE_FILES;
        if (setrlimit(RLIMIT_NOFILE, &files) != 0)
            getrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur >= wanted + SPARE_FILES)
        return wanted;
    return files.rlim_cur > 2 * SPARE_FILES ? (unsigned)(files.rlim_cur - SPARE_FILES) : SPARE_FILES / 2;
}

static rat_status start_daemon(struct rat_web *web, int fd, bool loopback, struct rat_err *err)
{
    const struct rat_serve_options *o = web->options;
    unsigned per_address = o->per_address ? o->per_address : loopback ? 0 : PER_ADDRESS;
    web->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, web,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
        fit_connections(o->connections ? o->connections : CONNECTIONS), MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        per_address, MHD_OPTION_CONNECTION_TIMEOUT, SILENCE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
        MHD_OPTION_URI_LOG_CALLBACK, new_exchange, web, MHD_OPTION_NOTIFY_COMPLETED, completed, web,
        MHD_OPTION_NOTIFY_CONNECTION, connection_changed, web, MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes,
        NULL, MHD_OPTION_END);
    return web->daemon ? RAT_OK
                       : rat_fail_errno(err, RAT_EIO, errno, "%s", _("Der Server lässt sich nicht starten"));
}

static void look_for_generation(struct rat_web *web)
{
    struct rat_err err = RAT_ERR_INIT;
    uint64_t before = rat_generations_number(web->generations);
    if (rat_generations_look(web->generations, &err) != RAT_OK) {
        if (atomic_fetch_add(&web->metrics.reload_failures, 1) == 0)
            fprintf(stderr, "ratsarchiv: %s\n", err.msg);
        return;
    }
    uint64_t now = rat_generations_number(web->generations);
    if (now != before)
        atomic_fetch_add(&web->metrics.reloads, 1);
    atomic_store(&web->metrics.generation, now);
}

/* Until a signal asks to stop. */
static void watch(struct rat_web *web, const sigset_t *signals)
{
    const struct timespec pause = {0, LOOK_MS * 1000000L};
    for (unsigned round = 0;; round++) {
        if (sigtimedwait(signals, NULL, &pause) > 0)
            return;
        atomic_fetch_add(&web->metrics.expired, rat_connections_expire(&web->connections));
        if (round % 3 == 0)
            look_for_generation(web);
        fflush(stdout);
    }
}

/* Nobody new gets in, who is in gets an answer. A second signal hurries. */
static void stop_gracefully(struct rat_web *web, const sigset_t *signals)
{
    const struct timespec pause = {0, 20000000L};
    uint64_t started = rat_clock_us();
    int fd = MHD_quiesce_daemon(web->daemon);
    while (atomic_load(&web->in_flight) > 0 && rat_clock_us() - started < GRACE_US)
        if (sigtimedwait(signals, NULL, &pause) > 0)
            break;
    rat_workers_stop(web);
    MHD_stop_daemon(web->daemon);
    if (fd >= 0)
        close(fd);
}

static unsigned thread_count(const struct rat_serve_options *options)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned twice = processors > 0 ? 2 * (unsigned)processors : 4;
    return options->threads ? options->threads : twice < 4 ? 4 : twice;
}

static rat_status run(struct rat_web *web, int fd, const char *url, bool loopback, const sigset_t *signals,
                      struct rat_err *err)
{
    rat_status st = rat_workers_start(web, thread_count(web->options), err);
    if (st == RAT_OK)
        st = start_daemon(web, fd, loopback, err);
    if (st != RAT_OK) {
        rat_workers_stop(web);
        close(fd);
        return st;
    }
    atomic_store(&web->metrics.generation, rat_generations_number(web->generations));
    printf(_("Das Archiv %s ist im Browser unter %s zu lesen. Strg-C beendet.\n"), web->options->archive,
           url);
    fflush(stdout);
    watch(web, signals);
    stop_gracefully(web, signals);
    return RAT_OK;
}

rat_status rat_serve(const struct rat_serve_options *options, struct rat_err *err)
{
    char url[128];
    int fd;
    bool loopback;
    sigset_t signals, before;
    struct rat_web *web = calloc(1, sizeof *web);
    if (!web)
        return rat_nomem(err);
    web->options = options;
    web->site = (struct rat_site){options->name ? options->name : "Ratsarchiv", options->base,
                                  options->deadline_ms ? options->deadline_ms : DEADLINE_MS};
    snprintf(web->epoch, sizeof web->epoch, "%llx", (unsigned long long)time(NULL));
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, &before); /* also for the threads that are started from here on */
    rat_language_init();
    rat_connections_init(&web->connections, options->header_ms ? options->header_ms : HEADER_MS);
    rat_status st = rat_generations_open(options->archive, &web->generations, err);
    if (st == RAT_OK)
        st = rat_listen(options->listen, &fd, url, &loopback, err);
    if (st == RAT_OK)
        st = run(web, fd, url, loopback, &signals, err);
    rat_generations_close(web->generations);
    rat_connections_release(&web->connections);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    free(web);
    return st;
}
