/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A phrase: candidates have the two rarest words, each often enough that as many occurrences of the phrase would reach the threshold.
 * Where these stand as the phrase asks for, which few do, is noted, and the words that are left are only looked for there.
 */
#include "query/pruned_internal.h"

#include <stdlib.h>

struct part {
    struct rat_scored_term *term; /* scores as the phrase would with the word's frequency */
    uint32_t offset;              /* of its position in the phrase */
};

struct phrase {
    struct rat_pruner *p;
    struct part *parts; /* rarest first */
    uint32_t count;
    bool title_only;
    float weight;
    struct rat_buf starts; /* where the phrase may begin in the document at hand */
    /* the same of all candidates, from the second word on: those of candidate i are at [first[i], first[i] + starts_of[i]) */
    struct rat_buf pool;
    uint32_t first[RAT_POSTINGS_BLOCK], starts_of[RAT_POSTINGS_BLOCK];
};

static uint32_t *numbers_of(struct rat_buf *buf)
{
    return (uint32_t *)(void *)buf->data;
}

/* ---- positions ---- */

/* Where the phrase would begin by its rarest word in posting `place` of its current block; how many. */
static uint32_t begin(struct phrase *f, uint32_t place)
{
    struct part *part = &f->parts[0];
    uint32_t n = rat_postings_positions(&part->term->postings, place, &f->starts), before = 0;
    uint32_t *start = numbers_of(&f->starts);
    while (before < n && start[before] < part->offset)
        before++;
    for (uint32_t k = before; k < n; k++)
        start[k - before] = start[k] - part->offset;
    return n - before;
}

/* Keeps the starts for the words that are left. */
static rat_status keep(struct phrase *f, uint32_t candidate, const uint32_t *starts, uint32_t n)
{
    if (starts != numbers_of(&f->starts)) {
        f->starts_of[candidate] = n; /* they are there already */
        f->first[candidate] = (uint32_t)(starts - numbers_of(&f->pool));
        return RAT_OK;
    }
    f->first[candidate] = (uint32_t)(f->pool.size / sizeof *starts);
    f->starts_of[candidate] = n;
    rat_buf_append(&f->pool, starts, n * sizeof *starts);
    return f->pool.failed ? RAT_ENOMEM : RAT_OK;
}

/* How many of the starts are in the title, if they have to be. */
static uint32_t count_wanted(const struct phrase *f, uint32_t document, const uint32_t *starts, uint32_t n)
{
    if (!f->title_only)
        return n;
    const struct rat_segment *s = f->p->run->shared->segment;
    uint32_t body = (uint32_t)rat_numbers_get(&s->bodies, document), kept = 0;
    for (uint32_t i = 0; i < n; i++)
        kept += starts[i] < body;
    return kept;
}

/* ---- candidates ---- */

/* Whether the document can at best draw level with the worst of the best, and then comes behind it. */
static bool loses_tie(const struct rat_pruner *p, uint32_t document, float most)
{
    return most == rat_topk_threshold(p->run->top) &&
           rat_numbers_at(&p->docnums, document) > rat_topk_worst(p->run->top);
}

/* Whether a document that scores at most that has no chance. */
static bool is_hopeless(const struct rat_pruner *p, uint32_t document, float most)
{
    return p->threshold > 0 && (most < p->threshold || loses_tie(p, document, most));
}

/* Candidate `at`, of score `most` at best, is posting `place` of the part's current block: looks at positions. What may be among the
 * best is offered after the last word, and otherwise goes on to `kept`. */
static rat_status verify(struct phrase *f, struct part *part, uint32_t at, uint32_t place, float most,
                         uint32_t *kept)
{
    struct rat_pruner *p = f->p;
    const struct rat_docsets *shared = p->run->shared;
    struct rat_candidates *c = &p->found;
    bool is_second = part == &f->parts[1], is_last = part == &f->parts[f->count - 1];
    uint32_t document = c->documents[at], n = is_second ? begin(f, c->places[at]) : f->starts_of[at];
    uint32_t *starts = is_second ? numbers_of(&f->starts) : numbers_of(&f->pool) + f->first[at];
    if (n)
        n = rat_postings_meet(&part->term->postings, place, part->offset, starts, n);
    if (n && is_last)
        n = count_wanted(f, document, starts, n);
    if (n == 0)
        return RAT_OK;
    float score = rat_bm25(f->weight, n, shared->norms[shared->lengths[document]]);
    if (is_last)
        return rat_pruner_offer(p, document, score);
    most = score < most ? score : most;
    if (is_hopeless(p, document, most))
        return RAT_OK;
    c->documents[*kept] = document;
    c->scores[*kept] = most;
    return keep(f, (*kept)++, starts, n);
}

/* Candidates [i, j) lie in the current block of the part: those that have the word often enough, with the smaller bound as score, and in
 * the right places stay. */
