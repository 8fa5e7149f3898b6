/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that stand for several: "kinder*", "stra?e", "radwge~"; and what counts for more: "radweg^2". */
#include "query/syntax_parser_internal.h"

#include "query/letter_internal.h"

#include <string.h>

/* Values of these are addresses and numbers, in which '?' and '~' mean nothing. */
bool rat_parser_takes_patterns(uint8_t field)
{
    return field != RAT_FIELD_ID && field != RAT_FIELD_SOURCE && field != RAT_FIELD_REFERENCE &&
           field != RAT_FIELD_DATE && field != RAT_FIELD_YEAR && field != RAT_FIELD_AMOUNT &&
           field != RAT_FIELD_CITATION && field != RAT_FIELD_STATE;
}

bool rat_parser_is_gender_ending(const char *text, size_t n)
{
    size_t size;
    if (n >= 5 && memcmp(text, "innen", 5) == 0)
        return n == 5 || !rat_char_is_word(rat_char_at(text, n, 5, &size));
    return n >= 2 && memcmp(text, "in", 2) == 0 &&
           (n == 2 || !rat_char_is_word(rat_char_at(text, n, 2, &size)));
}

unsigned rat_parser_letters(const char *text, size_t n)
{
    unsigned letters = 0;
    size_t size;
    for (size_t at = 0; at < n; at += size)
        letters += rat_char_is_word(rat_char_at(text, n, at, &size));
    return letters;
}

/* "10^6" is a number, "Weg^2" a word that counts twice. */
bool rat_parser_has_letter(const char *text, size_t n)
{
    size_t size;
    for (size_t at = 0; at < n; at += size) {
        int32_t cp = rat_char_at(text, n, at, &size);
        if (rat_char_is_word(cp) && !rat_char_is_digit(cp))
            return true;
    }
    return false;
}

/* Letters and digits only, and wildcards where they may be. */
static bool is_plain(const char *text, size_t n, bool wildcards)
{
    size_t size;
    for (size_t at = 0; at < n; at += size) {
        int32_t cp = rat_char_at(text, n, at, &size);
        if (!rat_char_is_word(cp) && !(wildcards && (cp == '*' || cp == '?')))
            return false;
    }
    return true;
}

/* Whether there is a '?' before more of the word, or a '*' that is not just its end. A '?' at the end of a word ends a question;
 * "Bürger*innen" is a gender form. */
static bool has_wildcard(const char *text, size_t n)
{
    while (n > 0 && text[n - 1] == '?')
        n--;
    for (size_t at = 0; at < n; at++) {
        const char *rest = text + at + 1;
        size_t left = n - at - 1;
        if (text[at] == '?' && (rat_parser_letters(rest, left) || memchr(rest, '*', left)))
            return true;
        if (text[at] == '*' && (rat_parser_letters(rest, left) || memchr(rest, '?', left)) &&
            !(at > 0 && rat_parser_is_gender_ending(rest, left)))
            return true;
    }
    return false;
}

static struct rat_operand none(void)
{
    return (struct rat_operand){NULL, 0, false, false};
}

static struct rat_operand read_wildcard(struct rat_parser *p, uint8_t field, const struct rat_lex *token)
{
    const char *text = p->text + token->text_start;
    size_t n = token->text_end - token->text_start;
    unsigned needed = text[0] == '*' || text[0] == '?' ? RAT_OPEN_LETTERS_MIN : RAT_PREFIX_LETTERS_MIN;
    while (n > 1 && text[n - 1] == '?')
        n--;
    if (!is_plain(text, n, true)) {
        if (!memchr(text, '/', n) && !memchr(text, ':', n))
            rat_parser_note(p,
                            _("Platzhalter gelten nur in einem einzelnen Wort; „%.*s“ wird gesucht, wie es "
                              "dasteht"),
                            RAT_QUOTED(p, token->text_start, token->text_end));
        return none();
    }
    if (rat_parser_letters(text, n) < needed) {
        rat_parser_note(p, _("„%.*s“ hat für Platzhalter zu wenige Buchstaben (mindestens %u)"),
                        RAT_QUOTED(p, token->text_start, token->text_end), needed);
        return none();
    }
    return rat_parser_text_leaf(p, RAT_NODE_WILDCARD, field, token, token->text_start + n);
}

