/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plans that do not come from the query language: the modes of the contract, and filters. */
#include "query/plan_internal.h"

/* ---- modes of the contract ---- */

/* Each token is one term: the stem where the index has stems, as the other engines of a comparison see it. */
static rat_status plan_one_term(struct rat_planner *p, const char *text, size_t n, struct rat_plan **out)
{
    struct rat_query_tokens tokens;
    rat_status st = rat_plan_tokenize(p, text, n, &tokens);
    struct rat_plan *all = st == RAT_OK ? rat_plan_bool(p, tokens.count) : NULL;
    if (!all)
        return st == RAT_OK ? OUT_OF_MEMORY(p) : st;
    for (size_t i = 0; i < tokens.count; i++) {
        struct rat_terms terms;
        if (tokens.items[i].kind != RAT_TOKEN_WORD)
            continue;
        if (rat_analyzer_terms(p->analyzer, tokens.items[i].surface, tokens.items[i].size, &terms) != RAT_OK)
            return OUT_OF_MEMORY(p);
        uint32_t pick = 0;
        for (uint32_t t = 1; t < terms.count; t++)
            if (terms.term[t].layer == RAT_LAYER_STEM)
                pick = t;
        struct rat_plan *term =
            rat_plan_term(p, terms.term[pick].layer, terms.term[pick].bytes, terms.term[pick].size, 1);
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
    return rat_plan_prefix(p, &node, out);
}

/* "+a +(b c) -d": required, any of these, excluded. */
static rat_status plan_boolean(struct rat_planner *p, const char *query, struct rat_plan **out)
{
    struct rat_plan *all = rat_plan_bool(p, strlen(query) / 2 + 1), *group = NULL;
    if (!all)
        return OUT_OF_MEMORY(p);
    for (size_t n; (n = next_token(&query)) > 0;) {
        const char *word = query, *end = query + n;
        query = end;
        char sign = *word == '+' || *word == '-' ? *word++ : 0;
        if (word < end && *word == '(') {
            word++;
            group = rat_plan_bool(p, strlen(word) / 2 + 2);
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
        struct rat_query_tokens tokens;
        rat_status st = rat_plan_tokenize(p, query, strlen(query), &tokens);
        if (st == RAT_OK && tokens.count)
            return rat_plan_phrase(p, tokens.items, tokens.count, false, out);
        *out = st == RAT_OK ? rat_plan_new(p, RAT_PLAN_NONE) : NULL;
        return *out ? RAT_OK : OUT_OF_MEMORY(p);
    }
    struct rat_plan *all = rat_plan_bool(p, strlen(query) / 2 + 1);
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

rat_status rat_plan_terms(struct rat_planner *p, const struct rat_weighted_term *terms, size_t count,
                          struct rat_plan **out)
{
    struct rat_plan *any = rat_plan_bool(p, count);
    if (!any)
        return OUT_OF_MEMORY(p);
    for (size_t i = 0; i < count; i++) {
        struct rat_plan *term = rat_plan_term(p, terms[i].key[0], (const char *)terms[i].key + 1,
                                              terms[i].key_size - 1, terms[i].boost);
        if (!term)
            return OUT_OF_MEMORY(p);
        term->word = p->words++;
        any->should[any->should_count++] = term;
    }
    if (count == 0)
        any->kind = RAT_PLAN_NONE;
    *out = any;
    return RAT_OK;
}

/* ---- filters ---- */

static rat_status refuse_filter(struct rat_planner *p, const struct rat_filter *filter)
{
    rat_fail(p->err, RAT_EUSAGE,
             filter->field == RAT_FIELD_STATE    ? _("„%s“ gibt es bei „ist“ nicht")
             : filter->field == RAT_FIELD_AMOUNT ? _("„%s“ ist kein Betrag")
                                                 : _("„%s“ ist keine Fundstelle"),
             filter->value);
    return RAT_EUSAGE;
}

/* ist=, betrag=, paragraf= */
static rat_status plan_condition(struct rat_planner *p, const struct rat_filter *filter,
                                 struct rat_plan **out)
{
    struct rat_node node = {.field = filter->field};
    size_t n = strlen(filter->value);
    bool known;
    switch (filter->field) {
    case RAT_FIELD_STATE:
        node.kind = RAT_NODE_STATE;
        known = rat_query_parse_state(filter->value, n, &node.state);
        p->wants_removed = p->wants_removed || (known && node.state == RAT_STATE_REMOVED);
        break;
    case RAT_FIELD_AMOUNT:
        node.kind = RAT_NODE_AMOUNTS;
        known = rat_query_parse_amounts(filter->value, n, &node.low, &node.high);
        break;
    default:
        node.kind = RAT_NODE_CITATION;
        known = rat_query_parse_citation(filter->value, n, p->arena, &node.text);
        node.text_size = known ? strlen(node.text) : 0;
        break;
    }
    return known ? rat_plan_condition(p, &node, out) : refuse_filter(p, filter);
}

static rat_status plan_filter(struct rat_planner *p, const struct rat_filter *filter, struct rat_plan **out)
{
    enum rat_state condition;
    const char *state =
        filter->field == RAT_FIELD_STATE ? rat_state_by_name(filter->value, strlen(filter->value)) : NULL;
    if (state && !rat_query_parse_state(filter->value, strlen(filter->value), &condition))
        return rat_plan_value(p, filter->field, state, strlen(state), true, out);
    if (filter->field == RAT_FIELD_STATE || filter->field == RAT_FIELD_AMOUNT ||
        filter->field == RAT_FIELD_CITATION)
        return plan_condition(p, filter, out);
    if (filter->field == RAT_FIELD_DATE || filter->field == RAT_FIELD_YEAR) {
        int32_t from, to;
        if (!rat_query_parse_range(filter->value, strlen(filter->value), &from, &to)) {
            rat_fail(p->err, RAT_EUSAGE, _("„%s“ ist kein Datum und kein Zeitraum"), filter->value);
            rat_err_hint(p->err, "%s",
                         _("Zum Beispiel 2020, 2020-09, 2020-09-01..2020-09-30 oder 2015..2018"));
            return RAT_EUSAGE;
        }
        return rat_plan_range(p, from, to, out);
    }
    return rat_plan_value(p, filter->field, filter->value, strlen(filter->value), true, out);
}

rat_status rat_plan_filters(struct rat_planner *p, const struct rat_filter *filters, size_t count,
                            struct rat_plan **out)
{
    *out = NULL;
    if (count == 0)
        return RAT_OK;
    struct rat_plan *all = rat_plan_bool(p, count);
    if (!all)
        return OUT_OF_MEMORY(p);
    for (size_t i = 0; i < count; i++) {
        size_t first = 0;
        while (filters[first].field != filters[i].field)
            first++;
        if (first < i)
            continue; /* its field was done with the first of them */
        struct rat_plan *any = rat_plan_bool(p, count);
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
