/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/related_internal.h"

#include "base/strmap.h"
#include "query/deadline_internal.h"
#include "query/trace_internal.h"

#include <stdlib.h>
#include <strings.h>

#define HITS 80u      /* that are looked at */
#define SKETCHED 40u  /* suggestions that are compared, so that copies are found */
#define LIKE 0.8      /* from here on texts are copies */
#define CONNECTED 1.0 /* scores above are not only of words */

struct candidate {
    const char *paper_id; /* NULL: a document without one */
    struct rat_document document;
    bool has_document, has_minutes_only;
    unsigned reasons;
    double likeness; /* of words, 0..1 */
    double score;
    bool stated; /* by a link of the source */
};

struct finder {
    struct rat_snapshot *snapshot;
    struct rat_catalogue *catalogue;
    struct rat_arena *arena;
    const struct rat_related_options *options;
    struct rat_paper
        paper; /* what is asked about; of a document without paper the record that stands for it */
    bool has_paper;
    const struct rat_document *documents;
    size_t document_count;
    struct rat_buf text;
    struct rat_strmap names;    /* candidates by paper or document id */
    struct rat_buf candidates;  /* struct candidate */
    struct rat_strmap meetings; /* papers of the same meetings */
    const struct rat_weighted_term *terms;
    size_t term_count;
    struct rat_err *err;
};

static const struct {
    enum rat_reason reason;
    const char *name;
    double weight;
} reasons[RAT_REASONS] = {
    {RAT_REASON_PARENT, "parent", 3.0},     {RAT_REASON_CHILD, "child", 3.0},
    {RAT_REASON_VERSION, "version", 2.5},   {RAT_REASON_AMENDS, "amends", 3.0},
    {RAT_REASON_ANSWERS, "answers", 3.0},   {RAT_REASON_CITES, "cites", 1.5},
    {RAT_REASON_CITED_BY, "cited-by", 1.5}, {RAT_REASON_AGENDA_ITEM, "agenda-item", 1.2},
    {RAT_REASON_COPY, "near-duplicate", 0}, {RAT_REASON_TITLE, "title", 0.3},
    {RAT_REASON_TEXT, "text", 0},           {RAT_REASON_MEETING, "meeting", 0.05},
    {RAT_REASON_OFFICE, "office", 0.03},
};

const char *rat_reason_name(enum rat_reason reason)
{
    for (size_t i = 0; i < RAT_REASONS; i++)
        if (reasons[i].reason == reason)
            return reasons[i].name;
    return "unknown";
}

/* ---- what is asked about ---- */

static rat_status load_subject(struct finder *f, const struct rat_resolved *found)
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
static rat_status load_text(struct finder *f)
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

static bool is_self(const struct finder *f, const char *paper_id, const char *document_id)
{
    if (paper_id && f->has_paper)
        return strcmp(paper_id, f->paper.id) == 0;
    return document_id && strcmp(document_id, f->paper.id) == 0;
}

/* The candidate of that name, made when it is new; NULL: no memory. Valid until the next. */
static struct candidate *candidate(struct finder *f, const char *paper_id, const char *name)
{
    bool added;
    uint32_t number = rat_strmap_add(&f->names, name, strlen(name), &added);
    if (number == RAT_STRMAP_NONE)
        return NULL;
    if (added) {
        struct candidate fresh = {.paper_id = paper_id};
        rat_buf_append(&f->candidates, &fresh, sizeof fresh);
    }
    return f->candidates.failed ? NULL : (struct candidate *)(void *)f->candidates.data + number;
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

static rat_status add_connections(struct finder *f)
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
        struct candidate *c =
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

static rat_status add_agenda(struct finder *f, const struct rat_consultation *mine)
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
        struct candidate *c = candidate(f, list[i].paper_id, list[i].paper_id);
        if (!c)
            return rat_nomem(f->err);
        c->reasons |= RAT_REASON_AGENDA_ITEM;
    }
    return st;
}

