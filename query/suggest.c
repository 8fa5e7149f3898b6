/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/suggest.h"

#include "query/archive_analyzer.h"
#include "query/fuzzy.h"
#include "query/plan_internal.h"
#include "query/spelling.h"
#include "text/charset.h"
#include "text/cologne.h"

#include <math.h>
#include <stdlib.h>

#define LETTERS_MIN 4u
#define LONG_LETTERS 8u /* of a word in which two letters may be wrong */
#define RARE_MAX 2u     /* documents with a word that may be a slip */
#define RATIO_MIN 20u   /* by which another must be more frequent than a rare one */
#define CANDIDATES 6u
#define COST_SOUND 2u
/* What a letter costs, and what company is worth, against the logarithm of a word's frequency. By eye. */
#define WORTH_LETTER 3.0
#define WORTH_COMPANY 2.0

struct word {
    const char *text; /* as typed */
    size_t size;
    size_t at;       /* byte in the query */
    const char *key; /* exact term */
    uint64_t df;
    bool is_suspect;
    const char *better; /* spelled */
};

struct finder {
    struct rat_planner p;
    const char *query;
    struct rat_buf words; /* struct word */
    struct rat_snapshot *snapshot;
    const struct rat_request *request;
    struct rat_arena *arena;
    struct rat_err *err;
};

/* ---- the words of the query ---- */

static rat_status count_documents(struct finder *f, uint8_t layer, const char *bytes, size_t n, uint64_t *df)
{
    struct rat_plan *term = rat_plan_term(&f->p, layer, bytes, n, 1);
    rat_status st = term ? rat_plan_count(&f->p, term) : rat_nomem(f->err);
    *df = st == RAT_OK ? term->df : 0;
    return st;
}

static bool is_letters(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z') || (text[i] & 0x80)))
            return false;
    return true;
}

static rat_status add_word(struct finder *f, const struct rat_node *node, const struct rat_query_token *token)
{
    struct rat_terms terms;
    struct word word = {.text = node->text + token->start, .size = token->end - token->start};
    const char *at = memmem(f->query + node->start, node->end - node->start, word.text, word.size);
    if (!at || token->kind != RAT_TOKEN_WORD)
        return RAT_OK;
    word.at = (size_t)(at - f->query);
    if (rat_analyzer_terms(f->p.analyzer, token->surface, token->size, &terms) != RAT_OK)
        return rat_nomem(f->err);
    word.key = rat_arena_strndup(f->arena, terms.term[0].bytes, terms.term[0].size);
    uint64_t stem = 0;
    char stem_bytes[RAT_TERM_BYTES_MAX];
    size_t stem_size = 0;
    for (uint32_t i = 1; i < terms.count && !stem_size; i++)
        if (terms.term[i].layer == RAT_LAYER_STEM) {
            stem_size = terms.term[i].size;
            memcpy(stem_bytes, terms.term[i].bytes, stem_size);
        }
    rat_status st = word.key ? count_documents(f, RAT_LAYER_EXACT, word.key, strlen(word.key), &word.df)
                             : rat_nomem(f->err);
    if (st == RAT_OK && stem_size)
        st = count_documents(f, RAT_LAYER_STEM, stem_bytes, stem_size, &stem);
    word.df = stem > word.df ? stem : word.df;
    word.is_suspect = word.size >= LETTERS_MIN && is_letters(word.text, word.size) && word.df <= RARE_MAX;
    rat_buf_append(&f->words, &word, sizeof word);
    return st == RAT_OK && f->words.failed ? rat_nomem(f->err) : st;
}

static rat_status collect(struct finder *f, const struct rat_node *node)
{
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < node->clause_count; i++)
        if (node->clauses[i].occur != RAT_MUST_NOT)
            st = collect(f, node->clauses[i].node);
    if ((node->kind != RAT_NODE_WORD && node->kind != RAT_NODE_PHRASE) ||
        !rat_plan_is_text_field(node->field))
        return st;
    struct rat_query_tokens tokens;
    st = rat_plan_tokenize(&f->p, node->text, node->text_size, &tokens);
    for (size_t i = 0; st == RAT_OK && i < tokens.count; i++)
        st = add_word(f, node, &tokens.items[i]);
    return st;
}

