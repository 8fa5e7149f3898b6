/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/plurals_internal.h"

/* By their last letter; alone or at the end of a compound. */
static const struct {
    const char *plural, *singular;
} plurals[] = {
    {"museen", "museum"},
    {"praktika", "praktikum"},
    {"themen", "thema"},
    {"themata", "thema"},
    {"kitas", "kita"},
    {"gremien", "gremium"},
    {"kriterien", "kriterium"},
    {"ministerien", "ministerium"},
    {"gymnasien", "gymnasium"},
    {"stadien", "stadion"},
    {"stipendien", "stipendium"},
    {"jubiläen", "jubiläum"},
    {"zentren", "zentrum"},
    {"konten", "konto"},
    {"risiken", "risiko"},
    {"firmen", "firma"},
    {"villen", "villa"},
    {"foren", "forum"},
    {"medien", "medium"},
    {"studien", "studie"},
    {"materialien", "material"},
    {"prinzipien", "prinzip"},
    {"quoren", "quorum"},
    {"parks", "park"},
    {"clubs", "club"},
    {"klubs", "klub"},
    {"lkws", "lkw"},
    {"pkws", "pkw"},
    {"autos", "auto"},
    {"büros", "büro"},
    {"kinos", "kino"},
    {"fotos", "foto"},
    {"teams", "team"},
    {"hotels", "hotel"},
    {"cafés", "café"},
    {"akkus", "akku"},
    {"etats", "etat"},
    {"ärztinnen", "arzt"},
    {"ärztin", "arzt"},
    {"rätinnen", "rat"},
    {"rätin", "rat"},
    {"anwältinnen", "anwalt"},
    {"anwältin", "anwalt"},
    {"klimata", "klima"},
    {"schemata", "schema"},
    {"kommata", "komma"},
    {"visa", "visum"},
    {"aquarien", "aquarium"},
    {"auditorien", "auditorium"},
    {"kuratorien", "kuratorium"},
    {"krematorien", "krematorium"},
    {"territorien", "territorium"},
};

/* Endings of masculine nouns that take -in and -innen. Not every noun does: "beginnen", "regenrinnen", "termin", "berlin"
 * are no women. */
static const char *const masculine[] = {"er",  "ist", "ent", "ant", "at",  "or",   "är",  "eur", "amt",
                                        "und", "log", "gog", "ekt", "ert", "lleg", "bar", "nig", "oss"};
#define MASCULINE_BYTES_MIN 5 /* no "gerinnen", "satin" */

static bool ends_in(const char *text, size_t n, const char *end)
{
    size_t size = strlen(end);
    return n >= size && memcmp(text + n - size, end, size) == 0;
}

size_t rat_masculine_part(const char *surface, size_t n)
{
    static const char *const names[] = {"valentin", "florentin", "konstantin"};
    size_t size = ends_in(surface, n, "innen") ? n - 5 : ends_in(surface, n, "in") ? n - 2 : 0;
    if (size < MASCULINE_BYTES_MIN)
        return 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (ends_in(surface, n, names[i]))
            return 0;
    }
    for (size_t i = 0; i < sizeof masculine / sizeof *masculine; i++) {
        if (ends_in(surface, size, masculine[i]))
            return size;
    }
    return 0;
}

bool rat_base_form(const char *surface, size_t n, struct rat_buf *out)
{
    if (n < 4)
        return false;
    char last = surface[n - 1];
    if (last != 'n' && last != 'a' && last != 's')
        return false;
    for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++) {
        size_t size = strlen(plurals[i].plural);
        if (plurals[i].plural[size - 1] != last || plurals[i].plural[size - 2] != surface[n - 2])
            continue;
        if (size > n || memcmp(surface + n - size, plurals[i].plural, size) != 0)
            continue;
        rat_buf_append(out, surface, n - size);
        rat_buf_puts(out, plurals[i].singular);
        return true;
    }
    size_t size = rat_masculine_part(surface, n);
    rat_buf_append(out, surface, size);
    return size > 0;
}

size_t rat_whole_stem(const char *surface, size_t n)
{
    static const char *const nouns[] = {"satzung",   "sitzung",  "zeitung", "festung",
                                        "abteilung", "stiftung", "haltung"};
    static const char *const citizens[] = {"bürger", "bürgern", "bürgers"}; /* live in no Burg */
    for (size_t i = 0; i < sizeof citizens / sizeof *citizens; i++) {
        if (ends_in(surface, n, citizens[i]))
            return n - (strlen(citizens[i]) - strlen(citizens[0]));
    }
    size_t size = n > 2 && memcmp(surface + n - 2, "en", 2) == 0 ? n - 2 : n;
    if (size < 7 || memcmp(surface + size - 3, "ung", 3) != 0)
        return 0;
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
        size_t length = strlen(nouns[i]);
        if (size >= length && memcmp(surface + size - length, nouns[i], length) == 0)
            return size;
    }
    return 0;
}
