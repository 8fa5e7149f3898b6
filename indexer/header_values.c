/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognizers of single values in the head of a paper. Each says no rather than guess. */
#include "indexer/header_internal.h"

#include <stdlib.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A letter, or a byte of a character beyond ASCII. */
bool rat_head_is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || (unsigned char)c >= 0x80;
}

/* The byte at i in lower case: A-Z, and Ä Ö Ü by their second byte. */
static char lower_at(const char *s, size_t i)
{
    char c = s[i];
    if (c >= 'A' && c <= 'Z')
        return (char)(c + 32);
    unsigned char u = (unsigned char)c;
    if (i && (unsigned char)s[i - 1] == 0xC3 && u >= 0x80 && u <= 0x9E && u != 0x97)
        return (char)(u + 32);
    return c;
}

size_t rat_head_starts(struct rat_line line, const char *pattern)
{
    size_t i = 0;
    for (; pattern[i]; i++)
        if (i >= line.n || lower_at(line.s, i) != pattern[i])
            return 0;
    return i;
}

bool rat_head_is(struct rat_line line, const char *pattern)
{
    return rat_head_starts(line, pattern) == line.n && line.n;
}

size_t rat_head_starts_any(struct rat_line line, const char *const *patterns)
{
    char first = line.n ? lower_at(line.s, 0) : '\0';
    for (; *patterns; patterns++) {
        size_t n = **patterns == first ? rat_head_starts(line, *patterns) : 0;
        if (n)
            return n;
    }
    return 0;
}

size_t rat_head_find(struct rat_line line, const char *pattern)
{
    size_t n = strlen(pattern);
    for (size_t i = 0; i + n <= line.n; i++) {
        struct rat_line rest = {line.s + i, line.n - (uint32_t)i, false};
        if (lower_at(line.s, i) == pattern[0] && rat_head_starts(rest, pattern))
            return i;
    }
    return SIZE_MAX;
}

struct rat_line rat_head_after(struct rat_line line, size_t bytes)
{
    while (bytes < line.n && line.s[bytes] == ' ')
        bytes++;
    return (struct rat_line){line.s + bytes, line.n - (uint32_t)bytes, false};
}

struct rat_line rat_head_cut(struct rat_line line, size_t bytes)
{
    while (bytes && line.s[bytes - 1] == ' ')
        bytes--;
    return (struct rat_line){line.s, (uint32_t)bytes, line.gap};
}

char *rat_head_dup(struct rat_arena *arena, struct rat_line line)
{
    return line.n ? rat_arena_strndup(arena, line.s, line.n) : NULL;
}

/* ---- dates ---- */

static size_t read_number(struct rat_line line, size_t at, size_t digits_max, int *out)
{
    size_t n = 0;
    *out = 0;
    while (n < digits_max && at + n < line.n && is_digit(line.s[at + n]))
        *out = *out * 10 + (line.s[at + n++] - '0');
    return n;
}

static size_t month_name(struct rat_line line, int *month)
{
    static const char *const names[] = {"januar", "februar", "märz",      "april",   "mai",      "juni",
                                        "juli",   "august",  "september", "oktober", "november", "dezember",
                                        "jan.",   "feb.",    "mrz.",      "apr.",    "mai.",     "jun.",
                                        "jul.",   "aug.",    "sept.",     "okt.",    "nov.",     "dez."};
    for (int i = 0; i < 24; i++) {
        size_t n = rat_head_starts(line, names[i]);
        if (n) {
            *month = i % 12 + 1;
            return n;
        }
    }
    return 0;
}

size_t rat_head_date(struct rat_line line, bool short_year, int32_t *out)
{
    int day, month, year;
    size_t at = read_number(line, 0, 2, &day);
    if (!at || at >= line.n || line.s[at] != '.')
        return 0;
    at++;
    while (at < line.n && line.s[at] == ' ')
        at++;
    size_t n = read_number(line, at, 2, &month);
    if (n) {
        at += n;
        if (at >= line.n || line.s[at] != '.')
            return 0;
        at++;
        while (at < line.n && line.s[at] == ' ') /* "20.10. 2009" */
            at++;
    } else {
        n = month_name(rat_head_after(line, at), &month);
        if (!n || at + n >= line.n || line.s[at + n] != ' ')
            return 0;
        at += n + 1;
    }
    n = read_number(line, at, 4, &year);
    if (n == 2 && short_year)
        year += 2000;
    else if (n != 4)
        return 0;
    at += n;
    if (at < line.n && rat_head_is_word_byte(line.s[at]))
        return 0;
    return year >= 1900 && year <= 2100 && rat_date_from_ymd(year, month, day, out) ? at : 0;
}

bool rat_head_is_date(struct rat_line line, bool short_year, int32_t *out)
{
    return line.n && rat_head_date(line, short_year, out) == line.n;
}

