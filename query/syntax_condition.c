/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of ist:, betrag: and paragraf:. */
#include "query/syntax_parser_internal.h"

#include "query/letter_internal.h"
#include "text/typed.h"

#include <string.h>
#include <strings.h>

/* ---- ist: ---- */

bool rat_query_parse_state(const char *text, size_t n, enum rat_state *out)
{
    static const struct {
        const char *name;
        enum rat_state state;
    } table[] = {{"öffentlich", RAT_STATE_PUBLIC},
                 {"oeffentlich", RAT_STATE_PUBLIC},
                 {"public", RAT_STATE_PUBLIC},
                 {"nichtöffentlich", RAT_STATE_NONPUBLIC},
                 {"nicht öffentlich", RAT_STATE_NONPUBLIC},
                 {"nicht-öffentlich", RAT_STATE_NONPUBLIC},
                 {"nichtoeffentlich", RAT_STATE_NONPUBLIC},
                 {"nonpublic", RAT_STATE_NONPUBLIC},
                 {"non-public", RAT_STATE_NONPUBLIC},
                 {"entfernt", RAT_STATE_REMOVED},
                 {"gelöscht", RAT_STATE_REMOVED},
                 {"removed", RAT_STATE_REMOVED},
                 {"deleted", RAT_STATE_REMOVED},
                 {"ohne-text", RAT_STATE_WITHOUT_TEXT},
                 {"ohne text", RAT_STATE_WITHOUT_TEXT},
                 {"textlos", RAT_STATE_WITHOUT_TEXT},
                 {"without-text", RAT_STATE_WITHOUT_TEXT},
                 {"empty", RAT_STATE_WITHOUT_TEXT}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strlen(table[i].name) == n && strncasecmp(table[i].name, text, n) == 0) {
            *out = table[i].state;
            return true;
        }
    return false;
}

const char *rat_state_german(enum rat_state state)
{
    static const char *const names[] = {"öffentlich", "nichtöffentlich", "entfernt", "ohne-text"};
    return names[state];
}

/* ---- betrag: ---- */

#define CENTS_MAX (UINT64_MAX / 20000000) /* leaves room for "Mrd" */

static void skip_spaces(const char **at, const char *end)
{
    while (*at < end && (**at == ' ' || (end - *at > 1 && memcmp(*at, "\xc2\xa0", 2) == 0)))
        *at += **at == ' ' ? 1 : 2;
}

/* "1.234.567", "1234567" */
static bool read_whole(const char **at, const char *end, uint64_t *out)
{
    const char *start = *at;
    uint64_t value = 0;
    while (*at < end) {
        if (**at == '.' && *at > start && end - *at > 3 && (*at)[1] >= '0' && (*at)[1] <= '9' &&
            (*at)[2] >= '0' && (*at)[2] <= '9' && (*at)[3] >= '0' && (*at)[3] <= '9')
            ++*at;
        if (**at < '0' || **at > '9')
            break;
        value = value * 10 + (uint64_t)(*(*at)++ - '0');
        if (value > CENTS_MAX)
            return false;
    }
    *out = value;
    return *at > start;
}

static uint64_t read_unit(const char **at, const char *end)
{
    static const struct {
        const char *name;
        uint64_t factor;
    } table[] = {{"Milliarden", 1000000000},
                 {"Milliarde", 1000000000},
                 {"Mrd.", 1000000000},
                 {"Mrd", 1000000000},
                 {"Millionen", 1000000},
                 {"Million", 1000000},
                 {"Mio.", 1000000},
                 {"Mio", 1000000},
                 {"TEUR", 1000},
                 {"T€", 1000},
                 {"Tsd.", 1000},
                 {"Tsd", 1000},
                 {"k", 1000},
                 {"Euro", 1},
                 {"EUR", 1},
                 {"€", 1}};
    uint64_t factor = 1;
    for (int words = 0; words < 2; words++) { /* "Mio €" */
        skip_spaces(at, end);
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
            size_t size = strlen(table[i].name);
            if ((size_t)(end - *at) < size || strncasecmp(*at, table[i].name, size) != 0)
                continue;
            *at += size;
            factor *= table[i].factor;
            break;
        }
    }
    return factor;
}

/* [low, high]: an amount without cents stands for itself. */
static bool parse_amount(const char *text, size_t n, uint64_t *out)
{
    const char *at = text, *end = text + n;
    uint64_t whole, cents = 0, unit = 100;
    skip_spaces(&at, end);
    if (!read_whole(&at, end, &whole))
        return false;
    uint64_t tail = 0, digits = 1;
    if (end - at > 1 && (*at == ',' || *at == '.') && at[1] >= '0' && at[1] <= '9') {
        for (at++; at < end && *at >= '0' && *at <= '9' && digits < 1000000; at++, digits *= 10)
            tail = tail * 10 + (uint64_t)(*at - '0');
    }
    uint64_t factor = read_unit(&at, end);
    skip_spaces(&at, end);
    if (at != end || factor > 1000000000)
        return false;
    if (whole > UINT64_MAX / 400 / factor)
        return false;
    cents = whole * factor * unit + tail * factor * unit / digits;
    *out = cents;
    return true;
}

