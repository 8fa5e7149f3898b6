/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/answer.h"
#include "query/engine.h"

static rat_status put_hit(struct rat_hits *hits, struct rat_json *json, json_t *list, size_t i,
                          struct rat_err *err)
{
    struct rat_document document;
    char day[RAT_DATE_TEXT];
    const char *snippet = NULL;
    rat_status st = rat_hits_document(hits, i, &document, err);
    if (st == RAT_OK && rat_search_has_texts(hits->search))
        st = rat_search_snippet(hits->search, i, &(struct rat_snippet_options){0}, &hits->arena, &snippet,
                                err);
    if (st != RAT_OK)
        return st;
    json_t *hit = rat_json_add_object(json, list);
    rat_json_put_number(json, hit, "rank", (uint64_t)hits->request.offset + i + 1);
    rat_json_put_text(json, hit, "id", hits->result->hits[i].id);
    rat_json_put_text(json, hit, "paper", document.paper_id);
    rat_json_put_text(json, hit, "reference", document.reference);
    rat_json_put_text(json, hit, "title", document.title);
    rat_json_put_text(json, hit, "name", document.name);
    rat_json_put_text(json, hit, "date",
                      document.date == RAT_NO_DATE ? NULL : rat_date_format(document.date, day));
    rat_json_put_text(json, hit, "date_source", rat_origin_name(document.date_origin));
    rat_json_put_text(json, hit, "type", document.type);
    json_t *committees = rat_json_put_array(json, hit, "committee");
    for (size_t c = 0; c < document.committee_count; c++)
        rat_json_add_text(json, committees, document.committees[c]);
    rat_json_put_text(json, hit, "body", document.body);
    rat_json_put_text(json, hit, "municipality", document.municipality);
    rat_json_put_real(json, hit, "score", hits->result->hits[i].score);
    rat_json_put_text(json, hit, "snippet", snippet);
    rat_json_put_text(json, hit, "download_url", document.download_url);
    rat_json_put_text(json, hit, "removed_at", document.removed_at);
    return RAT_OK;
}

/* The facet's name as it was typed. */
static const char *typed_name(const struct rat_hits *hits, uint8_t field)
{
    for (size_t i = 0; i < hits->request.facet_count; i++)
        if (hits->request.facets[i] == field)
            return hits->facet_names[i];
    return "?";
}

static void put_facets(struct rat_hits *hits, struct rat_json *json)
{
    json_t *facets = rat_json_put_object(json, json->root, "facets");
    for (size_t f = 0; f < hits->result->facet_count; f++) {
        const struct rat_facet *facet = &hits->result->facets[f];
        json_t *values = rat_json_put_array(json, facets, typed_name(hits, facet->field));
        for (size_t v = 0; v < facet->value_count; v++) {
            json_t *value = rat_json_add_object(json, values);
            rat_json_put_text(json, value, "value", facet->values[v].value);
            rat_json_put_number(json, value, "count", facet->values[v].count);
        }
    }
}

static void put_missing(const struct rat_result *result, struct rat_json *json)
{
    rat_json_put_number(json, json->root, "shards", result->parts);
    json_t *missing = rat_json_put_array(json, json->root, "missing");
    for (size_t i = 0; i < result->missing_count; i++) {
        json_t *one = rat_json_add_object(json, missing);
        rat_json_put_text(json, one, "shard", result->missing[i].shard);
        rat_json_put_text(json, one, "reason", result->missing[i].reason);
    }
}

rat_status rat_hits_put_json(struct rat_hits *hits, struct rat_json *json, struct rat_err *err)
{
    const struct rat_result *result = hits->result;
    rat_json_put_text(json, json->root, "query", hits->request.query);
    rat_json_put_text(json, json->root, "interpreted", result->interpreted);
    rat_json_put_number(json, json->root, "total", result->total);
    rat_json_put_text(json, json->root, "total_relation", result->total_is_exact ? "eq" : "gte");
    rat_json_put_text(json, json->root, "engine", rat_engine_name(hits->request.engine));
    rat_json_put_number(json, json->root, "took_us", result->took_us);
    rat_json_put_flag(json, json->root, "cut_by_deadline", result->cut_by_deadline);
    rat_json_put_number(json, json->root, "offset", hits->request.offset);
    json_t *list = rat_json_put_array(json, json->root, "hits");
    for (size_t i = 0; i < result->hit_count; i++) {
        rat_status st = put_hit(hits, json, list, i, err);
        if (st != RAT_OK)
            return st;
        rat_arena_clear(&hits->arena);
    }
    put_facets(hits, json);
    if (result->parts)
        put_missing(result, json);
    rat_json_put_text(json, json->root, "suggestion", NULL);
    json_t *notes = rat_json_put_array(json, json->root, "notes");
    for (size_t i = 0; i < result->note_count; i++)
        rat_json_add_text(json, notes, result->notes[i]);
    return RAT_OK;
}
