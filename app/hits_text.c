/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/hits.h"
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

static rat_status print_snippet(const struct rat_console *console, struct rat_hits *hits, size_t i,
                                struct rat_err *err)
{
    const struct rat_snippet_options options = {.length = 3u * (console->width - INDENT),
                                                .mark_on = RAT_MARK_ON,
                                                .mark_off = RAT_MARK_OFF,
                                                .plain = true};
    const char *snippet = NULL;
    if (!rat_search_has_texts(hits->search))
        return RAT_OK;
    rat_status st = rat_search_snippet(hits->search, i, &options, &hits->arena, &snippet, err);
    if (st == RAT_OK && snippet && *snippet)
        print_line(console, snippet);
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
    if (!rat_search_has_texts(hits->search)) {
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
    st = print_snippet(console, hits, i, err);
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

static void print_missing(const struct rat_console *console, const struct rat_result *result)
{
    for (size_t i = 0; i < result->missing_count; i++) {
        char line[600];
        snprintf(line, sizeof line, _("Es fehlt das Teil „%s“: %s"), result->missing[i].shard,
                 result->missing[i].reason);
        fputs(_("Warnung: "), stdout);
        rat_console_wrap(console, line, 9, 9);
    }
    if (result->missing_count)
        puts(_("Warnung: Gefunden ist nur, was auf den anderen Teilen liegt; es gibt vielleicht mehr"));
}

static void print_notes(const struct rat_console *console, const struct rat_hits *hits)
{
    print_missing(console, hits->result);
    for (size_t i = 0; i < hits->result->note_count; i++) {
        fputs(_("Hinweis: "), stdout);
        rat_console_wrap(console, hits->result->notes[i], 9, 9);
    }
    if (hits->result->cut_by_deadline)
        puts(_("Hinweis: Die Suche wurde nach der Zeitgrenze abgebrochen; es kann mehr Treffer geben"));
}

static void print_nothing(const struct rat_console *console, const struct rat_hits *hits)
{
    puts(_("Keine Treffer."));
    if (hits->result->interpreted && *hits->result->interpreted) {
        fputs(_("Gesucht wurde: "), stdout);
        rat_console_wrap(console, hits->result->interpreted, 15, 15);
    }
    print_notes(console, hits);
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
    if (result->total == 0) {
        print_nothing(console, hits);
        return RAT_OK;
    }
    print_total(console, hits);
    print_notes(console, hits);
    for (size_t i = 0; i < result->hit_count; i++) {
        rat_status st = print_hit(console, hits, i, err);
        if (st != RAT_OK)
            return st;
        rat_arena_clear(&hits->arena);
    }
    for (size_t i = 0; i < result->facet_count; i++)
        print_facet(console, &result->facets[i]);
    print_next_page(hits);
    return RAT_OK;
}
