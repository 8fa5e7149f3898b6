/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/contents_internal.h"

#include "base/cursor.h"

#define RAW_DEFLATE \
    (-15) /* zlib's windowBits for RFC 1951 without header and Adler-32: the block has its checksum */

uint64_t rat_object_block_count(uint64_t size)
{
    return size / RAT_CONTENT_BLOCK + (size % RAT_CONTENT_BLOCK != 0);
}

uint64_t rat_object_head_bytes(uint64_t size)
{
    return RAT_OBJECT_FIXED + RAT_OBJECT_ENTRY * rat_object_block_count(size) + 8;
}

void rat_pack_header_put(struct rat_buf *out, uint32_t pack)
{
    size_t start = out->size;
    rat_buf_append(out, RAT_PACK_MAGIC, 8);
    rat_buf_u32(out, RAT_PACK_VERSION);
    rat_buf_u32(out, pack);
    if (!out->failed)
        rat_buf_u64(out, rat_hash64(out->data + start, out->size - start));
}

const char *rat_pack_header_check(const unsigned char *bytes, size_t n, uint32_t *pack)
{
    if (n < RAT_PACK_HEADER)
        return N_("Kopf der Packdatei ist abgeschnitten");
    if (memcmp(bytes, RAT_PACK_MAGIC, 8) != 0)
        return N_("keine Packdatei");
    if (rat_hash64(bytes, RAT_PACK_HEADER - 8) != rat_load_u64(bytes + RAT_PACK_HEADER - 8))
        return N_("Prüfsumme des Kopfes der Packdatei stimmt nicht");
    if (rat_load_u32(bytes + 8) != RAT_PACK_VERSION)
        return N_("Packdatei hat ein neueres Format");
    *pack = rat_load_u32(bytes + 12);
    return NULL;
}

/* ---- writing ---- */

/* Deflates one block to the end of out, or copies it when that is not longer; *n: its stored length. */
static rat_status put_block(z_stream *deflater, const unsigned char *raw, uint32_t raw_n, struct rat_buf *out,
                            uint32_t *n, struct rat_err *err)
{
    unsigned char *to = rat_buf_reserve(out, raw_n);
    if (!to || deflateReset(deflater) != Z_OK)
        return rat_nomem(err);
    deflater->next_in = (z_const Bytef *)(uintptr_t)raw;
    deflater->avail_in = raw_n;
    deflater->next_out = to;
    deflater->avail_out = raw_n - 1; /* no room for a result that is not shorter */
    if (deflate(deflater, Z_FINISH) == Z_STREAM_END) {
        *n = raw_n - 1 - deflater->avail_out;
    } else {
        memcpy(to, raw, raw_n);
        *n = raw_n;
    }
    out->size += *n;
    return RAT_OK;
}

static void store_u32(unsigned char *to, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        to[i] = (unsigned char)(value >> (8 * i));
}

static void store_u64(unsigned char *to, uint64_t value)
{
    store_u32(to, (uint32_t)value);
    store_u32(to + 4, (uint32_t)(value >> 32));
}

