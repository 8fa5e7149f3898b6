/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of development plans: "B-Plan 12a", "BPlan 12 a", "Bebauungsplan Nr. 12a". */
#include "text/typed_internal.h"

#include <string.h>

#define NUMBER_MAX 5   /* digits */
#define LETTER_MAX 'h' /* behind a blank: "12 a", but not "12 m" */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The letter behind the number, lower case; '\0': none. */
static char read_letter(struct rat_scan *s)
{
    struct rat_scan at = *s;
    bool apart = rat_scan_literal(&at, " ");
    char letter = rat_scan_peek(&at, 0);
    if (!is_letter(letter))
        return '\0';
    at.at++;
    letter |= 0x20;
    if (!rat_scan_at_break(&at) || (apart && letter > LETTER_MAX))
        return '\0';
    *s = at;
    return letter;
}

bool rat_typed_plan(struct rat_scan s, struct rat_typed *out)
{
    static const char *const plans[] = {"B-Planes",      "B-Plans", "B-Plan",          "BPlanes",
                                        "BPlans",        "BPlan",   "Bebauungsplanes", "Bebauungsplans",
                                        "Bebauungsplan", NULL};
    static const char *const number[] = {"Nummer", "Nr.", "Nr", NULL};
    char digits[RAT_SCAN_DIGITS_MAX + 1];
    if (rat_scan_word(&s, plans) < 0)
        return false;
    (void)rat_scan_spaces(&s);
    (void)rat_scan_word(&s, number);
    (void)rat_scan_spaces(&s);
    unsigned count = rat_scan_digits(&s, digits);
    if (count == 0 || count > NUMBER_MAX)
        return false;
    char letter = read_letter(&s);
    char next = rat_scan_peek(&s, 0);
    if (!rat_scan_at_break(&s) || next == '/') /* "B-Plan 421/2005" is the number of its paper */
        return false;
    out->end = s.at;
    rat_typed_add(out, true, "#bplan:%s%.*s", digits, letter ? 1 : 0, &letter);
    return true;
}
