/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Acronyms while they are learned: two tables with counts by document, one of meanings (short form and key) and one of
 * the writings of each meaning.
 */
#include "text/acronyms_internal.h"

#include "text/acronym.h"
#include "text/cistem.h"
#include "text/codepoint_internal.h"
#include "text/fold.h"
#include "text/utf8_internal.h"

#include <stdlib.h>

#define SHARE_OF_BEST 4 /* a meaning with less than a quarter of the best one's documents is a slip */

rat_status rat_acronyms_new(struct rat_acronyms **out, struct rat_err *err)
{
    struct rat_acronyms *a = calloc(1, sizeof *a);
    if (!a)
        return rat_nomem(err);
    rat_strmap_init(&a->meanings.keys);
    rat_strmap_init(&a->writings.keys);
    *out = a;
    return RAT_OK;
}

void rat_acronyms_free(struct rat_acronyms *a)
{
    if (!a)
        return;
    rat_strmap_release(&a->meanings.keys);
    rat_strmap_release(&a->writings.keys);
    rat_buf_release(&a->meanings.counts);
    rat_buf_release(&a->writings.counts);
    rat_buf_release(&a->key);
    free(a);
}

size_t rat_acronyms_bytes(const struct rat_acronyms *a)
{
    return rat_strmap_bytes(&a->meanings.keys) + rat_strmap_bytes(&a->writings.keys) +
           a->meanings.counts.capacity + a->writings.counts.capacity;
}

/* ---- keys ---- */

void rat_acronym_key_word(const char *surface, size_t n, struct rat_buf *key)
{
    if (key->size)
        rat_buf_byte(key, ' ');
    rat_cistem(surface, n, false, key);
}

void rat_acronym_each_word(const char *full, size_t n,
                           void (*take)(void *context, const char *surface, size_t n), void *context)
{
    struct rat_buf surface = RAT_BUF_INIT;
    for (size_t at = 0, size, from; at < n;) {
        for (from = at; at < n; at += size) {
            int32_t cp = rat_utf8_at(full, n, at, &size);
            if (cp < 0 || !rat_cp_is_alnum(cp))
                break;
        }
        rat_buf_clear(&surface);
        if (at > from) {
            rat_fold_surface(full + from, at - from, &surface);
            take(context, surface.failed ? NULL : (const char *)surface.data, surface.size);
        } else {
            rat_utf8_at(full, n, at, &size);
            at += size;
        }
    }
    rat_buf_release(&surface);
}

static void add_to_key(void *context, const char *surface, size_t n)
{
    struct rat_buf *key = context;
    if (surface)
        rat_acronym_key_word(surface, n, key);
    else
        key->failed = true;
}

/* ---- learning ---- */

static struct rat_acronym_count *counts_of(const struct rat_acronym_table *table)
{
    return (struct rat_acronym_count *)(void *)table->counts.data;
}

/* One more document, unless it is the one that was counted last. */
static uint32_t count_one(struct rat_acronym_table *table, const struct rat_buf *key, uint32_t document,
                          uint32_t by)
{
    bool added;
    if (key->failed)
        return RAT_STRMAP_NONE;
    uint32_t id = rat_strmap_add(&table->keys, key->data, key->size, &added);
    if (id == RAT_STRMAP_NONE)
        return id;
    while (table->counts.size <= id * sizeof(struct rat_acronym_count)) {
        rat_buf_zero(&table->counts, sizeof(struct rat_acronym_count));
        if (table->counts.failed)
            return RAT_STRMAP_NONE;
    }
    struct rat_acronym_count *count = &counts_of(table)[id];
    if (document == 0 || count->last != document)
        count->documents += by;
    count->last = document;
    return id;
}

/* brief NUL key NUL, and for a writing the words behind that */
static rat_status count_pair(struct rat_acronyms *a, const struct rat_acronym *found)
{
    struct rat_buf stems = RAT_BUF_INIT;
    rat_acronym_each_word(found->full, strlen(found->full), add_to_key, &stems);
    rat_buf_clear(&a->key);
    rat_buf_append(&a->key, found->brief, strlen(found->brief) + 1);
    rat_buf_append(&a->key, stems.data, stems.size);
    rat_buf_byte(&a->key, 0);
    a->key.failed = a->key.failed || stems.failed;
    rat_buf_release(&stems);
    bool fine = count_one(&a->meanings, &a->key, a->document, 1) != RAT_STRMAP_NONE;
    rat_buf_append(&a->key, found->full, strlen(found->full));
    return fine && count_one(&a->writings, &a->key, a->document, 1) != RAT_STRMAP_NONE ? RAT_OK : RAT_ENOMEM;
}

