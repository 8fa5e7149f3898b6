/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query language: syntax tree -> plan. */
#include "query/plan_internal.h"

#include "text/fold.h"
#include "text/paper_number.h"
#include "text/orthography.h"
#include "text/steps.h"

#include <stdarg.h>
#include <stdio.h>

struct rat_plan *rat_plan_new(struct rat_planner *p, enum rat_plan_kind kind)
{
    struct rat_plan *plan = rat_arena_calloc(p->arena, 1, sizeof *plan);
    if (plan) {
        plan->kind = kind;
        plan->boost = 1;
    }
    return plan;
}

struct rat_plan *rat_plan_term(struct rat_planner *p, uint8_t space, const char *bytes, size_t n, float boost)
{
    struct rat_plan *plan = rat_plan_new(p, RAT_PLAN_TERM);
    if (n > RAT_KEY_BYTES_MAX - 1)
        n = RAT_KEY_BYTES_MAX - 1;
    unsigned char *key = rat_arena_alloc(p->arena, n + 1);
    if (!plan || !key)
        return NULL;
    key[0] = space;
    memcpy(key + 1, bytes, n);
    plan->key = key;
    plan->key_size = (uint32_t)n + 1;
    plan->boost = boost;
    return plan;
}

/* A BOOL with room for n children in each list. */
struct rat_plan *rat_plan_bool(struct rat_planner *p, size_t n)
{
    struct rat_plan *plan = rat_plan_new(p, RAT_PLAN_BOOL);
    if (!plan)
        return NULL;
    plan->must = rat_arena_calloc(p->arena, n, sizeof(struct rat_plan *));
    plan->should = rat_arena_calloc(p->arena, n, sizeof(struct rat_plan *));
    plan->must_not = rat_arena_calloc(p->arena, n, sizeof(struct rat_plan *));
    return plan->must && plan->should && plan->must_not ? plan : NULL;
}

rat_status rat_plan_value(struct rat_planner *p, uint8_t field, const char *text, size_t n, bool whole_only,
                          struct rat_plan **out)
{
    struct rat_buf folded = RAT_BUF_INIT;
    struct rat_paper_number number;
    rat_fold_key(text, n, &folded);
    /* what is named is indexed in one spelling */
    const char *typed = field == RAT_FIELD_CITED ? rat_arena_strndup(p->arena, text, n) : NULL;
    if (typed && rat_paper_number_parse(typed, &number)) {
        rat_buf_clear(&folded);
        rat_buf_puts(&folded, number.key);
    }
    const char *key = rat_arena_strndup(p->arena, folded.data, folded.size);
    size_t size = folded.size;
    bool failed = folded.failed || !key;
    rat_buf_release(&folded);
    if (failed)
        return OUT_OF_MEMORY(p);
    struct rat_plan *whole = rat_plan_term(p, (uint8_t)(RAT_SPACE_VALUE + field), key, size, 0);
    if (!whole)
        return OUT_OF_MEMORY(p);
    *out = whole;
    if (whole_only || size == 0)
        return RAT_OK;
    struct rat_plan *words = rat_plan_bool(p, size), *any = rat_plan_bool(p, 2);
    if (!words || !any)
        return OUT_OF_MEMORY(p);
    for (const char *at = key; *at;) {
        size_t length = strcspn(at, " ");
        struct rat_plan *word = rat_plan_term(p, (uint8_t)(RAT_SPACE_WORD + field), at, length, 0);
        if (!word)
            return OUT_OF_MEMORY(p);
        words->must[words->must_count++] = word;
        at += length + (at[length] == ' ');
    }
    any->should[any->should_count++] = whole;
    any->should[any->should_count++] = words->must_count == 1 ? words->must[0] : words;
    *out = any;
    return RAT_OK;
}

bool rat_plan_is_text_field(uint8_t field)
{
    return field == RAT_FIELD_TEXT || field == RAT_FIELD_TITLE || field == RAT_FIELD_NONE;
}

/* The exact form of the beginning of a word, in the spelling of the index. */
static void fold_prefix(const struct rat_planner *p, const struct rat_buf *surface, struct rat_buf *out)
{
    struct rat_buf key = RAT_BUF_INIT;
    bool respell = (rat_analyzer_steps(rat_analyzer_version(p->analyzer)) & RAT_STEP_ORTHOGRAPHY) != 0;
    if (respell && rat_orthography((const char *)surface->data, surface->size, &key))
        rat_fold_exact((const char *)key.data, key.size, out);
    else
        rat_fold_exact((const char *)surface->data, surface->size, out);
    out->failed = out->failed || key.failed;
    rat_buf_release(&key);
}

void rat_plan_fold_word(const struct rat_planner *p, uint8_t field, const char *text, size_t n,
                        struct rat_buf *out)
{
    struct rat_buf surface = RAT_BUF_INIT;
    if (!rat_plan_is_text_field(field)) {
        rat_fold_key(text, n, out);
    } else if (strcmp(rat_analyzer_name(p->analyzer), "whitespace") == 0) {
        rat_buf_append(out, text, n);
    } else {
        rat_fold_surface(text, n, &surface);
        fold_prefix(p, &surface, out);
    }
    out->failed = out->failed || surface.failed;
    rat_buf_release(&surface);
}

