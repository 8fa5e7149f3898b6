/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/hits.h"
#include "app/request.h"
#include "app/text_state.h"
#include "query/unsearchable.h"
#include "storage/fields.h"

#define INDENT 5u
#define COMMITTEES_SHOWN 3u

static void add_part(struct rat_buf *out, const char *text)
{
    if (!text || !*text)
        return;
    rat_buf_puts(out, out->size > 0 ? " · " : "");
    rat_buf_puts(out, text);
}

/* "2020/740 · 21.09.2020 · Beschlussvorlage · Kreisausschuss, Kreistag" */
static void describe(const struct rat_console *console, const struct rat_document *document,
                     struct rat_buf *out)
{
    char day[RAT_NUMBER_TEXT];
    add_part(out, document->reference);
    add_part(out, rat_console_date(console, document->date, day));
    add_part(out, document->type);
    for (size_t i = 0; i < document->committee_count && i < COMMITTEES_SHOWN; i++) {
        if (i == 0)
            add_part(out, document->committees[0]);
        else
            rat_buf_printf(out, ", %s", document->committees[i]);
    }
    if (document->committee_count > COMMITTEES_SHOWN)
        rat_buf_printf(out, _(" und %zu weitere"), document->committee_count - COMMITTEES_SHOWN);
}

static void print_line(const struct rat_console *console, const char *text)
{
    printf("%*s", (int)INDENT, "");
    rat_console_wrap(console, text, INDENT, INDENT);
}

static void print_removed(const struct rat_console *console, const char *removed_at)
{
    char day[RAT_NUMBER_TEXT], line[RAT_NUMBER_TEXT + 64];
    snprintf(line, sizeof line, _("bei der Quelle entfernt am %s"),
             rat_console_iso_date(console, removed_at, day));
    print_line(console, line);
}

static void print_text_state(const struct rat_console *console, const struct rat_document *document)
{
    struct rat_buf line = RAT_BUF_INIT;
    rat_describe_text_state(document, &line);
    print_line(console, rat_buf_cstr(&line));
    rat_buf_release(&line);
}

/* "S. 3: ..."; a single page needs no number. */
static rat_status print_snippet(const struct rat_console *console, struct rat_hits *hits, size_t i,
                                const struct rat_document *document, struct rat_err *err)
{
    const struct rat_snippet_options options = {.length = 3u * (console->width - INDENT),
                                                .mark_on = RAT_MARK_ON,
                                                .mark_off = RAT_MARK_OFF,
                                                .plain = true};
    struct rat_snippet snippet = {0};
    if (!hits->snapshot->contents)
        return RAT_OK;
    rat_status st = rat_search_snippet_page(hits->search, i, &options, &hits->arena, &snippet, err);
    if (st != RAT_OK || !snippet.text || !*snippet.text)
        return st;
    const char *line =
        snippet.page && document->page_count > 1
            ? rat_arena_printf(&hits->arena, _("S. %u: %s"), (unsigned)snippet.page, snippet.text)
            : snippet.text;
    if (!line)
        return rat_nomem(err);
    print_line(console, line);
    return RAT_OK;
}

/* Text in a cell of `columns`, at its right end. */
static void print_right(const struct rat_console *console, const char *text, size_t columns)
{
    size_t used = rat_console_columns(text);
    printf("%*s", (int)(used < columns ? columns - used : 0), "");
    rat_console_text(console, text);
}

static rat_status print_kwic(const struct rat_console *console, struct rat_hits *hits, size_t i,
                             struct rat_err *err)
{
    struct rat_kwic kwic;
    size_t width = hits->kwic_width;
    if (!hits->snapshot->contents)
        return RAT_OK;
    if (!width)
        width = console->width > 60 ? (console->width - INDENT - 20) / 2 : 20;
    rat_status st = rat_search_kwic(hits->search, i, width, hits->kwic_lines, &hits->arena, &kwic, err);
    for (size_t k = 0; st == RAT_OK && k < kwic.line_count; k++) {
        printf("%*s", (int)INDENT, "");
        print_right(console, kwic.lines[k].left, width);
        rat_console_bold(console, kwic.lines[k].match);
        rat_console_text(console, kwic.lines[k].right);
        putchar('\n');
    }
    if (st == RAT_OK && kwic.place_count > kwic.line_count)
        printf(_("%*s… und %zu weitere Fundstellen (--kwic-lines)\n"), (int)INDENT, "",
               kwic.place_count - kwic.line_count);
    return st;
}

