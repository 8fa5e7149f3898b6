/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/dehyphenate.h"

#include "text/codepoint_internal.h"
#include "text/utf8_internal.h"

#include <string.h>

/* Of 107,000 line-end hyphens in 6,000 council papers 460 have a page marker behind them, with at most 6
 * blank lines around it. More white space than this is a column of a table. */
#define BLANK_LINES_MAX 8
#define LINE_SPACES_MAX 200
#define MARKER_BYTES_MAX 40
#define HALF_BYTES_MAX 128    /* what is looked at of each half */
#define ADJECTIVE_BYTES_MIN 7 /* "baulich"; shorter are Misch, Fisch, Tisch */
/* Of 419 hyphens between halves in capitals that are so long, 357 make a word that the papers have more often in one piece, 14
 * one that they have more often in two. Among shorter left halves CDU, EU and KIT are as frequent as GRÜ-⏎NE. */
#define HEADLINE_LETTERS_MIN 5
#define HEADLINE_RIGHT_LETTERS_MIN 3

static size_t hyphen_size(const char *text, size_t n, size_t at)
{
    size_t size;
    switch (rat_utf8_at(text, n, at, &size)) {
    case '-':
    case 0xad:
    case 0x2010:
    case 0x2011: return size;
    default: return 0;
    }
}

/* Behind blanks: ' ', tab, no-break space. */
static size_t skip_blanks(const char *text, size_t n, size_t at)
{
    size_t end = n - at > LINE_SPACES_MAX ? at + LINE_SPACES_MAX : n;
    while (at < end) {
        if (text[at] == ' ' || text[at] == '\t')
            at++;
        else if (end - at >= 2 && memcmp(text + at, "\xc2\xa0", 2) == 0)
            at += 2;
        else
            break;
    }
    return at;
}

/* Behind a line end (\n, \r\n, \r); at itself when there is none. */
static size_t skip_newline(const char *text, size_t n, size_t at)
{
    if (at < n && text[at] == '\r')
        at++;
    else if (at < n && text[at] == '\n')
        return at + 1;
    else
        return at;
    return at < n && text[at] == '\n' ? at + 1 : at;
}

/* Behind blank lines and form feeds, and the blanks before the next character. */
static size_t skip_blank_lines(const char *text, size_t n, size_t at, unsigned *lines, bool *form_feed)
{
    *lines = 0;
    for (;;) {
        size_t end = skip_blanks(text, n, at);
        if (end < n && text[end] == '\f') {
            *form_feed = true;
            at = end + 1;
            continue;
        }
        size_t next = skip_newline(text, n, end);
        if (next == end || ++*lines > BLANK_LINES_MAX)
            return end;
        at = next;
    }
}

static size_t skip_dashes(const char *line, size_t n, size_t at)
{
    for (size_t size; at < n; at += size) {
        int32_t cp = rat_utf8_at(line, n, at, &size);
        if (cp != '-' && cp != ' ' && cp != '|' && !(cp >= 0x2010 && cp <= 0x2015))
            break;
    }
    return at;
}

static size_t skip_word(const char *line, size_t n, size_t at, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(words[i]);
        if (n - at > size && memcmp(line + at, words[i], size) == 0)
            return skip_blanks(line, n, at + size);
    }
    return at;
}

/* Up to five digits; at itself when there are none or more. */
static size_t skip_number(const char *line, size_t n, size_t at)
{
    size_t end = at;
    while (end < n && line[end] >= '0' && line[end] <= '9')
        end++;
    return end - at <= 5 ? end : at;
}

/* "– 2 –", "Seite 2 von 7", "-- 1 of 23 --", "2" and nothing else on the line. */
static bool is_page_marker(const char *line, size_t n)
{
    static const char *const page[] = {"Seite", "seite", "SEITE", "S.", "Page", "Blatt"};
    static const char *const of[] = {"von", "of", "/"};
    while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t'))
        n--;
    if (n == 0 || n > MARKER_BYTES_MAX)
        return false;
    size_t at = skip_dashes(line, n, 0);
    at = skip_word(line, n, at, page, sizeof page / sizeof *page);
    size_t number = skip_number(line, n, at);
    if (number == at)
        return false;
    at = skip_blanks(line, n, number);
    size_t total = skip_word(line, n, at, of, sizeof of / sizeof *of);
    if (total != at) {
        at = skip_number(line, n, total);
        if (at == total)
            return false;
    }
    return skip_dashes(line, n, at) == n;
}

