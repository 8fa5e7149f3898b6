/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writing a segment from the chains of an accumulator. An exact term is the union of its surface forms (müller, mueller), a
 * derived term the union of its exact terms. What has one form only, nearly every exact term, goes from its chain
 * into the postings; others are merged as (document << 32 | position).
 */
#include "indexer/accumulate_internal.h"

#include "base/sort.h"
#include "storage/lengths.h"
#include "storage/segment_writer.h"

#include <stdlib.h>

/* So many terms ahead memory is asked for. */
#define AHEAD 8u

/* Postings of one term that were not given to the writer yet. */
struct block {
    uint32_t documents[RAT_POSTINGS_BLOCK], tfs[RAT_POSTINGS_BLOCK], counts[RAT_POSTINGS_BLOCK];
    uint32_t ends[RAT_POSTINGS_BLOCK]; /* of each one's positions */
    uint32_t *positions;               /* with room for all of the term */
    uint32_t held, position_count;
    bool with_positions;
};

struct flush {
    struct rat_accumulator *a;
    struct rat_segment_writer *writer;
    uint32_t document_count, surface_count, term_count;
    uint64_t *order;          /* by key: the lower half is the term's number */
    uint64_t *room;           /* to sort in */
    uint32_t *ordinals;       /* by term number, of exact terms */
    uint32_t *form_starts;    /* by term number, into forms: surface forms of the term */
    uint32_t *forms;          /* surface numbers */
    uint64_t *plain;          /* the accumulator's, sorted */
    struct rat_buf merged[2]; /* uint64_t */
    struct rat_buf run_ends;  /* size_t */
    struct rat_buf positions; /* uint32_t */
    struct rat_buf exact;     /* uint32_t: ordinals of a derived term's exact terms */
    struct block block;
    bool has_titles;
    uint8_t *lengths;
    uint64_t *docnums, *papers, *dates, *bodies, *exact_lengths;
};

static const struct logged_document *document_at(const struct flush *f, uint32_t i)
{
    return (const struct logged_document *)(const void *)f->a->documents.data + i;
}

static const struct rat_token_chain *chain_at(const struct flush *f, uint32_t surface)
{
    return &rat_form_at(&f->a->forms, surface)->chain;
}

/* The terms of a surface form, none when it does not occur. */
static const uint32_t *terms_of(const struct flush *f, uint32_t surface, uint32_t *count)
{
    struct form_terms terms = ((const struct form_terms *)(const void *)f->a->form_terms.data)[surface];
    *count = terms.count;
    return (const uint32_t *)(const void *)f->a->surface_terms.data + terms.first;
}

static void *array(size_t count, size_t size, bool *failed)
{
    void *p = calloc(count ? count : 1, size);
    if (!p)
        *failed = true;
    return p;
}

/* Surface forms by term, as two arrays. Only forms that occur. */
static void invert_forms(struct flush *f)
{
    for (uint32_t s = 0; s < f->surface_count; s++) {
        uint32_t count;
        const uint32_t *terms = terms_of(f, s, &count);
        for (uint32_t t = 0; t < count; t++)
            f->form_starts[terms[t] + 1]++;
    }
    for (uint32_t t = 0; t < f->term_count; t++)
        f->form_starts[t + 1] += f->form_starts[t];
    uint32_t total = f->form_starts[f->term_count];
    for (uint32_t s = f->surface_count; s-- > 0;) {
        uint32_t count;
        const uint32_t *terms = terms_of(f, s, &count);
        for (uint32_t t = 0; t < count; t++)
            f->forms[--f->form_starts[terms[t] + 1]] = s;
    }
    /* the loop left start(t) in form_starts[t + 1] */
    memmove(f->form_starts, f->form_starts + 1, f->term_count * sizeof *f->form_starts);
    f->form_starts[f->term_count] = total;
}

static int by_key(const void *a, const void *b, void *ctx)
{
    const struct rat_strmap_key *keys = ctx;
    const struct rat_strmap_key *x = &keys[*(const uint32_t *)a], *y = &keys[*(const uint32_t *)b];
    int order = memcmp(x->bytes, y->bytes, x->size < y->size ? x->size : y->size);
    return order ? order : (x->size > y->size) - (x->size < y->size);
}

