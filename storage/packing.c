/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/packing.h"

#include "storage/encode_kernels.h"
#include "storage/kernels.h"

#include <endian.h>

#define HAS_EXCEPTIONS 0x80u

/* Of a group at most: head, number of exceptions, packed bits, then an index and a varint for each number. */
#define GROUP_BYTES_MAX (2 + 4 * RAT_GROUP + RAT_PUT_BITS_PAST + 6 * RAT_GROUP)

static unsigned char *put_varint(unsigned char *to, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        *to++ = (unsigned char)(value | 0x80);
    *to++ = (unsigned char)value;
    return to;
}

void rat_pack(const uint32_t *values, uint32_t n, struct rat_buf *out)
{
    const struct rat_encode_kernels *kernels = rat_encode_kernels();
    unsigned exceptions, width = kernels->choose_width(values, n, &exceptions);
    unsigned char *start = rat_buf_reserve(out, GROUP_BYTES_MAX), *to = start;
    if (!to)
        return;
    *to++ = (unsigned char)(width | (exceptions ? HAS_EXCEPTIONS : 0));
    if (exceptions)
        *to++ = (unsigned char)exceptions;
    to = kernels->put_bits(values, n, width, to);
    if (exceptions) {
        unsigned char *indices = to;
        for (uint32_t i = 0; i < n; i++)
            if (values[i] >> width) /* a width with exceptions is below 32 */
                *to++ = (unsigned char)i;
        for (unsigned e = 0; e < exceptions; e++)
            to = put_varint(to, values[indices[e]] >> width);
    }
    out->size += (size_t)(to - start);
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
    uint32_t e = 0;
    /* mostly a byte each: eight are known to be that by one look, and less than 2^7 fits a width below 25 */
    while (e < exceptions && width <= 24) {
        uint64_t eight;
        uint32_t some = exceptions - e < 8 ? exceptions - e : 8, most = 0;
        memcpy(&eight, in->at, sizeof eight); /* maybe from the pad */
        if (rat_cursor_left(in) < some || le64toh(eight) << (64 - 8 * some) & 0x8080808080808080u)
            break;
        for (uint32_t k = 0; k < some; k++) {
            uint32_t index = indices[e + k] & (RAT_GROUP - 1);
            most = indices[e + k] > most ? indices[e + k] : most;
            values[index] |= (uint32_t)in->at[k] << width;
        }
        in->at += some;
        e += some;
        in->bad = in->bad || most >= n;
    }
    for (; e < exceptions; e++) {
        uint64_t high = rat_cursor_varint(in);
        if (indices[e] >= n || width == 32 || high > (UINT32_MAX >> width)) {
            in->bad = true;
            return false;
        }
        values[indices[e]] |= (uint32_t)high << width;
    }
    return !in->bad;
}
