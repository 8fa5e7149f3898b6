/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The readers of the helper program: each takes the bytes of one file and says (say.h) its title and text. They run confined and
 * once per process, so they free nothing and may give up at any point with rat_say_end.
 */
#ifndef READERS_READER_H
#define READERS_READER_H

#include "extract/limits.h"
#include "extract/readers/flow.h"
#include "extract/readers/say.h"

struct rat_reader_input {
    const char *bytes;
    size_t size;
    const char *charset; /* declared by the source, or NULL */
};

/* Each ends the process through rat_say_end, or returns when all is said. */
void rat_read_html(const struct rat_reader_input *input);
void rat_read_rtf(const struct rat_reader_input *input);
void rat_read_zip(const struct rat_reader_input *input); /* DOCX, ODT and their relatives */
void rat_read_xml(const struct rat_reader_input *input); /* the same, flat; WordprocessingML 2003; PAGE */
void rat_read_mail(const struct rat_reader_input *input);

/* Members as M, C and R records. */
void rat_unpack_zip(const struct rat_reader_input *input);
void rat_unpack_mail(const struct rat_reader_input *input);

/* The text of an HTML part of another document. */
void rat_html_into(const struct rat_reader_input *input, struct rat_flow *flow, const char **title);

/* Says what the flow holds as text. */
void rat_say_flow(struct rat_flow *flow);

#endif
