/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/paper_connections.h"

#include "query/connection_titles.h"
#include "web/address.h"
#include "web/language.h"

#define RELATED_SHOWN 8u

/* "2019/0072 Title", quiet behind it: day, and that it is gone. */
static rat_status put_paper(struct rat_page *page, const char *id, const char *reference, const char *title,
                            int32_t date, struct rat_err *err)
{
    char day[RAT_FIGURE_TEXT];
    struct rat_url url;
    rat_status st = rat_url_paper(page->visit, id, reference, &url, err);
    if (st == RAT_OK)
        RAT_HTML(&page->html, "<a href=\"{}\">{} {}</a> <span class=\"meta\">{}</span>", url, T(reference),
                 T(title && *title ? title : _("(ohne Titel)")), T(rat_day(page->visit->english, date, day)));
    return st;
}

/* Where a text names it leads to the place in that text. */
static void put_evidence(struct rat_page *page, const struct rat_trace_paper *p)
{
    if (p->origin == RAT_ORIGIN_TEXT && p->document)
        RAT_HTML(&page->html, ", <a href=\"{}\">{}</a>",
                 rat_url_document(page->visit, p->document, p->surface), T(_("Stelle im Text")));
    if (p->removed)
        RAT_HTML(&page->html, " <span class=\"gone\">{}</span>", T(_("(bei der Quelle entfernt)")));
}

static rat_status put_trace(struct rat_page *page, const struct rat_trace *trace, struct rat_err *err)
{
    rat_status st = RAT_OK;
    if (trace->paper_count == 0)
        return RAT_OK;
    RAT_HTML(&page->html, "<section>\n<h2>{}</h2>\n<dl>\n", T(_("Verbundene Vorlagen")));
    for (size_t i = 0; st == RAT_OK && i < trace->paper_count; i++) {
        const struct rat_trace_paper *p = &trace->papers[i];
        if (i == 0 || p->relation != trace->papers[i - 1].relation)
            RAT_HTML(&page->html, "<dt>{}</dt>\n", T(rat_relation_title(p->relation)));
        RAT_HTML(&page->html, "<dd>");
        st = put_paper(page, p->id, p->reference, p->title, p->date, err);
        put_evidence(page, p);
        RAT_HTML(&page->html, "</dd>\n");
    }
    RAT_HTML(&page->html, "</dl>\n</section>\n");
    return st;
}

rat_status rat_connections_put(struct rat_page *page, const char *paper_id, struct rat_err *err)
{
    struct rat_trace *trace = NULL;
    rat_status st = rat_trace_paper(page->visit->snapshot->catalogue, paper_id, &trace, err);
    if (st == RAT_OK)
        st = put_trace(page, trace, err);
    rat_trace_free(trace);
    return st;
}

static void put_reasons(struct rat_page *page, unsigned reasons)
{
    bool any = false;
    for (unsigned r = 0; r < RAT_REASONS; r++) {
        if (!(reasons & 1u << r))
            continue;
        RAT_HTML(&page->html, "{}{}", any ? RAT_RAW(", ") : RAT_RAW(" – "),
                 T(rat_reason_title((enum rat_reason)(1u << r))));
        any = true;
    }
}

static rat_status put_items(struct rat_page *page, const struct rat_related *related, struct rat_err *err)
{
    rat_status st = RAT_OK;
    if (related->item_count == 0)
        return RAT_OK;
    RAT_HTML(&page->html, "<section>\n<h2>{}</h2>\n<ul>\n", T(_("Verwandtes")));
    for (size_t i = 0; st == RAT_OK && i < related->item_count; i++) {
        const struct rat_related_item *item = &related->items[i];
        RAT_HTML(&page->html, "<li>");
        if (item->paper)
            st = put_paper(page, item->paper, item->reference, item->title, item->date, err);
        else
            RAT_HTML(&page->html, "<a href=\"{}\">{}</a>", rat_url_document(page->visit, item->id, NULL),
                     T(item->title && *item->title ? item->title : _("(ohne Titel)")));
        put_reasons(page, item->reasons);
        RAT_HTML(&page->html, "</li>\n");
    }
    RAT_HTML(&page->html, "</ul>\n</section>\n");
    return st;
}

rat_status rat_related_put(struct rat_page *page, const char *paper_id, struct rat_err *err)
{
    const struct rat_resolved found = {.kind = RAT_NAMED_PAPER, .paper_id = paper_id, .matches = 1};
    const struct rat_related_options options = {.limit = RELATED_SHOWN};
    struct rat_related *related = NULL;
    rat_status st = rat_related_find(page->visit->snapshot, &found, &options, &related, err);
    if (st == RAT_OK)
        st = put_items(page, related, err);
    rat_related_free(related);
    return st;
}
