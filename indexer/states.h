/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Marking documents in segments that are already written: dead (replaced, purged) or hidden (gone at their source). Collects
 * import numbers while an import runs and writes new state files before its commit. One thread.
 */
#ifndef INDEXER_STATES_H
#define INDEXER_STATES_H

#include "storage/archive.h"

struct rat_marks {
    struct rat_buf bits; /* two bits per import number */
    bool any;
};
#define RAT_MARKS_INIT      \
    {                       \
        RAT_BUF_INIT, false \
    }

enum rat_mark { RAT_MARK_DEAD = 1, RAT_MARK_HIDDEN = 2 };

RAT_MUST_CHECK rat_status rat_marks_add(struct rat_marks *marks, uint32_t docnum, enum rat_mark mark,
                                        struct rat_err *err);
bool rat_marks_has(const struct rat_marks *marks, uint32_t docnum, enum rat_mark mark);
void rat_marks_clear(struct rat_marks *marks);
void rat_marks_release(struct rat_marks *marks);

/* Applies the marks to segments of manifest: writes state files where something changes and updates the entries. Only to
 * those that the writer has committed before, because what this batch wrote is newer than its marks; or, with all, to every one. */
RAT_MUST_CHECK rat_status rat_marks_apply(const struct rat_marks *marks, struct rat_writer *writer, bool all,
                                          struct rat_manifest *manifest, struct rat_err *err);

#endif
