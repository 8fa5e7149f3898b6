/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/pruned_internal.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Sums of bounds and scores were rounded in another order than the scores they are compared with. */
static float rounding_of(const struct rat_pruner *p)
{
    uint32_t terms = p->lead->count;
    for (uint32_t g = 0; g < p->other_count; g++)
        terms += p->others[g].count;
    return 1 - 1e-6f - 2 * (float)terms * FLT_EPSILON;
}

/* ---- the plan as groups ---- */

static bool is_scoring_term(const struct rat_plan *plan)
{
    return plan->kind == RAT_PLAN_TERM && plan->boost > 0;
}

static bool are_terms(struct rat_plan *const *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!is_scoring_term(list[i]))
            return false;
    return true;
}

static bool is_any_of_terms(const struct rat_plan *plan)
{
    return plan->kind == RAT_PLAN_BOOL && plan->must_count + plan->must_not_count == 0 &&
           plan->should_count && are_terms(plan->should, plan->should_count);
}

bool rat_pruned_counts(const struct rat_plan *plan)
{
    return is_scoring_term(plan) || is_any_of_terms(plan);
}

bool rat_pruned_fits(const struct rat_plan *plan)
{
    if (rat_pruned_counts(plan) || (plan->kind == RAT_PLAN_PHRASE && plan->boost > 0 && plan->must_count > 1))
        return true;
    if (plan->kind != RAT_PLAN_BOOL || plan->must_count == 0 || !are_terms(plan->should, plan->should_count))
        return false;
    for (uint32_t i = 0; i < plan->must_count; i++)
        if (!rat_pruned_counts(plan->must[i]))
            return false;
    for (uint32_t i = 0; i < plan->must_not_count; i++)
        if (plan->must_not[i]->kind != RAT_PLAN_TERM && !is_any_of_terms(plan->must_not[i]))
            return false;
    return true;
}

static int by_weight(const void *a, const void *b)
{
    const struct rat_scored_term *x = *(struct rat_scored_term *const *)a,
                                 *y = *(struct rat_scored_term *const *)b;
    return (x->weight < y->weight) - (x->weight > y->weight);
}

/* Those of the terms that the segment has. */
static bool open_group(struct rat_docsets *shared, enum rat_role role, struct rat_plan *const *plans,
                       uint32_t count, struct rat_term_group *group)
{
    *group = (struct rat_term_group){.role = role};
    group->terms = rat_arena_calloc(shared->arena, count, sizeof(struct rat_scored_term *));
    if (!group->terms) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct rat_scored_term *term;
        float weight = role == RAT_ROLE_NOT ? 0 : plans[i]->boost * plans[i]->idf;
        if (!rat_scored_term_open(shared, plans[i], weight, &term))
            return false;
        if (!term)
            continue;
        group->terms[group->count++] = term;
        group->documents += term->documents;
    }
    if (group->count > 1)
        qsort(group->terms, group->count, sizeof(struct rat_scored_term *), by_weight);
    return true;
}

static bool open_child(struct rat_docsets *shared, enum rat_role role, struct rat_plan *plan,
                       struct rat_term_group *group)
{
    return plan->kind == RAT_PLAN_TERM ? open_group(shared, role, &plan, 1, group)
                                       : open_group(shared, role, plan->should, plan->should_count, group);
}

/* The smallest group that must be there leads; what must not be there takes away before what only adds. */
static int by_cost(const void *a, const void *b)
{
    const struct rat_term_group *x = a, *y = b;
    int rank[] = {[RAT_ROLE_NOT] = 1, [RAT_ROLE_ANY] = 0, [RAT_ROLE_ADDS] = 2};
    if (rank[x->role] != rank[y->role])
        return rank[x->role] - rank[y->role];
    return (x->documents > y->documents) - (x->documents < y->documents);
}

