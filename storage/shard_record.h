/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a document of a shard carries with it (FORMAT.md, "Shards"): all that an answer shows of a hit, the text included, so that
 * who searches needs no archive. Deflated; it comes over the network from a peer that may say anything, so every size is checked.
 */
#ifndef STORAGE_SHARD_RECORD_H
#define STORAGE_SHARD_RECORD_H

#include "base/buf.h"
#include "storage/record.h"

/* Larger ones, of text and all else together, are refused on both sides. */
#define RAT_SHARD_RECORD_BYTES_MAX (256u << 20)

/* Appends to out. RAT_ENOMEM, RAT_ELIMIT. */
RAT_MUST_CHECK rat_status rat_shard_record_pack(const struct rat_document *document, const char *text,
                                                size_t text_size, struct rat_buf *out, struct rat_err *err);

/* Into the arena. Of the document: docnum, id, paper_id, title, name, type, reference, date, date_origin, body, municipality,
 * committees, lead_office, status, is_public, download_url, removed_at, text_size. *text has text_size bytes (may be NULL: not
 * wanted). RAT_EDAMAGED. */
RAT_MUST_CHECK rat_status rat_shard_record_unpack(const void *bytes, size_t n, struct rat_arena *arena,
                                                  struct rat_document *out, const char **text,
                                                  struct rat_err *err);

#endif
