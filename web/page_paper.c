/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/shown.h"
#include "web/address.h"
#include "web/language.h"
#include "web/local_paths.h"
#include "web/page.h"
#include "web/paper_connections.h"

struct paper_page {
    struct rat_page page;
    struct rat_shown shown;
};

/* Sections from top to bottom; each writes nothing when it has nothing to say. */
typedef rat_status paper_section(struct paper_page *p, struct rat_err *err);

/* How a value came to be known. */
static const char *origin_note(enum rat_origin origin)
{
    return origin == RAT_ORIGIN_TEXT       ? _(" (aus dem Text gelesen)")
           : origin == RAT_ORIGIN_INFERRED ? _(" (erschlossen)")
                                           : "";
}

static rat_status put_head(struct paper_page *p, struct rat_err *err)
{
    struct rat_page *page = &p->page;
    const struct rat_paper *paper = &p->shown.paper;
    char day[RAT_FIGURE_TEXT];
    (void)err;
    RAT_HTML(&page->html, "<dl class=\"head\">\n");
    rat_page_row(page, _("Nummer"), paper->reference);
    rat_page_row(page, _("gedruckte Nummer"), paper->reference_printed);
    rat_page_row(page, _("Art"), paper->type);
    if (paper->date != RAT_NO_DATE)
        RAT_HTML(&page->html, "<dt>{}</dt><dd>{}{}</dd>\n", T(_("Datum")),
                 T(rat_day(page->visit->english, paper->date, day)), T(origin_note(paper->date_origin)));
    rat_page_row(page, _("Federführend"), paper->lead_office);
    rat_page_row(page, _("Status"), paper->status);
    rat_page_row(page, _("Kommune"), paper->municipality);
    if (paper->removed_at)
        rat_page_row(page, _("bei der Quelle entfernt am"),
                     rat_moment(page->visit->english, paper->removed_at, day));
    RAT_HTML(&page->html, "</dl>\n");
    return RAT_OK;
}

/* ---- Beratungsfolge ---- */

static void put_body(struct paper_page *p, const struct rat_consultation *c)
{
    const char *name = c->body ? c->body : _("Gremium ohne Namen");
    if (c->body_id)
        RAT_HTML(&p->page.html, "<a href=\"{}\">{}</a>", rat_url_body(p->page.visit, c->body_id), T(name));
    else
        RAT_HTML(&p->page.html, "{}", T(name));
}

static void put_station(struct paper_page *p, const struct rat_consultation *c)
{
    struct rat_html *html = &p->page.html;
    char day[RAT_FIGURE_TEXT];
    const char *when =
        c->date == RAT_NO_DATE ? _("ohne Datum") : rat_day(p->page.visit->english, c->date, day);
    RAT_HTML(html, "<li>\n<span class=\"when\">");
    if (c->meeting_id)
        RAT_HTML(html, "<a href=\"{}\">{}</a>", rat_url_meeting(p->page.visit, c->meeting_id), T(when));
    else
        RAT_HTML(html, "{}", T(when));
    RAT_HTML(html, "</span>\n<span class=\"where\">");
    put_body(p, c);
    if (c->is_public == RAT_NO)
        RAT_HTML(html, " <span class=\"tag\">{}</span>", T(_("nichtöffentlich")));
    RAT_HTML(html, "</span>\n<span class=\"what\">{}{}", T(c->role), T(origin_note(c->origin)));
    if (c->result)
        RAT_HTML(html, "{}<strong>{}</strong>", c->role ? RAT_RAW(": ") : RAT_RAW(""), T(c->result));
    if (c->item_number)
        RAT_HTML(html, " <span class=\"item\">{} {}</span>", T(_("TOP")), T(c->item_number));
    RAT_HTML(html, "</span>\n</li>\n");
}

static rat_status put_consultations(struct paper_page *p, struct rat_err *err)
{
    const struct rat_paper *paper = &p->shown.paper;
    (void)err;
    if (paper->consultation_count == 0)
        return RAT_OK;
    RAT_HTML(&p->page.html, "<section>\n<h2>{}</h2>\n<ol class=\"timeline\">\n", T(_("Beratungsfolge")));
    for (size_t i = 0; i < paper->consultation_count; i++)
        put_station(p, &paper->consultations[i]);
    RAT_HTML(&p->page.html, "</ol>\n</section>\n");
    return RAT_OK;
}

/* ---- documents, fields, connections ---- */

