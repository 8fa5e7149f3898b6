/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reading head that the kinds of typed tokens share, and the kinds. Each rat_typed_<kind> reads one token
 * from s.at on, adds its terms to *out and sets out->end; false when none stands there. */
#ifndef TEXT_TYPED_INTERNAL_H
#define TEXT_TYPED_INTERNAL_H

#include "text/typed.h"

struct rat_scan {
    const char *text;
    size_t n, at;
};

#define RAT_SCAN_DIGITS_MAX 15

/* Blanks, no-break and thin spaces, at most one line end. Says whether there was any. */
bool rat_scan_spaces(struct rat_scan *s);
/* Digits without leading zeros ("0" for zeros only) as a string. Returns how many stood there, 0 for none or
 * for more than RAT_SCAN_DIGITS_MAX; then s is where it was. */
unsigned rat_scan_digits(struct rat_scan *s, char out[RAT_SCAN_DIGITS_MAX + 1]);
bool rat_scan_literal(struct rat_scan *s, const char *literal);
/* The first of the words (NULL at the end) that stands here and ends here; ASCII letters in any case. -1:
 * none. */
int rat_scan_word(struct rat_scan *s, const char *const *words);
/* Neither a letter nor a digit comes next. */
bool rat_scan_at_break(const struct rat_scan *s);
char rat_scan_peek(const struct rat_scan *s, size_t distance); /* '\0' beyond the end */

/* Adds a term unless it is there already or there is no room. */
void rat_typed_add(struct rat_typed *out, bool specific, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

bool rat_typed_citation(struct rat_scan s, struct rat_typed *out);
bool rat_typed_date(struct rat_scan s, struct rat_typed *out);
bool rat_typed_plan(struct rat_scan s, struct rat_typed *out);
bool rat_typed_reference(struct rat_scan s, struct rat_typed *out);
bool rat_typed_amount(struct rat_scan s, struct rat_typed *out);

#endif
