/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/passage.h"

#include "query/letter_internal.h"
#include "text/dehyphenate.h"

#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"

/* One passage; offsets count from its text, not from the whole. */
struct view {
    const char *text;
    size_t n;
    size_t base;                     /* of text[0] in the whole */
    size_t start, end;               /* what is shown */
    const struct rat_match *matches; /* by start */
    size_t match_count;
};

struct writer {
    const char *mark_on, *mark_off;
    bool plain;
    bool gap; /* white space was seen since the last character */
    bool any; /* something was written of this passage */
    bool in_mark;
    struct rat_buf *out;
};

/* ---- where to cut ---- */

static bool is_upper_or_digit(int32_t cp)
{
    return rat_char_is_digit(cp) || (cp >= 'A' && cp <= 'Z') || (cp >= 0xc0 && cp <= 0xde && cp != 0xd7);
}

/* "Nr.", "z.B.", "3." end no sentence. */
static bool is_abbreviation(const char *word, size_t n)
{
    static const char *const table[] = {"abs",     "art",  "bspw", "bzgl", "bzw",  "ca",   "dr",  "drs",
                                        "einschl", "etc",  "evtl", "ggf",  "gem",  "inkl", "lfd", "max",
                                        "min",     "mind", "mio",  "nr",   "prof", "rd",   "sog", "st",
                                        "str",     "tel",  "usw",  "vgl",  "ziff", "zzgl"};
    if (n <= 1 || rat_char_is_digit((unsigned char)word[n - 1]))
        return true;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strlen(table[i]) == n && strncasecmp(table[i], word, n) == 0)
            return true;
    return false;
}

/* Whether the '.', '!' or '?' at `at` ends a sentence, seen from before it. */
static bool is_full_stop(const char *text, size_t at)
{
    if (text[at] == '!' || text[at] == '?')
        return true;
    size_t start = at;
    while (start > 0 && at - start < 12 && (unsigned char)text[start - 1] > ' ' &&
           !strchr(".(\"", text[start - 1]))
        start--;
    return text[at] == '.' && !is_abbreviation(text + start, at - start);
}

/* Steps over white space from `at`; whether it held an empty line, i.e. a paragraph ended. */
static size_t skip_space(const char *text, size_t n, size_t at, bool *paragraph)
{
    unsigned lines = 0;
    size_t size;
    for (; at < n; at += size) {
        int32_t cp = rat_char_at(text, n, at, &size);
        if (!rat_char_is_space(cp))
            break;
        lines += cp == '\f' ? 2 : cp == '\n';
    }
    *paragraph = lines >= 2;
    return at;
}

/* If a sentence ends at `at` (behind its stop and quotes, before white space): where the next begins. Else 0. */
static size_t next_sentence(const char *text, size_t n, size_t at)
{
    size_t size;
    bool paragraph;
    if (at == 0 || at >= n || !rat_char_is_space(rat_char_at(text, n, at, &size)))
        return 0;
    size_t next = skip_space(text, n, at, &paragraph);
    if (next >= n)
        return 0;
    size_t stop = at;
    while (stop > 0 && strchr("\")", text[stop - 1]) && text[stop - 1])
        stop--;
    if (paragraph)
        return next;
    if (stop == 0 || !strchr(".!?", text[stop - 1]) || !text[stop - 1] || !is_full_stop(text, stop - 1))
        return 0;
    int32_t first = rat_char_at(text, n, next, &size);
    return is_upper_or_digit(first) || !rat_char_is_word(first) ? next : 0;
}

static bool is_tail(const char *text, size_t at)
{
    return ((unsigned char)text[at] & 0xc0) == 0x80;
}

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* The begin of a sentence nearest to wanted, within [lowest, highest]; else the begin of a word at or behind wanted.
 * The second half of a word that a line end parts begins none. */
static size_t cut_start(const char *text, size_t n, size_t lowest, size_t wanted, size_t highest)
{
    size_t best = n, word = n, size;
    bool after_space = false, after_hyphen = false;
    for (size_t at = lowest; at < n && at <= highest; at += size) {
        int32_t cp = rat_char_at(text, n, at, &size);
        if (rat_char_is_space(cp)) {
            size_t next = after_space ? 0 : next_sentence(text, n, at);
            if (next && next <= highest && (best == n || distance(next, wanted) < distance(best, wanted)))
                best = next;
            after_space = true;
            continue;
        }
        if (after_space && !after_hyphen && at >= wanted && word == n)
            word = at;
        after_space = false;
        after_hyphen = cp == '-';
    }
    return best < n ? best : word < n ? word : highest;
}

