/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Candidates on their way through the terms that did not find them: each adds, decides, or takes away. */
#include "query/pruned_internal.h"

float rat_pruner_most(struct rat_pruner *p, uint32_t first, uint32_t from, uint32_t to)
{
    float rest = 0;
    for (uint32_t g = p->other_count; g-- > 0;) {
        struct rat_term_group *group = &p->others[g];
        bool any = false;
        if (group->role == RAT_ROLE_NOT)
            continue;
        for (uint32_t i = group->count; i-- > 0;) {
            struct rat_scored_term *t = group->terms[i];
            t->rest = rest;
            t->most_here = rat_scored_most_in(t, from, to);
            rest += t->most_here;
            any = any || t->most_here > 0;
        }
        if (group->role == RAT_ROLE_ANY && !any)
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
    uint32_t kept = 0, block;
    for (uint32_t i = 0, j; i < c->count; i = j) {
        j = rat_candidates_in_block(c, t, i, &block);
        float best = c->scores[i], most = block < t->blocks ? t->bounds[block] : 0;
        for (uint32_t k = i + 1; k < j; k++)
            best = c->scores[k] > best ? c->scores[k] : best;
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

/* Drops the candidates that have a term which must not be there. */
static rat_status take_away(struct rat_pruner *p, struct rat_scored_term *t)
{
    struct rat_candidates *c = &p->found;
    uint16_t which[RAT_CANDIDATES + RAT_PRUNING_PAD];
    uint8_t where[RAT_CANDIDATES + RAT_PRUNING_PAD];
    memset(c->met, 0, c->count);
    for (uint32_t i = 0, j, block; i < c->count; i = j) {
        j = rat_candidates_in_block(c, t, i, &block);
        if (block == t->blocks)
            break;
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

/* Any of the terms, or none must be there: which candidates met one is noted in met. */
static rat_status apply_group(struct rat_pruner *p, struct rat_term_group *group)
{
    struct rat_candidates *c = &p->found;
    bool one = group->role == RAT_ROLE_ANY && group->count == 1;
    rat_status st = RAT_OK;
    for (uint32_t i = 0; st == RAT_OK && group->role == RAT_ROLE_NOT && i < group->count; i++)
        st = take_away(p, group->terms[i]);
    if (group->role == RAT_ROLE_NOT)
        return st;
    memset(c->met, 0, c->count);
    for (uint32_t i = 0; st == RAT_OK && i < group->count && c->count; i++)
        st = add_term(p, group->terms[i], one);
    if (group->role == RAT_ROLE_ANY && !one)
        drop_by_met(c, 1);
    return st;
}

rat_status rat_pruner_finish(struct rat_pruner *p, uint32_t first)
{
    struct rat_candidates *c = &p->found;
    rat_status st = RAT_OK;
    memset(c->met, 0, c->count);
    for (uint32_t i = first; st == RAT_OK && i < p->lead->count && c->count; i++)
        st = add_term(p, p->lead->terms[i], false);
    for (uint32_t g = 0; st == RAT_OK && g < p->other_count && c->count; g++)
        st = apply_group(p, &p->others[g]);
    for (uint32_t i = 0; st == RAT_OK && i < c->count; i++)
        st = rat_pruner_offer(p, c->documents[i], c->scores[i]);
    c->count = 0;
    return st;
}
