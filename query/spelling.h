/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a term of the index is written: the exact layer has "mueller" and "strasse" where people wrote "Müller" and "Strasse". The
 * words that the archive learned say which of the possible spellings is usual, and whether it has a capital. Internal to query/,
 * pure function of its arguments.
 */
#ifndef QUERY_SPELLING_H
#define QUERY_SPELLING_H

#include "text/analyzer.h"
#include "text/compound.h"

#include "base/buf.h"

/* Appends the usual spelling of an exact term; the term itself where nothing is known. model may be NULL. */
void rat_spell_term(const struct rat_compounds *model, const char *term, size_t n, struct rat_buf *out);

#endif
