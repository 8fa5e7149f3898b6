/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an ID on the command line names, with messages that say what to type instead. */
#ifndef QUERY_NAMED_H
#define QUERY_NAMED_H

#include "storage/archive.h"

/* RAT_EUSAGE for an archive without catalogue and for a name that fits several (each with municipality, year, title);
 * RAT_ENOTFOUND for one that fits none. On RAT_OK exactly one matches. */
RAT_MUST_CHECK rat_status rat_named_find(struct rat_snapshot *snapshot, const char *name,
                                         struct rat_arena *arena, struct rat_resolved *out,
                                         struct rat_err *err);

#endif
