/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Acronyms as bytes of a file, used where they lie.
 *
 *     u32 version, pairs
 *     offsets       u32 each: of a pair's record; sorted by the short form in small letters, then as it was given
 *     by key        u32 each: numbers of pairs, sorted by key
 *     records       u32 documents, u8 writings, u32 documents of each; then, each with a NUL behind it: the short form in
 *                   small letters, the short form, the key, the writings
 */
#include "text/acronyms_internal.h"

#include "base/cursor.h"
#include "text/fold.h"

#include <stdlib.h>

#define VERSION 1u
#define ANY_CASE_LETTERS 4u /* "kita" is Kita; "ob" is not OB */

/* ---- writing ---- */

struct entry {
    const struct rat_acronym_pair *pair;
    const char *folded;
    uint32_t place; /* among the given pairs */
};

static int by_folded(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->folded, y->folded);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

static int by_key(const void *a, const void *b, void *context)
{
    const struct entry *entries = context;
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    int order = strcmp(entries[i].pair->key, entries[k].pair->key);
    return order ? order : (i > k) - (i < k);
}

static void put_text(struct rat_buf *out, const char *text)
{
    rat_buf_append(out, text, strlen(text) + 1);
}

static void put_record(struct rat_buf *out, const struct entry *e)
{
    rat_buf_u32(out, e->pair->documents);
    rat_buf_byte(out, (uint8_t)e->pair->full_count);
    for (uint32_t i = 0; i < e->pair->full_count; i++)
        rat_buf_u32(out, e->pair->full_documents[i]);
    put_text(out, e->folded);
    put_text(out, e->pair->brief);
    put_text(out, e->pair->key);
    for (uint32_t i = 0; i < e->pair->full_count; i++)
        put_text(out, e->pair->full[i]);
}

static const char *fold(const char *brief, struct rat_arena *arena)
{
    struct rat_buf folded = RAT_BUF_INIT;
    rat_fold_surface(brief, strlen(brief), &folded);
    const char *copy = folded.failed ? NULL : rat_arena_strndup(arena, rat_buf_cstr(&folded), folded.size);
    rat_buf_release(&folded);
    return copy;
}

rat_status rat_acronym_pairs_put(const struct rat_acronym_pair *pairs, uint32_t count, struct rat_buf *out,
                                 struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_buf records = RAT_BUF_INIT;
    struct entry *entries = calloc((size_t)count + 1, sizeof *entries);
    uint32_t *order = calloc((size_t)count + 1, sizeof *order);
    bool fine = entries && order;
    rat_arena_init(&arena, 0);
    for (uint32_t i = 0; fine && i < count; i++) {
        entries[i] = (struct entry){&pairs[i], fold(pairs[i].brief, &arena), i};
        order[i] = i;
        fine = entries[i].folded != NULL;
    }
    if (fine) {
        qsort(entries, count, sizeof *entries, by_folded);
        qsort_r(order, count, sizeof *order, by_key, entries);
        rat_buf_u32(out, VERSION);
        rat_buf_u32(out, count);
        for (uint32_t i = 0; i < count; i++) {
            rat_buf_u32(out, (uint32_t)records.size);
            put_record(&records, &entries[i]);
        }
        for (uint32_t i = 0; i < count; i++)
            rat_buf_u32(out, order[i]);
        rat_buf_append(out, records.data, records.size);
    }
    fine = fine && !records.failed && !out->failed;
    free(entries);
    free(order);
    rat_buf_release(&records);
    rat_arena_release(&arena);
    return fine ? RAT_OK : rat_nomem(err);
}

/* ---- reading ---- */

