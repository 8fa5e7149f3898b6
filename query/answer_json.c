/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/answer.h"
#include "query/engine.h"
#include "query/timeline_json.h"
#include "query/unsearchable.h"

#define KWIC_WIDTH 60 /* characters, where no terminal says */

static rat_status put_kwic(struct rat_hits *hits, struct rat_json *json, json_t *hit, size_t i,
                           struct rat_err *err)
{
    struct rat_kwic kwic;
    size_t width = hits->kwic_width ? hits->kwic_width : KWIC_WIDTH;
    if (!hits->snapshot->contents)
        return RAT_OK;
    rat_status st = rat_search_kwic(hits->search, i, width, hits->kwic_lines, &hits->arena, &kwic, err);
    if (st != RAT_OK)
        return st;
    rat_json_put_number(json, hit, "places", kwic.place_count);
    json_t *lines = rat_json_put_array(json, hit, "kwic");
    for (size_t k = 0; k < kwic.line_count; k++) {
        json_t *line = rat_json_add_object(json, lines);
        rat_json_put_text(json, line, "left", kwic.lines[k].left);
        rat_json_put_text(json, line, "match", kwic.lines[k].match);
        rat_json_put_text(json, line, "right", kwic.lines[k].right);
        rat_json_put_number(json, line, "start", kwic.lines[k].start);
        rat_json_put_number(json, line, "end", kwic.lines[k].end);
    }
    return RAT_OK;
}

static rat_status put_hit(struct rat_hits *hits, struct rat_json *json, json_t *list, size_t i,
                          struct rat_err *err)
{
    struct rat_document document;
    char day[RAT_DATE_TEXT];
    struct rat_snippet snippet = {0};
    rat_status st = rat_hits_document(hits, i, &document, err);
    if (st == RAT_OK && hits->snapshot->contents)
        st = rat_search_snippet_page(hits->search, i, &(struct rat_snippet_options){0}, &hits->arena,
                                     &snippet, err);
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
    rat_json_put_text(json, hit, "snippet", snippet.text);
    if (snippet.page)
        rat_json_put_number(json, hit, "page", snippet.page);
    else
        rat_json_put_text(json, hit, "page", NULL);
    rat_json_put_number(json, hit, "pages", document.page_count);
    rat_json_put_text(json, hit, "text_state", rat_text_state_name(document.text_state));
    if (document.confidence)
        rat_json_put_number(json, hit, "confidence", document.confidence);
    if (hits->kwic)
        st = put_kwic(hits, json, hit, i, err);
    rat_json_put_text(json, hit, "download_url", document.download_url);
    rat_json_put_text(json, hit, "removed_at", document.removed_at);
    return st;
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

static void put_suggestion(struct rat_hits *hits, struct rat_json *json)
{
    const struct rat_suggestion *s = &hits->suggestion;
    rat_json_put_text(json, json->root, "suggestion", s->query);
    if (!s->query)
        return;
    rat_json_put_flag(json, json->root, "suggestion_used", hits->suggestion_used);
    rat_json_put_number(json, json->root, "suggestion_total", s->total);
    json_t *words = rat_json_put_array(json, json->root, "suggestion_words");
    for (size_t i = 0; i < s->word_count; i++) {
        json_t *word = rat_json_add_object(json, words);
        rat_json_put_text(json, word, "from", s->words[i].from);
        rat_json_put_text(json, word, "to", s->words[i].to);
    }
}

rat_status rat_hits_put_json(struct rat_hits *hits, struct rat_json *json, struct rat_err *err)
{
    const struct rat_result *result = hits->result;
    uint64_t unsearchable = 0;
    rat_status counted = rat_count_unsearchable(hits->snapshot, &unsearchable, err);
    if (counted != RAT_OK)
        return counted;
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
    rat_json_put_text(json, json->root, "layer", rat_layers_name(hits->request.layers));
    put_suggestion(hits, json);
    if (hits->histogram)
        rat_timeline_put(json, json->root, "histogram", &hits->timeline);
    rat_json_put_number(json, json->root, "unsearchable", unsearchable);
    json_t *notes = rat_json_put_array(json, json->root, "notes");
    for (size_t i = 0; i < result->note_count; i++)
        rat_json_add_text(json, notes, result->notes[i]);
    for (size_t i = result->note_count; hits->histogram && i < hits->timeline.note_count; i++)
        rat_json_add_text(json, notes, hits->timeline.notes[i]);
    return RAT_OK;
}
