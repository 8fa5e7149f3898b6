/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/unsearchable.h"
#include "storage/fields.h"
#include "web/address.h"
#include "web/facet_lists.h"
#include "web/language.h"
#include "web/search_form.h"

#include "web/generations.h"

#define COMMITTEES_SHOWN 3u

/* ---- a hit ---- */

static void put_part(struct rat_page *page, bool *any, const char *text)
{
    if (!text || !*text)
        return;
    RAT_HTML(&page->html, "{}{}", *any ? RAT_RAW(" · ") : RAT_RAW(""), T(text));
    *any = true;
}

/* "2019/0072 · 24.01.2019 · Anfrage · Gemeinderat" */
static rat_status put_meta(struct rat_page *page, const struct rat_document *d, struct rat_err *err)
{
    char day[RAT_FIGURE_TEXT];
    bool any = false;
    RAT_HTML(&page->html, "<p class=\"meta\">");
    if (d->paper_id) {
        struct rat_url paper;
        rat_status st = rat_url_paper(page->visit, d->paper_id, d->reference, &paper, err);
        if (st != RAT_OK)
            return st;
        RAT_HTML(&page->html, "<a href=\"{}\">{}</a>", paper, T(d->reference ? d->reference : _("Vorlage")));
        any = true;
    } else {
        put_part(page, &any, d->reference);
    }
    put_part(page, &any, rat_day(page->visit->english, d->date, day));
    put_part(page, &any, d->type);
    for (size_t i = 0; i < d->committee_count && i < COMMITTEES_SHOWN; i++)
        put_part(page, &any, d->committees[i]);
    if (d->removed_at) {
        rat_moment(page->visit->english, d->removed_at, day);
        RAT_HTML(&page->html, " · <span class=\"gone\">{} {}</span>", T(_("bei der Quelle entfernt am")),
                 T(day));
    }
    RAT_HTML(&page->html, "</p>\n");
    return RAT_OK;
}

/* The paper's subject, and behind it quieter the file's own name, which ends the title. */
static void put_title(struct rat_page *page, const struct rat_document *d, struct rat_url url)
{
    const char *title = d->title && *d->title ? d->title : _("(ohne Titel)");
    size_t n = strlen(title), m = d->name ? strlen(d->name) : 0;
    bool ends_so = m > 0 && n > m + 1 && strcmp(title + n - m, d->name) == 0 && title[n - m - 1] == ' ';
    const char *subject = ends_so ? rat_arena_strndup(&page->visit->arena, title, n - m - 1) : title;
    RAT_HTML(&page->html, "<a href=\"{}\">{}", url, T(subject));
    if (ends_so)
        RAT_HTML(&page->html, " <span class=\"file\">{}</span>", T(d->name));
    RAT_HTML(&page->html, "</a>");
}

static rat_status put_hit(struct rat_page *page, const struct rat_form *form, struct rat_hits *hits, size_t i,
                          struct rat_err *err)
{
    struct rat_document d;
    struct rat_snippet snippet = {0};
    char number[RAT_FIGURE_TEXT];
    rat_status st = rat_hits_document(hits, i, &d, err);
    if (st == RAT_OK)
        st = rat_search_snippet_page(hits->search, i, NULL, &hits->arena, &snippet, err);
    if (st != RAT_OK)
        return st;
    RAT_HTML(&page->html, "<li>\n<h2>");
    put_title(page, &d, rat_url_document(page->visit, hits->result->hits[i].id, form->query));
    RAT_HTML(&page->html, "</h2>\n");
    st = put_meta(page, &d, err);
    RAT_HTML(&page->html, "<p class=\"snippet\">");
    if (snippet.page && d.page_count > 1)
        RAT_HTML(&page->html, "<span class=\"page\">{} {}:</span> ", T(_("Seite")),
                 T(rat_figure(page->visit->english, snippet.page, number)));
    RAT_HTML(&page->html, "{}</p>\n</li>\n", rat_raw_snippet(snippet.text));
    rat_arena_clear(&hits->arena);
    return st;
}

/* ---- around the hits ---- */

