/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/model.h"

#include "base/arena.h"
#include "storage/lengths.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define REQUIRE(condition)                                                  \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

struct posting {
    uint32_t document, tf, count;
    uint32_t *positions;
};

struct term {
    unsigned char key[48];
    uint32_t key_size, count, form_count;
    struct posting *postings;
    uint32_t *forms;
};

struct model {
    struct rat_arena arena;
    struct model_shape shape;
    uint8_t *lengths;
    uint64_t *docnums, *papers, *dates, *bodies, *exact_lengths, *id_starts, tokens;
    char *ids;
    const char **names; /* ids, one by one */
    struct term *terms;
    uint32_t term_count, exact_count;
    struct rat_segment_field fields[RAT_FIELD_STORED_MAX + 1];
    struct rat_span **spans;
    uint32_t *span_counts;
};

static void *take(struct model *m, size_t count, size_t size)
{
    void *at = rat_arena_calloc(&m->arena, count + 1, size);
    REQUIRE(at);
    return at;
}

/* ---- making ---- */

static void make_columns(struct model *m, struct prng *random)
{
    uint32_t n = m->shape.documents;
    m->lengths = take(m, n, 1);
    m->docnums = take(m, n, sizeof(uint64_t));
    m->papers = take(m, n, sizeof(uint64_t));
    m->dates = take(m, n, sizeof(uint64_t));
    m->bodies = take(m, n, sizeof(uint64_t));
    m->exact_lengths = take(m, n, sizeof(uint64_t));
    m->id_starts = take(m, n + 1, sizeof(uint64_t));
    m->names = take(m, n, sizeof *m->names);
    m->ids = take(m, (size_t)n * 24, 1);
    uint32_t first = m->shape.first_docnum ? m->shape.first_docnum : 1;
    for (uint32_t d = 0; d < n; d++) {
        uint32_t length = prng_below(random, 5000);
        m->lengths[d] = rat_length_encode(length);
        m->exact_lengths[d] = length;
        m->tokens += length;
        m->docnums[d] = first + d;
        m->papers[d] = prng_below(random, 4) ? prng_next(random) : 0;
        m->dates[d] = prng_below(random, 9) ? 0x80000000u + 12000 + prng_below(random, 9000) : 0;
        m->bodies[d] = prng_below(random, 30);
        m->names[d] =
            rat_arena_printf(&m->arena, "id/%u/%llx", first + d, (unsigned long long)prng_below(random, 999));
        REQUIRE(m->names[d]);
        size_t size = strlen(m->names[d]);
        memcpy(m->ids + m->id_starts[d], m->names[d], size);
        m->id_starts[d + 1] = m->id_starts[d] + size;
    }
}

static void make_field(struct model *m, struct prng *random, struct rat_segment_field *field)
{
    uint32_t n = m->shape.documents, values = 1 + prng_below(random, 12);
    const char **names = take(m, values, sizeof *names);
    uint64_t *starts = take(m, n + 1, sizeof *starts), *ordinals = take(m, (size_t)n * 3, sizeof *ordinals);
    for (uint32_t i = 0; i < values; i++)
        names[i] = rat_arena_printf(&m->arena, "Ausschuss %c%s", 'A' + (int)i, i % 3 ? " für Bäume" : "");
    for (uint32_t d = 0; d < n; d++) {
        uint32_t count = prng_below(random, 4);
        starts[d + 1] = starts[d] + count;
        for (uint32_t i = 0; i < count; i++)
            ordinals[starts[d] + i] = prng_below(random, values);
    }
    *field = (struct rat_segment_field){names, values, starts, ordinals};
}

static void make_postings(struct model *m, struct prng *random, struct term *term)
{
    uint32_t n = m->shape.documents, share = 1 + prng_below(random, prng_below(random, 3) ? 4 : n + 1);
    bool positions = RAT_SPACE_HAS_POSITIONS(term->key[0]);
    term->postings = take(m, n, sizeof *term->postings);
    for (uint32_t d = 0; d < n; d++) {
        if (prng_below(random, share) && !(d + 1 == n && term->count == 0))
            continue;
        struct posting *p = &term->postings[term->count++];
        p->document = d;
        p->count = positions ? prng_below(random, prng_below(random, 20) ? 4 : 300) : 0;
        p->tf = p->count + prng_below(random, 3);
        p->tf += p->tf == 0;
        p->positions = take(m, p->count, sizeof *p->positions);
        for (uint32_t k = 0, at = 0; k < p->count; k++) {
            at += prng_below(random, 50) + (k > 0);
            p->positions[k] = at;
        }
    }
}

