/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/trace_out.h"

#define DATE_COLUMNS 12u

const char *rat_event_title(const struct rat_trace_event *event)
{
    switch (event->kind) {
    case RAT_EVENT_DECISION: return _("früherer Beschluss");
    case RAT_EVENT_CITED: return _("zitierte Vorlage");
    case RAT_EVENT_PAPER: return event->role ? event->role : _("Vorlage");
    case RAT_EVENT_AMENDMENT: return _("Änderungsantrag");
    case RAT_EVENT_ANSWER: return _("Antwort");
    case RAT_EVENT_DOCUMENT: return _("Dokument");
    case RAT_EVENT_CONSULTATION: return _("Beratung");
    case RAT_EVENT_MINUTES: return _("Niederschrift");
    case RAT_EVENT_VERSION: return _("neue Fassung aufgenommen");
    case RAT_EVENT_CITED_BY: return _("wird zitiert");
    case RAT_EVENT_REMOVED: return _("bei der Quelle entfernt");
    case RAT_EVENTS: break;
    }
    return "?";
}

const char *rat_wording_title(enum rat_wording wording)
{
    switch (wording) {
    case RAT_WORDING_CITES: break;
    case RAT_WORDING_SEE: return _("siehe");
    case RAT_WORDING_ANSWERS: return _("Antwort auf");
    case RAT_WORDING_AMENDS: return _("Änderung zu");
    case RAT_WORDING_AMENDED_BY: return _("als Änderungsantrag");
    case RAT_WORDING_REPLACES: return _("ersetzt");
    case RAT_WORDING_ATTACHED_TO: return _("Anlage zu");
    case RAT_WORDING_DECIDED: return _("beschlossen");
    }
    return "";
}

const char *rat_short_name(const char *id, const char *reference)
{
    if (reference && *reference)
        return reference;
    const char *slash = strstr(id, "://") ? strrchr(id, '/') : NULL;
    return slash && slash[1] ? slash + 1 : id;
}

static void add_part(struct rat_buf *out, const char *joint, const char *text)
{
    if (!text || !*text)
        return;
    rat_buf_puts(out, out->size > 0 ? joint : "");
    rat_buf_puts(out, text);
}

static const char *origin_note(enum rat_origin origin)
{
    return origin == RAT_ORIGIN_TEXT       ? _("aus dem Text")
           : origin == RAT_ORIGIN_INFERRED ? _("erschlossen")
                                           : NULL;
}

/* Whether the consultation that minutes are of stands there already. */
static bool is_told_already(const struct rat_trace *trace, size_t at)
{
    const struct rat_trace_event *e = &trace->events[at];
    for (size_t i = at; i-- > 0 && trace->events[i].date == e->date;)
        if (trace->events[i].kind == RAT_EVENT_CONSULTATION && trace->events[i].result)
            return true;
    return false;
}

/* "Gemeinderat, Entscheidung: mehrheitlich zugestimmt (TOP 2.1, nichtöffentlich)" */
static void describe(const struct rat_trace_event *e, bool is_told, struct rat_buf *out)
{
    rat_buf_clear(out);
    if (e->kind == RAT_EVENT_CONSULTATION) {
        add_part(out, "", e->organization ? e->organization : _("Beratung"));
        add_part(out, ", ", e->role);
        add_part(out, ": ", e->result);
        if (e->item_number && *e->item_number)
            rat_buf_printf(out, " (%s %s)", _("TOP"), e->item_number);
        if (e->is_public == RAT_NO)
            rat_buf_printf(out, " (%s)", _("nichtöffentlich"));
    } else if (e->kind == RAT_EVENT_CITED || e->kind == RAT_EVENT_CITED_BY) {
        add_part(out, "", rat_event_title(e));
        add_part(out, e->kind == RAT_EVENT_CITED ? " " : _(" von "), rat_short_name(e->id, e->reference));
        add_part(out, ": ", e->title);
    } else if (e->kind == RAT_EVENT_DECISION) {
        add_part(out, "", rat_event_title(e));
        add_part(out, ": ", e->organization);
        add_part(out, " – ", e->title);
    } else if (e->kind == RAT_EVENT_MINUTES && is_told) {
        add_part(out, "", rat_event_title(e));
        add_part(out, ": ", e->role);
    } else {
        bool is_paper = e->kind == RAT_EVENT_PAPER || e->kind == RAT_EVENT_AMENDMENT;
        add_part(out, "", rat_event_title(e));
        if (!is_paper)
            add_part(out, ": ", e->role);
        add_part(out, ", ", e->organization);
        add_part(out, ": ", is_paper ? e->title : e->result);
    }
    enum rat_origin why =
        e->kind == RAT_EVENT_CONSULTATION || e->origin == RAT_ORIGIN_TEXT ? e->origin : e->date_origin;
    if (e->result && e->result_origin == RAT_ORIGIN_TEXT)
        why = RAT_ORIGIN_TEXT;
    if (origin_note(why))
        rat_buf_printf(out, " [%s]", origin_note(why));
}

