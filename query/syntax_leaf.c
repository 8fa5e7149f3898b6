/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/syntax_parser_internal.h"

#include "query/letter_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define NOTE_BYTES_MAX 512
#define QUOTED_MAX 60 /* bytes of the query that a message repeats */

uint32_t rat_parser_origin(const struct rat_parser *p, size_t at)
{
    return p->origin ? p->origin[at] : (uint32_t)at;
}

void rat_parser_stop(struct rat_parser *p, rat_status status)
{
    if (p->status == RAT_OK)
        p->status = status;
    p->token.kind = RAT_LEX_END;
}

void *rat_parser_alloc(struct rat_parser *p, size_t count, size_t size)
{
    void *memory = rat_arena_calloc(p->arena, count, size);
    if (!memory && p->status == RAT_OK)
        rat_parser_stop(p, rat_nomem(p->err));
    return memory;
}

/* "%.*s" arguments for text[start..end), cut between characters. */
int rat_parser_quoted(const struct rat_parser *p, size_t start, size_t end)
{
    size_t at = start, size;
    for (; at < end; at += size) {
        rat_char_at(p->text, end, at, &size);
        if (at + size - start > QUOTED_MAX)
            break;
    }
    return (int)(at - start);
}

void rat_parser_note(struct rat_parser *p, const char *format, ...)
{
    char text[NOTE_BYTES_MAX];
    va_list args;
    if (p->status != RAT_OK || p->note_count == RAT_QUERY_NOTES_MAX)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    p->notes[p->note_count] = rat_arena_strdup(p->arena, text);
    if (p->notes[p->note_count])
        p->note_count++;
    else
        rat_parser_stop(p, rat_nomem(p->err));
}

struct rat_err *rat_parser_refuse(struct rat_parser *p, size_t at)
{
    if (p->refused)
        return NULL;
    p->refused = rat_parser_alloc(p, 1, sizeof *p->refused);
    if (p->refused)
        p->refused->pos = rat_parser_origin(p, at);
    return p->refused;
}

/* pos: in the query as given */
void rat_parser_limit(struct rat_parser *p, uint32_t pos)
{
    if (p->err)
        p->err->pos = pos;
    rat_parser_stop(p, RAT_ELIMIT);
}

struct rat_operand rat_parser_leaf(struct rat_parser *p, enum rat_node_kind kind, uint8_t field,
                                   const struct rat_lex *token)
{
    struct rat_operand operand = {NULL, 0, false, false};
    if (p->leaves == RAT_QUERY_CLAUSES_MAX) {
        rat_fail(p->err, RAT_ELIMIT, _("Die Suchanfrage hat mehr als %u Begriffe"), RAT_QUERY_CLAUSES_MAX);
        rat_err_hint(p->err,
                     _("Weniger Begriffe eingeben, oder ein Präfix wie „kinder*“ statt vieler Wörter"));
        rat_parser_limit(p, rat_parser_origin(p, token->start));
        return operand;
    }
    p->leaves++;
    operand.node = rat_parser_alloc(p, 1, sizeof *operand.node);
    if (operand.node) {
        operand.node->kind = kind;
        operand.node->field = field;
        operand.node->start = rat_parser_origin(p, token->start);
        operand.node->end = rat_parser_origin(p, token->end);
    }
    return operand;
}

struct rat_operand rat_parser_text_leaf(struct rat_parser *p, enum rat_node_kind kind, uint8_t field,
                                        const struct rat_lex *token, size_t text_end)
{
    struct rat_operand operand = rat_parser_leaf(p, kind, field, token);
    if (!operand.node)
        return operand;
    operand.node->text_size = text_end - token->text_start;
    operand.node->text = rat_arena_strndup(p->arena, p->text + token->text_start, operand.node->text_size);
    if (!operand.node->text)
        rat_parser_stop(p, rat_nomem(p->err));
    return operand;
}

