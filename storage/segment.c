/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/segment.h"

#include <stdlib.h>

const char *const rat_segment_kinds[RAT_SEGMENT_FILES] = {"docs", "term", "post", "posi", "offs"};

void rat_segment_path(const char *folder, uint64_t id, const char *kind, struct rat_buf *out)
{
    rat_buf_clear(out);
    rat_buf_printf(out, "%s/seg-%06llu.%s", folder, (unsigned long long)id, kind);
}

void rat_state_path(const char *folder, uint64_t id, uint64_t state, struct rat_buf *out)
{
    rat_buf_clear(out);
    rat_buf_printf(out, "%s/seg-%06llu.state-%06llu", folder, (unsigned long long)id,
                   (unsigned long long)state);
}

static struct rat_file_id read_file_id(struct rat_cursor *in)
{
    uint64_t size = rat_cursor_u64(in);
    return (struct rat_file_id){size, rat_cursor_u64(in)};
}

static rat_status read_meta(struct rat_container *file, struct rat_segment_meta *m, struct rat_err *err)
{
    struct rat_section section;
    const unsigned char *bytes;
    rat_status st = rat_container_require(file, RAT_SECTION_META, &section, err);
    if (st == RAT_OK)
        st = rat_section_get(&section, 0, section.size, &bytes, err);
    if (st != RAT_OK)
        return st;
    struct rat_cursor in = rat_cursor_of(bytes, (size_t)section.size);
    m->id = rat_cursor_u64(&in);
    m->documents = rat_cursor_u32(&in);
    m->first_derived = rat_cursor_u32(&in);
    m->derived = rat_cursor_u32(&in);
    uint32_t flags = rat_cursor_u32(&in);
    m->has_offsets = flags & RAT_META_OFFSETS;
    m->docnums_ascend = flags & RAT_META_DOCNUMS_ASCEND;
    m->tokens = rat_cursor_u64(&in);
    m->terms = rat_cursor_u64(&in);
    m->postings = rat_cursor_u64(&in);
    m->positions = rat_cursor_u64(&in);
    const unsigned char *analyzer = rat_cursor_bytes(&in, sizeof m->analyzer);
    if (analyzer)
        memcpy(m->analyzer, analyzer, sizeof m->analyzer);
    m->analyzer[sizeof m->analyzer - 1] = '\0';
    m->analyzer_version = rat_cursor_u32(&in);
    m->term_file = read_file_id(&in);
    m->post_file = read_file_id(&in);
    m->posi_file = read_file_id(&in);
    m->offs_file = read_file_id(&in);
    return in.bad || rat_cursor_left(&in) ? rat_damaged(err, file->path, _("Kopf des Segments ist unlesbar"))
                                          : RAT_OK;
}

static rat_status open_file(const char *folder, uint64_t id, const char *kind,
                            const struct rat_file_id *expected, struct rat_segment *segment,
                            struct rat_container **out, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    rat_segment_path(folder, id, kind, &path);
    rat_status st = rat_container_open(rat_buf_cstr(&path), kind, out, err);
    if (st == RAT_OK) {
        struct rat_file_id found = rat_container_id(*out);
        segment->file_bytes += found.size;
        if (found.size != expected->size || found.hash != expected->hash)
            st = rat_damaged(err, rat_buf_cstr(&path),
                             _("gehört nicht zu diesem Segment oder wurde vertauscht"));
    }
    rat_buf_release(&path);
    return st;
}

static rat_status open_state(const char *folder, const struct rat_manifest_segment *entry,
                             struct rat_segment *s, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    struct rat_section dead, hidden;
    uint64_t bytes = ((uint64_t)entry->documents + 7) / 8;
    rat_state_path(folder, entry->id, entry->state, &path);
    rat_status st = rat_container_open(rat_buf_cstr(&path), "stat", &s->state_file, err);
    if (st == RAT_OK) {
        struct rat_file_id found = rat_container_id(s->state_file);
        s->file_bytes += found.size;
        if (found.size != entry->state_file.size || found.hash != entry->state_file.hash)
            st = rat_damaged(err, rat_buf_cstr(&path),
                             _("gehört nicht zu diesem Segment oder wurde vertauscht"));
    }
    if (st == RAT_OK)
        st = rat_container_require(s->state_file, RAT_SECTION_DEAD, &dead, err);
    if (st == RAT_OK)
        st = rat_container_require(s->state_file, RAT_SECTION_HIDDEN, &hidden, err);
    if (st == RAT_OK && (dead.size != bytes || hidden.size != bytes))
        st = rat_damaged(err, rat_buf_cstr(&path), _("falsche Länge"));
    if (st == RAT_OK)
        st = rat_section_get(&dead, 0, bytes, &s->dead, err);
    if (st == RAT_OK)
        st = rat_section_get(&hidden, 0, bytes, &s->hidden, err);
    rat_buf_release(&path);
    return st;
}

