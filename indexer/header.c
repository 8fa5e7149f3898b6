/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/header_internal.h"

#include <stdlib.h>

#define PROPOSAL_LINES 120
#define TITLE_CODE_POINTS 160
#define LETTERHEAD_LINES 8 /* that a title may stand below */

void rat_head_field(struct rat_header_draft *draft, const char *name, const char *value)
{
    for (size_t i = 0; i < draft->field_count; i++)
        if (strcmp(draft->fields[i].name, name) == 0)
            return; /* the first one counts */
    if (value && *value && draft->field_count < RAT_HEAD_FIELDS)
        draft->fields[draft->field_count++] = (struct rat_field){name, value, RAT_ORIGIN_TEXT};
}

struct rat_consultation *rat_head_row(struct rat_header_draft *draft)
{
    if (draft->row_count == RAT_HEAD_ROWS)
        return NULL;
    draft->rows[draft->row_count] = (struct rat_consultation){0};
    return &draft->rows[draft->row_count++];
}

void rat_head_proposal(struct rat_header_draft *draft, struct rat_line first, size_t from)
{
    struct rat_head *head = draft->head;
    size_t end = from;
    for (;;) {
        while (end < head->count && end - from < PROPOSAL_LINES && !rat_head_is_heading(head->line[end]))
            end++;
        if (end < head->count || head->rest == head->end || end - from >= PROPOSAL_LINES ||
            head->count == RAT_HEAD_LINES || head->used > RAT_HEAD_BYTES)
            break;
        rat_head_more(head, RAT_HEAD_MORE); /* it goes on behind the part that was read */
    }
    const char *text = rat_head_join(draft->arena, head, from, end, true);
    if (first.n && text)
        text = rat_arena_printf(draft->arena, "%.*s %s", (int)first.n, first.s, text);
    else if (first.n)
        text = rat_head_dup(draft->arena, first);
    rat_head_field(draft, "beschlussvorschlag", text);
}

void rat_head_find_proposal(struct rat_header_draft *draft, size_t from)
{
    static const char *const headings[] = {
        "beschlussvorschlag",        "beschlussantrag",
        "beschlussentwurf",          "antrag an den gemeinderat / ausschuss",
        "antrag an den gemeinderat", NULL};
    for (size_t i = from; i < draft->head->count; i++) {
        for (size_t k = 0; headings[k]; k++) {
            struct rat_line line = draft->head->line[i];
            size_t n = rat_head_starts(line, headings[k]);
            if (!n)
                continue;
            struct rat_line rest = rat_head_after(line, n);
            if (rest.n && rest.s[0] != ':' && !rat_head_starts(rest, "(kurzfassung"))
                continue; /* a sentence that begins with the word */
            bool label = rest.n && rest.s[0] == ':';
            rat_head_proposal(draft, rat_head_after(rest, label ? 1 : rest.n), i + 1);
            return;
        }
    }
}

/* ---- reading ---- */

/* Lines that name an authority, or nothing: better ones follow. */
static bool is_letterhead(struct rat_line line)
{
    static const char *const authorities[] = {
        "landkreis ",        "stadt ",       "gemeinde ", "samtgemeinde ", "kreis ",
        "landeshauptstadt ", "© landkreis ", "© stadt ",  "© gemeinde ",   NULL};
    static const char *const heads[] = {"oberbürgermeister", "bürgermeister",    "landrat",
                                        "landrätin",         "magistrat",        "oberkreisdirektor",
                                        "stadtdirektor",     "gemeindedirektor", NULL};
    static const char *const others[] = {"az.:", "az:", "aktenzeichen:", "seite ", "- ", NULL};
    size_t n = rat_head_starts_any(line, authorities), words = 1;
    for (size_t i = n; i < line.n; i++)
        words += line.s[i] == ' ';
    if (n && (words <= 2 ||
              line.s[1] == (char)0xA9)) /* "Stadt Bad Oberau", not a sentence; slides: "© Stadt X | Amt" */
        return true;
    struct rat_line rest =
        rat_head_after(line, rat_head_starts(line, "der ") + rat_head_starts(line, "die "));
    n = rest.n < line.n ? rat_head_starts_any(rest, heads) : 0;
    if (n && (n == rest.n || (n + 2 == rest.n && rest.s[n] == 'i'))) /* "Bürgermeisterin" */
        return true;
    int32_t day;
    if (rat_head_is_place_and_day(line, &day))
        return true;
    size_t digits = 0;
    while (digits < line.n && line.s[digits] >= '0' && line.s[digits] <= '9')
        digits++;
    return digits == line.n || rat_head_starts_any(line, others);
}

