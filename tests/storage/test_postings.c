/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Postings of 1 to 1000 blocks against plain arrays: documents, tf, positions, seeking, bounds; cut lists. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/postings.h"
#include "tests/storage/scratch.h"
#include "tests/support/prng.h"

/* A list in memory and the sections of a file that hold it between two others. */
struct made {
    struct scratch dir;
    uint32_t count, documents_all;
    uint32_t *documents, *tfs, *counts, *starts; /* starts: of each posting's positions in positions */
    uint32_t *positions;
    uint8_t *lengths; /* by document */
    struct rat_container *file;
    struct rat_section postings, positions_section, lengths_section;
    struct rat_term_info info;
};

static void *take(size_t count, size_t size)
{
    void *at = calloc(count + 1, size);
    assert_non_null(at);
    return at;
}

static void make_arrays(struct made *m, struct prng *random, uint32_t count, uint32_t gap, bool positions)
{
    uint32_t total = 0;
    m->count = count;
    m->documents = take(count, sizeof(uint32_t));
    m->tfs = take(count, sizeof(uint32_t));
    m->counts = take(count, sizeof(uint32_t));
    m->starts = take(count, sizeof(uint32_t));
    m->positions = take((size_t)count * 8 + 2000, sizeof(uint32_t));
    for (uint32_t i = 0, document = 0; i < count; i++, document++) {
        document += prng_below(random, gap);
        m->documents[i] = document;
        m->documents_all = document + 1;
        m->starts[i] = total;
        m->counts[i] = !positions ? 0 : i == count / 2 ? 1000 : prng_below(random, 8);
        for (uint32_t k = 0, at = 0; k < m->counts[i]; k++) {
            at += (k > 0) + (uint32_t)prng_bits(random, prng_below(random, 12));
            m->positions[total++] = at;
        }
        m->tfs[i] = m->counts[i] + (prng_below(random, 5) == 0 ? (uint32_t)prng_bits(random, 9) : 0);
        m->tfs[i] += m->tfs[i] == 0;
    }
    m->lengths = take(m->documents_all, 1);
    for (uint32_t d = 0; d < m->documents_all; d++)
        m->lengths[d] = (uint8_t)(20 + prng_below(random, 100));
}

static void make(struct made *m, uint64_t seed, uint32_t count, uint32_t gap, bool positions)
{
    struct prng random = {seed};
    struct rat_postings_encoder encoder;
    struct rat_container_writer *writer;
    memset(m, 0, sizeof *m);
    scratch_make(&m->dir);
    make_arrays(m, &random, count, gap, positions);
    rat_postings_encoder_init(&encoder, m->lengths);
    rat_postings_begin(&encoder, !positions); /* another term first: nothing of it may stay */
    for (uint32_t i = 0; i < 200 && i < m->documents_all; i++)
        rat_postings_add(&encoder, i, 3, (const uint32_t[]){1, 5}, positions ? 0 : 2);
    assert_true(rat_postings_end(&encoder, &m->info));
    rat_postings_begin(&encoder, positions);
    for (uint32_t i = 0; i < count; i++)
        rat_postings_add(&encoder, m->documents[i], m->tfs[i], m->positions + m->starts[i], m->counts[i]);
    assert_true(rat_postings_end(&encoder, &m->info));
    assert_int_equal(m->info.documents, count);
    const char *path = scratch_path(&m->dir, "post");
    assert_int_equal(rat_container_create(path, "post", &writer, NULL), RAT_OK);
    rat_container_begin(writer, RAT_SECTION_POSTINGS);
    rat_container_write(writer, "before", 6);
    m->info.postings_at = 6;
    rat_container_write_buf(writer, &encoder.list);
    rat_container_write(writer, "after", 5);
    rat_container_begin(writer, RAT_SECTION_POSITIONS);
    rat_container_write(writer, "xyz", 3);
    m->info.positions_at = 3;
    rat_container_write_buf(writer, &encoder.position_list);
    rat_container_begin(writer, RAT_SECTION_LENGTHS);
    rat_container_write(writer, m->lengths, m->documents_all);
    assert_int_equal(rat_container_finish(writer, NULL, NULL), RAT_OK);
    rat_postings_encoder_release(&encoder);
    assert_int_equal(rat_container_open(path, "post", &m->file, NULL), RAT_OK);
    assert_true(rat_container_find(m->file, RAT_SECTION_POSTINGS, &m->postings));
    assert_true(rat_container_find(m->file, RAT_SECTION_POSITIONS, &m->positions_section));
    assert_true(rat_container_find(m->file, RAT_SECTION_LENGTHS, &m->lengths_section));
}

