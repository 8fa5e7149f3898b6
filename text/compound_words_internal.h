/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that frequencies judge wrongly: short nouns that are parts all the same, and words that never are.
 * Pure functions over constant lists, any thread. */
#ifndef TEXT_COMPOUND_WORDS_INTERNAL_H
#define TEXT_COMPOUND_WORDS_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

bool rat_is_short_part(const char *word, size_t n);     /* "rat", "amt", "weg": of two or three letters */
bool rat_is_short_modifier(const char *word, size_t n); /* "neu", "süd", "bio": before another part only */
bool rat_is_no_part(const char *word, size_t n); /* "unter", "nicht"; endings such as "schaft", "keit" */

/* False for what begins or ends as no word does: "schw", "nden", "gesc", "distr" are left by broken lines. n > 0. */
bool rat_is_speakable(const char *word, size_t n);

#endif
