/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/tokenizer_internal.h"

#include "text/utf8_internal.h"

void rat_tokenizer_start(struct rat_tokenizer *t, const char *text, size_t n)
{
    t->text = text;
    t->n = n;
    t->at = 0;
    t->position = 0;
}

/* The next letter or number, or n. */
static size_t skip_separators(const char *text, size_t n, size_t at)
{
    for (size_t size = 1; at < n; at += size) {
        unsigned char byte = (unsigned char)text[at];
        if (byte < 0x80) {
            size = 1;
            if (rat_ascii_word[byte])
                break;
        } else if (rat_cp_is_alnum(rat_utf8_long(text, n, at, &size))) {
            break;
        }
    }
    return at;
}

/* Copies letters of ASCII and ÀÁÂ..ß..ÿ in lower case as long as the run has nothing else: 99 % of German
 * text. Returns the offset of the first character that needs a closer look. */
static size_t copy_plain(struct rat_tokenizer *t, size_t at)
{
    const unsigned char *text = (const unsigned char *)t->text;
    char *out = t->surface + t->size, *limit = t->surface + RAT_SURFACE_RAW_BYTES;
    size_t n = t->n;
    for (; at < n && out < limit; at++) {
        unsigned char byte = text[at];
        if (byte < 0x80) {
            unsigned char lower = rat_ascii_word[byte];
            if (!lower)
                break;
            *out++ = (char)lower;
        } else if (byte == 0xc3 && n - at >= 2 && text[at + 1] >= 0x80 && text[at + 1] <= 0xbf) {
            unsigned char tail = text[at + 1];
            if (tail == 0x97 || tail == 0xb7) /* × ÷ */
                break;
            *out++ = (char)0xc3;
            *out++ = (char)(tail < 0x9f ? tail | 0x20 : tail);
            at++;
        } else {
            break;
        }
    }
    t->size = (size_t)(out - t->surface);
    return at;
}

static bool is_hyphen(int32_t cp)
{
    return cp == '-' || cp == 0xad || cp == 0x2010 || cp == 0x2011;
}

/* Reads the word that starts at t->at: fills surface, size, compose, end and moves t->at behind it. */
static void read_word(struct rat_tokenizer *t)
{
    size_t at = t->at, size;
    t->size = 0;
    t->compose = false;
    for (;;) {
        size_t from = at;
        at = copy_plain(t, at);
        if (at > from)
            t->end = at;
        if (at >= t->n)
            break;
        int32_t cp = rat_utf8_at(t->text, t->n, at, &size);
        if (is_hyphen(cp) && !t->keep_hyphens) {
            struct rat_line_hyphen hyphen;
            if (rat_dehyphenate(t->text, t->n, at, &hyphen) == RAT_HYPHEN_JOINS) {
                at = hyphen.next;
                continue;
            }
        }
        enum rat_cp_kind kind = rat_cp_kind(cp);
        if (kind == RAT_CP_SEPARATOR)
            break;
        at += size;
        if (kind == RAT_CP_DROPPED)
            continue;
        t->end = at;
        if (t->size < RAT_SURFACE_RAW_BYTES)
            t->size += rat_cp_fold(cp, t->surface + t->size, &t->compose);
    }
    t->at = at;
}

/* The size of the first RAT_TOKEN_CODE_POINTS_MAX characters. */
static size_t cut(const char *surface, size_t n)
{
    size_t at = 0, size;
    for (unsigned count = 0; at < n && count < RAT_TOKEN_CODE_POINTS_MAX; count++) {
        (void)rat_utf8_at(surface, n, at, &size);
        at += size;
    }
    return at;
}

bool rat_tokenizer_next(struct rat_tokenizer *t, struct rat_token *out)
{
    size_t start = skip_separators(t->text, t->n, t->at);
    t->at = start;
    if (start == t->n)
        return false;
    read_word(t);
    if (t->compose)
        t->size = rat_fold_compose(t->surface, t->size, sizeof t->surface, t->scratch,
                                   sizeof t->scratch / sizeof *t->scratch);
    if (t->size > RAT_TOKEN_CODE_POINTS_MAX)
        t->size = cut(t->surface, t->size);
    *out = (struct rat_token){
        t->surface, (uint32_t)t->size, t->position++, (uint32_t)start, (uint32_t)t->end, RAT_TOKEN_WORD, 0};
    return true;
}
