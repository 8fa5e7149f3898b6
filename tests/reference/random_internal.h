/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random documents and queries over one vocabulary, for campaign.c. What is made lives in the arena. */
#ifndef TESTS_REFERENCE_RANDOM_INTERNAL_H
#define TESTS_REFERENCE_RANDOM_INTERNAL_H

#include "tests/reference/reference.h"
#include "tests/support/prng.h"

struct ref_random {
    struct prng prng;
    struct rat_arena arena;
    const char **words;
    uint32_t word_count;
    bool german;
};

void ref_random_words(struct ref_random *random);
/* With a title unless the text is empty: a missing title would be taken from the text. */
void ref_random_document(struct ref_random *random, uint32_t number, struct ref_document *out);
struct ref_node *ref_random_tree(struct ref_random *random, const struct ref_archive *archive,
                                 unsigned depth);
/* A query of one of the other modes: its tree, and as the engine wants it. */
struct ref_node *ref_random_tokens(struct ref_random *random, const struct ref_archive *archive,
                                   enum rat_mode mode, struct rat_buf *query);
struct ref_node *ref_random_filter(struct ref_random *random, const struct ref_archive *archive);

#endif