static rat_status put_blocks(const unsigned char *bytes, size_t n, int level, size_t table,
                             struct rat_buf *out, struct rat_err *err)
{
    if (n == 0)
        return RAT_OK;
    z_stream deflater = {0};
    if (deflateInit2(&deflater, level, Z_DEFLATED, RAW_DEFLATE, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return rat_nomem(err);
    rat_status st = RAT_OK;
    for (size_t from = 0; st == RAT_OK && from < n; from += RAT_CONTENT_BLOCK) {
        uint32_t raw_n = (uint32_t)(n - from < RAT_CONTENT_BLOCK ? n - from : RAT_CONTENT_BLOCK),
                 stored_n = 0;
        size_t at = out->size;
        st = put_block(&deflater, bytes + from, raw_n, out, &stored_n, err);
        if (st == RAT_OK) {
            store_u32(out->data + table, stored_n);
            store_u64(out->data + table + 4, rat_hash64(out->data + at, stored_n));
            table += RAT_OBJECT_ENTRY;
        }
    }
    deflateEnd(&deflater);
    return st;
}

rat_status rat_content_encode(const void *bytes, size_t n, const uint8_t sha[RAT_SHA256_BYTES], int level,
                              struct rat_buf *out, struct rat_err *err)
{
    if (rat_object_block_count(n) > UINT32_MAX)
        return rat_fail(err, RAT_ELIMIT, "%s", _("Die Datei ist zu groß für das Archiv"));
    size_t start = out->size, head = (size_t)rat_object_head_bytes(n);
    rat_buf_append(out, RAT_OBJECT_MAGIC, 4);
    rat_buf_u32(out, (uint32_t)rat_object_block_count(n));
    rat_buf_u64(out, n);
    rat_buf_u64(out, 0); /* stored size: known at the end */
    rat_buf_append(out, sha, RAT_SHA256_BYTES);
    rat_buf_zero(out, head - RAT_OBJECT_FIXED);
    rat_status st =
        out->failed ? rat_nomem(err) : put_blocks(bytes, n, level, start + RAT_OBJECT_FIXED, out, err);
    if (st != RAT_OK) {
        out->size = start;
        return st;
    }
    unsigned char *object = out->data + start;
    store_u64(object + 16, out->size - start);
    store_u64(object + head - 8, rat_hash64(object, head - 8));
    return RAT_OK;
}

/* ---- reading ---- */

const char *rat_object_peek(const unsigned char *bytes, size_t n, uint64_t *size, uint64_t *stored)
{
    if (n < RAT_OBJECT_FIXED)
        return N_("Objekt ist abgeschnitten");
    if (memcmp(bytes, RAT_OBJECT_MAGIC, 4) != 0)
        return N_("hier beginnt kein Objekt");
    *size = rat_load_u64(bytes + 8);
    *stored = rat_load_u64(bytes + 16);
    if (rat_object_block_count(*size) != rat_load_u32(bytes + 4) || rat_object_head_bytes(*size) > *stored)
        return N_("Größen im Kopf des Objekts widersprechen sich");
    return NULL;
}

const char *rat_object_parse(const unsigned char *bytes, size_t n, struct rat_object_head *out)
{
    struct rat_object_head head;
    const char *wrong = rat_object_peek(bytes, n, &head.size, &head.stored);
    if (wrong)
        return wrong;
    head.head_bytes = rat_object_head_bytes(head.size);
    head.blocks = rat_object_block_count(head.size);
    if (n < head.head_bytes)
        return N_("Objekt ist abgeschnitten");
    if (rat_hash64(bytes, (size_t)head.head_bytes - 8) != rat_load_u64(bytes + head.head_bytes - 8))
        return N_("Prüfsumme im Kopf des Objekts stimmt nicht");
    memcpy(head.sha, bytes + 24, RAT_SHA256_BYTES);
    head.table = bytes + RAT_OBJECT_FIXED;
    struct rat_object_block block = {0};
    for (uint64_t i = 0; i < head.blocks; i++) {
        block = rat_object_block_next(&head, i, &block);
        if (block.stored == 0 || block.stored > block.raw)
            return N_("Länge eines Blocks ist unmöglich");
    }
    uint64_t end = head.blocks ? block.at + block.stored : head.head_bytes;
    if (end != head.stored)
        return N_("Größen im Kopf des Objekts widersprechen sich");
    *out = head;
    return NULL;
}

struct rat_object_block rat_object_block_next(const struct rat_object_head *head, uint64_t index,
                                              const struct rat_object_block *before)
{
    const unsigned char *entry = head->table + index * RAT_OBJECT_ENTRY;
    uint64_t left = head->size - index * RAT_CONTENT_BLOCK;
    struct rat_object_block block;
    block.at = index ? before->at + before->stored : head->head_bytes;
    block.stored = rat_load_u32(entry);
    block.raw = (uint32_t)(left < RAT_CONTENT_BLOCK ? left : RAT_CONTENT_BLOCK);
    block.checksum = rat_load_u64(entry + 4);
    return block;
}

struct rat_object_block rat_object_block_at(const struct rat_object_head *head, uint64_t index)
{
    struct rat_object_block block = {0};
    for (uint64_t i = 0; i <= index; i++)
        block = rat_object_block_next(head, i, &block);
    return block;
}

const char *rat_object_block_check(const struct rat_object_block *block, const unsigned char *bytes)
{
    return rat_hash64(bytes, block->stored) == block->checksum ? NULL
                                                               : N_("Prüfsumme eines Blocks stimmt nicht");
}

bool rat_inflater_init(z_stream *inflater)
{
    memset(inflater, 0, sizeof *inflater);
    return inflateInit2(inflater, RAW_DEFLATE) == Z_OK;
}

const char *rat_object_block_decode(z_stream *inflater, const struct rat_object_block *block,
                                    const unsigned char *bytes, struct rat_buf *out)
{
    const char *wrong = rat_object_block_check(block, bytes);
    if (wrong)
        return wrong;
    if (block->stored == block->raw) {
        rat_buf_append(out, bytes, block->raw);
        return NULL;
    }
    unsigned char *to = rat_buf_reserve(out, block->raw);
    if (!to)
        return NULL; /* latched in out */
    if (inflateReset(inflater) != Z_OK)
        return N_("Block lässt sich nicht entpacken");
    inflater->next_in = (z_const Bytef *)(uintptr_t)bytes;
    inflater->avail_in = block->stored;
    inflater->next_out = to;
    inflater->avail_out = block->raw;
    int rc = inflate(inflater, Z_FINISH);
    if (rc == Z_MEM_ERROR) {
        out->failed = true;
        return NULL;
    }
    if (rc != Z_STREAM_END || inflater->avail_out != 0 || inflater->avail_in != 0)
        return N_("Block lässt sich nicht entpacken");
    out->size += block->raw;
    return NULL;
}
