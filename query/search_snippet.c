/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a hit matches: positions of the query's words in that one document, and from them the passages to show. */
#include "query/engine_internal.h"

#include "query/forms.h"
#include "query/marks.h"
#include "query/passage.h"

#include <stdlib.h>

#define PREFIX_FORMS_MAX 200u /* of a prefix, enough to find what to mark in one document */
#define MATCHES_MAX 20000u

struct gather {
    struct rat_search *search;
    const struct rat_segment *segment;
    uint32_t number; /* of the segment */
    uint32_t document, body;
    struct rat_offsets offsets;
    struct rat_buf matches; /* struct rat_match */
    struct rat_buf positions, forms;
    struct rat_err *err;
};

/* Positions of a term in the document, into g->positions. */
static rat_status read_positions(struct gather *g, const struct rat_term_info *info, uint32_t *count)
{
    *count = 0;
    if (info->documents == 1 && info->only != g->document)
        return RAT_OK;
    struct rat_postings *p = malloc(sizeof *p);
    if (!p)
        return rat_nomem(g->err);
    rat_postings_open(p, &g->segment->postings, &g->segment->positions, &g->segment->lengths, info);
    if (rat_postings_seek_block(p, g->document)) {
        uint32_t i = 0;
        while (i < p->held && p->documents[i] < g->document)
            i++;
        if (i < p->held && p->documents[i] == g->document)
            *count = rat_postings_positions(p, i, &g->positions);
    }
    rat_status st = p->status;
    if (st != RAT_OK && g->err)
        *g->err = p->err;
    free(p);
    return st;
}

/* Marks from the token at position first to the one at position last, when they stand in the text. */
static void add_match(struct gather *g, uint32_t first, uint32_t last, const struct rat_plan *plan)
{
    struct rat_span from, to;
    if (first < g->body || g->matches.size / sizeof(struct rat_match) >= MATCHES_MAX ||
        !rat_offsets_get(&g->offsets, first - g->body, &from) ||
        !rat_offsets_get(&g->offsets, last - g->body, &to) || from.start >= to.end)
        return;
    struct rat_match match = {from.start, to.end, (uint16_t)plan->word, plan->idf > 0 ? plan->idf : 0.1f};
    rat_buf_append(&g->matches, &match, sizeof match);
}

static rat_status add_positions(struct gather *g, const struct rat_term_info *info,
                                const struct rat_plan *plan)
{
    uint32_t count;
    rat_status st = read_positions(g, info, &count);
    for (uint32_t k = 0; k < count; k++) {
        uint32_t position = ((const uint32_t *)(const void *)g->positions.data)[k];
        add_match(g, position, position, plan);
    }
    return st;
}

