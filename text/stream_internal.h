/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tokens of a German text: the tokenizer's words, and at the position of a word what else stands there: typed tokens
 * ("§ 58 NKomVG"), the two halves of a gender form, a hyphenated word as one, a fragment with the word it leans on.
 * Used by the analyzer "german" only; one thread at a time.
 */
#ifndef TEXT_STREAM_INTERNAL_H
#define TEXT_STREAM_INTERNAL_H

#include "text/steps.h"
#include "text/tokenizer_internal.h"
#include "text/typed.h"

#define RAT_STREAM_EXTRAS_MAX 48

struct rat_stream_extra {
    uint32_t from, size; /* in bytes */
    uint32_t start, end;
    uint8_t kind;
    uint16_t step;
};

struct rat_stream {
    struct rat_tokenizer tokenizer;
    struct rat_tokenizer ahead; /* looks at the next word */
    uint32_t steps;
    uint32_t position; /* of the word at hand */
    size_t typed_end;  /* a typed token reaches to here: no other begins before */
    size_t joined_end; /* the same for a hyphenated word */
    size_t gap;        /* where the last word ended */
    struct rat_stream_extra extras[RAT_STREAM_EXTRAS_MAX];
    unsigned extra_count, extra_at;
    struct rat_buf bytes; /* of the extras */
    struct rat_typed typed;
};

void rat_stream_release(struct rat_stream *stream);
void rat_stream_start(struct rat_stream *stream, const char *text, size_t n);
RAT_MUST_CHECK rat_status rat_stream_next(struct rat_stream *stream, struct rat_token *out);

/* A surface form that is no word: it begins with the sign of a typed token. */
bool rat_surface_is_typed(const char *surface, size_t n);

#endif
