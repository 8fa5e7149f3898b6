/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/postings.h"

#include "storage/kernels.h"

#define BOUND_BYTES 8u

/* ---- writing ---- */

void rat_postings_encoder_init(struct rat_postings_encoder *encoder, const uint8_t *lengths)
{
    memset(encoder, 0, sizeof *encoder);
    encoder->lengths = lengths;
}

void rat_postings_encoder_release(struct rat_postings_encoder *encoder)
{
    rat_buf_release(&encoder->places);
    rat_buf_release(&encoder->room);
    rat_buf_release(&encoder->skips);
    rat_buf_release(&encoder->data);
    rat_buf_release(&encoder->position_ends);
    rat_buf_release(&encoder->positions);
    rat_buf_release(&encoder->list);
    rat_buf_release(&encoder->position_list);
}

void rat_postings_begin(struct rat_postings_encoder *encoder, bool has_positions)
{
    encoder->has_positions = has_positions;
    encoder->held = encoder->count = 0;
    encoder->block_last = RAT_NO_DOCUMENT;
    rat_buf_clear(&encoder->places);
    rat_buf_clear(&encoder->skips);
    rat_buf_clear(&encoder->data);
    rat_buf_clear(&encoder->position_ends);
    rat_buf_clear(&encoder->positions);
}

static void put_bounds(struct rat_buf *out, const struct rat_bounds *bounds)
{
    rat_buf_append(out, bounds->tf, RAT_BOUND_PAIRS);
    rat_buf_append(out, bounds->length, RAT_BOUND_PAIRS);
}

/* n postings as a block. A list of one posting has no data (FORMAT.md, "Dictionary"). */
static void put_block(struct rat_postings_encoder *encoder, const uint32_t *documents, const uint32_t *tfs,
                      const uint32_t *counts, const uint32_t *positions, uint32_t n)
{
    uint32_t gaps[RAT_POSTINGS_BLOCK], less[RAT_POSTINGS_BLOCK];
    uint8_t lengths[RAT_POSTINGS_BLOCK];
    uint32_t previous = encoder->block_last; /* RAT_NO_DOCUMENT + 1 wraps to 0, as wanted */
    for (uint32_t i = 0; i < n; i++) {
        gaps[i] = documents[i] - previous - 1;
        previous = documents[i];
        less[i] = tfs[i] - 1;
        lengths[i] = encoder->lengths[previous];
    }
    if (encoder->count > 1) {
        rat_pack(gaps, n, &encoder->data);
        rat_pack(less, n, &encoder->data);
    }
    if (encoder->count >= RAT_POSTINGS_BLOCK) { /* else it is the only one, and needs no tables */
        struct rat_bounds bounds;
        rat_bounds_make(tfs, lengths, n, &bounds);
        rat_buf_u32(&encoder->skips, previous);
        rat_buf_u32(&encoder->skips, (uint32_t)encoder->data.size);
        put_bounds(&encoder->skips, &bounds);
    }
    if (encoder->has_positions) {
        rat_positions_write(positions, counts, tfs, lengths, n, &encoder->room, &encoder->positions);
        rat_buf_u32(&encoder->position_ends, (uint32_t)encoder->positions.size);
    }
    if (encoder->data.size > UINT32_MAX || encoder->positions.size > UINT32_MAX)
        encoder->failed = true;
    encoder->block_last = previous;
}

/* What was added one by one. */
static void put_held(struct rat_postings_encoder *encoder)
{
    encoder->failed |= encoder->places.failed; /* clear forgets it */
    if (!encoder->failed)
        put_block(encoder, encoder->documents, encoder->tfs, encoder->counts,
                  (const uint32_t *)(const void *)encoder->places.data, encoder->held);
    rat_buf_clear(&encoder->places);
    encoder->held = 0;
}