static void put_count(struct rat_page *page, const struct rat_form *form, const struct rat_result *result)
{
    char figure[RAT_FIGURE_TEXT], text[RAT_FIGURE_TEXT + 64];
    rat_figure(page->visit->english, result->total, figure);
    if (result->total == 0)
        snprintf(text, sizeof text, "%s", _("Keine Treffer"));
    else if (form->by_paper)
        snprintf(text, sizeof text,
                 result->total_is_exact ? _("%s Vorlagen mit Treffern")
                                        : _("mindestens %s Vorlagen mit Treffern"),
                 figure);
    else if (result->total == 1 && result->total_is_exact)
        snprintf(text, sizeof text, "%s", _("1 Treffer"));
    else
        snprintf(text, sizeof text, result->total_is_exact ? _("%s Treffer") : _("mindestens %s Treffer"),
                 figure);
    RAT_HTML(&page->html, "<h1>{}</h1>\n", T(text));
}

static void put_chip(struct rat_page *page, const char *label, const char *value, struct rat_url without)
{
    RAT_HTML(&page->html,
             "<li><a href=\"{}\"><span class=\"off\">{} </span>{}: {}<span aria-hidden=\"true\"> "
             "×</span></a></li>\n",
             without, T(_("Einschränkung aufheben:")), T(label), T(value));
}

static void put_chips(struct rat_page *page, const struct rat_form *form)
{
    const struct rat_visit *v = form->visit;
    if (!rat_form_is_filtered(form))
        return;
    RAT_HTML(&page->html, "<ul class=\"chips\" aria-label=\"{}\">\n", A(_("Einschränkungen")));
    for (const struct rat_form_field *f = rat_form_fields; f->param; f++)
        for (size_t i = 0; i < v->param_count; i++)
            if (strcmp(v->params[i].name, f->param) == 0 && *v->params[i].value)
                put_chip(page, _(f->label), v->params[i].value,
                         rat_form_without(form, f->param, v->params[i].value));
    if (*form->from)
        put_chip(page, _("von"), form->from, rat_form_without(form, "von", NULL));
    if (*form->to)
        put_chip(page, _("bis"), form->to, rat_form_without(form, "bis", NULL));
    RAT_HTML(&page->html, "</ul>\n");
}

static void put_understanding(struct rat_page *page, const struct rat_form *form,
                              const struct rat_result *result)
{
    bool differs = *form->query && result->interpreted && strcmp(form->query, result->interpreted) != 0;
    if (!differs && result->note_count == 0 && !result->cut_by_deadline)
        return;
    RAT_HTML(&page->html, "<div class=\"notes\">\n");
    if (differs)
        RAT_HTML(&page->html, "<p>{} <b>{}</b></p>\n", T(_("Verstanden als:")), T(result->interpreted));
    for (size_t i = 0; i < result->note_count; i++)
        RAT_HTML(&page->html, "<p>{}</p>\n", T(result->notes[i]));
    if (result->cut_by_deadline)
        RAT_HTML(&page->html, "<p>{}</p>\n",
                 T(_("Die Suche dauerte zu lange und wurde abgebrochen; es kann mehr Treffer geben.")));
    RAT_HTML(&page->html, "</div>\n");
}

/* No hits must not be read as "there is nothing": what has no text cannot be found by its words. */
static void put_unsearchable(struct rat_page *page, const struct rat_form *form, uint64_t count)
{
    char number[RAT_FIGURE_TEXT];
    struct rat_link link;
    if (!count)
        return;
    rat_visit_link(form->visit, &link, RAT_PATH("/suche"));
    rat_link_param(&link, "q", "ist:" RAT_IS_WITHOUT_TEXT);
    RAT_HTML(&page->html, "<p class=\"unsearchable\"><a href=\"{}\">{}</a> {}</p>\n", rat_link_url(&link),
             T(_("Dokumente ohne durchsuchbaren Text:")), T(rat_figure(page->visit->english, count, number)));
}