/* The end of a sentence nearest to wanted, from least to highest; else the end of a word, from lowest to wanted. */
static size_t cut_end(const char *text, size_t n, size_t lowest, size_t least, size_t wanted, size_t highest)
{
    size_t best = n, word = n, size;
    bool after_space = false;
    for (size_t at = lowest; at < n && at <= highest; at += size) {
        bool space = rat_char_is_space(rat_char_at(text, n, at, &size));
        if (space && !after_space) {
            if (at >= least && next_sentence(text, n, at) &&
                (best == n || distance(at, wanted) < distance(best, wanted)))
                best = at;
            if (at <= wanted && (at == 0 || text[at - 1] != '-'))
                word = at;
        }
        after_space = space;
    }
    return best < n ? best : word < n ? word : lowest;
}

static size_t between(size_t low, size_t value, size_t high)
{
    return value < low ? low : value > high ? high : value;
}

static size_t character_start(const struct view *v, size_t at)
{
    while (at > 0 && at < v->n && is_tail(v->text, at))
        at--;
    return at;
}

/* Sets what is shown. At the text's begin and end nothing is cut; no match of the window is cut away. */
static void cut(struct view *v, const struct rat_passage *passage, size_t text_size)
{
    size_t start = passage->start - v->base, end = passage->end - v->base;
    size_t first = end, last = start;
    for (size_t i = 0; i < v->match_count; i++) {
        if (v->matches[i].start < passage->start || v->matches[i].end > passage->end)
            continue;
        if (v->matches[i].start - v->base < first)
            first = v->matches[i].start - v->base;
        if (v->matches[i].end - v->base > last)
            last = v->matches[i].end - v->base;
    }
    if (first >= last) /* no match: what is wanted is the beginning */
        first = last = start + (end - start) / 2;
    size_t around = (end - start) / 4;
    v->start = 0;
    if (passage->start > 0) {
        first = character_start(v, first);
        size_t low = character_start(v, between(0, start > around ? start - around : 0, first));
        if (v->base > 0 || low > 0)
            v->start = cut_start(v->text, v->n, low, start, first);
    }
    v->end = v->n;
    if (passage->end < text_size) {
        if (v->start > start) /* what was cut at the start is shown at the end */
            end = between(0, end + (v->start - start), v->n);
        last = between(v->start, last, v->n);
        while (last < v->n && is_tail(v->text, last))
            last++;
        if (v->base + v->n < text_size || end + around < v->n)
            v->end = cut_end(v->text, v->n, last, end - around, end, end + around);
    }
}

/* ---- how it looks ---- */

