/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The native engine: segment by segment, window by window; pruned where only the best are asked for. */
#include "query/engine_internal.h"

#include "query/docset.h"
#include "query/facets.h"
#include "query/nearness.h"
#include "query/pruned.h"
#include "query/topk.h"

#include <math.h>
#include <stdlib.h>

struct run {
    struct rat_search *search;
    const struct rat_request *request;
    struct rat_topk top;
    struct rat_facet_counter facets[RAT_FACETS_MAX];
    size_t facet_count;
    uint64_t total;
    bool want_scores, near;
    bool pruned; /* matches that cannot be among the best are not looked at */
    struct rat_deadline *deadline;
    uint64_t bits[RAT_WINDOW_WORDS];
    float scores[RAT_WINDOW];
};

/* ---- one window ---- */

static void drop_dead(const struct run *r, const struct rat_segment *s, uint32_t base, uint64_t *bits)
{
    const unsigned char *maps[2] = {s->dead, r->request->include_removed ? NULL : s->hidden};
    uint32_t bytes = (s->meta.documents + 7) / 8;
    for (int m = 0; m < 2; m++) {
        for (uint32_t i = 0; maps[m] && i < RAT_WINDOW_WORDS; i++) {
            uint64_t gone = 0;
            uint32_t at = base / 8 + i * 8;
            for (uint32_t k = 0; k < 8 && at + k < bytes; k++)
                gone |= (uint64_t)maps[m][at + k] << (8 * k);
            bits[i] &= ~gone;
        }
    }
}

/* Unknown dates come last, whichever way dates are sorted. Days fit a float: 2^24 of them are 45,000 years. */
static float key_of(const struct run *r, const struct rat_segment *s, uint32_t document, float score)
{
    if (r->request->sort == RAT_SORT_RELEVANCE)
        return score;
    int32_t date = rat_segment_date(s, document);
    if (date == RAT_NO_DATE)
        return -INFINITY;
    return r->request->sort == RAT_SORT_NEWEST ? (float)date : -(float)date;
}

static rat_status collect(struct run *r, const struct rat_segment *s, uint32_t segment, uint32_t base)
{
    float threshold = rat_topk_threshold(&r->top);
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++) {
        for (uint64_t left = r->bits[i]; left; left &= left - 1) {
            uint32_t local = i * 64 + (uint32_t)__builtin_ctzll(left);
            float key = key_of(r, s, base + local, r->scores[local]);
            if (key < threshold)
                continue;
            uint32_t docnum = (uint32_t)rat_numbers_get(&s->docnums, base + local);
            struct rat_entry entry = {key, r->scores[local], docnum, segment, base + local, 0};
            if (r->top.grouped)
                entry.group = rat_group_of(s, base + local, docnum);
            if (rat_topk_add(&r->top, &entry) != RAT_OK)
                return RAT_ENOMEM;
            threshold = rat_topk_threshold(&r->top);
        }
    }
    return RAT_OK;
}

static rat_status run_window(struct run *r, const struct rat_segment *s, uint32_t segment,
                             struct rat_docset *set, struct rat_docset *filter, uint32_t base,
                             struct rat_err *err)
{
    uint64_t allowed[RAT_WINDOW_WORDS] = {0};
    uint32_t end = s->meta.documents - base < RAT_WINDOW ? s->meta.documents : base + RAT_WINDOW;
    struct rat_window w = {base, end, r->bits, NULL, r->want_scores ? r->scores : NULL, true};
    memset(r->bits, 0, sizeof r->bits);
    memset(r->scores, 0, sizeof r->scores);
    if (filter) {
        struct rat_window f = {base, end, allowed, NULL, NULL, true};
        filter->fill(filter, &f);
        w.mask = allowed;
    }
    set->fill(set, &w);
    if (r->deadline->passed)
        return RAT_OK; /* not all of this window was looked at: none of it counts */
    drop_dead(r, s, base, r->bits);
    for (uint32_t i = 0; i < RAT_WINDOW_WORDS; i++)
        r->total += (uint64_t)__builtin_popcountll(r->bits[i]);
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < r->facet_count; i++)
        st = rat_facet_count(&r->facets[i], s, base, r->bits, RAT_WINDOW_WORDS, err);
    return st == RAT_OK ? collect(r, s, segment, base) : st;
}

/* ---- one segment ---- */

