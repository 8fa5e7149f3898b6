/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hyphens at line ends: "Kinder-⏎tagesstätte" is one word, "Planungs-⏎und Bauausschuss" and
 * "Baden-⏎Württemberg" are not. Called by the tokenizer for each hyphen that follows a letter; also across
 * one page marker ("– 2 –", "Seite 2 von 7", "-- 1 of 23 --", a bare number, a form feed) between the lines.
 * Decided by the two halves alone, the same in a text and in a query: of 300 such hyphens drawn from real papers and
 * judged by a reader all but a few are right (tests/text/test_hyphens_karlsruhe.c), without a list of the words that
 * the archive has. Pure functions over text[0..n), which is valid UTF-8; nothing is read past n. Any thread.
 *
 *     struct rat_line_hyphen hyphen;
 *     if (rat_dehyphenate(text, n, at, &hyphen) == RAT_HYPHEN_JOINS)
 *         at = hyphen.next;      // the word goes on here
 */
#ifndef TEXT_DEHYPHENATE_H
#define TEXT_DEHYPHENATE_H

#include <stdbool.h>
#include <stddef.h>

enum rat_hyphen_kind {
    RAT_HYPHEN_NONE,      /* no hyphen at a line's end between a letter and a letter */
    RAT_HYPHEN_JOINS,     /* the two halves are one word */
    RAT_HYPHEN_STAYS,     /* "CDU-⏎Fraktion", "öffentlich-⏎rechtlich": the hyphen is the word's own */
    RAT_HYPHEN_SUSPENDED, /* "Vor-⏎und Nachteile" */
};

struct rat_line_hyphen {
    size_t after;       /* offset behind the hyphen */
    size_t next;        /* offset of the first letter of the next line */
    bool across_marker; /* a page marker or form feed stands between */
};

/* Judges the hyphen ('-', U+00AD, U+2010, U+2011) at text[at]. *out is set unless RAT_HYPHEN_NONE is returned. */
enum rat_hyphen_kind rat_dehyphenate(const char *text, size_t n, size_t at, struct rat_line_hyphen *out);

#endif
