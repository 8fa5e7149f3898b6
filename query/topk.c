/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/topk.h"

#include "base/sort.h"

#include <math.h>
#include <stdlib.h>

void rat_topk_init(struct rat_topk *top, size_t limit, bool grouped)
{
    memset(top, 0, sizeof *top);
    top->limit = limit;
    top->grouped = grouped;
}

void rat_topk_release(struct rat_topk *top)
{
    free(top->heap);
    free(top->entries);
    free(top->slots);
    free(top->all);
    rat_topk_init(top, 0, false);
}

/* ---- order ---- */

/* Bits of a key that compare as unsigned numbers do. */
static uint32_t bits_of(float key)
{
    uint32_t bits;
    key += 0.0f; /* -0 is 0 */
    memcpy(&bits, &key, sizeof bits);
    return bits >> 31 ? ~bits : bits | 1u << 31;
}

static uint64_t order_of(const struct rat_entry *entry)
{
    return (uint64_t)bits_of(entry->key) << 32 | (UINT32_MAX - entry->docnum);
}

float rat_topk_threshold(const struct rat_topk *top)
{
    if (top->grouped || top->count < top->limit)
        return -INFINITY;
    return top->limit ? top->entries[top->heap[0].entry].key : INFINITY;
}

bool rat_topk_is_before(const struct rat_topk *top, uint64_t docnum)
{
    bool before = true;
    for (size_t i = 0; i < top->count; i++)
        before = before && top->entries[top->heap[i].entry].docnum < docnum;
    return before;
}

/* ---- the heap ---- */

static void sift_down(struct rat_topk *top)
{
    struct rat_topk_place *heap = top->heap, moving = heap[0];
    size_t i = 0;
    for (size_t child; (child = 2 * i + 1) < top->count; i = child) {
        child += child + 1 < top->count && heap[child + 1].order < heap[child].order;
        if (heap[child].order >= moving.order)
            break;
        heap[i] = heap[child];
    }
    heap[i] = moving;
}

static void sift_up(struct rat_topk *top, size_t i)
{
    struct rat_topk_place *heap = top->heap, moving = heap[i];
    for (; i > 0 && moving.order < heap[(i - 1) / 2].order; i = (i - 1) / 2)
        heap[i] = heap[(i - 1) / 2];
    heap[i] = moving;
}

/* The array with more room, or NULL: then it is as before. */
static void *grow(void *array, size_t *room, size_t size)
{
    size_t more = *room ? *room * 2 : 64;
    void *bigger = realloc(array, more * size);
    *room = bigger ? more : *room;
    return bigger;
}

/* Only the entries that the heap names, in its order. */
static rat_status sweep(struct rat_topk *top)
{
    struct rat_entry *kept = malloc(top->entry_room * sizeof *kept);
    if (!kept)
        return RAT_ENOMEM;
    for (size_t i = 0; i < top->count; i++) {
        kept[i] = top->entries[top->heap[i].entry];
        top->heap[i].entry = (uint32_t)i;
    }
    free(top->entries);
    top->entries = kept;
    top->entry_count = top->count;
    return RAT_OK;
}

static rat_status push(struct rat_topk *top, const struct rat_entry *entry)
{
    uint64_t order = order_of(entry);
    if (top->count == top->limit && (top->limit == 0 || order <= top->heap[0].order))
        return RAT_OK;
    if (top->entry_count == top->entry_room) {
        /* at least half of them fell out, or there must be more room */
        if (top->count == top->limit && top->entry_count / 2 >= top->count) {
            if (sweep(top) != RAT_OK)
                return RAT_ENOMEM;
        } else {
            struct rat_entry *more = grow(top->entries, &top->entry_room, sizeof *more);
            if (!more)
                return RAT_ENOMEM;
            top->entries = more;
        }
    }
    struct rat_topk_place place = {order, (uint32_t)top->entry_count};
    top->entries[top->entry_count++] = *entry;
    if (top->count == top->limit) {
        top->heap[0] = place;
        sift_down(top);
        return RAT_OK;
    }
    if (top->count == top->room) {
        struct rat_topk_place *more = grow(top->heap, &top->room, sizeof *more);
        if (!more)
            return RAT_ENOMEM;
        top->heap = more;
    }
    top->heap[top->count++] = place;
    sift_up(top, top->count - 1);
    return RAT_OK;
}

