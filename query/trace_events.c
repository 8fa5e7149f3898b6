/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What happened to a paper and its family, day by day. */
#include "query/trace_internal.h"

#include <stdlib.h>
#include <strings.h>

static void put(struct rat_tracer *t, const struct rat_trace_event *event)
{
    rat_buf_append(&t->events, event, sizeof *event);
}

/* Whose event it is; nothing is said of the traced paper's own. */
static void say_whose(const struct rat_tracer *t, const struct rat_paper *paper,
                      struct rat_trace_event *event)
{
    if (paper == t->paper)
        return;
    event->paper = paper->id;
    event->reference = paper->reference ? paper->reference : paper->reference_printed;
}

static bool begins(const char *text, const char *word)
{
    return text && strncasecmp(text, word, strlen(word)) == 0;
}

static enum rat_event_kind kind_of(const struct rat_document *d)
{
    static const char *const answers[] = {"Stellungnahme", "StN", "Antwort", "Beantwortung", NULL};
    static const char *const minutes[] = {"Protokoll", "Niederschrift", "Auszug", "Abstimmungserg", NULL};
    static const char *const amendments[] = {"Änderungsantrag", "Änderungs-/Erg", "Ergänzungsantrag", NULL};
    const char *const texts[] = {d->name, d->type};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; minutes[i]; i++)
            if (begins(texts[k], minutes[i]))
                return RAT_EVENT_MINUTES;
        for (size_t i = 0; answers[i]; i++)
            if (begins(texts[k], answers[i]))
                return RAT_EVENT_ANSWER;
        for (size_t i = 0; k == 0 && amendments[i]; i++) /* the type is the paper's */
            if (begins(texts[k], amendments[i]))
                return RAT_EVENT_AMENDMENT;
    }
    return RAT_EVENT_DOCUMENT;
}

bool rat_document_is_minutes(const struct rat_document *document)
{
    return kind_of(document) == RAT_EVENT_MINUTES;
}

static const char *field_of(const struct rat_document *d, const char *name)
{
    for (size_t i = 0; i < d->field_count; i++)
        if (strcmp(d->fields[i].name, name) == 0)
            return d->fields[i].value;
    return NULL;
}

/* ---- consultations ---- */

/* The minutes of that day and body, when they are among the paper's documents. */
static const struct rat_document *minutes_of(const struct rat_document *documents, size_t count,
                                             const struct rat_consultation *c)
{
    for (size_t i = 0; i < count && c->date != RAT_NO_DATE; i++) {
        const struct rat_document *d = &documents[i];
        if (!field_of(d, "abstimmungsergebnis"))
            continue;
        bool same_meeting = c->meeting_id && d->meeting_id && strcmp(c->meeting_id, d->meeting_id) == 0;
        bool same_body = d->committee_count == 1 && c->body && strcasecmp(d->committees[0], c->body) == 0;
        if (same_meeting || (d->date == c->date && (same_body || !c->body)))
            return d;
    }
    return NULL;
}

static void put_consultations(struct rat_tracer *t, const struct rat_paper *paper,
                              const struct rat_document *documents, size_t count)
{
    for (size_t i = 0; i < paper->consultation_count; i++) {
        const struct rat_consultation *c = &paper->consultations[i];
        struct rat_trace_event event = {.kind = RAT_EVENT_CONSULTATION,
                                        .date = c->date,
                                        .date_origin =
                                            c->date == RAT_NO_DATE ? RAT_ORIGIN_UNKNOWN : c->origin,
                                        .origin = c->origin,
                                        .organization = c->body,
                                        .role = c->role,
                                        .result = c->result,
                                        .result_origin = c->result ? c->origin : RAT_ORIGIN_UNKNOWN,
                                        .id = c->id,
                                        .title = paper->name,
                                        .meeting = c->meeting_id,
                                        .item_number = c->item_number,
                                        .is_public = c->is_public};
        const struct rat_document *minutes = c->result ? NULL : minutes_of(documents, count, c);
        if (minutes) {
            event.result = field_of(minutes, "abstimmungsergebnis");
            event.result_origin = RAT_ORIGIN_TEXT;
            event.document = minutes->id;
        }
        say_whose(t, paper, &event);
        put(t, &event);
    }
}

/* ---- papers and documents ---- */

