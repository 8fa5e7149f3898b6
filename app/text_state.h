/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What became of a document's file, for people. */
#ifndef APP_TEXT_STATE_H
#define APP_TEXT_STATE_H

#include "base/buf.h"
#include "storage/record.h"

/* "ohne Text: die Datei ist beschädigt", "Texterkennung, zu 87 % sicher"; nothing when there is nothing to say. */
void rat_describe_text_state(const struct rat_document *document, struct rat_buf *out);

#endif
