/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small files of foreign formats, made in memory for tests. Buffers are appended to. */
#ifndef TESTS_SUPPORT_MADE_FILES_H
#define TESTS_SUPPORT_MADE_FILES_H

#include "base/buf.h"

/* One text per page, NULL ends; lines end with '\n'; ASCII. A page whose text is "" is empty. */
void made_pdf(const char *title, const char *const *pages, struct rat_buf *out);

struct made_member {
    const char *name;
    const void *bytes;
    size_t size;
};
void made_zip(const struct made_member *members, size_t count, struct rat_buf *out);

/* body: what stands in <w:body>; "<w:p><w:r><w:t>...". */
void made_docx(const char *title, const char *body, struct rat_buf *out);
/* body: what stands in <office:text>. */
void made_odt(const char *title, const char *body, struct rat_buf *out);

/* A mail with a plain text and attachments. */
void made_mail(const char *subject, const char *text, const struct made_member *attached, size_t count,
               struct rat_buf *out);

#endif
