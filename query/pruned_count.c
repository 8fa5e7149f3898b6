/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many documents have any of the lead's terms: a mark per posting in windows, no scores. One term's list says it itself. */
#include "query/pruned_internal.h"

#include "storage/kernels.h"

void rat_pruner_clip(const struct rat_postings *list, uint32_t base, uint32_t end, uint32_t *from,
                     uint32_t *to)
{
    *from = list->documents[0] >= base ? 0 : rat_kernels()->rank(list->documents, list->held, base);
    *to = list->documents[list->held - 1] < end ? list->held
                                                : rat_kernels()->rank(list->documents, list->held, end);
}

static rat_status mark(struct rat_scored_term *t, uint32_t base, uint32_t end, uint8_t *marks)
{
    for (uint32_t block = rat_scored_seek(t, base); block < t->blocks; block++) {
        if (block > t->at && rat_scored_last(t, block - 1) + 1 >= end)
            break;
        if (!rat_scored_go(t, block))
            return t->postings.status;
        uint32_t from, to;
        rat_pruner_clip(&t->postings, base, end, &from, &to);
        const uint32_t *documents = t->postings.documents,
                       count = to; /* bytes may alias what has an address */
        for (uint32_t i = from; i < count; i++)
            marks[documents[i] - base] = 1;
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

rat_status rat_pruned_count(struct rat_pruner *p)
{
    const struct rat_segment *s = p->run->shared->segment;
    struct rat_term_group *lead = p->lead;
    bool all = !s->dead && (!s->hidden || p->run->include_hidden);
    if (all && lead->count == 1) {
        p->run->total += lead->terms[0]->documents;
        return RAT_OK;
    }
    uint8_t *marks = rat_pruner_zeros(p);
    if (!marks)
        return RAT_ENOMEM;
    uint64_t bits[RAT_PRUNED_FAR / 64];
    for (uint32_t base = 0; base < s->meta.documents; base += RAT_PRUNED_FAR) {
        uint32_t end = s->meta.documents - base < RAT_PRUNED_FAR ? s->meta.documents : base + RAT_PRUNED_FAR;
        if (rat_deadline_look(p->run->shared->deadline))
            return RAT_OK;
        for (uint32_t i = 0; i < lead->count; i++) {
            rat_status st = mark(lead->terms[i], base, end, marks);
            if (st != RAT_OK)
                return st;
        }
        uint32_t count = p->kernels->marked(marks, RAT_PRUNED_FAR, bits);
        p->run->total += all ? count : count_allowed(p, base, bits);
    }
    return RAT_OK;
}