static bool open_groups(struct rat_pruner *p, struct rat_plan *plan)
{
    struct rat_docsets *shared = p->run->shared;
    uint32_t count = plan->must_count + plan->must_not_count + 1, n = 0;
    struct rat_term_group *groups = rat_arena_calloc(shared->arena, count, sizeof *groups);
    if (!groups) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return false;
    }
    p->lead = groups;
    p->others = groups + 1;
    if (plan->kind == RAT_PLAN_TERM)
        return open_group(shared, RAT_ROLE_ANY, &plan, 1, groups);
    if (plan->must_count == 0)
        return open_group(shared, RAT_ROLE_ANY, plan->should, plan->should_count, groups);
    for (uint32_t i = 0; i < plan->must_count; i++)
        if (!open_child(shared, RAT_ROLE_ANY, plan->must[i], &groups[n++]))
            return false;
    for (uint32_t i = 0; i < plan->must_not_count; i++)
        if (!open_child(shared, RAT_ROLE_NOT, plan->must_not[i], &groups[n++]))
            return false;
    if (plan->should_count &&
        !open_group(shared, RAT_ROLE_ADDS, plan->should, plan->should_count, &groups[n++]))
        return false;
    qsort(groups, n, sizeof *groups, by_cost);
    p->other_count = n - 1;
    return true;
}

/* ---- the threshold ---- */

/* Reads the threshold from the heap again. */
static void look(struct rat_pruner *p)
{
    float key = rat_topk_threshold(p->run->top);
    p->threshold = key > 0 && p->ties_lose ? nextafterf(key, INFINITY) : key;
    p->threshold = p->seed > p->threshold ? p->seed : p->threshold;
    p->least = p->threshold > 0 ? p->threshold * p->rounding : -1;
}

bool rat_pruner_is_alive(const struct rat_pruner *p, uint32_t document)
{
    const struct rat_segment *s = p->run->shared->segment;
    return !rat_bit(s->dead, document) && (p->run->include_hidden || !rat_bit(s->hidden, document));
}

static bool passes(struct rat_pruner *p, uint32_t document)
{
    const struct rat_segment *s = p->run->shared->segment;
    uint32_t base = document / RAT_WINDOW * RAT_WINDOW;
    if (p->filter_base != base) {
        uint32_t end = s->meta.documents - base < RAT_WINDOW ? s->meta.documents : base + RAT_WINDOW;
        struct rat_window w = {base, end, p->filter_bits, NULL, NULL, true};
        memset(p->filter_bits, 0, sizeof p->filter_bits);
        p->run->filter->fill(p->run->filter, &w);
        p->filter_base = base;
    }
    return p->filter_bits[(document - base) / 64] >> (document % 64) & 1;
}

void rat_pruner_filter(struct rat_pruner *p)
{
    struct rat_candidates *c = &p->found;
    uint32_t kept = 0;
    if (!p->run->filter)
        return;
    for (uint32_t i = 0; i < c->count; i++) {
        c->documents[kept] = c->documents[i];
        c->scores[kept] = c->scores[i];
        c->places[kept] = c->places[i];
        kept += passes(p, c->documents[i]);
    }
    c->count = kept;
}

rat_status rat_pruner_offer(struct rat_pruner *p, uint32_t document, float score)
{
    if (score < p->threshold || !rat_pruner_is_alive(p, document))
        return RAT_OK;
    struct rat_pruned *run = p->run;
    uint32_t docnum = (uint32_t)rat_numbers_at(&p->docnums, document);
    struct rat_entry entry = {score, score, docnum, run->segment, document, 0};
    run->total += !run->count;
    rat_status st = rat_topk_add(run->top, &entry);
    look(p);
    return st;
}

#define SEED_BLOCKS 4u

/* The blocks with the greatest bounds, the greatest first; how many. */
static uint32_t best_blocks(const struct rat_scored_term *t, uint32_t *best)
{
    uint32_t held = 0;
    for (uint32_t b = 0; b < t->blocks; b++) {
        if (held == SEED_BLOCKS && t->bounds[b] <= t->bounds[best[held - 1]])
            continue;
        uint32_t at = held < SEED_BLOCKS ? held++ : held - 1;
        for (; at && t->bounds[best[at - 1]] < t->bounds[b]; at--)
            best[at] = best[at - 1];
        best[at] = b;
    }
    return held;
}

/* The k-th best score of one term among its most promising blocks: k documents score at least that. */
static void seed_from(struct rat_pruner *p, struct rat_scored_term *t, size_t k)
{
    enum { K_MAX = 128 };
    float best[K_MAX];
    size_t held = 0;
    uint32_t blocks[SEED_BLOCKS];
    if (k > K_MAX || t->documents < k)
        return;
    for (uint32_t i = 0, count = best_blocks(t, blocks); i < count; i++) {
        if (!rat_scored_block(t, blocks[i]))
            return; /* latched; found again later */
        uint32_t n = rat_scored_reach(t, held == k ? best[k - 1] : 0, p->found.documents, p->found.scores,
                                      p->found.places);
        for (uint32_t m = 0; m < n; m++) {
            float score = p->found.scores[m];
            if ((held == k && score <= best[k - 1]) || !rat_pruner_is_alive(p, p->found.documents[m]))
                continue;
            size_t at = held < k ? held++ : k - 1;
            for (; at && best[at - 1] < score; at--)
                best[at] = best[at - 1];
            best[at] = score;
        }
    }
    if (held == k && best[k - 1] > p->seed)
        p->seed = best[k - 1];
}

