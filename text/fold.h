/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Folding: how spellings of the same word become the same bytes. Pure functions, any thread. Inputs are valid
 * UTF-8 (other bytes are copied as they are, nothing is read past n). Each appends to out.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/buf.h"

/* Surface form of one word: NFC, lower case (ẞ -> ß), ligatures opened (ﬂ -> fl), ſ -> s, soft hyphens and
 * zero-width characters dropped, U+2010/2011 -> '-'. Umlauts, ß and other letters with marks stay. */
void rat_fold_surface(const char *word, size_t n, struct rat_buf *out);

/* Exact form of a surface form: ä -> ae, ö -> oe, ü -> ue; ß stays (german.md 2.5: Maße is not Masse). */
void rat_fold_exact(const char *surface, size_t n, struct rat_buf *out);

/* Key of a field's whole value ("Ausschuss für Umwelt u. Gesundheit"): surface, then exact, ß -> ss, runs of
 * anything but letters and digits become one space, none at the ends. Numbers keep their '/', '-' and '.'
 * between digits or letters ("2020/740-1", "VO/4680/2016"), so that a reference number stays one word. */
void rat_fold_key(const char *value, size_t n, struct rat_buf *out);

#endif
