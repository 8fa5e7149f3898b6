/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/cite.h"

#include <stdio.h>

void rat_cite_sha(const struct rat_document *document, char out[65])
{
    const uint8_t *sha = document->original_size ? document->original_sha : document->text_sha;
    for (int i = 0; i < RAT_SHA256_BYTES; i++)
        snprintf(out + 2 * i, 3, "%02x", sha[i]);
}

void rat_cite(const struct rat_document *document, struct rat_buf *out)
{
    char sha[65], day[RAT_DATE_TEXT];
    const char *who = document->municipality  ? document->municipality
                      : document->body        ? document->body
                      : document->lead_office ? document->lead_office
                                              : NULL;
    if (who)
        rat_buf_printf(out, "%s, ", who);
    rat_buf_puts(out, document->type ? document->type : _("Dokument"));
    if (document->reference)
        rat_buf_printf(out, " %s", document->reference);
    if (document->title && *document->title)
        rat_buf_printf(out, ": %s", document->title);
    if (document->date != RAT_NO_DATE)
        rat_buf_printf(out, ", %s", rat_date_format(document->date, day));
    rat_cite_sha(document, sha);
    rat_buf_printf(out, ". ID %s, SHA-256 %s.", document->id, sha);
}
