/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/server_internal.h"

#include "web/language.h"

#include <stdlib.h>

#define QUEUE_PER_WORKER 64u

bool rat_workers_add(struct rat_web *web, struct rat_exchange *exchange)
{
    struct rat_workers *w = &web->workers;
    exchange->next = NULL;
    pthread_mutex_lock(&w->lock);
    bool fits = w->waiting < w->room && !w->stopping;
    if (fits) {
        if (w->last)
            w->last->next = exchange;
        else
            w->first = exchange;
        w->last = exchange;
        atomic_store(&web->metrics.waiting, ++w->waiting);
        pthread_cond_signal(&w->filled);
    }
    pthread_mutex_unlock(&w->lock);
    return fits;
}

/* NULL: stopped, and the queue is empty. */
static struct rat_exchange *take(struct rat_web *web)
{
    struct rat_workers *w = &web->workers;
    pthread_mutex_lock(&w->lock);
    while (!w->first && !w->stopping)
        pthread_cond_wait(&w->filled, &w->lock);
    struct rat_exchange *exchange = w->first;
    if (exchange) {
        w->first = exchange->next;
        if (!w->first)
            w->last = NULL;
        atomic_store(&web->metrics.waiting, --w->waiting);
    }
    pthread_mutex_unlock(&w->lock);
    return exchange;
}

static void *work(void *context)
{
    struct rat_web *web = context;
    struct rat_exchange *exchange;
    while ((exchange = take(web)) != NULL) {
        rat_language_use(exchange->visit.english);
        rat_route_answer(web, &exchange->visit, exchange->none_match);
        exchange->is_answered = true;
        MHD_resume_connection(exchange->connection);
    }
    return NULL;
}

rat_status rat_workers_start(struct rat_web *web, unsigned count, struct rat_err *err)
{
    struct rat_workers *w = &web->workers;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->filled, NULL);
    w->room = count * QUEUE_PER_WORKER;
    w->threads = calloc(count, sizeof *w->threads);
    if (!w->threads)
        return rat_nomem(err);
    for (; w->count < count; w->count++) {
        int failed = pthread_create(&w->threads[w->count], NULL, work, web);
        if (failed)
            return rat_fail_errno(err, RAT_EIO, failed, "%s", _("Ein Thread lässt sich nicht starten"));
    }
    return RAT_OK;
}

void rat_workers_stop(struct rat_web *web)
{
    struct rat_workers *w = &web->workers;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_broadcast(&w->filled);
    pthread_mutex_unlock(&w->lock);
    for (unsigned i = 0; i < w->count; i++)
        pthread_join(w->threads[i], NULL);
    free(w->threads);
    pthread_cond_destroy(&w->filled);
    pthread_mutex_destroy(&w->lock);
}
