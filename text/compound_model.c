/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words behind the splitter, while they are learned (a table in memory) and frozen (bytes of a file, used where
 * they lie: a fresh process must answer at once, so nothing is built when a model is opened).
 *
 *     u32 version, words, slots, filter bits; u64 occurrences
 *     filter        one bit per hash of a word: most stretches of a word are none, and this fits a cache that the
 *                   table does not
 *     slots         u32: number of a word + 1, 0 is free; the hash's place, then the next free one
 *     entries       u32 hash, offset, total, capital; sorted by word
 *     ends          the words, one behind the other; a word ends where the next begins
 */
#include "text/compound_internal.h"

#include "base/cursor.h"
#include "base/strmap.h"

#include <stdlib.h>

#define VERSION 1u
#define ENTRY 16u
#define FILTER_PER_WORD 16u
#define WORD_BYTES_MAX 96u /* a longer one is never looked up */

struct rat_compounds {
    /* while it grows */
    struct rat_strmap words;
    struct rat_compound_count *counts; /* by id */
    uint32_t room;
    uint64_t total;
    /* frozen; NULL before */
    const unsigned char *bytes;
    const unsigned char *filter, *slots, *entries, *text;
    uint32_t word_count, slot_mask, filter_mask, text_size;
};

rat_status rat_compounds_new(struct rat_compounds **out, struct rat_err *err)
{
    struct rat_compounds *model = calloc(1, sizeof *model);
    if (!model)
        return rat_nomem(err);
    rat_strmap_init(&model->words);
    *out = model;
    return RAT_OK;
}

void rat_compounds_free(struct rat_compounds *model)
{
    if (!model)
        return;
    rat_strmap_release(&model->words);
    free(model->counts);
    free(model);
}

static bool make_room(struct rat_compounds *model, uint32_t id)
{
    if (id < model->room)
        return true;
    uint32_t room = model->room ? model->room * 2 : 1024;
    struct rat_compound_count *counts = realloc(model->counts, (size_t)room * sizeof *counts);
    if (!counts)
        return false;
    memset(counts + model->room, 0, (size_t)(room - model->room) * sizeof *counts);
    model->counts = counts;
    model->room = room;
    return true;
}

