/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/related_internal.h"

#include "query/deadline_internal.h"
#include "query/trace_internal.h"

#include <stdlib.h>

#define HITS 80u /* that are looked at */

/* ---- what is asked about ---- */

static rat_status load_subject(struct rat_related_finder *f, const struct rat_resolved *found)
{
    struct rat_tracer t = {.catalogue = f->catalogue, .arena = f->arena, .err = f->err};
    struct rat_document *one;
    if (found->kind == RAT_NAMED_PAPER) {
        rat_status st = rat_catalogue_paper(f->catalogue, found->paper_id, f->arena, &f->paper, f->err);
        f->has_paper = true;
        return st == RAT_OK ? rat_tracer_documents(&t, f->paper.id, &f->documents, &f->document_count) : st;
    }
    one = rat_arena_calloc(f->arena, 1, sizeof *one);
    if (!one)
        return rat_nomem(f->err);
    rat_status st = rat_catalogue_document(f->catalogue, found->docnum, f->arena, one, f->err);
    f->documents = one;
    f->document_count = 1;
    if (st == RAT_OK && one->paper_id) {
        rat_status got = rat_catalogue_paper(f->catalogue, one->paper_id, f->arena, &f->paper, NULL);
        f->has_paper = got == RAT_OK;
        if (got != RAT_OK && got != RAT_ENOTFOUND)
            return rat_catalogue_paper(f->catalogue, one->paper_id, f->arena, &f->paper, f->err);
    }
    if (st == RAT_OK && !f->has_paper)
        f->paper = (struct rat_paper){.id = one->id,
                                      .name = one->title,
                                      .reference = one->reference,
                                      .lead_office = one->lead_office,
                                      .body = one->body,
                                      .municipality = one->municipality,
                                      .date = one->date};
    return st;
}

/* The texts that say what it is about: minutes only when there is nothing else, they are of several papers. */
static rat_status load_text(struct rat_related_finder *f)
{
    rat_status st = RAT_OK;
    for (int minutes = 0; minutes < 2 && f->text.size < 200; minutes++)
        for (size_t i = 0; st == RAT_OK && i < f->document_count && f->text.size < RAT_RELATED_TEXT_BYTES;
             i++) {
            const struct rat_document *d = &f->documents[i];
            if (rat_document_is_minutes(d) != (minutes == 1) && f->document_count > 1)
                continue;
            st = rat_snapshot_content(f->snapshot, d->text_sha, 0, RAT_RELATED_TEXT_BYTES - f->text.size,
                                      &f->text, f->err);
            rat_buf_byte(&f->text, '\n');
        }
    /* a character that the limit cut in two */
    while (f->text.size > 0 && (f->text.data[f->text.size - 1] & 0xc0) == 0x80)
        f->text.size--;
    if (f->text.size > 0 && f->text.data[f->text.size - 1] >= 0xc0)
        f->text.size--;
    return st == RAT_OK && f->text.failed ? rat_nomem(f->err) : st;
}

/* ---- candidates ---- */

static bool is_self(const struct rat_related_finder *f, const char *paper_id, const char *document_id)
{
    if (paper_id && f->has_paper)
        return strcmp(paper_id, f->paper.id) == 0;
    return document_id && strcmp(document_id, f->paper.id) == 0;
}

/* The candidate of that name, made when it is new; NULL: no memory. Valid until the next. */
static struct rat_candidate *candidate(struct rat_related_finder *f, const char *paper_id, const char *name)
{
    bool added;
    uint32_t number = rat_strmap_add(&f->names, name, strlen(name), &added);
    if (number == RAT_STRMAP_NONE)
        return NULL;
    if (added) {
        struct rat_candidate fresh = {.paper_id = paper_id};
        rat_buf_append(&f->candidates, &fresh, sizeof fresh);
    }
    return f->candidates.failed ? NULL : (struct rat_candidate *)(void *)f->candidates.data + number;
}

static enum rat_reason reason_of(enum rat_relation relation)
{
    switch (relation) {
    case RAT_RELATION_VERSION: return RAT_REASON_VERSION;
    case RAT_RELATION_PARENT: return RAT_REASON_PARENT;
    case RAT_RELATION_CHILD: return RAT_REASON_CHILD;
    case RAT_RELATION_AMENDS: return RAT_REASON_AMENDS;
    case RAT_RELATION_ANSWERS: return RAT_REASON_ANSWERS;
    case RAT_RELATION_CITES: return RAT_REASON_CITES;
    case RAT_RELATION_CITED_BY:
    case RAT_RELATIONS: break;
    }
    return RAT_REASON_CITED_BY;
}

static rat_status add_connections(struct rat_related_finder *f)
{
    struct rat_tracer t = {.catalogue = f->catalogue,
                           .arena = f->arena,
                           .paper = &f->paper,
                           .documents = f->documents,
                           .document_count = f->document_count,
                           .err = f->err};
    rat_status st = rat_tracer_papers(&t);
    const struct rat_trace_paper *list = (const struct rat_trace_paper *)(const void *)t.papers.data;
    for (size_t i = 0; st == RAT_OK && i < t.papers.size / sizeof *list; i++) {
        struct rat_known known;
        if (list[i].removed)
            continue;
        st = rat_catalogue_known_paper(f->catalogue, list[i].id, &known, f->err);
        struct rat_candidate *c =
            st == RAT_OK ? candidate(f, known.docnum ? list[i].id : NULL, list[i].id) : NULL;
        if (st == RAT_OK && !c)
            st = rat_nomem(f->err);
        if (st != RAT_OK)
            break;
        c->reasons |= (unsigned)reason_of(list[i].relation);
        c->stated |= list[i].origin == RAT_ORIGIN_STATED;
    }
    if (st == RAT_OK && (t.papers.failed || t.named.failed))
        st = rat_nomem(f->err);
    rat_buf_release(&t.papers);
    rat_buf_release(&t.named);
    rat_buf_release(&t.events);
    return st;
}

