/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/syntax_internal.h"

#include "query/letter_internal.h"
#include "text/suspended.h"

#include <string.h>

static bool is_quote(int32_t cp)
{
    return cp == '"' || cp == 0xab || cp == 0xbb || (cp >= 0x201c && cp <= 0x201f); /* « » “ ” „ ‟ */
}

static size_t skip_space(const char *text, size_t n, size_t at)
{
    size_t size;
    while (at < n && rat_char_is_space(rat_char_at(text, n, at, &size)))
        at += size;
    return at;
}

static bool starts_with(const char *text, size_t n, const char *word)
{
    size_t size = strlen(word);
    return n >= size && memcmp(text, word, size) == 0;
}

static bool equals(const char *text, size_t n, const char *word)
{
    return n == strlen(word) && memcmp(text, word, n) == 0;
}

/* "Bürger(innen)" is one word. The size of such an ending, or 0. */
static size_t gender_ending(const char *text, size_t n)
{
    static const char *const endings[] = {"(in)", "(innen)", "(-in)", "(-innen)"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (starts_with(text, n, endings[i]))
            return strlen(endings[i]);
    return 0;
}

static size_t word_end(const char *text, size_t n, size_t start)
{
    size_t at = start, size;
    while (at < n) {
        int32_t cp = rat_char_at(text, n, at, &size);
        if (cp == '(' && at > start)
            size = gender_ending(text + at, n - at);
        else if (cp == '(' || cp == ')' || is_quote(cp) || rat_char_is_space(cp))
            size = 0;
        if (size == 0)
            break;
        at += size;
    }
    return at;
}

/* '-' and '+' are operators only right before something: not in "Haushalt - Satzung", "--", "-,", and '-' not in
 * "Verkehrsplanung und -lenkung". */
bool rat_lex_takes_sign(const char *text, size_t n)
{
    size_t size;
    return n > 0 && !rat_char_is_space(rat_char_at(text, n, 0, &size)) && !memchr(")-+.,;:/=", text[0], 9);
}

static bool is_sign(const char *text, size_t n, size_t at)
{
    return (text[at] == '-' || text[at] == '+') && rat_lex_takes_sign(text + at + 1, n - at - 1) &&
           !(text[at] == '-' && rat_suspended_opens(text, at));
}

static void lex_phrase(const char *text, size_t n, size_t quote_size, struct rat_lex *out)
{
    size_t at = out->start + quote_size, size = 0;
    out->kind = RAT_LEX_PHRASE;
    out->text_start = at;
    while (at < n && !is_quote(rat_char_at(text, n, at, &size)))
        at += size;
    out->text_end = at;
    out->unclosed = at >= n;
    out->end = out->unclosed ? n : at + size;
    while (out->end < n && text[out->end] == '*') {
        out->star = true;
        out->end++;
    }
}

static enum rat_lex_kind operator_kind(const char *word, size_t n)
{
    if (equals(word, n, "AND") || equals(word, n, "UND"))
        return RAT_LEX_AND;
    if (equals(word, n, "OR") || equals(word, n, "ODER"))
        return RAT_LEX_OR;
    if (equals(word, n, "NOT") || equals(word, n, "NICHT"))
        return RAT_LEX_NOT;
    return RAT_LEX_WORD;
}

/* Turns a word into an operator or the name of a field where it is one. */
static void lex_meaning(const char *text, size_t n, struct rat_lex *out)
{
    const char *word = text + out->start;
    out->kind = operator_kind(word, out->end - out->start);
    const char *colon = memchr(word, ':', out->end - out->start);
    if (out->kind != RAT_LEX_WORD || !colon || colon == word)
        return;
    out->field = rat_field_by_name(word, (size_t)(colon - word));
    if (!out->field)
        return;
    size_t size, end = (size_t)(colon - text) + 1;
    out->separated = end >= n || rat_char_is_space(rat_char_at(text, n, end, &size));
    if (out->separated && out->field->id == RAT_FIELD_STATE)
        return; /* "was ist: offen" */
    out->kind = RAT_LEX_FIELD;
    out->end = end;
}

void rat_lex_next(const char *text, size_t n, size_t at, bool is_value, struct rat_lex *out)
{
    memset(out, 0, sizeof *out);
    at = skip_space(text, n, at);
    out->start = out->end = at;
    if (at >= n)
        return;
    size_t size;
    int32_t cp = rat_char_at(text, n, at, &size);
    if (is_quote(cp)) {
        lex_phrase(text, n, size, out);
    } else if (cp == '(' || cp == ')') {
        out->kind = cp == '(' ? RAT_LEX_OPEN : RAT_LEX_CLOSE;
        out->end = at + 1;
    } else if (!is_value && is_sign(text, n, at)) {
        out->kind = cp == '-' ? RAT_LEX_NOT : RAT_LEX_PLUS;
        out->end = at + 1;
    } else {
        out->kind = RAT_LEX_WORD;
        out->end = word_end(text, n, at);
        if (!is_value)
            lex_meaning(text, n, out);
        out->text_start = out->start;
        out->text_end = out->end;
    }
}

bool rat_syntax_restricts(const struct rat_node *node, uint8_t inherited)
{
    if (node->kind == RAT_NODE_ALL)
        return false;
    if (node->kind != RAT_NODE_BOOL) {
        const struct rat_field_info *info = rat_field_by_id(node->field);
        return info && info->is_filter && node->field != inherited;
    }
    for (size_t i = 0; i < node->clause_count; i++)
        if (node->clauses[i].occur != RAT_MUST_NOT && !rat_syntax_restricts(node->clauses[i].node, inherited))
            return false;
    return true;
}
