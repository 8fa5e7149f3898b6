/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The German analyzer: tokens of a text (stream.c), and from each surface form the terms of every layer. Each step is
 * a unit of its own and can be switched off (steps.h).
 */
#include "text/analyzer_internal.h"
#include "text/cistem.h"
#include "text/compound.h"
#include "text/fold.h"
#include "text/fold_internal.h"
#include "text/orthography.h"
#include "text/plurals_internal.h"
#include "text/snowball3.h"
#include "text/stem_internal.h"
#include "text/stream_internal.h"
#include "text/suspended.h"
#include "text/utf8_internal.h"

#include <pthread.h>
#include <stdlib.h>

struct german {
    struct rat_stream stream;
    struct rat_stemmer *stemmer;
    const struct rat_compounds *model;
    uint32_t steps;
    struct rat_buf bytes;          /* of the terms at hand, one behind the other */
    struct rat_buf word, key, one; /* scratch: completed pair, spelling, singular or part */
};

/* ---- the words that every archive begins with: made once, never changed ---- */

static pthread_once_t start_once = PTHREAD_ONCE_INIT;
static struct rat_compounds *start_model; /* NULL when memory ran out */

static void make_start_model(void)
{
    struct rat_compounds *model;
    if (rat_compounds_new(&model, NULL) != RAT_OK)
        return;
    if (rat_compounds_learn_start(model, NULL) == RAT_OK)
        start_model = model;
    else
        rat_compounds_free(model);
}

static void set_model(void *self, const struct rat_compounds *model)
{
    struct german *g = self;
    pthread_once(&start_once, make_start_model);
    g->model = model ? model : start_model;
}

static void destroy(void *self)
{
    struct german *g = self;
    rat_stemmer_free(g->stemmer);
    rat_stream_release(&g->stream);
    rat_buf_release(&g->bytes);
    rat_buf_release(&g->word);
    rat_buf_release(&g->key);
    rat_buf_release(&g->one);
    free(g);
}

static rat_status create(uint32_t steps, void **self, struct rat_err *err)
{
    struct german *g = calloc(1, sizeof *g);
    if (!g)
        return rat_nomem(err);
    g->steps = g->stream.steps = steps;
    rat_status st = rat_stemmer_new(&g->stemmer, err);
    if (st == RAT_OK) {
        set_model(g, NULL);
        if (!g->model)
            st = rat_nomem(err);
    }
    if (st != RAT_OK) {
        destroy(g);
        return st;
    }
    *self = g;
    return RAT_OK;
}

static void start(void *self, const char *text, size_t n)
{
    struct german *g = self;
    rat_stream_start(&g->stream, text, n);
}

static rat_status next(void *self, struct rat_token *out)
{
    struct german *g = self;
    return rat_stream_next(&g->stream, out);
}

/* ---- terms of one surface form ---- */

/* The bytes that were appended to g->bytes since `from` as a term of a layer, unless the layer has it already. */
static void add_term(struct german *g, uint8_t layer, size_t from, struct rat_terms *out)
{
    const char *bytes = (const char *)g->bytes.data;
    if (g->bytes.failed || g->bytes.size == from || out->count == RAT_TERMS_MAX)
        return;
    size_t size = rat_utf8_floor(bytes + from, g->bytes.size - from, RAT_TERM_BYTES_MAX), at = 0;
    for (uint32_t i = 0; i < out->count; i++) {
        const struct rat_term *t = &out->term[i];
        if (t->layer == layer && t->size == size && memcmp(bytes + at, bytes + from, size) == 0) {
            g->bytes.size = from;
            return;
        }
        at += t->size;
    }
    g->bytes.size = from + size;
    out->term[out->count++] = (struct rat_term){layer, (uint16_t)size, NULL};
}

static void append_stem(struct german *g, const char *word, size_t n)
{
    if (g->steps & RAT_STEP_PLURALS) {
        rat_buf_clear(&g->one);
        if (rat_base_form(word, n, &g->one) && !g->one.failed) {
            word = (const char *)g->one.data;
            n = g->one.size;
        }
        size_t whole = rat_whole_stem(word, n);
        if (whole) {
            rat_buf_append(&g->bytes, word, whole);
            return;
        }
    }
    if (g->steps & RAT_STEP_CISTEM)
        rat_cistem(word, n, false, &g->bytes);
    else if (g->steps & RAT_STEP_SNOWBALL3)
        rat_snowball3(word, n, 0, &g->bytes);
    else
        rat_stemmer_append(g->stemmer, word, n, &g->bytes);
}

/* The spelling that is common to old and new; the word itself when the step is off. */
static void respell(struct german *g, const char **word, size_t *n)
{
    if (!(g->steps & RAT_STEP_ORTHOGRAPHY))
        return;
    rat_buf_clear(&g->key);
    if (rat_orthography(*word, *n, &g->key) && !g->key.failed) {
        *word = (const char *)g->key.data;
        *n = g->key.size;
    }
}

static void add_parts(struct german *g, const char *word, size_t n, struct rat_terms *out)
{
    struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX];
    unsigned count = rat_compounds_split(g->model, word, n, parts);
    for (unsigned i = 0; i < count; i++) {
        struct rat_buf part = RAT_BUF_INIT;
        rat_compound_part_append(word, &parts[i], &part);
        const char *bytes = (const char *)part.data;
        size_t size = part.size, from = g->bytes.size;
        if (!part.failed) {
            respell(g, &bytes, &size);
            append_stem(g, bytes, size);
            add_term(g, RAT_LAYER_PART, from, out);
        }
        g->bytes.failed = g->bytes.failed || part.failed;
        rat_buf_release(&part);
    }
}

