/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands' JSON over HTTP: /api/search, /api/show, /api/related, /api/trace, /api/stats. Described in openapi.json. */
#include "query/answer.h"
#include "query/named.h"
#include "query/related.h"
#include "query/stats_rows.h"
#include "web/generations.h"
#include "web/local_paths.h"
#include "web/page.h"

#define LIMIT 10u
#define LIMIT_MAX 100u
#define OFFSET_MAX 10000u

/* ---- search ---- */

static rat_status bad_number(const char *name, unsigned min, unsigned max, struct rat_err *err)
{
    rat_fail(err, RAT_EUSAGE, _("%s muss eine ganze Zahl von %u bis %u sein"), name, min, max);
    return RAT_EUSAGE;
}

static rat_status read_number(const struct rat_visit *visit, const char *name, unsigned min, unsigned max,
                              unsigned missing, size_t *out, struct rat_err *err)
{
    bool given = *rat_visit_param(visit, name) != '\0';
    uint64_t value = rat_visit_number(visit, name, min, max, UINT64_MAX);
    if (given && value == UINT64_MAX)
        return bad_number(name, min, max, err);
    *out = given ? (size_t)value : missing;
    return RAT_OK;
}

static rat_status read_choice(const struct rat_visit *visit, const char *name, const char *const *choices,
                              struct rat_err *err)
{
    const char *given = rat_visit_param(visit, name);
    if (!*given)
        return RAT_OK;
    for (; *choices; choices++)
        if (strcmp(given, *choices) == 0)
            return RAT_OK;
    rat_fail(err, RAT_EUSAGE, _("%s kann nicht „%s“ sein"), name, given);
    rat_err_hint(err, "%s", _("Was möglich ist, steht in /api/openapi.json"));
    return RAT_EUSAGE;
}

static rat_status read_filters(const struct rat_visit *visit, struct rat_hits *hits, struct rat_err *err)
{
    rat_status st = rat_hits_room_for_filters(hits, visit->param_count, err);
    for (size_t i = 0; st == RAT_OK && i < visit->param_count; i++)
        if (strcmp(visit->params[i].name, "filter") == 0)
            st = rat_hits_add_filter(hits, visit->params[i].value, "filter", err);
    return st;
}

static rat_status read_request(const struct rat_visit *visit, struct rat_hits *hits, struct rat_err *err)
{
    static const char *const sorts[] = {"relevance", "newest", "oldest", NULL};
    static const char *const groups[] = {"paper", "none", NULL};
    struct rat_request *request = &hits->request;
    *request = (struct rat_request)RAT_REQUEST_INIT;
    request->query = rat_visit_param(visit, "q");
    request->sort = rat_sort_by_name(rat_visit_param(visit, "sort"));
    request->group_by_paper = strcmp(rat_visit_param(visit, "group"), "paper") == 0;
    request->include_removed = strcmp(rat_visit_param(visit, "removed"), "1") == 0;
    request->deadline_ms = visit->site->deadline_ms;
    rat_status st = read_number(visit, "limit", 0, LIMIT_MAX, LIMIT, &request->limit, err);
    if (st == RAT_OK)
        st = read_number(visit, "offset", 0, OFFSET_MAX, 0, &request->offset, err);
    if (st == RAT_OK)
        st = read_choice(visit, "sort", sorts, err);
    if (st == RAT_OK)
        st = read_choice(visit, "group", groups, err);
    if (st == RAT_OK)
        st = read_filters(visit, hits, err);
    return st == RAT_OK ? rat_hits_set_facets(hits, rat_visit_param(visit, "facets"), err) : st;
}

static rat_status search(struct rat_visit *visit, struct rat_hits *hits, struct rat_json *json,
                         struct rat_err *err)
{
    rat_status st = read_request(visit, hits, err);
    if (st == RAT_OK)
        st = rat_search_run(visit->snapshot, &hits->request, &hits->search, err);
    if (st != RAT_OK)
        return st;
    hits->result = rat_search_result(hits->search);
    visit->is_cut = hits->result->cut_by_deadline;
    return rat_hits_put_json(hits, json, err);
}

