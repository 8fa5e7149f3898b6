/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/strmap.h"

#include "base/hash.h"
#include "base/pages.h"
#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

void rat_strmap_init(struct rat_strmap *map)
{
    memset(map, 0, sizeof *map);
    rat_arena_init(&map->arena, 256 * 1024);
}

static void free_slots(struct rat_strmap *map)
{
    if (map->slots)
        rat_table_free(map->slots, ((size_t)map->mask + 1) * sizeof *map->slots);
}

void rat_strmap_release(struct rat_strmap *map)
{
    free_slots(map);
    free(map->keys);
    rat_arena_release(&map->arena);
    rat_strmap_init(map);
}

void rat_strmap_clear(struct rat_strmap *map)
{
    if (map->slots)
        memset(map->slots, 0, ((size_t)map->mask + 1) * sizeof *map->slots);
    map->count = 0;
    rat_arena_clear(&map->arena);
}

void rat_strmap_drop_table(struct rat_strmap *map)
{
    free_slots(map);
    map->slots = NULL;
    map->mask = 0;
}

uint32_t rat_strmap_hash(const void *key, size_t n)
{
    struct rat_short_key words;
    return rat_short_key(key, n, &words) ? rat_short_key_hash(&words, n) : (uint32_t)rat_hash64(key, n);
}

static bool grow_slots(struct rat_strmap *map)
{
    size_t want = map->slots ? ((size_t)map->mask + 1) * 2 : 64;
    if (want > UINT32_MAX / 2)
        return false;
    uint64_t *slots = rat_table_alloc(want * sizeof *slots);
    if (!slots)
        return false;
    uint32_t mask = (uint32_t)want - 1;
    for (uint32_t id = 0; id < map->count; id++) {
        uint32_t at = map->keys[id].hash & mask;
        while (slots[at])
            at = (at + 1) & mask;
        slots[at] = (uint64_t)map->keys[id].hash << 32 | (id + 1);
    }
    free_slots(map);
    map->slots = slots;
    map->mask = mask;
    return true;
}

static uint32_t probe(const struct rat_strmap *map, const void *key, size_t n, uint32_t hash, uint32_t *slot)
{
    uint32_t at = hash & map->mask;
    for (; map->slots[at]; at = (at + 1) & map->mask) {
        if (map->slots[at] >> 32 != hash)
            continue;
        uint32_t id = (uint32_t)map->slots[at] - 1;
        const struct rat_strmap_key *k = &map->keys[id];
        if (k->size == n && memcmp(k->bytes, key, n) == 0)
            return id;
    }
    *slot = at;
    return RAT_STRMAP_NONE;
}

uint32_t rat_strmap_find(const struct rat_strmap *map, const void *key, size_t n)
{
    uint32_t slot;
    return map->slots ? probe(map, key, n, rat_strmap_hash(key, n), &slot) : RAT_STRMAP_NONE;
}

uint32_t rat_strmap_add_hashed(struct rat_strmap *map, const void *key, size_t n, uint32_t hash, bool *added)
{
    uint32_t slot = 0;
    if (added)
        *added = false;
    if (n > UINT32_MAX - 1)
        return RAT_STRMAP_NONE;
    if (!map->slots || map->count >= map->mask / 2 + map->mask / 8) {
        if (!grow_slots(map))
            return RAT_STRMAP_NONE;
    }
    uint32_t id = probe(map, key, n, hash, &slot);
    if (id != RAT_STRMAP_NONE)
        return id;
    if (map->count == map->room) {
        uint32_t want = map->room ? map->room * 2 : 64;
        struct rat_strmap_key *keys = realloc(map->keys, (size_t)want * sizeof *keys);
        if (!keys)
            return RAT_STRMAP_NONE;
        map->keys = keys;
        map->room = want;
    }
    char *copy = rat_arena_strndup(&map->arena, key, n);
    if (!copy)
        return RAT_STRMAP_NONE;
    id = map->count++;
    map->keys[id] = (struct rat_strmap_key){(const unsigned char *)copy, (uint32_t)n, hash};
    map->slots[slot] = (uint64_t)hash << 32 | (id + 1);
    if (added)
        *added = true;
    return id;
}

uint32_t rat_strmap_add(struct rat_strmap *map, const void *key, size_t n, bool *added)
{
    return rat_strmap_add_hashed(map, key, n, rat_strmap_hash(key, n), added);
}

size_t rat_strmap_bytes(const struct rat_strmap *map)
{
    return (map->slots ? ((size_t)map->mask + 1) * sizeof *map->slots : 0) +
           (size_t)map->room * sizeof *map->keys + map->arena.total;
}

/* ---- sorting ---- */

#define FEW 16u /* below, keys are compared as they are */

static int compare(const struct rat_strmap_key *a, const struct rat_strmap_key *b)
{
    int order = memcmp(a->bytes, b->bytes, a->size < b->size ? a->size : b->size);
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

static void insert(const struct rat_strmap_key *keys, uint64_t *ids, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t id = ids[i];
        size_t at = i;
        for (; at > 0 && compare(&keys[(uint32_t)ids[at - 1]], &keys[(uint32_t)id]) > 0; at--)
            ids[at] = ids[at - 1];
        ids[at] = id;
    }
}

/* Bytes [from, from + 4) of the key as a number that compares as they do, zeros behind its end. */
static uint64_t four_bytes(const struct rat_strmap_key *key, uint32_t from)
{
    unsigned char bytes[4] = {0};
    if (from < key->size)
        memcpy(bytes, key->bytes + from, key->size - from < 4 ? key->size - from : 4);
    return (uint64_t)bytes[0] << 24 | (uint64_t)bytes[1] << 16 | (uint64_t)bytes[2] << 8 | bytes[3];
}

/* Keys that are equal up to byte `from`, or end before it with only zeros missing. */
static void sort_from(const struct rat_strmap_key *keys, uint64_t *ids, uint64_t *room, size_t n,
                      uint32_t from)
{
    bool goes_on = false;
    if (n < FEW) {
        insert(keys, ids, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const struct rat_strmap_key *key = &keys[(uint32_t)ids[i]];
        ids[i] = four_bytes(key, from) << 32 | (uint32_t)ids[i];
        goes_on |= key->size > from;
    }
    if (!goes_on) { /* keys with zero bytes at their ends: only the size is left */
        insert(keys, ids, n);
        return;
    }
    rat_sort_upper(ids, room, n);
    for (size_t start = 0, end; start < n; start = end) {
        for (end = start + 1; end < n && ids[end] >> 32 == ids[start] >> 32;)
            end++;
        if (end - start > 1)
            sort_from(keys, ids + start, room, end - start, from + 4);
    }
}

void rat_strmap_sort(const struct rat_strmap *map, uint64_t *ids, uint64_t *room, size_t n)
{
    sort_from(map->keys, ids, room, n, 0);
}
