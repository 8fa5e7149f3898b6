/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A word in several places of the index (its stem, compounds around it, the title) scores as one term: the weighted
 * frequencies are added up before they saturate, with one idf. Adding up scores instead counts a document twice that
 * has both "Beitrag" and "Beitragssatzung" (BM25F: Robertson, Zaragoza, Taylor 2004).
 */
#include "query/docset_term.h"

struct word_set {
    struct rat_docset set;
    struct rat_docset **children;
    uint32_t count;
    float weight;
    uint64_t bits[RAT_WINDOW_WORDS];
    float tfs[RAT_WINDOW]; /* all 0 between calls */
};

static uint32_t ahead(struct rat_docset *set, uint32_t target)
{
    struct word_set *s = (struct word_set *)set;
    uint32_t nearest = RAT_NO_DOCUMENT;
    for (uint32_t i = 0; i < s->count && nearest > target; i++) {
        uint32_t next = s->children[i]->ahead(s->children[i], target);
        nearest = next < nearest ? next : nearest;
    }
    return nearest;
}

static void fill(struct rat_docset *set, const struct rat_window *w)
{
    struct word_set *s = (struct word_set *)set;
    const struct rat_docsets *shared = set->shared;
    struct rat_window inner = {w->base, w->end, s->bits, w->mask, w->scores && s->weight != 0 ? s->tfs : NULL,
                               false};
    memset(s->bits, 0, sizeof s->bits);
    for (uint32_t i = 0; i < s->count; i++)
        s->children[i]->fill(s->children[i], &inner);
    for (uint32_t word = 0; word < RAT_WINDOW_WORDS; word++) {
        w->bits[word] |= s->bits[word];
        for (uint64_t left = inner.scores ? s->bits[word] : 0; left; left &= left - 1) {
            uint32_t local = word * 64 + (uint32_t)__builtin_ctzll(left);
            float tf = s->tfs[local], norm = shared->norms[shared->lengths[w->base + local]];
            w->scores[local] += s->weight * (tf / (tf + norm));
            s->tfs[local] = 0;
        }
    }
}

struct rat_docset *rat_docset_word(struct rat_docsets *shared, const struct rat_plan *plan)
{
    struct word_set *s = rat_docsets_alloc(shared, sizeof *s);
    struct rat_docset **children = rat_arena_calloc(shared->arena, plan->should_count, sizeof *children);
    if (!s || !children) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return NULL;
    }
    s->set = (struct rat_docset){ahead, fill, 0, shared, false};
    s->children = children;
    s->weight = plan->boost * plan->idf;
    for (uint32_t i = 0; i < plan->should_count; i++) {
        struct rat_docset *child = rat_docset_bare_term(shared, plan->should[i]);
        if (!child)
            return NULL;
        if (child->cost == 0)
            continue; /* the segment does not have it */
        children[s->count++] = child;
        s->set.cost += child->cost;
    }
    return s->count ? &s->set : rat_docset_none(shared);
}
