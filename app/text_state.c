/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/text_state.h"

#include "base/message.h"
#include "extract/problem.h"

static const char *meaning(const struct rat_document *document)
{
    switch (document->text_state) {
    case RAT_TEXT_NONE: return _("ohne Text");
    case RAT_TEXT_FAILED: return _("Text nicht lesbar");
    case RAT_TEXT_PARTLY: return _("Text unvollständig");
    default: return "";
    }
}

void rat_describe_text_state(const struct rat_document *document, struct rat_buf *out)
{
    rat_buf_puts(out, meaning(document));
    if (document->problems) {
        rat_buf_puts(out, out->size ? ": " : "");
        rat_problem_explain(document->problems, out);
    }
    if (document->confidence)
        rat_buf_printf(out, _("%sTexterkennung, zu %u %% sicher"), out->size ? "; " : "",
                       (unsigned)document->confidence);
}
