/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the ways to extract share. */
#ifndef EXTRACT_EXTRACT_INTERNAL_H
#define EXTRACT_EXTRACT_INTERNAL_H

#include "extract/child.h"
#include "extract/extract.h"
#include "extract/problem.h"
#include "extract/tools.h"

#define RAT_INPUT_PATH "/proc/self/fd/0" /* how programs that want a file's name read standard input */

/* All that is run for one document shares its time, until a page was recognised: then each page has as much again. */
struct rat_extracting {
    int64_t until; /* nanoseconds of the monotonic clock */
    const void *bytes;
    size_t size;
    const struct rat_extract_options *options;
    struct rat_extraction *out;
    struct rat_err *err;
};

/* Adds a problem's name, once; suffix may be NULL. */
void rat_extraction_problem(struct rat_extraction *out, const char *name, const char *suffix);
/* The text is worth nothing: state FAILED, with the problem. RAT_OK. */
rat_status rat_extraction_fail(struct rat_extraction *out, const char *name, const char *suffix);
/* The same for a program that is not here. */
rat_status rat_extraction_lacks(struct rat_extraction *out, enum rat_tool tool);

void rat_extracting_begin(struct rat_extracting *x); /* the time begins (anew) */

/* Runs the tool over the bytes; arguments without its name, NULL ends. What it says comes to `out`. */
RAT_MUST_CHECK rat_status rat_extract_run(const struct rat_extracting *x, enum rat_tool tool,
                                          const char *const *arguments, const struct rat_buf *input,
                                          size_t limit, struct rat_buf *out, struct rat_child_end *end);

/* Appends bytes that should be UTF-8 to the text: made valid, without NUL; counts U+FFFD. */
RAT_MUST_CHECK rat_status rat_extraction_take_text(struct rat_extraction *out, const void *bytes, size_t n,
                                                   struct rat_err *err);

bool rat_has_letters(const void *text, size_t n,
                     size_t wanted); /* at least so many characters that are no space */

RAT_MUST_CHECK rat_status rat_extract_pdf(struct rat_extracting *x);
RAT_MUST_CHECK rat_status rat_extract_image(const struct rat_extracting *x);
/* One page image into text with its confidence (0..100). A problem of the page is in *problem, then there is no text. */
RAT_MUST_CHECK rat_status rat_recognise(const struct rat_extracting *x, const struct rat_buf *image,
                                        bool dpi_known, struct rat_buf *text, unsigned *confidence,
                                        const char **problem);

#endif
