/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/extracted_text.h"

#include "base/hash.h"
#include "extract/extract.h"
#include "extract/problem.h"
#include "extract/tools.h"
#include "text/charset.h"

#include <strings.h>

#define TEXT_EXTRACTOR "text/1"
#define TITLE_LETTERS_MIN 4u

enum rat_format rat_item_format(const struct rat_item *item, const void *bytes, size_t n)
{
    return item->any_format ? rat_format_detect(bytes, n, item->document.name) : RAT_FORMAT_TEXT;
}

uint64_t rat_document_text_salt(enum rat_format format, const struct rat_text_options *options, bool settled)
{
    if (format == RAT_FORMAT_TEXT)
        return 0;
    uint64_t parts[3] = {RAT_EXTRACT_VERSION, settled ? 0 : rat_tools_stamp(),
                         !settled && options->recognise};
    return rat_hash64(parts, sizeof parts);
}

bool rat_document_text_is_settled(const struct rat_document *document)
{
    return document->text_state == RAT_TEXT_FOUND ||
           (document->text_state == RAT_TEXT_NONE && !document->problems);
}

void rat_document_text_explain(const struct rat_document *document, struct rat_err *err)
{
    struct rat_buf why = RAT_BUF_INIT;
    rat_problem_explain(document->problems, &why);
    rat_fail(err, RAT_EINPUT, "%s", rat_buf_cstr(&why));
    rat_err_where(err, "%s", document->location ? document->location : document->id);
    rat_buf_release(&why);
}

/* ---- pages ---- */

static size_t count_feeds(const struct rat_buf *text)
{
    size_t feeds = 0;
    const unsigned char *at = text->data, *end = text->size ? at + text->size : at;
    while (at < end && (at = memchr(at, '\f', (size_t)(end - at)))) {
        feeds++;
        at++;
    }
    return feeds;
}

/* Form feeds end pages. confidence: of each page, n of them at most; a text that came as text may have feeds, too. */
static rat_status set_pages(struct rat_item *item, const struct rat_buf *text, const uint8_t *confidence,
                            size_t n, struct rat_err *err)
{
    size_t count = count_feeds(text), page = 0;
    if (!text->size || (!count && !n))
        return RAT_OK;
    count += text->data[text->size - 1] != '\f';
    struct rat_text_page *pages = rat_arena_calloc(&item->arena, count, sizeof *pages);
    if (!pages)
        return rat_nomem(err);
    for (uint64_t at = 0; page < count; page++) {
        const unsigned char *feed = memchr(text->data + at, '\f', text->size - at);
        at = feed ? (uint64_t)(feed - text->data) + 1 : text->size;
        pages[page] = (struct rat_text_page){at, page < n ? confidence[page] : 0};
    }
    item->document.pages = pages;
    item->document.page_count = count;
    return RAT_OK;
}

/* Of the recognised pages, each weighted by its bytes. */
static uint8_t mean_confidence(const struct rat_document *d)
{
    double sum = 0, bytes = 0;
    for (size_t i = 0; i < d->page_count; i++) {
        double size = (double)(d->pages[i].end - (i ? d->pages[i - 1].end : 0));
        if (!d->pages[i].confidence)
            continue;
        sum += size * d->pages[i].confidence;
        bytes += size;
    }
    return bytes > 0 ? (uint8_t)(sum / bytes + 0.5) : 0;
}

/* ---- texts ---- */

static bool has_words(const struct rat_buf *text)
{
    for (size_t i = 0; i < text->size; i++)
        if (isalnum(text->data[i]) || (text->data[i] >= 0xc3 && text->data[i] != 0xe2))
            return true; /* C2 and E2 begin signs and punctuation */
    return false;
}

static rat_status decode(struct rat_item *item, const void *bytes, size_t n, struct rat_buf *text,
                         struct rat_err *err)
{
    struct rat_decode_report report;
    struct rat_document *d = &item->document;
    rat_status st = rat_charset_decode(bytes, n, item->content_charset, text, &report, err);
    if (st != RAT_OK)
        return st;
    d->encoding = rat_arena_strdup(&item->arena, report.encoding);
    d->undecodable = report.undecodable;
    d->extractor = TEXT_EXTRACTOR;
    return d->encoding ? RAT_OK : rat_nomem(err);
}

static const char *copy(struct rat_item *item, const struct rat_buf *from)
{
    return from->size ? rat_arena_strndup(&item->arena, from->data, from->size) : NULL;
}

static enum rat_text_state state_of(enum rat_extracted state)
{
    switch (state) {
    case RAT_EXTRACTED_NOTHING: return RAT_TEXT_NONE;
    case RAT_EXTRACTED_FAILED: return RAT_TEXT_FAILED;
    case RAT_EXTRACTED_PARTLY: return RAT_TEXT_PARTLY;
    default: return RAT_TEXT_FOUND;
    }
}