rat_status rat_acronyms_learn(struct rat_acronyms *a, const char *text, size_t n, struct rat_err *err)
{
    struct rat_acronym found;
    a->document++;
    for (size_t at = 0; rat_acronym_find(text, n, &at, &found);)
        if (count_pair(a, &found) != RAT_OK)
            return rat_nomem(err);
    return RAT_OK;
}

static rat_status add_table(struct rat_acronym_table *table, const struct rat_acronym_table *other,
                            struct rat_buf *key)
{
    for (uint32_t id = 0; id < other->keys.count; id++) {
        rat_buf_clear(key);
        rat_buf_append(key, other->keys.keys[id].bytes, other->keys.keys[id].size);
        if (count_one(table, key, 0, counts_of(other)[id].documents) == RAT_STRMAP_NONE)
            return RAT_ENOMEM;
    }
    return RAT_OK;
}

rat_status rat_acronyms_add(struct rat_acronyms *a, const struct rat_acronyms *others, struct rat_err *err)
{
    rat_status st = add_table(&a->meanings, &others->meanings, &a->key);
    if (st == RAT_OK)
        st = add_table(&a->writings, &others->writings, &a->key);
    return st == RAT_OK ? RAT_OK : rat_nomem(err);
}

/* ---- what is sure ---- */

uint32_t rat_acronyms_learned(const struct rat_acronyms *a, const struct rat_acronym_pair *pair,
                              const char *full, struct rat_buf *scratch)
{
    const struct rat_acronym_table *table = full ? &a->writings : &a->meanings;
    rat_buf_clear(scratch);
    rat_buf_append(scratch, pair->brief, strlen(pair->brief) + 1);
    rat_buf_append(scratch, pair->key, strlen(pair->key) + 1);
    rat_buf_puts(scratch, full);
    if (scratch->failed)
        return 0;
    uint32_t id = rat_strmap_find(&table->keys, scratch->data, scratch->size);
    return id == RAT_STRMAP_NONE ? 0 : counts_of(table)[id].documents;
}

static int compare_bytes(const struct rat_strmap_key *x, const struct rat_strmap_key *y)
{
    int order = memcmp(x->bytes, y->bytes, x->size < y->size ? x->size : y->size);
    return order ? order : (x->size > y->size) - (x->size < y->size);
}

/* By short form, then by falling documents. */
static int by_brief(const void *a, const void *b, void *context)
{
    const struct rat_acronym_table *t = context;
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    const struct rat_strmap_key *x = &t->keys.keys[i], *y = &t->keys.keys[k];
    int order = strcmp((const char *)x->bytes, (const char *)y->bytes);
    uint32_t xn = counts_of(t)[i].documents, yn = counts_of(t)[k].documents;
    return order ? order : xn != yn ? (xn < yn ? 1 : -1) : compare_bytes(x, y);
}

/* By short form and key: behind the same beginning the most frequent writing, then the shortest. */
static int by_meaning(const void *a, const void *b, void *context)
{
    const struct rat_acronym_table *t = context;
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    const struct rat_strmap_key *x = &t->keys.keys[i], *y = &t->keys.keys[k];
    const char *xb = (const char *)x->bytes, *yb = (const char *)y->bytes;
    int order = strcmp(xb, yb);
    if (order == 0)
        order = strcmp(xb + strlen(xb) + 1, yb + strlen(yb) + 1);
    uint32_t xn = counts_of(t)[i].documents, yn = counts_of(t)[k].documents;
    if (order == 0 && xn != yn)
        order = xn < yn ? 1 : -1;
    if (order == 0 && x->size != y->size)
        order = x->size < y->size ? -1 : 1;
    return order ? order : compare_bytes(x, y);
}

static uint32_t *sorted(const struct rat_acronym_table *table,
                        int (*compare)(const void *, const void *, void *))
{
    uint32_t count = table->keys.count, *order = malloc(((size_t)count + 1) * sizeof *order);
    for (uint32_t i = 0; order && i < count; i++)
        order[i] = i;
    if (order && count)
        qsort_r(order, count, sizeof *order, compare, (void *)(uintptr_t)table);
    return order;
}

