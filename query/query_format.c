/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/syntax_internal.h"

#include "base/buf.h"
#include "base/date.h"

#include <string.h>

/* A word that read without a field would be an operator, a field, or more than one word. */
static bool reads_as_word(const struct rat_node *node)
{
    struct rat_lex token;
    bool has_suffix = node->boost || node->kind != RAT_NODE_WORD;
    if (has_suffix && memchr(node->text, ':', node->text_size))
        return false; /* "ist:" and "ist:^2" differ */
    rat_lex_next(node->text, node->text_size, 0, false, &token);
    return token.kind == RAT_LEX_WORD && token.start == 0 && token.end == node->text_size;
}

static void put_day(struct rat_buf *out, int year, int month, int day, int parts)
{
    rat_buf_printf(out, parts == 1 ? "%04d" : parts == 2 ? "%04d-%02d" : "%04d-%02d-%02d", year, month, day);
}

/* How much of a day has to be written when it begins (is_end: ends) a range: 1 the year, 2 also the month, 3 all. */
static int parts_needed(int32_t date, bool is_end)
{
    int year, month, day, next_year, next_month, next_day;
    rat_date_to_ymd(date, &year, &month, &day);
    rat_date_to_ymd(date + 1, &next_year, &next_month, &next_day);
    if (is_end ? next_day != 1 : day != 1)
        return 3;
    return (is_end ? next_month : month) == 1 ? 1 : 2;
}

static void put_end(struct rat_buf *out, int32_t date, int parts)
{
    int year, month, day;
    rat_date_to_ymd(date, &year, &month, &day);
    put_day(out, year, month, day, parts);
}

static bool is_same(int32_t from, int32_t to, int parts)
{
    int a[3], b[3];
    rat_date_to_ymd(from, &a[0], &a[1], &a[2]);
    rat_date_to_ymd(to, &b[0], &b[1], &b[2]);
    return a[0] == b[0] && (parts < 2 || a[1] == b[1]) && (parts < 3 || a[2] == b[2]);
}

/* "2020", "2020-09", "2020-09-21", "2015-01..2018-06", "2019..", "..2010" */
static void put_range(struct rat_buf *out, int32_t from, int32_t to)
{
    bool has_from = from > RAT_NO_DATE + 1, has_to = to < INT32_MAX;
    int from_parts = has_from ? parts_needed(from, false) : 0;
    int to_parts = has_to ? parts_needed(to, true) : 0;
    int parts = from_parts > to_parts ? from_parts : to_parts;
    if (has_from && has_to && is_same(from, to, parts)) {
        put_end(out, from, parts);
        return;
    }
    if (has_from)
        put_end(out, from, parts);
    rat_buf_puts(out, "..");
    if (has_to)
        put_end(out, to, parts);
}

static void put_amount(struct rat_buf *out, uint64_t cents)
{
    rat_buf_printf(out, "%llu", (unsigned long long)(cents / 100));
    if (cents % 100)
        rat_buf_printf(out, ",%02u", (unsigned)(cents % 100));
}

static void put_amounts(struct rat_buf *out, uint64_t low, uint64_t high)
{
    if (low > 0 || high == 0 || (high != UINT64_MAX && low == high))
        put_amount(out, low);
    if (low == high)
        return;
    rat_buf_puts(out, low == 0 && high == UINT64_MAX ? "0.." : "..");
    if (high != UINT64_MAX)
        put_amount(out, high);
}

static void put_boost(struct rat_buf *out, const struct rat_node *node)
{
    if (!node->boost)
        return;
    rat_buf_printf(out, "^%u", node->boost / RAT_BOOST_UNIT);
    if (node->boost % RAT_BOOST_UNIT)
        rat_buf_printf(out, node->boost % 10 ? ".%02u" : ".%u",
                       node->boost % 10 ? node->boost % RAT_BOOST_UNIT : node->boost % RAT_BOOST_UNIT / 10);
}

static void put_field(struct rat_buf *out, uint8_t field)
{
    const struct rat_field_info *info = rat_field_by_id(field);
    rat_buf_puts(out, info ? info->german : "text");
    rat_buf_byte(out, ':');
}

/* Whether it would be misread where its field goes without saying. */
static bool needs_field(const struct rat_node *node, bool after_plus)
{
    switch (node->kind) {
    case RAT_NODE_WORD:
    case RAT_NODE_PREFIX:
    case RAT_NODE_WILDCARD:
    case RAT_NODE_FUZZY:
        return !reads_as_word(node) || (after_plus && !rat_lex_takes_sign(node->text, node->text_size));
    case RAT_NODE_AMOUNTS:
    case RAT_NODE_RANGE: return after_plus; /* "..2010" */
    default: return false;
    }
}

