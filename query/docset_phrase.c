/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words next to each other: documents that have all of them, then positions, rarest word first, decoded only for those.
 * The phrase scores like one term with the number of its occurrences as tf (as Lucene's PhraseQuery does).
 */
#include "query/docset_term.h"

#include <stdlib.h>

struct part {
    struct rat_docset *set; /* which documents have it */
    struct rat_term_set
        *places;     /* a cursor of its own for positions: the one of set is behind the window by then */
    uint32_t offset; /* of its position in the phrase */
};

struct phrase_set {
    struct rat_docset set;
    struct part *parts; /* by cost */
    uint32_t count;
    bool title_only;
    float weight;
    uint64_t bits[RAT_WINDOW_WORDS], found[RAT_WINDOW_WORDS];
};

static uint32_t ahead(struct rat_docset *set, uint32_t target)
{
    struct phrase_set *p = (struct phrase_set *)set;
    for (uint32_t i = 0; i < p->count && target != RAT_NO_DOCUMENT; i++) {
        uint32_t next = p->parts[i].set->ahead(p->parts[i].set, target);
        target = next > target ? next : target;
    }
    return target;
}

/* Positions of a part in the document, each less its offset: where the phrase would begin. */
static uint32_t starts_of(struct part *part, uint32_t document, struct rat_buf *out)
{
    struct rat_term_set *term = part->places;
    int32_t i = rat_term_find(term, document);
    uint32_t n = i < 0 ? 0 : rat_postings_positions(&term->postings, (uint32_t)i, out);
    uint32_t *at = (uint32_t *)(void *)out->data, kept = 0;
    if (term->postings.status != RAT_OK)
        rat_docsets_fail(part->set->shared, term->postings.status, &term->postings.err);
    for (uint32_t k = 0; k < n; k++)
        if (at[k] >= part->offset)
            at[kept++] = at[k] - part->offset;
    return kept;
}

static uint32_t keep_common(uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    uint32_t kept = 0;
    for (uint32_t i = 0, j = 0; i < an && j < bn;) {
        if (a[i] == b[j])
            a[kept++] = a[i];
        uint32_t x = a[i], y = b[j];
        i += x <= y;
        j += y <= x;
    }
    return kept;
}

/* How often the phrase stands in the document. */
static uint32_t count_in(struct phrase_set *p, uint32_t document)
{
    struct rat_docsets *shared = p->set.shared;
    struct rat_buf *first = &shared->positions[0], *other = &shared->positions[1];
    uint32_t n = starts_of(&p->parts[0], document, first);
    for (uint32_t i = 1; i < p->count && n; i++) {
        uint32_t m = starts_of(&p->parts[i], document, other);
        n = keep_common((uint32_t *)(void *)first->data, n, (const uint32_t *)(const void *)other->data, m);
    }
    if (!p->title_only)
        return n;
    uint32_t body = (uint32_t)rat_numbers_get(&shared->segment->bodies, document), kept = 0;
    for (uint32_t i = 0; i < n; i++)
        kept += ((const uint32_t *)(const void *)first->data)[i] < body;
    return kept;
}

/* Documents that have all words. */
static bool candidates(struct phrase_set *p, const struct rat_window *w)
{
    uint64_t any = 1;
    struct rat_window inner = {w->base, w->end, p->bits, w->mask, NULL, false};
    memset(p->bits, 0, sizeof p->bits);
    for (uint32_t i = 0; i < p->count && any; i++) {
        any = 0;
        if (i) {
            memset(p->found, 0, sizeof p->found);
            inner.bits = p->found;
            inner.mask = p->bits;
        }
        p->parts[i].set->fill(p->parts[i].set, &inner);
        for (uint32_t k = 0; k < RAT_WINDOW_WORDS; k++) {
            if (i)
                p->bits[k] = p->found[k];
            any |= p->bits[k];
        }
    }
    return any != 0;
}

static void fill(struct rat_docset *set, const struct rat_window *w)
{
    struct phrase_set *p = (struct phrase_set *)set;
    const struct rat_docsets *shared = set->shared;
    if (rat_deadline_passed(shared->deadline) || !candidates(p, w))
        return;
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++) {
        for (uint64_t left = p->bits[i]; left; left &= left - 1) {
            uint32_t local = i * 64 + (uint32_t)__builtin_ctzll(left);
            if (rat_deadline_passed(shared->deadline))
                return;
            uint32_t tf = count_in(p, w->base + local);
            if (tf == 0)
                continue;
            w->bits[i] |= left & -left;
            if (w->scores && p->weight != 0)
                w->scores[local] += rat_bm25(p->weight, tf, shared->norms[shared->lengths[w->base + local]]);
        }
    }
}

static int by_cost(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    return (x->set->cost > y->set->cost) - (x->set->cost < y->set->cost);
}

struct rat_docset *rat_docset_phrase(struct rat_docsets *shared, const struct rat_plan *plan)
{
    struct phrase_set *p = rat_arena_calloc(shared->arena, 1, sizeof *p);
    struct part *parts = rat_arena_calloc(shared->arena, plan->must_count, sizeof *parts);
    if (!p || !parts) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return NULL;
    }
    p->set = (struct rat_docset){ahead, fill, 0, shared, false};
    p->parts = parts;
    p->title_only = plan->title_only;
    p->weight = plan->boost * plan->idf;
    for (uint32_t i = 0; i < plan->must_count; i++) {
        struct rat_docset *set = rat_docset_term(shared, plan->must[i]);
        struct rat_docset *reader = rat_docset_term(shared, plan->must[i]);
        if (!set || !reader)
            return NULL;
        if (set->cost == 0)
            return rat_docset_none(shared); /* a word that the segment does not have: no cursor to ask */
        parts[p->count++] = (struct part){set, (struct rat_term_set *)reader, plan->offsets[i]};
    }
    qsort(parts, p->count, sizeof *parts, by_cost);
    p->set.cost = parts[0].set->cost;
    return &p->set;
}
