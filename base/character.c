/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/character.h"

size_t rat_character_bytes(const unsigned char *text)
{
    static const unsigned char low[5] = {0, 0, 0x80, 0xa0, 0x90}; /* second byte after C2.., E0, F0 */
    size_t n = text[0] < 0x80                      ? 1
               : text[0] >= 0xc2 && text[0] < 0xe0 ? 2
               : (text[0] & 0xf0) == 0xe0          ? 3
               : text[0] >= 0xf0 && text[0] < 0xf5 ? 4
                                                   : 0;
    for (size_t i = 1; i < n; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    if ((text[0] == 0xe0 || text[0] == 0xf0) && text[1] < low[n])
        return 0;
    if ((text[0] == 0xed && text[1] > 0x9f) || (text[0] == 0xf4 && text[1] > 0x8f))
        return 0;
    return n;
}