/* "11.1" and "11.2" are one item. */
static bool is_same_item(const struct rat_consultation *a, const struct rat_consultation *b)
{
    if (a->item_id && b->item_id && strcmp(a->item_id, b->item_id) == 0)
        return true;
    if (!a->item_number || !b->item_number)
        return false;
    size_t n = strspn(a->item_number, "0123456789"), m = strspn(b->item_number, "0123456789");
    return n > 0 && n == m && memcmp(a->item_number, b->item_number, n) == 0;
}

static rat_status add_agenda(struct rat_related_finder *f, const struct rat_consultation *mine)
{
    struct rat_consulted *list;
    size_t count = 0;
    if (!mine->meeting_id)
        return RAT_OK;
    rat_status st =
        rat_catalogue_consulted(f->catalogue, mine->meeting_id, RAT_NO_DATE, f->arena, &list, &count, f->err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        if (is_self(f, list[i].paper_id, NULL))
            continue;
        if (rat_strmap_add(&f->meetings, list[i].paper_id, strlen(list[i].paper_id), NULL) == RAT_STRMAP_NONE)
            return rat_nomem(f->err);
        if (!is_same_item(mine, &list[i].consultation))
            continue;
        struct rat_candidate *c = candidate(f, list[i].paper_id, list[i].paper_id);
        if (!c)
            return rat_nomem(f->err);
        c->reasons |= RAT_REASON_AGENDA_ITEM;
    }
    return st;
}

static rat_status add_hit(struct rat_related_finder *f, const struct rat_hit *hit, double best)
{
    struct rat_document d;
    rat_status st = rat_catalogue_document(f->catalogue, hit->docnum, f->arena, &d, f->err);
    if (st != RAT_OK || is_self(f, d.paper_id, d.id))
        return st;
    struct rat_candidate *c = candidate(f, d.paper_id, d.paper_id ? d.paper_id : d.id);
    if (!c)
        return rat_nomem(f->err);
    bool minutes = rat_document_is_minutes(&d);
    double likeness = hit->score / best;
    if (!c->has_document || (c->has_minutes_only && !minutes)) {
        c->document = d;
        c->has_document = true;
        c->has_minutes_only = minutes;
    }
    if (c->likeness < likeness)
        c->likeness = likeness;
    c->reasons |= RAT_REASON_TEXT;
    return RAT_OK;
}

static rat_status add_words(struct rat_related_finder *f)
{
    struct rat_weighted_term *terms;
    struct rat_search *search;
    rat_status st =
        rat_related_words(f->snapshot, f->paper.name, &f->text, f->arena, &terms, &f->term_count, f->err);
    if (st != RAT_OK || f->term_count == 0)
        return st;
    f->terms = terms;
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = "";
    request.mode = RAT_MODE_TERMS;
    request.terms = terms;
    request.term_count = f->term_count;
    request.limit = HITS + f->document_count;
    request.want_total = false;
    st = rat_search_run(f->snapshot, &request, &search, f->err);
    if (st != RAT_OK)
        return st;
    const struct rat_result *result = rat_search_result(search);
    for (size_t i = 0; st == RAT_OK && i < result->hit_count; i++)
        st = add_hit(f, &result->hits[i], result->hits[0].score);
    rat_search_free(search);
    return st;
}

static rat_status find(struct rat_related_finder *f, const struct rat_resolved *found,
                       struct rat_related *out)
{
    rat_status st = load_subject(f, found);
    if (st == RAT_OK)
        st = load_text(f);
    if (st == RAT_OK && !f->options->words_only)
        st = add_connections(f);
    for (size_t i = 0; st == RAT_OK && !f->options->words_only && i < f->paper.consultation_count; i++)
        st = add_agenda(f, &f->paper.consultations[i]);
    if (st == RAT_OK)
        st = add_words(f);
    return st == RAT_OK ? rat_related_rank(f, out) : st;
}

rat_status rat_related_find(struct rat_snapshot *snapshot, const struct rat_resolved *found,
                            const struct rat_related_options *options, struct rat_related **out,
                            struct rat_err *err)
{
    uint64_t started = rat_deadline_clock_us();
    struct rat_related *related = calloc(1, sizeof *related);
    if (!related)
        return rat_nomem(err);
    rat_arena_init(&related->arena, 0);
    struct rat_related_finder f = {.snapshot = snapshot,
                                   .catalogue = snapshot->catalogue,
                                   .arena = &related->arena,
                                   .options = options,
                                   .text = RAT_BUF_INIT,
                                   .candidates = RAT_BUF_INIT,
                                   .err = err};
    rat_strmap_init(&f.names);
    rat_strmap_init(&f.meetings);
    rat_status st = find(&f, found, related);
    related->id = found->kind == RAT_NAMED_PAPER || f.document_count == 0 ? f.paper.id : f.documents[0].id;
    rat_buf_release(&f.text);
    rat_buf_release(&f.candidates);
    rat_strmap_release(&f.names);
    rat_strmap_release(&f.meetings);
    if (st != RAT_OK) {
        rat_related_free(related);
        return st;
    }
    related->took_us = rat_deadline_clock_us() - started;
    *out = related;
    return RAT_OK;
}

void rat_related_free(struct rat_related *related)
{
    if (!related)
        return;
    rat_arena_release(&related->arena);
    free(related);
}
