/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"

#include "base/pages.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void rat_buf_release(struct rat_buf *buf)
{
    free(buf->data);
    *buf = (struct rat_buf)RAT_BUF_INIT;
}

void rat_buf_clear(struct rat_buf *buf)
{
    buf->size = 0;
    buf->failed = false;
}

unsigned char *rat_buf_reserve(struct rat_buf *buf, size_t n)
{
    if (buf->failed)
        return NULL;
    if (n > buf->capacity - buf->size) {
        size_t want = buf->capacity + buf->capacity / 2;
        if (n > SIZE_MAX / 2 - buf->size) {
            buf->failed = true;
            return NULL;
        }
        if (want < buf->size + n)
            want = buf->size + n;
        if (want < 64)
            want = 64;
        unsigned char *grown = realloc(buf->data, want);
        if (!grown) {
            buf->failed = true;
            return NULL;
        }
        buf->data = grown;
        buf->capacity = want;
        rat_pages_advise(grown, want);
    }
    return buf->data ? buf->data + buf->size : NULL; /* NULL + 0 is undefined in C */
}

void rat_buf_append(struct rat_buf *buf, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    unsigned char *to = rat_buf_reserve(buf, n);
    if (to) {
        memcpy(to, bytes, n);
        buf->size += n;
    }
}

void rat_buf_puts(struct rat_buf *buf, const char *text)
{
    if (text)
        rat_buf_append(buf, text, strlen(text));
}

void rat_buf_zero(struct rat_buf *buf, size_t n)
{
    unsigned char *to = rat_buf_reserve(buf, n);
    if (to && n) {
        memset(to, 0, n);
        buf->size += n;
    }
}

void rat_buf_printf(struct rat_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0) {
        buf->failed = true;
    } else {
        /* vsnprintf writes a NUL behind the text, so one byte more is reserved */
        unsigned char *to = rat_buf_reserve(buf, (size_t)n + 1);
        if (to) {
            vsnprintf((char *)to, (size_t)n + 1, format, again);
            buf->size += (size_t)n;
        }
    }
    va_end(again);
}

void rat_buf_u16(struct rat_buf *buf, uint16_t value)
{
    unsigned char b[2] = {(unsigned char)value, (unsigned char)(value >> 8)};
    rat_buf_append(buf, b, sizeof b);
}

void rat_buf_u32(struct rat_buf *buf, uint32_t value)
{
    unsigned char b[4];
    for (int i = 0; i < 4; i++)
        b[i] = (unsigned char)(value >> (8 * i));
    rat_buf_append(buf, b, sizeof b);
}

void rat_buf_u64(struct rat_buf *buf, uint64_t value)
{
    unsigned char b[8];
    for (int i = 0; i < 8; i++)
        b[i] = (unsigned char)(value >> (8 * i));
    rat_buf_append(buf, b, sizeof b);
}

void rat_buf_varint(struct rat_buf *buf, uint64_t value)
{
    unsigned char b[10];
    size_t n = 0;
    while (value >= 0x80) {
        b[n++] = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    b[n++] = (unsigned char)value;
    rat_buf_append(buf, b, n);
}

void rat_buf_blob(struct rat_buf *buf, const void *bytes, size_t n)
{
    rat_buf_varint(buf, n);
    rat_buf_append(buf, bytes, n);
}

const char *rat_buf_cstr(struct rat_buf *buf)
{
    unsigned char *end = rat_buf_reserve(buf, 1);
    if (!end)
        return "";
    *end = '\0';
    return (const char *)buf->data;
}
