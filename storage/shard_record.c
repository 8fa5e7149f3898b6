/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/shard_record.h"

#include "base/cursor.h"

#include <stdlib.h>
#include <zlib.h>

#define VERSION 1u
#define LEVEL 6
#define RATIO_MAX 1040u   /* deflate makes at most 1032 bytes of one */
#define DAY_MIN (-719162) /* 0001-01-01 */
#define DAY_MAX 2932896   /* 9999-12-31 */

/* ---- writing ---- */

/* 0: NULL; else the size + 1 and the bytes. */
static void put_text(struct rat_buf *out, const char *text)
{
    size_t n = text ? strlen(text) : 0;
    rat_buf_varint(out, text ? n + 1 : 0);
    rat_buf_append(out, text, n);
}

static void put_fields(struct rat_buf *out, const struct rat_document *d)
{
    rat_buf_u32(out, d->docnum);
    rat_buf_u32(out, (uint32_t)d->date);
    rat_buf_byte(out, (uint8_t)d->date_origin);
    rat_buf_byte(out, (uint8_t)(d->is_public + 1));
    const char *const texts[] = {d->id,          d->paper_id,  d->title,        d->name,
                                 d->type,        d->reference, d->body,         d->municipality,
                                 d->lead_office, d->status,    d->download_url, d->removed_at};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put_text(out, texts[i]);
    rat_buf_varint(out, d->committee_count);
    for (size_t i = 0; i < d->committee_count; i++)
        put_text(out, d->committees[i]);
}

rat_status rat_shard_record_pack(const struct rat_document *document, const char *text, size_t text_size,
                                 struct rat_buf *out, struct rat_err *err)
{
    struct rat_buf plain = RAT_BUF_INIT;
    rat_status st = RAT_OK;
    put_fields(&plain, document);
    rat_buf_varint(&plain, text_size);
    rat_buf_append(&plain, text, text_size);
    if (plain.failed)
        st = rat_nomem(err);
    else if (plain.size > RAT_SHARD_RECORD_BYTES_MAX)
        st = rat_fail(err, RAT_ELIMIT, _("„%s“ ist mit seinem Text zu groß für ein Teil"), document->id);
    uLongf packed = st == RAT_OK ? compressBound((uLong)plain.size) : 0;
    if (st == RAT_OK) {
        rat_buf_byte(out, VERSION);
        rat_buf_varint(out, plain.size);
        unsigned char *to = rat_buf_reserve(out, packed);
        if (!to || compress2(to, &packed, plain.data, (uLong)plain.size, LEVEL) != Z_OK)
            st = rat_nomem(err);
        else
            out->size += packed;
    }
    rat_buf_release(&plain);
    return st;
}

/* ---- reading ---- */

static const char *get_text(struct rat_cursor *in, struct rat_arena *arena)
{
    uint64_t n = rat_cursor_varint_max(in, RAT_SHARD_RECORD_BYTES_MAX);
    const unsigned char *bytes = n ? rat_cursor_bytes(in, n - 1) : NULL;
    return bytes ? rat_arena_strndup(arena, bytes, (size_t)n - 1) : NULL;
}

static void get_committees(struct rat_cursor *in, struct rat_arena *arena, struct rat_document *d)
{
    /* each takes a byte at least */
    uint64_t n = rat_cursor_varint_max(in, rat_cursor_left(in));
    const char **committees = n ? rat_arena_calloc(arena, (size_t)n, sizeof *committees) : NULL;
    for (uint64_t i = 0; committees && i < n && !in->bad; i++) {
        const char *name = get_text(in, arena);
        if (name)
            committees[d->committee_count++] = name;
    }
    d->committees = committees;
}

static void get_fields(struct rat_cursor *in, struct rat_arena *arena, struct rat_document *d)
{
    d->docnum = rat_cursor_u32(in);
    d->date = (int32_t)rat_cursor_u32(in);
    uint8_t origin = rat_cursor_u8(in), is_public = rat_cursor_u8(in);
    in->bad |= origin > RAT_ORIGIN_INFERRED || is_public > RAT_YES + 1;
    d->date_origin = (enum rat_origin)origin;
    d->is_public = (enum rat_tristate)(is_public - 1);
    const char **const texts[] = {&d->id,          &d->paper_id,  &d->title,        &d->name,
                                  &d->type,        &d->reference, &d->body,         &d->municipality,
                                  &d->lead_office, &d->status,    &d->download_url, &d->removed_at};
    for (size_t i = 0; i < sizeof texts / sizeof *texts && !in->bad; i++)
        *texts[i] = get_text(in, arena);
    get_committees(in, arena, d);
    in->bad |= !d->id || (d->date != RAT_NO_DATE && (d->date < DAY_MIN || d->date > DAY_MAX));
}

static rat_status damaged(struct rat_err *err)
{
    return rat_fail(err, RAT_EDAMAGED, "%s", _("Was ein Teil zu einem Treffer sagt, ist beschädigt"));
}

rat_status rat_shard_record_unpack(const void *bytes, size_t n, struct rat_arena *arena,
                                   struct rat_document *out, const char **text, struct rat_err *err)
{
    struct rat_cursor in = rat_cursor_of(bytes, n);
    struct rat_document d = {.is_public = RAT_UNKNOWN};
    uint8_t version = rat_cursor_u8(&in);
    uint64_t size = rat_cursor_varint_max(&in, RAT_SHARD_RECORD_BYTES_MAX), left = rat_cursor_left(&in);
    if (in.bad || version != VERSION || size == 0 || size > left * RATIO_MAX)
        return damaged(err);
    unsigned char *plain = malloc((size_t)size);
    uLongf got = (uLongf)size;
    if (!plain)
        return rat_nomem(err);
    rat_status st = RAT_OK;
    if (uncompress(plain, &got, in.at, (uLong)left) != Z_OK || got != size)
        st = damaged(err);
    if (st == RAT_OK) {
        struct rat_cursor fields = rat_cursor_of(plain, (size_t)size);
        get_fields(&fields, arena, &d);
        d.text_size = rat_cursor_varint_max(&fields, rat_cursor_left(&fields));
        const unsigned char *from = rat_cursor_bytes(&fields, d.text_size);
        const char *copy = text && from ? rat_arena_strndup(arena, from, (size_t)d.text_size) : NULL;
        if (fields.bad || rat_cursor_left(&fields))
            st = damaged(err);
        else if (arena->failed)
            st = rat_nomem(err);
        else if (text)
            *text = copy;
    }
    free(plain);
    if (st == RAT_OK)
        *out = d;
    return st;
}
