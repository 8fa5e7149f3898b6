/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/kwic.h"

#include "query/letter_internal.h"
#include "query/marks.h"
#include "query/search_internal.h"

#define WIDTH_MAX 1000u
#define BYTES_PER_CHARACTER 4u

static bool is_lower(const char *text, size_t n, size_t at)
{
    size_t size;
    if (at >= n)
        return false;
    int32_t cp = rat_char_at(text, n, at, &size);
    return (cp >= 'a' && cp <= 'z') || (cp >= 0xdf && cp <= 0xff);
}

/* As one line: runs of white space as a blank, "Kinder-⏎tages" joined, what is no UTF-8 as U+FFFD. */
static void put_line(const char *text, size_t n, struct rat_buf *out)
{
    bool gap = false;
    for (size_t at = 0, size; at < n; at += size) {
        int32_t cp = rat_char_at(text, n, at, &size);
        size_t next = at + 1;
        while (cp == '-' && next < n && (text[next] == '\n' || text[next] == '\r'))
            next++;
        if (next > at + 1 && is_lower(text, n, next)) {
            size = next - at;
            continue;
        }
        if (rat_char_is_space(cp)) {
            gap = true;
            continue;
        }
        if (gap)
            rat_buf_byte(out, ' ');
        gap = false;
        if (cp == RAT_CHAR_BAD)
            rat_buf_puts(out, "\xef\xbf\xbd");
        else
            rat_buf_append(out, text + at, size);
    }
    if (gap)
        rat_buf_byte(out, ' ');
}

/* The first byte of the last `width` characters. */
static size_t last_characters(const struct rat_buf *line, size_t width)
{
    size_t at = line->size;
    while (at > 0 && width > 0) {
        do
            at--;
        while (at > 0 && (line->data[at] & 0xc0) == 0x80);
        width--;
    }
    return at;
}

static size_t first_characters(const struct rat_buf *line, size_t width)
{
    size_t at = 0;
    while (at < line->size && width > 0) {
        do
            at++;
        while (at < line->size && (line->data[at] & 0xc0) == 0x80);
        width--;
    }
    return at;
}

static size_t to_character(const struct rat_buf *text, size_t at)
{
    while (at < text->size && (text->data[at] & 0xc0) == 0x80)
        at++;
    return at;
}

/* text: bytes [from, ...) of the whole. */
static rat_status make_line(const struct rat_buf *text, uint64_t from, const struct rat_match *match,
                            size_t width, struct rat_arena *arena, struct rat_kwic_line *out)
{
    struct rat_buf parts[3] = {RAT_BUF_INIT, RAT_BUF_INIT, RAT_BUF_INIT};
    const char *bytes = (const char *)text->data;
    size_t start = match->start - from, end = match->end - from;
    end = end < text->size ? end : text->size;
    start = start < end ? start : end;
    size_t left =
        to_character(text, start > width * BYTES_PER_CHARACTER ? start - width * BYTES_PER_CHARACTER : 0);
    size_t right = end + width * BYTES_PER_CHARACTER;
    right = to_character(text, right < text->size ? right : text->size);
    put_line(bytes + left, start - left, &parts[0]);
    put_line(bytes + start, end - start, &parts[1]);
    put_line(bytes + end, right - end, &parts[2]);
    size_t cut = last_characters(&parts[0], width);
    out->left = rat_arena_strndup(arena, parts[0].data ? parts[0].data + cut : NULL, parts[0].size - cut);
    out->match = rat_arena_strndup(arena, parts[1].data, parts[1].size);
    out->right = rat_arena_strndup(arena, parts[2].data, first_characters(&parts[2], width));
    out->start = match->start;
    out->end = match->end;
    bool failed =
        parts[0].failed || parts[1].failed || parts[2].failed || !out->left || !out->match || !out->right;
    for (int i = 0; i < 3; i++)
        rat_buf_release(&parts[i]);
    return failed ? RAT_ENOMEM : RAT_OK;
}

rat_status rat_search_kwic(struct rat_search *search, size_t hit, size_t width, size_t most,
                           struct rat_arena *arena, struct rat_kwic *out, struct rat_err *err)
{
    struct rat_document document;
    const struct rat_match *matches;
    size_t count;
    if (!search->snapshot->catalogue)
        return rat_fail(err, RAT_ENOTFOUND, "%s", _("Dieses Archiv hat nur einen Index und keine Texte"));
    width = width < WIDTH_MAX ? width : WIDTH_MAX;
    rat_status st = rat_catalogue_document(search->snapshot->catalogue, search->result.hits[hit].docnum,
                                           arena, &document, err);
    if (st == RAT_OK)
        st = rat_search_matches(search, hit, arena, &matches, &count, err);
    if (st != RAT_OK)
        return st;
    size_t shown = count < most ? count : most;
    struct rat_kwic_line *lines = rat_arena_calloc(arena, shown + 1, sizeof *lines);
    struct rat_buf text = RAT_BUF_INIT;
    st = lines ? RAT_OK : rat_nomem(err);
    for (size_t i = 0; st == RAT_OK && i < shown; i++) {
        uint64_t around = width * BYTES_PER_CHARACTER, start = matches[i].start;
        uint64_t from = start > around ? start - around : 0;
        rat_buf_clear(&text);
        st = rat_snapshot_content(search->snapshot, document.text_sha, from, matches[i].end + around, &text,
                                  err);
        if (st == RAT_OK && make_line(&text, from, &matches[i], width, arena, &lines[i]) != RAT_OK)
            st = rat_nomem(err);
    }
    rat_buf_release(&text);
    if (st == RAT_OK)
        *out = (struct rat_kwic){lines, shown, count};
    return st;
}
