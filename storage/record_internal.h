/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How strings, lists of strings and fields of a record become bytes: for stamps (record.c) and for the list columns
 * of the catalogue. One encoding, so that what is stored and what is compared cannot drift apart. FORMAT.md gives
 * the layout:
 *
 *     text    varint 0 for NULL, else varint bytes + 1, bytes
 *     texts   varint count, count x text
 *     fields  varint count, count x (origin byte, name text, value text)
 *
 * put_*: failures latch in the buffer. get_*: damage latches in the cursor, lack of memory in the arena.
 */
#ifndef STORAGE_RECORD_INTERNAL_H
#define STORAGE_RECORD_INTERNAL_H

#include "base/buf.h"
#include "base/cursor.h"
#include "storage/record.h"

void rat_record_put_text(struct rat_buf *buf, const char *text);
void rat_record_put_texts(struct rat_buf *buf, const char *const *texts, size_t count);
void rat_record_put_fields(struct rat_buf *buf, const struct rat_field *fields, size_t count);

/* pages   varint count, count x (varint bytes, confidence byte) */
void rat_record_put_pages(struct rat_buf *buf, const struct rat_text_page *pages, size_t count);
/* Damage: also when the pages do not cover exactly text_size bytes. */
void rat_record_get_pages(struct rat_cursor *in, uint64_t text_size, struct rat_arena *arena,
                          const struct rat_text_page **out, size_t *count);

const char *rat_record_get_text(struct rat_cursor *in, struct rat_arena *arena);
/* *out and *count are touched only when in->bad and arena->failed stay false. */
void rat_record_get_texts(struct rat_cursor *in, struct rat_arena *arena, const char *const **out,
                          size_t *count);
void rat_record_get_fields(struct rat_cursor *in, struct rat_arena *arena, const struct rat_field **out,
                           size_t *count);

#endif
