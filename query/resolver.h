/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a number that a text names to the paper that is meant, and back: asked when somebody looks, so that the order in
 * which things were imported does not matter.
 *
 *   - Only papers of the same municipality; with OParl ids only of the same body. Removed papers are not meant.
 *   - "2020/740-1" is that supplement; when there is none of that number, the paper of its family.
 *   - Behind a lead-in, when only one fits: a number without prefix for one with prefix ("123/21" VO/123/21), the year at the
 *     other end ("228/2013" 2013/228), a year before a number that its paper prints without ("2012/967" 967 of 2012).
 *   - "2018/025" is not 2018/0025: a zero in front says that the number was cut off.
 *   - A number that restarts by term ("Vorlage Nr. 421") is looked up among what documents print as their own; the day beside it
 *     decides, else the latest paper before the citing document and within a term of it.
 *   - Several that are left: nothing is guessed.
 *
 * One thread; strings in the arena that the call was given.
 */
#ifndef QUERY_RESOLVER_H
#define QUERY_RESOLVER_H

#include "storage/catalogue.h"

/* Who names the number. */
struct rat_citer {
    const char *paper_id; /* NULL: the document belongs to none */
    const char *body, *municipality;
    int32_t date;
};
struct rat_citer rat_citer_of(const struct rat_document *document);

enum rat_resolution {
    RAT_RESOLVED_NOT,       /* no such paper */
    RAT_RESOLVED_AMBIGUOUS, /* several, and nothing says which */
    RAT_RESOLVED_EXACT,
    RAT_RESOLVED_FAMILY, /* the supplement is not there, the paper that it belongs to is */
    RAT_RESOLVED_TERM    /* by the day: a number that restarts by term */
};
const char *rat_resolution_name(enum rat_resolution resolution); /* "exact", "family", "term", ... */

/* reference: of kind PAPER. *paper_id is set for the last three. */
RAT_MUST_CHECK rat_status rat_resolve_reference(struct rat_catalogue *catalogue,
                                                const struct rat_citer *citer,
                                                const struct rat_reference *reference,
                                                struct rat_arena *arena, enum rat_resolution *out,
                                                const char **paper_id, struct rat_err *err);

/* The references of documents of other papers that mean this paper. */
struct rat_cited_by {
    struct rat_document document;
    struct rat_reference reference;
    enum rat_resolution resolution;
};
RAT_MUST_CHECK rat_status rat_references_to_paper(struct rat_catalogue *catalogue,
                                                  const struct rat_paper *paper, struct rat_arena *arena,
                                                  struct rat_cited_by **out, size_t *count,
                                                  struct rat_err *err);

/* What a person typed: rat_catalogue_resolve, and when that finds nothing, the number in any spelling. */
RAT_MUST_CHECK rat_status rat_resolve_name(struct rat_catalogue *catalogue, const char *text,
                                           struct rat_arena *arena, struct rat_resolved *out,
                                           struct rat_err *err);

#endif
