/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the helper answers: records of extract/records.h on standard output. One thread. */
#ifndef READERS_SAY_H
#define READERS_SAY_H

#include "base/buf.h"

void rat_say(char tag, const void *bytes, size_t n); /* cut into records as long as allowed */
void rat_say_text(char tag, const char *text);
/* The last word: problem NULL when all is well. Does not return. */
_Noreturn void rat_say_end(const char *problem);

#endif