/* "Anlage 2": the line below says of what. */
static bool is_number_of_attachment(struct rat_line line)
{
    size_t n = rat_head_starts(line, "anlage ");
    while (n && n < line.n && line.s[n] >= '0' && line.s[n] <= '9')
        n++;
    return n && n == line.n;
}

static const char *first_line(const struct rat_head *head, struct rat_arena *arena)
{
    size_t at = 0, n = 0;
    while (at < head->count && at < LETTERHEAD_LINES && is_letterhead(head->line[at]))
        at++;
    struct rat_line line = head->line[at < head->count && at < LETTERHEAD_LINES ? at : 0];
    for (size_t characters = 0; n < line.n; n++) {
        characters += (line.s[n] & 0xC0) != 0x80;
        if (characters > TITLE_CODE_POINTS)
            break;
    }
    if (at + 1 < head->count && is_number_of_attachment(line) &&
        head->line[at + 1].n <= 2 * TITLE_CODE_POINTS)
        return rat_arena_printf(arena, "%.*s: %.*s", (int)line.n, line.s, (int)head->line[at + 1].n,
                                head->line[at + 1].s);
    return rat_head_dup(arena, rat_head_cut(line, n));
}

static rat_status hand_over(const struct rat_header_draft *draft, struct rat_arena *arena,
                            struct rat_header *out)
{
    struct rat_header header = draft->out;
    header.consultation_count = draft->row_count;
    header.field_count = draft->field_count;
    if (draft->row_count)
        header.consultations = rat_arena_memdup(arena, draft->rows, draft->row_count * sizeof *draft->rows);
    if (draft->field_count)
        header.fields = rat_arena_memdup(arena, draft->fields, draft->field_count * sizeof *draft->fields);
    if (arena->failed)
        return RAT_ENOMEM;
    *out = header;
    return RAT_OK;
}

rat_status rat_header_read(const char *text, size_t n, struct rat_arena *arena, struct rat_header *out)
{
    static bool (*const readers[])(struct rat_header_draft *) = {rat_header_minutes, rat_header_typed,
                                                                 rat_header_karlsruhe, rat_header_labels};
    struct rat_head
        head; /* on the stack, 30 kB: for each of many short texts malloc and zeros would take longer */
    struct rat_header_draft draft;
    rat_head_start(&head, text, n);
    draft.head = &head;
    draft.arena = arena;
    draft.out = (struct rat_header){.date = RAT_NO_DATE};
    draft.row_count = draft.field_count = 0;
    draft.box = 0;
    for (size_t i = 0; i < sizeof readers / sizeof *readers && head.count; i++)
        if (readers[i](&draft))
            break;
    if (head.count)
        draft.out.first_line = first_line(&head, arena);
    return hand_over(&draft, arena, out);
}

/* ---- records ---- */

/* Of rows with a date the first. */
static int32_t first_row_date(const struct rat_header *header)
{
    int32_t first = RAT_NO_DATE;
    for (size_t i = 0; i < header->consultation_count; i++) {
        int32_t date = header->consultations[i].date;
        if (date != RAT_NO_DATE && (first == RAT_NO_DATE || date < first))
            first = date;
    }
    return first;
}

static enum rat_tristate public_of(const struct rat_header *header)
{
    if (!header->status)
        return RAT_UNKNOWN;
    return rat_head_status((struct rat_line){header->status, (uint32_t)strlen(header->status), false});
}

static rat_status fill_committees(const struct rat_header *header, struct rat_arena *arena,
                                  struct rat_document *document)
{
    if (document->committee_count || !header->consultation_count)
        return RAT_OK;
    const char **names = rat_arena_calloc(arena, header->consultation_count, sizeof *names);
    if (!names)
        return RAT_ENOMEM;
    for (size_t i = 0; i < header->consultation_count; i++) {
        const char *body = header->consultations[i].body;
        size_t known = 0;
        while (body && known < document->committee_count && strcmp(names[known], body) != 0)
            known++;
        if (body && known == document->committee_count)
            names[document->committee_count++] = body;
    }
    document->committees = names;
    return RAT_OK;
}

