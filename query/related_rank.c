/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In which order candidates are suggested, and which of them are copies of one text. */
#include "query/related_internal.h"

#include <stdlib.h>
#include <strings.h>

#define SKETCHED 40u  /* suggestions that are compared, so that copies are found */
#define LIKE 0.8      /* from here on texts are copies */
#define CONNECTED 1.0 /* weights above are of connections */

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

static bool same_text(const char *a, const char *b)
{
    return a && b && *a && strcasecmp(a, b) == 0;
}

/* What is only known of the paper: its first document, title, office. */
static rat_status complete(struct rat_related_finder *f, struct rat_candidate *c, struct rat_paper *paper)
{
    uint32_t *docnums;
    size_t count = 0;
    *paper = (struct rat_paper){0};
    if (!c->paper_id) {
        struct rat_known known;
        const char *id =
            (const char *)f->names.keys[c - (struct rat_candidate *)(void *)f->candidates.data].bytes;
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

static void rate(const struct rat_related_finder *f, struct rat_candidate *c, const struct rat_paper *paper)
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
    struct rat_candidate *candidate;
    struct rat_paper paper;
    struct rat_text_sketch sketch;
    struct rat_buf copies; /* const char * */
};

static int by_score(const void *a, const void *b)
{
    const struct rat_candidate *x = ((const struct rated *)a)->candidate,
                               *y = ((const struct rated *)b)->candidate;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    const char *p = x->paper_id ? x->paper_id : x->document.id,
               *q = y->paper_id ? y->paper_id : y->document.id;
    return strcmp(p ? p : "", q ? q : "");
}

static rat_status sketch(struct rat_related_finder *f, struct rated *r)
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

static rat_status collapse(struct rat_related_finder *f, struct rated *list, size_t count, size_t *kept)
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

static rat_status give(struct rat_related_finder *f, const struct rated *list, size_t count,
                       struct rat_related *out)
{
    struct rat_related_item *items = rat_arena_calloc(f->arena, count + 1, sizeof *items);
    if (!items)
        return rat_nomem(f->err);
    for (size_t i = 0; i < count; i++) {
        const struct rat_candidate *c = list[i].candidate;
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

rat_status rat_related_rank(struct rat_related_finder *f, struct rat_related *out)
{
    size_t count = f->candidates.size / sizeof(struct rat_candidate), kept = 0;
    struct rat_candidate *candidates = (struct rat_candidate *)(void *)f->candidates.data;
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
