/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One key for the old and the new spelling of a word: daß/dass, Beschluß/Beschluss, Schiffahrt/Schifffahrt,
 * Photographie/Fotografie, selbständig/selbstständig, Thür/Tür, Massnahme/Maßnahme. The key is what both have
 * in common, not always a spelling anyone uses ("filosofie"): it only must not make two different words
 * equal. ß after a long vowel stays, so that Maße and Masse, Buße and Busse remain apart. Input is a surface
 * form (fold.h). Pure function, any thread.
 *
 *     rat_orthography("beschluß", n, &out);   // "beschluss", true
 */
#ifndef TEXT_ORTHOGRAPHY_H
#define TEXT_ORTHOGRAPHY_H

#include "base/buf.h"

/* Appends the key; says whether it differs from the surface form. */
bool rat_orthography(const char *surface, size_t n, struct rat_buf *out);

#endif
