/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Terms that are like a word, for a walk through a sorted dictionary. Internal to query/, one walk, one thread.
 */
#ifndef QUERY_FUZZY_H
#define QUERY_FUZZY_H

#include "query/syntax.h"
#include "storage/dictionary.h"

#define RAT_FUZZY_WORD_MAX 64u /* letters */
#define RAT_FUZZY_ROWS (RAT_FUZZY_WORD_MAX + RAT_FUZZY_MAX + 4)

/* Letters that have to be changed, left out, put in, or exchanged with their neighbour ("optimal string alignment"), row by row: a
 * term shares the rows of the letters that it shares with the one before. */
struct rat_fuzzy {
    int32_t word[RAT_FUZZY_WORD_MAX];
    uint32_t size, most;
    uint8_t rows[RAT_FUZZY_ROWS][RAT_FUZZY_WORD_MAX + 1];
    int32_t letters[RAT_FUZZY_ROWS]; /* of the term that the rows are of */
    size_t ends[RAT_FUZZY_ROWS];     /* where letter i of it ends */
    uint8_t least[RAT_FUZZY_ROWS];
    uint32_t depth; /* rows that are made, without row 0 */
    char term[RAT_KEY_BYTES_MAX];
    size_t term_size;
    bool is_text;
    bool is_void; /* no word to compare with */
};

/* False when the word is empty or too long: then it accepts nothing. */
bool rat_fuzzy_init(struct rat_fuzzy *fuzzy, const char *word, size_t n, uint32_t distance);
/* As struct rat_expander wants it; ctx: struct rat_fuzzy. */
bool rat_fuzzy_accepts(void *ctx, const char *term, size_t n, uint32_t *cost, size_t *skip);
/* "§58", "€500": a term that is no word. */
bool rat_fuzzy_is_typed(const char *term, size_t n);

#endif
