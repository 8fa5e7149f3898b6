/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/charset_detect_internal.h"

#include "text/codepoint_internal.h"

#define LOOK_AT_MAX (256 * 1024)

/* What stands beside a character. */
enum neighbour { EDGE, SPACE, LOWER, UPPER, DIGIT, OPENING, CLOSING, OTHER };

struct place {
    enum neighbour before, after;
    enum neighbour before2, after2; /* one character further */
    int32_t next;                   /* the character behind */
};

static int32_t decode(const struct rat_codepage *page, unsigned char byte)
{
    return byte < 0x80 ? byte : page->high[byte - 0x80];
}

static enum neighbour neighbour(int32_t cp)
{
    if (cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xa0)
        return SPACE;
    if (cp >= '0' && cp <= '9')
        return DIGIT;
    if (cp == '(' || cp == '[' || cp == '/' || cp == '-' || cp == '"')
        return OPENING;
    if (cp == ')' || cp == ']' || cp == '.' || cp == ',' || cp == ';' || cp == ':' || cp == '!' || cp == '?')
        return CLOSING;
    if (cp < 0 || rat_cp_kind(cp) != RAT_CP_LETTER)
        return OTHER;
    return rat_cp_is_lower(cp) ? LOWER : UPPER;
}

static bool is_letter(enum neighbour side)
{
    return side == LOWER || side == UPPER;
}

static bool begins(enum neighbour before) /* a word or a quotation may begin behind it */
{
    return before == EDGE || before == SPACE || before == OPENING;
}

static bool ends(enum neighbour after)
{
    return after == EDGE || after == SPACE || after == CLOSING || after == OPENING;
}

/* Words begin with üb and üp (über, üppig) only: what would be "Üffentlich" is öffentlich in another
 * encoding. */
static bool may_follow_u_umlaut(int32_t next)
{
    return next == 'b' || next == 'p';
}

static int score_lower(int32_t cp, const struct place *at)
{
    enum neighbour before = at->before, after = at->after;
    bool german = cp == 0xe4 || cp == 0xf6 || cp == 0xfc || cp == 0xdf;
    if (!german) {
        bool known = cp == 0xe9 || cp == 0xe8 || cp == 0xe0 || cp == 0xe7 || cp == 0xea || cp == 0xe1 ||
                     cp == 0xf4 || cp == 0xe2 || cp == 0xeb || cp == 0xf1;
        if (!is_letter(before) && !is_letter(after))
            return -6;
        return known ? (before == UPPER && after == UPPER ? -4 : 2) : -4;
    }
    if (before == UPPER && after == UPPER)
        return cp == 0xdf ? 4 : -4; /* STRAßE, but no BESCHLüSSE */
    if (after == UPPER || after == DIGIT || before == DIGIT)
        return -4;
    if (is_letter(before))
        return after == LOWER || ends(after) ? 10 : 1;
    if (cp == 0xdf)
        return -8; /* no word begins with it */
    if (cp == 0xfc && after == LOWER && !may_follow_u_umlaut(at->next))
        return 1;
    return begins(before) && after == LOWER ? 7 : -4;
}

static int score_upper(int32_t cp, const struct place *at)
{
    enum neighbour before = at->before, after = at->after;
    bool german = cp == 0xc4 || cp == 0xd6 || cp == 0xdc;
    if (before == LOWER)
        return -10;
    if (!german)
        return cp == 0xc9 && after == LOWER && begins(before) ? 2 : -5;
    if (after == UPPER || before == UPPER)
        return ends(after) || is_letter(after) ? 8 : 0;
    if (begins(before) && after == LOWER)
        return cp == 0xdc && !may_follow_u_umlaut(at->next) ? 1 : 9;
    return begins(before) && ends(after) ? 1 : -4; /* the Ö of "N/Ö" */
}

static int score_quote(int32_t cp, const struct place *at)
{
    enum neighbour before = at->before, after = at->after;
    bool opens = begins(before) && (is_letter(after) || after == DIGIT);
    bool closes = (is_letter(before) || before == DIGIT || before == CLOSING) && ends(after);
    switch (cp) {
    case 0x201e: /* „ ‚ */
    case 0x201a: return opens ? 6 : -5;
    case 0x201d: return closes ? 5 : -5;                      /* ” */
    case 0x2019: return closes || is_letter(before) ? 4 : -3; /* ’ is also the apostrophe */
    default: return opens || closes ? 5 : -4;                 /* “ ‘ » « */
    }
}

