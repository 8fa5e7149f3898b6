/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Harvest of an OParl 1.0 or 1.1 server into a store beside the archive (storage/harvest_store.h), from which source.h then
 * reads it like a dump. Fetching is slow and may be interrupted at any moment; importing is fast and happens when
 * all is here, or whenever RAT_HARVEST_PORTION bytes of files are.
 *
 *     do {
 *         st = rat_harvest(archive, url, &options, &report, &err);     // network, no lock on the archive
 *         ... import url as a source (ingest.h does) ...
 *         st = rat_harvest_settle(archive, url, &err);                 // what the archive has is not held any more
 *     } while (report.more);
 *
 * A pass goes over all lists of all bodies: complete at first, later only over what the server says was modified since the
 * last one that came to its end. After a complete pass every known object that was not listed is asked for by its id
 * before it counts as gone.
 */
#ifndef INDEXER_HARVEST_H
#define INDEXER_HARVEST_H

#include "base/status.h"
#include "indexer/fetch.h"

#define RAT_HARVEST_PORTION (2048ull << 20)

#define RAT_HARVEST_TYPES 8
#define RAT_HARVEST_BODIES 8

struct rat_harvest_report {
    uint64_t requests, retries, bytes, pages;
    uint64_t objects;          /* new or changed */
    uint64_t files_wanted;     /* not yet fetched */
    uint64_t files_fetched;    /* in this call; texts that came with objects are not among them */
    uint64_t files_failed;     /* could not be fetched; tried again next time */
    uint64_t files_unreadable; /* of formats that are not read, by type in `types` */
    uint64_t lists_failed;
    bool complete;    /* all lists were read to their ends: what is not in the store is not on the server */
    bool incremental; /* only what was modified was asked for */
    bool more;        /* a portion is ready to be imported; call again after it */
    struct {
        char type[64]; /* "" unknown */
        uint64_t count;
    } types[RAT_HARVEST_TYPES]; /* the most frequent ones; count 0 ends them */
    struct {
        char name[128], key[16];  /* key: amtlicher Gemeindeschlüssel, "" unknown */
    } bodies[RAT_HARVEST_BODIES]; /* the first ones; name "" ends them */
};

struct rat_harvest_options {
    struct rat_fetch_options fetch; /* stop, ctx and tick are set by this */
    bool full;                      /* a complete pass although an increment would do */
    size_t file_limit;              /* bytes of the largest file; 0: 128 MiB */
    uint64_t portion;               /* 0: RAT_HARVEST_PORTION */
    volatile sig_atomic_t *stop;
    void *ctx;
    void (*progress)(void *ctx, const struct rat_harvest_report *so_far);
    void (*rejected)(void *ctx, const struct rat_err *reason); /* lists and objects that cannot be used */
};

/* RAT_OK also when lists or files failed: see report. RAT_EIO: the server does not answer (any more); what was fetched
 * stays. RAT_ENOTFOUND, RAT_EUSAGE: url leads to no OParl System or Body. RAT_EINTERRUPTED, RAT_ELOCKED. */
RAT_MUST_CHECK rat_status rat_harvest(const char *archive, const char *url,
                                      const struct rat_harvest_options *options,
                                      struct rat_harvest_report *report, struct rat_err *err);

/* After an import: files whose bytes the archive has are not held any longer. */
RAT_MUST_CHECK rat_status rat_harvest_settle(const char *archive, const char *url, struct rat_err *err);

/* Whether files of this type are fetched and given to the pipeline (an empty type: judged by the end of the name or address;
 * neither known: yes, its answer will say). The one place to change when more formats are read. */
bool rat_harvest_reads(const char *mime_type, const char *name);

#endif
