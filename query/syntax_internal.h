/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parser and the formatter of the query language share: the lexer, and the one rule that looks at a tree.
 * Both must agree, or a formatted query would not be read back as the same tree. Pure functions, any thread.
 */
#ifndef QUERY_SYNTAX_INTERNAL_H
#define QUERY_SYNTAX_INTERNAL_H

#include "query/syntax.h"
#include "storage/fields.h"

enum rat_lex_kind {
    RAT_LEX_END,
    RAT_LEX_WORD,
    RAT_LEX_PHRASE,
    RAT_LEX_OPEN,
    RAT_LEX_CLOSE,
    RAT_LEX_NEAR,
    RAT_LEX_AND,
    RAT_LEX_OR,
    RAT_LEX_NOT,  /* NOT, NICHT, or the '-' before something */
    RAT_LEX_PLUS, /* the '+' before something */
    RAT_LEX_FIELD /* "gremium:" of a known field */
};

struct rat_lex {
    enum rat_lex_kind kind;
    size_t start, end;           /* the whole token */
    size_t text_start, text_end; /* WORD, PHRASE: without quotes */
    const struct rat_field_info *field;
    bool unclosed;     /* PHRASE that ran to the end */
    bool star;         /* PHRASE directly before a '*', which belongs to the token */
    bool has_slop;     /* PHRASE directly before "~5" */
    uint32_t distance; /* NEAR, PHRASE with has_slop; as typed, up to 9999 */
    bool is_ordered;   /* NEAR */
    uint32_t boost;    /* PHRASE, CLOSE: of "^2" directly behind it, in hundredths; 0: none */
    bool separated;    /* FIELD with white space, or nothing, behind the colon */
};

/* The token at or behind text[at]. text is valid UTF-8 without control characters. is_value: behind "field:", where
 * a word is a word, whatever it looks like. */
void rat_lex_next(const char *text, size_t n, size_t at, bool is_value, struct rat_lex *out);

/* Whether a '-' or '+' directly before text[0..n) is an operator. */
bool rat_lex_takes_sign(const char *text, size_t n);

/* The boost that ends text[0..n) ("^2", "^0,5") behind a word; *size: its bytes, 0 when there is none. In hundredths, between 1
 * and the most there is. */
uint32_t rat_lex_boost_at_end(const char *text, size_t n, size_t *size);

/* Whether a node that stands among words restricts them and so is required: a value of a filter field other than the
 * inherited one (of "field:( )"), a group of nothing else, a pure negation. */
bool rat_syntax_restricts(const struct rat_node *node, uint8_t inherited);

#endif