static void put_nothing(struct rat_page *page, const struct rat_form *form)
{
    struct rat_link help;
    rat_visit_link(form->visit, &help, RAT_PATH("/hilfe"));
    RAT_HTML(&page->html, "<p>{}</p>\n<ul>\n", T(_("Was jetzt helfen kann:")));
    if (rat_form_is_filtered(form)) {
        struct rat_link all;
        rat_visit_link(form->visit, &all, RAT_PATH("/suche"));
        rat_link_param(&all, "q", form->query);
        RAT_HTML(&page->html, "<li><a href=\"{}\">{}</a></li>\n", rat_link_url(&all),
                 T(_("dieselben Wörter ohne die Einschränkungen suchen")));
    }
    RAT_HTML(&page->html, "<li>{}</li>\n<li>{}</li>\n<li><a href=\"{}\">{}</a></li>\n</ul>\n",
             T(_("weniger oder andere Wörter, ODER zwischen ihnen")),
             T(_("Wortanfänge mit *: Straß* findet Straße, Straßenbau, Straßenreinigung")),
             rat_link_url(&help), T(_("in der Suchhilfe nachsehen, was die Suche versteht")));
}

static void put_paging(struct rat_page *page, const struct rat_form *form, const struct rat_result *result)
{
    uint64_t pages = (result->total + RAT_PAGE_HITS - 1) / RAT_PAGE_HITS;
    if (pages > RAT_PAGES_MAX)
        pages = RAT_PAGES_MAX;
    if (pages <= 1 && form->page == 1)
        return;
    struct rat_url back = rat_form_page(form, form->page - 1), on = rat_form_page(form, form->page + 1);
    rat_page_paging(page, _("Seiten der Trefferliste"), false, form->page, pages,
                    form->page > 1 ? &back : NULL, form->page < pages ? &on : NULL);
}

/* ---- the page ---- */

static rat_status put_result(struct rat_page *page, const struct rat_form *form, struct rat_hits *hits,
                             struct rat_err *err)
{
    const struct rat_result *result = hits->result;
    uint64_t unsearchable = 0;
    rat_status st = rat_count_unsearchable(hits->snapshot, &unsearchable, err);
    RAT_HTML(&page->html, "<div class=\"columns\">\n<section class=\"result\">\n");
    put_count(page, form, result);
    if (result->total > 0)
        RAT_HTML(&page->html, "<p class=\"narrow\"><a href=\"{}\">{}</a></p>\n",
                 rat_url_of(RAT_PATH("#einschraenken")), T(_("Ergebnis einschränken")));
    put_chips(page, form);
    put_understanding(page, form, result);
    put_unsearchable(page, form, unsearchable);
    if (result->total == 0)
        put_nothing(page, form);
    RAT_HTML(&page->html, "<ol class=\"hits\" start=\"{}\">\n", N(hits->request.offset + 1));
    for (size_t i = 0; st == RAT_OK && i < result->hit_count; i++)
        st = put_hit(page, form, hits, i, err);
    RAT_HTML(&page->html, "</ol>\n");
    put_paging(page, form, result);
    RAT_HTML(&page->html, "</section>\n");
    rat_facets_put(page, form, result);
    RAT_HTML(&page->html, "</div>\n");
    return st;
}

static uint64_t document_count(struct rat_visit *visit)
{
    struct rat_archive_stats stats;
    return rat_generation_stats(visit->generation, visit->snapshot, &stats, NULL) == RAT_OK
               ? stats.catalogue.documents
               : visit->snapshot->documents;
}

static rat_status search_and_put(struct rat_page *page, struct rat_form *form, struct rat_hits *hits,
                                 struct rat_err *err)
{
    struct rat_visit *visit = page->visit;
    rat_status st = rat_form_request(form, hits, err);
    if (st == RAT_OK)
        st = rat_search_run(visit->snapshot, &hits->request, &hits->search, err);
    if (st == RAT_OK) {
        hits->result = rat_search_result(hits->search);
        visit->is_cut = hits->result->cut_by_deadline;
        return put_result(page, form, hits, err);
    }
    if (st != RAT_EUSAGE && st != RAT_ELIMIT)
        return st;
    /* the person's query, not our failure: said where it can be mended */
    RAT_HTML(&page->html, "<section class=\"result\">\n<h1>{}</h1>\n<p>{}</p>\n<p>{}</p>\n</section>\n",
             T(_("So lässt sich nicht suchen")), T(err ? err->msg : ""), T(err ? err->hint : ""));
    visit->status = 400;
    visit->cache = RAT_CACHE_NONE;
    return RAT_OK;
}

