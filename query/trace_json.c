/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The contract's `trace --json` and `related --json`: the same for the command line and the web. */
#include "query/related.h"

static void put_date(struct rat_json *json, json_t *object, const char *key, int32_t date)
{
    char day[RAT_DATE_TEXT];
    rat_json_put_text(json, object, key, date == RAT_NO_DATE ? NULL : rat_date_format(date, day));
}

static void put_tristate(struct rat_json *json, json_t *object, const char *key, enum rat_tristate value)
{
    if (value == RAT_UNKNOWN)
        rat_json_put_text(json, object, key, NULL);
    else
        rat_json_put_flag(json, object, key, value == RAT_YES);
}

/* Where it stands: document and bytes of its text. */
static void put_place(struct rat_json *json, json_t *object, const char *document, uint32_t start,
                      uint32_t end)
{
    if (!document)
        return;
    json_t *place = rat_json_put_object(json, object, "place");
    rat_json_put_text(json, place, "document", document);
    rat_json_put_number(json, place, "start", start);
    rat_json_put_number(json, place, "end", end);
}

static void put_event(struct rat_json *json, json_t *list, const struct rat_trace_event *e)
{
    json_t *one = rat_json_add_object(json, list);
    put_date(json, one, "date", e->date);
    rat_json_put_text(json, one, "date_source",
                      e->date == RAT_NO_DATE ? "unknown" : rat_origin_name(e->date_origin));
    rat_json_put_text(json, one, "kind", rat_event_name(e->kind));
    rat_json_put_text(json, one, "organization", e->organization);
    rat_json_put_text(json, one, "role", e->role);
    rat_json_put_text(json, one, "result", e->result);
    rat_json_put_text(json, one, "result_source", e->result ? rat_origin_name(e->result_origin) : NULL);
    rat_json_put_text(json, one, "id", e->id);
    rat_json_put_text(json, one, "title", e->title);
    rat_json_put_text(json, one, "source", rat_origin_name(e->origin));
    rat_json_put_text(json, one, "paper", e->paper);
    rat_json_put_text(json, one, "reference", e->reference);
    rat_json_put_text(json, one, "meeting", e->meeting);
    rat_json_put_text(json, one, "item_number", e->item_number);
    put_tristate(json, one, "public", e->is_public);
    put_place(json, one, e->document, e->start, e->end);
}

static void put_paper(struct rat_json *json, json_t *list, const struct rat_trace_paper *p)
{
    json_t *one = rat_json_add_object(json, list);
    rat_json_put_text(json, one, "id", p->id);
    rat_json_put_text(json, one, "reference", p->reference);
    rat_json_put_text(json, one, "title", p->title);
    put_date(json, one, "date", p->date);
    rat_json_put_text(json, one, "date_source", rat_origin_name(p->date_origin));
    rat_json_put_text(json, one, "type", p->type);
    rat_json_put_text(json, one, "relation", rat_relation_name(p->relation));
    rat_json_put_text(json, one, "source", rat_origin_name(p->origin));
    if (p->document) {
        rat_json_put_text(json, one, "wording", rat_wording_name(p->wording));
        rat_json_put_text(json, one, "surface", p->surface);
        rat_json_put_number(json, one, "times", p->times);
        rat_json_put_text(json, one, "resolution", rat_resolution_name(p->resolution));
        put_place(json, one, p->document, p->start, p->end);
    }
    rat_json_put_flag(json, one, "removed", p->removed);
}

static void put_named(struct rat_json *json, json_t *list, const struct rat_trace_named *n)
{
    json_t *one = rat_json_add_object(json, list);
    rat_json_put_text(json, one, "kind", rat_reference_kind_name(n->reference.kind));
    rat_json_put_text(json, one, "key", n->reference.key);
    rat_json_put_text(json, one, "surface", n->reference.surface);
    rat_json_put_text(json, one, "wording", rat_wording_name(n->reference.wording));
    rat_json_put_number(json, one, "times", n->reference.times);
    rat_json_put_flag(json, one, "ambiguous", n->resolution == RAT_RESOLVED_AMBIGUOUS);
    put_place(json, one, n->document, n->reference.start, n->reference.end);
}

void rat_trace_put_json(const struct rat_trace *trace, struct rat_json *json)
{
    rat_json_put_text(json, json->root, "paper", trace->paper.id);
    rat_json_put_text(json, json->root, "reference", trace->paper.reference);
    rat_json_put_text(json, json->root, "title", trace->paper.name);
    rat_json_put_text(json, json->root, "type", trace->paper.type);
    json_t *events = rat_json_put_array(json, json->root, "events");
    for (size_t i = 0; i < trace->event_count; i++)
        put_event(json, events, &trace->events[i]);
    json_t *papers = rat_json_put_array(json, json->root, "papers");
    for (size_t i = 0; i < trace->paper_count; i++)
        put_paper(json, papers, &trace->papers[i]);
    json_t *named = rat_json_put_array(json, json->root, "named");
    for (size_t i = 0; i < trace->named_count; i++)
        put_named(json, named, &trace->named[i]);
    rat_json_put_flag(json, json->root, "references_read", !trace->is_unread);
    rat_json_put_number(json, json->root, "took_us", trace->took_us);
}

static void put_related(struct rat_json *json, json_t *list, const struct rat_related_item *item)
{
    json_t *one = rat_json_add_object(json, list);
    rat_json_put_text(json, one, "id", item->id);
    rat_json_put_text(json, one, "paper", item->paper);
    rat_json_put_text(json, one, "reference", item->reference);
    rat_json_put_text(json, one, "title", item->title);
    rat_json_put_text(json, one, "type", item->type);
    put_date(json, one, "date", item->date);
    rat_json_put_text(json, one, "date_source",
                      item->date == RAT_NO_DATE ? "unknown" : rat_origin_name(item->date_origin));
    rat_json_put_real(json, one, "score", item->score);
    json_t *why = rat_json_put_array(json, one, "why");
    for (unsigned r = 0; r < RAT_REASONS; r++)
        if (item->reasons & 1u << r)
            rat_json_add_text(json, why, rat_reason_name((enum rat_reason)(1u << r)));
    json_t *copies = rat_json_put_array(json, one, "copies");
    for (size_t k = 0; k < item->copy_count; k++)
        rat_json_add_text(json, copies, item->copies[k]);
}

void rat_related_put_json(const struct rat_related *related, struct rat_json *json)
{
    rat_json_put_text(json, json->root, "id", related->id);
    json_t *list = rat_json_put_array(json, json->root, "related");
    for (size_t i = 0; i < related->item_count; i++)
        put_related(json, list, &related->items[i]);
    json_t *terms = rat_json_put_array(json, json->root, "terms");
    for (size_t i = 0; i < related->term_count; i++)
        rat_json_add_text(json, terms, related->terms[i]);
    rat_json_put_number(json, json->root, "took_us", related->took_us);
}
