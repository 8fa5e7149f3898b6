/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the syntax tree to what is to be matched: terms of the index with their weights. The analysis of words happens here,
 * with the analyzer that made the index; the result knows no segment. Internal to query/, one search, one thread.
 */
#ifndef QUERY_PLAN_H
#define QUERY_PLAN_H

#include "base/strmap.h"
#include "query/deadline_internal.h"
#include "query/search.h"
#include "query/syntax.h"
#include "text/acronyms.h"
#include "text/analyzer.h"

/* BM25 (Robertson & Zaragoza 2009) with Lucene's idf and without the constant factor k1 + 1; the constants are those of
 * the modes that take tokens as they are, the query language has its own (struct rat_weights). */
#define RAT_BM25_K1 1.2f
#define RAT_BM25_B 0.75f
/* Terms that one prefix may stand for. */
#define RAT_PREFIX_TERMS_MAX 100000u
/* Acronyms that one query is told of. */
#define RAT_PLAN_NOTES_MAX 4u

enum rat_plan_kind {
    RAT_PLAN_TERM,   /* one key */
    RAT_PLAN_PHRASE, /* exact keys at positions relative to the first */
    RAT_PLAN_PREFIX, /* all keys that begin with key */
    RAT_PLAN_RANGE,  /* dates */
    RAT_PLAN_WORD, /* one word in several places: `should` are TERMs, boosts are factors of their frequencies */
    RAT_PLAN_BOOL,
    RAT_PLAN_ALL,
    RAT_PLAN_NONE
};

/* Terms of a prefix with their document frequency over all segments; only where there are several segments. */
struct rat_plan_expansion {
    struct rat_strmap terms;
    struct rat_buf df; /* uint64_t by term number */
};

/* The exact terms that a term stands for in one segment. */
struct rat_plan_forms {
    const struct rat_term_info *items; /* NULL: nobody asked yet */
    size_t count;
};

struct rat_plan {
    enum rat_plan_kind kind;
    /* TERM, PREFIX: space byte and bytes */
    const unsigned char *key;
    uint32_t key_size;
    float boost;   /* 0: matches but does not score */
    uint32_t word; /* which word of the query, for snippets; from 0 */
    bool is_part;  /* a reading of a word by a part of it */
    uint64_t df;   /* over all segments, filled by rat_plan_count */
    const struct rat_term_info
        *found; /* TERM: by segment, documents 0 where it is not; filled by rat_plan_count */
    float idf;
    struct rat_plan_forms *forms;         /* TERM: by segment, filled by snippets as they need them */
    struct rat_plan_expansion *expansion; /* PREFIX; NULL: one segment, its df is the df */
    /* PREFIX, over shards: TERMs for what it stands for, since each shard would count its own; NULL: too many, or not scored */
    struct rat_plan *const *spelled;
    uint32_t spelled_count;
    /* PHRASE: children are TERMs (exact layer); offset i is the position of child i relative to child 0 */
    const uint32_t *offsets;
    bool title_only; /* PHRASE within the title */
    /* BOOL of all readings of one word: what it was, for words that are found nowhere */
    const char *surface;
    uint32_t surface_size;
    /* RANGE */
    int32_t from, to;
    /* BOOL, PHRASE */
    struct rat_plan **must, **should, **must_not;
    uint32_t must_count, should_count, must_not_count;
};

/* Where words are looked up that no document has, when it is not in segments: calls seen for each exact term (without the space's
 * byte) and how many documents have it, until seen returns false. */
struct rat_plan_words {
    rat_status (*walk)(void *ctx,
                       bool (*seen)(void *seen_ctx, const char *word, size_t n, uint64_t documents),
                       void *seen_ctx, struct rat_err *err);
    void *ctx;
};

struct rat_planner {
    struct rat_snapshot *snapshot;
    struct rat_analyzer *analyzer;
    struct rat_arena *arena;
    uint32_t words; /* given out so far */
    const struct rat_weights *weights;
    size_t clauses_left; /* of the list that is being planned */
    struct rat_err *err;
    const struct rat_acronyms *acronyms; /* NULL: none */
    const char *notes[RAT_PLAN_NOTES_MAX];
    size_t note_count;
    const struct rat_plan_words *dictionary; /* NULL: those of the segments */
    size_t fallbacks;                        /* terms that rat_plan_fallback added */
    struct rat_deadline *deadline; /* once passed, what is left is not counted: nobody will run the plan */
};

/* The plan of a parsed query, of a mode of the contract, and of filters. Never NULL on RAT_OK. */
RAT_MUST_CHECK rat_status rat_plan_query(struct rat_planner *planner, struct rat_node *root,
                                         struct rat_plan **out);
RAT_MUST_CHECK rat_status rat_plan_tokens(struct rat_planner *planner, const char *query, enum rat_mode mode,
                                          struct rat_plan **out);
/* *out is NULL when there are no filters. */
RAT_MUST_CHECK rat_status rat_plan_filters(struct rat_planner *planner, const struct rat_filter *filters,
                                           size_t count, struct rat_plan **out);
/* Repeated clauses become one with the sum of their boosts; before rat_plan_count. */
RAT_MUST_CHECK rat_status rat_plan_merge(struct rat_planner *planner, struct rat_plan *plan);
/* Document frequencies and idf of every term, over all segments. */
RAT_MUST_CHECK rat_status rat_plan_count(struct rat_planner *planner, struct rat_plan *plan);

/* After that: gives a word that no document has the words that sound or look like it. */
RAT_MUST_CHECK rat_status rat_plan_fallback(struct rat_planner *planner, struct rat_plan *plan);

/* Releases what is not in the arena. NULL is fine. */
void rat_plan_release(struct rat_plan *plan);

float rat_idf(uint64_t documents, uint64_t df);

#endif
