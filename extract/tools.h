/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs that read what no library here reads. They are looked for once per process, in the system's folders or in those of
 * $RATSARCHIV_TOOLS, and asked for their version when it is first wanted. Any thread.
 */
#ifndef EXTRACT_TOOLS_H
#define EXTRACT_TOOLS_H

#include <stdbool.h>
#include <stdint.h>

enum rat_tool {
    RAT_TOOL_PDFTOTEXT,
    RAT_TOOL_PDFTOPPM,
    RAT_TOOL_PDFIMAGES,
    RAT_TOOL_ANTIWORD,
    RAT_TOOL_CATDOC,
    RAT_TOOL_XLS2CSV,
    RAT_TOOL_CATPPT,
    RAT_TOOL_TESSERACT,
    RAT_TOOLS
};

const char *rat_tool_name(enum rat_tool tool);    /* "pdftotext" */
const char *rat_tool_package(enum rat_tool tool); /* Debian's, "poppler-utils" */
const char *rat_tool_path(enum rat_tool tool);    /* NULL: not here */
const char *rat_tool_version(enum rat_tool tool); /* "22.12.0", "?" when it does not say */

/* Whether tesseract is here with the data of this language ("deu", "frk"). */
bool rat_tool_recognises(const char *language);

/* A hash of which programs there are, so that what could not be read without one is tried again when it has come. */
uint64_t rat_tools_stamp(void);

#endif
