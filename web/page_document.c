/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/shown.h"
#include "storage/fields.h"
#include "web/address.h"
#include "web/document_text.h"
#include "web/language.h"
#include "web/local_paths.h"

struct document_page {
    struct rat_page page;
    struct rat_shown shown;
    const char *query;
    const struct rat_match *matches;
    size_t match_count;
    uint64_t part, parts;
};

/* ---- matches ---- */

/* A query that cannot be understood marks nothing. */
static rat_status find_matches(struct document_page *p, struct rat_err *err)
{
    struct rat_visit *visit = p->page.visit;
    const struct rat_filter only = {RAT_FIELD_ID, p->shown.document.id};
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search = NULL;
    if (!*p->query)
        return RAT_OK;
    request.query = p->query;
    request.filters = &only;
    request.filter_count = 1;
    request.limit = 1;
    request.include_removed = true;
    request.lenient = true;
    request.deadline_ms = visit->site->deadline_ms;
    rat_status st = rat_search_run(visit->snapshot, &request, &search, err);
    if (st == RAT_EUSAGE || st == RAT_ELIMIT)
        return RAT_OK;
    if (st == RAT_OK && rat_search_result(search)->hit_count > 0 &&
        strcmp(rat_search_result(search)->hits[0].id, p->shown.document.id) == 0)
        st = rat_search_matches(search, 0, &visit->arena, &p->matches, &p->match_count, err);
    rat_search_free(search);
    return st;
}

static struct rat_url part_url(struct document_page *p, uint64_t part, size_t match)
{
    struct rat_link link;
    char anchor[24];
    rat_visit_link(p->page.visit, &link, RAT_PATH("/dokument/"));
    rat_link_segment(&link, p->shown.document.id);
    rat_link_param(&link, "q", p->query);
    if (part > 1 || match)
        rat_link_number(&link, "teil", part);
    snprintf(anchor, sizeof anchor, "m%zu", match);
    if (match)
        rat_link_fragment(&link, anchor);
    return rat_link_url(&link);
}

/* "12 Treffer im Text: zum ersten", and in which parts they stand. */
static void put_match_line(struct document_page *p)
{
    struct rat_html *html = &p->page.html;
    if (!*p->query)
        return;
    if (p->match_count == 0) {
        RAT_HTML(html, "<p class=\"found\">{} <b>{}</b></p>\n", T(_("Im Text nicht gefunden:")), T(p->query));
        return;
    }
    RAT_HTML(html, "<p class=\"found\">{} <b>{}</b>: {} · <a href=\"{}\">{}</a>",
             T(_("Fundstellen im Text für")), T(p->query), N(p->match_count),
             part_url(p, rat_text_part_of(p->matches[0].start), 1), T(_("zur ersten")));
    for (uint64_t part = 1, i = 0; p->parts > 1 && part <= p->parts; part++) {
        size_t first = (size_t)i;
        while (i < p->match_count && rat_text_part_of(p->matches[i].start) == part)
            i++;
        if (i > first)
            RAT_HTML(html, " · <a href=\"{}\">{} {}: {}</a>", part_url(p, part, first + 1), T(_("Teil")),
                     N(part), N(i - first));
    }
    RAT_HTML(html, "</p>\n");
}

/* ---- head ---- */

static void put_actions(struct document_page *p)
{
    struct rat_visit *visit = p->page.visit;
    const struct rat_document *d = &p->shown.document;
    char size[RAT_FIGURE_TEXT];
    struct rat_link text;
    struct rat_url source;
    rat_link_start(&text, &visit->arena, RAT_PATH("/text/"));
    rat_link_segment(&text, d->id);
    RAT_HTML(&p->page.html, "<p class=\"actions\"><a href=\"{}\" download>{} ({})</a> <a href=\"{}\">{}</a>",
             rat_url_original(visit, d->id), T(_("Original herunterladen")),
             T(rat_figure_bytes(visit->english, d->original_size, size)), rat_link_url(&text),
             T(_("nur der Text")));
    if (rat_url_external(d->download_url, &source))
        RAT_HTML(&p->page.html, " <a href=\"{}\" rel=\"noreferrer\">{}</a>", source, T(_("bei der Quelle")));
    RAT_HTML(&p->page.html, "</p>\n");
}