void rat_postings_add(struct rat_postings_encoder *encoder, uint32_t document, uint32_t tf,
                      const uint32_t *positions, uint32_t count)
{
    uint32_t i = encoder->held++;
    if (encoder->count++ == 0) {
        encoder->only = document;
        encoder->only_tf = tf;
    }
    encoder->documents[i] = document;
    encoder->tfs[i] = tf;
    encoder->counts[i] = count;
    if (encoder->has_positions) {
        uint32_t *to = (uint32_t *)(void *)rat_buf_reserve(&encoder->places, count * sizeof *to);
        for (uint32_t k = 0; to && k < count; k++) /* mostly one or two: a call would cost more */
            to[k] = positions[k];
        if (to)
            encoder->places.size += count * sizeof *to;
    }
    if (encoder->held == RAT_POSTINGS_BLOCK)
        put_held(encoder);
}

static uint64_t sum_of(const uint32_t *counts, uint32_t n)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += counts[i];
    return sum;
}

uint64_t rat_postings_add_many(struct rat_postings_encoder *encoder, const uint32_t *documents,
                               const uint32_t *tfs, const uint32_t *counts, const uint32_t *positions,
                               uint32_t n)
{
    uint64_t total = 0;
    if (encoder->count == 0 && n) {
        encoder->only = documents[0];
        encoder->only_tf = tfs[0];
    }
    if (encoder->held == 0 && n == RAT_POSTINGS_BLOCK && (positions || !encoder->has_positions)) {
        encoder->count += n; /* a block as it is */
        put_block(encoder, documents, tfs, counts, positions, n);
        return positions ? sum_of(counts, n) : 0;
    }
    for (uint32_t from = 0, more; from < n; from += more) {
        uint32_t room = RAT_POSTINGS_BLOCK - encoder->held;
        more = n - from < room ? n - from : room;
        memcpy(encoder->documents + encoder->held, documents + from, more * sizeof *documents);
        memcpy(encoder->tfs + encoder->held, tfs + from, more * sizeof *tfs);
        if (positions) {
            uint64_t sum = sum_of(counts + from, more);
            memcpy(encoder->counts + encoder->held, counts + from, more * sizeof *counts);
            rat_buf_append(&encoder->places, positions + total, (size_t)sum * sizeof *positions);
            total += sum;
        } else {
            memset(encoder->counts + encoder->held, 0, more * sizeof *counts);
        }
        encoder->count += more;
        encoder->held += more;
        if (encoder->held == RAT_POSTINGS_BLOCK)
            put_held(encoder);
    }
    return total;
}

/* Skip entries, joined bounds, blocks; one block alone needs neither. */
static void finish_list(struct rat_postings_encoder *encoder, uint32_t blocks)
{
    struct rat_buf *list = &encoder->list;
    rat_buf_clear(list);
    if (blocks > 1) {
        rat_buf_append(list, encoder->skips.data, encoder->skips.size);
        for (uint32_t start = 0; start < blocks && !encoder->skips.failed; start += RAT_SUPER_BLOCKS) {
            struct rat_bounds joined, one;
            for (uint32_t b = start; b < blocks && b < start + RAT_SUPER_BLOCKS; b++) {
                const unsigned char *at = encoder->skips.data + (size_t)b * RAT_SKIP_BYTES + 8;
                memcpy(one.tf, at, RAT_BOUND_PAIRS);
                memcpy(one.length, at + RAT_BOUND_PAIRS, RAT_BOUND_PAIRS);
                if (b == start)
                    joined = one;
                else
                    rat_bounds_join(&joined, &one, &joined);
            }
            put_bounds(list, &joined);
        }
    }
    rat_buf_append(list, encoder->data.data, encoder->data.size);
    rat_buf_clear(&encoder->position_list);
    if (!encoder->has_positions)
        return;
    if (blocks > 1)
        rat_buf_append(&encoder->position_list, encoder->position_ends.data, encoder->position_ends.size);
    rat_buf_append(&encoder->position_list, encoder->positions.data, encoder->positions.size);
}

