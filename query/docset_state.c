/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets that no word decides: documents named by their numbers, what its source deleted, scans without text. */
#include "query/docset.h"
#include "query/search_internal.h"

struct state_set {
    struct rat_docset set;
    const uint32_t *docnums; /* ascending; NULL: a state */
    size_t docnum_count;
    enum rat_state state;
};

static bool is_listed(const struct state_set *set, uint32_t docnum)
{
    size_t low = 0, high = set->docnum_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->docnums[middle] < docnum)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->docnum_count && set->docnums[low] == docnum;
}

static bool matches(const struct state_set *set, const struct rat_segment *s, uint32_t document)
{
    if (set->docnums)
        return is_listed(set, (uint32_t)rat_numbers_get(&s->docnums, document));
    return set->state == RAT_STATE_REMOVED ? rat_bit(s->hidden, document) : rat_has_no_text(s, document);
}

static uint32_t ahead(struct rat_docset *set, uint32_t target)
{
    return target < set->shared->segment->meta.documents ? target : RAT_NO_DOCUMENT;
}

static void fill(struct rat_docset *set, const struct rat_window *w)
{
    const struct state_set *state = (const struct state_set *)set;
    for (uint32_t d = w->base; d < w->end; d++) {
        uint32_t local = d - w->base;
        if (w->mask && !(w->mask[local / 64] >> (local % 64) & 1))
            continue;
        if (matches(state, set->shared->segment, d))
            w->bits[local / 64] |= 1ull << (local % 64);
    }
}

static struct rat_docset *new_set(struct rat_docsets *shared, const struct state_set *as)
{
    struct state_set *set = rat_arena_memdup(shared->arena, as, sizeof *as);
    if (!set) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return NULL;
    }
    set->set = (struct rat_docset){ahead, fill, shared->segment->meta.documents, shared, false};
    return &set->set;
}

struct rat_docset *rat_docset_documents(struct rat_docsets *shared, const struct rat_plan *plan)
{
    struct state_set set = {.docnums = plan->docnums, .docnum_count = plan->docnum_count};
    return new_set(shared, &set);
}

struct rat_docset *rat_docset_state(struct rat_docsets *shared, const struct rat_plan *plan)
{
    struct state_set set = {.state = plan->state};
    if (plan->state == RAT_STATE_REMOVED && !shared->segment->hidden)
        return rat_docset_none(shared);
    return new_set(shared, &set);
}
