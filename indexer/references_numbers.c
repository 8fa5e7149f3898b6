/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of papers in running text. Whether a number is one is decided by its shape and by what stands around it. */
#include "indexer/references_internal.h"

#define BEFORE 160u /* bytes of text that are looked at for cues */
#define AFTER 180u  /* the same behind the number, to the end of the sentence */
#define HEAD 1200u  /* only here a text says what it answers or amends itself */
#define PREFIX_MAX 6u
#define HINT_REACH 80u

struct around {
    struct rat_text_window before, after;
    bool is_led;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_word(char c)
{
    return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Before text[at]: no-break spaces, dashes and quotes are no letters. */
static bool is_behind_word(const struct rat_reference_reader *r, size_t at)
{
    const unsigned char *before = (const unsigned char *)r->text + at;
    if (at == 0)
        return false;
    if (before[-1] < 0x80)
        return is_word((char)before[-1]);
    return !(at >= 2 && before[-2] == 0xc2 && before[-1] == 0xa0) &&
           !(at >= 3 && before[-3] == 0xe2 && before[-2] == 0x80);
}

/* ---- lead-ins ---- */

static bool cut_end(struct rat_text_window *w, const char *tail)
{
    size_t size = strlen(tail);
    if (w->size < size || memcmp(w->text + w->size - size, tail, size) != 0)
        return false;
    w->size -= size;
    w->text[w->size] = '\0';
    return true;
}

static void cut_marks(struct rat_text_window *w)
{
    while (w->size > 0 && strchr(" :(\"#", w->text[w->size - 1]))
        w->text[--w->size] = '\0';
}

static bool ends_with_any(struct rat_text_window *w, const char *const *tails)
{
    for (; *tails; tails++)
        if (cut_end(w, *tails))
            return true;
    return false;
}

static const char *const numbered[] = {"nummern", "nummer", "nrn.", "nr.", "nr", NULL};

/* "Vorlage Nr. ", "Beschlussvorlage ", "Drs. ", "Antrag der CDU Nr. ". *numbered: with "Nr." */
static bool is_lead(const struct rat_text_window *before, bool *with_number)
{
    static const char *const words[] = {"vorlage",     "vorlagen", "vorlagen-", "vorlage-",   "vorlagenr.",
                                        "vorlagennr.", "antrag",   "antrags",   "antrages",   "antrage",
                                        "antragen",    "anfrage",  "anfragen",  "drucksache", "drucksachen",
                                        "drucks.",     "drs.",     "drs",       " ds",        NULL};
    struct rat_text_window w = *before;
    cut_marks(&w);
    *with_number = ends_with_any(&w, numbered);
    cut_marks(&w);
    if (ends_with_any(&w, words))
        return true;
    if (!*with_number)
        return false;
    size_t motion = rat_window_distance(&w, "antrag"), paper = rat_window_distance(&w, "vorlage");
    return (motion < paper ? motion : paper) <= 40;
}

/* Between two numbers of "Vorlagen 2022/2024, 2023/1125 und 2023/1126" there is nothing else. */
static bool only_joins(const struct rat_reference_reader *r, size_t from, size_t to)
{
    static const char *const joins[] = {",", ";", "&", "und", "sowie", "bzw.", "oder", "u.", "/", NULL};
    struct rat_text_window w;
    if (to < from || to - from > 40)
        return false;
    rat_window_after(r, from, to - from, &w);
    for (;;) {
        cut_marks(&w);
        if (w.size == 0)
            return true;
        if (!ends_with_any(&w, joins) && !ends_with_any(&w, numbered) && !cut_end(&w, "vorlage"))
            return false;
    }
}

/* ---- what is no paper's number ---- */

static bool is_something_else(const struct rat_text_window *before, const struct rat_text_window *after)
{
    static const char *const others[] = {
        "verordnung", "richtlinie",  "(eu)",      "(eg)",      "(ewg)",     "abl.",       "bgbl",
        "gbl.",       "az.",         "az:",       "aktenz",    "flst",      "flurst",     "b-plan",
        "bplan",      "bebauungspl", "tel.",      "telefon",   "fax",       "konto",      "iban",
        "din ",       "urteil",      "isbn",      "rechnung",  "gemarkung", "schulj",     "saison",
        "spielzeit",  "wirtschaf",   "grundbuch", "haushalt",  "kalenderj", "geschaftsj", "winter",
        "semester",   "http",        "www.",      "bauschein", NULL};
    struct rat_text_window near = *before;
    if (near.size > 32) {
        memmove(near.text, near.text + near.size - 32, 33);
        near.size = 32;
    }
    return rat_window_has_any(&near, others) ||
           (after->size >= 3 && (memcmp(after->text, " eg", 3) == 0 || memcmp(after->text, " eu", 3) == 0) &&
            !(after->size > 3 && is_word(after->text[3])));
}

static bool is_outside(const struct rat_text_window *before, const struct rat_text_window *after)
{
    static const char *const parliaments[] = {"bundestag", "landtag", "bundesr", "bt-", "lt-", "br-", NULL};
    struct rat_text_window near = *before, next = *after;
    if (near.size > 60) {
        memmove(near.text, near.text + near.size - 60, 61);
        near.size = 60;
    }
    if (next.size > 40)
        next.size = 40;
    return rat_window_has_any(&near, parliaments) || rat_window_has_any(&next, parliaments);
}

/* Shapes that are a number of a paper without a lead-in. "12/2012" may be a month, "3363/8" a plot, "2015/2016" years. */
static bool has_shape(const struct rat_paper_number *number, size_t size)
{
    bool prefixed = number->bare[0] != '\0';
    if (number->is_year_span || number->parts < 2)
        return false;
    if (number->year_first) /* of two digits: "2004/05" */
        return prefixed || strlen(number->family) >= 8 || number->digits >= 3;
    if (number->year_last)
        return prefixed || number->digits >= 3 || (size >= 8 && number->parts == 2);
    return prefixed && strlen(number->bare) >= 5 && number->digits >= 3;
}

/* ---- the words around ---- */

static size_t nearest(const struct rat_text_window *w, const char *const *cues)
{
    size_t best = SIZE_MAX;
    for (; *cues; cues++) {
        size_t distance = rat_window_distance(w, *cues);
        best = distance < best ? distance : best;
    }
    return best;
}

/* Whether "zu", "zum", "zur" stands in the last `distance` letters. */
static bool leads_to(const struct rat_text_window *w, size_t distance)
{
    static const char *const to[] = {" zu ", " zum ", " zur ", " zu: ", NULL};
    return nearest(w, to) < distance;
}

static enum rat_wording wording_of(const struct around *a, size_t start)
{
    static const char *const see[] = {"siehe", "vgl", "vergleiche", "(s. ", " s. ", "verweisen", NULL};
    static const char *const answers[] = {"stellungnahme", "beantwortung", "antwort", NULL};
    static const char *const amendments[] = {"anderungsantrag",   "erganzungsantrag", "anderungsantrage",
                                             "erganzungsvorlage", "nachtragsvorlage", NULL};
    static const char *const additions[] = {"erganzung", "nachtrag", "korrektur", "berichtigung", NULL};
    static const char *const replaces[] = {"ersetzt", "anstelle", "an die stelle", NULL};
    static const char *const attached[] = {"anlage", "anhang", NULL};
    static const char *const decided[] = {"beschlossen",   "beschluss vom", "beschluss des", "beschluss (",
                                          "ratsbeschluss", "zugestimmt",    "abgelehnt",     NULL};
    static const char *const refers[] = {"wird verwiesen", "verwiesen wird", "werden verwiesen",
                                         "sei verwiesen",  "bezug genommen", NULL};
    const struct rat_text_window *w = &a->before;
    size_t answer = nearest(w, answers), amendment = nearest(w, amendments), addition = nearest(w, additions),
           annex = nearest(w, attached);
    if (nearest(w, see) <= 30 || rat_window_has_any(&a->after, refers))
        return RAT_WORDING_SEE;
    if (amendment <= 70 && leads_to(w, amendment))
        return start <= HEAD ? RAT_WORDING_AMENDS : RAT_WORDING_CITES;
    if (answer <= 90 && (leads_to(w, answer) || nearest(w, answers + 1) == answer))
        return start <= HEAD ? RAT_WORDING_ANSWERS : RAT_WORDING_CITES;
    if (amendment <= 70 && w->text[w->size - amendment] == ':')
        return RAT_WORDING_AMENDED_BY;
    if (annex <= 25 && leads_to(w, annex))
        return RAT_WORDING_ATTACHED_TO;
    if (addition <= 40 && leads_to(w, addition) && start <= HEAD)
        return RAT_WORDING_AMENDS;
    if (nearest(w, replaces) <= 30)
        return RAT_WORDING_REPLACES;
    if (nearest(w, decided) <= 60)
        return RAT_WORDING_DECIDED;
    return RAT_WORDING_CITES;
}

static void cut_sentence(struct rat_text_window *w)
{
    char *end = strstr(w->text, ". ");
    if (end) {
        w->size = (size_t)(end - w->text);
        *end = '\0';
    }
}

/* ---- one number ---- */

static bool is_own(const struct rat_reference_reader *r, const struct rat_paper_number *number)
{
    for (unsigned i = 0; i < r->own_count; i++)
        if (strcmp(r->own[i].key, number->key) == 0 ||
            (r->own[i].bare[0] && strcmp(r->own[i].bare, number->key) == 0))
            return true;
    return false;
}

/* Whether what stands before text[at] makes it part of something longer: a path, a date, a word. */
static bool is_inside(const struct rat_reference_reader *r, size_t at, bool is_led)
{
    if (at == 0)
        return false;
    char before = r->text[at - 1], second = at > 1 ? r->text[at - 2] : ' ';
    if (strchr("/.,-", before) && before)
        return is_digit(second) || before == '/' || before == '.';
    return before == '_' || before == '=' || is_digit(before) ||
           (is_behind_word(r, at) && !is_led && !is_capital(before));
}

/* Takes the number at text[at]; returns where to go on. */
static size_t take(struct rat_reference_reader *r, size_t at)
{
    struct rat_paper_number number;
    struct around a;
    bool with_number;
    size_t size = rat_paper_number_read(r->text, r->n, at, &number);
    if (size == 0)
        return at;
    size_t end = at + size;
    rat_window_before(r, at, BEFORE, &a.before);
    rat_window_after(r, end, AFTER, &a.after);
    cut_sentence(&a.after);
    a.is_led = is_lead(&a.before, &with_number);
    if (is_inside(r, at, a.is_led))
        return end;
    a.is_led = a.is_led || (r->led_end && only_joins(r, r->led_end, at));
    if (number.parts == 1 && !number.roman && !a.is_led)
        return end;
    if (!a.is_led && (!has_shape(&number, size) || is_something_else(&a.before, &a.after)))
        return end;
    if (a.is_led)
        r->led_end = end;
    if (is_own(r, &number))
        return end;
    bool outside = is_outside(&a.before, &a.after);
    bool restarts = !number.year_first && !number.year_last;
    rat_reference_add(
        r, (struct rat_reference){.kind = outside ? RAT_REFERENCE_OUTSIDE : RAT_REFERENCE_PAPER,
                                  .wording = wording_of(&a, at),
                                  .key = number.key,
                                  .detail = number.bare[0] ? number.bare : NULL,
                                  .start = (uint32_t)at,
                                  .end = (uint32_t)end,
                                  .digits = number.digits,
                                  .is_led = a.is_led,
                                  .hint = restarts ? rat_date_beside(r, at, end, HINT_REACH) : RAT_NO_DATE});
    return end;
}

/* Where the number begins to which the digits before text[slash] belong: with its prefix, if it has one. */
static size_t number_start(const struct rat_reference_reader *r, size_t slash, size_t from)
{
    size_t at = slash;
    while (at > from && is_digit(r->text[at - 1]))
        at--;
    size_t digits = at, letters = at;
    bool joined = letters > from && strchr("/- ", r->text[letters - 1]) && r->text[letters - 1];
    letters -= joined;
    size_t end = letters;
    while (letters > from && end - letters <= PREFIX_MAX && is_capital(r->text[letters - 1]))
        letters--;
    size_t count = end - letters;
    if (count == 0 || count > PREFIX_MAX || is_behind_word(r, letters))
        return digits;
    if (joined && r->text[end] == ' ') {
        /* "A 21/0321-01" has a prefix, "Anlage A 2020/0340" not */
        struct rat_paper_number number;
        if (count > 2 || !rat_paper_number_read(r->text, r->n, digits, &number) || number.year_first ||
            number.digits < 4)
            return digits;
    }
    return joined || count >= 2 ? letters : digits;
}

static void with_slash(struct rat_reference_reader *r)
{
    size_t done = 0;
    for (size_t slash = rat_text_next(r, 0, "/"); slash < r->n; slash = rat_text_next(r, slash + 1, "/")) {
        char next = slash + 1 < r->n ? r->text[slash + 1] : ' ';
        if (slash < done + 1 || !is_digit(r->text[slash - 1]) || !(is_digit(next) || strchr("IVX", next)))
            continue;
        size_t at = number_start(r, slash, done);
        size_t end = take(r, at);
        done = end > slash ? end : done;
    }
}

/* "Vorlage Nr. 421", "Vorlage 326": without a year, so only so. */
static void with_lead(struct rat_reference_reader *r)
{
    for (size_t at = rat_text_next(r, 0, "orlage"); at < r->n; at = rat_text_next(r, at + 1, "orlage")) {
        size_t digits = at + 6, limit = at + 24 < r->n ? at + 24 : r->n;
        while (digits < limit && !is_digit(r->text[digits]))
            digits++;
        if (digits == limit)
            continue;
        struct rat_text_window before;
        bool with_number;
        size_t size = 0;
        while (digits + size < r->n && is_digit(r->text[digits + size]))
            size++;
        char next = digits + size < r->n ? r->text[digits + size] : ' ';
        rat_window_before(r, digits, BEFORE, &before);
        if (next == '/' || !is_lead(&before, &with_number) || r->text[digits] == '0')
            continue;
        bool is_year = size == 4 && (r->text[digits] == '1' || r->text[digits] == '2') &&
                       (memcmp(r->text + digits, "19", 2) == 0 || memcmp(r->text + digits, "20", 2) == 0);
        if (!with_number && (size < 3 || is_year))
            continue;
        r->led_end = 0;
        (void)take(r, digits);
    }
}

void rat_references_numbers(struct rat_reference_reader *r)
{
    with_slash(r);
    with_lead(r);
    r->led_end = 0;
}