size_t rat_head_find_date(struct rat_line line, bool short_year, size_t *bytes, int32_t *out)
{
    for (size_t i = 0; i < line.n; i++) {
        if (!is_digit(line.s[i]) || (i && (rat_head_is_word_byte(line.s[i - 1]) || line.s[i - 1] == '.')))
            continue;
        size_t n = rat_head_date((struct rat_line){line.s + i, line.n - (uint32_t)i, false}, short_year, out);
        if (n) {
            *bytes = n;
            return i;
        }
    }
    return SIZE_MAX;
}

bool rat_head_is_place_and_day(struct rat_line line, int32_t *out)
{
    const char *comma = memchr(line.s, ',', line.n);
    struct rat_line rest = comma ? rat_head_after(line, (size_t)(comma + 1 - line.s)) : line;
    if (!comma || comma == line.s || comma - line.s > 40)
        return false;
    rest = rat_head_after(rest, rat_head_starts(rest, "den "));
    return rat_head_is_date(rest, false, out);
}

/* ---- numbers of papers ---- */

size_t rat_head_reference(struct rat_line line)
{
    size_t n = 0, digits = 0;
    if (!line.n || !rat_head_is_word_byte(line.s[0]))
        return 0;
    if (line.n > 3 && line.s[0] >= 'A' && line.s[0] <= 'Z' && line.s[1] == ' ' && is_digit(line.s[2]))
        n = 2; /* "A 21/0321-01" */
    for (; n < line.n && line.s[n] != ' '; n++) {
        char c = line.s[n];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && !is_digit(c) && c != '/' && c != '-' && c != '.' && c != '_')
            break;
        digits += is_digit(c);
    }
    while (n &&
           (line.s[n - 1] == '.' || line.s[n - 1] == '-' || line.s[n - 1] == '/' || line.s[n - 1] == '_'))
        n--;
    int32_t day;
    if (!digits || n > 32 || (n < line.n && line.s[n] != ' ' && line.s[n] != '.' && line.s[n] != ','))
        return 0;
    return rat_head_date(line, true, &day) ? 0 : n;
}

/* Years of 1946-2099 with four digits, or a last part of two digits behind two others. */
bool rat_head_has_year(const char *s, size_t n)
{
    size_t parts = 0, start = 0;
    bool found = false;
    for (size_t i = 0; i <= n; i++) {
        if (i < n && s[i] != '/')
            continue;
        size_t digits = 0;
        int value = 0;
        while (digits < 5 && start + digits < i && is_digit(s[start + digits]))
            value = value * 10 + (s[start + digits++] - '0');
        bool ended = start + digits == i || s[start + digits] == '-';
        parts++;
        if (digits == 4 && ended && value >= 1946 && value <= 2099)
            found = true;
        else if (digits == 2 && ended && parts == 3 && i == n)
            found = true;
        start = i + 1;
    }
    return found && parts >= 2;
}

/* ---- words ---- */

static const char *const type_words[] = {"beschlussvorlage",
                                         "beschlußvorlage",
                                         "informationsvorlage",
                                         "mitteilungsvorlage",
                                         "berichtsvorlage",
                                         "sitzungsvorlage",
                                         "tischvorlage",
                                         "verwaltungsvorlage",
                                         "ergänzungsvorlage",
                                         "bekanntgabe",
                                         "mitteilung",
                                         "antragsvorlage",
                                         "änderungsantrag",
                                         "ergänzungsantrag",
                                         "zusatzantrag",
                                         "zusatz-antrag",
                                         "ergänzungs-antrag",
                                         "änderungs-antrag",
                                         "haushaltsantrag",
                                         "dringlichkeitsantrag",
                                         "änderungs-/ergänzungsantrag",
                                         "antrag",
                                         "anfrage",
                                         "beantwortung",
                                         "resolution",
                                         "stellungnahme",
                                         "vorlage",
                                         "niederschrift",
                                         "einladung",
                                         "ergänzung",
                                         NULL};

/* "BESCHLUSSVORLAGE" -> "Beschlussvorlage"; words with small letters, and shorter ones, stay. */
void rat_head_lower_shouting(char *s, size_t n, size_t letters_min)
{
    for (size_t i = 0; i < n; i++) {
        size_t end = i;
        bool shouting = true;
        for (; end < n && s[end] != ' '; end++) {
            bool small = (s[end] >= 'a' && s[end] <= 'z') ||
                         (end && (unsigned char)s[end - 1] == 0xC3 && (unsigned char)s[end] >= 0xA0);
            shouting = shouting && !small;
        }
        bool first = true; /* of a word: stays a capital */
        for (size_t k = i; shouting && end - i >= letters_min && k < end; k++) {
            if (s[k] == '/')
                first = true;
            else if (lower_at(s, k) == s[k])
                continue;
            else if (first)
                first = false;
            else
                s[k] = lower_at(s, k);
        }
        i = end;
    }
}

static size_t one_type(struct rat_line line)
{
    for (size_t i = 0; type_words[i]; i++) {
        size_t n = rat_head_starts(line, type_words[i]);
        if (n && (n == line.n || line.s[n] == ' '))
            return n;
    }
    return 0;
}