static rat_status print_hit(const struct rat_console *console, struct rat_hits *hits, size_t i,
                            struct rat_err *err)
{
    struct rat_document document;
    rat_status st = rat_hits_document(hits, i, &document, err);
    if (st != RAT_OK)
        return st;
    const char *id = hits->result->hits[i].id;
    printf("\n%3zu. ", hits->request.offset + i + 1);
    if (!hits->snapshot->catalogue) {
        printf("%.4f  ", hits->result->hits[i].score);
        rat_console_text(console, id);
        putchar('\n');
        return RAT_OK;
    }
    rat_console_bold(console, document.title && *document.title ? document.title : _("(ohne Titel)"));
    putchar('\n');
    struct rat_buf line = RAT_BUF_INIT;
    describe(console, &document, &line);
    print_line(console, rat_buf_cstr(&line));
    rat_buf_release(&line);
    if (document.removed_at)
        print_removed(console, document.removed_at);
    if (document.text_state != RAT_TEXT_FOUND || document.confidence)
        print_text_state(console, &document);
    st = hits->kwic ? print_kwic(console, hits, i, err) : print_snippet(console, hits, i, &document, err);
    if (st != RAT_OK)
        return st;
    printf("%*sID: ", (int)INDENT, "");
    rat_console_text(console, id);
    putchar('\n');
    return RAT_OK;
}

static void print_facet(const struct rat_console *console, const struct rat_facet *facet)
{
    const struct rat_field_info *field = rat_field_by_id(facet->field);
    size_t widest = 0, digits = 0;
    char number[RAT_NUMBER_TEXT];
    for (size_t i = 0; i < facet->value_count; i++) {
        size_t columns = rat_console_columns(facet->values[i].value), n;
        n = strlen(rat_console_count(console, facet->values[i].count, number));
        widest = columns > widest ? columns : widest;
        digits = n > digits ? n : digits;
    }
    const char *unknown = _("(ohne Angabe)");
    widest = rat_console_columns(unknown) > widest ? rat_console_columns(unknown) : widest;
    printf("\n%s\n", field ? (console->english ? field->name : field->german) : "?");
    for (size_t i = 0; i < facet->value_count; i++) {
        const char *value = facet->values[i].value;
        fputs("  ", stdout);
        rat_console_cell(console, *value ? value : unknown, widest + 2);
        printf("%*s\n", (int)digits, rat_console_count(console, facet->values[i].count, number));
    }
}

static void print_total(const struct rat_console *console, const struct rat_hits *hits)
{
    const struct rat_result *result = hits->result;
    char number[RAT_NUMBER_TEXT], total[RAT_NUMBER_TEXT + 32], took[RAT_NUMBER_TEXT];
    rat_console_count(console, result->total, number);
    snprintf(total, sizeof total, result->total_is_exact ? "%s" : _("mindestens %s"), number);
    rat_console_decimal(console, (double)result->took_us / 1000, 1, took);
    printf(hits->request.group_by_paper ? _("Vorlagen mit Treffern: %s (in %s ms)\n")
                                        : _("%s Treffer in %s ms\n"),
           total, took);
}

static void print_notes(const struct rat_console *console, const struct rat_hits *hits)
{
    for (size_t i = 0; i < hits->result->note_count; i++) {
        fputs(_("Hinweis: "), stdout);
        rat_console_wrap(console, hits->result->notes[i], 9, 9);
    }
    if (hits->result->cut_by_deadline)
        puts(_("Hinweis: Die Suche wurde nach der Zeitgrenze abgebrochen; es kann mehr Treffer geben"));
}

