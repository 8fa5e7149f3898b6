/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words of the text. A word asks for its exact form, its stem, compounds that have it as a part and, unless it is
 * required, its own parts; a date or a citation asks for itself, and the words it is written with count little.
 */
#include "query/plan_internal.h"

#include "text/steps.h"

/* A word that the archive writes with a capital less often than this is no noun; every word begins a sentence sometimes. */
#define NOUN_SHARE 0.4f

rat_status rat_plan_tokenize(struct rat_planner *p, const char *text, size_t n, struct rat_query_tokens *out)
{
    struct rat_token token;
    rat_status st;
    *out = (struct rat_query_tokens){NULL, 0, 0};
    rat_analyzer_start(p->analyzer, text, n);
    while ((st = rat_analyzer_next(p->analyzer, &token)) == RAT_OK) {
        if (out->count == out->room) {
            size_t room = out->room ? out->room * 2 : 8;
            struct rat_query_token *items = rat_arena_calloc(p->arena, room, sizeof *items);
            if (!items)
                return OUT_OF_MEMORY(p);
            if (out->count)
                memcpy(items, out->items, out->count * sizeof *items);
            out->items = items;
            out->room = room;
        }
        const char *surface = rat_arena_strndup(p->arena, token.surface, token.surface_size);
        if (!surface)
            return OUT_OF_MEMORY(p);
        out->items[out->count++] = (struct rat_query_token){surface,     token.surface_size, token.position,
                                                            token.start, token.end,          token.kind};
    }
    return st == RAT_END ? RAT_OK : OUT_OF_MEMORY(p);
}

rat_status rat_plan_phrase(struct rat_planner *p, const struct rat_query_token *tokens, size_t count,
                           bool title_only, struct rat_plan **out)
{
    struct rat_plan *phrase = rat_plan_bool(p, count);
    uint32_t *offsets = rat_arena_calloc(p->arena, count, sizeof *offsets), first = 0;
    uint32_t word = p->words++;
    if (!phrase || !offsets)
        return OUT_OF_MEMORY(p);
    phrase->kind = RAT_PLAN_PHRASE;
    phrase->title_only = title_only;
    phrase->offsets = offsets;
    phrase->word = word;
    for (size_t i = 0; i < count; i++) {
        struct rat_terms terms;
        if (tokens[i].kind != RAT_TOKEN_WORD)
            continue;
        if (rat_analyzer_terms(p->analyzer, tokens[i].surface, tokens[i].size, &terms) != RAT_OK)
            return OUT_OF_MEMORY(p);
        struct rat_plan *term = rat_plan_term(p, RAT_LAYER_EXACT, terms.term[0].bytes, terms.term[0].size, 1);
        if (!term)
            return OUT_OF_MEMORY(p);
        term->word = word;
        if (phrase->must_count == 0)
            first = tokens[i].position;
        offsets[phrase->must_count] = tokens[i].position - first;
        phrase->must[phrase->must_count++] = term;
    }
    bool single = phrase->must_count == 1 && !title_only;
    *out = single ? phrase->must[0] : phrase;
    return RAT_OK;
}

/* ---- one word ---- */

struct reader {
    struct rat_planner *p;
    uint8_t title; /* space bit for titel:… */
    enum rat_occur occur;
    uint32_t typed_end; /* a typed token reaches to here */
};

/* Terms of one word: a term that two readings share counts once, with the greater weight. */
static rat_status add_term(struct reader *r, struct rat_plan *any, uint8_t layer, const char *bytes, size_t n,
                           float boost, uint32_t word)
{
    if (boost <= 0)
        return RAT_OK;
    for (uint32_t i = 0; i < any->should_count; i++) {
        struct rat_plan *have = any->should[i];
        if (have->kind == RAT_PLAN_TERM && have->key[0] == (layer | r->title) && have->key_size == n + 1 &&
            memcmp(have->key + 1, bytes, n) == 0) {
            have->boost = have->boost < boost ? boost : have->boost;
            return RAT_OK;
        }
    }
    struct rat_plan *term = rat_plan_term(r->p, layer | r->title, bytes, n, boost);
    if (!term)
        return OUT_OF_MEMORY(r->p);
    term->word = word;
    any->should[any->should_count++] = term;
    return RAT_OK;
}

