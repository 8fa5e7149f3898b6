/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/shard_parts_internal.h"

#include "storage/xapian_index.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define THREADS_MAX 64u

rat_status rat_parts_new(const struct rat_shard_map *map, struct rat_parts *out, struct rat_err *err)
{
    struct rat_part *items = calloc(map->count, sizeof *items);
    if (!items)
        return rat_nomem(err);
    for (uint32_t i = 0; i < map->count; i++)
        items[i].shard = &map->shards[i];
    *out = (struct rat_parts){items, map->count};
    return RAT_OK;
}

void rat_parts_release(struct rat_parts *parts)
{
    for (uint32_t i = 0; i < parts->count; i++)
        rat_xapian_database_free(parts->items[i].database);
    free(parts->items);
    *parts = (struct rat_parts){NULL, 0};
}

void rat_part_drop(struct rat_part *part, const char *reason)
{
    rat_xapian_database_free(part->database);
    part->database = NULL;
    if (!part->reason[0])
        snprintf(part->reason, sizeof part->reason, "%s", *reason ? reason : "?");
}

uint32_t rat_parts_live(const struct rat_parts *parts)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < parts->count; i++)
        n += parts->items[i].database != NULL;
    return n;
}

const char *rat_part_reason(const struct rat_xapian_err *failure)
{
    switch ((int)failure->status) {
    case RAT_XAPIAN_NETWORK_TIMEOUT: return _("antwortet nicht rechtzeitig");
    case RAT_XAPIAN_DATABASE_NOT_FOUND: return _("dort liegt keine Datenbank");
    case RAT_XAPIAN_SERIALISATION: return _("antwortet Unsinn");
    case RAT_XAPIAN_NO_MEMORY: return _("antwortet mehr, als in den Speicher passt");
    default: break;
    }
    return failure->msg[0] ? failure->msg : rat_xapian_status_name(failure->status);
}

/* ---- one of them ---- */

struct connecting {
    struct rat_parts *parts;
    uint32_t limit_ms;
    const struct rat_xapian_ask *try;
    atomic_uint next;
};

/* A question of its own: queries of Xapian are not shared between threads. */
static void try_question(struct connecting *c, struct rat_part *part)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_xapian_err failure;
    struct rat_xapian_query *query = NULL;
    struct rat_xapian_found *found = NULL;
    unsigned lacks = 0;
    struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
    request.time_limit = c->limit_ms / 1000.0;
    if (rat_xapian_translate(c->try->search->plan, &query, &lacks, &err) != RAT_OK)
        return; /* not the part's fault, and said where it matters */
    if (rat_xapian_search(part->database, query, &request, &found, &failure) != RAT_XAPIAN_OK &&
        failure.status != RAT_XAPIAN_WILDCARD)
        rat_part_drop(part, rat_part_reason(&failure));
    rat_xapian_found_free(found);
    rat_xapian_query_free(query);
}

static void connect_part(struct connecting *c, struct rat_part *part)
{
    struct rat_xapian_place place = rat_shard_place(part->shard);
    struct rat_xapian_err failure;
    struct rat_err err = RAT_ERR_INIT;
    place.connect_timeout_ms = place.timeout_ms = c->limit_ms;
    rat_xapian_database_free(part->database);
    part->database = NULL;
    if (rat_xapian_database_open(&place, &part->database, &failure) != RAT_XAPIAN_OK ||
        rat_xapian_database_facts(part->database, &part->facts, &failure) != RAT_XAPIAN_OK) {
        rat_part_drop(part, rat_part_reason(&failure));
        return;
    }
    if (rat_shard_state_read(part->database, &part->state, &err) != RAT_OK)
        rat_part_drop(part, err.msg);
    else if (c->try)
        try_question(c, part);
}

static void *work(void *ctx)
{
    struct connecting *c = ctx;
    for (unsigned i; (i = atomic_fetch_add(&c->next, 1)) < c->parts->count;)
        if (!c->parts->items[i].reason[0])
            connect_part(c, &c->parts->items[i]);
    return NULL;
}

void rat_parts_connect(struct rat_parts *parts, uint32_t limit_ms, const struct rat_xapian_ask *try)
{
    struct connecting c = {.parts = parts, .limit_ms = limit_ms, .try = try};
    pthread_t threads[THREADS_MAX];
    uint32_t wanted = parts->count - 1, started = 0;
    atomic_init(&c.next, 0);
    wanted = wanted < THREADS_MAX ? wanted : THREADS_MAX;
    while (started < wanted && pthread_create(&threads[started], NULL, work, &c) == 0)
        started++;
    work(&c); /* alone, when there are no threads to be had */
    for (uint32_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}
