/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extract/format.h"

#include "base/cursor.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *name, *mime;
} formats[RAT_FORMATS] = {
    [RAT_FORMAT_UNKNOWN] = {"unknown", NULL},
    [RAT_FORMAT_TEXT] = {"text", "text/plain"},
    [RAT_FORMAT_PDF] = {"pdf", "application/pdf"},
    [RAT_FORMAT_HTML] = {"html", "text/html"},
    [RAT_FORMAT_RTF] = {"rtf", "application/rtf"},
    [RAT_FORMAT_OFFICE] = {"office", NULL},
    [RAT_FORMAT_ZIP] = {"zip", "application/zip"},
    [RAT_FORMAT_XML] = {"xml", NULL},
    [RAT_FORMAT_DOC] = {"doc", "application/msword"},
    [RAT_FORMAT_XLS] = {"xls", "application/vnd.ms-excel"},
    [RAT_FORMAT_PPT] = {"ppt", "application/vnd.ms-powerpoint"},
    [RAT_FORMAT_OLE] = {"ole", "application/x-ole-storage"},
    [RAT_FORMAT_MAIL] = {"mail", "message/rfc822"},
    [RAT_FORMAT_IMAGE] = {"image", NULL},
};

const char *rat_format_name(enum rat_format format)
{
    return formats[format].name;
}

const char *rat_format_mime(enum rat_format format)
{
    return formats[format].mime;
}

bool rat_format_is_container(enum rat_format format)
{
    return format == RAT_FORMAT_MAIL || format == RAT_FORMAT_ZIP;
}

static bool starts(const char *bytes, size_t n, const char *with, size_t m)
{
    return n >= m && memcmp(bytes, with, m) == 0;
}
#define STARTS(bytes, n, literal) starts(bytes, n, literal, sizeof(literal) - 1)

static bool starts_word(const char *text, size_t n, const char *word)
{
    size_t m = strlen(word);
    return n >= m && strncasecmp(text, word, m) == 0;
}

static bool has(const char *bytes, size_t n, const char *what, size_t m)
{
    return memmem(bytes, n, what, m) != NULL;
}
#define HAS(bytes, n, literal) has(bytes, n, literal, sizeof(literal) - 1)

static bool has_suffix(const char *name, const char *const *suffixes)
{
    size_t n = name ? strlen(name) : 0;
    for (; *suffixes; suffixes++) {
        size_t m = strlen(*suffixes);
        if (n > m && strcasecmp(name + n - m, *suffixes) == 0)
            return true;
    }
    return false;
}

/* By the name of the first member: office programs write one of these first. */
static enum rat_format zip_kind(const char *bytes, size_t n)
{
    static const char *const office[] = {
        "mimetype", "[Content_Types].xml", "_rels/",     "docProps/", "word/", "xl/",
        "ppt/",     "META-INF/",           "content.xml"};
    if (n < 30)
        return RAT_FORMAT_ZIP;
    const unsigned char *head = (const unsigned char *)bytes;
    size_t size = (size_t)head[26] | (size_t)head[27] << 8;
    const char *name = bytes + 30;
    if (size > n - 30)
        size = n - 30;
    for (size_t i = 0; i < sizeof office / sizeof *office; i++)
        if (starts(name, size, office[i], strlen(office[i])))
            return RAT_FORMAT_OFFICE;
    return RAT_FORMAT_ZIP;
}

/* OLE names its streams in UTF-16, somewhere in the file. */
static enum rat_format ole_kind(const char *bytes, size_t n)
{
    if (HAS(bytes, n, "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"))
        return RAT_FORMAT_DOC;
    if (HAS(bytes, n, "P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0 \0D\0o\0c\0"))
        return RAT_FORMAT_PPT;
    if (HAS(bytes, n, "W\0o\0r\0k\0b\0o\0o\0k\0") || HAS(bytes, n, "B\0o\0o\0k\0\0\0"))
        return RAT_FORMAT_XLS;
    return RAT_FORMAT_OLE;
}

static bool is_image(const char *bytes, size_t n)
{
    return STARTS(bytes, n, "\xff\xd8\xff") || STARTS(bytes, n, "\x89PNG\r\n\x1a\n") ||
           STARTS(bytes, n, "II*\0") || STARTS(bytes, n, "MM\0*");
}

static size_t skip_space(const char *text, size_t n, size_t at)
{
    while (at < n && memchr(" \t\r\n\f", text[at], 5))
        at++;
    return at;
}

/* Behind comments and processing instructions. */
static size_t skip_prolog(const char *text, size_t n)
{
    size_t at = STARTS(text, n, "\xef\xbb\xbf") ? 3 : 0;
    for (;;) {
        at = skip_space(text, n, at);
        const char *end = STARTS(text + at, n - at, "<!--") ? "-->"
                          : STARTS(text + at, n - at, "<?") ? "?>"
                                                            : NULL;
        const char *found = end ? memmem(text + at, n - at, end, strlen(end)) : NULL;
        if (!found)
            return at;
        at = (size_t)(found - text) + strlen(end);
    }
}

