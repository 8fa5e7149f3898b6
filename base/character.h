/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the characters of UTF-8 end, for whoever gives out text that may be broken. Pure, any thread. */
#ifndef BASE_CHARACTER_H
#define BASE_CHARACTER_H

#include <stddef.h>

/* The length of the character at text, 1..4 bytes; 0 when its bytes are no UTF-8. text is NUL-terminated (the NUL itself
 * counts 1). */
size_t rat_character_bytes(const unsigned char *text);

#endif
