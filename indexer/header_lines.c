/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The head of a text as clean lines. */
#include "indexer/header_internal.h"

/* What is looked at as one, when all of it is taken over as it is. */
#define PLAIN_BYTES 32u

/* How many bytes at s are white space inside a line (1), or a character that is dropped (0 out, n in). */
static size_t skip_invisible(const unsigned char *s, const unsigned char *end, char *replacement)
{
    size_t left = (size_t)(end - s);
    *replacement = '\0';
    if (s[0] == 0xC2 && left > 1 && (s[1] == 0xA0 || s[1] == 0xAD)) {
        *replacement = s[1] == 0xA0 ? ' ' : '\0';
        return 2;
    }
    if (s[0] == 0xE2 && left > 2 && s[1] == 0x80) {
        if (s[2] <= 0x8A || s[2] == 0xAF)
            *replacement = ' ';
        else if (s[2] == 0x90 || s[2] == 0x91)
            *replacement = '-';
        else if (s[2] < 0x8B || s[2] > 0x8F)
            return 0;
        return 3;
    }
    return s[0] == 0xEF && left > 2 && s[1] == 0xBB && s[2] == 0xBF ? 3 : 0;
}

static size_t letter_bytes(const char *s, const char *end)
{
    unsigned char c = (unsigned char)*s;
    if ((c | 32) >= 'a' && (c | 32) <= 'z')
        return 1;
    return c == 0xC3 && end - s > 1 ? 2 : 0;
}

#define WIDTH_SLACK 3 /* bytes by which lines of one width differ: umlauts take two */
#define WIDE \
    '\x01' /* stands in buf for several spaces until the line is closed: the space between spaced-out words */

/* "B e s c h l u s s :" -> "Beschluss:", when the line begins with four single letters. */
static size_t close_letter_spacing(char *s, size_t n)
{
    char *end = s + n, *at = s;
    size_t letters = 0;
    for (;;) {
        size_t m =
            letters && (*at == '-' || *at == '/') ? 1 : letter_bytes(at, end); /* "Ä n d e r u n g s - / E" */
        if (!m || (at + m < end && at[m] != ' ' && at[m] != WIDE))
            break;
        letters++;
        at += m;
        if (at == end)
            break;
        at++;
    }
    if (letters < 4)
        return n;
    char *to = s;
    for (char *from = s; from < at; from++)
        if (*from != ' ')
            *to++ = *from == WIDE ? ' ' : *from;
    if (at < end && *at != ':' && to[-1] != ' ')
        *to++ = ' ';
    memmove(to, at, (size_t)(end - at));
    return (size_t)(to - s) + (size_t)(end - at);
}

static void close_line(struct rat_head *head, size_t start, bool *gap)
{
    while (head->used > start && (head->buf[head->used - 1] == ' ' || head->buf[head->used - 1] == WIDE))
        head->used--;
    if (head->used == start) {
        *gap = true;
        return;
    }
    char *s = head->buf + start;
    size_t n = head->used - start;
    char second = s[letter_bytes(s, s + n)];
    if (n > 6 && (second == ' ' || second == WIDE))
        n = close_letter_spacing(s, n);
    for (char *wide = s; (wide = memchr(wide, WIDE, n - (size_t)(wide - s))) != NULL;) {
        *wide++ = ' '; /* never the last byte */
        bool alone = (*wide | 32) == 'x' && (wide + 1 == s + n || wide[1] == ' ' || wide[1] == WIDE);
        if (alone && head->apart_count < RAT_HEAD_APART)
            head->apart[head->apart_count++] = wide;
    }
    head->used = start + n;
    if (head->count < RAT_HEAD_LINES)
        head->line[head->count++] = (struct rat_line){s, (uint32_t)n, *gap};
    *gap = false;
}

