/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The generations of the archive that visits read. One is the newest; the segments of each are mapped once and shared, and
 * every visit pins one by a snapshot with a catalogue of its own. A new one is opened beside the old, which goes when its
 * last visit ends: nobody waits and nobody sees half of each.
 *
 *     struct rat_reader reader;
 *     st = rat_generations_take(generations, &reader, &err);
 *     rat_generations_give(generations, &reader);
 *
 * Snapshots are kept for the next visit, but not for long: an old reader would keep `purge` from scrubbing. Any thread.
 */
#ifndef WEB_GENERATIONS_H
#define WEB_GENERATIONS_H

#include "storage/archive.h"

struct rat_generations;
struct rat_generation;

/* What a visit holds. */
struct rat_reader {
    struct rat_generation *generation;
    struct rat_snapshot *snapshot;
    uint64_t opened_us;
};

/* Opens the newest generation. RAT_EUSAGE for an archive that is only an index. */
RAT_MUST_CHECK rat_status rat_generations_open(const char *archive, struct rat_generations **out,
                                               struct rat_err *err);
void rat_generations_close(struct rat_generations *generations); /* when no visit is left; NULL is fine */

RAT_MUST_CHECK rat_status rat_generations_take(struct rat_generations *generations, struct rat_reader *out,
                                               struct rat_err *err);
void rat_generations_give(struct rat_generations *generations, struct rat_reader *reader);

/* Looks for a newer generation and drops what is too old. Called about twice a second. On failure the old one goes on being
 * served. */
RAT_MUST_CHECK rat_status rat_generations_look(struct rat_generations *generations, struct rat_err *err);

uint64_t rat_generations_number(struct rat_generations *generations); /* of the newest that is open */

/* Figures of a generation, counted once. */
RAT_MUST_CHECK rat_status rat_generation_stats(struct rat_generation *generation,
                                               struct rat_snapshot *snapshot, struct rat_archive_stats *out,
                                               struct rat_err *err);

#endif
