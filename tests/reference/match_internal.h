/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the reference's matching share: reference_match.c (words, fields, trees), reference_places.c (patterns and
 * NEAR). Vectors of scores have one entry per document; NAN: no match. They live in the arena of the matcher. */
#ifndef TESTS_REFERENCE_MATCH_INTERNAL_H
#define TESTS_REFERENCE_MATCH_INTERNAL_H

#include "tests/reference/reference.h"

struct matcher {
    struct ref_archive *archive;
    const struct ref_entry *entries;
    size_t count, physical; /* physical: documents that are there at all, hidden ones too */
    double average;
    bool of_mode;
    struct rat_arena *arena;
};

double *ref_new_scores(const struct matcher *m, double value);
double ref_idf(const struct matcher *m, double df);
double ref_saturate(const struct matcher *m, const struct ref_entry *entry, double tf);
/* Adds weight * BM25 of a vector of tf values; what has none stays as it is. */
void ref_add_scores(const struct matcher *m, const double *tf, double weight, double *scores);
double *ref_count_term(const struct matcher *m, uint32_t term, bool title_only);
bool ref_stands_at(const struct ref_entry *entry, const struct ref_word *word, bool in_title,
                   uint32_t position);

double *ref_match_pattern(const struct matcher *m, const struct ref_node *node);
double *ref_match_near(const struct matcher *m, const struct ref_node *node);

#endif
