/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kinds of sources share: the source itself with its reader's functions, and how items are made. Only the
 * source_*.c files include this.
 */
#ifndef INDEXER_SOURCE_INTERNAL_H
#define INDEXER_SOURCE_INTERNAL_H

#include "base/buf.h"
#include "extract/format.h"
#include "indexer/source.h"

#define RAT_FILE_LIMIT_DEFAULT ((size_t)1 << 30)
#define RAT_JSONL_LINE_LIMIT ((size_t)256 << 20)

/* What a kind of source does; self is its own state. */
struct rat_source_reader {
    rat_status (*next)(void *self, struct rat_item **out, struct rat_err *err);
    void (*close)(void *self);
};

struct rat_source {
    struct rat_source_record record; /* name: UTF-8, for records and people */
    char *path;                      /* the absolute path as the operating system knows it */
    char *name;
    struct rat_source_options options; /* file_limit is set */
    uint64_t total_bytes;
    const struct rat_source_reader *reader;
    void *self;
};

/* Each makes source->self and source->reader from source->path; sets record.kind and mirror, total_bytes. */
RAT_MUST_CHECK rat_status rat_source_open_file(struct rat_source *source, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_source_open_jsonl(struct rat_source *source, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_source_open_folder(struct rat_source *source, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_source_open_oparl(struct rat_source *source, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_source_open_harvest(struct rat_source *source, struct rat_err *err);

/* Items. chunk: bytes that its strings will about need. NULL: no memory. */
struct rat_item *rat_item_new(enum rat_item_kind kind, size_t chunk);
/* Hands the item over, or frees it and fails when one of its strings did not get memory. */
RAT_MUST_CHECK rat_status rat_item_finish(struct rat_item *item, struct rat_item **out, struct rat_err *err);
/* A REJECTED or SKIPPED item with this reason, whose place becomes where when it has none. */
RAT_MUST_CHECK rat_status rat_item_refuse(enum rat_item_kind kind, const struct rat_err *reason,
                                          const char *where, struct rat_item **out, struct rat_err *err);

/* The same, REJECTED, and what it protects; place is copied. */
RAT_MUST_CHECK rat_status rat_item_reject(const struct rat_err *reason, const char *where,
                                          enum rat_protects protects, const char *place,
                                          struct rat_item **out, struct rat_err *err);

/* Whether the text ends in one of the suffixes (".txt", NULL-terminated list), whatever the case. */
bool rat_name_has_suffix(const char *name, const char *const *suffixes);
/* bytes as valid UTF-8: other bytes become %XX, and a hash of the name follows, so that names stay different. */
char *rat_name_as_utf8(struct rat_arena *arena, const char *name);
/* The same in a buffer, for names that live as long as a source. */
void rat_name_as_utf8_buf(struct rat_buf *out, const char *name);

/* The document of one file: path as the operating system knows it, id as it shall be. */
RAT_MUST_CHECK rat_status rat_item_for_file(const struct rat_source *source, const char *path, const char *id,
                                            uint64_t size, struct rat_item **out, struct rat_err *err);

/* What the file is, by its first bytes and its name. RAT_EIO. */
RAT_MUST_CHECK rat_status rat_file_format(const char *path, enum rat_format *out, struct rat_err *err);

/* A file that may hold others, as items: the documents inside a ZIP or a mail, and inside of those; the mail itself, and what
 * could not be read to its end, are documents as well. source is borrowed until close. */
struct rat_members;
RAT_MUST_CHECK rat_status rat_members_open(const struct rat_source *source, const char *path, const char *id,
                                           enum rat_format format, struct rat_members **out,
                                           struct rat_err *err);
RAT_MUST_CHECK rat_status rat_members_next(struct rat_members *members, struct rat_item **out,
                                           struct rat_err *err);
void rat_members_close(struct rat_members *members); /* NULL is fine */

/* Lines of a *.jsonl, also inside a folder. source and path are borrowed until close. */
struct rat_jsonl;
RAT_MUST_CHECK rat_status rat_jsonl_open(const struct rat_source *source, const char *path,
                                         struct rat_jsonl **out, struct rat_err *err);
void rat_jsonl_close(struct rat_jsonl *lines); /* NULL is fine */
RAT_MUST_CHECK rat_status rat_jsonl_next(struct rat_jsonl *lines, struct rat_item **out, struct rat_err *err);

#endif
