/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/show.h"
#include "app/text_state.h"
#include "query/cite.h"

static void row_date(const struct rat_console *console, int32_t date, enum rat_origin origin)
{
    char day[RAT_NUMBER_TEXT], text[RAT_NUMBER_TEXT + 64];
    const char *how = origin == RAT_ORIGIN_TEXT       ? _(" (aus dem Text gelesen)")
                      : origin == RAT_ORIGIN_INFERRED ? _(" (erschlossen)")
                                                      : "";
    snprintf(text, sizeof text, "%s%s", rat_console_date(console, date, day), date == RAT_NO_DATE ? "" : how);
    rat_console_row(console, _("Datum"), text);
}

static void row_removed(const struct rat_console *console, const char *removed_at)
{
    char day[RAT_NUMBER_TEXT], text[RAT_NUMBER_TEXT + 64];
    if (!removed_at)
        return;
    snprintf(text, sizeof text, _("bei der Quelle entfernt am %s"),
             rat_console_iso_date(console, removed_at, day));
    rat_console_row(console, _("Zustand"), text);
}

static void heading(const struct rat_console *console, const char *text)
{
    putchar('\n');
    rat_console_bold(console, text);
    putchar('\n');
}

static void title(const struct rat_console *console, const char *text)
{
    rat_console_bold(console, text && *text ? text : _("(ohne Titel)"));
    putchar('\n');
}

static void print_fields(const struct rat_console *console, const char *name, const struct rat_field *fields,
                         size_t count)
{
    if (count > 0)
        heading(console, name);
    for (size_t i = 0; i < count; i++)
        rat_console_row(console, fields[i].name, fields[i].value);
}

static const char *public_mark(enum rat_tristate is_public)
{
    return is_public == RAT_YES ? _("Ö") : is_public == RAT_NO ? _("N") : "?";
}

/* The table of the paper's way: date, Ö or N, body, role, result. */
static void print_consultations(const struct rat_console *console, const struct rat_paper *paper)
{
    size_t widest = 0;
    char day[RAT_NUMBER_TEXT];
    if (paper->consultation_count == 0)
        return;
    heading(console, _("Beratungsfolge"));
    for (size_t i = 0; i < paper->consultation_count; i++) {
        const char *body = paper->consultations[i].body;
        size_t columns = body ? rat_console_columns(body) : 1;
        widest = columns > widest ? columns : widest;
    }
    widest = widest > 48 ? 48 : widest;
    for (size_t i = 0; i < paper->consultation_count; i++) {
        const struct rat_consultation *c = &paper->consultations[i];
        fputs("  ", stdout);
        rat_console_cell(console, rat_console_date(console, c->date, day), 12);
        rat_console_cell(console, public_mark(c->is_public), 3);
        rat_console_cell(console, c->body ? c->body : "?", widest + 2);
        rat_console_text(console, c->role ? c->role : "");
        if (c->result) {
            fputs(c->role ? ": " : "", stdout);
            rat_console_text(console, c->result);
        }
        putchar('\n');
    }
}

static void print_paper(const struct rat_console *console, const struct rat_paper *paper)
{
    rat_console_row(console, _("ID der Vorlage"), paper->id);
    rat_console_row(console, _("Nummer"), paper->reference);
    rat_console_row(console, _("gedruckte Nummer"), paper->reference_printed);
    rat_console_row(console, _("Art"), paper->type);
    row_date(console, paper->date, paper->date_origin);
    rat_console_row(console, _("Federführend"), paper->lead_office);
    rat_console_row(console, _("Status"), paper->status);
    rat_console_row(console, _("Kommune"), paper->municipality);
    row_removed(console, paper->removed_at);
}

static void print_links(const struct rat_console *console, const struct rat_paper *paper)
{
    if (paper->link_count > 0)
        heading(console, _("Verknüpft (wie die Quelle es angibt)"));
    for (size_t i = 0; i < paper->link_count; i++)
        rat_console_row(console, paper->links[i].kind, paper->links[i].other_id);
}

