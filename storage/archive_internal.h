/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the archive share: names in the folder, and the settings of the catalogue that belong to the
 * commit. */
#ifndef STORAGE_ARCHIVE_INTERNAL_H
#define STORAGE_ARCHIVE_INTERNAL_H

#include "storage/archive.h"

#define RAT_SETTING_GENERATION "generation"
#define RAT_SETTING_ANALYZER "analyzer"
#define RAT_SETTING_ANALYZER_VERSION "analyzer.version"
#define RAT_SETTING_NONPUBLIC "nonpublic"
#define RAT_SETTING_PACK "pack"
#define RAT_SETTING_PACK_BYTES "pack.bytes"
#define RAT_SETTING_SCRUB "scrub.pending"

/* The paths inside an archive folder; release with rat_layout_release. */
struct rat_layout {
    char *lock, *catalogue, *contents, *index;
};
RAT_MUST_CHECK rat_status rat_layout_make(const char *path, struct rat_layout *out, struct rat_err *err);
void rat_layout_release(struct rat_layout *layout);

/* The highest generation in index/, 0 when there is none, and whether it belongs to an archive without a catalogue: that
 * is written in the manifest, since the crash of an ordinary init leaves a manifest without a catalogue as well. */
RAT_MUST_CHECK rat_status rat_layout_newest(const struct rat_layout *layout, uint64_t *generation,
                                            bool *index_only, struct rat_err *err);

/* RAT_ENOTFOUND with a hint when path is no archive; *index_only says which kind it is. */
RAT_MUST_CHECK rat_status rat_layout_probe(const char *path, const struct rat_layout *layout,
                                           bool *index_only, struct rat_err *err);

#endif