static int by_number32(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static size_t merge_two(const uint64_t *a, size_t an, const uint64_t *b, size_t bn, uint64_t *out)
{
    size_t i = 0, j = 0, n = 0;
    while (i < an && j < bn) {
        uint64_t x = a[i], y = b[j];
        i += x <= y;
        j += y <= x;
        out[n++] = x < y ? x : y;
    }
    memcpy(out + n, a + i, (an - i) * sizeof *out);
    n += an - i;
    memcpy(out + n, b + j, (bn - j) * sizeof *out);
    return n + bn - j;
}

/* Merges neighbouring runs of `from` into `to` until one is left, which is returned. ends: where each run ends. */
static const uint64_t *merge_runs(uint64_t *from, uint64_t *to, size_t *ends, uint32_t runs)
{
    while (runs > 1) {
        uint32_t made = 0;
        size_t start = 0, at = 0;
        for (uint32_t i = 0; i < runs; i += 2) {
            size_t middle = ends[i], end = i + 1 < runs ? ends[i + 1] : middle;
            at += merge_two(from + start, middle - start, from + middle, end - middle, to + at);
            start = end;
            ends[made++] = at;
        }
        uint64_t *swap = from;
        from = to;
        to = swap;
        runs = made;
    }
    return from;
}

/* The tokens of a surface form into out; returns how many. */
static size_t read_tokens(const struct rat_token_chain *chain, uint64_t *out)
{
    struct rat_token_reader reader;
    rat_token_reader_start(&reader, chain);
    while (rat_token_reader_next(&reader))
        *out++ = (uint64_t)reader.document << 32 | reader.position;
    return chain->count;
}

/* The union of the tokens of some surface forms. The part of many compounds has thousands of
 * forms: their lists are merged in pairs, not one after the other. NULL: no memory. */
static const uint64_t *union_of(struct flush *f, const uint32_t *forms, uint32_t count, size_t *n)
{
    size_t total = 0;
    for (uint32_t i = 0; i < count; i++)
        total += chain_at(f, forms[i])->count;
    for (int i = 0; i < 2; i++)
        rat_buf_clear(&f->merged[i]);
    rat_buf_clear(&f->run_ends);
    uint64_t *from = (uint64_t *)(void *)rat_buf_reserve(&f->merged[0], total * sizeof *from);
    uint64_t *to = (uint64_t *)(void *)rat_buf_reserve(&f->merged[1], total * sizeof *to);
    size_t *ends = (size_t *)(void *)rat_buf_reserve(&f->run_ends, count * sizeof *ends), at = 0;
    if (!from || !to || !ends)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        ends[i] = at += read_tokens(chain_at(f, forms[i]), from + at);
    const uint64_t *result = merge_runs(from, to, ends, count);
    *n = ends[0];
    return result;
}

/* A word of the title counts more than once. Positions ascend, and those of the title come first. */
static void weigh_titles(const struct flush *f, struct block *b)
{
    const uint32_t *at = b->positions;
    for (uint32_t i = 0; i < b->held; at += b->counts[i++]) {
        uint64_t body = f->bodies[b->documents[i]];
        for (uint32_t k = 0; k < b->counts[i] && at[k] < body; k++)
            b->tfs[i] += RAT_TITLE_WEIGHT - 1;
    }
}

static void put_block(struct flush *f)
{
    struct block *b = &f->block;
    for (uint32_t i = 0; i < b->held; i++)
        b->tfs[i] = b->counts[i] = b->ends[i] - (i ? b->ends[i - 1] : 0);
    if (f->has_titles)
        weigh_titles(f, b);
    rat_segment_writer_postings(f->writer, b->documents, b->tfs, b->counts,
                                b->with_positions ? b->positions : NULL, b->held);
    b->held = b->position_count = 0;
}

/* Whether a token is the first of its document, and so begins a posting, is as good as random: nothing branches on it. */
static inline void put_token(struct flush *f, uint32_t document, uint32_t position, bool is_next)
{
    struct block *b = &f->block;
    if (is_next & (b->held == RAT_POSTINGS_BLOCK))
        put_block(f);
    b->held += is_next;
    b->documents[b->held - 1] = document;
    /* two readings of one word may be equal */
    bool again = !is_next && b->positions[b->position_count - 1] == position;
    b->positions[b->position_count] = position;
    b->position_count += !again;
    b->ends[b->held - 1] = b->position_count;
}

static bool put_postings(struct flush *f, const uint32_t *forms, uint32_t form_count, bool with_positions)
{
    const struct rat_token_chain *only = chain_at(f, forms[0]);
    size_t n = only->count;
    const uint64_t *tokens = form_count > 1 ? union_of(f, forms, form_count, &n) : NULL;
    f->block.with_positions = with_positions;
    f->block.positions = (uint32_t *)(void *)rat_buf_reserve(&f->positions, n * sizeof(uint32_t));
    if (!f->block.positions || (form_count > 1 && !tokens))
        return false;
    if (tokens) {
        for (size_t i = 0; i < n; i++)
            put_token(f, (uint32_t)(tokens[i] >> 32), (uint32_t)tokens[i],
                      i == 0 || tokens[i] >> 32 != tokens[i - 1] >> 32);
    } else {
        struct rat_token_reader reader;
        rat_token_reader_start(&reader, only);
        while (rat_token_reader_next(&reader))
            put_token(f, reader.document, reader.position, reader.is_next);
    }
    put_block(f);
    return true;
}

/* Ordinals of the exact terms behind a derived term. */
static void collect_exact(struct flush *f, const uint32_t *forms, uint32_t count)
{
    rat_buf_clear(&f->exact);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t term_count, ordinal = f->ordinals[terms_of(f, forms[i], &term_count)[0]];
        rat_buf_append(&f->exact, &ordinal, sizeof ordinal);
    }
    uint32_t *list = (uint32_t *)(void *)f->exact.data;
    size_t n = f->exact.size / sizeof *list, kept = 0;
    if (n > 1)
        qsort(list, n, sizeof *list, by_number32);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || list[i] != list[kept - 1])
            list[kept++] = list[i];
    f->exact.size = kept * sizeof *list;
}