/* ---- grouping ---- */

static bool is_worse(const struct rat_entry *a, const struct rat_entry *b)
{
    return order_of(a) < order_of(b);
}

static size_t slot_of(const struct rat_topk *top, uint64_t group)
{
    size_t at = (size_t)(group * 0x9e3779b97f4a7c15ull >> 20) & top->slot_mask;
    while (top->slots[at] && top->all[top->slots[at] - 1].group != group)
        at = (at + 1) & top->slot_mask;
    return at;
}

static rat_status grow_groups(struct rat_topk *top)
{
    size_t slots = top->slots ? (top->slot_mask + 1) * 2 : 1024;
    uint32_t *table = calloc(slots, sizeof *table);
    if (!table)
        return RAT_ENOMEM;
    free(top->slots);
    top->slots = table;
    top->slot_mask = slots - 1;
    for (size_t i = 0; i < top->all_count; i++)
        top->slots[slot_of(top, top->all[i].group)] = (uint32_t)i + 1;
    return RAT_OK;
}

static rat_status add_to_group(struct rat_topk *top, const struct rat_entry *entry)
{
    if ((!top->slots || top->all_count > top->slot_mask / 2) && grow_groups(top) != RAT_OK)
        return RAT_ENOMEM;
    size_t slot = slot_of(top, entry->group);
    if (top->slots[slot]) {
        struct rat_entry *best = &top->all[top->slots[slot] - 1];
        if (is_worse(best, entry))
            *best = *entry;
        return RAT_OK;
    }
    if (top->all_count == top->all_room) {
        size_t room = top->all_room ? top->all_room * 2 : 512;
        struct rat_entry *all = realloc(top->all, room * sizeof *all);
        if (!all)
            return RAT_ENOMEM;
        top->all = all;
        top->all_room = room;
    }
    top->all[top->all_count++] = *entry;
    top->slots[slot] = (uint32_t)top->all_count;
    return RAT_OK;
}

rat_status rat_topk_add(struct rat_topk *top, const struct rat_entry *entry)
{
    return top->grouped ? add_to_group(top, entry) : push(top, entry);
}

/* Two stable sorts: by docnum, then by key. */
rat_status rat_topk_sort(struct rat_entry *entries, size_t count)
{
    uint64_t *keys = malloc((2 * count + 1) * sizeof *keys);
    struct rat_entry *copy = malloc((count + 1) * sizeof *copy);
    bool failed = !keys || !copy;
    if (!failed && count > 1) {
        memcpy(copy, entries, count * sizeof *copy);
        for (size_t i = 0; i < count; i++)
            keys[i] = (uint64_t)copy[i].docnum << 32 | i;
        rat_sort_upper(keys, keys + count, count);
        for (size_t i = 0; i < count; i++) {
            uint32_t entry = (uint32_t)keys[i];
            keys[i] = (uint64_t)~bits_of(copy[entry].key) << 32 | entry;
        }
        rat_sort_upper(keys, keys + count, count);
        for (size_t i = 0; i < count; i++)
            entries[i] = copy[(uint32_t)keys[i]];
    }
    free(keys);
    free(copy);
    return failed ? RAT_ENOMEM : RAT_OK;
}

rat_status rat_topk_finish(struct rat_topk *top, struct rat_entry **out, size_t *count, uint64_t *groups)
{
    *groups = top->all_count;
    for (size_t i = 0; top->grouped && i < top->all_count; i++)
        if (push(top, &top->all[i]) != RAT_OK)
            return RAT_ENOMEM;
    if (top->count && sweep(top) != RAT_OK)
        return RAT_ENOMEM;
    *out = top->entries;
    *count = top->count;
    return rat_topk_sort(top->entries, top->count);
}
