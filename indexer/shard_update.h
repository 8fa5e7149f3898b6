/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Deals an archive out over the shards of a map, and keeps them up: what is new or changed in the catalogue is put where its
 * paper belongs, what moved is put on its new shard before it is deleted from the old one, what is no longer there is
 * deleted; a shard forgets what was purged to the last byte. Reads one snapshot of the archive, so imports may go on.
 *
 *     st = rat_shard_map_read(file, &map, err);
 *     st = rat_shard_update(archive, &map, &options, &report, err);
 *     rat_shard_report_release(&report);
 *
 * Can be interrupted and run again at any time: it compares each shard with the catalogue. While papers move, each shard says
 * so, because a search may count them twice. Local shards are folders; a remote one must exist (xapian-tcpsrv --writable).
 */
#ifndef INDEXER_SHARD_UPDATE_H
#define INDEXER_SHARD_UPDATE_H

#include "indexer/ingest.h"
#include "storage/shard_map.h"

struct rat_shard_done {
    const char *name;   /* of the map */
    uint64_t documents; /* that it has now */
    uint64_t put, deleted;
    bool is_new;
    bool compacted; /* nothing of what was purged is left in it */
    bool owes; /* a remote one that cannot be compacted from here: bytes of purged documents may be left */
};

struct rat_shard_report {
    struct rat_shard_done *shards; /* as in the map */
    uint32_t count;
    uint64_t documents; /* of the archive */
    uint64_t put, deleted;
    uint64_t moved_papers,
        moved_documents; /* of those that were put: their place is another one than before */
    bool is_current;     /* there was nothing to do */
    double seconds;
};
void rat_shard_report_release(struct rat_shard_report *report);

/* Of options stop and progress. report is filled as far as it came on failure too; names are borrowed from map. RAT_EUSAGE for a
 * place that has something else, RAT_ELOCKED, RAT_EINTERRUPTED (what was done stays). */
RAT_MUST_CHECK rat_status rat_shard_update(const char *archive, const struct rat_shard_map *map,
                                           const struct rat_ingest_options *options,
                                           struct rat_shard_report *report, struct rat_err *err);

/* On the host of a shard that is filled from afar, while nobody writes to it: makes an empty one where there is none, *is_new;
 * of one that is there no byte of what was deleted stays. */
RAT_MUST_CHECK rat_status rat_shard_prepare(const char *folder, bool *is_new, struct rat_err *err);

#endif
