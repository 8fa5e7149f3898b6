/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/topk.h"

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
    free(top->slots);
    free(top->all);
    rat_topk_init(top, 0, false);
}

static bool is_worse(const struct rat_entry *a, const struct rat_entry *b)
{
    return a->key < b->key || (a->key == b->key && a->docnum > b->docnum);
}

double rat_topk_threshold(const struct rat_topk *top)
{
    return top->grouped || top->count < top->limit ? -INFINITY : top->limit ? top->heap[0].key : INFINITY;
}

static void sift_down(struct rat_topk *top, size_t i)
{
    struct rat_entry moving = top->heap[i];
    for (size_t child; (child = 2 * i + 1) < top->count; i = child) {
        if (child + 1 < top->count && is_worse(&top->heap[child + 1], &top->heap[child]))
            child++;
        if (!is_worse(&top->heap[child], &moving))
            break;
        top->heap[i] = top->heap[child];
    }
    top->heap[i] = moving;
}

static void sift_up(struct rat_topk *top, size_t i)
{
    struct rat_entry moving = top->heap[i];
    for (; i > 0 && is_worse(&moving, &top->heap[(i - 1) / 2]); i = (i - 1) / 2)
        top->heap[i] = top->heap[(i - 1) / 2];
    top->heap[i] = moving;
}

static rat_status push(struct rat_topk *top, const struct rat_entry *entry)
{
    if (top->count < top->limit) {
        if (top->count == top->room) {
            size_t room = top->room ? top->room * 2 : 64;
            struct rat_entry *heap = realloc(top->heap, room * sizeof *heap);
            if (!heap)
                return RAT_ENOMEM;
            top->heap = heap;
            top->room = room;
        }
        top->heap[top->count++] = *entry;
        sift_up(top, top->count - 1);
    } else if (top->limit && is_worse(&top->heap[0], entry)) {
        top->heap[0] = *entry;
        sift_down(top, 0);
    }
    return RAT_OK;
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

static int best_first(const void *a, const void *b)
{
    const struct rat_entry *x = a, *y = b;
    return is_worse(x, y) ? 1 : is_worse(y, x) ? -1 : 0;
}

void rat_topk_sort(struct rat_entry *entries, size_t count)
{
    if (count > 1)
        qsort(entries, count, sizeof *entries, best_first);
}

rat_status rat_topk_finish(struct rat_topk *top, struct rat_entry **out, size_t *count, uint64_t *groups)
{
    *groups = top->all_count;
    for (size_t i = 0; top->grouped && i < top->all_count; i++)
        if (push(top, &top->all[i]) != RAT_OK)
            return RAT_ENOMEM;
    rat_topk_sort(top->heap, top->count);
    *out = top->heap;
    *count = top->count;
    return RAT_OK;
}
