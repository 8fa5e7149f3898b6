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

/* "^2", "^0,5" at text[at]; where it ends, or at. */
static size_t read_boost(const char *text, size_t n, size_t at, uint32_t *boost)
{
    size_t i = at + 1, digits = 0;
    uint32_t value = 0, unit = RAT_BOOST_UNIT;
    if (at >= n || text[at] != '^')
        return at;
    for (; i < n && text[i] >= '0' && text[i] <= '9' && digits < 4; i++, digits++)
        value = value * 10 + (uint32_t)(text[i] - '0');
    if (digits == 0)
        return at;
    value *= RAT_BOOST_UNIT;
    if (i + 1 < n && (text[i] == '.' || text[i] == ',') && text[i + 1] >= '0' && text[i + 1] <= '9')
        for (i++; i < n && text[i] >= '0' && text[i] <= '9' && unit >= 10; i++)
            value += (uint32_t)(text[i] - '0') * (unit /= 10);
    *boost = value < 1 ? 1 : value > RAT_BOOST_MAX * RAT_BOOST_UNIT ? RAT_BOOST_MAX * RAT_BOOST_UNIT : value;
    return i;
}

uint32_t rat_lex_boost_at_end(const char *text, size_t n, size_t *size)
{
    const char *sign = n ? memrchr(text, '^', n) : NULL;
    uint32_t boost = 0;
    *size = 0;
    if (!sign || sign == text || read_boost(text, n, (size_t)(sign - text), &boost) != n)
        return 0;
    *size = n - (size_t)(sign - text);
    return boost;
}

/* "~5" at text[at]; where it ends, or at. */
static size_t read_slop(const char *text, size_t n, size_t at, uint32_t *distance)
{
    size_t i = at + 1;
    uint32_t value = 0;
    if (at >= n || text[at] != '~')
        return at;
    for (; i < n && text[i] >= '0' && text[i] <= '9' && i - at <= 4; i++)
        value = value * 10 + (uint32_t)(text[i] - '0');
    if (i == at + 1)
        return at;
    *distance = value;
    return i;
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
    size_t end = read_slop(text, n, out->end, &out->distance);
    out->has_slop = end > out->end;
    out->end = read_boost(text, n, end, &out->boost);
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

/* "NEAR", "NAHE/5", "VOR/5"; VOR alone is a word. */
static bool lex_near(const char *word, size_t n, struct rat_lex *out)
{
    static const struct {
        const char *name;
        bool is_ordered, stands_alone;
    } table[] = {{"NEAR", false, true}, {"NAHE", false, true}, {"ONEAR", true, true}, {"VOR", true, false}};
    const char *slash = memchr(word, '/', n);
    size_t name = slash ? (size_t)(slash - word) : n, digits = slash ? n - name - 1 : 0;
    if (slash && (digits == 0 || digits > 4))
        return false;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (!equals(word, name, table[i].name) || (!slash && !table[i].stands_alone))
            continue;
        out->is_ordered = table[i].is_ordered;
        out->distance = slash ? 0 : RAT_NEAR_UNSET;
        for (size_t k = 0; k < digits; k++) {
            if (slash[1 + k] < '0' || slash[1 + k] > '9')
                return false;
            out->distance = out->distance * 10 + (uint32_t)(slash[1 + k] - '0');
        }
        out->kind = RAT_LEX_NEAR;
        return true;
    }
    return false;
}

/* "Er ist: öffentlich", "Kosten: 500 Euro" are sentences. */
static bool wants_value_attached(uint8_t field)
{
    return field == RAT_FIELD_STATE || field == RAT_FIELD_AMOUNT || field == RAT_FIELD_CITATION;
}

/* Turns a word into an operator or the name of a field where it is one. */
static void lex_meaning(const char *text, size_t n, struct rat_lex *out)
{
    const char *word = text + out->start;
    out->kind = operator_kind(word, out->end - out->start);
    if (out->kind == RAT_LEX_WORD && lex_near(word, out->end - out->start, out))
        return;
    const char *colon = memchr(word, ':', out->end - out->start);
    if (out->kind != RAT_LEX_WORD || !colon || colon == word)
        return;
    out->field = rat_field_by_name(word, (size_t)(colon - word));
    if (!out->field)
        return;
    size_t size, end = (size_t)(colon - text) + 1;
    bool separated = end >= n || rat_char_is_space(rat_char_at(text, n, end, &size));
    if ((separated || text[end] == ')') && wants_value_attached(out->field->id))
        return;
    out->kind = RAT_LEX_FIELD;
    out->end = end;
    out->separated = separated;
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
        out->end = cp == '(' ? at + 1 : read_boost(text, n, at + 1, &out->boost);
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
