/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/near_places.h"

#include "query/forms.h"

/* ---- opening ---- */

static rat_status too_many(struct rat_near_places *p)
{
    rat_fail(p->err, RAT_ELIMIT, _("NAHE steht hier für mehr als %u Wortformen"), RAT_NEAR_LISTS_MAX);
    rat_err_hint(p->err, "%s", _("Weniger Wörter, oder Wortanfänge mit mehr Buchstaben angeben"));
    return RAT_ELIMIT;
}

static rat_status open_list(struct rat_near_places *p, const struct rat_term_info *info, uint32_t offset,
                            struct rat_near_list *out)
{
    *out = (struct rat_near_list){*info, NULL, offset};
    if (info->documents == 1)
        return RAT_OK;
    if (p->lists++ == RAT_NEAR_LISTS_MAX)
        return too_many(p);
    out->postings = rat_arena_alloc(p->arena, sizeof *out->postings);
    if (!out->postings)
        return rat_nomem(p->err);
    rat_postings_open(out->postings, &p->segment->postings, &p->segment->positions, &p->segment->lengths,
                      info);
    return RAT_OK;
}

static rat_status add_source(struct rat_near_places *p, const struct rat_near_source *source)
{
    rat_buf_append(&p->sources, source, sizeof *source);
    return p->sources.failed ? rat_nomem(p->err) : RAT_OK;
}

struct opening {
    struct rat_near_places *places;
    uint32_t child;
};

static rat_status add_form(void *context, const struct rat_term_info *info)
{
    struct opening *o = context;
    struct rat_near_source source = {rat_arena_alloc(o->places->arena, sizeof *source.lists), 1, o->child, 1};
    if (!source.lists)
        return rat_nomem(o->places->err);
    rat_status st = open_list(o->places, info, 0, source.lists);
    return st == RAT_OK ? add_source(o->places, &source) : st;
}

static uint32_t length_of(const struct rat_plan *plan)
{
    uint32_t length = 1;
    for (uint32_t i = 0; plan->kind == RAT_PLAN_PHRASE && i < plan->must_count; i++)
        length = plan->offsets[i] + 1 > length ? plan->offsets[i] + 1 : length;
    for (uint32_t i = 0; plan->kind == RAT_PLAN_BOOL && i < plan->should_count; i++) {
        uint32_t other = length_of(plan->should[i]);
        length = other > length ? other : length;
    }
    return length;
}

static rat_status add_phrase(struct rat_near_places *p, const struct rat_plan *plan, uint32_t child,
                             uint32_t segment)
{
    struct rat_near_source source = {rat_arena_calloc(p->arena, plan->must_count, sizeof *source.lists), 0,
                                     child, length_of(plan)};
    rat_status st = source.lists ? RAT_OK : rat_nomem(p->err);
    for (; st == RAT_OK && source.count < plan->must_count; source.count++) {
        const struct rat_term_info *info = &plan->must[source.count]->found[segment];
        if (info->documents == 0)
            return RAT_OK; /* the segment does not have it */
        st = open_list(p, info, plan->offsets[source.count], &source.lists[source.count]);
    }
    return st == RAT_OK && source.count ? add_source(p, &source) : st;
}

static rat_status add_child(struct rat_near_places *p, const struct rat_plan *plan, uint32_t child,
                            uint32_t segment)
{
    struct opening o = {p, child};
    rat_status st = RAT_OK;
    switch (plan->kind) {
    case RAT_PLAN_TERM:
        return rat_each_form(p->segment, plan->key, plan->key_size, &p->forms, add_form, &o, p->err);
    case RAT_PLAN_PHRASE: return add_phrase(p, plan, child, segment);
    case RAT_PLAN_ANY_OF:
        for (uint32_t i = 0; st == RAT_OK && i < plan->listed->count; i++) {
            const struct rat_term_info *info = &plan->listed->found[segment * plan->listed->count + i];
            if (info->documents)
                st = add_form(&o, info);
        }
        return st;
    default:
        for (uint32_t i = 0; st == RAT_OK && i < plan->should_count; i++)
            st = add_child(p, plan->should[i], child, segment);
        return st;
    }
}

rat_status rat_near_places_open(struct rat_near_places *p, const struct rat_plan *plan,
                                const struct rat_segment *segment, uint32_t segment_number,
                                struct rat_arena *arena, struct rat_err *err)
{
    *p = (struct rat_near_places){
        .segment = segment,
        .arena = arena,
        .rule = {.children = plan->must_count, .length = plan->slack, .is_ordered = plan->is_ordered},
        .title_only = plan->title_only,
        .err = err};
    rat_status st = RAT_OK;
    for (uint32_t i = 0; st == RAT_OK && i < plan->must_count; i++) {
        p->rule.length += length_of(plan->must[i]);
        st = add_child(p, plan->must[i], i, segment_number);
    }
    return st;
}

