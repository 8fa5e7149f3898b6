/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/gender.h"

#include "text/codepoint_internal.h"
#include "text/dehyphenate.h"
#include "text/fold.h"
#include "text/utf8_internal.h"

#define STEM_BYTES_MIN 3
#define TAIL_BYTES_MIN 3

/* How sure a sign is to mean gender: '*' hardly means anything else, '-' and '.' mostly do. */
enum doubt { SURE, LIKELY, DOUBTFUL };

struct sign {
    const char *text, *closing;
    enum doubt doubt;
};

static const struct sign signs[] = {
    {"*", "", SURE},
    {"_", "", SURE},
    {"\xc2\xb7", "", SURE},
    {"\xe2\x80\x99", "", SURE},
    {"\xe2\x80\xa2", "", SURE},
    {"\xe2\x80\xa7", "", SURE},
    {":", "", LIKELY},
    {"/-", "", LIKELY},
    {"/", "", LIKELY},
    {"(-", ")", LIKELY},
    {"(", ")", LIKELY},
    {"-", "", DOUBTFUL},
    {".", "", DOUBTFUL},
};

/* Ends of words for people: before a doubtful sign only they count. */
static const char *const person_ends[] = {
    "er",   "or",  "ist",  "ent",  "ant",  "eur",  "ör",  "og",   "at",     "it",
    "ot",   "ekt", "ert",  "kund", "eg",   "graf", "om",  "ar",   "är",     "ärzt",
    "arzt", "rät", "wält", "walt", "köch", "amt",  "aut", "ling", "freund",
};

/* Stems whose masculine differs by more than its ending. */
static const struct {
    const char *stem, *singular, *plural;
} irregular[] = {
    {"ärzt", "arzt", "ärzte"},
    {"rät", "rat", "räte"},
    {"anwält", "anwalt", "anwälte"},
    {"köch", "koch", "köche"},
    {"vorständ", "vorstand", "vorstände"},
    {"bäuer", "bauer", "bauern"},
    {"jüd", "jude", "juden"},
    {"französ", "franzose", "franzosen"},
    {"beamt", "beamter", "beamte"},
    {"bischöf", "bischof", "bischöfe"},
    {"nachbar", "nachbar", "nachbarn"},
    /* weak nouns that end in -e */
    {"kolleg", "kollege", "kollegen"},
    {"kund", "kunde", "kunden"},
    {"expert", "experte", "experten"},
    {"pat", "pate", "paten"},
    {"zeug", "zeuge", "zeugen"},
    {"genoss", "genosse", "genossen"},
    {"türk", "türke", "türken"},
    {"erb", "erbe", "erben"},
    {"insass", "insasse", "insassen"},
    {"og", "oge", "ogen"},
    {"gatt", "gatte", "gatten"},
    {"sklav", "sklave", "sklaven"},
    {"lots", "lotse", "lotsen"},
};

static bool starts_with(const char *text, size_t n, const char *start)
{
    size_t size = strlen(start);
    return n >= size && memcmp(text, start, size) == 0;
}

static bool ends_with(const char *text, size_t n, const char *end)
{
    size_t size = strlen(end);
    return n >= size && memcmp(text + n - size, end, size) == 0;
}

static bool is_person(const char *stem, size_t n)
{
    for (size_t i = 0; i < sizeof person_ends / sizeof *person_ends; i++) {
        if (ends_with(stem, n, person_ends[i]))
            return true;
    }
    return false;
}

static bool is_letter_at(const char *text, size_t n, size_t at)
{
    size_t size;
    return at < n && rat_cp_kind(rat_utf8_at(text, n, at, &size)) == RAT_CP_LETTER;
}