static uint32_t add_up(uint32_t a, uint32_t b)
{
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

rat_status rat_compounds_learn(struct rat_compounds *model, const char *surface, size_t n, uint32_t count,
                               uint32_t capital, struct rat_err *err)
{
    if (!make_room(model, model->words.count)) /* first, so that no word is without a count */
        return rat_nomem(err);
    uint32_t id = rat_strmap_add(&model->words, surface, n, NULL);
    if (id == RAT_STRMAP_NONE)
        return rat_nomem(err);
    struct rat_compound_count *c = &model->counts[id];
    c->total = add_up(c->total, count);
    c->capital = add_up(c->capital, capital);
    model->total += count;
    return RAT_OK;
}

/* ---- frozen ---- */

static uint32_t get32(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Multiplication alone leaves the low bits of the last byte next to each other. */
static uint32_t spread(uint32_t hash)
{
    return hash ^ hash >> 15;
}

static uint32_t hash_of(const char *word, size_t n)
{
    return spread(rat_compound_hash(RAT_COMPOUND_HASH, word, n));
}

bool rat_compounds_maybe(const struct rat_compounds *m, uint32_t hash)
{
    uint32_t bit = spread(hash) & m->filter_mask;
    return !m->bytes || (m->filter[bit / 8] >> bit % 8 & 1);
}

/* The offset of word i in the text; of the word behind the last its end. */
static uint32_t offset_of(const struct rat_compounds *m, uint32_t i)
{
    return i < m->word_count ? get32(m->entries + (size_t)i * ENTRY + 4) : m->text_size;
}

/* -1: not there. Damaged numbers lead nowhere: everything is compared with its limits. */
static int64_t find_frozen(const struct rat_compounds *m, const char *word, size_t n)
{
    uint32_t hash = hash_of(word, n), bit = hash & m->filter_mask;
    if (!(m->filter[bit / 8] >> bit % 8 & 1))
        return -1;
    for (uint32_t at = hash & m->slot_mask, tries = 0; tries <= m->slot_mask;
         at = (at + 1) & m->slot_mask, tries++) {
        uint32_t i = get32(m->slots + (size_t)at * 4);
        if (i == 0 || i > m->word_count)
            return -1;
        i--;
        if (get32(m->entries + (size_t)i * ENTRY) != hash)
            continue;
        uint32_t from = offset_of(m, i), to = offset_of(m, i + 1);
        if (to <= m->text_size && from <= to && to - from == n && memcmp(m->text + from, word, n) == 0)
            return i;
    }
    return -1;
}

static bool look_up(const struct rat_compounds *m, const char *word, size_t n, struct rat_compound_count *out)
{
    if (m->bytes) {
        int64_t i = find_frozen(m, word, n);
        if (i < 0)
            return false;
        const unsigned char *entry = m->entries + (size_t)i * ENTRY;
        *out = (struct rat_compound_count){get32(entry + 8), get32(entry + 12)};
        return true;
    }
    uint32_t id = rat_strmap_find(&m->words, word, n);
    if (id == RAT_STRMAP_NONE)
        return false;
    *out = m->counts[id];
    return true;
}

bool rat_compounds_find(const struct rat_compounds *model, const char *word, size_t n,
                        struct rat_compound_count *out)
{
    return look_up(model, word, n, out) && out->total >= RAT_COMPOUND_COUNT_MIN;
}

uint32_t rat_compounds_count(const void *context, const char *surface, size_t n)
{
    struct rat_compound_count count;
    return look_up(context, surface, n, &count) ? count.total : 0;
}

float rat_compounds_noun_share(const struct rat_compounds *model, const char *surface, size_t n)
{
    struct rat_compound_count count;
    return rat_compounds_find(model, surface, n, &count) ? (float)count.capital / (float)count.total : -1;
}

uint64_t rat_compounds_total(const struct rat_compounds *model)
{
    return model->total;
}

uint32_t rat_compounds_words(const struct rat_compounds *model)
{
    return model->bytes ? model->word_count : model->words.count;
}

/* ---- bytes ---- */

static int by_bytes(const void *a, const void *b, void *ctx)
{
    const struct rat_strmap_key *keys = ctx;
    const struct rat_strmap_key *x = &keys[*(const uint32_t *)a], *y = &keys[*(const uint32_t *)b];
    int order = memcmp(x->bytes, y->bytes, x->size < y->size ? x->size : y->size);
    return order ? order : (x->size > y->size) - (x->size < y->size);
}

static bool is_kept(const struct rat_compounds *m, uint32_t id)
{
    return m->counts[id].total >= RAT_COMPOUND_COUNT_MIN && m->words.keys[id].size <= WORD_BYTES_MAX;
}

static uint32_t power_above(uint64_t n)
{
    uint32_t power = 64;
    while (power < n && power < 1u << 31)
        power *= 2;
    return power;
}

static void fill_tables(const struct rat_compounds *m, const uint32_t *order, uint32_t count,
                        unsigned char *filter, uint32_t filter_bits, uint32_t *slots, uint32_t slot_count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct rat_strmap_key *key = &m->words.keys[order[i]];
        uint32_t hash = hash_of((const char *)key->bytes, key->size), bit = hash & (filter_bits - 1);
        filter[bit / 8] |= (unsigned char)(1u << bit % 8);
        uint32_t at = hash & (slot_count - 1);
        while (slots[at])
            at = (at + 1) & (slot_count - 1);
        slots[at] = i + 1;
    }
}

static void put_words(const struct rat_compounds *m, const uint32_t *order, uint32_t count,
                      struct rat_buf *out)
{
    uint32_t offset = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct rat_strmap_key *key = &m->words.keys[order[i]];
        rat_buf_u32(out, hash_of((const char *)key->bytes, key->size));
        rat_buf_u32(out, offset);
        rat_buf_u32(out, m->counts[order[i]].total);
        rat_buf_u32(out, m->counts[order[i]].capital);
        offset += key->size;
    }
    for (uint32_t i = 0; i < count; i++)
        rat_buf_append(out, m->words.keys[order[i]].bytes, m->words.keys[order[i]].size);
}