static rat_status take(struct rat_item *item, const void *bytes, size_t n, enum rat_format format,
                       const struct rat_extraction *found, struct rat_buf *text, const char **title,
                       struct rat_err *err)
{
    struct rat_document *d = &item->document;
    const char *mime = rat_extracted_mime(found, format, bytes, n);
    rat_buf_append(text, found->text.data, found->text.size);
    d->text_state = state_of(found->state);
    d->problems = copy(item, &found->problems);
    d->extractor = copy(item, &found->extractor);
    d->undecodable = found->undecodable;
    d->encoding = found->charset[0] ? rat_arena_strdup(&item->arena, found->charset) : NULL;
    if (!d->mime_type && mime)
        d->mime_type = mime;
    if (d->date == RAT_NO_DATE && found->date[0] &&
        rat_date_parse_iso(found->date, strlen(found->date), &d->date))
        d->date_origin = RAT_ORIGIN_STATED;
    *title = copy(item, &found->title);
    if (text->failed || item->arena.failed)
        return rat_nomem(err);
    rat_status st = set_pages(item, text, found->confidence.data, found->confidence.size, err);
    d->confidence = mean_confidence(d);
    return st;
}

static rat_status extract(struct rat_item *item, const void *bytes, size_t n, enum rat_format format,
                          const struct rat_text_options *options, struct rat_buf *text, const char **title,
                          struct rat_err *err)
{
    const struct rat_extract_options how = {.charset = item->content_charset,
                                            .recognise = options->recognise};
    struct rat_extraction found;
    rat_extraction_init(&found);
    rat_status st = rat_extract(bytes, n, format, &how, &found, err);
    if (st == RAT_OK)
        st = take(item, bytes, n, format, &found, text, title, err);
    rat_extraction_release(&found);
    return st;
}

rat_status rat_document_text(struct rat_item *item, const void *bytes, size_t n, enum rat_format format,
                             const struct rat_text_options *options, struct rat_buf *text, const char **title,
                             struct rat_err *err)
{
    struct rat_document *d = &item->document;
    rat_status st = RAT_OK;
    rat_buf_clear(text);
    *title = NULL;
    if (item->problem) {
        d->text_state = RAT_TEXT_FAILED;
        d->problems = item->problem;
        d->mime_type = d->mime_type ? d->mime_type : rat_format_mime(format);
    } else if (format == RAT_FORMAT_TEXT) {
        st = decode(item, bytes, n, text, err);
        if (st == RAT_OK)
            st = set_pages(item, text, NULL, 0, err);
        d->mime_type = d->mime_type ? d->mime_type : item->any_format ? rat_format_mime(format) : NULL;
    } else {
        st = extract(item, bytes, n, format, options, text, title, err);
    }
    if (st != RAT_OK)
        return st;
    if (d->text_state == RAT_TEXT_FOUND && !has_words(text))
        d->text_state = RAT_TEXT_NONE;
    d->text_size = text->size;
    rat_sha256(text->data, text->size, d->text_sha);
    return RAT_OK;
}

/* ---- titles ---- */

/* What programs put there: "Microsoft Word - Vorlage 12.doc", "(Microsoft Word - x)", "untitled". */
const char *rat_document_tidy_title(struct rat_arena *arena, const char *title)
{
    static const char *const prefixes[] = {"Microsoft Word - ", "Microsoft PowerPoint - ",
                                           "Microsoft Excel - "};
    static const char *const nothing[] = {
        "untitled", "unbenannt", "dokument", "document", "powerpoint-präsentation",
        "folie 1",  "title",     "titel",    "unbekannt"};
    size_t n = strlen(title);
    if (n > 2 && title[0] == '(' && title[n - 1] == ')' && strncmp(title + 1, "Microsoft ", 10) == 0) {
        title++;
        n -= 2;
    }
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(title, prefixes[i], strlen(prefixes[i])) == 0) {
            title += strlen(prefixes[i]);
            n -= strlen(prefixes[i]);
        }
    while (n && (unsigned char)*title <= ' ') {
        title++;
        n--;
    }
    while (n && (unsigned char)title[n - 1] <= ' ')
        n--;
    char *tidy = rat_arena_strndup(arena, title, n);
    for (size_t i = 0; tidy && i < sizeof nothing / sizeof *nothing; i++)
        if (strcasecmp(tidy, nothing[i]) == 0)
            return NULL;
    /* a file's name is no title: "brief.docx" */
    const char *dot = tidy ? strrchr(tidy, '.') : NULL;
    bool file_name =
        dot && strlen(dot) >= 3 && strlen(dot) <= 6 && !strchr(dot, ' ') && isalpha((unsigned char)dot[1]);
    return tidy && !file_name && n >= TITLE_LETTERS_MIN ? tidy : NULL;
}

const char *rat_document_title_from_name(struct rat_arena *arena, const char *name)
{
    const char *dot = strrchr(name, '.');
    char *title = rat_arena_strndup(arena, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
    for (char *at = title; at && *at; at++)
        if (*at == '_')
            *at = ' ';
    return title;
}
