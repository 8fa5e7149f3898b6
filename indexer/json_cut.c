/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/json_cut.h"

#include "text/charset.h"

#include <endian.h>

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))
#define TOP_BITS EACH(0x80)

/* The number of bytes of `word`, in the order of memory, before the first that ends a run of plain characters: a quote, a
 * backslash, a control character. Of the flags only the lowest is exact: borrows run upwards. */
static inline unsigned plain_bytes(uint64_t word)
{
    uint64_t x = le64toh(word), quote = x ^ EACH('"'), backslash = x ^ EACH('\\');
    uint64_t flags =
        ((x - EACH(0x20)) & ~x) | ((quote - EACH(1)) & ~quote) | ((backslash - EACH(1)) & ~backslash);
    flags &= TOP_BITS;
    return flags ? (unsigned)__builtin_ctzll(flags) / 8 : 8;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The code unit of XXXX; negative when it is none. */
static int32_t code_unit(const char *at, const char *end)
{
    int32_t unit = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return -1;
        unit = unit << 4 | digit;
    }
    return unit;
}

/* \uXXXX behind the u, or two of them that are one character. NULL: not plainly one. */
static const char *take_unicode(const char *at, const char *end, char **out)
{
    int32_t cp = code_unit(at, end);
    at += 4;
    if (cp <= 0 || (cp >= 0xdc00 && cp < 0xe000))
        return NULL;
    if (cp >= 0xd800 && cp < 0xdc00) {
        if (end - at < 2 || at[0] != '\\' || at[1] != 'u')
            return NULL;
        int32_t low = code_unit(at + 2, end);
        if (low < 0xdc00 || low >= 0xe000)
            return NULL;
        cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
    }
    char *to = *out;
    if (cp < 0x80) {
        *to++ = (char)cp;
    } else if (cp < 0x800) {
        *to++ = (char)(0xc0 | cp >> 6);
        *to++ = (char)(0x80 | (cp & 0x3f));
    } else {
        if (cp < 0x10000) {
            *to++ = (char)(0xe0 | cp >> 12);
        } else {
            *to++ = (char)(0xf0 | cp >> 18);
            *to++ = (char)(0x80 | (cp >> 12 & 0x3f));
        }
        *to++ = (char)(0x80 | (cp >> 6 & 0x3f));
        *to++ = (char)(0x80 | (cp & 0x3f));
    }
    *out = to;
    return at;
}

/* What stands behind a backslash. */
static const char *take_escape(const char *at, const char *end, char **out)
{
    static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    if (at == end)
        return NULL;
    if (*at == 'u')
        return take_unicode(at + 1, end, out);
    const char *name = memchr(names, *at, sizeof names - 1);
    if (!name)
        return NULL;
    *(*out)++ = bytes[name - names];
    return at + 1;
}

/* Decodes the string whose first byte is at[0] into out, which has room for end - at + 8 bytes. Returns its closing quote. */
static const char *decode(const char *at, const char *end, char **out)
{
    char *to = *out;
    for (;;) {
        while (end - at >= 8) {
            uint64_t word;
            memcpy(&word, at, sizeof word);
            memcpy(to, &word, sizeof word);
            unsigned plain = plain_bytes(word);
            at += plain;
            to += plain;
            if (plain < 8)
                break;
        }
        if (at == end || (unsigned char)*at < 0x20)
            return NULL;
        if (*at == '"')
            break;
        if (*at != '\\') {
            *to++ = *at++;
            continue;
        }
        at = take_escape(at + 1, end, &to);
        if (!at)
            return NULL;
    }
    *out = to;
    return at;
}

/* Behind the string that begins behind the quote before at; NULL when it does not end. */
static const char *skip_string(const char *at, const char *end)
{
    for (; at < end && *at != '"'; at++)
        at += *at == '\\' && end - at > 1;
    return at < end ? at + 1 : NULL;
}

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

/* The first byte of the string that is the value of key in the outermost object. Up to there the bytes are looked at only for
 * strings and brackets: whoever parses the rest finds what else may be wrong with them. */
static const char *find_value(const char *at, const char *end, const char *key, size_t key_size)
{
    unsigned depth = 0;
    while (at < end) {
        char c = *at++;
        depth += c == '{' || c == '[';
        if ((c == '}' || c == ']') && depth-- == 0)
            return NULL;
        if (c != '"')
            continue;
        const char *name = at;
        at = skip_string(at, end);
        if (!at)
            return NULL;
        if (depth != 1 || (size_t)(at - 1 - name) != key_size || memcmp(name, key, key_size) != 0)
            continue;
        const char *colon = skip_space(at, end);
        if (colon == end || *colon != ':')
            continue; /* a value that reads like the key */
        at = skip_space(colon + 1, end);
        return at < end && *at == '"' ? at + 1 : NULL;
    }
    return NULL;
}

bool rat_json_cut(const char *bytes, size_t n, const char *key, struct rat_buf *rest, struct rat_buf *text)
{
    const char *end = bytes + n, *from = find_value(bytes, end, key, strlen(key));
    if (!from)
        return false;
    rat_buf_clear(rest);
    rat_buf_clear(text);
    char *start = (char *)rat_buf_reserve(text, (size_t)(end - from) + 8), *to = start;
    const char *close = start ? decode(from, end, &to) : NULL;
    if (!close || !rat_utf8_valid(start, (size_t)(to - start)))
        return false;
    text->size = (size_t)(to - start);
    rat_buf_append(rest, bytes, (size_t)(from - bytes));
    rat_buf_append(rest, close, (size_t)(end - close));
    return !rest->failed;
}