rat_status rat_api_search(struct rat_visit *visit, struct rat_err *err)
{
    struct rat_hits hits = {.snapshot = visit->snapshot};
    struct rat_json json;
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_arena_init(&hits.arena, 0);
    rat_arena_init(&hits.request_arena, 0);
    st = search(visit, &hits, &json, err);
    if (st == RAT_OK)
        st = rat_visit_json(visit, &json, err);
    else
        rat_json_discard(&json);
    rat_search_free(hits.search);
    rat_arena_release(&hits.arena);
    rat_arena_release(&hits.request_arena);
    return st;
}

/* ---- show and stats ---- */

rat_status rat_api_show(struct rat_visit *visit, struct rat_err *err)
{
    struct rat_shown shown = {.snapshot = visit->snapshot, .arena = &visit->arena};
    struct rat_json json;
    rat_status st = rat_shown_load(&shown, rat_visit_param(visit, "id"), err);
    if (st == RAT_OK)
        st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_shown_hide_folders(&shown);
    rat_shown_put_json(&shown, &json);
    return rat_visit_json(visit, &json, err);
}

rat_status rat_api_related(struct rat_visit *visit, struct rat_err *err)
{
    struct rat_related_options options = {0};
    struct rat_resolved found = {0};
    struct rat_related *related = NULL;
    struct rat_json json;
    rat_status st = read_number(visit, "limit", 1, LIMIT_MAX, LIMIT, &options.limit, err);
    if (st == RAT_OK)
        st = rat_named_find(visit->snapshot, rat_visit_param(visit, "id"), &visit->arena, &found, err);
    if (st == RAT_OK)
        st = rat_related_find(visit->snapshot, &found, &options, &related, err);
    if (st == RAT_OK)
        st = rat_json_begin(&json, err);
    if (st == RAT_OK) {
        rat_related_put_json(related, &json);
        st = rat_visit_json(visit, &json, err);
    }
    rat_related_free(related);
    return st;
}

/* As the command: a document stands for its paper, and for itself when it has none. */
static rat_status find_trace(struct rat_visit *visit, struct rat_trace **out, struct rat_err *err)
{
    struct rat_catalogue *catalogue = visit->snapshot->catalogue;
    struct rat_resolved found = {0};
    struct rat_document document;
    rat_status st = rat_named_find(visit->snapshot, rat_visit_param(visit, "id"), &visit->arena, &found, err);
    if (st == RAT_OK && found.kind == RAT_NAMED_PAPER)
        return rat_trace_paper(catalogue, found.paper_id, out, err);
    if (st == RAT_OK)
        st = rat_catalogue_document(catalogue, found.docnum, &visit->arena, &document, err);
    if (st != RAT_OK)
        return st;
    st = document.paper_id ? rat_trace_paper(catalogue, document.paper_id, out, err) : RAT_ENOTFOUND;
    return st == RAT_ENOTFOUND ? rat_trace_document(catalogue, found.docnum, out, err) : st;
}

rat_status rat_api_trace(struct rat_visit *visit, struct rat_err *err)
{
    struct rat_trace *trace = NULL;
    struct rat_json json;
    rat_status st = find_trace(visit, &trace, err);
    if (st == RAT_OK)
        st = rat_json_begin(&json, err);
    if (st == RAT_OK) {
        rat_trace_put_json(trace, &json);
        st = rat_visit_json(visit, &json, err);
    }
    rat_trace_free(trace);
    return st;
}

rat_status rat_api_stats(struct rat_visit *visit, struct rat_err *err)
{
    struct rat_archive_stats stats;
    struct rat_json json;
    rat_status st = rat_generation_stats(visit->generation, visit->snapshot, &stats, err);
    if (st == RAT_OK)
        st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_stats_put_json(&stats, visit->snapshot, &json);
    return rat_visit_json(visit, &json, err);
}
