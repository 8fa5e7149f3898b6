/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/page.h"

static const char *title_of(rat_status status)
{
    switch (rat_http_status(status)) {
    case 400: return _("Diese Anfrage ist nicht zu verstehen");
    case 404: return _("Das ist hier nicht zu finden");
    case 503: return _("Das geht gerade nicht");
    default: return _("Hier ist etwas schiefgegangen");
    }
}

/* What happened inside (files, SQL) is for the operator's log, not for the page. */
static bool is_for_everybody(rat_status status)
{
    return rat_http_status(status) != 500;
}

rat_status rat_page_error(struct rat_visit *visit, const struct rat_err *why, struct rat_err *err)
{
    struct rat_page page;
    struct rat_link start;
    rat_page_begin(&page, visit, title_of(why->code));
    if (is_for_everybody(why->code)) {
        RAT_HTML(&page.html, "<p>{}.</p>\n", T(why->msg));
        if (why->hint[0])
            RAT_HTML(&page.html, "<p>{}.</p>\n", T(why->hint));
    } else {
        RAT_HTML(&page.html, "<p>{}</p>\n", T(_("Der Betreiber findet den Grund im Protokoll des Servers.")));
    }
    rat_visit_link(visit, &start, RAT_PATH("/"));
    RAT_HTML(&page.html, "<p><a href=\"{}\">{}</a></p>\n", rat_link_url(&start), T(_("Zur Suche")));
    return rat_page_end(&page, err);
}
