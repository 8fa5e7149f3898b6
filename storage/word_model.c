/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/word_model.h"

#include <stdlib.h>

void rat_word_model_path(const char *folder, uint64_t number, struct rat_buf *out)
{
    rat_buf_clear(out);
    rat_buf_printf(out, "%s/model-%06llu", folder, (unsigned long long)number);
}

rat_status rat_word_model_write(const char *folder, uint64_t number, const struct rat_buf *bytes,
                                const struct rat_buf *acronyms, struct rat_file_id *id, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    struct rat_container_writer *writer;
    rat_word_model_path(folder, number, &path);
    rat_status st = rat_container_create(rat_buf_cstr(&path), "modl", &writer, err);
    if (st == RAT_OK) {
        rat_container_begin(writer, RAT_SECTION_MODEL);
        rat_container_write_buf(writer, bytes);
        if (acronyms->size) {
            rat_container_begin(writer, RAT_SECTION_ACRONYMS);
            rat_container_write_buf(writer, acronyms);
        }
        st = rat_container_finish(writer, id, err);
    }
    rat_buf_release(&path);
    return st;
}

rat_status rat_word_model_open(const char *folder, uint64_t number, const struct rat_file_id *id,
                               struct rat_word_model **out, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    struct rat_section section;
    struct rat_word_model *model = calloc(1, sizeof *model);
    if (!model)
        return rat_nomem(err);
    rat_word_model_path(folder, number, &path);
    rat_status st = rat_container_open(rat_buf_cstr(&path), "modl", &model->file, err);
    if (st == RAT_OK) {
        struct rat_file_id found = rat_container_id(model->file);
        if (found.size != id->size || found.hash != id->hash)
            st = rat_damaged(err, rat_buf_cstr(&path), _("Das Wortmodell gehört nicht zu diesem Index"));
    }
    if (st == RAT_OK)
        st = rat_container_require(model->file, RAT_SECTION_MODEL, &section, err);
    if (st == RAT_OK) {
        model->size = section.size;
        st = rat_section_get(&section, 0, section.size, &model->bytes, err);
    }
    if (st == RAT_OK && rat_container_find(model->file, RAT_SECTION_ACRONYMS, &section)) {
        model->acronyms_size = section.size;
        st = rat_section_get(&section, 0, section.size, &model->acronyms, err);
    }
    rat_buf_release(&path);
    if (st != RAT_OK) {
        rat_word_model_close(model);
        return st;
    }
    *out = model;
    return RAT_OK;
}

void rat_word_model_close(struct rat_word_model *model)
{
    if (!model)
        return;
    rat_container_close(model->file);
    free(model);
}