static bool has_position(const struct rat_buf *positions, uint32_t count, uint32_t wanted)
{
    const uint32_t *at = (const uint32_t *)(const void *)positions->data;
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (at[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && at[low] == wanted;
}

/* A phrase is marked as a whole, its words elsewhere are not. */
static rat_status add_phrase(struct gather *g, const struct rat_plan *plan)
{
    struct rat_buf starts = RAT_BUF_INIT;
    uint32_t kept = 0;
    rat_status st = RAT_OK;
    for (uint32_t i = 0; st == RAT_OK && i < plan->must_count && (i == 0 || kept); i++) {
        struct rat_term_info info;
        uint32_t count = 0;
        st = rat_dictionary_find(&g->segment->dictionary, plan->must[i]->key, plan->must[i]->key_size, &info,
                                 g->err);
        if (st == RAT_OK)
            st = read_positions(g, &info, &count);
        if (st == RAT_OK && i == 0) {
            rat_buf_append(&starts, g->positions.data, count * sizeof(uint32_t));
            kept = starts.failed ? 0 : count;
            continue;
        }
        uint32_t *start = (uint32_t *)(void *)starts.data, left = 0;
        for (uint32_t k = 0; k < kept; k++)
            if (has_position(&g->positions, count, start[k] + plan->offsets[i]))
                start[left++] = start[k];
        kept = left;
    }
    for (uint32_t k = 0; st == RAT_OK && k < kept; k++) {
        uint32_t start = ((const uint32_t *)(const void *)starts.data)[k];
        add_match(g, start, start + plan->offsets[plan->must_count - 1], plan);
    }
    if (starts.failed)
        st = rat_nomem(g->err);
    rat_buf_release(&starts);
    return st == RAT_ENOTFOUND ? RAT_OK : st;
}

static rat_status keep_form(void *context, const struct rat_term_info *info)
{
    rat_buf_append(context, info, sizeof *info);
    return RAT_OK;
}

/* The forms of a term are looked up once a search, not for each hit: a common part of compounds has thousands. */
static rat_status find_forms(struct gather *g, const struct rat_plan *plan, struct rat_plan_forms *forms)
{
    struct rat_buf found = RAT_BUF_INIT;
    rat_status st =
        rat_each_form(g->segment, plan->key, plan->key_size, &g->forms, keep_form, &found, g->err);
    if (st == RAT_OK) {
        forms->count = found.size / sizeof *forms->items;
        forms->items = found.size ? rat_arena_memdup(&g->search->arena, found.data, found.size)
                                  : rat_arena_alloc(&g->search->arena, 1);
        if (found.failed || !forms->items)
            st = rat_nomem(g->err);
    }
    rat_buf_release(&found);
    return st;
}

static rat_status add_term(struct gather *g, struct rat_plan *plan)
{
    if (!plan->forms)
        plan->forms = rat_arena_calloc(&g->search->arena, g->search->snapshot->manifest.segment_count,
                                       sizeof *plan->forms);
    if (!plan->forms)
        return rat_nomem(g->err);
    struct rat_plan_forms *forms = &plan->forms[g->number];
    rat_status st = forms->items ? RAT_OK : find_forms(g, plan, forms);
    for (size_t i = 0; i < forms->count && st == RAT_OK; i++)
        st = add_positions(g, &forms->items[i], plan);
    return st;
}

static rat_status add_prefix(struct gather *g, const struct rat_plan *plan)
{
    struct rat_term_walk walk;
    if (!RAT_SPACE_HAS_POSITIONS(plan->key[0]))
        return RAT_OK;
    rat_status st = rat_term_walk_seek(&walk, &g->segment->dictionary, plan->key, plan->key_size, g->err);
    for (uint32_t i = 0; st == RAT_OK && i < PREFIX_FORMS_MAX; i++) {
        st = rat_term_walk_next(&walk, g->err);
        if (st != RAT_OK || walk.key_size < plan->key_size ||
            memcmp(walk.key, plan->key, plan->key_size) != 0)
            break;
        st = add_positions(g, &walk.info, plan);
    }
    return st == RAT_END ? RAT_OK : st;
}

static rat_status add_plan(struct gather *g, struct rat_plan *plan)
{
    rat_status st = RAT_OK;
    if (plan->kind == RAT_PLAN_TERM)
        return add_term(g, plan);
    if (plan->kind == RAT_PLAN_PREFIX)
        return add_prefix(g, plan);
    if (plan->kind == RAT_PLAN_PHRASE)
        return add_phrase(g, plan);
    for (uint32_t i = 0; st == RAT_OK && i < plan->must_count; i++)
        st = add_plan(g, plan->must[i]);
    for (uint32_t i = 0; st == RAT_OK && i < plan->should_count; i++)
        st = add_plan(g, plan->should[i]);
    return st;
}

static int by_start(const void *a, const void *b)
{
    const struct rat_match *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->end < y->end) - (x->end > y->end);
}

size_t rat_matches_sort(struct rat_buf *matches)
{
    struct rat_match *m = (struct rat_match *)(void *)matches->data;
    size_t n = matches->size / sizeof *m, kept = 0;
    if (n > 1)
        qsort(m, n, sizeof *m, by_start);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || m[i].start != m[kept - 1].start)
            m[kept++] = m[i];
    return kept;
}

