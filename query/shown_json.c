/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/shown.h"

#include "query/cite.h"

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

static void put_sha(struct rat_json *json, json_t *object, const char *key,
                    const uint8_t sha[RAT_SHA256_BYTES])
{
    char hex[RAT_SHA256_HEX];
    rat_sha256_hex(sha, hex);
    rat_json_put_text(json, object, key, hex);
}

static void put_fields(struct rat_json *json, json_t *object, const struct rat_field *fields, size_t count)
{
    json_t *list = rat_json_put_array(json, object, "fields");
    for (size_t i = 0; i < count; i++) {
        json_t *field = rat_json_add_object(json, list);
        rat_json_put_text(json, field, "name", fields[i].name);
        rat_json_put_text(json, field, "value", fields[i].value);
        rat_json_put_text(json, field, "origin", rat_origin_name(fields[i].origin));
    }
}

static void put_consultations(struct rat_json *json, json_t *object, const struct rat_paper *paper)
{
    json_t *list = rat_json_put_array(json, object, "consultations");
    for (size_t i = 0; i < paper->consultation_count; i++) {
        const struct rat_consultation *c = &paper->consultations[i];
        json_t *one = rat_json_add_object(json, list);
        rat_json_put_text(json, one, "organization", c->body);
        rat_json_put_text(json, one, "role", c->role);
        put_date(json, one, "date", c->date);
        put_tristate(json, one, "public", c->is_public);
        rat_json_put_text(json, one, "result", c->result);
        put_tristate(json, one, "authoritative", c->authoritative);
        rat_json_put_text(json, one, "item_number", c->item_number);
        rat_json_put_text(json, one, "id", c->id);
        rat_json_put_text(json, one, "organization_id", c->body_id);
        rat_json_put_text(json, one, "meeting_id", c->meeting_id);
        rat_json_put_text(json, one, "item_id", c->item_id);
        rat_json_put_text(json, one, "origin", rat_origin_name(c->origin));
    }
}

static void put_paper(struct rat_json *json, json_t *object, const struct rat_paper *paper)
{
    rat_json_put_text(json, object, "id", paper->id);
    rat_json_put_text(json, object, "reference", paper->reference);
    rat_json_put_text(json, object, "reference_printed", paper->reference_printed);
    rat_json_put_text(json, object, "title", paper->name);
    rat_json_put_text(json, object, "type", paper->type);
    put_date(json, object, "date", paper->date);
    rat_json_put_text(json, object, "date_source", rat_origin_name(paper->date_origin));
    rat_json_put_text(json, object, "lead_office", paper->lead_office);
    rat_json_put_text(json, object, "status", paper->status);
    put_tristate(json, object, "public", paper->is_public);
    rat_json_put_text(json, object, "body", paper->body);
    rat_json_put_text(json, object, "municipality", paper->municipality);
    rat_json_put_text(json, object, "source", paper->source);
    rat_json_put_text(json, object, "created", paper->created);
    rat_json_put_text(json, object, "modified", paper->modified);
    rat_json_put_text(json, object, "removed_at", paper->removed_at);
    put_consultations(json, object, paper);
    json_t *links = rat_json_put_array(json, object, "links");
    for (size_t i = 0; i < paper->link_count; i++) {
        json_t *link = rat_json_add_object(json, links);
        rat_json_put_text(json, link, "id", paper->links[i].other_id);
        rat_json_put_text(json, link, "kind", paper->links[i].kind);
    }
    put_fields(json, object, paper->fields, paper->field_count);
    rat_json_put_raw(json, object, "source_object", paper->raw);
}

static void put_documents(struct rat_json *json, json_t *object, const struct rat_shown *show)
{
    json_t *list = rat_json_put_array(json, object, "documents");
    for (size_t i = 0; i < show->sibling_count; i++) {
        const struct rat_document *d = &show->siblings[i];
        json_t *one = rat_json_add_object(json, list);
        rat_json_put_text(json, one, "id", d->id);
        rat_json_put_text(json, one, "title", d->title);
        rat_json_put_text(json, one, "name", d->name);
        rat_json_put_text(json, one, "type", d->type);
        put_date(json, one, "date", d->date);
        rat_json_put_number(json, one, "text_size", d->text_size);
        rat_json_put_text(json, one, "removed_at", d->removed_at);
    }
}

/* Where each page lies in the text, in bytes. */
static void put_pages(struct rat_json *json, json_t *object, const struct rat_document *d)
{
    json_t *list = rat_json_put_array(json, object, "pages");
    for (size_t i = 0; i < d->page_count; i++) {
        json_t *page = rat_json_add_object(json, list);
        rat_json_put_number(json, page, "page", i + 1);
        rat_json_put_number(json, page, "start", i ? d->pages[i - 1].end : 0);
        rat_json_put_number(json, page, "end", d->pages[i].end);
        if (d->pages[i].confidence)
            rat_json_put_number(json, page, "confidence", d->pages[i].confidence);
    }
}

