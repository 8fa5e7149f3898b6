/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merges that change the order of documents: what they say of every document and every term is what a merge says that keeps
 * it; and how they are ordered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/indexer/merge_world.h"

/* One merged segment, and where each document is in it. */
struct made {
    struct rat_segment *segment;
    uint32_t at[DOCUMENTS_MAX]; /* by import number: local number + 1 */
};

static void merge(struct world *w, uint64_t id, const struct rat_merge_options *options, struct made *out)
{
    struct rat_manifest_segment entry = {0};
    memset(out, 0, sizeof *out);
    if (rat_merge(w->segments, 3, w->dir.folder, id, options, &entry, &w->err) != RAT_OK)
        fail_msg("%s", w->err.msg);
    assert_int_equal(rat_segment_open(w->dir.folder, &entry, &out->segment, &w->err), RAT_OK);
    for (uint32_t d = 0; d < entry.documents; d++)
        out->at[rat_numbers_get(&out->segment->docnums, d)] = d + 1;
}

static void assert_same_values(const struct rat_segment *a, uint32_t at, const struct rat_segment *b,
                               uint32_t bt)
{
    struct rat_err err;
    for (uint8_t field = 1; field <= RAT_FIELD_STORED_MAX; field++) {
        const struct rat_ordinals *ao = &a->ordinals[field], *bo = &b->ordinals[field];
        uint64_t from, to, other, other_to;
        rat_ordinals_of(ao, at, &from, &to);
        rat_ordinals_of(bo, bt, &other, &other_to);
        assert_int_equal(to - from, other_to - other);
        for (; from < to; from++, other++) {
            const char *x, *y;
            uint32_t nx, ny;
            assert_int_equal(rat_ordinals_value(ao, rat_ordinals_at(ao, from), &x, &nx, &err), RAT_OK);
            assert_int_equal(rat_ordinals_value(bo, rat_ordinals_at(bo, other), &y, &ny, &err), RAT_OK);
            assert_int_equal(nx, ny);
            assert_memory_equal(x, y, nx);
        }
    }
}

static void assert_same_document(const struct rat_segment *a, uint32_t at, const struct rat_segment *b,
                                 uint32_t bt)
{
    const struct rat_numbers *const columns[2][4] = {{&a->papers, &a->dates, &a->bodies, &a->exact_lengths},
                                                     {&b->papers, &b->dates, &b->bodies, &b->exact_lengths}};
    const char *x, *y;
    const unsigned char *record, *other;
    const uint8_t *length, *other_length;
    uint32_t nx, ny;
    uint64_t size, other_size;
    struct rat_err err;
    for (int i = 0; i < 4; i++)
        assert_int_equal(rat_numbers_get(columns[0][i], at), rat_numbers_get(columns[1][i], bt));
    assert_int_equal(rat_bit(a->hidden, at), rat_bit(b->hidden, bt));
    assert_int_equal(rat_segment_lengths(a, at, 1, &length, &err), RAT_OK);
    assert_int_equal(rat_segment_lengths(b, bt, 1, &other_length, &err), RAT_OK);
    assert_int_equal(*length, *other_length);
    assert_int_equal(rat_segment_id(a, at, &x, &nx, &err), RAT_OK);
    assert_int_equal(rat_segment_id(b, bt, &y, &ny, &err), RAT_OK);
    assert_int_equal(nx, ny);
    assert_memory_equal(x, y, nx);
    assert_int_equal(rat_strings_get(&a->offsets, &a->offset_starts, at, &record, &size, &err), RAT_OK);
    assert_int_equal(rat_strings_get(&b->offsets, &b->offset_starts, bt, &other, &other_size, &err), RAT_OK);
    assert_int_equal(size, other_size);
    assert_memory_equal(record, other, size);
    assert_same_values(a, at, b, bt);
}

/* What a list says of each document, by import number, one posting at a time. */
struct said {
    uint32_t tf, count, hash;
};

static void read_list(const struct rat_segment *s, const struct rat_term_info *info, struct said *out)
{
    struct rat_postings p;
    struct rat_buf positions = RAT_BUF_INIT;
    rat_postings_open(&p, &s->postings, &s->positions, &s->lengths, info);
    while (rat_postings_next_block(&p)) {
        assert_true(rat_postings_tfs(&p));
        for (uint32_t i = 0; i < p.held; i++) {
            struct said *said = &out[rat_numbers_get(&s->docnums, p.documents[i])];
            uint32_t n = rat_postings_positions(&p, i, &positions);
            *said = (struct said){p.tfs[i], n, 1};
            for (uint32_t k = 0; k < n; k++)
                said->hash = said->hash * 31 + ((const uint32_t *)(const void *)positions.data)[k];
        }
    }
    assert_int_equal(p.status, RAT_OK);
    rat_buf_release(&positions);
}

