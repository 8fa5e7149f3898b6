/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/search_internal.h"

#include "query/deadline_internal.h"
#include "query/docset.h"
#include "query/facets.h"
#include "query/nearness.h"
#include "query/pruned.h"
#include "query/topk.h"

#include <math.h>
#include <stdlib.h>

#define FACETS_MAX 16u

struct run {
    struct rat_search *search;
    const struct rat_request *request;
    struct rat_topk top;
    struct rat_facet_counter facets[FACETS_MAX];
    size_t facet_count;
    uint64_t total;
    bool want_scores, near;
    bool pruned; /* matches that cannot be among the best are not looked at */
    struct rat_deadline *deadline;
    uint64_t bits[RAT_WINDOW_WORDS];
    float scores[RAT_WINDOW];
};

bool rat_mode_by_name(const char *name, enum rat_mode *out)
{
    static const char *const names[] = {"query", "or", "and", "phrase", "prefix", "bool"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum rat_mode)i;
            return true;
        }
    }
    return false;
}

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

static const struct rat_weights *weights_of(const struct rat_request *request)
{
    static const struct rat_weights defaults = RAT_WEIGHTS_DEFAULT,
                                    of_modes = {.k1 = RAT_BM25_K1, .b = RAT_BM25_B};
    if (request->mode != RAT_MODE_QUERY)
        return &of_modes;
    return request->weights ? request->weights : &defaults;
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
                                     weights_of(r->request), r->deadline, &search->arena);
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

static rat_status check_request(const struct rat_request *request, struct rat_err *err)
{
    if (request->facet_count > FACETS_MAX) {
        rat_fail(err, RAT_ELIMIT, _("Höchstens %u Facetten auf einmal"), FACETS_MAX);
        return RAT_ELIMIT;
    }
    for (size_t i = 0; i < request->facet_count; i++) {
        const struct rat_field_info *info = rat_field_by_id(request->facets[i]);
        if (!info || !info->facet) {
            rat_fail(err, RAT_EUSAGE, _("Nach dem Feld „%s“ lässt sich nicht zählen"),
                     info ? info->german : "?");
            return RAT_EUSAGE;
        }
    }
    for (size_t i = 0; i < request->filter_count; i++) {
        const struct rat_field_info *info = rat_field_by_id(request->filters[i].field);
        if (!info || !info->is_filter) {
            rat_fail(err, RAT_EUSAGE, _("Nach dem Feld „%s“ lässt sich nicht filtern"),
                     info ? info->german : "?");
            return RAT_EUSAGE;
        }
    }
    return RAT_OK;
}

/* What a person would rather be asked about than have searched. */
static rat_status check_query(const struct rat_query *query, const struct rat_request *request,
                              struct rat_err *err)
{
    if (request->lenient)
        return RAT_OK;
    if (query->refused) {
        if (err)
            *err = *query->refused;
        return query->refused->code;
    }
    if (query->is_blank && request->filter_count == 0) {
        rat_fail(err, RAT_EUSAGE, "%s", _("Die Anfrage enthält kein Wort und keine Bedingung"));
        rat_err_hint(err, "%s", _("Alles findet '*'"));
        return RAT_EUSAGE;
    }
    return RAT_OK;
}

static rat_status plan_language(struct rat_planner *planner, struct rat_search *search,
                                const struct rat_request *request, struct rat_err *err)
{
    struct rat_query query;
    rat_status st = rat_query_parse(request->query, strlen(request->query), &search->arena, &query, err);
    if (st == RAT_OK)
        st = check_query(&query, request, err);
    if (st != RAT_OK)
        return st;
    search->result.interpreted = rat_query_format(query.root, &search->arena);
    search->result.notes = query.notes;
    search->result.note_count = query.note_count;
    if (!search->result.interpreted)
        return rat_nomem(err);
    if (query.is_blank && request->filter_count == 0)
        return rat_plan_tokens(planner, "", RAT_MODE_OR, &search->plan); /* nothing */
    return rat_plan_query(planner, query.root, &search->plan);
}

