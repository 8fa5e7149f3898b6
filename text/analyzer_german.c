/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The German analyzer: the tokenizer's words, and from each surface form the terms of every layer. The steps
 * from surface to terms stand in one table, in the order of their layers; each is a unit of its own. */
#include "text/analyzer_internal.h"
#include "text/fold.h"
#include "text/stem_internal.h"
#include "text/tokenizer_internal.h"
#include "text/utf8_internal.h"

#include <stdlib.h>

struct german {
    struct rat_tokenizer tokenizer;
    struct rat_stemmer *stemmer;
    struct rat_buf bytes; /* of the terms at hand, one behind the other */
};

/* Appends one term of its layer to g->bytes, or nothing when the surface form has none. */
struct term_step {
    uint8_t layer;
    void (*append)(struct german *g, const char *surface, size_t n);
};

static void append_exact(struct german *g, const char *surface, size_t n)
{
    rat_fold_exact(surface, n, &g->bytes);
}

static void append_stem(struct german *g, const char *surface, size_t n)
{
    rat_stemmer_append(g->stemmer, surface, n, &g->bytes);
}

static const struct term_step term_steps[] = {
    {RAT_LAYER_EXACT, append_exact},
    {RAT_LAYER_STEM, append_stem},
};

static void destroy(void *self)
{
    struct german *g = self;
    rat_stemmer_free(g->stemmer);
    rat_buf_release(&g->bytes);
    free(g);
}

static rat_status create(void **self, struct rat_err *err)
{
    struct german *g = calloc(1, sizeof *g);
    if (!g)
        return rat_nomem(err);
    rat_status st = rat_stemmer_new(&g->stemmer, err);
    if (st != RAT_OK) {
        destroy(g);
        return st;
    }
    *self = g;
    return RAT_OK;
}

static void start(void *self, const char *text, size_t n)
{
    struct german *g = self;
    rat_tokenizer_start(&g->tokenizer, text, n);
}

static rat_status next(void *self, struct rat_token *out)
{
    struct german *g = self;
    return rat_tokenizer_next(&g->tokenizer, out) ? RAT_OK : RAT_END;
}

static rat_status terms(void *self, const char *surface, size_t n, struct rat_terms *out)
{
    struct german *g = self;
    size_t starts[RAT_TERMS_MAX];
    rat_buf_clear(&g->bytes);
    out->count = 0;
    for (size_t i = 0; i < sizeof term_steps / sizeof *term_steps; i++) {
        size_t from = g->bytes.size;
        term_steps[i].append(g, surface, n);
        size_t size = g->bytes.size - from;
        if (size == 0)
            continue;
        size = rat_utf8_floor((const char *)g->bytes.data + from, size, RAT_TERM_BYTES_MAX);
        starts[out->count] = from;
        out->term[out->count++] = (struct rat_term){term_steps[i].layer, (uint16_t)size, NULL};
    }
    if (g->bytes.failed)
        return RAT_ENOMEM;
    for (uint32_t i = 0; i < out->count; i++) /* only now does the buffer stay where it is */
        out->term[i].bytes = (const char *)g->bytes.data + starts[i];
    return RAT_OK;
}

const struct rat_analyzer_kind rat_analyzer_german = {
    .name = "german",
    .version = 1,
    .layers = 1u << RAT_LAYER_EXACT | 1u << RAT_LAYER_STEM,
    .create = create,
    .destroy = destroy,
    .start = start,
    .next = next,
    .terms = terms,
};
