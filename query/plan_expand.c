/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words that stand for several: the archive's dictionaries are walked once for each, what fits is kept with its frequency over
 * all segments, the best of it is asked for.
 */
#include "query/plan_internal.h"

#include "query/fuzzy.h"
#include "query/letter_internal.h"
#include "query/spelling.h"
#include "text/fold.h"

#include <stdlib.h>

#define EXAMPLES 3u
/* So many terms in a row that cannot fit are stepped over one by one; then the walk jumps. */
#define STEPS_BEFORE_JUMP 48u

/* ---- collecting ---- */

struct candidate {
    uint32_t number; /* in the map */
    uint32_t cost;
    uint64_t df;
    const struct rat_strmap_key *key;
};

struct finding {
    uint32_t number, segment;
    struct rat_term_info info;
};

struct collection {
    struct rat_planner *p;
    struct rat_expander *x;
    struct rat_strmap terms;
    struct rat_buf candidates, findings; /* struct candidate, struct finding */
};

static rat_status keep(struct collection *c, const struct rat_term_walk *walk, uint32_t segment,
                       uint32_t cost)
{
    bool added = false;
    uint32_t number = rat_strmap_add(&c->terms, walk->key, walk->key_size, &added);
    if (number == RAT_STRMAP_NONE)
        return OUT_OF_MEMORY(c->p);
    if (added) {
        struct candidate candidate = {.number = number, .cost = cost};
        rat_buf_append(&c->candidates, &candidate, sizeof candidate);
    }
    struct finding finding = {number, segment, walk->info};
    rat_buf_append(&c->findings, &finding, sizeof finding);
    if (c->candidates.failed || c->findings.failed)
        return OUT_OF_MEMORY(c->p);
    ((struct candidate *)(void *)c->candidates.data)[number].df += walk->info.documents;
    return RAT_OK;
}

/* To the first key behind all that begin with key[0..n). */
static rat_status jump(struct rat_term_walk *walk, const struct rat_dictionary *dictionary,
                       const unsigned char *key, size_t n, struct rat_err *err)
{
    unsigned char next[RAT_KEY_BYTES_MAX];
    memcpy(next, key, n);
    while (n > 0 && next[n - 1] == 0xff)
        n--;
    if (n == 0)
        return RAT_END;
    next[n - 1]++;
    return rat_term_walk_seek(walk, dictionary, next, n, err);
}

static rat_status walk_segment(struct collection *c, const unsigned char *from, size_t from_size,
                               uint32_t segment)
{
    const struct rat_dictionary *dictionary = &c->p->snapshot->segments[segment]->dictionary;
    struct rat_term_walk walk;
    unsigned char barred[RAT_KEY_BYTES_MAX];
    size_t barred_size = 0;
    uint32_t steps = 0;
    rat_status st = rat_term_walk_seek(&walk, dictionary, from, from_size, c->p->err);
    while (st == RAT_OK && (st = rat_term_walk_next(&walk, c->p->err)) == RAT_OK) {
        uint32_t cost = 0;
        size_t skip = 0;
        if (walk.key_size < from_size || memcmp(walk.key, from, from_size) != 0 ||
            rat_deadline_passed(c->p->deadline))
            break;
        if (barred_size && walk.key_size >= barred_size && memcmp(walk.key, barred, barred_size) == 0) {
            if (++steps == STEPS_BEFORE_JUMP) {
                st = jump(&walk, dictionary, barred, barred_size, c->p->err);
                barred_size = 0;
            }
            continue;
        }
        barred_size = steps = 0;
        if (walk.info.documents < c->x->least)
            continue;
        if (c->x->accepts(c->x->ctx, (const char *)walk.key + 1, walk.key_size - 1, &cost, &skip))
            st = keep(c, &walk, segment, cost);
        if (skip) {
            barred_size = skip + 1;
            memcpy(barred, walk.key, barred_size);
        }
    }
    return st == RAT_END ? RAT_OK : st;
}

/* ---- choosing ---- */

