/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tokens exactly as written between ASCII white space: the measure against which "german" is compared, and
 * the analyzer of test archives whose terms must be plain to see. */
#include "text/analyzer_internal.h"
#include "text/utf8_internal.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

struct whitespace {
    const char *text;
    size_t n, at;    /* what was not looked at yet */
    size_t block;    /* begin of the 64 bytes before it */
    uint64_t edges;  /* bit i: a word begins or ends before byte i of them; those that are still to come */
    uint64_t before; /* 1: the last byte of the block is a space, or nothing was looked at yet */
    size_t from;     /* with inside: where the word begins */
    bool inside;
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
    *w = (struct whitespace){.text = text, .n = n, .before = 1};
}

/* Bit i: byte i of the eight is \t \n \v \f \r or a space. Sums stay below 256, so no byte disturbs the next. */
static uint64_t spaces_of(const char *text)
{
    const uint64_t each = UINT64_C(0x0101010101010101), top = each * 0x80;
    uint64_t x;
    memcpy(&x, text, sizeof x);
    x = le64toh(x);
    uint64_t low = x & ~top, other = (low ^ each * ' ') + each * 0x7f;
    uint64_t controls = (low + each * (0x80 - '\t')) & ~(low + each * (0x7f - '\r'));
    uint64_t flags = (~other | controls) & ~x & top;
    return (flags >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* Where words begin and end in the next 64 bytes: no byte of a word is looked at alone, and nothing depends on how long
 * it is. Behind the text stand spaces. */
static void next_edges(struct whitespace *w)
{
    char last[64];
    const char *from = w->text + w->at;
    uint64_t spaces = 0;
    if (w->n - w->at < sizeof last) {
        memset(last, ' ', sizeof last);
        memcpy(last, from, w->n - w->at);
        from = last;
    }
    for (unsigned i = 0; i < sizeof last; i += 8)
        spaces |= spaces_of(from + i) << i;
    w->edges = spaces ^ (spaces << 1 | w->before);
    w->before = spaces >> 63;
    w->block = w->at;
    w->at += sizeof last;
}

static rat_status next_many(void *self, struct rat_token *out, uint32_t room, uint32_t *count)
{
    struct whitespace *w = self;
    uint32_t made = 0;
    while (made < room) {
        if (w->edges == 0) {
            /* a text that ends with a block ends its last word in the next */
            if (w->at > w->n || (w->at == w->n && !w->inside))
                break;
            next_edges(w);
            continue;
        }
        size_t edge = w->block + (unsigned)__builtin_ctzll(w->edges);
        w->edges &= w->edges - 1;
        w->inside = !w->inside;
        if (w->inside) {
            w->from = edge;
            continue;
        }
        size_t size = rat_utf8_floor(w->text + w->from, edge - w->from, RAT_TERM_BYTES_MAX);
        out[made++] = (struct rat_token){w->text + w->from,
                                         (uint32_t)size,
                                         w->position++,
                                         (uint32_t)w->from,
                                         (uint32_t)edge,
                                         RAT_TOKEN_WORD,
                                         0};
    }
    *count = made;
    return made ? RAT_OK : RAT_END;
}

static rat_status next(void *self, struct rat_token *out)
{
    uint32_t count;
    return next_many(self, out, 1, &count);
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
    .is_plain = true,
    .create = create,
    .destroy = free,
    .start = start,
    .next = next,
    .next_many = next_many,
    .terms = terms,
};
