/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The splitter to compare with: a list of words, no frequencies. A word is cut into the fewest words of the list, each of
 * four letters or more, with s, es, n, en, er, e between them; of several such ways the one with the longest last word.
 * That is what splitters over a dictionary do. Any number of threads may split.
 */
#ifndef BENCHMARKS_DICTIONARY_SPLIT_H
#define BENCHMARKS_DICTIONARY_SPLIT_H

#include "base/strmap.h"
#include "text/compound.h"

struct rat_word_list {
    struct rat_strmap words; /* surface forms */
};

/* One word a line, UTF-8. */
RAT_MUST_CHECK rat_status rat_word_list_read(const char *path, struct rat_word_list *out,
                                             struct rat_err *err);
void rat_word_list_release(struct rat_word_list *list);

/* context: a struct rat_word_list. 0: no way. */
unsigned rat_dictionary_split(const void *context, const char *surface, size_t n,
                              struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX]);
/* The same, but a word that is in the list itself stays whole. */
unsigned rat_dictionary_split_unknown(const void *context, const char *surface, size_t n,
                                      struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX]);

#endif