static rat_status put_documents(struct paper_page *p, struct rat_err *err)
{
    struct rat_visit *visit = p->page.visit;
    char size[RAT_FIGURE_TEXT], day[RAT_FIGURE_TEXT];
    (void)err;
    RAT_HTML(&p->page.html, "<section>\n<h2>{}</h2>\n", T(_("Dokumente")));
    if (p->shown.sibling_count == 0)
        RAT_HTML(&p->page.html, "<p>{}</p>\n", T(_("Zu dieser Vorlage liegt kein Dokument im Archiv.")));
    RAT_HTML(&p->page.html, "<ul>\n");
    for (size_t i = 0; i < p->shown.sibling_count; i++) {
        const struct rat_document *d = &p->shown.siblings[i];
        RAT_HTML(
            &p->page.html,
            "<li><a href=\"{}\">{}</a> <span class=\"meta\">{}{}<a href=\"{}\" download>{}</a>, {}</span>",
            rat_url_document(visit, d->id, NULL),
            T(d->name    ? d->name
              : d->title ? d->title
                         : _("(ohne Titel)")),
            T(rat_day(visit->english, d->date, day)), d->date == RAT_NO_DATE ? RAT_RAW("") : RAT_RAW(" · "),
            rat_url_original(visit, d->id), T(_("Original")),
            T(rat_figure_bytes(visit->english, d->original_size, size)));
        if (d->removed_at)
            RAT_HTML(&p->page.html, " <span class=\"gone\">{}</span>", T(_("(bei der Quelle entfernt)")));
        RAT_HTML(&p->page.html, "</li>\n");
    }
    RAT_HTML(&p->page.html, "</ul>\n</section>\n");
    return RAT_OK;
}

static rat_status put_fields(struct paper_page *p, struct rat_err *err)
{
    const struct rat_paper *paper = &p->shown.paper;
    (void)err;
    if (paper->field_count == 0)
        return RAT_OK;
    RAT_HTML(&p->page.html, "<section>\n<h2>{}</h2>\n<dl>\n", T(_("Angaben der Vorlage")));
    for (size_t i = 0; i < paper->field_count; i++)
        RAT_HTML(&p->page.html, "<dt>{}</dt><dd>{}{}</dd>\n", T(paper->fields[i].name),
                 T(paper->fields[i].value), T(origin_note(paper->fields[i].origin)));
    RAT_HTML(&p->page.html, "</dl>\n</section>\n");
    return RAT_OK;
}

static rat_status put_connections(struct paper_page *p, struct rat_err *err)
{
    return rat_connections_put(&p->page, p->shown.paper.id, err);
}

static rat_status put_related(struct paper_page *p, struct rat_err *err)
{
    return rat_related_put(&p->page, p->shown.paper.id, err);
}

static rat_status put_provenance(struct paper_page *p, struct rat_err *err)
{
    struct rat_page *page = &p->page;
    const struct rat_paper *paper = &p->shown.paper;
    char moment[RAT_FIGURE_TEXT];
    (void)err;
    RAT_HTML(&page->html, "<section>\n<h2>{}</h2>\n<dl>\n", T(_("Herkunft")));
    rat_page_row(page, _("ID der Vorlage"), paper->id);
    rat_page_row(page, _("Quelle"), rat_without_folders(paper->source));
    rat_page_row(page, _("Körperschaft"), paper->body);
    rat_page_row(page, _("angelegt"), rat_moment(page->visit->english, paper->created, moment));
    rat_page_row(page, _("geändert"), rat_moment(page->visit->english, paper->modified, moment));
    RAT_HTML(&page->html, "</dl>\n</section>\n");
    return RAT_OK;
}

static paper_section *const sections[] = {put_head,        put_consultations, put_documents, put_fields,
                                          put_connections, put_related,       put_provenance};

static rat_status show_paper(struct rat_visit *visit, const char *id, struct rat_err *err)
{
    struct paper_page p = {.page = {.visit = visit},
                           .shown = {.snapshot = visit->snapshot, .arena = &visit->arena}};
    rat_status st = rat_shown_load_paper(&p.shown, id, err);
    if (st != RAT_OK)
        return st;
    const char *name = p.shown.paper.name;
    rat_page_begin(&p.page, visit, name && *name ? name : _("(ohne Titel)"));
    for (size_t i = 0; st == RAT_OK && i < sizeof sections / sizeof sections[0]; i++)
        st = sections[i](&p, err);
    return st == RAT_OK ? rat_page_end(&p.page, err) : st;
}

/* ---- addresses ---- */

static rat_status choose(struct rat_visit *visit, const char *reference, const struct rat_paper_brief *papers,
                         size_t count, struct rat_err *err)
{
    struct rat_page page;
    rat_status st = RAT_OK;
    visit->status = 300;
    rat_page_begin(&page, visit, _("Mehrere Vorlagen mit dieser Nummer"));
    RAT_HTML(&page.html, "<p>{} <b>{}</b></p>\n<ul>\n", T(_("Gemeint sein kann mit der Nummer")),
             T(reference));
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        char day[RAT_FIGURE_TEXT];
        struct rat_url url;
        st = rat_url_paper(visit, papers[i].id, papers[i].reference ? papers[i].reference : reference, &url,
                           err);
        if (st == RAT_OK)
            RAT_HTML(&page.html, "<li><a href=\"{}\">{}</a> <span class=\"meta\">{} · {} · {}</span></li>\n",
                     url, T(papers[i].name && *papers[i].name ? papers[i].name : _("(ohne Titel)")),
                     T(rat_slug_of(&papers[i], &visit->arena)),
                     T(rat_day(visit->english, papers[i].date, day)), T(papers[i].type));
    }
    RAT_HTML(&page.html, "</ul>\n");
    return st == RAT_OK ? rat_page_end(&page, err) : st;
}

