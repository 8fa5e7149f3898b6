/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The second engine: the plan as a query of Xapian, its answer as hits of ours. Statistics, matching, ranking, totals and facets are
 * Xapian's own; a hit is looked up in index/ for its id and for what snippets need. query/XAPIAN.md says where answers
 * differ, and why.
 */
#include "query/engine_internal.h"

#include "query/facets.h"
#include "query/nearness.h"
#include "query/xapian_query.h"
#include "storage/xapian_index.h"

#include <stdlib.h>

#define REOPEN_ATTEMPTS 10 /* commits that may overtake one search */

/* Where a document is in index/. */
struct place {
    uint32_t segment; /* + 1; 0: nowhere */
    uint32_t local;
};

struct xapian_engine {
    struct rat_engine engine;
    struct rat_snapshot *snapshot;
    struct rat_xapian_database *database;
    struct rat_xapian_state state;
    uint32_t documents;
    struct place *places; /* by docnum */
    uint32_t place_count;
};

/* One search. */
struct asked {
    struct xapian_engine *x;
    struct rat_search *search;
    const struct rat_request *request;
    struct rat_deadline *deadline;
    struct rat_err *err;
    unsigned lacks;
    struct rat_xapian_query *query;
    struct rat_xapian_request to;
    uint32_t slots[RAT_FACETS_MAX + 1]; /* of facets; the papers behind them */
    struct rat_xapian_found *found;
};

/* ---- the question ---- */

static rat_status make_query(struct asked *a)
{
    struct rat_xapian_query *filter = NULL, *removed = NULL;
    struct rat_xapian_err failure;
    rat_status st = rat_xapian_translate(a->search->plan, a->x->database, &a->query, &a->lacks, a->err);
    if (st == RAT_OK && a->search->filters) {
        struct rat_xapian_query *query = a->query;
        a->query = NULL;
        st = rat_xapian_translate(a->search->filters, a->x->database, &filter, &a->lacks, a->err);
        if (st != RAT_OK)
            rat_xapian_query_free(query);
        else
            st = rat_xapian_join(RAT_XAPIAN_FILTER, query, filter, &a->query, a->err);
    }
    if (st != RAT_OK || a->request->include_removed)
        return st;
    if (rat_xapian_query_term(RAT_XAPIAN_TERM_REMOVED, 1, &removed, &failure) != RAT_XAPIAN_OK)
        return rat_xapian_fail(&failure, a->err);
    struct rat_xapian_query *query = a->query;
    a->query = NULL;
    return rat_xapian_join(RAT_XAPIAN_AND_NOT, query, removed, &a->query, a->err);
}

/* Our length norm k1 (1 - b + b (length + pad) / (average + pad)) is Xapian's with another b. */
static void set_weight(struct asked *a)
{
    const struct rat_weights *w = rat_search_weights(a->request);
    const struct rat_snapshot *s = a->x->snapshot;
    double average = s->documents ? (double)s->tokens / (double)s->documents : 1;
    a->to.k1 = w->k1;
    a->to.b = average + w->pad > 0 ? w->b * average / (average + w->pad) : w->b;
}

static bool counts_all(const struct rat_request *request)
{
    return request->want_total || request->facet_count || request->group_by_paper;
}

static uint32_t at_most(size_t n, uint32_t limit)
{
    return n < limit ? (uint32_t)n : limit;
}

static void make_request(struct asked *a)
{
    const struct rat_request *from = a->request;
    struct rat_xapian_request *to = &a->to;
    *to = (struct rat_xapian_request)RAT_XAPIAN_REQUEST_INIT;
    to->offset = at_most(from->offset, a->x->documents);
    to->limit = at_most(from->limit, a->x->documents);
    to->check_at_least = counts_all(from) ? a->x->documents : 0;
    set_weight(a);
    if (from->sort != RAT_SORT_RELEVANCE) {
        to->order = RAT_XAPIAN_BY_VALUE;
        to->order_slot = from->sort == RAT_SORT_NEWEST ? RAT_XAPIAN_SLOT_NEWEST : RAT_XAPIAN_SLOT_OLDEST;
        to->descending = true;
    }
    for (size_t i = 0; i < from->facet_count; i++)
        a->slots[i] = from->facets[i] == RAT_FIELD_YEAR ? (uint32_t)RAT_XAPIAN_SLOT_NEWEST
                                                        : (uint32_t)RAT_XAPIAN_SLOT_VALUES + from->facets[i];
    to->facet_slots = a->slots;
    to->facet_count = from->facet_count;
    if (from->group_by_paper) {
        to->collapse_max = 1;
        to->collapse_slot = RAT_XAPIAN_SLOT_PAPER;
        a->slots[to->facet_count++] = RAT_XAPIAN_SLOT_PAPER;
    }
}