static void put_paper(struct rat_tracer *t, const struct rat_paper *paper, enum rat_event_kind kind,
                      enum rat_origin origin)
{
    struct rat_trace_event event = {.kind = kind,
                                    .date = paper->date,
                                    .date_origin = paper->date_origin,
                                    .origin = origin,
                                    .organization = paper->lead_office,
                                    .role = paper->type,
                                    .id = paper->id,
                                    .title = paper->name,
                                    .is_public = paper->is_public};
    say_whose(t, paper, &event);
    put(t, &event);
    if (!paper->removed_at)
        return;
    event = (struct rat_trace_event){
        .kind = RAT_EVENT_REMOVED, .origin = RAT_ORIGIN_STATED, .id = paper->id, .title = paper->name};
    event.date_origin = rat_date_parse_iso(paper->removed_at, strlen(paper->removed_at), &event.date)
                            ? RAT_ORIGIN_STATED
                            : RAT_ORIGIN_UNKNOWN;
    if (event.date_origin == RAT_ORIGIN_UNKNOWN)
        event.date = RAT_NO_DATE;
    event.is_public = RAT_UNKNOWN;
    say_whose(t, paper, &event);
    put(t, &event);
}

static rat_status put_versions(struct rat_tracer *t, const struct rat_document *d)
{
    struct rat_version *versions;
    size_t count = 0;
    if (d->version < 2)
        return RAT_OK;
    rat_status st = rat_catalogue_versions(t->catalogue, d->docnum, t->arena, &versions, &count, t->err);
    for (size_t i = 1; st == RAT_OK && i < count; i++) {
        struct rat_trace_event event = {.kind = RAT_EVENT_VERSION,
                                        .date = RAT_NO_DATE,
                                        .date_origin = RAT_ORIGIN_STATED,
                                        .origin = RAT_ORIGIN_STATED,
                                        .id = d->id,
                                        .title = versions[i].title,
                                        .is_public = RAT_UNKNOWN};
        const char *at = versions[i].imported_at;
        if (!at || !rat_date_parse_iso(at, strlen(at), &event.date)) {
            event.date = RAT_NO_DATE;
            event.date_origin = RAT_ORIGIN_UNKNOWN;
        }
        put(t, &event);
    }
    return st;
}

static rat_status put_documents(struct rat_tracer *t, const struct rat_paper *paper,
                                const struct rat_document *documents, size_t count)
{
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        const struct rat_document *d = &documents[i];
        struct rat_trace_event event = {.kind = kind_of(d),
                                        .date = d->date,
                                        .date_origin = d->date_origin,
                                        .origin = RAT_ORIGIN_STATED,
                                        .organization = d->committee_count == 1 ? d->committees[0] : NULL,
                                        .role = d->name ? d->name : d->type,
                                        .id = d->id,
                                        .title = d->title,
                                        .is_public = d->is_public};
        if (event.kind == RAT_EVENT_AMENDMENT && rat_paper_is_amendment(paper))
            event.kind = RAT_EVENT_DOCUMENT; /* the paper itself is the amendment */
        if (event.kind == RAT_EVENT_MINUTES) {
            event.result = field_of(d, "abstimmungsergebnis");
            event.result_origin = event.result ? RAT_ORIGIN_TEXT : RAT_ORIGIN_UNKNOWN;
            event.meeting = d->meeting_id;
        }
        say_whose(t, paper, &event);
        put(t, &event);
        st = put_versions(t, d);
    }
    return st;
}

static void put_cited(struct rat_tracer *t, const struct rat_trace_paper *other)
{
    struct rat_trace_event event = {.kind = other->relation == RAT_RELATION_CITES ? RAT_EVENT_CITED
                                                                                  : RAT_EVENT_CITED_BY,
                                    .date = other->date,
                                    .date_origin = other->date_origin,
                                    .origin = other->origin,
                                    .role = other->type,
                                    .id = other->id,
                                    .title = other->title,
                                    .paper = other->id,
                                    .reference = other->reference,
                                    .is_public = RAT_UNKNOWN,
                                    .document = other->document,
                                    .start = other->start,
                                    .end = other->end};
    put(t, &event);
}

static rat_status put_all_of(struct rat_tracer *t, const struct rat_trace_paper *other,
                             enum rat_event_kind kind)
{
    struct rat_paper *paper = rat_arena_calloc(t->arena, 1, sizeof *paper);
    const struct rat_document *documents;
    size_t count = 0;
    if (!paper)
        return rat_nomem(t->err);
    rat_status st = rat_catalogue_paper(t->catalogue, other->id, t->arena, paper, t->err);
    if (st == RAT_ENOTFOUND) { /* a document that belongs to no paper */
        put_cited(t, other);
        return RAT_OK;
    }
    if (st == RAT_OK)
        st = rat_tracer_documents(t, paper->id, &documents, &count);
    if (st != RAT_OK)
        return st;
    put_paper(t, paper, kind, other->origin);
    put_consultations(t, paper, documents, count);
    return put_documents(t, paper, documents, count);
}

