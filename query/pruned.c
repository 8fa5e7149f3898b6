/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/pruned_internal.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Sums of bounds and scores were rounded in another order than the scores they are compared with. */
#define ROUNDING (1 - 1e-6f)

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
        if (!rat_scored_term_open(shared, plans[i], plans[i]->boost * plans[i]->idf, &term))
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

/* What must not be there first: it is cheap and only takes away. Then the smallest group that must be there. */
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

void rat_pruner_look(struct rat_pruner *p)
{
    float key = rat_topk_threshold(p->run->top);
    p->threshold = key > 0 && p->ties_lose ? nextafterf(key, INFINITY) : key;
    p->threshold = p->seed > p->threshold ? p->seed : p->threshold;
    p->least = p->threshold > 0 ? p->threshold * ROUNDING : -1;
}

bool rat_pruner_allows(struct rat_pruner *p, uint32_t document)
{
    const struct rat_segment *s = p->run->shared->segment;
    if (rat_bit(s->dead, document) || (!p->run->include_hidden && rat_bit(s->hidden, document)))
        return false;
    struct rat_docset *filter = p->run->filter;
    if (!filter)
        return true;
    uint32_t base = document / RAT_WINDOW * RAT_WINDOW;
    if (p->filter_base != base) {
        uint32_t end = s->meta.documents - base < RAT_WINDOW ? s->meta.documents : base + RAT_WINDOW;
        struct rat_window w = {base, end, p->filter_bits, NULL, NULL, true};
        memset(p->filter_bits, 0, sizeof p->filter_bits);
        filter->fill(filter, &w);
        p->filter_base = base;
    }
    return p->filter_bits[(document - base) / 64] >> (document % 64) & 1;
}

rat_status rat_pruner_offer(struct rat_pruner *p, uint32_t document, float score)
{
    if (score < p->threshold || !rat_pruner_allows(p, document))
        return RAT_OK;
    struct rat_pruned *run = p->run;
    const struct rat_segment *s = run->shared->segment;
    uint32_t docnum = (uint32_t)rat_numbers_get(&s->docnums, document);
    struct rat_entry entry = {score, score, docnum, run->segment, document, 0};
    run->total += !run->count;
    rat_status st = rat_topk_add(run->top, &entry);
    rat_pruner_look(p);
    return st;
}

