/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/made_archive.h"

#include <stdlib.h>
#include <sys/stat.h>

#define REQUIRE(condition)                                                  \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

static void put_content(struct rat_writer *writer, const struct rat_buf *text, const uint8_t *sha)
{
    struct rat_content_place place;
    struct rat_buf stored = RAT_BUF_INIT;
    if (rat_catalogue_find_content(rat_writer_catalogue(writer), sha, &place, NULL) == RAT_OK)
        return;
    REQUIRE(rat_content_encode(text->data, text->size, sha, 6, &stored, NULL) == RAT_OK);
    REQUIRE(rat_contents_append(rat_writer_contents(writer), stored.data, stored.size, text->size, &place,
                                NULL) == RAT_OK);
    REQUIRE(rat_catalogue_put_content(rat_writer_catalogue(writer), sha, &place, NULL) == RAT_OK);
    rat_buf_release(&stored);
}

static void put_document(struct rat_writer *writer, const struct model *model, uint32_t d)
{
    struct rat_buf text = RAT_BUF_INIT;
    uint32_t docnum;
    rat_buf_printf(&text, "Vorlage %s: Der Kreistag beschließt.", model_id(model, d));
    struct rat_document document = {.id = model_id(model, d),
                                    .title = "Vorlage",
                                    .date = 18000,
                                    .original_size = text.size,
                                    .text_size = text.size,
                                    .encoding = "UTF-8",
                                    .extractor = "text/1",
                                    .is_public = RAT_UNKNOWN};
    rat_sha256(text.data, text.size, document.original_sha);
    memcpy(document.text_sha, document.original_sha, sizeof document.text_sha);
    put_content(writer, &text, document.text_sha);
    REQUIRE(rat_catalogue_put_document(rat_writer_catalogue(writer), &document, &docnum, NULL) == RAT_OK);
    REQUIRE(docnum == model_docnum(model, d));
    rat_buf_release(&text);
}

struct model *made_archive_add(struct rat_writer *writer, struct rat_manifest *next, struct prng *random,
                               uint32_t documents, uint32_t first_docnum)
{
    struct rat_manifest_segment entry;
    struct model *model = model_make(random, (struct model_shape){.documents = documents,
                                                                  .terms = 20,
                                                                  .fields = 3,
                                                                  .tokens_max = 20,
                                                                  .first_docnum = first_docnum});
    model_write(model, rat_writer_index(writer), rat_writer_new_segment(writer), &entry);
    REQUIRE(rat_manifest_add(next, &entry, NULL) == RAT_OK);
    for (uint32_t d = 0; rat_writer_catalogue(writer) && d < documents; d++)
        put_document(writer, model, d);
    return model;
}

void made_archive_state(struct rat_writer *writer, struct rat_manifest_segment *entry,
                        const unsigned char *dead, const unsigned char *hidden)
{
    struct rat_buf path = RAT_BUF_INIT;
    entry->state++;
    entry->dead = entry->hidden = 0;
    for (uint32_t d = 0; d < entry->documents; d++) {
        entry->dead += rat_bit(dead, d);
        entry->hidden += rat_bit(hidden, d);
    }
    rat_state_path(rat_writer_index(writer), entry->id, entry->state, &path);
    REQUIRE(rat_state_write(rat_buf_cstr(&path), entry->id, entry->documents, dead, hidden,
                            &entry->state_file, NULL) == RAT_OK);
    rat_buf_release(&path);
}

void made_archive_make(struct made_archive *made, const char *path, uint64_t seed, bool index_only)
{
    struct rat_archive_options options = {
        .analyzer = "german", .analyzer_version = 1, .index_only = index_only};
    struct rat_writer *writer;
    struct rat_manifest next;
    struct prng random = {seed};
    made->documents = 0;
    REQUIRE(rat_archive_create(path, &options, NULL) == RAT_OK);
    REQUIRE(rat_writer_open(path, &writer, NULL) == RAT_OK);
    REQUIRE(rat_manifest_copy(rat_writer_manifest(writer), &next, NULL) == RAT_OK);
    if (!index_only)
        REQUIRE(rat_catalogue_begin(rat_writer_catalogue(writer), NULL) == RAT_OK);
    for (uint32_t i = 0; i < MADE_SEGMENTS; i++) {
        made->models[i] = made_archive_add(writer, &next, &random, 4 + i, made->documents + 1);
        made->documents += 4 + i;
    }
    REQUIRE(rat_writer_commit(writer, &next, NULL) == RAT_OK);
    rat_manifest_release(&next);
    rat_writer_close(writer);
}

void made_archive_free(struct made_archive *made)
{
    for (uint32_t i = 0; i < MADE_SEGMENTS; i++)
        model_free(made->models[i]);
}

static void copy_file(const char *from, const char *to)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    REQUIRE(rat_file_read(from, SIZE_MAX / 4, &bytes, NULL) == RAT_OK);
    FILE *file = fopen(to, "wb");
    REQUIRE(file && fwrite(bytes.data, 1, bytes.size, file) == bytes.size && fclose(file) == 0);
    rat_buf_release(&bytes);
}

void made_archive_copy(const char *from, const char *to)
{
    char **names;
    size_t count;
    REQUIRE(mkdir(to, 0777) == 0);
    REQUIRE(rat_folder_list(from, &names, &count, NULL) == RAT_OK);
    for (size_t i = 0; i < count; i++) {
        struct rat_buf source = RAT_BUF_INIT, target = RAT_BUF_INIT;
        struct stat info;
        rat_path_join(&source, from, names[i]);
        rat_path_join(&target, to, names[i]);
        REQUIRE(stat(rat_buf_cstr(&source), &info) == 0);
        if (S_ISDIR(info.st_mode))
            made_archive_copy(rat_buf_cstr(&source), rat_buf_cstr(&target));
        else
            copy_file(rat_buf_cstr(&source), rat_buf_cstr(&target));
        rat_buf_release(&source);
        rat_buf_release(&target);
    }
    rat_folder_list_free(names, count);
}
