/* SPDX-License-Identifier: GPL-2.0-or-later */
/* With which papers a paper is connected: by its number, by links of its source, by what texts name. */
#include "query/trace_internal.h"

#include <stdlib.h>
#include <strings.h>

static struct rat_trace_paper *find(const struct rat_tracer *t, const char *id, enum rat_relation relation)
{
    struct rat_trace_paper *list = (struct rat_trace_paper *)(void *)t->papers.data;
    for (size_t i = 0; i < t->papers.size / sizeof *list; i++)
        if (list[i].relation == relation && strcmp(list[i].id, id) == 0)
            return &list[i];
    return NULL;
}

static void add(struct rat_tracer *t, const struct rat_paper *paper, struct rat_trace_paper one)
{
    struct rat_trace_paper *known = find(t, paper->id, one.relation);
    if (known) {
        known->times += one.times;
        if (one.origin == RAT_ORIGIN_STATED)
            known->origin = RAT_ORIGIN_STATED;
        if (!known->document && one.document) { /* also known from a text: its place does not hurt */
            known->document = one.document;
            known->wording = one.wording;
            known->surface = one.surface;
            known->start = one.start;
            known->end = one.end;
            known->resolution = one.resolution;
        }
        return;
    }
    one.id = paper->id;
    one.reference = paper->reference ? paper->reference : paper->reference_printed;
    one.title = paper->name;
    one.type = paper->type;
    one.date = paper->date;
    one.date_origin = paper->date_origin;
    one.removed = paper->removed_at != NULL;
    rat_buf_append(&t->papers, &one, sizeof one);
}

bool rat_paper_is_amendment(const struct rat_paper *paper)
{
    static const char *const words[] = {"Änderungs", "Ergänzungsantrag", "Änderungsantrag", NULL};
    for (size_t i = 0; words[i]; i++)
        if ((paper->type && strstr(paper->type, words[i])) || (paper->name && strstr(paper->name, words[i])))
            return true;
    return false;
}

static bool is_question_or_motion(const struct rat_paper *paper)
{
    return paper->type && (strcasecmp(paper->type, "Anfrage") == 0 || strcasecmp(paper->type, "Antrag") == 0);
}

/* ---- the family ---- */

static rat_status add_member(struct rat_tracer *t, const struct rat_numbered *member, bool i_am_base)
{
    struct rat_paper paper;
    rat_status st = rat_catalogue_paper(t->catalogue, member->paper_id, t->arena, &paper, t->err);
    if (st != RAT_OK)
        return st;
    bool is_base = strcmp(member->number.key, member->number.family) == 0;
    struct rat_trace_paper one = {.origin = RAT_ORIGIN_INFERRED};
    one.relation = is_base     ? RAT_RELATION_PARENT
                   : i_am_base ? RAT_RELATION_CHILD
                               : RAT_RELATION_VERSION; /* both are supplements of the same paper */
    add(t, &paper, one);
    if (is_base || !i_am_base)
        return RAT_OK;
    if (rat_paper_is_amendment(&paper)) {
        one.relation = RAT_RELATION_AMENDS;
        add(t, &paper, one);
    } else if (!is_question_or_motion(&paper)) {
        one.relation = RAT_RELATION_VERSION;
        add(t, &paper, one);
    }
    return RAT_OK;
}

static bool is_same_council(const struct rat_tracer *t, const struct rat_numbered *other)
{
    const char *mine = t->paper->municipality ? t->paper->municipality : t->paper->body;
    const char *theirs = other->municipality ? other->municipality : other->body;
    return !mine || !theirs || strcmp(mine, theirs) == 0;
}

