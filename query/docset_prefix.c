/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All terms with a prefix, or of a list: the sum of their scores, each with its own document frequency. Many short lists are
 * cheapest term after term, so the segment's scores are added up when the set is opened and windows only copy.
 */
#include "query/docset.h"

#include "base/strmap.h"

struct prefix_set {
    struct rat_docset set;
    uint64_t *bits; /* of the whole segment, rounded up to windows */
    float *scores;
    uint32_t first, last; /* of the matches */
};

static uint32_t ahead(struct rat_docset *set, uint32_t target)
{
    const struct prefix_set *p = (const struct prefix_set *)set;
    if (p->first == RAT_NO_DOCUMENT || target > p->last)
        return RAT_NO_DOCUMENT;
    return target < p->first ? p->first : target;
}

static void fill(struct rat_docset *set, const struct rat_window *w)
{
    const struct prefix_set *p = (const struct prefix_set *)set;
    const uint64_t *bits = p->bits + w->base / 64;
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++) {
        uint64_t found = w->mask ? bits[i] & w->mask[i] : bits[i];
        w->bits[i] |= found;
        for (; w->scores && p->scores && found; found &= found - 1) {
            uint32_t local = i * 64 + (uint32_t)__builtin_ctzll(found);
            w->scores[local] += p->scores[w->base + local];
        }
    }
}

static bool add_term(struct prefix_set *p, const struct rat_term_info *info, float weight)
{
    struct rat_docsets *shared = p->set.shared;
    const struct rat_segment *s = shared->segment;
    struct rat_postings postings;
    rat_postings_open(&postings, &s->postings, &s->positions, &s->lengths, info);
    while (!rat_deadline_passed(shared->deadline) && rat_postings_next_block(&postings) &&
           (!p->scores || rat_postings_tfs(&postings))) {
        for (uint32_t i = 0; i < postings.held; i++) {
            uint32_t d = postings.documents[i];
            if (d >= s->meta.documents)
                break;
            p->bits[d / 64] |= 1ull << (d % 64);
            if (p->scores)
                p->scores[d] += rat_bm25(weight, postings.tfs[i], shared->norms[shared->lengths[d]]);
            p->first = d < p->first || p->first == RAT_NO_DOCUMENT ? d : p->first;
            p->last = d > p->last ? d : p->last;
        }
    }
    if (postings.status != RAT_OK)
        rat_docsets_fail(shared, postings.status, &postings.err);
    return postings.status == RAT_OK;
}

static bool expand(struct prefix_set *p, const struct rat_plan *plan)
{
    struct rat_docsets *shared = p->set.shared;
    const struct rat_plan_expansion *expansion = plan->expansion;
    struct rat_term_walk walk;
    struct rat_err err;
    rat_status st = rat_term_walk_seek(&walk, &shared->segment->dictionary, plan->key, plan->key_size, &err);
    while (st == RAT_OK && !shared->deadline->passed && (st = rat_term_walk_next(&walk, &err)) == RAT_OK) {
        if (walk.key_size < plan->key_size || memcmp(walk.key, plan->key, plan->key_size) != 0)
            break;
        uint64_t df = walk.info.documents;
        if (expansion) {
            uint32_t number = rat_strmap_find(&expansion->terms, walk.key, walk.key_size);
            df =
                number == RAT_STRMAP_NONE ? df : ((const uint64_t *)(const void *)expansion->df.data)[number];
        }
        p->set.cost += walk.info.documents;
        if (!add_term(p, &walk.info, plan->boost * rat_idf(shared->documents, df)))
            return false;
    }
    if (st != RAT_OK && st != RAT_END)
        rat_docsets_fail(shared, st, &err);
    return st == RAT_OK || st == RAT_END;
}

static bool add_listed(struct prefix_set *p, const struct rat_plan *plan)
{
    struct rat_docsets *shared = p->set.shared;
    const struct rat_plan_listed *listed = plan->listed;
    for (uint32_t i = 0; i < listed->count && !shared->deadline->passed; i++) {
        const struct rat_term_info *info = &listed->found[(size_t)shared->number * listed->count + i];
        float weight = plan->boost * listed->items[i].boost * rat_idf(shared->documents, listed->items[i].df);
        if (info->documents == 0)
            continue;
        p->set.cost += info->documents;
        if (!add_term(p, info, weight))
            return false;
    }
    return true;
}

static struct prefix_set *new_set(struct rat_docsets *shared, const struct rat_plan *plan)
{
    struct prefix_set *p = rat_arena_calloc(shared->arena, 1, sizeof *p);
    size_t windows = shared->segment->meta.documents / RAT_WINDOW + 1;
    if (!p) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return NULL;
    }
    p->set = (struct rat_docset){ahead, fill, 1, shared, false};
    p->first = RAT_NO_DOCUMENT;
    p->bits = rat_docsets_alloc(shared, windows * (RAT_WINDOW / 8));
    p->scores = plan->boost != 0 ? rat_docsets_alloc(shared, windows * RAT_WINDOW * sizeof *p->scores) : NULL;
    if (!p->bits || (plan->boost != 0 && !p->scores))
        return NULL;
    return p;
}

struct rat_docset *rat_docset_prefix(struct rat_docsets *shared, const struct rat_plan *plan)
{
    struct prefix_set *p = new_set(shared, plan);
    return p && expand(p, plan) ? &p->set : NULL;
}

struct rat_docset *rat_docset_listed(struct rat_docsets *shared, const struct rat_plan *plan)
{
    if (plan->listed->count == 0)
        return rat_docset_none(shared);
    struct prefix_set *p = new_set(shared, plan);
    return p && add_listed(p, plan) ? &p->set : NULL;
}
