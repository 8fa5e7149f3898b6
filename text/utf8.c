/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/utf8_internal.h"

#include "text/charset.h"

static bool is_tail(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* Table 3-7 of the Unicode Standard: only the second byte has a range that depends on the first. */
static size_t sequence(const unsigned char *b, size_t left)
{
    if (b[0] < 0xc2 || left < 2)
        return 0;
    if (b[0] < 0xe0)
        return is_tail(b[1]) ? 2 : 0;
    if (b[0] < 0xf0) {
        if (left < 3 || !is_tail(b[1]) || !is_tail(b[2]))
            return 0;
        return (b[0] == 0xe0 && b[1] < 0xa0) || (b[0] == 0xed && b[1] > 0x9f) ? 0 : 3;
    }
    if (b[0] > 0xf4 || left < 4 || !is_tail(b[1]) || !is_tail(b[2]) || !is_tail(b[3]))
        return 0;
    return (b[0] == 0xf0 && b[1] < 0x90) || (b[0] == 0xf4 && b[1] > 0x8f) ? 0 : 4;
}

int32_t rat_utf8_long(const char *text, size_t n, size_t at, size_t *size)
{
    const unsigned char *b = (const unsigned char *)text + at;
    switch (sequence(b, n - at)) {
    case 2: *size = 2; return (b[0] & 0x1f) << 6 | (b[1] & 0x3f);
    case 3: *size = 3; return (b[0] & 0x0f) << 12 | (b[1] & 0x3f) << 6 | (b[2] & 0x3f);
    case 4: *size = 4; return (b[0] & 0x07) << 18 | (b[1] & 0x3f) << 12 | (b[2] & 0x3f) << 6 | (b[3] & 0x3f);
    default: *size = 1; return RAT_CP_BAD;
    }
}

int32_t rat_utf8_before(const char *text, size_t at, size_t *size)
{
    for (size_t back = 1; back <= at && back <= RAT_UTF8_BYTES; back++) {
        if (is_tail((unsigned char)text[at - back]))
            continue;
        int32_t cp = rat_utf8_at(text, at, at - back, size);
        if (*size == back)
            return cp;
        break;
    }
    *size = 1;
    return RAT_CP_BAD;
}

size_t rat_utf8_put(char *out, int32_t cp)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xc0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3f));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xe0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
        out[2] = (char)(0x80 | (cp & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
    out[3] = (char)(0x80 | (cp & 0x3f));
    return 4;
}

size_t rat_utf8_floor(const char *text, size_t n, size_t limit)
{
    if (limit >= n)
        return n;
    size_t at = limit;
    while (at > 0 && limit - at < RAT_UTF8_BYTES && is_tail((unsigned char)text[at]))
        at--;
    return is_tail((unsigned char)text[at]) ? limit : at; /* invalid input: any place is as good */
}

bool rat_utf8_valid(const void *bytes, size_t n)
{
    const unsigned char *b = bytes;
    size_t at = 0;
    while (at < n) {
        if (b[at] < 0x80) {
            /* German text is ASCII for some twenty bytes between umlauts: eight at a time. */
            uint64_t eight;
            while (n - at >= sizeof eight) {
                memcpy(&eight, b + at, sizeof eight);
                if (eight & UINT64_C(0x8080808080808080))
                    break;
                at += sizeof eight;
            }
            while (at < n && b[at] < 0x80)
                at++;
            continue;
        }
        size_t size = sequence(b + at, n - at);
        if (size == 0)
            return false;
        at += size;
    }
    return true;
}