static rat_status no_such_paper(const char *reference, struct rat_err *err)
{
    rat_fail(err, RAT_ENOTFOUND, _("Eine Vorlage „%s“ ist hier nicht im Archiv"), reference);
    rat_err_hint(err, "%s", _("Die Suche findet sie vielleicht unter einem Wort des Titels"));
    return RAT_ENOTFOUND;
}

/* Several digits "2004" or "2004-2009". */
static bool read_years(const char *text, int *from, int *to)
{
    size_t n = strlen(text);
    if ((n != 4 && n != 9) || strspn(text, "0123456789") != 4 || (n == 9 && text[4] != '-') ||
        (n == 9 && strspn(text + 5, "0123456789") != 4))
        return false;
    *from = (int)strtol(text, NULL, 10);
    *to = n == 9 ? (int)strtol(text + 5, NULL, 10) : *from;
    return *from > 0 && *to >= *from;
}

/* /slug/[years/]vorlage/reference */
rat_status rat_page_permalink(struct rat_visit *visit, struct rat_err *err)
{
    const struct rat_paper_brief *papers = NULL;
    size_t count = 0;
    int from = 0, to = 0;
    const char *marker = strstr(visit->path, "/vorlage/");
    const char *head =
        marker && marker > visit->path
            ? rat_percent_decode(visit->path + 1, (size_t)(marker - visit->path - 1), false, &visit->arena)
            : NULL;
    const char *reference =
        head ? rat_percent_decode(marker + 9, strlen(marker + 9), false, &visit->arena) : NULL;
    if (!head || !reference || !*head || !*reference) {
        rat_fail(err, RAT_ENOTFOUND, "%s", _("Unter dieser Adresse gibt es nichts"));
        rat_err_hint(err, "%s",
                     _("Vielleicht wurde sie beim Kopieren abgeschnitten; die Suche hilft weiter"));
        return RAT_ENOTFOUND;
    }
    const char *slash = strchr(head, '/');
    const char *slug = slash ? rat_arena_strndup(&visit->arena, head, (size_t)(slash - head)) : head;
    if (!slug)
        return rat_nomem(err);
    if (slash && !read_years(slash + 1, &from, &to))
        return no_such_paper(reference, err);
    rat_status st = rat_address_find(visit, slug, from, to, reference, &papers, &count, err);
    if (st != RAT_OK)
        return st;
    return count == 0   ? no_such_paper(reference, err)
           : count == 1 ? show_paper(visit, papers[0].id, err)
                        : choose(visit, reference, papers, count, err);
}

/* To the address that stays. */
static rat_status go_to(struct rat_visit *visit, const char *id, const char *reference, struct rat_err *err)
{
    struct rat_url url;
    rat_status st = rat_url_paper(visit, id, reference, &url, err);
    return st == RAT_OK ? rat_visit_redirect(visit, 302, url, err) : st;
}

/* /vorlage/2020/740: the short form, also for an id. What it means today may mean several tomorrow, so it only leads on. */
rat_status rat_page_paper(struct rat_visit *visit, struct rat_err *err)
{
    const struct rat_paper_brief *papers = NULL;
    struct rat_paper paper;
    size_t count = 0;
    const char *name = rat_visit_rest(visit, "/vorlage/");
    if (!name)
        return no_such_paper("", err);
    rat_status st = rat_address_find(visit, NULL, 0, 0, name, &papers, &count, err);
    if (st == RAT_OK && count == 1)
        return go_to(visit, papers[0].id, name, err);
    if (st == RAT_OK && count > 1)
        return choose(visit, name, papers, count, err);
    if (st == RAT_OK)
        st = rat_catalogue_paper(visit->snapshot->catalogue, name, &visit->arena, &paper, err);
    if (st == RAT_ENOTFOUND)
        return no_such_paper(name, err);
    return st == RAT_OK ? go_to(visit, paper.id, paper.reference, err) : st;
}

/* /vorlage-id/ID: a paper that its number does not name */
rat_status rat_page_paper_by_id(struct rat_visit *visit, struct rat_err *err)
{
    const char *id = rat_visit_rest(visit, "/vorlage-id/");
    rat_status st = id ? show_paper(visit, id, err) : RAT_ENOTFOUND;
    return st == RAT_ENOTFOUND ? no_such_paper(id ? id : "", err) : st;
}
