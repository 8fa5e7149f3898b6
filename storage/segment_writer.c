/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/segment_writer.h"

#include <stdlib.h>

struct rat_segment_writer {
    char *folder;
    uint64_t id;
    const uint8_t *lengths;
    uint32_t document_count;
    struct rat_container_writer *term_file, *post_file, *posi_file, *offs_file;
    struct rat_dictionary_writer *dictionary;
    struct rat_postings_encoder encoder;
    unsigned char key[RAT_KEY_BYTES_MAX];
    size_t key_size;
    uint32_t ordinal, first_derived, derived;
    struct rat_term_info info;
    uint64_t postings, positions;
    struct rat_buf forms, form_starts; /* bytes; uint64_t each */
    struct rat_buf offset_starts;      /* uint64_t each */
    bool failed;
};

static rat_status create_file(struct rat_segment_writer *writer, const char *kind,
                              struct rat_container_writer **out, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    rat_segment_path(writer->folder, writer->id, kind, &path);
    rat_status st = path.failed ? rat_nomem(err) : rat_container_create(rat_buf_cstr(&path), kind, out, err);
    rat_buf_release(&path);
    return st;
}

static void push(struct rat_buf *out, uint64_t value)
{
    rat_buf_append(out, &value, sizeof value);
}

rat_status rat_segment_writer_new(const char *folder, uint64_t id, const uint8_t *lengths, uint32_t documents,
                                  bool with_offsets, struct rat_segment_writer **out, struct rat_err *err)
{
    struct rat_segment_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return rat_nomem(err);
    writer->id = id;
    writer->lengths = lengths;
    writer->document_count = documents;
    writer->folder = strdup(folder);
    rat_postings_encoder_init(&writer->encoder, lengths);
    rat_status st = writer->folder ? create_file(writer, "term", &writer->term_file, err) : rat_nomem(err);
    if (st == RAT_OK)
        st = rat_dictionary_writer_new(writer->term_file, &writer->dictionary, err);
    if (st == RAT_OK)
        st = create_file(writer, "post", &writer->post_file, err);
    if (st == RAT_OK)
        st = create_file(writer, "posi", &writer->posi_file, err);
    if (st == RAT_OK && with_offsets)
        st = create_file(writer, "offs", &writer->offs_file, err);
    if (st != RAT_OK) {
        rat_segment_writer_abandon(writer);
        return st;
    }
    rat_container_begin(writer->post_file, RAT_SECTION_POSTINGS);
    rat_container_begin(writer->posi_file, RAT_SECTION_POSITIONS);
    if (writer->offs_file)
        rat_container_begin(writer->offs_file, RAT_SECTION_OFFSETS);
    push(&writer->form_starts, 0);
    push(&writer->offset_starts, 0);
    *out = writer;
    return RAT_OK;
}

void rat_segment_writer_abandon(struct rat_segment_writer *writer)
{
    if (!writer)
        return;
    rat_dictionary_writer_free(writer->dictionary);
    rat_container_abandon(writer->term_file);
    rat_container_abandon(writer->post_file);
    rat_container_abandon(writer->posi_file);
    rat_container_abandon(writer->offs_file);
    rat_postings_encoder_release(&writer->encoder);
    rat_buf_release(&writer->forms);
    rat_buf_release(&writer->form_starts);
    rat_buf_release(&writer->offset_starts);
    free(writer->folder);
    free(writer);
}

uint32_t rat_segment_writer_term(struct rat_segment_writer *writer, const void *key, size_t n)
{
    memcpy(writer->key, key, n);
    writer->key_size = n;
    rat_postings_begin(&writer->encoder, RAT_SPACE_HAS_POSITIONS(writer->key[0]));
    return writer->ordinal;
}

void rat_segment_writer_posting(struct rat_segment_writer *writer, uint32_t document, uint32_t tf,
                                const uint32_t *positions, uint32_t count)
{
    rat_postings_add(&writer->encoder, document, tf, positions, count);
    writer->positions += count;
}

void rat_segment_writer_postings(struct rat_segment_writer *writer, const uint32_t *documents,
                                 const uint32_t *tfs, const uint32_t *counts, const uint32_t *positions,
                                 uint32_t n)
{
    writer->positions += rat_postings_add_many(&writer->encoder, documents, tfs, counts, positions, n);
}

