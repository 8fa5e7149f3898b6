/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clauses that a query repeats: looked for once, worth as much as all of them. */
#include "query/plan.h"

#define HASH_START 0xcbf29ce484222325ull

static uint64_t mix(uint64_t hash, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ at[i]) * 0x100000001b3ull;
    return hash;
}

static uint64_t hash_of(const struct rat_plan *plan, uint64_t hash);

static uint64_t hash_list(struct rat_plan *const *list, uint32_t count, uint64_t hash)
{
    hash = mix(hash, &count, sizeof count);
    for (uint32_t i = 0; i < count; i++)
        hash = hash_of(list[i], hash);
    return hash;
}

static uint64_t hash_of(const struct rat_plan *plan, uint64_t hash)
{
    hash = mix(hash, &plan->kind, sizeof plan->kind);
    hash = mix(hash, &plan->boost, sizeof plan->boost);
    hash = mix(hash, &plan->from, sizeof plan->from);
    hash = mix(hash, &plan->to, sizeof plan->to);
    hash = mix(hash, plan->key, plan->key_size);
    hash = hash_list(plan->must, plan->must_count, hash);
    hash = hash_list(plan->should, plan->should_count, hash);
    return hash_list(plan->must_not, plan->must_not_count, hash);
}

static bool same(const struct rat_plan *a, const struct rat_plan *b);

static bool same_list(struct rat_plan *const *a, uint32_t an, struct rat_plan *const *b, uint32_t bn)
{
    for (uint32_t i = 0; i < an && an == bn; i++)
        if (!same(a[i], b[i]))
            return false;
    return an == bn;
}

/* Everything but the number of the word, which only snippets look at. */
static bool same(const struct rat_plan *a, const struct rat_plan *b)
{
    if (a->kind != b->kind || a->key_size != b->key_size || a->boost != b->boost || a->from != b->from ||
        a->to != b->to || a->title_only != b->title_only || a->slack != b->slack ||
        a->is_ordered != b->is_ordered || a->state != b->state || !a->offsets != !b->offsets)
        return false;
    if (a->key_size && memcmp(a->key, b->key, a->key_size) != 0)
        return false;
    if (a->offsets && a->must_count == b->must_count &&
        memcmp(a->offsets, b->offsets, a->must_count * sizeof *a->offsets) != 0)
        return false;
    return same_list(a->must, a->must_count, b->must, b->must_count) &&
           same_list(a->should, a->should_count, b->should, b->should_count) &&
           same_list(a->must_not, a->must_not_count, b->must_not, b->must_not_count);
}

/* The score of a plan is linear in the boosts of what scores in it. */
void rat_plan_scale(struct rat_plan *plan, float factor)
{
    plan->boost *= factor;
    if (plan->kind != RAT_PLAN_BOOL)
        return;
    for (uint32_t i = 0; i < plan->must_count; i++)
        rat_plan_scale(plan->must[i], factor);
    for (uint32_t i = 0; i < plan->should_count; i++)
        rat_plan_scale(plan->should[i], factor);
}

struct seen {
    uint64_t hash;
    uint32_t times;
};

static rat_status merge_list(struct rat_planner *p, struct rat_plan **list, uint32_t *count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        rat_status st = rat_plan_merge(p, list[i]);
        if (st != RAT_OK)
            return st;
    }
    if (*count < 2)
        return RAT_OK;
    struct seen *seen = rat_arena_calloc(p->arena, *count, sizeof *seen);
    if (!seen)
        return rat_nomem(p->err);
    for (uint32_t i = 0; i < *count; i++) {
        uint64_t hash = hash_of(list[i], HASH_START);
        uint32_t k = 0;
        while (k < kept && (seen[k].hash != hash || !same(list[k], list[i])))
            k++;
        if (k == kept) {
            seen[kept].hash = hash;
            list[kept++] = list[i];
        }
        seen[k].times++;
    }
    for (uint32_t k = 0; k < kept; k++)
        if (seen[k].times > 1)
            rat_plan_scale(list[k], (float)seen[k].times);
    *count = kept;
    return RAT_OK;
}

rat_status rat_plan_merge(struct rat_planner *p, struct rat_plan *plan)
{
    if (plan->kind != RAT_PLAN_BOOL)
        return RAT_OK;
    rat_status st = merge_list(p, plan->must, &plan->must_count);
    if (st == RAT_OK)
        st = merge_list(p, plan->should, &plan->should_count);
    return st == RAT_OK ? merge_list(p, plan->must_not, &plan->must_not_count) : st;
}
