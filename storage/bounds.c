/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/bounds.h"

#include <string.h>

struct pair {
    uint8_t tf, length;
};

/* Merges neighbours until four are left, those first whose tf differ least: the merged pair is worse than both, so the
 * bound stays a bound. */
static void keep_four(struct pair *pairs, unsigned count, struct rat_bounds *out)
{
    while (count > RAT_BOUND_PAIRS) {
        unsigned best = 0;
        unsigned best_gap = 1000;
        for (unsigned i = 0; i + 1 < count; i++) {
            unsigned gap = (unsigned)(pairs[i].tf - pairs[i + 1].tf);
            if (gap < best_gap) {
                best_gap = gap;
                best = i;
            }
        }
        pairs[best].length = pairs[best + 1].length;
        memmove(&pairs[best + 1], &pairs[best + 2], (count - best - 2) * sizeof *pairs);
        count--;
    }
    for (unsigned i = 0; i < RAT_BOUND_PAIRS; i++) {
        const struct pair *p = &pairs[i < count ? i : count - 1];
        out->tf[i] = p->tf;
        out->length[i] = p->length;
    }
}

/* shortest[tf]: smallest length code with that tf. The frontier runs from the highest tf down, keeping what is shorter. */
static void frontier(const uint16_t *shortest, unsigned highest, struct rat_bounds *out)
{
    struct pair pairs[256];
    unsigned count = 0, shortest_so_far = 256;
    for (unsigned tf = highest + 1; tf-- > 0;) {
        if (shortest[tf] < shortest_so_far) {
            shortest_so_far = shortest[tf];
            pairs[count++] = (struct pair){(uint8_t)tf, (uint8_t)shortest_so_far};
        }
    }
    keep_four(pairs, count, out);
}

void rat_bounds_make(const uint32_t *tfs, const uint8_t *lengths, uint32_t n, struct rat_bounds *out)
{
    uint16_t shortest[256];
    unsigned highest = 0;
    for (uint32_t i = 0; i < n; i++) {
        unsigned tf = tfs[i] < RAT_BOUND_TF_ANY ? tfs[i] : RAT_BOUND_TF_ANY;
        highest = tf > highest ? tf : highest;
    }
    for (unsigned tf = 0; tf <= highest; tf++)
        shortest[tf] = 256;
    for (uint32_t i = 0; i < n; i++) {
        unsigned tf = tfs[i] < RAT_BOUND_TF_ANY ? tfs[i] : RAT_BOUND_TF_ANY;
        if (lengths[i] < shortest[tf])
            shortest[tf] = lengths[i];
    }
    frontier(shortest, highest, out);
}

void rat_bounds_join(const struct rat_bounds *a, const struct rat_bounds *b, struct rat_bounds *out)
{
    uint16_t shortest[256];
    for (unsigned tf = 0; tf < 256; tf++)
        shortest[tf] = 256;
    for (unsigned i = 0; i < RAT_BOUND_PAIRS; i++) {
        if (a->length[i] < shortest[a->tf[i]])
            shortest[a->tf[i]] = a->length[i];
        if (b->length[i] < shortest[b->tf[i]])
            shortest[b->tf[i]] = b->length[i];
    }
    unsigned highest = a->tf[0] > b->tf[0] ? a->tf[0] : b->tf[0];
    frontier(shortest, highest, out);
}
