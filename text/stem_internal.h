/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stem layer: é -> e and the like, then Snowball's German stemmer (which folds ß -> ss and drops
 * umlauts). Input is a surface form, not an exact one, so that Israel, aktuell, Michael and Duell keep their
 * ae and ue. One stemmer per thread.
 */
#ifndef TEXT_STEM_INTERNAL_H
#define TEXT_STEM_INTERNAL_H

#include "base/buf.h"
#include "base/status.h"

struct rat_stemmer;

RAT_MUST_CHECK rat_status rat_stemmer_new(struct rat_stemmer **out, struct rat_err *err);
void rat_stemmer_free(struct rat_stemmer *stemmer); /* NULL is fine */

/* Appends the stem of surface[0..n); at least one byte when n > 0. Latches in out->failed. */
void rat_stemmer_append(struct rat_stemmer *stemmer, const char *surface, size_t n, struct rat_buf *out);

#endif
