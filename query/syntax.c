/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Recursive descent; each function reads one line of this grammar. An operand without a node is something that was
 * typed but says nothing: "()", a dangling operator.
 *
 *     run   = { or }                    words side by side
 *     or    = and { OR and }
 *     and   = near { AND near }
 *     near  = unary { NEAR unary }
 *     unary = { NOT | '-' | '+' } atom
 *     atom  = [ field ':' ] ( word | phrase | '(' run ')' )
 */
#include "query/syntax_parser_internal.h"

#include "query/letter_internal.h"

#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

struct operands {
    struct rat_operand *items;
    size_t count, capacity;
};

static void advance(struct rat_parser *p, bool is_value)
{
    size_t at = p->token.end;
    if (p->status == RAT_OK)
        rat_lex_next(p->text, p->n, at, is_value, &p->token);
}

static void note_dangling(struct rat_parser *p, const struct rat_lex *op)
{
    rat_parser_note(p, _("„%.*s“ verbindet hier nichts und wurde übergangen"),
                    RAT_QUOTED(p, op->start, op->end));
}

/* Steps over an operator; returns it for a note. */
static struct rat_lex take_operator(struct rat_parser *p)
{
    struct rat_lex op = p->token;
    if (p->first_operator.kind == RAT_LEX_END)
        p->first_operator = op;
    advance(p, false);
    return op;
}

static void add(struct rat_parser *p, struct operands *list, struct rat_operand operand)
{
    if (!operand.node || p->status != RAT_OK)
        return;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 4;
        struct rat_operand *items = rat_parser_alloc(p, capacity, sizeof *items);
        if (!items)
            return;
        if (list->count)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = operand;
}

static void fail_nesting(struct rat_parser *p, uint32_t pos)
{
    rat_fail(p->err, RAT_ELIMIT, _("Die Suchanfrage ist mehr als %u Ebenen tief geschachtelt"),
             RAT_QUERY_NESTING_MAX);
    rat_err_hint(p->err, _("Klammern weglassen, die nichts ändern, oder in mehreren Schritten suchen"));
    rat_parser_limit(p, pos);
}

static enum rat_occur occur_in_run(const struct rat_parser *p, const struct rat_operand *operand)
{
    if (operand->negated)
        return RAT_MUST_NOT;
    return operand->required || rat_syntax_restricts(operand->node, p->field) ? RAT_MUST : RAT_SHOULD;
}

/* A BOOL of the list's operands. affirmative: RAT_MUST for AND, RAT_SHOULD for OR; in a run each says for itself. */
static struct rat_operand new_bool(struct rat_parser *p, const struct operands *list, bool is_run,
                                   enum rat_occur affirmative)
{
    struct rat_operand operand = {rat_parser_alloc(p, 1, sizeof *operand.node), 1, false, false};
    struct rat_clause *clauses = rat_parser_alloc(p, list->count, sizeof *clauses);
    if (!operand.node || !clauses)
        return (struct rat_operand){NULL, 0, false, false};
    struct rat_node *node = operand.node;
    *node = (struct rat_node){.kind = RAT_NODE_BOOL,
                              .field = RAT_FIELD_TEXT,
                              .clauses = clauses,
                              .clause_count = list->count,
                              .start = list->items[0].node->start};
    for (size_t i = 0; i < list->count; i++) {
        const struct rat_operand *item = &list->items[i];
        clauses[i].node = item->node;
        clauses[i].occur = is_run ? occur_in_run(p, item) : item->negated ? RAT_MUST_NOT : affirmative;
        if (operand.depth <= item->depth)
            operand.depth = item->depth + 1;
        if (node->end < item->node->end)
            node->end = item->node->end;
    }
    if (operand.depth > RAT_QUERY_NESTING_MAX)
        fail_nesting(p, node->start);
    return operand;
}

static struct rat_operand nothing(void)
{
    return (struct rat_operand){NULL, 0, false, false};
}

static struct rat_operand parse_run(struct rat_parser *p, bool in_group);

/* '(' is the token. */
static struct rat_operand parse_group(struct rat_parser *p, uint8_t field)
{
    struct rat_lex open = p->token;
    uint8_t outer = p->field;
    if (p->groups == RAT_QUERY_NESTING_MAX) {
        fail_nesting(p, rat_parser_origin(p, open.start));
        return nothing();
    }
    p->groups++;
    p->field = field;
    advance(p, false);
    struct rat_operand operand = parse_run(p, true);
    p->field = outer;
    p->groups--;
    if (p->token.kind == RAT_LEX_CLOSE) {
        rat_parser_boost(p, operand.node, p->token.boost);
        advance(p, false);
    } else {
        rat_parser_note(p, _("Der Klammer „%.*s“ fehlt die zweite; sie gilt bis zum Ende"),
                        RAT_QUOTED(p, open.start, open.start + 1));
    }
    return operand;
}

