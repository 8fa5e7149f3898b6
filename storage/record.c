/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/record_internal.h"

const char *rat_origin_name(enum rat_origin origin)
{
    switch (origin) {
    case RAT_ORIGIN_UNKNOWN: break;
    case RAT_ORIGIN_STATED: return "stated";
    case RAT_ORIGIN_TEXT: return "text";
    case RAT_ORIGIN_INFERRED: return "inferred";
    }
    return "unknown";
}

const char *rat_reference_kind_name(enum rat_reference_kind kind)
{
    switch (kind) {
    case RAT_REFERENCE_PAPER: return "paper";
    case RAT_REFERENCE_OWN: return "own";
    case RAT_REFERENCE_DECISION: return "decision";
    case RAT_REFERENCE_LAW: return "law";
    case RAT_REFERENCE_BUDGET: return "budget";
    case RAT_REFERENCE_OUTSIDE: return "outside";
    }
    return "unknown";
}

const char *rat_wording_name(enum rat_wording wording)
{
    switch (wording) {
    case RAT_WORDING_CITES: return "cites";
    case RAT_WORDING_SEE: return "see";
    case RAT_WORDING_ANSWERS: return "answers";
    case RAT_WORDING_AMENDS: return "amends";
    case RAT_WORDING_AMENDED_BY: return "amended-by";
    case RAT_WORDING_REPLACES: return "replaces";
    case RAT_WORDING_ATTACHED_TO: return "attached-to";
    case RAT_WORDING_DECIDED: return "decided";
    }
    return "unknown";
}

void rat_record_put_text(struct rat_buf *buf, const char *text)
{
    if (!text) {
        rat_buf_byte(buf, 0);
        return;
    }
    size_t n = strlen(text);
    rat_buf_varint(buf, (uint64_t)n + 1);
    rat_buf_append(buf, text, n);
}

void rat_record_put_texts(struct rat_buf *buf, const char *const *texts, size_t count)
{
    rat_buf_varint(buf, count);
    for (size_t i = 0; i < count; i++)
        rat_record_put_text(buf, texts[i]);
}

void rat_record_put_fields(struct rat_buf *buf, const struct rat_field *fields, size_t count)
{
    rat_buf_varint(buf, count);
    for (size_t i = 0; i < count; i++) {
        rat_buf_byte(buf, (uint8_t)fields[i].origin);
        rat_record_put_text(buf, fields[i].name);
        rat_record_put_text(buf, fields[i].value);
    }
}

const char *rat_record_get_text(struct rat_cursor *in, struct rat_arena *arena)
{
    uint64_t n = rat_cursor_varint(in);
    if (n == 0)
        return NULL;
    const unsigned char *bytes = rat_cursor_bytes(in, n - 1);
    return bytes ? rat_arena_strndup(arena, bytes, (size_t)(n - 1)) : NULL;
}

/* A count whose elements take at least `least` bytes each cannot be larger than what is left. */
static size_t get_count(struct rat_cursor *in, size_t least)
{
    return (size_t)rat_cursor_varint_max(in, rat_cursor_left(in) / least);
}

void rat_record_get_texts(struct rat_cursor *in, struct rat_arena *arena, const char *const **out,
                          size_t *count)
{
    size_t n = get_count(in, 1);
    const char **texts = rat_arena_calloc(arena, n, sizeof *texts);
    for (size_t i = 0; texts && i < n; i++)
        texts[i] = rat_record_get_text(in, arena);
    if (in->bad || arena->failed)
        return;
    *out = n ? texts : NULL;
    *count = n;
}

void rat_record_get_fields(struct rat_cursor *in, struct rat_arena *arena, const struct rat_field **out,
                           size_t *count)
{
    size_t n = get_count(in, 3);
    struct rat_field *fields = rat_arena_calloc(arena, n, sizeof *fields);
    for (size_t i = 0; fields && i < n; i++) {
        fields[i].origin = (enum rat_origin)rat_cursor_u8(in);
        fields[i].name = rat_record_get_text(in, arena);
        fields[i].value = rat_record_get_text(in, arena);
    }
    if (in->bad || arena->failed)
        return;
    *out = n ? fields : NULL;
    *count = n;
}

void rat_record_put_pages(struct rat_buf *buf, const struct rat_text_page *pages, size_t count)
{
    rat_buf_varint(buf, count);
    for (size_t i = 0; i < count; i++) {
        rat_buf_varint(buf, pages[i].end - (i ? pages[i - 1].end : 0));
        rat_buf_byte(buf, pages[i].confidence);
    }
}

void rat_record_get_pages(struct rat_cursor *in, uint64_t text_size, struct rat_arena *arena,
                          const struct rat_text_page **out, size_t *count)
{
    size_t n = get_count(in, 2);
    struct rat_text_page *pages = rat_arena_calloc(arena, n, sizeof *pages);
    uint64_t end = 0;
    for (size_t i = 0; pages && i < n; i++) {
        end += rat_cursor_varint_max(in, text_size - end);
        pages[i].end = end;
        pages[i].confidence = rat_cursor_u8(in);
    }
    in->bad = in->bad || (n && end != text_size);
    if (in->bad || arena->failed)
        return;
    *out = n ? pages : NULL;
    *count = n;
}