static bool is_vowel(char c)
{
    return c && strchr("aeiouyq", c);
}

/* "mueller" may be "müller", but "aktuell", "israel", "neue", "quelle" are none: ae, oe, ue between consonants, not
 * before "ll" and not in "-ael". Says whether there was any. */
static bool append_umlauts(const char *word, size_t n, struct rat_buf *out)
{
    static const char *const umlauts[] = {"ä", "ö", "ü"};
    static const char vowels[] = "aou";
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        const char *vowel = word[i] ? strchr(vowels, word[i]) : NULL;
        bool fits = vowel && i > 0 && i + 2 < n && word[i + 1] == 'e' && !is_vowel(word[i - 1]) &&
                    !is_vowel(word[i + 2]) &&
                    !(i + 3 < n && word[i] == 'u' && word[i + 2] == 'l' && word[i + 3] == 'l' &&
                      (i < 1 || word[i - 1] != 'm')) &&
                    !(i + 3 == n && word[i] == 'a' && word[i + 2] == 'l');
        if (fits)
            rat_buf_puts(out, umlauts[vowel - vowels]);
        else
            rat_buf_byte(out, (uint8_t)word[i]);
        i += fits;
        any = any || fits;
    }
    return any;
}

static void add_layers(struct german *g, const char *surface, size_t n, struct rat_terms *out)
{
    const char *word = surface;
    size_t size = n, from = g->bytes.size;
    respell(g, &word, &size);
    rat_fold_exact(word, size, &g->bytes);
    if (g->bytes.size == from)
        rat_buf_append(&g->bytes, surface, n);
    add_term(g, RAT_LAYER_EXACT, from, out);
    if (g->steps & RAT_STEP_STEMS) {
        from = g->bytes.size;
        append_stem(g, word, size);
        add_term(g, RAT_LAYER_STEM, from, out);
        struct rat_buf umlauts = RAT_BUF_INIT;
        if ((g->steps & RAT_STEP_ORTHOGRAPHY) && append_umlauts(word, size, &umlauts) && !umlauts.failed) {
            from = g->bytes.size;
            append_stem(g, (const char *)umlauts.data, umlauts.size);
            add_term(g, RAT_LAYER_STEM, from, out);
        }
        g->bytes.failed = g->bytes.failed || umlauts.failed;
        rat_buf_release(&umlauts);
    }
    if (g->steps & RAT_STEP_COMPOUNDS)
        add_parts(g, surface, n, out);
}

static rat_status terms(void *self, const char *surface, size_t n, struct rat_terms *out)
{
    struct german *g = self;
    rat_buf_clear(&g->bytes);
    out->count = 0;
    size_t fragment = rat_suspended_fragment(surface, n);
    if (rat_surface_is_typed(surface, n)) {
        rat_buf_append(&g->bytes, surface, n);
        add_term(g, RAT_LAYER_EXACT, 0, out);
    } else if (fragment) {
        rat_buf_clear(&g->word);
        if (rat_suspended_complete(surface, n, rat_compounds_count, g->model, &g->word))
            add_layers(g, (const char *)g->word.data, g->word.size, out);
        else
            add_layers(g, surface, fragment, out);
    } else {
        add_layers(g, surface, n, out);
    }
    if (g->bytes.failed || g->word.failed || g->key.failed || g->one.failed)
        return RAT_ENOMEM;
    size_t at = 0;
    for (uint32_t i = 0; i < out->count; i++) { /* only now does the buffer stay where it is */
        out->term[i].bytes = (const char *)g->bytes.data + at;
        at += out->term[i].size;
    }
    return RAT_OK;
}

static float noun_share(void *self, const char *surface, size_t n)
{
    const struct german *g = self;
    return rat_compounds_noun_share(g->model, surface, n);
}

static unsigned split(void *self, const char *surface, size_t n, struct rat_split *out)
{
    const struct german *g = self;
    struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX];
    if (!(g->steps & RAT_STEP_COMPOUNDS) || rat_surface_is_typed(surface, n) ||
        rat_suspended_fragment(surface, n))
        return 0;
    unsigned count = rat_compounds_split(g->model, surface, n, parts);
    for (unsigned i = 0; i < count; i++) {
        struct rat_buf part = RAT_BUF_INIT;
        rat_compound_part_append(surface, &parts[i], &part);
        snprintf(out->part[i], sizeof out->part[i], "%s", rat_buf_cstr(&part));
        out->count[i] = rat_compounds_count(g->model, (const char *)part.data, part.size);
        rat_buf_release(&part);
    }
    out->whole = rat_compounds_count(g->model, surface, n);
    return count;
}

const struct rat_analyzer_kind rat_analyzer_german = {
    .name = "german",
    .version = 3,
    .layers = 1u << RAT_LAYER_EXACT | 1u << RAT_LAYER_STEM | 1u << RAT_LAYER_PART,
    .steps = RAT_STEPS_DEFAULT,
    .create = create,
    .destroy = destroy,
    .start = start,
    .next = next,
    .terms = terms,
    .set_model = set_model,
    .noun_share = noun_share,
    .split = split,
};