static int by_worth(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    if (x->df != y->df)
        return x->df > y->df ? -1 : 1;
    size_t n = x->key->size < y->key->size ? x->key->size : y->key->size;
    int order = memcmp(x->key->bytes, y->key->bytes, n);
    return order ? order : (x->key->size > y->key->size) - (x->key->size < y->key->size);
}

static rat_status fill_found(struct collection *c, const struct candidate *candidates, uint32_t count,
                             struct rat_term_info *found)
{
    size_t all = c->candidates.size / sizeof(struct candidate);
    uint32_t *place = rat_arena_alloc(c->p->arena, (all + 1) * sizeof *place);
    const struct finding *finding = (const struct finding *)(const void *)c->findings.data;
    if (!place)
        return OUT_OF_MEMORY(c->p);
    memset(place, 0xff, all * sizeof *place);
    for (uint32_t i = 0; i < count; i++)
        place[candidates[i].number] = i;
    for (size_t i = 0; i < c->findings.size / sizeof *finding; i++)
        if (place[finding[i].number] != UINT32_MAX)
            found[(size_t)finding[i].segment * count + place[finding[i].number]] = finding[i].info;
    return RAT_OK;
}

static rat_status choose(struct collection *c, struct rat_plan_listed *out)
{
    struct rat_planner *p = c->p;
    struct candidate *candidates = (struct candidate *)(void *)c->candidates.data;
    size_t all = c->candidates.size / sizeof *candidates;
    uint32_t left = RAT_EXPANDED_TERMS_MAX - p->expanded, most = c->x->most < left ? c->x->most : left;
    uint32_t count = all < most ? (uint32_t)all : most;
    c->x->seen = all;
    for (size_t i = 0; i < all; i++)
        candidates[i].key = &c->terms.keys[candidates[i].number];
    if (all > 1)
        qsort(candidates, all, sizeof *candidates, by_worth);
    struct rat_plan_listed_term *items = rat_arena_calloc(p->arena, count + 1, sizeof *items);
    struct rat_term_info *found =
        rat_arena_calloc(p->arena, (size_t)count * p->snapshot->manifest.segment_count + 1, sizeof *found);
    if (!items || !found)
        return OUT_OF_MEMORY(p);
    for (uint32_t i = 0; i < count; i++) {
        const struct rat_strmap_key *key = candidates[i].key;
        items[i] = (struct rat_plan_listed_term){rat_arena_memdup(p->arena, key->bytes, key->size), key->size,
                                                 candidates[i].df, 1 / (1 + (float)candidates[i].cost)};
        if (!items[i].key)
            return OUT_OF_MEMORY(p);
    }
    p->expanded += count;
    *out = (struct rat_plan_listed){items, count, found};
    return fill_found(c, candidates, count, found);
}

rat_status rat_plan_list(struct rat_planner *p, struct rat_expander *x, struct rat_plan **out)
{
    struct collection c = {.p = p, .x = x};
    struct rat_plan_listed *listed = rat_arena_calloc(p->arena, 1, sizeof *listed);
    struct rat_plan *plan = rat_plan_term(p, x->space, x->what, strlen(x->what), x->boost);
    unsigned char *from = rat_arena_alloc(p->arena, x->prefix_size + 1);
    rat_status st = listed && plan && from ? RAT_OK : OUT_OF_MEMORY(p);
    rat_strmap_init(&c.terms);
    if (st == RAT_OK && x->prefix_size < RAT_KEY_BYTES_MAX) {
        from[0] = x->space;
        if (x->prefix_size)
            memcpy(from + 1, x->prefix, x->prefix_size);
        for (uint32_t i = 0; st == RAT_OK && i < p->snapshot->manifest.segment_count; i++)
            st = walk_segment(&c, from, x->prefix_size + 1, i);
    }
    if (st == RAT_OK)
        st = choose(&c, listed);
    rat_strmap_release(&c.terms);
    rat_buf_release(&c.candidates);
    rat_buf_release(&c.findings);
    if (st != RAT_OK)
        return st;
    plan->kind = RAT_PLAN_ANY_OF;
    plan->listed = listed;
    plan->word = p->words++;
    *out = plan;
    return RAT_OK;
}