static rat_status open_columns(struct rat_segment *s, struct rat_err *err)
{
    struct rat_container *docs = s->docs_file;
    const struct {
        uint32_t section;
        struct rat_numbers *column;
        uint64_t extra; /* one more number than documents for starts */
    } columns[] = {
        {RAT_SECTION_NUMBERS + RAT_NUMBERS_DOCNUM, &s->docnums, 0},
        {RAT_SECTION_NUMBERS + RAT_NUMBERS_PAPER, &s->papers, 0},
        {RAT_SECTION_NUMBERS + RAT_NUMBERS_DATE, &s->dates, 0},
        {RAT_SECTION_NUMBERS + RAT_NUMBERS_BODY, &s->bodies, 0},
        {RAT_SECTION_NUMBERS + RAT_NUMBERS_LENGTH, &s->exact_lengths, 0},
        {RAT_SECTION_IDS_INDEX, &s->id_starts, 1},
    };
    rat_status st = RAT_OK;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0] && st == RAT_OK; i++) {
        st = rat_numbers_open(docs, columns[i].section, columns[i].column, err);
        if (st == RAT_OK && columns[i].column->count != s->meta.documents + columns[i].extra)
            st = rat_damaged(err, docs->path,
                             _("Spalte hat nicht so viele Einträge wie das Segment Dokumente"));
    }
    for (uint8_t field = 1; field <= RAT_FIELD_STORED_MAX && st == RAT_OK; field++)
        st = rat_ordinals_open(docs, field, &s->ordinals[field], err);
    if (st == RAT_OK)
        st = rat_container_require(docs, RAT_SECTION_IDS, &s->ids, err);
    if (st == RAT_OK)
        st = rat_container_require(docs, RAT_SECTION_LENGTHS, &s->lengths, err);
    if (st == RAT_OK && s->lengths.size != s->meta.documents)
        st = rat_damaged(err, docs->path, _("Längen fehlen"));
    return st;
}

/* An index of an earlier version is whole, but nobody reads it any more. */
static rat_status open_positions(struct rat_segment *s, struct rat_err *err)
{
    if (rat_container_find(s->posi_file, RAT_SECTION_POSITIONS, &s->positions))
        return RAT_OK;
    rat_fail(err, RAT_EDAMAGED, "%s",
             _("Der Index stammt von einer früheren Version und wird nicht mehr gelesen"));
    rat_err_where(err, "%s", s->posi_file->path);
    rat_err_hint(err, "%s", _("`ratsarchiv reindex` baut ihn aus den Texten des Archivs neu auf"));
    return RAT_EDAMAGED;
}

static rat_status open_parts(const char *folder, struct rat_segment *s, struct rat_err *err)
{
    const struct rat_segment_meta *m = &s->meta;
    rat_status st = open_file(folder, m->id, "term", &m->term_file, s, &s->term_file, err);
    if (st == RAT_OK)
        st = open_file(folder, m->id, "post", &m->post_file, s, &s->post_file, err);
    if (st == RAT_OK)
        st = open_file(folder, m->id, "posi", &m->posi_file, s, &s->posi_file, err);
    if (st == RAT_OK)
        st = rat_dictionary_open(s->term_file, &s->dictionary, err);
    if (st == RAT_OK)
        st = rat_container_require(s->term_file, RAT_SECTION_FORMS, &s->forms, err);
    if (st == RAT_OK)
        st = rat_numbers_open(s->term_file, RAT_SECTION_FORMS_INDEX, &s->form_starts, err);
    if (st == RAT_OK && s->form_starts.count != (uint64_t)m->derived + 1)
        st = rat_damaged(err, s->term_file->path, _("Verzeichnis der Formen passt nicht"));
    if (st == RAT_OK)
        st = rat_container_require(s->post_file, RAT_SECTION_POSTINGS, &s->postings, err);
    if (st == RAT_OK)
        st = open_positions(s, err);
    if (st != RAT_OK || !m->has_offsets)
        return st;
    st = open_file(folder, m->id, "offs", &m->offs_file, s, &s->offs_file, err);
    if (st == RAT_OK)
        st = rat_container_require(s->offs_file, RAT_SECTION_OFFSETS, &s->offsets, err);
    if (st == RAT_OK)
        st = rat_numbers_open(s->offs_file, RAT_SECTION_OFFSETS_INDEX, &s->offset_starts, err);
    if (st == RAT_OK && s->offset_starts.count != (uint64_t)m->documents + 1)
        st = rat_damaged(err, s->offs_file->path, _("Verzeichnis der Stellen passt nicht"));
    return st;
}