/* Behind the page marker line that starts at `at`; at itself when there is none. */
static size_t skip_page_marker(const char *text, size_t n, size_t at)
{
    size_t end = at;
    while (end < n && text[end] != '\n' && text[end] != '\r' && text[end] != '\f' &&
           end - at <= MARKER_BYTES_MAX)
        end++;
    if (end == n || end - at > MARKER_BYTES_MAX || !is_page_marker(text + at, end - at))
        return at;
    return text[end] == '\f' ? end : skip_newline(text, n, end);
}

/* What stands on both sides of the hyphen: the letters (and digits) that touch it, and what follows them. */
struct halves {
    const char *left, *right, *behind;
    size_t left_size, right_size, behind_size;
};

static size_t right_half(const char *text, size_t n, size_t at)
{
    size_t end = at;
    for (size_t size; end < n && end - at < HALF_BYTES_MAX; end += size) {
        int32_t cp = rat_utf8_at(text, n, end, &size);
        if (!rat_cp_is_alnum(cp) && rat_cp_kind(cp) != RAT_CP_MARK)
            break;
    }
    return end - at;
}

static size_t left_half(const char *text, size_t at)
{
    size_t start = at;
    for (size_t size; start > 0 && at - start < HALF_BYTES_MAX; start -= size) {
        int32_t cp = rat_utf8_before(text, start, &size);
        if (!rat_cp_is_alnum(cp) && rat_cp_kind(cp) != RAT_CP_MARK)
            break;
    }
    return at - start;
}

static struct halves halves_of(const char *text, size_t n, size_t at, size_t next)
{
    size_t left = left_half(text, at), right = right_half(text, n, next);
    return (struct halves){text + at - left, text + next, text + next + right, left, right, n - next - right};
}

static bool equals(const char *text, size_t n, const char *word)
{
    return n == strlen(word) && memcmp(text, word, n) == 0;
}

static bool begins_with(const char *text, size_t n, const char *word)
{
    size_t size = strlen(word);
    return n >= size && memcmp(text, word, size) == 0;
}

static bool ends_with(const char *text, size_t n, const char *word)
{
    size_t size = strlen(word);
    return n >= size && memcmp(text + n - size, word, size) == 0;
}

/* ---- suspended ---- */

/* "sowohl Haupt-⏎als auch Nebenrouten" */
static bool is_as_well(const struct halves *h)
{
    size_t at = 0;
    while (at < h->behind_size && strchr(" \r\n", h->behind[at]) && h->behind[at])
        at++;
    return at > 0 && begins_with(h->behind + at, h->behind_size - at, "auch");
}

/* "Planungs-⏎und", "Wohn-⏎u. Gewerbegebiet"; but "den-⏎noch", "Canna-⏎bis" are words. */
static bool is_suspended(const struct halves *h)
{
    static const char *const conjunctions[] = {"und",   "oder", "bzw", "beziehungsweise",
                                               "sowie", "UND",  "ODER"};
    for (size_t i = 0; i < sizeof conjunctions / sizeof *conjunctions; i++) {
        if (equals(h->right, h->right_size, conjunctions[i]))
            return true;
    }
    if (equals(h->right, h->right_size, "bis"))
        return !ends_with(h->left, h->left_size, "anna") && !ends_with(h->left, h->left_size, "ür");
    if (equals(h->right, h->right_size, "noch"))
        return !ends_with(h->left, h->left_size, "en");
    if (equals(h->right, h->right_size, "als"))
        return is_as_well(h);
    return h->right_size == 1 && (h->right[0] == 'u' || h->right[0] == 'o') && h->behind_size > 0 &&
           h->behind[0] == '.';
}

/* ---- the word's own hyphen ---- */

/* The number of letters when all of them are capitals, otherwise 0. */
static size_t capitals(const char *word, size_t n)
{
    size_t count = 0;
    for (size_t at = 0, size; at < n; at += size, count++) {
        int32_t cp = rat_utf8_at(word, n, at, &size);
        if (rat_cp_kind(cp) != RAT_CP_LETTER || rat_cp_is_lower(cp))
            return 0;
    }
    return count;
}

/* In either case: in UTF-8, too, a German capital is its small letter but for this bit. */
static bool same_letters(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if ((a[i] | 0x20) != (b[i] | 0x20))
            return false;
    }
    return true;
}

