/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/accumulate_internal.h"

#include "base/pages.h"
#include "storage/dictionary.h"
#include "text/fold.h"

#include <stdlib.h>

/* Bytes per surface form that its terms will take, each with key, hash slot and numbers: about two new ones, or one. */
#define TERM_LATER 100u
/* Chunks of chains are taken from the system in pieces of this size: two huge pages with the arena's head. */
#define CHUNKS_BYTES (2 * RAT_PAGES_MIN - 64)
/* Tokens on their way at once: so many that with all that was asked for they fit into the cache next to the core. */
#define TOKENS 128u

rat_status rat_accumulator_new(const char *analyzer, uint32_t version, bool with_offsets,
                               struct rat_accumulator **out, struct rat_err *err)
{
    struct rat_accumulator *a = calloc(1, sizeof *a);
    if (!a)
        return rat_nomem(err);
    a->with_offsets = with_offsets;
    rat_strmap_init(&a->terms);
    rat_arena_init(&a->chunks, CHUNKS_BYTES);
    a->counts_words = rat_analyzer_steps(version) != 0;
    for (size_t f = 0; f <= RAT_FIELD_STORED_MAX; f++)
        rat_strmap_init(&a->fields[f].values);
    rat_status st = rat_analyzer_open(analyzer, version, &a->analyzer, err);
    if (st != RAT_OK) {
        rat_accumulator_free(a);
        return st;
    }
    *out = a;
    return RAT_OK;
}

void rat_accumulator_free(struct rat_accumulator *a)
{
    if (!a)
        return;
    rat_analyzer_free(a->analyzer);
    rat_acronyms_free(a->acronyms);
    rat_form_table_release(&a->forms);
    rat_strmap_release(&a->terms);
    rat_arena_release(&a->chunks);
    rat_buf_release(&a->word_counts);
    rat_buf_release(&a->form_terms);
    rat_buf_release(&a->surface_terms);
    rat_buf_release(&a->titles);
    rat_buf_release(&a->plain);
    rat_buf_release(&a->documents);
    rat_buf_release(&a->ids);
    rat_buf_release(&a->id_starts);
    rat_buf_release(&a->offsets);
    rat_buf_release(&a->offset_starts);
    rat_buf_release(&a->spans);
    rat_buf_release(&a->folded);
    for (size_t f = 0; f <= RAT_FIELD_STORED_MAX; f++) {
        rat_strmap_release(&a->fields[f].values);
        rat_buf_release(&a->fields[f].starts);
        rat_buf_release(&a->fields[f].ordinals);
        rat_buf_release(&a->fields[f].terms);
        rat_buf_release(&a->fields[f].term_ends);
    }
    free(a);
}

uint32_t rat_accumulator_documents(const struct rat_accumulator *a)
{
    return document_count(a);
}

size_t rat_accumulator_bytes(const struct rat_accumulator *a)
{
    size_t chunks =
        a->chunks.total - (size_t)(a->chunks.end - a->chunks.at); /* an untouched rest takes no memory */
    size_t bytes = rat_form_table_bytes(&a->forms) + rat_strmap_bytes(&a->terms) + chunks +
                   a->word_counts.capacity + a->form_terms.capacity + a->surface_terms.capacity +
                   2 * a->plain.capacity + a->documents.capacity + a->ids.capacity + a->id_starts.capacity +
                   a->offsets.capacity + a->offset_starts.capacity;
    /* for writing, when the slots of forms are gone: the tokens of the largest term twice, if it has several forms; per surface form its terms, which are
     * not made yet, and some numbers */
    bool is_plain = rat_analyzer_is_plain(a->analyzer);
    bytes +=
        (size_t)a->forms.count * TERM_LATER * (is_plain ? 1 : 2) + (is_plain ? 0 : (size_t)a->token_count);
    return bytes + (size_t)a->terms.count * 40 + a->titles.capacity * 4 +
           (a->acronyms ? rat_acronyms_bytes(a->acronyms) : 0);
}

static void push32(struct rat_buf *out, uint32_t value)
{
    rat_buf_append(out, &value, sizeof value);
}

static void push64(struct rat_buf *out, uint64_t value)
{
    rat_buf_append(out, &value, sizeof value);
}

