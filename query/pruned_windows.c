/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Candidates from several terms: in windows of documents, term after term, strongest first, added up in an array that
 * fits the first cache. A block is left out when no document in it can be among the best, and only adds to what is there
 * already when it cannot without the terms before.
 */
#include "query/pruned_internal.h"

#include <float.h>
#include <stdlib.h>

#define GROUP 16u /* scores that one mark stands for */
/* With fewer postings than this in a near window, windows are far. */
#define FEW_POSTINGS 256u

struct windows {
    struct rat_pruner *p;
    float *scores;  /* RAT_PRUNED_NEAR, or RAT_PRUNED_FAR with marks; all 0 between windows */
    uint8_t *marks; /* RAT_PRUNED_FAR / GROUP: which groups have scores; NULL until a window was far */
    bool far;
};

/* How many terms it takes so that documents with none of them are hopeless. most: of the terms, here or anywhere. */
static uint32_t essential(const struct rat_pruner *p, bool here, float rest)
{
    uint32_t n = p->lead->count;
    for (; n; n--) {
        const struct rat_scored_term *t = p->lead->terms[n - 1];
        rest += here ? t->most_here : t->most;
        if (rest >= p->least)
            break;
    }
    return n;
}

static void add_all(struct windows *w, struct rat_scored_term *t, uint32_t base, uint32_t from, uint32_t to)
{
    const struct rat_postings *list = &t->postings;
    float *scores = w->scores;
    rat_scored_tabulate(w->p->run->shared, t);
    for (uint32_t i = from; i < to; i++)
        scores[list->documents[i] - base] += rat_scored_score(t, list->documents[i], list->tfs[i]);
    for (uint32_t i = from; w->far && i < to; i++)
        w->marks[(list->documents[i] - base) / GROUP] = 1;
}

static void add_to_some(struct windows *w, const struct rat_scored_term *t, uint32_t base, uint32_t from,
                        uint32_t to)
{
    const struct rat_postings *list = &t->postings;
    float *scores = w->scores;
    for (uint32_t i = from; i < to; i++) {
        uint32_t document = list->documents[i];
        if (scores[document - base] > 0)
            scores[document - base] += rat_scored_score(t, document, list->tfs[i]);
    }
}

/* before: the most that the terms before this one score here. */
static rat_status add_term(struct windows *w, struct rat_scored_term *t, uint32_t base, uint32_t end,
                           float before)
{
    struct rat_pruner *p = w->p;
    for (uint32_t block = t->at; block < t->blocks; block++) {
        if (block > t->at && rat_scored_last(t, block - 1) + 1 >= end)
            break;
        float most = t->bounds[block] + t->rest;
        if (before + most < p->least)
            continue;
        if (!rat_scored_block(t, block))
            return t->postings.status;
        uint32_t from, to;
        rat_pruner_clip(&t->postings, base, end, &from, &to);
        if (most < p->least)
            add_to_some(w, t, base, from, to);
        else
            add_all(w, t, base, from, to);
    }
    return RAT_OK;
}

/* What reaches the threshold with the terms from `first` on goes on as candidates. */
static rat_status collect(struct windows *w, uint32_t base, uint32_t end, uint32_t first, float rest)
{
    struct rat_pruner *p = w->p;
    struct rat_candidates *c = &p->found;
    float least = p->least - rest > FLT_MIN ? p->least - rest : FLT_MIN;
    if (!w->far) {
        uint32_t n = (end - base + GROUP - 1) / GROUP * GROUP;
        c->count = p->kernels->collect(w->scores, n, base, least, c->documents, c->scores);
        rat_pruner_filter(p);
        return rat_pruner_finish(p, first);
    }
    uint64_t bits[RAT_PRUNED_FAR / GROUP / 64];
    rat_status st = RAT_OK;
    p->kernels->marked(w->marks, RAT_PRUNED_FAR / GROUP, bits);
    for (uint32_t i = 0; i < RAT_PRUNED_FAR / GROUP / 64; i++) {
        for (uint64_t left = bits[i]; st == RAT_OK && left; left &= left - 1) {
            uint32_t at = (i * 64 + (uint32_t)__builtin_ctzll(left)) * GROUP;
            c->count += p->kernels->collect(w->scores + at, GROUP, base + at, least, c->documents + c->count,
                                            c->scores + c->count);
            if (c->count > RAT_CANDIDATES - GROUP) {
                rat_pruner_filter(p);
                st = rat_pruner_finish(p, first);
            }
        }
    }
    rat_pruner_filter(p);
    return st == RAT_OK ? rat_pruner_finish(p, first) : st;
}