rat_status rat_compounds_encode(const struct rat_compounds *m, struct rat_buf *out, struct rat_err *err)
{
    uint32_t count = 0, *order = malloc(((size_t)m->words.count + 1) * sizeof *order);
    for (uint32_t id = 0; order && id < m->words.count; id++)
        if (is_kept(m, id))
            order[count++] = id;
    uint32_t filter_bits = power_above((uint64_t)count * FILTER_PER_WORD),
             slot_count = power_above(count * 2ull);
    unsigned char *filter = calloc(filter_bits / 8, 1);
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    bool fine = order && filter && slots;
    if (fine) {
        if (count)
            qsort_r(order, count, sizeof *order, by_bytes, m->words.keys);
        fill_tables(m, order, count, filter, filter_bits, slots, slot_count);
        rat_buf_u32(out, VERSION);
        rat_buf_u32(out, count);
        rat_buf_u32(out, slot_count);
        rat_buf_u32(out, filter_bits);
        rat_buf_u64(out, m->total);
        rat_buf_append(out, filter, filter_bits / 8);
        for (uint32_t i = 0; i < slot_count; i++)
            rat_buf_u32(out, slots[i]);
        put_words(m, order, count, out);
    }
    free(order);
    free(filter);
    free(slots);
    return fine && !out->failed ? RAT_OK : rat_nomem(err);
}

static bool is_power(uint32_t n)
{
    return n >= 8 && (n & (n - 1)) == 0;
}

rat_status rat_compounds_open(const void *bytes, size_t n, struct rat_compounds **out, struct rat_err *err)
{
    struct rat_cursor in = rat_cursor_of(bytes, n);
    struct rat_compounds *m;
    rat_status st = rat_compounds_new(&m, err);
    if (st != RAT_OK)
        return st;
    uint32_t version = rat_cursor_u32(&in);
    m->word_count = rat_cursor_u32(&in);
    uint32_t slot_count = rat_cursor_u32(&in), filter_bits = rat_cursor_u32(&in);
    m->total = rat_cursor_u64(&in);
    m->filter = rat_cursor_bytes(&in, filter_bits / 8);
    m->slots = rat_cursor_bytes(&in, (uint64_t)slot_count * 4);
    m->entries = rat_cursor_bytes(&in, (uint64_t)m->word_count * ENTRY);
    if (in.bad || version != VERSION || !is_power(slot_count) || !is_power(filter_bits) ||
        rat_cursor_left(&in) > UINT32_MAX) {
        rat_compounds_free(m);
        return rat_fail(err, RAT_EDAMAGED, "%s", _("Das Wortmodell ist unlesbar"));
    }
    m->bytes = bytes;
    m->slot_mask = slot_count - 1;
    m->filter_mask = filter_bits - 1;
    m->text = in.at;
    m->text_size = (uint32_t)rat_cursor_left(&in);
    *out = m;
    return RAT_OK;
}

rat_status rat_compounds_select(const struct rat_compounds *m,
                                bool (*keep)(void *context, const char *word, size_t n), void *context,
                                struct rat_compounds **out, struct rat_err *err)
{
    rat_status st = rat_compounds_new(out, err);
    for (uint32_t i = 0; i < m->word_count && st == RAT_OK; i++) {
        uint32_t from = offset_of(m, i), to = offset_of(m, i + 1);
        const unsigned char *entry = m->entries + (size_t)i * ENTRY;
        const char *word = (const char *)m->text + from;
        if (from <= to && to <= m->text_size && keep(context, word, to - from))
            st = rat_compounds_learn(*out, word, to - from, get32(entry + 8), get32(entry + 12), err);
    }
    if (st == RAT_OK) {
        (*out)->total = m->total; /* frequencies are shares of what was read, not of what is known */
    } else {
        rat_compounds_free(*out);
        *out = NULL;
    }
    return st;
}