/* The span of the first token at a position; later tokens there (parts of "CDU-Fraktion") lie inside it. */
static void note_span(struct rat_accumulator *a, const struct rat_token *token)
{
    struct rat_span span = {token->start, token->end};
    size_t count = a->spans.size / sizeof span;
    uint32_t end = count ? ((const struct rat_span *)(const void *)a->spans.data)[count - 1].end : 0;
    if (count > token->position)
        return;
    while (count++ < token->position) {
        struct rat_span none = {end, end};
        rat_buf_append(&a->spans, &none, sizeof none);
    }
    if (span.start < end)
        span.start = end;
    if (span.end < span.start)
        span.end = span.start;
    rat_buf_append(&a->spans, &span, sizeof span);
}

struct pass {
    const char *text;
    size_t size;
    uint32_t base; /* position of the first token */
    bool is_title;
    uint32_t positions; /* out: number of positions used */
    uint32_t last;      /* the last of them, from 0; UINT32_MAX: none */
};

static uint32_t add_surface(struct rat_accumulator *a, const void *surface, uint32_t size, uint32_t hash)
{
    uint32_t count = a->forms.count, number = rat_form_table_add(&a->forms, surface, size, hash);
    if (a->counts_words && a->forms.count > count)
        rat_buf_zero(&a->word_counts, sizeof(struct word_count));
    return a->word_counts.failed ? RAT_FORM_NONE : number;
}

/* A token on its way to its surface form's number. Short forms are kept here: an analyzer's buffer has only the last one. */
struct look_up {
    struct rat_short_key key;
    uint32_t size; /* 0: the number is known */
    union {
        uint32_t hash, number;
    };
};

static void begin_look_up(struct rat_accumulator *a, const struct pass *pass, const struct rat_token *token,
                          struct look_up *out)
{
    uint32_t size = token->surface_size;
    /* most surface forms are bytes of the text, and more of it follows */
    bool is_wide = (uintptr_t)token->surface - (uintptr_t)pass->text + RAT_SHORT_KEY <= pass->size;
    if (is_wide ? rat_short_key_wide(token->surface, size, &out->key)
                : rat_short_key(token->surface, size, &out->key)) {
        out->size = size;
        out->hash = rat_short_key_hash(&out->key, size);
        rat_form_table_prefetch(&a->forms, out->hash);
    } else {
        out->size = 0;
        out->number = add_surface(a, token->surface, size, rat_strmap_hash(token->surface, size));
    }
}

/* The next tokens of the text, up to TOKENS, on their way. RAT_END: none is left. */
static rat_status take_tokens(struct rat_accumulator *a, const struct pass *pass, struct rat_token *tokens,
                              struct look_up *wanted, uint32_t *count)
{
    rat_status st = RAT_OK;
    uint32_t n = 0;
    while (n < TOKENS && st == RAT_OK) {
        uint32_t made;
        st = rat_analyzer_next_many(a->analyzer, tokens + n, TOKENS - n, &made);
        for (uint32_t end = st == RAT_OK ? n + made : n; n < end; n++)
            begin_look_up(a, pass, &tokens[n], &wanted[n]);
    }
    *count = n;
    return st == RAT_END && n ? RAT_OK : st;
}

/* What will be needed next is asked for before: forms and the ends of their chains do not fit into the caches near the
 * core. */
static bool number_tokens(struct rat_accumulator *a, const struct look_up *wanted, uint32_t count,
                          uint32_t *numbers, struct rat_form **forms)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct look_up *w = &wanted[i];
        numbers[i] = w->size ? rat_form_table_guess(&a->forms, w->hash) : w->number;
        if (numbers[i] == RAT_FORM_NONE && w->size) /* so that it is there when it comes again */
            numbers[i] = add_surface(a, &w->key, w->size, w->hash);
        if (numbers[i] == RAT_FORM_NONE)
            return false;
        forms[i] = rat_form_at(&a->forms, numbers[i]);
        __builtin_prefetch(forms[i], 1);
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct look_up *w = &wanted[i];
        if (w->size && !rat_form_is(forms[i], &w->key, w->size)) { /* another one with its hash */
            numbers[i] = add_surface(a, &w->key, w->size, w->hash);
            if (numbers[i] == RAT_FORM_NONE)
                return false;
            forms[i] = rat_form_at(&a->forms, numbers[i]);
        }
        __builtin_prefetch(forms[i]->chain.at, 1);
    }
    return true;
}

static inline void count_word(struct word_count *count, const char *text, const struct rat_token *token)
{
    unsigned char first = (unsigned char)text[token->start];
    bool capital =
        first == 0xc3 ? (unsigned char)text[token->start + 1] <= 0x9e : first >= 'A' && first <= 'Z';
    count->words++;
    count->capital += capital;
}