static void drop_arrays(struct made *m)
{
    free(m->documents), free(m->tfs), free(m->counts), free(m->starts), free(m->positions), free(m->lengths);
}

static void drop(struct made *m)
{
    rat_container_close(m->file);
    drop_arrays(m);
    scratch_remove(&m->dir);
}

static bool is_covered(const struct rat_bounds *bounds, uint32_t tf, uint8_t length)
{
    for (unsigned i = 0; i < RAT_BOUND_PAIRS; i++)
        if ((tf <= bounds->tf[i] || bounds->tf[i] == RAT_BOUND_TF_ANY) && length >= bounds->length[i])
            return true;
    return false;
}

static void check_posting(const struct made *m, struct rat_postings *p, uint32_t i, uint32_t at,
                          struct rat_buf *buf)
{
    uint32_t count = rat_postings_positions(p, i, buf);
    assert_int_equal(p->status, RAT_OK);
    assert_int_equal(count, m->counts[at]);
    if (count)
        assert_memory_equal(buf->data, m->positions + m->starts[at], count * sizeof(uint32_t));
}

static void check_block(const struct made *m, struct rat_postings *p, uint32_t at, bool positions)
{
    struct rat_buf buf = RAT_BUF_INIT;
    struct rat_bounds bounds, joined;
    assert_memory_equal(p->documents, m->documents + at, p->held * sizeof(uint32_t));
    assert_true(rat_postings_tfs(p));
    assert_memory_equal(p->tfs, m->tfs + at, p->held * sizeof(uint32_t));
    assert_int_equal(rat_postings_block_ahead(p, p->documents[0], &bounds), p->documents[p->held - 1]);
    for (uint32_t i = 0; i < p->held; i++) {
        uint8_t length = m->lengths[p->documents[i]];
        assert_true(is_covered(&bounds, p->tfs[i], length));
        if (p->skips) {
            const unsigned char *super = p->supers + (size_t)(p->block / RAT_SUPER_BLOCKS) * 8;
            memcpy(joined.tf, super, 4);
            memcpy(joined.length, super + 4, 4);
            assert_true(is_covered(&joined, p->tfs[i], length));
        }
        if (positions)
            check_posting(m, p, p->held - 1 - i, at + p->held - 1 - i, &buf); /* backwards */
    }
    for (uint32_t i = 0; positions && i < p->held; i++)
        check_posting(m, p, i, at + i, &buf);
    rat_buf_release(&buf);
}

static void check_all(const struct made *m, bool positions)
{
    struct rat_postings p;
    uint32_t at = 0;
    rat_postings_open(&p, &m->postings, &m->positions_section, &m->lengths_section, &m->info);
    while (rat_postings_next_block(&p)) {
        assert_int_equal(p.held, m->count - at < 128 ? m->count - at : 128);
        check_block(m, &p, at, positions);
        at += p.held;
    }
    assert_int_equal(p.status, RAT_OK);
    assert_int_equal(at, m->count);
    assert_false(rat_postings_next_block(&p));
    assert_false(rat_postings_seek_block(&p, 0));
    assert_int_equal(rat_postings_block_ahead(&p, 0, NULL), RAT_NO_DOCUMENT);
}