static void put_forms(struct rat_segment_writer *writer, const uint32_t *forms, uint32_t count)
{
    uint32_t before = 0;
    if (writer->derived++ == 0)
        writer->first_derived = writer->ordinal;
    for (uint32_t i = 0; i < count; before = forms[i++])
        rat_buf_varint(&writer->forms, forms[i] - before);
    push(&writer->form_starts, writer->forms.size);
}

bool rat_segment_writer_end_term(struct rat_segment_writer *writer, const uint32_t *forms,
                                 uint32_t form_count)
{
    if (!rat_postings_end(&writer->encoder, &writer->info))
        writer->failed = true;
    if (writer->info.documents == 0)
        return false;
    rat_dictionary_add(writer->dictionary, writer->key, writer->key_size, &writer->info);
    rat_container_write_buf(writer->post_file, &writer->encoder.list);
    if (RAT_SPACE_HAS_POSITIONS(writer->key[0]))
        rat_container_write_buf(writer->posi_file, &writer->encoder.position_list);
    if (RAT_SPACE_HAS_FORMS(writer->key[0]))
        put_forms(writer, forms, form_count);
    writer->postings += writer->info.documents;
    writer->ordinal++;
    return true;
}

void rat_segment_writer_offsets(struct rat_segment_writer *writer, const void *record, size_t n)
{
    rat_container_write(writer->offs_file, record, n);
    push(&writer->offset_starts, rat_container_offset(writer->offs_file));
}

static void put_file_id(struct rat_buf *out, const struct rat_file_id *id)
{
    rat_buf_u64(out, id->size);
    rat_buf_u64(out, id->hash);
}

static void put_meta(struct rat_container_writer *file, const struct rat_segment_meta *m)
{
    struct rat_buf out = RAT_BUF_INIT;
    rat_buf_u64(&out, m->id);
    rat_buf_u32(&out, m->documents);
    rat_buf_u32(&out, m->first_derived);
    rat_buf_u32(&out, m->derived);
    rat_buf_u32(&out,
                (m->has_offsets ? RAT_META_OFFSETS : 0) | (m->docnums_ascend ? RAT_META_DOCNUMS_ASCEND : 0));
    rat_buf_u64(&out, m->tokens);
    rat_buf_u64(&out, m->terms);
    rat_buf_u64(&out, m->postings);
    rat_buf_u64(&out, m->positions);
    rat_buf_append(&out, m->analyzer, sizeof m->analyzer);
    rat_buf_u32(&out, m->analyzer_version);
    put_file_id(&out, &m->term_file);
    put_file_id(&out, &m->post_file);
    put_file_id(&out, &m->posi_file);
    put_file_id(&out, &m->offs_file);
    rat_container_begin(file, RAT_SECTION_META);
    rat_container_write_buf(file, &out);
    rat_buf_release(&out);
}

static const uint64_t *numbers_of(const struct rat_buf *buf)
{
    return (const uint64_t *)(const void *)buf->data;
}

/* Finishes one of the parts; *file is gone afterwards. */
static rat_status finish_file(struct rat_container_writer **file, struct rat_file_id *id, struct rat_err *err)
{
    struct rat_container_writer *ending = *file;
    *file = NULL;
    return ending ? rat_container_finish(ending, id, err) : RAT_OK;
}

static rat_status finish_parts(struct rat_segment_writer *writer, struct rat_segment_meta *meta,
                               struct rat_err *err)
{
    struct rat_dictionary_writer *dictionary = writer->dictionary;
    writer->dictionary = NULL;
    rat_status st = rat_dictionary_writer_finish(dictionary, err);
    if (st == RAT_OK && (writer->failed || writer->form_starts.failed || writer->offset_starts.failed))
        st = rat_nomem(err);
    if (st != RAT_OK)
        return st;
    rat_container_begin(writer->term_file, RAT_SECTION_FORMS);
    rat_container_write_buf(writer->term_file, &writer->forms);
    rat_numbers_write(writer->term_file, RAT_SECTION_FORMS_INDEX, numbers_of(&writer->form_starts),
                      (uint64_t)writer->derived + 1);
    if (writer->offs_file)
        rat_numbers_write(writer->offs_file, RAT_SECTION_OFFSETS_INDEX, numbers_of(&writer->offset_starts),
                          writer->offset_starts.size / 8);
    st = finish_file(&writer->term_file, &meta->term_file, err);
    if (st == RAT_OK)
        st = finish_file(&writer->post_file, &meta->post_file, err);
    if (st == RAT_OK)
        st = finish_file(&writer->posi_file, &meta->posi_file, err);
    if (st == RAT_OK)
        st = finish_file(&writer->offs_file, &meta->offs_file, err);
    return st;
}

