/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the bytes of an item to its text, and to what its record says about that: encoding, extractor, state, problems, pages.
 * Called by the workers of an import; a file that cannot be read becomes a document in the state FAILED, not an error.
 */
#ifndef INDEXER_EXTRACTED_TEXT_H
#define INDEXER_EXTRACTED_TEXT_H

#include "base/buf.h"
#include "extract/format.h"
#include "indexer/source.h"

struct rat_text_options {
    bool recognise; /* texts of scans */
};

/* What the item's bytes are: text when the source gave text, else as they look. */
enum rat_format rat_item_format(const struct rat_item *item, const void *bytes, size_t n);

/* Replaces text and completes item->document. title: what the format states (arena), NULL when nothing. RAT_EINPUT: nothing
 * that is read here; RAT_ENOTFOUND: the helper program is missing; RAT_ENOMEM, RAT_EIO. */
RAT_MUST_CHECK rat_status rat_document_text(struct rat_item *item, const void *bytes, size_t n,
                                            enum rat_format format, const struct rat_text_options *options,
                                            struct rat_buf *text, const char **title, struct rat_err *err);

/* The title that the format states without what programs put there; NULL when nothing is left, or memory ran out (arena). */
const char *rat_document_tidy_title(struct rat_arena *arena, const char *title);
/* "2020-12-16_Antrag.pdf" -> "2020-12-16 Antrag": for a document that neither source nor text gave a title. */
const char *rat_document_title_from_name(struct rat_arena *arena, const char *name);

/* Part of the stamp of a document of this format: rules of extraction and, when settled is false, which programs there are, so
 * that what could not be read (well) is tried again when they have changed. 0 for text. */
uint64_t rat_document_text_salt(enum rat_format format, const struct rat_text_options *options, bool settled);

/* Whether another attempt with the same rules can give nothing better. */
bool rat_document_text_is_settled(const struct rat_document *document);

/* err: what a person is told about a document that is kept without (all of) its text. */
void rat_document_text_explain(const struct rat_document *document, struct rat_err *err);

#endif
