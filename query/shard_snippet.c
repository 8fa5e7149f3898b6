/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/shard_snippet_internal.h"

#include "query/passage.h"
#include "storage/dictionary.h"

#include <stdlib.h>

#define MATCHES_MAX 20000u

/* A place of a wanted key. */
struct place {
    uint32_t key, position;
};

struct finder {
    struct rat_search *search;
    struct rat_strmap keys;     /* that the plan asks for; prefixes are not among them */
    struct rat_buf prefixes;    /* struct rat_plan * */
    struct rat_strmap surfaces; /* of the text: which keys they have is looked up once */
    struct rat_buf lists;       /* struct list by surface */
    struct rat_buf wanted;      /* uint32_t: keys of all surfaces, one behind the other */
    struct rat_buf places;      /* struct place by position */
    struct rat_buf spans;       /* struct span by position */
    struct rat_buf matches;     /* struct rat_match */
    bool failed;
};

struct list {
    uint32_t first, count;
};

struct span {
    uint32_t start, end;
};

/* ---- what is looked for ---- */

static uint32_t add_key(struct finder *f, const unsigned char *key, uint32_t n)
{
    bool added;
    uint32_t number = rat_strmap_add(&f->keys, key, n, &added);
    f->failed |= number == RAT_STRMAP_NONE;
    return number;
}

static void collect(struct finder *f, const struct rat_plan *plan)
{
    if (plan->kind == RAT_PLAN_TERM && plan->key[0] <= RAT_LAYER_MAX)
        add_key(f, plan->key, plan->key_size);
    if (plan->kind == RAT_PLAN_PREFIX && RAT_SPACE_HAS_POSITIONS(plan->key[0]))
        rat_buf_append(&f->prefixes, &plan, sizeof plan);
    for (uint32_t i = 0; i < plan->must_count; i++)
        collect(f, plan->must[i]);
    for (uint32_t i = 0; i < plan->should_count; i++)
        collect(f, plan->should[i]);
}

/* ---- where it stands ---- */

/* Prefixes have numbers behind those of the keys. */
static void want_terms(struct finder *f, const struct rat_terms *terms)
{
    unsigned char key[RAT_KEY_BYTES_MAX];
    const struct rat_plan *const *prefix = (const struct rat_plan *const *)(const void *)f->prefixes.data;
    for (uint32_t i = 0; i < terms->count; i++) {
        size_t n = terms->term[i].size < sizeof key - 1 ? terms->term[i].size : sizeof key - 1;
        key[0] = terms->term[i].layer;
        memcpy(key + 1, terms->term[i].bytes, n);
        uint32_t number = rat_strmap_find(&f->keys, key, n + 1);
        if (number != RAT_STRMAP_NONE)
            rat_buf_append(&f->wanted, &number, sizeof number);
        for (uint32_t p = 0; p < f->prefixes.size / sizeof *prefix; p++) {
            uint32_t of_prefix = UINT32_MAX - 1 - p;
            if (n + 1 >= prefix[p]->key_size && memcmp(key, prefix[p]->key, prefix[p]->key_size) == 0)
                rat_buf_append(&f->wanted, &of_prefix, sizeof of_prefix);
        }
    }
}

static struct list list_of(struct finder *f, const struct rat_token *token)
{
    bool added;
    struct rat_terms terms;
    struct list list = {0, 0};
    uint32_t number = rat_strmap_add(&f->surfaces, token->surface, token->surface_size, &added);
    if (number == RAT_STRMAP_NONE) {
        f->failed = true;
        return list;
    }
    if (!added)
        return ((const struct list *)(const void *)f->lists.data)[number];
    const struct rat_strmap_key *surface = &f->surfaces.keys[number];
    list.first = (uint32_t)(f->wanted.size / sizeof(uint32_t));
    if (rat_analyzer_terms(f->search->words.analyzer, (const char *)surface->bytes, surface->size, &terms) ==
        RAT_OK)
        want_terms(f, &terms);
    else
        f->failed = true;
    list.count = (uint32_t)(f->wanted.size / sizeof(uint32_t)) - list.first;
    rat_buf_append(&f->lists, &list, sizeof list);
    f->failed |= f->lists.failed || f->wanted.failed;
    return list;
}

static void read_text(struct finder *f, const char *text, size_t size)
{
    struct rat_token token;
    rat_status st = RAT_OK;
    rat_analyzer_start(f->search->words.analyzer, text, size);
    while (!f->failed && (st = rat_analyzer_next(f->search->words.analyzer, &token)) == RAT_OK) {
        struct list list = list_of(f, &token);
        const struct span span = {token.start, token.end};
        size_t known = f->spans.size / sizeof span;
        if (!f->failed && token.position >= known) { /* the first one at a position is the word */
            rat_buf_zero(&f->spans, (token.position - known) * sizeof span);
            rat_buf_append(&f->spans, &span, sizeof span);
        }
        for (uint32_t i = 0; !f->failed && i < list.count; i++) {
            const struct place place = {((const uint32_t *)(const void *)f->wanted.data)[list.first + i],
                                        token.position};
            rat_buf_append(&f->places, &place, sizeof place);
        }
        f->failed |= f->spans.failed || f->places.failed;
    }
    f->failed |= st == RAT_ENOMEM;
}

/* ---- from places to matches ---- */