static void refuse_date(struct rat_parser *p, const struct rat_lex *token, size_t text_end)
{
    struct rat_err *err = p->is_loose ? NULL : rat_parser_refuse(p, token->text_start);
    if (!err)
        return;
    uint64_t pos = err->pos;
    rat_fail(err, RAT_EUSAGE, _("„%.*s“ ist kein Datum und kein Zeitraum"),
             RAT_QUOTED(p, token->text_start, text_end));
    rat_err_hint(err, "%s", _("Zum Beispiel 2020, 2020-09, 2020-09-01..2020-09-30 oder 2015..2018"));
    err->pos = pos;
}

/* A RANGE, or no node when the value is no date; *field is then where to look for it as a word. */
static struct rat_operand new_range_leaf(struct rat_parser *p, uint8_t *field, const struct rat_lex *token,
                                         size_t text_end)
{
    int32_t from, to;
    struct rat_operand operand = {NULL, 0, false, false};
    if (!rat_query_parse_range(p->text + token->text_start, text_end - token->text_start, &from, &to)) {
        rat_parser_note(
            p,
            _("„%.*s“ ist kein Datum und kein Zeitraum (etwa 2020, 2020-09, 21.09.2020, 2015..2018); "
              "gesucht wird das "
              "Wort"),
            RAT_QUOTED(p, token->text_start, token->text_end));
        refuse_date(p, token, text_end);
        *field = RAT_FIELD_TEXT;
        return operand;
    }
    operand = rat_parser_leaf(p, RAT_NODE_RANGE, *field, token);
    if (operand.node) {
        operand.node->from = from;
        operand.node->to = to;
    }
    return operand;
}

static bool is_date_field(uint8_t field)
{
    return field == RAT_FIELD_DATE || field == RAT_FIELD_YEAR;
}

/* The state that the value names, as the index has it; no node for the others, which are conditions (syntax_condition.c). */
static struct rat_operand state_leaf(struct rat_parser *p, enum rat_node_kind kind,
                                     const struct rat_lex *token)
{
    size_t n = token->text_end - token->text_start;
    enum rat_state condition;
    const char *state = rat_state_by_name(p->text + token->text_start, n);
    if (!state || rat_query_parse_state(p->text + token->text_start, n, &condition))
        return (struct rat_operand){NULL, 0, false, false};
    struct rat_operand leaf = rat_parser_text_leaf(p, kind, RAT_FIELD_STATE, token, token->text_end);
    if (leaf.node) {
        leaf.node->text = state;
        leaf.node->text_size = strlen(state);
    }
    return leaf;
}

/* "foo:bar" where foo is no field, unless it looks like a time, an address or a label ("10:30", "http://x", "a:"). */
void rat_parser_unknown_field(struct rat_parser *p, const struct rat_lex *token)
{
    const char *text = p->text + token->text_start;
    size_t n = token->text_end - token->text_start, size;
    const char *colon = memchr(text, ':', n);
    size_t name = colon ? (size_t)(colon - text) : 0;
    if (name < 2)
        return;
    for (size_t at = 0; at < name; at += size) {
        int32_t cp = rat_char_at(text, name, at, &size);
        if (!rat_char_is_word(cp) || rat_char_is_digit(cp))
            return;
    }
    const char *value = colon + 1;
    size_t value_size = n - name - 1;
    bool opens = value_size == 0 && token->end < p->n && value[0] != ')' &&
                 !rat_char_is_space(rat_char_at(p->text, p->n, token->end, &size));
    if (value_size == 0 ? !opens : value[0] == '/' || rat_parser_is_gender_ending(value, value_size))
        return;
    rat_parser_note(p, _("„%.*s“ ist kein Suchfeld; gesucht werden die Wörter"),
                    RAT_QUOTED(p, token->text_start, token->text_start + name));
}

