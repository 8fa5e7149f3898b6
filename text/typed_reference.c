/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of papers: "2020/740", "2015/0288-1", "VO/4680/2016", "A 21/0321-01", "RBIV-1121/08", "1536/V",
 * "Drs. 17/2034", "Vorlage Nr. 421". */
#include "text/typed_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX_MAX 6
#define NUMBER_MAX 6 /* digits of one part */

struct reference {
    char prefix[PREFIX_MAX + 1]; /* lower case, "" */
    char part[3][RAT_SCAN_DIGITS_MAX + 1];
    unsigned digits[3], parts;
    char suffix[RAT_SCAN_DIGITS_MAX + 1]; /* behind '-', or a roman number behind '/' */
};

/* What stands before a number and says that it is one. -> the prefix it stands for. */
static bool read_lead(struct rat_scan *s, struct reference *out, bool *plain_number)
{
    static const char *const printed[] = {"BT-Drs.", "BT-Drucksache", "LT-Drs.", "Drucksachen", "Drucksache",
                                          "Drucks.", "Drs.",          "Drs",     "DS",          NULL};
    static const char *const papers[] = {"Vorlagennummer", "Vorlagen-Nr.", "Vorlage-Nr.", "Vorlage", NULL};
    static const char *const number[] = {"Nummer", "Nr.", "Nr", NULL};
    struct rat_scan at = *s;
    bool ds = rat_scan_word(&at, printed) >= 0;
    int paper = ds ? -1 : rat_scan_word(&at, papers);
    if (!ds && paper < 0)
        return false;
    (void)rat_scan_spaces(&at);
    bool numbered = rat_scan_word(&at, number) >= 0 || (paper >= 0 && paper < 3);
    (void)rat_scan_literal(&at, ":");
    (void)rat_scan_spaces(&at);
    *plain_number = numbered && paper >= 0;
    if (ds)
        (void)snprintf(out->prefix, sizeof out->prefix, "ds");
    *s = at;
    return true;
}

/* "VO/", "RBIV-", "A ", "DHH/". */
static void read_prefix(struct rat_scan *s, struct reference *out)
{
    unsigned count = 0;
    while (rat_scan_peek(s, count) >= 'A' && rat_scan_peek(s, count) <= 'Z')
        count++;
    char joint = rat_scan_peek(s, count), next = rat_scan_peek(s, count + 1);
    if (count == 0 || count > PREFIX_MAX || !(joint == '/' || joint == '-' || (joint == ' ' && count <= 2)) ||
        next < '0' || next > '9')
        return;
    for (unsigned i = 0; i < count; i++)
        out->prefix[i] = (char)(rat_scan_peek(s, i) | 0x20);
    out->prefix[count] = '\0';
    s->at += count + 1;
}

static bool read_roman(struct rat_scan *s, struct reference *out)
{
    unsigned count = 0;
    while (rat_scan_peek(s, count) && strchr("IVX", rat_scan_peek(s, count)))
        count++;
    if (count == 0 || count > 5)
        return false;
    for (unsigned i = 0; i < count; i++)
        out->suffix[i] = (char)(rat_scan_peek(s, i) | 0x20);
    out->suffix[count] = '\0';
    s->at += count;
    return true;
}

static bool read_numbers(struct rat_scan *s, struct reference *out, bool *roman)
{
    *roman = false;
    for (;;) {
        unsigned digits = rat_scan_digits(s, out->part[out->parts]);
        if (digits == 0 || digits > NUMBER_MAX)
            return false;
        out->digits[out->parts++] = digits;
        char next = rat_scan_peek(s, 1);
        if (rat_scan_peek(s, 0) != '/' || out->parts == 3 || next == '\0' || !strchr("0123456789IVX", next))
            break;
        s->at++;
        if (read_roman(s, out)) {
            *roman = true;
            break;
        }
    }
    char next = rat_scan_peek(s, 1);
    if (!*roman && rat_scan_peek(s, 0) == '-' && next >= '0' && next <= '9') {
        struct rat_scan at = {s->text, s->n, s->at + 1};
        unsigned digits = rat_scan_digits(&at, out->suffix);
        if (digits == 0 || digits > 3)
            return false;
        *s = at;
    }
    return rat_scan_at_break(s);
}

/* "2015/2016", "2015/16": years. */
static bool is_year_span(const struct reference *r)
{
    if (r->parts != 2 || r->digits[0] != 4 || r->prefix[0] || r->suffix[0])
        return false;
    long first = strtol(r->part[0], NULL, 10), second = strtol(r->part[1], NULL, 10);
    if (first < 1900 || first > 2099)
        return false;
    if (r->digits[1] == 2)
        return second == (first + 1) % 100;
    return r->digits[1] == 4 && second >= first && second <= first + 2;
}

/* "1/2", "24/7", "3/4": fractions, and what else people write with a slash. */
static bool is_too_short(const struct reference *r)
{
    return r->parts == 2 && !r->prefix[0] && r->digits[0] < 3 && r->digits[1] < 3;
}

static void add_terms(const struct reference *r, bool roman, struct rat_typed *out)
{
    char numbers[3 * (RAT_SCAN_DIGITS_MAX + 2)], prefix[PREFIX_MAX + 2];
    (void)snprintf(numbers, sizeof numbers, "%s%s%s%s%s", r->part[0], r->parts > 1 ? "/" : "", r->part[1],
                   r->parts > 2 ? "/" : "", r->part[2]);
    (void)snprintf(prefix, sizeof prefix, "%s%s", r->prefix, r->prefix[0] ? "/" : "");
    if (r->suffix[0]) {
        const char *joint = roman ? "/" : "-";
        rat_typed_add(out, true, "#%s%s%s%s", prefix, numbers, joint, r->suffix);
        rat_typed_add(out, false, "#%s%s%s", numbers, joint, r->suffix);
        if (roman)
            return;
    }
    rat_typed_add(out, !r->suffix[0], "#%s%s", prefix, numbers);
    rat_typed_add(out, false, "#%s", numbers);
    if (r->parts == 3) /* "2023/1411/1" belongs to "2023/1411" */
        rat_typed_add(out, false, "#%s/%s", r->part[0], r->part[1]);
}

bool rat_typed_reference(struct rat_scan s, struct rat_typed *out)
{
    struct reference r = {.prefix = ""};
    bool plain_number = false, roman, lead = read_lead(&s, &r, &plain_number);
    if (!r.prefix[0])
        read_prefix(&s, &r);
    if (!read_numbers(&s, &r, &roman))
        return false;
    if (r.parts == 1 && !roman && !(plain_number && !r.suffix[0]))
        return false;
    if (!lead && (is_year_span(&r) || is_too_short(&r)))
        return false;
    out->end = s.at;
    add_terms(&r, roman, out);
    return true;
}