static bool parse_amount_comparison(const char *text, size_t n, uint64_t *low, uint64_t *high)
{
    static const struct {
        const char *sign;
        bool up, inclusive;
    } table[] = {{">=", true, true}, {"≥", true, true},  {"<=", false, true},
                 {"≤", false, true}, {">", true, false}, {"<", false, false}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t size = strlen(table[i].sign);
        uint64_t value;
        if (n < size || memcmp(text, table[i].sign, size) != 0)
            continue;
        if (!parse_amount(text + size, n - size, &value) ||
            (!table[i].inclusive && !table[i].up && value == 0))
            return false;
        *low = !table[i].up ? 0 : table[i].inclusive ? value : value + 1;
        *high = table[i].up ? UINT64_MAX : table[i].inclusive ? value : value - 1;
        return true;
    }
    return false;
}

bool rat_query_parse_amounts(const char *text, size_t n, uint64_t *low, uint64_t *high)
{
    static const char *const dividers[] = {"..", "…", "–", " bis ", "-"};
    uint64_t from = 0, to = UINT64_MAX;
    if (parse_amount_comparison(text, n, low, high))
        return true;
    for (size_t i = 0; i < sizeof dividers / sizeof *dividers; i++) {
        size_t size = strlen(dividers[i]);
        const char *at = memmem(text, n, dividers[i], size);
        if (!at)
            continue;
        size_t left = (size_t)(at - text), right = n - left - size;
        if (left + right == 0 || (left && !parse_amount(text, left, &from)) ||
            (right && !parse_amount(at + size, right, &to)))
            return false;
        *low = from < to ? from : to;
        *high = from < to ? to : from;
        return true;
    }
    if (!parse_amount(text, n, &from))
        return false;
    *low = *high = from;
    return true;
}

/* ---- paragraf: ---- */

static bool is_citation(const char *text, size_t n)
{
    struct rat_typed typed;
    return rat_typed_find(text, n, 0, &typed) && typed.kind == RAT_TYPED_CITATION && typed.end == n;
}

bool rat_query_parse_citation(const char *text, size_t n, struct rat_arena *arena, const char **out)
{
    while (n > 0 && *text == ' ') {
        text++;
        n--;
    }
    while (n > 0 && text[n - 1] == ' ')
        n--;
    if (n > 0 && is_citation(text, n)) {
        *out = rat_arena_strndup(arena, text, n);
        return *out != NULL;
    }
    const char *with_sign = n > 0 ? rat_arena_printf(arena, "§ %.*s", (int)n, text) : NULL;
    if (!with_sign || !is_citation(with_sign, strlen(with_sign)))
        return false;
    *out = with_sign;
    return true;
}

/* ---- leaves ---- */

static bool is_known(struct rat_parser *p, uint8_t field, const char *text, size_t n, struct rat_node *node)
{
    switch (field) {
    case RAT_FIELD_STATE: node->kind = RAT_NODE_STATE; return rat_query_parse_state(text, n, &node->state);
    case RAT_FIELD_AMOUNT:
        node->kind = RAT_NODE_AMOUNTS;
        return rat_query_parse_amounts(text, n, &node->low, &node->high);
    default: node->kind = RAT_NODE_CITATION; return rat_query_parse_citation(text, n, p->arena, &node->text);
    }
}

static void say_unknown(struct rat_parser *p, uint8_t field, const struct rat_lex *token)
{
    bool state = field == RAT_FIELD_STATE, amount = field == RAT_FIELD_AMOUNT;
    rat_parser_note(p,
                    state    ? _("„%.*s“ gibt es bei „ist“ nicht; gesucht wird das Wort")
                    : amount ? _("„%.*s“ ist kein Betrag; gesucht wird das Wort")
                             : _("„%.*s“ ist keine Fundstelle; gesucht wird das Wort"),
                    RAT_QUOTED(p, token->text_start, token->text_end));
    struct rat_err *err = rat_parser_refuse(p, token->text_start);
    if (!err)
        return;
    uint64_t pos = err->pos;
    rat_fail(err, RAT_EUSAGE,
             state    ? _("„%.*s“ gibt es bei „ist“ nicht")
             : amount ? _("„%.*s“ ist kein Betrag")
                      : _("„%.*s“ ist keine Fundstelle"),
             RAT_QUOTED(p, token->text_start, token->text_end));
    rat_err_hint(err, "%s",
                 state    ? _("Es gibt ist:öffentlich, ist:nichtöffentlich, ist:entfernt, ist:ohne-text, "
                                 "ist:fehlgeschlagen, "
                                 "ist:unvollständig, ist:zeichenfehler, ist:erkannt")
                 : amount ? _("Zum Beispiel betrag:5000, betrag:10000..50000 oder betrag:>=1,5Mio")
                          : _("Zum Beispiel paragraf:\"§ 58 Abs. 1 NKomVG\""));
    err->pos = pos;
}

struct rat_operand rat_parser_condition(struct rat_parser *p, uint8_t *field, const struct rat_lex *token,
                                        size_t text_end)
{
    struct rat_operand operand = {NULL, 0, false, false};
    struct rat_node found = {.field = *field};
    if (*field != RAT_FIELD_STATE && *field != RAT_FIELD_AMOUNT && *field != RAT_FIELD_CITATION)
        return operand;
    if (!is_known(p, *field, p->text + token->text_start, text_end - token->text_start, &found)) {
        say_unknown(p, *field, token);
        *field = RAT_FIELD_TEXT;
        return operand;
    }
    operand = rat_parser_leaf(p, found.kind, *field, token);
    if (operand.node) {
        operand.node->text = found.text;
        operand.node->text_size = found.text ? strlen(found.text) : 0;
        operand.node->state = found.state;
        operand.node->low = found.low;
        operand.node->high = found.high;
    }
    return operand;
}