char *rat_head_type(struct rat_arena *arena, struct rat_line line)
{
    static const char *const before[] = {"gemeinsamer ",       "gemeinsame ",  "interfraktioneller ",
                                         "interfraktionelle ", "öffentliche ", NULL};
    static const char *const after[] = {"zum ", "zur ", "zu ", NULL};
    size_t skipped = 0;
    for (size_t i = 0; before[i] && !skipped; i++)
        skipped = rat_head_starts(line, before[i]);
    struct rat_line rest = rat_head_after(line, skipped);
    size_t n = one_type(rest);
    if (!n)
        return NULL;
    rest = rat_head_after(rest, n);
    for (size_t i = 0; after[i] && rest.n; i++) {
        size_t m = rat_head_starts(rest, after[i]);
        if (m) {
            struct rat_line object = rat_head_after(rest, m);
            for (size_t k = 0, b = 0; before[k] && !b; k++)
                if ((b = rat_head_starts(object, before[k])) != 0)
                    object = rat_head_after(object, b);
            size_t o = one_type(object);
            if (o == object.n && o)
                rest.n = 0;
        }
    }
    bool small = (line.s[0] >= 'a' && line.s[0] <= 'z') || line.n < 3;
    if (rest.n || small) /* the rest of a word that was broken */
        return NULL;
    char *out = rat_head_dup(arena, line);
    if (out) {
        rat_head_lower_shouting(out, line.n, 2);
        char *joint = strstr(out, " Zu"); /* "zum", "zur" */
        if (joint)
            joint[1] = 'z';
        char *old = strstr(out, "schlußvorlage"); /* one kind of paper, however it is spelt */
        if (old)
            memcpy(old + strlen("schlu"), "ss", 2);
    }
    return out;
}

enum rat_tristate rat_head_status(struct rat_line line)
{
    static const char *const no[] = {"nicht öffentlich", "nichtöffentlich", "nicht-öffentlich", NULL};
    if (rat_head_is(line, "öffentlich"))
        return RAT_YES;
    for (size_t i = 0; no[i]; i++)
        if (rat_head_is(line, no[i]))
            return RAT_NO;
    return RAT_UNKNOWN;
}

size_t rat_head_role(struct rat_line line)
{
    static const char *const roles[] = {
        "zur vorberatung",      "zur beratung",    "zur entscheidung", "zur kenntnisnahme", "zur kenntnis",
        "zur beschlussfassung", "zur information", "vorberatung",      "beratung",          "entscheidung",
        "beschlussfassung",     "kenntnisnahme",   "kenntnis",         "anhörung",          "behandlung",
        "empfehlung",           "information",     "beschluss",        "berichterstattung", NULL};
    for (size_t i = 0; roles[i]; i++) {
        size_t n = rat_head_starts(line, roles[i]);
        if (n && (n == line.n || !rat_head_is_word_byte(line.s[n])))
            return n;
    }
    return 0;
}

bool rat_head_is_result(struct rat_line line)
{
    static const char *const words[] = {
        "vorberaten", "beschlossen",   "abgelehnt",      "zugestimmt",       "zustimmung", "vertagt",
        "abgesetzt",  "verwiesen",     "einstimmig",     "mehrheitlich",     "geändert",   "erledigt",
        "genehmigt",  "zurückgezogen", "zurückgestellt", "kenntnis",         "empfohlen",  "ja-stimmen",
        "ablehnung",  "angenommen",    "gewählt",        "keine abstimmung", NULL};
    if (!line.n || line.n > 100 || line.s[line.n - 1] == ':' || line.s[line.n - 1] == '-' ||
        rat_head_starts(line, "der ") || rat_head_starts(line, "die ") || memchr(line.s, '?', line.n))
        return false;
    for (size_t i = 0; words[i]; i++)
        if (rat_head_find(line, words[i]) != SIZE_MAX)
            return true;
    return false;
}

bool rat_head_is_heading(struct rat_line line)
{
    static const char *const words[] = {"sachdarstellung",
                                        "sachverhalt",
                                        "begründung",
                                        "erläuterung",
                                        "finanzielle auswirkung",
                                        "finanzielle",
                                        "anlagen",
                                        "anlage:",
                                        "abstimmungsergebnis",
                                        "inhaltsbeschreibung",
                                        "kurzfassung",
                                        "beschlussvorschlag",
                                        "beschlussantrag",
                                        "beschlussentwurf",
                                        "beschluss:",
                                        "beschluss der",
                                        "antrag an den",
                                        "antrag:",
                                        "stellungnahme de",
                                        "ergänzende erläuterung",
                                        "unterzeichnet von",
                                        "hauptamt -",
                                        "gez.",
                                        "der vorsitzende",
                                        "die vorsitzende",
                                        "zur beurkundung",
                                        "isek-",
                                        "iq-relevant",
                                        "relevanz",
                                        "problembeschreibung",
                                        "haushaltsmittel",
                                        "auswirkungen",
                                        "klimarelevanz",
                                        "in vertretung",
                                        "anhörung ortschaftsrat",
                                        "abstimmung mit st",
                                        NULL};
    return rat_head_starts_any(line, words) != 0;
}
