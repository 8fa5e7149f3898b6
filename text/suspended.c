/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/suspended.h"

#include "text/compound_words_internal.h"
#include "text/fold.h"
#include "text/tokenizer_internal.h"

#include <string.h>

#define TAIL_BYTES_MIN 3 /* of what both words share: "rat", "weg" */
#define LONG_TAIL_BYTES 8
#define LOOK_AHEAD 10 /* words: "Bau-, Planungs-, Verkehrs- und Umweltausschuss" */

#define LEANS_AHEAD '\x1f' /* "haupt" with "finanzausschuss" */
#define LEANS_BACK '\x1e'  /* "lenkung" with "verkehrsplanung" */

static bool is_conjunction(const char *word, size_t n)
{
    static const char *const words[] = {"und", "oder", "bzw", "beziehungsweise", "sowie", "bis", "u"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (n == strlen(words[i]) && memcmp(word, words[i], n) == 0)
            return true;
    }
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == '/' || c == ')';
}

/* "Haupt- und", "Bau-, ": a hyphen right behind the word and no letter behind that. */
static bool has_open_end(const char *text, size_t n, size_t end)
{
    return end + 1 < n && text[end] == '-' && is_blank(text[end + 1]);
}

/* " -lenkung". */
static bool has_open_start(const char *text, size_t start)
{
    return start >= 2 && text[start - 1] == '-' && is_blank(text[start - 2]);
}

/* The whole word behind "Haupt- und" in t; false when the words there say something else. */
static bool find_ahead(struct rat_tokenizer *t, const char *text, size_t n, size_t end,
                       struct rat_token *whole)
{
    bool conjunction = false;
    rat_tokenizer_start(t, text, n);
    t->at = end;
    for (unsigned i = 0; i < LOOK_AHEAD && rat_tokenizer_next(t, whole); i++) {
        if (is_conjunction(whole->surface, whole->surface_size)) {
            conjunction = true;
            continue;
        }
        if (!has_open_end(text, n, whole->end))
            return conjunction;
        conjunction = false;
    }
    return false;
}

/* The start of the word that ends at or before `end`, moved over blanks; *word_end is its end. */
static size_t word_before(const char *text, size_t end, size_t *word_end)
{
    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\n' || text[end - 1] == '\r'))
        end--;
    size_t start = end;
    while (start > 0 && !is_blank(text[start - 1]) && text[start - 1] != '-' && text[start - 1] != '(')
        start--;
    *word_end = end;
    return start;
}

/* Whether the last word before `end` is one, and where it begins. */
static bool conjunction_before(const char *text, size_t end, size_t *start)
{
    size_t word_end;
    *start = word_before(text, end, &word_end);
    if (word_end > *start && text[word_end - 1] == '.')
        word_end--;
    return is_conjunction(text + *start, word_end - *start);
}

/* "Verkehrsplanung und -lenkung": the word before the conjunction. */
static bool find_back(const char *text, size_t start, struct rat_buf *whole)
{
    size_t end, at;
    if (!conjunction_before(text, start - 1, &at))
        return false;
    at = word_before(text, at, &end);
    if (at == end && end > 0 && text[end - 1] == '-') /* "Bundesbesoldungs- und -versorgungsgesetz" */
        at = word_before(text, end - 1, &end);
    if (end - at > RAT_SUSPENDED_WORD_BYTES)
        return false;
    rat_fold_surface(text + at, end - at, whole);
    return !whole->failed && whole->size > TAIL_BYTES_MIN;
}

bool rat_suspended_opens(const char *text, size_t hyphen)
{
    size_t at;
    return hyphen > 0 && is_blank(text[hyphen - 1]) && conjunction_before(text, hyphen, &at);
}

