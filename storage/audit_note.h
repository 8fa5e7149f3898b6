/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Audit entries of commands that only read: a backup, an export, a fixity check. They may run while a writer holds the
 * archive, so the entry is first a small file in ARCHIVE/notes/, which the next writer takes into the audit log; when nobody
 * writes, that is this process, at once. A crash between taking over and removing the file leaves the entry twice.
 */
#ifndef STORAGE_AUDIT_NOTE_H
#define STORAGE_AUDIT_NOTE_H

#include "storage/catalogue.h"

/* action: "backup"; id, detail: may be NULL. RAT_EIO also when the archive lies on read-only media. */
RAT_MUST_CHECK rat_status rat_audit_note(const char *archive, const char *action, const char *id,
                                         const char *detail, struct rat_err *err);

/* For a writer that was just opened: takes the notes into the log. */
RAT_MUST_CHECK rat_status rat_audit_take_notes(const char *archive, struct rat_catalogue *catalogue,
                                               struct rat_err *err);

#endif