static int by_key(const void *a, const void *b)
{
    const struct term *x = a, *y = b;
    int order = memcmp(x->key, y->key, x->key_size < y->key_size ? x->key_size : y->key_size);
    return order ? order : (x->key_size > y->key_size) - (x->key_size < y->key_size);
}

static void make_terms(struct model *m, struct prng *random)
{
    static const unsigned char spaces[] = {1, 1, 1, 1, 2, 2, 3, 0x11, 0x23, 0x43};
    uint32_t count = m->shape.terms;
    struct term *terms = take(m, count, sizeof *terms);
    for (uint32_t i = 0; i < count; i++) {
        terms[i].key[0] = spaces[prng_below(random, sizeof spaces)];
        terms[i].key_size = 2 + prng_below(random, 10);
        for (uint32_t k = 1; k < terms[i].key_size; k++)
            terms[i].key[k] = (unsigned char)('a' + prng_below(random, 4));
    }
    qsort(terms, count, sizeof *terms, by_key);
    for (uint32_t i = 0; i < count; i++)
        if (i == 0 || by_key(&terms[i], &terms[m->term_count - 1]) != 0)
            terms[m->term_count++] = terms[i];
    m->terms = terms;
    for (uint32_t i = 0; i < m->term_count; i++) {
        struct term *term = &terms[i];
        make_postings(m, random, term);
        m->exact_count += term->key[0] == 1;
        if (!RAT_SPACE_HAS_FORMS(term->key[0]))
            continue;
        term->forms = take(m, m->exact_count, sizeof *term->forms);
        for (uint32_t form = 0; form < m->exact_count; form++)
            if (prng_below(random, 5) == 0)
                term->forms[term->form_count++] = form;
    }
}

static void make_spans(struct model *m, struct prng *random)
{
    uint32_t n = m->shape.documents, most = m->shape.tokens_max ? m->shape.tokens_max : 40;
    m->spans = take(m, n, sizeof *m->spans);
    m->span_counts = take(m, n, sizeof *m->span_counts);
    for (uint32_t d = 0; d < n; d++) {
        uint32_t count = prng_below(random, most + 1), end = 0;
        m->span_counts[d] = count;
        m->spans[d] = take(m, count, sizeof **m->spans);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t start = end + prng_below(random, 4);
            end = start + prng_below(random, 20);
            m->spans[d][i] = (struct rat_span){start, end};
        }
    }
}

struct model *model_make(struct prng *random, struct model_shape shape)
{
    struct model *m = calloc(1, sizeof *m);
    REQUIRE(m);
    rat_arena_init(&m->arena, 0);
    m->shape = shape;
    make_columns(m, random);
    for (uint32_t field = 1; field <= shape.fields && field <= RAT_FIELD_STORED_MAX; field++)
        make_field(m, random, &m->fields[field]);
    if (shape.documents)
        make_terms(m, random);
    make_spans(m, random);
    return m;
}

void model_free(struct model *m)
{
    rat_arena_release(&m->arena);
    free(m);
}

uint32_t model_documents(const struct model *m)
{
    return m->shape.documents;
}

const char *model_id(const struct model *m, uint32_t document)
{
    return m->names[document];
}

uint32_t model_docnum(const struct model *m, uint32_t document)
{
    return (uint32_t)m->docnums[document];
}

/* ---- writing ---- */

static void write_terms(const struct model *m, struct rat_segment_writer *writer)
{
    for (uint32_t i = 0; i < m->term_count; i++) {
        const struct term *term = &m->terms[i];
        REQUIRE(rat_segment_writer_term(writer, term->key, term->key_size) == i);
        for (uint32_t p = 0; p < term->count; p++)
            rat_segment_writer_posting(writer, term->postings[p].document, term->postings[p].tf,
                                       term->postings[p].positions, term->postings[p].count);
        REQUIRE(rat_segment_writer_end_term(writer, term->forms, term->form_count));
    }
}

