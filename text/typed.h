/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Typed tokens: what council papers write in many ways and mean as one thing. Found before words are.
 *
 *     "§ 58 Abs. 1 Nr. 7 NKomVG"       §nkomvg:58.a1.n7  and every prefix, with and without the law
 *     "3. Februar 2021", "03.02.21"    =2021-02-03
 *     "VO/0123/21", "Drs. 17/2034"     #vo/123/21 #123/21, #ds/17/2034 #17/2034
 *     "B-Plan 12 a"                    #bplan:12a
 *     "1.234,50 €", "TEUR 50"          €1234.50, €50000
 *     "info@lk-peine.de"               @info@lk-peine.de
 *
 * No word begins with one of those signs. A document has all terms of a token, a query asks for the specific
 * ones. "2015/2016" is a span of years, no reference. Pure function, any thread; text is valid UTF-8.
 */
#ifndef TEXT_TYPED_H
#define TEXT_TYPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rat_typed_kind {
    RAT_TYPED_CITATION = 1,
    RAT_TYPED_DATE,
    RAT_TYPED_REFERENCE,
    RAT_TYPED_AMOUNT,
    RAT_TYPED_EMAIL
};

#define RAT_TYPED_TERMS_MAX 32
#define RAT_TYPED_BYTES_MAX 1024

struct rat_typed_term {
    uint16_t offset, size; /* in bytes[] */
    bool specific;         /* what a query asks for; several of them ("§§ 57, 58") are all wanted */
};

struct rat_typed {
    enum rat_typed_kind kind;
    size_t start, end; /* of the stretch in the text */
    unsigned count;    /* terms, at least one */
    struct rat_typed_term term[RAT_TYPED_TERMS_MAX];
    unsigned used;
    char bytes[RAT_TYPED_BYTES_MAX];
};

/* Whether a typed token begins at text[at], which is the start of a word, a number or a sign; *out is
 * undefined when none does. */
bool rat_typed_find(const char *text, size_t n, size_t at, struct rat_typed *out);

#endif
