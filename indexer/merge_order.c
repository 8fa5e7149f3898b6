/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge_internal.h"

#include "base/sort.h"

#include <stdlib.h>

static rat_status append(struct rat_merge *m, struct rat_err *err)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < m->input_count; i++) {
        struct rat_merge_input *in = &m->inputs[i];
        const struct rat_segment *s = in->segment;
        in->documents = rat_arena_calloc(&m->arena, s->meta.documents, sizeof *in->documents);
        if (!in->documents)
            return rat_nomem(err);
        for (uint32_t d = 0; d < s->meta.documents; d++) {
            bool dead = rat_bit(s->dead, d);
            in->documents[d] = dead ? RAT_MERGE_DROPPED : (uint32_t)total;
            total += !dead;
        }
    }
    if (total >= RAT_NO_DOCUMENT)
        return rat_fail(err, RAT_ELIMIT, "%s", _("Zu viele Dokumente für ein Segment"));
    m->document_count = (uint32_t)total;
    m->is_appended = true;
    m->places = rat_arena_calloc(&m->arena, (size_t)total, sizeof *m->places);
    if (!m->places)
        return rat_nomem(err);
    for (uint32_t i = 0; i < m->input_count; i++)
        for (uint32_t d = 0; d < m->inputs[i].segment->meta.documents; d++)
            if (m->inputs[i].documents[d] != RAT_MERGE_DROPPED)
                m->places[m->inputs[i].documents[d]] = (struct rat_merge_place){i, d};
    return RAT_OK;
}

/* Gives place i to the document that has place order[i]. */
static rat_status permute(struct rat_merge *m, const uint32_t *order, struct rat_err *err)
{
    struct rat_merge_place *places = malloc((size_t)m->document_count * sizeof *places);
    if (!places)
        return rat_nomem(err);
    memcpy(places, m->places, (size_t)m->document_count * sizeof *places);
    for (uint32_t i = 0; i < m->document_count; i++) {
        m->is_appended = m->is_appended && order[i] == i;
        m->places[i] = places[order[i]];
        m->inputs[m->places[i].input].documents[m->places[i].document] = i;
    }
    free(places);
    return RAT_OK;
}

/* Several workers share what was imported one after the other among their segments. */
static rat_status sort_by_import(struct rat_merge *m, uint32_t *order, struct rat_err *err)
{
    uint32_t n = m->document_count;
    uint64_t *keys = malloc((size_t)n * 2 * sizeof *keys);
    if (!keys)
        return rat_nomem(err);
    for (uint32_t i = 0; i < n; i++) {
        const struct rat_segment *s = m->inputs[m->places[i].input].segment;
        keys[i] = rat_numbers_get(&s->docnums, m->places[i].document) << 32 | i;
    }
    rat_sort_upper(keys, keys + n, n);
    for (uint32_t i = 0; i < n; i++)
        order[i] = (uint32_t)keys[i];
    free(keys);
    return permute(m, order, err);
}

rat_status rat_merge_number(struct rat_merge *m, struct rat_err *err)
{
    rat_status st = append(m, err);
    if (st != RAT_OK || m->document_count == 0 || m->options.order == RAT_MERGE_APPEND)
        return st;
    uint32_t *order = malloc((size_t)m->document_count * sizeof *order);
    st = order ? sort_by_import(m, order, err) : rat_nomem(err);
    if (st == RAT_OK && m->options.order == RAT_MERGE_BISECT) {
        st = rat_merge_reorder(m, order, err);
        if (st == RAT_OK)
            st = permute(m, order, err);
    }
    free(order);
    return st;
}