/* Seeks with growing targets land where a scan from the start would. */
static void check_seeks(const struct made *m, struct prng *random, uint32_t step)
{
    struct rat_postings p;
    uint32_t block = 0, target = 0;
    rat_postings_open(&p, &m->postings, &m->positions_section, &m->lengths_section, &m->info);
    for (;;) {
        uint32_t end = (block + 1) * 128 < m->count ? (block + 1) * 128 : m->count;
        while (end < m->count && m->documents[end - 1] < target) {
            block++;
            end = (block + 1) * 128 < m->count ? (block + 1) * 128 : m->count;
        }
        bool there = m->documents[end - 1] >= target;
        uint32_t ahead = rat_postings_block_ahead(&p, target, NULL);
        if (p.skips)
            assert_int_equal(ahead, there ? m->documents[end - 1] : RAT_NO_DOCUMENT);
        else
            assert_true(there ? ahead >= m->documents[end - 1] : ahead == RAT_NO_DOCUMENT || !p.held);
        assert_int_equal(rat_postings_seek_block(&p, target), there);
        assert_int_equal(p.status, RAT_OK);
        if (!there)
            break;
        assert_int_equal(p.block, block);
        assert_int_equal(p.held, end - block * 128);
        assert_memory_equal(p.documents, m->documents + block * 128, p.held * sizeof(uint32_t));
        if (prng_below(random, 3) == 0)
            check_block(m, &p, block * 128, false);
        target += 1 + prng_below(random, step);
    }
    assert_false(rat_postings_seek_block(&p, target));
}

static void test_lists_of_every_size(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1,   2,   5,   127,      128,          129,
                                      255, 256, 257, 32 * 128, 33 * 128 - 1, 33 * 128 + 1};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        for (unsigned positions = 0; positions < 2; positions++) {
            struct made m;
            struct prng random = {c};
            make(&m, c + 1, counts[c], 1 + (uint32_t)c * 7, positions);
            check_all(&m, positions);
            check_seeks(&m, &random, 3);
            check_seeks(&m, &random, 1 + m.documents_all / 10);
            drop(&m);
        }
    }
}

static void test_a_thousand_blocks(void **state)
{
    (void)state;
    struct made m;
    struct prng random = {77};
    make(&m, 5, 1000 * 128, 9, false);
    check_all(&m, false);
    check_seeks(&m, &random, 2000);
    check_seeks(&m, &random, m.documents_all / 4);
    drop(&m);
}

static uint32_t meet_slowly(const struct made *m, uint32_t at, uint32_t offset, const uint32_t *starts,
                            uint32_t n, uint32_t *kept)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < m->counts[at]; k++)
            if (m->positions[m->starts[at] + k] == starts[i] + offset)
                kept[count++] = starts[i];
    return count;
}

/* Some starts that fit the posting, some that do not. */
static uint32_t make_starts(const struct made *m, struct prng *random, uint32_t at, uint32_t offset,
                            uint32_t *starts)
{
    uint32_t n = 0, from = 0;
    for (uint32_t k = 0; k < m->counts[at] && n < 60; k++) {
        uint32_t position = m->positions[m->starts[at] + k];
        if (prng_below(random, 2) && position >= offset && position - offset >= from) {
            starts[n++] = position - offset;
            from = position - offset + 1;
        }
        if (prng_below(random, 3) == 0)
            starts[n++] = from, from += 1 + prng_below(random, 40);
    }
    return n;
}

