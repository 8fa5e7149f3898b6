/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/fold.h"

#include "text/codepoint_internal.h"
#include "text/fold_internal.h"
#include "text/utf8_internal.h"

#include <stdlib.h>
#include <utf8proc.h>

size_t rat_fold_compose(char *bytes, size_t n, size_t capacity, int32_t *scratch, size_t room)
{
    utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)n, scratch,
                                                (utf8proc_ssize_t)room, options);
    if (count < 0 || (size_t)count > room)
        return n;
    count = utf8proc_normalize_utf32(scratch, count, options);
    size_t size = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        char one[RAT_UTF8_BYTES];
        size += rat_utf8_put(one, scratch[i]);
    }
    if (count < 0 || size > capacity)
        return n;
    size = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        size += rat_utf8_put(bytes + size, scratch[i]);
    return size;
}

void rat_fold_surface(const char *word, size_t n, struct rat_buf *out)
{
    size_t start = out->size;
    bool compose = false;
    for (size_t at = 0, size; at < n; at += size) {
        int32_t cp = rat_utf8_at(word, n, at, &size);
        if (cp == RAT_CP_BAD) {
            rat_buf_append(out, word + at, 1);
            continue;
        }
        char folded[RAT_CP_FOLD_BYTES];
        rat_buf_append(out, folded, rat_cp_fold(cp, folded, &compose));
    }
    if (!compose || out->failed)
        return;
    size_t length = out->size - start, room = RAT_FOLD_GROWTH * length;
    int32_t *scratch = malloc(room * sizeof *scratch);
    if (!scratch || !rat_buf_reserve(out, room - length)) {
        free(scratch);
        out->failed = true;
        return;
    }
    out->size = start + rat_fold_compose((char *)out->data + start, length, room, scratch, room);
    free(scratch);
}

/* ä ö ü as two letters; NULL for every other character. */
static const char *umlaut(const char *text, size_t left)
{
    if (left < 2 || (unsigned char)text[0] != 0xc3)
        return NULL;
    switch ((unsigned char)text[1]) {
    case 0xa4: return "ae";
    case 0xb6: return "oe";
    case 0xbc: return "ue";
    default: return NULL;
    }
}

void rat_fold_exact(const char *surface, size_t n, struct rat_buf *out)
{
    size_t from = 0;
    for (size_t at = 0; at < n;) {
        const char *two = (unsigned char)surface[at] < 0x80 ? NULL : umlaut(surface + at, n - at);
        if (!two) {
            at++;
            continue;
        }
        rat_buf_append(out, surface + from, at - from);
        rat_buf_append(out, two, 2);
        from = at += 2;
    }
    rat_buf_append(out, surface + from, n - from);
}

/* Whether the stretch of letters, digits and single joints '/', '-', '.' that starts at `at` has a digit.
 * *end: where it ends. */
static bool is_number(const char *text, size_t n, size_t at, size_t *end)
{
    bool digit = false;
    *end = at;
    for (size_t size; at < n; at += size) {
        int32_t cp = rat_utf8_at(text, n, at, &size);
        enum rat_cp_kind kind = rat_cp_kind(cp);
        if (kind == RAT_CP_SEPARATOR) {
            if ((cp != '/' && cp != '-' && cp != '.') || at > *end)
                break; /* the second joint in a row */
            continue;
        }
        digit = digit || kind == RAT_CP_NUMBER;
        *end = at + size;
    }
    return digit;
}

/* Appends one character of a surface form as the key spells it. */
static void put_key(const char *text, size_t size, struct rat_buf *out)
{
    const char *two = umlaut(text, size);
    if (two)
        rat_buf_append(out, two, 2);
    else if (size == 2 && memcmp(text, "\xc3\x9f", 2) == 0)
        rat_buf_append(out, "ss", 2);
    else
        rat_buf_append(out, text, size);
}