/* ---- '*' and '?' ---- */

struct wildcard {
    const char *pattern; /* folded; '*' and '?' as they are */
    size_t size;
    size_t tail;      /* bytes at the end that are just letters */
    bool has_umlauts; /* ä is "ae" in the index, so '?' stands for that, too */
    bool is_text;
};

/* Where a character that begins at `at` ends, or a folded umlaut; *longer: 0 when there is just one way. */
static size_t step(const struct wildcard *w, const char *term, size_t n, size_t at, size_t *longer)
{
    size_t size;
    rat_char_at(term, n, at, &size);
    *longer = w->has_umlauts && at + 1 < n && term[at + 1] == 'e' && strchr("aou", term[at]) ? at + 2 : 0;
    return at + size;
}

/* All places of the term that the pattern so far can reach, in one pass over the pattern. */
static bool matches(const struct wildcard *w, const char *term, size_t n)
{
    bool here[RAT_KEY_BYTES_MAX + 1], next[RAT_KEY_BYTES_MAX + 1];
    memset(here, 0, n + 1);
    here[0] = true;
    for (size_t i = 0; i < w->size; i++) {
        bool any = false;
        memset(next, 0, n + 1);
        for (size_t at = 0; at <= n; at++) {
            size_t longer = 0;
            if (!here[at])
                continue;
            any = true;
            if (w->pattern[i] == '*') {
                memset(next + at, 1, n + 1 - at);
                break;
            }
            if (at == n)
                continue;
            if (w->pattern[i] == '?')
                next[step(w, term, n, at, &longer)] = true;
            else if (w->pattern[i] == term[at])
                next[at + 1] = true;
            if (longer)
                next[longer] = true;
        }
        if (!any)
            return false;
        memcpy(here, next, n + 1);
    }
    return here[n];
}

static bool accepts_wildcard(void *ctx, const char *term, size_t n, uint32_t *cost, size_t *skip)
{
    const struct wildcard *w = ctx;
    (void)cost;
    (void)skip;
    if (n < w->tail || memcmp(term + n - w->tail, w->pattern + w->size - w->tail, w->tail) != 0)
        return false;
    return !(w->is_text && rat_fuzzy_is_typed(term, n)) && matches(w, term, n);
}

static void fold_piece(const struct rat_planner *p, uint8_t field, const char *text, size_t n,
                       struct rat_buf *out)
{
    struct rat_buf surface = RAT_BUF_INIT;
    if (!rat_plan_is_text_field(field)) {
        rat_fold_key(text, n, out);
    } else if (strcmp(rat_analyzer_name(p->analyzer), "whitespace") == 0) {
        rat_buf_append(out, text, n);
    } else {
        rat_fold_surface(text, n, &surface);
        rat_fold_exact((const char *)surface.data, surface.size, out);
    }
    out->failed = out->failed || surface.failed;
    rat_buf_release(&surface);
}

static bool is_wildcard(char c)
{
    return c == '*' || c == '?';
}

static void fold_pattern(const struct rat_planner *p, const struct rat_node *node, struct rat_buf *out)
{
    for (size_t at = 0, end; at < node->text_size; at = end) {
        end = at + 1;
        if (is_wildcard(node->text[at])) {
            if (node->text[at] == '?' || !out->size || out->data[out->size - 1] != '*')
                rat_buf_byte(out, (uint8_t)node->text[at]);
            continue;
        }
        while (end < node->text_size && !is_wildcard(node->text[end]))
            end++;
        fold_piece(p, node->field, node->text + at, end - at, out);
    }
}

/* ---- both ---- */

