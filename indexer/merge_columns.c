/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge_internal.h"

#include "base/strmap.h"

#include <stdlib.h>

static const struct rat_segment *segment_of(const struct rat_merge *m, uint32_t document)
{
    return m->inputs[m->places[document].input].segment;
}

static rat_status copy_lengths(struct rat_merge *m, struct rat_err *err)
{
    for (uint32_t i = 0; i < m->input_count; i++) {
        const struct rat_merge_input *in = &m->inputs[i];
        uint32_t n = in->segment->meta.documents;
        const uint8_t *lengths;
        rat_status st = rat_segment_lengths(in->segment, 0, n, &lengths, err);
        if (st != RAT_OK)
            return st;
        for (uint32_t d = 0; d < n; d++)
            if (in->documents[d] != RAT_MERGE_DROPPED)
                m->lengths[in->documents[d]] = lengths[d];
    }
    return RAT_OK;
}

static rat_status copy_numbers(struct rat_merge *m, struct rat_err *err)
{
    struct rat_arena *arena = &m->arena;
    size_t n = m->document_count;
    uint64_t *docnums = rat_arena_calloc(arena, n, sizeof *docnums);
    uint64_t *papers = rat_arena_calloc(arena, n, sizeof *papers);
    uint64_t *dates = rat_arena_calloc(arena, n, sizeof *dates);
    uint64_t *bodies = rat_arena_calloc(arena, n, sizeof *bodies);
    uint64_t *lengths = rat_arena_calloc(arena, n, sizeof *lengths);
    uint64_t *id_starts = rat_arena_calloc(arena, n + 1, sizeof *id_starts);
    if (arena->failed)
        return rat_nomem(err);
    for (uint32_t to = 0; to < n; to++) {
        const struct rat_segment *s = segment_of(m, to);
        uint32_t d = m->places[to].document, id_size;
        const char *id;
        docnums[to] = rat_numbers_get(&s->docnums, d);
        papers[to] = rat_numbers_get(&s->papers, d);
        dates[to] = rat_numbers_get(&s->dates, d);
        bodies[to] = rat_numbers_get(&s->bodies, d);
        lengths[to] = rat_numbers_get(&s->exact_lengths, d);
        m->documents.tokens += lengths[to];
        if (rat_bit(s->hidden, d)) {
            m->hidden[to / 8] |= (unsigned char)(1u << (to % 8));
            m->hidden_count++;
        }
        rat_status st = rat_segment_id(s, d, &id, &id_size, err);
        if (st != RAT_OK)
            return st;
        rat_buf_append(&m->ids, id, id_size);
        id_starts[to + 1] = m->ids.size;
    }
    m->documents.docnums = docnums;
    m->documents.papers = papers;
    m->documents.dates = dates;
    m->documents.bodies = bodies;
    m->documents.lengths = lengths;
    m->documents.ids = m->ids.data;
    m->documents.id_starts = id_starts;
    return m->ids.failed ? rat_nomem(err) : RAT_OK;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Collects the values of one field, document after document. */
static rat_status collect_values(struct rat_merge *m, uint8_t field, struct rat_strmap *values,
                                 struct rat_buf *ordinals, uint64_t *starts, struct rat_err *err)
{
    for (uint32_t d = 0; d < m->document_count; d++) {
        const struct rat_ordinals *o = &segment_of(m, d)->ordinals[field];
        uint64_t from, to;
        rat_ordinals_of(o, m->places[d].document, &from, &to);
        for (; from < to; from++) {
            const char *value;
            uint32_t size;
            rat_status st = rat_ordinals_value(o, rat_ordinals_at(o, from), &value, &size, err);
            if (st != RAT_OK)
                return st;
            uint32_t number = rat_strmap_add(values, value, size, NULL);
            if (number == RAT_STRMAP_NONE)
                return rat_nomem(err);
            rat_buf_append(ordinals, &number, sizeof number);
        }
        starts[d + 1] = ordinals->size / sizeof(uint32_t);
    }
    return ordinals->failed ? rat_nomem(err) : RAT_OK;
}

static rat_status merge_field(struct rat_merge *m, uint8_t field, struct rat_err *err)
{
    struct rat_strmap values;
    struct rat_buf numbers = RAT_BUF_INIT;
    struct rat_segment_field *out = &m->documents.fields[field];
    uint64_t *starts = rat_arena_calloc(&m->arena, (size_t)m->document_count + 1, sizeof *starts);
    rat_strmap_init(&values);
    rat_status st = starts ? collect_values(m, field, &values, &numbers, starts, err) : rat_nomem(err);
    size_t n = numbers.size / sizeof(uint32_t);
    const char **sorted = rat_arena_calloc(&m->arena, values.count, sizeof *sorted);
    uint32_t *rank = rat_arena_calloc(&m->arena, values.count, sizeof *rank);
    uint64_t *ordinals = rat_arena_calloc(&m->arena, n, sizeof *ordinals);
    if (st == RAT_OK && m->arena.failed)
        st = rat_nomem(err);
    if (st == RAT_OK && values.count) {
        for (uint32_t v = 0; v < values.count; v++)
            sorted[v] = rat_arena_strndup(&m->arena, values.keys[v].bytes, values.keys[v].size);
        if (m->arena.failed) {
            st = rat_nomem(err);
        } else {
            qsort(sorted, values.count, sizeof *sorted, by_text);
            for (uint32_t v = 0; v < values.count; v++)
                rank[rat_strmap_find(&values, sorted[v], strlen(sorted[v]))] = v;
            for (size_t i = 0; i < n; i++)
                ordinals[i] = rank[((const uint32_t *)(const void *)numbers.data)[i]];
            *out = (struct rat_segment_field){sorted, values.count, starts, ordinals};
        }
    }
    rat_strmap_release(&values);
    rat_buf_release(&numbers);
    return st;
}

rat_status rat_merge_columns(struct rat_merge *m, struct rat_err *err)
{
    m->lengths = rat_arena_calloc(&m->arena, m->document_count, 1);
    m->hidden = rat_arena_calloc(&m->arena, m->document_count / 8 + 1, 1);
    rat_status st = m->arena.failed ? rat_nomem(err) : copy_lengths(m, err);
    if (st == RAT_OK)
        st = copy_numbers(m, err);
    for (uint8_t field = 1; st == RAT_OK && field <= RAT_FIELD_STORED_MAX; field++)
        st = merge_field(m, field, err);
    return st;
}

rat_status rat_merge_offsets(struct rat_merge *m, struct rat_err *err)
{
    for (uint32_t to = 0; to < m->document_count; to++) {
        const struct rat_segment *s = segment_of(m, to);
        const unsigned char *record;
        uint64_t n;
        rat_status st =
            rat_strings_get(&s->offsets, &s->offset_starts, m->places[to].document, &record, &n, err);
        if (st != RAT_OK)
            return st;
        rat_segment_writer_offsets(m->writer, record, (size_t)n);
    }
    return RAT_OK;
}
