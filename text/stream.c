/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/stream_internal.h"

#include "text/fold.h"
#include "text/gender.h"
#include "text/suspended.h"
#include "text/utf8_internal.h"

#define JOINED_BYTES_MAX 60 /* of "CDU/FDP-Gruppe" and the like; a longer chain is a list */
#define JOINED_WORDS_MAX 4
#define FORMULA_GAP 3   /* characters between "CO" and "2" */
#define NUMBER_AHEAD 10 /* "Drucksache Nr. 17/2034": so near to the word a number must begin */

void rat_stream_release(struct rat_stream *s)
{
    rat_buf_release(&s->bytes);
}

void rat_stream_start(struct rat_stream *s, const char *text, size_t n)
{
    rat_tokenizer_start(&s->tokenizer, text, n);
    s->tokenizer.keep_hyphens = !(s->steps & RAT_STEP_HYPHENS);
    s->position = 0;
    s->typed_end = s->joined_end = s->gap = 0;
    s->extra_count = s->extra_at = 0;
}

bool rat_surface_is_typed(const char *surface, size_t n)
{
    unsigned char first = n ? (unsigned char)surface[0] : 0;
    if (first == '#' || first == '=' || first == '@' || first == '^')
        return true;
    return (n > 2 && memcmp(surface, "\xc2\xa7", 2) == 0) ||
           (n > 3 && memcmp(surface, "\xe2\x82\xac", 3) == 0);
}

