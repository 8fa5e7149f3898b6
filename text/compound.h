/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compounds, split by the words of the archive itself: "straßenausbaubeitragssatzung" -> straßen, ausbau,
 * beitrag, satzung. Of all ways to cut a word into known words with linking elements between them the one
 * with the highest geometric mean of frequencies wins (Koehn and Knight, "Empirical Methods for Compound
 * Splitting", EACL 2003), weighed against the word's own frequency. Beyond the paper: how often a word is
 * written with a capital tells nouns from the rest, and a noun's last part must be a noun ("vereinbart" is no
 * Verein with a Bart).
 *
 *     rat_compounds_new(&model, &err);
 *     for each distinct surface form: rat_compounds_learn(model, surface, n, count, capital, &err);
 *     struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX];
 *     unsigned k = rat_compounds_split(model, surface, n, parts);    // 0: not a compound
 *
 * Learn on one thread; afterwards any number of threads may split. Input are surface forms (fold.h).
 */
#ifndef TEXT_COMPOUND_H
#define TEXT_COMPOUND_H

#include "base/buf.h"
#include "base/status.h"

#define RAT_COMPOUND_PARTS_MAX 8

/* One part: surface[start..end) without its last `cut` bytes, then `add`: "schul" of "schulweg" is "schule".
 */
struct rat_compound_part {
    uint16_t start,
        end;      /* the stretch in the surface form, linking element included; stretches are adjacent */
    uint16_t cut; /* bytes of the linking element: 1 for the s of "beitragssatzung" */
    char add[3];  /* "", "e", "n" or "en" */
};

struct rat_compounds;

RAT_MUST_CHECK rat_status rat_compounds_new(struct rat_compounds **out, struct rat_err *err);
void rat_compounds_free(struct rat_compounds *model); /* NULL is fine */

/* Adds count occurrences of a word, capital of them written with a capital (capital <= count). */
RAT_MUST_CHECK rat_status rat_compounds_learn(struct rat_compounds *model, const char *surface, size_t n,
                                              uint32_t count, uint32_t capital, struct rat_err *err);

/* The model as bytes that a file may hold: words that occurred at least twice, independent of the order of learning.
 * Appended to out. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_compounds_encode(const struct rat_compounds *model, struct rat_buf *out,
                                               struct rat_err *err);
/* The same model with only those words that keep() says stay; *out can learn. Free both. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_compounds_select(const struct rat_compounds *frozen,
                                               bool (*keep)(void *context, const char *word, size_t n),
                                               void *context, struct rat_compounds **out,
                                               struct rat_err *err);
/* A model over such bytes, which are borrowed until it is freed; nothing can be learned any more. Any bytes are safe,
 * RAT_EDAMAGED when they are no model. */
RAT_MUST_CHECK rat_status rat_compounds_open(const void *bytes, size_t n, struct rat_compounds **out,
                                             struct rat_err *err);
/* What a fresh archive knows: common words of council papers, a list made for this project. */
RAT_MUST_CHECK rat_status rat_compounds_learn_start(struct rat_compounds *model, struct rat_err *err);
uint64_t rat_compounds_total(const struct rat_compounds *model); /* all occurrences that were learned */
uint32_t rat_compounds_words(const struct rat_compounds *model); /* distinct words */

/* How often a word was learned (in a frozen model 0 for once); context is the model (a rat_word_count of suspended.h). */
uint32_t rat_compounds_count(const void *context, const char *surface, size_t n);

/* The share of its occurrences with a capital; negative: too rare to say. */
float rat_compounds_noun_share(const struct rat_compounds *model, const char *surface, size_t n);

/* The parts of a word from left to right; 0 when it is better left whole. */
unsigned rat_compounds_split(const struct rat_compounds *model, const char *surface, size_t n,
                             struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX]);

/* Appends the word that a part stands for. */
void rat_compound_part_append(const char *surface, const struct rat_compound_part *part, struct rat_buf *out);

#endif
