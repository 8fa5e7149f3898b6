/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of rat_archive_dump share, and keys of the dictionary as people read them. */
#ifndef STORAGE_DUMP_INTERNAL_H
#define STORAGE_DUMP_INTERNAL_H

#include "storage/archive_internal.h"

struct rat_dump {
    struct rat_snapshot *snapshot;
    const char *path, *argument; /* argument: NULL when none was given */
    void *ctx;
    void (*line)(void *ctx, const char *text);
    struct rat_buf text; /* the line being made */
};

/* Hands dump->text out as a line and clears it. RAT_ENOMEM when it could not be made. */
RAT_MUST_CHECK rat_status rat_dump_flush(struct rat_dump *dump, struct rat_err *err);

RAT_MUST_CHECK rat_status rat_dump_terms(struct rat_dump *dump, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_dump_postings(struct rat_dump *dump, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_dump_document(struct rat_dump *dump, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_dump_columns(struct rat_dump *dump, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_dump_catalogue(struct rat_dump *dump, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_dump_packs(struct rat_dump *dump, struct rat_err *err);

/* "exact:radweg" for a key, and the other way round. parse cuts what is longer than a key can be. */
void rat_key_print(const void *key, size_t n, struct rat_buf *out);
void rat_key_parse(const char *text, struct rat_buf *out);

#endif