/* A capital, then letters, at the end a lower-case consonant; nobody is called -en. */
static bool may_be_stem(const char *text, size_t start, size_t end)
{
    size_t size;
    if (end - start < STEM_BYTES_MIN)
        return false;
    int32_t first = rat_utf8_at(text, end, start, &size);
    if (rat_cp_kind(first) != RAT_CP_LETTER || rat_cp_is_lower(first))
        return false;
    char last = text[end - 1];
    if (ends_with(text + start, end - start, "en")) /* "Außen/innen" */
        return false;
    return last >= 'b' && last <= 'z' && !strchr("eiou", last);
}

/* No part of an e-mail address, a path or an identifier. */
static bool stands_free(const char *text, size_t n, size_t start, size_t end)
{
    if (start > 0 && strchr("@/\\._", text[start - 1]) && text[start - 1])
        return false;
    if (end == n)
        return true;
    if (strchr("@_\\", text[end]) && text[end])
        return false;
    return !((text[end] == '.' || text[end] == '/' || text[end] == ':') && is_letter_at(text, n, end + 1) &&
             rat_cp_is_lower((unsigned char)text[end + 1]));
}

/* Reads "in", "innen", "In", "Innen", "in-⏎nen" at `at`. Returns its end, or 0. */
static size_t read_suffix(const char *text, size_t n, size_t at, bool *plural)
{
    size_t left = n - at;
    *plural = true;
    if (starts_with(text + at, left, "innen") || starts_with(text + at, left, "Innen"))
        return at + 5;
    if (!starts_with(text + at, left, "in") && !starts_with(text + at, left, "In"))
        return 0;
    struct rat_line_hyphen hyphen;
    for (size_t half = 2; half <= 3; half++) { /* "in-⏎nen", "inn-⏎en" */
        const char *rest = half == 2 ? "nen" : "en";
        if (half == 3 && !starts_with(text + at, left, "inn") && !starts_with(text + at, left, "Inn"))
            break;
        if (rat_dehyphenate(text, n, at + half, &hyphen) == RAT_HYPHEN_JOINS &&
            starts_with(text + hyphen.next, n - hyphen.next, rest))
            return hyphen.next + strlen(rest);
    }
    *plural = false;
    return at + 2;
}

/* The lower-case letters from `at` on. */
static size_t skip_tail(const char *text, size_t n, size_t at)
{
    for (size_t size; at < n; at += size) {
        int32_t cp = rat_utf8_at(text, n, at, &size);
        if (rat_cp_kind(cp) != RAT_CP_LETTER || !rat_cp_is_lower(cp))
            break;
    }
    return at;
}

/* "Stadt/Innenstadt", "MieterInnenhof", "Mieter:innenund": innen that is no suffix, and words run together.
 */
static bool is_tail(const char *tail, size_t n)
{
    static const char *const others[] = {"stadt",  "städt",   "hof",     "höf",    "raum",  "räum",
                                         "minist", "entwick", "bereich", "ausbau", "fläch", "architek",
                                         "wand",   "wänd",    "seit",    "leben",  "und",   "oder"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (starts_with(tail, n, others[i]))
            return false;
    }
    return n >= TAIL_BYTES_MIN;
}

/* Fills *out for a suffix that starts at `at`; false when what follows it speaks against. */
static bool finish(const char *text, size_t n, size_t at, const char *closing, enum doubt doubt,
                   struct rat_gender *out)
{
    bool inner_i = at == out->stem_end, person = is_person(text + out->start, out->stem_end - out->start);
    size_t suffix_end = read_suffix(text, n, at, &out->plural);
    if (suffix_end == 0)
        return false;
    if (!starts_with(text + suffix_end, n - suffix_end, closing))
        return false;
    out->tail_start = suffix_end + strlen(closing);
    out->end = *closing ? out->tail_start : skip_tail(text, n, out->tail_start);
    size_t tail = out->end - out->tail_start;
    if (tail > 0 &&
        (!out->plural || !person || (text[at] == 'I' && !inner_i) || !is_tail(text + out->tail_start, tail)))
        return false; /* "Wort:inhalt" */
    if (is_letter_at(text, n, out->end) || !stands_free(text, n, out->start, out->end))
        return false;
    if (doubt == DOUBTFUL) /* no "Rotor-in", no "Musiker.In", no "Badener-Innenstadt" */
        return person && out->plural && tail == 0 && text[at] == 'i';
    return person || doubt == SURE || out->plural;
}