static bool is_shorter(const char *a, const char *b)
{
    size_t an = strlen(a), bn = strlen(b);
    return an != bn ? an < bn : strcmp(a, b) < 0;
}

/* Whether a writing is one of an earlier meaning (-1), of this one (0), of a later one. */
static int side_of(const struct rat_strmap_key *writing, const struct rat_acronym_pair *pair)
{
    const char *brief = (const char *)writing->bytes;
    int side = strcmp(brief, pair->brief);
    return side ? side : strcmp(brief + strlen(brief) + 1, pair->key);
}

/* The writings that several documents have; the best one in any case. */
static void take_writings(const struct rat_acronyms *a, const uint32_t *order, struct rat_acronym_pair *pair)
{
    struct {
        const char *full;
        uint32_t documents;
    } kept[RAT_ACRONYM_WRITINGS_MAX];
    const struct rat_acronym_table *t = &a->writings;
    uint32_t at = 0, end = t->keys.count, count = 0;
    while (at < end) {
        uint32_t middle = at + (end - at) / 2;
        if (side_of(&t->keys.keys[order[middle]], pair) < 0)
            at = middle + 1;
        else
            end = middle;
    }
    for (; at < t->keys.count && side_of(&t->keys.keys[order[at]], pair) == 0; at++) {
        const struct rat_strmap_key *key = &t->keys.keys[order[at]];
        uint32_t documents = counts_of(t)[order[at]].documents;
        if (count == RAT_ACRONYM_WRITINGS_MAX || (count && documents < RAT_ACRONYM_DOCUMENTS_MIN))
            break;
        kept[count].full = (const char *)key->bytes + strlen(pair->brief) + strlen(pair->key) + 2;
        kept[count++].documents = documents;
    }
    for (uint32_t i = 0; i < count; i++) { /* sorted in */
        uint32_t k = i;
        for (; k > 0 && is_shorter(kept[i].full, pair->full[k - 1]); k--) {
            pair->full[k] = pair->full[k - 1];
            pair->full_documents[k] = pair->full_documents[k - 1];
        }
        pair->full[k] = kept[i].full;
        pair->full_documents[k] = kept[i].documents;
    }
    pair->full_count = count;
}

/* How many of the meanings order[from..) of one short form are sure; *end: where the next short form begins. */
static uint32_t sure_meanings(const struct rat_acronyms *a, const uint32_t *order, uint32_t from,
                              uint32_t *end)
{
    const struct rat_acronym_table *t = &a->meanings;
    const char *brief = (const char *)t->keys.keys[order[from]].bytes;
    uint32_t best = counts_of(t)[order[from]].documents, sure = 0;
    for (*end = from; *end < t->keys.count; ++*end) {
        uint32_t documents = counts_of(t)[order[*end]].documents;
        if (strcmp((const char *)t->keys.keys[order[*end]].bytes, brief) != 0)
            break;
        sure += documents >= RAT_ACRONYM_DOCUMENTS_MIN && documents >= best / SHARE_OF_BEST;
    }
    return sure <= RAT_ACRONYM_MEANINGS_MAX ? sure : RAT_ACRONYM_MEANINGS_MAX;
}

rat_status rat_acronyms_encode(const struct rat_acronyms *a, struct rat_buf *out, struct rat_err *err)
{
    uint32_t *meanings = sorted(&a->meanings, by_brief), *writings = sorted(&a->writings, by_meaning);
    struct rat_acronym_pair *pairs = calloc((size_t)a->meanings.keys.count + 1, sizeof *pairs);
    bool fine = meanings && writings && pairs;
    uint32_t count = 0;
    for (uint32_t from = 0, end; fine && from < a->meanings.keys.count; from = end) {
        uint32_t sure = sure_meanings(a, meanings, from, &end);
        for (uint32_t i = from; i < from + sure; i++) {
            struct rat_acronym_pair *pair = &pairs[count++];
            pair->brief = (const char *)a->meanings.keys.keys[meanings[i]].bytes;
            pair->key = pair->brief + strlen(pair->brief) + 1;
            pair->documents = counts_of(&a->meanings)[meanings[i]].documents;
            take_writings(a, writings, pair);
        }
    }
    rat_status st = fine ? rat_acronym_pairs_put(pairs, count, out, err) : rat_nomem(err);
    free(meanings);
    free(writings);
    free(pairs);
    return st;
}
