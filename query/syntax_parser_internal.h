/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state of one parse, shared by syntax.c (grammar) and syntax_leaf.c (words, phrases, ranges and what there is to
 * say about them). Lives on the stack of rat_query_parse; what it makes lives in the arena. Failing latches in
 * status, and the token is END from then on, so that every loop of the grammar comes to its end.
 */
#ifndef QUERY_SYNTAX_PARSER_INTERNAL_H
#define QUERY_SYNTAX_PARSER_INTERNAL_H

#include "query/syntax_internal.h"

#define RAT_QUERY_NOTES_MAX 12u

struct rat_operand {
    struct rat_node *node;
    unsigned depth; /* of BOOL nodes below and including this one */
    bool negated, required;
};

struct rat_parser {
    struct rat_arena *arena;
    struct rat_err *err;
    rat_status status; /* latched; the token is END from then on */
    const char *text;  /* the query made clean, see clean_text */
    size_t n;
    const uint32_t *origin; /* offset in text -> in the query as given; NULL when they are equal */
    struct rat_lex token;
    uint8_t field; /* of words that name none */
    unsigned groups, leaves;
    const char **notes;
    size_t note_count;
    struct rat_lex first_operator; /* kind END: none */
    bool is_loose;                 /* in the value of "datum: x": white space, so maybe just a sentence */
    bool is_blank;
    struct rat_err *refused;
};

uint32_t rat_parser_origin(const struct rat_parser *p, size_t at);
void rat_parser_stop(struct rat_parser *p, rat_status status);
/* pos: in the query as given; the error is in p->err already. */
void rat_parser_limit(struct rat_parser *p, uint32_t pos);
void *rat_parser_alloc(struct rat_parser *p, size_t count, size_t size); /* zeroed; NULL stops */

/* Two arguments for "%.*s": text[start..end), cut when long. */
#define RAT_QUOTED(p, start, end) rat_parser_quoted(p, start, end), (p)->text + (start)
int rat_parser_quoted(const struct rat_parser *p, size_t start, size_t end);
void rat_parser_note(struct rat_parser *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says why a strict caller should refuse the query, in the error it returns; the first reason stays. NULL: there was one, or
 * no memory. at: in text. */
struct rat_err *rat_parser_refuse(struct rat_parser *p, size_t at);

/* The operand that a token says in a field; without a node when it says nothing. */
struct rat_operand rat_parser_word(struct rat_parser *p, uint8_t field, const struct rat_lex *token);
struct rat_operand rat_parser_phrase(struct rat_parser *p, uint8_t field, const struct rat_lex *token);
struct rat_operand rat_parser_leaf(struct rat_parser *p, enum rat_node_kind kind, uint8_t field,
                                   const struct rat_lex *token);
struct rat_operand rat_parser_text_leaf(struct rat_parser *p, enum rat_node_kind kind, uint8_t field,
                                        const struct rat_lex *token, size_t text_end);
/* "feld:wert" of ist, betrag, paragraf; without a node, and *field RAT_FIELD_TEXT, when the value says nothing there. */
struct rat_operand rat_parser_condition(struct rat_parser *p, uint8_t *field, const struct rat_lex *token,
                                        size_t text_end);
/* A word with wildcards or '~' behind it; without a node when it is a plain word, or too short (said), whose end is then
 * *text_end. */
struct rat_operand rat_parser_pattern(struct rat_parser *p, uint8_t field, const struct rat_lex *token,
                                      size_t *text_end);
/* Whether words of the field can have wildcards, '~', and '^'. */
bool rat_parser_takes_patterns(uint8_t field);
/* "a b"~5 */
struct rat_operand rat_parser_slop(struct rat_parser *p, uint8_t field, const struct rat_lex *token);
/* Operands joined by one NEAR, or, where that cannot be, without a node: then the caller joins them with AND, and it was said
 * why. */
struct rat_operand rat_parser_near(struct rat_parser *p, const struct rat_operand *items, size_t count,
                                   const struct rat_lex *op);
/* Multiplies the boost of what a "^2" stands behind. */
void rat_parser_boost(struct rat_parser *p, struct rat_node *node, uint32_t boost);
bool rat_parser_has_letter(const char *text, size_t n); /* not only digits */
unsigned rat_parser_letters(const char *text, size_t n);
bool rat_parser_is_gender_ending(const char *text, size_t n); /* the "innen" of "Bürger*innen" */
/* Says so when a word looks like "foo:bar" and foo is no field. */
void rat_parser_unknown_field(struct rat_parser *p, const struct rat_lex *token);

#endif
