/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/fuzzy.h"

#include "query/letter_internal.h"

#include <string.h>

#define SHARP_S 0xdf /* ß, which is ss here: who misspells a word may well write either */

/* "§58", "€500" are no words. */
bool rat_fuzzy_is_typed(const char *term, size_t n)
{
    return n > 0 && (strchr("#=@", term[0]) || (n > 2 && memcmp(term, "€", 3) == 0) ||
                     (n > 1 && memcmp(term, "§", 2) == 0));
}

static uint8_t least_of(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

static void make_row(struct rat_fuzzy *f, uint32_t i, int32_t letter)
{
    uint8_t *row = f->rows[i];
    const uint8_t *above = f->rows[i - 1];
    f->letters[i] = letter;
    row[0] = (uint8_t)i;
    f->least[i] = row[0];
    for (uint32_t j = 1; j <= f->size; j++) {
        uint8_t value = (uint8_t)(above[j - 1] + (f->word[j - 1] != letter));
        value = least_of(value, (uint8_t)(least_of(above[j], row[j - 1]) + 1));
        if (i > 1 && j > 1 && f->word[j - 1] == f->letters[i - 1] && f->word[j - 2] == letter)
            value = least_of(value, (uint8_t)(f->rows[i - 2][j - 2] + 1));
        row[j] = value;
        f->least[i] = least_of(f->least[i], value);
    }
}

bool rat_fuzzy_accepts(void *ctx, const char *term, size_t n, uint32_t *cost, size_t *skip)
{
    struct rat_fuzzy *f = ctx;
    size_t shared = 0, size;
    uint32_t i = 0;
    if (f->is_void || (f->is_text && rat_fuzzy_is_typed(term, n)))
        return false;
    while (shared < n && shared < f->term_size && term[shared] == f->term[shared])
        shared++;
    while (i < f->depth && f->ends[i + 1] <= shared)
        i++;
    memcpy(f->term, term, n);
    f->term_size = n;
    f->depth = i;
    for (size_t at = i ? f->ends[i] : 0; at < n; at += size) {
        if (i > 0 && f->least[i] > f->most && (i < 2 || f->least[i - 1] + 1u > f->most)) {
            *skip = f->ends[i];
            return false;
        }
        int32_t letter = rat_char_at(term, n, at, &size);
        if (letter == SHARP_S) {
            make_row(f, ++i, 's');
            f->ends[i] = at + size;
            letter = 's';
        }
        make_row(f, ++i, letter);
        f->ends[i] = at + size;
        f->depth = i;
    }
    *cost = f->rows[i][f->size];
    return *cost <= f->most;
}

bool rat_fuzzy_init(struct rat_fuzzy *f, const char *word, size_t n, uint32_t distance)
{
    size_t size;
    memset(f, 0, sizeof *f);
    for (size_t at = 0; at < n; at += size) {
        if (f->size == RAT_FUZZY_WORD_MAX) {
            f->is_void = true;
            return false;
        }
        int32_t letter = rat_char_at(word, n, at, &size);
        if (letter == SHARP_S && f->size + 1 < RAT_FUZZY_WORD_MAX)
            f->word[f->size++] = letter = 's';
        f->word[f->size++] = letter;
    }
    f->most = distance;
    for (uint32_t j = 0; j <= f->size; j++)
        f->rows[0][j] = (uint8_t)j;
    f->is_void = f->size == 0;
    return !f->is_void;
}
