/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The word model of the index: bytes that text/compound.h and text/acronyms.h made and understand, kept as one file index/model-NNNNNN
 * (FORMAT.md, "Model"). The manifest names it, so that segments and the model their terms were made with change
 * together. Immutable, mapped read-only, any number of threads.
 */
#ifndef STORAGE_WORD_MODEL_H
#define STORAGE_WORD_MODEL_H

#include "storage/container.h"

struct rat_word_model {
    struct rat_container *file;
    const unsigned char *bytes; /* valid until close */
    uint64_t size;
    const unsigned char *acronyms; /* NULL: none were mined */
    uint64_t acronyms_size;
};

void rat_word_model_path(const char *folder, uint64_t number, struct rat_buf *out);
/* acronyms may be empty. Writes and syncs; the folder is synced with the manifest that names it. */
RAT_MUST_CHECK rat_status rat_word_model_write(const char *folder, uint64_t number,
                                               const struct rat_buf *bytes, const struct rat_buf *acronyms,
                                               struct rat_file_id *id, struct rat_err *err);
/* Every block is verified here: the bytes are looked up at random. RAT_ENOTFOUND, RAT_EDAMAGED. */
RAT_MUST_CHECK rat_status rat_word_model_open(const char *folder, uint64_t number,
                                              const struct rat_file_id *id, struct rat_word_model **out,
                                              struct rat_err *err);
void rat_word_model_close(struct rat_word_model *model); /* NULL is fine */

#endif
