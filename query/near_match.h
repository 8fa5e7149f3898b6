/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stretches of a text in which each of several things has a place: the heart of NEAR (struct rat_plan, RAT_PLAN_NEAR). Pure
 * functions over places, any thread. Internal to query/.
 */
#ifndef QUERY_NEAR_MATCH_H
#define QUERY_NEAR_MATCH_H

#include "query/deadline_internal.h"

#include <stddef.h>

#define RAT_NEAR_CHILDREN_MAX 8u

struct rat_near_place {
    uint32_t start, end; /* positions, both inclusive */
    uint32_t child;      /* < RAT_NEAR_CHILDREN_MAX */
};

struct rat_near_rule {
    uint32_t children, length; /* length: of a stretch, in positions, at most */
    bool is_ordered;
};

/* places: by start (rat_near_sort). The number of distinct positions at which a stretch begins that has one place of each child,
 * none over another. found (may be NULL) is called for each with the end of the shortest one. Past the deadline it stops. */
uint32_t rat_near_match(const struct rat_near_place *places, size_t count, const struct rat_near_rule *rule,
                        struct rat_deadline *deadline, void (*found)(void *ctx, uint32_t start, uint32_t end),
                        void *ctx);
void rat_near_sort(struct rat_near_place *places, size_t count);

#endif
