/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/scored_term.h"

#include "query/pruning_kernels.h"

#include <math.h>

#define TABLE_POSTINGS 1024u
/* A range over more blocks is judged by the whole list. */
#define BLOCKS_MAX 48u

static bool make_bounds(struct rat_docsets *shared, struct rat_scored_term *t)
{
    const struct rat_postings *p = &t->postings;
    float *bounds = rat_arena_alloc(shared->arena, (t->blocks + RAT_PRUNING_PAD) * sizeof *bounds);
    if (!bounds) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return false;
    }
    t->bounds = bounds;
    bounds[0] = 0;
    if (t->blocks > 1)
        rat_pruning_kernels_of(rat_cpu_level())->bounds(p->skips, t->blocks, t->weight, t->norms, bounds);
    /* one block has no skip entry: its postings, which are there, say what it can score */
    for (uint32_t i = 0; t->blocks == 1 && i < p->held; i++) {
        float score = rat_scored_score(t, p->documents[i], p->tfs[i]);
        bounds[0] = score > bounds[0] ? score : bounds[0];
    }
    for (uint32_t i = 0; i < t->blocks; i++)
        t->most = bounds[i] > t->most ? bounds[i] : t->most;
    return true;
}

bool rat_scored_term_open(struct rat_docsets *shared, const struct rat_plan *plan, float weight,
                          struct rat_scored_term **out)
{
    const struct rat_segment *s = shared->segment;
    const struct rat_term_info *info = &plan->found[shared->number];
    *out = NULL;
    if (info->documents == 0)
        return true;
    struct rat_scored_term *t = rat_arena_alloc(shared->arena, sizeof *t);
    if (!t) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return false;
    }
    rat_postings_open(&t->postings, &s->postings, &s->positions, &s->lengths, info);
    if (t->postings.status != RAT_OK) {
        rat_docsets_fail(shared, t->postings.status, &t->postings.err);
        return false;
    }
    t->weight = weight;
    t->most = 0;
    t->documents = info->documents;
    t->blocks = t->postings.block_count;
    t->at = 0;
    t->bounds = t->table = NULL;
    t->norms = shared->norms;
    t->codes = shared->lengths;
    t->limit = s->meta.documents;
    t->only_last = 0;
    *out = t;
    if (t->blocks == 1 && !rat_scored_block(t, 0)) {
        rat_docsets_fail(shared, t->postings.status, &t->postings.err);
        return false;
    }
    if (t->blocks == 1)
        t->only_last = t->postings.documents[t->postings.held - 1];
    return weight <= 0 || make_bounds(shared, t);
}

void rat_scored_tabulate(struct rat_docsets *shared, struct rat_scored_term *t)
{
    float *table = t->table || t->documents < TABLE_POSTINGS
                       ? NULL
                       : rat_arena_alloc(shared->arena, RAT_SCORE_TFS * 256 * sizeof *table);
    if (!table)
        return;
    for (uint32_t tf = 1; tf <= RAT_SCORE_TFS; tf++)
        rat_pruning_kernels_of(rat_cpu_level())->row(t->weight, tf, t->norms, table + (tf - 1) * 256);
    t->table = table;
}

float rat_scored_most_in(struct rat_scored_term *t, uint32_t from, uint32_t to)
{
    uint32_t block = rat_scored_seek(t, from), end = block + BLOCKS_MAX;
    float most = 0;
    for (; block < t->blocks; block++) {
        if (block == end)
            return t->most;
        if (block && block > t->at && rat_scored_last(t, block - 1) >= to)
            break;
        most = t->bounds[block] > most ? t->bounds[block] : most;
    }
    return most;
}

bool rat_scored_go(struct rat_scored_term *t, uint32_t block)
{
    struct rat_postings *p = &t->postings;
    if (!rat_postings_go(p, block))
        return false;
    if (p->documents[p->held - 1] < t->limit)
        return true;
    p->status = rat_damaged(&p->err, p->postings->container->path,
                            _("Trefferliste nennt Dokumente, die es nicht gibt"));
    return false;
}

bool rat_scored_block(struct rat_scored_term *t, uint32_t block)
{
    return rat_scored_go(t, block) && rat_postings_tfs(&t->postings);
}

/* The smallest tf with which a posting of the block may score `least`, UINT32_MAX when none does. */
static uint32_t tf_for(const struct rat_scored_term *t, uint32_t block, float least)
{
    if (least <= 0)
        return 1;
    if (least >= t->weight)
        return least > t->weight ? UINT32_MAX : 1; /* rounding may take a score up to its weight */
    /* score = weight tf / (tf + norm), solved for tf with the norm of the block's shortest document */
    uint8_t shortest =
        t->blocks == 1 ? 0 : t->postings.skips[(size_t)block * RAT_SKIP_BYTES + 8 + 2 * RAT_BOUND_PAIRS - 1];
    double missing = (double)t->weight - least, tf = (double)least * t->norms[shortest] / missing;
    tf *= 1 - 1e-6 * t->weight / missing; /* what a score lacks to its weight is less exact than the score */
    return tf >= UINT32_MAX ? UINT32_MAX : tf <= 1 ? 1 : (uint32_t)ceil(tf);
}

uint32_t rat_scored_reach(const struct rat_scored_term *t, float least, uint32_t *documents, float *scores,
                          uint8_t *places)
{
    const struct rat_postings *p = &t->postings;
    struct rat_reach from = {
        p->documents, p->tfs, p->held, t->codes, t->norms, t->weight, tf_for(t, p->block, least), least};
    return from.tf == UINT32_MAX
               ? 0
               : rat_pruning_kernels_of(rat_cpu_level())->reach(&from, documents, scores, places);
}
