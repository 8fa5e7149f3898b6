/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a file is, decided by its first bytes; its name only helps where bytes say nothing (plain text). Pure functions that
 * read a few bounded bytes, so they run in the importing process itself; what is inside a ZIP only the helper program knows.
 */
#ifndef EXTRACT_FORMAT_H
#define EXTRACT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

enum rat_format {
    RAT_FORMAT_UNKNOWN,
    RAT_FORMAT_TEXT,
    RAT_FORMAT_PDF,
    RAT_FORMAT_HTML,
    RAT_FORMAT_RTF,
    RAT_FORMAT_OFFICE, /* a ZIP whose first member says that it is DOCX, ODT or one of their relatives */
    RAT_FORMAT_ZIP,    /* any other ZIP */
    RAT_FORMAT_XML,    /* flat OpenDocument, WordprocessingML 2003, PAGE: what the helper can read */
    RAT_FORMAT_DOC,
    RAT_FORMAT_XLS,
    RAT_FORMAT_PPT,
    RAT_FORMAT_OLE, /* another file of the kind that DOC is */
    RAT_FORMAT_MAIL,
    RAT_FORMAT_IMAGE, /* JPEG, PNG, TIFF: a scan */
    RAT_FORMATS
};

/* As many bytes of the beginning decide; of DOC, XLS and PPT all bytes do. */
#define RAT_FORMAT_PREFIX 4096u

/* bytes[0..n): the beginning of the file or all of it; name: the file's, may be NULL. */
enum rat_format rat_format_detect(const void *bytes, size_t n, const char *name);

/* "pdf", "html", ...: for messages and statistics. */
const char *rat_format_name(enum rat_format format);
/* The media type, NULL where the format alone does not say it. */
const char *rat_format_mime(enum rat_format format);

/* Holds other documents: MAIL and ZIP. */
bool rat_format_is_container(enum rat_format format);

#endif