static bool put_text_term(struct flush *f, uint32_t term)
{
    const struct rat_strmap_key *key = &f->a->terms.keys[term];
    uint32_t from = f->form_starts[term], count = f->form_starts[term + 1] - from;
    if (count == 0)
        return true;
    uint32_t ordinal = rat_segment_writer_term(f->writer, key->bytes, key->size);
    if (!put_postings(f, f->forms + from, count, RAT_SPACE_HAS_POSITIONS(key->bytes[0])))
        return false;
    f->ordinals[term] = ordinal;
    if (RAT_SPACE_HAS_FORMS(key->bytes[0])) {
        collect_exact(f, f->forms + from, count);
        rat_segment_writer_end_term(f->writer, (const uint32_t *)(const void *)f->exact.data,
                                    (uint32_t)(f->exact.size / sizeof(uint32_t)));
    } else {
        rat_segment_writer_end_term(f->writer, NULL, 0);
    }
    return !f->exact.failed;
}

/* Terms of titles and fields: each entry is one occurrence. at: into plain; returns behind the term's entries. */
static size_t put_plain_term(struct flush *f, uint32_t term, size_t at, size_t end)
{
    const struct rat_strmap_key *key = &f->a->terms.keys[term];
    rat_segment_writer_term(f->writer, key->bytes, key->size);
    while (at < end && f->plain[at] >> 32 == term) {
        uint64_t entry = f->plain[at];
        uint32_t tf = 0;
        for (; at < end && f->plain[at] == entry; at++)
            tf++;
        rat_segment_writer_posting(f->writer, (uint32_t)entry, tf, NULL, 0);
    }
    rat_segment_writer_end_term(f->writer, NULL, 0);
    return at;
}

/* First plain entry of every term, so that terms can be written in key order. */
static size_t find_plain(const uint64_t *plain, size_t count, uint32_t term)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (plain[middle] >> 32 < term)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Of the term that comes i-th; NULL: none. */
static const struct rat_token_chain *first_chain(const struct flush *f, uint32_t i)
{
    uint32_t term = i < f->term_count ? (uint32_t)f->order[i] : f->term_count;
    return term < f->term_count && f->form_starts[term] < f->form_starts[term + 1]
               ? chain_at(f, f->forms[f->form_starts[term]])
               : NULL;
}

/* Terms come in the order of their keys, and lie in memory in that of their first occurrence. What the next ones need is asked
 * for in time, each step where the one before it has arrived. (GCC drops calls of functions that only prefetch.) */
__attribute__((always_inline)) static inline void fetch_ahead(const struct flush *f, uint32_t i)
{
    const struct rat_strmap_key *keys = f->a->terms.keys;
    if (i + 3 * AHEAD < f->term_count) {
        uint32_t term = (uint32_t)f->order[i + 3 * AHEAD];
        __builtin_prefetch(&keys[term]);
        __builtin_prefetch(&f->form_starts[term]);
    }
    if (i + 2 * AHEAD < f->term_count) {
        uint32_t term = (uint32_t)f->order[i + 2 * AHEAD];
        __builtin_prefetch(keys[term].bytes);
        __builtin_prefetch(&f->forms[f->form_starts[term]]);
    }
    const struct rat_token_chain *chain = first_chain(f, i + AHEAD);
    if (chain)
        __builtin_prefetch(chain);
    chain = first_chain(f, i + AHEAD / 2);
    if (chain)
        __builtin_prefetch(chain->first);
}

