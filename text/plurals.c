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

bool rat_singular(const char *surface, size_t n, struct rat_buf *out)
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
    return false;
}

size_t rat_whole_stem(const char *surface, size_t n)
{
    static const char *const nouns[] = {"satzung",   "sitzung",  "zeitung", "festung",
                                        "abteilung", "stiftung", "haltung"};
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