static rat_status tell(struct rat_planner *p, const struct rat_node *node, const struct rat_expander *x,
                       const struct rat_plan *plan)
{
    struct rat_buf words = RAT_BUF_INIT;
    uint32_t count = plan->listed->count;
    int size = node->text_size > 60 ? 60 : (int)node->text_size;
    rat_status st = RAT_OK;
    for (uint32_t i = 0; i < count && i < EXAMPLES; i++) {
        const struct rat_plan_listed_term *t = &plan->listed->items[i];
        size_t n = t->key_size - 1 > 60 ? 60 : t->key_size - 1;
        rat_buf_puts(&words, i ? ", " : "");
        rat_spell_term(p->model, (const char *)t->key + 1, n, &words);
    }
    if (count > EXAMPLES)
        rat_buf_puts(&words, " …");
    const char *list = rat_buf_cstr(&words), *sign = node->kind != RAT_NODE_FUZZY ? ""
                                                     : node->distance > 1         ? "~2"
                                                                                  : "~";
    if (count == 0)
        st = rat_plan_tell(p, _("Zu „%.*s%s“ passt kein Wort des Archivs"), size, node->text, sign);
    else if (x->seen > count)
        st = rat_plan_tell(p, _("„%.*s%s“ passt zu %llu Wörtern; gesucht werden die %u häufigsten: %s"), size,
                           node->text, sign, (unsigned long long)x->seen, count, list);
    else
        st = rat_plan_tell(p, _("Zu „%.*s%s“ passende Wörter: %u (%s)"), size, node->text, sign, count, list);
    rat_buf_release(&words);
    return st;
}

rat_status rat_plan_expand(struct rat_planner *p, const struct rat_node *node, uint32_t most,
                           struct rat_plan **out)
{
    struct rat_buf folded = RAT_BUF_INIT, what = RAT_BUF_INIT;
    struct rat_fuzzy *fuzzy = NULL;
    bool is_text = rat_plan_is_text_field(node->field);
    struct wildcard wildcard = {.has_umlauts =
                                    !is_text || strcmp(rat_analyzer_name(p->analyzer), "whitespace") != 0,
                                .is_text = is_text};
    struct rat_expander x = {.space = (uint8_t)(is_text ? RAT_LAYER_EXACT : RAT_SPACE_WORD + node->field),
                             .most = most,
                             .boost = is_text ? 1.0f : 0.0f};
    if (node->field == RAT_FIELD_TITLE)
        x.space |= RAT_SPACE_TITLE;
    if (node->kind == RAT_NODE_FUZZY) {
        rat_plan_fold_word(p, node->field, node->text, node->text_size, &folded);
        fuzzy = rat_arena_calloc(p->arena, 1, sizeof *fuzzy);
        if (!fuzzy)
            folded.failed = true;
        else if (rat_fuzzy_init(fuzzy, (const char *)folded.data, folded.size, node->distance))
            fuzzy->is_text = is_text;
        x.accepts = rat_fuzzy_accepts;
        x.ctx = fuzzy;
        rat_buf_printf(&what, "%s~%u", rat_buf_cstr(&folded), node->distance);
    } else {
        fold_pattern(p, node, &folded);
        wildcard.pattern = rat_buf_cstr(&folded);
        wildcard.size = folded.size;
        while (x.prefix_size < folded.size && !is_wildcard(wildcard.pattern[x.prefix_size]))
            x.prefix_size++;
        while (wildcard.tail < folded.size - x.prefix_size &&
               !is_wildcard(wildcard.pattern[folded.size - 1 - wildcard.tail]))
            wildcard.tail++;
        x.prefix = wildcard.pattern;
        x.accepts = accepts_wildcard;
        x.ctx = &wildcard;
        rat_buf_puts(&what, wildcard.pattern);
    }
    x.what = rat_buf_cstr(&what);
    rat_status st = folded.failed || what.failed ? OUT_OF_MEMORY(p) : rat_plan_list(p, &x, out);
    if (st == RAT_OK)
        st = tell(p, node, &x, *out);
    rat_buf_release(&folded);
    rat_buf_release(&what);
    return st;
}