static rat_status run_once(struct asked *a)
{
    struct rat_xapian_err failure;
    rat_status st = make_query(a);
    if (st != RAT_OK)
        return st;
    make_request(a);
    if (a->deadline->at_us) {
        uint64_t now = rat_deadline_clock_us();
        a->to.time_limit = now < a->deadline->at_us ? (double)(a->deadline->at_us - now) / 1e6 : 1e-3;
    }
    return rat_xapian_search(a->x->database, a->query, &a->to, &a->found, &failure) == RAT_XAPIAN_OK
               ? RAT_OK
               : rat_xapian_fail(&failure, a->err);
}

/* Of the database as it was opened, or reopened. */
static rat_status read_state(struct xapian_engine *x, struct rat_err *err)
{
    struct rat_xapian_facts facts;
    struct rat_xapian_err failure;
    rat_status st = rat_xapian_index_state(x->database, &x->state, err);
    if (st == RAT_OK && rat_xapian_database_facts(x->database, &facts, &failure) != RAT_XAPIAN_OK)
        st = rat_xapian_fail(&failure, err);
    if (st == RAT_OK)
        x->documents = facts.documents;
    return st;
}

/* Again when commits have overtaken it. */
static rat_status run(struct asked *a)
{
    struct xapian_engine *x = a->x;
    struct rat_xapian_err failure;
    rat_status st = run_once(a);
    for (int attempt = 0; st == RAT_END && attempt < REOPEN_ATTEMPTS; attempt++) {
        rat_xapian_query_free(a->query);
        a->query = NULL;
        st = rat_xapian_database_reopen(x->database, NULL, &failure) == RAT_XAPIAN_OK
                 ? read_state(x, a->err)
                 : rat_xapian_fail(&failure, a->err);
        if (st == RAT_OK)
            st = run_once(a);
    }
    return st == RAT_END ? RAT_EIO : st;
}

/* ---- the answer ---- */

/* *known: whether index/ has the document too; one that it has not was put or purged since. */
static rat_status fill_hit(struct asked *a, const struct rat_xapian_hit *from, struct rat_hit *out,
                           bool *known)
{
    const struct xapian_engine *x = a->x;
    const struct place *place = from->docid < x->place_count ? &x->places[from->docid] : NULL;
    const char *id;
    uint32_t size;
    *known = place && place->segment;
    if (!*known)
        return RAT_OK;
    const struct rat_segment *s = x->snapshot->segments[place->segment - 1];
    rat_status st = rat_segment_id(s, place->local, &id, &size, a->err);
    if (st != RAT_OK)
        return st;
    *out = (struct rat_hit){.docnum = from->docid,
                            .segment = place->segment - 1,
                            .local = place->local,
                            .score = from->score,
                            .id = rat_arena_strndup(&a->search->arena, id, size),
                            .date = rat_segment_date(s, place->local)};
    return out->id ? RAT_OK : rat_nomem(a->err);
}

static rat_status fill_hits(struct asked *a)
{
    size_t count = rat_xapian_found_size(a->found), kept = 0;
    struct rat_hit *hits = rat_arena_calloc(&a->search->arena, count, sizeof *hits);
    if (!hits)
        return rat_nomem(a->err);
    for (size_t i = 0; i < count; i++) {
        struct rat_xapian_hit hit;
        struct rat_xapian_err failure;
        bool known = false;
        if (rat_xapian_found_hit(a->found, i, &hit, &failure) != RAT_XAPIAN_OK)
            return rat_xapian_fail(&failure, a->err);
        rat_status st = fill_hit(a, &hit, &hits[kept], &known);
        if (st != RAT_OK)
            return st;
        kept += known;
    }
    a->search->result.hits = hits;
    a->search->result.hit_count = kept;
    return RAT_OK;
}

static bool count_group(void *ctx, const struct rat_xapian_item *item)
{
    uint64_t *sums = ctx; /* papers, documents that have one */
    sums[0]++;
    sums[1] += item->count;
    return true;
}