static void print_documents(const struct rat_console *console, const struct rat_shown *show)
{
    heading(console, _("Dokumente der Vorlage"));
    if (show->sibling_count == 0)
        puts(_("  keine"));
    for (size_t i = 0; i < show->sibling_count; i++) {
        const struct rat_document *d = &show->siblings[i];
        fputs("  ", stdout);
        rat_console_text(console, d->name ? d->name : d->title ? d->title : _("(ohne Titel)"));
        if (d->removed_at)
            fputs(_(" (bei der Quelle entfernt)"), stdout);
        fputs("\n    ID: ", stdout);
        rat_console_text(console, d->id);
        putchar('\n');
    }
}

static void print_provenance(const struct rat_console *console, const struct rat_document *d)
{
    char hex[RAT_SHA256_HEX];
    heading(console, _("Herkunft"));
    rat_console_row(console, _("Quelle"), d->source);
    rat_console_row(console, _("Ort"), d->location);
    rat_console_row(console, _("Original"), d->download_url);
    rat_console_row(console, _("aufgenommen"), d->imported_at);
    rat_sha256_hex(d->original_sha, hex);
    rat_console_row(console, _("SHA-256 des Originals"), hex);
    rat_console_row_bytes(console, _("Größe des Originals"), d->original_size);
    rat_console_row_bytes(console, _("Größe des Textes"), d->text_size);
    rat_console_row(console, _("Kodierung"), d->encoding);
    if (d->undecodable > 0)
        rat_console_row_count(console, _("unlesbare Bytes"), d->undecodable);
    rat_console_row(console, _("Textgewinnung"), d->extractor);
    struct rat_buf state = RAT_BUF_INIT;
    rat_describe_text_state(d, &state);
    rat_console_row(console, _("Zustand des Textes"), state.size ? rat_buf_cstr(&state) : NULL);
    rat_buf_release(&state);
    if (d->page_count)
        rat_console_row_count(console, _("Seiten"), d->page_count);
    rat_console_row(console, _("enthalten in"), d->container);
}

static void print_citation(const struct rat_console *console, const struct rat_document *d)
{
    struct rat_buf text = RAT_BUF_INIT;
    rat_cite(d, &text);
    heading(console, _("Zitieren als"));
    fputs("  ", stdout);
    rat_console_wrap(console, rat_buf_cstr(&text), 2, 2);
    rat_buf_release(&text);
}

static void print_versions(const struct rat_console *console, const struct rat_shown *show)
{
    if (show->version_count == 0)
        return;
    heading(console, _("Fassungen"));
    for (size_t i = 0; i < show->version_count; i++) {
        char label[32];
        snprintf(label, sizeof label, "%u", (unsigned)show->versions[i].version);
        rat_console_row(console, label, show->versions[i].imported_at);
    }
}

static void print_committees(const struct rat_console *console, const struct rat_document *d)
{
    struct rat_buf names = RAT_BUF_INIT;
    for (size_t i = 0; i < d->committee_count; i++)
        rat_buf_printf(&names, "%s%s", i > 0 ? ", " : "", d->committees[i]);
    rat_console_row(console, _("Gremien"), rat_buf_cstr(&names));
    rat_buf_release(&names);
}

static void print_document(const struct rat_console *console, const struct rat_shown *show)
{
    const struct rat_document *d = &show->document;
    title(console, d->title);
    rat_console_row(console, "ID", d->id);
    rat_console_row(console, _("Vorlage"), d->paper_id);
    rat_console_row(console, _("Nummer"), d->reference);
    rat_console_row(console, _("Art"), d->type);
    row_date(console, d->date, d->date_origin);
    print_committees(console, d);
    rat_console_row(console, _("Federführend"), d->lead_office);
    rat_console_row(console, _("Status"), d->status);
    rat_console_row(console, _("Kommune"), d->municipality);
    row_removed(console, d->removed_at);
    print_fields(console, _("Angaben"), d->fields, d->field_count);
}

void rat_show_print_text(const struct rat_console *console, const struct rat_shown *show)
{
    if (show->is_paper) {
        title(console, show->paper.name);
        print_paper(console, &show->paper);
    } else {
        print_document(console, show);
    }
    if (show->has_paper) {
        print_consultations(console, &show->paper);
        print_fields(console, _("Angaben der Vorlage"), show->paper.fields, show->paper.field_count);
        print_links(console, &show->paper);
    }
    if (show->is_paper) {
        print_documents(console, show);
    } else {
        print_citation(console, &show->document);
        print_provenance(console, &show->document);
        print_versions(console, show);
    }
}