static rat_status add_family(struct rat_tracer *t)
{
    struct rat_number *numbers;
    size_t count = 0;
    rat_status st = rat_catalogue_numbers(t->catalogue, t->paper->id, t->arena, &numbers, &count, t->err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        struct rat_numbered *members;
        size_t n = 0;
        bool i_am_base = strcmp(numbers[i].key, numbers[i].family) == 0;
        /* "421" and "421-1" of other terms are no family */
        if (!strchr(numbers[i].family, '/'))
            continue;
        st = rat_catalogue_numbered(t->catalogue, RAT_NUMBER_FAMILY, numbers[i].family, t->arena, &members,
                                    &n, t->err);
        for (size_t k = 0; st == RAT_OK && k < n; k++)
            if (strcmp(members[k].paper_id, t->paper->id) != 0 &&
                strcmp(members[k].number.key, numbers[i].key) != 0 && is_same_council(t, &members[k]))
                st = add_member(t, &members[k], i_am_base);
    }
    return st;
}

/* ---- links of the source ---- */

/* In real dumps "superordinatedPaper" mostly points from a paper to its supplement, so what the numbers say goes first;
 * incoming: the link stands at the other paper. */
static rat_status add_link(struct rat_tracer *t, const struct rat_paper_link *link, bool incoming)
{
    struct rat_paper paper;
    rat_status st = rat_catalogue_paper(t->catalogue, link->other_id, t->arena, &paper, NULL);
    if (st == RAT_ENOTFOUND || strcmp(link->other_id, t->paper->id) == 0)
        return RAT_OK; /* dangling */
    if (st != RAT_OK)
        return rat_catalogue_paper(t->catalogue, link->other_id, t->arena, &paper, t->err);
    static const enum rat_relation kin[] = {RAT_RELATION_PARENT, RAT_RELATION_CHILD, RAT_RELATION_VERSION};
    for (size_t i = 0; i < sizeof kin / sizeof *kin; i++) {
        struct rat_trace_paper *known = find(t, paper.id, kin[i]);
        if (known) {
            known->origin = RAT_ORIGIN_STATED;
            return RAT_OK;
        }
    }
    bool up = link->kind && strcmp(link->kind, "superordinated") == 0;
    add(t, &paper,
        (struct rat_trace_paper){.relation = up != incoming ? RAT_RELATION_PARENT : RAT_RELATION_CHILD,
                                 .origin = RAT_ORIGIN_STATED});
    return RAT_OK;
}

static rat_status add_links(struct rat_tracer *t)
{
    struct rat_paper_link *incoming;
    size_t count = 0;
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < t->paper->link_count; i++)
        if (t->paper->links[i].other_id)
            st = add_link(t, &t->paper->links[i], false);
    if (st == RAT_OK)
        st = rat_catalogue_linked_from(t->catalogue, t->paper->id, t->arena, &incoming, &count, t->err);
    for (size_t i = 0; st == RAT_OK && i < count; i++)
        if (incoming[i].other_id)
            st = add_link(t, &incoming[i], true);
    return st;
}

/* ---- what texts name ---- */

static struct rat_trace_paper from_text(const struct rat_reference *reference, const char *document,
                                        enum rat_relation relation, enum rat_resolution resolution)
{
    return (struct rat_trace_paper){.relation = relation,
                                    .origin = RAT_ORIGIN_TEXT,
                                    .document = document,
                                    .wording = reference->wording,
                                    .surface = reference->surface,
                                    .start = reference->start,
                                    .end = reference->end,
                                    .times = reference->times,
                                    .resolution = resolution};
}

static void add_named(struct rat_tracer *t, const struct rat_reference *reference, const char *document,
                      enum rat_resolution resolution)
{
    struct rat_trace_named *list = (struct rat_trace_named *)(void *)t->named.data;
    for (size_t i = 0; i < t->named.size / sizeof *list; i++) {
        if (list[i].reference.kind == reference->kind && strcmp(list[i].reference.key, reference->key) == 0) {
            list[i].reference.times += reference->times;
            return;
        }
    }
    struct rat_trace_named one = {*reference, document, resolution};
    rat_buf_append(&t->named, &one, sizeof one);
}

