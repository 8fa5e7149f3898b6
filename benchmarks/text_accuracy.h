/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How near a recognised text is to the true one. */
#ifndef BENCHMARKS_TEXT_ACCURACY_H
#define BENCHMARKS_TEXT_ACCURACY_H

#include "base/status.h"

struct rat_text_accuracy {
    /* 1 - edit distance / characters of the reference, white space taken as one space; below 0 becomes 0. Texts in another order
     * (columns, letterheads) count as wrong. */
    double characters;
    /* share of the reference's words (runs of letters and digits, any case) that the candidate has as often: what a search
     * can find */
    double words;
    size_t reference_characters, reference_words;
};

/* Files in UTF-8. */
RAT_MUST_CHECK rat_status rat_text_accuracy(const char *reference, const char *candidate,
                                            struct rat_text_accuracy *out, struct rat_err *err);

#endif
