/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read_ahead.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

/* Items change hands in chunks: waking a thread for each of them would cost more than reading it. */
#define CHUNK_ITEMS 64u
#define CHUNK_BYTES (1u << 20)
#define CHUNKS 4u
#define WAITING_BYTES (CHUNKS * CHUNK_BYTES) /* with more read and not taken, the reader waits */

struct chunk {
    struct rat_item *items[CHUNK_ITEMS];
    unsigned count, taken;
    size_t bytes;
    rat_status status; /* what came after the last item; RAT_OK: more */
    struct rat_err err;
};

struct rat_read_ahead {
    struct rat_source *source;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t filled, emptied;
    struct chunk chunks[CHUNKS];
    uint64_t written, read; /* chunks; written - read of them are full */
    size_t waiting;         /* bytes in the full ones */
    bool stopping;
    _Atomic uint64_t busy_ns;
};

static uint64_t thread_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void fill(struct rat_read_ahead *ahead, struct chunk *chunk)
{
    chunk->count = chunk->taken = 0;
    chunk->bytes = 0;
    chunk->status = RAT_OK;
    while (chunk->count < CHUNK_ITEMS && chunk->bytes < CHUNK_BYTES && chunk->status == RAT_OK) {
        struct rat_item *item;
        chunk->status = rat_source_next(ahead->source, &item, &chunk->err);
        if (chunk->status == RAT_OK) {
            chunk->items[chunk->count++] = item;
            /* what a path names is read by a worker */
            if (item->kind == RAT_ITEM_DOCUMENT && !item->content_path)
                chunk->bytes += item->content_size;
        }
    }
}

static void *run(void *ctx)
{
    struct rat_read_ahead *ahead = ctx;
    rat_status st = RAT_OK;
    while (st == RAT_OK) {
        pthread_mutex_lock(&ahead->lock);
        while (!ahead->stopping &&
               (ahead->written - ahead->read == CHUNKS || ahead->waiting >= WAITING_BYTES))
            pthread_cond_wait(&ahead->emptied, &ahead->lock);
        bool stopping = ahead->stopping;
        struct chunk *chunk = &ahead->chunks[ahead->written % CHUNKS];
        pthread_mutex_unlock(&ahead->lock);
        if (stopping)
            break;
        fill(ahead, chunk);
        st = chunk->status;
        atomic_store(&ahead->busy_ns, thread_ns());
        pthread_mutex_lock(&ahead->lock);
        ahead->written++;
        ahead->waiting += chunk->bytes;
        pthread_cond_signal(&ahead->filled);
        pthread_mutex_unlock(&ahead->lock);
    }
    return NULL;
}

rat_status rat_read_ahead_new(struct rat_source *source, struct rat_read_ahead **out, struct rat_err *err)
{
    struct rat_read_ahead *ahead = calloc(1, sizeof *ahead);
    if (!ahead)
        return rat_nomem(err);
    ahead->source = source;
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->filled, NULL);
    pthread_cond_init(&ahead->emptied, NULL);
    int failed = pthread_create(&ahead->thread, NULL, run, ahead);
    if (failed) {
        pthread_cond_destroy(&ahead->filled);
        pthread_cond_destroy(&ahead->emptied);
        pthread_mutex_destroy(&ahead->lock);
        free(ahead);
        return rat_fail_errno(err, RAT_EIO, failed, "%s", _("Thread lässt sich nicht starten"));
    }
    *out = ahead;
    return RAT_OK;
}

rat_status rat_read_ahead_next(struct rat_read_ahead *ahead, struct rat_item **out, struct rat_err *err)
{
    for (;;) {
        pthread_mutex_lock(&ahead->lock);
        while (ahead->written == ahead->read)
            pthread_cond_wait(&ahead->filled, &ahead->lock);
        struct chunk *chunk = &ahead->chunks[ahead->read % CHUNKS];
        pthread_mutex_unlock(&ahead->lock);
        if (chunk->taken < chunk->count) {
            *out = chunk->items[chunk->taken++];
            return RAT_OK;
        }
        if (chunk->status != RAT_OK) {
            if (err && chunk->status != RAT_END)
                *err = chunk->err;
            return chunk->status; /* stays, so that asking again says the same */
        }
        pthread_mutex_lock(&ahead->lock);
        ahead->read++;
        ahead->waiting -= chunk->bytes;
        pthread_cond_signal(&ahead->emptied);
        pthread_mutex_unlock(&ahead->lock);
    }
}

double rat_read_ahead_busy_s(struct rat_read_ahead *ahead)
{
    return (double)atomic_load(&ahead->busy_ns) / 1e9;
}

void rat_read_ahead_free(struct rat_read_ahead *ahead)
{
    if (!ahead)
        return;
    pthread_mutex_lock(&ahead->lock);
    ahead->stopping = true;
    pthread_cond_signal(&ahead->emptied);
    pthread_mutex_unlock(&ahead->lock);
    pthread_join(ahead->thread, NULL);
    for (uint64_t i = ahead->read; i < ahead->written; i++) {
        struct chunk *chunk = &ahead->chunks[i % CHUNKS];
        while (chunk->taken < chunk->count)
            rat_item_free(chunk->items[chunk->taken++]);
    }
    pthread_cond_destroy(&ahead->filled);
    pthread_cond_destroy(&ahead->emptied);
    pthread_mutex_destroy(&ahead->lock);
    free(ahead);
}
