/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The pages: each fills the answer of a visit. A page is written between rat_page_begin and rat_page_end:
 *
 *     struct rat_page page;
 *     rat_page_begin(&page, visit, _("Suchhilfe"));
 *     RAT_HTML(&page.html, "<p>{}</p>", T(_("...")));
 *     return rat_page_end(&page, err);
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "web/visit.h"

struct rat_page {
    struct rat_visit *visit;
    struct rat_html html;
};

/* Doctype to the <h1>. */
void rat_page_begin(struct rat_page *page, struct rat_visit *visit, const char *title);
/* Doctype to <main>, for pages that bring their own search form and <h1>; title NULL: the site's name. */
void rat_page_begin_search(struct rat_page *page, struct rat_visit *visit, const char *title);
RAT_MUST_CHECK rat_status rat_page_end(struct rat_page *page, struct rat_err *err);

/* A row of a <dl>; nothing when value is NULL or empty. */
void rat_page_row(struct rat_page *page, const char *label, const char *value);

/* Where one is among several pages (or parts of a text), with the neighbours; back, on: NULL where there is none. */
void rat_page_paging(struct rat_page *page, const char *label, bool parts, uint64_t number, uint64_t count,
                     const struct rat_url *back, const struct rat_url *on);

typedef rat_status rat_page_function(struct rat_visit *visit, struct rat_err *err);

rat_page_function rat_page_start, rat_page_search, rat_page_document, rat_page_original, rat_page_paper,
    rat_page_paper_by_id, rat_page_permalink, rat_page_meeting, rat_page_body, rat_page_help, rat_page_stats,
    rat_page_accessibility;
rat_page_function rat_api_search, rat_api_show, rat_api_related, rat_api_trace, rat_api_stats, rat_page_oparl;

/* The page that says what went wrong and what helps. */
RAT_MUST_CHECK rat_status rat_page_error(struct rat_visit *visit, const struct rat_err *why,
                                         struct rat_err *err);

#endif