static uint8_t word_space(uint8_t field)
{
    if (!rat_plan_is_text_field(field))
        return (uint8_t)(RAT_SPACE_WORD + field);
    return (uint8_t)(field == RAT_FIELD_TITLE ? RAT_SPACE_TITLE | RAT_LAYER_EXACT : RAT_LAYER_EXACT);
}

rat_status rat_plan_prefix(struct rat_planner *p, const struct rat_node *node, struct rat_plan **out)
{
    struct rat_buf folded = RAT_BUF_INIT;
    rat_plan_fold_word(p, node->field, node->text, node->text_size, &folded);
    struct rat_plan *plan =
        folded.failed ? NULL
                      : rat_plan_term(p, word_space(node->field), rat_buf_cstr(&folded), folded.size,
                                      rat_plan_is_text_field(node->field) ? 1.0f : 0.0f);
    rat_buf_release(&folded);
    if (!plan)
        return OUT_OF_MEMORY(p);
    plan->kind = RAT_PLAN_PREFIX;
    plan->word = p->words++;
    *out = plan;
    return RAT_OK;
}

static rat_status plan_phrase_node(struct rat_planner *p, const struct rat_node *node, struct rat_plan **out)
{
    struct rat_query_tokens tokens;
    rat_status st = rat_plan_tokenize(p, node->text, node->text_size, &tokens);
    if (st != RAT_OK)
        return st;
    if (tokens.count)
        return rat_plan_phrase(p, tokens.items, tokens.count, node->field == RAT_FIELD_TITLE, out);
    *out = rat_plan_new(p, RAT_PLAN_NONE);
    return *out ? RAT_OK : OUT_OF_MEMORY(p);
}

/* One word node by itself. */
static rat_status plan_word_node(struct rat_planner *p, struct rat_node *node, enum rat_occur occur,
                                 struct rat_plan **out)
{
    struct rat_plan *any = rat_plan_bool(p, rat_plan_words_room(&node, 1));
    if (!any)
        return OUT_OF_MEMORY(p);
    rat_status st = rat_plan_words(p, &node, 1, occur, any->should, &any->should_count);
    *out = any->should_count == 1 ? any->should[0] : any;
    if (any->should_count == 0)
        any->kind = RAT_PLAN_NONE;
    return st;
}

static rat_status plan_node(struct rat_planner *p, struct rat_node *node, enum rat_occur occur,
                            struct rat_plan **out);

rat_status rat_plan_range(struct rat_planner *p, int32_t from, int32_t to, struct rat_plan **out)
{
    *out = rat_plan_new(p, RAT_PLAN_RANGE);
    if (!*out)
        return OUT_OF_MEMORY(p);
    (*out)->from = from;
    (*out)->to = to;
    return RAT_OK;
}

static bool is_plain_word(const struct rat_clause *clause)
{
    return clause->occur == RAT_SHOULD && clause->node->kind == RAT_NODE_WORD && !clause->node->boost &&
           (clause->node->field == RAT_FIELD_TEXT || clause->node->field == RAT_FIELD_NONE);
}

/* Words side by side are read together, because a date or a citation is several of them. */
static rat_status plan_run(struct rat_planner *p, const struct rat_clause *clauses, size_t count,
                           struct rat_plan *plan)
{
    struct rat_node **nodes = rat_arena_calloc(p->arena, count, sizeof *nodes);
    if (!nodes)
        return OUT_OF_MEMORY(p);
    for (size_t i = 0; i < count; i++)
        nodes[i] = clauses[i].node;
    size_t room = plan->should_count + rat_plan_words_room(nodes, count);
    struct rat_plan **grown = rat_arena_calloc(p->arena, room + p->clauses_left, sizeof(struct rat_plan *));
    if (!grown)
        return OUT_OF_MEMORY(p);
    memcpy(grown, plan->should, plan->should_count * sizeof(struct rat_plan *));
    plan->should = grown;
    return rat_plan_words(p, nodes, count, RAT_SHOULD, plan->should, &plan->should_count);
}

static bool scores(const struct rat_plan *plan)
{
    bool any = false;
    if (plan->is_condition)
        return false;
    switch (plan->kind) {
    case RAT_PLAN_TERM:
    case RAT_PLAN_ANY_OF:
    case RAT_PLAN_PREFIX: return plan->boost != 0;
    case RAT_PLAN_PHRASE:
    case RAT_PLAN_NEAR:
    case RAT_PLAN_WORD: return true;
    case RAT_PLAN_BOOL:
        for (uint32_t i = 0; i < plan->must_count && !any; i++)
            any = scores(plan->must[i]);
        for (uint32_t i = 0; i < plan->should_count && !any; i++)
            any = scores(plan->should[i]);
        return any;
    case RAT_PLAN_RANGE:
    case RAT_PLAN_DOCUMENTS:
    case RAT_PLAN_STATE:
    case RAT_PLAN_ALL:
    case RAT_PLAN_NONE: break;
    }
    return false;
}

