/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/paper_number.h"

#include "text/typed_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX_MAX 6u
#define PARTS_MAX 5u  /* three of the number and what a supplement of a supplement adds */
#define DIGITS_MAX 6u /* of one part */

struct parts {
    char prefix[PREFIX_MAX + 1]; /* lower case, "" */
    char part[PARTS_MAX][RAT_SCAN_DIGITS_MAX + 1];
    unsigned digits[PARTS_MAX], count;
    bool zero[PARTS_MAX]; /* written with a zero in front */
    unsigned suffix_at;   /* parts from here on are supplements */
    char roman[6];
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "VO/", "RBIV-", "A ", "DHH/"; "ANF2023/12" has nothing between. */
static void read_prefix(struct rat_scan *s, struct parts *out)
{
    unsigned count = 0;
    while (rat_scan_peek(s, count) >= 'A' && rat_scan_peek(s, count) <= 'Z')
        count++;
    if (count == 0 || count > PREFIX_MAX)
        return;
    char joint = rat_scan_peek(s, count), next = rat_scan_peek(s, count + 1);
    bool joined = (joint == '/' || joint == '-' || (joint == ' ' && count <= 2)) && is_digit(next);
    if (!joined && !(is_digit(joint) && count >= 2))
        return;
    for (unsigned i = 0; i < count; i++)
        out->prefix[i] = (char)(rat_scan_peek(s, i) | 0x20);
    out->prefix[count] = '\0';
    s->at += count + joined;
}

static bool read_part(struct rat_scan *s, struct parts *out)
{
    if (out->count == PARTS_MAX)
        return false;
    bool zero = rat_scan_peek(s, 0) == '0';
    unsigned digits = rat_scan_digits(s, out->part[out->count]);
    if (digits == 0 || digits > DIGITS_MAX)
        return false;
    out->zero[out->count] = zero;
    out->digits[out->count++] = digits;
    return true;
}

static bool read_roman(struct rat_scan *s, struct parts *out)
{
    size_t count = 0;
    while (rat_scan_peek(s, count) && strchr("IVX", rat_scan_peek(s, count)))
        count++;
    if (count == 0 || count >= sizeof out->roman)
        return false;
    for (size_t i = 0; i < count; i++)
        out->roman[i] = (char)(rat_scan_peek(s, i) | 0x20);
    out->roman[count] = '\0';
    s->at += count;
    return true;
}

static bool is_year(const struct parts *p, unsigned i)
{
    long value = strtol(p->part[i], NULL, 10);
    return p->digits[i] == 4 && value >= 1900 && value <= 2099;
}

/* What follows a number that is complete: not more of it, no letter of a longer word, no decimals. */
static bool ends_here(const struct rat_scan *s)
{
    char next = rat_scan_peek(s, 0), after = rat_scan_peek(s, 1);
    if (!rat_scan_at_break(s) || next == '_')
        return false;
    if (next == '/' && ((after | 0x20) >= 'a' && (after | 0x20) <= 'z')) /* "2009/28/EG" */
        return false;
    return !(next && strchr("/.,-", next) && is_digit(after));
}

static bool read_numbers(struct rat_scan *s, struct parts *p)
{
    if (!read_part(s, p))
        return false;
    while (rat_scan_peek(s, 0) == '/' && !p->roman[0]) {
        struct rat_scan at = *s;
        at.at++;
        if (p->count == 1 && read_roman(&at, p)) {
            *s = at;
            break;
        }
        if (!is_digit(rat_scan_peek(&at, 0)))
            break;
        if (!read_part(&at, p))
            return false;
        *s = at;
    }
    p->suffix_at = p->count > 2 && is_year(p, 0) ? 2 : p->count;
    if (!p->roman[0] && rat_scan_peek(s, 0) == '-' && is_digit(rat_scan_peek(s, 1))) {
        s->at++;
        if (!read_part(s, p))
            return false;
    }
    /* a supplement is a small number: "2015/2016-2020" is none */
    for (unsigned i = p->suffix_at; i < p->count; i++)
        if (p->digits[i] > 3)
            return false;
    return p->suffix_at <= 3 && ends_here(s);
}

static bool is_year_span(const struct parts *p)
{
    if (p->suffix_at != 2 || !is_year(p, 0))
        return false;
    long first = strtol(p->part[0], NULL, 10), second = strtol(p->part[1], NULL, 10);
    if (p->digits[1] == 2)
        return second == (first + 1) % 100 || (second > first % 100 && second <= first % 100 + 10);
    return p->digits[1] == 4 && second >= first && second <= 2099;
}

static void put_key(const struct parts *p, bool prefix, bool suffix, char out[RAT_PAPER_NUMBER_BYTES])
{
    size_t used = 0;
    unsigned count = suffix ? p->count : p->suffix_at;
    if (prefix && p->prefix[0])
        used = (size_t)snprintf(out, RAT_PAPER_NUMBER_BYTES, "%s/", p->prefix);
    for (unsigned i = 0; i < count; i++) {
        const char *joint = i == 0 ? "" : i < p->suffix_at ? "/" : "-";
        used += (size_t)snprintf(out + used, RAT_PAPER_NUMBER_BYTES - used, "%s%s", joint, p->part[i]);
    }
    if (p->roman[0])
        (void)snprintf(out + used, RAT_PAPER_NUMBER_BYTES - used, "/%s", p->roman);
}

/* PREFIX_MAX letters and five numbers of six digits with joints between fit. */
_Static_assert(RAT_PAPER_NUMBER_BYTES > PREFIX_MAX + 1 + PARTS_MAX * (DIGITS_MAX + 1) + 6, "keys fit");

size_t rat_paper_number_read(const char *text, size_t n, size_t at, struct rat_paper_number *out)
{
    struct rat_scan s = {text, n, at};
    struct parts p = {.count = 0};
    struct rat_paper_number number = {.key = ""};
    read_prefix(&s, &p);
    if (!read_numbers(&s, &p))
        return 0;
    put_key(&p, true, true, number.key);
    put_key(&p, true, false, number.family);
    if (p.prefix[0])
        put_key(&p, false, true, number.bare);
    number.parts = p.suffix_at;
    number.roman = p.roman[0] != '\0';
    number.year_first = p.suffix_at == 2 && is_year(&p, 0);
    number.year_last = p.suffix_at >= 2 && !number.year_first && is_year(&p, p.suffix_at - 1);
    number.is_year_span = is_year_span(&p);
    unsigned running = number.year_first ? 1 : number.year_last ? p.suffix_at - 2 : p.suffix_at - 1;
    number.digits = p.zero[running] ? p.digits[running] : 0;
    *out = number;
    return s.at - at;
}

bool rat_paper_number_parse(const char *text, struct rat_paper_number *out)
{
    static const char *const leads[] = {
        "Vorlagennummer", "Vorlagen-Nr.", "Vorlage-Nr.", "Vorlagennr.", "Vorlage", "Drucksache",
        "Drucks.",        "Drs.",         "Drs",         "DS",          NULL};
    static const char *const numbers[] = {"Nummer", "Nr.", "Nr", NULL};
    struct rat_scan s = {text, strlen(text), 0};
    (void)rat_scan_spaces(&s);
    if (rat_scan_word(&s, leads) >= 0) {
        (void)rat_scan_spaces(&s);
        (void)rat_scan_word(&s, numbers);
        (void)rat_scan_literal(&s, ":");
        (void)rat_scan_spaces(&s);
        if (rat_scan_peek(&s, 0) == '/' || rat_scan_peek(&s, 0) == '-') /* "DS/17/2034" */
            s.at++;
    }
    size_t size = rat_paper_number_read(s.text, s.n, s.at, out);
    s.at += size;
    (void)rat_scan_spaces(&s);
    return size > 0 && s.at == s.n;
}
