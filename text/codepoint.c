/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/codepoint_internal.h"

#include "text/utf8_internal.h"

#include <string.h>
#include <utf8proc.h>

const unsigned char rat_ascii_word[128] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7',
    ['8'] = '8', ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f',
    ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n',
    ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v',
    ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd',
    ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l',
    ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't',
    ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
};

static enum rat_cp_kind latin1_kind(int32_t cp)
{
    if (cp < 0x80)
        return rat_ascii_word[cp] == 0 ? RAT_CP_SEPARATOR : cp <= '9' ? RAT_CP_NUMBER : RAT_CP_LETTER;
    if (cp >= 0xc0)
        return cp == 0xd7 || cp == 0xf7 ? RAT_CP_SEPARATOR : RAT_CP_LETTER; /* × ÷ */
    switch (cp) {
    case 0xaa: /* ª */
    case 0xb5: /* µ */
    case 0xba: /* º */ return RAT_CP_LETTER;
    case 0xb2: /* ² ³ ¹ ¼ ½ ¾ */
    case 0xb3:
    case 0xb9:
    case 0xbc:
    case 0xbd:
    case 0xbe: return RAT_CP_NUMBER;
    case 0xad: return RAT_CP_DROPPED;
    default: return RAT_CP_SEPARATOR;
    }
}

enum rat_cp_kind rat_cp_kind(int32_t cp)
{
    if (cp < 0)
        return RAT_CP_SEPARATOR;
    if (cp < 0x100)
        return latin1_kind(cp);
    switch (utf8proc_category(cp)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return RAT_CP_LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return RAT_CP_NUMBER;
    case UTF8PROC_CATEGORY_MN:
        if ((cp >= 0xfe00 && cp <= 0xfe0f) || (cp >= 0xe0100 && cp <= 0xe01ef) || cp == 0x34f)
            return RAT_CP_DROPPED; /* variation selectors, combining grapheme joiner */
        return RAT_CP_MARK;
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return RAT_CP_MARK;
    case UTF8PROC_CATEGORY_CF: return RAT_CP_DROPPED;
    default: return RAT_CP_SEPARATOR;
    }
}

bool rat_cp_is_lower(int32_t cp)
{
    if (cp < 0x80)
        return cp >= 'a' && cp <= 'z';
    if (cp < 0x100)
        return (cp >= 0xdf && cp != 0xf7) || cp == 0xb5;
    return utf8proc_category(cp) == UTF8PROC_CATEGORY_LL;
}

static const char *ligature(int32_t cp)
{
    static const char *const forms[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"}; /* U+FB00..FB06 */
    if (cp >= 0xfb00 && cp <= 0xfb06)
        return forms[cp - 0xfb00];
    if (cp == 0x132 || cp == 0x133)
        return "ij";
    return NULL;
}

size_t rat_cp_fold(int32_t cp, char *out, bool *compose)
{
    if (cp < 0x80) {
        out[0] = (char)(cp >= 'A' && cp <= 'Z' ? cp | 0x20 : cp);
        return 1;
    }
    if (cp < 0x100) {
        if (cp == 0xad)
            return 0;
        if (cp >= 0xc0 && cp <= 0xde && cp != 0xd7)
            cp += 0x20;
        else if (cp == 0xb5)
            cp = 0x3bc; /* the micro sign is the letter μ to Unicode's case folding */
        return rat_utf8_put(out, cp);
    }
    if (cp == 0x17f) {
        out[0] = 's';
        return 1;
    }
    if (cp == 0x2010 || cp == 0x2011) {
        out[0] = '-';
        return 1;
    }
    if (cp >= 0x2080 && cp <= 0x2089) { /* CO₂; a raised number means something else: m² */
        out[0] = (char)('0' + (cp - 0x2080));
        return 1;
    }
    const char *opened = ligature(cp);
    if (opened) {
        size_t size = strlen(opened);
        memcpy(out, opened, size);
        return size;
    }
    if (rat_cp_kind(cp) == RAT_CP_DROPPED)
        return 0;
    /* Below U+0300 nothing decomposes in NFC or combines with what stands before it. Above, most do not
     * either, but telling them apart costs more than composing the few words that have any. */
    if (cp >= 0x300 && cp != 0x1e9e && !(cp >= 0x2070 && cp <= 0x207f))
        *compose = true;
    return rat_utf8_put(out, utf8proc_tolower(cp));
}
