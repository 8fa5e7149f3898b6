/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/acronym_internal.h"

#include "text/codepoint_internal.h"
#include "text/dehyphenate.h"
#include "text/utf8_internal.h"

#include <string.h>

#define CLIPPED_LETTERS_MIN 4 /* Kita, Azubi: a capital and small letters */
#define CLIPPED_LETTERS_MAX 6
#define COMMAS_MAX 2 /* of a long form; more are a list */

/* ---- characters ---- */

static bool is_space(int32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xa0;
}

static bool is_quote(int32_t cp)
{
    return cp == '"' || (cp >= 0x2018 && cp <= 0x201f) || cp == 0xab || cp == 0xbb;
}

static bool is_hyphen(int32_t cp)
{
    return cp == '-' || cp == 0x2010 || cp == 0x2011;
}

static bool is_capital(int32_t cp)
{
    return (cp >= 'A' && cp <= 'Z') || (cp >= 0xc0 && cp <= 0xde && cp != 0xd7);
}

static bool is_letter(int32_t cp)
{
    return is_capital(cp) || (cp >= 'a' && cp <= 'z') || (cp >= 0xdf && cp <= 0xff && cp != 0xf7);
}

static int32_t lower(int32_t cp)
{
    return is_capital(cp) ? cp + 0x20 : cp;
}

/* What may stand in a long form. A digit, a full stop, a colon ends it. */
static bool belongs(int32_t cp)
{
    return is_letter(cp) || is_space(cp) || is_quote(cp) || is_hyphen(cp) || cp == ',' || cp == '/' ||
           cp == '&' || (cp >= 0 && rat_cp_kind(cp) == RAT_CP_DROPPED);
}

/* ---- the short form ---- */

static bool is_short_form(const struct rat_acronym_brief *b)
{
    if (b->capitals >= 2)
        return true;
    return b->count >= CLIPPED_LETTERS_MIN && b->count <= CLIPPED_LETTERS_MAX && b->capital[0];
}

/* text[from..to) is letters and nothing else. */
static bool read_brief(const char *text, size_t from, size_t to, struct rat_acronym_brief *out)
{
    *out = (struct rat_acronym_brief){.count = 0};
    for (size_t at = from, size; at < to; at += size) {
        int32_t cp = rat_utf8_at(text, to, at, &size);
        if (!is_letter(cp) || out->count == RAT_ACRONYM_LETTERS_MAX)
            return false;
        out->capital[out->count] = is_capital(cp);
        out->capitals += is_capital(cp);
        out->letter[out->count++] = lower(cp);
    }
    return is_short_form(out);
}

/* "Kitas" explains Kita, "GmbHs" GmbH. */
static bool without_plural(struct rat_acronym_brief *b)
{
    if (b->count < 3 || b->letter[b->count - 1] != 's' || b->capital[b->count - 1])
        return false;
    b->count--;
    return is_short_form(b);
}

/* ---- the words ---- */

struct words {
    char bytes[2 * RAT_ACRONYM_WINDOW];
    size_t size;
    int32_t letters[2 * RAT_ACRONYM_WINDOW];
    struct rat_acronym_unit unit[RAT_ACRONYM_UNITS_MAX];
    unsigned count;
};

static bool is_one_of(const char *word, size_t n, const char *const *list)
{
    for (; *list; list++)
        if (strlen(*list) == n && memcmp(*list, word, n) == 0)
            return true;
    return false;
}

static bool is_small(const char *text, size_t n)
{
    char word[8] = "";
    if (n >= sizeof word)
        return false;
    memcpy(word, text, n);
    word[0] = (char)lower((unsigned char)word[0]); /* "Der Kreis" */
    static const char *const list[] = {"der",   "die",  "das",  "des", "dem", "den",  "ein", "eine",  "einer",
                                       "eines", "und",  "oder", "für", "von", "vom",  "zu",  "zur",   "zum",
                                       "in",    "im",   "an",   "am",  "auf", "mit",  "bei", "aus",   "u",
                                       "bzw",   "nach", "über", "bei", "of",  "for",  "the", "and",   "durch",
                                       "beim",  "per",  "pro",  "vor", "als", "ohne", "des", "gegen", NULL};
    return is_one_of(word, n, list);
}

/* Legal forms, and the states that laws are named after. */
static bool is_tail(const char *word, size_t n)
{
    static const char *const list[] = {
        "mbH",       "GmbH",        "AG",         "KG",          "SE",        "Co",
        "Baden",     "Württemberg", "Bayern",     "Berlin",      "Hessen",    "Bremen",
        "Hamburg",   "Sachsen",     "Anhalt",     "Brandenburg", "Saarland",  "Niedersachsen",
        "Holstein",  "Schleswig",   "Thüringen",  "Pfalz",       "Westfalen", "Rheinland",
        "Nordrhein", "Mecklenburg", "Vorpommern", NULL};
    return is_one_of(word, n, list);
}

