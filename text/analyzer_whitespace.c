/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tokens exactly as written between ASCII white space: the measure against which "german" is compared, and
 * the analyzer of test archives whose terms must be plain to see. */
#include "text/analyzer_internal.h"
#include "text/utf8_internal.h"

#include <stdlib.h>

struct whitespace {
    const char *text;
    size_t n, at;
    uint32_t position;
};

static rat_status create(uint32_t steps, void **self, struct rat_err *err)
{
    (void)steps;
    struct whitespace *w = calloc(1, sizeof *w);
    if (!w)
        return rat_nomem(err);
    *self = w;
    return RAT_OK;
}

static void start(void *self, const char *text, size_t n)
{
    struct whitespace *w = self;
    *w = (struct whitespace){text, n, 0, 0};
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r'); /* \t \n \v \f \r */
}

static rat_status next(void *self, struct rat_token *out)
{
    struct whitespace *w = self;
    while (w->at < w->n && is_space(w->text[w->at]))
        w->at++;
    if (w->at == w->n)
        return RAT_END;
    size_t from = w->at;
    while (w->at < w->n && !is_space(w->text[w->at]))
        w->at++;
    size_t size = rat_utf8_floor(w->text + from, w->at - from, RAT_TERM_BYTES_MAX);
    *out = (struct rat_token){
        w->text + from, (uint32_t)size, w->position++, (uint32_t)from, (uint32_t)w->at, RAT_TOKEN_WORD, 0};
    return RAT_OK;
}

static rat_status terms(void *self, const char *surface, size_t n, struct rat_terms *out)
{
    (void)self;
    out->count = 1;
    out->term[0] =
        (struct rat_term){RAT_LAYER_EXACT, (uint16_t)rat_utf8_floor(surface, n, RAT_TERM_BYTES_MAX), surface};
    return RAT_OK;
}

const struct rat_analyzer_kind rat_analyzer_whitespace = {
    .name = "whitespace",
    .version = 1,
    .layers = 1u << RAT_LAYER_EXACT,
    .create = create,
    .destroy = free,
    .start = start,
    .next = next,
    .terms = terms,
};