static rat_status add_reference(struct rat_tracer *t, const struct rat_document *document,
                                const struct rat_reference *reference)
{
    const char *paper_id = NULL;
    enum rat_resolution resolution = RAT_RESOLVED_NOT;
    if (reference->kind == RAT_REFERENCE_OWN)
        return RAT_OK;
    if (reference->kind != RAT_REFERENCE_PAPER) {
        add_named(t, reference, document->id, resolution);
        return RAT_OK;
    }
    struct rat_citer citer = rat_citer_of(document);
    struct rat_paper paper;
    rat_status st =
        rat_resolve_reference(t->catalogue, &citer, reference, t->arena, &resolution, &paper_id, t->err);
    if (st != RAT_OK || (paper_id && strcmp(paper_id, t->paper->id) == 0))
        return st;
    if (!paper_id) {
        if (reference->is_led) /* without a lead-in a number that nobody has is hardly one */
            add_named(t, reference, document->id, resolution);
        return RAT_OK;
    }
    st = rat_catalogue_paper(t->catalogue, paper_id, t->arena, &paper, t->err);
    if (st != RAT_OK)
        return st;
    add(t, &paper, from_text(reference, document->id, RAT_RELATION_CITES, resolution));
    if (reference->wording == RAT_WORDING_AMENDED_BY && rat_paper_is_amendment(&paper))
        add(t, &paper, from_text(reference, document->id, RAT_RELATION_AMENDS, resolution));
    return RAT_OK;
}

static rat_status add_references(struct rat_tracer *t)
{
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < t->document_count; i++) {
        struct rat_reference *list;
        size_t count = 0;
        st = rat_catalogue_references(t->catalogue, t->documents[i].docnum, t->arena, &list, &count, t->err);
        for (size_t k = 0; st == RAT_OK && k < count; k++)
            st = add_reference(t, &t->documents[i], &list[k]);
    }
    return st;
}

static rat_status add_cited_by(struct rat_tracer *t)
{
    struct rat_cited_by *list;
    size_t count = 0;
    rat_status st = rat_references_to_paper(t->catalogue, t->paper, t->arena, &list, &count, t->err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        const struct rat_document *d = &list[i].document;
        struct rat_paper paper = {.id = d->id,
                                  .reference = d->reference,
                                  .name = d->title,
                                  .type = d->type,
                                  .date = d->date,
                                  .date_origin = d->date_origin};
        if (d->paper_id) {
            st = rat_catalogue_paper(t->catalogue, d->paper_id, t->arena, &paper, NULL);
            st = st == RAT_ENOTFOUND ? RAT_OK : st;
        }
        if (st != RAT_OK)
            return rat_catalogue_paper(t->catalogue, d->paper_id, t->arena, &paper, t->err);
        const struct rat_reference *r = &list[i].reference;
        add(t, &paper, from_text(r, d->id, RAT_RELATION_CITED_BY, list[i].resolution));
        if (r->wording == RAT_WORDING_ANSWERS)
            add(t, &paper, from_text(r, d->id, RAT_RELATION_ANSWERS, list[i].resolution));
        if (r->wording == RAT_WORDING_AMENDS)
            add(t, &paper, from_text(r, d->id, RAT_RELATION_AMENDS, list[i].resolution));
    }
    return st;
}

static int by_relation(const void *a, const void *b)
{
    const struct rat_trace_paper *x = a, *y = b;
    if (x->relation != y->relation)
        return x->relation < y->relation ? -1 : 1;
    if (x->date != y->date) {
        if (x->date == RAT_NO_DATE || y->date == RAT_NO_DATE)
            return x->date == RAT_NO_DATE ? 1 : -1;
        return x->date < y->date ? -1 : 1;
    }
    return strcmp(x->id, y->id);
}

rat_status rat_tracer_papers(struct rat_tracer *t)
{
    rat_status st = add_family(t);
    if (st == RAT_OK)
        st = add_links(t);
    if (st == RAT_OK)
        st = add_references(t);
    if (st == RAT_OK)
        st = add_cited_by(t);
    size_t count = t->papers.size / sizeof(struct rat_trace_paper);
    if (st == RAT_OK && count)
        qsort(t->papers.data, count, sizeof(struct rat_trace_paper), by_relation);
    return st;
}