void rat_fold_key(const char *value, size_t n, struct rat_buf *out)
{
    struct rat_buf surface = RAT_BUF_INIT;
    rat_fold_surface(value, n, &surface);
    const char *text = (const char *)surface.data;
    size_t start = out->size, number_end = 0;
    bool gap = false;
    for (size_t at = 0, size, end; at < surface.size; at += size) {
        int32_t cp = rat_utf8_at(text, surface.size, at, &size);
        enum rat_cp_kind kind = rat_cp_kind(cp);
        bool starts = gap || at == 0;
        bool word = kind != RAT_CP_SEPARATOR && !(kind == RAT_CP_MARK && starts);
        if (word && starts && at >= number_end && is_number(text, surface.size, at, &end))
            number_end = end;
        if (!word && at >= number_end) {
            gap = true;
            continue;
        }
        if (gap && out->size > start)
            rat_buf_byte(out, ' ');
        gap = false;
        put_key(text + at, size, out);
    }
    if (surface.failed)
        out->failed = true;
    rat_buf_release(&surface);
}

/* Letters that Unicode does not decompose. */
static const char *plain(int32_t cp)
{
    switch (cp) {
    case 0xe6: return "ae";
    case 0xf0: return "d";
    case 0xf8: return "o";
    case 0xfe: return "th";
    case 0x111: return "d";
    case 0x127: return "h";
    case 0x131: return "i";
    case 0x142: return "l";
    case 0x153: return "oe";
    default: return NULL;
    }
}

/* Raised or lowered digit, or -1. */
static int small_digit(int32_t cp)
{
    if (cp == 0xb2 || cp == 0xb3)
        return (int)(cp - 0xb0);
    if (cp == 0xb9)
        return 1;
    if (cp == 0x2070 || (cp >= 0x2074 && cp <= 0x2079))
        return (int)(cp - 0x2070);
    return cp >= 0x2080 && cp <= 0x2089 ? (int)(cp - 0x2080) : -1;
}

/* Where the footnote marks at the end begin; n when there are none. */
static size_t without_footnote(const char *surface, size_t n)
{
    size_t end = n, size, letters = 0;
    while (end > 0 && small_digit(rat_utf8_before(surface, end, &size)) >= 0)
        end -= size;
    if (end == n)
        return n;
    for (size_t at = 0; at < end; at += size) {
        if (rat_cp_kind(rat_utf8_at(surface, end, at, &size)) != RAT_CP_LETTER)
            return n;
        letters++;
    }
    return letters >= 4 ? end : n;
}

/* The base letter of cp, as far as it has one. */
static int32_t base_letter(int32_t cp)
{
    if (cp >= 0x250 && !(cp >= 0x1e00 && cp < 0x1f00))
        return cp; /* Latin only: й is a letter of its own */
    int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(cp, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    return count > 1 && count <= 8 && rat_cp_kind(parts[0]) == RAT_CP_LETTER ? parts[0] : cp;
}

void rat_fold_base(const char *surface, size_t n, struct rat_buf *out)
{
    n = without_footnote(surface, n);
    for (size_t at = 0, size; at < n; at += size) {
        int32_t cp = rat_utf8_at(surface, n, at, &size);
        if (cp < 0x80 || cp == 0xdf || cp == 0xe4 || cp == 0xf6 || cp == 0xfc) {
            rat_buf_append(out, surface + at, size);
            continue;
        }
        const char *letters = plain(cp);
        int digit = small_digit(cp);
        if (letters) {
            rat_buf_puts(out, letters);
        } else if (digit >= 0) {
            rat_buf_byte(out, (uint8_t)('0' + digit));
        } else if (cp == RAT_CP_BAD) {
            rat_buf_append(out, surface + at, size);
        } else if (rat_cp_kind(cp) != RAT_CP_MARK) {
            char one[RAT_UTF8_BYTES];
            rat_buf_append(out, one, rat_utf8_put(one, base_letter(cp)));
        }
    }
}
