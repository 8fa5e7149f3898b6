/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The web server: the archive as pages, as JSON and as OParl. app/cmd_serve.c runs it; it returns when SIGTERM or SIGINT asked
 * it to stop. One per process: it sets the signals' mask and the environment's LANGUAGE.
 */
#ifndef WEB_SERVE_H
#define WEB_SERVE_H

#include "base/status.h"

#include <stdio.h>

enum rat_access_log {
    RAT_LOG_OFF,
    RAT_LOG_SPARSE, /* without the query text and with the address cut to its network */
    RAT_LOG_FULL
};

struct rat_serve_options {
    const char *archive;
    const char *listen;   /* "127.0.0.1:8080", "[::1]:8080", "8080"; port 0: a free one */
    const char *name;     /* heading of the pages; NULL: "Ratsarchiv" */
    const char *base;     /* "https://rat.example.org": how people reach it; NULL: as they call it */
    unsigned threads;     /* that answer; 0: twice the processors, at least 4 */
    unsigned connections; /* at most open; 0: 2000 */
    unsigned per_address; /* at most open from one address; 0: 100, and no limit on a loopback address */
    uint32_t deadline_ms; /* of a query; 0: 3000 */
    uint32_t header_ms;   /* until the head of a request is complete; 0: 10000 */
    enum rat_access_log log;
};

/* Prints the address when it listens. RAT_EIO: the address cannot be had; RAT_EUSAGE: it makes no sense. */
RAT_MUST_CHECK rat_status rat_serve(const struct rat_serve_options *options, struct rat_err *err);

#endif
