/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/connection_titles.h"

const char *rat_relation_title(enum rat_relation relation)
{
    switch (relation) {
    case RAT_RELATION_VERSION: return _("Fassung derselben Vorlage");
    case RAT_RELATION_PARENT: return _("übergeordnet");
    case RAT_RELATION_CHILD: return _("untergeordnet");
    case RAT_RELATION_AMENDS: return _("ändert diese Vorlage");
    case RAT_RELATION_ANSWERS: return _("antwortet auf diese Vorlage");
    case RAT_RELATION_CITES: return _("wird von dieser Vorlage zitiert");
    case RAT_RELATION_CITED_BY: return _("zitiert diese Vorlage");
    case RAT_RELATIONS: break;
    }
    return "?";
}

const char *rat_reason_title(enum rat_reason reason)
{
    switch (reason) {
    case RAT_REASON_PARENT: return _("übergeordnet");
    case RAT_REASON_CHILD: return _("untergeordnet");
    case RAT_REASON_VERSION: return _("dieselbe Familie");
    case RAT_REASON_AMENDS: return _("ändert sie");
    case RAT_REASON_ANSWERS: return _("antwortet darauf");
    case RAT_REASON_CITES: return _("wird hier zitiert");
    case RAT_REASON_CITED_BY: return _("zitiert sie");
    case RAT_REASON_AGENDA_ITEM: return _("derselbe Tagesordnungspunkt");
    case RAT_REASON_COPY: return _("fast derselbe Text");
    case RAT_REASON_TITLE: return _("derselbe Titel");
    case RAT_REASON_TEXT: return _("ähnliche Wörter");
    case RAT_REASON_MEETING: return _("dieselbe Sitzung");
    case RAT_REASON_OFFICE: return _("dieselbe Dienststelle");
    }
    return "?";
}