bool rat_suspended_pair(const char *text, size_t n, size_t start, size_t end, struct rat_buf *pair)
{
    bool ahead = has_open_end(text, n, end);
    if ((!ahead && !has_open_start(text, start)) || end - start > RAT_SUSPENDED_WORD_BYTES)
        return false;
    struct rat_buf whole = RAT_BUF_INIT;
    struct rat_tokenizer t = {.keep_hyphens = false};
    struct rat_token token;
    bool found = ahead ? find_ahead(&t, text, n, end, &token) : find_back(text, start, &whole);
    if (found && ahead) {
        found = token.surface_size > TAIL_BYTES_MIN && token.surface_size <= RAT_SUSPENDED_WORD_BYTES;
        rat_buf_append(&whole, token.surface, token.surface_size);
    }
    if (found) {
        rat_fold_surface(text + start, end - start, pair);
        rat_buf_byte(pair, ahead ? LEANS_AHEAD : LEANS_BACK);
        rat_buf_append(pair, whole.data, whole.size);
    }
    pair->failed = pair->failed || whole.failed;
    rat_buf_release(&whole);
    return found && !pair->failed;
}

size_t rat_suspended_fragment(const char *surface, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (surface[i] == LEANS_AHEAD || surface[i] == LEANS_BACK)
            return i;
    }
    return 0;
}

/* ---- completing ---- */

struct half {
    const char *bytes;
    size_t size;
};

enum tail_rule {
    TAIL_IS_ANY,
    TAIL_IS_WORD, /* "bau-" with "denkmalrechtlichen" does not make "bau|lichen" */
};

static bool is_boundary(const struct half *word, size_t at)
{
    return at == word->size || ((unsigned char)word->bytes[at] & 0xc0) != 0x80;
}

static bool is_word(const struct half *tail, rat_word_count count, const void *context)
{
    return (tail->size > TAIL_BYTES_MIN || rat_is_short_part(tail->bytes, tail->size)) &&
           count(context, tail->bytes, tail->size) > 0;
}

/* Of all ways to put a head of `first` (at least head_min bytes) before a tail of `second` (its start at most tail_max)
 * the word that the archive has most often. False when it has none. */
static bool combine(struct half first, size_t head_min, struct half second, size_t tail_max,
                    enum tail_rule rule, rat_word_count count, const void *context, struct rat_buf *out)
{
    uint32_t best = 0;
    size_t from = out->size;
    char word[2 * RAT_SUSPENDED_WORD_BYTES];
    for (size_t head = head_min; head <= first.size; head++) {
        for (size_t at = 0; at <= tail_max; at++) {
            struct half tail = {second.bytes + at, second.size - at};
            if (!is_boundary(&first, head) || !is_boundary(&second, at) ||
                (rule == TAIL_IS_WORD && !is_word(&tail, count, context)))
                continue;
            memcpy(word, first.bytes, head);
            memcpy(word + head, tail.bytes, tail.size);
            uint32_t times = count(context, word, head + tail.size);
            if (times <= best)
                continue;
            best = times;
            out->size = from;
            rat_buf_append(out, word, head + tail.size);
        }
    }
    return best > 0;
}

bool rat_suspended_complete(const char *pair, size_t n, rat_word_count count, const void *context,
                            struct rat_buf *out)
{
    size_t size = rat_suspended_fragment(pair, n);
    struct half fragment = {pair, size}, whole = {pair + size + 1, n - size - 1};
    if (size == 0 || size > RAT_SUSPENDED_WORD_BYTES || whole.size > RAT_SUSPENDED_WORD_BYTES ||
        whole.size <= TAIL_BYTES_MIN)
        return false;
    if (pair[size] == LEANS_BACK) /* a head of the word and the fragment */
        return combine(whole, TAIL_BYTES_MIN, fragment, 0, TAIL_IS_ANY, count, context, out);
    /* the fragment and a tail of the word, which is a word, or so long that it may be a compound that the archive has
     * nowhere else ("totholz|strukturen") */
    return combine(fragment, size, whole, whole.size - TAIL_BYTES_MIN, TAIL_IS_WORD, count, context, out) ||
           (whole.size > LONG_TAIL_BYTES &&
            combine(fragment, size, whole, whole.size - LONG_TAIL_BYTES, TAIL_IS_ANY, count, context, out));
}