static void put(struct words *w, const char *bytes, size_t n)
{
    if (w->size + n > sizeof w->bytes)
        return;
    memcpy(w->bytes + w->size, bytes, n);
    w->size += n;
}

/* Behind the hyphen at `at`; what it stands for is put. "Albtal- Verkehrsgesellschaft" is a hyphen with a slip. */
static size_t put_hyphen(struct words *w, const char *text, size_t to, size_t at, size_t size)
{
    struct rat_line_hyphen hyphen;
    size_t after = at + size, next = after, step;
    enum rat_hyphen_kind kind = rat_dehyphenate(text, to, at, &hyphen);
    if (kind == RAT_HYPHEN_JOINS)
        return hyphen.next;
    put(w, "-", 1);
    if (kind == RAT_HYPHEN_STAYS)
        return hyphen.next;
    while (next < to && text[next] == ' ')
        next++;
    return next > after && next < to && is_capital(rat_utf8_at(text, to, next, &step)) ? next : after;
}

/* text[from..to) on one line. */
static void put_line(struct words *w, const char *text, size_t from, size_t to)
{
    w->size = 0;
    for (size_t at = from, size; at < to; at += size) {
        int32_t cp = rat_utf8_at(text, to, at, &size);
        if (is_space(cp)) {
            if (w->size && w->bytes[w->size - 1] != ' ')
                put(w, " ", 1);
        } else if (is_hyphen(cp)) {
            size = put_hyphen(w, text, to, at, size) - at;
        } else if (!is_quote(cp) && (cp < 0 || rat_cp_kind(cp) != RAT_CP_DROPPED)) {
            put(w, text + at, size);
        }
    }
    while (w->size && w->bytes[w->size - 1] == ' ')
        w->size--;
}

/* The last units are kept when there are too many. */
static void add_unit(struct words *w, const struct rat_acronym_unit *unit)
{
    if (w->count == RAT_ACRONYM_UNITS_MAX) {
        memmove(w->unit, w->unit + 1, (RAT_ACRONYM_UNITS_MAX - 1) * sizeof *w->unit);
        w->count--;
    }
    w->unit[w->count++] = *unit;
}

static void cut_units(struct words *w)
{
    size_t at = 0, size, letters = 0;
    w->count = 0;
    while (at < w->size) {
        struct rat_acronym_unit unit = {.letter = w->letters + letters, .start = (uint16_t)at};
        unit.chained = at > 0 && w->bytes[at - 1] == '-';
        for (; at < w->size; at += size) {
            int32_t cp = rat_utf8_at(w->bytes, w->size, at, &size);
            if (!is_letter(cp))
                break;
            w->letters[letters++] = lower(cp);
            unit.count++;
        }
        unit.end = (uint16_t)at;
        if (unit.count) {
            unit.small = is_small(w->bytes + unit.start, (size_t)(unit.end - unit.start));
            unit.tail = is_tail(w->bytes + unit.start, (size_t)(unit.end - unit.start));
            add_unit(w, &unit);
        } else {
            at++; /* a separator is one byte */
        }
    }
}

/* ---- a long form found ---- */

static bool is_sound(const struct words *w, const struct rat_acronym_brief *brief, unsigned first,
                     unsigned last)
{
    size_t from = w->unit[first].start, to = w->unit[last].end, commas = 0;
    unsigned letters = 0;
    for (size_t at = from; at < to; at++) {
        commas += w->bytes[at] == ',';
        if (w->bytes[at] == '/' &&
            w->bytes[at - 1] != '-') /* "Kosten-/Leistungsrechnung", but no two names */
            return false;
    }
    for (unsigned i = first; i <= last; i++) {
        const struct rat_acronym_unit *u = &w->unit[i];
        letters += u->count;
        if (u->count == brief->count && memcmp(u->letter, brief->letter, u->count * sizeof *u->letter) == 0)
            return false; /* explains itself with itself */
    }
    bool open = to < w->size && w->bytes[to] == '-' && !(last + 1 < w->count && w->unit[last + 1].chained);
    return commas <= COMMAS_MAX && !open && letters >= brief->count + 3 &&
           to - from <= RAT_ACRONYM_FULL_BYTES && last - first < RAT_ACRONYM_WORDS_MAX;
}

