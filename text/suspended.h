/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Suspended hyphens: "Haupt- und Finanzausschuss" means Hauptausschuss too, "Verkehrsplanung und -lenkung" means
 * Verkehrslenkung. Two steps, because the words that an archive knows are learned from the very texts in which the
 * fragments stand: the reader of a text notes a *pair*, the fragment and the word it leans on, as one surface form
 * ("haupt", 0x1f, "finanzausschuss"); whoever makes terms of it completes the pair with the part of the word that
 * makes a word the archive has. Pure functions, any thread.
 *
 *     if (rat_suspended_pair(text, n, token.start, token.end, &pair)) ...
 *     if (rat_suspended_complete(pair, size, count, model, &word)) ...      // "hauptausschuss"
 */
#ifndef TEXT_SUSPENDED_H
#define TEXT_SUSPENDED_H

#include "base/buf.h"

#define RAT_SUSPENDED_WORD_BYTES 96 /* of either half; a pair with a longer one is none */

/* How often the archive has a word; 0: never. */
typedef uint32_t (*rat_word_count)(const void *context, const char *word, size_t n);

/* Whether the word text[start..end) is a fragment that leans on another one; then the pair is appended. */
bool rat_suspended_pair(const char *text, size_t n, size_t start, size_t end, struct rat_buf *pair);

/* Whether the hyphen at text[hyphen] opens the fragment of "Verkehrsplanung und -lenkung": a conjunction stands before it,
 * in lower case. */
bool rat_suspended_opens(const char *text, size_t hyphen);

/* The fragment's own bytes in a surface form that is a pair; 0 when it is none. */
size_t rat_suspended_fragment(const char *surface, size_t n);

/* Appends the word that the archive has most often; false when it has none of them. */
bool rat_suspended_complete(const char *pair, size_t n, rat_word_count count, const void *context,
                            struct rat_buf *out);

#endif
