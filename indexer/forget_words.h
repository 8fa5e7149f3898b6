/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_FORGET_WORDS_H
#define INDEXER_FORGET_WORDS_H

#include "storage/archive.h"

struct rat_acronyms;

/* Gives `next` a word model without the words that no segment of `next` has any more: what was purged must not survive in
 * the model. Words that every archive begins with stay; counts stay, they say nothing about one text. Segments keep the
 * parts that they were made with. Acronyms that the purged documents explained (`gone`, learned from their texts) stay only
 * where others still prove them; with NULL none stay. Does nothing when nothing is to go. */
RAT_MUST_CHECK rat_status rat_forget_words(struct rat_writer *writer, struct rat_manifest *next,
                                           const struct rat_acronyms *gone, struct rat_err *err);

#endif
