/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Permanent addresses of what the archive holds.
 *
 *     /peine/vorlage/2020/740          the municipality's slug and the number
 *     /peine/2004/vorlage/421          with the year where the number alone names several papers of the municipality;
 *     /peine/2004-2009/vorlage/421     a span of years (a term of the council) leads there as well
 *     /vorlage-id/ID                   a paper whose number does not name it
 *     /vorlage/2020/740                the short form: leads on when it is unique, else to a choice
 *     /dokument/ID /original/ID /text/ID /sitzung/ID /gremium/ID
 *
 * An address never changes what it leads to: when it has come to mean several papers it leads to a choice.
 */
#ifndef WEB_ADDRESS_H
#define WEB_ADDRESS_H

#include "storage/browse.h"
#include "web/visit.h"

/* "Landkreis Peine" -> "landkreis-peine". Without a municipality the place in the host of an OParl body's id
 * ("https://ris.peine.de/...": "peine"), else "archiv". */
const char *rat_slug_of(const struct rat_paper_brief *paper, struct rat_arena *arena);

/* query: words to mark, or NULL. */
struct rat_url rat_url_document(struct rat_visit *visit, const char *id, const char *query);
struct rat_url rat_url_original(struct rat_visit *visit, const char *id);
struct rat_url rat_url_meeting(struct rat_visit *visit, const char *id);
struct rat_url rat_url_body(struct rat_visit *visit, const char *id);
/* Looks up which other papers have its number. reference may be NULL. */
RAT_MUST_CHECK rat_status rat_url_paper(struct rat_visit *visit, const char *paper_id, const char *reference,
                                        struct rat_url *out, struct rat_err *err);

/* Papers that /slug/[years/]vorlage/reference means. slug NULL: anywhere; years 0, 0: any. */
RAT_MUST_CHECK rat_status rat_address_find(struct rat_visit *visit, const char *slug, int from_year,
                                           int to_year, const char *reference,
                                           const struct rat_paper_brief **out, size_t *count,
                                           struct rat_err *err);

#endif