bool rat_postings_end(struct rat_postings_encoder *encoder, struct rat_term_info *info)
{
    if (encoder->held)
        put_held(encoder);
    finish_list(encoder, (encoder->count + RAT_POSTINGS_BLOCK - 1) / RAT_POSTINGS_BLOCK);
    info->documents = encoder->count;
    info->only = info->only_tf = 0;
    info->postings_size = encoder->list.size;
    if (encoder->count == 1) {
        info->only = encoder->only;
        info->only_tf = encoder->only_tf;
    }
    info->positions_size = encoder->position_list.size;
    return !(encoder->failed || encoder->places.failed || encoder->skips.failed || encoder->data.failed ||
             encoder->position_ends.failed || encoder->positions.failed || encoder->list.failed ||
             encoder->position_list.failed);
}

/* ---- reading ---- */

static bool latch(struct rat_postings *p, const struct rat_section *where, const char *what)
{
    if (p->status == RAT_OK)
        p->status = rat_damaged(&p->err, where->container->path, what);
    p->block = p->block_count;
    p->held = 0;
    return false;
}

static bool damaged(struct rat_postings *p)
{
    return latch(p, p->postings, _("Trefferliste ist unlesbar"));
}

static bool damaged_places(struct rat_postings *p)
{
    return latch(p, p->positions, _("Positionen sind unlesbar"));
}

void rat_postings_open(struct rat_postings *p, const struct rat_section *postings,
                       const struct rat_section *positions, const struct rat_section *lengths,
                       const struct rat_term_info *info)
{
    p->postings = postings;
    p->positions = positions;
    p->lengths = lengths;
    p->info = *info;
    p->skips = p->supers = p->data = NULL;
    p->data_size = 0;
    p->documents = p->own;
    p->kept = p->kept_tfs = NULL;
    p->block = 0;
    p->held = 0;
    p->has_tfs = p->has_places = false;
    p->status = RAT_OK;
    uint32_t blocks = info->documents / RAT_POSTINGS_BLOCK + (info->documents % RAT_POSTINGS_BLOCK != 0);
    p->block_count = blocks;
    if (info->documents == 1)
        return;
    const unsigned char *list;
    p->status = rat_section_get(postings, info->postings_at, info->postings_size, &list, &p->err);
    if (p->status != RAT_OK) {
        p->block_count = 0;
        return;
    }
    uint64_t head = 0;
    if (blocks > 1) {
        uint64_t supers = (blocks + RAT_SUPER_BLOCKS - 1) / RAT_SUPER_BLOCKS;
        head = (uint64_t)blocks * RAT_SKIP_BYTES + supers * BOUND_BYTES;
        p->skips = list;
        p->supers = list + (uint64_t)blocks * RAT_SKIP_BYTES;
    }
    if (head > info->postings_size || info->postings_size - head > UINT32_MAX) {
        damaged(p);
        return;
    }
    p->data = list + head;
    p->data_size = (uint32_t)(info->postings_size - head);
}

static bool decode_block(struct rat_postings *p)
{
    p->has_tfs = p->has_places = false;
    if (p->info.documents == 1) {
        p->documents[0] = p->info.only;
        p->tfs[0] = p->info.only_tf;
        p->has_tfs = true;
        p->held = 1;
        return true;
    }
    uint32_t from = 0, to = p->data_size, previous = RAT_NO_DOCUMENT;
    if (p->skips) {
        to = rat_load_u32(p->skips + (size_t)p->block * RAT_SKIP_BYTES + 4);
        if (p->block) {
            from = rat_load_u32(p->skips + (size_t)(p->block - 1) * RAT_SKIP_BYTES + 4);
            previous = rat_postings_last(p, p->block - 1);
        }
    }
    if (from > to || to > p->data_size)
        return damaged(p);
    p->held = p->block + 1 < p->block_count ? RAT_POSTINGS_BLOCK
                                            : p->info.documents - p->block * RAT_POSTINGS_BLOCK;
    uint32_t *tfs_from = p->kept ? &p->kept_tfs[p->block] : NULL;
    if (tfs_from) {
        p->documents = p->kept + (size_t)p->block * RAT_POSTINGS_BLOCK;
        from = *tfs_from ? *tfs_from : from;
    }
    p->tf_at = rat_cursor_of(p->data + from, to - from);
    if (tfs_from && *tfs_from)
        return true;
    if (!rat_unpack(&p->tf_at, p->held, p->documents) ||
        !rat_kernels()->add_gaps(p->documents, p->held, previous))
        return damaged(p); /* readers index by document, so they must ascend */
    uint32_t last = p->documents[p->held - 1];
    if (last == RAT_NO_DOCUMENT || (p->skips && last != rat_postings_last(p, p->block)))
        return damaged(p);
    if (tfs_from)
        *tfs_from = (uint32_t)(p->tf_at.at - p->data);
    return true;
}

