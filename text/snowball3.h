/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The German rules of Snowball 3 (https://snowballstem.org/algorithms/german/stemmer.html), written from
 * their description: over the `german` of libstemmer 2.2 they conflate -erin/-erinnen with -er, take off -et
 * of participles and -ln, and keep -system. Optionally ae, oe, ue are umlauts, as there; off by default here,
 * because "aktuell", "Israel", "Michael" and "Duell" must keep theirs. Pure function, any thread. Input is a
 * surface form (fold.h).
 *
 *     rat_snowball3("bürgerinnen", 12, 0, &out);   // "burg"
 */
#ifndef TEXT_SNOWBALL3_H
#define TEXT_SNOWBALL3_H

#include "base/buf.h"

#define RAT_SNOWBALL3_AE 1u /* ae, oe, ue (not after q) are ä, ö, ü */

/* Appends the stem; at least one byte when n > 0. */
void rat_snowball3(const char *surface, size_t n, unsigned flags, struct rat_buf *out);

#endif
