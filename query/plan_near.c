/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "radweg NAHE/5 schule": what each of them stands for. */
#include "query/plan_internal.h"

static rat_status add_term(struct rat_planner *p, uint8_t layer, const char *bytes, size_t n, uint32_t word,
                           struct rat_plan *any)
{
    struct rat_plan *term = rat_plan_term(p, layer, bytes, n, 1);
    if (!term)
        return OUT_OF_MEMORY(p);
    term->word = word;
    any->should[any->should_count++] = term;
    return RAT_OK;
}

/* Its stems, which stand for their exact terms; of what has none (a number) the exact term. */
static rat_status add_readings(struct rat_planner *p, const struct rat_query_token *token, uint32_t word,
                               struct rat_plan *any)
{
    struct rat_terms terms;
    uint32_t before = any->should_count;
    if (rat_analyzer_terms(p->analyzer, token->surface, token->size, &terms) != RAT_OK)
        return OUT_OF_MEMORY(p);
    rat_status st = RAT_OK;
    for (uint32_t i = 0; i < terms.count && st == RAT_OK; i++)
        if (terms.term[i].layer == RAT_LAYER_STEM)
            st = add_term(p, RAT_LAYER_STEM, terms.term[i].bytes, terms.term[i].size, word, any);
    if (st == RAT_OK && any->should_count == before)
        st = add_term(p, RAT_LAYER_EXACT, terms.term[0].bytes, terms.term[0].size, word, any);
    return st;
}

static rat_status plan_word(struct rat_planner *p, const struct rat_node *node, struct rat_plan *any)
{
    struct rat_query_tokens tokens;
    rat_status st = rat_plan_tokenize(p, node->text, node->text_size, &tokens);
    bool typed = false;
    if (st != RAT_OK || tokens.count == 0)
        return st;
    struct rat_plan *own = rat_plan_bool(p, tokens.count * RAT_TERMS_MAX);
    uint32_t word = p->words++;
    if (!own)
        return OUT_OF_MEMORY(p);
    for (size_t i = 0; i < tokens.count && st == RAT_OK; i++)
        if (tokens.items[i].kind == RAT_TOKEN_TYPED) {
            st = add_term(p, RAT_LAYER_EXACT, tokens.items[i].surface, tokens.items[i].size, word, own);
            typed = true;
        }
    bool several = tokens.items[tokens.count - 1].position != tokens.items[0].position;
    if (!typed && several && st == RAT_OK) {
        /* "CDU-Fraktion": its words as they are */
        st = rat_plan_phrase(p, tokens.items, tokens.count, false, &own->should[0]);
        own->should_count = 1;
    }
    for (size_t i = 0; i < tokens.count && st == RAT_OK && !typed && !several; i++)
        if (tokens.items[i].kind == RAT_TOKEN_WORD || tokens.items[i].kind == RAT_TOKEN_VARIANT)
            st = add_readings(p, &tokens.items[i], word, own);
    any->should[any->should_count++] = own->should_count == 1 ? own->should[0] : own;
    if (own->should_count == 0)
        any->should_count--;
    return st;
}

static rat_status plan_phrase(struct rat_planner *p, const struct rat_node *node, struct rat_plan *any)
{
    struct rat_query_tokens tokens;
    rat_status st = rat_plan_tokenize(p, node->text, node->text_size, &tokens);
    if (st != RAT_OK || tokens.count == 0)
        return st;
    st = rat_plan_phrase(p, tokens.items, tokens.count, false, &any->should[any->should_count]);
    any->should_count += st == RAT_OK;
    return st;
}

/* All ways in which the text may begin or continue: "kinder*" as a pattern, of which only the most frequent words count. */
static rat_status plan_pattern(struct rat_planner *p, const struct rat_node *node, struct rat_plan *any)
{
    struct rat_node pattern = *node;
    pattern.field = RAT_FIELD_TEXT;
    if (node->kind == RAT_NODE_PREFIX) {
        pattern.kind = RAT_NODE_WILDCARD;
        pattern.text_size = node->text_size + 1;
        pattern.text = rat_arena_printf(p->arena, "%s*", node->text);
        if (!pattern.text)
            return OUT_OF_MEMORY(p);
    }
    struct rat_plan *plan;
    rat_status st = rat_plan_expand(p, &pattern, RAT_NEAR_TERMS_MAX, &plan);
    if (st == RAT_OK)
        any->should[any->should_count++] = plan;
    return st;
}

static size_t count_leaves(const struct rat_node *node)
{
    size_t count = node->kind != RAT_NODE_BOOL;
    for (size_t i = 0; node->kind == RAT_NODE_BOOL && i < node->clause_count; i++)
        count += count_leaves(node->clauses[i].node);
    return count;
}

static rat_status add_places(struct rat_planner *p, const struct rat_node *node, struct rat_plan *any)
{
    rat_status st = RAT_OK;
    switch (node->kind) {
    case RAT_NODE_WORD: return plan_word(p, node, any);
    case RAT_NODE_PHRASE: return plan_phrase(p, node, any);
    case RAT_NODE_BOOL:
        for (size_t i = 0; i < node->clause_count && st == RAT_OK; i++)
            st = add_places(p, node->clauses[i].node, any);
        return st;
    default: return plan_pattern(p, node, any);
    }
}

/* A word that the analyzer sees none in ("-") asks for nothing. */
rat_status rat_plan_near(struct rat_planner *p, const struct rat_node *node, struct rat_plan **out)
{
    struct rat_plan *near = rat_plan_bool(p, node->clause_count);
    rat_status st = near ? RAT_OK : OUT_OF_MEMORY(p);
    for (size_t i = 0; i < node->clause_count && st == RAT_OK; i++) {
        const struct rat_node *child = node->clauses[i].node;
        struct rat_plan *any = rat_plan_bool(p, count_leaves(child));
        st = any ? add_places(p, child, any) : OUT_OF_MEMORY(p);
        if (st != RAT_OK || any->should_count == 0)
            continue;
        near->must[near->must_count++] = any->should_count == 1 ? any->should[0] : any;
    }
    if (st != RAT_OK)
        return st;
    near->kind = near->must_count ? RAT_PLAN_NEAR : RAT_PLAN_NONE;
    near->slack = node->distance - 1;
    near->is_ordered = node->is_ordered;
    near->title_only = node->field == RAT_FIELD_TITLE;
    near->word = p->words;
    *out = near;
    return RAT_OK;
}
