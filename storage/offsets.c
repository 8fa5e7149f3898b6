/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/offsets.h"

#include "storage/packing.h"

#define JUMP_BYTES 8u /* text offset where the group starts, offset of its data */

void rat_offsets_encode(const struct rat_span *spans, uint32_t count, struct rat_buf *out)
{
    uint32_t gaps[RAT_GROUP], sizes[RAT_GROUP], end = 0;
    uint32_t groups = (count + RAT_GROUP - 1) / RAT_GROUP;
    rat_buf_varint(out, count);
    size_t jumps_at = out->size;
    rat_buf_zero(out, groups > 1 ? (size_t)groups * JUMP_BYTES : 0);
    size_t data_at = out->size;
    for (uint32_t g = 0; g < groups && !out->failed; g++) {
        uint32_t n = count - g * RAT_GROUP < RAT_GROUP ? count - g * RAT_GROUP : RAT_GROUP;
        if (groups > 1) {
            unsigned char *jump = out->data + jumps_at + (size_t)g * JUMP_BYTES;
            uint32_t data = (uint32_t)(out->size - data_at);
            for (unsigned i = 0; i < 4; i++) {
                jump[i] = (unsigned char)(end >> (8 * i));
                jump[4 + i] = (unsigned char)(data >> (8 * i));
            }
        }
        for (uint32_t i = 0; i < n; i++) {
            const struct rat_span *span = &spans[g * RAT_GROUP + i];
            gaps[i] = span->start - end;
            sizes[i] = span->end - span->start;
            end = span->end;
        }
        rat_pack(gaps, n, out);
        rat_pack(sizes, n, out);
    }
}

bool rat_offsets_open(struct rat_offsets *offsets, const void *record, size_t n)
{
    struct rat_cursor in = rat_cursor_of(record, n);
    offsets->count = (uint32_t)rat_cursor_varint_max(&in, UINT32_MAX);
    uint32_t groups = offsets->count / RAT_GROUP + (offsets->count % RAT_GROUP != 0);
    offsets->jumps = rat_cursor_bytes(&in, groups > 1 ? (uint64_t)groups * JUMP_BYTES : 0);
    offsets->groups = in;
    offsets->group_held = 0;
    return !in.bad;
}

static bool load_group(struct rat_offsets *offsets, uint32_t g)
{
    uint32_t gaps[RAT_GROUP], sizes[RAT_GROUP], end = 0;
    struct rat_cursor in = offsets->groups;
    if (offsets->count > RAT_GROUP) {
        const unsigned char *jump = offsets->jumps + (size_t)g * JUMP_BYTES;
        end = rat_load_u32(jump);
        rat_cursor_bytes(&in, rat_load_u32(jump + 4));
    }
    uint32_t n = offsets->count - g * RAT_GROUP;
    n = n < RAT_GROUP ? n : RAT_GROUP;
    offsets->group_held = 0;
    if (in.bad || !rat_unpack(&in, n, gaps) || !rat_unpack(&in, n, sizes))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t start = (uint64_t)end + gaps[i], stop = start + sizes[i];
        if (stop > UINT32_MAX)
            return false;
        offsets->group[i] = (struct rat_span){(uint32_t)start, (uint32_t)stop};
        end = (uint32_t)stop;
    }
    offsets->group_held = g + 1;
    return true;
}

bool rat_offsets_get(struct rat_offsets *offsets, uint32_t token, struct rat_span *out)
{
    if (token >= offsets->count)
        return false;
    uint32_t g = token / RAT_GROUP;
    if (offsets->group_held != g + 1 && !load_group(offsets, g))
        return false;
    *out = offsets->group[token % RAT_GROUP];
    return true;
}
