/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Connections to shards: opened side by side, each within its time, and asked side by side who it is that fails. */
#ifndef QUERY_SHARD_PARTS_INTERNAL_H
#define QUERY_SHARD_PARTS_INTERNAL_H

#include "query/xapian_ask_internal.h"
#include "storage/shard.h"

#define RAT_PART_REASON 400

struct rat_part {
    const struct rat_shard *shard;
    struct rat_xapian_database *database; /* NULL: it is missing */
    struct rat_shard_state state;
    struct rat_xapian_facts facts;
    char reason[RAT_PART_REASON]; /* why it is missing */
    unsigned failures;            /* that were its own */
};

struct rat_parts {
    struct rat_part *items; /* as in the map */
    uint32_t count;
};

RAT_MUST_CHECK rat_status rat_parts_new(const struct rat_shard_map *map, struct rat_parts *out,
                                        struct rat_err *err);
void rat_parts_release(struct rat_parts *parts);

/* Connects to all that have no reason to be missing, again if they are open, and reads what they say of themselves, each within 3 times
 * limit_ms. try: the question that each is asked by itself as well (may be NULL), within limit_ms for each message. Those that fail
 * are missing from then on. */
void rat_parts_connect(struct rat_parts *parts, uint32_t limit_ms, const struct rat_xapian_ask *try);
void rat_part_drop(struct rat_part *part, const char *reason);
uint32_t rat_parts_live(const struct rat_parts *parts);

/* What is wrong with a peer, for people. */
const char *rat_part_reason(const struct rat_xapian_err *failure);

#endif
