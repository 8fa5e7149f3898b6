/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "corpus/gen_express.h"

enum { PAGE_LINES = 46 };

void rat_gen_page_init(struct rat_gen_page *page, struct rat_gen_rng *rng, int year)
{
    memset(page, 0, sizeof(*page));
    page->rng = rng;
    page->page = 1;
    page->width = rat_gen_range(rng, year < 2004 ? 62 : 74, year < 2004 ? 76 : 94);
    page->hyphenate = rat_gen_chance(rng, 64);
    page->trailing = rat_gen_chance(rng, 70);
    page->wide = rat_gen_chance(rng, 12);
    page->spaced = rat_gen_chance(rng, year < 2004 ? 35 : 4);
    rat_gen_str_clear(&page->out);
}

static size_t columns(const char *s, size_t n)
{
    size_t c = 0;

    for (size_t i = 0; i < n; i++)
        c += ((unsigned char)s[i] & 0xc0) != 0x80;
    return c;
}

static void turn_page(struct rat_gen_page *page)
{
    page->page++;
    page->lines = 0;
    switch (page->marker) {
    case RAT_GEN_MARK_NONE: break;
    case RAT_GEN_MARK_DASH: rat_gen_str_addf(&page->out, "\n– %d –\n", page->page); break;
    case RAT_GEN_MARK_OF:
        rat_gen_str_addf(&page->out, "\nSeite %d von %d\n\n", page->page, page->page + 1);
        break;
    case RAT_GEN_MARK_COUNT:
        rat_gen_str_addf(&page->out, "\n-- %d of %d --\n\n", page->page - 1, page->page + 1);
        break;
    case RAT_GEN_MARK_BARE: rat_gen_str_addf(&page->out, "\n%d\n\n", page->page); break;
    case RAT_GEN_MARK_FEED: rat_gen_str_add(&page->out, "\f"); break;
    case RAT_GEN_MARK_EXPLAIN:
        rat_gen_str_addf(&page->out, "\n\nErgänzende Erläuterungen%80sSeite %d \n\n\n", "", page->page);
        break;
    }
}

static void end_line(struct rat_gen_page *page)
{
    rat_gen_str_add(&page->out, "\n");
    if (++page->lines >= PAGE_LINES)
        turn_page(page);
}

void rat_gen_page_line(struct rat_gen_page *page, const char *text)
{
    if (page->old_spelling)
        rat_gen_old_spelling(text, &page->out);
    else
        rat_gen_str_add(&page->out, text);
    end_line(page);
}

void rat_gen_page_linef(struct rat_gen_page *page, const char *fmt, ...)
{
    char buf[1024];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(buf, sizeof(buf), fmt, ap);
    va_end(ap);
    rat_gen_page_line(page, buf);
}

static bool is_vowel(const char *p)
{
    static const char *const umlauts[] = {"ä", "ö", "ü", "Ä", "Ö", "Ü"};

    if (strchr("aeiouyAEIOU", *p) != NULL)
        return *p != '\0';
    for (size_t i = 0; i < 6; i++)
        if (strncmp(p, umlauts[i], 2) == 0)
            return true;
    return false;
}

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/* Last place before `room` columns where a syllable may end: a vowel somewhere before, one consonant and a vowel
 * after, three letters on both sides. Returns bytes, 0 when the word stays whole. Linking elements often fall on
 * the same spot, so "Kinder-tagesstätte" comes out right and "Sit-zung" too. */
