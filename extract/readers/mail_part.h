/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mail by RFC 5322 and MIME: the head's fields, and the parts of the body one after the other, decoded. Bounded in depth and
 * number of parts. Called by mail.c.
 */
#ifndef READERS_MAIL_PART_H
#define READERS_MAIL_PART_H

#include "base/buf.h"

#define RAT_MAIL_DEPTH_MAX 16u
#define RAT_MAIL_PARTS_MAX 1000u
#define RAT_MAIL_FIELD_MAX 65536u /* bytes of a field that are looked at */

struct rat_mail_span {
    const char *at;
    size_t size;
};

struct rat_mail_part {
    struct rat_mail_span head, body; /* body as transferred */
    char type[64];                   /* lower case, "text/plain" when none is given */
    char charset[40];                /* "" when none is given */
    char *name;                      /* file name, UTF-8; NULL when it has none */
    bool attached;                   /* Content-Disposition: attachment */
};

/* Splits head and body. */
struct rat_mail_part rat_mail_open(struct rat_mail_span mail);

/* The field's value, unfolded and with its encoded words decoded, appended as UTF-8. False: there is none. */
bool rat_mail_field(const struct rat_mail_part *part, const char *name, struct rat_buf *out);

/* Calls leaf for each part that is no multipart; an attached mail is a leaf. False: too many or too deep. */
typedef void rat_mail_leaf(void *ctx, const struct rat_mail_part *part);
bool rat_mail_walk(const struct rat_mail_part *part, rat_mail_leaf *leaf, void *ctx);

/* The body's bytes without base64 or quoted-printable, appended. */
void rat_mail_decode(const struct rat_mail_part *part, struct rat_buf *out);

#endif