static rat_status put_head(struct document_page *p, struct rat_err *err)
{
    struct rat_page *page = &p->page;
    struct rat_visit *visit = page->visit;
    const struct rat_document *d = &p->shown.document;
    char day[RAT_FIGURE_TEXT];
    RAT_HTML(&page->html, "<dl class=\"head\">\n");
    if (d->paper_id) {
        struct rat_url paper;
        const char *reference =
            p->shown.has_paper && p->shown.paper.reference ? p->shown.paper.reference : d->reference;
        rat_status st = rat_url_paper(visit, d->paper_id, reference, &paper, err);
        if (st != RAT_OK)
            return st;
        RAT_HTML(&page->html, "<dt>{}</dt><dd><a href=\"{}\">{}</a></dd>\n", T(_("Vorlage")), paper,
                 T(reference ? reference : d->paper_id));
    } else {
        rat_page_row(page, _("Nummer"), d->reference);
    }
    rat_page_row(page, _("Datum"), rat_day(visit->english, d->date, day));
    rat_page_row(page, _("Art"), d->type);
    for (size_t i = 0; i < d->committee_count; i++) {
        struct rat_link link;
        rat_visit_link(visit, &link, RAT_PATH("/suche"));
        rat_link_param(&link, "gremium", d->committees[i]);
        if (i == 0)
            RAT_HTML(&page->html, "<dt>{}</dt>", T(_("Gremien")));
        RAT_HTML(&page->html, "<dd><a href=\"{}\">{}</a></dd>\n", rat_link_url(&link), T(d->committees[i]));
    }
    rat_page_row(page, _("Federführend"), d->lead_office);
    rat_page_row(page, _("Status"), d->status);
    rat_page_row(page, _("Kommune"), d->municipality);
    rat_page_row(page, _("Datei"), d->name);
    if (d->removed_at)
        rat_page_row(page, _("bei der Quelle entfernt am"), rat_moment(visit->english, d->removed_at, day));
    RAT_HTML(&page->html, "</dl>\n");
    return RAT_OK;
}

/* ---- text ---- */

static void put_parts(struct document_page *p)
{
    if (p->parts <= 1)
        return;
    struct rat_url back = part_url(p, p->part - 1, 0), on = part_url(p, p->part + 1, 0);
    rat_page_paging(&p->page, _("Teile des Textes"), true, p->part, p->parts, p->part > 1 ? &back : NULL,
                    p->part < p->parts ? &on : NULL);
}

static rat_status put_text(struct document_page *p, struct rat_err *err)
{
    const struct rat_document *d = &p->shown.document;
    RAT_HTML(&p->page.html, "<section>\n<h2>{}</h2>\n", T(_("Text")));
    if (d->text_size < 16)
        RAT_HTML(&p->page.html, "<p>{}</p>\n",
                 T(_("Aus dieser Datei ließ sich kein Text gewinnen (vielleicht ein Scan). Das Original "
                     "lässt sich "
                     "herunterladen.")));
    put_parts(p);
    rat_status st = rat_text_put(&p->page, d, p->part, p->matches, p->match_count, err);
    put_parts(p);
    RAT_HTML(&p->page.html, "</section>\n");
    return st;
}

/* ---- what stands below ---- */

static void put_siblings(struct document_page *p)
{
    const struct rat_shown *shown = &p->shown;
    if (shown->sibling_count < 2)
        return;
    RAT_HTML(&p->page.html, "<section>\n<h2>{}</h2>\n<ul>\n", T(_("Weitere Dokumente der Vorlage")));
    for (size_t i = 0; i < shown->sibling_count; i++) {
        const struct rat_document *d = &shown->siblings[i];
        if (strcmp(d->id, shown->document.id) != 0)
            RAT_HTML(&p->page.html, "<li><a href=\"{}\">{}</a></li>\n",
                     rat_url_document(p->page.visit, d->id, p->query),
                     T(d->name    ? d->name
                       : d->title ? d->title
                                  : _("(ohne Titel)")));
    }
    RAT_HTML(&p->page.html, "</ul>\n</section>\n");
}