/* "titel:" is the token. With nothing behind it, it wants nothing. */
static struct rat_operand parse_field(struct rat_parser *p)
{
    struct rat_lex name = p->token;
    struct rat_operand operand = nothing();
    bool outer = p->is_loose;
    advance(p, !name.separated);
    p->is_loose = name.separated;
    switch (p->token.kind) {
    case RAT_LEX_OPEN: operand = parse_group(p, name.field->id); break;
    case RAT_LEX_WORD:
    case RAT_LEX_PHRASE: {
        struct rat_lex value = p->token;
        value.start = name.start;
        advance(p, false);
        operand = value.kind == RAT_LEX_WORD ? rat_parser_word(p, name.field->id, &value)
                                             : rat_parser_phrase(p, name.field->id, &value);
        break;
    }
    default:
        rat_parser_note(p, _("Nach „%.*s“ steht kein Wert; die Angabe wurde übergangen"),
                        RAT_QUOTED(p, name.start, name.end));
        break;
    }
    p->is_loose = outer;
    return operand;
}

/* No node when the token cannot begin an operand; it is then left alone. */
static struct rat_operand parse_atom(struct rat_parser *p)
{
    struct rat_lex token = p->token;
    switch (token.kind) {
    case RAT_LEX_WORD:
        rat_parser_unknown_field(p, &token);
        advance(p, false);
        return rat_parser_word(p, p->field, &token);
    case RAT_LEX_PHRASE: advance(p, false); return rat_parser_phrase(p, p->field, &token);
    case RAT_LEX_OPEN: return parse_group(p, p->field);
    case RAT_LEX_FIELD: return parse_field(p);
    default: return nothing();
    }
}

static bool begins_atom(enum rat_lex_kind kind)
{
    return kind == RAT_LEX_WORD || kind == RAT_LEX_PHRASE || kind == RAT_LEX_OPEN || kind == RAT_LEX_FIELD;
}

static struct rat_operand parse_unary(struct rat_parser *p)
{
    struct rat_lex last = {.kind = RAT_LEX_END};
    bool negated = false, required = false;
    while (p->token.kind == RAT_LEX_NOT || p->token.kind == RAT_LEX_PLUS) {
        last = take_operator(p);
        negated ^= last.kind == RAT_LEX_NOT;
        required = true;
    }
    if (!begins_atom(p->token.kind)) {
        if (last.kind != RAT_LEX_END)
            note_dangling(p, &last);
        return nothing();
    }
    struct rat_operand operand = parse_atom(p);
    operand.negated = negated;
    operand.required = required && !negated; /* "NOT NOT a" requires a */
    return operand;
}

static bool begins_operand(enum rat_lex_kind kind)
{
    return begins_atom(kind) || kind == RAT_LEX_NOT || kind == RAT_LEX_PLUS;
}

/* Closes a chain of operands with the same NEAR between them. */
static void close_near(struct rat_parser *p, struct operands *chain, const struct rat_lex *op,
                       struct operands *out)
{
    struct rat_operand joined = nothing();
    if (chain->count > 1 && p->status == RAT_OK)
        joined = rat_parser_near(p, chain->items, chain->count, op);
    if (joined.node)
        add(p, out, joined);
    else
        for (size_t i = 0; i < chain->count; i++)
            add(p, out, chain->items[i]);
    chain->count = 0;
}

/* "a NEAR/5 b VOR/3 c" is (a NEAR/5 b) AND (b VOR/3 c). */
static void parse_near(struct rat_parser *p, struct operands *out)
{
    struct operands chain = {NULL, 0, 0};
    struct rat_lex last = {.kind = RAT_LEX_END};
    bool has_left = begins_operand(p->token.kind);
    add(p, &chain, parse_unary(p));
    while (p->token.kind == RAT_LEX_NEAR) {
        struct rat_lex op = take_operator(p);
        bool has_right = begins_operand(p->token.kind);
        if (!has_left || !has_right)
            note_dangling(p, &op);
        if (chain.count > 1 && (last.distance != op.distance || last.is_ordered != op.is_ordered)) {
            struct rat_operand shared = chain.items[chain.count - 1];
            close_near(p, &chain, &last, out);
            add(p, &chain, shared);
        }
        add(p, &chain, parse_unary(p));
        has_left = has_left || has_right;
        last = op;
    }
    close_near(p, &chain, &last, out);
}

static struct rat_operand parse_and(struct rat_parser *p)
{
    struct operands list = {NULL, 0, 0};
    bool has_left = begins_operand(p->token.kind);
    parse_near(p, &list);
    while (p->token.kind == RAT_LEX_AND) {
        struct rat_lex op = take_operator(p);
        bool has_right = begins_operand(p->token.kind);
        if (!has_left || !has_right)
            note_dangling(p, &op);
        parse_near(p, &list);
        has_left = has_left || has_right;
    }
    if (p->status != RAT_OK || list.count == 0)
        return nothing();
    return list.count == 1 ? list.items[0] : new_bool(p, &list, false, RAT_MUST);
}

/* In OR a negated operand is a group of its own: {SHOULD a, SHOULD {MUST_NOT b}}. */
static struct rat_operand alone(struct rat_parser *p, struct rat_operand operand)
{
    struct operands list = {&operand, 1, 1};
    return operand.node && operand.negated ? new_bool(p, &list, false, RAT_SHOULD) : operand;
}

