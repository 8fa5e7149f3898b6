/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kölner Phonetik (Hans Joachim Postel, "Die Kölner Phonetik", IBM-Nachrichten 19, 1969): names that sound
 * alike have the same digits. Meier, Maier, Mayer and Mayr are "67". For names only, and only when nothing
 * else was found: it makes one word of far too many. Pure function, any thread. Input is a surface form
 * (fold.h).
 *
 *     rat_cologne("müller", 7, &out);   // "657"
 */
#ifndef TEXT_COLOGNE_H
#define TEXT_COLOGNE_H

#include "base/buf.h"

/* Appends the digits; nothing for a word without letters of German. */
void rat_cologne(const char *surface, size_t n, struct rat_buf *out);

#endif