static rat_status run_windows(struct run *r, struct rat_docsets *shared, uint32_t segment,
                              struct rat_docset *set, struct rat_docset *filter)
{
    const struct rat_segment *s = shared->segment;
    uint32_t at = 0;
    while (shared->status == RAT_OK && !rat_deadline_look(r->deadline)) {
        at = set->ahead(set, at);
        if (filter && at != RAT_NO_DOCUMENT) {
            uint32_t next = filter->ahead(filter, at);
            if (next != RAT_NO_DOCUMENT && next / RAT_WINDOW > at / RAT_WINDOW) {
                at = next / RAT_WINDOW * RAT_WINDOW;
                continue;
            }
            at = next == RAT_NO_DOCUMENT ? next : at;
        }
        if (at >= s->meta.documents)
            break;
        uint32_t base = at / RAT_WINDOW * RAT_WINDOW;
        rat_status st = run_window(r, s, segment, set, filter, base, &shared->err);
        if (st != RAT_OK)
            return st;
        if (s->meta.documents - base <= RAT_WINDOW)
            break;
        at = base + RAT_WINDOW;
    }
    return shared->status;
}

/* Whether only the best are asked for, and all of them can be found without looking at every match. */
static bool is_prunable(const struct run *r)
{
    const struct rat_request *request = r->request;
    const struct rat_plan *plan = r->search->plan;
    return request->sort == RAT_SORT_RELEVANCE && !request->group_by_paper && r->facet_count == 0 &&
           r->top.limit &&
           (request->want_total ? rat_pruned_counts(plan) && !r->search->filters : rat_pruned_fits(plan));
}

static rat_status run_pruned(struct run *r, struct rat_docsets *shared, uint32_t segment,
                             struct rat_docset *filter)
{
    struct rat_pruned pruned = {.shared = shared,
                                .segment = segment,
                                .top = &r->top,
                                .include_hidden = r->request->include_removed,
                                .filter = filter,
                                .count = r->request->want_total};
    rat_status st = rat_pruned_run(&pruned, r->search->plan);
    r->total += pruned.total;
    return st;
}

static rat_status run_sets(struct run *r, struct rat_docsets *shared, uint32_t segment,
                           struct rat_docset *filter)
{
    struct rat_docset *set = rat_docset_open(shared, r->search->plan);
    return shared->status == RAT_OK ? run_windows(r, shared, segment, set, filter) : shared->status;
}

static rat_status run_segment(struct run *r, uint32_t segment, struct rat_err *err)
{
    struct rat_search *search = r->search;
    const struct rat_snapshot *snapshot = search->snapshot;
    const struct rat_segment *s = snapshot->segments[segment];
    double average = snapshot->documents ? (double)snapshot->tokens / (double)snapshot->documents : 0;
    struct rat_docsets shared;
    rat_status st = rat_docsets_init(&shared, s, segment, snapshot->documents, average,
                                     rat_search_weights(r->request), r->deadline, &search->arena);
    for (size_t i = 0; st == RAT_OK && i < r->facet_count; i++)
        st = rat_facet_begin(&r->facets[i], s, &shared.err);
    if (st == RAT_OK) {
        struct rat_docset *filter = search->filters ? rat_docset_open(&shared, search->filters) : NULL;
        st = shared.status;
        if (st == RAT_OK)
            st = r->pruned ? run_pruned(r, &shared, segment, filter) : run_sets(r, &shared, segment, filter);
    }
    if (st == RAT_OK && rat_segment_is_damaged(s))
        st = rat_damaged(&shared.err, s->docs_file->path, _("eine Spalte ist unlesbar"));
    for (size_t i = 0; st == RAT_OK && i < r->facet_count; i++)
        st = rat_facet_end(&r->facets[i], s, &shared.err);
    rat_docsets_release(&shared);
    if (st != RAT_OK && err) {
        *err = shared.err;
        if (st == RAT_ENOMEM)
            rat_nomem(err);
    }
    return st;
}

/* ---- the whole search ---- */

static size_t entries_wanted(const struct rat_request *request)
{
    return request->limit > SIZE_MAX / 2 || request->offset > SIZE_MAX / 2 ? SIZE_MAX / 2
                                                                           : request->limit + request->offset;
}

