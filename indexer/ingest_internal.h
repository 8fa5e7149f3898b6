/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ingest.c and maintain.c share: an open import with its batch. */
#ifndef INDEXER_INGEST_INTERNAL_H
#define INDEXER_INGEST_INTERNAL_H

#include "base/strmap.h"
#include "indexer/ingest.h"
#include "indexer/pipeline.h"
#include "indexer/states.h"

#define RAT_DEFAULT_MEMORY (512ull << 20)
/* Share of the budget that accumulators may fill; the rest is for texts under way, columns and SQLite. */
#define RAT_BATCH_SHARE(memory) ((memory) / 100 * 70)
/* This many segments of one size class are merged into one. */
#define RAT_MERGE_FACTOR 8u

struct rat_ingest_options rat_ingest_defaults(const struct rat_ingest_options *options);
double rat_seconds(void); /* monotonic */

/* Whether an index made with this version of the analyzer has a word model. */
bool rat_index_learns(uint32_t version);

/* Merges segments of like size until no class has RAT_MERGE_FACTOR of them, or all into one; commits. What memory_bytes and
 * threads of options say counts: without defaults. */
RAT_MUST_CHECK rat_status rat_merge_segments(struct rat_writer *writer, bool all,
                                             const struct rat_ingest_options *options, struct rat_err *err);

struct ingest {
    struct rat_ingest_options options;
    struct rat_ingest_report *report;
    struct rat_writer *writer;
    struct rat_catalogue *catalogue;
    struct rat_pipeline *pipeline;
    struct rat_word_model *model;    /* of the index as it is; NULL: none yet */
    struct rat_compounds *compounds; /* over its bytes */
    uint64_t salt;
    struct rat_manifest next;   /* what the next commit will name */
    struct rat_marks marks;     /* of this batch */
    struct rat_strmap pending;  /* ids put into the pipeline since the last commit */
    bool in_transaction, dirty; /* dirty: the transaction holds something worth a commit */
    /* of the current source */
    const struct rat_source_record *source;
    int64_t source_id;
    struct rat_buf seen_documents, seen_papers, seen_meetings; /* bitmaps */
    struct rat_arena pass;  /* what this pass over the source must remember */
    struct protected *safe; /* rejected inputs that may stand for something known */
    bool nothing_is_gone;   /* a rejected input may stand for anything */
    bool objects_rejected;  /* papers or meetings: texts that seem to belong to none may belong to them */
    const char *paper_base, *meeting_base,
        *file_base;         /* ids of this source up to the last slash; NULL: none seen */
    struct rat_item *held;  /* a paper made from the document that comes next */
    uint64_t organizations; /* hash of those read and not yet settled, 0: none */
    double started, progress_at;
};

/* ingest_store.c: what is put into the catalogue, and what was seen. */
RAT_MUST_CHECK rat_status rat_ingest_finish(struct ingest *in, struct rat_job *job, struct rat_err *err);
bool rat_ingest_is_seen(const struct rat_buf *seen, uint64_t number);
RAT_MUST_CHECK rat_status rat_ingest_learn_base(struct ingest *in, const char *id, const char **base,
                                                struct rat_err *err);
RAT_MUST_CHECK rat_status rat_ingest_remove_document(struct ingest *in, uint32_t docnum, const char *day,
                                                     struct rat_err *err);
RAT_MUST_CHECK rat_status rat_ingest_remove_documents_of(struct ingest *in, const char *paper_id,
                                                         const char *day, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_ingest_see_with_paper(struct ingest *in, uint32_t docnum, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_ingest_set_seen(struct rat_buf *seen, uint64_t number, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_ingest_skip_purged(struct ingest *in, const struct rat_job *job,
                                                 struct rat_err *err);
RAT_MUST_CHECK rat_status rat_ingest_take_meeting(struct ingest *in, const struct rat_meeting *meeting,
                                                  struct rat_err *err);
RAT_MUST_CHECK rat_status rat_ingest_take_paper(struct ingest *in, const struct rat_paper *paper,
                                                struct rat_err *err);

/* ingest_missing.c: what is not taken, and what its source no longer has. */
RAT_MUST_CHECK rat_status rat_ingest_mark_missing(struct ingest *in, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_ingest_protect(struct ingest *in, enum rat_protects what, const char *place,
                                             struct rat_err *err);
RAT_MUST_CHECK rat_status rat_ingest_take_rejected(struct ingest *in, const struct rat_item *item,
                                                   struct rat_err *err);
RAT_MUST_CHECK rat_status rat_ingest_take_skipped(struct ingest *in, const char *id, struct rat_err *err);

/* ingest_harvest.c: sources that are addresses. */
/* Asks each server; *more: one of them has more than a portion. */
RAT_MUST_CHECK rat_status rat_ingest_harvest(const char *archive, const char *const *sources, size_t count,
                                             const struct rat_ingest_options *options,
                                             struct rat_ingest_report *report, bool *more,
                                             struct rat_err *err);
RAT_MUST_CHECK rat_status rat_ingest_settle(const char *archive, const char *const *sources, size_t count,
                                            struct rat_err *err);
/* What was harvested cannot be read: the next call begins anew. */
void rat_ingest_discard(const char *archive, const char *const *sources, size_t count);

/* ingest.c */
RAT_MUST_CHECK rat_status rat_ingest_make_settled(struct ingest *in, const char *id, struct rat_err *err);
void rat_ingest_reject(struct ingest *in, const struct rat_err *reason);

#endif
