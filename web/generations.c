/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/generations.h"

#include "web/clock.h"

#include <pthread.h>
#include <stdlib.h>

#define IDLE_MAX 64
/* A snapshot lives this long, also one that is always in use, so that a purge, which waits 5 s for readers of old states, can
 * scrub while the server is busy. */
#define AGE_US 2000000

struct rat_generation {
    struct rat_snapshot *base; /* owns segments and model; its catalogue is closed to pin nothing */
    unsigned users;            /* visits, and 1 while it is the newest */
    struct rat_reader idle[IDLE_MAX];
    unsigned idle_count;
    pthread_mutex_t counting;
    bool counted;
    struct rat_archive_stats stats;
};

struct rat_generations {
    char *archive;
    pthread_mutex_t lock;
    struct rat_generation *newest;
};

static void drop_idle(struct rat_generation *g, uint64_t opened_before_us)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < g->idle_count; i++) {
        if (g->idle[i].opened_us < opened_before_us)
            rat_snapshot_close(g->idle[i].snapshot);
        else
            g->idle[kept++] = g->idle[i];
    }
    g->idle_count = kept;
}

/* With the lock held. */
static void leave(struct rat_generation *g)
{
    if (--g->users > 0)
        return;
    drop_idle(g, UINT64_MAX);
    rat_snapshot_close(g->base);
    pthread_mutex_destroy(&g->counting);
    free(g);
}

static rat_status open_newest(const char *archive, struct rat_generation **out, struct rat_err *err)
{
    struct rat_generation *g = calloc(1, sizeof *g);
    if (!g)
        return rat_nomem(err);
    rat_status st = rat_snapshot_open(archive, &g->base, err);
    if (st == RAT_OK && !g->base->catalogue) {
        st = rat_fail(err, RAT_EUSAGE, "%s",
                      _("Dieses Archiv ist nur ein Index: Es enthält keine Dokumente zum Anzeigen"));
        rat_err_where(err, "%s", archive);
        rat_snapshot_close(g->base);
    }
    if (st != RAT_OK) {
        free(g);
        return st;
    }
    rat_snapshot_unpin(g->base); /* the segments stay mapped, also when a commit removes their files */
    g->users = 1;
    pthread_mutex_init(&g->counting, NULL);
    *out = g;
    return RAT_OK;
}

rat_status rat_generations_open(const char *archive, struct rat_generations **out, struct rat_err *err)
{
    struct rat_generations *all = calloc(1, sizeof *all);
    if (!all || !(all->archive = strdup(archive))) {
        free(all);
        return rat_nomem(err);
    }
    rat_status st = open_newest(archive, &all->newest, err);
    if (st != RAT_OK) {
        free(all->archive);
        free(all);
        return st;
    }
    pthread_mutex_init(&all->lock, NULL);
    *out = all;
    return RAT_OK;
}

void rat_generations_close(struct rat_generations *all)
{
    if (!all)
        return;
    leave(all->newest);
    pthread_mutex_destroy(&all->lock);
    free(all->archive);
    free(all);
}

/* An idle reader of the newest generation, or one without a snapshot; the generation is the visit's from here on. */
static struct rat_reader join(struct rat_generations *all)
{
    uint64_t now = rat_clock_us();
    pthread_mutex_lock(&all->lock);
    struct rat_generation *g = all->newest;
    struct rat_reader reader = {g, NULL, now};
    g->users++;
    drop_idle(g, now > AGE_US ? now - AGE_US : 0);
    if (g->idle_count)
        reader = g->idle[--g->idle_count];
    pthread_mutex_unlock(&all->lock);
    return reader;
}

static void part(struct rat_generations *all, struct rat_generation *g)
{
    pthread_mutex_lock(&all->lock);
    leave(g);
    pthread_mutex_unlock(&all->lock);
}

/* Makes it the newest unless another thread was faster. */
static void install(struct rat_generations *all, struct rat_generation *g)
{
    pthread_mutex_lock(&all->lock);
    if (g->base->generation > all->newest->base->generation) {
        struct rat_generation *old = all->newest;
        all->newest = g;
        drop_idle(old, UINT64_MAX);
        leave(old);
    } else {
        leave(g);
    }
    pthread_mutex_unlock(&all->lock);
}

static rat_status renew(struct rat_generations *all, struct rat_err *err)
{
    struct rat_generation *next;
    rat_status st = open_newest(all->archive, &next, err);
    if (st == RAT_OK)
        install(all, next);
    return st;
}

rat_status rat_generations_take(struct rat_generations *all, struct rat_reader *out, struct rat_err *err)
{
    for (int attempt = 0; attempt < 5; attempt++) {
        struct rat_reader reader = join(all);
        rat_status st =
            reader.snapshot ? RAT_OK : rat_snapshot_share(reader.generation->base, &reader.snapshot, err);
        if (st == RAT_OK) {
            *out = reader;
            return RAT_OK;
        }
        part(all, reader.generation);
        if (st == RAT_END)
            st = renew(all, err); /* an import was committed in between */
        if (st != RAT_OK)
            return st;
    }
    rat_fail(err, RAT_ELOCKED, "%s", _("Das Archiv ändert sich gerade zu schnell"));
    rat_err_hint(err, "%s", _("Gleich noch einmal versuchen"));
    return RAT_ELOCKED;
}

void rat_generations_give(struct rat_generations *all, struct rat_reader *reader)
{
    struct rat_generation *g = reader->generation;
    pthread_mutex_lock(&all->lock);
    bool keep = g == all->newest && g->idle_count < IDLE_MAX;
    if (keep)
        g->idle[g->idle_count++] = *reader;
    leave(g);
    pthread_mutex_unlock(&all->lock);
    if (!keep)
        rat_snapshot_close(reader->snapshot);
    *reader = (struct rat_reader){NULL, NULL, 0};
}

rat_status rat_generations_look(struct rat_generations *all, struct rat_err *err)
{
    uint64_t newest = 0, now = rat_clock_us();
    pthread_mutex_lock(&all->lock);
    drop_idle(all->newest, now > AGE_US ? now - AGE_US : 0);
    pthread_mutex_unlock(&all->lock);
    rat_status st = rat_archive_generation(all->archive, &newest, err);
    return st == RAT_OK && newest > rat_generations_number(all) ? renew(all, err) : st;
}

uint64_t rat_generations_number(struct rat_generations *all)
{
    pthread_mutex_lock(&all->lock);
    uint64_t number = all->newest->base->generation;
    pthread_mutex_unlock(&all->lock);
    return number;
}

rat_status rat_generation_stats(struct rat_generation *g, struct rat_snapshot *snapshot,
                                struct rat_archive_stats *out, struct rat_err *err)
{
    rat_status st = RAT_OK;
    pthread_mutex_lock(&g->counting);
    if (!g->counted) {
        st = rat_snapshot_stats(snapshot, &g->stats, err);
        g->counted = st == RAT_OK;
    }
    if (st == RAT_OK)
        *out = g->stats;
    pthread_mutex_unlock(&g->counting);
    return st;
}