static void count_words(struct rat_accumulator *a, const char *text, const struct rat_token *tokens,
                        uint32_t count, const uint32_t *numbers)
{
    for (uint32_t i = 0; i < count; i++)
        if (tokens[i].kind == RAT_TOKEN_WORD)
            count_word((struct word_count *)(void *)a->word_counts.data + numbers[i], text, &tokens[i]);
}

static void chain_tokens(struct rat_accumulator *a, struct pass *pass, const struct rat_token *tokens,
                         uint32_t count, const uint32_t *numbers, struct rat_form *const *forms)
{
    uint32_t document = document_count(a);
    for (uint32_t i = 0; i < count; i++) {
        const struct rat_token *token = &tokens[i];
        pass->positions += token->position != pass->last;
        pass->last = token->position;
        if (pass->is_title)
            push64(&a->titles, (uint64_t)numbers[i] << 32 | document);
        else if (a->with_offsets)
            note_span(a, token);
        rat_token_chain_add(&forms[i]->chain, &a->chunks, document, pass->base + token->position);
    }
    a->token_count += count;
}

static rat_status log_tokens(struct rat_accumulator *a, struct pass *pass)
{
    struct rat_token tokens[TOKENS];
    struct look_up wanted[TOKENS];
    struct rat_form *forms[TOKENS];
    uint32_t numbers[TOKENS], count;
    rat_status st;
    rat_analyzer_start(a->analyzer, pass->text, pass->size);
    while ((st = take_tokens(a, pass, tokens, wanted, &count)) == RAT_OK) {
        if (!number_tokens(a, wanted, count, numbers, forms))
            return RAT_ENOMEM;
        if (a->counts_words)
            count_words(a, pass->text, tokens, count, numbers);
        if (!a->only_count)
            chain_tokens(a, pass, tokens, count, numbers, forms);
    }
    bool failed = a->spans.failed || a->titles.failed || a->chunks.failed;
    return st == RAT_END ? (failed ? RAT_ENOMEM : RAT_OK) : st;
}

static rat_status new_term(struct rat_accumulator *a, struct field_log *log, uint8_t space, const char *bytes,
                           size_t n)
{
    unsigned char key[RAT_KEY_BYTES_MAX];
    uint32_t number = rat_strmap_add(&a->terms, key, term_key(key, space, bytes, n), NULL);
    if (number == RAT_STRMAP_NONE)
        return RAT_ENOMEM;
    push32(&log->terms, number);
    return RAT_OK;
}

/* The terms of a value that was not there before: the value as a whole and its words. */
static rat_status learn_value(struct rat_accumulator *a, struct field_log *log,
                              const struct rat_field_value *value)
{
    rat_buf_clear(&a->folded);
    rat_fold_key(value->value, strlen(value->value), &a->folded);
    const char *at = rat_buf_cstr(&a->folded);
    rat_status st = a->folded.failed ? RAT_ENOMEM : RAT_OK;
    if (st == RAT_OK && *at)
        st = new_term(a, log, (uint8_t)(RAT_SPACE_VALUE + value->field), at, a->folded.size);
    while (st == RAT_OK && *at) {
        size_t n = strcspn(at, " ");
        st = new_term(a, log, (uint8_t)(RAT_SPACE_WORD + value->field), at, n);
        at += n + (at[n] == ' ');
    }
    push32(&log->term_ends, (uint32_t)(log->terms.size / sizeof(uint32_t)));
    return log->terms.failed || log->term_ends.failed ? RAT_ENOMEM : st;
}

static void push_value_terms(struct rat_accumulator *a, const struct field_log *log, uint32_t value)
{
    const uint32_t *ends = (const uint32_t *)(const void *)log->term_ends.data;
    const uint32_t *terms = (const uint32_t *)(const void *)log->terms.data;
    for (uint32_t i = value ? ends[value - 1] : 0; i < ends[value]; i++)
        push64(&a->plain, (uint64_t)terms[i] << 32 | document_count(a));
}

