/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mails of any bytes: fields, parts, decoded bodies; nothing is read outside of them, and what is text is UTF-8. */
#include "extract/readers/mail_part.h"
#include "text/charset.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(void *ctx, const struct rat_mail_part *part)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    size_t *leaves = ctx;
    ++*leaves;
    rat_mail_decode(part, &bytes);
    if (bytes.size > part->body.size || (part->name && !rat_utf8_valid(part->name, strlen(part->name))))
        abort();
    rat_buf_release(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const fields[] = {"Subject", "From", "Date", "To"};
    struct rat_mail_part mail = rat_mail_open((struct rat_mail_span){(const char *)data, size});
    size_t leaves = 0;
    for (size_t i = 0; i < 4; i++) {
        struct rat_buf value = RAT_BUF_INIT;
        if (rat_mail_field(&mail, fields[i], &value) && !rat_utf8_valid(value.data, value.size))
            abort();
        rat_buf_release(&value);
    }
    (void)rat_mail_walk(&mail, take, &leaves);
    if (leaves > RAT_MAIL_PARTS_MAX + 1)
        abort();
    free(mail.name);
    return 0;
}
