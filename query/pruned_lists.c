/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Candidates from one term: its blocks one after the other, of each only what may still be among the best. */
#include "query/pruned_internal.h"

/* Postings of the current block in [from, to] that reach `needed`. */
static void collect(struct rat_pruner *p, const struct rat_scored_term *t, uint32_t from, uint32_t to,
                    float needed)
{
    struct rat_candidates *c = &p->found;
    uint32_t n = rat_scored_reach(t, needed, c->documents, c->scores, c->places), kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t document = c->documents[i];
        c->documents[kept] = document;
        c->scores[kept] = c->scores[i];
        kept += document >= from && document <= to;
    }
    c->count = kept;
    rat_pruner_filter(p);
}

rat_status rat_pruned_lists(struct rat_pruner *p, uint32_t from, uint32_t to)
{
    struct rat_scored_term *t = p->lead->terms[0];
    float anywhere = p->others_most;
    for (uint32_t i = 1; i < p->lead->count; i++)
        anywhere += p->lead->terms[i]->most;
    for (uint32_t block = rat_scored_seek(t, from); block < t->blocks; block++) {
        uint32_t low = block ? rat_scored_last(t, block - 1) + 1 : 0, high = rat_scored_last(t, block);
        if (low > to || rat_deadline_passed(p->run->shared->deadline))
            break;
        low = low < from ? from : low;
        high = high > to ? to : high;
        if (rat_pruner_hopeless(p, t->bounds[block], anywhere))
            continue;
        float rest = rat_pruner_most(p, 1, low, high);
        if (rest < 0 || rat_pruner_hopeless(p, t->bounds[block], rest))
            continue;
        if (!rat_scored_block(t, block))
            return t->postings.status;
        collect(p, t, low, high, rest > 0 ? p->least - rest : p->threshold);
        rat_status st = rat_pruner_finish(p, 1);
        if (st != RAT_OK)
            return st;
    }
    return RAT_OK;
}
