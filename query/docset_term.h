/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The set of one term, open to the phrase operator, which needs positions. Internal to query/. */
#ifndef QUERY_DOCSET_TERM_H
#define QUERY_DOCSET_TERM_H

#include "query/docset.h"

struct rat_term_set {
    struct rat_docset set;
    struct rat_postings postings;
    float weight; /* idf * boost; 0: matches without score */
    bool bare;    /* adds boost * tf instead of a score: for words in several places */
    uint32_t at;  /* next posting of the current block */
};

/* The set of a term whose "score" is boost * tf. */
struct rat_docset *rat_docset_bare_term(struct rat_docsets *shared, const struct rat_plan *plan);

/* Places the cursor on document when the term is in it: its index in the current block, or -1. Documents must not fall. */
int32_t rat_term_find(struct rat_term_set *term, uint32_t document);

#endif
