/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/suspended.h"

#include "text/compound_words_internal.h"

#include <string.h>

#define TAIL_BYTES_MIN 3 /* of what both words share: "rat", "weg" */
#define LONG_TAIL_BYTES 8

void rat_suspended_start(struct rat_suspended *s, const char *text, size_t n, rat_word_count count,
                         const void *context)
{
    s->text = text;
    s->n = n;
    s->count = count;
    s->context = context;
    s->waiting = 0;
    s->conjunction = false;
    s->whole.size = 0;
}

static bool is_conjunction(const struct rat_token *token)
{
    static const char *const words[] = {"und", "oder", "bzw", "beziehungsweise", "sowie", "bis", "u"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (token->surface_size == strlen(words[i]) &&
            memcmp(token->surface, words[i], token->surface_size) == 0)
            return true;
    }
    return false;
}

static bool is_hyphen_at(const struct rat_suspended *s, size_t at)
{
    return at < s->n && s->text[at] == '-';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == '/' || c == ')';
}

/* "Haupt- und", "Bau-, ": a hyphen right behind the token and no letter behind that. */
static bool has_open_end(const struct rat_suspended *s, const struct rat_token *token)
{
    size_t at = token->end;
    return is_hyphen_at(s, at) && at + 1 < s->n && is_blank(s->text[at + 1]);
}

/* " -lenkung". */
static bool has_open_start(const struct rat_suspended *s, const struct rat_token *token)
{
    size_t at = token->start;
    return at >= 2 && is_hyphen_at(s, at - 1) && is_blank(s->text[at - 2]);
}

static bool keep(const struct rat_token *token, struct rat_suspended_word *out)
{
    out->size = 0;
    if (token->surface_size > RAT_SUSPENDED_BYTES)
        return false;
    out->position = token->position;
    out->start = token->start;
    out->end = token->end;
    out->size = (uint16_t)token->surface_size;
    memcpy(out->bytes, token->surface, token->surface_size);
    return true;
}

static void wait_for_word(struct rat_suspended *s, const struct rat_token *token)
{
    if (s->waiting == RAT_SUSPENDED_MAX) {
        memmove(s->pending, s->pending + 1, (RAT_SUSPENDED_MAX - 1) * sizeof *s->pending);
        s->waiting--;
    }
    s->waiting += keep(token, &s->pending[s->waiting]);
}

static bool is_boundary(const char *word, size_t n, size_t at)
{
    return at == n || ((unsigned char)word[at] & 0xc0) != 0x80;
}

enum tail {
    TAIL_IS_ANY,
    TAIL_IS_WORD, /* "bau-" with "denkmalrechtlichen" does not make "bau|lichen" */
};

static bool is_word(const struct rat_suspended *s, const char *tail, size_t n)
{
    return (n > TAIL_BYTES_MIN || rat_is_short_part(tail, n)) && s->count(s->context, tail, n) > 0;
}

/* Of all ways to put a head of `first` (at least head_min bytes) before a tail of `second` (at least tail_min
 * bytes) the word that the archive has most often. False when it has none. */
static bool combine(const struct rat_suspended *s, enum tail tail_rule, const char *first, size_t first_from,
                    size_t first_to, const char *second, size_t second_size, size_t second_to,
                    struct rat_suspended_word *out)
{
    uint32_t best = 0;
    char word[2 * RAT_SUSPENDED_BYTES];
    for (size_t head = first_from; head <= first_to; head++) {
        for (size_t tail = 0; tail <= second_to; tail++) {
            if (!is_boundary(first, first_to, head) || !is_boundary(second, second_size, tail))
                continue;
            if (tail_rule == TAIL_IS_WORD && !is_word(s, second + tail, second_size - tail))
                continue;
            size_t size = head + second_size - tail;
            memcpy(word, first, head);
            memcpy(word + head, second + tail, second_size - tail);
            uint32_t count = s->count(s->context, word, size);
            if (count <= best)
                continue;
            best = count;
            out->size = (uint16_t)size;
            memcpy(out->bytes, word, size);
        }
    }
    return best > 0;
}

/* "Haupt-" with "finanzausschuss": the fragment and a tail of the word. The tail is a word, or so long that
 * it may be a compound that the archive has nowhere else ("totholz|strukturen"). */
static bool complete_end(const struct rat_suspended *s, const struct rat_suspended_word *fragment,
                         const struct rat_token *whole, struct rat_suspended_word *out)
{
    size_t n = whole->surface_size;
    if (n <= TAIL_BYTES_MIN || n > RAT_SUSPENDED_BYTES)
        return false;
    *out = *fragment;
    return combine(s, TAIL_IS_WORD, fragment->bytes, fragment->size, fragment->size, whole->surface, n,
                   n - TAIL_BYTES_MIN, out) ||
           (n > LONG_TAIL_BYTES && combine(s, TAIL_IS_ANY, fragment->bytes, fragment->size, fragment->size,
                                           whole->surface, n, n - LONG_TAIL_BYTES, out));
}

/* "verkehrsplanung" with "-lenkung": a head of the word and the fragment. */
static bool complete_start(const struct rat_suspended *s, const struct rat_token *fragment,
                           struct rat_suspended_word *out)
{
    if (s->whole.size <= TAIL_BYTES_MIN || !keep(fragment, out))
        return false;
    return combine(s, TAIL_IS_ANY, s->whole.bytes, TAIL_BYTES_MIN, s->whole.size, fragment->surface,
                   fragment->surface_size, 0, out);
}

unsigned rat_suspended_feed(struct rat_suspended *s, const struct rat_token *token)
{
    unsigned done = 0;
    if (is_conjunction(token)) {
        s->conjunction = true;
        return 0;
    }
    bool conjunction = s->conjunction;
    s->conjunction = false;
    if (has_open_end(s, token)) {
        wait_for_word(s, token);
        s->whole.size = 0;
        return 0;
    }
    if (conjunction) {
        for (unsigned i = 0; i < s->waiting; i++)
            done += complete_end(s, &s->pending[i], token, &s->done[done]);
        if (s->waiting == 0 && has_open_start(s, token))
            done += complete_start(s, token, &s->done[0]);
    }
    s->waiting = 0;
    (void)keep(token, &s->whole);
    return done;
}
