/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/address.h"
#include "web/language.h"
#include "web/local_paths.h"
#include "web/page.h"

#define MEETINGS_A_PAGE 50u

struct meeting_page {
    struct rat_page page;
    struct rat_meeting meeting;
    struct rat_meeting_paper *papers;
    size_t paper_count;
    bool *used; /* papers that stand beside their agenda item */
};

static bool is_same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static rat_status put_paper(struct meeting_page *p, const struct rat_meeting_paper *one, struct rat_err *err)
{
    struct rat_url url;
    rat_status st = rat_url_paper(p->page.visit, one->paper.id, one->paper.reference, &url, err);
    if (st != RAT_OK)
        return st;
    const char *number = one->paper.reference ? one->paper.reference : _("Vorlage");
    RAT_HTML(&p->page.html, "<a href=\"{}\">{}</a>", url, T(number));
    return RAT_OK;
}

/* ---- the agenda ---- */

static int by_order(const void *a, const void *b)
{
    const struct rat_agenda_item *x = a, *y = b;
    return x->order != y->order ? (x->order < y->order ? -1 : 1) : 0;
}

static rat_status put_item(struct meeting_page *p, const struct rat_agenda_item *item, struct rat_err *err)
{
    struct rat_html *html = &p->page.html;
    const char *result = item->result;
    rat_status st = RAT_OK;
    RAT_HTML(html, "<tr><th scope=\"row\">{}</th><td>{}", T(item->number),
             T(item->name ? item->name : _("(ohne Titel)")));
    if (item->is_public == RAT_NO)
        RAT_HTML(html, " <span class=\"tag\">{}</span>", T(_("nichtöffentlich")));
    RAT_HTML(html, "</td><td>");
    for (size_t i = 0; st == RAT_OK && i < p->paper_count; i++) {
        const struct rat_meeting_paper *one = &p->papers[i];
        if (!is_same(one->item_id, item->id) && !is_same(one->consultation_id, item->consultation_id))
            continue;
        st = put_paper(p, one, err);
        RAT_HTML(html, " ");
        p->used[i] = true;
        result = result ? result : one->result;
    }
    RAT_HTML(html, "</td><td>{}</td></tr>\n", T(result));
    return st;
}

static rat_status put_agenda(struct meeting_page *p, struct rat_err *err)
{
    struct rat_meeting *m = &p->meeting;
    rat_status st = RAT_OK;
    if (m->item_count == 0)
        return RAT_OK;
    struct rat_agenda_item *items =
        rat_arena_memdup(&p->page.visit->arena, m->items, m->item_count * sizeof *items);
    if (!items)
        return rat_nomem(err);
    qsort(items, m->item_count, sizeof *items, by_order);
    RAT_HTML(&p->page.html,
             "<section>\n<h2>{}</h2>\n<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n"
             "<table class=\"agenda\">\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
             "<th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
             T(_("Tagesordnung")), A(_("Tagesordnung")), T(_("TOP")), T(_("Gegenstand")), T(_("Vorlage")),
             T(_("Ergebnis")));
    for (size_t i = 0; st == RAT_OK && i < m->item_count; i++)
        st = put_item(p, &items[i], err);
    RAT_HTML(&p->page.html, "</tbody>\n</table>\n</div>\n</section>\n");
    return st;
}

/* Papers that say they were dealt with here, but no item names them. */
static rat_status put_others(struct meeting_page *p, struct rat_err *err)
{
    rat_status st = RAT_OK;
    bool any = false;
    for (size_t i = 0; st == RAT_OK && i < p->paper_count; i++) {
        const struct rat_meeting_paper *one = &p->papers[i];
        if (p->used[i])
            continue;
        if (!any)
            RAT_HTML(&p->page.html, "<section>\n<h2>{}</h2>\n<ul>\n",
                     T(p->meeting.item_count ? _("Weitere Vorlagen dieser Sitzung")
                                             : _("Vorlagen dieser Sitzung")));
        any = true;
        RAT_HTML(&p->page.html, "<li>");
        st = put_paper(p, one, err);
        RAT_HTML(&p->page.html, " {}", T(one->paper.name));
        if (one->result)
            RAT_HTML(&p->page.html, " – <strong>{}</strong>", T(one->result));
        RAT_HTML(&p->page.html, "</li>\n");
    }
    if (any)
        RAT_HTML(&p->page.html, "</ul>\n</section>\n");
    return st;
}

/* ---- head ---- */

static rat_status put_head(struct meeting_page *p, struct rat_err *err)
{
    struct rat_page *page = &p->page;
    const struct rat_meeting *m = &p->meeting;
    char moment[RAT_FIGURE_TEXT];
    RAT_HTML(&page->html, "<dl class=\"head\">\n");
    rat_page_row(page, _("Beginn"), rat_moment(page->visit->english, m->start, moment));
    rat_page_row(page, _("Ort"), m->location);
    for (size_t i = 0; i < m->organization_count; i++) {
        struct rat_organization body;
        rat_status st = rat_browse_organization(page->visit->snapshot->catalogue, m->organization_ids[i],
                                                &page->visit->arena, &body, err);
        if (st == RAT_OK)
            RAT_HTML(&page->html, "<dt>{}</dt><dd><a href=\"{}\">{}</a></dd>\n", T(_("Gremium")),
                     rat_url_body(page->visit, body.id), T(body.name ? body.name : body.id));
        else if (st != RAT_ENOTFOUND)
            return st;
    }
    if (m->removed_at)
        rat_page_row(page, _("bei der Quelle entfernt am"),
                     rat_moment(page->visit->english, m->removed_at, moment));
    RAT_HTML(&page->html, "</dl>\n");
    return RAT_OK;
}

