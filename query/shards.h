/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An archive that lies on shards, asked as one: all that answer are one database of Xapian, so that statistics and the merging of
 * ranked lists are its own. No archive is needed: words are analysed with the model that the shards carry, hits come with their
 * records and texts. A shard that cannot be reached, is slow, dies or talks garbage costs only itself: the result says which
 * one is missing and why, and its total is a lower bound.
 *
 *     st = rat_shards_open(&map, deadline_ms, &shards, &err);
 *     request.engine = rat_shards_engine(shards);
 *     st = rat_search_run(rat_shards_snapshot(shards), &request, &search, &err);
 *     ... rat_search_document, rat_search_snippet; rat_search_free(search);
 *     rat_shards_close(shards);
 *
 * One thread; opening and looking for the culprit use others inside.
 */
#ifndef QUERY_SHARDS_H
#define QUERY_SHARDS_H

#include "query/engine.h"
#include "storage/shard_map.h"

struct rat_shards;

/* Borrows the map. deadline_ms: what a search will have (0: none), of which opening takes at most half. RAT_EIO when no shard at all
 * answers, with the first reason. */
RAT_MUST_CHECK rat_status rat_shards_open(const struct rat_shard_map *map, uint32_t deadline_ms,
                                          struct rat_shards **out, struct rat_err *err);
void rat_shards_close(struct rat_shards *shards); /* NULL is fine */

struct rat_engine *rat_shards_engine(struct rat_shards *shards);
struct rat_snapshot *rat_shards_snapshot(
    struct rat_shards *shards); /* has no segments, catalogue, contents */

#endif
