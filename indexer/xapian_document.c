/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/xapian_document.h"

#include "base/strmap.h"
#include "storage/dictionary.h"
#include "text/analyzer.h"
#include "text/fold.h"

#include <stdlib.h>

/* Words are remembered up to here, then all are forgotten. */
#define CACHE_BYTES ((size_t)192 << 20)

struct form_terms {
    uint32_t first, count; /* into term_numbers; count 0: not made yet */
};

/* What is known of a term in the document at hand. */
struct term_use {
    uint32_t document; /* in which it was last used */
    uint32_t position; /* last */
    uint32_t wdf;
};

struct rat_xapian_maker {
    struct rat_analyzer *analyzer;
    struct rat_strmap surfaces, terms; /* terms: keys of the dictionary */
    struct rat_buf form_terms;         /* by surface form */
    struct rat_buf term_numbers;
    struct rat_buf uses; /* by term */
    struct rat_buf used; /* uint32_t: terms without positions that the document has */
    struct rat_buf folded, values;
    uint32_t document; /* running */
    /* of the document at hand */
    struct rat_xapian_document *out;
    uint64_t postings;
    rat_status status; /* the first failure */
    struct rat_xapian_err failure;
};

rat_status rat_xapian_maker_new(const char *analyzer, uint32_t version, const struct rat_compounds *model,
                                struct rat_xapian_maker **out, struct rat_err *err)
{
    struct rat_xapian_maker *m = calloc(1, sizeof *m);
    if (!m)
        return rat_nomem(err);
    rat_strmap_init(&m->surfaces);
    rat_strmap_init(&m->terms);
    rat_status st = rat_analyzer_open(analyzer, version, &m->analyzer, err);
    if (st != RAT_OK) {
        rat_xapian_maker_free(m);
        return st;
    }
    rat_analyzer_set_model(m->analyzer, model);
    *out = m;
    return RAT_OK;
}

void rat_xapian_maker_free(struct rat_xapian_maker *m)
{
    if (!m)
        return;
    rat_analyzer_free(m->analyzer);
    rat_strmap_release(&m->surfaces);
    rat_strmap_release(&m->terms);
    rat_buf_release(&m->form_terms);
    rat_buf_release(&m->term_numbers);
    rat_buf_release(&m->uses);
    rat_buf_release(&m->used);
    rat_buf_release(&m->folded);
    rat_buf_release(&m->values);
    free(m);
}

static void forget(struct rat_xapian_maker *m)
{
    if (rat_strmap_bytes(&m->surfaces) + rat_strmap_bytes(&m->terms) < CACHE_BYTES)
        return;
    rat_strmap_clear(&m->surfaces);
    rat_strmap_clear(&m->terms);
    rat_buf_clear(&m->form_terms);
    rat_buf_clear(&m->term_numbers);
    rat_buf_clear(&m->uses);
}

static bool no_memory(struct rat_xapian_maker *m)
{
    m->status = RAT_ENOMEM;
    return false;
}

static bool said(struct rat_xapian_maker *m, rat_xapian_status st)
{
    if (st != RAT_XAPIAN_OK && m->status == RAT_OK)
        m->status = st == RAT_XAPIAN_NO_MEMORY ? RAT_ENOMEM : RAT_EIO;
    return st == RAT_XAPIAN_OK;
}

/* ---- terms of a surface form, made once ---- */

static bool add_number(struct rat_xapian_maker *m, uint8_t layer, const char *bytes, size_t n)
{
    unsigned char key[RAT_KEY_BYTES_MAX];
    bool added;
    n = n < sizeof key - 1 ? n : sizeof key - 1;
    key[0] = layer;
    memcpy(key + 1, bytes, n);
    uint32_t number = rat_strmap_add(&m->terms, key, n + 1, &added);
    if (number == RAT_STRMAP_NONE)
        return no_memory(m);
    if (added)
        rat_buf_zero(&m->uses, sizeof(struct term_use));
    rat_buf_append(&m->term_numbers, &number, sizeof number);
    return !m->uses.failed && !m->term_numbers.failed ? true : no_memory(m);
}

