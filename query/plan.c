/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/plan.h"

#include "text/fold.h"

#include <math.h>

#define OUT_OF_MEMORY(planner) rat_nomem((planner)->err)

static struct rat_plan *new_plan(struct rat_planner *p, enum rat_plan_kind kind)
{
    struct rat_plan *plan = rat_arena_calloc(p->arena, 1, sizeof *plan);
    if (plan) {
        plan->kind = kind;
        plan->boost = 1;
    }
    return plan;
}

static struct rat_plan *new_term(struct rat_planner *p, uint8_t space, const char *bytes, size_t n,
                                 float boost)
{
    struct rat_plan *plan = new_plan(p, RAT_PLAN_TERM);
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
static struct rat_plan *new_bool(struct rat_planner *p, size_t n)
{
    struct rat_plan *plan = new_plan(p, RAT_PLAN_BOOL);
    if (!plan)
        return NULL;
    plan->must = rat_arena_calloc(p->arena, n, sizeof(struct rat_plan *));
    plan->should = rat_arena_calloc(p->arena, n, sizeof(struct rat_plan *));
    plan->must_not = rat_arena_calloc(p->arena, n, sizeof(struct rat_plan *));
    return plan->must && plan->should && plan->must_not ? plan : NULL;
}

/* ---- words of the text ---- */

struct token_list {
    struct token {
        const char *surface;
        uint32_t size, position;
    } * items;
    size_t count, room;
};

/* Tokens of a piece of the query, copied into the arena. */
static rat_status tokenize(struct rat_planner *p, const char *text, size_t n, struct token_list *out)
{
    struct rat_token token;
    rat_status st;
    *out = (struct token_list){NULL, 0, 0};
    rat_analyzer_start(p->analyzer, text, n);
    while ((st = rat_analyzer_next(p->analyzer, &token)) == RAT_OK) {
        if (out->count == out->room) {
            size_t room = out->room ? out->room * 2 : 8;
            struct token *items = rat_arena_calloc(p->arena, room, sizeof *items);
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
        out->items[out->count++] = (struct token){surface, token.surface_size, token.position};
    }
    return st == RAT_END ? RAT_OK : OUT_OF_MEMORY(p);
}

static float layer_weight(const struct rat_planner *p, uint8_t layer)
{
    if (layer == RAT_LAYER_EXACT)
        return rat_analyzer_has_layer(p->analyzer, RAT_LAYER_STEM) ? RAT_WEIGHT_EXACT : 1;
    return RAT_WEIGHT_STEM;
}

/* One token: any of its terms. title: space bit for titel:… */
static rat_status plan_token(struct rat_planner *p, const struct token *token, uint8_t title,
                             struct rat_plan **out)
{
    struct rat_terms terms;
    if (rat_analyzer_terms(p->analyzer, token->surface, token->size, &terms) != RAT_OK)
        return OUT_OF_MEMORY(p);
    struct rat_plan *any = new_bool(p, terms.count);
    uint32_t word = p->words++;
    if (!any)
        return OUT_OF_MEMORY(p);
    for (uint32_t i = 0; i < terms.count; i++) {
        const struct rat_term *t = &terms.term[i];
        struct rat_plan *term = new_term(p, t->layer | title, t->bytes, t->size, layer_weight(p, t->layer));
        if (!term)
            return OUT_OF_MEMORY(p);
        term->word = word;
        any->should[any->should_count++] = term;
    }
    *out = any->should_count == 1 ? any->should[0] : any;
    return RAT_OK;
}

/* Exact words next to each other. */
static rat_status plan_phrase(struct rat_planner *p, const struct token_list *tokens, bool title_only,
                              struct rat_plan **out)
{
    struct rat_plan *phrase = new_bool(p, tokens->count);
    uint32_t *offsets = rat_arena_calloc(p->arena, tokens->count, sizeof *offsets);
    uint32_t word = p->words++;
    if (!phrase || !offsets)
        return OUT_OF_MEMORY(p);
    phrase->kind = RAT_PLAN_PHRASE;
    phrase->title_only = title_only;
    phrase->offsets = offsets;
    phrase->word = word;
    for (size_t i = 0; i < tokens->count; i++) {
        struct rat_terms terms;
        if (rat_analyzer_terms(p->analyzer, tokens->items[i].surface, tokens->items[i].size, &terms) !=
            RAT_OK)
            return OUT_OF_MEMORY(p);
        struct rat_plan *term = new_term(p, RAT_LAYER_EXACT, terms.term[0].bytes, terms.term[0].size, 1);
        if (!term)
            return OUT_OF_MEMORY(p);
        term->word = word;
        offsets[phrase->must_count] = tokens->items[i].position - tokens->items[0].position;
        phrase->must[phrase->must_count++] = term;
    }
    bool single = phrase->must_count == 1 && !title_only;
    *out = single ? phrase->must[0] : phrase;
    return RAT_OK;
}

/* "2020/740", "VO/0123/21", but not "und/oder". */
static bool is_number_with_slash(const char *text, size_t n)
{
    bool digit = false, slash = false;
    for (size_t i = 0; i < n; i++) {
        digit = digit || (text[i] >= '0' && text[i] <= '9');
        slash = slash || text[i] == '/';
    }
    return digit && slash;
}

/* A word as typed may be several tokens: "2020/740" only makes sense as a whole, "CDU-Fraktion" also in parts. */
static rat_status plan_word(struct rat_planner *p, const struct rat_node *node, struct rat_plan **out)
{
    struct token_list tokens;
    bool title = node->field == RAT_FIELD_TITLE;
    rat_status st = tokenize(p, node->text, node->text_size, &tokens);
    if (st != RAT_OK)
        return st;
    if (tokens.count == 0) {
        *out = new_plan(p, RAT_PLAN_NONE);
        return *out ? RAT_OK : OUT_OF_MEMORY(p);
    }
    if (tokens.count == 1)
        return plan_token(p, &tokens.items[0], title ? RAT_SPACE_TITLE : 0, out);
    if (is_number_with_slash(node->text, node->text_size))
        return plan_phrase(p, &tokens, title, out);
    struct rat_plan *any = new_bool(p, tokens.count);
    if (!any)
        return OUT_OF_MEMORY(p);
    for (size_t i = 0; i < tokens.count && st == RAT_OK; i++)
        st = plan_token(p, &tokens.items[i], title ? RAT_SPACE_TITLE : 0, &any->should[any->should_count++]);
    *out = any;
    return st;
}

/* ---- fields ---- */

/* A folded value in a field: each of its words, or the value as a whole. */
static rat_status plan_value(struct rat_planner *p, uint8_t field, const char *text, size_t n,
                             bool whole_only, struct rat_plan **out)
{
    struct rat_buf folded = RAT_BUF_INIT;
    rat_fold_key(text, n, &folded);
    const char *key = rat_arena_strndup(p->arena, folded.data, folded.size);
    size_t size = folded.size;
    bool failed = folded.failed || !key;
    rat_buf_release(&folded);
    if (failed)
        return OUT_OF_MEMORY(p);
    struct rat_plan *whole = new_term(p, (uint8_t)(RAT_SPACE_VALUE + field), key, size, 0);
    if (!whole)
        return OUT_OF_MEMORY(p);
    *out = whole;
    if (whole_only || size == 0)
        return RAT_OK;
    struct rat_plan *words = new_bool(p, size), *any = new_bool(p, 2);
    if (!words || !any)
        return OUT_OF_MEMORY(p);
    for (const char *at = key; *at;) {
        size_t length = strcspn(at, " ");
        struct rat_plan *word = new_term(p, (uint8_t)(RAT_SPACE_WORD + field), at, length, 0);
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

static bool is_text_field(uint8_t field)
{
    return field == RAT_FIELD_TEXT || field == RAT_FIELD_TITLE || field == RAT_FIELD_NONE;
}

static rat_status plan_prefix(struct rat_planner *p, const struct rat_node *node, struct rat_plan **out)
{
    struct rat_buf folded = RAT_BUF_INIT;
    uint8_t space = RAT_LAYER_EXACT;
    if (is_text_field(node->field)) {
        struct rat_buf surface = RAT_BUF_INIT;
        if (strcmp(rat_analyzer_name(p->analyzer), "whitespace") == 0) {
            rat_buf_append(&folded, node->text, node->text_size);
        } else {
            rat_fold_surface(node->text, node->text_size, &surface);
            rat_fold_exact((const char *)surface.data, surface.size, &folded);
        }
        folded.failed = folded.failed || surface.failed;
        rat_buf_release(&surface);
        space =
            (uint8_t)(node->field == RAT_FIELD_TITLE ? RAT_SPACE_TITLE | RAT_LAYER_EXACT : RAT_LAYER_EXACT);
    } else {
        rat_fold_key(node->text, node->text_size, &folded);
        space = (uint8_t)(RAT_SPACE_WORD + node->field);
    }
    struct rat_plan *plan = folded.failed ? NULL
                                          : new_term(p, space, rat_buf_cstr(&folded), folded.size,
                                                     is_text_field(node->field) ? 1.0f : 0.0f);
    rat_buf_release(&folded);
    if (!plan)
        return OUT_OF_MEMORY(p);
    plan->kind = RAT_PLAN_PREFIX;
    plan->word = p->words++;
    *out = plan;
    return RAT_OK;
}

static rat_status plan_leaf(struct rat_planner *p, const struct rat_node *node, struct rat_plan **out)
{
    if (node->kind == RAT_NODE_PREFIX)
        return plan_prefix(p, node, out);
    if (!is_text_field(node->field))
        return plan_value(p, node->field, node->text, node->text_size, false, out);
    if (node->kind == RAT_NODE_WORD)
        return plan_word(p, node, out);
    struct token_list tokens;
    rat_status st = tokenize(p, node->text, node->text_size, &tokens);
    if (st != RAT_OK)
        return st;
    if (tokens.count)
        return plan_phrase(p, &tokens, node->field == RAT_FIELD_TITLE, out);
    *out = new_plan(p, RAT_PLAN_NONE);
    return *out ? RAT_OK : OUT_OF_MEMORY(p);
}

static rat_status plan_range(struct rat_planner *p, int32_t from, int32_t to, struct rat_plan **out)
{
    *out = new_plan(p, RAT_PLAN_RANGE);
    if (!*out)
        return OUT_OF_MEMORY(p);
    (*out)->from = from;
    (*out)->to = to;
    return RAT_OK;
}

static bool scores(const struct rat_plan *plan)
{
    bool any = false;
    switch (plan->kind) {
    case RAT_PLAN_TERM:
    case RAT_PLAN_PREFIX: return plan->boost != 0;
    case RAT_PLAN_PHRASE: return true;
    case RAT_PLAN_BOOL:
        for (uint32_t i = 0; i < plan->must_count && !any; i++)
            any = scores(plan->must[i]);
        for (uint32_t i = 0; i < plan->should_count && !any; i++)
            any = scores(plan->should[i]);
        return any;
    case RAT_PLAN_RANGE:
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
    struct rat_plan *words = new_plan(p, RAT_PLAN_BOOL);
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
    struct rat_plan *plan = new_bool(p, node->clause_count);
    if (!plan)
        return OUT_OF_MEMORY(p);
    for (size_t i = 0; i < node->clause_count; i++) {
        struct rat_plan *child;
        rat_status st = rat_plan_query(p, node->clauses[i].node, &child);
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

rat_status rat_plan_query(struct rat_planner *p, const struct rat_node *node, struct rat_plan **out)
{
    switch (node->kind) {
    case RAT_NODE_WORD:
    case RAT_NODE_PHRASE:
    case RAT_NODE_PREFIX: return plan_leaf(p, node, out);
    case RAT_NODE_RANGE: return plan_range(p, node->from, node->to, out);
    case RAT_NODE_BOOL: return plan_bool(p, node, out);
    case RAT_NODE_ALL: break;
    }
    *out = new_plan(p, RAT_PLAN_ALL);
    return *out ? RAT_OK : OUT_OF_MEMORY(p);
}

/* ---- modes of the contract ---- */

/* Each token is one term: the stem where the index has stems, as the other engines of a comparison see it. */
static rat_status plan_one_term(struct rat_planner *p, const char *text, size_t n, struct rat_plan **out)
{
    struct token_list tokens;
    rat_status st = tokenize(p, text, n, &tokens);
    struct rat_plan *all = st == RAT_OK ? new_bool(p, tokens.count) : NULL;
    if (!all)
        return st == RAT_OK ? OUT_OF_MEMORY(p) : st;
    for (size_t i = 0; i < tokens.count; i++) {
        struct rat_terms terms;
        if (rat_analyzer_terms(p->analyzer, tokens.items[i].surface, tokens.items[i].size, &terms) != RAT_OK)
            return OUT_OF_MEMORY(p);
        uint32_t pick = 0;
        for (uint32_t t = 1; t < terms.count; t++)
            if (terms.term[t].layer == RAT_LAYER_STEM)
                pick = t;
        struct rat_plan *term =
            new_term(p, terms.term[pick].layer, terms.term[pick].bytes, terms.term[pick].size, 1);
        if (!term)
            return OUT_OF_MEMORY(p);
        term->word = p->words++;
        all->must[all->must_count++] = term;
    }
    *out = all;
    if (all->must_count == 1)
        *out = all->must[0];
    else if (all->must_count == 0)
        all->kind = RAT_PLAN_NONE;
    return RAT_OK;
}

static size_t next_token(const char **at)
{
    *at += strspn(*at, " \t\r\n\f\v");
    return strcspn(*at, " \t\r\n\f\v");
}

static rat_status plan_prefix_token(struct rat_planner *p, const char *text, size_t n, struct rat_plan **out)
{
    struct rat_node node = {.kind = RAT_NODE_PREFIX, .field = RAT_FIELD_TEXT, .text = text, .text_size = n};
    return plan_prefix(p, &node, out);
}

/* "+a +(b c) -d": required, any of these, excluded. */
static rat_status plan_boolean(struct rat_planner *p, const char *query, struct rat_plan **out)
{
    struct rat_plan *all = new_bool(p, strlen(query) / 2 + 1), *group = NULL;
    if (!all)
        return OUT_OF_MEMORY(p);
    for (size_t n; (n = next_token(&query)) > 0;) {
        const char *word = query, *end = query + n;
        query = end;
        char sign = *word == '+' || *word == '-' ? *word++ : 0;
        if (word < end && *word == '(') {
            word++;
            group = new_bool(p, strlen(word) / 2 + 2);
            if (!group)
                return OUT_OF_MEMORY(p);
            if (sign == '-')
                all->must_not[all->must_not_count++] = group;
            else if (sign == '+')
                all->must[all->must_count++] = group;
            else
                all->should[all->should_count++] = group;
        }
        bool closes = group && word < end && end[-1] == ')';
        end -= closes;
        struct rat_plan *term;
        if (word < end) {
            rat_status st = plan_one_term(p, word, (size_t)(end - word), &term);
            if (st != RAT_OK)
                return st;
            if (group)
                group->should[group->should_count++] = term;
            else if (sign == '-')
                all->must_not[all->must_not_count++] = term;
            else if (sign == '+')
                all->must[all->must_count++] = term;
            else
                all->should[all->should_count++] = term;
        }
        if (closes)
            group = NULL;
    }
    if (all->must_count + all->should_count + all->must_not_count == 0)
        all->kind = RAT_PLAN_NONE;
    *out = all;
    return RAT_OK;
}

rat_status rat_plan_tokens(struct rat_planner *p, const char *query, enum rat_mode mode,
                           struct rat_plan **out)
{
    if (mode == RAT_MODE_BOOL)
        return plan_boolean(p, query, out);
    if (mode == RAT_MODE_PHRASE) {
        struct token_list tokens;
        rat_status st = tokenize(p, query, strlen(query), &tokens);
        if (st == RAT_OK && tokens.count)
            return plan_phrase(p, &tokens, false, out);
        *out = st == RAT_OK ? new_plan(p, RAT_PLAN_NONE) : NULL;
        return *out ? RAT_OK : OUT_OF_MEMORY(p);
    }
    struct rat_plan *all = new_bool(p, strlen(query) / 2 + 1);
    if (!all)
        return OUT_OF_MEMORY(p);
    for (size_t n; (n = next_token(&query)) > 0; query += n) {
        struct rat_plan *term;
        rat_status st = mode == RAT_MODE_PREFIX ? plan_prefix_token(p, query, n, &term)
                                                : plan_one_term(p, query, n, &term);
        if (st != RAT_OK)
            return st;
        if (term->kind == RAT_PLAN_NONE)
            continue;
        if (mode == RAT_MODE_AND)
            all->must[all->must_count++] = term;
        else
            all->should[all->should_count++] = term;
    }
    if (all->must_count + all->should_count == 0)
        all->kind = RAT_PLAN_NONE;
    *out = all;
    return RAT_OK;
}

/* ---- filters ---- */

static rat_status plan_filter(struct rat_planner *p, const struct rat_filter *filter, struct rat_plan **out)
{
    if (filter->field == RAT_FIELD_DATE || filter->field == RAT_FIELD_YEAR) {
        int32_t from, to;
        if (!rat_query_parse_range(filter->value, strlen(filter->value), &from, &to)) {
            rat_fail(p->err, RAT_EUSAGE, _("„%s“ ist kein Datum und kein Zeitraum"), filter->value);
            rat_err_hint(p->err, "%s",
                         _("Zum Beispiel 2020, 2020-09, 2020-09-01..2020-09-30 oder 2015..2018"));
            return RAT_EUSAGE;
        }
        return plan_range(p, from, to, out);
    }
    return plan_value(p, filter->field, filter->value, strlen(filter->value), true, out);
}

rat_status rat_plan_filters(struct rat_planner *p, const struct rat_filter *filters, size_t count,
                            struct rat_plan **out)
{
    *out = NULL;
    if (count == 0)
        return RAT_OK;
    struct rat_plan *all = new_bool(p, count);
    if (!all)
        return OUT_OF_MEMORY(p);
    for (size_t i = 0; i < count; i++) {
        size_t first = 0;
        while (filters[first].field != filters[i].field)
            first++;
        if (first < i)
            continue; /* its field was done with the first of them */
        struct rat_plan *any = new_bool(p, count);
        if (!any)
            return OUT_OF_MEMORY(p);
        for (size_t k = i; k < count; k++) {
            if (filters[k].field != filters[i].field)
                continue;
            rat_status st = plan_filter(p, &filters[k], &any->should[any->should_count++]);
            if (st != RAT_OK)
                return st;
        }
        all->must[all->must_count++] = any;
    }
    *out = all;
    return RAT_OK;
}

/* ---- statistics ---- */

float rat_idf(uint64_t documents, uint64_t df)
{
    /* df counts dead documents until a merge drops them, documents does not: never below 0 for all that */
    double n = (double)documents, d = (double)(df < documents ? df : documents);
    return (float)log(1 + (n - d + 0.5) / (d + 0.5));
}

static rat_status count_term(struct rat_planner *p, struct rat_plan *term)
{
    term->df = 0;
    for (uint32_t i = 0; i < p->snapshot->manifest.segment_count; i++) {
        struct rat_term_info info;
        rat_status st = rat_dictionary_find(&p->snapshot->segments[i]->dictionary, term->key, term->key_size,
                                            &info, p->err);
        if (st == RAT_OK)
            term->df += info.documents;
        else if (st != RAT_ENOTFOUND)
            return st;
    }
    term->idf = rat_idf(p->snapshot->documents, term->df);
    return RAT_OK;
}

static rat_status too_many_terms(struct rat_planner *p, const struct rat_plan *prefix)
{
    rat_fail(p->err, RAT_ELIMIT, _("„%.*s*“ steht für mehr als %u Wörter"), (int)prefix->key_size - 1,
             (const char *)prefix->key + 1, RAT_PREFIX_TERMS_MAX);
    rat_err_hint(p->err, "%s", _("Vor dem Stern mehr Buchstaben angeben"));
    return RAT_ELIMIT;
}

/* How many terms a prefix stands for, and with several segments their frequencies over all. */
static rat_status count_prefix(struct rat_planner *p, struct rat_plan *prefix)
{
    uint32_t segments = p->snapshot->manifest.segment_count, seen = 0;
    struct rat_plan_expansion *x = segments > 1 ? rat_arena_calloc(p->arena, 1, sizeof *x) : NULL;
    if (segments > 1 && !x)
        return OUT_OF_MEMORY(p);
    if (x)
        rat_strmap_init(&x->terms);
    prefix->expansion = x;
    for (uint32_t i = 0; i < segments; i++) {
        struct rat_term_walk walk;
        rat_status st = rat_term_walk_seek(&walk, &p->snapshot->segments[i]->dictionary, prefix->key,
                                           prefix->key_size, p->err);
        while (st == RAT_OK && (st = rat_term_walk_next(&walk, p->err)) == RAT_OK) {
            bool added = true;
            uint32_t number = 0;
            if (walk.key_size < prefix->key_size || memcmp(walk.key, prefix->key, prefix->key_size) != 0)
                break;
            if (x && (number = rat_strmap_add(&x->terms, walk.key, walk.key_size, &added)) == RAT_STRMAP_NONE)
                return OUT_OF_MEMORY(p);
            if (x && added)
                rat_buf_zero(&x->df, sizeof(uint64_t));
            if (x && x->df.failed)
                return OUT_OF_MEMORY(p);
            if (x)
                ((uint64_t *)(void *)x->df.data)[number] += walk.info.documents;
            seen += added;
            if (rat_deadline_passed(p->deadline))
                return RAT_OK;
            if (seen > RAT_PREFIX_TERMS_MAX)
                return too_many_terms(p, prefix);
        }
        if (st != RAT_OK && st != RAT_END)
            return st;
    }
    return RAT_OK;
}

static void release_plans(struct rat_plan **list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        rat_plan_release(list[i]);
}

void rat_plan_release(struct rat_plan *plan)
{
    if (!plan)
        return;
    if (plan->expansion) {
        rat_strmap_release(&plan->expansion->terms);
        rat_buf_release(&plan->expansion->df);
        plan->expansion = NULL;
    }
    release_plans(plan->must, plan->must_count);
    release_plans(plan->should, plan->should_count);
    release_plans(plan->must_not, plan->must_not_count);
}

static rat_status count_list(struct rat_planner *p, struct rat_plan **list, uint32_t count)
{
    rat_status st = RAT_OK;
    for (uint32_t i = 0; i < count && st == RAT_OK; i++)
        st = rat_plan_count(p, list[i]);
    return st;
}

rat_status rat_plan_count(struct rat_planner *p, struct rat_plan *plan)
{
    if (rat_deadline_passed(p->deadline))
        return RAT_OK;
    if (plan->kind == RAT_PLAN_TERM)
        return count_term(p, plan);
    if (plan->kind == RAT_PLAN_PREFIX)
        return count_prefix(p, plan);
    if (plan->kind != RAT_PLAN_BOOL && plan->kind != RAT_PLAN_PHRASE)
        return RAT_OK;
    rat_status st = count_list(p, plan->must, plan->must_count);
    if (st == RAT_OK)
        st = count_list(p, plan->should, plan->should_count);
    if (st == RAT_OK)
        st = count_list(p, plan->must_not, plan->must_not_count);
    if (plan->kind == RAT_PLAN_PHRASE) {
        plan->idf = 0; /* as Lucene's PhraseQuery: the sum over its words */
        for (uint32_t i = 0; i < plan->must_count; i++)
            plan->idf += plan->must[i]->idf;
    }
    return st;
}
