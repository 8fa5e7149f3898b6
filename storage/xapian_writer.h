/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writing the Xapian index of an archive. The caller holds the archive's lock (archive.h) for as long as one is open.
 *
 *     rat_xapian_update_open(archive, false, &update, err);       // the one that is there; or a new one beside it
 *     ... rat_xapian_writer_put(rat_xapian_update_writer(update), ...), rat_xapian_update_commit
 *     rat_xapian_update_finish(update, &state, compact, err);     // from now on readers see it as a whole
 *     rat_xapian_update_close(update);
 *
 * A new one, and a compacted one, gets its name when it is complete and synced; then the old one is removed.
 */
#ifndef STORAGE_XAPIAN_WRITER_H
#define STORAGE_XAPIAN_WRITER_H

#include "storage/xapian_index.h"

struct rat_xapian_update;

/* Removes what a crash left. anew: an empty one that replaces what is there. RAT_ENOTFOUND: nothing is there (not anew). */
RAT_MUST_CHECK rat_status rat_xapian_update_open(const char *archive, bool anew,
                                                 struct rat_xapian_update **out, struct rat_err *err);
/* The same for the folder of a shard, which is made. Readers, xapian-tcpsrv among them, open the folder itself: its file XAPIANDB
 * names the database that counts. */
RAT_MUST_CHECK rat_status rat_xapian_update_open_shard(const char *folder, bool anew,
                                                       struct rat_xapian_update **out, struct rat_err *err);
void rat_xapian_update_close(
    struct rat_xapian_update *update); /* what is not committed is dropped; NULL is fine */

struct rat_xapian_writer *rat_xapian_update_writer(struct rat_xapian_update *update);
/* Between two commits a transaction is open. */
RAT_MUST_CHECK rat_status rat_xapian_update_commit(struct rat_xapian_update *update, struct rat_err *err);
/* Commits, and says what state it is (NULL: that was said already, as shards do). compact: no byte of what was deleted or replaced stays. Only to be closed afterwards. */
RAT_MUST_CHECK rat_status rat_xapian_update_finish(struct rat_xapian_update *update,
                                                   const struct rat_xapian_state *state, bool compact,
                                                   struct rat_err *err);

#endif
