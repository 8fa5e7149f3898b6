/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "radweg NAHE/5 schule": what can stand near what. */
#include "query/syntax_parser_internal.h"

#include "query/letter_internal.h"

static bool is_place(const struct rat_node *node, uint8_t field)
{
    switch (node->kind) {
    case RAT_NODE_WORD:
    case RAT_NODE_PHRASE:
    case RAT_NODE_PREFIX:
    case RAT_NODE_WILDCARD:
    case RAT_NODE_FUZZY: return node->field == field;
    case RAT_NODE_BOOL:
        for (size_t i = 0; i < node->clause_count; i++)
            if (node->clauses[i].occur != RAT_SHOULD || !is_place(node->clauses[i].node, field))
                return false;
        return true;
    default: return false;
    }
}

static uint8_t field_of(const struct rat_node *node)
{
    while (node->kind == RAT_NODE_BOOL)
        node = node->clauses[0].node;
    return node->field;
}

static bool are_places(const struct rat_operand *items, size_t count)
{
    uint8_t field = field_of(items[0].node);
    if (field != RAT_FIELD_TEXT && field != RAT_FIELD_TITLE)
        return false;
    for (size_t i = 0; i < count; i++)
        if (items[i].depth >= RAT_QUERY_NESTING_MAX || items[i].negated || items[i].required ||
            !is_place(items[i].node, field))
            return false;
    return true;
}

static uint32_t distance_of(struct rat_parser *p, uint32_t asked)
{
    if (asked > RAT_NEAR_MAX)
        rat_parser_note(p, _("Wörter können höchstens %u Stellen auseinander gesucht werden"), RAT_NEAR_MAX);
    return asked == 0 ? 1 : asked > RAT_NEAR_MAX ? RAT_NEAR_MAX : asked;
}

static struct rat_operand new_near(struct rat_parser *p, const struct rat_operand *items, size_t count,
                                   uint32_t distance, bool is_ordered)
{
    struct rat_operand operand = {rat_parser_alloc(p, 1, sizeof *operand.node), 1, false, false};
    struct rat_clause *clauses = rat_parser_alloc(p, count, sizeof *clauses);
    if (!operand.node || !clauses)
        return (struct rat_operand){NULL, 0, false, false};
    *operand.node = (struct rat_node){.kind = RAT_NODE_NEAR,
                                      .field = field_of(items[0].node),
                                      .distance = distance_of(p, distance),
                                      .is_ordered = is_ordered,
                                      .clauses = clauses,
                                      .clause_count = count,
                                      .start = items[0].node->start,
                                      .end = items[count - 1].node->end};
    for (size_t i = 0; i < count; i++) {
        clauses[i] = (struct rat_clause){RAT_SHOULD, items[i].node};
        operand.depth = items[i].depth >= operand.depth ? items[i].depth + 1 : operand.depth;
    }
    return operand;
}

struct rat_operand rat_parser_near(struct rat_parser *p, const struct rat_operand *items, size_t count,
                                   const struct rat_lex *op)
{
    if (are_places(items, count) && count <= RAT_NEAR_OPERANDS_MAX)
        return new_near(p, items, count, op->distance, op->is_ordered);
    if (count > RAT_NEAR_OPERANDS_MAX)
        rat_parser_note(p, _("„%.*s“ verbindet höchstens %u Wörter; hier gilt UND"),
                        RAT_QUOTED(p, op->start, op->end), RAT_NEAR_OPERANDS_MAX);
    else
        rat_parser_note(p, _("„%.*s“ verbindet nur Wörter und Wortfolgen desselben Feldes; hier gilt UND"),
                        RAT_QUOTED(p, op->start, op->end));
    return (struct rat_operand){NULL, 0, false, false};
}

/* Each word of a phrase as it is written. */
struct rat_operand rat_parser_slop(struct rat_parser *p, uint8_t field, const struct rat_lex *token)
{
    struct rat_operand items[RAT_NEAR_OPERANDS_MAX];
    size_t count = 0, size;
    if (field != RAT_FIELD_TEXT && field != RAT_FIELD_TITLE)
        return (struct rat_operand){NULL, 0, false, false};
    for (size_t at = token->text_start, end; at < token->text_end; at = end) {
        int32_t cp = rat_char_at(p->text, token->text_end, at, &size);
        end = at + size;
        if (rat_char_is_space(cp))
            continue;
        while (end < token->text_end && !rat_char_is_space(rat_char_at(p->text, token->text_end, end, &size)))
            end += size;
        struct rat_lex word = *token;
        word.text_start = at;
        if (count == RAT_NEAR_OPERANDS_MAX) {
            rat_parser_note(p, _("„~%u“ gilt für höchstens %u Wörter; gesucht wird die Wortfolge"),
                            token->distance, RAT_NEAR_OPERANDS_MAX);
            return (struct rat_operand){NULL, 0, false, false};
        }
        items[count] = rat_parser_text_leaf(p, RAT_NODE_PHRASE, field, &word, end);
        if (!items[count++].node)
            return items[count - 1];
    }
    return count > 1 ? new_near(p, items, count, token->distance, false)
                     : (struct rat_operand){NULL, 0, false, false};
}