void rat_near_places_release(struct rat_near_places *p)
{
    rat_buf_release(&p->sources);
    rat_buf_release(&p->scratch[0]);
    rat_buf_release(&p->scratch[1]);
    rat_buf_release(&p->forms);
}

/* ---- reading ---- */

/* Positions of the list in the document, each less the offset. */
static rat_status read_list(struct rat_near_places *p, struct rat_near_list *list, uint32_t document,
                            struct rat_buf *out, uint32_t *count)
{
    struct rat_postings *postings = list->postings, *own = NULL;
    *count = 0;
    if (list->info.documents == 1) {
        if (list->info.only != document)
            return RAT_OK;
        postings = own = rat_arena_alloc(p->arena, sizeof *own);
        if (!own)
            return rat_nomem(p->err);
        rat_postings_open(own, &p->segment->postings, &p->segment->positions, &p->segment->lengths,
                          &list->info);
    }
    bool here = postings->held && postings->documents[postings->held - 1] >= document;
    if (here || rat_postings_seek_block(postings, document)) {
        uint32_t low = 0, high = postings->held;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (postings->documents[middle] < document)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < postings->held && postings->documents[low] == document)
            *count = rat_postings_positions(postings, low, out);
    }
    if (postings->status != RAT_OK) {
        if (p->err)
            *p->err = postings->err;
        return postings->status;
    }
    uint32_t *at = (uint32_t *)(void *)out->data, kept = 0;
    for (uint32_t i = 0; i < *count; i++)
        if (at[i] >= list->offset)
            at[kept++] = at[i] - list->offset;
    *count = kept;
    return RAT_OK;
}

static uint32_t keep_common(uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    uint32_t kept = 0;
    for (uint32_t i = 0, j = 0; i < an && j < bn;) {
        if (a[i] == b[j])
            a[kept++] = a[i];
        uint32_t x = a[i], y = b[j];
        i += x <= y;
        j += y <= x;
    }
    return kept;
}

static rat_status add_places(struct rat_near_places *p, struct rat_near_source *source, uint32_t document,
                             struct rat_buf *out)
{
    uint32_t count, other;
    rat_status st = read_list(p, &source->lists[0], document, &p->scratch[0], &count);
    for (uint32_t i = 1; st == RAT_OK && count && i < source->count; i++) {
        st = read_list(p, &source->lists[i], document, &p->scratch[1], &other);
        if (st == RAT_OK)
            count = keep_common((uint32_t *)(void *)p->scratch[0].data, count,
                                (const uint32_t *)(const void *)p->scratch[1].data, other);
    }
    for (uint32_t i = 0; st == RAT_OK && i < count; i++) {
        uint32_t start = ((const uint32_t *)(const void *)p->scratch[0].data)[i];
        struct rat_near_place place = {start, start + source->length - 1, source->child};
        rat_buf_append(out, &place, sizeof place);
    }
    return st == RAT_OK && out->failed ? rat_nomem(p->err) : st;
}

rat_status rat_near_places_match(struct rat_near_places *p, uint32_t document, struct rat_buf *out,
                                 struct rat_deadline *deadline,
                                 void (*found)(void *ctx, uint32_t start, uint32_t end), void *ctx,
                                 uint32_t *matches)
{
    struct rat_near_source *source = (struct rat_near_source *)(void *)p->sources.data;
    rat_status st = RAT_OK;
    *matches = 0;
    rat_buf_clear(out);
    for (size_t i = 0; st == RAT_OK && i < p->sources.size / sizeof *source; i++)
        st = add_places(p, &source[i], document, out);
    if (st != RAT_OK || out->size == 0)
        return st;
    struct rat_near_place *place = (struct rat_near_place *)(void *)out->data;
    size_t count = out->size / sizeof *place, title = 0;
    uint32_t body = (uint32_t)rat_numbers_get(&p->segment->bodies, document);
    rat_near_sort(place, count);
    while (title < count && place[title].start < body)
        title++;
    *matches = rat_near_match(place, title, &p->rule, deadline, found, ctx);
    if (!p->title_only)
        *matches += rat_near_match(place + title, count - title, &p->rule, deadline, found, ctx);
    return RAT_OK;
}
