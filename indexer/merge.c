/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge.h"

#include "base/strmap.h"
#include "indexer/accumulate.h"
#include "storage/segment_writer.h"

#include <stdlib.h>

#define DROPPED UINT32_MAX
#define STOP_EVERY 1024u /* terms between two looks at the stop flag */

struct input {
    const struct rat_segment *segment;
    uint32_t *documents; /* old local number -> new one, DROPPED */
    uint32_t *ordinals;  /* old ordinal of an exact term -> new one */
    struct rat_term_walk walk;
    bool ended;
};

struct merge {
    struct input *inputs;
    uint32_t count, document_count;
    struct rat_arena arena; /* columns */
    uint8_t *lengths;
    unsigned char *hidden;
    uint32_t hidden_count;
    struct rat_segment_documents documents;
    struct rat_buf ids;
    uint64_t *docnums, *papers, *dates, *bodies, *exact_lengths, *id_starts;
    struct rat_segment_writer *writer;
    struct rat_buf positions, forms, old_forms;
};

static rat_status number_documents(struct merge *m, struct rat_err *err)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < m->count; i++) {
        struct input *in = &m->inputs[i];
        const struct rat_segment *s = in->segment;
        in->documents = rat_arena_calloc(&m->arena, s->meta.documents, sizeof *in->documents);
        in->ordinals = rat_arena_calloc(&m->arena, s->dictionary.term_count, sizeof *in->ordinals);
        if (!in->documents || !in->ordinals)
            return rat_nomem(err);
        for (uint32_t d = 0; d < s->meta.documents; d++) {
            bool dead = rat_bit(s->dead, d);
            in->documents[d] = dead ? DROPPED : (uint32_t)total;
            total += !dead;
        }
    }
    if (total >= RAT_NO_DOCUMENT)
        return rat_fail(err, RAT_ELIMIT, "%s", _("Zu viele Dokumente für ein Segment"));
    m->document_count = (uint32_t)total;
    return RAT_OK;
}