static void add_match(struct finder *f, uint32_t first, uint32_t last, const struct rat_plan *plan)
{
    const struct span *spans = (const struct span *)(const void *)f->spans.data;
    size_t count = f->spans.size / sizeof *spans;
    if (first >= count || last >= count || f->matches.size / sizeof(struct rat_match) >= MATCHES_MAX ||
        spans[first].start >= spans[last].end)
        return;
    struct rat_match match = {spans[first].start, spans[last].end, (uint16_t)plan->word,
                              plan->idf > 0 ? plan->idf : 0.1f};
    rat_buf_append(&f->matches, &match, sizeof match);
}

static void add_places(struct finder *f, uint32_t key, const struct rat_plan *plan)
{
    const struct place *places = (const struct place *)(const void *)f->places.data;
    for (size_t i = 0; i < f->places.size / sizeof *places; i++)
        if (places[i].key == key)
            add_match(f, places[i].position, places[i].position, plan);
}

static bool stands_at(const struct finder *f, uint32_t key, uint32_t position)
{
    const struct place *places = (const struct place *)(const void *)f->places.data;
    size_t low = 0, high = f->places.size / sizeof *places, count = high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (places[middle].position < position)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && places[low].position == position; low++)
        if (places[low].key == key)
            return true;
    return false;
}

/* A phrase is marked as a whole, its words elsewhere are not. */
static void add_phrase(struct finder *f, const struct rat_plan *plan)
{
    const struct place *places = (const struct place *)(const void *)f->places.data;
    uint32_t n = plan->must_count;
    uint32_t first =
        n ? rat_strmap_find(&f->keys, plan->must[0]->key, plan->must[0]->key_size) : RAT_STRMAP_NONE;
    for (size_t k = 0; first != RAT_STRMAP_NONE && k < f->places.size / sizeof *places; k++) {
        bool is_there = places[k].key == first;
        for (uint32_t i = 1; is_there && i < n; i++)
            is_there = stands_at(f, rat_strmap_find(&f->keys, plan->must[i]->key, plan->must[i]->key_size),
                                 places[k].position + plan->offsets[i]);
        if (is_there)
            add_match(f, places[k].position, places[k].position + plan->offsets[n - 1], plan);
    }
}

static void add_plan(struct finder *f, const struct rat_plan *plan)
{
    const struct rat_plan *const *prefix = (const struct rat_plan *const *)(const void *)f->prefixes.data;
    if (plan->kind == RAT_PLAN_PHRASE) {
        add_phrase(f, plan);
        return;
    }
    if (plan->kind == RAT_PLAN_TERM && plan->key[0] <= RAT_LAYER_MAX)
        add_places(f, rat_strmap_find(&f->keys, plan->key, plan->key_size), plan);
    for (uint32_t p = 0; plan->kind == RAT_PLAN_PREFIX && p < f->prefixes.size / sizeof *prefix; p++)
        if (prefix[p] == plan)
            add_places(f, UINT32_MAX - 1 - p, plan);
    for (uint32_t i = 0; i < plan->must_count; i++)
        add_plan(f, plan->must[i]);
    for (uint32_t i = 0; i < plan->should_count; i++)
        add_plan(f, plan->should[i]);
}

/* ---- the snippet ---- */

static rat_status render(struct finder *f, const char *text, size_t size,
                         const struct rat_snippet_options *options, struct rat_buf *out, struct rat_err *err)
{
    static const struct rat_snippet_options defaults;
    const struct rat_snippet_options *from = options ? options : &defaults;
    struct rat_passage_options o = {from->length, from->passages, from->mark_on, from->mark_off, from->plain};
    struct rat_passages passages;
    size_t count = rat_matches_sort(&f->matches);
    const struct rat_match *matches = (const struct rat_match *)(const void *)f->matches.data;
    rat_status st = rat_passages_choose(matches, count, size, &o, &passages, err);
    if (st != RAT_OK)
        return st;
    for (size_t i = 0; i < passages.count; i++)
        passages.item[i].text = text + passages.item[i].read_start;
    rat_passages_render(&passages, matches, count, size, &o, out);
    return out->failed ? rat_nomem(err) : RAT_OK;
}

rat_status rat_shard_snippet(struct rat_search *search, const char *text, size_t size,
                             const struct rat_snippet_options *options, struct rat_arena *arena,
                             const char **out, struct rat_err *err)
{
    struct finder f = {.search = search};
    struct rat_buf html = RAT_BUF_INIT;
    rat_strmap_init(&f.keys);
    rat_strmap_init(&f.surfaces);
    collect(&f, search->plan);
    f.failed |= f.prefixes.failed;
    if (!f.failed)
        read_text(&f, text, size);
    if (!f.failed)
        add_plan(&f, search->plan);
    rat_status st =
        f.failed || f.matches.failed ? rat_nomem(err) : render(&f, text, size, options, &html, err);
    if (st == RAT_OK) {
        *out = rat_arena_strndup(arena, html.data, html.size);
        st = *out ? RAT_OK : rat_nomem(err);
    }
    rat_strmap_release(&f.keys);
    rat_strmap_release(&f.surfaces);
    rat_buf_release(&f.prefixes);
    rat_buf_release(&f.lists);
    rat_buf_release(&f.wanted);
    rat_buf_release(&f.places);
    rat_buf_release(&f.spans);
    rat_buf_release(&f.matches);
    rat_buf_release(&html);
    return st;
}
