/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a paper is connected with: references both ways, and what is like it. Sections of its page. */
#ifndef WEB_PAPER_CONNECTIONS_H
#define WEB_PAPER_CONNECTIONS_H

#include "web/page.h"

RAT_MUST_CHECK rat_status rat_connections_put(struct rat_page *page, const char *paper_id,
                                              struct rat_err *err);
RAT_MUST_CHECK rat_status rat_related_put(struct rat_page *page, const char *paper_id, struct rat_err *err);

#endif
