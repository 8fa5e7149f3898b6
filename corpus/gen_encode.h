/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Turns clean UTF-8 into what archives deliver: legacy encodings (characters that they lack are written the way
 * offices did: EUR, quotation marks of ASCII, [x]), byte order marks, decomposed umlauts, soft hyphens, ligatures,
 * no-break spaces. The caller owns `out`; it is appended to and may hold any bytes.
 */
#ifndef RAT_CORPUS_GEN_ENCODE_H
#define RAT_CORPUS_GEN_ENCODE_H

#include "corpus/gen_base.h"

enum rat_gen_encoding {
    RAT_GEN_UTF8,
    RAT_GEN_UTF8_BOM,
    RAT_GEN_UTF16LE,
    RAT_GEN_UTF16BE,
    RAT_GEN_CP1252,
    RAT_GEN_LATIN1,
    RAT_GEN_LATIN9,
    RAT_GEN_CP850,
    RAT_GEN_MAC,
    RAT_GEN_ENCODINGS
};
/* Name for the manifest: an iconv name, with "-BOM" where a byte order mark stands first. */
const char *rat_gen_encoding_name(enum rat_gen_encoding encoding);
enum rat_gen_encoding rat_gen_pick_encoding(struct rat_gen_rng *rng, int year);

enum { RAT_GEN_DIRT_NFD = 1, RAT_GEN_DIRT_SOFT = 2, RAT_GEN_DIRT_LIGATURE = 4, RAT_GEN_DIRT_NBSP = 8 };
/* A mixture for a Unicode text; most often 0. */
unsigned rat_gen_pick_dirt(struct rat_gen_rng *rng);
void rat_gen_add_dirt(const char *text, size_t len, unsigned dirt, struct rat_gen_str *out);
/* Converts; false when iconv does not know the encoding or refuses a character. */
bool rat_gen_encode(const char *text, size_t len, enum rat_gen_encoding encoding, struct rat_gen_str *out);

#endif
