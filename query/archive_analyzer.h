/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The analyzer that made the terms of a snapshot, with the steps and the word model it had: what asks, and what shows how
 * words are understood, must analyse as what indexed.
 */
#ifndef QUERY_ARCHIVE_ANALYZER_H
#define QUERY_ARCHIVE_ANALYZER_H

#include "storage/archive.h"
#include "text/acronyms.h"
#include "text/analyzer.h"
#include "text/compound.h"

struct rat_archive_analyzer {
    struct rat_analyzer *analyzer;
    struct rat_compounds *model;   /* over the snapshot's bytes; NULL: none was learned */
    struct rat_acronyms *acronyms; /* likewise; NULL: none were mined */
};

/* Borrows the snapshot. RAT_EUSAGE when this program does not make those terms any more; close it either way. */
RAT_MUST_CHECK rat_status rat_archive_analyzer_open(const struct rat_snapshot *snapshot,
                                                    struct rat_archive_analyzer *out, struct rat_err *err);
void rat_archive_analyzer_close(struct rat_archive_analyzer *analyzer);

#endif
