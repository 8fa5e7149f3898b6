/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * XML of office programs as a stream of events, names without their prefixes. Entities are not expanded, nothing is loaded from
 * anywhere, and nesting is limited by the library.
 */
#ifndef READERS_XML_TEXT_H
#define READERS_XML_TEXT_H

#include "extract/readers/flow.h"

#include <libxml/xmlreader.h>

struct rat_xml_events {
    void *ctx;
    /* false: leave the element and all in it out */
    bool (*start)(void *ctx, const char *name, xmlTextReader *reader);
    void (*end)(void *ctx, const char *name);
    void (*text)(void *ctx, const char *text, size_t n);
};

/* False: not well-formed, or too deep; what came before was given. */
bool rat_xml_read(const char *bytes, size_t n, const struct rat_xml_events *events);

/* The attribute by its name without prefix; free with xmlFree. NULL: it has none. */
char *rat_xml_attribute(xmlTextReader *reader, const char *name);

/* The readers of one kind of document each; they put into the flow what they find. */
bool rat_xml_word(const char *bytes, size_t n, struct rat_flow *flow); /* DOCX, WordprocessingML 2003 */
bool rat_xml_presentation(const char *bytes, size_t n, struct rat_flow *flow); /* one slide of PPTX */
bool rat_xml_opendocument(const char *bytes, size_t n, struct rat_flow *flow); /* content.xml, flat files */
bool rat_xml_page(const char *bytes, size_t n, struct rat_flow *flow);         /* PAGE: a transcription */
/* The strings that cells of XLSX refer to, one behind the other with a NUL behind each. */
bool rat_xml_shared_strings(const char *bytes, size_t n, struct rat_buf *strings);
bool rat_xml_sheet(const char *bytes, size_t n, const struct rat_buf *strings, struct rat_flow *flow);
/* The content of the first element <title> (Dublin Core), appended. */
bool rat_xml_title(const char *bytes, size_t n, struct rat_buf *out);

#endif
