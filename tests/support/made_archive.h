/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Archives for tests: made by the writer out of random segments (model.h), each document with its row in the catalogue and
 * its text in a pack. For tests: whatever fails aborts.
 *
 *     struct made_archive made;
 *     made_archive_make(&made, path, 1, false);  // generation 2: two segments
 *     made_archive_free(&made);                  // the memory, not the folder
 */
#ifndef TESTS_SUPPORT_MADE_ARCHIVE_H
#define TESTS_SUPPORT_MADE_ARCHIVE_H

#include "storage/archive.h"
#include "tests/support/model.h"

#define MADE_SEGMENTS 2

struct made_archive {
    struct model *models[MADE_SEGMENTS];
    uint32_t documents;
};

void made_archive_make(struct made_archive *made, const char *path, uint64_t seed, bool index_only);
void made_archive_free(struct made_archive *made);

/* One more segment of `documents` documents, written and added to next, its documents put into the open transaction. */
struct model *made_archive_add(struct rat_writer *writer, struct rat_manifest *next, struct prng *random,
                               uint32_t documents, uint32_t first_docnum);
/* Writes a state for the segment and changes its entry: dead and hidden are bitmaps of its documents. */
void made_archive_state(struct rat_writer *writer, struct rat_manifest_segment *entry,
                        const unsigned char *dead, const unsigned char *hidden);

/* Copies a folder with everything in it; to must not exist. */
void made_archive_copy(const char *from, const char *to);

#endif