/* ---- what it may have been ---- */

struct likeness {
    struct rat_fuzzy letters;
    struct rat_buf sound, other;
    const char *word;
    size_t size;
};

/* By letters, or else by sound. What the letters rule out may still sound alike, so nothing is skipped that begins alike. */
static bool is_like(void *ctx, const char *term, size_t n, uint32_t *cost, size_t *skip)
{
    struct likeness *l = ctx;
    size_t longer = n > l->size ? n : l->size, shorter = n > l->size ? l->size : n;
    if (rat_fuzzy_accepts(&l->letters, term, n, cost, skip))
        return *cost > 0;
    if (*term != *l->word || longer - shorter > 2 || l->sound.size < 2) {
        *skip = *term == *l->word ? 0 : *skip;
        return false;
    }
    *skip = 0;
    *cost = COST_SOUND;
    rat_buf_clear(&l->other);
    rat_cologne(term, n, &l->other);
    return !l->other.failed && l->other.size == l->sound.size &&
           memcmp(l->other.data, l->sound.data, l->sound.size) == 0;
}

/* How many documents have the two words next to each other. */
static rat_status count_company(struct finder *f, const char *left, const char *right, uint64_t *count)
{
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search;
    request.query = rat_arena_printf(f->arena, "\"%s %s\"", left, right);
    request.limit = 0;
    request.deadline_ms = f->request->deadline_ms;
    if (!request.query)
        return rat_nomem(f->err);
    rat_status st = rat_search_run(f->snapshot, &request, &search, f->err);
    if (st != RAT_OK)
        return st;
    *count = rat_search_result(search)->total;
    rat_search_free(search);
    return RAT_OK;
}

static rat_status weigh(struct finder *f, const struct word *words, size_t count, size_t i,
                        const struct rat_plan_listed_term *t, double *worth)
{
    const char *term = rat_arena_strndup(f->arena, t->key + 1, t->key_size - 1);
    uint64_t left = 0, right = 0;
    rat_status st = term ? RAT_OK : rat_nomem(f->err);
    if (st == RAT_OK && i > 0 && !words[i - 1].is_suspect)
        st = count_company(f, words[i - 1].key, term, &left);
    if (st == RAT_OK && i + 1 < count && !words[i + 1].is_suspect)
        st = count_company(f, term, words[i + 1].key, &right);
    double cost = 1 / (double)t->boost - 1;
    *worth = log(1 + (double)t->df) - WORTH_LETTER * cost + WORTH_COMPANY * log(1 + (double)(left + right));
    return st;
}

static rat_status improve(struct finder *f, struct word *words, size_t count, size_t i)
{
    struct likeness *l = rat_arena_calloc(f->arena, 1, sizeof *l);
    struct word *word = &words[i];
    struct rat_plan *plan = NULL;
    double best = -INFINITY;
    if (!l)
        return rat_nomem(f->err);
    l->word = word->key;
    l->size = strlen(word->key);
    struct rat_expander x = {.space = RAT_LAYER_EXACT,
                             .accepts = is_like,
                             .ctx = l,
                             .what = word->key,
                             .most = CANDIDATES,
                             .boost = 1};
    rat_cologne(word->key, l->size, &l->sound);
    rat_status st = RAT_OK;
    if (rat_fuzzy_init(&l->letters, word->key, l->size, l->size >= LONG_LETTERS ? 2 : 1)) {
        l->letters.is_text = true;
        st = rat_plan_list(&f->p, &x, &plan);
    }
    for (uint32_t c = 0; plan && st == RAT_OK && c < plan->listed->count; c++) {
        const struct rat_plan_listed_term *t = &plan->listed->items[c];
        struct rat_buf spelled = RAT_BUF_INIT;
        double worth;
        if (t->df <= word->df * RATIO_MIN || t->key_size - 1 < LETTERS_MIN)
            continue;
        st = weigh(f, words, count, i, t, &worth);
        if (st != RAT_OK || worth <= best)
            continue;
        best = worth;
        rat_spell_term(f->p.model, (const char *)t->key + 1, t->key_size - 1, &spelled);
        word->better = rat_arena_strdup(f->arena, rat_buf_cstr(&spelled));
        st = word->better && !spelled.failed ? RAT_OK : rat_nomem(f->err);
        rat_buf_release(&spelled);
    }
    rat_buf_release(&l->sound);
    rat_buf_release(&l->other);
    return st;
}

