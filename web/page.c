/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/page.h"

#include "web/assets.h"
#include "web/language.h"

#include <inttypes.h>

static struct rat_url url(struct rat_visit *visit, struct rat_path path)
{
    struct rat_link link;
    rat_visit_link(visit, &link, path);
    return rat_link_url(&link);
}

static struct rat_url asset(struct rat_visit *visit, struct rat_path name)
{
    struct rat_link link;
    rat_link_start(&link, &visit->arena, RAT_PATH("/static/"));
    rat_link_segment(&link, rat_assets_hash);
    rat_link_path(&link, name);
    return rat_link_url(&link);
}

/* This page in the other language. */
static struct rat_url switched(struct rat_visit *visit)
{
    struct rat_link link;
    rat_link_start(&link, &visit->arena, RAT_PATH(""));
    rat_link_same(&link, visit->path);
    for (size_t i = 0; i < visit->param_count; i++)
        if (strcmp(visit->params[i].name, "lang") != 0)
            rat_link_param(&link, visit->params[i].name, visit->params[i].value);
    link.lang = visit->english ? "de" : "en";
    return rat_link_url(&link);
}

static void put_head(struct rat_page *page, const char *title)
{
    struct rat_visit *v = page->visit;
    RAT_HTML(&page->html,
             "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n",
             A(v->english ? "en" : "de"));
    if (title)
        RAT_HTML(&page->html, "<title>{} – {}</title>\n", T(title), T(v->site->name));
    else
        RAT_HTML(&page->html, "<title>{}</title>\n", T(v->site->name));
    RAT_HTML(&page->html,
             "<link rel=\"stylesheet\" href=\"{}\">\n<link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">\n"
             "<script defer src=\"{}\"></script>\n</head>\n",
             asset(v, RAT_PATH("/style.css")), asset(v, RAT_PATH("/icon.svg")),
             asset(v, RAT_PATH("/script.js")));
}

/* A small search form, on pages that have no large one. */
static void put_mini_form(struct rat_page *page)
{
    struct rat_visit *v = page->visit;
    RAT_HTML(&page->html,
             "<form class=\"mini\" role=\"search\" method=\"get\" action=\"{}\">\n<div class=\"line\">"
             "<input type=\"search\" name=\"q\" value=\"{}\" maxlength=\"1000\" aria-label=\"{}\">"
             "<button>{}</button></div>\n",
             rat_url_of(RAT_PATH("/suche")), A(rat_visit_param(v, "q")), A(_("Suche")), T(_("Suchen")));
    if (v->lang)
        RAT_HTML(&page->html, "<input type=\"hidden\" name=\"lang\" value=\"{}\">\n", A(v->lang));
    RAT_HTML(&page->html, "</form>\n");
}

static void put_header(struct rat_page *page, bool with_form)
{
    struct rat_visit *v = page->visit;
    RAT_HTML(&page->html,
             "<body>\n<a class=\"skip\" href=\"{}\">{}</a>\n<header class=\"top\">\n"
             "<a class=\"name\" href=\"{}\">{}</a>\n",
             rat_url_of(RAT_PATH("#inhalt")), T(_("Zum Inhalt")), url(v, RAT_PATH("/")), T(v->site->name));
    if (with_form)
        put_mini_form(page);
    RAT_HTML(&page->html, "<nav aria-label=\"{}\">\n", A(_("Hauptmenü")));
    RAT_HTML(&page->html, "<a href=\"{}\">{}</a>\n<a href=\"{}\">{}</a>\n", url(v, RAT_PATH("/hilfe")),
             T(_("Suchhilfe")), url(v, RAT_PATH("/statistik")), T(_("Das Archiv in Zahlen")));
    RAT_HTML(&page->html, "<a href=\"{}\" lang=\"{}\" hreflang=\"{}\">{}</a>\n</nav>\n</header>\n",
             switched(v), A(v->english ? "de" : "en"), A(v->english ? "de" : "en"),
             T(v->english ? "Deutsch" : "English"));
}

static void begin(struct rat_page *page, struct rat_visit *visit, const char *title, bool with_form)
{
    *page = (struct rat_page){visit, {&visit->body, false}};
    put_head(page, title);
    put_header(page, with_form);
    RAT_HTML(&page->html, "<main id=\"inhalt\">\n");
}

void rat_page_begin(struct rat_page *page, struct rat_visit *visit, const char *title)
{
    begin(page, visit, title, true);
    RAT_HTML(&page->html, "<h1>{}</h1>\n", T(title));
}

void rat_page_begin_search(struct rat_page *page, struct rat_visit *visit, const char *title)
{
    begin(page, visit, title, false);
}

static void put_footer(struct rat_page *page)
{
    struct rat_visit *v = page->visit;
    RAT_HTML(&page->html, "</main>\n<footer>\n<nav aria-label=\"{}\">\n", A(_("Fußzeile")));
    RAT_HTML(&page->html, "<a href=\"{}\">{}</a>\n<a href=\"{}\">{}</a>\n<a href=\"{}\">OParl</a>\n",
             url(v, RAT_PATH("/barrierefreiheit")), T(_("Barrierefreiheit")),
             rat_url_of(RAT_PATH("/api/openapi.json")), T(_("Daten (JSON)")),
             rat_url_of(RAT_PATH("/oparl/system")));
    RAT_HTML(&page->html,
             "</nav>\n<p id=\"tasten\" hidden data-on=\"{}\" data-off=\"{}\" data-keys=\"{}\"></p>\n",
             A(_("Tasten ausschalten")), A(_("Tasten einschalten")),
             A(_("Tasten: / zur Suche, j und k durch die Treffer.")));
    if (v->snapshot)
        RAT_HTML(&page->html, "<p>ratsarchiv {} · {} {}</p>\n", T(RAT_VERSION), T(_("Generation")),
                 N(v->snapshot->generation));
    RAT_HTML(&page->html, "</footer>\n</body>\n</html>\n");
}

rat_status rat_page_end(struct rat_page *page, struct rat_err *err)
{
    put_footer(page);
    if (page->html.out->failed || page->visit->arena.failed)
        return rat_nomem(err);
    if (page->html.misplaced)
        return rat_fail(err, RAT_EDAMAGED, "%s", _("Diese Seite ist falsch gebaut"));
    return RAT_OK;
}

void rat_page_row(struct rat_page *page, const char *label, const char *value)
{
    if (value && *value)
        RAT_HTML(&page->html, "<dt>{}</dt><dd>{}</dd>\n", T(label), T(value));
}

void rat_page_paging(struct rat_page *page, const char *label, bool parts, uint64_t number, uint64_t count,
                     const struct rat_url *back, const struct rat_url *on)
{
    char here[RAT_FIGURE_TEXT], all[RAT_FIGURE_TEXT], text[2 * RAT_FIGURE_TEXT + 64];
    bool english = page->visit->english;
    snprintf(text, sizeof text, parts ? _("Teil %s von %s") : _("Seite %s von %s"),
             rat_figure(english, number, here), rat_figure(english, count, all));
    RAT_HTML(&page->html, "<nav class=\"paging\" aria-label=\"{}\">\n", A(label));
    if (back)
        RAT_HTML(&page->html, "<a rel=\"prev\" href=\"{}\">{}</a>\n", *back, T(_("zurück")));
    RAT_HTML(&page->html, "<span>{}</span>\n", T(text));
    if (on)
        RAT_HTML(&page->html, "<a rel=\"next\" href=\"{}\">{}</a>\n", *on, T(_("weiter")));
    RAT_HTML(&page->html, "</nav>\n");
}