static bool terms_of(struct rat_xapian_maker *m, const struct rat_token *token, struct form_terms *out)
{
    bool added;
    struct rat_terms terms;
    uint32_t number = rat_strmap_add(&m->surfaces, token->surface, token->surface_size, &added);
    if (number == RAT_STRMAP_NONE)
        return no_memory(m);
    if (!added) {
        *out = ((const struct form_terms *)(const void *)m->form_terms.data)[number];
        return true;
    }
    const struct rat_strmap_key *key = &m->surfaces.keys[number];
    out->first = (uint32_t)(m->term_numbers.size / sizeof(uint32_t));
    if (rat_analyzer_terms(m->analyzer, (const char *)key->bytes, key->size, &terms) != RAT_OK)
        return no_memory(m);
    out->count = terms.count;
    for (uint32_t i = 0; i < terms.count; i++)
        if (!add_number(m, terms.term[i].layer, terms.term[i].bytes, terms.term[i].size))
            return false;
    rat_buf_append(&m->form_terms, out, sizeof *out);
    return !m->form_terms.failed ? true : no_memory(m);
}

/* ---- what the document gets ---- */

/* Xapian 1.4.22 does not find a phrase of equal words at position 0: positions count from 1 there. */
static bool put_posting(struct rat_xapian_maker *m, const void *key, size_t n, uint32_t position,
                        uint32_t wdf)
{
    char term[RAT_XAPIAN_TERM_BYTES_MAX];
    size_t size = rat_xapian_term_of(key, n, term);
    m->postings++;
    return said(m, rat_xapian_document_add_posting(m->out, term, size, position + 1, wdf, &m->failure));
}

static bool put_term(struct rat_xapian_maker *m, const void *key, size_t n, uint32_t wdf)
{
    char term[RAT_XAPIAN_TERM_BYTES_MAX];
    size_t size = rat_xapian_term_of(key, n, term);
    m->postings++;
    return said(m, rat_xapian_document_add_term(m->out, term, size, wdf, &m->failure));
}

/* Two readings of one word may be equal: they count once. */
static bool use_term(struct rat_xapian_maker *m, uint32_t number, uint32_t position, uint32_t weight)
{
    struct term_use *use = (struct term_use *)(void *)m->uses.data + number;
    const struct rat_strmap_key *key = &m->terms.keys[number];
    bool is_new = use->document != m->document;
    if (!is_new && use->position == position)
        return true;
    *use = (struct term_use){m->document, position, (is_new ? 0 : use->wdf) + weight};
    if (RAT_SPACE_HAS_POSITIONS(key->bytes[0]))
        return put_posting(m, key->bytes, key->size, position, weight);
    if (is_new)
        rat_buf_append(&m->used, &number, sizeof number);
    return !m->used.failed ? true : no_memory(m);
}

static bool use_in_title(struct rat_xapian_maker *m, uint32_t number, uint32_t position)
{
    unsigned char key[RAT_KEY_BYTES_MAX];
    const struct rat_strmap_key *term = &m->terms.keys[number];
    memcpy(key, term->bytes, term->size);
    key[0] |= RAT_SPACE_TITLE;
    return RAT_SPACE_HAS_POSITIONS(term->bytes[0]) ? put_posting(m, key, term->size, position, 0)
                                                   : put_term(m, key, term->size, 0);
}

/* *positions: how many different ones the tokens have. */
static bool put_text(struct rat_xapian_maker *m, const char *text, size_t size, uint32_t base, bool is_title,
                     uint32_t *positions)
{
    struct rat_token token;
    rat_status st;
    uint32_t last = UINT32_MAX;
    *positions = 0;
    rat_analyzer_start(m->analyzer, text, size);
    while ((st = rat_analyzer_next(m->analyzer, &token)) == RAT_OK) {
        struct form_terms terms;
        *positions += token.position != last;
        last = token.position;
        if (!terms_of(m, &token, &terms))
            return false;
        for (uint32_t i = 0; i < terms.count; i++) {
            uint32_t number = ((const uint32_t *)(const void *)m->term_numbers.data)[terms.first + i];
            if (!use_term(m, number, base + token.position, is_title ? RAT_TITLE_WEIGHT : 1) ||
                (is_title && !use_in_title(m, number, token.position)))
                return false;
        }
    }
    return st == RAT_END ? true : no_memory(m);
}

static bool put_used(struct rat_xapian_maker *m)
{
    const uint32_t *used = (const uint32_t *)(const void *)m->used.data;
    for (size_t i = 0; i < m->used.size / sizeof *used; i++) {
        const struct rat_strmap_key *key = &m->terms.keys[used[i]];
        uint32_t wdf = ((const struct term_use *)(const void *)m->uses.data)[used[i]].wdf;
        if (!put_term(m, key->bytes, key->size, wdf))
            return false;
    }
    return true;
}

/* ---- fields ---- */

