/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SpreadsheetML (XLSX): cells of a sheet, most of which refer to a list of strings. */
#include "extract/readers/xml_text.h"

#include <stdlib.h>
#include <string.h>

static bool is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

/* ---- the list of strings ---- */

struct strings {
    struct rat_buf *out;
    bool text;
};

static bool strings_start(void *ctx, const char *name, xmlTextReader *reader)
{
    struct strings *s = ctx;
    (void)reader;
    if (is(name, "rPh")) /* how Japanese is pronounced */
        return false;
    s->text = is(name, "t");
    return true;
}

static void strings_end(void *ctx, const char *name)
{
    struct strings *s = ctx;
    s->text = false;
    if (is(name, "si"))
        rat_buf_byte(s->out, '\0');
}

static void strings_text(void *ctx, const char *text, size_t n)
{
    struct strings *s = ctx;
    if (s->text)
        rat_buf_append(s->out, text, n);
}

bool rat_xml_shared_strings(const char *bytes, size_t n, struct rat_buf *strings)
{
    struct strings s = {strings, false};
    return rat_xml_read(bytes, n, &(struct rat_xml_events){&s, strings_start, strings_end, strings_text});
}

/* ---- a sheet ---- */

struct sheet {
    struct rat_flow *flow;
    const char **strings; /* their beginnings */
    size_t count;
    bool shared, value;
};

static bool sheet_start(void *ctx, const char *name, xmlTextReader *reader)
{
    struct sheet *s = ctx;
    if (is(name, "f")) /* the formula of the value that follows */
        return false;
    if (is(name, "c")) {
        char *type = rat_xml_attribute(reader, "t");
        s->shared = type && is(type, "s");
        xmlFree(type);
    }
    s->value = is(name, "v") || is(name, "t");
    return true;
}

static void sheet_end(void *ctx, const char *name)
{
    struct sheet *s = ctx;
    s->value = false;
    if (is(name, "c")) {
        rat_flow_tab(s->flow);
    } else if (is(name, "row")) {
        s->flow->tab = false;
        rat_flow_lines(s->flow, 1);
    }
}

static void sheet_text(void *ctx, const char *text, size_t n)
{
    struct sheet *s = ctx;
    if (!s->value)
        return;
    if (s->shared) {
        unsigned long number = strtoul(text, NULL, 10);
        text = number < s->count ? s->strings[number] : "";
        n = strlen(text);
    }
    rat_flow_text(s->flow, text, n);
}

bool rat_xml_sheet(const char *bytes, size_t n, const struct rat_buf *strings, struct rat_flow *flow)
{
    struct sheet s = {.flow = flow};
    for (size_t i = 0; i < strings->size; i++)
        s.count += strings->data[i] == '\0';
    s.strings = calloc(s.count + 1, sizeof *s.strings);
    if (!s.strings)
        return false;
    const char *at = (const char *)strings->data;
    for (size_t i = 0; i < s.count; i++, at += strlen(at) + 1)
        s.strings[i] = at;
    bool fine = rat_xml_read(bytes, n, &(struct rat_xml_events){&s, sheet_start, sheet_end, sheet_text});
    free(s.strings);
    return fine;
}
