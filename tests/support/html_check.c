/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/html_check.h"

#include "base/character.h"
#include "base/strmap.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 64
#define NAME_BYTES 24

struct reader {
    const char *start, *at, *end;
    char open[DEPTH_MAX][NAME_BYTES];
    int depth;
    struct rat_strmap ids;
    char why[400];
};

static bool fail(struct reader *r, const char *what)
{
    if (!r->why[0])
        snprintf(r->why, sizeof r->why, "%s at byte %zu: %.80s", what, (size_t)(r->at - r->start), r->at);
    return false;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static const char *const tags[] = {
    "html",   "head",   "meta",    "title", "link", "script", "body",   "a",     "header",  "nav",
    "main",   "footer", "p",       "form",  "div",  "input",  "button", "label", "details", "summary",
    "select", "option", "section", "h1",    "h2",   "ul",     "ol",     "li",    "span",    "mark",
    "b",      "strong", "aside",   "svg",   "rect", "table",  "thead",  "tbody", "tr",      "th",
    "td",     "dl",     "dt",      "dd",    "code", "hr",     NULL};
static const char *const empty_tags[] = {"meta", "link", "input", "hr", NULL};
static const char *const attributes[] = {"lang",
                                         "charset",
                                         "name",
                                         "content",
                                         "rel",
                                         "href",
                                         "type",
                                         "src",
                                         "defer",
                                         "class",
                                         "id",
                                         "role",
                                         "method",
                                         "action",
                                         "for",
                                         "value",
                                         "maxlength",
                                         "autocomplete",
                                         "spellcheck",
                                         "selected",
                                         "checked",
                                         "open",
                                         "size",
                                         "placeholder",
                                         "aria-label",
                                         "aria-hidden",
                                         "tabindex",
                                         "viewBox",
                                         "preserveAspectRatio",
                                         "x",
                                         "y",
                                         "width",
                                         "height",
                                         "scope",
                                         "start",
                                         "hidden",
                                         "hreflang",
                                         "download",
                                         "data-on",
                                         "data-off",
                                         "data-keys",
                                         NULL};

static bool is_ours(const char *value, size_t n)
{
    static const char *const beginnings[] = {"/", "#", "?", "http://", "https://"};
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++)
        if (n >= strlen(beginnings[i]) && strncmp(value, beginnings[i], strlen(beginnings[i])) == 0)
            return n < 2 || value[0] != '/' || value[1] != '/';
    return false;
}

static bool check_reference(struct reader *r)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&#34;", "&#39;", "&quot;"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strncmp(r->at, known[i], strlen(known[i])) == 0)
            return true;
    return fail(r, "a bare &");
}

static bool check_character(struct reader *r)
{
    unsigned char byte = (unsigned char)*r->at;
    size_t size = rat_character_bytes((const unsigned char *)r->at);
    if (size == 0 || (byte < 0x20 && !strchr("\t\n\r", byte)) || byte == 0x7f)
        return fail(r, "not a character of HTML");
    if (byte == '&' && !check_reference(r))
        return false;
    r->at += size;
    return true;
}

static bool read_name(struct reader *r, char *out, bool attribute)
{
    size_t n = 0;
    while (r->at < r->end && (isalnum((unsigned char)*r->at) || (attribute && *r->at == '-')) &&
           n + 1 < NAME_BYTES)
        out[n++] = *r->at++;
    out[n] = '\0';
    return n > 0 || fail(r, "a name is missing");
}

static bool check_value(struct reader *r, const char *tag, const char *name, const char *value, size_t n)
{
    bool added;
    if ((strcmp(name, "href") == 0 || strcmp(name, "src") == 0 || strcmp(name, "action") == 0) &&
        !is_ours(value, n))
        return fail(r, "an address that is not ours");
    if (strcmp(tag, "script") == 0 && strcmp(name, "src") == 0 && strncmp(value, "/static/", 8) != 0)
        return fail(r, "a foreign script");
    if (strcmp(name, "id") == 0 && (rat_strmap_add(&r->ids, value, n, &added) == RAT_STRMAP_NONE || !added))
        return fail(r, "an id twice");
    return true;
}

static bool read_attribute(struct reader *r, const char *tag)
{
    char name[NAME_BYTES];
    if (!read_name(r, name, true))
        return false;
    if (!is_one_of(name, attributes))
        return fail(r, "an attribute that no template has");
    if (*r->at != '=')
        return true;
    if (r->at[1] != '"')
        return fail(r, "a value without quotes");
    r->at += 2;
    const char *value = r->at;
    while (r->at < r->end && *r->at != '"') {
        if (*r->at == '<' || *r->at == '>')
            return fail(r, "< or > in a value");
        if (!check_character(r))
            return false;
    }
    size_t n = (size_t)(r->at - value);
    if (r->at == r->end)
        return fail(r, "a value without an end");
    r->at++;
    return check_value(r, tag, name, value, n);
}

static bool close_tag(struct reader *r)
{
    char name[NAME_BYTES];
    r->at += 2;
    if (!read_name(r, name, false))
        return false;
    if (*r->at != '>' || r->depth == 0 || strcmp(r->open[r->depth - 1], name) != 0)
        return fail(r, "an end that does not fit");
    r->at++;
    r->depth--;
    return true;
}

static bool open_tag(struct reader *r)
{
    char name[NAME_BYTES];
    r->at++;
    if (!read_name(r, name, false))
        return false;
    if (!is_one_of(name, tags))
        return fail(r, "a tag that no template has");
    while (*r->at == ' ') {
        r->at++;
        if (!read_attribute(r, name))
            return false;
    }
    bool closed = *r->at == '/' && strcmp(name, "rect") == 0;
    r->at += closed;
    if (*r->at != '>')
        return fail(r, "a tag without an end");
    r->at++;
    if (closed || is_one_of(name, empty_tags))
        return true;
    if (r->depth == DEPTH_MAX)
        return fail(r, "too deep");
    snprintf(r->open[r->depth++], NAME_BYTES, "%s", name);
    if (strcmp(name, "script") == 0 && strncmp(r->at, "</script>", 9) != 0)
        return fail(r, "a script with content");
    return true;
}

static bool read_all(struct reader *r)
{
    static const char doctype[] = "<!DOCTYPE html>\n";
    if (strncmp(r->at, doctype, sizeof doctype - 1) != 0)
        return fail(r, "no doctype");
    r->at += sizeof doctype - 1;
    while (r->at < r->end) {
        bool good = *r->at == '>'                  ? fail(r, "a bare >")
                    : *r->at != '<'                ? check_character(r)
                    : strncmp(r->at, "</", 2) == 0 ? close_tag(r)
                                                   : open_tag(r);
        if (!good)
            return false;
    }
    return r->depth == 0 || fail(r, "something stays open");
}

bool html_check(const char *html, size_t n, const char **why)
{
    static struct reader r;
    memset(&r, 0, sizeof r);
    r.start = r.at = html;
    r.end = html + n;
    rat_strmap_init(&r.ids);
    bool good = strlen(html) == n ? read_all(&r) : fail(&r, "a NUL");
    rat_strmap_release(&r.ids);
    *why = r.why;
    return good;
}