rat_status rat_acronyms_open(const void *bytes, size_t n, struct rat_acronyms **out, struct rat_err *err)
{
    struct rat_cursor in = rat_cursor_of(bytes, n);
    struct rat_acronyms *a;
    rat_status st = rat_acronyms_new(&a, err);
    if (st != RAT_OK)
        return st;
    uint32_t version = rat_cursor_u32(&in);
    a->count = rat_cursor_u32(&in);
    a->offsets = rat_cursor_bytes(&in, (uint64_t)a->count * 4);
    a->by_key = rat_cursor_bytes(&in, (uint64_t)a->count * 4);
    if (in.bad || version != VERSION || rat_cursor_left(&in) > UINT32_MAX) {
        rat_acronyms_free(a);
        return rat_fail(err, RAT_EDAMAGED, "%s", _("Die Liste der Abkürzungen ist unlesbar"));
    }
    a->bytes = bytes;
    a->records = in.at;
    a->records_size = (uint32_t)rat_cursor_left(&in);
    *out = a;
    return RAT_OK;
}

static const char *read_text(struct rat_cursor *in)
{
    const unsigned char *end = in->bad || in->at == in->end ? NULL : memchr(in->at, 0, rat_cursor_left(in));
    if (!end) {
        in->bad = true;
        return "";
    }
    const char *text = (const char *)in->at;
    in->at = end + 1;
    return text;
}

static bool read_record(const struct rat_acronyms *a, uint32_t i, const char **folded,
                        struct rat_acronym_pair *out)
{
    uint32_t offset = i < a->count ? rat_load_u32(a->offsets + (size_t)i * 4) : UINT32_MAX;
    if (offset >= a->records_size)
        return false;
    struct rat_cursor in = rat_cursor_of(a->records + offset, a->records_size - offset);
    *out = (struct rat_acronym_pair){.documents = rat_cursor_u32(&in), .full_count = rat_cursor_u8(&in)};
    if (out->full_count == 0 || out->full_count > RAT_ACRONYM_WRITINGS_MAX)
        return false;
    for (uint32_t k = 0; k < out->full_count; k++)
        out->full_documents[k] = rat_cursor_u32(&in);
    *folded = read_text(&in);
    out->brief = read_text(&in);
    out->key = read_text(&in);
    for (uint32_t k = 0; k < out->full_count; k++)
        out->full[k] = read_text(&in);
    return !in.bad;
}

uint32_t rat_acronyms_count(const struct rat_acronyms *a)
{
    return a->count;
}

bool rat_acronyms_get(const struct rat_acronyms *a, uint32_t i, struct rat_acronym_pair *out)
{
    const char *folded;
    return read_record(a, i, &folded, out);
}

static int compare(const char *text, const char *want, size_t n)
{
    int order = strncmp(text, want, n);
    return order ? order : text[n] != '\0';
}

/* "KVVs", "Kitas": the s is a plural's, not the acronym's. */
static bool is_written_so(const char *brief, const char *word, size_t n, bool plural)
{
    size_t size = strlen(brief), small = 0;
    n -= plural;
    if (size == n && memcmp(brief, word, n) == 0)
        return true;
    /* BUND is no Bund, but nkomvg is NKomVG: only where small letters show that it is no word in capitals */
    for (size_t i = 0; i < size; i++)
        small += brief[i] >= 'a' && brief[i] <= 'z';
    return small && n >= ANY_CASE_LETTERS;
}

/* The i-th pair with this short form in small letters that fits; *i counts down. */
static bool find_brief(const struct rat_acronyms *a, const struct rat_buf *folded, const char *word, size_t n,
                       bool plural, uint32_t *i, struct rat_acronym_pair *out)
{
    const char *have, *want = (const char *)folded->data;
    size_t size = folded->size - plural;
    uint32_t low = 0, high = a->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (!read_record(a, middle, &have, out))
            return false;
        if (compare(have, want, size) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; read_record(a, low, &have, out) && compare(have, want, size) == 0; low++)
        if (is_written_so(out->brief, word, n, plural) && (*i)-- == 0)
            return true;
    return false;
}

