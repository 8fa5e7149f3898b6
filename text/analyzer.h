/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The analyzer: text -> tokens -> terms, the same for documents and for queries.
 *
 * A *token* is a stretch of text with a position and a *surface form* (normalized, lower case, umlauts kept).
 * A surface form has one or more *terms*, each in a *layer*; that step depends on nothing but the surface
 * form and the word model (text/compound.h), so an indexer does it once per distinct surface form, when the model
 * is known. A name and a version
 * identify what an analyzer does; they are recorded in each segment, and a reader refuses terms made by
 * another version. The version's low byte grows with every change of the program's output, the bits above are the
 * switchable steps (text/steps.h).
 *
 *     struct rat_analyzer *an;
 *     st = rat_analyzer_new("german", &an, &err);
 *     rat_analyzer_start(an, text, n);
 *     struct rat_token token;
 *     while ((st = rat_analyzer_next(an, &token)) == RAT_OK) {
 *         struct rat_terms terms;
 *         rat_analyzer_terms(an, token.surface, token.surface_size, &terms);
 *         ...
 *     }                                  // RAT_END at the end, RAT_ENOMEM when memory ran out
 *
 * One analyzer per thread (it owns a stemmer and buffers).
 */
#ifndef TEXT_ANALYZER_H
#define TEXT_ANALYZER_H

#include "base/status.h"

/* Layers in the order of their trust. The numbers are stored in segments: never reuse one. */
enum rat_layer {
    RAT_LAYER_EXACT =
        1, /* the word as written, case and umlaut spelling folded; the only layer with positions */
    RAT_LAYER_STEM = 2, /* its stem */
    RAT_LAYER_PART = 3, /* stems of the parts of a compound */
    RAT_LAYER_MAX = 15  /* 4..15: later layers */
};

#define RAT_TOKEN_CODE_POINTS_MAX 64 /* german: the surface form of a longer token is cut here */
#define RAT_TERM_BYTES_MAX 512       /* whitespace: a longer token is cut here, at a character */
#define RAT_TERMS_MAX 16             /* terms per surface form */

/* Several tokens may stand at one position, the word first. */
enum rat_token_kind {
    RAT_TOKEN_WORD,
    RAT_TOKEN_VARIANT,     /* another reading of the word: "bürgerinnen", "cdufraktion" */
    RAT_TOKEN_PAIR,        /* a fragment and the word it leans on (suspended.h) */
    RAT_TOKEN_TYPED,       /* a citation, date, number, amount (typed.h) */
    RAT_TOKEN_TYPED_WIDER, /* what it is a case of: in documents to be found by, in queries not asked for */
};

struct rat_token {
    const char *surface; /* borrowed until the next call on the analyzer; not NUL-terminated */
    uint32_t surface_size;
    uint32_t position;   /* 0-based; never decreases; several tokens may stand at one position */
    uint32_t start, end; /* byte offsets of the stretch in the given text, end exclusive, whole characters */
    uint8_t kind;        /* enum rat_token_kind */
    uint16_t step;       /* the enum rat_step that made it; 0: as it is written */
};

struct rat_term {
    uint8_t layer;     /* enum rat_layer */
    uint16_t size;     /* 1..RAT_TERM_BYTES_MAX */
    const char *bytes; /* borrowed until the next call on the analyzer */
};

struct rat_terms {
    uint32_t count; /* 1..RAT_TERMS_MAX; the first is the exact term */
    struct rat_term term[RAT_TERMS_MAX];
};

struct rat_analyzer;
struct rat_compounds;

/* name: "german" or "whitespace" (tokens exactly as written between ASCII white space, exact layer only).
 * RAT_EUSAGE for another name. */
RAT_MUST_CHECK rat_status rat_analyzer_new(const char *name, struct rat_analyzer **out, struct rat_err *err);
/* The same with the steps of a version; RAT_EUSAGE also for a version that this program does not make. */
RAT_MUST_CHECK rat_status rat_analyzer_open(const char *name, uint32_t version, struct rat_analyzer **out,
                                            struct rat_err *err);
/* The words that compounds are split by, borrowed from now on; NULL: those that every archive begins with. */
void rat_analyzer_set_model(struct rat_analyzer *analyzer, const struct rat_compounds *model);
void rat_analyzer_free(struct rat_analyzer *analyzer); /* NULL is fine */

const char *rat_analyzer_name(const struct rat_analyzer *analyzer); /* "german" */
uint32_t rat_analyzer_version(const struct rat_analyzer *analyzer); /* grows with every change of output */
/* The version that an analyzer of this name has in this program by default; 0 for an unknown name. */
uint32_t rat_analyzer_version_of(const char *name);
/* The same with other steps; the version that is to follow on an older one when the index is made anew. */
uint32_t rat_analyzer_version_with(const char *name, uint32_t steps);
uint32_t rat_analyzer_version_after(const char *name, uint32_t version);
/* Whether this program makes the terms of that version. */
bool rat_analyzer_makes(const char *name, uint32_t version);
uint32_t rat_analyzer_steps(uint32_t version); /* enum rat_step */
bool rat_analyzer_has_layer(const struct rat_analyzer *analyzer, uint8_t layer);
/* Each surface form has one term, which no other one has. */
bool rat_analyzer_is_plain(const struct rat_analyzer *analyzer);
const char *rat_layer_name(uint8_t layer); /* "exact", "stem", ...; English, for JSON; "?" for unknown */

/* Starts on text[0..n), which is valid UTF-8, borrowed until the next start; n < 4 GiB. */
void rat_analyzer_start(struct rat_analyzer *analyzer, const char *text, size_t n);
RAT_MUST_CHECK rat_status rat_analyzer_next(struct rat_analyzer *analyzer, struct rat_token *out);
/* The next tokens, at least one and at most room, which is not 0. Not to be mixed with rat_analyzer_next on one text. */
RAT_MUST_CHECK rat_status rat_analyzer_next_many(struct rat_analyzer *analyzer, struct rat_token *out,
                                                 uint32_t room, uint32_t *count);

/* The terms of one surface form as rat_analyzer_next gives it. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_analyzer_terms(struct rat_analyzer *analyzer, const char *surface, size_t n,
                                             struct rat_terms *out);

/* In what share of its occurrences the archive writes the word with a capital, 0 to 1: nouns and names near 1. Negative: the
 * word model does not know it. */
float rat_analyzer_noun_share(struct rat_analyzer *analyzer, const char *surface, size_t n);

/* How the surface form is split, for people: parts of rat_compounds_split, how often each word was learned, and the whole
 * (may be 0). 0: it is not. */
#define RAT_SPLIT_PARTS_MAX 8
struct rat_split {
    char part[RAT_SPLIT_PARTS_MAX][200];
    uint32_t count[RAT_SPLIT_PARTS_MAX];
    uint32_t whole;
};
unsigned rat_analyzer_split(struct rat_analyzer *analyzer, const char *surface, size_t n,
                            struct rat_split *out);

#endif