/* A stem as a word of its own, as a part of compounds, and in the title. */
static rat_status add_places(struct reader *r, struct rat_plan *any, const struct rat_term *t, float boost,
                             float inside, uint32_t word)
{
    const struct rat_weights *w = r->p->weights;
    uint8_t layer = rat_analyzer_has_layer(r->p->analyzer, RAT_LAYER_STEM) ? RAT_LAYER_STEM : RAT_LAYER_EXACT;
    if (inside <= 0)
        return add_term(r, any, layer, t->bytes, t->size, boost, word);
    for (uint32_t i = 0; i < any->should_count; i++) {
        struct rat_plan *have = any->should[i];
        const struct rat_plan *first = have->kind == RAT_PLAN_WORD ? have->should[0] : NULL;
        if (first && first->key_size == t->size + 1u && memcmp(first->key + 1, t->bytes, t->size) == 0) {
            have->boost = have->boost < boost ? boost : have->boost;
            return RAT_OK;
        }
    }
    struct rat_plan *places = rat_plan_bool(r->p, 3);
    if (!places)
        return OUT_OF_MEMORY(r->p);
    places->kind = RAT_PLAN_WORD;
    places->boost = boost;
    places->word = word;
    rat_status st = add_term(r, places, layer, t->bytes, t->size, 1, word);
    if (st == RAT_OK)
        st = add_term(r, places, RAT_LAYER_PART, t->bytes, t->size, inside, word);
    if (st == RAT_OK && !r->title && inside > 0)
        st = add_term(r, places, RAT_SPACE_TITLE | layer, t->bytes, t->size, w->title, word);
    any->should[any->should_count++] = places;
    return st;
}

/* A compound asks for its parts only where it may: who requires or excludes a word means the word. */
static rat_status add_reading(struct reader *r, struct rat_plan *any, const struct rat_terms *terms,
                              float scale, uint32_t word)
{
    const struct rat_weights *w = r->p->weights;
    enum rat_layers layers = r->p->layers;
    bool stems = layers != RAT_LAYERS_EXACT && rat_analyzer_has_layer(r->p->analyzer, RAT_LAYER_STEM);
    bool parts = layers == RAT_LAYERS_PARTS && rat_analyzer_has_layer(r->p->analyzer, RAT_LAYER_PART);
    rat_status st = RAT_OK;
    uint32_t first_part;
    for (uint32_t i = 0; i < terms->count && st == RAT_OK; i++) {
        const struct rat_term *t = &terms->term[i];
        switch (t->layer) {
        case RAT_LAYER_EXACT: {
            float weight = stems && terms->count > 1 ? w->exact : w->stem;
            st = add_term(r, any, RAT_LAYER_EXACT, t->bytes, t->size, weight * scale, word);
            if (st == RAT_OK && parts && !stems && r->occur != RAT_MUST_NOT)
                st = add_term(r, any, RAT_LAYER_PART, t->bytes, t->size, w->inside * scale, word);
            break;
        }
        case RAT_LAYER_STEM:
            if (!stems)
                break;
            st = add_places(r, any, t, w->stem * scale, parts && r->occur != RAT_MUST_NOT ? w->inside : 0,
                            word);
            break;
        case RAT_LAYER_PART:
            if (r->occur != RAT_SHOULD || !parts)
                break;
            first_part = any->should_count;
            st = add_places(r, any, t, w->part * scale, w->shared, word);
            for (; first_part < any->should_count; first_part++)
                any->should[first_part]->is_part = true;
            break;
        default: break;
        }
    }
    return st;
}

static bool is_number(const struct rat_query_token *token)
{
    for (uint32_t i = 0; i < token->size; i++) {
        if (token->surface[i] < '0' || token->surface[i] > '9')
            return false;
    }
    return true;
}

/* "verwachsen", "jährlich": what a sentence is about stands in its nouns. */
static bool is_no_noun(const struct rat_planner *p, const struct rat_query_token *token)
{
    float share = rat_analyzer_noun_share(p->analyzer, token->surface, token->size);
    return share >= 0 && share < NOUN_SHARE;
}

/* All readings at one position as one plan; *out NULL when nothing is left to ask for. */
static rat_status plan_group(struct reader *r, const struct rat_query_token *tokens, size_t count,
                             struct rat_plan **out)
{
    struct rat_planner *p = r->p;
    struct rat_plan *any = rat_plan_bool(p, count * 2 * RAT_TERMS_MAX + RAT_FALLBACKS_MAX);
    float scale = 1;
    *out = NULL;
    if (!any)
        return OUT_OF_MEMORY(p);
    if (tokens->start < r->typed_end) {
        scale = p->weights->covered;
        if (is_number(tokens) || r->occur != RAT_SHOULD)
            return RAT_OK;
    }
    uint32_t word = p->words++;
    any->word = word;
    any->surface = r->title || scale < 1 ? NULL : tokens->surface;
    any->surface_size = tokens->size;
    if (r->occur == RAT_SHOULD && is_no_noun(p, tokens))
        scale *= p->weights->other;
    for (size_t i = 0; i < count; i++) {
        struct rat_terms terms;
        if (tokens[i].kind == RAT_TOKEN_TYPED || tokens[i].kind == RAT_TOKEN_TYPED_WIDER)
            continue;
        if (p->layers == RAT_LAYERS_EXACT && tokens[i].kind != RAT_TOKEN_WORD)
            continue;
        if (rat_analyzer_terms(p->analyzer, tokens[i].surface, tokens[i].size, &terms) != RAT_OK)
            return OUT_OF_MEMORY(p);
        rat_status st = add_reading(r, any, &terms, scale, word);
        if (st != RAT_OK)
            return st;
    }
    *out = any->should_count == 1 && !any->surface ? any->should[0] : any;
    return RAT_OK;
}

