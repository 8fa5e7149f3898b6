/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/sort.h"

#include <stdbool.h>
#include <string.h>

#define FEW 64u /* measured: below, counting digits costs more than moving keys */

static void insert(uint64_t *keys, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t key = keys[i];
        size_t at = i;
        for (; at > 0 && keys[at - 1] >> 32 > key >> 32; at--)
            keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

/* Moves keys by the eight bits at `shift`; starts: how many have each value there. False, and nothing done, when all have the
 * same. */
static bool pass(const uint64_t *from, uint64_t *to, size_t n, unsigned shift, size_t *starts)
{
    size_t at = 0;
    if (starts[from[0] >> shift & 255] == n)
        return false;
    for (unsigned digit = 0; digit < 256; digit++) {
        size_t count = starts[digit];
        starts[digit] = at;
        at += count;
    }
    for (size_t i = 0; i < n; i++)
        to[starts[from[i] >> shift & 255]++] = from[i];
    return true;
}

void rat_sort_upper(uint64_t *keys, uint64_t *room, size_t n)
{
    uint64_t *from = keys, *to = room;
    if (n < FEW) {
        insert(keys, n);
        return;
    }
    size_t starts[4][256] = {{0}};
    for (size_t i = 0; i < n; i++)
        for (unsigned digit = 0; digit < 4; digit++)
            starts[digit][keys[i] >> (32 + 8 * digit) & 255]++;
    for (unsigned digit = 0; digit < 4; digit++) {
        if (pass(from, to, n, 32 + 8 * digit, starts[digit])) {
            uint64_t *swapped = from;
            from = to;
            to = swapped;
        }
    }
    if (from != keys)
        memcpy(keys, from, n * sizeof *keys);
}
