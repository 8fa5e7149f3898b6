/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OpenDocument (ODT, ODS, ODP, flat or not) and its predecessor SXW: text, tables, and where pages ended when it was last saved. */
#include "extract/readers/xml_text.h"

#include <string.h>

struct odf {
    struct rat_flow *flow;
    unsigned body, paragraph; /* depths */
    bool slides;
};

static bool is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

static bool odf_start(void *ctx, const char *name, xmlTextReader *reader)
{
    static const char *const left_out[] = {"tracked-changes", "annotation",  "forms",
                                           "scripts",         "binary-data", "notes-configuration",
                                           "sequence-decls",  NULL};
    struct odf *o = ctx;
    for (size_t i = 0; left_out[i]; i++)
        if (is(name, left_out[i]))
            return false;
    /* speaker's notes repeat the slide as a picture, and say more: they stay */
    if (is(name, "body"))
        o->body++;
    else if (is(name, "p") || is(name, "h"))
        o->paragraph++;
    else if (is(name, "s") || is(name, "line-break"))
        is(name, "s") ? rat_flow_space(o->flow) : rat_flow_break(o->flow);
    else if (is(name, "tab") || is(name, "tab-stop"))
        rat_flow_tab(o->flow);
    else if (is(name, "soft-page-break"))
        rat_flow_page(o->flow);
    else if (is(name, "page") && o->body) {
        /* the first slide begins nothing that the text before has to end */
        if (o->slides)
            rat_flow_page(o->flow);
        o->slides = true;
    }
    (void)reader;
    return true;
}

static void odf_end(void *ctx, const char *name)
{
    struct odf *o = ctx;
    if (is(name, "body")) {
        o->body -= o->body > 0;
    } else if (is(name, "p") || is(name, "h")) {
        o->paragraph -= o->paragraph > 0;
        rat_flow_lines(o->flow, 1);
    } else if (is(name, "table-cell")) {
        o->flow->lines = 0;
        rat_flow_tab(o->flow);
    } else if (is(name, "table-row")) {
        o->flow->tab = false;
        rat_flow_lines(o->flow, 1);
    } else if (is(name, "table")) {
        rat_flow_lines(o->flow, 2);
    }
}

static void odf_text(void *ctx, const char *text, size_t n)
{
    struct odf *o = ctx;
    if (o->body && o->paragraph)
        rat_flow_text(o->flow, text, n);
}

bool rat_xml_opendocument(const char *bytes, size_t n, struct rat_flow *flow)
{
    struct odf o = {.flow = flow};
    return rat_xml_read(bytes, n, &(struct rat_xml_events){&o, odf_start, odf_end, odf_text});
}
