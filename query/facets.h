/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counting the values of fields over the matches: per segment by ordinal, then together by value; with grouped hits each
 * value once per paper. Internal to query/, one search, one thread.
 */
#ifndef QUERY_FACETS_H
#define QUERY_FACETS_H

#include "base/strmap.h"
#include "query/search.h"

struct rat_facet_counter {
    uint8_t field;
    uint64_t *
        by_ordinal; /* of the current segment; index 0: without a value, ordinal + 1 otherwise. Counts, but when
                             grouped (years apart) number of the value + 1, 0 while unknown */
    bool grouped;
    struct rat_strmap pairs; /* grouped: struct rat_facet_pair seen */
    uint32_t room;
    int32_t year_first, year_end; /* days of the year counted last, the end exclusive */
    uint32_t year;
    struct rat_strmap values; /* over all segments */
    struct rat_buf counts;    /* uint64_t by value number */
};

RAT_MUST_CHECK rat_status rat_facet_init(struct rat_facet_counter *counter, uint8_t field, bool grouped,
                                         struct rat_err *err);
void rat_facet_release(struct rat_facet_counter *counter);

RAT_MUST_CHECK rat_status rat_facet_begin(struct rat_facet_counter *counter,
                                          const struct rat_segment *segment, struct rat_err *err);
/* bits: matches among documents [base, base + 64 * words). */
RAT_MUST_CHECK rat_status rat_facet_count(struct rat_facet_counter *counter,
                                          const struct rat_segment *segment, uint32_t base,
                                          const uint64_t *bits, uint32_t words, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_facet_end(struct rat_facet_counter *counter, const struct rat_segment *segment,
                                        struct rat_err *err);
/* Instead of begin, count and end: what another engine counted, not grouped. "": documents without a value; a day of the
 * facet of years, RAT_NO_DATE: without one. */
RAT_MUST_CHECK rat_status rat_facet_add_value(struct rat_facet_counter *counter, const char *value,
                                              uint32_t size, uint64_t count, struct rat_err *err);
void rat_facet_add_date(struct rat_facet_counter *counter, int32_t date, uint64_t count);
/* Values in the arena: by falling count, then by value; years by year. max: at most this many, 0: all. */
RAT_MUST_CHECK rat_status rat_facet_finish(struct rat_facet_counter *counter, size_t max,
                                           struct rat_arena *arena, struct rat_facet *out,
                                           struct rat_err *err);

#endif
