/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Brings the Xapian index of an archive to the state of the last commit: what is new or changed in the catalogue is put, what is
 * no longer there is deleted, from the stored texts and the word model of index/. Called by the commands that write, at their
 * end, while they hold the archive.
 */
#ifndef INDEXER_XAPIAN_FOLLOW_H
#define INDEXER_XAPIAN_FOLLOW_H

#include "indexer/ingest.h"
#include "storage/archive.h"
#include "storage/xapian_index.h"

enum rat_xapian_how {
    RAT_XAPIAN_FOLLOW,  /* only what differs; all of it when terms are made in another way since */
    RAT_XAPIAN_REBUILD, /* all of it, into a new index that replaces the old one when it is complete */
};

/* Whether a command with these options has to: by what is asked for, because there is one, or because a purge was killed
 * before it had reached it. */
bool rat_xapian_is_wanted(struct rat_writer *writer, enum rat_engines engines);

/* Inside the transaction of a purge: the index, if there is one, must forget, whoever writes next. */
RAT_MUST_CHECK rat_status rat_xapian_want_scrub(struct rat_writer *writer, struct rat_err *err);

/* Nothing is in a transaction of the catalogue. report (may be NULL): xapian_documents and xapian_s are filled. RAT_EINTERRUPTED:
 * what was done stays, the next call goes on; only a rebuild begins again. */
RAT_MUST_CHECK rat_status rat_xapian_follow(struct rat_writer *writer, enum rat_xapian_how how,
                                            const struct rat_ingest_options *options,
                                            struct rat_ingest_report *report, struct rat_err *err);

#endif