static int score_sign(int32_t cp, const struct place *at)
{
    enum neighbour before = at->before, after = at->after;
    switch (cp) {
    case 0xa7: /* § */
        if (!begins(before) && before != OTHER)
            return -7;
        if (after == SPACE) /* "§ 5", "§ des Gesetzes", but "12,50 ?" was a currency */
            return at->after2 == DIGIT ? 7 : at->before2 == DIGIT || at->after2 == EDGE ? -3 : 3;
        return after == DIGIT || after == OTHER ? 7 : -7;
    case 0x20ac: /* € */
        if (before == DIGIT || (before == SPACE && at->before2 == DIGIT))
            return 6;
        return after == DIGIT ? 5 : is_letter(before) || is_letter(after) ? -6 : 3;
    case 0x2013:
    case 0x2014: /* – — */ return is_letter(before) && is_letter(after) ? -3 : 5;
    case 0xa0: /* no-break space */ return is_letter(before) && after == LOWER ? -2 : 2;
    case 0xb2:
    case 0xb3: /* m² */ return before == LOWER && !is_letter(after) ? 4 : -5;
    case 0xb0: /* ° */ return before == DIGIT || (before == SPACE && after == UPPER) ? 4 : -4;
    case 0x2022:
    case 0xb7: /* • · */ return is_letter(before) && is_letter(after) ? -6 : 3;
    case 0x2026: /* … */ return after == LOWER && before == LOWER ? -5 : 2;
    case 0xad: /* soft hyphen */ return is_letter(before) ? 1 : -2;
    case 0xbd: /* ½ */ return is_letter(before) || is_letter(after) ? -5 : 3;
    default: return -6;
    }
}

static int score_one(int32_t cp, const struct place *at)
{
    if (cp == RAT_CODEPAGE_NONE || (cp >= 0x80 && cp < 0xa0))
        return -20; /* undefined, or a control character of the upper half */
    if (cp == 0x2018 || cp == 0x2019 || cp == 0x201a || (cp >= 0x201c && cp <= 0x201e) || cp == 0xab ||
        cp == 0xbb)
        return score_quote(cp, at);
    if (rat_cp_kind(cp) == RAT_CP_LETTER && cp != 0xaa && cp != 0xba && cp != 0xb5)
        return rat_cp_is_lower(cp) ? score_lower(cp, at) : score_upper(cp, at);
    return score_sign(cp, at);
}

/* The character `distance` from bytes[at]; RAT_CODEPAGE_NONE and EDGE beyond the ends. */
static enum neighbour look(const struct rat_codepage *page, const unsigned char *bytes, size_t n, size_t at,
                           int distance, int32_t *cp)
{
    *cp = RAT_CODEPAGE_NONE;
    if (distance < 0 ? at < (size_t)-distance : n - at <= (size_t)distance)
        return EDGE;
    *cp = decode(page, bytes[distance < 0 ? at - (size_t)-distance : at + (size_t)distance]);
    return neighbour(*cp);
}

int64_t rat_codepage_score(const struct rat_codepage *page, const unsigned char *bytes, size_t n)
{
    int64_t score = 0;
    size_t end = n < LOOK_AT_MAX ? n : LOOK_AT_MAX;
    for (size_t at = 0; at < end; at++) {
        if (bytes[at] < 0x80)
            continue;
        struct place place;
        int32_t unused;
        place.before = look(page, bytes, n, at, -1, &unused);
        place.before2 = look(page, bytes, n, at, -2, &unused);
        place.after = look(page, bytes, n, at, 1, &place.next);
        place.after2 = look(page, bytes, n, at, 2, &unused);
        score += score_one(decode(page, bytes[at]), &place);
    }
    return score;
}

enum rat_utf16_kind rat_utf16_detect(const unsigned char *bytes, size_t n)
{
    size_t zeros[2] = {0, 0}, pairs = (n < LOOK_AT_MAX ? n : LOOK_AT_MAX) / 2;
    if (pairs < 2)
        return RAT_UTF16_NONE;
    for (size_t i = 0; i < 2 * pairs; i++)
        zeros[i & 1] += bytes[i] == 0;
    /* „ and – have a high byte of 0x20: up to a third of the characters may be none of Latin-1. */
    if (zeros[1] * 3 >= pairs * 2 && zeros[0] * 50 <= pairs)
        return RAT_UTF16_LE;
    if (zeros[0] * 3 >= pairs * 2 && zeros[1] * 50 <= pairs)
        return RAT_UTF16_BE;
    return RAT_UTF16_NONE;
}
