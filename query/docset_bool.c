/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/docset.h"
#include "query/scored_bits.h"

#include <stdlib.h>

struct bool_set {
    struct rat_docset set;
    struct rat_docset **must, **should, **must_not;
    uint32_t must_count, should_count, must_not_count;
    uint64_t *bits, *found; /* RAT_WINDOW_WORDS each */
    float *scores;          /* RAT_WINDOW, all 0 between calls */
    bool all_score;         /* every one of should: rat_docset.always_scores */
};

static uint32_t ahead(struct rat_docset *set, uint32_t target)
{
    struct bool_set *b = (struct bool_set *)set;
    uint32_t documents = set->shared->segment->meta.documents;
    if (b->must_count) {
        /* the furthest of the required sets, until they agree on a place */
        for (uint32_t i = 0; i < b->must_count && target != RAT_NO_DOCUMENT; i++) {
            uint32_t next = b->must[i]->ahead(b->must[i], target);
            if (next > target)
                target = next;
        }
        return target;
    }
    if (b->should_count == 0)
        return target < documents ? target : RAT_NO_DOCUMENT;
    uint32_t nearest = RAT_NO_DOCUMENT;
    for (uint32_t i = 0; i < b->should_count && nearest > target; i++) {
        uint32_t next = b->should[i]->ahead(b->should[i], target);
        nearest = next < nearest ? next : nearest;
    }
    return nearest;
}

static bool any_bit(const uint64_t *bits)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++)
        all |= bits[i];
    return all != 0;
}

static void clear(uint64_t *bits)
{
    memset(bits, 0, RAT_WINDOW_WORDS * sizeof *bits);
}

static void exclude(struct bool_set *b, const struct rat_window *w)
{
    struct rat_window inner = {w->base, w->end, b->found, b->bits, NULL, false};
    for (uint32_t i = 0; i < b->must_not_count; i++) {
        clear(b->found);
        b->must_not[i]->fill(b->must_not[i], &inner);
        for (uint32_t k = 0; k < RAT_WINDOW_WORDS; k++)
            b->bits[k] &= ~b->found[k];
    }
}

/* The required sets one after the other, each looking only at what is left. */
static void intersect(struct bool_set *b, const struct rat_window *w, float *scores)
{
    struct rat_window inner = {w->base, w->end, b->bits, w->mask, scores, false};
    b->must[0]->fill(b->must[0], &inner);
    inner.bits = b->found;
    inner.mask = b->bits;
    for (uint32_t i = 1; i < b->must_count && any_bit(b->bits); i++) {
        clear(b->found);
        b->must[i]->fill(b->must[i], &inner);
        memcpy(b->bits, b->found, RAT_WINDOW_WORDS * sizeof *b->bits);
    }
}

static void every(const struct rat_window *w, uint64_t *bits)
{
    uint32_t n = w->end - w->base;
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++) {
        uint32_t left = n > i * 64 ? n - i * 64 : 0;
        bits[i] = left >= 64 ? UINT64_MAX : (1ull << left) - 1;
        if (w->mask)
            bits[i] &= w->mask[i];
    }
}

/* Gives bits and scores of matches to the caller and leaves the own scores clean. */
static void hand_over(struct bool_set *b, const struct rat_window *w)
{
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++) {
        w->bits[i] |= b->bits[i];
        if (!w->scores)
            continue;
        for (uint64_t left = b->bits[i]; left; left &= left - 1) {
            uint32_t local = i * 64 + (uint32_t)__builtin_ctzll(left);
            w->scores[local] += b->scores[local];
        }
    }
    if (w->scores)
        memset(b->scores, 0, RAT_WINDOW * sizeof *b->scores);
}

