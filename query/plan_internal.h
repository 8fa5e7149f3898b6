/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the makers of plans share: plan.c (the query language), plan_word.c (words of the text), plan_modes.c (modes of
 * the contract and filters), plan_count.c (statistics), plan_fallback.c (words found nowhere),
 * plan_acronym.c (acronyms that the archive explains). */
#ifndef QUERY_PLAN_INTERNAL_H
#define QUERY_PLAN_INTERNAL_H

#include "query/plan.h"

#define OUT_OF_MEMORY(planner) rat_nomem((planner)->err)

/* A token of a piece of the query; strings in the arena. */
struct rat_query_token {
    const char *surface;
    uint32_t size, position, start, end;
    uint8_t kind; /* enum rat_token_kind */
};

struct rat_query_tokens {
    struct rat_query_token *items;
    size_t count, room;
};

/* All of these: NULL when memory ran out. */
struct rat_plan *rat_plan_new(struct rat_planner *p, enum rat_plan_kind kind);
struct rat_plan *rat_plan_term(struct rat_planner *p, uint8_t space, const char *bytes, size_t n,
                               float boost);
struct rat_plan *rat_plan_bool(struct rat_planner *p, size_t n); /* with room for n children in each list */

RAT_MUST_CHECK rat_status rat_plan_tokenize(struct rat_planner *p, const char *text, size_t n,
                                            struct rat_query_tokens *out);
/* Exact words next to each other. At least one token that is a word. */
RAT_MUST_CHECK rat_status rat_plan_phrase(struct rat_planner *p, const struct rat_query_token *tokens,
                                          size_t count, bool title_only, struct rat_plan **out);
/* A run of words of the text: nodes[0..count) are WORD nodes of one text field. list has room for what comes of them
 * (rat_plan_words_room); *made is added to. */
size_t rat_plan_words_room(struct rat_node *const *nodes, size_t count);
RAT_MUST_CHECK rat_status rat_plan_words(struct rat_planner *p, struct rat_node *const *nodes, size_t count,
                                         enum rat_occur occur, struct rat_plan **list, uint32_t *made);

/* Free words of a run that are acronyms, or the long forms of some: adds what they also ask for, at most two for each word.
 * text is what was tokenized. */
RAT_MUST_CHECK rat_status rat_plan_acronyms(struct rat_planner *p, const char *text,
                                            const struct rat_query_tokens *tokens, struct rat_plan **list,
                                            uint32_t *made);

RAT_MUST_CHECK rat_status rat_plan_prefix(struct rat_planner *p, const struct rat_node *node,
                                          struct rat_plan **out);
/* A folded value in a field: each of its words, or the value as a whole. */
RAT_MUST_CHECK rat_status rat_plan_value(struct rat_planner *p, uint8_t field, const char *text, size_t n,
                                         bool whole_only, struct rat_plan **out);
RAT_MUST_CHECK rat_status rat_plan_range(struct rat_planner *p, int32_t from, int32_t to,
                                         struct rat_plan **out);

/* "stra?e", "radwge~" as any of the words that the archive has; at most `most`, perhaps none. */
RAT_MUST_CHECK rat_status rat_plan_expand(struct rat_planner *p, const struct rat_node *node, uint32_t most,
                                          struct rat_plan **out);
/* Any of the archive's terms in `space` that begin with prefix and that accepts() takes, most frequent first. what: for the plan's key.
 * cost: of a term, nearer ones are kept first; boost 1 / (1 + cost). seen: how many there were. */
struct rat_expander {
    uint8_t space;
    const char *prefix; /* bytes that all of them begin with */
    size_t prefix_size;
    /* skip: set to the number of leading bytes that no term can begin with; 0: none */
    bool (*accepts)(void *ctx, const char *term, size_t n, uint32_t *cost, size_t *skip);
    void *ctx;
    const char *what;
    uint32_t most;
    uint32_t least; /* documents of a segment that a term must have to be looked at; 0: any */
    float boost;
    uint64_t seen;
};
RAT_MUST_CHECK rat_status rat_plan_list(struct rat_planner *p, struct rat_expander *expander,
                                        struct rat_plan **out);
RAT_MUST_CHECK rat_status rat_plan_near(struct rat_planner *p, const struct rat_node *node,
                                        struct rat_plan **out);
/* ist:, betrag:, paragraf: */
RAT_MUST_CHECK rat_status rat_plan_condition(struct rat_planner *p, const struct rat_node *node,
                                             struct rat_plan **out);
/* Tells the person something; copied. */
RAT_MUST_CHECK rat_status rat_plan_tell(struct rat_planner *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The folded beginning of a word in the spelling of the index. */
void rat_plan_fold_word(const struct rat_planner *p, uint8_t field, const char *text, size_t n,
                        struct rat_buf *out);
bool rat_plan_is_text_field(uint8_t field);

/* Room in a word's list for them. */
#define RAT_FALLBACKS_MAX 12u

#endif
