/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a search address says, and addresses that say something else: /suche?q=Radweg&gremium=Kreisausschuss&seite=2.
 * Parameters are German whatever the language of the page, so that an address is the same for everybody.
 */
#ifndef WEB_SEARCH_FORM_H
#define WEB_SEARCH_FORM_H

#include "query/answer.h"
#include "web/page.h"

#define RAT_PAGE_HITS 10u
#define RAT_PAGES_MAX 1000u

/* A field that the page filters and counts by. */
struct rat_form_field {
    const char *param; /* also its name for the engine */
    const char *label; /* msgid */
    uint8_t field;
};
extern const struct rat_form_field rat_form_fields[]; /* a NULL param ends it; the year comes first */

struct rat_form {
    struct rat_visit *visit;
    const char *query;
    const char *sort; /* "relevance", "newest", "oldest" */
    uint64_t page;    /* 1.. */
    bool by_paper, with_removed;
    const char *from, *to; /* as typed, "" when open */
};

void rat_form_read(struct rat_form *form, struct rat_visit *visit);

/* Fills hits->request; hits' arenas are ready. RAT_EUSAGE names what cannot be understood. */
RAT_MUST_CHECK rat_status rat_form_request(const struct rat_form *form, struct rat_hits *hits,
                                           struct rat_err *err);

/* This search with one thing changed. page 0: without a page. */
struct rat_url rat_form_page(const struct rat_form *form, uint64_t page);
struct rat_url rat_form_sorted(const struct rat_form *form, const char *sort);
struct rat_url rat_form_grouped(const struct rat_form *form, bool by_paper);
struct rat_url rat_form_with(const struct rat_form *form, const char *param, const char *value);
struct rat_url rat_form_without(const struct rat_form *form, const char *param, const char *value);
struct rat_url rat_form_asking(const struct rat_form *form, const char *query);
bool rat_form_has(const struct rat_form *form, const char *param, const char *value);
bool rat_form_is_filtered(const struct rat_form *form);

/* The <form>; filters of the address go with it unless it is a new start. */
void rat_form_put(struct rat_page *page, const struct rat_form *form, uint64_t documents);

#endif