/* "~", "~1", "~2" at the end: its bytes, or 0. */
static size_t fuzzy_size(const char *text, size_t n, uint32_t *distance)
{
    size_t digits = 0;
    while (digits < 2 && digits < n && text[n - 1 - digits] >= '0' && text[n - 1 - digits] <= '9')
        digits++;
    if (n <= digits + 1 || text[n - 1 - digits] != '~')
        return 0;
    *distance = 1;
    if (digits)
        *distance = 0;
    for (size_t i = n - digits; i < n; i++)
        *distance = *distance * 10 + (uint32_t)(text[i] - '0');
    return digits + 1;
}

/* Sets *text_end when a plain word is left. */
static struct rat_operand read_fuzzy(struct rat_parser *p, uint8_t field, const struct rat_lex *token,
                                     size_t size, uint32_t distance, size_t *text_end)
{
    const char *text = p->text + token->text_start;
    size_t n = token->text_end - token->text_start - size;
    if (!is_plain(text, n, false))
        return none();
    if (distance == 0 || rat_parser_letters(text, n) < RAT_FUZZY_LETTERS_MIN) {
        *text_end = token->text_start + n;
        if (distance)
            rat_parser_note(
                p,
                _("„%.*s“ ist für ähnliche Wörter zu kurz (mindestens %u Buchstaben); gesucht wird "
                  "das Wort"),
                RAT_QUOTED(p, token->text_start, token->text_end), RAT_FUZZY_LETTERS_MIN);
        return none();
    }
    if (distance > RAT_FUZZY_MAX) {
        rat_parser_note(p, _("„%.*s“: es dürfen höchstens %u Buchstaben anders sein"),
                        RAT_QUOTED(p, token->text_start, token->text_end), RAT_FUZZY_MAX);
        distance = RAT_FUZZY_MAX;
    }
    struct rat_operand operand = rat_parser_text_leaf(p, RAT_NODE_FUZZY, field, token, token->text_start + n);
    if (operand.node)
        operand.node->distance = distance;
    return operand;
}

static struct rat_operand read_prefix(struct rat_parser *p, uint8_t field, const struct rat_lex *token,
                                      size_t end, size_t *text_end)
{
    if (rat_parser_letters(p->text + token->text_start, end - token->text_start) >= RAT_PREFIX_LETTERS_MIN)
        return rat_parser_text_leaf(p, RAT_NODE_PREFIX, field, token, end);
    rat_parser_note(
        p, _("Vor dem * in „%.*s“ stehen zu wenige Buchstaben (mindestens %u); gesucht wird das Wort"),
        RAT_QUOTED(p, token->text_start, token->text_end), RAT_PREFIX_LETTERS_MIN);
    *text_end = end;
    return none();
}

struct rat_operand rat_parser_pattern(struct rat_parser *p, uint8_t field, const struct rat_lex *token,
                                      size_t *text_end)
{
    const char *text = p->text + token->text_start;
    size_t n = token->text_end - token->text_start, end = token->text_end;
    uint32_t distance = 0;
    bool patterns = rat_parser_takes_patterns(field);
    size_t fuzzy = patterns ? fuzzy_size(text, n, &distance) : 0;
    if (fuzzy)
        return read_fuzzy(p, field, token, fuzzy, distance, text_end);
    if (patterns && has_wildcard(text, n))
        return read_wildcard(p, field, token);
    while (end > token->text_start && p->text[end - 1] == '*')
        end--;
    return end < token->text_end ? read_prefix(p, field, token, end, text_end) : none();
}

void rat_parser_boost(struct rat_parser *p, struct rat_node *node, uint32_t boost)
{
    const struct rat_field_info *info = node ? rat_field_by_id(node->field) : NULL;
    if (!node || boost == 0)
        return;
    if (node->kind != RAT_NODE_BOOL && node->kind != RAT_NODE_NEAR && (!info || info->is_filter)) {
        rat_parser_note(p, _("Ein Gewicht mit ^ hat nur bei Wörtern des Textes eine Wirkung"));
        return;
    }
    bool is_word = node->text && node->kind != RAT_NODE_PHRASE;
    if (node->kind == RAT_NODE_ALL || (is_word && !rat_parser_has_letter(node->text, node->text_size)))
        return;
    uint64_t product = (uint64_t)boost * (node->boost ? node->boost : RAT_BOOST_UNIT) / RAT_BOOST_UNIT;
    node->boost = (uint32_t)(product < 1                                ? 1
                             : product > RAT_BOOST_MAX * RAT_BOOST_UNIT ? RAT_BOOST_MAX * RAT_BOOST_UNIT
                                                                        : product);
    if (node->boost == RAT_BOOST_UNIT)
        node->boost = 0;
}