static rat_status add_values(struct rat_accumulator *a, const struct rat_index_document *document)
{
    for (uint8_t f = 1; f <= RAT_FIELD_STORED_MAX; f++) {
        struct field_log *log = &a->fields[f];
        size_t start = log->ordinals.size / sizeof(uint32_t);
        push32(&log->starts, (uint32_t)start);
        for (size_t i = 0; i < document->value_count; i++) {
            const struct rat_field_value *value = &document->values[i];
            if (value->field != f || !value->value || !*value->value)
                continue;
            bool added;
            uint32_t number = rat_strmap_add(&log->values, value->value, strlen(value->value), &added);
            if (number == RAT_STRMAP_NONE)
                return RAT_ENOMEM;
            rat_status st = added ? learn_value(a, log, value) : RAT_OK;
            if (st != RAT_OK)
                return st;
            const uint32_t *have = (const uint32_t *)(const void *)log->ordinals.data;
            size_t end = log->ordinals.size / sizeof(uint32_t), k = start;
            while (k < end && have[k] != number)
                k++;
            if (k < end)
                continue;
            push32(&log->ordinals, number);
            push_value_terms(a, log, number);
        }
        if (log->starts.failed || log->ordinals.failed)
            return RAT_ENOMEM;
    }
    return RAT_OK;
}

static void put_offsets(struct rat_accumulator *a)
{
    if (a->offset_starts.size == 0)
        push64(&a->offset_starts, 0);
    rat_offsets_encode((const struct rat_span *)(const void *)a->spans.data,
                       (uint32_t)(a->spans.size / sizeof(struct rat_span)), &a->offsets);
    push64(&a->offset_starts, a->offsets.size);
}

void rat_accumulator_only_count(struct rat_accumulator *a, bool only)
{
    a->only_count = only;
}

void rat_accumulator_set_model(struct rat_accumulator *a, const struct rat_compounds *model)
{
    rat_analyzer_set_model(a->analyzer, model);
}

rat_status rat_accumulator_mine(struct rat_accumulator *a, struct rat_err *err)
{
    return a->acronyms ? RAT_OK : rat_acronyms_new(&a->acronyms, err);
}

rat_status rat_accumulator_teach(struct rat_accumulator *a, struct rat_compounds *model,
                                 struct rat_acronyms *acronyms, struct rat_err *err)
{
    const struct word_count *counts = (const struct word_count *)(const void *)a->word_counts.data;
    rat_status st = RAT_OK;
    for (uint32_t s = 0; a->counts_words && s < a->forms.count && st == RAT_OK; s++) {
        const struct rat_form *form = rat_form_at(&a->forms, s);
        if (counts[s].words)
            st = rat_compounds_learn(model, (const char *)rat_form_bytes(form), form->size, counts[s].words,
                                     counts[s].capital, err);
    }
    if (st == RAT_OK && a->acronyms) {
        st = rat_acronyms_add(acronyms, a->acronyms, err);
        rat_acronyms_free(a->acronyms);
        a->acronyms = NULL;
    }
    return st;
}

rat_status rat_accumulator_add(struct rat_accumulator *a, const struct rat_index_document *document,
                               uint32_t *tokens, struct rat_err *err)
{
    struct logged_document entry = {
        .docnum = document->docnum, .paper_key = document->paper_key, .date = document->date};
    struct pass title = {document->title, document->title_size, 0, true, 0, UINT32_MAX};
    rat_buf_clear(&a->spans);
    rat_status st =
        a->acronyms ? rat_acronyms_learn(a->acronyms, document->text, document->text_size, err) : RAT_OK;
    if (st == RAT_OK)
        st = log_tokens(a, &title);
    if (a->only_count) {
        struct pass body = {document->text, document->text_size, 0, false, 0, UINT32_MAX};
        if (st == RAT_OK)
            st = log_tokens(a, &body);
        return st == RAT_ENOMEM ? rat_nomem(err) : st;
    }
    entry.body = title.positions ? title.positions + RAT_FIELD_GAP : 0;
    struct pass text = {document->text, document->text_size, entry.body, false, 0, UINT32_MAX};
    if (st == RAT_OK)
        st = log_tokens(a, &text);
    if (st == RAT_OK)
        st = add_values(a, document);
    if (st != RAT_OK)
        return st == RAT_ENOMEM ? rat_nomem(err) : st;
    uint32_t length = title.positions + text.positions;
    entry.length = length;
    a->length_sum += length;
    if (a->with_offsets)
        put_offsets(a);
    if (a->id_starts.size == 0)
        push64(&a->id_starts, 0);
    rat_buf_puts(&a->ids, document->id);
    push64(&a->id_starts, a->ids.size);
    rat_buf_append(&a->documents, &entry, sizeof entry);
    if (a->documents.failed || a->ids.failed || a->id_starts.failed || a->offsets.failed ||
        a->offset_starts.failed || a->plain.failed)
        return rat_nomem(err);
    if (tokens)
        *tokens = text.positions;
    return RAT_OK;
}
