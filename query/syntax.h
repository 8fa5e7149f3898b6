/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The query language: text -> syntax tree. Pure function of the text; knows no archive. A person's free text never
 * fails: an unbalanced quote or parenthesis, a dangling operator is understood as well as possible and noted. Only the
 * limits below are errors. What is likely a mistake (datum:2021-13, ist:grün) is understood as words, too, and said in refused,
 * for callers who would rather ask back.
 *
 *     radweg schule                    words: any of them, ranked
 *     "verlässliche grundschule"       phrase
 *     radweg AND schule, UND, OR, ODER, NOT, NICHT, -schule, +schule, ( )
 *     gremium:Kreisausschuss           field; German and English names; quotes or parentheses for several words
 *     datum:2020-09-01..2020-09-30     ranges, open at either side; also 2020, 2020-09, 01.09.2020, jahr:2015..2018
 *     kinder*                          prefix
 *     stra?e, *straße, bau*plan        '?' one letter, '*' any letters; a '?' that ends a word is punctuation
 *     radwge~, radwge~2                words at most one (two) letters away
 *     radweg NAHE/5 schule             at most 4 other words between them; NEAR/5; NAHE alone is NAHE/10
 *     radweg VOR/5 schule, ONEAR/5     the same in this order; also words of a phrase: "radweg schule"~5
 *     radweg^2 "a b"^0.5 (a b)^3       counts for more, or for less
 *     ist:entfernt                     öffentlich, nichtöffentlich, entfernt, ohne-text
 *     betrag:10000..50000, betrag:>=1Mio   amounts of money that the text names
 *     paragraf:"§ 58 Abs. 1 NKomVG"    a citation in any spelling
 *
 * Operators are words in capitals. NOT binds strongest, then NEAR, AND, OR; words side by side bind weakest, and
 * among them a field that filters, and a word with +, is required. Beside filters alone at least one of the words must
 * match; beside a word with + the others only add to the score.
 */
#ifndef QUERY_SYNTAX_H
#define QUERY_SYNTAX_H

#include "base/arena.h"
#include "base/status.h"

#define RAT_QUERY_BYTES_MAX 16384u
#define RAT_QUERY_NESTING_MAX 64u
#define RAT_QUERY_CLAUSES_MAX 2048u /* leaves */
#define RAT_PREFIX_LETTERS_MIN 2u   /* before a '*', and of a word with wildcards */
#define RAT_OPEN_LETTERS_MIN 3u     /* of one that begins with a wildcard: all words are looked through */
#define RAT_FUZZY_LETTERS_MIN 3u    /* before a '~' */
#define RAT_FUZZY_MAX 2u            /* letters that may differ */
#define RAT_NEAR_UNSET 10u          /* NEAR alone */
#define RAT_NEAR_MAX 100u
#define RAT_NEAR_OPERANDS_MAX 8u
#define RAT_BOOST_UNIT 100u /* boosts are whole hundredths */
#define RAT_BOOST_MAX 100u  /* times */

enum rat_node_kind {
    RAT_NODE_WORD, /* text: one run without white space, as typed; may contain several tokens ("CDU-Fraktion") */
    RAT_NODE_PHRASE, /* text: between the quotes, as typed */
    RAT_NODE_PREFIX, /* text: without the '*' */
    RAT_NODE_WILDCARD, /* text: letters and digits, at least one '*' or '?' among them that is not a '*' at the end */
    RAT_NODE_FUZZY,    /* text: letters and digits; distance: 1..RAT_FUZZY_MAX */
    RAT_NODE_CITATION, /* text: as rat_typed_find reads it */
    RAT_NODE_RANGE,    /* from, to: days, both inclusive; INT32_MIN+1 / INT32_MAX when open */
    RAT_NODE_AMOUNTS,  /* low, high: cents, both inclusive; 0 / UINT64_MAX when open */
    RAT_NODE_STATE,    /* state */
    /* clauses: 2..RAT_NEAR_OPERANDS_MAX of WORD, PHRASE, PREFIX, WILDCARD, FUZZY, and BOOLs of nothing but optional ones of
     * these, all of one field, which is the NEAR's. distance: 1..RAT_NEAR_MAX; is_ordered */
    RAT_NODE_NEAR,
    RAT_NODE_BOOL, /* children */
    RAT_NODE_ALL   /* everything: the empty query, '*', or what is left of a pure negation */
};

enum rat_occur { RAT_SHOULD, RAT_MUST, RAT_MUST_NOT };

enum rat_state {
    RAT_STATE_PUBLIC,    /* consulted in public, or said to be public */
    RAT_STATE_NONPUBLIC, /* consulted behind closed doors, or said to be */
    RAT_STATE_REMOVED,   /* gone at its source */
    RAT_STATE_WITHOUT_TEXT
};

struct rat_node {
    enum rat_node_kind kind;
    uint8_t field;    /* enum rat_field_id; RAT_FIELD_TEXT when none was named */
    const char *text; /* WORD, PHRASE, PREFIX: valid UTF-8, NUL-terminated */
    size_t text_size;
    int32_t from, to;   /* RANGE */
    uint64_t low, high; /* AMOUNTS */
    enum rat_state state;
    uint32_t distance; /* FUZZY: letters; NEAR: words */
    bool is_ordered;   /* NEAR */
    uint32_t boost;    /* of WORD, PHRASE, PREFIX, WILDCARD, FUZZY, NEAR, BOOL: in hundredths; 0: none */
    struct rat_clause
        *clauses; /* BOOL: at least one; a BOOL without SHOULD and MUST matches all but its MUST_NOT */
    size_t clause_count;
    uint32_t start, end; /* bytes of the query that this came from */
};

struct rat_clause {
    enum rat_occur occur;
    struct rat_node *node;
};

struct rat_query {
    struct rat_node *root;
    const char *const
        *notes; /* what was understood differently from what was typed, for people (translated) */
    size_t note_count;
    bool is_blank; /* nothing but operators, quotes, empty fields: the tree is ALL, but nobody typed '*' */
    const struct rat_err *refused; /* why a strict caller should not run it; NULL: fine */
};

/* text[0..n): bytes that are not valid UTF-8 are taken as U+FFFD. RAT_ELIMIT with what to change. The tree lives in the arena. */
RAT_MUST_CHECK rat_status rat_query_parse(const char *text, size_t n, struct rat_arena *arena,
                                          struct rat_query *out, struct rat_err *err);

/* How the query was understood, as a query that parses to the same tree: fields with their German names, explicit
 * operators and parentheses. NULL when memory ran out. */
const char *rat_query_format(const struct rat_node *root, struct rat_arena *arena);

/* A date or a range as people write them ("2020", "2020-09", "2020-09-01", "1.9.2020", "2015..2018", "..2010", ">=2019"). */
bool rat_query_parse_range(const char *text, size_t n, int32_t *from, int32_t *to);
/* The same for amounts in cents ("1234,50", "1.234.500", "10000..50000", ">= 1,5 Mio", "..50 T€"). */
bool rat_query_parse_amounts(const char *text, size_t n, uint64_t *low, uint64_t *high);
/* "öffentlich", "nicht öffentlich", "nonpublic", "entfernt", "removed", "ohne-text", ... */
bool rat_query_parse_state(const char *text, size_t n, enum rat_state *out);
const char *rat_state_german(enum rat_state state); /* "öffentlich" */
/* Whether the text, with a "§ " before it or without, is a citation and nothing else; *out says the text that is. */
bool rat_query_parse_citation(const char *text, size_t n, struct rat_arena *arena, const char **out);

#endif
