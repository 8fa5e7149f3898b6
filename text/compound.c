/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/compound_internal.h"
#include "text/compound_words_internal.h"
#include "text/plurals_internal.h"

#include <math.h>
#include <string.h>

#define WORD_BYTES_MAX 96  /* of a word that is looked at */
#define WORD_BYTES_MIN 6   /* "radweg", "bauamt" */
#define PART_LETTERS_MIN 4 /* shorter parts must be on the list */

/* Tuned on a word list of 5,000 newspaper words with the frequencies of 296 MB of council papers (see the
 * test). */
#define WORDS_TUNED 37e6 /* the words of those papers; the limits below grow and shrink with the archive */
#define LOWER_FACTOR 25 /* parts that are no nouns must be so much more frequent: fragments have no capital */
#define PENALTY_LINK 1.0 /* in bits, for n, en, er, e, in, innen, -e, -en: the bare word and s cost nothing */
#define PENALTY_PART 0.6 /* in bits, for each part beyond the second */
#define WHOLE_MARGIN 6.0 /* a word stays whole when it is 2^6 times as frequent as its parts on average */
#define NOUN_SHARE 0.4   /* written with a capital in so many cases: a noun */

static bool is_noun(const struct rat_compound_count *c)
{
    return (double)c->capital >= NOUN_SHARE * (double)c->total;
}

/* What a part must be. */
enum want {
    ANY,        /* what stands before the end of a noun */
    NOUN,       /* the whole is one */
    OTHER,      /* the whole is an adjective, a verb */
    NOUN_FIRST, /* the whole is unknown: a noun, or a long word of another kind */
    LONG_NOUN,  /* what stands before the end of an OTHER: no "ange|schlossen", "aufg|zeigt" */
};

#define OTHER_LETTERS_MIN 7 /* "freundlich", "beruhigt" */

static bool is_wanted(const struct rat_compound_count *c, enum want want, size_t letter_count)
{
    switch (want) {
    case NOUN: return is_noun(c);
    case OTHER: return !is_noun(c);
    case NOUN_FIRST: return is_noun(c) || letter_count >= OTHER_LETTERS_MIN;
    case LONG_NOUN: return is_noun(c) && letter_count != PART_LETTERS_MIN; /* shorter ones are on the list */
    default: return true;
    }
}

/* A way to read a stretch as a word. */
struct reading {
    double bits; /* log2 of the frequency, less the penalty; negative: none */
    uint16_t cut;
    char add[3];
};