/* Blocks and postings in any order: positions go on from where the last ones were found, or begin anew. */
static void check_any_order(bool keep)
{
    struct made m;
    struct prng random = {31};
    struct rat_postings p;
    struct rat_buf buf = RAT_BUF_INIT, all = RAT_BUF_INIT;
    make(&m, 12, 40 * 128 + 17, 6, true);
    rat_postings_open(&p, &m.postings, &m.positions_section, &m.lengths_section, &m.info);
    uint32_t *room = take((size_t)p.block_count * (RAT_POSTINGS_BLOCK + 1), sizeof *room);
    assert_true(rat_postings_go(&p, 7)); /* a block that was decoded before is not among those kept */
    if (keep)
        rat_postings_keep(&p, room);
    for (int round = 0; round < 3000; round++) {
        uint32_t block = prng_below(&random, 41), starts[128], kept[128];
        assert_true(rat_postings_go(&p, block));
        assert_int_equal(p.held, block == 40 ? 17 : 128);
        assert_memory_equal(p.documents, m.documents + block * 128, p.held * sizeof(uint32_t));
        for (int k = 0; k < 6; k++) {
            uint32_t i = prng_below(&random, p.held), at = block * 128 + i, offset = prng_below(&random, 4);
            check_posting(&m, &p, i, at, &buf);
            i = prng_below(&random, p.held);
            at = block * 128 + i;
            uint32_t n = make_starts(&m, &random, at, offset, starts);
            uint32_t wanted = meet_slowly(&m, at, offset, starts, n, kept);
            assert_int_equal(rat_postings_meet(&p, i, offset, starts, n), wanted);
            assert_memory_equal(starts, kept, wanted * sizeof *kept);
        }
        assert_true(rat_postings_block_positions(&p, &all));
        uint32_t first = m.starts[block * 128], last = block * 128 + p.held - 1;
        assert_int_equal(all.size / sizeof(uint32_t), m.starts[last] + m.counts[last] - first);
        assert_memory_equal(all.data, m.positions + first, all.size);
    }
    assert_false(rat_postings_go(&p, 41));
    for (uint32_t block = 0; keep && block < 41; block++)
        assert_memory_equal(room + block * 128, m.documents + block * 128,
                            (block < 40 ? 128 : 17) * sizeof *room);
    free(room);
    rat_buf_release(&buf);
    rat_buf_release(&all);
    drop(&m);
}

static void test_any_order(void **state)
{
    (void)state;
    check_any_order(false);
    check_any_order(true);
}

static void test_every_tail(void **state)
{
    (void)state;
    for (uint32_t tail = 1; tail <= 128; tail++) {
        struct made m;
        make(&m, tail, 128 + tail, 2 + tail % 5, tail % 3 == 0);
        check_all(&m, tail % 3 == 0);
        drop(&m);
    }
}

static void test_no_postings(void **state)
{
    (void)state;
    struct rat_postings_encoder encoder;
    struct rat_term_info info = {0};
    struct made m;
    struct rat_postings p;
    rat_postings_encoder_init(&encoder, NULL);
    rat_postings_begin(&encoder, true);
    assert_true(rat_postings_end(&encoder, &info));
    assert_int_equal(info.documents, 0);
    assert_int_equal(info.postings_size + info.positions_size, 0);
    rat_postings_encoder_release(&encoder);
    make(&m, 1, 1, 1, true);
    rat_postings_open(&p, &m.postings, &m.positions_section, &m.lengths_section, &info);
    assert_false(rat_postings_next_block(&p));
    assert_int_equal(p.status, RAT_OK);
    drop(&m);
}

/* Sizes and offsets that a dictionary with a good checksum should never give: an error, never a read outside. */
static void test_wrong_places_are_refused(void **state)
{
    (void)state;
    struct made m;
    make(&m, 9, 700, 5, true);
    for (uint64_t cut = 0; cut < m.info.postings_size; cut++) {
        struct rat_postings p;
        struct rat_term_info info = m.info;
        uint32_t at = 0;
        info.postings_size = cut;
        rat_postings_open(&p, &m.postings, &m.positions_section, &m.lengths_section, &info);
        while (rat_postings_next_block(&p) && rat_postings_tfs(&p)) {
            assert_memory_equal(p.documents, m.documents + at, p.held * sizeof(uint32_t));
            at += p.held;
        }
        assert_int_equal(p.status, RAT_EDAMAGED);
        assert_int_equal(p.held, 0);
    }
    for (uint64_t cut = 0; cut < m.info.positions_size; cut++) {
        struct rat_postings p;
        struct rat_term_info info = m.info;
        struct rat_buf buf = RAT_BUF_INIT;
        info.positions_size = cut;
        rat_postings_open(&p, &m.postings, &m.positions_section, &m.lengths_section, &info);
        uint32_t at = 0;
        while (rat_postings_next_block(&p)) {
            for (uint32_t i = 0, held = p.held; i < held && p.status == RAT_OK; i++, at++) {
                uint32_t count = rat_postings_positions(&p, i, &buf);
                if (p.status == RAT_OK && cut) {
                    assert_int_equal(count, m.counts[at]);
                    assert_memory_equal(buf.data, m.positions + m.starts[at], count * sizeof(uint32_t));
                }
            }
        }
        assert_int_equal(p.status, cut ? RAT_EDAMAGED : RAT_OK); /* 0: a list without positions */
        rat_buf_release(&buf);
    }
    struct rat_postings p;
    struct rat_term_info info = m.info;
    info.postings_at = m.postings.size + 1;
    rat_postings_open(&p, &m.postings, &m.positions_section, &m.lengths_section, &info);
    assert_false(rat_postings_next_block(&p));
    assert_int_equal(p.status, RAT_EDAMAGED);
    drop(&m);
}

