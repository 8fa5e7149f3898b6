/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the files of one segment: terms in key order, each with its postings in document order; offsets in document
 * order; columns at the end. Used by the flush of an import and by merges. One thread.
 *
 *     rat_segment_writer_new(folder, id, lengths, documents, true, &writer, err);
 *     rat_segment_writer_term(writer, key, n);
 *     rat_segment_writer_posting(writer, document, tf, positions, count);   // ascending documents
 *     rat_segment_writer_end_term(writer, forms, form_count);
 *     rat_segment_writer_offsets(writer, record, n);                        // once per document, at any time between
 *     st = rat_segment_writer_finish(writer, &documents, &entry, err);
 */
#ifndef STORAGE_SEGMENT_WRITER_H
#define STORAGE_SEGMENT_WRITER_H

#include "storage/segment.h"

struct rat_segment_writer;

/* lengths: code by document (lengths.h), borrowed until finish. */
RAT_MUST_CHECK rat_status rat_segment_writer_new(const char *folder, uint64_t id, const uint8_t *lengths,
                                                 uint32_t documents, bool with_offsets,
                                                 struct rat_segment_writer **out, struct rat_err *err);
/* The term's ordinal is returned: 0, 1, 2, ... Keys strictly ascending, 1..RAT_KEY_BYTES_MAX bytes. */
uint32_t rat_segment_writer_term(struct rat_segment_writer *writer, const void *key, size_t n);
void rat_segment_writer_posting(struct rat_segment_writer *writer, uint32_t document, uint32_t tf,
                                const uint32_t *positions, uint32_t count);
/* n (up to RAT_POSTINGS_BLOCK) of them at once: positions of all one after the other, counts[i] of posting i; NULL: without. */
void rat_segment_writer_postings(struct rat_segment_writer *writer, const uint32_t *documents,
                                 const uint32_t *tfs, const uint32_t *counts, const uint32_t *positions,
                                 uint32_t n);
/* forms: ascending ordinals of exact terms for a derived layer, otherwise ignored. A term without postings is dropped (its
 * ordinal is given to the next). False when it was dropped. */
bool rat_segment_writer_end_term(struct rat_segment_writer *writer, const uint32_t *forms,
                                 uint32_t form_count);
void rat_segment_writer_offsets(struct rat_segment_writer *writer, const void *record, size_t n);

/* What is known per document at the end. Arrays have `documents` entries, starts one more. */
struct rat_segment_field {
    const char *const *values; /* sorted by bytes, distinct */
    uint32_t value_count;      /* 0: the field is not written */
    const uint64_t *starts, *ordinals;
};
struct rat_segment_documents {
    const char *analyzer;
    uint32_t analyzer_version;
    uint64_t tokens;                                             /* sum of lengths */
    const uint64_t *docnums, *papers, *dates, *bodies, *lengths; /* lengths: exact */
    const void *ids;                                             /* bytes */
    const uint64_t *id_starts;
    struct rat_segment_field fields[RAT_FIELD_STORED_MAX + 1];
};

/* Writes and syncs everything, frees the writer in any case; on failure the files are removed. */
RAT_MUST_CHECK rat_status rat_segment_writer_finish(struct rat_segment_writer *writer,
                                                    const struct rat_segment_documents *documents,
                                                    struct rat_manifest_segment *entry, struct rat_err *err);
void rat_segment_writer_abandon(struct rat_segment_writer *writer); /* NULL is fine */

#endif
