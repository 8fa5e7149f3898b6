/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table from byte strings to dense numbers 0, 1, 2, ... in order of first insertion: the heart of the term
 * cache, and of every "have I seen this name" in the tree. Open addressing, keys copied into an arena.
 *
 *     struct rat_strmap map;
 *     rat_strmap_init(&map);
 *     bool added;
 *     uint32_t id = rat_strmap_add(&map, "Kreistag", 8, &added); // RAT_STRMAP_NONE when memory ran out
 *
 * Caller's storage, one thread at a time. Keys stay where they are until clear or release.
 */
#ifndef BASE_STRMAP_H
#define BASE_STRMAP_H

#include "base/arena.h"

#include <stdint.h>

#define RAT_STRMAP_NONE UINT32_MAX

struct rat_strmap_key {
    const unsigned char *bytes; /* NUL follows, not counted */
    uint32_t size;
    uint32_t hash;
};

struct rat_strmap {
    uint64_t *slots; /* hash << 32 | id + 1, 0 is free; mask + 1 of them */
    uint32_t mask;
    struct rat_strmap_key *keys; /* by id */
    uint32_t count, room;
    struct rat_arena arena;
};

void rat_strmap_init(struct rat_strmap *map); /* takes no memory yet */
void rat_strmap_release(struct rat_strmap *map);
void rat_strmap_clear(struct rat_strmap *map); /* forgets the keys, keeps the table */

/* The number of the key, inserted when missing (*added says so; may be NULL). RAT_STRMAP_NONE: no memory. */
uint32_t rat_strmap_add(struct rat_strmap *map, const void *key, size_t n, bool *added);
/* As above with a hash made by rat_strmap_hash, for callers that probe two tables with one key. */
uint32_t rat_strmap_add_hashed(struct rat_strmap *map, const void *key, size_t n, uint32_t hash, bool *added);
uint32_t rat_strmap_find(const struct rat_strmap *map, const void *key, size_t n); /* or RAT_STRMAP_NONE */
uint32_t rat_strmap_hash(const void *key, size_t n);
size_t rat_strmap_bytes(const struct rat_strmap *map); /* memory held, for budgets */

#endif
