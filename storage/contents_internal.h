/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bytes of a pack file, taken apart and put together: header of the pack, head and blocks of an object. The
 * layout is drawn in FORMAT.md. Nothing here touches a file; everything is checked against the bytes at hand.
 *
 * Functions that check return NULL when all is well, else a German msgid that says what is wrong.
 */
#ifndef STORAGE_CONTENTS_INTERNAL_H
#define STORAGE_CONTENTS_INTERNAL_H

#include "storage/contents.h"

#include <zlib.h>

#define RAT_PACK_MAGIC "RATPACK1"
#define RAT_PACK_VERSION 1u
#define RAT_PACK_HEADER 24u
#define RAT_OBJECT_MAGIC "RATO"
#define RAT_OBJECT_FIXED 56u /* magic, block count, raw size, stored size, SHA-256 */
#define RAT_OBJECT_ENTRY 12u /* per block: stored length, checksum */

struct rat_object_head {
    uint64_t size, stored;
    uint64_t head_bytes; /* fixed part, table and checksum */
    uint64_t blocks;
    uint8_t sha[RAT_SHA256_BYTES];
    const unsigned char *table; /* borrowed from the bytes given to parse */
};

struct rat_object_block {
    uint64_t at; /* from the start of the object */
    uint32_t stored, raw;
    uint64_t checksum;
};

uint64_t rat_object_block_count(uint64_t size);
uint64_t rat_object_head_bytes(uint64_t size);

void rat_pack_header_put(struct rat_buf *out, uint32_t pack);
const char *rat_pack_header_check(const unsigned char *bytes, size_t n, uint32_t *pack);

/* bytes: the head, n >= RAT_OBJECT_FIXED of it. peek reads the two sizes without trusting them. */
const char *rat_object_peek(const unsigned char *bytes, size_t n, uint64_t *size, uint64_t *stored);
const char *rat_object_parse(const unsigned char *bytes, size_t n, struct rat_object_head *out);
/* index < head->blocks. Walks the table from its start: cheap for the few blocks an object has. */
struct rat_object_block rat_object_block_at(const struct rat_object_head *head, uint64_t index);
struct rat_object_block rat_object_block_next(const struct rat_object_head *head, uint64_t index,
                                              const struct rat_object_block *before);

/* Checks the stored bytes of a block and appends its raw bytes to out. inflater: initialised with rat_inflater_init. */
const char *rat_object_block_check(const struct rat_object_block *block, const unsigned char *bytes);
const char *rat_object_block_decode(z_stream *inflater, const struct rat_object_block *block,
                                    const unsigned char *bytes, struct rat_buf *out);
bool rat_inflater_init(z_stream *inflater);

#endif