static bool explain(const struct words *w, struct rat_acronym_brief brief, bool whole,
                    struct rat_acronym *out)
{
    unsigned first, last;
    if (!rat_acronym_match(&brief, w->unit, w->count, whole, &first, &last) &&
        (!without_plural(&brief) || !rat_acronym_match(&brief, w->unit, w->count, whole, &first, &last)))
        return false;
    /* "Albtal-Verkehrs-Gesellschaft" is cut nowhere inside */
    if ((last + 1 < w->count && w->unit[last + 1].chained) || !is_sound(w, &brief, first, last))
        return false;
    size_t size = 0, n = (size_t)(w->unit[last].end - w->unit[first].start);
    for (unsigned i = 0; i < brief.count; i++) {
        int32_t cp = brief.letter[i] - (brief.capital[i] ? 0x20 : 0);
        size += rat_utf8_put(out->brief + size, cp);
    }
    out->brief[size] = '\0';
    memcpy(out->full, w->bytes + w->unit[first].start, n);
    out->full[n] = '\0';
    return true;
}

/* ---- places ---- */

static size_t skip_back(const char *text, size_t at)
{
    while (at > 0) {
        size_t size;
        int32_t cp = rat_utf8_before(text, at, &size);
        if (!is_space(cp) && !is_quote(cp))
            break;
        at -= size;
    }
    return at;
}

/* "Tierfreunde e. V. (TF)": before the legal form. */
static size_t skip_club(const char *text, size_t at)
{
    static const char *const forms[] = {"e.V.", "e. V.", "e.G.", "i.L."};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t n = strlen(forms[i]);
        if (at > n && memcmp(text + at - n, forms[i], n) == 0)
            return skip_back(text, at - n);
    }
    return at;
}

/* Where the words that may belong to a long form begin. */
static size_t window_before(const char *text, size_t end)
{
    size_t at = end, size, lines = 0;
    while (at > 0) {
        int32_t cp = rat_utf8_before(text, at, &size);
        lines = cp == '\n' ? lines + 1 : is_space(cp) ? lines : 0;
        if (!belongs(cp) || lines > 1)
            return at;
        if (end - (at - size) > RAT_ACRONYM_WINDOW)
            break;
        at -= size;
    }
    while (at > 0 && at < end && is_letter(rat_utf8_at(text, end, at, &size)))
        at += size; /* the rest of a word that the limit cut */
    return at;
}

static bool all_belong(const char *text, size_t from, size_t to)
{
    for (size_t at = from, size; at < to; at += size)
        if (!belongs(rat_utf8_at(text, to, at, &size)))
            return false;
    return true;
}

/* "long form (SHORT)" */
static bool read_behind(const char *text, size_t open, size_t close, struct rat_acronym *out)
{
    struct rat_acronym_brief brief;
    struct words words;
    size_t from = open + 1, to = skip_back(text, close), size;
    if (from < to && is_quote(rat_utf8_at(text, to, from, &size)))
        from += size;
    if (from >= to || to - from > RAT_ACRONYM_BRIEF_BYTES || !read_brief(text, from, to, &brief))
        return false;
    size_t end = skip_club(text, skip_back(text, open));
    put_line(&words, text, window_before(text, end), end);
    cut_units(&words);
    return explain(&words, brief, false, out);
}

/* "SHORT (long form)" */
static bool read_before(const char *text, size_t open, size_t close, struct rat_acronym *out)
{
    struct rat_acronym_brief brief;
    struct words words;
    size_t end = skip_back(text, open), start = end, size;
    while (start > 0 && end - start <= RAT_ACRONYM_BRIEF_BYTES &&
           is_letter(rat_utf8_before(text, start, &size)))
        start -= size;
    if (start > 0 && text[start - 1] == '-')
        return false;
    if (start == end || end - start > RAT_ACRONYM_BRIEF_BYTES || !read_brief(text, start, end, &brief) ||
        brief.capitals < 2 || !all_belong(text, open + 1, close))
        return false;
    put_line(&words, text, open + 1, close);
    cut_units(&words);
    return explain(&words, brief, true, out);
}

bool rat_acronym_find(const char *text, size_t n, size_t *at, struct rat_acronym *out)
{
    while (*at < n) {
        const char *found = memchr(text + *at, '(', n - *at);
        if (!found)
            break;
        size_t open = (size_t)(found - text), left = n - open - 1;
        const char *end = memchr(found + 1, ')', left < RAT_ACRONYM_WINDOW ? left : RAT_ACRONYM_WINDOW);
        *at = open + 1;
        if (!end)
            continue;
        size_t close = (size_t)(end - text);
        if (read_behind(text, open, close, out) ||
            (close - open <= RAT_ACRONYM_FULL_BYTES + 1 && close - open > 6 &&
             read_before(text, open, close, out))) {
            *at = close + 1;
            return true;
        }
    }
    *at = n;
    return false;
}
