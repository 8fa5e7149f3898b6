/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/related_internal.h"

#include "base/strmap.h"
#include "query/archive_analyzer.h"
#include "query/plan.h"

#include <math.h>
#include <stdlib.h>

#define LOOKED_UP 600u  /* of the most frequent words of the text: the others are rare by chance */
#define TITLE_COUNTS 3u /* as often as in the text */
#define LETTERS_MIN 3u
#define FREQUENT_MIN 20u  /* documents: in a small archive a fifth of all says nothing */
#define SATURATION 1.5    /* tf / (tf + it) */
#define OTHER_WORDS 0.75f /* of what is no noun: as in ranking */

struct word {
    uint32_t number; /* of the surface form */
    uint32_t tf;
};

struct counter {
    struct rat_strmap surfaces;
    struct rat_buf tfs; /* uint32_t by number */
};

static rat_status count_words(struct rat_analyzer *analyzer, const char *text, size_t n, uint32_t weight,
                              struct counter *counter)
{
    struct rat_token token;
    rat_status st;
    rat_analyzer_start(analyzer, text, n);
    while ((st = rat_analyzer_next(analyzer, &token)) == RAT_OK) {
        bool added, wanted = token.kind == RAT_TOKEN_WORD && token.surface_size >= LETTERS_MIN &&
                             !(token.surface[0] >= '0' && token.surface[0] <= '9');
        if (!wanted)
            continue;
        uint32_t number = rat_strmap_add(&counter->surfaces, token.surface, token.surface_size, &added);
        if (number == RAT_STRMAP_NONE)
            return RAT_ENOMEM;
        if (added)
            rat_buf_zero(&counter->tfs, sizeof(uint32_t));
        if (counter->tfs.failed)
            return RAT_ENOMEM;
        ((uint32_t *)(void *)counter->tfs.data)[number] += weight;
    }
    return st == RAT_END ? RAT_OK : st;
}