static rat_status run_window(struct windows *w, uint32_t base, uint32_t end)
{
    struct rat_pruner *p = w->p;
    float all = rat_pruner_most(p, 0, base, end - 1);
    if (all < 0 || all < p->least)
        return RAT_OK;
    struct rat_term_group *lead = p->lead;
    float outside = lead->terms[lead->count - 1]->rest;
    uint32_t count = essential(p, true, outside);
    if (count <= 1)
        return count ? rat_pruned_lists(p, base, end - 1) : RAT_OK;
    float before = 0;
    for (uint32_t i = 0; i < count; i++) {
        rat_status st = add_term(w, lead->terms[i], base, end, before);
        if (st != RAT_OK)
            return st;
        before += lead->terms[i]->most_here;
    }
    return collect(w, base, end, count, lead->terms[count - 1]->rest);
}

/* ---- all windows ---- */

/* First document from `from` on that one of the first n terms may have. */
static uint32_t next_document(const struct rat_pruner *p, uint32_t n, uint32_t from)
{
    uint32_t next = RAT_NO_DOCUMENT;
    for (uint32_t i = 0; i < n && next > from; i++) {
        struct rat_scored_term *t = p->lead->terms[i];
        uint32_t block = rat_scored_seek(t, from);
        if (block == t->blocks)
            continue;
        uint32_t low = block ? rat_scored_last(t, block - 1) + 1 : 0;
        low = low > from ? low : from;
        next = low < next ? low : next;
    }
    return next;
}

static bool is_far(const struct rat_pruner *p, uint32_t n)
{
    uint64_t postings = 0;
    for (uint32_t i = 0; i < n; i++)
        postings += p->lead->terms[i]->documents;
    return postings * RAT_PRUNED_NEAR < (uint64_t)FEW_POSTINGS * p->run->shared->segment->meta.documents;
}

static bool make_far(struct windows *w)
{
    struct rat_arena *arena = w->p->run->shared->arena;
    if (w->marks)
        return true;
    w->scores = rat_arena_calloc(arena, RAT_PRUNED_FAR, sizeof *w->scores);
    w->marks = rat_arena_calloc(arena, RAT_PRUNED_FAR / GROUP, 1);
    return w->scores && w->marks;
}

static rat_status run_windows(struct windows *w)
{
    struct rat_pruner *p = w->p;
    struct rat_docsets *shared = p->run->shared;
    uint32_t documents = shared->segment->meta.documents;
    for (uint32_t at = 0; at < documents && !rat_deadline_look(shared->deadline);) {
        uint32_t count = essential(p, false, p->others_most);
        if (count <= 1)
            return count ? rat_pruned_lists(p, at, documents - 1) : RAT_OK;
        at = next_document(p, count, at);
        if (at >= documents)
            break;
        w->far = is_far(p, count);
        if (w->far && !make_far(w))
            return RAT_ENOMEM;
        uint32_t base = at / RAT_PRUNED_NEAR * RAT_PRUNED_NEAR;
        uint32_t size = w->far ? RAT_PRUNED_FAR : RAT_PRUNED_NEAR;
        uint32_t end = documents - base < size ? documents : base + size;
        rat_status st = run_window(w, base, end);
        if (st != RAT_OK)
            return st;
        at = end;
    }
    return RAT_OK;
}

rat_status rat_pruned_windows(struct rat_pruner *p)
{
    struct windows w = {.p = p, .scores = rat_pruner_zeros(p)};
    return w.scores ? run_windows(&w) : RAT_ENOMEM;
}