static rat_status plan_typed(struct reader *r, const struct rat_query_token *token, struct rat_plan **out)
{
    *out = rat_plan_term(r->p, RAT_LAYER_EXACT | r->title, token->surface, token->size, r->p->weights->typed);
    if (!*out)
        return OUT_OF_MEMORY(r->p);
    (*out)->word = r->p->words++;
    if (token->end > r->typed_end)
        r->typed_end = token->end;
    return RAT_OK;
}

/* ---- a run of words ---- */

/* "2015/2016", "VO/0123/21", but not "und/oder". */
static bool is_number_with_slash(const char *text, size_t n)
{
    bool digit = false, slash = false;
    for (size_t i = 0; i < n; i++) {
        digit = digit || (text[i] >= '0' && text[i] <= '9');
        slash = slash || text[i] == '/';
    }
    return digit && slash;
}

size_t rat_plan_words_room(struct rat_node *const *nodes, size_t count)
{
    size_t room = 1;
    for (size_t i = 0; i < count; i++)
        /* a token and a typed token at every second byte at most; what acronyms add */
        room += 4 * nodes[i]->text_size + 2;
    return room + 64 * count;
}

/* The tokens of one node: a number with a slash that means nothing special only makes sense as a whole; of anything else
 * ("CDU-Fraktion") each word. */
static rat_status plan_tokens(struct reader *r, const struct rat_node *node,
                              const struct rat_query_token *tokens, size_t count, struct rat_plan **list,
                              uint32_t *made)
{
    rat_status st = RAT_OK;
    for (size_t i = 0; i < count && st == RAT_OK; i++)
        if (tokens[i].kind == RAT_TOKEN_TYPED && (st = plan_typed(r, &tokens[i], &list[*made])) == RAT_OK)
            ++*made;
    if (st == RAT_OK && count > 1 && tokens->start >= r->typed_end &&
        is_number_with_slash(node->text, node->text_size)) {
        st = rat_plan_phrase(r->p, tokens, count, r->title != 0, &list[*made]);
        *made += st == RAT_OK;
        return st;
    }
    for (size_t i = 0, end; i < count && st == RAT_OK; i = end) {
        for (end = i + 1; end < count && tokens[end].position == tokens[i].position;)
            end++;
        st = plan_group(r, &tokens[i], end - i, &list[*made]);
        *made += st == RAT_OK && list[*made];
    }
    return st;
}

rat_status rat_plan_words(struct rat_planner *p, struct rat_node *const *nodes, size_t count,
                          enum rat_occur occur, struct rat_plan **list, uint32_t *made)
{
    struct reader r = {p, nodes[0]->field == RAT_FIELD_TITLE ? RAT_SPACE_TITLE : 0, occur, 0};
    struct rat_query_tokens tokens;
    size_t size = 0, at = 0, from = 0;
    for (size_t i = 0; i < count; i++)
        size += nodes[i]->text_size + 1;
    char *text = rat_arena_alloc(p->arena, size);
    if (!text)
        return OUT_OF_MEMORY(p);
    for (size_t i = 0; i < count; i++) {
        memcpy(text + at, nodes[i]->text, nodes[i]->text_size);
        at += nodes[i]->text_size;
        text[at++] = ' ';
    }
    rat_status st = rat_plan_tokenize(p, text, size, &tokens);
    for (size_t i = 0, end = 0; i < count && st == RAT_OK; i++) {
        size_t first = from;
        end += nodes[i]->text_size + 1;
        while (from < tokens.count && tokens.items[from].start < end)
            from++;
        if (from > first)
            st = plan_tokens(&r, nodes[i], &tokens.items[first], from - first, list, made);
    }
    if (st == RAT_OK && occur == RAT_SHOULD && !r.title && p->acronyms && p->layers == RAT_LAYERS_PARTS)
        st = rat_plan_acronyms(p, text, &tokens, list, made);
    return st;
}
