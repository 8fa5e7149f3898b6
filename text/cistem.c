/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/cistem.h"

#include "text/utf8_internal.h"

/* The published description counts "sch", "ei", "ie" as one letter and guards doubled letters ("mann" must
 * not lose an n): they are rewritten to signs that no surface form has before endings are taken off. */
#define SIGN_SCH 1
#define SIGN_EI 2
#define SIGN_IE 3
#define SIGN_TWICE 4

#define LETTERS_MAX 128 /* a longer word is no word: its head is stemmed */

struct word {
    int32_t letter[LETTERS_MAX];
    size_t n;
};

static void put(struct word *word, int32_t letter)
{
    if (word->n < LETTERS_MAX)
        word->letter[word->n++] = letter;
}

static void read_letters(const char *surface, size_t n, struct word *out)
{
    out->n = 0;
    for (size_t at = 0, size; at < n; at += size) {
        int32_t cp = rat_utf8_at(surface, n, at, &size);
        switch (cp) {
        case 0xe4: put(out, 'a'); break;
        case 0xf6: put(out, 'o'); break;
        case 0xfc: put(out, 'u'); break;
        case 0xdf:
            put(out, 's');
            put(out, 's');
            break;
        case RAT_CP_BAD: break;
        default: put(out, cp);
        }
    }
}

/* "gegangen" -> "gangen", but "gehen" stays: four letters must remain. */
static void drop_ge(struct word *word)
{
    if (word->n < 6 || word->letter[0] != 'g' || word->letter[1] != 'e')
        return;
    word->n -= 2;
    memmove(word->letter, word->letter + 2, word->n * sizeof *word->letter);
}

static bool starts(const struct word *word, size_t at, int32_t a, int32_t b)
{
    return at + 1 < word->n && word->letter[at] == a && word->letter[at + 1] == b;
}

/* Replaces in place; each pass of the description on its own, so that "sch" wins over what it contains. */
static void replace_signs(struct word *word)
{
    size_t to = 0;
    for (size_t at = 0; at < word->n; at++) {
        if (starts(word, at, 's', 'c') && at + 2 < word->n && word->letter[at + 2] == 'h') {
            word->letter[to++] = SIGN_SCH;
            at += 2;
        } else if (starts(word, at, 'e', 'i')) {
            word->letter[to++] = SIGN_EI;
            at++;
        } else if (starts(word, at, 'i', 'e') && !starts(word, at + 1, 'e', 'i')) {
            word->letter[to++] = SIGN_IE;
            at++;
        } else {
            word->letter[to++] = word->letter[at];
        }
    }
    word->n = to;
    for (size_t at = 0; at + 1 < word->n; at++) {
        if (word->letter[at] == word->letter[at + 1]) {
            word->letter[at + 1] = SIGN_TWICE;
            at++;
        }
    }
}

static bool ends(const struct word *word, int32_t a, int32_t b)
{
    return word->letter[word->n - 2] == a && word->letter[word->n - 1] == b;
}

static void drop_endings(struct word *word, bool capital)
{
    while (word->n > 3) {
        int32_t last = word->letter[word->n - 1];
        if (word->n > 5 && (ends(word, 'e', 'm') || ends(word, 'e', 'r') || ends(word, 'n', 'd')))
            word->n -= 2;
        else if ((last == 't' && !capital) || last == 'e' || last == 's' || last == 'n')
            word->n--;
        else
            break;
    }
}

static void append_letters(const struct word *word, struct rat_buf *out)
{
    for (size_t i = 0; i < word->n; i++) {
        char one[RAT_UTF8_BYTES];
        int32_t letter = word->letter[i] == SIGN_TWICE && i > 0 ? word->letter[i - 1] : word->letter[i];
        if (letter == SIGN_SCH)
            rat_buf_append(out, "sch", 3);
        else if (letter == SIGN_EI)
            rat_buf_append(out, "ei", 2);
        else if (letter == SIGN_IE)
            rat_buf_append(out, "ie", 2);
        else
            rat_buf_append(out, one, rat_utf8_put(one, letter));
    }
}

void rat_cistem(const char *surface, size_t n, bool capital, struct rat_buf *out)
{
    struct word word;
    read_letters(surface, n, &word);
    drop_ge(&word);
    replace_signs(&word);
    drop_endings(&word, capital);
    append_letters(&word, out);
}
