/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What compound_model.c (words and their counts) and compound.c (splitting) share. */
#ifndef TEXT_COMPOUND_INTERNAL_H
#define TEXT_COMPOUND_INTERNAL_H

#include "text/compound.h"

#define RAT_COMPOUND_COUNT_MIN 2 /* a rarer part is no word, however small the archive */

struct rat_compound_count {
    uint32_t total, capital;
};

/* The hash of words (FNV-1a), byte by byte: a splitter looks up all stretches of a word, and each is one byte longer than
 * the one before. The number is stored. */
#define RAT_COMPOUND_HASH 2166136261u

static inline uint32_t rat_compound_hash(uint32_t hash, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash;
}

/* False when no word has this hash. */
bool rat_compounds_maybe(const struct rat_compounds *model, uint32_t hash);

/* False for a word that is unknown or too rare to matter. */
bool rat_compounds_find(const struct rat_compounds *model, const char *word, size_t n,
                        struct rat_compound_count *out);

#endif
