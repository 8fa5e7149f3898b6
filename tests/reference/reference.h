/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The slow reference search: documents as plain text in memory, every question answered by looking at every document.
 * It knows nothing of segments, blocks or windows and shares no code with query/; what a query means is written
 * here a second time, from the contract, in doubles. Tests ask both and compare.
 *
 *     struct ref_archive *archive = ref_archive_new("whitespace");
 *     ref_archive_put(archive, &document);            new, or in the place of the one with its id
 *     struct ref_answer answer;
 *     ref_search(archive, &request, &answer);
 *     ref_answer_release(&answer);
 *
 * "whitespace" has a tokenizer of its own here; for "german" the analyzer of text/ is asked for tokens and terms,
 * which has tests of its own. Lack of memory ends the program. One thread.
 */
#ifndef TESTS_REFERENCE_REFERENCE_H
#define TESTS_REFERENCE_REFERENCE_H

#include "text/steps.h"
#include "base/arena.h"
#include "base/date.h"
#include "query/search.h"
#include "query/syntax.h"

#define REF_COMMITTEES_MAX 3

struct ref_document {
    const char *id, *title, *text; /* NULL: not stated, as for those below */
    const char *type, *municipality, *body, *reference;
    const char *paper; /* the id of its paper: what hits are grouped by */
    const char *committees[REF_COMMITTEES_MAX];
    size_t committee_count;
    int32_t date;
};

enum ref_kind {
    REF_WORD,
    REF_PHRASE,
    REF_PREFIX,
    REF_WILDCARD, /* text with '*' and '?' */
    REF_FUZZY,    /* text; distance: letters */
    REF_NEAR,     /* children: WORD, PHRASE, PREFIX, WILDCARD, FUZZY, and ORs of these; distance, ordered */
    REF_RANGE,
    REF_STATE,
    REF_ALL,
    REF_AND,
    REF_OR,
    REF_RUN
};
enum ref_sign { REF_PLAIN, REF_PLUS, REF_MINUS };

/* What is asked, as a tree. AND, OR: a child with REF_MINUS is negated. RUN: words side by side. */
struct ref_node {
    enum ref_kind kind;
    enum ref_sign sign;
    uint8_t
        field; /* leaves: RAT_FIELD_TEXT, RAT_FIELD_TITLE or a field with values; ranges: RAT_FIELD_DATE */
    const char *text; /* a word, a value, or words with one space between them */
    int32_t from, to;
    uint32_t distance;
    bool ordered;
    enum rat_state state; /* STATE: removed, without text */
    double boost;         /* 0: none; not of ranges, values, states, ALL */
    bool
        strict; /* WORD of a mode other than query: one term, the stem where there are stems; a filter: the whole value */
    struct ref_node **children;
    size_t count;
};

struct ref_request {
    const struct ref_node *root;
    const struct ref_node *const *filters; /* all of them; leaves and ORs of leaves */
    size_t filter_count;
    enum rat_sort sort;
    const uint8_t *facets;
    size_t facet_count;
    bool group_by_paper, include_removed;
    bool of_mode; /* one of the modes other than query: BM25 as the contract has it */
};

struct ref_hit {
    uint32_t docnum; /* order of first arrival, from 1 */
    const char *id;
    double score;
};

struct ref_value {
    const char *value;
    uint64_t count;
};

struct ref_answer {
    struct ref_hit *hits; /* all of them, best first */
    size_t hit_count;     /* the total */
    struct ref_value *facets[16];
    size_t facet_sizes[16];
    double *scores; /* by docnum - 1, of every document; NAN: no match */
    double *gains;  /* by docnum - 1: what nearness adds, or would add */
    bool is_close;  /* who is among the best that nearness looks at hangs on digits that floats do not have */
    struct rat_arena arena;
};

/* The reference knows exact words and stems; the archives that it is compared with have no more than that. */
#define REF_STEPS (RAT_STEP_HYPHENS | RAT_STEP_STEMS)

struct ref_archive;

struct ref_archive *ref_archive_new(const char *analyzer);
void ref_archive_free(struct ref_archive *archive);
void ref_archive_put(struct ref_archive *archive, const struct ref_document *document); /* copies */
void ref_archive_remove(struct ref_archive *archive,
                        const char *id); /* as its source deletes it; kept, but hidden */
void ref_archive_purge(struct ref_archive *archive,
                       const char *id); /* gone for good, its number stays a hole */
size_t ref_archive_count(const struct ref_archive *archive);
/* By docnum - 1; NULL after a purge. */
const struct ref_document *ref_archive_document(const struct ref_archive *archive, size_t i, bool *removed);

void ref_search(struct ref_archive *archive, const struct ref_request *request, struct ref_answer *out);
void ref_answer_release(struct ref_answer *answer);

/* The tree as a person would type it. */
void ref_node_print(const struct ref_node *node, struct rat_buf *out);

/* Whether the tree asks for what was removed: then everything removed is shown. */
bool ref_asks_removed(const struct ref_node *node);
/* Whether it asks for what only the native engine can: NEAR, states. */
bool ref_asks_native(const struct ref_node *node);

/* ---- between reference.c (documents, answers) and reference_match.c (who matches) ---- */

struct ref_posting {
    uint32_t term, position; /* the position counts within title or text */
    bool in_title;
};

struct ref_entry {
    struct ref_document document;
    struct ref_posting *postings;
    size_t posting_count;
    uint64_t length;
    bool removed, purged;
};

struct ref_word {
    uint32_t term, position;
    uint8_t layer;
};

size_t ref_entries(const struct ref_archive *archive, const struct ref_entry **out);
/* The terms of a text; a term is the layer's byte and its bytes. In the arena. */
size_t ref_analyze(struct ref_archive *archive, const char *text, struct rat_arena *arena,
                   struct ref_word **out);
const char *ref_term(const struct ref_archive *archive,
                     uint32_t term); /* the layer's byte, the bytes, a NUL */
uint32_t ref_term_count(const struct ref_archive *archive);
bool ref_has_stems(const struct ref_archive *archive);
bool ref_is_no_noun(struct ref_archive *archive, const char *word); /* asked of the analyzer */
/* Adds to the scores of the best hits what words near each other are worth; their order is then to be restored. */
void ref_nearness(struct ref_archive *archive, const struct ref_request *request, struct ref_answer *answer);
#define REF_NEAR_DOCUMENTS 100u
/* Of one list of terms, by bytes: those that a wildcard or '~' stands for, with their distance. */
bool ref_fits_wildcard(const char *pattern, const char *term, bool umlauts);
uint32_t ref_edits(const char *a, const char *b);
/* scores: one per entry; NAN: no match. In the arena. */
double *ref_match(struct ref_archive *archive, const struct ref_node *node, bool of_mode,
                  struct rat_arena *arena);

#endif
