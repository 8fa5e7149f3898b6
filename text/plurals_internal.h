/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What no rule of the stemmers finds: plurals such as Museen, Praktika, Themen, Kitas, and that Bürgerinnen are Bürger (of
 * the stemmers only Snowball 3 knows, and only after -er). Pure functions, any thread.
 */
#ifndef TEXT_PLURALS_INTERNAL_H
#define TEXT_PLURALS_INTERNAL_H

#include "base/buf.h"

/* Appends the word whose stem a surface form is to have: of such a plural the singular ("heimatmuseen" ->
 * "heimatmuseum"), of a feminine noun the masculine ("bürgerinnen", "bürgerin" -> "bürger"); false: it is its own. */
bool rat_base_form(const char *surface, size_t n, struct rat_buf *out);

/* How much of a feminine noun is the masculine: "bürger|innen", "bürger|in"; 0: it is none. */
size_t rat_masculine_part(const char *surface, size_t n);

/* Nouns that are another word than their stem: Satzung is no Satz, Sitzung no Sitz, Bürger no Burg. How much of the surface form
 * is to be kept as its stem ("beitragssatzung|en"); 0: the rules may have it. */
size_t rat_whole_stem(const char *surface, size_t n);

#endif
