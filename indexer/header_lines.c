/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The head of a text as clean lines. */
#include "indexer/header_internal.h"

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

/* "B e s c h l u s s :" -> "Beschluss:", when the line begins with four single letters. */
static size_t close_letter_spacing(char *s, size_t n)
{
    char *end = s + n, *at = s;
    size_t letters = 0;
    for (;;) {
        size_t m = letter_bytes(at, end);
        if (!m || (at + m < end && at[m] != ' '))
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
            *to++ = *from;
    if (at < end && *at != ':')
        *to++ = ' ';
    memmove(to, at, (size_t)(end - at));
    return (size_t)(to - s) + (size_t)(end - at);
}

static void close_line(struct rat_head *head, size_t start, bool *gap)
{
    while (head->used > start && head->buf[head->used - 1] == ' ')
        head->used--;
    if (head->used == start) {
        *gap = true;
        return;
    }
    char *s = head->buf + start;
    size_t n = head->used - start;
    if (n > 6 && s[letter_bytes(s, s + n)] == ' ')
        n = close_letter_spacing(s, n);
    head->used = start + n;
    if (head->count < RAT_HEAD_LINES)
        head->line[head->count++] = (struct rat_line){s, (uint32_t)n, *gap};
    *gap = false;
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
            char *to = head->buf + head->used, *full = head->buf + sizeof head->buf;
            for (;; at++) { /* a word */
                *to++ = (char)*at;
                if (at + 1 == end || to == full || at[1] <= ' ' || at[1] >= 0xC2)
                    break;
            }
            head->used = (size_t)(to - head->buf);
        } else if (c <= ' ') {
            if (head->used > start && head->buf[head->used - 1] != ' ')
                head->buf[head->used++] = ' ';
        } else if ((skipped = skip_invisible(at, end, &replacement)) != 0) {
            at += skipped - 1;
            if (replacement == '-' ||
                (replacement == ' ' && head->used > start && head->buf[head->used - 1] != ' '))
                head->buf[head->used++] = replacement;
        } else {
            head->buf[head->used++] = (char)c;
        }
    }
    close_line(head, start, &gap);
    head->rest = (const char *)end;
}

void rat_head_start(struct rat_head *head, const char *text, size_t n)
{
    head->count = head->used = 0;
    head->rest = text;
    head->end = text + n;
    rat_head_more(head, RAT_HEAD_BYTES);
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
