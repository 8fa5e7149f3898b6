/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/search_internal.h"

#include "query/deadline_internal.h"
#include "query/engine_internal.h"

#include <stdlib.h>

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

const struct rat_weights *rat_search_weights(const struct rat_request *request)
{
    static const struct rat_weights defaults = RAT_WEIGHTS_DEFAULT,
                                    of_modes = {.k1 = RAT_BM25_K1, .b = RAT_BM25_B};
    if (request->mode != RAT_MODE_QUERY)
        return &of_modes;
    return request->weights ? request->weights : &defaults;
}

static rat_status check_request(const struct rat_request *request, struct rat_err *err)
{
    if (request->facet_count > RAT_FACETS_MAX) {
        rat_fail(err, RAT_ELIMIT, _("Höchstens %u Facetten auf einmal"), RAT_FACETS_MAX);
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

rat_status rat_search_note(struct rat_search *search, const char *text, struct rat_err *err)
{
    struct rat_result *result = &search->result;
    const char **notes = rat_arena_calloc(&search->arena, result->note_count + 1, sizeof *notes);
    if (!notes)
        return rat_nomem(err);
    if (result->note_count)
        memcpy(notes, result->notes, result->note_count * sizeof *notes);
    notes[result->note_count++] = text;
    result->notes = notes;
    return RAT_OK;
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
                                  .weights = rat_search_weights(request),
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

rat_status rat_search_run(struct rat_snapshot *snapshot, const struct rat_request *request,
                          struct rat_search **out, struct rat_err *err)
{
    uint64_t started = rat_deadline_clock_us();
    struct rat_engine *engine = request->engine ? request->engine : &rat_engine_native;
    struct rat_deadline deadline = {0, 0, false};
    if (request->deadline_ms)
        deadline.at_us = started + (uint64_t)request->deadline_ms * 1000;
    rat_status st = check_request(request, err);
    struct rat_search *search = st == RAT_OK ? calloc(1, sizeof *search) : NULL;
    if (!search)
        return st == RAT_OK ? rat_nomem(err) : st;
    search->snapshot = snapshot;
    search->engine = engine;
    rat_arena_init(&search->arena, 0);
    st = rat_archive_analyzer_open(snapshot, &search->words, err);
    if (st == RAT_OK)
        st = make_plan(search, request, &deadline, err);
    if (st == RAT_OK)
        st = engine->answer(engine, search, request, &deadline, err);
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

rat_status rat_search_document(struct rat_search *search, size_t hit, struct rat_arena *arena,
                               struct rat_document *out, struct rat_err *err)
{
    const struct rat_hit *h = &search->result.hits[hit];
    if (search->engine->document)
        return search->engine->document(search, hit, arena, out, err);
    if (search->snapshot->catalogue)
        return rat_catalogue_document(search->snapshot->catalogue, h->docnum, arena, out, err);
    *out = (struct rat_document){.id = h->id, .docnum = h->docnum, .date = h->date, .is_public = RAT_UNKNOWN};
    return RAT_OK;
}

bool rat_search_has_texts(const struct rat_search *search)
{
    return search->engine->document || search->snapshot->catalogue;
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
