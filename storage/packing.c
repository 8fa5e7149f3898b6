/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/packing.h"

#include "storage/kernels.h"

#define HAS_EXCEPTIONS 0x80u

/* The cheapest width, by the number of values of each size: what does not fit costs an index and a varint. More than
 * a quarter of exceptions never pays: each costs two bytes or more and a bit of width saves n / 8. */
static unsigned choose_width(const uint32_t *values, uint32_t n)
{
    uint8_t count[33] = {0};
    for (uint32_t i = 0; i < n; i++)
        count[rat_bits(values[i])]++;
    unsigned widest = 32;
    while (widest && !count[widest])
        widest--;
    unsigned best = widest, best_cost = (n * widest + 7) / 8, exceptions = 0;
    for (unsigned width = widest; width-- > 0;) {
        exceptions += count[width + 1];
        if (exceptions > n / 4)
            break;
        unsigned cost = 1 + (n * width + 7) / 8;
        for (unsigned bits = width + 1; bits <= widest; bits++)
            cost += count[bits] * (1 + (bits - width + 6) / 7);
        if (cost < best_cost) {
            best_cost = cost;
            best = width;
        }
    }
    return best;
}

static void put_bits(const uint32_t *values, uint32_t n, unsigned width, struct rat_buf *out)
{
    size_t bytes = (n * width + 7) / 8;
    unsigned char *to = rat_buf_reserve(out, bytes + 4);
    if (!to)
        return;
    uint64_t pending = 0;
    unsigned have = 0;
    uint64_t mask = (1ull << width) - 1;
    for (uint32_t i = 0; i < n; i++) {
        pending |= (values[i] & mask) << have;
        have += width;
        if (have >= 32) {
            rat_store_u32(to, (uint32_t)pending);
            to += 4;
            pending >>= 32;
            have -= 32;
        }
    }
    rat_store_u32(to, (uint32_t)pending); /* the reserve has room for whole words */
    out->size += bytes;
}

void rat_pack(const uint32_t *values, uint32_t n, struct rat_buf *out)
{
    unsigned width = choose_width(values, n);
    uint8_t indices[RAT_GROUP];
    unsigned exceptions = 0;
    for (uint32_t i = 0; i < n; i++)
        if (rat_bits(values[i]) > width)
            indices[exceptions++] = (uint8_t)i;
    rat_buf_byte(out, (uint8_t)(width | (exceptions ? HAS_EXCEPTIONS : 0)));
    if (exceptions)
        rat_buf_byte(out, (uint8_t)exceptions);
    put_bits(values, n, width, out);
    rat_buf_append(out, indices, exceptions);
    for (unsigned e = 0; e < exceptions; e++)
        rat_buf_varint(out, values[indices[e]] >> width);
}

bool rat_unpack(struct rat_cursor *in, uint32_t n, uint32_t *values)
{
    uint8_t head = rat_cursor_u8(in);
    unsigned width = head & 0x3f;
    uint32_t exceptions = head & HAS_EXCEPTIONS ? rat_cursor_u8(in) : 0;
    if (width > 32 || (head & 0x40) || exceptions >= RAT_GROUP) {
        in->bad = true;
        return false;
    }
    const unsigned char *packed = rat_cursor_bytes(in, (n * width + 7) / 8);
    if (!packed)
        return false;
    rat_kernels()->unpack(packed, n, width, values);
    const unsigned char *indices = rat_cursor_bytes(in, exceptions);
    if (!indices)
        return false;
    for (uint32_t e = 0; e < exceptions; e++) {
        uint64_t high = rat_cursor_varint(in);
        if (indices[e] >= n || width == 32 || high > (UINT32_MAX >> width)) {
            in->bad = true;
            return false;
        }
        values[indices[e]] |= (uint32_t)high << width;
    }
    return !in->bad;
}

bool rat_pack_skip(struct rat_cursor *in, uint32_t n)
{
    uint8_t head = rat_cursor_u8(in);
    unsigned width = head & 0x3f;
    uint32_t exceptions = head & HAS_EXCEPTIONS ? rat_cursor_u8(in) : 0;
    if (width > 32 || (head & 0x40) || exceptions >= RAT_GROUP)
        in->bad = true;
    rat_cursor_bytes(in, (n * width + 7) / 8);
    rat_cursor_bytes(in, exceptions);
    while (exceptions-- && !in->bad)
        rat_cursor_varint(in);
    return !in->bad;
}