static void add_space(struct rat_head *head, size_t start)
{
    if (head->used == start)
        return;
    char *last = &head->buf[head->used - 1];
    if (*last == ' ' || *last == WIDE)
        *last = WIDE;
    else
        head->buf[head->used++] = ' ';
}

/* U+0308 behind a vowel makes it an umlaut, a ligature becomes its letters: bytes read, 0 when at is
 * neither. */
static size_t compose(struct rat_head *head, size_t start, const unsigned char *at, const unsigned char *end)
{
    static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl"};
    static const char vowels[] = "aouAOU", umlauts[] = "\xA4\xB6\xBC\x84\x96\x9C";
    size_t left = (size_t)(end - at);
    if (at[0] == 0xCC && left > 1 && at[1] == 0x88 && head->used > start) {
        const char *vowel = strchr(vowels, head->buf[head->used - 1]);
        if (!vowel || !*vowel)
            return 0;
        head->buf[head->used - 1] = '\xC3';
        head->buf[head->used++] = umlauts[vowel - vowels];
        return 2;
    }
    if (at[0] != 0xEF || left < 3 || at[1] != 0xAC || at[2] < 0x80 || at[2] > 0x84)
        return 0;
    for (const char *s = ligatures[at[2] - 0x80]; *s && head->used < sizeof head->buf; s++)
        head->buf[head->used++] = *s;
    return 3;
}

/* What is taken over as it is: bytes above a space and below 0xC2, and single spaces between them. */
static inline bool is_plain(unsigned char before, unsigned char c)
{
    return c >= ' ' && c < 0xC2 && !(c == ' ' && before == ' ');
}

/* As many of from[0..n) as are plain and there is room for, into `to`; the first is plain and no space. */
static size_t plain_bytes(const unsigned char *from, size_t n, size_t room, char *to)
{
    size_t at = 1;
    n = n < room ? n : room;
    to[0] = (char)from[0];
    for (unsigned char other = 0; n - at >= PLAIN_BYTES; at += PLAIN_BYTES) {
        for (size_t i = at; i < at + PLAIN_BYTES; i++) /* without an exit: compilers make vectors of it */
            other |= !is_plain(from[i - 1], from[i]);
        if (other)
            break;
        memcpy(to + at, from + at, PLAIN_BYTES);
    }
    for (; at < n && is_plain(from[at - 1], from[at]); at++)
        to[at] = (char)from[at];
    return at;
}

void rat_head_more(struct rat_head *head, size_t bytes)
{
    const unsigned char *at = (const unsigned char *)head->rest, *end = (const unsigned char *)head->end;
    if ((size_t)(end - at) > bytes) { /* up to a line's end, so that no line is torn */
        end = at + bytes;
        while (end > at && end[-1] != '\n')
            end--;
        if (end == at) { /* one endless line: at least at a character */
            end = at + bytes;
            while (end > at && (*end & 0xC0) == 0x80)
                end--;
        }
    }
    size_t start = head->used;
    bool gap = false;
    for (; at < end && head->used < sizeof head->buf; at++) {
        unsigned char c = *at;
        char replacement;
        size_t skipped;
        if (c == '\n' || c == '\f' || (c == '\r' && (at + 1 == end || at[1] != '\n'))) {
            close_line(head, start, &gap);
            start = head->used;
        } else if (c > ' ' && c < 0xC2) {
            size_t n =
                plain_bytes(at, (size_t)(end - at), sizeof head->buf - head->used, head->buf + head->used);
            head->used += n;
            at += n - 1;
        } else if (c <= ' ') {
            add_space(head, start);
        } else if ((skipped = skip_invisible(at, end, &replacement)) != 0) {
            at += skipped - 1;
            if (replacement == '-')
                head->buf[head->used++] = replacement;
            else if (replacement)
                add_space(head, start);
        } else if ((skipped = compose(head, start, at, end)) != 0) {
            at += skipped - 1;
        } else {
            head->buf[head->used++] = (char)c;
        }
    }
    close_line(head, start, &gap);
    head->rest = (const char *)end;
}