void rat_postings_keep(struct rat_postings *p, uint32_t *room)
{
    p->kept = room;
    p->kept_tfs = room + (size_t)p->block_count * RAT_POSTINGS_BLOCK;
    memset(p->kept_tfs, 0, p->block_count * sizeof *p->kept_tfs);
}

bool rat_postings_seek_block(struct rat_postings *p, uint32_t target)
{
    if (p->block >= p->block_count)
        return false;
    if (p->held && p->documents[p->held - 1] >= target)
        return true;
    uint32_t block = p->skips ? rat_postings_find_block(p, p->block, target) : p->block + (p->held ? 1 : 0);
    if (block >= p->block_count) {
        p->block = p->block_count;
        p->held = 0;
        return false;
    }
    p->block = block;
    if (!decode_block(p))
        return false;
    if (p->documents[p->held - 1] < target) {
        p->block = p->block_count;
        p->held = 0;
        return false;
    }
    return true;
}

bool rat_postings_go(struct rat_postings *p, uint32_t block)
{
    if (p->status != RAT_OK || block >= p->block_count)
        return false;
    if (p->held && p->block == block)
        return true;
    p->block = block;
    return decode_block(p);
}

bool rat_postings_next_block(struct rat_postings *p)
{
    if (p->block >= p->block_count)
        return false;
    if (p->held)
        p->block++;
    if (p->block >= p->block_count) {
        p->held = 0;
        return false;
    }
    return decode_block(p);
}

uint32_t rat_postings_block_ahead(const struct rat_postings *p, uint32_t target, struct rat_bounds *bounds)
{
    if (p->block >= p->block_count)
        return RAT_NO_DOCUMENT;
    if (!p->skips) {
        if (bounds) {
            memset(bounds->tf, RAT_BOUND_TF_ANY, sizeof bounds->tf);
            memset(bounds->length, 0, sizeof bounds->length);
        }
        if (p->held)
            return p->documents[p->held - 1] >= target ? p->documents[p->held - 1] : RAT_NO_DOCUMENT;
        return RAT_NO_DOCUMENT - 1; /* not decoded yet: anything */
    }
    uint32_t block = rat_postings_find_block(p, p->block, target);
    if (block >= p->block_count)
        return RAT_NO_DOCUMENT;
    if (bounds) {
        const unsigned char *at = p->skips + (size_t)block * RAT_SKIP_BYTES + 8;
        memcpy(bounds->tf, at, RAT_BOUND_PAIRS);
        memcpy(bounds->length, at + RAT_BOUND_PAIRS, RAT_BOUND_PAIRS);
    }
    return rat_postings_last(p, block);
}

bool rat_postings_tfs(struct rat_postings *p)
{
    if (p->has_tfs)
        return true;
    if (p->block >= p->block_count || !rat_unpack(&p->tf_at, p->held, p->tfs))
        return damaged(p);
    for (uint32_t i = 0; i < p->held; i++)
        p->tfs[i]++; /* 2^32 - 1 of a damaged list becomes 0, which scores nothing */
    p->has_tfs = true;
    return true;
}

