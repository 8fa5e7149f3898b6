/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Import: sources -> documents -> terms -> segments. One call imports a list of sources into an archive, on all cores,
 * within a memory budget, committing as it goes: what was committed survives anything, and the same call again takes
 * up where it stopped. Addresses are harvested first, without the archive's lock. Also the other commands that write: optimize, reindex, purge.
 */
#ifndef INDEXER_INGEST_H
#define INDEXER_INGEST_H

#include "indexer/harvest.h"

struct rat_ingest_report {
    uint64_t added, changed, unchanged, removed, restored; /* documents */
    uint64_t papers_added, papers_changed, papers_removed, meetings_changed, meetings_removed;
    uint64_t failed; /* kept as documents, but their text could not be read: each was named */
    uint64_t scans;  /* without text because nothing here recognises it */
    uint64_t rejected, skipped_nonpublic, skipped_purged;
    uint64_t undecodable;   /* documents in which some bytes could not be decoded */
    uint64_t without_text;  /* documents with no word in them */
    uint64_t without_paper; /* documents that belong to no paper */
    uint64_t seen_bytes;    /* input bytes read, texts only */
    uint64_t total_bytes;   /* estimate for progress */
    uint64_t documents;     /* seen so far */
    uint64_t commits;
    double wall_s;
    double read_s, analyse_s, write_s, merge_s; /* thread time by phase, summed over threads */
    uint64_t xapian_documents;                  /* put into the Xapian index */
    double xapian_s;
    bool harvesting;                   /* a server is being asked, nothing is imported yet */
    unsigned harvests;                 /* addresses among the sources that were asked */
    struct rat_harvest_report harvest; /* of all of them; types and bodies of the last */
    double harvest_s;
};

/* How a merge orders the documents of the new segment. No search result depends on it. */
enum rat_order {
    RAT_ORDER_DEFAULT, /* by bisection from RAT_BISECT_OPTIMIZE documents on, in an import from RAT_BISECT_IMPORT */
    RAT_ORDER_IMPORT,
    RAT_ORDER_BISECTION /* similar documents stand together (bisect.h) */
};
/* Fewer documents have lists of a few blocks: their order saves nothing. */
#define RAT_BISECT_OPTIMIZE 4096u
/* Takes a tenth of what analysing takes, and what an import merges may be merged again: only where it matters. */
#define RAT_BISECT_IMPORT 100000u

/* Which indexes a command leaves at the archive's new state. The native one (index/) always is, but for XAPIAN. */
enum rat_engines {
    RAT_ENGINES_KEEP,   /* and the Xapian index if there is one */
    RAT_ENGINES_NATIVE, /* the Xapian index stays behind, and says so when it is asked */
    RAT_ENGINES_BOTH,   /* makes a Xapian index where there is none */
    RAT_ENGINES_XAPIAN  /* reindex: only that one */
};

struct rat_ingest_options {
    enum rat_engines engines;
    uint64_t memory_bytes; /* budget; 0: 512 MiB */
    unsigned threads;      /* workers; 0: as many as cores */
    int zlib_level;        /* 0: default */
    enum rat_order order;  /* of merged segments */
    bool skip_recognition; /* leave scans without text */
    struct rat_harvest_options
        harvest; /* of sources that are addresses; callbacks and stop are taken from below */
    volatile sig_atomic_t
        *stop; /* set by a signal handler: ends after the batch with RAT_EINTERRUPTED; may be NULL */
    void *ctx;
    void (*progress)(void *ctx,
                     const struct rat_ingest_report *so_far);  /* a few times a second; may be NULL */
    void (*rejected)(void *ctx, const struct rat_err *reason); /* each input not used; may be NULL */
    void (*failed)(void *ctx, const struct rat_err *reason);   /* each kept without its text; may be NULL */
};

/* RAT_OK also when inputs were rejected: see the report. report is filled on failure too. */
RAT_MUST_CHECK rat_status rat_ingest(const char *archive, const char *const *sources, size_t count,
                                     const struct rat_ingest_options *options,
                                     struct rat_ingest_report *report, struct rat_err *err);

/* Merges all segments into one and drops what is dead. */
RAT_MUST_CHECK rat_status rat_optimize(const char *archive, const struct rat_ingest_options *options,
                                       struct rat_err *err);

/* Builds the indexes that options->engines names anew from catalogue and contents. */
RAT_MUST_CHECK rat_status rat_reindex(const char *archive, const struct rat_ingest_options *options,
                                      struct rat_ingest_report *report, struct rat_err *err);

/* Erases documents: index, contents, catalogue; leaves tombstones. ids: as a person names them; a paper means all its
 * documents. All or nothing: an unknown or ambiguous id purges none. *purged: documents erased. */
RAT_MUST_CHECK rat_status rat_purge(const char *archive, const char *const *ids, size_t count,
                                    const char *reason, const struct rat_ingest_options *options,
                                    uint64_t *purged, struct rat_err *err);

/* For bench_index: writes only an index of a *.jsonl with the given analyzer into a new archive. */
RAT_MUST_CHECK rat_status rat_ingest_index_only(const char *archive, const char *analyzer, const char *jsonl,
                                                const struct rat_ingest_options *options,
                                                struct rat_ingest_report *report, struct rat_err *err);

#endif