static rat_status add_hit(struct finder *f, const struct rat_hit *hit, double best)
{
    struct rat_document d;
    rat_status st = rat_catalogue_document(f->catalogue, hit->docnum, f->arena, &d, f->err);
    if (st != RAT_OK || is_self(f, d.paper_id, d.id))
        return st;
    struct candidate *c = candidate(f, d.paper_id, d.paper_id ? d.paper_id : d.id);
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

static rat_status add_words(struct finder *f)
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

/* ---- their order ---- */

static bool same_text(const char *a, const char *b)
{
    return a && b && *a && strcasecmp(a, b) == 0;
}

/* What is only known of the paper: its first document, title, office. */
static rat_status complete(struct finder *f, struct candidate *c, struct rat_paper *paper)
{
    uint32_t *docnums;
    size_t count = 0;
    *paper = (struct rat_paper){0};
    if (!c->paper_id) {
        struct rat_known known;
        const char *id =
            (const char *)f->names.keys[c - (struct candidate *)(void *)f->candidates.data].bytes;
        rat_status st = RAT_OK;
        if (!c->has_document) {
            st = rat_catalogue_known_document(f->catalogue, id, &known, f->err);
            if (st == RAT_OK && known.docnum)
                st = rat_catalogue_document(f->catalogue, known.docnum, f->arena, &c->document, f->err);
            c->has_document = st == RAT_OK && known.docnum;
        }
        paper->name = c->document.title;
        paper->lead_office = c->document.lead_office;
        return st;
    }
    rat_status st = rat_catalogue_paper(f->catalogue, c->paper_id, f->arena, paper, NULL);
    if (st == RAT_ENOTFOUND) { /* a document whose paper is not there */
        paper->id = c->paper_id;
        paper->name = c->document.title;
        paper->date = c->document.date;
        paper->date_origin = c->document.date_origin;
        return RAT_OK;
    }
    if (st != RAT_OK || c->has_document)
        return st == RAT_OK ? st : rat_catalogue_paper(f->catalogue, c->paper_id, f->arena, paper, f->err);
    st = rat_catalogue_paper_documents(f->catalogue, c->paper_id, f->arena, &docnums, &count, f->err);
    for (size_t i = 0; st == RAT_OK && i < count && !c->has_document; i++) {
        st = rat_catalogue_document(f->catalogue, docnums[i], f->arena, &c->document, f->err);
        c->has_document = st == RAT_OK && !c->document.removed_at;
    }
    return st;
}

static void rate(const struct finder *f, struct candidate *c, const struct rat_paper *paper)
{
    double strongest = 0, rest = 0;
    if (same_text(paper->name, f->paper.name))
        c->reasons |= RAT_REASON_TITLE;
    if (same_text(paper->lead_office, f->paper.lead_office))
        c->reasons |= RAT_REASON_OFFICE;
    if (c->paper_id && rat_strmap_find(&f->meetings, c->paper_id, strlen(c->paper_id)) != RAT_STRMAP_NONE)
        c->reasons |= RAT_REASON_MEETING;
    for (size_t i = 0; i < RAT_REASONS; i++) {
        if (!(c->reasons & (unsigned)reasons[i].reason))
            continue;
        bool connects = reasons[i].weight > CONNECTED;
        double larger = connects && reasons[i].weight > strongest ? reasons[i].weight : strongest;
        rest += connects ? 0.1 : reasons[i].weight;
        strongest = larger;
    }
    c->score = strongest + rest + c->likeness + (c->stated ? 0.2 : 0);
}

struct rated {
    struct candidate *candidate;
    struct rat_paper paper;
    struct rat_text_sketch sketch;
    struct rat_buf copies; /* const char * */
};

static int by_score(const void *a, const void *b)
{
    const struct candidate *x = ((const struct rated *)a)->candidate,
                           *y = ((const struct rated *)b)->candidate;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    const char *p = x->paper_id ? x->paper_id : x->document.id,
               *q = y->paper_id ? y->paper_id : y->document.id;
    return strcmp(p ? p : "", q ? q : "");
}

static rat_status sketch(struct finder *f, struct rated *r)
{
    struct rat_buf text = RAT_BUF_INIT;
    if (!r->candidate->has_document)
        return RAT_OK;
    rat_status st =
        rat_snapshot_content(f->snapshot, r->candidate->document.text_sha, 0, 16u << 10, &text, f->err);
    if (st == RAT_OK)
        rat_text_sketch(text.data, text.size, &r->sketch);
    rat_buf_release(&text);
    return st;
}

/* Among those kept the one whose text this is nearly a copy of. */
static struct rated *original_of(struct rated *kept, size_t count, const struct rated *r)
{
    if (r->candidate->score > CONNECTED + 1)
        return NULL; /* connected: shown for itself */
    for (size_t i = 0; i < count; i++)
        if (rat_sketch_likeness(&kept[i].sketch, &r->sketch) >= LIKE)
            return &kept[i];
    return NULL;
}

static rat_status collapse(struct finder *f, struct rated *list, size_t count, size_t *kept)
{
    struct rat_text_sketch own;
    rat_text_sketch(f->text.data, f->text.size, &own);
    *kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct rated *r = &list[i], *original;
        if (*kept >= f->options->limit && i >= SKETCHED)
            return RAT_OK;
        rat_status st = sketch(f, r);
        if (st != RAT_OK)
            return st;
        if (rat_sketch_likeness(&own, &r->sketch) >= LIKE)
            r->candidate->reasons |= RAT_REASON_COPY;
        if ((original = original_of(list, *kept, r))) {
            const char *name = r->candidate->paper_id ? r->candidate->paper_id : r->candidate->document.id;
            rat_buf_append(&original->copies, &name, sizeof name);
        } else if (*kept < f->options->limit) {
            struct rated moved = *r;
            list[i] = list[*kept];
            list[(*kept)++] = moved;
        }
    }
    return RAT_OK;
}

