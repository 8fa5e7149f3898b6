/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of a document on its page: as it is stored, matches marked, form feeds as page breaks; long texts in parts that end
 * with a line.
 */
#ifndef WEB_DOCUMENT_TEXT_H
#define WEB_DOCUMENT_TEXT_H

#include "query/marks.h"
#include "web/page.h"

#define RAT_PART_BYTES 60000u

/* 1 for an empty text. */
static inline uint64_t rat_text_parts(uint64_t text_size)
{
    return text_size ? (text_size + RAT_PART_BYTES - 1) / RAT_PART_BYTES : 1;
}
/* Part that shows the byte; about, since parts end with lines. 1.. */
static inline uint64_t rat_text_part_of(uint64_t at)
{
    return at / RAT_PART_BYTES + 1;
}

/* Appends part (1..) of the text with this SHA-256. matches: of the whole text, by start. */
RAT_MUST_CHECK rat_status rat_text_put(struct rat_page *page, const struct rat_document *document,
                                       uint64_t part, const struct rat_match *matches, size_t count,
                                       struct rat_err *err);

#endif