/* An extra token at the position of the word; its bytes are s->bytes from `from` on. */
static void add_extra(struct rat_stream *s, size_t from, size_t start, size_t end, enum rat_token_kind kind,
                      enum rat_step step)
{
    if (s->extra_count == RAT_STREAM_EXTRAS_MAX || s->bytes.failed || s->bytes.size == from)
        return;
    s->extras[s->extra_count++] = (struct rat_stream_extra){(uint32_t)from,  (uint32_t)(s->bytes.size - from),
                                                            (uint32_t)start, (uint32_t)end,
                                                            (uint8_t)kind,   (uint16_t)step};
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(const char *text, size_t n, size_t at)
{
    unsigned char c = (unsigned char)text[at];
    return (c >= 'A' && c <= 'Z') || (c == 0xc3 && at + 1 < n && (unsigned char)text[at + 1] <= 0x9e);
}

/* ---- typed tokens ---- */

static bool number_is_near(const char *text, size_t n, size_t at)
{
    size_t end = at + NUMBER_AHEAD < n ? at + NUMBER_AHEAD : n;
    for (; at < end; at++) {
        if (is_digit(text[at]))
            return true;
    }
    return false;
}

static bool is_address(const char *text, size_t n, size_t at)
{
    for (; at < n && (unsigned char)text[at] > ' ' && text[at] != ','; at++) {
        if (text[at] == '@')
            return true;
    }
    return false;
}

/* Most words begin nothing; this must be cheap. */
static bool may_be_typed(const char *text, size_t n, const struct rat_token *word)
{
    if (is_digit(text[word->start]))
        return true;
    if (is_capital(text, n, word->start) && word->end - word->start <= 16 &&
        number_is_near(text, n, word->end))
        return true;
    return word->end < n && strchr("@._-+", text[word->end]) && text[word->end] &&
           is_address(text, n, word->end);
}

static void find_typed_at(struct rat_stream *s, size_t at)
{
    const struct rat_tokenizer *t = &s->tokenizer;
    if (at < s->typed_end || !rat_typed_find(t->text, t->n, at, &s->typed))
        return;
    s->typed_end = s->typed.end;
    for (unsigned i = 0; i < s->typed.count; i++) {
        const struct rat_typed_term *term = &s->typed.term[i];
        size_t from = s->bytes.size;
        rat_buf_append(&s->bytes, s->typed.bytes + term->offset, term->size);
        add_extra(s, from, s->typed.start, s->typed.end,
                  term->specific ? RAT_TOKEN_TYPED : RAT_TOKEN_TYPED_WIDER, RAT_STEP_TYPED);
    }
}

/* "§" and "€" are no words: they stand in the gap before one. */
static void find_typed(struct rat_stream *s, const struct rat_token *word)
{
    const char *text = s->tokenizer.text;
    for (size_t at = word->start; at > s->gap && word->start - at < 8; at--) {
        if ((unsigned char)text[at - 1] < 0x80)
            continue;
        size_t size;
        int32_t cp = rat_utf8_before(text, at, &size);
        if (cp == 0xa7 || cp == 0x20ac) {
            size_t sign = at - size;
            while (sign >= s->gap + 2 && memcmp(text + sign - 2, "\xc2\xa7", 2) == 0)
                sign -= 2;
            find_typed_at(s, sign);
            break;
        }
        at -= size - 1;
    }
    if (may_be_typed(text, s->tokenizer.n, word))
        find_typed_at(s, word->start);
}

/* ---- gender forms ---- */

static bool may_be_gender(const char *text, size_t n, const struct rat_token *word)
{
    if (word->end - word->start < 3 || !is_capital(text, n, word->start))
        return false;
    if (memchr(text + word->start + 1, 'I', word->end - word->start - 1))
        return true;
    if (word->end + 2 >= n)
        return false;
    unsigned char c = (unsigned char)text[word->end];
    return c == '*' || c == '_' || c == ':' || c == '/' || c == '(' || c == '-' || c == '.' || c == 0xc2 ||
           c == 0xe2;
}

/* The masculine stands in for the word, the feminine beside it. */
static void find_gender(struct rat_stream *s, struct rat_token *word)
{
    struct rat_tokenizer *t = &s->tokenizer;
    struct rat_gender form;
    struct rat_buf masculine = RAT_BUF_INIT, feminine = RAT_BUF_INIT;
    if (!may_be_gender(t->text, t->n, word) || !rat_gender_find(t->text, t->n, word->start, word->end, &form))
        return;
    rat_gender_forms(t->text, &form, &masculine, &feminine);
    s->bytes.failed = s->bytes.failed || masculine.failed || feminine.failed;
    if (!s->bytes.failed && masculine.size <= RAT_SURFACE_RAW_BYTES) {
        memcpy(t->surface, masculine.data, masculine.size);
        word->surface_size =
            (uint32_t)rat_utf8_floor(t->surface, masculine.size, 2 * RAT_TOKEN_CODE_POINTS_MAX);
        word->end = (uint32_t)form.end;
        word->step = RAT_STEP_GENDER;
        if (form.end > t->at)
            t->at = form.end;
        size_t from = s->bytes.size;
        rat_buf_append(
            &s->bytes, feminine.data,
            rat_utf8_floor((const char *)feminine.data, feminine.size, 2 * RAT_TOKEN_CODE_POINTS_MAX));
        add_extra(s, from, word->start, word->end, RAT_TOKEN_VARIANT, RAT_STEP_GENDER);
    }
    rat_buf_release(&masculine);
    rat_buf_release(&feminine);
}

/* ---- hyphenated words as one ---- */

/* Where the next word of the chain begins behind a word that ends at `end`; 0: the chain ends here. */
static size_t next_in_chain(const char *text, size_t n, size_t end)
{
    struct rat_line_hyphen hyphen;
    size_t size;
    if (end + 1 >= n)
        return 0;
    int32_t cp = rat_utf8_at(text, n, end, &size);
    if (cp != '-' && cp != 0x2010 && cp != 0x2011)
        return 0;
    if (rat_dehyphenate(text, n, end, &hyphen) == RAT_HYPHEN_STAYS)
        return hyphen.next;
    size_t after = end + size;
    if (after < n && rat_cp_is_alnum(rat_utf8_at(text, n, after, &size)))
        return after;
    return 0;
}

/* "CDU-Fraktion": the word at hand and those chained to it. */
static void find_joined(struct rat_stream *s, const struct rat_token *word)
{
    const struct rat_tokenizer *t = &s->tokenizer;
    size_t from = s->bytes.size, end = word->end, next;
    unsigned words = 1;
    if (word->start < s->joined_end || is_digit(t->text[word->start]) ||
        (next = next_in_chain(t->text, t->n, end)) == 0)
        return;
    rat_buf_append(&s->bytes, word->surface, word->surface_size);
    while (next && words <= JOINED_WORDS_MAX) {
        struct rat_token more;
        rat_tokenizer_start(&s->ahead, t->text, t->n);
        s->ahead.at = next;
        if (!rat_tokenizer_next(&s->ahead, &more) || more.start != next)
            break;
        rat_buf_append(&s->bytes, more.surface, more.surface_size);
        end = more.end;
        words++;
        next = next_in_chain(t->text, t->n, end);
    }
    s->joined_end = end;
    if (words > 1 && words <= JOINED_WORDS_MAX && s->bytes.size - from <= JOINED_BYTES_MAX)
        add_extra(s, from, word->start, end, RAT_TOKEN_VARIANT, RAT_STEP_JOINED);
}

/* "OB" is the mayor, "ob" is everywhere: a short word in capitals that is a common word otherwise is also a term of its own. */
static void find_capitals(struct rat_stream *s, const struct rat_token *word)
{
    static const char common[] = " ab am an da du er es im in ja je ob so um wo zu ";
    const char *text = s->tokenizer.text + word->start;
    char key[] = "^xx", padded[] = " xx ";
    if (word->end - word->start != 2 || text[0] < 'A' || text[0] > 'Z' || text[1] < 'A' || text[1] > 'Z')
        return;
    for (int i = 0; i < 2; i++)
        key[1 + i] = padded[1 + i] = (char)(text[i] | 0x20);
    if (!strstr(common, padded))
        return;
    size_t from = s->bytes.size;
    rat_buf_append(&s->bytes, key, 3);
    add_extra(s, from, word->start, word->end, RAT_TOKEN_VARIANT, RAT_STEP_CAPITALS);
}

static bool is_formula(const char *word, size_t n)
{
    static const char *const formulas[] = {"CO", "NO", "SO", "CH", "PM"};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
        if (n == 2 && memcmp(word, formulas[i], 2) == 0)
            return true;
    return false;
}

/* "CO⏎2⏎-Relevanz", "PM 10": a lowered number comes out of a page on a line of its own. */
static void find_formula(struct rat_stream *s, const struct rat_token *word)
{
    const struct rat_tokenizer *t = &s->tokenizer;
    size_t from = s->bytes.size, at = word->end, digits;
    if (!is_formula(t->text + word->start, word->end - word->start))
        return;
    while (at < t->n && at - word->end < FORMULA_GAP && strchr(" \r\n", t->text[at]) && t->text[at])
        at++;
    for (digits = at; at < t->n && at - digits < 2 && is_digit(t->text[at]);)
        at++;
    if (at == digits || digits == word->end || (at < t->n && !strchr(" \r\n-),.;:", t->text[at])))
        return;
    rat_buf_append(&s->bytes, word->surface, word->surface_size);
    rat_buf_append(&s->bytes, t->text + digits, at - digits);
    add_extra(s, from, word->start, at, RAT_TOKEN_VARIANT, RAT_STEP_JOINED);
}

/* "nicht öffentlich" is written in three ways. */
static void find_not_public(struct rat_stream *s, const struct rat_token *word)
{
    static const char open[] = "öffentlich";
    const struct rat_tokenizer *t = &s->tokenizer;
    size_t from = s->bytes.size;
    struct rat_token more;
    if (word->surface_size != 5 || memcmp(word->surface, "nicht", 5) != 0 || word->end >= t->n ||
        t->text[word->end] != ' ')
        return;
    rat_tokenizer_start(&s->ahead, t->text, t->n);
    s->ahead.at = word->end;
    if (!rat_tokenizer_next(&s->ahead, &more) || more.surface_size < sizeof open - 1 ||
        memcmp(more.surface, open, sizeof open - 1) != 0)
        return;
    rat_buf_append(&s->bytes, word->surface, word->surface_size);
    rat_buf_append(&s->bytes, more.surface, more.surface_size);
    add_extra(s, from, word->start, more.end, RAT_TOKEN_VARIANT, RAT_STEP_JOINED);
}

/* ---- the stream ---- */

static void find_suspended(struct rat_stream *s, const struct rat_token *word)
{
    const struct rat_tokenizer *t = &s->tokenizer;
    size_t from = s->bytes.size;
    bool open = (word->end < t->n && t->text[word->end] == '-') ||
                (word->start > 0 && t->text[word->start - 1] == '-');
    if (open && rat_suspended_pair(t->text, t->n, word->start, word->end, &s->bytes))
        add_extra(s, from, word->start, word->end, RAT_TOKEN_PAIR, RAT_STEP_SUSPENDED);
}

static void take_extra(struct rat_stream *s, struct rat_token *out)
{
    const struct rat_stream_extra *extra = &s->extras[s->extra_at++];
    *out = (struct rat_token){(const char *)s->bytes.data + extra->from,
                              extra->size,
                              s->position,
                              extra->start,
                              extra->end,
                              extra->kind,
                              extra->step};
}

rat_status rat_stream_next(struct rat_stream *s, struct rat_token *out)
{
    if (s->extra_at < s->extra_count) {
        take_extra(s, out);
        return RAT_OK;
    }
    s->extra_at = s->extra_count = 0;
    rat_buf_clear(&s->bytes);
    if (!rat_tokenizer_next(&s->tokenizer, out))
        return RAT_END;
    s->position = out->position;
    if (s->steps & RAT_STEP_TYPED)
        find_typed(s, out);
    if (s->steps & RAT_STEP_GENDER)
        find_gender(s, out);
    if (s->steps & RAT_STEP_CAPITALS)
        find_capitals(s, out);
    if (s->steps & RAT_STEP_JOINED) {
        find_joined(s, out);
        find_formula(s, out);
        find_not_public(s, out);
    }
    if (s->steps & RAT_STEP_SUSPENDED)
        find_suspended(s, out);
    s->gap = out->end;
    return s->bytes.failed ? RAT_ENOMEM : RAT_OK;
}