/* ---- the other query ---- */

static rat_status write_query(struct finder *f, const struct word *words, size_t count,
                              struct rat_suggestion *out)
{
    struct rat_buf text = RAT_BUF_INIT;
    size_t done = 0;
    for (size_t i = 0; i < count; i++) {
        if (!words[i].better || words[i].at < done || out->word_count == RAT_SUGGEST_WORDS_MAX)
            continue;
        rat_buf_append(&text, f->query + done, words[i].at - done);
        rat_buf_puts(&text, words[i].better);
        done = words[i].at + words[i].size;
        out->words[out->word_count].from = rat_arena_strndup(f->arena, words[i].text, words[i].size);
        out->words[out->word_count++].to = words[i].better;
    }
    rat_buf_puts(&text, f->query + done);
    out->query = out->word_count ? rat_arena_strdup(f->arena, rat_buf_cstr(&text)) : NULL;
    bool failed = text.failed || f->arena->failed;
    rat_buf_release(&text);
    return failed ? rat_nomem(f->err) : RAT_OK;
}

static rat_status try_query(struct finder *f, uint64_t total, struct rat_suggestion *out)
{
    struct rat_request request = *f->request;
    struct rat_search *search;
    request.query = out->query;
    request.limit = request.offset = request.facet_count = 0;
    request.keep_matches = false;
    request.want_total = true;
    rat_status st = rat_search_run(f->snapshot, &request, &search, f->err);
    if (st != RAT_OK)
        return st;
    out->total = rat_search_result(search)->total;
    rat_search_free(search);
    if (out->total < total || out->total == 0)
        *out = (struct rat_suggestion){.query = NULL};
    return RAT_OK;
}

static rat_status find(struct finder *f, uint64_t total, struct rat_suggestion *out)
{
    struct rat_query query;
    bool any = false;
    rat_status st = rat_query_parse(f->query, strlen(f->query), f->arena, &query, f->err);
    if (st == RAT_OK)
        st = collect(f, query.root);
    struct word *words = (struct word *)(void *)f->words.data;
    size_t count = f->words.size / sizeof *words;
    for (size_t i = 0, tried = 0; st == RAT_OK && i < count && tried < RAT_SUGGEST_WORDS_MAX; i++) {
        if (!words[i].is_suspect)
            continue;
        tried++;
        st = improve(f, words, count, i);
        any = any || words[i].better;
    }
    if (st != RAT_OK || !any)
        return st;
    st = write_query(f, words, count, out);
    return st == RAT_OK ? try_query(f, total, out) : st;
}

rat_status rat_suggest(struct rat_snapshot *snapshot, const struct rat_request *request, uint64_t total,
                       struct rat_arena *arena, struct rat_suggestion *out, struct rat_err *err)
{
    static const struct rat_weights weights = RAT_WEIGHTS_DEFAULT;
    struct rat_archive_analyzer words;
    struct rat_deadline deadline = {0, 0, false};
    *out = (struct rat_suggestion){.query = NULL};
    if (request->mode != RAT_MODE_QUERY || !rat_utf8_valid(request->query, strlen(request->query)))
        return RAT_OK;
    if (request->deadline_ms)
        deadline.at_us = rat_deadline_clock_us() + (uint64_t)request->deadline_ms * 1000;
    rat_status st = rat_archive_analyzer_open(snapshot, &words, err);
    struct finder f = {.p = {.snapshot = snapshot,
                             .analyzer = words.analyzer,
                             .arena = arena,
                             .weights = &weights,
                             .model = words.model,
                             .err = err,
                             .deadline = &deadline},
                       .query = request->query,
                       .snapshot = snapshot,
                       .request = request,
                       .arena = arena,
                       .err = err};
    if (st == RAT_OK)
        st = find(&f, total, out);
    rat_buf_release(&f.words);
    rat_archive_analyzer_close(&words);
    return st;
}