bool rat_acronyms_of_brief(const struct rat_acronyms *a, const char *word, size_t n, uint32_t i,
                           struct rat_acronym_pair *out)
{
    struct rat_buf folded = RAT_BUF_INIT;
    rat_fold_surface(word, n, &folded);
    bool found = false;
    if (!folded.failed && folded.size > 1 && !memchr(folded.data, 0, folded.size)) {
        found = find_brief(a, &folded, word, n, false, &i, out);
        if (!found && word[n - 1] == 's')
            found = find_brief(a, &folded, word, n, true, &i, out);
    }
    rat_buf_release(&folded);
    return found;
}

bool rat_acronyms_of_key(const struct rat_acronyms *a, const char *key, size_t n, uint32_t i,
                         struct rat_acronym_pair *out)
{
    const char *folded;
    uint32_t low = 0, high = a->count;
    if (n == 0 || memchr(key, 0, n))
        return false;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (!read_record(a, rat_load_u32(a->by_key + (size_t)middle * 4), &folded, out))
            return false;
        if (compare(out->key, key, n) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (i >= a->count - low)
        return false;
    return read_record(a, rat_load_u32(a->by_key + (size_t)(low + i) * 4), &folded, out) &&
           compare(out->key, key, n) == 0;
}

/* ---- forgetting ---- */

struct words_stay {
    bool (*keep)(void *context, const char *surface, size_t n);
    void *context;
    bool stay, failed;
};

static void look_at_word(void *context, const char *surface, size_t n)
{
    struct words_stay *w = context;
    w->failed = w->failed || !surface;
    w->stay = w->stay && surface && w->keep(w->context, surface, n);
}

/* Takes away what `gone` proved. False: nothing sure is left. */
static bool reduce(const struct rat_acronyms *gone, struct words_stay *words, struct rat_acronym_pair *pair,
                   struct rat_buf *scratch)
{
    uint32_t kept = 0, less = rat_acronyms_learned(gone, pair, NULL, scratch);
    for (uint32_t i = 0; i < pair->full_count; i++) {
        uint32_t minus = rat_acronyms_learned(gone, pair, pair->full[i], scratch);
        words->stay = true;
        rat_acronym_each_word(pair->full[i], strlen(pair->full[i]), look_at_word, words);
        if (minus >= pair->full_documents[i] || !words->stay)
            continue;
        pair->full[kept] = pair->full[i];
        pair->full_documents[kept++] = pair->full_documents[i] - minus;
    }
    words->stay = true;
    rat_acronym_each_word(pair->brief, strlen(pair->brief), look_at_word, words);
    pair->full_count = kept;
    pair->documents -= less < pair->documents ? less : pair->documents;
    return kept && words->stay && pair->documents >= RAT_ACRONYM_DOCUMENTS_MIN;
}

rat_status rat_acronyms_forget(const struct rat_acronyms *a, const struct rat_acronyms *gone,
                               bool (*keep)(void *context, const char *surface, size_t n), void *context,
                               struct rat_buf *out, bool *changed, struct rat_err *err)
{
    struct rat_acronym_pair *pairs = calloc((size_t)a->count + 1, sizeof *pairs);
    struct words_stay words = {.keep = keep, .context = context};
    struct rat_buf scratch = RAT_BUF_INIT;
    uint32_t count = 0;
    *changed = false;
    for (uint32_t i = 0; pairs && i < a->count; i++) {
        struct rat_acronym_pair *pair = &pairs[count], before;
        if (!rat_acronyms_get(a, i, &before)) {
            *changed = true;
            continue;
        }
        *pair = before;
        bool stays = reduce(gone, &words, pair, &scratch);
        *changed = *changed || !stays || pair->documents != before.documents ||
                   pair->full_count != before.full_count;
        count += stays;
    }
    bool fine = pairs && !scratch.failed && !words.failed;
    rat_status st = fine ? rat_acronym_pairs_put(pairs, count, out, err) : rat_nomem(err);
    rat_buf_release(&scratch);
    free(pairs);
    return st;
}