static bool put_terms(struct flush *f)
{
    size_t plain_count = f->a->plain.size / sizeof(uint64_t);
    for (uint32_t i = 0; i < f->term_count; i++) {
        fetch_ahead(f, i);
        uint32_t term = (uint32_t)f->order[i];
        if (f->a->terms.keys[term].bytes[0] < RAT_SPACE_TITLE) {
            if (!put_text_term(f, term))
                return false;
        } else {
            size_t at = find_plain(f->plain, plain_count, term);
            if (at < plain_count && f->plain[at] >> 32 == term)
                put_plain_term(f, term, at, plain_count);
        }
    }
    return true;
}

static void put_all_offsets(struct flush *f)
{
    const uint64_t *starts = (const uint64_t *)(const void *)f->a->offset_starts.data;
    for (uint32_t d = 0; f->a->with_offsets && d < f->document_count; d++)
        rat_segment_writer_offsets(f->writer, f->a->offsets.data + starts[d],
                                   (size_t)(starts[d + 1] - starts[d]));
}

static bool allocate(struct flush *f)
{
    bool failed = false;
    size_t plain = f->a->plain.size / sizeof *f->plain;
    f->order = array(f->term_count, sizeof *f->order, &failed);
    f->ordinals = array(f->term_count, sizeof *f->ordinals, &failed);
    f->form_starts = array((size_t)f->term_count + 2, sizeof *f->form_starts, &failed);
    f->forms = array(f->a->surface_terms.size / sizeof(uint32_t), sizeof *f->forms, &failed);
    f->room = array(f->term_count > plain ? f->term_count : plain, sizeof *f->room, &failed);
    f->lengths = array(f->document_count, 1, &failed);
    f->docnums = array(f->document_count, sizeof *f->docnums, &failed);
    f->papers = array(f->document_count, sizeof *f->papers, &failed);
    f->dates = array(f->document_count, sizeof *f->dates, &failed);
    f->bodies = array(f->document_count, sizeof *f->bodies, &failed);
    f->exact_lengths = array(f->document_count, sizeof *f->exact_lengths, &failed);
    return !failed;
}

static void release(struct flush *f)
{
    free(f->order);
    free(f->ordinals);
    free(f->form_starts);
    free(f->forms);
    free(f->room);
    free(f->lengths);
    free(f->docnums);
    free(f->papers);
    free(f->dates);
    free(f->bodies);
    free(f->exact_lengths);
    rat_buf_release(&f->merged[0]);
    rat_buf_release(&f->merged[1]);
    rat_buf_release(&f->run_ends);
    rat_buf_release(&f->positions);
    rat_buf_release(&f->exact);
}

static void fill_columns(struct flush *f)
{
    for (uint32_t d = 0; d < f->document_count; d++) {
        const struct logged_document *document = document_at(f, d);
        f->lengths[d] = rat_length_encode(document->length);
        f->exact_lengths[d] = document->length;
        f->docnums[d] = document->docnum;
        f->papers[d] = document->paper_key;
        f->dates[d] = (uint32_t)document->date ^ 0x80000000u;
        f->bodies[d] = document->body;
        f->has_titles |= document->body != 0;
    }
}

static void prepare(struct flush *f)
{
    struct rat_accumulator *a = f->a;
    invert_forms(f);
    for (uint32_t t = 0; t < f->term_count; t++)
        f->order[t] = t;
    rat_strmap_sort(&a->terms, f->order, f->room, f->term_count);
    f->plain = (uint64_t *)(void *)a->plain.data;
    if (a->plain.size) /* of each term the entries are in the order of documents already */
        rat_sort_upper(f->plain, f->room, a->plain.size / sizeof *f->plain);
    free(f->room);
    f->room = NULL;
    fill_columns(f);
}

/* Tables by which what is there already is found: there will be no more, and segments are written where memory runs
 * short. */
static void drop_tables(struct rat_accumulator *a)
{
    rat_strmap_drop_table(&a->terms);
    for (size_t i = 0; i <= RAT_FIELD_STORED_MAX; i++)
        rat_strmap_drop_table(&a->fields[i].values);
}

