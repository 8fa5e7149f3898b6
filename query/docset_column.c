/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets over columns: a range of dates, and everything. */
#include "query/docset.h"

struct range_set {
    struct rat_docset set;
    uint64_t low, high; /* as stored in the date column */
};

static uint32_t range_ahead(struct rat_docset *set, uint32_t target)
{
    struct range_set *r = (struct range_set *)set;
    const struct rat_segment *s = set->shared->segment;
    while (target < s->meta.documents) {
        uint64_t low, high;
        rat_numbers_range(&s->dates, target / RAT_WINDOW, &low, &high);
        if (low <= r->high && high >= r->low)
            return target;
        target = (target / RAT_WINDOW + 1) * RAT_WINDOW;
    }
    return RAT_NO_DOCUMENT;
}

static void range_fill(struct rat_docset *set, const struct rat_window *w)
{
    struct range_set *r = (struct range_set *)set;
    const struct rat_segment *s = set->shared->segment;
    for (uint32_t d = w->base; d < w->end; d++) {
        uint32_t local = d - w->base;
        if (w->mask && !(w->mask[local / 64] >> (local % 64) & 1))
            continue;
        uint64_t date = rat_numbers_get(&s->dates, d);
        if (date >= r->low && date <= r->high)
            w->bits[local / 64] |= 1ull << (local % 64);
    }
}

struct rat_docset *rat_docset_range(struct rat_docsets *shared, const struct rat_plan *plan)
{
    struct range_set *r = rat_arena_calloc(shared->arena, 1, sizeof *r);
    if (!r) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return NULL;
    }
    r->set = (struct rat_docset){range_ahead, range_fill, shared->segment->meta.documents, shared, false};
    /* an unknown date is 0 in the column and in no range */
    int32_t from = plan->from == RAT_NO_DATE ? RAT_NO_DATE + 1 : plan->from;
    r->low = (uint32_t)from ^ 0x80000000u;
    r->high = (uint32_t)plan->to ^ 0x80000000u;
    return &r->set;
}

static uint32_t all_ahead(struct rat_docset *set, uint32_t target)
{
    return target < set->shared->segment->meta.documents ? target : RAT_NO_DOCUMENT;
}

static void all_fill(struct rat_docset *set, const struct rat_window *w)
{
    (void)set;
    uint32_t n = w->end - w->base;
    for (uint32_t i = 0; i * 64 < n; i++) {
        uint64_t bits = n - i * 64 >= 64 ? UINT64_MAX : (1ull << (n - i * 64)) - 1;
        w->bits[i] |= w->mask ? bits & w->mask[i] : bits;
    }
}

struct rat_docset *rat_docset_all(struct rat_docsets *shared)
{
    struct rat_docset *set = rat_arena_calloc(shared->arena, 1, sizeof *set);
    if (!set) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return NULL;
    }
    *set = (struct rat_docset){all_ahead, all_fill, shared->segment->meta.documents, shared, false};
    return set;
}