static void put_columns(struct rat_container_writer *file, const struct rat_segment_writer *writer,
                        const struct rat_segment_documents *d)
{
    uint32_t n = writer->document_count;
    rat_container_begin(file, RAT_SECTION_LENGTHS);
    rat_container_write(file, writer->lengths, n);
    rat_container_begin(file, RAT_SECTION_IDS);
    rat_container_write(file, d->ids, (size_t)d->id_starts[n]);
    rat_numbers_write(file, RAT_SECTION_IDS_INDEX, d->id_starts, (uint64_t)n + 1);
    rat_numbers_write(file, RAT_SECTION_NUMBERS + RAT_NUMBERS_DOCNUM, d->docnums, n);
    rat_numbers_write(file, RAT_SECTION_NUMBERS + RAT_NUMBERS_PAPER, d->papers, n);
    rat_numbers_write(file, RAT_SECTION_NUMBERS + RAT_NUMBERS_DATE, d->dates, n);
    rat_numbers_write(file, RAT_SECTION_NUMBERS + RAT_NUMBERS_BODY, d->bodies, n);
    rat_numbers_write(file, RAT_SECTION_NUMBERS + RAT_NUMBERS_LENGTH, d->lengths, n);
    for (uint8_t field = 1; field <= RAT_FIELD_STORED_MAX; field++) {
        const struct rat_segment_field *f = &d->fields[field];
        if (f->value_count)
            rat_ordinals_write(file, field, f->values, f->value_count, f->starts, f->ordinals, n);
    }
}

static void remove_files(const char *folder, uint64_t id)
{
    struct rat_buf path = RAT_BUF_INIT;
    for (int i = 0; i < RAT_SEGMENT_FILES; i++) {
        rat_segment_path(folder, id, rat_segment_kinds[i], &path);
        remove(rat_buf_cstr(&path));
    }
    rat_buf_release(&path);
}

static bool is_ascending(const uint64_t *values, uint32_t n)
{
    uint32_t i = 1;
    while (i < n && values[i - 1] < values[i])
        i++;
    return i >= n;
}

rat_status rat_segment_writer_finish(struct rat_segment_writer *writer,
                                     const struct rat_segment_documents *documents,
                                     struct rat_manifest_segment *entry, struct rat_err *err)
{
    struct rat_segment_meta meta = {.id = writer->id,
                                    .documents = writer->document_count,
                                    .first_derived = writer->first_derived,
                                    .derived = writer->derived,
                                    .tokens = documents->tokens,
                                    .terms = writer->ordinal,
                                    .postings = writer->postings,
                                    .positions = writer->positions,
                                    .analyzer_version = documents->analyzer_version,
                                    .has_offsets = writer->offs_file != NULL,
                                    .docnums_ascend =
                                        is_ascending(documents->docnums, writer->document_count)};
    struct rat_container_writer *docs = NULL;
    struct rat_manifest_segment made = {.id = writer->id, .documents = writer->document_count};
    snprintf(meta.analyzer, sizeof meta.analyzer, "%s", documents->analyzer);
    rat_status st = finish_parts(writer, &meta, err);
    if (st == RAT_OK)
        st = create_file(writer, "docs", &docs, err);
    if (st == RAT_OK) {
        put_meta(docs, &meta);
        put_columns(docs, writer, documents);
        st = rat_container_finish(docs, &made.docs_file, err);
    }
    if (st == RAT_OK)
        *entry = made;
    else
        remove_files(writer->folder, writer->id);
    rat_segment_writer_abandon(writer);
    return st;
}