/* How many papers: those that were counted, and each document without one for itself. */
static rat_status count_groups(struct asked *a, uint64_t *out)
{
    uint64_t sums[2] = {0, 0}, total = 0;
    struct rat_xapian_err failure;
    if (rat_xapian_found_facet(a->found, a->request->facet_count, count_group, sums, &total, &failure) !=
        RAT_XAPIAN_OK)
        return rat_xapian_fail(&failure, a->err);
    *out = sums[0] + (total > sums[1] ? total - sums[1] : 0);
    return RAT_OK;
}

static rat_status fill_total(struct asked *a)
{
    struct rat_result *result = &a->search->result;
    struct rat_xapian_counts counts;
    rat_xapian_found_counts(a->found, &counts);
    bool grouped = a->request->group_by_paper, in_time = !rat_deadline_look(a->deadline);
    result->total = counts.all_lower;
    /* bounds of collapsed hits stay apart although all were looked at */
    result->total_is_exact = grouped ? in_time : counts.all_lower == counts.all_upper;
    result->cut_by_deadline = !in_time && counts_all(a->request) && (grouped || !result->total_is_exact);
    return grouped ? count_groups(a, &result->total) : RAT_OK;
}

/* ---- facets ---- */

struct counting {
    struct rat_facet_counter counter;
    uint64_t with_value;
    rat_status status;
    struct rat_err *err;
};

static bool count_date(void *ctx, const struct rat_xapian_item *item)
{
    struct counting *c = ctx;
    c->with_value += item->count;
    rat_facet_add_date(&c->counter, (int32_t)rat_xapian_number_decode(item->bytes, item->size), item->count);
    return true;
}

/* One value of the slot is all values of a document, a zero behind each. */
static bool count_values(void *ctx, const struct rat_xapian_item *item)
{
    struct counting *c = ctx;
    const char *at = item->bytes, *end = at + item->size;
    c->with_value += item->count;
    while (at < end && c->status == RAT_OK) {
        size_t n = strnlen(at, (size_t)(end - at));
        c->status = rat_facet_add_value(&c->counter, at, (uint32_t)n, item->count, c->err);
        at += n + 1;
    }
    return c->status == RAT_OK;
}

static rat_status count_facet(struct asked *a, size_t i, struct rat_facet *out)
{
    uint8_t field = a->request->facets[i];
    struct counting c = {.err = a->err};
    struct rat_xapian_err failure;
    uint64_t total = 0;
    rat_status st = rat_facet_init(&c.counter, field, false, a->err);
    if (st == RAT_OK &&
        rat_xapian_found_facet(a->found, i, field == RAT_FIELD_YEAR ? count_date : count_values, &c, &total,
                               &failure) != RAT_XAPIAN_OK)
        st = rat_xapian_fail(&failure, a->err);
    st = st == RAT_OK ? c.status : st;
    if (st == RAT_OK && total > c.with_value) {
        if (field == RAT_FIELD_YEAR)
            rat_facet_add_date(&c.counter, RAT_NO_DATE, total - c.with_value);
        else
            st = rat_facet_add_value(&c.counter, "", 0, total - c.with_value, a->err);
    }
    if (st == RAT_OK)
        st = rat_facet_finish(&c.counter, a->request->facet_values_max, &a->search->arena, out, a->err);
    rat_facet_release(&c.counter);
    return st;
}

static rat_status fill_facets(struct asked *a)
{
    struct rat_result *result = &a->search->result;
    struct rat_facet *facets = rat_arena_calloc(&a->search->arena, a->request->facet_count, sizeof *facets);
    rat_status st = facets ? RAT_OK : rat_nomem(a->err);
    for (size_t i = 0; st == RAT_OK && i < a->request->facet_count; i++)
        st = count_facet(a, i, &facets[i]);
    result->facets = facets;
    result->facet_count = a->request->facet_count;
    return st;
}

/* ---- what is said beside it ---- */

static rat_status note_state(struct asked *a)
{
    const struct xapian_engine *x = a->x;
    if (x->state.generation == x->snapshot->generation)
        return RAT_OK;
    const char *text = rat_arena_printf(
        &a->search->arena,
        _("Der Xapian-Index ist auf dem Stand der Generation %llu, das Archiv auf dem der Generation %llu: "
          "was "
          "sich seither geändert hat, fehlt in den Treffern. `ratsarchiv optimize` holt es nach"),
        (unsigned long long)x->state.generation, (unsigned long long)x->snapshot->generation);
    return text ? rat_search_note(a->search, text, a->err) : rat_nomem(a->err);
}