void model_write(const struct model *m, const char *folder, uint64_t id, struct rat_manifest_segment *entry)
{
    struct rat_segment_writer *writer;
    struct rat_err err = RAT_ERR_INIT;
    struct rat_segment_documents documents = {.analyzer = "german",
                                              .analyzer_version = 1,
                                              .tokens = m->tokens,
                                              .docnums = m->docnums,
                                              .papers = m->papers,
                                              .dates = m->dates,
                                              .bodies = m->bodies,
                                              .lengths = m->exact_lengths,
                                              .ids = m->ids,
                                              .id_starts = m->id_starts};
    memcpy(documents.fields, m->fields, sizeof documents.fields);
    REQUIRE(rat_segment_writer_new(folder, id, m->lengths, m->shape.documents, !m->shape.without_offsets,
                                   &writer, &err) == RAT_OK);
    write_terms(m, writer);
    struct rat_buf record = RAT_BUF_INIT;
    for (uint32_t d = 0; d < m->shape.documents && !m->shape.without_offsets; d++) {
        rat_buf_clear(&record);
        rat_offsets_encode(m->spans[d], m->span_counts[d], &record);
        rat_segment_writer_offsets(writer, record.data, record.size);
    }
    rat_buf_release(&record);
    REQUIRE(rat_segment_writer_finish(writer, &documents, entry, &err) == RAT_OK);
}

/* ---- comparing ---- */

#define SAME_OR(condition)          \
    do {                            \
        if (!(condition))           \
            return MODEL_DIFFERENT; \
    } while (0)
#define OK_OR(status)            \
    do {                         \
        if ((status) != RAT_OK)  \
            return MODEL_FAILED; \
    } while (0)

static enum model_verdict compare_list(const struct rat_segment *s, const struct rat_term_info *info,
                                       const struct term *term)
{
    struct rat_postings list;
    struct rat_buf positions = RAT_BUF_INIT;
    enum model_verdict verdict = MODEL_SAME;
    uint32_t at = 0;
    rat_postings_open(&list, &s->postings, &s->positions, &s->lengths, info);
    while (verdict == MODEL_SAME && rat_postings_next_block(&list) && rat_postings_tfs(&list)) {
        for (uint32_t i = 0; i < list.held && verdict == MODEL_SAME; i++, at++) {
            const struct posting *p = &term->postings[at];
            if (at >= term->count || list.documents[i] != p->document || list.tfs[i] != p->tf) {
                verdict = MODEL_DIFFERENT;
                break;
            }
            uint32_t count = rat_postings_positions(&list, i, &positions);
            if (list.status != RAT_OK)
                break;
            if (count != p->count ||
                (count && memcmp(positions.data, p->positions, count * sizeof(uint32_t)) != 0))
                verdict = MODEL_DIFFERENT;
        }
    }
    rat_buf_release(&positions);
    if (verdict == MODEL_SAME && list.status != RAT_OK)
        return MODEL_FAILED;
    return verdict == MODEL_SAME && at != term->count ? MODEL_DIFFERENT : verdict;
}

static enum model_verdict compare_terms(const struct model *m, const struct rat_segment *s)
{
    struct rat_term_walk walk;
    struct rat_buf forms = RAT_BUF_INIT;
    enum model_verdict verdict = MODEL_SAME;
    SAME_OR(s->dictionary.term_count == m->term_count);
    OK_OR(rat_term_walk_at(&walk, &s->dictionary, 0, NULL));
    for (uint32_t i = 0; i < m->term_count && verdict == MODEL_SAME; i++) {
        const struct term *term = &m->terms[i];
        struct rat_term_info found;
        rat_status st = rat_term_walk_next(&walk, NULL);
        if (st == RAT_OK)
            st = rat_dictionary_find(&s->dictionary, term->key, term->key_size, &found, NULL);
        if (st == RAT_OK && RAT_SPACE_HAS_FORMS(term->key[0]))
            st = rat_segment_forms(s, i, &forms, NULL);
        if (st != RAT_OK)
            verdict = st == RAT_ENOTFOUND || st == RAT_END ? MODEL_DIFFERENT : MODEL_FAILED;
        else if (walk.key_size != term->key_size || memcmp(walk.key, term->key, walk.key_size) != 0 ||
                 walk.info.documents != term->count || memcmp(&found, &walk.info, sizeof found) != 0)
            verdict = MODEL_DIFFERENT;
        else if (RAT_SPACE_HAS_FORMS(term->key[0]) &&
                 (forms.size != term->form_count * sizeof(uint32_t) ||
                  (forms.size && memcmp(forms.data, term->forms, forms.size) != 0)))
            verdict = MODEL_DIFFERENT;
        else
            verdict = compare_list(s, &walk.info, term);
    }
    rat_buf_release(&forms);
    return verdict;
}

