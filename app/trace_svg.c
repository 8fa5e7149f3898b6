/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The path as a picture: days on the left, a line with a mark for each event, what happened on the right. Colours and shapes say
 * the same, so that it can be read without colours; a dashed ring: known only from a text. */
#include "app/trace_out.h"

#define WIDTH 960u
#define AXIS 150u
#define TEXT_AT 176u
#define ROW 24u
#define TOP 92u
#define LEGEND 64u
#define EVENTS_MAX 400u
#define LINE_CHARACTERS 102u
#define BOLD_CHARACTERS 90u

static void put_escaped(struct rat_buf *out, const char *text, size_t most)
{
    size_t characters = 0;
    for (; text && *text; text++) {
        unsigned char c = (unsigned char)*text;
        characters += (c & 0xc0) != 0x80;
        if (characters > most) {
            rat_buf_puts(out, "…");
            return;
        }
        switch (c) {
        case '&': rat_buf_puts(out, "&amp;"); break;
        case '<': rat_buf_puts(out, "&lt;"); break;
        case '>': rat_buf_puts(out, "&gt;"); break;
        case '"': rat_buf_puts(out, "&quot;"); break;
        default: rat_buf_byte(out, c < ' ' || c == 0x7f ? ' ' : c); break;
        }
    }
}

enum mark { MARK_PAPER, MARK_CHANGE, MARK_ANSWER, MARK_MEETING, MARK_DOCUMENT, MARK_OTHER, MARKS };

static enum mark mark_of(enum rat_event_kind kind)
{
    switch (kind) {
    case RAT_EVENT_PAPER: return MARK_PAPER;
    case RAT_EVENT_AMENDMENT:
    case RAT_EVENT_VERSION: return MARK_CHANGE;
    case RAT_EVENT_ANSWER: return MARK_ANSWER;
    case RAT_EVENT_CONSULTATION: return MARK_MEETING;
    case RAT_EVENT_DOCUMENT:
    case RAT_EVENT_MINUTES:
    case RAT_EVENT_REMOVED: return MARK_DOCUMENT;
    case RAT_EVENT_DECISION:
    case RAT_EVENT_CITED:
    case RAT_EVENT_CITED_BY:
    case RAT_EVENTS: break;
    }
    return MARK_OTHER;
}

static void put_mark(struct rat_buf *out, enum mark mark, unsigned x, unsigned y, bool from_text)
{
    const char *ring = from_text ? " stroke-dasharray=\"2 2\" fill=\"#fff\"" : "";
    static const char *const colours[MARKS] = {"#1b5e9b", "#b3541e", "#2e7d4f", "#6a3d9a", "#777", "#555"};
    const char *colour = colours[mark];
    switch (mark) {
    case MARK_PAPER:
        rat_buf_printf(
            out, "<rect x=\"%u\" y=\"%u\" width=\"12\" height=\"12\" fill=\"%s\" stroke=\"%s\"%s/>", x - 6,
            y - 6, from_text ? "#fff" : colour, colour, from_text ? " stroke-dasharray=\"2 2\"" : "");
        break;
    case MARK_CHANGE:
        rat_buf_printf(out, "<path d=\"M%u %u l8 13 h-16 z\" fill=\"%s\" stroke=\"%s\"%s/>", x, y - 8,
                       from_text ? "#fff" : colour, colour, from_text ? " stroke-dasharray=\"2 2\"" : "");
        break;
    case MARK_ANSWER:
        rat_buf_printf(out, "<path d=\"M%u %u l7 7 l-7 7 l-7 -7 z\" fill=\"%s\" stroke=\"%s\"%s/>", x, y - 7,
                       from_text ? "#fff" : colour, colour, from_text ? " stroke-dasharray=\"2 2\"" : "");
        break;
    case MARK_MEETING:
        rat_buf_printf(out, "<circle cx=\"%u\" cy=\"%u\" r=\"7\" fill=\"%s\" stroke=\"%s\"%s/>", x, y,
                       from_text ? "#fff" : colour, colour, from_text ? " stroke-dasharray=\"2 2\"" : "");
        break;
    case MARK_DOCUMENT:
    case MARK_OTHER:
    case MARKS:
        rat_buf_printf(out, "<circle cx=\"%u\" cy=\"%u\" r=\"%u\" stroke=\"%s\"%s/>", x, y,
                       mark == MARK_DOCUMENT ? 3u : 4u, colour,
                       *ring                   ? ring
                       : mark == MARK_DOCUMENT ? " fill=\"#777\""
                                               : " fill=\"#fff\"");
        break;
    }
}

static void put_text(struct rat_buf *out, unsigned x, unsigned y, const char *class, const char *text,
                     size_t most)
{
    rat_buf_printf(out, "<text x=\"%u\" y=\"%u\" class=\"%s\">", x, y, class);
    put_escaped(out, text, most);
    rat_buf_puts(out, "</text>\n");
}