/* What the plan does beyond what was typed. */
static rat_status add_notes(struct rat_search *search, const struct rat_planner *planner, struct rat_err *err)
{
    struct rat_result *result = &search->result;
    size_t count = result->note_count + planner->note_count;
    const char **notes = rat_arena_calloc(&search->arena, count + 1, sizeof *notes);
    if (!notes)
        return rat_nomem(err);
    for (size_t i = 0; i < count; i++)
        notes[i] = i < result->note_count ? result->notes[i] : planner->notes[i - result->note_count];
    result->notes = notes;
    result->note_count = count;
    return RAT_OK;
}

static rat_status make_plan(struct rat_search *search, const struct rat_request *request,
                            struct rat_deadline *deadline, struct rat_err *err)
{
    struct rat_planner planner = {.snapshot = search->snapshot,
                                  .analyzer = search->words.analyzer,
                                  .arena = &search->arena,
                                  .weights = weights_of(request),
                                  .acronyms = search->words.acronyms,
                                  .err = err,
                                  .deadline = deadline};
    rat_status st;
    if (request->mode == RAT_MODE_QUERY) {
        st = plan_language(&planner, search, request, err);
        if (st == RAT_OK)
            st = add_notes(search, &planner, err);
    } else {
        search->result.interpreted = rat_arena_strdup(&search->arena, request->query);
        st = rat_plan_tokens(&planner, request->query, request->mode, &search->plan);
    }
    if (st == RAT_OK)
        st = rat_plan_merge(&planner, search->plan);
    if (st == RAT_OK)
        st = rat_plan_count(&planner, search->plan);
    if (st == RAT_OK && request->mode == RAT_MODE_QUERY)
        st = rat_plan_fallback(&planner, search->plan);
    if (st == RAT_OK)
        st = rat_plan_filters(&planner, request->filters, request->filter_count, &search->filters);
    if (st == RAT_OK && search->filters)
        st = rat_plan_count(&planner, search->filters);
    return st;
}

static size_t entries_wanted(const struct rat_request *request)
{
    return request->limit > SIZE_MAX / 2 || request->offset > SIZE_MAX / 2 ? SIZE_MAX / 2
                                                                           : request->limit + request->offset;
}

/* Whether words that stand near each other decide among the best. */
static bool is_near_wanted(const struct rat_search *search, const struct rat_request *request)
{
    return request->mode == RAT_MODE_QUERY && request->sort == RAT_SORT_RELEVANCE && request->limit &&
           weights_of(request)->near > 0 && rat_nearness_matters(search->plan);
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
            rat_nearness_add(search, weights_of(r->request)->near, entries, best, r->deadline, err);
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

static rat_status execute(struct rat_search *search, const struct rat_request *request,
                          struct rat_deadline *deadline, struct rat_err *err)
{
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

rat_status rat_search_run(struct rat_snapshot *snapshot, const struct rat_request *request,
                          struct rat_search **out, struct rat_err *err)
{
    uint64_t started = rat_deadline_clock_us();
    struct rat_deadline deadline = {0, 0, false};
    if (request->deadline_ms)
        deadline.at_us = started + (uint64_t)request->deadline_ms * 1000;
    rat_status st = check_request(request, err);
    struct rat_search *search = st == RAT_OK ? calloc(1, sizeof *search) : NULL;
    if (!search)
        return st == RAT_OK ? rat_nomem(err) : st;
    search->snapshot = snapshot;
    rat_arena_init(&search->arena, 0);
    st = rat_archive_analyzer_open(snapshot, &search->words, err);
    if (st == RAT_OK)
        st = make_plan(search, request, &deadline, err);
    if (st == RAT_OK)
        st = execute(search, request, &deadline, err);
    if (st != RAT_OK) {
        rat_search_free(search);
        return st;
    }
    search->result.took_us = rat_deadline_clock_us() - started;
    *out = search;
    return RAT_OK;
}

const struct rat_result *rat_search_result(const struct rat_search *search)
{
    return &search->result;
}

void rat_search_free(struct rat_search *search)
{
    if (!search)
        return;
    rat_plan_release(search->plan);
    rat_plan_release(search->filters);
    rat_archive_analyzer_close(&search->words);
    rat_arena_release(&search->arena);
    free(search);
}
