/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contents/: original files and extracted texts, each an *object* addressed by the SHA-256 of its raw bytes, in
 * append-only packs contents/pack-NNNNNN.rat. An object is a row of 64 KiB blocks, each deflated by zlib (or kept raw
 * when that is smaller) and with its own checksum, so a snippet inflates one block and not a whole document.
 *
 * Where an object lies (struct rat_content_place) is kept in the catalogue; what a pack holds beyond the bytes that
 * the catalogue committed is garbage of a crash and is cut off by the next writer.
 *
 * Encoding is a pure function for worker threads; a rat_contents belongs to one thread at a time.
 */
#ifndef STORAGE_CONTENTS_H
#define STORAGE_CONTENTS_H

#include "base/buf.h"
#include "base/hash.h"
#include "base/status.h"

#define RAT_CONTENT_BLOCK 65536u                  /* raw bytes per block, the last one shorter */
#define RAT_PACK_BYTES_MAX (256u * 1024u * 1024u) /* a pack that reached this gets a successor */

struct rat_content_place {
    uint32_t pack;   /* number in the file name, 1.. */
    uint64_t offset; /* of the object's header in the pack */
    uint64_t stored; /* bytes of header and blocks */
    uint64_t size;   /* raw bytes */
};

struct rat_contents;

/* Appends the stored form (header, block table, blocks) of bytes[0..n) with identity sha to out. level: zlib's 1..9. */
RAT_MUST_CHECK rat_status rat_content_encode(const void *bytes, size_t n, const uint8_t sha[RAT_SHA256_BYTES],
                                             int level, struct rat_buf *out, struct rat_err *err);

/* folder: the archive's contents/ (made when missing if writable). Opens packs lazily. */
RAT_MUST_CHECK rat_status rat_contents_open(const char *folder, bool writable, struct rat_contents **out,
                                            struct rat_err *err);
void rat_contents_close(struct rat_contents *contents);

/* Writer, before the first append: pack `pack` holds `committed` bytes that count (0, 0 for a new archive); cuts what
 * lies behind them and removes packs with higher numbers. RAT_EDAMAGED when the pack is shorter than that. */
RAT_MUST_CHECK rat_status rat_contents_resume(struct rat_contents *contents, uint32_t pack,
                                              uint64_t committed, struct rat_err *err);
/* Appends what rat_content_encode made. The object counts once rat_contents_sync returned and its place is committed
 * in the catalogue. */
RAT_MUST_CHECK rat_status rat_contents_append(struct rat_contents *contents, const void *stored, size_t n,
                                              uint64_t raw_size, struct rat_content_place *out,
                                              struct rat_err *err);
/* fsync of what was appended since the last one; *pack and *committed say what to put into the catalogue. */
RAT_MUST_CHECK rat_status rat_contents_sync(struct rat_contents *contents, uint32_t *pack,
                                            uint64_t *committed, struct rat_err *err);

/* Appends raw bytes [from, to) of the object to out; to is cut to the object's size. Checks the header and each block
 * it touches; with sha not NULL the header must carry it. With from 0 and to >= size the SHA-256 of the
 * whole is checked too. RAT_EDAMAGED names pack and offset. */
RAT_MUST_CHECK rat_status rat_contents_read(struct rat_contents *contents,
                                            const struct rat_content_place *place, const uint8_t *sha,
                                            uint64_t from, uint64_t to, struct rat_buf *out,
                                            struct rat_err *err);

/* Starts a new pack (number above all others) for rewriting what is kept of a pack that holds purged objects. */
RAT_MUST_CHECK rat_status rat_contents_new_pack(struct rat_contents *contents, struct rat_err *err);
/* Copies a stored object byte by byte into the current pack, after checking its blocks. */
RAT_MUST_CHECK rat_status rat_contents_move(struct rat_contents *contents,
                                            const struct rat_content_place *from,
                                            struct rat_content_place *to, struct rat_err *err);
/* Removes a pack file; after the commit that no longer names it. */
RAT_MUST_CHECK rat_status rat_contents_drop_pack(struct rat_contents *contents, uint32_t pack,
                                                 struct rat_err *err);

/* The path of a pack, for messages, check and dump. */
void rat_contents_pack_path(const char *folder, uint32_t pack, struct rat_buf *out);

/* Checks every byte of a pack up to `committed`: object after object, header, table, every block; deep: inflates and
 * compares SHA-256. Calls damaged() for each finding (offset in the pack, what is wrong) and goes on at the next object where
 * it can. Returns RAT_OK also with findings, their number in *findings. */
typedef void rat_pack_damage(void *ctx, uint64_t offset, const char *what);
RAT_MUST_CHECK rat_status rat_contents_check_pack(const char *path, uint64_t committed, bool deep,
                                                  rat_pack_damage *damaged, void *ctx, uint64_t *findings,
                                                  struct rat_err *err);

#endif
