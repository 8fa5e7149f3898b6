/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/positions.h"

#include "storage/position_kernels.h"

#include <endian.h>

#define SHIFT_MAX 31u
#define HAS_SURPLUS 0x80u

/* ---- writing ---- */

/* Sums of the quotients of the whole block: with these widths, and with each one wider. */
struct quotients {
    uint64_t sum, next;
};

static struct quotients quotients_of(const uint32_t *positions, const uint32_t *counts, const uint8_t *widths,
                                     uint32_t n)
{
    struct quotients q = {0, 0};
    for (uint32_t i = 0; i < n; i++) {
        unsigned width = widths[i], more = width < SHIFT_MAX;
        for (uint32_t k = 0, before = UINT32_MAX; k < counts[i]; before = *positions++, k++) {
            uint32_t quotient = (*positions - before - 1) >> width;
            q.sum += quotient;
            q.next += quotient >> more;
        }
    }
    return q;
}

/* Widens until it does not pay any more, and returns by how much. A wider split costs a bit per position and at best
 * halves quotients, so it can only pay where they are more than one on average: where words stand far behind what the
 * length says. total: positions; *quotients: their sum in the end. */
static uint32_t choose_shift(const uint32_t *positions, const uint32_t *counts, uint32_t n, uint64_t total,
                             uint8_t *widths, uint64_t *quotients)
{
    uint32_t shift = 0;
    struct quotients q = quotients_of(positions, counts, widths, n);
    while (q.sum > total && shift < SHIFT_MAX && q.next + total < q.sum) {
        for (uint32_t i = 0; i < n; i++)
            widths[i] = (uint8_t)(widths[i] + (widths[i] < SHIFT_MAX));
        q = quotients_of(positions, counts, widths, n);
        shift++;
    }
    *quotients = q.sum;
    return shift;
}

/* Bits into whole words, the least significant first: `at` has room for eight bytes behind the last one. */
struct bit_writer {
    unsigned char *at;
    uint64_t pending;
    unsigned have; /* bits of pending, below 64 */
};

static inline void store(struct bit_writer *w)
{
    uint64_t word = htole64(w->pending);
    memcpy(w->at, &word, sizeof word);
    w->at += sizeof word;
}

/* width < 32 */
static inline void put_low(struct bit_writer *w, uint64_t value, unsigned width)
{
    w->pending |= value << w->have;
    w->have += width;
    if (w->have >= 64) {
        store(w);
        w->have -= 64;
        w->pending = value >> (width - w->have);
    }
}

/* `zeros` zeros and a one. */
static inline void put_unary(struct bit_writer *w, uint32_t zeros)
{
    uint64_t one = w->have + (uint64_t)zeros;
    for (; one >= 64; one -= 64) {
        store(w);
        w->pending = 0;
    }
    w->pending |= 1ull << one;
    w->have = (unsigned)one + 1;
    if (w->have == 64) {
        store(w);
        *w = (struct bit_writer){w->at, 0, 0};
    }
}

static void put_places(const uint32_t *positions, const uint32_t *counts, const uint8_t *widths, uint32_t n,
                       struct bit_writer *low, struct bit_writer *high)
{
    for (uint32_t i = 0; i < n; i++) {
        unsigned width = widths[i];
        uint64_t mask = (1ull << width) - 1;
        for (uint32_t k = 0, before = UINT32_MAX; k < counts[i]; before = *positions++, k++) {
            uint32_t gap = *positions - before - 1;
            put_low(low, gap & mask, width);
            put_unary(high, gap >> width);
        }
    }
}

static void put_streams(const uint32_t *positions, const uint32_t *counts, const uint8_t *widths, uint32_t n,
                        uint64_t high_bits, struct rat_buf *out)
{
    uint64_t low_bits = 0;
    for (uint32_t i = 0; i < n; i++)
        low_bits += (uint64_t)counts[i] * widths[i];
    size_t low_bytes = (size_t)((low_bits + 7) / 8), high_bytes = (size_t)((high_bits + 7) / 8);
    unsigned char *to = rat_buf_reserve(out, low_bytes + high_bytes + 8);
    if (!to)
        return;
    struct bit_writer low = {to, 0, 0}, high = {to + low_bytes, 0, 0};
    put_places(positions, counts, widths, n, &low, &high);
    store(&high);
    /* the other stream begins behind the last byte */
    uint64_t rest = htole64(low.pending);
    memcpy(low.at, &rest, low_bytes - (size_t)(low.at - to));
    out->size += low_bytes + high_bytes;
}