/* ---- other papers ---- */

static bool is_kin(enum rat_relation relation)
{
    return relation <= RAT_RELATION_ANSWERS;
}

/* One paper, several relations: the most telling decides what its event is called. */
static enum rat_event_kind event_of_kin(const struct rat_tracer *t, const char *id)
{
    const struct rat_trace_paper *list = (const struct rat_trace_paper *)(const void *)t->papers.data;
    enum rat_event_kind kind = RAT_EVENT_PAPER;
    for (size_t i = 0; i < t->papers.size / sizeof *list; i++) {
        if (strcmp(list[i].id, id) != 0)
            continue;
        if (list[i].relation == RAT_RELATION_AMENDS)
            kind = RAT_EVENT_AMENDMENT;
        else if (list[i].relation == RAT_RELATION_ANSWERS && kind == RAT_EVENT_PAPER)
            kind = RAT_EVENT_ANSWER;
    }
    return kind;
}

static bool is_first(const struct rat_trace_paper *list, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(list[k].id, list[i].id) == 0)
            return false;
    return true;
}

static rat_status put_others(struct rat_tracer *t)
{
    const struct rat_trace_paper *list = (const struct rat_trace_paper *)(const void *)t->papers.data;
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < t->papers.size / sizeof *list; i++) {
        if (!is_first(list, i))
            continue; /* kin comes first: nothing is said twice */
        if (is_kin(list[i].relation))
            st = put_all_of(t, &list[i], event_of_kin(t, list[i].id));
        else
            put_cited(t, &list[i]);
    }
    return st;
}

/* ---- earlier decisions ---- */

/* The consultation's body begins or ends with what the text calls it: "Hauptausschuss", "Ausschuss für ..." */
static bool is_body(const char *name, const char *folded)
{
    return name && folded && strcasestr(name, folded) != NULL;
}

static rat_status put_decision(struct rat_tracer *t, const struct rat_trace_named *named)
{
    struct rat_consulted *consulted;
    size_t count = 0;
    struct rat_trace_event event = {.kind = RAT_EVENT_DECISION,
                                    .date = named->reference.hint,
                                    .date_origin = RAT_ORIGIN_TEXT,
                                    .origin = RAT_ORIGIN_TEXT,
                                    .title = named->reference.surface,
                                    .organization = named->reference.detail,
                                    .is_public = RAT_UNKNOWN,
                                    .document = named->document,
                                    .start = named->reference.start,
                                    .end = named->reference.end};
    for (size_t i = 0; i < t->paper->consultation_count; i++)
        if (t->paper->consultations[i].date == event.date)
            return RAT_OK; /* its own decision is there already */
    rat_status st =
        rat_catalogue_consulted(t->catalogue, NULL, event.date, t->arena, &consulted, &count, t->err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        const struct rat_consultation *c = &consulted[i].consultation;
        if (!is_body(c->body, named->reference.detail))
            continue;
        event.organization = c->body;
        event.meeting = c->meeting_id;
        event.id = c->meeting_id;
        break;
    }
    if (st == RAT_OK)
        put(t, &event);
    return st;
}

static int by_day(const void *a, const void *b)
{
    const struct rat_trace_event *x = a, *y = b;
    if (x->date != y->date) {
        if (x->date == RAT_NO_DATE || y->date == RAT_NO_DATE)
            return x->date == RAT_NO_DATE ? 1 : -1;
        return x->date < y->date ? -1 : 1;
    }
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int items = strcmp(x->reference ? x->reference : "", y->reference ? y->reference : "");
    return items ? items : strcmp(x->id ? x->id : "", y->id ? y->id : "");
}

rat_status rat_tracer_events(struct rat_tracer *t)
{
    const struct rat_trace_named *named = (const struct rat_trace_named *)(const void *)t->named.data;
    put_paper(t, t->paper, RAT_EVENT_PAPER, RAT_ORIGIN_STATED);
    put_consultations(t, t->paper, t->documents, t->document_count);
    rat_status st = put_documents(t, t->paper, t->documents, t->document_count);
    if (st == RAT_OK)
        st = put_others(t);
    for (size_t i = 0; st == RAT_OK && i < t->named.size / sizeof *named; i++)
        if (named[i].reference.kind == RAT_REFERENCE_DECISION)
            st = put_decision(t, &named[i]);
    size_t count = t->events.size / sizeof(struct rat_trace_event);
    if (st == RAT_OK && count)
        qsort(t->events.data, count, sizeof(struct rat_trace_event), by_day);
    return st;
}
