/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The archive folder: catalogue.db, contents/, index/, LOCK (storage/FORMAT.md). One writer, any number of readers.
 *
 * A *snapshot* pins one generation: the catalogue's state and exactly the segments that it names, for as long as it is
 * open, whatever a writer does meanwhile. A snapshot may be shared by threads for searching the segments; its
 * catalogue and contents handles belong to one thread at a time.
 *
 * A *writer* holds the lock. It adds and replaces segments and commits them together with the catalogue rows in one
 * transaction: files first (written, synced), then the manifest, then the catalogue's commit, which is the one
 * commit point. What a crash left behind is removed when the next writer opens.
 */
#ifndef STORAGE_ARCHIVE_H
#define STORAGE_ARCHIVE_H

#include "storage/catalogue.h"
#include "storage/contents.h"
#include "storage/manifest.h"
#include "storage/word_model.h"
#include "storage/segment.h"

struct rat_archive_options {
    const char *analyzer; /* "german" or "whitespace" */
    uint32_t analyzer_version;
    bool nonpublic;
    bool index_only; /* no catalogue and no contents: for benchmarks (--no-store) */
};

/* Makes the folder and an empty archive in it. An existing empty folder is fine; anything in it is RAT_EUSAGE. A crash
 * before the end leaves a folder that init may be run on again. */
RAT_MUST_CHECK rat_status rat_archive_create(const char *path, const struct rat_archive_options *options,
                                             struct rat_err *err);

/* ---- reading ---- */

struct rat_snapshot {
    char *path;
    struct rat_catalogue *catalogue; /* NULL for index-only archives */
    struct rat_contents *contents;   /* NULL for index-only archives */
    struct rat_manifest manifest;
    struct rat_segment **segments; /* manifest.segment_count of them, opened */
    struct rat_word_model *model;  /* the words that compounds were split by; NULL: none was learned */
    char analyzer[16];
    uint32_t analyzer_version;
    uint64_t generation;
    /* Statistics for ranking: documents of all segments and the sum of their exact lengths, hidden ones included (as in the
     * postings), dead ones not. How many documents have a term is what the postings say, dead ones included until a merge
     * drops them; so that number may exceed `documents`. */
    uint64_t documents, tokens;
    bool shares; /* segments, model and manifest belong to another snapshot (rat_snapshot_share) */
};

/* RAT_ENOTFOUND with a hint when there is no archive at path. */
RAT_MUST_CHECK rat_status rat_snapshot_open(const char *path, struct rat_snapshot **out, struct rat_err *err);
void rat_snapshot_close(struct rat_snapshot *snapshot); /* NULL is fine */

/* A second snapshot for another thread: its own catalogue and contents, everything else shared with base, which must stay open
 * for longer. RAT_END: a newer generation was committed meanwhile, open that one. */
RAT_MUST_CHECK rat_status rat_snapshot_share(const struct rat_snapshot *base, struct rat_snapshot **out,
                                             struct rat_err *err);

/* Closes the catalogue and the contents, so that nothing of the generation is pinned but its mapped segments: for a base that is
 * only shared from. */
void rat_snapshot_unpin(struct rat_snapshot *base);

/* The generation that opening would pin now; cheap enough to ask every second. */
RAT_MUST_CHECK rat_status rat_archive_generation(const char *path, uint64_t *out, struct rat_err *err);

/* Raw bytes [from, to) of an object named by its SHA-256; appended to out. */
RAT_MUST_CHECK rat_status rat_snapshot_content(struct rat_snapshot *snapshot,
                                               const uint8_t sha[RAT_SHA256_BYTES], uint64_t from,
                                               uint64_t to, struct rat_buf *out, struct rat_err *err);

/* ---- writing ---- */

struct rat_writer;

