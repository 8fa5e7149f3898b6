/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Feeds damaged packs to the reader and to check. The first byte says what the rest is: bit 0 set: it is put behind a good
 * pack header; bit 1 set: the checksums of the first object's head and blocks are made right, so that what lies behind
 * them is reached. Whatever is read whole must have the SHA-256 that its head names, and a pack that check calls sound
 * must be readable.
 */
#include "base/file.h"
#include "storage/contents_internal.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[64], path[96];

static void remove_folder(void)
{
    unlink(path);
    rmdir(folder);
}

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "%s", "/tmp/rat-fuzz-XXXXXX");
    if (!mkdtemp(folder))
        abort();
    snprintf(path, sizeof path, "%s/pack-000001.rat", folder);
    atexit(remove_folder);
}

static void put_u64(unsigned char *to, uint64_t value)
{
    for (unsigned i = 0; i < 8; i++)
        to[i] = (unsigned char)(value >> (8 * i));
}

/* Makes the checksums of the object fit its bytes, as far as its lengths lie inside them. */
static void seal(unsigned char *object, size_t n)
{
    uint64_t size = 0, stored = 0;
    if (rat_object_peek(object, n, &size, &stored) || rat_object_head_bytes(size) > n)
        return;
    size_t head = (size_t)rat_object_head_bytes(size), at = head;
    for (size_t entry = RAT_OBJECT_FIXED; entry + 8 < head; entry += RAT_OBJECT_ENTRY) {
        size_t length =
            (size_t)object[entry] | (size_t)object[entry + 1] << 8 | (size_t)object[entry + 2] << 16;
        if (object[entry + 3] || length > n - at)
            break;
        put_u64(object + entry + 4, rat_hash64(object + at, length));
        at += length;
    }
    put_u64(object + head - 8, rat_hash64(object, head - 8));
}

static void write_pack(const struct rat_buf *pack)
{
    FILE *file = fopen(path, "wb");
    if (!file || (pack->size && fwrite(pack->data, 1, pack->size, file) != pack->size) || fclose(file) != 0)
        abort();
}

/* Reads what the bytes at offset say they are; true when it was read. */
static bool read_object(const struct rat_buf *pack, size_t offset)
{
    struct rat_contents *contents = NULL;
    struct rat_buf out = RAT_BUF_INIT;
    struct rat_content_place place = {1, offset, 0, 0};
    if (rat_object_peek(pack->data + offset, pack->size - offset, &place.size, &place.stored))
        return false;
    if (rat_contents_open(folder, false, &contents, NULL) != RAT_OK)
        abort();
    bool whole = rat_contents_read(contents, &place, NULL, 0, UINT64_MAX, &out, NULL) == RAT_OK;
    if (whole) {
        uint8_t sum[RAT_SHA256_BYTES];
        rat_sha256(out.data ? out.data : (const unsigned char *)"", out.size, sum);
        if (out.size != place.size || memcmp(sum, pack->data + offset + 24, sizeof sum) != 0)
            abort();
    } else if (out.size != 0) {
        abort();
    }
    rat_buf_clear(&out);
    uint64_t middle = place.size / 2;
    rat_status st = rat_contents_read(contents, &place, NULL, middle, middle + 100, &out, NULL);
    if (whole && (st != RAT_OK || out.size != (place.size - middle < 100 ? place.size - middle : 100)))
        abort();
    rat_buf_release(&out);
    rat_contents_close(contents);
    return whole;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t findings = 0;
    struct rat_buf pack = RAT_BUF_INIT;
    if (!folder[0])
        make_folder();
    if (size && (data[0] & 1))
        rat_pack_header_put(&pack, 1);
    if (size)
        rat_buf_append(&pack, data + 1, size - 1);
    if (pack.failed)
        abort();
    if (size && (data[0] & 2) && pack.size > RAT_PACK_HEADER)
        seal(pack.data + RAT_PACK_HEADER, pack.size - RAT_PACK_HEADER);
    write_pack(&pack);
    if (rat_contents_check_pack(path, pack.size, true, NULL, NULL, &findings, NULL) != RAT_OK)
        abort();
    bool read = pack.size > RAT_PACK_HEADER && read_object(&pack, RAT_PACK_HEADER);
    if (findings == 0 && pack.size > RAT_PACK_HEADER && !read)
        abort();
    rat_buf_release(&pack);
    return 0;
}