static void fill(struct rat_docset *set, const struct rat_window *w)
{
    struct bool_set *b = (struct bool_set *)set;
    if (b->must_count + b->must_not_count == 0) {
        /* a plain OR adds up right where the caller looks; a bit per posting would cost more than its score */
        bool by_score = w->fresh && w->scores && !w->mask && b->all_score;
        struct rat_window inner = {w->base, w->end, by_score ? NULL : w->bits, w->mask, w->scores, false};
        for (uint32_t i = 0; i < b->should_count; i++)
            b->should[i]->fill(b->should[i], &inner);
        if (by_score)
            rat_scored_bits_of(rat_cpu_level())(w->scores, w->bits);
        return;
    }
    float *scores = w->scores ? b->scores : NULL;
    clear(b->bits);
    if (b->must_count) {
        intersect(b, w, scores);
    } else if (b->should_count) {
        struct rat_window inner = {w->base, w->end, b->bits, w->mask, scores, false};
        for (uint32_t i = 0; i < b->should_count; i++)
            b->should[i]->fill(b->should[i], &inner);
    } else {
        every(w, b->bits);
    }
    if (any_bit(b->bits))
        exclude(b, w);
    if (scores && b->must_count && any_bit(b->bits)) {
        struct rat_window inner = {w->base, w->end, b->found, b->bits, scores, false};
        for (uint32_t i = 0; i < b->should_count; i++)
            b->should[i]->fill(b->should[i], &inner);
    }
    hand_over(b, w);
}

static bool open_list(struct rat_docsets *shared, struct rat_plan **plans, uint32_t count,
                      struct rat_docset ***out)
{
    *out = rat_arena_calloc(shared->arena, count, sizeof(struct rat_docset *));
    if (!*out) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return false;
    }
    for (uint32_t i = 0; i < count; i++)
        if (!((*out)[i] = rat_docset_open(shared, plans[i])))
            return false;
    return true;
}

static int by_cost(const void *a, const void *b)
{
    const struct rat_docset *x = *(struct rat_docset *const *)a, *y = *(struct rat_docset *const *)b;
    return (x->cost > y->cost) - (x->cost < y->cost);
}

static void set_cost(struct bool_set *b)
{
    uint64_t cost = 0;
    if (b->must_count) {
        cost = b->must[0]->cost;
    } else if (b->should_count) {
        for (uint32_t i = 0; i < b->should_count; i++)
            cost += b->should[i]->cost;
    } else {
        cost = b->set.shared->segment->meta.documents;
    }
    b->set.cost = cost;
}

struct rat_docset *rat_docset_bool(struct rat_docsets *shared, const struct rat_plan *plan)
{
    struct bool_set *b = rat_arena_calloc(shared->arena, 1, sizeof *b);
    if (!b) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return NULL;
    }
    b->set = (struct rat_docset){ahead, fill, 0, shared, false};
    if (!open_list(shared, plan->must, plan->must_count, &b->must) ||
        !open_list(shared, plan->should, plan->should_count, &b->should) ||
        !open_list(shared, plan->must_not, plan->must_not_count, &b->must_not))
        return NULL;
    b->must_count = plan->must_count;
    b->should_count = plan->should_count;
    b->must_not_count = plan->must_not_count;
    if (b->must_count > 1)
        qsort(b->must, b->must_count, sizeof(struct rat_docset *), by_cost);
    set_cost(b);
    b->all_score = true;
    for (uint32_t i = 0; i < b->should_count; i++)
        b->all_score = b->all_score && b->should[i]->always_scores;
    if (b->must_count + b->must_not_count) {
        b->bits = rat_arena_calloc(shared->arena, RAT_WINDOW_WORDS, sizeof *b->bits);
        b->found = rat_arena_calloc(shared->arena, RAT_WINDOW_WORDS, sizeof *b->found);
        b->scores = rat_arena_calloc(shared->arena, RAT_WINDOW, sizeof *b->scores);
        if (!b->bits || !b->found || !b->scores) {
            rat_docsets_fail(shared, RAT_ENOMEM, NULL);
            return NULL;
        }
    }
    return &b->set;
}
