/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A segment as plain arrays, made from random numbers, written with the segment writer, and compared with what the
 * reader gives: either all is the same, or the reader fails. Anything else is silent damage.
 *
 *     struct model *model = model_make(&random, (struct model_shape){.documents = 20, .terms = 50});
 *     model_write(model, folder, 1, &entry);
 *     model_compare(model, segment)  -> MODEL_SAME
 *     model_free(model);
 *
 * For tests: running out of memory aborts.
 */
#ifndef TESTS_SUPPORT_MODEL_H
#define TESTS_SUPPORT_MODEL_H

#include "storage/segment_writer.h"
#include "tests/support/prng.h"

struct model_shape {
    uint32_t documents, terms;
    uint32_t first_docnum; /* docnums count up from here; 0: from 1 */
    uint32_t tokens_max;   /* of a document's offsets; 0: 40 */
    uint32_t fields;       /* how many of the stored fields are filled */
    bool without_offsets;
};

struct model;
enum model_verdict { MODEL_SAME, MODEL_FAILED, MODEL_DIFFERENT };

struct model *model_make(struct prng *random, struct model_shape shape);
void model_free(struct model *model);

void model_write(const struct model *model, const char *folder, uint64_t id,
                 struct rat_manifest_segment *entry);
/* Reads everything there is through the reader's API. */
enum model_verdict model_compare(const struct model *model, const struct rat_segment *segment);
/* Opens and compares; a segment that cannot be opened has failed. */
enum model_verdict model_open_and_compare(const struct model *model, const char *folder,
                                          const struct rat_manifest_segment *entry);

uint32_t model_documents(const struct model *model);
const char *model_id(const struct model *model, uint32_t document);
uint32_t model_docnum(const struct model *model, uint32_t document);

/* Flips bits of one byte of a file, in place. */
void model_flip(const char *path, uint64_t offset, unsigned char mask);

#endif
