/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_express.h"

#include <ctype.h>
#include <string.h>

static const struct {
    const char *today;
    const char *before;
} words[] = {
    {"Schifffahrt", "Schiffahrt"},
    {"schifffahrt", "schiffahrt"},
    {"Fotografie", "Photographie"},
    {"fotografie", "photographie"},
    {"Stilllegung", "Stillegung"},
    {"stillgelegt", "stillgelegt"},
    {"selbstständig", "selbständig"},
    {"aufwändig", "aufwendig"},
    {"Potenzial", "Potential"},
    {"potenzial", "potential"},
    {"Telefon", "Telephon"},
    {"Numm", "Numm"},
    {"nummeriert", "numeriert"},
    {"im Übrigen", "im übrigen"},
    {"Im Übrigen", "Im übrigen"},
    {"im Wesentlichen", "im wesentlichen"},
    {"des Weiteren", "des weiteren"},
    {"Des Weiteren", "Des weiteren"},
    {"im Folgenden", "im folgenden"},
    {"zurzeit", "zur Zeit"},
    {"Zurzeit", "Zur Zeit"},
    {"kennenlernen", "kennenlernen"},
    {"zulasten", "zu Lasten"},
    {"sodass", "so daß"},
    {"Rad fahrenden", "radfahrenden"},
    {"nicht öffentlich", "nichtöffentlich"},
    {"BauGB", "BBauG"},
    {"barrierefrei", "behindertengerecht"},
    {"instand gesetzt", "instandgesetzt"},
    {"Delfin", "Delphin"},
    {"aufs Neue", "aufs neue"},
};

static bool is_any(unsigned char c, const char *set)
{
    return c != '\0' && strchr(set, (int)c) != NULL;
}

/* "ss" was "ß" at the end of a stem and before consonants, after a short vowel only; "Landesstraße" keeps it. */
static bool was_sharp(const char *text, size_t at)
{
    static const char *const e_stems[] = {"Prozess", "prozess", "Kongress", "Mess", "mess", "gress"};
    unsigned char next = (unsigned char)text[at + 2];
    unsigned char prev = at > 0 ? (unsigned char)text[at - 1] : 0;
    unsigned char first = at > 1 ? (unsigned char)text[at - 2] : 0;

    if (at >= 4 && (memcmp(text + at - 4, "schlu", 4) == 0 || memcmp(text + at - 3, "chu", 3) == 0) &&
        strncmp(text + at, "ssent", 5) == 0)
        return true; /* Beschlussentwurf */
    if (is_any(next, "aeiouy") || next == 0xc3)
        return false;
    if (at >= 2 && (memcmp(text + at - 2, "Bu", 2) == 0 || memcmp(text + at - 2, "Ga", 2) == 0))
        return false;
    if (prev == 'e') {
        for (size_t i = 0; i < sizeof(e_stems) / sizeof(e_stems[0]); i++) {
            size_t n = strlen(e_stems[i]);

            if (at + 2 >= n && memcmp(text + at + 2 - n, e_stems[i], n) == 0)
                return true;
        }
        return false;
    }
    if (prev >= 0x80) /* ä ö ü: second byte */
        return true;
    if (!is_any(prev, "aiou"))
        return false;
    return !is_any(first, "aeiouAEIOU"); /* Kreisstraße, Hausschuh */
}

void rat_gen_old_spelling(const char *text, struct rat_gen_str *out)
{
    for (size_t i = 0; text[i] != '\0';) {
        bool done = false;

        for (size_t w = 0; w < sizeof(words) / sizeof(words[0]) && !done; w++) {
            size_t n = strlen(words[w].today);

            if (strncmp(text + i, words[w].today, n) == 0) {
                rat_gen_str_add(out, words[w].before);
                i += n;
                done = true;
            }
        }
        if (done)
            continue;
        if (text[i] == 's' && text[i + 1] == 's' && was_sharp(text, i)) {
            rat_gen_str_add(out, "ß");
            i += 2;
            continue;
        }
        rat_gen_str_addn(out, text + i, 1);
        i++;
    }
}

void rat_gen_capitalise(struct rat_gen_str *s, size_t at)
{
    unsigned char c;

    if (at >= s->len)
        return;
    c = (unsigned char)s->data[at];
    if (c < 0x80) {
        s->data[at] = (char)toupper(c);
    } else if (c == 0xc3 && at + 1 < s->len) {
        c = (unsigned char)s->data[at + 1];
        if (c == 0xa4 || c == 0xb6 || c == 0xbc)
            s->data[at + 1] = (char)(c - 0x20);
    }
}