rat_status rat_page_search(struct rat_visit *visit, struct rat_err *err)
{
    struct rat_form form;
    struct rat_page page;
    struct rat_hits hits = {.snapshot = visit->snapshot};
    rat_form_read(&form, visit);
    rat_arena_init(&hits.arena, 0);
    rat_arena_init(&hits.request_arena, 0);
    rat_page_begin_search(&page, visit, *form.query ? form.query : _("Suche"));
    rat_form_put(&page, &form, document_count(visit));
    rat_status st = search_and_put(&page, &form, &hits, err);
    rat_search_free(hits.search);
    rat_arena_release(&hits.arena);
    rat_arena_release(&hits.request_arena);
    return st == RAT_OK ? rat_page_end(&page, err) : st;
}

/* ---- the start page ---- */

static void put_examples(struct rat_page *page)
{
    static const char *const examples[] = {"Radweg", "\"sozialer Wohnungsbau\"",
                                           "Haushalt UND NICHT Nachtrag", "Kita* datum:2018..2020"};
    RAT_HTML(&page->html, "<p class=\"examples\">{} ", T(_("Zum Beispiel:")));
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        struct rat_link link;
        rat_visit_link(page->visit, &link, RAT_PATH("/suche"));
        rat_link_param(&link, "q", examples[i]);
        RAT_HTML(&page->html, "<a href=\"{}\">{}</a>\n", rat_link_url(&link), T(examples[i]));
    }
    RAT_HTML(&page->html, "</p>\n");
}

static rat_status put_newest(struct rat_page *page, struct rat_hits *hits, struct rat_err *err)
{
    hits->request = (struct rat_request)RAT_REQUEST_INIT;
    hits->request.query = "*";
    hits->request.sort = RAT_SORT_NEWEST;
    hits->request.group_by_paper = true;
    hits->request.limit = 8;
    hits->request.want_total = false;
    hits->request.deadline_ms = page->visit->site->deadline_ms;
    rat_status st = rat_search_run(page->visit->snapshot, &hits->request, &hits->search, err);
    if (st != RAT_OK)
        return st;
    hits->result = rat_search_result(hits->search);
    RAT_HTML(&page->html, "<h2>{}</h2>\n<ul class=\"plain\">\n", T(_("Neueste Unterlagen")));
    for (size_t i = 0; st == RAT_OK && i < hits->result->hit_count; i++) {
        struct rat_document d;
        st = rat_hits_document(hits, i, &d, err);
        if (st != RAT_OK)
            break;
        RAT_HTML(&page->html, "<li>");
        put_title(page, &d, rat_url_document(page->visit, d.id, NULL));
        st = put_meta(page, &d, err);
        RAT_HTML(&page->html, "</li>\n");
    }
    RAT_HTML(&page->html, "</ul>\n");
    return st;
}

rat_status rat_page_start(struct rat_visit *visit, struct rat_err *err)
{
    struct rat_form form;
    struct rat_page page;
    struct rat_hits hits = {.snapshot = visit->snapshot};
    rat_form_read(&form, visit);
    rat_arena_init(&hits.arena, 0);
    rat_page_begin_search(&page, visit, NULL);
    RAT_HTML(&page.html, "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", T(visit->site->name),
             T(_("Vorlagen, Anträge, Anfragen und Niederschriften kommunaler Gremien, im Volltext "
                 "durchsuchbar.")));
    rat_form_put(&page, &form, document_count(visit));
    put_examples(&page);
    rat_status st = put_newest(&page, &hits, err);
    rat_search_free(hits.search);
    rat_arena_release(&hits.arena);
    return st == RAT_OK ? rat_page_end(&page, err) : st;
}
