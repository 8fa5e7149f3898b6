/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One shard that is being written, wherever it lies. For shard_update.c. */
#ifndef INDEXER_SHARD_TARGET_INTERNAL_H
#define INDEXER_SHARD_TARGET_INTERNAL_H

#include "indexer/shard_update.h"
#include "storage/shard.h"
#include "storage/xapian_writer.h"

struct rat_shard_target {
    const struct rat_shard *shard;
    struct rat_shard_done *done;
    struct rat_xapian_update *update; /* of a folder ... */
    struct rat_xapian_writer *remote; /* ... or of a server */
    bool is_new; /* a folder in which nothing counts yet: nobody sees it before it is finished */
    bool has_state;
    bool is_dirty;                /* something is to be committed */
    struct rat_shard_state state; /* that it had */
    struct rat_buf names;
};

/* What the shard has: called for each document, by number. */
typedef rat_status rat_shard_known(void *ctx, uint32_t docnum, uint64_t stamp);

RAT_MUST_CHECK rat_status rat_shard_target_open(const struct rat_shard *shard, struct rat_shard_target *out,
                                                struct rat_err *err);
/* What is not committed is dropped (of a folder). */
void rat_shard_target_close(struct rat_shard_target *target);

RAT_MUST_CHECK rat_status rat_shard_target_known(struct rat_shard_target *target, rat_shard_known *each,
                                                 void *ctx, struct rat_err *err);
/* old_stamp: of the version that it replaces; *has_old false: there is none. */
RAT_MUST_CHECK rat_status rat_shard_target_put(struct rat_shard_target *target, uint32_t docnum,
                                               const uint64_t *old_stamp, uint64_t stamp,
                                               struct rat_xapian_document *document, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_shard_target_delete(struct rat_shard_target *target, uint32_t docnum,
                                                  uint64_t stamp, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_shard_target_say(struct rat_shard_target *target,
                                               const struct rat_shard_state *state,
                                               const struct rat_buf *names, struct rat_err *err);
/* Of one that is new: from now on it can be seen, and is no longer new. */
RAT_MUST_CHECK rat_status rat_shard_target_commit(struct rat_shard_target *target, struct rat_err *err);
/* The last commit. scrub: nothing of what was deleted stays, which is not possible from afar (done->owes). */
RAT_MUST_CHECK rat_status rat_shard_target_finish(struct rat_shard_target *target, bool scrub,
                                                  struct rat_err *err);
struct rat_xapian_writer *rat_shard_target_writer(struct rat_shard_target *target);

#endif