static void put_provenance(struct rat_json *json, json_t *object, const struct rat_document *d)
{
    json_t *provenance = rat_json_put_object(json, object, "provenance");
    rat_json_put_text(json, provenance, "source", d->source);
    rat_json_put_text(json, provenance, "location", d->location);
    rat_json_put_text(json, provenance, "imported_at", d->imported_at);
    rat_json_put_number(json, provenance, "version", d->version);
    put_sha(json, provenance, "original_sha256", d->original_sha);
    rat_json_put_number(json, provenance, "original_size", d->original_size);
    put_sha(json, provenance, "text_sha256", d->text_sha);
    rat_json_put_number(json, provenance, "text_size", d->text_size);
    rat_json_put_text(json, provenance, "encoding", d->encoding);
    rat_json_put_number(json, provenance, "undecodable", d->undecodable);
    rat_json_put_text(json, provenance, "extractor", d->extractor);
    rat_json_put_text(json, provenance, "text_state", rat_text_state_name(d->text_state));
    rat_json_put_text(json, provenance, "problems", d->problems);
    if (d->confidence)
        rat_json_put_number(json, provenance, "confidence", d->confidence);
    rat_json_put_text(json, provenance, "container", d->container);
    put_pages(json, provenance, d);
}

static void put_versions(struct rat_json *json, json_t *object, const struct rat_shown *show)
{
    json_t *list = rat_json_put_array(json, object, "versions");
    for (size_t i = 0; i < show->version_count; i++) {
        const struct rat_version *v = &show->versions[i];
        json_t *one = rat_json_add_object(json, list);
        rat_json_put_number(json, one, "version", v->version);
        rat_json_put_text(json, one, "imported_at", v->imported_at);
        rat_json_put_text(json, one, "title", v->title);
        put_sha(json, one, "original_sha256", v->original_sha);
        put_sha(json, one, "text_sha256", v->text_sha);
    }
}

static void put_document(struct rat_json *json, json_t *object, const struct rat_document *d)
{
    rat_json_put_text(json, object, "id", d->id);
    rat_json_put_text(json, object, "paper_id", d->paper_id);
    rat_json_put_text(json, object, "meeting_id", d->meeting_id);
    rat_json_put_text(json, object, "reference", d->reference);
    rat_json_put_text(json, object, "title", d->title);
    rat_json_put_text(json, object, "name", d->name);
    rat_json_put_text(json, object, "type", d->type);
    put_date(json, object, "date", d->date);
    rat_json_put_text(json, object, "date_source", rat_origin_name(d->date_origin));
    rat_json_put_text(json, object, "body", d->body);
    rat_json_put_text(json, object, "municipality", d->municipality);
    json_t *committees = rat_json_put_array(json, object, "committee");
    for (size_t i = 0; i < d->committee_count; i++)
        rat_json_add_text(json, committees, d->committees[i]);
    rat_json_put_text(json, object, "lead_office", d->lead_office);
    rat_json_put_text(json, object, "status", d->status);
    put_tristate(json, object, "public", d->is_public);
    rat_json_put_text(json, object, "download_url", d->download_url);
    rat_json_put_text(json, object, "mime_type", d->mime_type);
    rat_json_put_text(json, object, "modified", d->modified);
    rat_json_put_text(json, object, "removed_at", d->removed_at);
    put_fields(json, object, d->fields, d->field_count);
    rat_json_put_raw(json, object, "extra", d->raw);
}

static void put_citation(struct rat_json *json, json_t *object, const struct rat_document *document)
{
    struct rat_buf text = RAT_BUF_INIT;
    rat_cite(document, &text);
    rat_json_put_text(json, object, "citation", rat_buf_cstr(&text));
    json->failed = json->failed || text.failed;
    rat_buf_release(&text);
}

void rat_shown_put_json(const struct rat_shown *show, struct rat_json *json)
{
    rat_json_put_text(json, json->root, "kind", show->is_paper ? "paper" : "document");
    if (show->is_paper) {
        rat_json_put_text(json, json->root, "id", show->paper.id);
        rat_json_put_text(json, json->root, "reference", show->paper.reference);
        rat_json_put_text(json, json->root, "title", show->paper.name);
        put_date(json, json->root, "date", show->paper.date);
        rat_json_put_text(json, json->root, "removed_at", show->paper.removed_at);
    } else {
        put_document(json, json->root, &show->document);
        put_citation(json, json->root, &show->document);
        put_provenance(json, json->root, &show->document);
        put_versions(json, json->root, show);
    }
    /* the same place for both kinds */
    if (show->has_paper)
        put_paper(json, rat_json_put_object(json, json->root, "paper"), &show->paper);
    else
        rat_json_put_text(json, json->root, "paper", NULL);
    put_documents(json, json->root, show);
}
