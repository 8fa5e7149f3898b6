/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/orthography.h"

#include <pthread.h>
#include <string.h>

#define SHARP_S "\xc3\x9f"

#define WORD_BYTES 8  /* shorter ones with three consonants are abbreviations: "xxxl" */
#define GREEK_BYTES 5 /* likewise: "php", "mph" */

enum place { ANYWHERE, WHOLE, START, END_OF_LONGER };

struct spelling {
    const char *from, *to;
    enum place place;
};

/* Sorted so that of two entries that match at one place the longer stands first. Parts of words are enough
 * where no other word has them: "rauh" in "brauhaus" changes a key that nothing else has. */
static const struct spelling spellings[] = {
    /* reform of 1996: both spellings are in use */
    {"selbstständig", "selbständig", ANYWHERE},
    {"aufwänd", "aufwend", ANYWHERE},
    {"überschweng", "überschwäng", ANYWHERE},
    {"numerier", "nummerier", ANYWHERE},
    {"plazier", "platzier", ANYWHERE},
    {"placier", "platzier", ANYWHERE},
    {"potenzial", "potential", ANYWHERE},
    {"enziell", "entiell", ANYWHERE},
    {"substanziell", "substantiell", ANYWHERE},
    {"justiziar", "justitiar", ANYWHERE},
    {"stukkat", "stuckat", ANYWHERE},
    {"stengel", "stängel", ANYWHERE},
    {"greuel", "gräuel", ANYWHERE},
    {"behend", "behänd", START},
    {"gemse", "gämse", ANYWHERE},
    {"alptraum", "albtraum", ANYWHERE},
    {"alpträum", "albträum", ANYWHERE},
    {"rauh", "rau", ANYWHERE},
    {"rohheit", "roheit", ANYWHERE},
    {"zähheit", "zäheit", ANYWHERE},
    {"zierat", "zierrat", ANYWHERE},
    {"quentchen", "quäntchen", ANYWHERE},
    {"tolpatsch", "tollpatsch", ANYWHERE},
    {"karamell", "karamel", ANYWHERE},
    {"joghurt", "jogurt", ANYWHERE},
    {"spaghetti", "spagetti", ANYWHERE},
    {"portemonnaie", "portmonee", ANYWHERE},
    {"hämorrhoid", "hämorrid", ANYWHERE},
    {"känguruh", "känguru", ANYWHERE},
    {"thunfisch", "tunfisch", ANYWHERE},
    {"panther", "panter", ANYWHERE},
    {"exposee", "exposé", ANYWHERE},
    {"varietee", "varieté", ANYWHERE},
    {"tip", "tipp", WHOLE},
    {"tips", "tipps", WHOLE},
    {"stop", "stopp", WHOLE},
    /* before 1901 */
    {"thür", "tür", ANYWHERE},
    {"theil", "teil", ANYWHERE},
    {"thurm", "turm", ANYWHERE},
    {"thürm", "türm", ANYWHERE},
    {"thier", "tier", ANYWHERE},
    {"thal", "tal", ANYWHERE},
    {"thäl", "täl", ANYWHERE},
    {"thum", "tum", END_OF_LONGER},
    {"thums", "tums", END_OF_LONGER},
    {"thun", "tun", WHOLE},
    {"gethan", "getan", ANYWHERE},
    {"thätig", "tätig", ANYWHERE},
    {"miethe", "miete", ANYWHERE},
    {"nothwend", "notwend", ANYWHERE},
    {"nöthig", "nötig", ANYWHERE},
    {"werth", "wert", ANYWHERE},
    {"heirath", "heirat", ANYWHERE},
    {"rath", "rat", END_OF_LONGER},
    {"raths", "rats", END_OF_LONGER},
    {"rathes", "rates", END_OF_LONGER},
    {"räthe", "räte", END_OF_LONGER},
    {"seyn", "sein", WHOLE},
    {"bey", "bei", WHOLE},
    {"giebt", "gibt", END_OF_LONGER},
    {"giebt", "gibt", WHOLE},
    /* without ß: Swiss spelling, capitals, old machines; stems whose ss is always ß */
    {"grossist", "grossist", ANYWHERE},
    {"strass", "straß", ANYWHERE},
    {"gross", "groß", ANYWHERE},
    {"gröss", "größ", ANYWHERE},
    {"gemäss", "gemäß", ANYWHERE},
    {"mässig", "mäßig", ANYWHERE},
    {"ausserhalb", "außerhalb", ANYWHERE},
    {"ausserdem", "außerdem", ANYWHERE},
    {"ausserord", "außerord", ANYWHERE},
    {"aussenbereich", "außenbereich", ANYWHERE},
    {"dreissig", "dreißig", ANYWHERE},
    {"schliess", "schließ", ANYWHERE},
    {"verstoss", "verstoß", ANYWHERE},
    {"massnahm", "maßnahm", ANYWHERE},
    {"massstab", "maßstab", ANYWHERE},
    {"massstäb", "maßstäb", ANYWHERE},
    {"massgeb", "maßgeb", ANYWHERE},
    {"fussgäng", "fußgäng", ANYWHERE},
    {"fussball", "fußball", ANYWHERE},
    {"fussweg", "fußweg", ANYWHERE},
};

