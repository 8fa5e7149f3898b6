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

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

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

/* A key of 1..RAT_SHORT_KEY bytes in registers. */
#define RAT_SHORT_KEY 24u
struct rat_short_key {
    uint64_t word[3];
};

void rat_strmap_init(struct rat_strmap *map); /* takes no memory yet */
void rat_strmap_release(struct rat_strmap *map);
void rat_strmap_clear(struct rat_strmap *map); /* forgets the keys, keeps the table */
/* Frees the table. Until clear or release only keys[] is there: nothing can be found or added. */
void rat_strmap_drop_table(struct rat_strmap *map);

/* The number of the key, inserted when missing (*added says so; may be NULL). RAT_STRMAP_NONE: no memory. */
uint32_t rat_strmap_add(struct rat_strmap *map, const void *key, size_t n, bool *added);
/* As above with a hash made by rat_strmap_hash, for callers that probe two tables with one key. */
uint32_t rat_strmap_add_hashed(struct rat_strmap *map, const void *key, size_t n, uint32_t hash, bool *added);
uint32_t rat_strmap_find(const struct rat_strmap *map, const void *key, size_t n); /* or RAT_STRMAP_NONE */
uint32_t rat_strmap_hash(const void *key, size_t n);
/* Asks for the part of the table that finding or adding a key with this hash needs. */
static inline void rat_strmap_prefetch(const struct rat_strmap *map, uint32_t hash)
{
    if (map->slots)
        __builtin_prefetch(&map->slots[hash & map->mask], 1);
}
/* Sorts n numbers, the lower halves of ids, by the bytes of their keys. Upper halves mean nothing; room: n more to work with. */
void rat_strmap_sort(const struct rat_strmap *map, uint64_t *ids, uint64_t *room, size_t n);
size_t rat_strmap_bytes(const struct rat_strmap *map); /* memory held, for budgets */

/* ---- short keys ---- */

/* The bytes as they lie in memory, zeros behind them. False when the key is empty or too long. */
static inline bool rat_short_key(const void *key, size_t n, struct rat_short_key *out)
{
    const char *at = key;
    char *to = (char *)out;
    *out = (struct rat_short_key){{0, 0, 0}};
    if (n == 0 || n > RAT_SHORT_KEY)
        return false;
    if (n >= 8) { /* copies of a fixed size that overlap: faster than one of n bytes */
        memcpy(to, at, 8);
        if (n > 16)
            memcpy(to + 8, at + 8, 8);
        memcpy(to + n - 8, at + n - 8, 8);
    } else if (n >= 4) {
        memcpy(to, at, 4);
        memcpy(to + n - 4, at + n - 4, 4);
    } else {
        to[0] = at[0];
        to[n / 2] = at[n / 2];
        to[n - 1] = at[n - 1];
    }
    return true;
}

/* The same where RAT_SHORT_KEY bytes can be read, whatever n is: without a branch that depends on n. */
static inline bool rat_short_key_wide(const void *key, size_t n, struct rat_short_key *out)
{
    static const unsigned char masks[2 * RAT_SHORT_KEY] = {255, 255, 255, 255, 255, 255, 255, 255,
                                                           255, 255, 255, 255, 255, 255, 255, 255,
                                                           255, 255, 255, 255, 255, 255, 255, 255};
    uint64_t mask[3];
    if (n == 0 || n > RAT_SHORT_KEY)
        return false;
    memcpy(out->word, key, RAT_SHORT_KEY);
    memcpy(mask, masks + RAT_SHORT_KEY - n, RAT_SHORT_KEY);
    for (int i = 0; i < 3; i++)
        out->word[i] &= mask[i];
    return true;
}

static inline bool rat_short_key_equal(const struct rat_short_key *a, const struct rat_short_key *b)
{
    return ((a->word[0] ^ b->word[0]) | (a->word[1] ^ b->word[1]) | (a->word[2] ^ b->word[2])) == 0;
}

/* What rat_strmap_hash gives for the key: products folded, as wyhash does it (Wang Yi 2019). */
static inline uint32_t rat_short_key_hash(const struct rat_short_key *key, size_t n)
{
    __uint128_t product = (__uint128_t)(key->word[0] ^ UINT64_C(0xa0761d6478bd642f) ^ n) *
                          (key->word[1] ^ UINT64_C(0xe7037ed1a0b428db));
    uint64_t half = (uint64_t)product ^ (uint64_t)(product >> 64);
    product = (__uint128_t)(half ^ key->word[2]) * UINT64_C(0x8ebc6af09c88c6e3);
    return (uint32_t)((uint64_t)product ^ (uint64_t)(product >> 64));
}

#endif