static void put_leaf(struct rat_buf *out, const struct rat_node *node, uint8_t inherited, bool after_plus)
{
    if (node->kind != RAT_NODE_ALL && (node->field != inherited || needs_field(node, after_plus)))
        put_field(out, node->field);
    switch (node->kind) {
    case RAT_NODE_CITATION:
    case RAT_NODE_PHRASE:
        rat_buf_byte(out, '"');
        rat_buf_append(out, node->text, node->text_size);
        rat_buf_byte(out, '"');
        break;
    case RAT_NODE_FUZZY:
        rat_buf_append(out, node->text, node->text_size);
        rat_buf_puts(out, node->distance > 1 ? "~2" : "~");
        break;
    case RAT_NODE_PREFIX:
    case RAT_NODE_WILDCARD:
    case RAT_NODE_WORD:
        rat_buf_append(out, node->text, node->text_size);
        rat_buf_puts(out, node->kind == RAT_NODE_PREFIX ? "*" : "");
        break;
    case RAT_NODE_RANGE: put_range(out, node->from, node->to); break;
    case RAT_NODE_AMOUNTS: put_amounts(out, node->low, node->high); break;
    case RAT_NODE_STATE: rat_buf_puts(out, rat_state_german(node->state)); break;
    case RAT_NODE_ALL:
    case RAT_NODE_NEAR:
    case RAT_NODE_BOOL: rat_buf_byte(out, '*'); break;
    }
    put_boost(out, node);
}

static bool has_occur(const struct rat_node *node, enum rat_occur occur)
{
    for (size_t i = 0; i < node->clause_count; i++)
        if (node->clauses[i].occur == occur)
            return true;
    return false;
}

/* Whether no optional clause would be taken as required where words of this field need no name. */
static bool stays_optional(const struct rat_node *node, uint8_t inherited)
{
    for (size_t i = 0; i < node->clause_count; i++)
        if (node->clauses[i].occur == RAT_SHOULD && rat_syntax_restricts(node->clauses[i].node, inherited))
            return false;
    return true;
}

/* Which field the clauses are to inherit. "gremium:(+a b)" cannot be written as a run in which both name the field:
 * b would be required there. */
static uint8_t choose_inherited(const struct rat_node *node, uint8_t inherited)
{
    if (!has_occur(node, RAT_SHOULD) || stays_optional(node, inherited) ||
        !(has_occur(node, RAT_MUST) || has_occur(node, RAT_MUST_NOT)))
        return inherited;
    size_t count;
    const struct rat_field_info *table = rat_field_table(&count);
    for (size_t i = 0; i < count; i++)
        if (stays_optional(node, table[i].id))
            return table[i].id;
    return inherited;
}

static void put_node(struct rat_buf *out, const struct rat_node *node, uint8_t inherited, bool after_plus);

/* Only optional clauses: joined by OR. None: by AND. Otherwise a run with '+' at what is required. */
static void put_clauses(struct rat_buf *out, const struct rat_node *node, uint8_t inherited)
{
    bool optional = has_occur(node, RAT_SHOULD);
    bool mixed = optional && (has_occur(node, RAT_MUST) || has_occur(node, RAT_MUST_NOT));
    for (size_t i = 0; i < node->clause_count; i++) {
        const struct rat_clause *clause = &node->clauses[i];
        bool plus = mixed && clause->occur == RAT_MUST;
        if (i > 0)
            rat_buf_puts(out, mixed ? " " : optional ? " ODER " : " UND ");
        if (clause->occur == RAT_MUST_NOT)
            rat_buf_puts(out, "NICHT ");
        else if (plus)
            rat_buf_byte(out, '+');
        put_node(out, clause->node, inherited, plus);
    }
}

static void put_near(struct rat_buf *out, const struct rat_node *node)
{
    for (size_t i = 0; i < node->clause_count; i++) {
        if (i > 0)
            rat_buf_printf(out, node->is_ordered ? " VOR/%u " : " NAHE/%u ", node->distance);
        put_node(out, node->clauses[i].node, node->field, false);
    }
}

static void put_node(struct rat_buf *out, const struct rat_node *node, uint8_t inherited, bool after_plus)
{
    if (node->kind == RAT_NODE_NEAR) {
        if (node->field != inherited)
            put_field(out, node->field);
        rat_buf_byte(out, '(');
        put_near(out, node);
        rat_buf_byte(out, ')');
        put_boost(out, node);
        return;
    }
    if (node->kind != RAT_NODE_BOOL) {
        put_leaf(out, node, inherited, after_plus);
        return;
    }
    uint8_t inner = choose_inherited(node, inherited);
    if (inner != inherited)
        put_field(out, inner);
    rat_buf_byte(out, '(');
    put_clauses(out, node, inner);
    rat_buf_byte(out, ')');
    put_boost(out, node);
}

const char *rat_query_format(const struct rat_node *root, struct rat_arena *arena)
{
    struct rat_buf out = RAT_BUF_INIT;
    if (root->kind == RAT_NODE_NEAR && root->field == RAT_FIELD_TEXT && !root->boost)
        put_near(&out, root);
    else if (root->kind == RAT_NODE_BOOL && !root->boost &&
             choose_inherited(root, RAT_FIELD_TEXT) == RAT_FIELD_TEXT)
        put_clauses(&out, root, RAT_FIELD_TEXT);
    else
        put_node(&out, root, RAT_FIELD_TEXT, false);
    const char *text = out.failed ? NULL : rat_arena_strndup(arena, out.data, out.size);
    rat_buf_release(&out);
    return text;
}