static bool is_invisible(int32_t cp)
{
    return cp == 0xad || (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
           (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff;
}

static void put_escaped(struct writer *w, const char *bytes, size_t n)
{
    const char *entity = NULL;
    if (n == 1 && !w->plain) {
        switch (*bytes) {
        case '&': entity = "&amp;"; break;
        case '<': entity = "&lt;"; break;
        case '>': entity = "&gt;"; break;
        case '"': entity = "&quot;"; break;
        case '\'': entity = "&#39;"; break;
        default: break;
        }
    }
    if (entity)
        rat_buf_puts(w->out, entity);
    else
        rat_buf_append(w->out, bytes, n);
}

static void end_mark(struct writer *w)
{
    if (w->in_mark)
        rat_buf_puts(w->out, w->mark_off);
    w->in_mark = false;
}

/* A visible character. A gap before it is inside the mark only when the mark goes on over it. */
static void put_visible(struct writer *w, const char *bytes, size_t n, bool marked)
{
    if (!marked)
        end_mark(w);
    if (w->gap && w->any)
        rat_buf_byte(w->out, ' ');
    if (marked && !w->in_mark)
        rat_buf_puts(w->out, w->mark_on);
    w->in_mark = marked;
    put_escaped(w, bytes, n);
    w->gap = false;
    w->any = true;
}

/* Follows the matches while offsets grow: the union of overlapping ones is one mark, two that only touch are two. */
struct marker {
    size_t next;     /* match to look at */
    size_t mark_end; /* of the union that the offset is in; whole text's bytes */
};

/* Whether the character at offset at of the whole text is in a match; *begins: in another one than those before. */
static bool is_marked(struct marker *m, const struct view *v, size_t at, bool *begins)
{
    *begins = false;
    for (; m->next < v->match_count && v->matches[m->next].start <= at; m->next++) {
        const struct rat_match *match = &v->matches[m->next];
        if (match->end <= at || match->end <= m->mark_end)
            continue;
        *begins = *begins || match->start >= m->mark_end;
        m->mark_end = match->end;
    }
    return at < m->mark_end;
}

static void put_character(struct writer *w, const struct view *v, size_t at, int32_t cp, size_t size,
                          bool marked)
{
    if (cp == RAT_CHAR_BAD)
        put_visible(w, "\xef\xbf\xbd", 3, marked);
    else if (rat_char_is_space(cp) || (cp >= 0xe000 && cp <= 0xf8ff)) /* bullets of symbol fonts */
        w->gap = true;
    else if (!is_invisible(cp))
        put_visible(w, v->text + at, size, marked);
}

/* Behind a hyphen at a line's end with what follows it; `at` itself when there is none. */
static size_t put_line_hyphen(struct writer *w, const struct view *v, size_t at, bool marked)
{
    struct rat_line_hyphen hyphen;
    enum rat_hyphen_kind kind = rat_dehyphenate(v->text, v->n, at, &hyphen);
    if (kind == RAT_HYPHEN_NONE || hyphen.next >= v->end)
        return at;
    if (kind != RAT_HYPHEN_JOINS)
        put_visible(w, "-", 1, marked);
    w->gap = kind == RAT_HYPHEN_SUSPENDED;
    return hyphen.next;
}

static void put_view(struct writer *w, const struct view *v)
{
    struct marker marker = {0, 0};
    size_t size;
    w->gap = w->any = false;
    for (size_t at = v->start; at < v->end;) {
        int32_t cp = rat_char_at(v->text, v->n, at, &size);
        bool begins, marked = is_marked(&marker, v, v->base + at, &begins);
        if (begins)
            end_mark(w);
        size_t next = at;
        if (cp == '-' || cp == 0xad || cp == 0x2010 || cp == 0x2011)
            next = put_line_hyphen(w, v, at, marked);
        if (next == at) {
            put_character(w, v, at, cp, size, marked);
            next = at + size;
        }
        at = next;
    }
    end_mark(w);
}

/* The matches that can reach into the passage. They are sorted by start only, so all before its end count. */
static void set_matches(struct view *v, const struct rat_match *matches, size_t count, size_t end)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (matches[middle].start < end)
            low = middle + 1;
        else
            high = middle;
    }
    v->matches = matches;
    v->match_count = low;
}

void rat_passages_render(const struct rat_passages *passages, const struct rat_match *matches, size_t count,
                         size_t text_size, const struct rat_passage_options *options, struct rat_buf *out)
{
    struct writer w = {.mark_on = options->mark_on ? options->mark_on : "<mark>",
                       .mark_off = options->mark_off ? options->mark_off : "</mark>",
                       .plain = options->plain,
                       .out = out};
    bool pending = false; /* text was left out behind the last passage */
    bool any = false;
    for (size_t i = 0; i < passages->count; i++) {
        const struct rat_passage *passage = &passages->item[i];
        struct view v = {
            .text = passage->text, .n = passage->read_end - passage->read_start, .base = passage->read_start};
        if (!v.text || v.n == 0)
            continue;
        set_matches(&v, matches, count, passage->read_end);
        cut(&v, passage, text_size);
        if (v.start >= v.end)
            continue;
        size_t before = out->size;
        if (pending || v.base + v.start > 0)
            rat_buf_puts(out, any ? " " ELLIPSIS " " : ELLIPSIS " ");
        put_view(&w, &v);
        if (!w.any) { /* only white space: as if it were not there */
            out->size = before;
            continue;
        }
        any = true;
        pending = v.base + v.end < text_size;
    }
    if (any && pending)
        rat_buf_puts(out, " " ELLIPSIS);
}
