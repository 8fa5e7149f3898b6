/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inside the server. One thread (libmicrohttpd's) reads requests and sends answers and never waits for anything else; a
 * request that needs the archive becomes an exchange in the queue, is suspended, answered by one of the workers and
 * resumed. The main thread watches: signals, newer generations, connections that take too long.
 */
#ifndef WEB_SERVER_INTERNAL_H
#define WEB_SERVER_INTERNAL_H

#include "web/generations.h"
#include "web/metrics.h"
#include "web/serve.h"
#include "web/visit.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>

/* ---- connections: absolute deadlines (connection.c) ---- */

/* libmicrohttpd's own time-out is one of inactivity: a byte a second keeps a connection for ever. */
struct rat_connection {
    int fd;
    bool busy;         /* its request is complete and not answered yet */
    uint64_t since_us; /* it is in this state */
    uint64_t allowed_us;
    struct rat_connection *next, *previous;
};

struct rat_connections {
    pthread_mutex_t lock;
    struct rat_connection *first;
    uint64_t header_us;
};

void rat_connections_init(struct rat_connections *all, uint32_t header_ms);
void rat_connections_release(struct rat_connections *all);
struct rat_connection *rat_connection_open(struct rat_connections *all, int fd); /* NULL: no memory */
void rat_connection_close(struct rat_connections *all, struct rat_connection *connection);
/* The head of its request is complete; the answer, of that many bytes when they are known, may take its time from here. */
void rat_connection_busy(struct rat_connections *all, struct rat_connection *connection, uint64_t bytes);
void rat_connection_idle(struct rat_connections *all, struct rat_connection *connection);
/* Shuts down those that are over their time; returns how many. */
unsigned rat_connections_expire(struct rat_connections *all);

/* ---- exchanges and workers (worker.c) ---- */

struct rat_exchange {
    struct MHD_Connection *connection;
    struct rat_connection *from;
    char *uri;
    bool started, has_visit, is_answered;
    char method[8];
    const char *none_match; /* If-None-Match, of the connection */
    struct rat_visit visit;
    uint64_t arrived_us, sent_bytes;
    unsigned status;
    struct rat_exchange *next; /* in the queue */
};

struct rat_workers {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct rat_exchange *first, *last;
    unsigned waiting, room;
    bool stopping;
    pthread_t *threads;
    unsigned count;
};

struct rat_web {
    struct rat_site site;
    const struct rat_serve_options *options;
    struct rat_generations *generations;
    struct rat_connections connections;
    struct rat_workers workers;
    struct rat_metrics metrics;
    struct MHD_Daemon *daemon;
    atomic_uint in_flight; /* exchanges that were started and not completed */
    char epoch[16];        /* of this run, for ETags */
};

RAT_MUST_CHECK rat_status rat_workers_start(struct rat_web *web, unsigned count, struct rat_err *err);
void rat_workers_stop(struct rat_web *web); /* those in the queue are answered first */
bool rat_workers_add(struct rat_web *web, struct rat_exchange *exchange); /* false: the queue is full */

/* ---- what is answered (routes.c) ---- */

/* Whether the answer needs neither the archive nor time. */
bool rat_route_is_quick(const struct rat_visit *visit);
/* Fills the answer of the visit, whatever happens. */
void rat_route_answer(struct rat_web *web, struct rat_visit *visit, const char *none_match);
/* The page (or JSON) of an error, into an answer that holds nothing yet or something unfinished. */
void rat_route_fail(struct rat_visit *visit, rat_status status, const struct rat_err *err);

/* ---- log (access_log.c) ---- */

void rat_access_log_line(const struct rat_web *web, const struct rat_exchange *exchange, uint64_t micros);

/* ---- listening (listen.c) ---- */

/* *url: "http://127.0.0.1:8080/", in out[128]; *loopback: nobody else can reach it. */
RAT_MUST_CHECK rat_status rat_listen(const char *address, int *fd, char url[128], bool *loopback,
                                     struct rat_err *err);

#endif