static int by_tf(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    if (x->tf != y->tf)
        return x->tf > y->tf ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* ---- terms ---- */

struct terms {
    struct rat_snapshot *snapshot;
    struct rat_analyzer *analyzer;
    struct rat_arena *arena;
    struct rat_strmap keys;
    struct rat_buf list; /* struct rat_weighted_term; weight is the tf until it is weighted */
    struct rat_err *err;
};

/* A word's stem; in an archive without stems the word as written. */
static rat_status add_term(struct terms *t, const char *surface, size_t n, uint32_t tf)
{
    struct rat_terms terms;
    bool added;
    rat_status st = rat_analyzer_terms(t->analyzer, surface, n, &terms);
    if (st != RAT_OK)
        return st;
    const struct rat_term *term = &terms.term[0];
    for (uint32_t i = 0; i < terms.count; i++)
        if (terms.term[i].layer == RAT_LAYER_STEM)
            term = &terms.term[i];
    char key[RAT_TERM_BYTES_MAX + 1];
    key[0] = (char)term->layer;
    memcpy(key + 1, term->bytes, term->size);
    uint32_t number = rat_strmap_add(&t->keys, key, (size_t)term->size + 1, &added);
    if (number == RAT_STRMAP_NONE)
        return RAT_ENOMEM;
    if (added) {
        struct rat_weighted_term one = {.key = rat_arena_memdup(t->arena, key, (size_t)term->size + 1),
                                        .key_size = (uint32_t)term->size + 1};
        float noun = rat_analyzer_noun_share(t->analyzer, surface, n);
        one.share = noun < 0 || noun >= 0.5f ? 1.0f : OTHER_WORDS;
        if (!one.key)
            return RAT_ENOMEM;
        rat_buf_append(&t->list, &one, sizeof one);
    }
    if (!t->list.failed)
        ((struct rat_weighted_term *)(void *)t->list.data)[number].weight += (float)tf;
    return t->list.failed ? RAT_ENOMEM : RAT_OK;
}

/* tf times idf; 0 for what nobody else has, or more than a fifth of all. */
static rat_status weigh(struct terms *t, struct rat_weighted_term *term)
{
    uint64_t df = 0;
    for (uint32_t i = 0; i < t->snapshot->manifest.segment_count; i++) {
        struct rat_term_info info;
        rat_status st = rat_dictionary_find(&t->snapshot->segments[i]->dictionary, term->key, term->key_size,
                                            &info, t->err);
        if (st != RAT_OK && st != RAT_ENOTFOUND)
            return st;
        df += st == RAT_OK ? info.documents : 0;
    }
    float tf = term->weight / (term->weight + (float)SATURATION);
    uint64_t most = t->snapshot->documents / 5;
    bool useless = df < 2 || df > (most > FREQUENT_MIN ? most : FREQUENT_MIN);
    term->boost = useless ? 0 : tf * term->share;
    term->weight = term->boost * rat_idf(t->snapshot->documents, df);
    return RAT_OK;
}

static int by_weight(const void *a, const void *b)
{
    const struct rat_weighted_term *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    uint32_t n = x->key_size < y->key_size ? x->key_size : y->key_size;
    int bytes = memcmp(x->key, y->key, n);
    return bytes ? bytes : (x->key_size > y->key_size) - (x->key_size < y->key_size);
}

static rat_status choose(struct terms *t, const struct counter *counter)
{
    size_t n = counter->tfs.size / sizeof(uint32_t);
    const uint32_t *tfs = (const uint32_t *)(const void *)counter->tfs.data;
    struct word *words = calloc(n + 1, sizeof *words);
    rat_status st = words ? RAT_OK : RAT_ENOMEM;
    for (size_t i = 0; st == RAT_OK && i < n; i++)
        words[i] = (struct word){(uint32_t)i, tfs[i]};
    if (st == RAT_OK && n)
        qsort(words, n, sizeof *words, by_tf);
    for (size_t i = 0; st == RAT_OK && i < n && i < LOOKED_UP; i++) {
        const struct rat_strmap_key *key = &counter->surfaces.keys[words[i].number];
        st = add_term(t, (const char *)key->bytes, key->size, words[i].tf);
    }
    free(words);
    return st;
}

rat_status rat_related_words(struct rat_snapshot *snapshot, const char *title, const struct rat_buf *text,
                             struct rat_arena *arena, struct rat_weighted_term **out, size_t *count,
                             struct rat_err *err)
{
    struct rat_archive_analyzer words;
    struct counter counter = {.tfs = RAT_BUF_INIT};
    struct terms t = {.snapshot = snapshot, .arena = arena, .list = RAT_BUF_INIT, .err = err};
    rat_strmap_init(&counter.surfaces);
    rat_strmap_init(&t.keys);
    rat_status st = rat_archive_analyzer_open(snapshot, &words, err);
    t.analyzer = words.analyzer;
    if (st == RAT_OK && title)
        st = count_words(words.analyzer, title, strlen(title), TITLE_COUNTS, &counter);
    if (st == RAT_OK)
        st = count_words(words.analyzer, (const char *)text->data, text->size, 1, &counter);
    if (st == RAT_OK)
        st = choose(&t, &counter);
    size_t n = t.list.size / sizeof **out;
    struct rat_weighted_term *list = (struct rat_weighted_term *)(void *)t.list.data;
    for (size_t i = 0; st == RAT_OK && i < n; i++)
        st = weigh(&t, &list[i]);
    if (st == RAT_OK && n)
        qsort(list, n, sizeof *list, by_weight);
    n = n < RAT_RELATED_TERMS ? n : RAT_RELATED_TERMS;
    while (st == RAT_OK && n > 0 && list[n - 1].weight <= 0)
        n--;
    if (st == RAT_OK) {
        *out = rat_arena_memdup(arena, list, n * sizeof *list);
        *count = n;
        st = *out ? RAT_OK : RAT_ENOMEM;
    }
    rat_buf_release(&counter.tfs);
    rat_strmap_release(&counter.surfaces);
    rat_buf_release(&t.list);
    rat_strmap_release(&t.keys);
    rat_archive_analyzer_close(&words);
    return st == RAT_ENOMEM ? rat_nomem(err) : st;
}