/* However many postings come at once, and behind however many that came one by one. */
static void test_many_at_once(void **state)
{
    (void)state;
    struct prng random = {29};
    struct rat_postings_encoder encoders[2];
    static const uint32_t counts[] = {1, 127, 128, 129, 256, 1000, 3000};
    for (size_t c = 0; c < 2 * (sizeof counts / sizeof *counts); c++) {
        struct made m = {0};
        struct rat_term_info info[2] = {0};
        bool positions = c % 2;
        uint64_t put = 0, all = 0;
        make_arrays(&m, &random, counts[c / 2], 3, positions);
        for (int e = 0; e < 2; e++) {
            rat_postings_encoder_init(&encoders[e], m.lengths);
            rat_postings_begin(&encoders[e], positions);
        }
        for (uint32_t i = 0; i < m.count; all += m.counts[i++])
            rat_postings_add(&encoders[0], m.documents[i], m.tfs[i], m.positions + m.starts[i], m.counts[i]);
        for (uint32_t i = 0, n; i < m.count; i += n) {
            uint32_t documents[RAT_POSTINGS_BLOCK], tfs[RAT_POSTINGS_BLOCK], of[RAT_POSTINGS_BLOCK];
            n = prng_below(&random, 3) ? RAT_POSTINGS_BLOCK : 1 + prng_below(&random, RAT_POSTINGS_BLOCK);
            n = n < m.count - i ? n : m.count - i;
            memcpy(documents, m.documents + i, n * sizeof *documents);
            memcpy(tfs, m.tfs + i, n * sizeof *tfs);
            memcpy(of, m.counts + i, n * sizeof *of);
            put += rat_postings_add_many(&encoders[1], documents, tfs, of,
                                         positions ? m.positions + m.starts[i] : NULL, n);
        }
        assert_int_equal(put, all);
        for (int e = 0; e < 2; e++)
            assert_true(rat_postings_end(&encoders[e], &info[e]));
        assert_memory_equal(&info[0], &info[1], sizeof info[0]);
        assert_int_equal(info[0].documents, m.count);
        assert_int_equal(encoders[0].list.size, encoders[1].list.size);
        assert_int_equal(encoders[0].position_list.size, encoders[1].position_list.size);
        if (encoders[0].list.size)
            assert_memory_equal(encoders[0].list.data, encoders[1].list.data, encoders[0].list.size);
        if (positions)
            assert_memory_equal(encoders[0].position_list.data, encoders[1].position_list.data,
                                encoders[0].position_list.size);
        for (int e = 0; e < 2; e++)
            rat_postings_encoder_release(&encoders[e]);
        drop_arrays(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists_of_every_size),
        cmocka_unit_test(test_a_thousand_blocks),
        cmocka_unit_test(test_every_tail),
        cmocka_unit_test(test_any_order),
        cmocka_unit_test(test_many_at_once),
        cmocka_unit_test(test_no_postings),
        cmocka_unit_test(test_wrong_places_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