static size_t break_at(const char *word, size_t n, size_t room)
{
    static const char *const keep[] = {"ch", "ck", "sch", "ph", "th", "qu",   "st",   "sp",
                                       "tz", "pf", "br",  "tr", "gr", "kr",   "fr",   "dr",
                                       "pl", "bl", "fl",  "kl", "gl", "schl", "schw", "str"};
    size_t best = 0;
    bool vowel = false;

    for (size_t i = 1; i < n; i++) {
        if (!is_letter((unsigned char)word[i]) || !is_letter((unsigned char)word[i - 1]))
            return best;
        if (is_vowel(word + i - 1) || (i > 1 && is_vowel(word + i - 2)))
            vowel = true;
        if (((unsigned char)word[i] & 0xc0) == 0x80 || !vowel || is_vowel(word + i) || columns(word, i) < 3)
            continue;
        if (columns(word + i, n - i) < 4 || columns(word, i) + 1 > room || word[i] < 'a' || word[i] > 'z')
            continue;
        if (i + 1 < n && is_vowel(word + i + 1)) {
            bool inside = false;

            for (size_t k = 0; k < sizeof(keep) / sizeof(keep[0]); k++) {
                size_t len = strlen(keep[k]);

                /* word[i] is the last letter of a cluster: the break goes before the cluster or nowhere */
                if (i + 1 >= len && strncmp(word + i + 1 - len, keep[k], len) == 0)
                    inside = true;
            }
            if (!inside && word[i] == 's' && (word[i - 1] == 'g' || word[i - 1] == 't' || word[i - 1] == 'n'))
                best = columns(word, i + 1) < room ? i + 1 : best; /* Handlungs-empfehlung */
            else if (!inside)
                best = i;
        }
    }
    return best;
}

static void add_word(struct rat_gen_page *page, const char *word, size_t n, size_t *col)
{
    size_t width = columns(word, n);
    size_t room = *col + 1 < (size_t)page->width ? (size_t)page->width - *col - 1 : 0;
    const char *dash;
    size_t cut = 0;

    if (*col > 0 && width > room) {
        dash = memchr(word, '-', n);
        if (dash != NULL && dash > word && (size_t)(dash - word) + 1 < n && dash[1] != '-' &&
            columns(word, (size_t)(dash - word) + 1) <= room && is_letter((unsigned char)dash[1]))
            cut = (size_t)(dash - word) + 1; /* CDU-⏎Fraktion: the hyphen is the word's own */
        else if (page->hyphenate && n > 7 && room > 4)
            cut = break_at(word, n, room);
        if (cut > 0) {
            rat_gen_str_add(&page->out, " ");
            rat_gen_str_addn(&page->out, word, cut);
            if (word[cut - 1] != '-') {
                rat_gen_str_add(&page->out, "-");
                page->hyphens++;
            }
            word += cut;
            n -= cut;
            width = columns(word, n);
        } else if (page->trailing) {
            rat_gen_str_add(&page->out, " ");
        }
        end_line(page);
        *col = 0;
    }
    if (*col > 0) {
        bool twice = page->wide && rat_gen_chance(page->rng, 30);

        rat_gen_str_add(&page->out, twice ? "  " : " ");
        *col += 1;
    }
    rat_gen_str_addn(&page->out, word, n);
    *col += width;
}

void rat_gen_page_para(struct rat_gen_page *page, const char *text)
{
    struct rat_gen_str old = {0};
    size_t col = 0;

    if (page->old_spelling) {
        rat_gen_str_clear(&old);
        rat_gen_old_spelling(text, &old);
        text = old.data;
    }
    while (*text != '\0') {
        size_t n = strcspn(text, " ");

        if (n > 0)
            add_word(page, text, n, &col);
        text += n;
        while (*text == ' ')
            text++;
    }
    if (page->trailing)
        rat_gen_str_add(&page->out, " ");
    end_line(page);
    rat_gen_str_release(&old);
}

void rat_gen_page_head(struct rat_gen_page *page, const char *text)
{
    struct rat_gen_str s = {0};

    if (!page->spaced) {
        rat_gen_page_line(page, text);
        return;
    }
    if (page->old_spelling) {
        rat_gen_old_spelling(text, &s);
    } else {
        rat_gen_str_add(&s, text);
    }
    for (size_t i = 0; i < s.len; i++) {
        rat_gen_str_addn(&page->out, s.data + i, 1);
        if (i + 1 < s.len && ((unsigned char)s.data[i + 1] & 0xc0) != 0x80 && s.data[i + 1] != ':')
            rat_gen_str_add(&page->out, " ");
    }
    end_line(page);
    rat_gen_str_release(&s);
}
