/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * WordprocessingML (DOCX, and the flat XML of Word 2003), DrawingML of slides, and PAGE. Word notes where its pages ended when the
 * document was last laid out; those are the pages here. Breaks that the author set come along with such a note, so alone they
 * say nothing about pages.
 */
#include "extract/readers/xml_text.h"

#include <string.h>

struct word {
    struct rat_flow *flow;
    unsigned text, cells; /* depth of elements that hold text, of table cells */
    bool paged;           /* this was the last thing */
};

static bool is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

static bool word_start(void *ctx, const char *name, xmlTextReader *reader)
{
    struct word *w = ctx;
    (void)reader;
    if (is(name, "Fallback") || is(name, "instrText") || is(name, "delText") || is(name, "binData") ||
        is(name, "docPr") || is(name, "pict") || is(name, "styles") || is(name, "DocumentProperties"))
        /* the same again for older programs; codes of fields; what was deleted; pictures */
        return is(name, "pict");
    if (is(name, "t"))
        w->text++;
    else if (is(name, "tab"))
        rat_flow_tab(w->flow);
    else if (is(name, "br") || is(name, "cr"))
        rat_flow_break(w->flow);
    else if (is(name, "noBreakHyphen"))
        rat_flow_verbatim(w->flow, "\xe2\x80\x91", 3);
    else if (is(name, "softHyphen"))
        rat_flow_verbatim(w->flow, "\xc2\xad", 2);
    else if (is(name, "lastRenderedPageBreak"))
        rat_flow_page(w->flow);
    else if (is(name, "tc"))
        w->cells++;
    return true;
}

static void word_end(void *ctx, const char *name)
{
    struct word *w = ctx;
    if (is(name, "t")) {
        w->text -= w->text > 0;
    } else if (is(name, "p")) {
        rat_flow_lines(w->flow, 1);
    } else if (is(name, "tc")) {
        w->cells -= w->cells > 0;
        w->flow->lines = 0; /* the end of the cell's last paragraph */
        rat_flow_tab(w->flow);
    } else if (is(name, "tr")) {
        w->flow->tab = false;
        rat_flow_lines(w->flow, 1);
    } else if (is(name, "tbl")) {
        rat_flow_lines(w->flow, 2);
    }
}

static void word_text(void *ctx, const char *text, size_t n)
{
    struct word *w = ctx;
    if (!w->text || !n)
        return;
    /* runs are pieces of words: their spaces count, and only those */
    rat_flow_text(w->flow, text, n);
}

bool rat_xml_word(const char *bytes, size_t n, struct rat_flow *flow)
{
    struct word w = {.flow = flow};
    return rat_xml_read(bytes, n, &(struct rat_xml_events){&w, word_start, word_end, word_text});
}

bool rat_xml_presentation(const char *bytes, size_t n, struct rat_flow *flow)
{
    return rat_xml_word(bytes, n, flow); /* a:p, a:r, a:t, a:br, a:tc, a:tr mean what w:p, ... do */
}

/* ---- PAGE: <TextLine> ... <TextEquiv><Unicode>, and the same again for its words and its region ---- */

struct transcription {
    struct rat_flow *flow;
    unsigned depth, line; /* of the elements; of the TextLine, 0: none */
    bool equivalent, unicode;
};

static bool page_start(void *ctx, const char *name, xmlTextReader *reader)
{
    struct transcription *t = ctx;
    (void)reader;
    t->depth++;
    if (is(name, "TextLine"))
        t->line = t->depth;
    else if (is(name, "TextEquiv"))
        t->equivalent = t->line && t->depth == t->line + 1;
    else if (is(name, "Unicode"))
        t->unicode = t->equivalent;
    return true;
}

static void page_end(void *ctx, const char *name)
{
    struct transcription *t = ctx;
    if (is(name, "TextLine")) {
        t->line = 0;
        rat_flow_lines(t->flow, 1);
    } else if (is(name, "TextRegion")) {
        rat_flow_lines(t->flow, 2);
    } else if (is(name, "TextEquiv")) {
        t->equivalent = false;
    } else if (is(name, "Unicode")) {
        t->unicode = false;
    }
    t->depth -= t->depth > 0;
}

static void page_text(void *ctx, const char *text, size_t n)
{
    struct transcription *t = ctx;
    if (t->unicode)
        rat_flow_text(t->flow, text, n);
}

bool rat_xml_page(const char *bytes, size_t n, struct rat_flow *flow)
{
    struct transcription t = {.flow = flow};
    return rat_xml_read(bytes, n, &(struct rat_xml_events){&t, page_start, page_end, page_text});
}
