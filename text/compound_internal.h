/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What compound_model.c (words and their counts) and compound.c (splitting) share. */
#ifndef TEXT_COMPOUND_INTERNAL_H
#define TEXT_COMPOUND_INTERNAL_H

#include "text/compound.h"

#define RAT_COMPOUND_COUNT_MIN 2 /* a rarer part is no word, however small the archive */

struct rat_compound_count {
    uint32_t total, capital;
};

/* False for a word that is unknown or too rare to matter. */
bool rat_compounds_find(const struct rat_compounds *model, const char *word, size_t n,
                        struct rat_compound_count *out);

#endif
