/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/docset_term.h"

#include "storage/kernels.h"

/* With at most this many wanted documents per window each is looked up, instead of decoding every block. */
#define FEW_CANDIDATES 24

static void latch(struct rat_term_set *term)
{
    if (term->postings.status != RAT_OK)
        rat_docsets_fail(term->set.shared, term->postings.status, &term->postings.err);
}

static uint32_t ahead(struct rat_docset *set, uint32_t target)
{
    struct rat_term_set *term = (struct rat_term_set *)set;
    struct rat_postings *p = &term->postings;
    if (p->held && p->documents[p->held - 1] >= target) {
        /* inside the current block the answer is exact */
        uint32_t i = term->at < p->held && p->documents[term->at] <= target ? term->at : 0;
        while (p->documents[i] < target)
            i++;
        return p->documents[i];
    }
    if (!rat_postings_seek_block(p, target)) {
        latch(term);
        return RAT_NO_DOCUMENT;
    }
    term->at = 0;
    return ahead(set, target);
}

static void score_block(struct rat_term_set *term, uint32_t from, uint32_t to, const struct rat_window *w)
{
    struct rat_postings *p = &term->postings;
    const struct rat_docsets *shared = term->set.shared;
    if (!rat_postings_tfs(p)) {
        latch(term);
        return;
    }
    for (uint32_t i = from; i < to; i++) {
        uint32_t document = p->documents[i], local = document - w->base;
        if (w->mask && !(w->mask[local / 64] >> (local % 64) & 1))
            continue;
        w->scores[local] += term->bare
                                ? term->weight * (float)p->tfs[i]
                                : rat_bm25(term->weight, p->tfs[i], shared->norms[shared->lengths[document]]);
    }
}

static void set_bits(const struct rat_postings *p, uint32_t from, uint32_t to, const struct rat_window *w)
{
    for (uint32_t i = from; i < to; i++) {
        uint32_t local = p->documents[i] - w->base;
        w->bits[local / 64] |= 1ull << (local % 64);
    }
}

/* Every block that reaches into the window. */
static void fill_all(struct rat_term_set *term, const struct rat_window *w)
{
    struct rat_postings *p = &term->postings;
    bool score = w->scores && term->weight != 0;
    if (!rat_postings_seek_block(p, w->base)) {
        latch(term);
        return;
    }
    do {
        uint32_t from = 0, to = p->held;
        while (from < to && p->documents[from] < w->base)
            from++;
        if (p->documents[to - 1] >= w->end) {
            uint32_t low = from;
            while (low < to) {
                uint32_t middle = low + (to - low) / 2;
                if (p->documents[middle] < w->end)
                    low = middle + 1;
                else
                    to = middle;
            }
        }
        term->at = to;
        if (w->bits)
            set_bits(p, from, to, w);
        if (score)
            score_block(term, from, to, w);
        if (to < p->held)
            return;
    } while (!rat_deadline_passed(term->set.shared->deadline) && rat_postings_next_block(p) &&
             (term->at = 0, p->documents[0] < w->end));
    latch(term);
}

int32_t rat_term_find(struct rat_term_set *term, uint32_t document)
{
    struct rat_postings *p = &term->postings;
    if (!p->held || p->documents[p->held - 1] < document) {
        if (!rat_postings_seek_block(p, document)) {
            latch(term);
            return -1;
        }
        term->at = 0;
    }
    uint32_t at = rat_kernels()->rank(p->documents, p->held, document);
    return at < p->held && p->documents[at] == document ? (int32_t)at : -1;
}

static void fill_few(struct rat_term_set *term, const struct rat_window *w)
{
    const struct rat_docsets *shared = term->set.shared;
    for (uint32_t word = 0; word < RAT_WINDOW_WORDS; word++) {
        for (uint64_t left = w->mask[word]; left; left &= left - 1) {
            uint32_t local = word * 64 + (uint32_t)__builtin_ctzll(left);
            int32_t i = rat_term_find(term, w->base + local);
            if (i < 0)
                continue;
            w->bits[word] |= left & -left;
            if (!w->scores || term->weight == 0)
                continue;
            if (!rat_postings_tfs(&term->postings)) {
                latch(term);
                return;
            }
            uint32_t tf = term->postings.tfs[i];
            w->scores[local] +=
                term->bare ? term->weight * (float)tf
                           : rat_bm25(term->weight, tf, shared->norms[shared->lengths[w->base + local]]);
        }
    }
}

static void fill(struct rat_docset *set, const struct rat_window *w)
{
    struct rat_term_set *term = (struct rat_term_set *)set;
    if (rat_deadline_passed(set->shared->deadline))
        return;
    if (!w->mask) {
        fill_all(term, w);
        return;
    }
    int candidates = 0;
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS && candidates <= FEW_CANDIDATES; i++)
        candidates += __builtin_popcountll(w->mask[i]);
    if (candidates <= FEW_CANDIDATES) {
        fill_few(term, w);
        return;
    }
    uint64_t found[RAT_WINDOW_WORDS] = {0};
    struct rat_window inner = *w;
    inner.bits = found;
    fill_all(term, &inner);
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++)
        w->bits[i] |= found[i] & w->mask[i];
}

struct rat_docset *rat_docset_term(struct rat_docsets *shared, const struct rat_plan *plan)
{
    const struct rat_segment *s = shared->segment;
    const struct rat_term_info *info = &plan->found[shared->number];
    if (info->documents == 0)
        return rat_docset_none(shared);
    struct rat_term_set *term = rat_arena_calloc(shared->arena, 1, sizeof *term);
    if (!term) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return NULL;
    }
    term->set = (struct rat_docset){ahead, fill, info->documents, shared, false};
    term->weight = plan->boost * plan->idf;
    term->set.always_scores = term->weight > 0;
    rat_postings_open(&term->postings, &s->postings, &s->positions, &s->lengths, info);
    latch(term);
    return &term->set;
}

struct rat_docset *rat_docset_bare_term(struct rat_docsets *shared, const struct rat_plan *plan)
{
    struct rat_docset *set = rat_docset_term(shared, plan);
    if (set && set->cost) {
        struct rat_term_set *term = (struct rat_term_set *)set;
        term->bare = true;
        term->set.always_scores = false;
        term->weight = plan->boost;
    }
    return set;
}
