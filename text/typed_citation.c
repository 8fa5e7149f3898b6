/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "§ 58 Abs. 1 Nr. 7 NKomVG", "§§ 57, 58 und 60a BauGB", "§ 3 (2) BauGB", "Art. 28 Abs. 2 GG", "§ 10 SGB
 * VIII". */
#include "text/codepoint_internal.h"
#include "text/fold.h"
#include "text/typed_internal.h"
#include "text/utf8_internal.h"

#include <stdio.h>
#include <string.h>

#define SECTIONS_MAX 6
#define LEVELS_MAX 5
#define CHAIN_BYTES 64
#define LAW_BYTES 48

/* "58", "58.a1", "58.a1.n7": one section and its prefixes. */
struct chain {
    char text[CHAIN_BYTES];
    size_t level_end[LEVELS_MAX];
    unsigned levels;
};

static bool add_level(struct chain *chain, const char *kind, const char *number, const char *letter)
{
    size_t size = chain->levels ? chain->level_end[chain->levels - 1] : 0;
    if (chain->levels == LEVELS_MAX)
        return false;
    int more = snprintf(chain->text + size, CHAIN_BYTES - size, "%s%s%s%s", chain->levels ? "." : "", kind,
                        number, letter);
    if (more <= 0 || (size_t)more >= CHAIN_BYTES - size)
        return false;
    chain->level_end[chain->levels++] = size + (size_t)more;
    return true;
}

/* A number and the letter that belongs to it: "13a", "1 a". */
static bool read_number(struct rat_scan *s, char number[RAT_SCAN_DIGITS_MAX + 1], char letter[2])
{
    struct rat_scan at = *s;
    unsigned digits = rat_scan_digits(&at, number);
    if (digits == 0 || digits > 4)
        return false;
    *s = at;
    letter[0] = letter[1] = '\0';
    (void)rat_scan_spaces(&at);
    char c = rat_scan_peek(&at, 0);
    at.at += c >= 'a' && c <= 'z';
    if (c >= 'a' && c <= 'z' && rat_scan_at_break(&at) && rat_scan_peek(&at, 0) != '.' &&
        rat_scan_peek(&at, 0) != ')') {
        letter[0] = c;
        *s = at;
    }
    return true;
}

/* "(2)" as a paragraph of a section. */
static bool read_bracketed(struct rat_scan *s, char number[RAT_SCAN_DIGITS_MAX + 1])
{
    struct rat_scan at = *s;
    if (!rat_scan_literal(&at, "("))
        return false;
    unsigned digits = rat_scan_digits(&at, number);
    if (digits == 0 || digits > 2 || !rat_scan_literal(&at, ")"))
        return false;
    *s = at;
    return true;
}

/* "Abs. 1", "Satz 2", "Nr. 7", "Buchst. a"; false when none follows. */
static bool read_level(struct rat_scan *s, struct chain *chain)
{
    static const char *const paragraph[] = {"Absatz", "Absätze", "Absatzes", "Abs.", "Abs", NULL};
    static const char *const sentence[] = {"Satz", "Satzes", "S.", NULL};
    static const char *const item[] = {"Nummer", "Nr.", "Nrn.", "Nr", "Ziffer", "Ziff.", "Ziff", NULL};
    static const char *const letters[] = {"Buchstabe", "Buchst.", "lit.", "lit", NULL};
    char number[RAT_SCAN_DIGITS_MAX + 1], letter[2] = "";
    struct rat_scan at = *s;
    (void)rat_scan_spaces(&at);
    const char *kind = rat_scan_word(&at, paragraph) >= 0  ? "a"
                       : rat_scan_word(&at, sentence) >= 0 ? "s"
                       : rat_scan_word(&at, item) >= 0     ? "n"
                                                           : NULL;
    if (!kind && read_bracketed(&at, number)) {
        *s = at;
        return add_level(chain, "a", number, "");
    }
    bool by_letter = !kind && rat_scan_word(&at, letters) >= 0;
    (void)rat_scan_spaces(&at);
    if (by_letter) {
        letter[0] = rat_scan_peek(&at, 0);
        letter[1] = '\0';
        at.at++;
        if (letter[0] < 'a' || letter[0] > 'z' || !rat_scan_at_break(&at) ||
            !add_level(chain, "b", letter, ""))
            return false;
    } else if (!kind || !read_number(&at, number, letter) || !add_level(chain, kind, number, letter)) {
        return false;
    }
    *s = at;
    return true;
}

static bool read_section(struct rat_scan *s, const char *kind, struct chain *chain)
{
    char number[RAT_SCAN_DIGITS_MAX + 1], letter[2];
    struct rat_scan at = *s;
    (void)rat_scan_spaces(&at);
    *chain = (struct chain){.levels = 0};
    if (!read_number(&at, number, letter) || !add_level(chain, kind, number, letter))
        return false;
    while (read_level(&at, chain))
        continue;
    *s = at;
    return true;
}

