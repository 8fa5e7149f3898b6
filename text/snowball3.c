/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/snowball3.h"

#include "text/utf8_internal.h"

#define LETTERS_MAX 128 /* a longer word is no word: its head is stemmed */

struct word {
    int32_t letter[LETTERS_MAX];
    size_t n;
    size_t r1, r2; /* where the regions begin */
};

static bool is_vowel(int32_t c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' || c == 0xe4 || c == 0xf6 ||
           c == 0xfc;
}

static bool is_one_of(int32_t c, const char *letters)
{
    return c > 0 && c < 0x80 && strchr(letters, (int)c) != NULL;
}

static void put(struct word *word, int32_t letter)
{
    if (word->n < LETTERS_MAX)
        word->letter[word->n++] = letter;
}

/* u and y between vowels are consonants, and written U and Y until the end ("feuer" has no ue). */
static void mark_consonants(struct word *word)
{
    for (size_t i = 1; i + 1 < word->n; i++) {
        int32_t c = word->letter[i];
        if ((c == 'u' || c == 'y') && is_vowel(word->letter[i - 1]) && is_vowel(word->letter[i + 1]))
            word->letter[i] = c - 'a' + 'A';
    }
}

/* ß -> ss, and ae, oe, ue -> ä, ö, ü on request. */
static void spell_out(const struct word *from, unsigned flags, struct word *word)
{
    word->n = 0;
    for (size_t i = 0; i < from->n; i++) {
        int32_t c = from->letter[i], next = i + 1 < from->n ? from->letter[i + 1] : 0;
        if (c == 0xdf) {
            put(word, 's');
            put(word, 's');
        } else if ((flags & RAT_SNOWBALL3_AE) && next == 'e' && (c == 'a' || c == 'o' || c == 'u') &&
                   !(c == 'u' && i > 0 && from->letter[i - 1] == 'q')) {
            put(word, c == 'a' ? 0xe4 : c == 'o' ? 0xf6 : 0xfc);
            i++;
        } else {
            put(word, c);
        }
    }
}

static void read_word(const char *surface, size_t n, unsigned flags, struct word *word)
{
    struct word raw = {.n = 0};
    for (size_t at = 0, size; at < n; at += size) {
        int32_t cp = rat_utf8_at(surface, n, at, &size);
        if (cp != RAT_CP_BAD)
            put(&raw, cp);
    }
    mark_consonants(&raw);
    spell_out(&raw, flags, word);
}

/* Behind the first non-vowel that follows a vowel, from `at` on; n when there is none. */
static size_t region(const struct word *word, size_t at)
{
    while (at < word->n && !is_vowel(word->letter[at]))
        at++;
    while (at < word->n && is_vowel(word->letter[at]))
        at++;
    return at < word->n ? at + 1 : word->n;
}

static void mark_regions(struct word *word)
{
    word->r1 = word->r2 = word->n;
    if (word->n < 3)
        return;
    size_t first = region(word, 0);
    word->r1 = first < 3 ? 3 : first;
    word->r2 = region(word, first);
}

static bool ends(const struct word *word, const char *suffix)
{
    size_t size = strlen(suffix);
    if (word->n < size)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (word->letter[word->n - size + i] != suffix[i])
            return false;
    }
    return true;
}

/* Takes the suffix off when it stands in the region. */
static bool drop(struct word *word, const char *suffix, size_t from)
{
    size_t size = strlen(suffix);
    if (!ends(word, suffix) || word->n - size < from)
        return false;
    word->n -= size;
    return true;
}

static int32_t last(const struct word *word)
{
    return word->n > 0 ? word->letter[word->n - 1] : 0;
}

/* The longest of the suffixes (longest first) that the word ends in, or NULL. */
static const char *longest(const struct word *word, const char *const *suffixes)
{
    for (; *suffixes; suffixes++) {
        if (ends(word, *suffixes))
            return *suffixes;
    }
    return NULL;
}

static void step1(struct word *word)
{
    static const char *const suffixes[] = {"erinnen", "erin", "ern", "lns", "em", "er",
                                           "en",      "es",   "ln",  "e",   "s",  NULL};
    const char *suffix = longest(word, suffixes);
    if (!suffix || word->n - strlen(suffix) < word->r1)
        return;
    size_t before = word->n;
    word->n -= strlen(suffix);
    if (strcmp(suffix, "em") == 0 && ends(word, "syst"))
        word->n = before;
    else if (strcmp(suffix, "s") == 0 && !is_one_of(last(word), "bdfghklmnrt"))
        word->n = before;
    else if (suffix[0] == 'l')
        word->n++; /* the l stays: "mitteln" */
    else if ((strcmp(suffix, "e") == 0 || strcmp(suffix, "en") == 0 || strcmp(suffix, "es") == 0) &&
             ends(word, "niss"))
        word->n--;
}

/* -et of a participle, but "planet", "ticket", "internet", "porträt" keep it. */
static bool may_lose_et(const struct word *word)
{
    static const char *const kept[] = {"geordn", "intern", "plan", "tick", "tr", NULL};
    return (is_one_of(last(word), "dfgklmnrstUz") || last(word) == 0xe4) && !longest(word, kept);
}

static void step2(struct word *word)
{
    static const char *const suffixes[] = {"est", "en", "er", "et", "st", NULL};
    const char *suffix = longest(word, suffixes);
    if (!suffix || word->n - strlen(suffix) < word->r1)
        return;
    size_t before = word->n;
    word->n -= strlen(suffix);
    if (strcmp(suffix, "st") == 0 && !(word->n > 3 && is_one_of(last(word), "bdfghklmnt")))
        word->n = before;
    else if (strcmp(suffix, "et") == 0 && !may_lose_et(word))
        word->n = before;
}

/* Takes off -ig in R2 unless an e stands before it. */
static void drop_ig(struct word *word)
{
    if (ends(word, "ig") && !ends(word, "eig"))
        (void)drop(word, "ig", word->r2);
}

static void step3(struct word *word)
{
    static const char *const suffixes[] = {"lich", "isch", "heit", "keit", "end", "ung", "ig", "ik", NULL};
    const char *suffix = longest(word, suffixes);
    if (!suffix || word->n - strlen(suffix) < word->r2)
        return;
    size_t before = word->n;
    word->n -= strlen(suffix);
    bool e_before = last(word) == 'e';
    if (strcmp(suffix, "end") == 0 || strcmp(suffix, "ung") == 0) {
        drop_ig(word);
    } else if (strcmp(suffix, "lich") == 0 || strcmp(suffix, "heit") == 0) {
        if (!drop(word, "er", word->r1))
            (void)drop(word, "en", word->r1);
    } else if (strcmp(suffix, "keit") == 0) {
        if (!drop(word, "lich", word->r2))
            (void)drop(word, "ig", word->r2);
    } else if (e_before) {
        word->n = before; /* "teig" is no "te" */
    }
}

static int32_t final_letter(int32_t c)
{
    switch (c) {
    case 'U':
    case 0xfc: return 'u';
    case 'Y': return 'y';
    case 0xe4: return 'a';
    case 0xf6: return 'o';
    default: return c;
    }
}

void rat_snowball3(const char *surface, size_t n, unsigned flags, struct rat_buf *out)
{
    struct word word;
    read_word(surface, n, flags, &word);
    mark_regions(&word);
    step1(&word);
    step2(&word);
    step3(&word);
    for (size_t i = 0; i < word.n; i++) {
        char one[RAT_UTF8_BYTES];
        rat_buf_append(out, one, rat_utf8_put(one, final_letter(word.letter[i])));
    }
}