void rat_head_start(struct rat_head *head, const char *text, size_t n)
{
    head->count = head->used = head->apart_count = 0;
    head->rest = text;
    head->end = n ? text + n : text; /* an empty text may be NULL */
    rat_head_more(head, RAT_HEAD_BYTES);
}

bool rat_head_stands_apart(const struct rat_head *head, const char *s)
{
    for (size_t i = 0; i < head->apart_count; i++)
        if (head->apart[i] == s)
            return true;
    return false;
}

/* "Anlage 5 zu Vorlage Nr.: 2024/0702" names another paper. */
static bool points_elsewhere(struct rat_line before)
{
    static const char *const words[] = {" zu", " zur", " der", " die", " siehe", NULL};
    for (size_t i = 0; words[i]; i++) {
        uint32_t n = (uint32_t)strlen(words[i]);
        if (before.n > n && rat_head_is((struct rat_line){before.s + before.n - n, n, false}, words[i]))
            return true;
    }
    return false;
}

static size_t split_at(struct rat_line line, const char *const *patterns)
{
    for (size_t i = 2; i + 1 < line.n; i++)
        if (line.s[i - 1] == ' ' && !points_elsewhere(rat_head_cut(line, i)) &&
            rat_head_starts_any((struct rat_line){line.s + i, line.n - (uint32_t)i, false}, patterns))
            return i;
    return 0;
}

void rat_head_split(struct rat_head *head, size_t lines, const char *const *patterns)
{
    for (size_t i = 0; i < lines && i < head->count; i++) {
        struct rat_line *line = &head->line[i];
        size_t at = memchr(line->s, ':', line->n) ? split_at(*line, patterns) : 0;
        if (!at || head->count == RAT_HEAD_LINES)
            continue;
        memmove(line + 2, line + 1, (head->count - i - 1) * sizeof *line);
        head->count++;
        line[1] = rat_head_after(*line, at);
        line[0] = rat_head_cut(*line, at);
    }
}

static bool begins_lower(struct rat_line line)
{
    if (line.s[0] >= 'a' && line.s[0] <= 'z')
        return true;
    return line.n > 1 && (unsigned char)line.s[0] == 0xC3 && (unsigned char)line.s[1] >= 0x9F;
}

/* "Planungs-" before "und": the hyphen stays, and a space follows. */
static bool begins_conjunction(struct rat_line line)
{
    static const char *const words[] = {"und ", "oder ", "bzw. ", "sowie ", "bis ", NULL};
    return rat_head_starts_any(line, words) != 0;
}

const char *rat_head_join(struct rat_arena *arena, const struct rat_head *head, size_t from, size_t to,
                          bool paragraphs)
{
    size_t room = 1;
    for (size_t i = from; i < to; i++)
        room += head->line[i].n + 1;
    char *out = from < to ? rat_arena_alloc(arena, room) : NULL;
    if (!out)
        return NULL;
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        struct rat_line line = head->line[i];
        if (n && paragraphs && line.gap) {
            out[n++] = '\n';
        } else if (n > 1 && out[n - 1] == '-' && out[n - 2] != ' ') {
            if (begins_conjunction(line))
                out[n++] = ' ';
            else if (begins_lower(line))
                n--;
        } else if (n) {
            out[n++] = ' ';
        }
        memcpy(out + n, line.s, line.n);
        n += line.n;
    }
    out[n] = '\0';
    return out;
}

bool rat_head_is_new_paragraph(const struct rat_head *head, size_t at, size_t lines)
{
    size_t widest = 0, word = 0;
    struct rat_line line = head->line[at];
    for (size_t i = at - 1; i < lines; i++)
        widest = head->line[i].n > widest ? head->line[i].n : widest;
    while (word < line.n && line.s[word] != ' ')
        word++;
    return head->line[at - 1].n + 1 + word + WIDTH_SLACK < widest;
}
