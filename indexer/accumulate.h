/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of the index that is still in memory: documents go in, one segment comes out. One per worker thread.
 *
 * A token costs one hash look-up of its surface form and some two bytes (token_chain.h); everything that depends only on the surface form
 * (terms, layers) is done once per distinct form, and only when the segment is written: so the words of the first
 * documents of an archive can teach the word model that these same documents are analysed with. Postings are made when the segment is written.
 */
#ifndef INDEXER_ACCUMULATE_H
#define INDEXER_ACCUMULATE_H

#include "base/status.h"
#include "storage/fields.h"
#include "storage/manifest.h"

/* A word of the title counts this often in the stored tf (fields combined before saturation, BM25F: Robertson, Zaragoza,
 * Taylor 2004). */
#define RAT_TITLE_WEIGHT 2u

struct rat_field_value {
    uint8_t field; /* enum rat_field_id, stored ones */
    const char *value;
};

struct rat_index_document {
    uint32_t docnum;
    const char *id;
    uint64_t paper_key; /* rat_hash64 of the paper's id, 0 for none */
    int32_t date;
    const char *title;
    size_t title_size;
    const char *text; /* valid UTF-8 */
    size_t text_size;
    const struct rat_field_value *values; /* equal ones count once */
    size_t value_count;
};

struct rat_accumulator;

struct rat_compounds;
struct rat_acronyms;

/* analyzer, version: as in text/analyzer.h. with_offsets: keep where tokens stand, for snippets. */
RAT_MUST_CHECK rat_status rat_accumulator_new(const char *analyzer, uint32_t version, bool with_offsets,
                                              struct rat_accumulator **out, struct rat_err *err);
void rat_accumulator_free(struct rat_accumulator *accumulator);

/* Adds a document; *tokens (may be NULL) gets the number of tokens of its text. After a failure the accumulator can only be freed. */
RAT_MUST_CHECK rat_status rat_accumulator_add(struct rat_accumulator *accumulator,
                                              const struct rat_index_document *document, uint32_t *tokens,
                                              struct rat_err *err);
uint32_t rat_accumulator_documents(const struct rat_accumulator *accumulator);
/* Memory that it holds and that writing the segment will need on top. */
size_t rat_accumulator_bytes(const struct rat_accumulator *accumulator);

/* From the next document on acronyms are mined, until it is taught. The accumulator must be empty. */
RAT_MUST_CHECK rat_status rat_accumulator_mine(struct rat_accumulator *accumulator, struct rat_err *err);
/* Adds the words of the documents that it holds to a word model, and what was mined to acronyms. */
RAT_MUST_CHECK rat_status rat_accumulator_teach(struct rat_accumulator *accumulator,
                                                struct rat_compounds *model, struct rat_acronyms *acronyms,
                                                struct rat_err *err);
/* From now on documents are only read for their words (true), or indexed. The accumulator must be empty. */
void rat_accumulator_only_count(struct rat_accumulator *accumulator, bool only);
void rat_accumulator_clear(struct rat_accumulator *accumulator); /* forgets what it holds */
void rat_accumulator_set_model(struct rat_accumulator *accumulator, const struct rat_compounds *model);

/* Writes segment `id` into folder index/ and empties the accumulator.
 * At least one document. */
RAT_MUST_CHECK rat_status rat_accumulator_flush(struct rat_accumulator *accumulator, const char *folder,
                                                uint64_t id, struct rat_manifest_segment *entry,
                                                struct rat_err *err);

#endif