rat_status rat_page_meeting(struct rat_visit *visit, struct rat_err *err)
{
    struct meeting_page p = {.page = {.visit = visit}};
    struct rat_catalogue *catalogue = visit->snapshot->catalogue;
    const char *id = rat_visit_rest(visit, "/sitzung/");
    rat_status st = rat_catalogue_meeting(catalogue, id ? id : "", &visit->arena, &p.meeting, err);
    if (st == RAT_OK)
        st = rat_browse_meeting_papers(catalogue, id, &visit->arena, &p.papers, &p.paper_count, err);
    if (st != RAT_OK)
        return st;
    p.used = rat_arena_calloc(&visit->arena, p.paper_count + 1, sizeof *p.used);
    if (!p.used)
        return rat_nomem(err);
    char day[RAT_FIGURE_TEXT];
    const char *title =
        rat_arena_printf(&visit->arena, "%s, %s", p.meeting.name ? p.meeting.name : _("Sitzung"),
                         rat_moment(visit->english, p.meeting.start, day));
    rat_page_begin(&p.page, visit, title ? title : "");
    st = put_head(&p, err);
    if (st == RAT_OK)
        st = put_agenda(&p, err);
    if (st == RAT_OK)
        st = put_others(&p, err);
    return st == RAT_OK ? rat_page_end(&p.page, err) : st;
}

/* ---- bodies ---- */

static void put_meetings(struct rat_page *page, const struct rat_meeting_brief *meetings, size_t count)
{
    RAT_HTML(&page->html, "<ul class=\"dates\">\n");
    for (size_t i = 0; i < count; i++) {
        const struct rat_meeting_brief *m = &meetings[i];
        char moment[RAT_FIGURE_TEXT];
        const char *when = rat_moment(page->visit->english, m->start, moment);
        RAT_HTML(&page->html, "<li><a href=\"{}\">{}</a> {}", rat_url_meeting(page->visit, m->id),
                 T(*when ? when : _("ohne Datum")), T(m->name));
        if (m->removed_at)
            RAT_HTML(&page->html, " <span class=\"gone\">{}</span>", T(_("(bei der Quelle entfernt)")));
        RAT_HTML(&page->html, "</li>\n");
    }
    RAT_HTML(&page->html, "</ul>\n");
}

static struct rat_url body_page(struct rat_visit *visit, const char *id, uint64_t number)
{
    struct rat_link link;
    rat_visit_link(visit, &link, RAT_PATH("/gremium/"));
    rat_link_segment(&link, id);
    if (number > 1)
        rat_link_number(&link, "seite", number);
    return rat_link_url(&link);
}

static void put_pages(struct rat_page *page, const char *id, uint64_t number, uint64_t pages)
{
    if (pages <= 1)
        return;
    struct rat_url back = body_page(page->visit, id, number - 1), on = body_page(page->visit, id, number + 1);
    rat_page_paging(page, _("Seiten"), false, number, pages, number > 1 ? &back : NULL,
                    number < pages ? &on : NULL);
}

rat_status rat_page_body(struct rat_visit *visit, struct rat_err *err)
{
    struct rat_page page;
    struct rat_organization body;
    struct rat_meeting_brief *meetings = NULL;
    size_t count = 0, total = 0;
    struct rat_link papers;
    char day[RAT_FIGURE_TEXT];
    const char *id = rat_visit_rest(visit, "/gremium/");
    uint64_t number = rat_visit_number(visit, "seite", 1, 100000, 1);
    rat_status st =
        rat_browse_organization(visit->snapshot->catalogue, id ? id : "", &visit->arena, &body, err);
    if (st == RAT_OK)
        st = rat_browse_meetings(visit->snapshot->catalogue, id, (size_t)(number - 1) * MEETINGS_A_PAGE,
                                 MEETINGS_A_PAGE, &visit->arena, &meetings, &count, &total, err);
    if (st != RAT_OK)
        return st;
    rat_page_begin(&page, visit, body.name ? body.name : _("Gremium ohne Namen"));
    RAT_HTML(&page.html, "<dl class=\"head\">\n");
    rat_page_row(&page, _("Kurzname"), body.short_name);
    rat_page_row(&page, _("Art"), body.classification);
    rat_page_row(&page, _("besteht seit"), rat_moment(visit->english, body.start_date, day));
    rat_page_row(&page, _("bestand bis"), rat_moment(visit->english, body.end_date, day));
    RAT_HTML(&page.html, "</dl>\n");
    rat_visit_link(visit, &papers, RAT_PATH("/suche"));
    rat_link_param(&papers, "gremium", body.name);
    rat_link_param(&papers, "sort", "neu");
    RAT_HTML(&page.html, "<p class=\"actions\"><a href=\"{}\">{}</a></p>\n<section>\n<h2>{} ({})</h2>\n",
             rat_link_url(&papers), T(_("Unterlagen dieses Gremiums")), T(_("Sitzungen")), N(total));
    put_meetings(&page, meetings, count);
    put_pages(&page, body.id, number, (total + MEETINGS_A_PAGE - 1) / MEETINGS_A_PAGE);
    RAT_HTML(&page.html, "</section>\n");
    return rat_page_end(&page, err);
}