static rat_status meet_block(struct phrase *f, struct part *part, uint32_t i, uint32_t j, uint32_t *kept)
{
    struct rat_pruner *p = f->p;
    struct rat_candidates *c = &p->found;
    struct rat_postings *list = &part->term->postings;
    uint16_t which[RAT_POSTINGS_BLOCK + RAT_PRUNING_PAD];
    uint8_t where[RAT_POSTINGS_BLOCK + RAT_PRUNING_PAD];
    uint32_t met = p->kernels->match(c->documents + i, j - i, list->documents, list->held, which, where);
    if (met && !rat_postings_tfs(list))
        return list->status;
    rat_status st = RAT_OK;
    for (uint32_t m = 0; m < met && st == RAT_OK; m++) {
        uint32_t at = i + which[m], document = c->documents[at];
        float most = c->scores[at];
        if (p->threshold > 0) { /* nothing is too little before k are found */
            float by_word = rat_scored_score(part->term, document, list->tfs[where[m]]);
            most = by_word < most ? by_word : most;
        }
        if (is_hopeless(p, document, most))
            continue;
        if (rat_deadline_passed(p->run->shared->deadline))
            return RAT_OK;
        st = verify(f, part, at, where[m], most, kept);
    }
    return st;
}

static rat_status meet(struct phrase *f, struct part *part)
{
    struct rat_pruner *p = f->p;
    struct rat_candidates *c = &p->found;
    struct rat_scored_term *t = part->term;
    uint32_t kept = 0;
    for (uint32_t i = 0, j, block; i < c->count; i = j) {
        j = rat_candidates_in_block(c, t, i, &block);
        if (block == t->blocks)
            break;
        if (t->bounds[block] < p->threshold)
            continue;
        if (rat_deadline_passed(p->run->shared->deadline))
            break;
        rat_postings_expect(&t->postings, block);
        rat_status st = rat_scored_go(t, block) ? meet_block(f, part, i, j, &kept) : t->postings.status;
        if (st != RAT_OK)
            return st;
    }
    c->count = kept;
    return RAT_OK;
}

/* ---- the phrase ---- */

/* Drops the candidates that can at best draw level and then come behind. Many documents score the same: the words once, and the same
 * length. */
static void drop_ties(struct rat_pruner *p)
{
    struct rat_candidates *c = &p->found;
    uint32_t kept = 0;
    if (p->threshold <= 0 || p->threshold != rat_topk_threshold(p->run->top))
        return;
    uint32_t worst = rat_topk_worst(p->run->top);
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t document = c->documents[i];
        c->documents[kept] = document;
        c->scores[kept] = c->scores[i];
        c->places[kept] = c->places[i];
        kept += c->scores[i] > p->threshold || rat_numbers_at(&p->docnums, document) < worst;
    }
    c->count = kept;
}

static rat_status run_block(struct phrase *f, uint32_t block)
{
    struct rat_pruner *p = f->p;
    struct rat_scored_term *t = f->parts[0].term;
    uint32_t low = block ? rat_scored_last(t, block - 1) + 1 : 0, high = rat_scored_last(t, block);
    if (t->bounds[block] < p->threshold)
        return RAT_OK;
    for (uint32_t i = 1; i < f->count; i++) {
        float most = rat_scored_most_in(f->parts[i].term, low, high);
        if (most <= 0 || most < p->threshold)
            return RAT_OK;
    }
    if (!rat_scored_block(t, block))
        return t->postings.status;
    p->found.count = rat_scored_reach(t, p->threshold, p->found.documents, p->found.scores, p->found.places);
    rat_pruner_filter(p);
    drop_ties(p);
    rat_buf_clear(&f->pool);
    for (uint32_t i = 1; i < f->count && p->found.count; i++) {
        rat_status st = meet(f, &f->parts[i]);
        if (st != RAT_OK)
            return st;
    }
    return RAT_OK;
}

static int by_documents(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    return (x->term->documents > y->term->documents) - (x->term->documents < y->term->documents);
}

/* *all: the segment has every word. */
static rat_status open_parts(struct phrase *f, const struct rat_plan *plan, bool *all)
{
    struct rat_docsets *shared = f->p->run->shared;
    *all = true;
    f->parts = rat_arena_calloc(shared->arena, plan->must_count, sizeof *f->parts);
    if (!f->parts)
        return RAT_ENOMEM;
    for (uint32_t i = 0; i < plan->must_count && *all; i++) {
        if (!rat_scored_term_open(shared, plan->must[i], f->weight, &f->parts[i].term))
            return shared->status;
        f->parts[i].offset = plan->offsets[i];
        *all = f->parts[i].term != NULL;
        f->count++;
    }
    if (*all)
        qsort(f->parts, f->count, sizeof *f->parts, by_documents);
    return RAT_OK;
}

rat_status rat_pruned_phrase(struct rat_pruner *p, const struct rat_plan *plan)
{
    struct rat_docsets *shared = p->run->shared;
    struct phrase f = {.p = p,
                       .title_only = plan->title_only,
                       .weight = plan->boost * plan->idf,
                       .starts = RAT_BUF_INIT,
                       .pool = RAT_BUF_INIT};
    bool all;
    rat_status st = open_parts(&f, plan, &all);
    for (uint32_t b = 0; st == RAT_OK && all && b < f.parts[0].term->blocks; b++) {
        if (rat_deadline_passed(shared->deadline))
            break;
        st = run_block(&f, b);
    }
    for (uint32_t i = 0; i < f.count && all; i++)
        if (f.parts[i].term->postings.status != RAT_OK)
            rat_docsets_fail(shared, f.parts[i].term->postings.status, &f.parts[i].term->postings.err);
    rat_buf_release(&f.starts);
    rat_buf_release(&f.pool);
    return st;
}