static void print_events(const struct rat_console *console, const struct rat_trace *trace)
{
    struct rat_buf line = RAT_BUF_INIT;
    int32_t last = INT32_MAX;
    char day[RAT_NUMBER_TEXT];
    for (size_t i = 0; i < trace->event_count; i++) {
        const struct rat_trace_event *e = &trace->events[i];
        unsigned at = 2 + DATE_COLUMNS;
        fputs("  ", stdout);
        rat_console_cell(console, e->date == last ? "" : rat_console_date(console, e->date, day),
                         DATE_COLUMNS);
        last = e->date;
        describe(e, is_told_already(trace, i), &line);
        bool named = e->kind == RAT_EVENT_CITED || e->kind == RAT_EVENT_CITED_BY;
        if (e->paper && !named) {
            struct rat_buf whole = RAT_BUF_INIT;
            rat_buf_printf(&whole, "%s: %s", rat_short_name(e->paper, e->reference), rat_buf_cstr(&line));
            rat_console_wrap(console, rat_buf_cstr(&whole), at, at + 2);
            rat_buf_release(&whole);
        } else {
            rat_console_wrap(console, rat_buf_cstr(&line), at, at + 2);
        }
    }
    rat_buf_release(&line);
}

static void print_papers(const struct rat_console *console, const struct rat_trace *trace)
{
    struct rat_buf line = RAT_BUF_INIT;
    char day[RAT_NUMBER_TEXT];
    enum rat_relation last = RAT_RELATIONS;
    for (size_t i = 0; i < trace->paper_count; i++) {
        const struct rat_trace_paper *p = &trace->papers[i];
        if (p->relation != last) {
            putchar('\n');
            rat_console_bold(console, rat_relation_title(p->relation));
            putchar('\n');
            last = p->relation;
        }
        rat_buf_clear(&line);
        rat_buf_printf(&line, "%s, %s", rat_short_name(p->id, p->reference),
                       rat_console_date(console, p->date, day));
        add_part(&line, ", ", p->type);
        add_part(&line, ": ", p->title);
        if (p->origin == RAT_ORIGIN_TEXT) {
            const char *wording = rat_wording_title(p->wording);
            rat_buf_printf(&line, " [%s: %s%s%s]", _("aus dem Text"), wording, *wording ? " " : "",
                           p->surface);
        } else if (p->origin == RAT_ORIGIN_INFERRED) {
            rat_buf_printf(&line, " [%s]", _("nach der Nummer"));
        }
        if (p->removed)
            rat_buf_printf(&line, " (%s)", _("bei der Quelle entfernt"));
        fputs("  ", stdout);
        rat_console_wrap(console, rat_buf_cstr(&line), 2, 4);
    }
    rat_buf_release(&line);
}

static void print_named(const struct rat_console *console, const struct rat_trace *trace,
                        enum rat_reference_kind kind, const char *title)
{
    struct rat_buf line = RAT_BUF_INIT;
    for (size_t i = 0; i < trace->named_count; i++)
        if (trace->named[i].reference.kind == kind)
            add_part(&line, "; ", trace->named[i].reference.surface);
    if (line.size > 0) {
        putchar('\n');
        rat_console_bold(console, title);
        fputs("\n  ", stdout);
        rat_console_wrap(console, rat_buf_cstr(&line), 2, 2);
    }
    rat_buf_release(&line);
}

void rat_trace_print_text(const struct rat_console *console, const struct rat_trace *trace)
{
    const struct rat_paper *p = &trace->paper;
    rat_console_bold(console, p->name && *p->name ? p->name : _("(ohne Titel)"));
    putchar('\n');
    rat_console_row(console, _("Nummer"), p->reference);
    rat_console_row(console, _("Art"), p->type);
    rat_console_row(console, _("Kommune"), p->municipality);
    rat_console_row(console, "ID", p->id);
    putchar('\n');
    rat_console_bold(console, _("Der Weg"));
    putchar('\n');
    print_events(console, trace);
    print_papers(console, trace);
    print_named(console, trace, RAT_REFERENCE_PAPER, _("Genannte Vorlagen, die nicht im Archiv sind"));
    print_named(console, trace, RAT_REFERENCE_OUTSIDE, _("Drucksachen anderer Parlamente"));
    print_named(console, trace, RAT_REFERENCE_LAW, _("Genannte Vorschriften"));
    print_named(console, trace, RAT_REFERENCE_BUDGET, _("Genannte Haushalte"));
    if (trace->is_unread) {
        putchar('\n');
        rat_console_wrap(
            console,
            _("Das Archiv stammt von einer früheren Version: Was seine Texte nennen, liest `ratsarchiv "
              "reindex`."),
            0, 0);
    }
}