static rat_status give(struct finder *f, const struct rated *list, size_t count, struct rat_related *out)
{
    struct rat_related_item *items = rat_arena_calloc(f->arena, count + 1, sizeof *items);
    if (!items)
        return rat_nomem(f->err);
    for (size_t i = 0; i < count; i++) {
        const struct candidate *c = list[i].candidate;
        const struct rat_document *d = &c->document;
        const struct rat_paper *p = &list[i].paper;
        items[i] = (struct rat_related_item){
            .id = c->has_document ? d->id : c->paper_id,
            .paper = c->paper_id,
            .reference = p->reference ? p->reference : d->reference,
            .title = p->name ? p->name : d->title,
            .type = p->type ? p->type : d->type,
            .date = c->paper_id ? p->date : d->date,
            .date_origin = c->paper_id ? p->date_origin : d->date_origin,
            .score = c->score,
            .reasons = c->reasons,
            .copies = rat_arena_memdup(f->arena, list[i].copies.data, list[i].copies.size),
            .copy_count = list[i].copies.size / sizeof(const char *)};
        if (!items[i].copies || list[i].copies.failed)
            return rat_nomem(f->err);
    }
    out->items = items;
    out->item_count = count;
    const char **terms = rat_arena_calloc(f->arena, f->term_count + 1, sizeof *terms);
    for (size_t i = 0; terms && i < f->term_count; i++)
        terms[i] = rat_arena_strndup(f->arena, f->terms[i].key + 1, f->terms[i].key_size - 1);
    out->terms = terms;
    out->term_count = f->term_count;
    return f->arena->failed ? rat_nomem(f->err) : RAT_OK;
}

static rat_status rank(struct finder *f, struct rat_related *out)
{
    size_t count = f->candidates.size / sizeof(struct candidate), kept = 0;
    struct candidate *candidates = (struct candidate *)(void *)f->candidates.data;
    struct rated *list = calloc(count + 1, sizeof *list);
    rat_status st = list ? RAT_OK : rat_nomem(f->err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        list[i].candidate = &candidates[i];
        st = complete(f, &candidates[i], &list[i].paper);
        rate(f, &candidates[i], &list[i].paper);
    }
    if (st == RAT_OK && count)
        qsort(list, count, sizeof *list, by_score);
    if (st == RAT_OK)
        st = collapse(f, list, count, &kept);
    if (st == RAT_OK)
        st = give(f, list, kept, out);
    for (size_t i = 0; list && i < count; i++)
        rat_buf_release(&list[i].copies);
    free(list);
    return st;
}

static rat_status find(struct finder *f, const struct rat_resolved *found, struct rat_related *out)
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
    return st == RAT_OK ? rank(f, out) : st;
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
    struct finder f = {.snapshot = snapshot,
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