/* Letters of a law's name: "NKomVG", "VOB/A", "BImSchG". */
static size_t name_size(const struct rat_scan *s, unsigned *capitals)
{
    size_t at = s->at, size;
    *capitals = 0;
    for (; at < s->n && at - s->at < LAW_BYTES / 2; at += size) {
        int32_t cp = rat_utf8_at(s->text, s->n, at, &size);
        bool slash = cp == '/' && at > s->at;
        if (!slash && rat_cp_kind(cp) != RAT_CP_LETTER)
            break;
        *capitals += !slash && !rat_cp_is_lower(cp);
    }
    while (at > s->at && s->text[at - 1] == '/')
        at--;
    return at - s->at;
}

static bool is_roman(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!strchr("IVX", text[i]))
            return false;
    }
    return true;
}

/* "der GemO", "NKomVG", "SGB VIII" as a key; false when no law follows. */
static bool read_law(struct rat_scan *s, char law[LAW_BYTES])
{
    static const char *const articles[] = {"der", "des", "dem", NULL};
    static const char *const romans[] = {"I",    "II", "III", "IV", "V",   "VI", "VII",
                                         "VIII", "IX", "X",   "XI", "XII", NULL};
    struct rat_scan at = *s;
    if (!rat_scan_spaces(&at))
        return false;
    if (rat_scan_word(&at, articles) >= 0)
        (void)rat_scan_spaces(&at);
    unsigned capitals;
    size_t size = name_size(&at, &capitals);
    int32_t first = size ? rat_utf8_at(at.text, at.n, at.at, &(size_t){0}) : 0;
    if (size < 2 || capitals < 2 || rat_cp_is_lower(first) || is_roman(at.text + at.at, size))
        return false;
    struct rat_buf key = RAT_BUF_INIT;
    rat_fold_surface(at.text + at.at, size, &key);
    bool fits = !key.failed && key.size + 6 < LAW_BYTES;
    if (fits) {
        at.at += size;
        struct rat_scan behind = at;
        (void)rat_scan_spaces(&behind);
        bool code =
            size == 3 && memcmp(s->text + at.at - 3, "SGB", 3) == 0; /* only the Sozialgesetzbuch has books */
        int roman = code ? rat_scan_word(&behind, romans) : -1;
        (void)snprintf(law, LAW_BYTES, "%s%s", rat_buf_cstr(&key), roman >= 0 ? romans[roman] : "");
        for (char *c = law; *c; c++)
            *c = (char)(*c >= 'A' && *c <= 'Z' ? *c | 0x20 : *c);
        *s = roman >= 0 ? behind : at;
    }
    rat_buf_release(&key);
    return fits;
}

static void add_terms(const struct chain *chain, const char *law, struct rat_typed *out)
{
    for (unsigned level = chain->levels; level > 0; level--) {
        int size = (int)chain->level_end[level - 1];
        bool specific = level == chain->levels;
        if (law[0])
            rat_typed_add(out, specific, "§%s:%.*s", law, size, chain->text);
        rat_typed_add(out, specific && !law[0], "§%.*s", size, chain->text);
    }
}

/* Between two sections of "§§ 57, 58 und 60". */
static bool read_joint(struct rat_scan *s)
{
    static const char *const words[] = {"und", "u.", "oder", "sowie", NULL};
    struct rat_scan at = *s;
    (void)rat_scan_spaces(&at);
    if (!rat_scan_literal(&at, ",") && rat_scan_word(&at, words) < 0)
        return false;
    *s = at;
    return true;
}

bool rat_typed_citation(struct rat_scan s, struct rat_typed *out)
{
    static const char *const articles[] = {"Artikel", "Art.", "Art", NULL};
    static const char *const paragraphs[] = {"Paragraph", "Paragraf", "Paragraphen", "Paragrafen", NULL};
    struct chain chains[SECTIONS_MAX];
    unsigned count = 0;
    bool plural = rat_scan_literal(&s, "§§"), sign = plural || rat_scan_literal(&s, "§");
    bool article = !sign && rat_scan_word(&s, articles) >= 0;
    if (!sign && !article && rat_scan_word(&s, paragraphs) < 0)
        return false;
    do {
        struct rat_scan before = s;
        if (!read_section(&s, article ? "art" : "", &chains[count])) {
            s = before;
            break;
        }
        out->end = s.at;
        count++;
    } while (plural && count < SECTIONS_MAX && read_joint(&s));
    s.at = out->end;
    char law[LAW_BYTES] = "";
    if (count == 0)
        return false;
    if (read_law(&s, law))
        out->end = s.at;
    else if (article)
        return false; /* "Artikel 3 des Vertrags", "Art 3": too common without a law */
    for (unsigned i = 0; i < count; i++)
        add_terms(&chains[i], law, out);
    return true;
}