/* Whether words that stand near each other decide among the best. */
static bool is_near_wanted(const struct rat_search *search, const struct rat_request *request)
{
    return request->mode == RAT_MODE_QUERY && request->sort == RAT_SORT_RELEVANCE && request->limit &&
           rat_search_weights(request)->near > 0 && rat_nearness_matters(search->plan);
}

static rat_status fill_hits(struct run *r, struct rat_err *err)
{
    struct rat_search *search = r->search;
    struct rat_entry *entries;
    size_t count, wanted = entries_wanted(r->request);
    uint64_t groups;
    if (rat_topk_finish(&r->top, &entries, &count, &groups) != RAT_OK)
        return rat_nomem(err);
    if (r->near) {
        size_t best = count < RAT_NEAR_DOCUMENTS ? count : RAT_NEAR_DOCUMENTS;
        rat_status st =
            rat_nearness_add(search, rat_search_weights(r->request)->near, entries, best, r->deadline, err);
        if (st != RAT_OK)
            return st;
        if (rat_topk_sort(entries, best) != RAT_OK)
            return rat_nomem(err);
        count = wanted < count ? wanted : count;
    }
    size_t skip = r->request->offset < count ? r->request->offset : count;
    struct rat_hit *hits = rat_arena_calloc(&search->arena, count - skip, sizeof *hits);
    if (!hits)
        return rat_nomem(err);
    for (size_t i = skip; i < count; i++) {
        const struct rat_entry *e = &entries[i];
        const struct rat_segment *s = search->snapshot->segments[e->segment];
        const char *id;
        uint32_t size;
        rat_status st = rat_segment_id(s, e->local, &id, &size, err);
        if (st != RAT_OK)
            return st;
        struct rat_hit *hit = &hits[i - skip];
        *hit = (struct rat_hit){
            .docnum = e->docnum, .segment = e->segment, .local = e->local, .score = e->score};
        hit->id = rat_arena_strndup(&search->arena, id, size);
        hit->date = rat_segment_date(s, e->local);
        if (!hit->id)
            return rat_nomem(err);
    }
    search->result.hits = hits;
    search->result.hit_count = count - skip;
    search->result.total = r->top.grouped ? groups : r->total;
    search->result.total_is_exact = !r->deadline->passed && (!r->pruned || r->request->want_total);
    search->result.cut_by_deadline = r->deadline->passed;
    return RAT_OK;
}

static rat_status fill_facets(struct run *r, struct rat_err *err)
{
    struct rat_search *search = r->search;
    struct rat_facet *facets = rat_arena_calloc(&search->arena, r->facet_count, sizeof *facets);
    rat_status st = facets ? RAT_OK : rat_nomem(err);
    for (size_t i = 0; st == RAT_OK && i < r->facet_count; i++)
        st = rat_facet_finish(&r->facets[i], r->request->facet_values_max, &search->arena, &facets[i], err);
    search->result.facets = facets;
    search->result.facet_count = r->facet_count;
    return st;
}

static rat_status answer(struct rat_engine *engine, struct rat_search *search,
                         const struct rat_request *request, struct rat_deadline *deadline,
                         struct rat_err *err)
{
    (void)engine; /* has no state: everything is in the snapshot */
    size_t room = entries_wanted(request);
    struct run *r = calloc(1, sizeof *r);
    if (!r)
        return rat_nomem(err);
    r->search = search;
    r->request = request;
    r->want_scores = true;
    r->deadline = deadline;
    r->near = is_near_wanted(search, request);
    if (r->near && room < RAT_NEAR_DOCUMENTS)
        room = RAT_NEAR_DOCUMENTS;
    rat_topk_init(&r->top, request->limit ? room : 0, request->group_by_paper);
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < request->facet_count; i++) {
        st = rat_facet_init(&r->facets[i], request->facets[i], request->group_by_paper, err);
        r->facet_count++;
    }
    r->pruned = is_prunable(r);
    rat_deadline_look(deadline);
    for (uint32_t i = 0; st == RAT_OK && i < search->snapshot->manifest.segment_count && !deadline->passed;
         i++)
        st = run_segment(r, i, err);
    if (st == RAT_OK)
        st = fill_hits(r, err);
    if (st == RAT_OK)
        st = fill_facets(r, err);
    for (size_t i = 0; i < r->facet_count; i++)
        rat_facet_release(&r->facets[i]);
    rat_topk_release(&r->top);
    free(r);
    return st;
}

struct rat_engine rat_engine_native = {.answer = answer};
