/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The workers of an import: each takes a document from the queue, reads and decodes it, compresses what will be stored, reads
 * the paper's head and adds the text to its own accumulator. The calling thread feeds the queue and takes the results.
 *
 *     rat_pipeline_new(&options, &pipeline, err);
 *     rat_pipeline_put(pipeline, job);                  // false while the queue is full
 *     while ((job = rat_pipeline_take(pipeline, false)))
 *         ... rat_job_free(job);
 *     rat_pipeline_flush(pipeline, ...);                // when nothing is under way: all segments, in parallel
 */
#ifndef INDEXER_PIPELINE_H
#define INDEXER_PIPELINE_H

#include "indexer/accumulate.h"
#include "indexer/source.h"
#include "storage/archive.h"

enum rat_job_outcome {
    RAT_JOB_STORED,    /* indexed, to be put into the catalogue */
    RAT_JOB_UNCHANGED, /* known with the same stamp */
    RAT_JOB_REJECTED,  /* this input cannot be used: err */
    RAT_JOB_PURGED,    /* bytes that were purged and must not come back */
    RAT_JOB_FAILED     /* the import cannot go on: err */
};

struct rat_job {
    struct rat_job *next;
    struct rat_item *item; /* owned; its document is completed by the worker */
    struct rat_known known;
    uint32_t docnum;
    bool reindex;      /* the item's content is stored text, only the index wants it */
    uint64_t sequence; /* given by put: jobs are taken in this order */
    /* results */
    enum rat_job_outcome outcome;
    struct rat_err err;
    struct rat_buf original, text; /* stored forms (contents.h); text is empty when it equals the original */
    bool has_paper;                /* the text's head made a paper */
    struct rat_paper paper;        /* strings in the item's arena */
    struct rat_item *paper_item;   /* owned, may be NULL: the paper that the source made from this document */
    uint32_t tokens;               /* of the text */
    uint64_t input_bytes;
};
void rat_job_free(struct rat_job *job); /* NULL is fine */

/* The stamp that a document as its source states it gets with an original of this SHA-256 and size. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_pipeline_stamp(const struct rat_document *document,
                                             const uint8_t original_sha[RAT_SHA256_BYTES],
                                             uint64_t original_size, uint64_t salt, uint64_t *out);

struct rat_pipeline_options {
    const char *archive;  /* for looking up purged contents; NULL: there are none */
    const char *analyzer; /* "german" */
    uint32_t version;     /* of the analyzer (text/analyzer.h) */
    bool learn;           /* the word model is learned from what is there at the first flush */
    const struct rat_compounds
        *model;    /* otherwise this one, borrowed; NULL: what every archive begins with */
    uint64_t salt; /* part of every stamp */
    unsigned threads;
    int zlib_level;
    bool store;      /* compress contents */
    bool offsets;    /* keep token offsets */
    bool references; /* read what the text names */
    size_t file_limit;
    size_t bytes_limit; /* contents under way; a larger one goes alone. 0: no limit */
};

struct rat_pipeline;
RAT_MUST_CHECK rat_status rat_pipeline_new(const struct rat_pipeline_options *options,
                                           struct rat_pipeline **out, struct rat_err *err);
/* Stops the workers (what is queued is dropped) and frees everything. */
void rat_pipeline_free(struct rat_pipeline *pipeline);

/* Takes ownership of the job. False, without waiting, when the queue is full: take results first. */
bool rat_pipeline_put(struct rat_pipeline *pipeline, struct rat_job *job);
/* The next job in the order of put, so that the same input gives the same archive whichever worker was faster. NULL:
 * without `wait` when it is not finished, with it when none is under way. */
struct rat_job *rat_pipeline_take(struct rat_pipeline *pipeline, bool wait);
/* Memory in accumulators, including what writing them will need. */
size_t rat_pipeline_bytes(struct rat_pipeline *pipeline);
double rat_pipeline_busy_s(struct rat_pipeline *pipeline); /* thread time spent on documents */

/* Documents are only read for their words until rat_pipeline_learn. */
void rat_pipeline_only_count(struct rat_pipeline *pipeline);
/* With nothing under way: a word model from all that the accumulators hold, written as a file that manifest then names, and
 * used from now on. What was only counted is forgotten. */
RAT_MUST_CHECK rat_status rat_pipeline_learn(struct rat_pipeline *pipeline, struct rat_writer *writer,
                                             struct rat_manifest *manifest, struct rat_err *err);

/* With nothing under way: writes the accumulators that hold documents as segments, in parallel, and adds them to manifest. */
RAT_MUST_CHECK rat_status rat_pipeline_flush(struct rat_pipeline *pipeline, struct rat_writer *writer,
                                             struct rat_manifest *manifest, struct rat_err *err);

#endif