/* Takes the lock (RAT_ELOCKED) and removes what a crash left. */
RAT_MUST_CHECK rat_status rat_writer_open(const char *path, struct rat_writer **out, struct rat_err *err);
/* For reindex: also when index/ is missing or what is in it cannot be read. The manifest is an empty one of the catalogue's
 * generation; the old files stay until the first commit, which may fail. Segments get numbers that none of them has. An
 * index-only archive opens as with rat_writer_open. */
RAT_MUST_CHECK rat_status rat_writer_open_rebuild(const char *path, struct rat_writer **out,
                                                  struct rat_err *err);
void rat_writer_close(struct rat_writer *writer); /* rolls back what is not committed; NULL is fine */

struct rat_catalogue *rat_writer_catalogue(struct rat_writer *writer); /* NULL for index-only archives */
struct rat_contents *rat_writer_contents(struct rat_writer *writer);   /* NULL for index-only archives */
const struct rat_manifest *rat_writer_manifest(const struct rat_writer *writer); /* the committed one */
const char *rat_writer_path(const struct rat_writer *writer);                    /* as it was opened */
const char *rat_writer_index(const struct rat_writer *writer);                   /* the folder index/ */
const char *rat_writer_analyzer(const struct rat_writer *writer, uint32_t *version);
bool rat_writer_nonpublic(const struct rat_writer *writer);

/* For reindex: what the next commit says the terms were made with. */
void rat_writer_set_analyzer_version(struct rat_writer *writer, uint32_t version);

/* A new number for a segment, never given twice. Any thread. */
uint64_t rat_writer_new_segment(struct rat_writer *writer);

/* Commits: the catalogue's open transaction together with `next`, a manifest whose files are all written and synced. The
 * generation is set here. On failure the archive is as before and the writer must be closed. */
RAT_MUST_CHECK rat_status rat_writer_commit(struct rat_writer *writer, struct rat_manifest *next,
                                            struct rat_err *err);

/* Scrubbing the catalogue after rows were erased. want: inside the transaction that erases, so that it is not forgotten; scrub:
 * after its commit, does it when it is wanted (RAT_ELOCKED while a reader holds an old state). A purge that was killed
 * between the two is finished by the next rat_writer_open. */
RAT_MUST_CHECK rat_status rat_writer_want_scrub(struct rat_writer *writer, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_writer_scrub(struct rat_writer *writer, struct rat_err *err);

/* ---- the whole folder ---- */

typedef void rat_archive_damage(void *ctx, const char *file, const char *what);
/* Checks every checksum of every file that the archive names, and that they fit together; deep also inflates every content
 * and compares SHA-256. RAT_OK with *findings 0 means: sound. */
RAT_MUST_CHECK rat_status rat_archive_check(const char *path, bool deep, rat_archive_damage *damaged,
                                            void *ctx, uint64_t *findings, struct rat_err *err);

/* Fixity: how much of the contents is read whole and compared with its SHA-256. */
struct rat_check_options {
    bool read_data; /* otherwise only checksums of blocks, without inflating */
    double
        sample; /* with read_data: this share (0..1) of the contents, drawn anew each time, and no byte of the others; 0: all */
};
struct rat_check_result {
    uint64_t findings;
    uint64_t contents;      /* originals and texts that the catalogue names */
    uint64_t contents_read; /* compared with their SHA-256 */
    uint64_t bytes_read;    /* of these, inflated */
};
RAT_MUST_CHECK rat_status rat_archive_check_with(const char *path, const struct rat_check_options *options,
                                                 rat_archive_damage *damaged, void *ctx,
                                                 struct rat_check_result *result, struct rat_err *err);

struct rat_archive_stats {
    struct rat_catalogue_counts catalogue;
    uint64_t generation, segments, terms, postings, positions;
    uint64_t index_bytes, postings_bytes, positions_bytes, dictionary_bytes, lengths_bytes, offsets_bytes,
        columns_bytes;
    uint64_t documents, hidden, dead; /* in the segments */
};
RAT_MUST_CHECK rat_status rat_snapshot_stats(struct rat_snapshot *snapshot, struct rat_archive_stats *out,
                                             struct rat_err *err);

#endif
