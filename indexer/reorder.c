/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge_internal.h"

#include "indexer/bisect.h"
#include "base/sort.h"
#include "text/analyzer.h"

#include <stdlib.h>

/* Terms that say which documents are alike. A rare one is in too few lists to matter, a frequent one in too many
 * documents to tell them apart, and both cost the same time per posting. */
#define RARE_BELOW 16u
#define FREQUENT_ABOVE(documents) ((documents) / 4)

#define RANGE_DOCUMENTS 1024u /* at least, however small the budget */

/* A list of one input whose term is used. */
struct used {
    uint32_t input, term;
    struct rat_term_info info;
};

struct order {
    struct rat_merge *m;
    unsigned char layer;
    uint32_t least;      /* documents that a term must have */
    struct rat_buf used; /* struct used */
    uint32_t term_count;
    struct rat_buf documents; /* uint32_t: by term, how many have it */
    uint32_t *counts;         /* by number: terms of the document */
    uint64_t total;           /* of counts */
    uint32_t *order;
};

/* ---- the forward index ---- */

/* The next term of the layer that is neither rare nor frequent; RAT_END behind the last. */
static rat_status next_term(const struct order *o, struct rat_merge_walk *walk, uint32_t *out,
                            struct rat_err *err)
{
    rat_status st;
    while ((st = rat_merge_walk_next(walk, err)) == RAT_OK) {
        uint64_t documents = 0;
        if (walk->inputs[walk->same[0]].walk.key[0] != o->layer)
            return RAT_END;
        for (uint32_t i = 0; i < walk->same_count; i++)
            documents += walk->inputs[walk->same[i]].walk.info.documents;
        if (documents >= RARE_BELOW && documents <= FREQUENT_ABOVE(o->m->document_count)) {
            *out = (uint32_t)documents;
            return RAT_OK;
        }
    }
    return st;
}

/* In how many documents a term must be for no more than RAT_FORWARD_TERMS_MAX to be chosen. *terms: how many there are at all. */
static rat_status find_least(struct order *o, uint64_t *terms, struct rat_err *err)
{
    struct rat_merge_walk walk;
    uint32_t most = FREQUENT_ABOVE(o->m->document_count), documents;
    uint32_t *counts = calloc((size_t)most + 1, sizeof *counts); /* by documents: terms */
    rat_status st = counts ? rat_merge_walk_begin(&walk, o->m, &o->layer, 1, err) : rat_nomem(err);
    *terms = 0;
    while (st == RAT_OK && (st = next_term(o, &walk, &documents, err)) == RAT_OK) {
        counts[documents]++;
        ++*terms;
    }
    uint64_t chosen = 0;
    o->least = most + 1;
    while (st == RAT_END && o->least > RARE_BELOW && chosen + counts[o->least - 1] <= RAT_FORWARD_TERMS_MAX)
        chosen += counts[--o->least];
    free(counts);
    return st == RAT_END ? RAT_OK : st;
}

static rat_status choose_terms(struct order *o, struct rat_err *err)
{
    struct rat_merge_walk walk;
    uint32_t documents;
    rat_status st = rat_merge_walk_begin(&walk, o->m, &o->layer, 1, err);
    while (st == RAT_OK && (st = next_term(o, &walk, &documents, err)) == RAT_OK) {
        if (documents < o->least)
            continue;
        for (uint32_t i = 0; i < walk.same_count; i++) {
            struct used list = {walk.same[i], o->term_count, walk.inputs[walk.same[i]].walk.info};
            rat_buf_append(&o->used, &list, sizeof list);
        }
        rat_buf_append(&o->documents, &documents, sizeof documents);
        o->term_count++;
    }
    if (o->used.failed || o->documents.failed)
        return rat_nomem(err);
    return st == RAT_END ? RAT_OK : st;
}

/* Small numbers for frequent terms. */
static rat_status renumber_terms(struct order *o, struct rat_err *err)
{
    const uint32_t *documents = (const uint32_t *)(const void *)o->documents.data;
    struct used *used = (struct used *)(void *)o->used.data;
    uint32_t n = o->term_count;
    uint64_t *keys = malloc(((size_t)n * 2 + 1) * sizeof *keys);
    uint32_t *numbers = malloc(((size_t)n + 1) * sizeof *numbers);
    rat_status st = keys && numbers ? RAT_OK : rat_nomem(err);
    for (uint32_t t = 0; st == RAT_OK && t < n; t++)
        keys[t] = (uint64_t)(UINT32_MAX - documents[t]) << 32 | t;
    if (st == RAT_OK)
        rat_sort_upper(keys, keys + n, n);
    for (uint32_t i = 0; st == RAT_OK && i < n; i++)
        numbers[(uint32_t)keys[i]] = i;
    for (size_t i = 0; st == RAT_OK && i < o->used.size / sizeof *used; i++)
        used[i].term = numbers[used[i].term];
    free(keys);
    free(numbers);
    return st;
}

