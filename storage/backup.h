/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Backup and restore: a copy of one committed generation of an archive, made while readers and a writer go on. The copy is an
 * archive like any other: it can be searched, checked, and imported into.
 *
 * The copy is made under the name TARGET.part, verified against every SHA-256 that the catalogue names, and then gets its
 * name: TARGET is complete or not there. What an interrupted call left in TARGET.part is removed by the next one.
 */
#ifndef STORAGE_BACKUP_H
#define STORAGE_BACKUP_H

#include "base/status.h"

#include <signal.h>

struct rat_backup_options {
    volatile sig_atomic_t *stop; /* may be NULL */
    void *ctx;
    void (*progress)(void *ctx, uint64_t done, uint64_t total); /* bytes; may be NULL */
    void (*damaged)(void *ctx, const char *file,
                    const char *what); /* findings of the verification; may be NULL */
};

struct rat_backup_report {
    uint64_t generation, files, bytes;
    uint64_t contents; /* originals and texts compared with their SHA-256 */
};

/* RAT_EUSAGE: target is there, or lies in the archive. RAT_EDAMAGED: the copy did not verify, because the archive is
 * damaged; nothing is left at target. RAT_ELOCKED: another backup to the same target is under way. */
RAT_MUST_CHECK rat_status rat_archive_backup(const char *archive, const char *target,
                                             const struct rat_backup_options *options,
                                             struct rat_backup_report *report, struct rat_err *err);

#endif
