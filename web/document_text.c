/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/document_text.h"

#define LINE_BYTES 2000u /* a part's end is looked for in so many bytes */

/* Where the part that should begin at `at` begins: behind the next line's end, else at the next character. */
static rat_status find_start(struct rat_page *page, const struct rat_document *d, uint64_t at, uint64_t *out,
                             struct rat_err *err)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    *out = at < d->text_size ? at : d->text_size;
    if (at == 0 || at >= d->text_size)
        return RAT_OK;
    rat_status st =
        rat_snapshot_content(page->visit->snapshot, d->text_sha, at, at + LINE_BYTES, &bytes, err);
    if (st == RAT_OK && bytes.size > 0) {
        const unsigned char *line = memchr(bytes.data, '\n', bytes.size);
        size_t skip = line ? (size_t)(line - bytes.data) + 1 : 0;
        while (!line && skip < 4 && skip < bytes.size && (bytes.data[skip] & 0xc0) == 0x80)
            skip++;
        *out = at + skip;
    }
    rat_buf_release(&bytes);
    return st;
}

struct writer {
    struct rat_buf *out;
    const char *text; /* followed by a NUL */
    uint64_t base;    /* offset of text[0] in the document */
    size_t n;
    unsigned pages;
};

/* text[from..to): escaped, a form feed becomes a rule. */
static void put_plain(struct writer *w, size_t from, size_t to)
{
    while (from < to) {
        const char *feed = memchr(w->text + from, '\f', to - from);
        size_t end = feed ? (size_t)(feed - w->text) : to;
        rat_html_escape(w->out, w->text + from, end - from);
        if (feed)
            rat_buf_puts(w->out, "</div>\n<hr class=\"page\">\n<div class=\"text\">");
        from = feed ? end + 1 : to;
    }
}

static void put_marked(struct writer *w, const struct rat_match *matches, size_t count)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (matches[i].end <= w->base + at || matches[i].start >= w->base + w->n)
            continue;
        size_t start = matches[i].start > w->base + at ? (size_t)(matches[i].start - w->base) : at;
        size_t end = (size_t)(matches[i].end - w->base);
        end = end < w->n ? end : w->n;
        put_plain(w, at, start);
        rat_buf_printf(w->out, "<mark id=\"m%zu\">", i + 1);
        rat_html_escape(w->out, w->text + start, end - start);
        rat_buf_puts(w->out, "</mark>");
        at = end;
    }
    put_plain(w, at, w->n);
}

rat_status rat_text_put(struct rat_page *page, const struct rat_document *d, uint64_t part,
                        const struct rat_match *matches, size_t count, struct rat_err *err)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    uint64_t from, to;
    rat_status st = find_start(page, d, (part - 1) * RAT_PART_BYTES, &from, err);
    if (st == RAT_OK)
        st = find_start(page, d, part * RAT_PART_BYTES, &to, err);
    if (st == RAT_OK && from < to)
        st = rat_snapshot_content(page->visit->snapshot, d->text_sha, from, to, &bytes, err);
    if (st == RAT_OK) {
        struct writer w = {
            .out = page->html.out, .text = rat_buf_cstr(&bytes), .base = from, .n = bytes.size};
        RAT_HTML(&page->html, "<div class=\"text\">");
        put_marked(&w, matches, count);
        RAT_HTML(&page->html, "</div>\n");
    }
    rat_buf_release(&bytes);
    return st;
}
