/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The switchable steps of the German analysis. A set of steps is recorded with everything that was made with it (it is
 * part of the analyzer's version number), so that a query is always analysed as its index was. People name sets as
 * changes to the default: "+compounds,-gender", "none,+stems". For measuring; nobody else needs to choose.
 * Pure functions, any thread.
 */
#ifndef TEXT_STEPS_H
#define TEXT_STEPS_H

#include "base/buf.h"

/* The bits are stored: never reuse one. At most 24. */
enum rat_step {
    RAT_STEP_HYPHENS = 1u << 0,   /* words broken at line ends are joined */
    RAT_STEP_TYPED = 1u << 1,     /* citations, dates, reference numbers, amounts, addresses */
    RAT_STEP_STEMS = 1u << 2,     /* the stem layer: libstemmer's German unless one of the next two is set */
    RAT_STEP_SNOWBALL3 = 1u << 3, /* the German rules of Snowball 3 */
    RAT_STEP_CISTEM = 1u << 4,    /* CISTEM */
    RAT_STEP_COMPOUNDS = 1u << 5, /* parts of compounds */
    RAT_STEP_ORTHOGRAPHY = 1u << 6, /* daß is dass */
    RAT_STEP_GENDER = 1u << 7,      /* Bürger*innen are Bürger and Bürgerinnen */
    RAT_STEP_SUSPENDED = 1u << 8,   /* Haupt- und Finanzausschuss is a Hauptausschuss too */
    RAT_STEP_JOINED = 1u << 9,      /* CDU-Fraktion is cdufraktion too */
    RAT_STEP_PLURALS = 1u << 10,    /* Museen, Praktika; Bürgerinnen are Bürger: what no rule finds */
    RAT_STEP_FALLBACK = 1u << 11,   /* a word found nowhere: what sounds alike, what a scanner misreads */
    RAT_STEP_ACRONYMS = 1u << 12,   /* NKomVG, as the archive's texts explain it */
    RAT_STEP_CAPITALS = 1u << 13,   /* OB is not only ob */
    RAT_STEPS_ALL = (1u << 14) - 1
};

#define RAT_STEPS_DEFAULT                                                                             \
    (RAT_STEP_HYPHENS | RAT_STEP_TYPED | RAT_STEP_STEMS | RAT_STEP_COMPOUNDS | RAT_STEP_ORTHOGRAPHY | \
     RAT_STEP_GENDER | RAT_STEP_SUSPENDED | RAT_STEP_JOINED | RAT_STEP_PLURALS | RAT_STEP_FALLBACK |  \
     RAT_STEP_ACRONYMS | RAT_STEP_CAPITALS)

/* Names separated by commas, each with '+' or '-' before it; first may stand "none", "all" or "default" (which is what
 * is changed otherwise). False for a name that does not exist; *out is untouched then. */
bool rat_steps_parse(const char *text, uint32_t *out);
/* "hyphens,typed,stems" */
void rat_steps_format(uint32_t steps, struct rat_buf *out);

#endif
