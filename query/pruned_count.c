/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many documents have any of the lead's terms: a mark per posting in windows, no scores. One term's list says it itself. */
#include "query/pruned_internal.h"

#include "storage/kernels.h"

#define KEPT_BLOCKS 128u

void rat_pruner_clip(const struct rat_postings *list, uint32_t base, uint32_t end, uint32_t *from,
                     uint32_t *to)
{
    *from = list->documents[0] >= base ? 0 : rat_kernels()->rank(list->documents, list->held, base);
    *to = list->documents[list->held - 1] < end ? list->held
                                                : rat_kernels()->rank(list->documents, list->held, end);
}

struct window {
    uint32_t base, end;
    uint8_t *marks; /* RAT_PRUNED_FAR */
    uint64_t fresh; /* documents that only the longest list has, not marked */
};

static void mark(struct window *w, const uint32_t *documents, uint32_t from, uint32_t to)
{
    uint8_t *marks = w->marks;
    for (uint32_t i = from, base = w->base; i < to; i++)
        marks[documents[i] - base] = 1;
}

static void look_up(struct window *w, const uint32_t *documents, uint32_t from, uint32_t to)
{
    uint32_t marked = 0;
    for (uint32_t i = from; i < to; i++)
        marked += w->marks[documents[i] - w->base];
    w->fresh += to - from - marked;
}

static rat_status run_term(struct window *w, struct rat_scored_term *t,
                           void (*each)(struct window *, const uint32_t *, uint32_t, uint32_t))
{
    for (uint32_t block = rat_scored_seek(t, w->base); block < t->blocks; block++) {
        if (block > t->at && rat_scored_last(t, block - 1) + 1 >= w->end)
            break;
        if (!rat_scored_go(t, block))
            return t->postings.status;
        uint32_t from, to;
        rat_pruner_clip(&t->postings, w->base, w->end, &from, &to);
        each(w, t->postings.documents, from, to);
    }
    return RAT_OK;
}

static uint64_t count_allowed(struct rat_pruner *p, uint32_t base, const uint64_t *bits)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < RAT_PRUNED_FAR / 64; i++)
        for (uint64_t left = bits[i]; left; left &= left - 1)
            count += rat_pruner_is_alive(p, base + i * 64 + (uint32_t)__builtin_ctzll(left));
    return count;
}

static struct rat_scored_term *longest_of(const struct rat_term_group *group)
{
    struct rat_scored_term *longest = group->terms[0];
    for (uint32_t i = 1; i < group->count; i++)
        longest = group->terms[i]->documents > longest->documents ? group->terms[i] : longest;
    return longest;
}

/* Scoring comes back to many blocks. Lists are short enough that their documents are still in a near cache then. */
static void keep_blocks(struct rat_pruner *p)
{
    for (uint32_t i = 0; i < p->lead->count; i++) {
        struct rat_scored_term *t = p->lead->terms[i];
        size_t numbers = (size_t)t->blocks * (RAT_POSTINGS_BLOCK + 1);
        if (t->blocks < 2 || t->blocks > KEPT_BLOCKS)
            continue;
        uint32_t *room = rat_arena_alloc(p->run->shared->arena, numbers * sizeof *room);
        if (room)
            rat_postings_keep(&t->postings, room);
    }
}

rat_status rat_pruned_count(struct rat_pruner *p)
{
    const struct rat_segment *s = p->run->shared->segment;
    struct rat_term_group *lead = p->lead;
    bool all = !s->dead && (!s->hidden || p->run->include_hidden);
    if (all && lead->count == 1) {
        p->run->total += lead->terms[0]->documents;
        return RAT_OK;
    }
    keep_blocks(p);
    struct window w = {.marks = rat_pruner_zeros(p)};
    if (!w.marks)
        return RAT_ENOMEM;
    uint64_t bits[RAT_PRUNED_FAR / 64];
    struct rat_scored_term *longest = longest_of(lead);
    for (w.base = 0; w.base < s->meta.documents; w.base = w.end) {
        w.end = s->meta.documents - w.base < RAT_PRUNED_FAR ? s->meta.documents : w.base + RAT_PRUNED_FAR;
        if (rat_deadline_look(p->run->shared->deadline))
            return RAT_OK;
        rat_status st = RAT_OK;
        for (uint32_t i = 0; i < lead->count && st == RAT_OK; i++)
            st = lead->terms[i] == longest ? RAT_OK : run_term(&w, lead->terms[i], mark);
        if (st == RAT_OK) /* last: what it finds needs no mark, unless somebody wants to see it */
            st = run_term(&w, longest, all ? look_up : mark);
        if (st != RAT_OK)
            return st;
        uint32_t count = p->kernels->marked(w.marks, RAT_PRUNED_FAR, bits);
        p->run->total += all ? count : count_allowed(p, w.base, bits);
    }
    p->run->total += w.fresh;
    return RAT_OK;
}