static rat_status copy_columns(struct merge *m, struct rat_err *err)
{
    size_t n = m->document_count;
    m->lengths = rat_arena_calloc(&m->arena, n, 1);
    m->hidden = rat_arena_calloc(&m->arena, n / 8 + 1, 1);
    m->docnums = rat_arena_calloc(&m->arena, n, sizeof(uint64_t));
    m->papers = rat_arena_calloc(&m->arena, n, sizeof(uint64_t));
    m->dates = rat_arena_calloc(&m->arena, n, sizeof(uint64_t));
    m->bodies = rat_arena_calloc(&m->arena, n, sizeof(uint64_t));
    m->exact_lengths = rat_arena_calloc(&m->arena, n, sizeof(uint64_t));
    m->id_starts = rat_arena_calloc(&m->arena, n + 1, sizeof(uint64_t));
    if (m->arena.failed)
        return rat_nomem(err);
    for (uint32_t i = 0; i < m->count; i++) {
        const struct input *in = &m->inputs[i];
        const struct rat_segment *s = in->segment;
        const uint8_t *lengths;
        rat_status st = rat_segment_lengths(s, 0, s->meta.documents, &lengths, err);
        for (uint32_t d = 0; st == RAT_OK && d < s->meta.documents; d++) {
            uint32_t to = in->documents[d];
            const char *id;
            uint32_t id_size;
            if (to == DROPPED)
                continue;
            m->lengths[to] = lengths[d];
            m->docnums[to] = rat_numbers_get(&s->docnums, d);
            m->papers[to] = rat_numbers_get(&s->papers, d);
            m->dates[to] = rat_numbers_get(&s->dates, d);
            m->bodies[to] = rat_numbers_get(&s->bodies, d);
            m->exact_lengths[to] = rat_numbers_get(&s->exact_lengths, d);
            m->documents.tokens += m->exact_lengths[to];
            if (rat_bit(s->hidden, d)) {
                m->hidden[to / 8] |= (unsigned char)(1u << (to % 8));
                m->hidden_count++;
            }
            st = rat_segment_id(s, d, &id, &id_size, err);
            if (st == RAT_OK)
                rat_buf_append(&m->ids, id, id_size);
            m->id_starts[to + 1] = m->ids.size;
        }
        if (st != RAT_OK)
            return st;
    }
    return m->ids.failed ? rat_nomem(err) : RAT_OK;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Collects the values of one field that live documents have. */
static rat_status collect_values(struct merge *m, uint8_t field, struct rat_strmap *values,
                                 struct rat_buf *ordinals, uint64_t *starts, struct rat_err *err)
{
    for (uint32_t i = 0; i < m->count; i++) {
        const struct input *in = &m->inputs[i];
        const struct rat_ordinals *o = &in->segment->ordinals[field];
        for (uint32_t d = 0; d < in->segment->meta.documents; d++) {
            uint64_t from, to;
            if (in->documents[d] == DROPPED)
                continue;
            rat_ordinals_of(o, d, &from, &to);
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
            starts[in->documents[d] + 1] = ordinals->size / sizeof(uint32_t);
        }
    }
    return ordinals->failed ? rat_nomem(err) : RAT_OK;
}

static rat_status merge_field(struct merge *m, uint8_t field, struct rat_err *err)
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

static int compare_keys(const struct rat_term_walk *a, const struct rat_term_walk *b)
{
    int order = memcmp(a->key, b->key, a->key_size < b->key_size ? a->key_size : b->key_size);
    return order ? order : (a->key_size > b->key_size) - (a->key_size < b->key_size);
}

static rat_status advance(struct input *in, struct rat_err *err)
{
    rat_status st = rat_term_walk_next(&in->walk, err);
    in->ended = st == RAT_END;
    return st == RAT_END ? RAT_OK : st;
}

static rat_status copy_postings(struct merge *m, struct input *in, struct rat_err *err)
{
    struct rat_postings p;
    bool with_positions = RAT_SPACE_HAS_POSITIONS(in->walk.key[0]);
    rat_postings_open(&p, &in->segment->postings, &in->segment->positions, &in->segment->lengths,
                      &in->walk.info);
    while (p.status == RAT_OK && rat_postings_next_block(&p) && rat_postings_tfs(&p) &&
           (!with_positions || rat_postings_block_positions(&p, &m->positions))) {
        for (uint32_t i = 0; i < p.held && p.status == RAT_OK; i++) {
            if (p.documents[i] >= in->segment->meta.documents) {
                p.status = rat_damaged(&p.err, in->segment->post_file->path,
                                       _("Nummer eines Dokuments, das es nicht gibt"));
                break;
            }
            uint32_t to = in->documents[p.documents[i]];
            if (to == DROPPED)
                continue;
            const uint32_t *positions = (const uint32_t *)(const void *)m->positions.data;
            rat_segment_writer_posting(m->writer, to, p.tfs[i],
                                       with_positions ? positions + p.places.starts[i] : NULL,
                                       with_positions ? p.places.counts[i] : 0);
        }
    }
    if (p.status != RAT_OK && err)
        *err = p.err;
    return p.status;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Adds the new ordinals of this input's forms; forms whose documents are all gone are gone as well. */
static rat_status add_forms(struct merge *m, struct input *in, struct rat_err *err)
{
    rat_status st = rat_segment_forms(in->segment, in->walk.info.ordinal, &m->old_forms, err);
    const uint32_t *old = (const uint32_t *)(const void *)m->old_forms.data;
    for (size_t i = 0; st == RAT_OK && i < m->old_forms.size / sizeof *old; i++) {
        uint32_t to = in->ordinals[old[i]];
        if (to != DROPPED)
            rat_buf_append(&m->forms, &to, sizeof to);
    }
    return st;
}

static uint32_t unique_forms(struct rat_buf *forms)
{
    uint32_t *list = (uint32_t *)(void *)forms->data;
    size_t n = forms->size / sizeof *list;
    uint32_t kept = 0;
    if (n > 1)
        qsort(list, n, sizeof *list, by_number);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || list[i] != list[kept - 1])
            list[kept++] = list[i];
    return kept;
}

/* Writes the smallest key of all inputs and moves those that have it. */
static rat_status merge_term(struct merge *m, struct input *smallest, struct rat_err *err)
{
    const struct rat_term_walk key = smallest->walk;
    uint32_t ordinal = rat_segment_writer_term(m->writer, key.key, key.key_size);
    rat_buf_clear(&m->forms);
    for (uint32_t i = 0; i < m->count; i++) {
        struct input *in = &m->inputs[i];
        if (in->ended || compare_keys(&in->walk, &key) != 0)
            continue;
        rat_status st = copy_postings(m, in, err);
        if (st == RAT_OK && RAT_SPACE_HAS_FORMS(key.key[0]))
            st = add_forms(m, in, err);
        if (st != RAT_OK)
            return st;
    }
    uint32_t forms = unique_forms(&m->forms);
    bool kept = rat_segment_writer_end_term(m->writer, (const uint32_t *)(const void *)m->forms.data, forms);
    for (uint32_t i = 0; i < m->count; i++) {
        struct input *in = &m->inputs[i];
        if (in->ended || compare_keys(&in->walk, &key) != 0)
            continue;
        in->ordinals[in->walk.info.ordinal] = kept ? ordinal : DROPPED;
        rat_status st = advance(in, err);
        if (st != RAT_OK)
            return st;
    }
    return m->forms.failed ? rat_nomem(err) : RAT_OK;
}

static rat_status merge_terms(struct merge *m, const volatile sig_atomic_t *stop, struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (uint32_t i = 0; i < m->count && st == RAT_OK; i++) {
        st = rat_term_walk_at(&m->inputs[i].walk, &m->inputs[i].segment->dictionary, 0, err);
        if (st == RAT_OK)
            st = advance(&m->inputs[i], err);
    }
    for (uint32_t terms = 0; st == RAT_OK; terms++) {
        struct input *smallest = NULL;
        for (uint32_t i = 0; i < m->count; i++)
            if (!m->inputs[i].ended && (!smallest || compare_keys(&m->inputs[i].walk, &smallest->walk) < 0))
                smallest = &m->inputs[i];
        if (!smallest)
            break;
        if (stop && terms % STOP_EVERY == 0 && *stop)
            return rat_fail(err, RAT_EINTERRUPTED, "%s", _("Unterbrochen"));
        st = merge_term(m, smallest, err);
    }
    return st;
}

static rat_status copy_offsets(struct merge *m, struct rat_err *err)
{
    for (uint32_t i = 0; i < m->count; i++) {
        const struct input *in = &m->inputs[i];
        const struct rat_segment *s = in->segment;
        for (uint32_t d = 0; d < s->meta.documents; d++) {
            const unsigned char *record;
            uint64_t n;
            if (in->documents[d] == DROPPED)
                continue;
            rat_status st = rat_strings_get(&s->offsets, &s->offset_starts, d, &record, &n, err);
            if (st != RAT_OK)
                return st;
            rat_segment_writer_offsets(m->writer, record, (size_t)n);
        }
    }
    return RAT_OK;
}

static rat_status check_inputs(struct merge *m, struct rat_err *err)
{
    for (uint32_t i = 0; i < m->count; i++)
        if (rat_segment_is_damaged(m->inputs[i].segment))
            return rat_damaged(err, m->inputs[i].segment->docs_file->path, _("eine Spalte ist unlesbar"));
    return RAT_OK;
}

static rat_status write_hidden(struct merge *m, const char *folder, struct rat_manifest_segment *entry,
                               struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    unsigned char *dead = rat_arena_calloc(&m->arena, (size_t)m->document_count / 8 + 1, 1);
    entry->hidden = m->hidden_count;
    entry->state = 1;
    rat_state_path(folder, entry->id, entry->state, &path);
    rat_status st = dead ? rat_state_write(rat_buf_cstr(&path), entry->id, m->document_count, dead, m->hidden,
                                           &entry->state_file, err)
                         : rat_nomem(err);
    rat_buf_release(&path);
    return st;
}

static rat_status run(struct merge *m, const char *folder, uint64_t id, const volatile sig_atomic_t *stop,
                      struct rat_manifest_segment *entry, struct rat_err *err)
{
    const struct rat_segment *first = m->inputs[0].segment;
    bool with_offsets = true;
    for (uint32_t i = 0; i < m->count; i++)
        with_offsets = with_offsets && m->inputs[i].segment->meta.has_offsets;
    rat_status st = number_documents(m, err);
    if (st != RAT_OK || m->document_count == 0)
        return st;
    st = copy_columns(m, err);
    for (uint8_t field = 1; st == RAT_OK && field <= RAT_FIELD_STORED_MAX; field++)
        st = merge_field(m, field, err);
    if (st == RAT_OK)
        st = rat_segment_writer_new(folder, id, m->lengths, m->document_count, with_offsets, &m->writer, err);
    if (st == RAT_OK)
        st = merge_terms(m, stop, err);
    if (st == RAT_OK && with_offsets)
        st = copy_offsets(m, err);
    if (st == RAT_OK)
        st = check_inputs(m, err);
    if (st != RAT_OK)
        return st;
    m->documents.analyzer = first->meta.analyzer;
    m->documents.analyzer_version = first->meta.analyzer_version;
    m->documents.docnums = m->docnums;
    m->documents.papers = m->papers;
    m->documents.dates = m->dates;
    m->documents.bodies = m->bodies;
    m->documents.lengths = m->exact_lengths;
    m->documents.ids = m->ids.data;
    m->documents.id_starts = m->id_starts;
    struct rat_segment_writer *writer = m->writer;
    m->writer = NULL;
    st = rat_segment_writer_finish(writer, &m->documents, entry, err);
    if (st == RAT_OK && m->hidden_count)
        st = write_hidden(m, folder, entry, err);
    return st;
}

rat_status rat_merge(struct rat_segment *const *segments, uint32_t count, const char *folder, uint64_t id,
                     const volatile sig_atomic_t *stop, struct rat_manifest_segment *entry,
                     struct rat_err *err)
{
    struct merge m = {.count = count};
    struct rat_manifest_segment made = {.id = id};
    rat_arena_init(&m.arena, 0);
    m.inputs = calloc(count ? count : 1, sizeof *m.inputs);
    rat_status st = m.inputs && count ? RAT_OK : rat_nomem(err);
    if (st == RAT_OK) {
        for (uint32_t i = 0; i < count; i++)
            m.inputs[i].segment = segments[i];
        st = run(&m, folder, id, stop, &made, err);
    }
    if (st == RAT_OK)
        *entry = made;
    rat_segment_writer_abandon(m.writer);
    rat_buf_release(&m.ids);
    rat_buf_release(&m.positions);
    rat_buf_release(&m.forms);
    rat_buf_release(&m.old_forms);
    rat_arena_release(&m.arena);
    free(m.inputs);
    return st;
}
