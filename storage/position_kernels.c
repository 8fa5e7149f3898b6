/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/position_kernels.h"

#include "storage/positions.h"

#include <endian.h>

static bool spread(const uint32_t *counts, const uint8_t *codes, uint32_t n, uint32_t shift, uint8_t *widths,
                   uint32_t *starts, uint32_t *bits)
{
    uint64_t total = 0, low = 0;
    for (uint32_t i = 0; i < n; i++) {
        widths[i] = (uint8_t)rat_position_width(codes[i], counts[i], shift);
        starts[i] = (uint32_t)total;
        bits[i] = (uint32_t)low;
        total += counts[i];
        low += (uint64_t)counts[i] * widths[i];
    }
    starts[n] = (uint32_t)total;
    bits[n] = (uint32_t)low;
    return total <= UINT32_MAX && low <= UINT32_MAX;
}

/* Where the bit number n (from 0) among the ones of a stream behind its first `bit` (0..7) bits is, in bits from `from`; UINT64_MAX when
 * the first `bytes` bytes have no such one. */
static uint64_t select_one(const unsigned char *from, uint64_t bytes, unsigned bit, uint32_t n)
{
    for (uint64_t b = 0; b < bytes; b++)
        for (unsigned bits = b ? from[b] : from[b] & ~((1u << bit) - 1); bits; bits &= bits - 1)
            if (n-- == 0)
                return 8 * b + (uint64_t)__builtin_ctz(bits);
    return UINT64_MAX;
}

/* Moves to where the quotients begin; false when there are too few before them. */
static bool locate(struct rat_position_codes *codes)
{
    if (codes->skip) {
        uint64_t byte = codes->at >> 3;
        uint64_t last = select_one(codes->high + byte, codes->end / 8 - byte, codes->at & 7, codes->skip - 1);
        if (last == UINT64_MAX)
            return false;
        codes->at = 8 * byte + last + 1;
        codes->skip = 0;
    }
    return true;
}

static uint64_t load(const unsigned char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return le64toh(word);
}

/* Reads the positions of one posting, one after the other. */
struct reader {
    const unsigned char *low, *high;
    uint64_t end;  /* bits of high */
    uint64_t at;   /* bit behind the last quotient */
    uint64_t ones; /* what was loaded of the bits from there on */
    uint64_t position;
    uint32_t bit, width; /* of low */
};

static inline struct reader reader_of(const struct rat_position_codes *codes)
{
    return (struct reader){.low = codes->low,
                           .high = codes->high,
                           .end = codes->end,
                           .at = codes->at,
                           .position = UINT64_MAX,
                           .bit = codes->bit,
                           .width = codes->width};
}

static inline bool next_position(struct reader *r)
{
    uint64_t from = r->at;
    if (r->ones == 0) {
        /* long quotients have whole words without a one */
        for (; from < r->end && !(r->ones = load(r->high + (from >> 3)) >> (from & 7));)
            from = (from & ~7ull) + 64;
        if (r->ones == 0)
            return false;
    }
    unsigned zeros = (unsigned)__builtin_ctzll(r->ones);
    uint64_t quotient = from - r->at + zeros;
    uint64_t low = load(r->low + (r->bit >> 3)) >> (r->bit & 7) & ((1ull << r->width) - 1);
    r->ones = r->ones >> zeros >> 1;
    r->at += quotient + 1;
    r->bit += r->width;
    r->position += 1 + (quotient << r->width | low);
    return r->at <= r->end && r->position <= UINT32_MAX;
}

static bool read_all(struct rat_position_codes *codes, uint32_t *positions)
{
    if (!locate(codes))
        return false;
    struct reader r = reader_of(codes);
    for (uint32_t k = 0; k < codes->count; k++) {
        if (!next_position(&r))
            return false;
        positions[k] = (uint32_t)r.position;
    }
    codes->at = r.at;
    return true;
}

static uint32_t meet(struct rat_position_codes *codes, uint32_t offset, uint32_t *starts, uint32_t n)
{
    if (!locate(codes))
        return UINT32_MAX;
    struct reader r = reader_of(codes);
    uint32_t next = 0, kept = 0;
    for (uint32_t k = 0; k < codes->count && next < n; k++) {
        if (!next_position(&r))
            return UINT32_MAX;
        while (next < n && (uint64_t)starts[next] + offset < r.position)
            next++;
        if (next < n && (uint64_t)starts[next] + offset == r.position)
            starts[kept++] = starts[next++];
    }
    return kept;
}

const struct rat_position_kernels *rat_position_kernels_of(enum rat_cpu level)
{
    static const struct rat_position_kernels plain = {spread, read_all, meet};
#if RAT_HAS_AVX
    if (level == RAT_CPU_AVX512)
        return &rat_position_kernels_avx512;
    if (level == RAT_CPU_AVX2)
        return &rat_position_kernels_avx2;
#endif
    (void)level;
    return &plain;
}