static rat_status render(struct gather *g, const struct rat_document *d,
                         const struct rat_snippet_options *options, size_t count, struct rat_buf *out)
{
    struct rat_passage_options o = {options->length, options->passages, options->mark_on, options->mark_off,
                                    options->plain};
    const struct rat_match *matches = (const struct rat_match *)(const void *)g->matches.data;
    struct rat_passages passages;
    struct rat_buf texts[RAT_PASSAGES_MAX];
    memset(texts, 0, sizeof texts);
    rat_status st = rat_passages_choose(matches, count, (size_t)d->text_size, &o, &passages, g->err);
    for (size_t i = 0; st == RAT_OK && i < passages.count; i++) {
        st = rat_snapshot_content(g->search->snapshot, d->text_sha, passages.item[i].read_start,
                                  passages.item[i].read_end, &texts[i], g->err);
        passages.item[i].text = (const char *)texts[i].data;
    }
    if (st == RAT_OK)
        rat_passages_render(&passages, matches, count, (size_t)d->text_size, &o, out);
    for (size_t i = 0; i < RAT_PASSAGES_MAX; i++)
        rat_buf_release(&texts[i]);
    return st == RAT_OK && out->failed ? rat_nomem(g->err) : st;
}

static void release(struct gather *g)
{
    rat_buf_release(&g->matches);
    rat_buf_release(&g->positions);
    rat_buf_release(&g->forms);
    free(g);
}

/* The matches of the hit, sorted, one per place. NULL is said in *st and err. */
static struct gather *gather(struct rat_search *search, size_t hit, size_t *count, rat_status *st,
                             struct rat_err *err)
{
    const struct rat_hit *h = &search->result.hits[hit];
    struct gather *g = calloc(1, sizeof *g);
    if (!g) {
        *st = rat_nomem(err);
        return NULL;
    }
    g->search = search;
    g->segment = search->snapshot->segments[h->segment];
    g->number = h->segment;
    g->document = h->local;
    g->body = (uint32_t)rat_numbers_get(&g->segment->bodies, h->local);
    g->err = err;
    *st = rat_segment_offsets(g->segment, h->local, &g->offsets, err);
    if (*st == RAT_OK)
        *st = add_plan(g, search->plan);
    if (*st == RAT_ENOTFOUND)
        *st = RAT_OK;
    if (*st == RAT_OK && g->matches.failed)
        *st = rat_nomem(err);
    if (*st != RAT_OK) {
        release(g);
        return NULL;
    }
    *count = rat_matches_sort(&g->matches);
    return g;
}

rat_status rat_search_snippet(struct rat_search *search, size_t hit,
                              const struct rat_snippet_options *options, struct rat_arena *arena,
                              const char **out, struct rat_err *err)
{
    static const struct rat_snippet_options defaults;
    struct rat_document document;
    struct rat_buf html = RAT_BUF_INIT;
    struct gather *g = NULL;
    size_t count;
    if (search->engine->snippet)
        return search->engine->snippet(search, hit, options, arena, out, err);
    if (!search->snapshot->catalogue)
        return rat_fail(err, RAT_ENOTFOUND, "%s", _("Dieses Archiv hat nur einen Index und keine Texte"));
    rat_status st = rat_catalogue_document(search->snapshot->catalogue, search->result.hits[hit].docnum,
                                           arena, &document, err);
    if (st == RAT_OK)
        g = gather(search, hit, &count, &st, err);
    if (st == RAT_OK)
        st = render(g, &document, options ? options : &defaults, count, &html);
    if (st == RAT_OK) {
        *out = rat_arena_strndup(arena, html.data, html.size);
        st = *out ? RAT_OK : rat_nomem(err);
    }
    rat_buf_release(&html);
    if (g)
        release(g);
    return st;
}

rat_status rat_search_matches(struct rat_search *search, size_t hit, struct rat_arena *arena,
                              const struct rat_match **out, size_t *count, struct rat_err *err)
{
    rat_status st;
    size_t n;
    struct gather *g = gather(search, hit, &n, &st, err);
    if (!g)
        return st;
    const struct rat_match *matches = rat_arena_memdup(arena, g->matches.data, n * sizeof *matches);
    release(g);
    if (!matches)
        return rat_nomem(err);
    *out = matches;
    *count = n;
    return RAT_OK;
}