static struct rat_operand parse_or(struct rat_parser *p)
{
    struct operands list = {NULL, 0, 0};
    bool has_left = begins_operand(p->token.kind);
    add(p, &list, parse_and(p));
    while (p->token.kind == RAT_LEX_OR) {
        struct rat_lex op = take_operator(p);
        bool has_right = begins_operand(p->token.kind);
        if (!has_left || !has_right)
            note_dangling(p, &op);
        add(p, &list, parse_and(p));
        has_left = has_left || has_right;
    }
    if (p->status != RAT_OK || list.count == 0)
        return nothing();
    if (list.count == 1)
        return list.items[0];
    for (size_t i = 0; i < list.count; i++)
        list.items[i] = alone(p, list.items[i]);
    return p->status == RAT_OK ? new_bool(p, &list, false, RAT_SHOULD) : nothing();
}

static struct rat_operand parse_run(struct rat_parser *p, bool in_group)
{
    struct operands list = {NULL, 0, 0};
    while (p->token.kind != RAT_LEX_END && !(in_group && p->token.kind == RAT_LEX_CLOSE)) {
        if (p->token.kind == RAT_LEX_CLOSE) {
            rat_parser_note(p, _("Zur Klammer „%.*s“ fehlt die erste; sie wurde übergangen"),
                            RAT_QUOTED(p, p->token.start, p->token.end));
            advance(p, false);
            continue;
        }
        add(p, &list, parse_or(p));
    }
    if (p->status != RAT_OK || list.count == 0)
        return nothing();
    if (list.count == 1 && !list.items[0].negated) {
        list.items[0].required = false;
        return list.items[0];
    }
    return new_bool(p, &list, true, RAT_SHOULD);
}

/* The query as valid UTF-8, control characters as spaces. Sets origin when offsets shift. */
static bool clean_text(struct rat_parser *p, const char *given, size_t n)
{
    bool valid = rat_utf8_valid(given, n);
    char *text = rat_parser_alloc(p, valid ? n + 1 : 3 * n + 1, 1);
    uint32_t *origin = valid ? NULL : rat_parser_alloc(p, 3 * n + 1, sizeof *origin);
    if (!text || (!valid && !origin))
        return false;
    size_t size, used = 0;
    for (size_t at = 0; at < n; at += size) {
        int32_t cp = rat_char_at(given, n, at, &size);
        const char *from = cp == RAT_CHAR_BAD ? REPLACEMENT : given + at;
        size_t bytes = cp == RAT_CHAR_BAD ? 3 : size;
        memcpy(text + used, (cp >= 0 && cp < 0x20) || cp == 0x7f ? " " : from, bytes);
        for (size_t i = 0; origin && i < bytes; i++)
            origin[used + i] = (uint32_t)at;
        used += bytes;
    }
    if (origin)
        origin[used] = (uint32_t)n;
    p->text = text;
    p->n = used;
    p->origin = origin;
    return true;
}

/* A query of nothing but "UND" asks for that word; the empty one for everything. */
static struct rat_operand what_is_left(struct rat_parser *p)
{
    struct rat_lex token = p->first_operator;
    if (token.kind == RAT_LEX_END || token.end - token.start == 1) {
        token.start = 0;
        token.end = p->n;
        p->is_blank = true;
        return rat_parser_leaf(p, RAT_NODE_ALL, RAT_FIELD_TEXT, &token);
    }
    p->note_count = 0;
    rat_parser_note(p, _("„%.*s“ verbindet hier nichts; gesucht wird das Wort"),
                    RAT_QUOTED(p, token.start, token.end));
    token.text_start = token.start;
    return rat_parser_text_leaf(p, RAT_NODE_WORD, RAT_FIELD_TEXT, &token, token.end);
}

rat_status rat_query_parse(const char *text, size_t n, struct rat_arena *arena, struct rat_query *out,
                           struct rat_err *err)
{
    struct rat_parser p = {.arena = arena, .err = err, .field = RAT_FIELD_TEXT};
    if (n > RAT_QUERY_BYTES_MAX) {
        rat_fail(err, RAT_ELIMIT, _("Die Suchanfrage ist mit %zu Bytes zu lang; möglich sind %u"), n,
                 RAT_QUERY_BYTES_MAX);
        rat_err_hint(err, _("Die Suchanfrage kürzen, etwa nur die wichtigsten Wörter eingeben"));
        return RAT_ELIMIT;
    }
    p.notes = rat_parser_alloc(&p, RAT_QUERY_NOTES_MAX, sizeof *p.notes);
    if (!p.notes || !clean_text(&p, text, n))
        return p.status;
    if (p.origin)
        rat_parser_note(&p, _("Unlesbare Zeichen wurden durch � ersetzt"));
    advance(&p, false);
    struct rat_operand root = parse_run(&p, false);
    if (p.status == RAT_OK && !root.node)
        root = what_is_left(&p);
    if (p.status != RAT_OK)
        return p.status;
    *out = (struct rat_query){root.node, p.notes, p.note_count, p.is_blank, p.refused};
    return RAT_OK;
}