/* Never silently: what was typed stands beside what was searched. */
static void print_suggestion(const struct rat_console *console, const struct rat_hits *hits)
{
    const struct rat_suggestion *s = &hits->suggestion;
    char number[RAT_NUMBER_TEXT];
    if (!s->query)
        return;
    if (hits->suggestion_used)
        printf(_("Keine Treffer für: %s\nGezeigt wird: %s (nicht mit --verbatim)\n"), hits->request.query,
               s->query);
    else
        printf(_("Meinten Sie: %s (%s Treffer)\n"), s->query, rat_console_count(console, s->total, number));
}

/* No hits must not be read as "there is nothing": what has no text cannot be found by its words. */
static void print_unsearchable(const struct rat_console *console, uint64_t count)
{
    char number[RAT_NUMBER_TEXT];
    if (count)
        printf(_("Hinweis: ohne durchsuchbaren Text im Archiv: %s Dokumente (ist:ohne-text zeigt sie)\n"),
               rat_console_count(console, count, number));
}

static void print_nothing(const struct rat_console *console, const struct rat_hits *hits,
                          uint64_t unsearchable)
{
    puts(_("Keine Treffer."));
    if (hits->result->interpreted && *hits->result->interpreted) {
        fputs(_("Gesucht wurde: "), stdout);
        rat_console_wrap(console, hits->result->interpreted, 15, 15);
    }
    print_notes(console, hits);
    print_unsearchable(console, unsearchable);
    if (hits->request.filter_count > 0)
        puts(_("Ohne --filter suchen, oder mit weniger davon."));
    puts(_("Was hilft: weniger oder andere Wörter, ODER zwischen ihnen, Wortanfänge mit * (Straß*)."));
}

static void print_next_page(const struct rat_hits *hits)
{
    uint64_t seen = (uint64_t)hits->request.offset + hits->result->hit_count;
    if (hits->result->hit_count == 0 && hits->request.limit > 0)
        puts(_("Auf dieser Seite steht nichts mehr: --offset kleiner wählen"));
    else if (hits->result->hit_count > 0 && hits->result->total > seen)
        printf(_("\nnächste Seite: --offset %llu\n"), (unsigned long long)seen);
}

rat_status rat_hits_print_text(const struct rat_console *console, struct rat_hits *hits, struct rat_err *err)
{
    const struct rat_result *result = hits->result;
    uint64_t unsearchable = 0;
    rat_status counted = rat_count_unsearchable(hits->snapshot, &unsearchable, err);
    if (counted != RAT_OK)
        return counted;
    if (result->total == 0) {
        print_nothing(console, hits, unsearchable);
        return RAT_OK;
    }
    print_suggestion(console, hits);
    print_total(console, hits);
    if (hits->request.layers != RAT_LAYERS_PARTS)
        printf(_("Gezählt wird: %s\n"), rat_layers_text(hits->request.layers));
    print_notes(console, hits);
    print_unsearchable(console, unsearchable);
    for (size_t i = 0; i < result->hit_count; i++) {
        rat_status st = print_hit(console, hits, i, err);
        if (st != RAT_OK)
            return st;
        rat_arena_clear(&hits->arena);
    }
    for (size_t i = 0; i < result->facet_count; i++)
        print_facet(console, &result->facets[i]);
    if (hits->histogram) {
        printf(_("\nTreffer nach Jahren; gezählt wird: %s\n"), rat_layers_text(hits->request.layers));
        rat_timeline_print(console, &hits->timeline);
        for (size_t i = result->note_count; i < hits->timeline.note_count; i++) {
            fputs(_("Hinweis: "), stdout);
            rat_console_wrap(console, hits->timeline.notes[i], 9, 9);
        }
    }
    print_next_page(hits);
    return RAT_OK;
}
