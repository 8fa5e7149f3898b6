/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The right-hand side of the search page: years as bars and as a table, values of fields with their counts. */
#ifndef WEB_FACET_LISTS_H
#define WEB_FACET_LISTS_H

#include "web/search_form.h"

void rat_facets_put(struct rat_page *page, const struct rat_form *form, const struct rat_result *result);

#endif
