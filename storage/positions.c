/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/positions.h"

#include "storage/kernels.h"

#include <endian.h>

#define SHIFT_MAX 31u
#define HAS_SURPLUS 0x80u

/* ---- writing ---- */

/* Sum of the quotients of the whole block with a shift. */
static uint64_t quotients_of(const uint32_t *positions, const uint32_t *counts, const uint8_t *lengths,
                             uint32_t n, uint32_t shift)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t width = rat_position_width(lengths[i], counts[i], shift);
        for (uint32_t k = 0, before = UINT32_MAX; k < counts[i]; before = *positions++, k++)
            sum += (*positions - before - 1) >> width;
    }
    return sum;
}

/* A wider split costs a bit per position and at best halves quotients, so it can only pay where they are more than one on
 * average: where words stand far behind what the length says. */
static uint32_t choose_shift(const uint32_t *positions, const uint32_t *counts, const uint8_t *lengths,
                             uint32_t n)
{
    uint32_t shift = 0;
    uint64_t total = 0, quotients = quotients_of(positions, counts, lengths, n, 0);
    for (uint32_t i = 0; i < n; i++)
        total += counts[i];
    while (quotients > total && shift < SHIFT_MAX) {
        uint64_t next = quotients_of(positions, counts, lengths, n, shift + 1);
        if (next + total >= quotients)
            break;
        quotients = next;
        shift++;
    }
    return shift;
}

struct bit_writer {
    struct rat_buf *out;
    uint64_t pending;
    unsigned have;
};

static void put_bits(struct bit_writer *w, uint32_t value, unsigned width)
{
    w->pending |= (uint64_t)value << w->have;
    for (w->have += width; w->have >= 8; w->have -= 8, w->pending >>= 8)
        rat_buf_byte(w->out, (uint8_t)w->pending);
}

static void end_bits(struct bit_writer *w)
{
    if (w->have)
        rat_buf_byte(w->out, (uint8_t)w->pending);
}

void rat_positions_write(const uint32_t *positions, const uint32_t *counts, const uint32_t *tfs,
                         const uint8_t *lengths, uint32_t n, struct rat_buf *out)
{
    uint32_t surplus[RAT_GROUP], any = 0, shift = choose_shift(positions, counts, lengths, n);
    uint8_t widths[RAT_GROUP];
    for (uint32_t i = 0; i < n; i++)
        any |= surplus[i] = tfs[i] - counts[i];
    rat_buf_byte(out, (uint8_t)(shift | (any ? HAS_SURPLUS : 0)));
    if (any)
        rat_pack(surplus, n, out);
    const uint32_t *at = positions;
    struct bit_writer low = {out, 0, 0}, high = {out, 0, 0};
    for (uint32_t i = 0; i < n; i++) {
        widths[i] = (uint8_t)rat_position_width(lengths[i], counts[i], shift);
        for (uint32_t k = 0, before = UINT32_MAX; k < counts[i]; before = *at++, k++)
            put_bits(&low, (*at - before - 1) & ((1u << widths[i]) - 1), widths[i]);
    }
    end_bits(&low);
    at = positions;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0, before = UINT32_MAX; k < counts[i]; before = *at++, k++) {
            uint32_t quotient = (*at - before - 1) >> widths[i];
            for (; quotient >= 32; quotient -= 32)
                put_bits(&high, 0, 32);
            put_bits(&high, 1u << quotient, quotient + 1);
        }
    }
    end_bits(&high);
}

/* ---- reading ---- */

/* False when sums do not fit. */
static bool fits(const uint32_t *counts, const uint8_t *widths, uint32_t n)
{
    uint64_t total = 0, bits = 0;
    for (uint32_t i = 0; i < n; i++) {
        total += counts[i];
        bits += (uint64_t)counts[i] * widths[i];
    }
    return total <= UINT32_MAX && bits <= UINT32_MAX;
}

bool rat_positions_open(struct rat_positions *places, struct rat_cursor in, const uint32_t *tfs,
                        const uint8_t *lengths, uint32_t n)
{
    uint8_t head = rat_cursor_u8(&in);
    uint32_t most = 0;
    if ((head & 0x60) || ((head & HAS_SURPLUS) && !rat_unpack(&in, n, places->counts)))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t surplus = head & HAS_SURPLUS ? places->counts[i] : 0;
        if (surplus > tfs[i])
            return false;
        places->counts[i] = tfs[i] - surplus;
        most |= places->counts[i];
    }
    const struct rat_kernels *kernels =
        rat_kernels_of(most < RAT_SPREAD_COUNT ? rat_cpu_level() : RAT_CPU_PLAIN);
    kernels->spread(places->counts, lengths, n, head & SHIFT_MAX, places->widths, places->starts,
                    places->bits);
    if (most >= RAT_SPREAD_COUNT && !fits(places->counts, places->widths, n))
        return false;
    places->n = n;
    places->low = rat_cursor_bytes(&in, ((uint64_t)places->bits[n] + 7) / 8);
    places->high = in.at;
    places->high_bytes = rat_cursor_left(&in);
    return places->low && places->starts[n] <= 8 * places->high_bytes;
}

static uint64_t load(const unsigned char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return le64toh(word);
}

/* The first one at or after bit `at`; UINT64_MAX when there is none. */
static inline uint64_t next_one(const struct rat_positions *places, uint64_t at)
{
    for (uint64_t end = 8 * places->high_bytes; at < end; at = (at & ~7ull) + 64) {
        uint64_t word = load(places->high + (at >> 3)) >> (at & 7);
        if (word) {
            at += (uint64_t)__builtin_ctzll(word);
            return at < end ? at : UINT64_MAX;
        }
    }
    return UINT64_MAX;
}

/* Positions of posting i, whose quotients begin at bit *at of the stream, which moves behind them. */
static inline bool read_one(const struct rat_positions *places, uint32_t i, uint64_t *at, uint32_t *positions)
{
    uint32_t width = places->widths[i], bit = places->bits[i], mask = (1u << width) - 1;
    uint64_t position = UINT64_MAX;
    for (uint32_t k = 0; k < places->counts[i]; k++, bit += width) {
        uint64_t one = next_one(places, *at);
        if (one == UINT64_MAX)
            return false;
        uint64_t low = load(places->low + (bit >> 3)) >> (bit & 7) & mask;
        position += 1 + ((one - *at) << width | low);
        if (position > UINT32_MAX)
            return false;
        positions[k] = (uint32_t)position;
        *at = one + 1;
    }
    return true;
}

bool rat_positions_read(const struct rat_positions *places, uint32_t i, uint32_t *positions)
{
    uint64_t at = 0;
    if (places->starts[i]) {
        at = rat_kernels()->select(places->high, places->high_bytes, places->starts[i] - 1);
        if (at == UINT64_MAX)
            return false;
        at++;
    }
    return read_one(places, i, &at, positions);
}

bool rat_positions_read_all(const struct rat_positions *places, uint32_t *positions)
{
    uint64_t at = 0;
    for (uint32_t i = 0; i < places->n; i++)
        if (!read_one(places, i, &at, positions + places->starts[i]))
            return false;
    return true;
}
