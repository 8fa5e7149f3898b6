/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A segment: an immutable part of the index, five files that are mapped read-only (FORMAT.md, "Segment"), and its state:
 * which of its documents are dead (replaced or purged) or hidden (gone at their source, kept). The state is a small file
 * of its own, written anew when it changes.
 *
 * Opened by a snapshot, read by any number of threads, closed with the snapshot. Documents have local numbers
 * 0 .. documents - 1.
 */
#ifndef STORAGE_SEGMENT_H
#define STORAGE_SEGMENT_H

#include "storage/dictionary.h"
#include "storage/fields.h"
#include "storage/manifest.h"
#include "storage/numbers.h"
#include "storage/offsets.h"
#include "storage/postings.h"

struct rat_segment_meta {
    uint64_t id;
    uint32_t documents;
    uint32_t first_derived, derived; /* ordinals of the terms of derived layers, which have forms */
    uint64_t tokens;                 /* sum of document lengths */
    uint64_t terms, postings, positions;
    char analyzer[16];
    uint32_t analyzer_version;
    bool has_offsets;
    bool docnums_ascend; /* with the local numbers; segments of older versions do not say so */
    struct rat_file_id term_file, post_file, posi_file,
        offs_file; /* as they were when the segment was written */
};

/* Flags in the meta section. */
#define RAT_META_OFFSETS 1u
#define RAT_META_DOCNUMS_ASCEND 2u

struct rat_segment {
    struct rat_segment_meta meta;
    struct rat_container *docs_file, *term_file, *post_file, *posi_file, *offs_file,
        *state_file; /* last two may be NULL */
    struct rat_dictionary dictionary;
    struct rat_section postings, positions, lengths, ids, offsets, forms;
    struct rat_numbers id_starts, docnums, papers, dates, bodies, exact_lengths, offset_starts, form_starts;
    struct rat_ordinals ordinals[RAT_FIELD_STORED_MAX + 1]; /* by field id */
    const unsigned char *dead, *hidden; /* bitmaps of (documents + 7) / 8 bytes; NULL: none */
    uint64_t file_bytes;                /* of all its files */
};

/* folder: the archive's index/. RAT_ENOTFOUND when a file is missing, RAT_EDAMAGED when the files do not belong together. */
RAT_MUST_CHECK rat_status rat_segment_open(const char *folder, const struct rat_manifest_segment *entry,
                                           struct rat_segment **out, struct rat_err *err);
void rat_segment_close(struct rat_segment *segment); /* NULL is fine */

static inline bool rat_bit(const unsigned char *bitmap, uint32_t i)
{
    return bitmap && (bitmap[i >> 3] >> (i & 7) & 1);
}

/* Length codes of documents [from, from + n), verified. */
RAT_MUST_CHECK rat_status rat_segment_lengths(const struct rat_segment *segment, uint32_t from, uint32_t n,
                                              const uint8_t **out, struct rat_err *err);
/* The document's id, borrowed from the mapping, not NUL-terminated. */
RAT_MUST_CHECK rat_status rat_segment_id(const struct rat_segment *segment, uint32_t document,
                                         const char **id, uint32_t *size, struct rat_err *err);
static inline int32_t rat_segment_date(const struct rat_segment *segment, uint32_t document)
{
    return (int32_t)((uint32_t)rat_numbers_get(&segment->dates, document) ^ 0x80000000u);
}
/* RAT_ENOTFOUND (err untouched) when the segment has no offsets. */
RAT_MUST_CHECK rat_status rat_segment_offsets(const struct rat_segment *segment, uint32_t document,
                                              struct rat_offsets *out, struct rat_err *err);
/* Ordinals of the exact terms that a derived term stands for, appended as uint32_t to out (cleared first). */
RAT_MUST_CHECK rat_status rat_segment_forms(const struct rat_segment *segment, uint32_t derived_ordinal,
                                            struct rat_buf *out, struct rat_err *err);
/* True after a read through a column met a damaged block (numbers.h). */
bool rat_segment_is_damaged(const struct rat_segment *segment);

/* Names of the files: index/seg-000012.docs ... and index/seg-000012.state-000003. */
#define RAT_SEGMENT_FILES 5
extern const char *const rat_segment_kinds[RAT_SEGMENT_FILES]; /* "docs", "term", "post", "posi", "offs" */
void rat_segment_path(const char *folder, uint64_t id, const char *kind, struct rat_buf *out);
void rat_state_path(const char *folder, uint64_t id, uint64_t state, struct rat_buf *out);

/* Writes and syncs a state file. Bitmaps of (documents + 7) / 8 bytes. */
RAT_MUST_CHECK rat_status rat_state_write(const char *path, uint64_t segment, uint32_t documents,
                                          const unsigned char *dead, const unsigned char *hidden,
                                          struct rat_file_id *id, struct rat_err *err);

#endif
