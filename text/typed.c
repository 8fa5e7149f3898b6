/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/typed.h"

#include "text/codepoint_internal.h"
#include "text/typed_internal.h"
#include "text/utf8_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

char rat_scan_peek(const struct rat_scan *s, size_t distance)
{
    return distance < s->n - s->at ? s->text[s->at + distance] : '\0';
}

bool rat_scan_spaces(struct rat_scan *s)
{
    static const char *const wide[] = {"\xc2\xa0", "\xe2\x80\x89", "\xe2\x80\xaf"};
    size_t from = s->at;
    bool line_end = false;
    for (;;) {
        char c = rat_scan_peek(s, 0);
        if (c == ' ' || c == '\t' || c == '\r') {
            s->at++;
        } else if (c == '\n' && !line_end) {
            line_end = true;
            s->at++;
        } else if (!rat_scan_literal(s, wide[0]) && !rat_scan_literal(s, wide[1]) &&
                   !rat_scan_literal(s, wide[2])) {
            return s->at > from;
        }
    }
}

unsigned rat_scan_digits(struct rat_scan *s, char out[RAT_SCAN_DIGITS_MAX + 1])
{
    unsigned count = 0, kept = 0;
    while (is_digit(rat_scan_peek(s, count)))
        count++;
    if (count > RAT_SCAN_DIGITS_MAX)
        return 0;
    for (unsigned i = 0; i < count; i++) {
        char c = s->text[s->at + i];
        if (c != '0' || kept > 0 || i + 1 == count)
            out[kept++] = c;
    }
    out[kept] = '\0';
    s->at += count;
    return count;
}

bool rat_scan_literal(struct rat_scan *s, const char *literal)
{
    size_t size = strlen(literal);
    if (s->n - s->at < size || memcmp(s->text + s->at, literal, size) != 0)
        return false;
    s->at += size;
    return true;
}

bool rat_scan_at_break(const struct rat_scan *s)
{
    size_t size;
    return s->at >= s->n || !rat_cp_is_alnum(rat_utf8_at(s->text, s->n, s->at, &size));
}

int rat_scan_word(struct rat_scan *s, const char *const *words)
{
    if (s->at >= s->n)
        return -1;
    for (int i = 0; words[i]; i++) {
        if ((s->text[s->at] ^ words[i][0]) & ~0x20) /* most do not even begin so */
            continue;
        size_t size = strlen(words[i]);
        if (s->n - s->at < size || strncasecmp(s->text + s->at, words[i], size) != 0)
            continue;
        struct rat_scan behind = {s->text, s->n, s->at + size};
        if (words[i][size - 1] != '.' && !rat_scan_at_break(&behind))
            continue;
        *s = behind;
        return i;
    }
    return -1;
}

static bool has_term(const struct rat_typed *typed, const char *bytes, size_t size)
{
    for (unsigned i = 0; i < typed->count; i++) {
        if (typed->term[i].size == size && memcmp(typed->bytes + typed->term[i].offset, bytes, size) == 0)
            return true;
    }
    return false;
}

void rat_typed_add(struct rat_typed *out, bool specific, const char *format, ...)
{
    if (out->count == RAT_TYPED_TERMS_MAX)
        return;
    va_list args;
    va_start(args, format);
    size_t room = sizeof out->bytes - out->used;
    int size = vsnprintf(out->bytes + out->used, room, format, args);
    va_end(args);
    if (size <= 0 || (size_t)size >= room || has_term(out, out->bytes + out->used, (size_t)size))
        return;
    out->term[out->count++] = (struct rat_typed_term){(uint16_t)out->used, (uint16_t)size, specific};
    out->used += (unsigned)size;
}

static bool is_mail_char(char c, bool local)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           (local && c && strchr("._%+", c));
}

/* name@host.tld, in lower case. */
static bool read_email(struct rat_scan s, struct rat_typed *out)
{
    char lower[128];
    size_t size = 0, labels = 0, label = 0;
    while (size < sizeof lower / 2 && is_mail_char(rat_scan_peek(&s, size), true))
        size++;
    if (size == 0 || rat_scan_peek(&s, size) != '@')
        return false;
    size++;
    for (; size < sizeof lower - 1; size++) {
        char c = rat_scan_peek(&s, size);
        if (c == '.' && label > 0 && is_mail_char(rat_scan_peek(&s, size + 1), false)) {
            labels++;
            label = 0;
        } else if (is_mail_char(c, false)) {
            label++;
        } else {
            break;
        }
    }
    if (labels == 0 || label < 2)
        return false;
    for (size_t i = 0; i < size; i++) {
        char c = rat_scan_peek(&s, i);
        lower[i] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    out->end = s.at + size;
    rat_typed_add(out, true, "@%.*s", (int)size, lower);
    return true;
}

/* Inside a longer number ("1.234" at its 2), or of a word ("K5"). */
static bool is_inside(const char *text, size_t n, size_t at)
{
    size_t size;
    if (at == 0 || rat_cp_kind(rat_utf8_at(text, n, at, &size)) == RAT_CP_SEPARATOR)
        return false;
    if (rat_cp_is_alnum(rat_utf8_before(text, at, &size)))
        return true;
    return at >= 2 && is_digit(text[at]) && strchr(".,/-", text[at - 1]) && text[at - 1] &&
           is_digit(text[at - 2]);
}

bool rat_typed_find(const char *text, size_t n, size_t at, struct rat_typed *out)
{
    static const struct kind {
        enum rat_typed_kind kind;
        bool (*read)(struct rat_scan s, struct rat_typed *out);
    } by_letter[] = {{RAT_TYPED_CITATION, rat_typed_citation},
                     {RAT_TYPED_REFERENCE, rat_typed_plan},
                     {RAT_TYPED_REFERENCE, rat_typed_reference},
                     {RAT_TYPED_AMOUNT, rat_typed_amount},
                     {RAT_TYPED_EMAIL, read_email}},
      by_digit[] = {{RAT_TYPED_DATE, rat_typed_date},
                    {RAT_TYPED_AMOUNT, rat_typed_amount},
                    {RAT_TYPED_REFERENCE, rat_typed_reference},
                    {RAT_TYPED_EMAIL, read_email}};
    if (at >= n || is_inside(text, n, at))
        return false;
    bool digit = is_digit(text[at]);
    const struct kind *kinds = digit ? by_digit : by_letter;
    size_t count = digit ? sizeof by_digit / sizeof *by_digit : sizeof by_letter / sizeof *by_letter;
    for (size_t i = 0; i < count; i++) {
        struct rat_scan s = {text, n, at};
        out->kind = kinds[i].kind;
        out->start = at;
        out->count = out->used = 0;
        if (kinds[i].read(s, out) && out->count > 0)
            return true;
    }
    return false;
}
