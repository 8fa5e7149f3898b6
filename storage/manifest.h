/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The manifest: which segments, in which state, make up one generation of the index (FORMAT.md, "Manifest"). Written once
 * per commit under a new name, index/manifest-NNNNNNNNNN, and never changed. The catalogue names the generation that counts.
 */
#ifndef STORAGE_MANIFEST_H
#define STORAGE_MANIFEST_H

#include "storage/container.h"

struct rat_manifest_segment {
    uint64_t id;
    uint64_t state; /* number of its state file, 0: none (nothing dead, nothing hidden) */
    uint32_t documents, dead, hidden;
    struct rat_file_id docs_file, state_file;
};

struct rat_manifest {
    uint64_t generation;
    uint64_t next_segment; /* every segment number below was used */
    char analyzer[16];
    uint32_t analyzer_version;
    bool index_only; /* the archive has no catalogue: the highest manifest counts */
    uint64_t model;  /* number of the word model that the segments were made with (model.h), 0: none */
    struct rat_file_id model_file;
    struct rat_manifest_segment *segments; /* owned */
    uint32_t segment_count;
};

void rat_manifest_release(struct rat_manifest *manifest); /* leaves it zeroed */
RAT_MUST_CHECK rat_status rat_manifest_copy(const struct rat_manifest *from, struct rat_manifest *to,
                                            struct rat_err *err);
RAT_MUST_CHECK rat_status rat_manifest_add(struct rat_manifest *manifest,
                                           const struct rat_manifest_segment *segment, struct rat_err *err);
void rat_manifest_remove(struct rat_manifest *manifest,
                         uint64_t id); /* the segment with this number, if there */

void rat_manifest_path(const char *folder, uint64_t generation, struct rat_buf *out);
/* Written to a temporary name, synced, renamed, folder synced. */
RAT_MUST_CHECK rat_status rat_manifest_write(const char *folder, const struct rat_manifest *manifest,
                                             struct rat_err *err);
RAT_MUST_CHECK rat_status rat_manifest_read(const char *folder, uint64_t generation, struct rat_manifest *out,
                                            struct rat_err *err);
/* The highest generation with a manifest in the folder; 0 when there is none. */
RAT_MUST_CHECK rat_status rat_manifest_newest(const char *folder, uint64_t *generation, struct rat_err *err);

#endif