static size_t letters(const char *text, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

/* Whether a word is frequent enough to be a part: the shorter, the more it takes, because broken lines and
 * columns leave fragments ("ungs", "schl"). */
static bool is_attested(const struct rat_compounds *model, const struct rat_compound_count *c,
                        size_t letter_count)
{
    static const double least[] = {[4] = 15, [5] = 4, [6] = 2, [7] = 2};
    double limit = letter_count < 4 ? least[4] : least[letter_count > 7 ? 7 : letter_count];
    if (!is_noun(c))
        limit *= LOWER_FACTOR;
    limit *= (double)rat_compounds_total(model) / WORDS_TUNED;
    return c->total >= RAT_COMPOUND_COUNT_MIN && (double)c->total >= limit;
}

/* Takes the word, which is a reading of a stretch less its last `cut` bytes plus add, when it is better than *best. */
static void take_word(const struct rat_compounds *model, const char *word, size_t n, size_t cut,
                      const char *add, double penalty, enum want want, struct reading *best)
{
    struct rat_compound_count c;
    size_t letter_count = letters(word, n - strlen(add));
    bool is_short = letter_count < PART_LETTERS_MIN;
    bool is_bare_modifier = cut == 0 && (want == ANY || want == LONG_NOUN);
    if (is_short &&
        (*add || !(rat_is_short_part(word, n) || (is_bare_modifier && rat_is_short_modifier(word, n)))))
        return;
    if (!rat_compounds_find(model, word, n, &c) || !is_attested(model, &c, letter_count) ||
        !is_wanted(&c, want, letter_count) || rat_is_no_part(word, n) ||
        !(is_short || rat_is_speakable(word, n)))
        return;
    double bits = log2((double)c.total) - penalty;
    if (bits <= best->bits)
        return;
    *best = (struct reading){.bits = bits, .cut = (uint16_t)cut};
    memcpy(best->add, add, strlen(add) + 1);
}

/* hashes[i]: of text[0..i). */
static void try_cut(const struct rat_compounds *model, const char *text, size_t n, const uint32_t *hashes,
                    size_t cut, double penalty, enum want want, struct reading *best)
{
    if (cut < n && rat_compounds_maybe(model, hashes[n - cut]))
        take_word(model, text, n - cut, cut, "", penalty, want, best);
}

/* hash: of text with add behind it. */
static void try_add(const struct rat_compounds *model, const char *text, size_t n, uint32_t hash,
                    const char *add, double penalty, enum want want, struct reading *best)
{
    char word[WORD_BYTES_MAX + 4];
    size_t added = strlen(add);
    if (!rat_compounds_maybe(model, hash))
        return;
    memcpy(word, text, n);
    memcpy(word + n, add, added);
    take_word(model, word, n + added, 0, add, penalty, want, best);
}

static bool ends_in(const char *text, size_t n, const char *end, size_t size)
{
    return n > size && memcmp(text + n - size, end, size) == 0;
}

/* Whether surface[start..end) is but the end of a feminine noun, as in "bürger|innen", "halte|rinnen" and, where no word
 * follows, "wirt|innen"; in "landes|innen|minister" and "dach|rinnen" it is a word. */
static bool is_feminine_end(const char *surface, size_t n, size_t start, size_t end)
{
    if (start == 0 || end - start < 5 || end - start > 6 || !ends_in(surface, end, "innen", 5))
        return false;
    return (end == n && end - start == 5) || rat_masculine_part(surface, end) > 0;
}

/* "bürgerinnen|versammlung", "heil|praktikerin" */
static void try_masculine(const struct rat_compounds *model, const char *text, size_t n,
                          const uint32_t *hashes, enum want want, struct reading *best)
{
    size_t size = rat_masculine_part(text, n);
    if (size > 0)
        try_cut(model, text, n, hashes, n - size, PENALTY_LINK, want, best);
}

/* A stretch with another one behind it. */
static struct reading read_modifier(const struct rat_compounds *model, const char *text, size_t n,
                                    const uint32_t *hashes, enum want want)
{
    static const struct {
        const char *link;
        size_t size;
        double penalty;
    } links[] = {{"s", 1, 0},
                 {"es", 2, 0.5},
                 {"n", 1, PENALTY_LINK},
                 {"en", 2, PENALTY_LINK},
                 {"er", 2, PENALTY_LINK},
                 {"e", 1, PENALTY_LINK}};
    struct reading best = {.bits = -1};
    char last = text[n - 1];
    try_cut(model, text, n, hashes, 0, 0, want, &best);
    if (last == 's' || last == 'n' || last == 'r' || last == 'e') {
        for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
            if (ends_in(text, n, links[i].link, links[i].size))
                try_cut(model, text, n, hashes, links[i].size, links[i].penalty, want, &best);
        }
    }
    if (best.bits < 0)
        try_masculine(model, text, n, hashes, want, &best);
    uint32_t with_e = rat_compound_hash(hashes[n], "e", 1);
    bool maybe =
        rat_compounds_maybe(model, with_e) || rat_compounds_maybe(model, rat_compound_hash(with_e, "n", 1));
    if (best.bits < 0 && maybe &&
        !rat_is_no_part(text, n)) { /* "schul|weg", "wohn|raum"; no "unter(e)|sucht" */
        try_add(model, text, n, with_e, "e", PENALTY_LINK, NOUN, &best);
        try_add(model, text, n, rat_compound_hash(with_e, "n", 1), "en", 2 * PENALTY_LINK, ANY, &best);
    }
    return best;
}

/* The last stretch: inflected forms of a word count as the word. */
static struct reading read_head(const struct rat_compounds *model, const char *text, size_t n,
                                const uint32_t *hashes, enum want want)
{
    static const char *const endings[] = {"s", "es", "e", "en", "n", "er", "ern"};
    struct reading best = {.bits = -1};
    try_cut(model, text, n, hashes, 0, 0, want, &best);
    for (size_t i = 0; best.bits < 0 && i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]);
        if (ends_in(text, n, endings[i], size))
            try_cut(model, text, n, hashes, size, PENALTY_LINK, want, &best);
    }
    if (best.bits < 0)
        try_masculine(model, text, n, hashes, want, &best);
    return best;
}

/* best[k][i]: the best way to read surface[0..i) as k modifiers. */
struct table {
    double bits[RAT_COMPOUND_PARTS_MAX][WORD_BYTES_MAX + 1];
    uint16_t from[RAT_COMPOUND_PARTS_MAX][WORD_BYTES_MAX + 1];
    struct reading reading[RAT_COMPOUND_PARTS_MAX][WORD_BYTES_MAX + 1];
    struct reading head[WORD_BYTES_MAX + 1]; /* of surface[i..n), where modifiers reach i */
};

