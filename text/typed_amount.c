/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Money: "1.234,50 €", "1234,50 EUR", "50.000,- Euro", "1,5 Mio. €", "TEUR 50", "€ 20", "300 DM". */
#include "text/typed_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS_MAX 15

struct amount {
    char digits[DIGITS_MAX + 1]; /* without separators, decimals included */
    unsigned count, decimals;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool put(struct amount *a, char digit)
{
    if (a->count == DIGITS_MAX)
        return false;
    a->digits[a->count++] = digit;
    a->digits[a->count] = '\0';
    return true;
}

/* A thousands separator with three digits behind it and no fourth. */
static bool is_group(const struct rat_scan *s)
{
    char c = rat_scan_peek(s, 0);
    return (c == '.' || c == ' ') && is_digit(rat_scan_peek(s, 1)) && is_digit(rat_scan_peek(s, 2)) &&
           is_digit(rat_scan_peek(s, 3)) && !is_digit(rat_scan_peek(s, 4));
}

static bool read_number(struct rat_scan *s, struct amount *a)
{
    unsigned leading = 0;
    *a = (struct amount){.count = 0};
    for (; is_digit(rat_scan_peek(s, 0)); s->at++, leading++) {
        if (!put(a, rat_scan_peek(s, 0)))
            return false;
    }
    while (leading >= 1 && leading <= 3 && is_group(s)) {
        for (unsigned i = 1; i <= 3; i++) {
            if (!put(a, rat_scan_peek(s, i)))
                return false;
        }
        s->at += 4;
    }
    if (rat_scan_peek(s, 0) == ',' && is_digit(rat_scan_peek(s, 1))) {
        for (s->at++; is_digit(rat_scan_peek(s, 0)); s->at++, a->decimals++) {
            if (!put(a, rat_scan_peek(s, 0)))
                return false;
        }
    } else if (!rat_scan_literal(s, ",--") && !rat_scan_literal(s, ",-") && !rat_scan_literal(s, ",–")) {
        (void)rat_scan_literal(s, ".-");
    }
    return a->count > 0;
}

/* The power of ten that a word for it adds. */
static unsigned read_scale(struct rat_scan *s)
{
    static const char *const words[] = {"Millionen", "Million", "Mio.", "Mio", "Milliarden", "Milliarde",
                                        "Mrd.",      "Mrd",     "Tsd.", "Tsd", "Tausend",    NULL};
    static const unsigned powers[] = {6, 6, 6, 6, 9, 9, 9, 9, 3, 3, 3};
    struct rat_scan at = *s;
    (void)rat_scan_spaces(&at);
    int i = rat_scan_word(&at, words);
    if (i < 0)
        return 0;
    *s = at;
    return powers[i];
}

/* "€", "T€", "TEUR", "DM"; *sign for the term. False when none stands here. */
static bool read_currency(struct rat_scan *s, const char **sign, unsigned *power)
{
    static const char *const thousands[] = {"TEUR", "TEuro", NULL};
    static const char *const euro[] = {"EUR", "Euro", NULL};
    static const char *const mark[] = {"DM", NULL};
    *sign = "€";
    if (rat_scan_word(s, thousands) >= 0 || rat_scan_literal(s, "T€")) {
        *power += 3;
        return true;
    }
    if (rat_scan_literal(s, "€") || rat_scan_word(s, euro) >= 0)
        return true;
    *sign = "€dm";
    return rat_scan_word(s, mark) >= 0;
}

static bool add_amount(const struct amount *a, unsigned power, const char *sign, size_t end,
                       struct rat_typed *out)
{
    uint64_t cents = strtoull(a->digits, NULL, 10);
    int shift = 2 + (int)power - (int)a->decimals;
    for (; shift < 0 && cents % 10 == 0; shift++) /* "1,500" */
        cents /= 10;
    if (shift < 0)
        return false;
    for (; shift > 0; shift--) {
        if (cents > UINT64_MAX / 10)
            return false;
        cents *= 10;
    }
    out->end = end;
    if (cents % 100 != 0)
        rat_typed_add(out, true, "%s%" PRIu64 ".%02u", sign, cents / 100, (unsigned)(cents % 100));
    else
        rat_typed_add(out, true, "%s%" PRIu64, sign, cents / 100);
    return true;
}

bool rat_typed_amount(struct rat_scan s, struct rat_typed *out)
{
    struct amount a;
    const char *sign;
    unsigned power = 0;
    bool before = read_currency(&s, &sign, &power);
    if (before)
        (void)rat_scan_spaces(&s);
    if (!read_number(&s, &a))
        return false;
    power += read_scale(&s);
    size_t end = s.at;
    if (!before) {
        (void)rat_scan_spaces(&s);
        if (!read_currency(&s, &sign, &power))
            return false;
        end = s.at;
    } else if (!rat_scan_at_break(&s)) {
        return false;
    }
    return add_amount(&a, power, sign, end, out);
}