static void add_part(struct rat_buf *out, const char *joint, const char *text)
{
    if (!text || !*text)
        return;
    rat_buf_puts(out, out->size > 0 ? joint : "");
    rat_buf_puts(out, text);
}

static const char *line_of(const struct rat_trace_event *e, struct rat_buf *line)
{
    rat_buf_clear(line);
    if (e->paper)
        add_part(line, "", rat_short_name(e->paper, e->reference));
    if (e->kind == RAT_EVENT_CONSULTATION) {
        add_part(line, " · ", e->organization ? e->organization : rat_event_title(e));
        add_part(line, ", ", e->role);
        add_part(line, ": ", e->result);
        if (e->is_public == RAT_NO)
            add_part(line, " ", _("(nichtöffentlich)"));
        return rat_buf_cstr(line);
    }
    add_part(line, " · ",
             e->kind == RAT_EVENT_CITED_BY ? rat_relation_title(RAT_RELATION_CITED_BY) : rat_event_title(e));
    if (mark_of(e->kind) == MARK_DOCUMENT || e->kind == RAT_EVENT_ANSWER) {
        /* titles of documents repeat that of the paper */
        add_part(line, ": ", e->role ? e->role : e->title);
        add_part(line, ": ", e->result);
        return rat_buf_cstr(line);
    }
    add_part(line, ": ", e->title);
    return rat_buf_cstr(line);
}

static void put_legend(struct rat_buf *out, unsigned y)
{
    const char *const names[MARKS] = {_("Vorlage"),  _("Änderung"), _("Antwort"),
                                      _("Beratung"), _("Dokument"), _("Verweis")};
    for (unsigned i = 0; i < MARKS; i++) {
        put_mark(out, (enum mark)i, 30 + i * 130, y, false);
        put_text(out, 44 + i * 130, y + 4, "small", names[i], 20);
    }
    put_mark(out, MARK_MEETING, 30 + MARKS * 130, y, true);
    put_text(out, 44 + MARKS * 130, y + 4, "small", _("aus dem Text"), 20);
}

static void put_head(const struct rat_trace *trace, struct rat_buf *out, unsigned height)
{
    rat_buf_printf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\""
        " role=\"img\">\n<title>",
        WIDTH, height, WIDTH, height);
    put_escaped(out, trace->paper.name, 200);
    rat_buf_puts(out, "</title>\n<style>text{font-family:sans-serif;font-size:13px;fill:#222}"
                      ".head{font-size:17px;font-weight:bold}.day{text-anchor:end;fill:#444}"
                      ".own{font-weight:bold}.small{font-size:11px;fill:#555}</style>\n");
    rat_buf_printf(out, "<rect width=\"%u\" height=\"%u\" fill=\"#fff\"/>\n", WIDTH, height);
    put_text(out, 24, 34, "head", trace->paper.name ? trace->paper.name : _("(ohne Titel)"), 88);
}

void rat_trace_put_svg(const struct rat_console *console, const struct rat_trace *trace, struct rat_buf *out)
{
    size_t shown = trace->event_count < EVENTS_MAX ? trace->event_count : EVENTS_MAX;
    unsigned height = TOP + (unsigned)shown * ROW + LEGEND + (shown < trace->event_count ? ROW : 0);
    struct rat_buf line = RAT_BUF_INIT;
    char day[RAT_NUMBER_TEXT];
    int32_t last = INT32_MAX;
    put_head(trace, out, height);
    add_part(&line, "", rat_short_name(trace->paper.id, trace->paper.reference));
    add_part(&line, " · ", trace->paper.type);
    add_part(&line, " · ", trace->paper.municipality);
    put_text(out, 24, 56, "small", rat_buf_cstr(&line), 120);
    if (shown > 1)
        rat_buf_printf(out, "<path d=\"M%u %u V%u\" stroke=\"#bbb\" stroke-width=\"2\"/>\n", AXIS, TOP,
                       TOP + (unsigned)(shown - 1) * ROW);
    for (size_t i = 0; i < shown; i++) {
        const struct rat_trace_event *e = &trace->events[i];
        unsigned y = TOP + (unsigned)i * ROW;
        if (e->date != last)
            put_text(out, AXIS - 18, y + 4, "day", rat_console_date(console, e->date, day), 20);
        last = e->date;
        put_mark(out, mark_of(e->kind), AXIS, y, e->origin == RAT_ORIGIN_TEXT);
        rat_buf_byte(out, '\n');
        put_text(out, TEXT_AT, y + 4, e->paper ? "" : "own", line_of(e, &line),
                 e->paper ? LINE_CHARACTERS : BOLD_CHARACTERS);
    }
    if (shown < trace->event_count) {
        rat_buf_clear(&line);
        rat_buf_printf(&line, _("und %zu weitere"), trace->event_count - shown);
        put_text(out, TEXT_AT, TOP + (unsigned)shown * ROW + 4, "small", rat_buf_cstr(&line), 60);
    }
    put_legend(out, height - 28);
    rat_buf_puts(out, "</svg>\n");
    rat_buf_release(&line);
}
