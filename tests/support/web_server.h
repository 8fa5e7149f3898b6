/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The web server in a process of its own, on a free port, and a client that sends exactly what it is told.
 *
 *     struct web_server server;
 *     web_server_start(&server, &(struct rat_serve_options){.archive = path, .log = RAT_LOG_OFF});
 *     struct web_answer answer;
 *     web_get(&server, "/suche?q=Radweg", NULL, &answer);   // aborts when there is no answer
 *     web_answer_release(&answer);
 *     web_server_stop(&server);                             // its exit code
 *
 * For tests: what fails aborts.
 */
#ifndef TESTS_SUPPORT_WEB_SERVER_H
#define TESTS_SUPPORT_WEB_SERVER_H

#include "base/buf.h"
#include "web/serve.h"

#include <sys/types.h>

struct web_server {
    pid_t pid;
    int port;
    int out; /* what it prints */
    bool is_stopped;
};

struct web_answer {
    unsigned status;
    struct rat_buf raw;
    const char *head; /* with its line ends, NUL-terminated */
    const char *body;
    size_t body_size;
};

void web_server_start(struct web_server *server, const struct rat_serve_options *options);
/* SIGTERM, then waits: the exit code, 128 + signal when one ended it. */
int web_server_stop(struct web_server *server);
bool web_server_is_alive(struct web_server *server);

/* A connection from 127.0.0.source; -1 when there is none. */
int web_connect(const struct web_server *server, unsigned source);
/* Sends the bytes and reads until the other side closes or nothing came for so long. False: no connection. */
bool web_exchange(const struct web_server *server, const void *bytes, size_t n, int patience_ms,
                  struct rat_buf *out);
/* The same from a client that says no more than this: its half is closed behind it. */
bool web_half_exchange(const struct web_server *server, const void *bytes, size_t n, int patience_ms,
                       struct rat_buf *out);
/* headers: more lines, each with its "\r\n"; may be NULL. */
void web_get(const struct web_server *server, const char *target, const char *headers,
             struct web_answer *out);
void web_request(const struct web_server *server, const char *method, const char *target, const char *headers,
                 struct web_answer *out);
void web_answer_release(struct web_answer *answer);

/* The value of a header of the answer in out[n]; false when it is not there. */
bool web_header(const struct web_answer *answer, const char *name, char *out, size_t n);

/* text with everything but unreserved characters as %XX; in the buffer, cleared before. */
const char *web_encoded(const char *text, struct rat_buf *out);

#endif
