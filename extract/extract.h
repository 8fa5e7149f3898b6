/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a file of whatever format to UTF-8 text with its pages, title and origin. Foreign bytes are read by child processes
 * only (child.h); this side decides what to run and checks what comes back. Called by the importer's workers.
 *
 *     struct rat_extraction found;
 *     rat_extraction_init(&found);
 *     st = rat_extract(bytes, n, format, &options, &found, &err);
 *     if (st == RAT_OK) ... found.state, found.text, found.problems
 *     rat_extraction_release(&found);
 *
 * Any thread. Plain text is not read here: that is text/charset.h.
 */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H

#include "base/buf.h"
#include "base/status.h"
#include "extract/format.h"

/* Part of the stamp of every document that was extracted: another number extracts all of them anew. */
#define RAT_EXTRACT_VERSION 1u

enum rat_extracted {
    RAT_EXTRACTED_TEXT,
    RAT_EXTRACTED_NOTHING, /* read, and there is no text in it */
    RAT_EXTRACTED_FAILED,  /* could not be read: see problems */
    RAT_EXTRACTED_PARTLY   /* text, but some of it is missing: see problems */
};

#define RAT_CONFIDENCE_NONE 0u

struct rat_extraction {
    enum rat_extracted state;
    struct rat_buf text; /* valid UTF-8; a form feed ends a page where the format has pages */
    struct rat_buf
        confidence; /* of each page 1..100, RAT_CONFIDENCE_NONE when it was not recognised; empty: none was */
    struct rat_buf title;     /* as the format states it; empty: it does not */
    struct rat_buf extractor; /* "pdftotext 22.12.0" */
    struct rat_buf problems;  /* names of problem.h with spaces between */
    char format[16];          /* "docx" */
    char charset[24];         /* "" when the format settles it */
    char date[11];            /* "YYYY-MM-DD" as the format states it; "" */
    uint64_t undecodable;     /* characters that came as U+FFFD */
};

struct rat_extract_options {
    const char *charset; /* declared by the source, or NULL */
    bool recognise;      /* texts of scans */
    unsigned seconds,
        megabytes; /* megabytes of each child, seconds of the document (after a recognised page anew); 0: as child.h */
};

void rat_extraction_init(struct rat_extraction *out);
void rat_extraction_release(struct rat_extraction *out);

/* RAT_OK with a state, whatever is wrong with the file. RAT_EINPUT: a format that is not read (UNKNOWN, OLE, a ZIP of
 * documents). RAT_ENOTFOUND: the helper program is missing. RAT_ENOMEM, RAT_EIO: of this process. */
RAT_MUST_CHECK rat_status rat_extract(const void *bytes, size_t n, enum rat_format format,
                                      const struct rat_extract_options *options, struct rat_extraction *out,
                                      struct rat_err *err);

/* The media type of what was read ("docx" -> ...), NULL when it is not known. */
const char *rat_extracted_mime(const struct rat_extraction *found, enum rat_format format, const void *bytes,
                               size_t n);

#endif