static bool put_key(struct rat_xapian_maker *m, unsigned space, const char *bytes, size_t n)
{
    unsigned char key[RAT_KEY_BYTES_MAX];
    n = n < sizeof key - 1 ? n : sizeof key - 1;
    key[0] = (unsigned char)space;
    memcpy(key + 1, bytes, n);
    return put_term(m, key, n + 1, 0);
}

/* The value as a whole and its words. */
static bool put_value_terms(struct rat_xapian_maker *m, const struct rat_field_value *value)
{
    rat_buf_clear(&m->folded);
    rat_fold_key(value->value, strlen(value->value), &m->folded);
    const char *at = rat_buf_cstr(&m->folded);
    if (m->folded.failed)
        return no_memory(m);
    bool fine = !*at || put_key(m, RAT_SPACE_VALUE + value->field, at, m->folded.size);
    while (fine && *at) {
        size_t n = strcspn(at, " ");
        fine = put_key(m, RAT_SPACE_WORD + value->field, at, n);
        at += n + (at[n] == ' ');
    }
    return fine;
}

static bool is_repeated(const struct rat_index_document *d, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (d->values[k].field == d->values[i].field && d->values[k].value &&
            strcmp(d->values[k].value, d->values[i].value) == 0)
            return true;
    return false;
}

static bool put_values(struct rat_xapian_maker *m, const struct rat_index_document *d)
{
    for (uint8_t field = 1; field <= RAT_FIELD_STORED_MAX; field++) {
        rat_buf_clear(&m->values);
        for (size_t i = 0; i < d->value_count; i++) {
            const struct rat_field_value *value = &d->values[i];
            if (value->field != field || !value->value || !*value->value || is_repeated(d, i))
                continue;
            rat_buf_append(&m->values, value->value, strlen(value->value) + 1);
            if (!put_value_terms(m, value))
                return false;
        }
        if (m->values.failed)
            return no_memory(m);
        if (m->values.size && rat_field_by_id(field)->facet &&
            !said(m, rat_xapian_document_set_value(m->out, RAT_XAPIAN_SLOT_VALUES + field, m->values.data,
                                                   m->values.size, &m->failure)))
            return false;
    }
    return true;
}

static bool put_columns(struct rat_xapian_maker *m, const struct rat_index_document *d, uint64_t stamp,
                        bool removed)
{
    struct rat_xapian_document *out = m->out;
    struct rat_xapian_err *f = &m->failure;
    if (!said(m, rat_xapian_document_set_value(out, RAT_XAPIAN_SLOT_STAMP, &stamp, sizeof stamp, f)) ||
        !said(m, rat_xapian_document_set_data(out, d->id, strlen(d->id), f)))
        return false;
    if (removed && !said(m, rat_xapian_document_add_term(out, RAT_XAPIAN_TERM_REMOVED, 1, 0, f)))
        return false;
    if (d->paper_key && !said(m, rat_xapian_document_set_value(out, RAT_XAPIAN_SLOT_PAPER, &d->paper_key,
                                                               sizeof d->paper_key, f)))
        return false;
    return d->date == RAT_NO_DATE ||
           (said(m, rat_xapian_document_set_number(out, RAT_XAPIAN_SLOT_NEWEST, d->date, f)) &&
            said(m, rat_xapian_document_set_number(out, RAT_XAPIAN_SLOT_OLDEST, -(double)d->date, f)));
}

static bool make(struct rat_xapian_maker *m, const struct rat_index_document *d, uint64_t stamp, bool removed)
{
    uint32_t title, text;
    if (!said(m, rat_xapian_document_new(&m->out, &m->failure)) ||
        !put_text(m, d->title, d->title_size, 0, true, &title))
        return false;
    return put_text(m, d->text, d->text_size, title ? title + RAT_FIELD_GAP : 0, false, &text) &&
           put_used(m) && put_values(m, d) && put_columns(m, d, stamp, removed);
}

rat_status rat_xapian_make(struct rat_xapian_maker *m, const struct rat_index_document *d, uint64_t stamp,
                           bool removed, struct rat_xapian_document **out, uint64_t *postings,
                           struct rat_err *err)
{
    forget(m);
    m->document++;
    m->out = NULL;
    m->postings = 0;
    m->status = RAT_OK;
    rat_buf_clear(&m->used);
    if (!make(m, d, stamp, removed)) {
        rat_xapian_document_free(m->out);
        return m->status == RAT_ENOMEM ? rat_nomem(err) : rat_xapian_fail(&m->failure, err);
    }
    *out = m->out;
    *postings += m->postings;
    return RAT_OK;
}