static bool is_boundary(const char *surface, size_t n, size_t at)
{
    return at == n || ((unsigned char)surface[at] & 0xc0) != 0x80;
}

static void fill_table(const struct rat_compounds *model, const char *surface, size_t n, enum want want,
                       enum want want_head, struct table *t)
{
    uint32_t hashes[WORD_BYTES_MAX + 1];
    for (unsigned k = 0; k < RAT_COMPOUND_PARTS_MAX; k++) {
        for (size_t i = 0; i <= n; i++)
            t->bits[k][i] = -1;
    }
    for (size_t i = 0; i <= n; i++)
        t->head[i].bits = -1;
    t->bits[0][0] = 0;
    for (size_t start = 0; start + 3 <= n; start++) {
        bool reached = false;
        for (unsigned k = 0; k < RAT_COMPOUND_PARTS_MAX; k++)
            reached = reached || t->bits[k][start] >= 0;
        if (!reached)
            continue;
        hashes[0] = RAT_COMPOUND_HASH;
        for (size_t i = 0; start + i < n; i++)
            hashes[i + 1] = rat_compound_hash(hashes[i], surface + start + i, 1);
        if (!is_feminine_end(surface, n, start, n))
            t->head[start] = read_head(model, surface + start, n - start, hashes, want_head);
        for (size_t end = start + 3; end + 3 <= n; end++) {
            if (!is_boundary(surface, n, end) || is_feminine_end(surface, n, start, end))
                continue;
            struct reading reading = read_modifier(model, surface + start, end - start, hashes, want);
            for (unsigned k = 0; reading.bits >= 0 && k + 1 < RAT_COMPOUND_PARTS_MAX; k++) {
                double bits = t->bits[k][start] + reading.bits;
                if (t->bits[k][start] < 0 || bits <= t->bits[k + 1][end])
                    continue;
                t->bits[k + 1][end] = bits;
                t->from[k + 1][end] = (uint16_t)start;
                t->reading[k + 1][end] = reading;
            }
        }
    }
}

static struct rat_compound_part make_part(size_t start, size_t end, const struct reading *reading)
{
    struct rat_compound_part part = {(uint16_t)start, (uint16_t)end, reading->cut, ""};
    memcpy(part.add, reading->add, sizeof part.add);
    return part;
}

/* The best split's mean in bits; *modifiers and *split say which it is. Negative: there is none. */
static double best_split(const char *surface, size_t n, const struct table *t, unsigned *modifiers,
                         size_t *split, struct reading *head)
{
    double best = -1;
    for (size_t at = 3; at + 3 <= n; at++) {
        if (!is_boundary(surface, n, at))
            continue;
        for (unsigned k = 1; k < RAT_COMPOUND_PARTS_MAX; k++) {
            if (t->bits[k][at] < 0)
                continue;
            if (t->head[at].bits < 0)
                break;
            double mean = (t->bits[k][at] + t->head[at].bits) / (k + 1) - PENALTY_PART * (k - 1);
            if (mean > best) {
                best = mean;
                *modifiers = k;
                *split = at;
                *head = t->head[at];
            }
        }
    }
    return best;
}

static bool has_digit(const char *surface, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (surface[i] >= '0' && surface[i] <= '9')
            return true;
    }
    return false;
}

unsigned rat_compounds_split(const struct rat_compounds *model, const char *surface, size_t n,
                             struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX])
{
    if (n < WORD_BYTES_MIN || n > WORD_BYTES_MAX || has_digit(surface, n))
        return 0;
    struct rat_compound_count whole;
    bool known = rat_compounds_find(model, surface, n, &whole);
    enum want want = !known ? NOUN_FIRST : is_noun(&whole) ? NOUN : OTHER;
    struct table t;
    unsigned k = 0;
    size_t at = 0;
    struct reading head = {.bits = -1};
    fill_table(model, surface, n, want == OTHER ? LONG_NOUN : ANY, want, &t);
    double mean = best_split(surface, n, &t, &k, &at, &head);
    if (mean < 0 || (known && mean < log2((double)whole.total) - WHOLE_MARGIN))
        return 0;
    unsigned count = k + 1;
    parts[k] = make_part(at, n, &head);
    for (; k > 0; k--) {
        size_t from = t.from[k][at];
        parts[k - 1] = make_part(from, at, &t.reading[k][at]);
        at = from;
    }
    return count;
}

void rat_compound_part_append(const char *surface, const struct rat_compound_part *part, struct rat_buf *out)
{
    rat_buf_append(out, surface + part->start, (size_t)(part->end - part->start - part->cut));
    rat_buf_puts(out, part->add);
}