/* "BürgerInnen", "MitarbeiterIn": a capital I inside the run. */
static bool find_inner_i(const char *text, size_t n, size_t start, size_t end, struct rat_gender *out)
{
    for (size_t at = start + STEM_BYTES_MIN; at + 2 <= end; at++) {
        if (text[at] != 'I' || text[at + 1] != 'n' || !may_be_stem(text, start, at))
            continue;
        *out = (struct rat_gender){.start = start, .stem_end = at};
        if (finish(text, n, at, "", LIKELY, out))
            return true;
    }
    return false;
}

bool rat_gender_find(const char *text, size_t n, size_t start, size_t end, struct rat_gender *out)
{
    struct rat_gender form;
    if (find_inner_i(text, n, start, end, &form)) {
        *out = form;
        return true;
    }
    if (end >= n || !may_be_stem(text, start, end))
        return false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!starts_with(text + end, n - end, signs[i].text))
            continue;
        size_t at = end + strlen(signs[i].text);
        form = (struct rat_gender){.start = start, .stem_end = end};
        if (at < n && finish(text, n, at, signs[i].closing, signs[i].doubt, &form)) {
            *out = form;
            return true;
        }
    }
    return false;
}

/* What the masculine has behind the stem: "Bürger", "Student|en", "Ingenieur|e". */
static const char *plural_ending(const char *stem, size_t n)
{
    static const char *const with_en[] = {"ent", "ant",  "ist", "at", "it",  "ot",  "ekt",  "or",
                                          "aut", "graf", "om",  "et", "ast", "urg", "arch", "phil"};
    if (ends_with(stem, n, "er") || ends_with(stem, n, "el") || ends_with(stem, n, "en"))
        return "";
    for (size_t i = 0; i < sizeof with_en / sizeof *with_en; i++) {
        if (ends_with(stem, n, with_en[i]))
            return "en";
    }
    return "e";
}

static void append_masculine(const char *stem, size_t n, bool plural, struct rat_buf *out)
{
    for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++) {
        const char *from = irregular[i].stem;
        bool whole_word = strlen(from) <= 3 && strcmp(from, "rät") != 0 && strcmp(from, "og") != 0;
        if (!ends_with(stem, n, from) || (whole_word && n != strlen(from)))
            continue;
        rat_buf_append(out, stem, n - strlen(from));
        rat_buf_puts(out, plural ? irregular[i].plural : irregular[i].singular);
        return;
    }
    rat_buf_append(out, stem, n);
    if (plural)
        rat_buf_puts(out, plural_ending(stem, n));
}

void rat_gender_forms(const char *text, const struct rat_gender *form, struct rat_buf *masculine,
                      struct rat_buf *feminine)
{
    struct rat_buf stem = RAT_BUF_INIT, tail = RAT_BUF_INIT;
    rat_fold_surface(text + form->start, form->stem_end - form->start, &stem);
    rat_fold_surface(text + form->tail_start, form->end - form->tail_start, &tail);
    if (!stem.failed && !tail.failed) {
        if (ends_with((const char *)stem.data, stem.size, "ern"))
            stem.size--; /* "von Schülern/-innen" */
        append_masculine((const char *)stem.data, stem.size, form->plural, masculine);
        rat_buf_append(feminine, stem.data, stem.size);
        rat_buf_puts(feminine, form->plural ? "innen" : "in");
        if (tail.size > 0) {
            rat_buf_append(masculine, tail.data, tail.size);
            rat_buf_append(feminine, tail.data, tail.size);
        }
    } else {
        masculine->failed = feminine->failed = true;
    }
    rat_buf_release(&stem);
    rat_buf_release(&tail);
}