/* "Radweg gremium:Kreisausschuss": beside what only filters at least one of the words is wanted, beside "+Brücke" none. */
static rat_status require_a_word(struct rat_planner *p, struct rat_plan *plan)
{
    if (plan->should_count == 0 || plan->must_count == 0)
        return RAT_OK;
    for (uint32_t i = 0; i < plan->must_count; i++)
        if (scores(plan->must[i]))
            return RAT_OK;
    struct rat_plan *words = rat_plan_new(p, RAT_PLAN_BOOL);
    if (!words)
        return OUT_OF_MEMORY(p);
    words->should = plan->should;
    words->should_count = plan->should_count;
    plan->should = NULL;
    plan->should_count = 0;
    /* the list has room: it was made for all clauses */
    plan->must[plan->must_count++] = words;
    return RAT_OK;
}

/* A lone "-" or "§" among words asks for nothing and must not turn a conjunction into nothing. */
static rat_status plan_bool(struct rat_planner *p, const struct rat_node *node, struct rat_plan **out)
{
    struct rat_plan *plan = rat_plan_bool(p, node->clause_count);
    if (!plan)
        return OUT_OF_MEMORY(p);
    for (size_t i = 0; i < node->clause_count; i++) {
        struct rat_plan *child;
        size_t run = 0;
        while (i + run < node->clause_count && is_plain_word(&node->clauses[i + run]))
            run++;
        if (run > 0) {
            p->clauses_left = node->clause_count - i - run;
            rat_status st = plan_run(p, &node->clauses[i], run, plan);
            if (st != RAT_OK)
                return st;
            i += run - 1;
            continue;
        }
        rat_status st = plan_node(p, node->clauses[i].node, node->clauses[i].occur, &child);
        if (st != RAT_OK)
            return st;
        if (child->kind == RAT_PLAN_NONE)
            continue;
        switch (node->clauses[i].occur) {
        case RAT_MUST: plan->must[plan->must_count++] = child; break;
        case RAT_SHOULD: plan->should[plan->should_count++] = child; break;
        case RAT_MUST_NOT: plan->must_not[plan->must_not_count++] = child; break;
        }
    }
    if (plan->must_count + plan->should_count + plan->must_not_count == 0)
        plan->kind = RAT_PLAN_NONE;
    *out = plan;
    return require_a_word(p, plan);
}

static rat_status plan_unscaled(struct rat_planner *p, struct rat_node *node, enum rat_occur occur,
                                struct rat_plan **out)
{
    switch (node->kind) {
    case RAT_NODE_PREFIX: return rat_plan_prefix(p, node, out);
    case RAT_NODE_WILDCARD: return rat_plan_expand(p, node, RAT_WILDCARD_TERMS_MAX, out);
    case RAT_NODE_FUZZY: return rat_plan_expand(p, node, RAT_FUZZY_TERMS_MAX, out);
    case RAT_NODE_NEAR: return rat_plan_near(p, node, out);
    case RAT_NODE_CITATION:
    case RAT_NODE_AMOUNTS:
    case RAT_NODE_STATE: return rat_plan_condition(p, node, out);
    case RAT_NODE_WORD:
    case RAT_NODE_PHRASE:
        if (!rat_plan_is_text_field(node->field))
            return rat_plan_value(p, node->field, node->text, node->text_size, false, out);
        return node->kind == RAT_NODE_WORD ? plan_word_node(p, node, occur, out)
                                           : plan_phrase_node(p, node, out);
    case RAT_NODE_RANGE: return rat_plan_range(p, node->from, node->to, out);
    case RAT_NODE_BOOL: return plan_bool(p, node, out);
    case RAT_NODE_ALL: break;
    }
    *out = rat_plan_new(p, RAT_PLAN_ALL);
    return *out ? RAT_OK : OUT_OF_MEMORY(p);
}

static rat_status plan_node(struct rat_planner *p, struct rat_node *node, enum rat_occur occur,
                            struct rat_plan **out)
{
    rat_status st = plan_unscaled(p, node, occur, out);
    if (st == RAT_OK && node->boost)
        rat_plan_scale(*out, (float)node->boost / RAT_BOOST_UNIT);
    return st;
}

rat_status rat_plan_tell(struct rat_planner *p, const char *format, ...)
{
    char text[512];
    va_list args;
    if (p->note_count == RAT_PLAN_NOTES_MAX)
        return RAT_OK;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char *copy = rat_arena_strdup(p->arena, text);
    if (!copy)
        return OUT_OF_MEMORY(p);
    p->notes[p->note_count++] = copy;
    return RAT_OK;
}

static bool wants_removed(const struct rat_node *node)
{
    if (node->kind == RAT_NODE_STATE)
        return node->state == RAT_STATE_REMOVED;
    for (size_t i = 0; node->kind == RAT_NODE_BOOL && i < node->clause_count; i++)
        if (node->clauses[i].occur != RAT_MUST_NOT && wants_removed(node->clauses[i].node))
            return true;
    return false;
}

rat_status rat_plan_query(struct rat_planner *p, struct rat_node *node, struct rat_plan **out)
{
    p->wants_removed = wants_removed(node);
    return plan_node(p, node, RAT_SHOULD, out);
}
