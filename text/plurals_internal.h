/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plurals that no rule of a stemmer finds: Museen, Praktika, Themen, Kitas. Pure function, any thread. */
#ifndef TEXT_PLURALS_INTERNAL_H
#define TEXT_PLURALS_INTERNAL_H

#include "base/buf.h"

/* Appends the singular of a surface form that ends in such a plural ("heimatmuseen" -> "heimatmuseum"); false when it
 * does not. */
bool rat_singular(const char *surface, size_t n, struct rat_buf *out);

/* Nouns in -ung that are another word than their stem: Satzung is no Satz, Sitzung no Sitz. How much of the surface form
 * is to be kept as its stem ("beitragssatzung|en"); 0: the rules may have it. */
size_t rat_whole_stem(const char *surface, size_t n);

#endif
