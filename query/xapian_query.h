/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a plan to a query of Xapian: the one place that knows how one is said in the other. Internal to query/.
 *
 *     TERM    the term; of a title: the word anywhere, filtered by the word in the title (which has no weight of its own)
 *     WORD    SYNONYM of its places
 *     PHRASE  PHRASE of so many positions
 *     PREFIX  the terms that begin so, joined by OR, each with its own frequency, as we do it
 *     RANGE   a range over the slot of dates
 *     BOOL    AND of what is required, AND_MAYBE what may be, AND_NOT what must not
 *     boost   a factor of the score; 0: it only filters
 *     idf     ours, as a factor of Xapian's; only of terms and words
 */
#ifndef QUERY_XAPIAN_QUERY_H
#define QUERY_XAPIAN_QUERY_H

#include "query/plan.h"
#include "xapian/shim.h"

/* What Xapian has not, and this plan would need. Bits. */
enum rat_xapian_lack {
    RAT_XAPIAN_LACKS_PLACES = 1, /* places of a word (stem, part, title) weighted within one saturation */
    RAT_XAPIAN_LACKS_GAPS = 2    /* a phrase with a gap, or with two words at one position: finds too much */
};

/* *out is the caller's; *lacks is added to. RAT_ELIMIT for a prefix that is longer than terms are. */
RAT_MUST_CHECK rat_status rat_xapian_translate(const struct rat_plan *plan,
                                               const struct rat_xapian_database *database,
                                               struct rat_xapian_query **out, unsigned *lacks,
                                               struct rat_err *err);

/* Both are consumed, also on failure. */
RAT_MUST_CHECK rat_status rat_xapian_join(enum rat_xapian_op op, struct rat_xapian_query *first,
                                          struct rat_xapian_query *second, struct rat_xapian_query **out,
                                          struct rat_err *err);

#endif
