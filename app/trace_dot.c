/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The connections of a paper as a graph: papers are nodes, a relation is an edge in the direction in which it is said. */
#include "app/trace_out.h"

#define TITLE_CHARACTERS 40u

static void put_quoted(struct rat_buf *out, const char *text, size_t most)
{
    size_t characters = 0;
    for (; text && *text; text++) {
        unsigned char c = (unsigned char)*text;
        characters += (c & 0xc0) != 0x80;
        if (most && characters > most) {
            rat_buf_puts(out, "…");
            return;
        }
        if (c == '"' || c == '\\')
            rat_buf_byte(out, '\\');
        rat_buf_byte(out, c < ' ' || c == 0x7f ? ' ' : c);
    }
}

static void put_node(struct rat_buf *out, const char *id, const char *reference, const char *title,
                     int32_t date, const char *style)
{
    char day[RAT_DATE_TEXT];
    rat_buf_puts(out, "  \"");
    put_quoted(out, id, 0);
    rat_buf_puts(out, "\" [label=\"");
    put_quoted(out, rat_short_name(id, reference), 0);
    rat_buf_printf(out, "%s%s\\n", date == RAT_NO_DATE ? "" : " · ",
                   date == RAT_NO_DATE ? "" : rat_date_format(date, day));
    put_quoted(out, title, TITLE_CHARACTERS);
    rat_buf_printf(out, "\"%s];\n", style);
}

static void put_edge(struct rat_buf *out, const char *from, const char *to, const char *label,
                     const char *style)
{
    rat_buf_puts(out, "  \"");
    put_quoted(out, from, 0);
    rat_buf_puts(out, "\" -> \"");
    put_quoted(out, to, 0);
    rat_buf_puts(out, "\" [label=\"");
    put_quoted(out, label, 0);
    rat_buf_printf(out, "\"%s];\n", style);
}

/* What the edge says when it is read from its beginning to its end. */
static const char *label_of(const struct rat_trace_paper *p)
{
    switch (p->relation) {
    case RAT_RELATION_VERSION: return _("Fassung");
    case RAT_RELATION_PARENT:
    case RAT_RELATION_CHILD: return _("gehört zu");
    case RAT_RELATION_AMENDS: return _("ändert");
    case RAT_RELATION_ANSWERS: return _("antwortet auf");
    case RAT_RELATION_CITES:
    case RAT_RELATION_CITED_BY:
    case RAT_RELATIONS: break;
    }
    const char *wording = rat_wording_title(p->wording);
    return *wording ? wording : _("nennt");
}

void rat_trace_put_dot(const struct rat_trace *trace, struct rat_buf *out)
{
    const struct rat_paper *me = &trace->paper;
    rat_buf_puts(
        out, "digraph trace {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n"
             "  edge [fontname=\"sans-serif\", fontsize=10];\n");
    put_node(out, me->id, me->reference, me->name, me->date, ", penwidth=3");
    for (size_t i = 0; i < trace->paper_count; i++) {
        const struct rat_trace_paper *p = &trace->papers[i];
        bool outgoing = p->relation == RAT_RELATION_CITES || p->relation == RAT_RELATION_PARENT;
        put_node(out, p->id, p->reference, p->title, p->date, p->removed ? ", color=gray" : "");
        put_edge(out, outgoing ? me->id : p->id, outgoing ? p->id : me->id, label_of(p),
                 p->origin == RAT_ORIGIN_TEXT ? ", style=dashed" : "");
    }
    rat_buf_puts(out, "}\n");
}