static struct rat_operand read_word(struct rat_parser *p, uint8_t field, const struct rat_lex *token)
{
    size_t end = token->text_end;
    while (end > token->text_start && p->text[end - 1] == '*')
        end--;
    if (end == token->text_start) {
        if (field != RAT_FIELD_TEXT)
            rat_parser_note(p, _("Der Wert „%.*s“ schränkt ein Feld nicht ein"),
                            RAT_QUOTED(p, token->text_start, token->text_end));
        return rat_parser_leaf(p, RAT_NODE_ALL, RAT_FIELD_TEXT, token);
    }
    if (field == RAT_FIELD_STATE) {
        struct rat_operand state = state_leaf(p, RAT_NODE_WORD, token);
        if (state.node || p->status != RAT_OK)
            return state;
    }
    if (is_date_field(field)) {
        struct rat_operand range = new_range_leaf(p, &field, token, end);
        if (range.node || p->status != RAT_OK)
            return range;
    }
    struct rat_operand condition = rat_parser_condition(p, &field, token, token->text_end);
    if (condition.node || p->status != RAT_OK)
        return condition;
    end = token->text_end;
    struct rat_operand pattern = rat_parser_pattern(p, field, token, &end);
    if (pattern.node || p->status != RAT_OK)
        return pattern;
    return rat_parser_text_leaf(p, RAT_NODE_WORD, field, token, end);
}

/* Behind an address or a number a "^2" would be part of it. */
struct rat_operand rat_parser_word(struct rat_parser *p, uint8_t field, const struct rat_lex *token)
{
    struct rat_lex word = *token;
    uint32_t boost = 0;
    bool of_address = field == RAT_FIELD_ID || field == RAT_FIELD_SOURCE || field == RAT_FIELD_REFERENCE;
    while (!of_address) {
        size_t size, n = word.text_end - word.text_start;
        uint32_t value = rat_lex_boost_at_end(p->text + word.text_start, n, &size);
        if (!value || !rat_parser_has_letter(p->text + word.text_start, n - size))
            break;
        word.text_end -= size;
        boost = boost ? boost : value;
    }
    struct rat_operand operand = read_word(p, field, &word);
    rat_parser_boost(p, operand.node, boost);
    return operand;
}

struct rat_operand rat_parser_phrase(struct rat_parser *p, uint8_t field, const struct rat_lex *token)
{
    if (token->unclosed)
        rat_parser_note(
            p,
            _("Dem Anführungszeichen vor „%.*s“ fehlt das zweite; gesucht wird alles bis zum Ende als "
              "Wortfolge"),
            RAT_QUOTED(p, token->text_start, token->text_end));
    if (token->star)
        rat_parser_note(p, _("Das Zeichen * nach der Wortfolge „%.*s“ wurde übergangen"),
                        RAT_QUOTED(p, token->text_start, token->text_end));
    size_t at = token->text_start, size;
    while (at < token->text_end && rat_char_is_space(rat_char_at(p->text, token->text_end, at, &size)))
        at += size;
    if (at == token->text_end)
        return (struct rat_operand){NULL, 0, false, false};
    if (field == RAT_FIELD_STATE) {
        struct rat_operand state = state_leaf(p, RAT_NODE_PHRASE, token);
        if (state.node || p->status != RAT_OK)
            return state;
    }
    if (is_date_field(field)) {
        struct rat_operand range = new_range_leaf(p, &field, token, token->text_end);
        if (range.node || p->status != RAT_OK)
            return range;
    }
    struct rat_operand operand = rat_parser_condition(p, &field, token, token->text_end);
    if (!operand.node && p->status == RAT_OK && token->has_slop)
        operand = rat_parser_slop(p, field, token);
    if (!operand.node && p->status == RAT_OK)
        operand = rat_parser_text_leaf(p, RAT_NODE_PHRASE, field, token, token->text_end);
    rat_parser_boost(p, operand.node, token->boost);
    return operand;
}
