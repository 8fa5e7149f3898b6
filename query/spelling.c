/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/spelling.h"

#include <string.h>

#define WORD_BYTES_MAX 120u
#define PLACES_MAX 5u
#define NOUN_SHARE 0.5f

/* Places of ae, oe, ue, which may have been umlauts. */
static size_t find_places(const char *term, size_t n, size_t places[PLACES_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i + 1 < n && count < PLACES_MAX; i++)
        if (term[i + 1] == 'e' && (term[i] == 'a' || term[i] == 'o' || term[i] == 'u'))
            places[count++] = i++;
    return count;
}

static const char *umlaut_of(char vowel)
{
    return vowel == 'a' ? "ä" : vowel == 'o' ? "ö" : "ü";
}

/* The term with those places as umlauts whose bit is set. */
static size_t spell(const char *term, size_t n, const size_t *places, size_t count, unsigned bits, char *out)
{
    size_t size = 0, place = 0;
    for (size_t i = 0; i < n; i++) {
        if (place < count && places[place] == i) {
            if (bits >> place++ & 1) {
                memcpy(out + size, umlaut_of(term[i]), 2);
                size += 2;
                i++;
                continue;
            }
        }
        out[size++] = term[i];
    }
    return size;
}

static void put_capital(const char *word, size_t n, struct rat_buf *out)
{
    if (n > 1 && (unsigned char)word[0] == 0xc3 && (unsigned char)word[1] >= 0xa0) { /* ä is Ä + 0x20 */
        rat_buf_byte(out, 0xc3);
        rat_buf_byte(out, (uint8_t)((unsigned char)word[1] - ((unsigned char)word[1] == 0xbf ? 0 : 0x20)));
        rat_buf_append(out, word + 2, n - 2);
        return;
    }
    rat_buf_byte(out, (uint8_t)(word[0] >= 'a' && word[0] <= 'z' ? word[0] - 'a' + 'A' : word[0]));
    rat_buf_append(out, word + 1, n - 1);
}

void rat_spell_term(const struct rat_compounds *model, const char *term, size_t n, struct rat_buf *out)
{
    size_t places[PLACES_MAX], size = 0, count;
    char word[WORD_BYTES_MAX], best[WORD_BYTES_MAX];
    uint32_t most = 0;
    if (!model || n == 0 || n > WORD_BYTES_MAX) {
        rat_buf_append(out, term, n);
        return;
    }
    count = find_places(term, n, places);
    for (unsigned bits = 0; bits < 1u << count; bits++) {
        size_t k = spell(term, n, places, count, bits, word);
        uint32_t found = rat_compounds_count(model, word, k);
        if (found <= most)
            continue;
        most = found;
        size = k;
        memcpy(best, word, k);
    }
    if (most == 0)
        rat_buf_append(out, term, n);
    else if (rat_compounds_noun_share(model, best, size) >= NOUN_SHARE)
        put_capital(best, size, out);
    else
        rat_buf_append(out, best, size);
}
