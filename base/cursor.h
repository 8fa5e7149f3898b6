/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A bounds-checked reader of bytes that may be damaged. It latches: after the first read past the end `bad`
 * is set, every later read returns 0, and the caller asks once.
 *
 *     struct rat_cursor in = rat_cursor_of(bytes, n);
 *     uint32_t version = rat_cursor_u32(&in);
 *     if (in.bad) return rat_fail(...);
 *
 * The bytes are borrowed and must outlive the cursor.
 */
#ifndef BASE_CURSOR_H
#define BASE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct rat_cursor {
    const unsigned char *at, *end;
    bool bad;
};

static inline struct rat_cursor rat_cursor_of(const void *bytes, size_t n)
{
    const unsigned char *start = bytes;
    struct rat_cursor in = {start, n ? start + n : start, false};
    return in;
}

static inline size_t rat_cursor_left(const struct rat_cursor *in)
{
    return (size_t)(in->end - in->at);
}

/* The next n bytes, borrowed, or NULL when there are fewer. */
static inline const unsigned char *rat_cursor_bytes(struct rat_cursor *in, uint64_t n)
{
    if (in->bad || n > rat_cursor_left(in)) {
        in->bad = true;
        return NULL;
    }
    const unsigned char *here = in->at;
    in->at += n;
    return here;
}

static inline uint8_t rat_cursor_u8(struct rat_cursor *in)
{
    const unsigned char *b = rat_cursor_bytes(in, 1);
    return b ? b[0] : 0;
}

static inline uint16_t rat_cursor_u16(struct rat_cursor *in)
{
    const unsigned char *b = rat_cursor_bytes(in, 2);
    return b ? (uint16_t)(b[0] | (unsigned)b[1] << 8) : 0;
}

static inline uint32_t rat_load_u32(const unsigned char *b)
{
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static inline uint64_t rat_load_u64(const unsigned char *b)
{
    return (uint64_t)rat_load_u32(b) | (uint64_t)rat_load_u32(b + 4) << 32;
}

static inline void rat_store_u32(unsigned char *b, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        b[i] = (unsigned char)(value >> (8 * i));
}

static inline uint32_t rat_cursor_u32(struct rat_cursor *in)
{
    const unsigned char *b = rat_cursor_bytes(in, 4);
    return b ? rat_load_u32(b) : 0;
}

static inline uint64_t rat_cursor_u64(struct rat_cursor *in)
{
    const unsigned char *b = rat_cursor_bytes(in, 8);
    return b ? rat_load_u64(b) : 0;
}

/* LEB128 of at most 64 bits; longer or cut encodings are bad. */
static inline uint64_t rat_cursor_varint(struct rat_cursor *in)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (in->at == in->end || in->bad)
            break;
        uint8_t byte = *in->at++;
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    in->bad = true;
    return 0;
}

/* A varint that must not exceed limit. */
static inline uint64_t rat_cursor_varint_max(struct rat_cursor *in, uint64_t limit)
{
    uint64_t value = rat_cursor_varint(in);
    if (value > limit) {
        in->bad = true;
        return 0;
    }
    return value;
}

#endif
