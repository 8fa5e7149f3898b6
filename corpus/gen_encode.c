/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_encode.h"

#include <iconv.h>
#include <string.h>

static const struct {
    const char *name;
    const char *iconv_name; /* NULL: UTF-8 */
    const char *mark;
    size_t mark_len;
} encodings[RAT_GEN_ENCODINGS] = {
    {"UTF-8", NULL, "", 0},
    {"UTF-8-BOM", NULL, "\xef\xbb\xbf", 3},
    {"UTF-16LE-BOM", "UTF-16LE", "\xff\xfe", 2},
    {"UTF-16BE-BOM", "UTF-16BE", "\xfe\xff", 2},
    {"WINDOWS-1252", "WINDOWS-1252", "", 0},
    {"ISO-8859-1", "ISO-8859-1", "", 0},
    {"ISO-8859-15", "ISO-8859-15", "", 0},
    {"CP850", "CP850", "", 0},
    {"MACINTOSH", "MACINTOSH", "", 0},
};

const char *rat_gen_encoding_name(enum rat_gen_encoding encoding)
{
    return encodings[encoding].name;
}

enum rat_gen_encoding rat_gen_pick_encoding(struct rat_gen_rng *rng, int year)
{
    static const unsigned char old[] = {RAT_GEN_CP850, RAT_GEN_CP850, RAT_GEN_LATIN1, RAT_GEN_MAC,
                                        RAT_GEN_CP1252};
    static const unsigned char later[] = {RAT_GEN_CP1252,   RAT_GEN_CP1252,  RAT_GEN_LATIN1,  RAT_GEN_LATIN9,
                                          RAT_GEN_UTF8_BOM, RAT_GEN_UTF16LE, RAT_GEN_UTF16BE, RAT_GEN_MAC};

    if (rat_gen_chance(rng, 66))
        return RAT_GEN_UTF8;
    if (year < 1999)
        return (enum rat_gen_encoding)old[rat_gen_below(rng, sizeof(old))];
    return (enum rat_gen_encoding)later[rat_gen_below(rng, sizeof(later))];
}

unsigned rat_gen_pick_dirt(struct rat_gen_rng *rng)
{
    unsigned dirt = 0;

    if (rat_gen_chance(rng, 70))
        return 0;
    if (rat_gen_chance(rng, 30))
        dirt |= RAT_GEN_DIRT_NFD;
    if (rat_gen_chance(rng, 35))
        dirt |= RAT_GEN_DIRT_SOFT;
    if (rat_gen_chance(rng, 35))
        dirt |= RAT_GEN_DIRT_LIGATURE;
    if (rat_gen_chance(rng, 50))
        dirt |= RAT_GEN_DIRT_NBSP;
    return dirt;
}

static size_t letters_at(const char *p, size_t n)
{
    size_t i = 0;

    while (i < n && ((p[i] >= 'a' && p[i] <= 'z') || (unsigned char)p[i] >= 0xc3))
        i += (unsigned char)p[i] >= 0x80 ? 2 : 1;
    return i;
}

static bool decompose(const char *p, size_t n, struct rat_gen_str *out)
{
    static const char from[] = "\xa4\xb6\xbc\x84\x96\x9c";
    static const char to[] = "aouAOU";
    const char *at;

    if (n < 2 || (unsigned char)p[0] != 0xc3 || p[1] == '\0' || (at = strchr(from, p[1])) == NULL)
        return false;
    rat_gen_str_addn(out, &to[at - from], 1);
    rat_gen_str_add(out, "\xcc\x88");
    return true;
}

void rat_gen_add_dirt(const char *text, size_t len, unsigned dirt, struct rat_gen_str *out)
{
    unsigned since = 0; /* letters since the last soft hyphen */

    for (size_t i = 0; i < len;) {
        size_t left = len - i;
        const char *p = text + i;

        if ((dirt & RAT_GEN_DIRT_SOFT) != 0 && ++since > 37 && i > 4 && letters_at(p - 4, 4) == 4 &&
            letters_at(p, left < 5 ? left : 5) >= 5) {
            rat_gen_str_add(out, "\xc2\xad");
            since = 0;
        }
        if ((dirt & RAT_GEN_DIRT_LIGATURE) != 0 && left > 2 && p[0] == 'f' && (p[1] == 'i' || p[1] == 'l')) {
            rat_gen_str_add(out, p[1] == 'i' ? "ﬁ" : "ﬂ");
            i += 2;
        } else if ((dirt & RAT_GEN_DIRT_NBSP) != 0 && p[0] == ' ' && left > 4 && i > 1 &&
                   (memcmp(p + 1, "€", 3) == 0 || memcmp(p + 1, "Eur", 3) == 0 ||
                    memcmp(p - 2, "§", 2) == 0)) {
            rat_gen_str_add(out, "\xc2\xa0");
            i++;
        } else if ((dirt & RAT_GEN_DIRT_NFD) != 0 && decompose(p, left, out)) {
            i += 2;
        } else {
            rat_gen_str_addn(out, p, 1);
            i++;
        }
    }
}

/* Characters that an encoding lacks. Windows-1252 has quotation marks, dashes and the euro. */
static void simplify(const char *text, size_t len, enum rat_gen_encoding encoding, struct rat_gen_str *out)
{
    static const struct {
        const char *from;
        const char *to;
        bool cp1252;
        bool latin9;
    } swaps[] = {{"„", "\"", true, false}, {"“", "\"", true, false},   {"–", "-", true, false},
                 {"€", "EUR", true, true}, {"☐", "[ ]", false, false}, {"☒", "[x]", false, false},
                 {"▪", "-", false, false}, {"ş", "s", false, false},   {"²", "2", true, true},
                 {"³", "3", true, true}};

    for (size_t i = 0; i < len;) {
        bool done = false;

        for (size_t s = 0; s < sizeof(swaps) / sizeof(swaps[0]) && !done; s++) {
            size_t n = strlen(swaps[s].from);

            if (len - i < n || memcmp(text + i, swaps[s].from, n) != 0)
                continue;
            if ((encoding == RAT_GEN_CP1252 && swaps[s].cp1252) ||
                (encoding == RAT_GEN_LATIN9 && swaps[s].latin9))
                continue;
            rat_gen_str_add(out, swaps[s].to);
            i += n;
            done = true;
        }
        if (!done)
            rat_gen_str_addn(out, text + i++, 1);
    }
}

bool rat_gen_encode(const char *text, size_t len, enum rat_gen_encoding encoding, struct rat_gen_str *out)
{
    struct rat_gen_str plain = {0};
    char buf[4096];
    iconv_t cd;
    char *in;
    size_t left;
    bool ok = true;

    rat_gen_str_addn(out, encodings[encoding].mark, encodings[encoding].mark_len);
    if (encodings[encoding].iconv_name == NULL) {
        rat_gen_str_addn(out, text, len);
        return true;
    }
    cd = iconv_open(encodings[encoding].iconv_name, "UTF-8");
    if (cd == (iconv_t)-1)
        return false;
    rat_gen_str_clear(&plain);
    if (encoding >= RAT_GEN_CP1252)
        simplify(text, len, encoding, &plain);
    else
        rat_gen_str_addn(&plain, text, len);
    in = plain.data;
    left = plain.len;
    while (left > 0 && ok) {
        char *dst = buf;
        size_t room = sizeof(buf);
        size_t before = left;

        if (iconv(cd, &in, &left, &dst, &room) == (size_t)-1 && before == left)
            ok = false;
        rat_gen_str_addn(out, buf, sizeof(buf) - room);
    }
    iconv_close(cd);
    rat_gen_str_release(&plain);
    return ok;
}
