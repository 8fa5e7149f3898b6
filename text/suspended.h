/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Suspended hyphens: "Haupt- und Finanzausschuss" means Hauptausschuss too, "Verkehrsplanung und -lenkung"
 * means Verkehrslenkung. Fed with the tokens of a text in their order; completes a fragment when the whole
 * word has come, with the part of it that makes a word the archive knows. No allocation; one text at a time,
 * one thread.
 *
 *     struct rat_suspended s;
 *     rat_suspended_start(&s, text, n, count, model);
 *     for each token:
 *         for (unsigned i = 0, k = rat_suspended_feed(&s, &token); i < k; i++)
 *             index s.done[i] at its position
 */
#ifndef TEXT_SUSPENDED_H
#define TEXT_SUSPENDED_H

#include "text/analyzer.h"

#define RAT_SUSPENDED_MAX \
    4 /* fragments before one whole word: "Bau-, Planungs-, Verkehrs- und Umweltausschuss" */
#define RAT_SUSPENDED_BYTES 160 /* of a word that is looked at */

/* How often the archive has a word; 0: never. */
typedef uint32_t (*rat_word_count)(const void *context, const char *word, size_t n);

struct rat_suspended_word {
    uint32_t position, start, end; /* of the fragment */
    uint16_t size;
    char bytes[2 * RAT_SUSPENDED_BYTES]; /* in `done` the completed surface form, in `pending` the fragment */
};

struct rat_suspended {
    const char *text;
    size_t n;
    rat_word_count count;
    const void *context;
    struct rat_suspended_word done[RAT_SUSPENDED_MAX];
    struct rat_suspended_word pending[RAT_SUSPENDED_MAX]; /* fragments that wait for their word */
    unsigned waiting;
    bool conjunction;                /* the last token was one */
    struct rat_suspended_word whole; /* the last whole word, for "und -lenkung"; size 0: none */
};

/* text is borrowed until the next start. */
void rat_suspended_start(struct rat_suspended *s, const char *text, size_t n, rat_word_count count,
                         const void *context);

/* The number of words in s->done that this token completes; valid until the next call. */
unsigned rat_suspended_feed(struct rat_suspended *s, const struct rat_token *token);

#endif