/* "baden-⏎württembergisch", "BADEN-⏎WÜRTTEMBERG" */
static bool is_double_name(const struct halves *h)
{
    static const char *const names[][2] = {
        {"baden", "württemberg"},   {"baden", "wuerttemberg"}, {"rheinland", "pf"},
        {"nordrhein", "westf"},     {"sachsen", "anhalt"},     {"schleswig", "holstein"},
        {"mecklenburg", "vorpomm"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t left = strlen(names[i][0]), right = strlen(names[i][1]);
        if (h->left_size == left && h->right_size >= right && same_letters(h->left, names[i][0], left) &&
            same_letters(h->right, names[i][1], right))
            return true;
    }
    return false;
}

/* Without the ending of its case: "rechtlichen" -> 9. */
static size_t uninflected(const char *word, size_t n)
{
    if (n > 2 && word[n - 2] == 'e' && strchr("nrsm", word[n - 1]))
        return n - 2;
    return n > 1 && word[n - 1] == 'e' ? n - 1 : n;
}

/* "öffentlich-⏎rechtlichen": an adjective without ending, then another one. Of those among 604,680 hyphens none is written
 * without a hyphen more often than with one; -ig would add "deutsch-⏎sprachig". */
static bool is_adjective_pair(const struct halves *h)
{
    static const char *const first[] = {"lich", "isch", "deutsch"};
    static const char *const second[] = {"lich", "isch", "nell", "rell", "uell", "iell",
                                         "onal", "ial",  "tral", "kal",  "bal",  "tiv"};
    if (h->left_size < ADJECTIVE_BYTES_MIN || begins_with(h->right, h->right_size, "keit"))
        return false;
    bool found = false;
    for (size_t i = 0; i < sizeof first / sizeof *first && !found; i++)
        found = ends_with(h->left, h->left_size, first[i]);
    size_t size = uninflected(h->right, h->right_size);
    for (size_t i = 0; i < sizeof second / sizeof *second && found; i++) {
        if (size >= strlen(second[i]) + 2 && ends_with(h->right, size, second[i]))
            return true;
    }
    return false;
}

/* "Werner-⏎von-Siemens-Schule", "Park-⏎and-Ride"; but "da-⏎von-Vermerk" */
static bool is_in_chain(const struct halves *h)
{
    static const char *const words[] = {"von", "zu", "and"};
    size_t size;
    if (h->left_size == 0 || h->behind_size == 0 || h->behind[0] != '-' ||
        rat_cp_is_lower(rat_utf8_at(h->left, h->left_size, 0, &size)))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (equals(h->right, h->right_size, words[i]))
            return true;
    }
    return false;
}

static bool is_own(const struct halves *h, bool lower)
{
    if (is_double_name(h))
        return true;
    if (!lower) /* "BEBAUUNGS-⏎PLAN" in a headline; what is short may be "CDU-⏎FRAKTION" */
        return capitals(h->left, h->left_size) < HEADLINE_LETTERS_MIN ||
               capitals(h->right, h->right_size) < HEADLINE_RIGHT_LETTERS_MIN;
    return capitals(h->left, h->left_size) > 1 /* "EU-⏎weit" */ || is_adjective_pair(h) || is_in_chain(h);
}

/* ---- lines ---- */

/* Behind the line end, blank lines and at most one page marker; at itself when no line ends there. */
static size_t next_line(const char *text, size_t n, size_t at, bool *across_marker)
{
    bool form_feed = false;
    unsigned before, behind = 0;
    size_t line = skip_blank_lines(text, n, at, &before, &form_feed);
    if (before == 0 && !form_feed)
        return at;
    size_t next = skip_page_marker(text, n, line);
    *across_marker = form_feed || next != line;
    if (next != line)
        next = skip_blank_lines(text, n, next, &behind, &form_feed);
    /* Without a page's end one blank line is all that a broken word leaves room for. */
    if (before > (*across_marker ? BLANK_LINES_MAX : 2) || behind > BLANK_LINES_MAX)
        return at;
    return next;
}

enum rat_hyphen_kind rat_dehyphenate(const char *text, size_t n, size_t at, struct rat_line_hyphen *out)
{
    if (at == 0 || at >= n)
        return RAT_HYPHEN_NONE;
    size_t size = hyphen_size(text, n, at), after = at + size;
    if (size == 0 || rat_cp_kind(rat_utf8_before(text, at, &size)) != RAT_CP_LETTER)
        return RAT_HYPHEN_NONE;
    bool across_marker = false;
    size_t next = next_line(text, n, after, &across_marker);
    if (next == after || next >= n)
        return RAT_HYPHEN_NONE;
    int32_t first = rat_utf8_at(text, n, next, &size);
    if (rat_cp_kind(first) != RAT_CP_LETTER)
        return RAT_HYPHEN_NONE;
    *out = (struct rat_line_hyphen){after, next, across_marker};
    struct halves halves = halves_of(text, n, at, next);
    if (is_suspended(&halves))
        return RAT_HYPHEN_SUSPENDED;
    return is_own(&halves, rat_cp_is_lower(first)) ? RAT_HYPHEN_STAYS : RAT_HYPHEN_JOINS;
}
