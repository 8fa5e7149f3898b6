/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/compound_words_internal.h"

#include <stdlib.h>
#include <string.h>

/* All lists are sorted by bytes: they are searched by halves. */
static const char *const short_parts[] = {
    "amt", "arm", "art", "bad", "bau", "bus", "eis", "erz", "fuß", "gas", "gut", "heu", "hof", "kfz",
    "kur", "lkw", "mut", "not", "ohr", "opa", "ort", "pkw", "rad", "rat", "rum", "see", "ski", "tag",
    "tal", "tee", "tod", "ton", "tor", "tür", "uhr", "uni", "wal", "weg", "zoo", "zug", "öl",
};

static const char *const short_modifiers[] = {
    "alt", "bio", "box", "erd", "fan", "job", "neu", "ost", "pop", "rot", "süd", "web", "öko",
};

/* Two consonants that a German word, or one that German took, may begin with. "ds" as in Dschungel. */
static const char *const onsets[] = {
    "bl", "br", "ch", "cl", "cr", "dr", "ds", "dw", "fj", "fl", "fr", "gh", "gl", "gn", "gr",
    "kl", "kn", "kr", "pf", "ph", "pl", "pn", "pr", "ps", "rh", "sc", "sh", "sk", "sl", "sm",
    "sn", "sp", "sq", "st", "sz", "th", "tr", "ts", "tw", "vl", "vr", "wr", "zw",
};

static const char *const no_parts[] = {
    "aber",     "alle",     "allen",   "aller",    "alles",
    "als",      "also",     "andere",  "anderen",  "arten",
    "ation",    "ationen",  "auch",    "auf",      "aus",
    "barkeit",  "beim",     "bereits", "bevor",    "beziehungsweise",
    "bisher",   "chen",     "dabei",   "dafür",    "damit",
    "dann",     "daran",    "darauf",  "daraus",   "darin",
    "darüber",  "davon",    "dazu",    "dein",     "deine",
    "dem",      "den",      "denen",   "denn",     "der",
    "deren",    "des",      "dessen",  "dich",     "die",
    "dies",     "diese",    "diesem",  "diesen",   "dieser",
    "dieses",   "doch",     "dort",    "durch",    "eben",
    "eine",     "einem",    "einen",   "einer",    "eines",
    "ende",     "enden",    "erst",    "etwa",     "etwas",
    "euch",     "gegen",    "genau",   "haben",    "halten",
    "hatte",    "heit",     "heiten",  "hier",     "hinaus",
    "hinter",   "ieren",    "ierung",  "ierungen", "igkeit",
    "igkeiten", "ihre",     "ihrem",   "ihren",    "ihrer",
    "immer",    "isch",     "ische",   "ischen",   "ischer",
    "isches",   "ition",    "itionen", "jede",     "jeden",
    "jeder",    "jene",     "jetzt",   "kann",     "kein",
    "keine",    "keit",     "keiten",  "lein",     "lich",
    "liche",    "lichen",   "licher",  "liches",   "lichkeit",
    "ling",     "linge",    "lingen",  "machen",   "mehr",
    "mein",     "meine",    "mich",    "müssen",   "nach",
    "nahme",    "nicht",    "nichts",  "nieder",   "noch",
    "nung",     "oder",     "ohne",    "schaft",   "schaften",
    "sche",     "schen",    "scher",   "sches",    "sehr",
    "sein",     "seine",    "seinem",  "seinen",   "seiner",
    "seit",     "sich",     "sind",    "soll",     "sollen",
    "sollte",   "somit",    "sondern", "sowie",    "stimmen",
    "tion",     "tionen",   "tung",    "tungen",   "umen",
    "ungen",    "unser",    "unsere",  "unter",    "viel",
    "viele",    "vielen",   "vom",     "von",      "vor",
    "voran",    "wann",     "war",     "waren",    "was",
    "weil",     "weiter",   "weitere", "welche",   "wenn",
    "werden",   "wider",    "wieder",  "wird",     "wurde",
    "wurden",   "zum",      "zur",     "zurück",   "zusammen",
    "zwar",     "zwischen", "über",
};

static int compare(const void *key, const void *entry)
{
    return strcmp(key, *(const char *const *)entry);
}

static bool is_listed(const char *word, size_t n, const char *const *list, size_t count)
{
    char key[24];
    if (n >= sizeof key)
        return false;
    memcpy(key, word, n);
    key[n] = '\0';
    return bsearch(key, list, count, sizeof *list, compare) != NULL;
}

bool rat_is_short_part(const char *word, size_t n)
{
    return is_listed(word, n, short_parts, sizeof short_parts / sizeof *short_parts);
}

bool rat_is_no_part(const char *word, size_t n)
{
    return is_listed(word, n, no_parts, sizeof no_parts / sizeof *no_parts);
}

bool rat_is_short_modifier(const char *word, size_t n)
{
    return is_listed(word, n, short_modifiers, sizeof short_modifiers / sizeof *short_modifiers);
}

static bool is_consonant(char c)
{
    return c >= 'a' && c <= 'z' && !strchr("aeiouy", c);
}

bool rat_is_speakable(const char *word, size_t n)
{
    bool has_vowel = false;
    for (size_t i = 0; i < n; i++)
        has_vowel = has_vowel || !is_consonant(word[i]);
    if (!has_vowel)
        return false;
    if (n < 2)
        return true;
    bool may_begin = !is_consonant(word[0]) || !is_consonant(word[1]) ||
                     is_listed(word, 2, onsets, sizeof onsets / sizeof *onsets);
    char before = word[n - 2], last = word[n - 1];
    bool may_end = !(before == 's' && last == 'c') && !(last == 'r' && strchr("bcdfgkpst", before));
    return may_begin && may_end;
}