static void assert_same_terms(const struct rat_segment *a, const struct rat_segment *b)
{
    static struct rat_term_walk x, y;
    struct said *said[2] = {calloc(DOCUMENTS_MAX, sizeof **said), calloc(DOCUMENTS_MAX, sizeof **said)};
    struct rat_buf forms[2] = {RAT_BUF_INIT, RAT_BUF_INIT};
    struct rat_err err;
    assert_int_equal(a->meta.terms, b->meta.terms);
    assert_int_equal(rat_term_walk_at(&x, &a->dictionary, 0, &err), RAT_OK);
    assert_int_equal(rat_term_walk_at(&y, &b->dictionary, 0, &err), RAT_OK);
    for (uint32_t t = 0; t < a->meta.terms; t++) {
        assert_int_equal(rat_term_walk_next(&x, &err), RAT_OK);
        assert_int_equal(rat_term_walk_next(&y, &err), RAT_OK);
        assert_int_equal(x.key_size, y.key_size);
        assert_memory_equal(x.key, y.key, x.key_size);
        assert_int_equal(x.info.documents, y.info.documents);
        memset(said[0], 0, DOCUMENTS_MAX * sizeof **said);
        memset(said[1], 0, DOCUMENTS_MAX * sizeof **said);
        read_list(a, &x.info, said[0]);
        read_list(b, &y.info, said[1]);
        assert_memory_equal(said[0], said[1], DOCUMENTS_MAX * sizeof **said);
        assert_int_equal(rat_segment_forms(a, t, &forms[0], &err), RAT_OK);
        assert_int_equal(rat_segment_forms(b, t, &forms[1], &err), RAT_OK);
        assert_int_equal(forms[0].size, forms[1].size);
        if (forms[0].size)
            assert_memory_equal(forms[0].data, forms[1].data, forms[0].size);
    }
    rat_buf_release(&forms[0]);
    rat_buf_release(&forms[1]);
    free(said[0]);
    free(said[1]);
}

static uint32_t descents(const struct rat_segment *s)
{
    uint32_t n = 0;
    for (uint32_t d = 1; d < s->meta.documents; d++)
        n += rat_numbers_get(&s->docnums, d) < rat_numbers_get(&s->docnums, d - 1);
    return n;
}

static void assert_same_files(struct world *w, uint64_t a, uint64_t b)
{
    for (int i = 0; i < RAT_SEGMENT_FILES; i++)
        assert_same_file(w, a, b, rat_segment_kinds[i]);
}

static void assert_same(const struct made *a, const struct made *b, uint32_t documents)
{
    assert_int_equal(a->segment->meta.documents, b->segment->meta.documents);
    assert_int_equal(a->segment->meta.tokens, b->segment->meta.tokens);
    assert_int_equal(a->segment->meta.postings, b->segment->meta.postings);
    assert_int_equal(a->segment->meta.positions, b->segment->meta.positions);
    for (uint32_t docnum = 1; docnum < documents; docnum++) {
        assert_int_equal(a->at[docnum] == 0, is_dead(docnum));
        assert_int_equal(b->at[docnum] == 0, is_dead(docnum));
        if (a->at[docnum])
            assert_same_document(a->segment, a->at[docnum] - 1, b->segment, b->at[docnum] - 1);
    }
    assert_same_terms(a->segment, b->segment);
}

/* Whether all import numbers up to some place, not near the ends, are below all behind it. */
static bool is_split(const struct rat_segment *s)
{
    uint32_t n = s->meta.documents;
    uint64_t most = 0;
    for (uint32_t d = 0; d < n; d++) {
        uint64_t docnum = rat_numbers_get(&s->docnums, d), least = UINT64_MAX;
        most = docnum > most ? docnum : most;
        for (uint32_t k = d + 1; k < n && d > n / 16; k++)
            least = rat_numbers_get(&s->docnums, k) < least ? rat_numbers_get(&s->docnums, k) : least;
        if (d > n / 16 && d < n / 3 * 2 && most < least)
            return true;
    }
    return false;
}

