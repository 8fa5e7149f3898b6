/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Groups of up to 128 unsigned numbers, bit-packed with exceptions (PFOR: Zukowski et al. 2006; NewPFD, Yan et al. 2009):
 * the codec of postings and offsets (FORMAT.md, "Packed group").
 *
 *     byte 0: width b (0..32) in bits 0-5, bit 7: exceptions follow
 *     [byte 1: number of exceptions e, 1..127]
 *     ceil(n * b / 8) bytes: value i's low b bits at bit offset i * b, least significant bit first
 *     [e bytes: indices, ascending; e varints: value >> b]
 *
 * The decoder may read up to RAT_CONTAINER_PAD bytes behind the group.
 */
#ifndef STORAGE_PACKING_H
#define STORAGE_PACKING_H

#include "base/buf.h"
#include "base/cursor.h"

#define RAT_GROUP 128u

/* Appends n (1..RAT_GROUP) values with the width that makes the group smallest, at most n / 4 exceptions. */
void rat_pack(const uint32_t *values, uint32_t n, struct rat_buf *out);

/* Reads a group of n values into room for RAT_GROUP and moves the cursor behind it. False when it is cut or malformed (values are then
 * unspecified, the cursor is bad). in->end must be followed by RAT_CONTAINER_PAD readable bytes. */
bool rat_unpack(struct rat_cursor *in, uint32_t n, uint32_t *values);

/* Bits needed for value: 0 for 0. */
static inline unsigned rat_bits(uint32_t value)
{
    return value ? 32u - (unsigned)__builtin_clz(value) : 0u;
}

#endif