/* The k-th best score of one term among its most promising blocks: k documents score at least that. */
static void seed_from(struct rat_pruner *p, struct rat_scored_term *t, size_t k)
{
    enum { BLOCKS = 4, K_MAX = 128 };
    float best[K_MAX];
    size_t held = 0;
    uint32_t seen[BLOCKS], count = 0;
    if (k > K_MAX || t->documents < k)
        return;
    while (count < BLOCKS && count < t->blocks) {
        uint32_t pick = UINT32_MAX;
        for (uint32_t b = 0; b < t->blocks; b++) {
            bool is_new = true;
            for (uint32_t i = 0; i < count; i++)
                is_new = is_new && seen[i] != b;
            if (is_new && (pick == UINT32_MAX || t->bounds[b] > t->bounds[pick]))
                pick = b;
        }
        seen[count++] = pick;
        if (!rat_scored_block(t, pick))
            return; /* latched; found again later */
        uint32_t n = rat_scored_reach(t, held == k ? best[k - 1] : 0, p->found.documents, p->found.scores);
        for (uint32_t i = 0; i < n; i++) {
            float score = p->found.scores[i];
            if ((held == k && score <= best[k - 1]) || !rat_pruner_allows(p, p->found.documents[i]))
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

/* ---- candidates ---- */

float rat_pruner_most(struct rat_pruner *p, uint32_t first, uint32_t from, uint32_t to)
{
    float rest = 0;
    for (uint32_t g = p->other_count; g-- > 0;) {
        struct rat_term_group *group = &p->others[g];
        float before = rest;
        if (group->role == RAT_ROLE_NOT)
            continue;
        for (uint32_t i = group->count; i-- > 0;) {
            struct rat_scored_term *t = group->terms[i];
            t->rest = rest;
            t->most_here = rat_scored_most_in(t, from, to);
            rest += t->most_here;
        }
        if (group->role == RAT_ROLE_ANY && rest == before)
            return -1;
    }
    for (uint32_t i = p->lead->count; i-- > first;) {
        struct rat_scored_term *t = p->lead->terms[i];
        t->rest = rest;
        t->most_here = rat_scored_most_in(t, from, to);
        rest += t->most_here;
    }
    return rest;
}

static void drop_by_met(struct rat_candidates *c, uint8_t wanted)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        c->documents[kept] = c->documents[i];
        c->scores[kept] = c->scores[i];
        kept += c->met[i] == wanted;
    }
    c->count = kept;
}

/* Candidates [i, j) lie in one block of t. Adds what they score, and moves those that go on to `kept`. */
static uint32_t meet_block(struct rat_pruner *p, struct rat_scored_term *t, uint32_t i, uint32_t j,
                           uint32_t kept, bool drop)
{
    struct rat_candidates *c = &p->found;
    struct rat_postings *list = &t->postings;
    uint16_t which[RAT_CANDIDATES + RAT_PRUNING_PAD];
    uint8_t where[RAT_CANDIDATES + RAT_PRUNING_PAD];
    uint32_t met = p->kernels->match(c->documents + i, j - i, list->documents, list->held, which, where);
    if (met && !rat_postings_tfs(list))
        return kept;
    for (uint32_t m = 0; m < met; m++) {
        uint32_t at = i + which[m];
        c->scores[at] += rat_scored_score(t, c->documents[at], list->tfs[where[m]]);
        c->met[at] = 1;
    }
    for (uint32_t m = 0, n = drop ? met : j - i; m < n; m++) {
        uint32_t at = i + (drop ? which[m] : m);
        uint8_t was_met = c->met[at];
        c->documents[kept] = c->documents[at];
        c->scores[kept] = c->scores[at];
        c->met[kept] = was_met;
        kept += !rat_pruner_hopeless(p, c->scores[at], t->rest);
    }
    return kept;
}

/* Adds the term's scores to the candidates, notes which met it, and drops those that cannot reach the threshold any more;
 * drop: and those that did not meet it. */
static rat_status add_term(struct rat_pruner *p, struct rat_scored_term *t, bool drop)
{
    struct rat_candidates *c = &p->found;
    uint32_t kept = 0, j;
    for (uint32_t i = 0; i < c->count; i = j) {
        uint32_t block = rat_scored_seek(t, c->documents[i]);
        uint32_t last = block < t->blocks ? rat_scored_last(t, block) : UINT32_MAX;
        float best = c->scores[i], most = block < t->blocks ? t->bounds[block] : 0;
        for (j = i + 1; j < c->count && c->documents[j] <= last; j++)
            best = c->scores[j] > best ? c->scores[j] : best;
        if (rat_pruner_hopeless(p, best + most, t->rest) || (drop && block == t->blocks))
            continue;
        if (block < t->blocks) {
            if (!rat_scored_go(t, block))
                return t->postings.status;
            kept = meet_block(p, t, i, j, kept, drop);
            continue;
        }
        for (; i < j; i++) {
            c->documents[kept] = c->documents[i];
            c->scores[kept] = c->scores[i];
            c->met[kept] = c->met[i];
            kept += !rat_pruner_hopeless(p, c->scores[i], t->rest);
        }
    }
    c->count = kept;
    return t->postings.status;
}

static rat_status add_group(struct rat_pruner *p, struct rat_term_group *group)
{
    struct rat_candidates *c = &p->found;
    bool one = group->role == RAT_ROLE_ANY && group->count == 1;
    rat_status st = RAT_OK;
    memset(c->met, 0, c->count);
    for (uint32_t i = 0; st == RAT_OK && i < group->count && c->count; i++)
        st = add_term(p, group->terms[i], one);
    if (group->role == RAT_ROLE_ANY && !one)
        drop_by_met(c, 1);
    return st;
}

/* A term that must not be there adds nothing, so its scores are thrown away again. */
static rat_status take_away(struct rat_pruner *p, struct rat_scored_term *t)
{
    struct rat_candidates *c = &p->found;
    uint16_t which[RAT_CANDIDATES + RAT_PRUNING_PAD];
    uint8_t where[RAT_CANDIDATES + RAT_PRUNING_PAD];
    memset(c->met, 0, c->count);
    for (uint32_t i = 0, j; i < c->count; i = j) {
        uint32_t block = rat_scored_seek(t, c->documents[i]);
        if (block == t->blocks)
            break;
        uint32_t last = rat_scored_last(t, block);
        for (j = i + 1; j < c->count && c->documents[j] <= last;)
            j++;
        if (!rat_scored_go(t, block))
            return t->postings.status;
        uint32_t met =
            p->kernels->match(c->documents + i, j - i, t->postings.documents, t->postings.held, which, where);
        for (uint32_t m = 0; m < met; m++)
            c->met[i + which[m]] = 1;
    }
    drop_by_met(c, 0);
    return RAT_OK;
}

rat_status rat_pruner_finish(struct rat_pruner *p, uint32_t first)
{
    struct rat_candidates *c = &p->found;
    rat_status st = RAT_OK;
    memset(c->met, 0, c->count);
    for (uint32_t i = first; st == RAT_OK && i < p->lead->count && c->count; i++)
        st = add_term(p, p->lead->terms[i], false);
    for (uint32_t g = 0; st == RAT_OK && g < p->other_count && c->count; g++) {
        struct rat_term_group *group = &p->others[g];
        if (group->role != RAT_ROLE_NOT)
            st = add_group(p, group);
        for (uint32_t i = 0; st == RAT_OK && group->role == RAT_ROLE_NOT && i < group->count; i++)
            st = take_away(p, group->terms[i]);
    }
    for (uint32_t i = 0; st == RAT_OK && i < c->count; i++)
        st = rat_pruner_offer(p, c->documents[i], c->scores[i]);
    c->count = 0;
    return st;
}

/* ---- a segment ---- */

static bool ties_lose(const struct rat_pruned *run)
{
    const struct rat_segment *s = run->shared->segment;
    if (!s->meta.docnums_ascend || s->meta.documents == 0)
        return false;
    return rat_topk_is_before(run->top, rat_numbers_get(&s->docnums, 0));
}

static bool open_candidates(struct rat_pruner *p)
{
    struct rat_arena *arena = p->run->shared->arena;
    struct rat_candidates *c = &p->found;
    size_t n = RAT_CANDIDATES + RAT_PRUNING_PAD;
    c->documents = rat_arena_alloc(arena, n * sizeof *c->documents);
    c->scores = rat_arena_alloc(arena, n * sizeof *c->scores);
    c->met = rat_arena_alloc(arena, n);
    if (c->documents && c->scores && c->met)
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
    for (uint32_t i = 0; i < 2 && i < p->lead->count && p->other_count == 0 && !run->filter; i++)
        seed_from(p, p->lead->terms[i], run->top->limit);
    rat_pruner_look(p);
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
                           .filter_base = RAT_NO_DOCUMENT,
                           .ties_lose = ties_lose(run)};
    if (!open_candidates(&p))
        return shared->status;
    rat_pruner_look(&p);
    rat_status st = plan->kind == RAT_PLAN_PHRASE ? rat_pruned_phrase(&p, plan) : run_groups(&p, plan);
    if (st == RAT_ENOMEM)
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
    return shared->status;
}
