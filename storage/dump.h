/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lens of every format: what an archive holds, as lines of text for people who look for a fault. The lines are technical
 * English and no interface for programs. Reads one generation like a search does; what is damaged ends the dump with
 * an error, `check` says what is damaged. One call, one thread.
 *
 *     rat_archive_dump(path, "postings", "exact:radweg", NULL, print_line, &err);
 */
#ifndef STORAGE_DUMP_H
#define STORAGE_DUMP_H

#include "base/status.h"

/* what:
 *   NULL, "overview"  generation and segments
 *   "manifest"        what the manifest says, field by field
 *   "segments"        the head of each segment, its files and sections
 *   "terms"           keys with their df and sizes; argument: only keys that begin with it
 *   "postings"        argument "exact:radweg": documents, tf, positions, bounds
 *   "document"        argument: docnum or id: its columns, values, length, offsets
 *   "columns"         widths of the columns, tables of values
 *   "catalogue"       settings and numbers of rows
 *   "packs"           packs of contents/
 * Keys are written space:term, the space being exact, stem, layer3.., title, title.stem, value:FIELD or word:FIELD; without
 * one of these names the space is exact. RAT_EUSAGE for another what or a missing argument, RAT_ENOTFOUND when there is no
 * such term or document. The text is valid during the call of line. */
RAT_MUST_CHECK rat_status rat_archive_dump(const char *path, const char *what, const char *argument,
                                           void *ctx, void (*line)(void *ctx, const char *text),
                                           struct rat_err *err);

#endif
