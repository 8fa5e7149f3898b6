/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How well a splitter cuts compounds: against a list of words, one a line, "Haushalt, satzung" for a compound and
 * "Straße" for a simple word. One thread.
 *
 * Lists of this shape drop the linking s ("Verwaltung, gebühren"), so the word itself must be put together again: as it
 * stands ("verwaltunggebühren"), or with an s after the endings that always take one (-ung, -heit, -keit, -schaft, -ion,
 * -tät, -ling), as people write it. Words with a hyphen are left out and counted: the tokenizer takes them apart before.
 *
 * A split is right when it has as many parts and each cut falls where the list has it; letters that either side takes
 * for a linking element belong to the cut, upper and lower case are the same, inflected last parts are not looked into.
 * precision = right / words that were split, recall = right / compounds, accuracy = right splits and simple words left
 * whole / all words. */
#ifndef BENCHMARKS_SPLIT_SCORE_H
#define BENCHMARKS_SPLIT_SCORE_H

#include "text/compound.h"

struct rat_split_list {
    struct rat_buf file;
    struct rat_split_word *words;
    size_t count, compounds, hyphenated; /* words to be judged, compounds among them; left out */
};

struct rat_splitter {
    const char *name;
    const void *context;
    unsigned (*split)(const void *context, const char *surface, size_t n,
                      struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX]);
};

struct rat_split_score {
    uint64_t split, right, simple_split; /* words */
    double precision, recall, f1, accuracy, wrong_simple;
};

RAT_MUST_CHECK rat_status rat_split_list_read(const char *path, struct rat_split_list *out,
                                              struct rat_err *err);
void rat_split_list_release(struct rat_split_list *list); /* a zeroed one is fine */
/* links: with the s put back. wrong(): told of each word that is not right, with the words as "a|b"; may be NULL. */
RAT_MUST_CHECK rat_status rat_split_list_score(const struct rat_split_list *list,
                                               const struct rat_splitter *splitter, bool links,
                                               void (*wrong)(const char *word, const char *expected,
                                                             const char *got),
                                               struct rat_split_score *out, struct rat_err *err);

#endif