/* One field's table in order of its values, in the arena. */
static bool sort_field(struct flush *f, struct field_log *log, struct rat_arena *arena,
                       struct rat_segment_field *out)
{
    uint32_t n = log->values.count;
    size_t ordinal_count = log->ordinals.size / sizeof(uint32_t);
    uint32_t *order = rat_arena_calloc(arena, n, sizeof *order),
             *rank = rat_arena_calloc(arena, n, sizeof *rank);
    const char **values = rat_arena_calloc(arena, n, sizeof *values);
    uint64_t *starts = rat_arena_calloc(arena, (size_t)f->document_count + 1, sizeof *starts);
    uint64_t *ordinals = rat_arena_calloc(arena, ordinal_count, sizeof *ordinals);
    if (!order || !rank || !values || !starts || !ordinals)
        return false;
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    qsort_r(order, n, sizeof *order, by_key, log->values.keys);
    for (uint32_t i = 0; i < n; i++) {
        rank[order[i]] = i;
        values[i] = (const char *)log->values.keys[order[i]].bytes;
    }
    for (uint32_t d = 0; d < f->document_count; d++)
        starts[d] = ((const uint32_t *)(const void *)log->starts.data)[d];
    starts[f->document_count] = ordinal_count;
    for (size_t i = 0; i < ordinal_count; i++)
        ordinals[i] = rank[((const uint32_t *)(const void *)log->ordinals.data)[i]];
    *out = (struct rat_segment_field){values, n, starts, ordinals};
    return true;
}

void rat_accumulator_clear(struct rat_accumulator *a)
{
    rat_buf_clear(&a->plain);
    rat_buf_clear(&a->documents);
    rat_buf_clear(&a->ids);
    rat_buf_clear(&a->id_starts);
    rat_buf_clear(&a->offsets);
    rat_buf_clear(&a->offset_starts);
    for (size_t i = 0; i <= RAT_FIELD_STORED_MAX; i++) {
        rat_strmap_clear(&a->fields[i].values);
        rat_buf_clear(&a->fields[i].starts);
        rat_buf_clear(&a->fields[i].ordinals);
        rat_buf_clear(&a->fields[i].terms);
        rat_buf_clear(&a->fields[i].term_ends);
    }
    rat_form_table_clear(&a->forms);
    rat_strmap_clear(&a->terms);
    rat_arena_clear(&a->chunks);
    rat_buf_clear(&a->word_counts);
    rat_buf_clear(&a->form_terms);
    rat_buf_clear(&a->surface_terms);
    rat_buf_clear(&a->titles);
    a->token_count = a->length_sum = 0;
}

static rat_status write_segment(struct flush *f, const char *folder, uint64_t id, struct rat_arena *arena,
                                struct rat_manifest_segment *entry, struct rat_err *err)
{
    struct rat_accumulator *a = f->a;
    struct rat_segment_documents documents = {.analyzer = rat_analyzer_name(a->analyzer),
                                              .analyzer_version = rat_analyzer_version(a->analyzer),
                                              .tokens = a->length_sum,
                                              .docnums = f->docnums,
                                              .papers = f->papers,
                                              .dates = f->dates,
                                              .bodies = f->bodies,
                                              .lengths = f->exact_lengths,
                                              .ids = a->ids.data,
                                              .id_starts = (const uint64_t *)(const void *)a->id_starts.data};
    rat_status st =
        rat_segment_writer_new(folder, id, f->lengths, f->document_count, a->with_offsets, &f->writer, err);
    if (st != RAT_OK)
        return st;
    bool fine = put_terms(f);
    for (uint8_t i = 1; fine && i <= RAT_FIELD_STORED_MAX; i++)
        if (a->fields[i].values.count)
            fine = sort_field(f, &a->fields[i], arena, &documents.fields[i]);
    if (!fine) {
        rat_segment_writer_abandon(f->writer);
        return rat_nomem(err);
    }
    put_all_offsets(f);
    return rat_segment_writer_finish(f->writer, &documents, entry, err);
}

rat_status rat_accumulator_flush(struct rat_accumulator *a, const char *folder, uint64_t id,
                                 struct rat_manifest_segment *entry, struct rat_err *err)
{
    struct rat_arena arena;
    rat_arena_init(&arena, 0);
    rat_form_table_drop_slots(&a->forms);
    rat_status st = rat_accumulator_resolve(a);
    drop_tables(a);
    struct flush f = {.a = a,
                      .document_count = document_count(a),
                      .surface_count = a->forms.count,
                      .term_count = a->terms.count};
    if (st != RAT_OK || !allocate(&f)) {
        st = rat_nomem(err);
    } else {
        prepare(&f);
        st = write_segment(&f, folder, id, &arena, entry, err);
    }
    if (st == RAT_OK)
        rat_accumulator_clear(a);
    rat_arena_release(&arena);
    release(&f);
    return st;
}