static enum model_verdict compare_documents(const struct model *m, const struct rat_segment *s)
{
    const uint8_t *lengths;
    OK_OR(rat_segment_lengths(s, 0, m->shape.documents, &lengths, NULL));
    for (uint32_t d = 0; d < m->shape.documents; d++) {
        const char *id;
        uint32_t size;
        OK_OR(rat_segment_id(s, d, &id, &size, NULL));
        uint64_t numbers[] = {rat_numbers_get(&s->docnums, d), rat_numbers_get(&s->papers, d),
                              rat_numbers_get(&s->dates, d), rat_numbers_get(&s->bodies, d)};
        if (rat_segment_is_damaged(s))
            return MODEL_FAILED;
        SAME_OR(lengths[d] == m->lengths[d] && rat_numbers_get(&s->exact_lengths, d) == m->exact_lengths[d]);
        SAME_OR(numbers[0] == m->docnums[d] && numbers[1] == m->papers[d] && numbers[2] == m->dates[d] &&
                numbers[3] == m->bodies[d]);
        SAME_OR(size == strlen(m->names[d]) && memcmp(id, m->names[d], size) == 0);
    }
    return MODEL_SAME;
}

static enum model_verdict compare_field(const struct model *m, const struct rat_segment *s, uint8_t field)
{
    const struct rat_segment_field *f = &m->fields[field];
    const struct rat_ordinals *o = &s->ordinals[field];
    SAME_OR(o->value_count == f->value_count);
    for (uint32_t i = 0; i < f->value_count; i++) {
        const char *value;
        uint32_t size;
        OK_OR(rat_ordinals_value(o, i, &value, &size, NULL));
        SAME_OR(size == strlen(f->values[i]) && memcmp(value, f->values[i], size) == 0);
    }
    for (uint32_t d = 0; f->value_count && d < m->shape.documents; d++) {
        uint64_t from, to;
        rat_ordinals_of(o, d, &from, &to);
        if (rat_segment_is_damaged(s))
            return MODEL_FAILED;
        SAME_OR(from == to ? f->starts[d] == f->starts[d + 1]
                           : from == f->starts[d] && to == f->starts[d + 1]);
        for (uint64_t i = from; i < to; i++) {
            uint32_t ordinal = rat_ordinals_at(o, i);
            if (rat_segment_is_damaged(s))
                return MODEL_FAILED;
            SAME_OR(ordinal == f->ordinals[i]);
        }
    }
    return MODEL_SAME;
}

static enum model_verdict compare_offsets(const struct model *m, const struct rat_segment *s)
{
    struct rat_offsets offsets;
    for (uint32_t d = 0; d < m->shape.documents; d++) {
        rat_status st = rat_segment_offsets(s, d, &offsets, NULL);
        if (m->shape.without_offsets) {
            SAME_OR(st == RAT_ENOTFOUND);
            continue;
        }
        OK_OR(st);
        if (rat_segment_is_damaged(s))
            return MODEL_FAILED;
        SAME_OR(offsets.count == m->span_counts[d]);
        for (uint32_t i = 0; i < offsets.count; i++) {
            struct rat_span span;
            if (!rat_offsets_get(&offsets, i, &span))
                return MODEL_FAILED;
            SAME_OR(span.start == m->spans[d][i].start && span.end == m->spans[d][i].end);
        }
    }
    return MODEL_SAME;
}

enum model_verdict model_compare(const struct model *m, const struct rat_segment *s)
{
    SAME_OR(s->meta.documents == m->shape.documents && s->meta.tokens == m->tokens &&
            s->meta.terms == m->term_count);
    enum model_verdict verdict = compare_documents(m, s);
    for (uint8_t field = 1; field <= RAT_FIELD_STORED_MAX && verdict == MODEL_SAME; field++)
        verdict = compare_field(m, s, field);
    if (verdict == MODEL_SAME)
        verdict = compare_terms(m, s);
    return verdict == MODEL_SAME ? compare_offsets(m, s) : verdict;
}

enum model_verdict model_open_and_compare(const struct model *m, const char *folder,
                                          const struct rat_manifest_segment *entry)
{
    struct rat_segment *segment;
    if (rat_segment_open(folder, entry, &segment, NULL) != RAT_OK)
        return MODEL_FAILED;
    enum model_verdict verdict = model_compare(m, segment);
    rat_segment_close(segment);
    return verdict;
}

void model_flip(const char *path, uint64_t offset, unsigned char mask)
{
    unsigned char byte;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    REQUIRE(fd >= 0 && pread(fd, &byte, 1, (off_t)offset) == 1);
    byte ^= mask;
    REQUIRE(pwrite(fd, &byte, 1, (off_t)offset) == 1);
    close(fd);
}
