/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The best k entries by key, ties by import number, in a heap; and the best entry per paper when hits are grouped.
 * Internal to query/, one search, one thread.
 */
#ifndef QUERY_TOPK_H
#define QUERY_TOPK_H

#include "base/status.h"

#include <string.h>

struct rat_entry {
    float key; /* greater is better: score, or date in days */
    float score;
    uint32_t docnum; /* smaller first among equal keys */
    uint32_t segment, local;
    uint64_t group; /* only when grouped */
};

struct rat_topk {
    /* The heap orders small things; entries that fell out of it are swept away now and then. */
    struct rat_topk_place {
        uint64_t order; /* key, then docnum, as one number: greater is better */
        uint32_t entry;
    } * heap; /* worst at the root */
    size_t count, limit, room;
    struct rat_entry *entries; /* sorted once finished */
    size_t entry_count, entry_room;
    /* grouping: open addressing over all groups seen */
    bool grouped;
    uint32_t *slots; /* index into all + 1 */
    size_t slot_mask;
    struct rat_entry *all;
    size_t all_count, all_room;
};

/* limit: entries wanted (0: none, only counting groups). */
void rat_topk_init(struct rat_topk *top, size_t limit, bool grouped);
void rat_topk_release(struct rat_topk *top);

/* Keys not above this cannot enter, unless equal with a smaller docnum. -INFINITY while there is room. */
float rat_topk_threshold(const struct rat_topk *top);
/* Docnum of the entry that the next one would push out; when it is full and limit > 0. */
static inline uint32_t rat_topk_worst(const struct rat_topk *top)
{
    return top->entries[top->heap[0].entry].docnum;
}
/* Whether everything it holds has a smaller docnum. */
bool rat_topk_is_before(const struct rat_topk *top, uint64_t docnum);
RAT_MUST_CHECK rat_status rat_topk_add(struct rat_topk *top, const struct rat_entry *entry);
/* Best first; the entries stay owned by top. *groups: number of groups, when grouped. */
RAT_MUST_CHECK rat_status rat_topk_finish(struct rat_topk *top, struct rat_entry **out, size_t *count,
                                          uint64_t *groups);
/* Best first again, after keys changed. */
RAT_MUST_CHECK rat_status rat_topk_sort(struct rat_entry *entries, size_t count);

#endif