static rat_status note_lacks(struct asked *a)
{
    const struct rat_request *request = a->request;
    bool ranks = request->sort == RAT_SORT_RELEVANCE && request->limit;
    bool near = request->mode == RAT_MODE_QUERY && ranks && rat_search_weights(request)->near > 0 &&
                rat_nearness_matters(a->search->plan);
    const struct {
        bool applies;
        const char *text;
    } notes[] = {
        {near, N_("Xapian wertet Wörter, die nahe beieinander stehen, nicht höher")},
        {ranks && (a->lacks & RAT_XAPIAN_LACKS_PLACES),
         N_("Xapian wertet Wortstamm, Wortteil und Titel gleich; die Reihenfolge ist eine andere")},
        {(a->lacks & RAT_XAPIAN_LACKS_GAPS) != 0,
         N_("Xapian kennt keine Wortfolge mit Lücken: gefunden wird auch, was nur fast so dasteht")},
        {request->group_by_paper && request->facet_count,
         N_("Xapian zählt in Facetten Dokumente, nicht Vorlagen")},
    };
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < sizeof notes / sizeof *notes; i++)
        if (notes[i].applies)
            st = rat_search_note(a->search, _(notes[i].text), a->err);
    return st;
}

static rat_status answer(struct rat_engine *engine, struct rat_search *search,
                         const struct rat_request *request, struct rat_deadline *deadline,
                         struct rat_err *err)
{
    struct asked a = {.x = (struct xapian_engine *)engine,
                      .search = search,
                      .request = request,
                      .deadline = deadline,
                      .err = err};
    rat_status st = run(&a);
    if (st == RAT_OK)
        st = fill_total(&a);
    if (st == RAT_OK)
        st = fill_hits(&a);
    if (st == RAT_OK)
        st = fill_facets(&a);
    if (st == RAT_OK)
        st = note_state(&a);
    if (st == RAT_OK)
        st = note_lacks(&a);
    rat_xapian_found_free(a.found);
    rat_xapian_query_free(a.query);
    return st;
}

/* ---- opening ---- */

static uint32_t highest_docnum(const struct rat_snapshot *s)
{
    uint64_t highest = 0;
    for (uint32_t i = 0; i < s->manifest.segment_count; i++)
        for (uint32_t d = 0; d < s->segments[i]->meta.documents; d++) {
            uint64_t docnum = rat_numbers_get(&s->segments[i]->docnums, d);
            highest = docnum > highest ? docnum : highest;
        }
    return (uint32_t)highest;
}

static rat_status map_places(struct xapian_engine *x, struct rat_err *err)
{
    const struct rat_snapshot *s = x->snapshot;
    x->place_count = highest_docnum(s) + 1;
    x->places = calloc(x->place_count, sizeof *x->places);
    if (!x->places)
        return rat_nomem(err);
    for (uint32_t i = 0; i < s->manifest.segment_count; i++)
        for (uint32_t d = 0; d < s->segments[i]->meta.documents; d++)
            if (!rat_bit(s->segments[i]->dead, d))
                x->places[rat_numbers_get(&s->segments[i]->docnums, d)] = (struct place){i + 1, d};
    return RAT_OK;
}

static void close_xapian(struct rat_engine *engine)
{
    struct xapian_engine *x = (struct xapian_engine *)engine;
    rat_xapian_database_free(x->database);
    free(x->places);
    free(x);
}

rat_status rat_engine_xapian_open(struct rat_snapshot *snapshot, struct rat_engine **out, struct rat_err *err)
{
    struct xapian_engine *x = calloc(1, sizeof *x);
    if (!x)
        return rat_nomem(err);
    x->engine = (struct rat_engine){answer, close_xapian};
    x->snapshot = snapshot;
    rat_status st = rat_xapian_index_open(snapshot->path, &x->database, &x->state, err);
    if (st == RAT_OK)
        st = read_state(x, err);
    if (st == RAT_OK)
        st = map_places(x, err);
    if (st != RAT_OK) {
        close_xapian(&x->engine);
        return st;
    }
    *out = &x->engine;
    return RAT_OK;
}
