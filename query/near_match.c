/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/near_match.h"

#include <stdlib.h>
#include <string.h>

#define SETS (1u << RAT_NEAR_CHILDREN_MAX)
#define NEVER UINT32_MAX

static int by_start(const void *a, const void *b)
{
    const struct rat_near_place *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->child != y->child)
        return x->child < y->child ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

void rat_near_sort(struct rat_near_place *places, size_t count)
{
    if (count > 1)
        qsort(places, count, sizeof *places, by_start);
}

/* Whether the child may come next when those in `set` have a place. */
static bool may_follow(const struct rat_near_rule *rule, uint32_t set, uint32_t child)
{
    return rule->is_ordered ? set == (1u << child) - 1 : !(set >> child & 1);
}

/* The end of the shortest stretch that begins with places[first]; NEVER: there is none. ends: by set of children, where the
 * shortest way to place them ends. Places come by start, so what is placed last is what was placed by then. */
static uint32_t stretch_from(const struct rat_near_place *places, size_t count, size_t first,
                             const struct rat_near_rule *rule)
{
    uint32_t ends[SETS], all = (1u << rule->children) - 1, begin = places[first].start;
    uint32_t limit = rule->length - 1 > UINT32_MAX - 1 - begin ? UINT32_MAX - 1 : begin + rule->length - 1;
    if (!may_follow(rule, 0, places[first].child) || places[first].end > limit)
        return NEVER;
    memset(ends, 0xff, (all + 1) * sizeof *ends);
    ends[1u << places[first].child] = places[first].end;
    for (size_t i = first + 1; i < count && places[i].start <= limit; i++) {
        const struct rat_near_place *place = &places[i];
        if (place->end > limit)
            continue;
        for (uint32_t set = 1; set <= all; set++) {
            uint32_t with = set | 1u << place->child;
            if (ends[set] < place->start && may_follow(rule, set, place->child) && place->end < ends[with])
                ends[with] = place->end;
        }
    }
    return ends[all];
}

uint32_t rat_near_match(const struct rat_near_place *places, size_t count, const struct rat_near_rule *rule,
                        struct rat_deadline *deadline, void (*found)(void *ctx, uint32_t start, uint32_t end),
                        void *ctx)
{
    uint32_t matches = 0;
    for (size_t i = 0, next; i < count && !rat_deadline_passed(deadline); i = next) {
        uint32_t best = NEVER;
        for (next = i; next < count && places[next].start == places[i].start; next++) {
            uint32_t end = stretch_from(places, count, next, rule);
            best = end < best ? end : best;
        }
        if (best == NEVER)
            continue;
        matches++;
        if (found)
            found(ctx, places[i].start, best);
    }
    return matches;
}
