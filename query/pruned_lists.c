/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Candidates from one term: its blocks one after the other, of each only what may still be among the best. */
#include "query/pruned_internal.h"

/* As many scores as a table is worth. */
#define FEW 32u

/* Postings of the block in [from, to] that reach `needed`. */
static void collect(struct rat_pruner *p, struct rat_scored_term *t, uint32_t block, uint32_t from,
                    uint32_t to, float needed)
{
    const struct rat_postings *list = &t->postings;
    struct rat_candidates *c = &p->found;
    uint8_t indices[RAT_POSTINGS_BLOCK + RAT_PRUNING_PAD];
    uint32_t tf = rat_scored_tf_for(t, block, needed);
    uint32_t n = tf == UINT32_MAX ? 0 : p->kernels->select(list->tfs, list->held, tf, indices);
    if (n > FEW)
        rat_scored_tabulate(p->run->shared, t);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t document = list->documents[indices[i]];
        if (document < from || document > to)
            continue;
        float score = rat_scored_score(t, document, list->tfs[indices[i]]);
        if (score < needed || (p->run->filter && !rat_pruner_allows(p, document)))
            continue;
        c->documents[c->count] = document;
        c->scores[c->count++] = score;
    }
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
        collect(p, t, block, low, high, rest > 0 ? p->least - rest : p->threshold);
        rat_status st = rat_pruner_finish(p, 1);
        if (st != RAT_OK)
            return st;
    }
    return RAT_OK;
}