/* What stands before a ß that the reform left: a long vowel. After every other single vowel ß became ss. */
static const char *const long_before[] = {
    "stra", "ma",   "mä",  "spa", "spä", "fra", "frä", "sa",  "sä",  "verga", "vergä",
    "gefä", "gro",  "grö", "sto", "stö", "blo", "blö", "klo", "klö", "flo",   "flö",
    "scho", "schö", "so",  "fu",  "fü",  "gru", "grü", "ru",  "bu",  "bü",    "sü",
};

/* The same stretches as ends of other stems, whose vowel is short: Elsaß, Erdgeschoß, Überdruß, Verdruß. */
static const char *const short_before[] = {"elsa", "gescho", "geschö", "dru"};

static bool ends_in(const char *text, size_t n, const char *end)
{
    size_t size = strlen(end);
    return n >= size && memcmp(text + n - size, end, size) == 0;
}

static bool starts_with(const char *text, size_t n, const char *start)
{
    size_t size = strlen(start);
    return n >= size && memcmp(text, start, size) == 0;
}

static bool is_listed(const char *text, size_t n, const char *const *ends, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ends_in(text, n, ends[i]))
            return true;
    }
    return false;
}

/* Whether the ß at text[at] is still one in the reformed spelling. */
static bool stays_sharp(const char *text, size_t n, size_t at)
{
    static const char *const diphthongs[] = {"ei", "ai", "au", "äu", "eu", "ie"};
    const char *rest = text + at + 2;
    size_t left = n - at - 2;
    if (is_listed(text, at, short_before, sizeof short_before / sizeof *short_before))
        return false;
    if (is_listed(text, at, diphthongs, sizeof diphthongs / sizeof *diphthongs))
        return true;
    if (at == 1 && text[0] == 'a') /* "aß" */
        return true;
    if (starts_with(text, n, "ru" SHARP_S "land") || starts_with(text, n, "ru" SHARP_S "län"))
        return false;
    if (ends_in(text, at, "mu"))
        return left > 0 && rest[0] == 'e'; /* Muße, but muß, mußte */
    if (ends_in(text, at, "mü"))
        return starts_with(rest, left, "ig"); /* müßig, but müßte */
    return is_listed(text, at, long_before, sizeof long_before / sizeof *long_before);
}

/* Entries by their first letter, so that a letter without any costs nothing: most have few. */
static struct {
    uint8_t entry[sizeof spellings / sizeof *spellings], size[sizeof spellings / sizeof *spellings];
    uint8_t from[256], to[256];
} by_letter;
static pthread_once_t by_letter_once = PTHREAD_ONCE_INIT;

static void sort_by_letter(void)
{
    uint8_t at = 0;
    for (unsigned letter = 0; letter < 256; letter++) {
        by_letter.from[letter] = at;
        for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
            if ((unsigned char)spellings[i].from[0] != letter)
                continue;
            by_letter.entry[at] = (uint8_t)i;
            by_letter.size[at++] = (uint8_t)strlen(spellings[i].from);
        }
        by_letter.to[letter] = at;
    }
}

/* Every entry has two letters or more. */
static const struct spelling *find_spelling(const char *text, size_t n, size_t at)
{
    unsigned char letter = (unsigned char)text[at];
    for (unsigned k = by_letter.from[letter]; k < by_letter.to[letter]; k++) {
        const struct spelling *s = &spellings[by_letter.entry[k]];
        size_t size = by_letter.size[k];
        if (size > n - at || text[at + 1] != s->from[1] || memcmp(text + at, s->from, size) != 0)
            continue;
        bool to_end = at + size == n;
        if (s->place == ANYWHERE || (s->place == START && at == 0) ||
            (s->place == WHOLE && at == 0 && to_end) || (s->place == END_OF_LONGER && at > 0 && to_end))
            return s;
    }
    return NULL;
}

/* Appends a letter unless it is the third consonant of a kind: Schifffahrt is Schiffahrt, Flußsand is
 * Flusssand. */
static void put(struct rat_buf *out, size_t start, char letter, bool is_word)
{
    bool consonant = is_word && letter >= 'b' && letter <= 'z' && !strchr("eiou", letter);
    size_t n = out->size - start;
    if (consonant && n >= 2 && out->data[out->size - 1] == (unsigned char)letter &&
        out->data[out->size - 2] == (unsigned char)letter)
        return;
    rat_buf_byte(out, (uint8_t)letter);
}

bool rat_orthography(const char *surface, size_t n, struct rat_buf *out)
{
    size_t start = out->size;
    bool is_word = n >= WORD_BYTES;
    pthread_once(&by_letter_once, sort_by_letter);
    for (size_t at = 0; at < n;) {
        const struct spelling *s = find_spelling(surface, n, at);
        if (s) {
            for (const char *c = s->to; *c; c++)
                put(out, start, *c, is_word);
            at += strlen(s->from);
        } else if (starts_with(surface + at, n - at, SHARP_S) && !stays_sharp(surface, n, at)) {
            put(out, start, 's', is_word);
            put(out, start, 's', is_word);
            at += 2;
        } else if (n >= GREEK_BYTES && starts_with(surface + at, n - at, "ph")) {
            put(out, start, 'f', is_word);
            at += 2;
        } else {
            put(out, start, surface[at++], is_word);
        }
    }
    size_t size = out->size - start;
    return !out->failed && (size != n || (n > 0 && memcmp(out->data + start, surface, n) != 0));
}
