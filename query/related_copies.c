/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/related_internal.h"

#include "base/hash.h"

#include <stdlib.h>

#define SKETCH_BYTES (16u << 10)
#define RUN 4u /* words */
#define WORDS_MIN 12u

/* Keeps the least different hashes, ascending. */
static void keep(struct rat_text_sketch *s, uint32_t hash)
{
    if (s->count == RAT_SKETCH_HASHES && hash >= s->hash[RAT_SKETCH_HASHES - 1])
        return;
    uint32_t at = s->count;
    while (at > 0 && s->hash[at - 1] > hash)
        at--;
    if (at > 0 && s->hash[at - 1] == hash)
        return;
    uint32_t last = s->count < RAT_SKETCH_HASHES ? s->count++ : RAT_SKETCH_HASHES - 1;
    memmove(&s->hash[at + 1], &s->hash[at], (last - at) * sizeof s->hash[0]);
    s->hash[at] = hash;
}

static bool is_word(unsigned char c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

void rat_text_sketch(const void *text, size_t n, struct rat_text_sketch *out)
{
    const unsigned char *bytes = text;
    uint64_t run[RUN] = {0};
    size_t words = 0;
    out->count = 0;
    n = n < SKETCH_BYTES ? n : SKETCH_BYTES;
    for (size_t i = 0; i < n;) {
        while (i < n && !is_word(bytes[i]))
            i++;
        size_t start = i;
        while (i < n && is_word(bytes[i]))
            i++;
        if (i == start)
            break;
        run[words % RUN] = rat_hash64(bytes + start, i - start);
        if (++words < RUN)
            continue;
        uint64_t in_order[RUN];
        for (size_t k = 0; k < RUN; k++)
            in_order[k] = run[(words + k) % RUN];
        keep(out, (uint32_t)(rat_hash64(in_order, sizeof in_order) >> 32));
    }
    if (words < WORDS_MIN)
        out->count = 0;
}

double rat_sketch_likeness(const struct rat_text_sketch *a, const struct rat_text_sketch *b)
{
    uint32_t i = 0, k = 0, common = 0, seen = 0;
    if (!a->count || !b->count)
        return 0;
    /* of the least hashes of both together, how many are in both */
    uint32_t most = a->count > b->count ? a->count : b->count;
    while (seen < most && (i < a->count || k < b->count)) {
        if (k == b->count || (i < a->count && a->hash[i] < b->hash[k])) {
            i++;
        } else if (i == a->count || b->hash[k] < a->hash[i]) {
            k++;
        } else {
            common++;
            i++;
            k++;
        }
        seen++;
    }
    return (double)common / (double)seen;
}
