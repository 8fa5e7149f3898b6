/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/positions.h"

#include "storage/position_kernels.h"

#include <endian.h>

#define SHIFT_MAX 31u
#define HAS_SURPLUS 0x80u

/* ---- writing ---- */

/* A block by position, whatever posting it belongs to: loops over all of them do not depend on how many a posting has. */
struct flat {
    uint32_t *gaps;     /* to the position before; the first one of a posting as it is */
    uint8_t *widths;    /* of their low bits */
    unsigned char *low; /* room for these */
    uint32_t total;
};

static bool flatten(const uint32_t *positions, const uint32_t *counts, const uint8_t *widths, uint32_t n,
                    uint32_t total, struct rat_buf *room, struct flat *out)
{
    rat_buf_clear(room);
    unsigned char *data = rat_buf_reserve(room, (size_t)total * (4 + 1 + 4) + 3 * sizeof(uint64_t));
    if (!data)
        return false;
    *out = (struct flat){(uint32_t *)(void *)data, data + 4 * (size_t)total, NULL, total};
    out->low = out->widths + total + sizeof(uint64_t);
    for (uint32_t i = 1; i < total; i++)
        out->gaps[i] = positions[i] - positions[i - 1] - 1;
    for (uint32_t i = 0, at = 0; i < n; at += counts[i++]) {
        uint64_t same = UINT64_C(0x0101010101010101) * widths[i];
        if (counts[i])
            out->gaps[at] = positions[at];
        for (uint32_t k = 0; k < counts[i];
             k += sizeof same) /* mostly once; what is too much is written over */
            memcpy(out->widths + at + k, &same, sizeof same);
    }
    return true;
}

/* Sums of the quotients: with these widths, and with each one wider. */
static uint64_t quotients_of(const struct flat *flat, uint64_t *next)
{
    uint64_t sum = 0, halves = 0;
    for (uint32_t i = 0; i < flat->total; i++) {
        uint32_t quotient = flat->gaps[i] >> flat->widths[i];
        sum += quotient;
        halves += quotient >> (flat->widths[i] < SHIFT_MAX);
    }
    *next = halves;
    return sum;
}

/* Widens until it does not pay any more, and returns by how much. A wider split costs a bit per position and at best
 * halves quotients, so it can only pay where they are more than one on average: where words stand far behind what the
 * length says. *quotients: their sum in the end. */
static uint32_t choose_shift(struct flat *flat, uint64_t *quotients)
{
    uint32_t shift = 0;
    uint64_t next;
    *quotients = quotients_of(flat, &next);
    while (*quotients > flat->total && shift < SHIFT_MAX && next + flat->total < *quotients) {
        for (uint32_t i = 0; i < flat->total; i++)
            flat->widths[i] = (uint8_t)(flat->widths[i] + (flat->widths[i] < SHIFT_MAX));
        *quotients = quotients_of(flat, &next);
        shift++;
    }
    return shift;
}

/* Bits, the least significant first. Each time a whole word is stored, of which the full bytes count: nothing branches, and
 * up to eight bytes behind the last one are written. */
struct bit_writer {
    unsigned char *at;
    uint64_t pending;
    unsigned have; /* bits of pending, below 8 */
};

/* more: up to 56 */
static inline void put(struct bit_writer *w, uint64_t bits, unsigned more)
{
    w->pending |= bits << w->have;
    uint64_t word = htole64(w->pending);
    memcpy(w->at, &word, sizeof word);
    w->have += more;
    w->at += w->have / 8;
    w->pending >>= w->have & ~7u;
    w->have %= 8;
}

#define ZEROS 48u

static void put_streams(const struct flat *flat, uint64_t low_bits, uint64_t high_bits, struct rat_buf *out)
{
    size_t low_bytes = (size_t)((low_bits + 7) / 8), high_bytes = (size_t)((high_bits + 7) / 8);
    unsigned char *to = rat_buf_reserve(out, low_bytes + high_bytes + sizeof(uint64_t));
    if (!to)
        return;
    struct bit_writer low = {flat->low, 0, 0}, high = {to + low_bytes, 0, 0};
    for (uint32_t i = 0; i < flat->total; i++) {
        unsigned width = flat->widths[i];
        uint32_t gap = flat->gaps[i], zeros = gap >> width;
        put(&low, gap & ((1u << width) - 1), width);
        for (; zeros > ZEROS; zeros -= ZEROS)
            put(&high, 0, ZEROS);
        put(&high, UINT64_C(1) << zeros, zeros + 1);
    }
    /* the other stream begins behind the last byte */
    memcpy(to, flat->low, low_bytes);
    out->size += low_bytes + high_bytes;
}

void rat_positions_write(const uint32_t *positions, const uint32_t *counts, const uint32_t *tfs,
                         const uint8_t *lengths, uint32_t n, struct rat_buf *room, struct rat_buf *out)
{
    uint32_t surplus[RAT_GROUP], starts[RAT_GROUP + 1], bits[RAT_GROUP + 1], any = 0;
    uint8_t widths[RAT_GROUP];
    uint64_t total = 0, low_bits = 0, quotients;
    struct flat flat;
    for (uint32_t i = 0; i < n; i++) {
        total += counts[i];
        any |= surplus[i] = tfs[i] - counts[i];
    }
    if (!rat_position_kernels()->spread(counts, lengths, n, 0, widths, starts, bits) ||
        !flatten(positions, counts, widths, n, (uint32_t)total, room, &flat)) {
        out->failed = true;
        return;
    }
    uint32_t shift = choose_shift(&flat, &quotients);
    for (uint32_t i = 0; i < n; i++)
        low_bits += (uint64_t)counts[i] * (widths[i] + shift < SHIFT_MAX ? widths[i] + shift : SHIFT_MAX);
    rat_buf_byte(out, (uint8_t)(shift | (any ? HAS_SURPLUS : 0)));
    if (any)
        rat_pack(surplus, n, out);
    put_streams(&flat, low_bits, total + quotients, out);
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