/* The header's fields behind the document's own, and what the text prints otherwise than the source
 * states. */
static rat_status fill_fields(const struct rat_header *header, const char *reference, const char *type,
                              struct rat_arena *arena, struct rat_document *document)
{
    if (!header->layout)
        return RAT_OK;
    size_t room = document->field_count + header->field_count + 3, n = document->field_count;
    struct rat_field *fields = rat_arena_calloc(arena, room, sizeof *fields);
    if (!fields)
        return RAT_ENOMEM;
    if (n)
        memcpy(fields, document->fields, n * sizeof *fields);
    if (header->field_count)
        memcpy(fields + n, header->fields, header->field_count * sizeof *fields);
    n += header->field_count;
    if (reference && header->reference && strcmp(reference, header->reference) != 0)
        fields[n++] = (struct rat_field){"nummer.gedruckt", header->reference, RAT_ORIGIN_TEXT};
    if (type && header->type && strcmp(type, header->type) != 0)
        fields[n++] = (struct rat_field){"art.gedruckt", header->type, RAT_ORIGIN_TEXT};
    /* the paper's own head makes its Beratungsfolge, so what only the minutes know stays with them */
    if (strcmp(header->layout, "niederschrift") == 0 && header->consultation_count &&
        header->consultations[0].result)
        fields[n++] =
            (struct rat_field){"abstimmungsergebnis", header->consultations[0].result, RAT_ORIGIN_TEXT};
    document->fields = n ? fields : NULL;
    document->field_count = n;
    return RAT_OK;
}

rat_status rat_header_fill_document(const struct rat_header *header, struct rat_arena *arena,
                                    struct rat_document *document)
{
    const char *reference = document->reference, *type = document->type;
    if (!document->reference)
        document->reference = header->reference;
    if (!document->type)
        document->type = header->type;
    if (!document->title)
        document->title = header->subject ? header->subject : header->first_line;
    if (!document->lead_office)
        document->lead_office = header->lead_office;
    if (!document->status)
        document->status = header->status;
    if (document->is_public == RAT_UNKNOWN)
        document->is_public = public_of(header);
    if (document->date == RAT_NO_DATE && header->date != RAT_NO_DATE) {
        document->date = header->date;
        document->date_origin = RAT_ORIGIN_TEXT;
    } else if (document->date == RAT_NO_DATE && first_row_date(header) != RAT_NO_DATE) {
        document->date = first_row_date(header);
        document->date_origin = RAT_ORIGIN_INFERRED;
    }
    rat_status st = fill_committees(header, arena, document);
    return st == RAT_OK ? fill_fields(header, reference, type, arena, document) : st;
}

/* Text files have no fields of their own but those of their header: the paper carries the same. */
rat_status rat_header_make_paper(const struct rat_header *header, struct rat_arena *arena,
                                 const struct rat_document *document, struct rat_paper *out)
{
    struct rat_paper paper = {
        .date = document->date, .date_origin = document->date_origin, .is_public = document->is_public};
    paper.id = rat_paper_id_for(arena, document->municipality, document->reference, document->id);
    if (!paper.id)
        return RAT_ENOMEM;
    paper.source = document->source;
    paper.reference = document->reference;
    paper.name = header->subject ? header->subject : document->title;
    paper.type = document->type;
    paper.lead_office = document->lead_office;
    paper.status = document->status;
    paper.body = document->body;
    paper.municipality = document->municipality;
    paper.consultations = header->consultations;
    paper.consultation_count = header->consultation_count;
    paper.fields = header->fields;
    paper.field_count = header->field_count;
    *out = paper;
    return RAT_OK;
}

const char *rat_paper_id_for(struct rat_arena *arena, const char *municipality, const char *reference,
                             const char *document_id)
{
    if (!reference || !rat_head_has_year(reference, strlen(reference)))
        return rat_arena_strdup(arena, document_id);
    return municipality ? rat_arena_printf(arena, "%s %s", municipality, reference)
                        : rat_arena_strdup(arena, reference);
}
