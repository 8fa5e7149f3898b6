/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A growable run of bytes that latches running out of memory: append without looking, ask once at the end.
 *
 *     struct rat_buf out = RAT_BUF_INIT;
 *     rat_buf_printf(&out, "%d", n);
 *     if (out.failed) ...
 *     rat_buf_release(&out);
 *
 * Caller's storage; after a failed append the content is as before that append and later appends do nothing.
 * One thread at a time.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct rat_buf {
    unsigned char *data; /* NULL while capacity is 0; not NUL-terminated, see rat_buf_cstr */
    size_t size, capacity;
    bool failed;
};

#define RAT_BUF_INIT      \
    {                     \
        NULL, 0, 0, false \
    }

void rat_buf_release(struct rat_buf *buf); /* frees; leaves an initialised buffer */
void rat_buf_clear(struct rat_buf *buf);   /* size 0, memory kept, failed reset */

/* Makes room for n more bytes. Returns the place to write them, or NULL after a failure. size is unchanged. */
unsigned char *rat_buf_reserve(struct rat_buf *buf, size_t n);

void rat_buf_append(struct rat_buf *buf, const void *bytes, size_t n);
void rat_buf_puts(struct rat_buf *buf, const char *text); /* NULL appends nothing */
void rat_buf_printf(struct rat_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void rat_buf_zero(struct rat_buf *buf, size_t n); /* n zero bytes */

static inline void rat_buf_byte(struct rat_buf *buf, uint8_t byte)
{
    if (buf->size == buf->capacity && !rat_buf_reserve(buf, 1))
        return;
    if (!buf->failed)
        buf->data[buf->size++] = byte;
}

/* Little-endian integers. */
void rat_buf_u16(struct rat_buf *buf, uint16_t value);
void rat_buf_u32(struct rat_buf *buf, uint32_t value);
void rat_buf_u64(struct rat_buf *buf, uint64_t value);
/* LEB128, least significant 7 bits first. */
void rat_buf_varint(struct rat_buf *buf, uint64_t value);
/* Length as varint, then the bytes. */
void rat_buf_blob(struct rat_buf *buf, const void *bytes, size_t n);

/* The content as a C string; valid until the next change. Returns "" after a failure. */
const char *rat_buf_cstr(struct rat_buf *buf);

#endif
