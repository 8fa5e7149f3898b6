/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The figures of an archive with their names, and as JSON: the same for the command line and the web. Any thread. */
#ifndef QUERY_STATS_ROWS_H
#define QUERY_STATS_ROWS_H

#include "base/json.h"
#include "storage/archive.h"

struct rat_stat_row {
    const char *key, *label; /* label: msgid */
    uint64_t value;
    bool bytes;
};

#define RAT_STAT_ROWS 30

/* What counts as a document, and what as deleted, in an archive that is only an index: its segments decide. */
void rat_stats_list(const struct rat_archive_stats *stats, bool has_catalogue,
                    struct rat_stat_row out[RAT_STAT_ROWS]);
/* The contract's `stats --json`, into the object json->root. */
void rat_stats_put_json(const struct rat_archive_stats *stats, const struct rat_snapshot *snapshot,
                        struct rat_json *json);

#endif