void rat_positions_write(const uint32_t *positions, const uint32_t *counts, const uint32_t *tfs,
                         const uint8_t *lengths, uint32_t n, struct rat_buf *out)
{
    uint32_t surplus[RAT_GROUP], any = 0;
    uint8_t widths[RAT_GROUP];
    uint64_t total = 0, quotients;
    for (uint32_t i = 0; i < n; i++) {
        widths[i] = (uint8_t)rat_position_width(lengths[i], counts[i], 0);
        total += counts[i];
        any |= surplus[i] = tfs[i] - counts[i];
    }
    uint32_t shift = choose_shift(positions, counts, n, total, widths, &quotients);
    rat_buf_byte(out, (uint8_t)(shift | (any ? HAS_SURPLUS : 0)));
    if (any)
        rat_pack(surplus, n, out);
    put_streams(positions, counts, widths, n, total + quotients, out);
}

/* ---- reading ---- */

bool rat_positions_open(struct rat_positions *places, struct rat_cursor in, const uint32_t *tfs,
                        const uint8_t *lengths, uint32_t n)
{
    uint8_t head = rat_cursor_u8(&in);
    if ((head & 0x60) || ((head & HAS_SURPLUS) && !rat_unpack(&in, n, places->counts)))
        return false;
    if (head & HAS_SURPLUS) {
        for (uint32_t i = 0; i < n; i++) {
            if (places->counts[i] > tfs[i])
                return false;
            places->counts[i] = tfs[i] - places->counts[i];
        }
    } else {
        for (uint32_t i = 0; i < n;
             i += 16) /* as one copy it would be a string instruction, which starts slowly */
            memcpy(places->counts + i, tfs + i, 16 * sizeof *tfs);
    }
    if (!rat_position_kernels()->spread(places->counts, lengths, n, head & SHIFT_MAX, places->widths,
                                        places->starts, places->bits))
        return false;
    places->n = n;
    places->found = 0;
    places->found_at = 0;
    places->low = rat_cursor_bytes(&in, ((uint64_t)places->bits[n] + 7) / 8);
    places->high = in.at;
    places->high_bytes = rat_cursor_left(&in);
    return places->low && places->starts[n] <= 8 * places->high_bytes;
}

/* Postings are mostly read in order, so the way to the quotients goes on from where the last ones were found. */
static struct rat_position_codes codes_of(struct rat_positions *places, uint32_t i)
{
    const unsigned char *low = places->low + (places->bits[i] >> 3);
    __builtin_prefetch(low); /* while quotients are counted */
    if (i < places->found)
        places->found = 0, places->found_at = 0;
    return (struct rat_position_codes){.low = places->low,
                                       .high = places->high,
                                       .at = places->found_at,
                                       .end = 8 * places->high_bytes,
                                       .skip = places->starts[i] - places->starts[places->found],
                                       .bit = places->bits[i],
                                       .width = places->widths[i],
                                       .count = places->counts[i]};
}

bool rat_positions_read(struct rat_positions *places, uint32_t i, uint32_t *positions)
{
    struct rat_position_codes codes = codes_of(places, i);
    if (!rat_position_kernels()->read(&codes, positions))
        return false;
    places->found = i + 1;
    places->found_at = codes.at;
    return true;
}

bool rat_positions_meet(struct rat_positions *places, uint32_t i, uint32_t offset, uint32_t *starts,
                        uint32_t n, uint32_t *kept)
{
    struct rat_position_codes codes = codes_of(places, i);
    *kept = rat_position_kernels()->meet(&codes, offset, starts, n);
    if (*kept == UINT32_MAX)
        return false;
    places->found = i;
    places->found_at = codes.at;
    return true;
}

bool rat_positions_read_all(struct rat_positions *places, uint32_t *positions)
{
    for (uint32_t i = 0; i < places->n; i++) {
        if (!rat_positions_read(places, i, positions))
            return false;
        positions += places->counts[i];
    }
    return true;
}
