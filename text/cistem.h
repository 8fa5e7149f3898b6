/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CISTEM, a German stemmer (Weißweiler and Fraser, "Developing a Stemmer for German Based on a Comparative
 * Analysis of Publicly Available Stemmers", GSCL 2017), written from the published description. It takes off
 * endings as long as the word stays long enough, and the prefix ge-. No suffix lists, so that it is fast and
 * never surprises twice. Pure function, any thread. Input is a surface form (fold.h); letters other than a-z,
 * ä, ö, ü, ß are kept.
 *
 *     rat_cistem("häuser", 7, false, &out);   // "haus"
 */
#ifndef TEXT_CISTEM_H
#define TEXT_CISTEM_H

#include "base/buf.h"

/* Appends the stem; at least one byte when n > 0. capital: the word was written with a capital (a noun),
 * whose final -t belongs to it; false treats all words alike. */
void rat_cistem(const char *surface, size_t n, bool capital, struct rat_buf *out);

#endif