const char *rat_text_state_name(enum rat_text_state state)
{
    static const char *const names[] = {"text", "none", "failed", "partly"};
    return (unsigned)state < sizeof names / sizeof *names ? names[state] : "?";
}

uint32_t rat_document_page(const struct rat_document *document, uint64_t offset)
{
    size_t low = 0, high = document->page_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (document->pages[middle].end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == document->page_count && low)
        low--; /* the text's end belongs to its last page */
    return document->page_count ? (uint32_t)low + 1 : 0;
}

/* Stamps: each kind of record starts with its own letter, every member follows in the order of record.h. Numbers take
 * eight bytes, so that no member can slide into its neighbour. */

static void put_number(struct rat_buf *buf, int64_t value)
{
    rat_buf_u64(buf, (uint64_t)value);
}

static rat_status stamp_of(struct rat_buf *buf, uint64_t *out)
{
    rat_status st = buf->failed ? RAT_ENOMEM : RAT_OK;
    if (st == RAT_OK)
        *out = rat_hash64(buf->data, buf->size);
    rat_buf_release(buf);
    return st;
}

rat_status rat_document_stamp(const struct rat_document *document, uint64_t salt, uint64_t *out)
{
    struct rat_buf buf = RAT_BUF_INIT;
    rat_buf_byte(&buf, 'd');
    rat_buf_u64(&buf, salt);
    const char *const texts[] = {
        document->id,       document->paper_id,     document->meeting_id,  document->source,
        document->title,    document->name,         document->type,        document->reference,
        document->body,     document->municipality, document->lead_office, document->status,
        document->location, document->download_url, document->mime_type,   document->modified,
        document->raw,      document->encoding,     document->extractor};
    rat_record_put_texts(&buf, texts, sizeof texts / sizeof *texts);
    rat_record_put_texts(&buf, document->committees, document->committee_count);
    rat_record_put_fields(&buf, document->fields, document->field_count);
    put_number(&buf, document->date);
    put_number(&buf, document->date_origin);
    put_number(&buf, document->is_public);
    rat_buf_append(&buf, document->original_sha, RAT_SHA256_BYTES);
    rat_buf_append(&buf, document->text_sha, RAT_SHA256_BYTES);
    rat_buf_u64(&buf, document->original_size);
    rat_buf_u64(&buf, document->text_size);
    rat_buf_u64(&buf, document->undecodable);
    return stamp_of(&buf, out);
}

static void put_consultation(struct rat_buf *buf, const struct rat_consultation *c)
{
    const char *const texts[] = {c->id,      c->body_id,     c->body, c->meeting_id,
                                 c->item_id, c->item_number, c->role, c->result};
    rat_record_put_texts(buf, texts, sizeof texts / sizeof *texts);
    put_number(buf, c->date);
    put_number(buf, c->is_public);
    put_number(buf, c->authoritative);
    put_number(buf, c->origin);
}

rat_status rat_paper_stamp(const struct rat_paper *paper, uint64_t salt, uint64_t *out)
{
    struct rat_buf buf = RAT_BUF_INIT;
    rat_buf_byte(&buf, 'p');
    rat_buf_u64(&buf, salt);
    const char *const texts[] = {
        paper->id,       paper->source,       paper->reference,   paper->reference_printed,
        paper->name,     paper->type,         paper->lead_office, paper->status,
        paper->body,     paper->municipality, paper->removed_at,  paper->created,
        paper->modified, paper->raw};
    rat_record_put_texts(&buf, texts, sizeof texts / sizeof *texts);
    rat_record_put_fields(&buf, paper->fields, paper->field_count);
    put_number(&buf, paper->date);
    put_number(&buf, paper->date_origin);
    put_number(&buf, paper->is_public);
    rat_buf_varint(&buf, paper->consultation_count);
    for (size_t i = 0; i < paper->consultation_count; i++)
        put_consultation(&buf, &paper->consultations[i]);
    rat_buf_varint(&buf, paper->link_count);
    for (size_t i = 0; i < paper->link_count; i++) {
        rat_record_put_text(&buf, paper->links[i].other_id);
        rat_record_put_text(&buf, paper->links[i].kind);
    }
    return stamp_of(&buf, out);
}

rat_status rat_meeting_stamp(const struct rat_meeting *meeting, uint64_t salt, uint64_t *out)
{
    struct rat_buf buf = RAT_BUF_INIT;
    rat_buf_byte(&buf, 'm');
    rat_buf_u64(&buf, salt);
    const char *const texts[] = {meeting->id,         meeting->source,   meeting->name,
                                 meeting->start,      meeting->end,      meeting->location,
                                 meeting->removed_at, meeting->modified, meeting->raw};
    rat_record_put_texts(&buf, texts, sizeof texts / sizeof *texts);
    rat_record_put_texts(&buf, meeting->organization_ids, meeting->organization_count);
    rat_buf_varint(&buf, meeting->item_count);
    for (size_t i = 0; i < meeting->item_count; i++) {
        const struct rat_agenda_item *item = &meeting->items[i];
        const char *const own[] = {item->id, item->number, item->name, item->result, item->consultation_id};
        rat_record_put_texts(&buf, own, sizeof own / sizeof *own);
        put_number(&buf, item->order);
        put_number(&buf, item->is_public);
    }
    return stamp_of(&buf, out);
}
