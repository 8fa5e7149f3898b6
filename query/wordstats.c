/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/wordstats.h"

#include "base/strmap.h"
#include "query/marks.h"
#include "query/search_internal.h"
#include "query/spelling.h"

#include <math.h>
#include <stdlib.h>

#define WINDOW_UNSET 10u
#define LETTERS_MIN 3u
#define NOUN_SHARE 0.5f
#define SAMPLE_DOCUMENTS_MIN 2u   /* what one document says is no pattern */
#define TEXT_BYTES_MAX (1u << 20) /* of one document; the rest says much the same */

/* Of one distinct surface form. */
struct count {
    uint32_t documents, beside;          /* of the sample */
    uint32_t last_document, last_beside; /* number + 1 of the document that counted last */
    bool is_asked;                       /* a match itself */
};

struct stats {
    struct rat_search *search;
    const struct rat_wordstats_options *options;
    struct rat_arena *arena;
    struct rat_strmap words;
    struct rat_buf counts; /* struct count by number */
    struct rat_buf tokens; /* struct place of the document at hand */
    size_t places;
    struct rat_err *err;
};

struct place {
    uint32_t word, position, start;
};

/* ---- one document ---- */

static bool is_word(const struct rat_token *token)
{
    unsigned letters = 0;
    if (token->kind != RAT_TOKEN_WORD)
        return false;
    for (uint32_t i = 0; i < token->surface_size; i++) {
        unsigned char c = (unsigned char)token->surface[i];
        if (c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
            return false;
        letters += (c & 0xc0) != 0x80;
    }
    return letters >= LETTERS_MIN;
}

static rat_status read_tokens(struct stats *s, const struct rat_buf *text, uint32_t document)
{
    struct rat_analyzer *analyzer = s->search->words.analyzer;
    struct rat_token token;
    rat_status st;
    rat_buf_clear(&s->tokens);
    rat_analyzer_start(analyzer, text->data ? (const char *)text->data : "", text->size);
    while ((st = rat_analyzer_next(analyzer, &token)) == RAT_OK) {
        bool added = false;
        if (!is_word(&token))
            continue;
        uint32_t number = rat_strmap_add(&s->words, token.surface, token.surface_size, &added);
        if (added)
            rat_buf_zero(&s->counts, sizeof(struct count));
        struct place place = {number, token.position, token.start};
        rat_buf_append(&s->tokens, &place, sizeof place);
        if (number == RAT_STRMAP_NONE || s->counts.failed || s->tokens.failed)
            return rat_nomem(s->err);
        struct count *count = (struct count *)(void *)s->counts.data + number;
        count->documents += count->last_document != document + 1;
        count->last_document = document + 1;
    }
    return st == RAT_END ? RAT_OK : rat_nomem(s->err);
}

/* The first token at or behind a byte. */
static size_t token_at(const struct stats *s, uint32_t start)
{
    const struct place *place = (const struct place *)(const void *)s->tokens.data;
    size_t low = 0, high = s->tokens.size / sizeof *place;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (place[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void count_beside(struct stats *s, const struct rat_match *match, uint32_t document)
{
    const struct place *place = (const struct place *)(const void *)s->tokens.data;
    struct count *counts = (struct count *)(void *)s->counts.data;
    size_t n = s->tokens.size / sizeof *place,
           window = s->options->window ? s->options->window : WINDOW_UNSET;
    size_t first = token_at(s, match->start), end = first;
    while (end < n && place[end].start < match->end)
        counts[place[end++].word].is_asked = true;
    size_t from = first > window ? first - window : 0, to = end + window < n ? end + window : n;
    for (size_t i = from; i < to; i++) {
        struct count *count = &counts[place[i].word];
        if (i >= first && i < end)
            continue;
        count->beside += count->last_beside != document + 1;
        count->last_beside = document + 1;
    }
}

static rat_status read_document(struct stats *s, uint32_t hit)
{
    struct rat_arena arena;
    struct rat_document document;
    const struct rat_match *matches;
    struct rat_buf text = RAT_BUF_INIT;
    size_t count = 0;
    rat_arena_init(&arena, 0);
    rat_status st = rat_catalogue_document(s->search->snapshot->catalogue, s->search->result.hits[hit].docnum,
                                           &arena, &document, s->err);
    if (st == RAT_OK)
        st = rat_search_matches(s->search, hit, &arena, &matches, &count, s->err);
    if (st == RAT_OK)
        st = rat_snapshot_content(s->search->snapshot, document.text_sha, 0, TEXT_BYTES_MAX, &text, s->err);
    if (st == RAT_OK)
        st = read_tokens(s, &text, hit);
    for (size_t i = 0; st == RAT_OK && i < count; i++)
        count_beside(s, &matches[i], hit);
    s->places += count;
    rat_buf_release(&text);
    rat_arena_release(&arena);
    return st;
}

/* ---- what is more than chance ---- */

static double part(double observed, double expected)
{
    return observed > 0 && expected > 0 ? observed * log(observed / expected) : 0;
}

/* have of sample documents, all of archive documents have it; 0 where it is rarer than elsewhere. */
static double likelihood(double have, double sample, double all, double archive)
{
    all = fmax(all, have);
    archive = fmax(archive, fmax(all, sample));
    double rest = archive - sample, with = all - have;
    if (rest <= 0 || have / sample <= all / archive)
        return 0;
    double share = all / archive;
    return 2 * (part(have, sample * share) + part(sample - have, sample * (1 - share)) +
                part(with, rest * share) + part(rest - with, rest * (1 - share)));
}

static rat_status count_in_archive(struct stats *s, const struct rat_strmap_key *word, uint64_t *out)
{
    struct rat_terms terms;
    unsigned char key[RAT_TERM_BYTES_MAX + 1];
    *out = 0;
    if (rat_analyzer_terms(s->search->words.analyzer, (const char *)word->bytes, word->size, &terms) !=
        RAT_OK)
        return rat_nomem(s->err);
    key[0] = RAT_LAYER_EXACT;
    memcpy(key + 1, terms.term[0].bytes, terms.term[0].size);
    const struct rat_snapshot *snapshot = s->search->snapshot;
    for (uint32_t i = 0; i < snapshot->manifest.segment_count; i++) {
        struct rat_term_info info;
        rat_status st = rat_dictionary_find(&snapshot->segments[i]->dictionary, key, terms.term[0].size + 1u,
                                            &info, s->err);
        if (st == RAT_OK)
            *out += info.documents;
        else if (st != RAT_ENOTFOUND)
            return st;
    }
    return RAT_OK;
}

static int by_score(const void *a, const void *b)
{
    const struct rat_wordstat *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return strcmp(x->word, y->word);
}

static bool is_wanted(const struct stats *s, const struct rat_strmap_key *word)
{
    return s->options->all_words ||
           rat_analyzer_noun_share(s->search->words.analyzer, (const char *)word->bytes, word->size) >=
               NOUN_SHARE;
}

static rat_status list(struct stats *s, bool beside, const struct rat_wordstat **out, size_t *out_count)
{
    struct rat_wordstat *list = calloc(s->words.count + 1u, sizeof *list);
    const struct count *counts = (const struct count *)(const void *)s->counts.data;
    double sample = (double)s->search->result.hit_count, archive = (double)s->search->snapshot->documents;
    size_t n = 0;
    rat_status st = list ? RAT_OK : rat_nomem(s->err);
    for (uint32_t i = 0; st == RAT_OK && i < s->words.count; i++) {
        uint64_t have = beside ? counts[i].beside : counts[i].documents, all;
        if (have < SAMPLE_DOCUMENTS_MIN || counts[i].is_asked || !is_wanted(s, &s->words.keys[i]))
            continue;
        st = count_in_archive(s, &s->words.keys[i], &all);
        double score = likelihood((double)have, sample, (double)all, archive);
        if (score > 0)
            list[n++] = (struct rat_wordstat){(const char *)s->words.keys[i].bytes, have, all, score};
    }
    if (st == RAT_OK && n > 1)
        qsort(list, n, sizeof *list, by_score);
    n = n < s->options->terms ? n : s->options->terms;
    for (size_t i = 0; st == RAT_OK && i < n; i++) {
        struct rat_buf spelled = RAT_BUF_INIT;
        rat_spell_term(s->search->words.model, list[i].word, strlen(list[i].word), &spelled);
        list[i].word = spelled.failed ? NULL : rat_arena_strdup(s->arena, rat_buf_cstr(&spelled));
        rat_buf_release(&spelled);
        if (!list[i].word)
            st = rat_nomem(s->err);
    }
    *out = st == RAT_OK ? rat_arena_memdup(s->arena, list, (n + 1) * sizeof *list) : NULL;
    *out_count = n;
    free(list);
    return st == RAT_OK && !*out ? rat_nomem(s->err) : st;
}

rat_status rat_wordstats_run(struct rat_search *search, const struct rat_wordstats_options *options,
                             struct rat_arena *arena, struct rat_wordstats *out, struct rat_err *err)
{
    struct stats s = {.search = search, .options = options, .arena = arena, .err = err};
    size_t sample = search->result.hit_count;
    rat_status st = RAT_OK;
    if (!search->snapshot->catalogue)
        return rat_fail(err, RAT_ENOTFOUND, "%s", _("Dieses Archiv hat nur einen Index und keine Texte"));
    rat_strmap_init(&s.words);
    *out = (struct rat_wordstats){.sample = sample};
    for (uint32_t i = 0; st == RAT_OK && i < sample; i++)
        st = read_document(&s, i);
    if (st == RAT_OK)
        st = list(&s, false, &out->terms, &out->term_count);
    if (st == RAT_OK)
        st = list(&s, true, &out->neighbours, &out->neighbour_count);
    out->places = s.places;
    rat_strmap_release(&s.words);
    rat_buf_release(&s.counts);
    rat_buf_release(&s.tokens);
    return st;
}
