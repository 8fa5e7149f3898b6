/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge_internal.h"

#include <stdlib.h>

#define DEFAULT_MEMORY (512ull << 20)

rat_status rat_merge_look(const struct rat_merge *m, struct rat_err *err)
{
    if (m->options.stop && *m->options.stop)
        return rat_fail(err, RAT_EINTERRUPTED, "%s", _("Unterbrochen"));
    return RAT_OK;
}

static rat_status check_inputs(struct rat_merge *m, struct rat_err *err)
{
    for (uint32_t i = 0; i < m->input_count; i++)
        if (rat_segment_is_damaged(m->inputs[i].segment))
            return rat_damaged(err, m->inputs[i].segment->docs_file->path, _("eine Spalte ist unlesbar"));
    return RAT_OK;
}

static rat_status write_hidden(struct rat_merge *m, const char *folder, struct rat_manifest_segment *entry,
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

static rat_status run(struct rat_merge *m, const char *folder, uint64_t id,
                      struct rat_manifest_segment *entry, struct rat_err *err)
{
    const struct rat_segment *first = m->inputs[0].segment;
    bool with_offsets = true;
    for (uint32_t i = 0; i < m->input_count; i++)
        with_offsets = with_offsets && m->inputs[i].segment->meta.has_offsets;
    rat_status st = rat_merge_number(m, err);
    if (st != RAT_OK || m->document_count == 0)
        return st;
    st = rat_merge_columns(m, err);
    if (st == RAT_OK)
        st = rat_segment_writer_new(folder, id, m->lengths, m->document_count, with_offsets, &m->writer, err);
    if (st == RAT_OK)
        st = rat_merge_terms(m, err);
    if (st == RAT_OK && with_offsets)
        st = rat_merge_offsets(m, err);
    if (st == RAT_OK)
        st = check_inputs(m, err);
    if (st != RAT_OK)
        return st;
    m->documents.analyzer = first->meta.analyzer;
    m->documents.analyzer_version = first->meta.analyzer_version;
    struct rat_segment_writer *writer = m->writer;
    m->writer = NULL;
    st = rat_segment_writer_finish(writer, &m->documents, entry, err);
    if (st == RAT_OK && m->hidden_count)
        st = write_hidden(m, folder, entry, err);
    return st;
}

rat_status rat_merge(struct rat_segment *const *segments, uint32_t count, const char *folder, uint64_t id,
                     const struct rat_merge_options *options, struct rat_manifest_segment *entry,
                     struct rat_err *err)
{
    struct rat_merge m = {.input_count = count};
    struct rat_manifest_segment made = {.id = id};
    if (options)
        m.options = *options;
    if (!m.options.memory_bytes)
        m.options.memory_bytes = DEFAULT_MEMORY;
    rat_arena_init(&m.arena, 0);
    m.inputs = rat_arena_calloc(&m.arena, count, sizeof *m.inputs);
    rat_status st = m.inputs && count ? RAT_OK : rat_nomem(err);
    if (st == RAT_OK) {
        for (uint32_t i = 0; i < count; i++)
            m.inputs[i].segment = segments[i];
        st = run(&m, folder, id, &made, err);
    }
    if (st == RAT_OK)
        *entry = made;
    rat_segment_writer_abandon(m.writer);
    rat_buf_release(&m.ids);
    rat_arena_release(&m.arena);
    return st;
}