/* ---- a segment ---- */

void *rat_pruner_zeros(struct rat_pruner *p)
{
    if (!p->zeros)
        p->zeros = rat_arena_calloc(p->run->shared->arena, RAT_PRUNED_ZEROS, 1);
    return p->zeros;
}

static bool ties_lose(const struct rat_pruner *p)
{
    const struct rat_segment *s = p->run->shared->segment;
    if (!s->meta.docnums_ascend || s->meta.documents == 0)
        return false;
    return rat_topk_is_before(p->run->top, rat_numbers_at(&p->docnums, 0));
}

static bool open_candidates(struct rat_pruner *p)
{
    struct rat_arena *arena = p->run->shared->arena;
    struct rat_candidates *c = &p->found;
    size_t n = RAT_CANDIDATES + RAT_PRUNING_PAD;
    c->documents = rat_arena_alloc(arena, n * sizeof *c->documents);
    c->scores = rat_arena_alloc(arena, n * sizeof *c->scores);
    c->met = rat_arena_alloc(arena, n);
    c->places = rat_arena_alloc(arena, n);
    if (c->documents && c->scores && c->met && c->places)
        return true;
    rat_docsets_fail(p->run->shared, RAT_ENOMEM, NULL);
    return false;
}

static bool is_lacking(const struct rat_pruner *p)
{
    bool lacking = p->lead->count == 0;
    for (uint32_t g = 0; g < p->other_count; g++)
        lacking |= p->others[g].role == RAT_ROLE_ANY && p->others[g].count == 0;
    return lacking;
}

static void latch(struct rat_pruner *p, const struct rat_term_group *group)
{
    for (uint32_t i = 0; i < group->count; i++) {
        struct rat_postings *list = &group->terms[i]->postings;
        if (list->status != RAT_OK)
            rat_docsets_fail(p->run->shared, list->status, &list->err);
    }
}

static rat_status run_groups(struct rat_pruner *p, struct rat_plan *plan)
{
    struct rat_pruned *run = p->run;
    struct rat_docsets *shared = run->shared;
    if (!open_groups(p, plan) || is_lacking(p))
        return shared->status;
    for (uint32_t g = 0; g < p->other_count; g++)
        for (uint32_t i = 0; p->others[g].role != RAT_ROLE_NOT && i < p->others[g].count; i++)
            p->others_most += p->others[g].terms[i]->most;
    p->rounding = rounding_of(p);
    for (uint32_t i = 0; i < 2 && i < p->lead->count && p->other_count == 0 && !run->filter; i++)
        seed_from(p, p->lead->terms[i], run->top->limit);
    look(p);
    rat_status st = run->count ? rat_pruned_count(p) : RAT_OK;
    for (uint32_t i = 0; run->count && i < p->lead->count; i++)
        p->lead->terms[i]->at = 0;
    if (st == RAT_OK)
        st = p->lead->count == 1 ? rat_pruned_lists(p, 0, shared->segment->meta.documents - 1)
                                 : rat_pruned_windows(p);
    latch(p, p->lead);
    for (uint32_t g = 0; g < p->other_count; g++)
        latch(p, &p->others[g]);
    return st;
}

rat_status rat_pruned_run(struct rat_pruned *run, struct rat_plan *plan)
{
    struct rat_docsets *shared = run->shared;
    struct rat_pruner p = {.run = run,
                           .kernels = rat_pruning_kernels_of(rat_cpu_level()),
                           .docnums = rat_numbers_look(&shared->segment->docnums),
                           .filter_base = RAT_NO_DOCUMENT,
                           .rounding = 1};
    p.ties_lose = ties_lose(&p);
    if (!open_candidates(&p))
        return shared->status;
    look(&p);
    rat_status st = plan->kind == RAT_PLAN_PHRASE ? rat_pruned_phrase(&p, plan) : run_groups(&p, plan);
    if (st == RAT_ENOMEM)
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
    return shared->status;
}
