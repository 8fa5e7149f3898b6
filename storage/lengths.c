/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/lengths.h"

/* The four-bit float needs 231 codes for 31-bit numbers, which leaves 24 of 255 for exact small ones. */
#define EXACT 24u

static uint32_t float4(uint32_t value)
{
    uint32_t bits = value ? 32u - (uint32_t)__builtin_clz(value) : 0u;
    if (bits < 4)
        return value;
    uint32_t shift = bits - 4;
    return (value >> shift & 7u) | (shift + 1) << 3;
}

uint8_t rat_length_encode(uint32_t tokens)
{
    if (tokens > INT32_MAX)
        tokens = INT32_MAX;
    return (uint8_t)(tokens < EXACT ? tokens : EXACT + float4(tokens - EXACT));
}

uint32_t rat_length_decode(uint8_t code)
{
    if (code < EXACT)
        return code;
    uint32_t value = code - EXACT, shift = value >> 3;
    return EXACT + (shift == 0 ? value : ((value & 7u) | 8u) << (shift - 1));
}
