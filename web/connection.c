/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/server_internal.h"

#include "web/clock.h"

#include <stdlib.h>
#include <sys/socket.h>

#define ANSWER_US 60000000u  /* an answer that is not taken in this time ... */
#define SLOWEST_BYTES 16384u /* ... and a second for so many bytes */

void rat_connections_init(struct rat_connections *all, uint32_t header_ms)
{
    *all = (struct rat_connections){.header_us = (uint64_t)header_ms * 1000};
    pthread_mutex_init(&all->lock, NULL);
}

void rat_connections_release(struct rat_connections *all)
{
    pthread_mutex_destroy(&all->lock);
}

static void set_state(struct rat_connections *all, struct rat_connection *c, bool busy, uint64_t allowed_us)
{
    pthread_mutex_lock(&all->lock);
    c->busy = busy;
    c->since_us = rat_clock_us();
    c->allowed_us = allowed_us;
    pthread_mutex_unlock(&all->lock);
}

struct rat_connection *rat_connection_open(struct rat_connections *all, int fd)
{
    struct rat_connection *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    *c = (struct rat_connection){.fd = fd, .since_us = rat_clock_us(), .allowed_us = all->header_us};
    pthread_mutex_lock(&all->lock);
    c->next = all->first;
    if (c->next)
        c->next->previous = c;
    all->first = c;
    pthread_mutex_unlock(&all->lock);
    return c;
}

void rat_connection_close(struct rat_connections *all, struct rat_connection *c)
{
    pthread_mutex_lock(&all->lock);
    if (c->previous)
        c->previous->next = c->next;
    else
        all->first = c->next;
    if (c->next)
        c->next->previous = c->previous;
    pthread_mutex_unlock(&all->lock);
    free(c);
}

void rat_connection_busy(struct rat_connections *all, struct rat_connection *c, uint64_t bytes)
{
    set_state(all, c, true, ANSWER_US + bytes / SLOWEST_BYTES * 1000000u);
}

void rat_connection_idle(struct rat_connections *all, struct rat_connection *c)
{
    set_state(all, c, false, all->header_us);
}

/* The descriptor is ours as long as the lock is held: libmicrohttpd closes it only after rat_connection_close. */
unsigned rat_connections_expire(struct rat_connections *all)
{
    unsigned expired = 0;
    uint64_t now = rat_clock_us();
    pthread_mutex_lock(&all->lock);
    for (struct rat_connection *c = all->first; c; c = c->next) {
        if (now < c->since_us || now - c->since_us <= c->allowed_us)
            continue;
        shutdown(c->fd, SHUT_RDWR);
        c->since_us = now; /* not again in the next round */
        expired++;
    }
    pthread_mutex_unlock(&all->lock);
    return expired;
}
