/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/xapian_ask_internal.h"

#include "query/facets.h"
#include "query/nearness.h"
#include "storage/xapian_index.h"

/* ---- the question ---- */

static rat_status make_query(struct rat_xapian_ask *a)
{
    struct rat_xapian_query *filter = NULL, *removed = NULL;
    struct rat_xapian_err failure;
    rat_status st = rat_xapian_translate(a->search->plan, &a->query, &a->lacks, a->err);
    if (st == RAT_OK && a->search->filters) {
        struct rat_xapian_query *query = a->query;
        a->query = NULL;
        st = rat_xapian_translate(a->search->filters, &filter, &a->lacks, a->err);
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
static void set_weight(struct rat_xapian_ask *a)
{
    const struct rat_weights *w = rat_search_weights(a->request);
    const struct rat_snapshot *s = a->search->snapshot;
    double average = s->documents ? (double)s->tokens / (double)s->documents : 1;
    a->to.k1 = w->k1;
    a->to.b = average + w->pad > 0 ? w->b * average / (average + w->pad) : w->b;
}

static void set_order(struct rat_xapian_ask *a)
{
    struct rat_xapian_request *to = &a->to;
    bool newest = a->request->sort == RAT_SORT_NEWEST;
    if (a->request->sort != RAT_SORT_RELEVANCE) {
        to->order = RAT_XAPIAN_BY_VALUE;
        to->order_slot = a->of_shards ? (newest ? RAT_XAPIAN_SLOT_NEWEST_FIRST : RAT_XAPIAN_SLOT_OLDEST_FIRST)
                         : newest     ? RAT_XAPIAN_SLOT_NEWEST
                                      : RAT_XAPIAN_SLOT_OLDEST;
        to->descending = true;
    } else if (a->of_shards) {
        to->order = RAT_XAPIAN_BY_SCORE_THEN_VALUE;
        to->order_slot = RAT_XAPIAN_SLOT_DOCNUM;
    }
}

static bool counts_all(const struct rat_request *request)
{
    return request->want_total || request->facet_count || request->group_by_paper;
}

static uint32_t at_most(size_t n, uint32_t limit)
{
    return n < limit ? (uint32_t)n : limit;
}

static void make_request(struct rat_xapian_ask *a)
{
    const struct rat_request *from = a->request;
    struct rat_xapian_request *to = &a->to;
    *to = (struct rat_xapian_request)RAT_XAPIAN_REQUEST_INIT;
    to->offset = at_most(from->offset, a->documents);
    to->limit = at_most(from->limit, a->documents);
    to->check_at_least = counts_all(from) ? a->documents : 0;
    set_weight(a);
    set_order(a);
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

rat_status rat_xapian_ask_prepare(struct rat_xapian_ask *a)
{
    rat_status st = make_query(a);
    if (st == RAT_OK)
        make_request(a);
    return st;
}

static void set_time_limit(struct rat_xapian_ask *a)
{
    if (!a->deadline->at_us)
        return;
    uint64_t now = rat_deadline_clock_us();
    a->to.time_limit = now < a->deadline->at_us ? (double)(a->deadline->at_us - now) / 1e6 : 1e-3;
}

/* Xapian 1.4.22 counts hits of a page twice in facets when they come from a remote database that is not the first one: facets are
 * asked for without a page, and the page needs no counting then. */
static rat_xapian_status count_apart(struct rat_xapian_ask *a, const struct rat_xapian_database *database,
                                     struct rat_xapian_err *failure)
{
    struct rat_xapian_request to = a->to;
    to.offset = to.limit = 0;
    to.collapse_max = 0;
    rat_xapian_status st = rat_xapian_search(database, a->query, &to, &a->counted, failure);
    a->to.facet_count = 0;
    a->to.check_at_least = 0;
    return st;
}

rat_xapian_status rat_xapian_ask_run(struct rat_xapian_ask *a, const struct rat_xapian_database *database,
                                     struct rat_xapian_err *failure)
{
    rat_xapian_status st = RAT_XAPIAN_OK;
    set_time_limit(a);
    if (a->of_shards && a->to.facet_count)
        st = count_apart(a, database, failure);
    set_time_limit(a);
    return st == RAT_XAPIAN_OK ? rat_xapian_search(database, a->query, &a->to, &a->found, failure) : st;
}

void rat_xapian_ask_release(struct rat_xapian_ask *a)
{
    rat_xapian_found_free(a->found);
    rat_xapian_found_free(a->counted);
    a->counted = NULL;
    rat_xapian_query_free(a->query);
    a->found = NULL;
    a->query = NULL;
}

/* ---- the answer ---- */

static const struct rat_xapian_found *counts_of(const struct rat_xapian_ask *a)
{
    return a->counted ? a->counted : a->found;
}

static bool count_group(void *ctx, const struct rat_xapian_item *item)
{
    uint64_t *sums = ctx; /* papers, documents that have one */
    sums[0]++;
    sums[1] += item->count;
    return true;
}

/* How many papers: those that were counted, and each document without one for itself. */
static rat_status count_groups(struct rat_xapian_ask *a, uint64_t *out)
{
    uint64_t sums[2] = {0, 0}, total = 0;
    struct rat_xapian_err failure;
    if (rat_xapian_found_facet(counts_of(a), a->request->facet_count, count_group, sums, &total, &failure) !=
        RAT_XAPIAN_OK)
        return rat_xapian_fail(&failure, a->err);
    *out = sums[0] + (total > sums[1] ? total - sums[1] : 0);
    return RAT_OK;
}

rat_status rat_xapian_ask_total(struct rat_xapian_ask *a)
{
    struct rat_result *result = &a->search->result;
    struct rat_xapian_counts counts;
    rat_xapian_found_counts(counts_of(a), &counts);
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

static rat_status count_facet(struct rat_xapian_ask *a, size_t i, struct rat_facet *out)
{
    uint8_t field = a->request->facets[i];
    struct counting c = {.err = a->err};
    struct rat_xapian_err failure;
    uint64_t total = 0;
    rat_status st = rat_facet_init(&c.counter, field, false, a->err);
    if (st == RAT_OK &&
        rat_xapian_found_facet(counts_of(a), i, field == RAT_FIELD_YEAR ? count_date : count_values, &c,
                               &total, &failure) != RAT_XAPIAN_OK)
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

rat_status rat_xapian_ask_facets(struct rat_xapian_ask *a)
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

rat_status rat_xapian_ask_notes(struct rat_xapian_ask *a)
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