static enum rat_format markup_kind(const char *text, size_t n, const char *name)
{
    static const char *const html[] = {"<!doctype html", "<html",  "<head",  "<body", "<meta",
                                       "<title",         "<table", "<div",   "<p>",   "<style",
                                       "<form",          "<h1",    "<center"};
    static const char *const html_names[] = {".html", ".htm", ".xhtml", ".asp",
                                             ".aspx", ".php", ".jsp",   NULL};
    size_t at = skip_prolog(text, n), left = n - at;
    if (left == 0 || text[at] != '<')
        return RAT_FORMAT_UNKNOWN;
    if (HAS(text + at, left, "<office:document") || HAS(text + at, left, "<w:wordDocument") ||
        HAS(text + at, left, "<PcGts") || HAS(text + at, left, ":PcGts"))
        return RAT_FORMAT_XML;
    for (size_t i = 0; i < sizeof html / sizeof *html; i++)
        if (starts_word(text + at, left, html[i]))
            return RAT_FORMAT_HTML;
    return has_suffix(name, html_names) || HAS(text + at, left, "<html") ? RAT_FORMAT_HTML
                                                                         : RAT_FORMAT_UNKNOWN;
}

/* The size of the header field's name at the beginning of the line, 0: it is none. */
static size_t field_name(const char *line, size_t n)
{
    size_t at = 0;
    while (at < n && at < 60 && (line[at] == '-' || isalnum((unsigned char)line[at])))
        at++;
    return at > 1 && at < n && line[at] == ':' ? at : 0;
}

static bool is_mail_field(const char *line, size_t size)
{
    static const char *const names[] = {"Received", "Return-Path", "Message-ID", "MIME-Version",
                                        "Delivered-To"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (size == strlen(names[i]) && strncasecmp(line, names[i], size) == 0)
            return true;
    return false;
}

/* A head of at least three fields, among them the sender and something that only programs write. */
static bool is_mail(const char *text, size_t n)
{
    bool from = false, technical = false;
    unsigned fields = 0;
    for (size_t at = 0; at < n;) {
        const char *line = text + at, *end = memchr(line, '\n', n - at);
        size_t left = n - at, size = field_name(line, left);
        if (size) {
            fields++;
            from |= size == 4 && strncasecmp(line, "From", 4) == 0;
            technical |= is_mail_field(line, size);
        } else if (!(fields && (*line == ' ' || *line == '\t')) &&
                   !(at == 0 && STARTS(line, left, "From "))) {
            break; /* the head's end: an empty line, or none was there */
        }
        if (!end)
            break;
        at = (size_t)(end - text) + 1;
    }
    return fields >= 3 && from && technical;
}

static bool has_nul(const char *bytes, size_t n)
{
    bool utf16 = STARTS(bytes, n, "\xff\xfe") || STARTS(bytes, n, "\xfe\xff");
    return !utf16 && memchr(bytes, '\0', n) != NULL;
}

enum rat_format rat_format_detect(const void *content, size_t n, const char *name)
{
    static const char *const text_names[] = {".txt", ".text", ".md", ".asc", ".csv", NULL};
    static const char *const pdf_names[] = {".pdf", NULL};
    const char *bytes = content;
    size_t prefix = n < RAT_FORMAT_PREFIX ? n : RAT_FORMAT_PREFIX;
    if (STARTS(bytes, n, "%PDF-"))
        return RAT_FORMAT_PDF;
    /* readers of PDF accept up to 1024 bytes before it */
    if (has_suffix(name, pdf_names) && HAS(bytes, prefix < 1029 ? prefix : 1029, "%PDF-"))
        return RAT_FORMAT_PDF;
    if (STARTS(bytes, n, "PK\3\4"))
        return zip_kind(bytes, prefix);
    if (STARTS(bytes, n, "PK\5\6"))
        return RAT_FORMAT_ZIP;
    if (STARTS(bytes, n, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
        return ole_kind(bytes, n);
    if (STARTS(bytes, n, "{\\rtf"))
        return RAT_FORMAT_RTF;
    if (is_image(bytes, n))
        return RAT_FORMAT_IMAGE;
    enum rat_format markup = markup_kind(bytes, prefix, name);
    if (markup != RAT_FORMAT_UNKNOWN)
        return markup;
    if (is_mail(bytes, prefix))
        return RAT_FORMAT_MAIL;
    return has_suffix(name, text_names) || !has_nul(bytes, prefix) ? RAT_FORMAT_TEXT : RAT_FORMAT_UNKNOWN;
}