/* Calls put for every posting of the lists used whose number is in [from, end): millions of times, and so inline. */
typedef void put_fn(struct order *o, void *ctx, uint32_t document, uint32_t term);
__attribute__((always_inline)) static inline rat_status walk_lists(struct order *o, uint32_t from,
                                                                   uint32_t end, put_fn *put, void *ctx,
                                                                   struct rat_err *err)
{
    const struct used *used = (const struct used *)(const void *)o->used.data;
    struct rat_postings p;
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < o->used.size / sizeof *used; i++) {
        const struct rat_merge_input *in = &o->m->inputs[used[i].input];
        uint32_t documents = in->segment->meta.documents;
        if (i % 1024 == 0)
            st = rat_merge_look(o->m, err);
        rat_postings_open(&p, &in->segment->postings, &in->segment->positions, &in->segment->lengths,
                          &used[i].info);
        while (st == RAT_OK && rat_postings_next_block(&p)) {
            for (uint32_t k = 0; k < p.held && p.documents[k] < documents; k++) {
                uint32_t at = in->documents[p.documents[k]];
                if (at >= from && at < end)
                    put(o, ctx, at, used[i].term);
            }
        }
        if (st == RAT_OK && p.status != RAT_OK) {
            st = p.status;
            if (err)
                *err = p.err;
        }
    }
    return st;
}

static void count_one(struct order *o, void *ctx, uint32_t document, uint32_t term)
{
    (void)ctx;
    (void)term;
    o->counts[document]++;
    o->total++;
}

struct filling {
    struct rat_forward forward;
    uint32_t first; /* number of its document 0 */
};

static void fill_one(struct order *o, void *ctx, uint32_t document, uint32_t term)
{
    struct filling *f = ctx;
    (void)o;
    /* starts are one behind while lists grow: at the end each stands where its successor begins */
    f->forward.lists[f->forward.starts[document - f->first + 1]++] = (uint16_t)term;
}

/* Reorders documents [from, end) among themselves. */
static rat_status reorder_range(struct order *o, uint32_t from, uint32_t end, struct rat_err *err)
{
    struct filling f = {.first = from,
                        .forward = {.document_count = end - from, .term_count = o->term_count}};
    uint64_t total = 0;
    f.forward.starts = malloc(((size_t)(end - from) + 1) * sizeof *f.forward.starts);
    if (!f.forward.starts)
        return rat_nomem(err);
    f.forward.starts[0] = 0;
    for (uint32_t d = from; d < end; total += o->counts[d++])
        f.forward.starts[d - from + 1] = total;
    f.forward.lists = malloc((size_t)(total + 1) * sizeof *f.forward.lists);
    rat_status st = f.forward.lists ? walk_lists(o, from, end, fill_one, &f, err) : rat_nomem(err);
    if (st == RAT_OK)
        st = rat_bisect(&f.forward, o->m->options.threads ? o->m->options.threads : 1, o->m->options.stop,
                        o->order + from, err);
    for (uint32_t i = from; st == RAT_OK && i < end; i++)
        o->order[i] += from;
    free(f.forward.starts);
    free(f.forward.lists);
    return st;
}

/* As many ranges, in the order they have, as it takes for each to fit the budget; they have about equally many postings. */
static rat_status reorder_ranges(struct order *o, struct rat_err *err)
{
    uint32_t n = o->m->document_count;
    uint64_t budget = o->m->options.memory_bytes, fixed = RAT_BISECT_BYTES(0, 0) + o->used.size;
    uint64_t variable = o->total * sizeof(uint16_t) + RAT_BISECT_BYTES(n, o->total) + n * sizeof(uint64_t);
    budget = budget > 2 * fixed ? budget - fixed : budget / 2 + 1;
    uint64_t ranges = (variable - 1) / budget + 1, done = 0;
    ranges = ranges > n / RANGE_DOCUMENTS ? n / RANGE_DOCUMENTS : ranges;
    ranges = ranges ? ranges : 1;
    uint32_t from = 0;
    rat_status st = RAT_OK;
    for (uint64_t range = 0; st == RAT_OK && range < ranges; range++) {
        uint32_t end = from;
        while (end < n && (range + 1 == ranges || done < o->total / ranges * (range + 1)))
            done += o->counts[end++];
        st = reorder_range(o, from, end, err);
        from = end;
    }
    return st;
}

rat_status rat_merge_reorder(struct rat_merge *m, uint32_t *order, struct rat_err *err)
{
    struct order o = {.m = m, .layer = RAT_LAYER_STEM, .order = order};
    uint32_t n = m->document_count;
    uint64_t terms;
    rat_status st = find_least(&o, &terms, err);
    if (st == RAT_OK && terms == 0) { /* not analysed */
        o.layer = RAT_LAYER_EXACT;
        st = find_least(&o, &terms, err);
    }
    o.counts = calloc(n, sizeof *o.counts);
    if (st == RAT_OK)
        st = o.counts ? choose_terms(&o, err) : rat_nomem(err);
    if (st == RAT_OK)
        st = renumber_terms(&o, err);
    if (st == RAT_OK)
        st = walk_lists(&o, 0, n, count_one, NULL, err);
    if (st == RAT_OK)
        st = reorder_ranges(&o, err);
    free(o.counts);
    rat_buf_release(&o.used);
    rat_buf_release(&o.documents);
    return st;
}
