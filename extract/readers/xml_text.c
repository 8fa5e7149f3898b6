/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extract/readers/xml_text.h"

#include <limits.h>
#include <string.h>

#define READ_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT)

static void take_text(const struct rat_xml_events *events, xmlTextReader *reader)
{
    const xmlChar *text = xmlTextReaderConstValue(reader);
    if (text)
        events->text(events->ctx, (const char *)text, strlen((const char *)text));
}

static const char *name_of(xmlTextReader *reader)
{
    const xmlChar *name = xmlTextReaderConstLocalName(reader);
    return name ? (const char *)name : "";
}

/* Moves on; an element that is left out is passed with everything in it. */
static int step(const struct rat_xml_events *events, xmlTextReader *reader)
{
    switch (xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT: {
        bool empty = xmlTextReaderIsEmptyElement(reader) == 1;
        if (!events->start(events->ctx, name_of(reader), reader))
            return xmlTextReaderNext(reader);
        if (empty)
            events->end(events->ctx, name_of(reader));
        break;
    }
    case XML_READER_TYPE_END_ELEMENT: events->end(events->ctx, name_of(reader)); break;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: take_text(events, reader); break;
    default: break;
    }
    return xmlTextReaderRead(reader);
}

bool rat_xml_read(const char *bytes, size_t n, const struct rat_xml_events *events)
{
    if (n > INT_MAX)
        return false;
    xmlTextReader *reader = xmlReaderForMemory(bytes, (int)n, NULL, NULL, READ_OPTIONS);
    if (!reader)
        return false;
    int more = xmlTextReaderRead(reader);
    while (more == 1)
        more = step(events, reader);
    xmlFreeTextReader(reader);
    return more == 0;
}

char *rat_xml_attribute(xmlTextReader *reader, const char *name)
{
    char *value = NULL;
    while (!value && xmlTextReaderMoveToNextAttribute(reader) == 1)
        if (strcmp(name_of(reader), name) == 0)
            value = (char *)xmlTextReaderValue(reader);
    xmlTextReaderMoveToElement(reader);
    return value;
}

/* ---- titles ---- */

struct title {
    struct rat_buf *out;
    bool inside, done;
};

static bool title_start(void *ctx, const char *name, xmlTextReader *reader)
{
    struct title *t = ctx;
    (void)reader;
    t->inside = !t->done && strcmp(name, "title") == 0;
    return true;
}

static void title_end(void *ctx, const char *name)
{
    struct title *t = ctx;
    if (strcmp(name, "title") == 0) {
        t->done = t->done || t->inside;
        t->inside = false;
    }
}

static void title_text(void *ctx, const char *text, size_t n)
{
    struct title *t = ctx;
    if (t->inside && t->out->size < 4096)
        rat_buf_append(t->out, text, n < 4096 ? n : 4096);
}

bool rat_xml_title(const char *bytes, size_t n, struct rat_buf *out)
{
    struct title t = {out, false, false};
    return rat_xml_read(bytes, n, &(struct rat_xml_events){&t, title_start, title_end, title_text});
}
