/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words near each other: documents that have all of them, then their places, only of those. */
#include "query/docset.h"

#include "query/near_places.h"

#include <stdlib.h>

struct near_set {
    struct rat_docset set;
    struct rat_docset **children;
    uint32_t count;
    float weight;
    struct rat_near_places places;
    struct rat_buf *scratch;
    uint64_t bits[RAT_WINDOW_WORDS], found[RAT_WINDOW_WORDS];
};

static uint32_t ahead(struct rat_docset *set, uint32_t target)
{
    struct near_set *n = (struct near_set *)set;
    for (uint32_t i = 0; i < n->count && target != RAT_NO_DOCUMENT; i++) {
        uint32_t next = n->children[i]->ahead(n->children[i], target);
        target = next > target ? next : target;
    }
    return target;
}

/* Documents that have something of each. */
static bool candidates(struct near_set *n, const struct rat_window *w)
{
    uint64_t any = 1;
    struct rat_window inner = {w->base, w->end, n->bits, w->mask, NULL, false};
    memset(n->bits, 0, sizeof n->bits);
    for (uint32_t i = 0; i < n->count && any; i++) {
        any = 0;
        if (i) {
            memset(n->found, 0, sizeof n->found);
            inner.bits = n->found;
            inner.mask = n->bits;
        }
        n->children[i]->fill(n->children[i], &inner);
        for (uint32_t k = 0; k < RAT_WINDOW_WORDS; k++) {
            if (i)
                n->bits[k] = n->found[k];
            any |= n->bits[k];
        }
    }
    return any != 0;
}

static void fill(struct rat_docset *set, const struct rat_window *w)
{
    struct near_set *n = (struct near_set *)set;
    struct rat_docsets *shared = set->shared;
    if (shared->status != RAT_OK || rat_deadline_passed(shared->deadline) || !candidates(n, w))
        return;
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++) {
        for (uint64_t left = n->bits[i]; left; left &= left - 1) {
            uint32_t local = i * 64 + (uint32_t)__builtin_ctzll(left), tf;
            struct rat_err err;
            n->places.err = &err;
            rat_status st = rat_near_places_match(&n->places, w->base + local, n->scratch, shared->deadline,
                                                  NULL, NULL, &tf);
            if (st != RAT_OK)
                rat_docsets_fail(shared, st, &err);
            if (st != RAT_OK || shared->deadline->passed)
                return;
            if (tf == 0)
                continue;
            w->bits[i] |= left & -left;
            if (w->scores && n->weight != 0)
                w->scores[local] += rat_bm25(n->weight, tf, shared->norms[shared->lengths[w->base + local]]);
        }
    }
}

static int by_cost(const void *a, const void *b)
{
    const struct rat_docset *x = *(struct rat_docset *const *)a, *y = *(struct rat_docset *const *)b;
    return (x->cost > y->cost) - (x->cost < y->cost);
}

struct rat_docset *rat_docset_near(struct rat_docsets *shared, const struct rat_plan *plan)
{
    struct near_set *n = rat_arena_calloc(shared->arena, 1, sizeof *n);
    struct rat_docset **children = rat_arena_calloc(shared->arena, plan->must_count, sizeof *children);
    struct rat_err err;
    if (!n || !children) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return NULL;
    }
    n->set = (struct rat_docset){ahead, fill, 0, shared, false};
    n->children = children;
    n->weight = plan->boost * plan->idf;
    n->scratch = &shared->positions[0];
    rat_status st =
        rat_near_places_open(&n->places, plan, shared->segment, shared->number, shared->arena, &err);
    rat_docsets_own(shared, &n->places);
    if (st != RAT_OK) {
        rat_docsets_fail(shared, st, &err);
        return NULL;
    }
    for (; n->count < plan->must_count; n->count++)
        if (!(children[n->count] = rat_docset_open(shared, plan->must[n->count])))
            return NULL;
    if (n->count > 1)
        qsort(children, n->count, sizeof(struct rat_docset *), by_cost);
    n->set.cost = children[0]->cost;
    return &n->set;
}
