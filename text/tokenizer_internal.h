/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * German text -> words with byte offsets and surface forms. A word is a maximal run of letters, numbers and
 * combining marks that begins with a letter or number; line-end hyphens are joined by dehyphenate.h. Used by
 * the analyzer "german" only. Caller's storage, no allocation, one thread at a time.
 *
 *     rat_tokenizer_start(&t, text, n);
 *     while (rat_tokenizer_next(&t, &token)) ...
 */
#ifndef TEXT_TOKENIZER_INTERNAL_H
#define TEXT_TOKENIZER_INTERNAL_H

#include "text/analyzer.h"
#include "text/codepoint_internal.h"
#include "text/dehyphenate.h"
#include "text/fold_internal.h"

/* A surface form before it is cut to RAT_TOKEN_CODE_POINTS_MAX: enough for 64 letters with two combining
 * marks each. What a longer run has beyond it is not looked at. */
#define RAT_SURFACE_RAW_BYTES 512

struct rat_tokenizer {
    const char *text;
    size_t n, at;
    uint32_t position;
    bool keep_hyphens; /* words broken at line ends are two */
    /* of the word at hand */
    size_t end;   /* behind its last character */
    size_t size;  /* bytes in surface */
    bool compose; /* needs NFC */
    char surface[RAT_FOLD_GROWTH * (RAT_SURFACE_RAW_BYTES + RAT_CP_FOLD_BYTES)];
    int32_t scratch[RAT_FOLD_GROWTH * (RAT_SURFACE_RAW_BYTES + RAT_CP_FOLD_BYTES)];
};

void rat_tokenizer_start(struct rat_tokenizer *t, const char *text, size_t n);
bool rat_tokenizer_next(struct rat_tokenizer *t, struct rat_token *out); /* false at the end */

#endif