/* Finds the current block's part of the position list and opens it. */
static bool open_places(struct rat_postings *p)
{
    const unsigned char *at;
    uint64_t from = 0, to = p->info.positions_size, head = 0;
    if (p->block_count > 1) {
        head = (uint64_t)p->block_count * 4;
        uint64_t entry = p->block ? (uint64_t)(p->block - 1) * 4 : 0;
        if (rat_section_get(p->positions, p->info.positions_at + entry, 8, &at, &p->err) != RAT_OK ||
            head > p->info.positions_size)
            return damaged_places(p);
        from = p->block ? rat_load_u32(at) : 0;
        to = p->block ? rat_load_u32(at + 4) : rat_load_u32(at);
        to = head + to;
        from = head + from;
    }
    if (from > to || to > p->info.positions_size || !rat_postings_tfs(p) ||
        rat_section_get(p->positions, p->info.positions_at + from, to - from, &at, &p->err) != RAT_OK)
        return damaged_places(p);
    struct rat_cursor in = rat_cursor_of(at, (size_t)(to - from));
    uint32_t first = p->documents[0], last = p->documents[p->held - 1];
    uint8_t lengths[RAT_GROUP];
    if (rat_section_get(p->lengths, first, (uint64_t)last - first + 1, &at, &p->err) != RAT_OK)
        return damaged_places(p);
    for (uint32_t i = 0; i < p->held; i++)
        lengths[i] = at[p->documents[i] - first];
    if (!rat_positions_open(&p->places, in, p->tfs, lengths, p->held))
        return damaged_places(p);
    p->has_places = true;
    return true;
}

void rat_postings_expect(const struct rat_postings *p, uint32_t block)
{
    const unsigned char *at = NULL;
    uint64_t ends = p->info.positions_at, size = p->info.positions_size, from = 0;
    if (p->block_count > 1) {
        if (block && rat_section_get(p->positions, ends + (uint64_t)(block - 1) * 4, 4, &at, NULL) == RAT_OK)
            from = rat_load_u32(at);
        from += (uint64_t)p->block_count * 4;
    }
    if (from + 4 * 64 < size && ends + size <= p->positions->size) {
        at = p->positions->container->map.data + p->positions->offset + ends + from;
        __builtin_prefetch(at);
        __builtin_prefetch(at + 64);
        __builtin_prefetch(at + 128);
    }
}

/* Room for n positions in out; NULL after a latched failure. */
static uint32_t *make_room(struct rat_postings *p, uint32_t n, struct rat_buf *out)
{
    uint32_t *to = (uint32_t *)(void *)rat_buf_reserve(out, ((size_t)n + RAT_POSITIONS_PAD) * sizeof *to);
    if (!to)
        p->status = rat_nomem(&p->err);
    return to;
}

uint32_t rat_postings_positions(struct rat_postings *p, uint32_t i, struct rat_buf *out)
{
    rat_buf_clear(out);
    if (p->info.positions_size == 0 || (!p->has_places && !open_places(p)))
        return 0;
    uint32_t count = p->places.counts[i], *to = make_room(p, count, out);
    if (!to)
        return 0;
    if (!rat_positions_read(&p->places, i, to)) {
        damaged_places(p);
        return 0;
    }
    out->size = count * sizeof *to;
    return count;
}

uint32_t rat_postings_meet(struct rat_postings *p, uint32_t i, uint32_t offset, uint32_t *starts, uint32_t n)
{
    uint32_t kept;
    if (p->info.positions_size == 0 || (!p->has_places && !open_places(p)))
        return 0;
    if (!rat_positions_meet(&p->places, i, offset, starts, n, &kept)) {
        damaged_places(p);
        return 0;
    }
    return kept;
}

bool rat_postings_block_positions(struct rat_postings *p, struct rat_buf *out)
{
    rat_buf_clear(out);
    if (p->info.positions_size == 0 || (!p->has_places && !open_places(p)))
        return false;
    uint32_t total = p->places.starts[p->held], *to = make_room(p, total, out);
    if (!to)
        return false;
    if (!rat_positions_read_all(&p->places, to))
        return damaged_places(p);
    out->size = (size_t)total * sizeof *to;
    return true;
}