rat_status rat_segment_open(const char *folder, const struct rat_manifest_segment *entry,
                            struct rat_segment **out, struct rat_err *err)
{
    struct rat_segment *s = calloc(1, sizeof *s);
    if (!s)
        return rat_nomem(err);
    rat_status st = open_file(folder, entry->id, "docs", &entry->docs_file, s, &s->docs_file, err);
    if (st == RAT_OK)
        st = read_meta(s->docs_file, &s->meta, err);
    if (st == RAT_OK && (s->meta.id != entry->id || s->meta.documents != entry->documents))
        st = rat_damaged(err, s->docs_file->path, _("gehört nicht zu diesem Segment oder wurde vertauscht"));
    if (st == RAT_OK)
        st = open_columns(s, err);
    if (st == RAT_OK)
        st = open_parts(folder, s, err);
    if (st == RAT_OK && entry->state)
        st = open_state(folder, entry, s, err);
    if (st != RAT_OK) {
        rat_segment_close(s);
        return st;
    }
    *out = s;
    return RAT_OK;
}

void rat_segment_close(struct rat_segment *s)
{
    if (!s)
        return;
    rat_container_close(s->docs_file);
    rat_container_close(s->term_file);
    rat_container_close(s->post_file);
    rat_container_close(s->posi_file);
    rat_container_close(s->offs_file);
    rat_container_close(s->state_file);
    free(s);
}

rat_status rat_segment_lengths(const struct rat_segment *segment, uint32_t from, uint32_t n,
                               const uint8_t **out, struct rat_err *err)
{
    return rat_section_get(&segment->lengths, from, n, out, err);
}

rat_status rat_segment_id(const struct rat_segment *segment, uint32_t document, const char **id,
                          uint32_t *size, struct rat_err *err)
{
    const unsigned char *at;
    uint64_t n;
    rat_status st = rat_strings_get(&segment->ids, &segment->id_starts, document, &at, &n, err);
    if (st != RAT_OK)
        return st;
    *id = (const char *)at;
    *size = (uint32_t)n;
    return RAT_OK;
}

rat_status rat_segment_offsets(const struct rat_segment *segment, uint32_t document, struct rat_offsets *out,
                               struct rat_err *err)
{
    const unsigned char *at;
    uint64_t n;
    if (!segment->offs_file)
        return RAT_ENOTFOUND;
    rat_status st = rat_strings_get(&segment->offsets, &segment->offset_starts, document, &at, &n, err);
    if (st != RAT_OK)
        return st;
    return rat_offsets_open(out, at, (size_t)n)
               ? RAT_OK
               : rat_damaged(err, segment->offs_file->path, _("Stellen eines Dokuments sind unlesbar"));
}

rat_status rat_segment_forms(const struct rat_segment *segment, uint32_t derived_ordinal, struct rat_buf *out,
                             struct rat_err *err)
{
    const unsigned char *at;
    uint64_t n;
    rat_buf_clear(out);
    uint32_t index = derived_ordinal - segment->meta.first_derived;
    if (derived_ordinal < segment->meta.first_derived || index >= segment->meta.derived)
        return RAT_OK;
    rat_status st = rat_strings_get(&segment->forms, &segment->form_starts, index, &at, &n, err);
    if (st != RAT_OK)
        return st;
    struct rat_cursor in = rat_cursor_of(at, (size_t)n);
    uint64_t ordinal = 0;
    while (!in.bad && rat_cursor_left(&in)) {
        ordinal += rat_cursor_varint(&in);
        uint32_t form = (uint32_t)ordinal;
        if (ordinal >= segment->dictionary.term_count)
            in.bad = true;
        rat_buf_append(out, &form, sizeof form);
    }
    if (in.bad)
        return rat_damaged(err, segment->term_file->path, _("Formen eines Worts sind unlesbar"));
    return out->failed ? rat_nomem(err) : RAT_OK;
}

static bool file_is_damaged(const struct rat_container *file)
{
    return file && atomic_load_explicit(&file->damaged, memory_order_relaxed);
}

bool rat_segment_is_damaged(const struct rat_segment *s)
{
    return file_is_damaged(s->docs_file) || file_is_damaged(s->term_file) || file_is_damaged(s->offs_file);
}

rat_status rat_state_write(const char *path, uint64_t segment, uint32_t documents, const unsigned char *dead,
                           const unsigned char *hidden, struct rat_file_id *id, struct rat_err *err)
{
    struct rat_container_writer *writer;
    struct rat_buf meta = RAT_BUF_INIT;
    size_t bytes = ((size_t)documents + 7) / 8;
    rat_status st = rat_container_create(path, "stat", &writer, err);
    if (st != RAT_OK)
        return st;
    rat_buf_u64(&meta, segment);
    rat_buf_u32(&meta, documents);
    rat_container_begin(writer, RAT_SECTION_META);
    rat_container_write_buf(writer, &meta);
    rat_container_begin(writer, RAT_SECTION_DEAD);
    rat_container_write(writer, dead, bytes);
    rat_container_begin(writer, RAT_SECTION_HIDDEN);
    rat_container_write(writer, hidden, bytes);
    rat_buf_release(&meta);
    return rat_container_finish(writer, id, err);
}
