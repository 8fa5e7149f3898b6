/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the parts of a NEAR stand in the documents of one segment: for the set of documents, and for snippets. Internal to
 * query/, one search, one thread; memory of the arena.
 */
#ifndef QUERY_NEAR_PLACES_H
#define QUERY_NEAR_PLACES_H

#include "query/near_match.h"
#include "query/plan.h"

/* Words of the archive that one NEAR stands for in one segment, those of a single document apart. */
#define RAT_NEAR_LISTS_MAX 4096u

/* A list of positions, read forward. */
struct rat_near_list {
    struct rat_term_info info;
    struct rat_postings *postings; /* NULL: of a single document */
    uint32_t offset;               /* in a phrase */
};

/* What stands for a child: one list, or those of a phrase. */
struct rat_near_source {
    struct rat_near_list *lists; /* of a phrase: all must meet */
    uint32_t count, child, length;
};

struct rat_near_places {
    const struct rat_segment *segment;
    struct rat_arena *arena;
    struct rat_buf sources; /* struct rat_near_source */
    struct rat_buf scratch[2], forms;
    struct rat_near_rule rule;
    bool title_only;
    uint32_t lists;
    struct rat_err *err;
    struct rat_near_places *next; /* of those that a set of documents has to release */
};

/* plan: a NEAR, counted. Release it whatever is returned. */
RAT_MUST_CHECK rat_status rat_near_places_open(struct rat_near_places *places, const struct rat_plan *plan,
                                               const struct rat_segment *segment, uint32_t segment_number,
                                               struct rat_arena *arena, struct rat_err *err);
void rat_near_places_release(struct rat_near_places *places);

/* How many stretches begin in the document, which must not be before the one asked about before. out: scratch for struct
 * rat_near_place, then all places of the document by start. found: as rat_near_match. */
RAT_MUST_CHECK rat_status rat_near_places_match(struct rat_near_places *places, uint32_t document,
                                                struct rat_buf *out, struct rat_deadline *deadline,
                                                void (*found)(void *ctx, uint32_t start, uint32_t end),
                                                void *ctx, uint32_t *matches);

#endif