/* The first documents in three segments: two whose documents take turns, as those of two workers do, and one of those behind,
 * which is named first. */
static void make_three(struct world *w, uint32_t documents)
{
    w->segments[0] = make(w, 1, documents / 2, documents, true);
    w->segments[1] = make_every(w, 2, 1, documents / 2, 2, true);
    w->segments[2] = make_every(w, 3, 2, documents / 2, 2, true);
}

static void check_orders(struct world *w, uint32_t documents, uint64_t memory_bytes, bool in_ranges)
{
    static struct made appended, sorted, bisected, threads;
    struct rat_merge_options options = {.order = RAT_MERGE_APPEND, .memory_bytes = memory_bytes};
    make_three(w, documents);
    merge(w, 4, &options, &appended);
    options.order = RAT_MERGE_SORT;
    merge(w, 5, &options, &sorted);
    options.order = RAT_MERGE_BISECT;
    merge(w, 6, &options, &bisected);
    options.threads = 3;
    merge(w, 7, &options, &threads);
    assert_int_equal(descents(appended.segment), 2); /* where one segment ends and the next begins */
    assert_int_equal(descents(sorted.segment), 0);
    assert_true(descents(bisected.segment) > documents / 100);
    assert_int_equal(is_split(bisected.segment), in_ranges);
    assert_same(&appended, &sorted, documents);
    assert_same(&appended, &bisected, documents);
    assert_same_files(w, 6, 7);
    w->segments[3] = make(w, 8, 1, documents, false);
    assert_same_files(w, 5, 8);
    rat_segment_close(appended.segment);
    rat_segment_close(sorted.segment);
    rat_segment_close(bisected.segment);
    rat_segment_close(threads.segment);
}

static void orders_say_the_same(void **state)
{
    check_orders(*state, DOCUMENTS, 0, false);
}

/* Hardly a budget: documents are ordered in ranges, and lists are sorted in parts. */
static void orders_without_memory(void **state)
{
    check_orders(*state, DOCUMENTS_MAX, 1 << 14, true);
}

/* Bisecting begins with the import numbers, so that the order it finds does not depend on the one it is given. */
static void bisects_to_the_same_order(void **state)
{
    struct world *w = *state;
    static struct made bisected, again;
    struct rat_merge_options options = {.order = RAT_MERGE_BISECT};
    make_three(w, DOCUMENTS);
    merge(w, 4, &options, &bisected);
    struct rat_segment *before = w->segments[0];
    w->segments[0] = w->segments[2];
    w->segments[2] = before;
    merge(w, 5, &options, &again);
    assert_same_files(w, 4, 5);
    rat_segment_close(bisected.segment);
    rat_segment_close(again.segment);
}

/* A segment that is written anew for a purge keeps the order that it has. */
static void keeps_its_order(void **state)
{
    struct world *w = *state;
    static struct made bisected;
    struct rat_segment *again;
    struct rat_manifest_segment entry = {0};
    make_three(w, DOCUMENTS);
    merge(w, 4, &(struct rat_merge_options){.order = RAT_MERGE_BISECT}, &bisected);
    assert_int_equal(rat_merge(&bisected.segment, 1, w->dir.folder, 5, NULL, &entry, &w->err), RAT_OK);
    assert_int_equal(rat_segment_open(w->dir.folder, &entry, &again, &w->err), RAT_OK);
    assert_same_files(w, 4, 5);
    rat_segment_close(bisected.segment);
    rat_segment_close(again);
}

static void stops_while_bisecting(void **state)
{
    struct world *w = *state;
    struct rat_manifest_segment entry = {.documents = 99};
    volatile sig_atomic_t stop = 1;
    make_three(w, DOCUMENTS);
    struct rat_merge_options options = {.order = RAT_MERGE_BISECT, .stop = &stop};
    assert_int_equal(rat_merge(w->segments, 3, w->dir.folder, 4, &options, &entry, &w->err),
                     RAT_EINTERRUPTED);
    assert_int_equal(entry.documents, 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(orders_say_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(orders_without_memory, setup, teardown),
        cmocka_unit_test_setup_teardown(bisects_to_the_same_order, setup, teardown),
        cmocka_unit_test_setup_teardown(keeps_its_order, setup, teardown),
        cmocka_unit_test_setup_teardown(stops_while_bisecting, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
