/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/references_internal.h"

#include "text/typed.h"

/* What stands in the place of the character at bytes[0..n): as many bytes as *taken. */
static const char *fold(const unsigned char *bytes, size_t n, size_t *taken)
{
    static const struct {
        const char *from, *to;
    } table[] = {
        {"\xc3\xa4", "a"},      {"\xc3\x84", "a"},      {"\xc3\xb6", "o"},     {"\xc3\x96", "o"},
        {"\xc3\xbc", "u"},      {"\xc3\x9c", "u"},      {"\xc3\x9f", "ss"},    {"\xc2\xad", ""},
        {"\xc2\xa0", " "},      {"\xcc\x88", ""},       {"\xc2\xa7", "\x01"},  {"\xef\xac\x80", "ff"},
        {"\xef\xac\x81", "fi"}, {"\xef\xac\x82", "fl"}, {"\xe2\x80\x93", "-"}, {"\xe2\x80\x90", "-"},
        {"\xe2\x80\x91", "-"},  {"\xe2\x80\x89", " "},  {"\xe2\x80\xaf", " "}, {"\xe2\x80\x9e", "\""},
        {"\xe2\x80\x9c", "\""}, {"\xe2\x80\x9d", "\""}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t size = strlen(table[i].from);
        if (size <= n && memcmp(bytes, table[i].from, size) == 0) {
            *taken = size;
            return table[i].to;
        }
    }
    *taken = 1;
    return (bytes[0] & 0xc0) == 0x80 ? "" : "?";
}

static void put(struct rat_text_window *w, char c)
{
    if (c == ' ' && (w->size == 0 || w->text[w->size - 1] == ' '))
        return;
    if (w->size + 1 < RAT_WINDOW_BYTES)
        w->text[w->size++] = c;
}

static void fill(const struct rat_reference_reader *r, size_t from, size_t to, struct rat_text_window *w)
{
    const unsigned char *text = (const unsigned char *)r->text;
    w->size = 0;
    for (size_t i = from; i < to;) {
        unsigned char c = text[i];
        if (c < 0x80) {
            if (c == '\n' && w->size > 0 && w->text[w->size - 1] == '-' && i + 1 < to && text[i + 1] >= 'a' &&
                text[i + 1] <= 'z')
                w->size--; /* a word broken at the line's end */
            else
                put(w, (char)(c <= ' ' ? ' ' : c >= 'A' && c <= 'Z' ? c | 0x20 : c));
            i++;
            continue;
        }
        size_t taken;
        for (const char *s = fold(text + i, to - i, &taken); *s; s++)
            put(w, *s);
        i += taken;
    }
    w->text[w->size] = '\0';
}

void rat_window_before(const struct rat_reference_reader *r, size_t at, size_t bytes,
                       struct rat_text_window *out)
{
    fill(r, at > bytes ? at - bytes : 0, at, out);
}

void rat_window_after(const struct rat_reference_reader *r, size_t at, size_t bytes,
                      struct rat_text_window *out)
{
    fill(r, at, r->n - at < bytes ? r->n : at + bytes, out);
}

size_t rat_window_distance(const struct rat_text_window *window, const char *cue)
{
    size_t size = strlen(cue);
    for (size_t at = window->size < size ? 0 : window->size - size + 1; at-- > 0;)
        if (memcmp(window->text + at, cue, size) == 0)
            return window->size - at - size;
    return SIZE_MAX;
}

bool rat_window_has_any(const struct rat_text_window *window, const char *const *cues)
{
    for (; *cues; cues++)
        if (rat_window_has(window, *cues))
            return true;
    return false;
}

size_t rat_text_next(const struct rat_reference_reader *r, size_t at, const char *needle)
{
    const char *hit = at < r->n ? memmem(r->text + at, r->n - at, needle, strlen(needle)) : NULL;
    return hit ? (size_t)(hit - r->text) : r->n;
}

size_t rat_date_here(const struct rat_reference_reader *r, size_t at, int32_t *out)
{
    struct rat_typed typed;
    if (!rat_typed_find(r->text, r->n, at, &typed) || typed.kind != RAT_TYPED_DATE)
        return 0;
    const char *term = typed.bytes + typed.term[0].offset;
    return rat_date_parse_iso(term + 1, (size_t)typed.term[0].size - 1, out) ? typed.end - at : 0;
}

static bool starts_number(const struct rat_reference_reader *r, size_t at)
{
    return r->text[at] >= '0' && r->text[at] <= '9' &&
           (at == 0 || r->text[at - 1] < '0' || r->text[at - 1] > '9');
}

int32_t rat_date_beside(const struct rat_reference_reader *r, size_t start, size_t end, size_t reach)
{
    int32_t best = RAT_NO_DATE, date;
    size_t distance = reach + 1, size;
    for (size_t at = start > reach ? start - reach : 0; at < start; at++)
        if (starts_number(r, at) && (size = rat_date_here(r, at, &date)) > 0 && at + size <= start) {
            best = date;
            distance = start - at - size;
        }
    for (size_t at = end; at < r->n && at - end < distance; at++)
        if (starts_number(r, at) && rat_date_here(r, at, &date) > 0)
            return date;
    return best;
}
