/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Document frequencies of a plan's terms over all segments. */
#include "query/plan_internal.h"

#include <math.h>

float rat_idf(uint64_t documents, uint64_t df)
{
    /* df counts dead documents until a merge drops them, documents does not: never below 0 for all that */
    double n = (double)documents, d = (double)(df < documents ? df : documents);
    return (float)log(1 + (n - d + 0.5) / (d + 0.5));
}

static rat_status count_term(struct rat_planner *p, struct rat_plan *term)
{
    uint32_t segments = p->snapshot->manifest.segment_count;
    struct rat_term_info *found = rat_arena_calloc(p->arena, segments, sizeof *found);
    if (!found)
        return OUT_OF_MEMORY(p);
    term->df = 0;
    for (uint32_t i = 0; i < segments; i++) {
        rat_status st = rat_dictionary_find(&p->snapshot->segments[i]->dictionary, term->key, term->key_size,
                                            &found[i], p->err);
        if (st == RAT_ENOTFOUND)
            found[i].documents = 0;
        else if (st != RAT_OK)
            return st;
        term->df += found[i].documents;
    }
    term->found = found;
    term->idf = rat_idf(p->snapshot->documents, term->df);
    return RAT_OK;
}

static rat_status too_many_terms(struct rat_planner *p, const struct rat_plan *prefix)
{
    rat_fail(p->err, RAT_ELIMIT, _("„%.*s*“ steht für mehr als %u Wörter"), (int)prefix->key_size - 1,
             (const char *)prefix->key + 1, RAT_PREFIX_TERMS_MAX);
    rat_err_hint(p->err, "%s", _("Vor dem Stern mehr Buchstaben angeben"));
    return RAT_ELIMIT;
}

/* How many terms a prefix stands for, and with several segments their frequencies over all. */
static rat_status count_prefix(struct rat_planner *p, struct rat_plan *prefix)
{
    uint32_t segments = p->snapshot->manifest.segment_count, seen = 0;
    struct rat_plan_expansion *x = segments > 1 ? rat_arena_calloc(p->arena, 1, sizeof *x) : NULL;
    if (segments > 1 && !x)
        return OUT_OF_MEMORY(p);
    if (x)
        rat_strmap_init(&x->terms);
    prefix->expansion = x;
    for (uint32_t i = 0; i < segments; i++) {
        struct rat_term_walk walk;
        rat_status st = rat_term_walk_seek(&walk, &p->snapshot->segments[i]->dictionary, prefix->key,
                                           prefix->key_size, p->err);
        while (st == RAT_OK && (st = rat_term_walk_next(&walk, p->err)) == RAT_OK) {
            bool added = true;
            uint32_t number = 0;
            if (walk.key_size < prefix->key_size || memcmp(walk.key, prefix->key, prefix->key_size) != 0)
                break;
            if (x && (number = rat_strmap_add(&x->terms, walk.key, walk.key_size, &added)) == RAT_STRMAP_NONE)
                return OUT_OF_MEMORY(p);
            if (x && added)
                rat_buf_zero(&x->df, sizeof(uint64_t));
            if (x && x->df.failed)
                return OUT_OF_MEMORY(p);
            if (x)
                ((uint64_t *)(void *)x->df.data)[number] += walk.info.documents;
            seen += added;
            if (rat_deadline_passed(p->deadline))
                return RAT_OK;
            if (seen > RAT_PREFIX_TERMS_MAX)
                return too_many_terms(p, prefix);
        }
        if (st != RAT_OK && st != RAT_END)
            return st;
    }
    return RAT_OK;
}

static void release_plans(struct rat_plan **list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        rat_plan_release(list[i]);
}

void rat_plan_release(struct rat_plan *plan)
{
    if (!plan)
        return;
    if (plan->expansion) {
        rat_strmap_release(&plan->expansion->terms);
        rat_buf_release(&plan->expansion->df);
        plan->expansion = NULL;
    }
    release_plans(plan->must, plan->must_count);
    release_plans(plan->should, plan->should_count);
    release_plans(plan->must_not, plan->must_not_count);
}

static rat_status count_list(struct rat_planner *p, struct rat_plan **list, uint32_t count)
{
    rat_status st = RAT_OK;
    for (uint32_t i = 0; i < count && st == RAT_OK; i++)
        st = rat_plan_count(p, list[i]);
    return st;
}

/* At least as many documents have the word as have it in one place. */
static void count_word(const struct rat_planner *p, struct rat_plan *plan)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < plan->should_count; i++) {
        uint64_t df = plan->should[i]->df;
        most = df > most ? df : most;
    }
    plan->df = most;
    plan->idf = rat_idf(p->snapshot->documents, plan->df);
}

/* Of what stands for one word: that of the most frequent. */
static float least_idf(const struct rat_planner *p, const struct rat_plan *plan)
{
    float least = INFINITY;
    if (plan->kind == RAT_PLAN_TERM || plan->kind == RAT_PLAN_PHRASE)
        return plan->idf;
    for (uint32_t i = 0; plan->kind == RAT_PLAN_ANY_OF && i < plan->listed->count; i++) {
        float idf = rat_idf(p->snapshot->documents, plan->listed->items[i].df);
        least = idf < least ? idf : least;
    }
    for (uint32_t i = 0; plan->kind == RAT_PLAN_BOOL && i < plan->should_count; i++) {
        float idf = least_idf(p, plan->should[i]);
        least = idf < least ? idf : least;
    }
    return isinf(least) ? rat_idf(p->snapshot->documents, 0) : least;
}

rat_status rat_plan_count(struct rat_planner *p, struct rat_plan *plan)
{
    if (rat_deadline_passed(p->deadline))
        return RAT_OK;
    if (plan->kind == RAT_PLAN_TERM)
        return count_term(p, plan);
    if (plan->kind == RAT_PLAN_PREFIX)
        return count_prefix(p, plan);
    if (plan->kind != RAT_PLAN_BOOL && plan->kind != RAT_PLAN_PHRASE && plan->kind != RAT_PLAN_WORD &&
        plan->kind != RAT_PLAN_NEAR)
        return RAT_OK;
    rat_status st = count_list(p, plan->must, plan->must_count);
    if (st == RAT_OK)
        st = count_list(p, plan->should, plan->should_count);
    if (st == RAT_OK)
        st = count_list(p, plan->must_not, plan->must_not_count);
    if (plan->kind == RAT_PLAN_WORD)
        count_word(p, plan);
    if (plan->kind == RAT_PLAN_NEAR) {
        plan->idf = 0;
        for (uint32_t i = 0; i < plan->must_count; i++)
            plan->idf += least_idf(p, plan->must[i]);
    }
    if (plan->kind == RAT_PLAN_PHRASE) {
        plan->idf = 0; /* as Lucene's PhraseQuery: the sum over its words */
        for (uint32_t i = 0; i < plan->must_count; i++)
            plan->idf += plan->must[i]->idf;
    }
    return st;
}