static void put_provenance(struct document_page *p)
{
    struct rat_page *page = &p->page;
    const struct rat_document *d = &p->shown.document;
    bool english = page->visit->english;
    char hex[RAT_SHA256_HEX], figure[RAT_FIGURE_TEXT];
    RAT_HTML(&page->html, "<section>\n<h2>{}</h2>\n<dl>\n", T(_("Herkunft")));
    rat_page_row(page, "ID", d->id);
    rat_page_row(page, _("Quelle"), rat_without_folders(d->source));
    rat_page_row(page, _("Ort"), rat_without_folders(d->location));
    rat_page_row(page, _("aufgenommen"), rat_moment(english, d->imported_at, figure));
    rat_sha256_hex(d->original_sha, hex);
    rat_page_row(page, _("SHA-256 des Originals"), hex);
    rat_page_row(page, _("Größe des Originals"), rat_figure_bytes(english, d->original_size, figure));
    rat_page_row(page, _("Größe des Textes"), rat_figure_bytes(english, d->text_size, figure));
    rat_page_row(page, _("Kodierung"), d->encoding);
    if (d->undecodable > 0)
        rat_page_row(page, _("unlesbare Bytes"), rat_figure(english, d->undecodable, figure));
    rat_page_row(page, _("Textgewinnung"), d->extractor);
    RAT_HTML(&page->html, "</dl>\n</section>\n");
}

static void put_versions(struct document_page *p)
{
    struct rat_visit *visit = p->page.visit;
    if (p->shown.version_count == 0)
        return;
    RAT_HTML(&p->page.html, "<section>\n<h2>{}</h2>\n<p>{}</p>\n<ul>\n", T(_("Frühere Fassungen")),
             T(_("Was die Quelle geändert hat, bleibt im Archiv.")));
    for (size_t i = 0; i < p->shown.version_count; i++) {
        const struct rat_version *v = &p->shown.versions[i];
        char moment[RAT_FIGURE_TEXT];
        struct rat_link link;
        rat_link_start(&link, &visit->arena, RAT_PATH("/original/"));
        rat_link_segment(&link, p->shown.document.id);
        rat_link_number(&link, "fassung", v->version);
        RAT_HTML(&p->page.html, "<li><a href=\"{}\" download>{} {}</a>, {} {}</li>\n", rat_link_url(&link),
                 T(_("Fassung")), N(v->version), T(_("aufgenommen")),
                 T(rat_moment(visit->english, v->imported_at, moment)));
    }
    RAT_HTML(&p->page.html, "</ul>\n</section>\n");
}

/* ---- the page ---- */

static rat_status put_page(struct document_page *p, struct rat_err *err)
{
    const struct rat_document *d = &p->shown.document;
    rat_page_begin(&p->page, p->page.visit, d->title && *d->title ? d->title : _("(ohne Titel)"));
    rat_status st = put_head(p, err);
    if (st != RAT_OK)
        return st;
    put_actions(p);
    put_match_line(p);
    st = put_text(p, err);
    if (st != RAT_OK)
        return st;
    put_siblings(p);
    put_provenance(p);
    put_versions(p);
    return rat_page_end(&p->page, err);
}

/* "/dokument/2020/740" names a paper: its page has the address that stays. */
static rat_status go_to_paper(struct rat_visit *visit, const struct rat_paper *paper, struct rat_err *err)
{
    struct rat_url to;
    rat_status st = rat_url_paper(visit, paper->id, paper->reference, &to, err);
    return st == RAT_OK ? rat_visit_redirect(visit, 302, to, err) : st;
}

rat_status rat_page_document(struct rat_visit *visit, struct rat_err *err)
{
    struct document_page p = {.page = {.visit = visit},
                              .shown = {.snapshot = visit->snapshot, .arena = &visit->arena},
                              .query = rat_visit_param(visit, "q")};
    const char *id = rat_visit_rest(visit, "/dokument/");
    rat_status st = rat_shown_load(&p.shown, id ? id : "", err);
    if (st == RAT_OK && p.shown.is_paper)
        return go_to_paper(visit, &p.shown.paper, err);
    if (st == RAT_OK)
        st = find_matches(&p, err);
    if (st != RAT_OK)
        return st;
    p.parts = rat_text_parts(p.shown.document.text_size);
    p.part =
        rat_visit_number(visit, "teil", 1, p.parts, p.match_count ? rat_text_part_of(p.matches[0].start) : 1);
    return put_page(&p, err);
}
