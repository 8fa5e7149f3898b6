/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merged segments are those that would have come out at once, without the dead and with the hidden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/accumulate.h"
#include "indexer/merge.h"
#include "text/analyzer.h"
#include "tests/storage/scratch.h"
#include "tests/support/prng.h"

#define DOCUMENTS 400u

struct world {
    struct scratch dir;
    struct rat_segment *segments[4];
    struct rat_err err;
};

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    scratch_make(&w->dir);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < 4; i++)
        rat_segment_close(w->segments[i]);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

static bool is_dead(uint32_t docnum)
{
    return docnum % 7 == 3;
}

static bool is_hidden(uint32_t docnum)
{
    return docnum % 11 == 5 && !is_dead(docnum);
}

static void add(struct world *w, struct rat_accumulator *a, uint32_t docnum)
{
    static const char *const types[] = {"Antrag", "Bericht", "Zusatz"};
    struct prng random = {docnum};
    struct rat_buf text = RAT_BUF_INIT;
    struct rat_field_value type = {RAT_FIELD_TYPE, types[docnum % 3]};
    char id[16];
    /* long ones too, whose length is not to be had from its code */
    for (uint32_t n = prng_below(&random, docnum % 5 == 0 ? 700 : 30); n > 0; n--)
        rat_buf_printf(&text, "Straße%u Schulen%u ", prng_below(&random, 20), prng_below(&random, 500));
    snprintf(id, sizeof id, "d%u", docnum);
    struct rat_index_document d = {
        docnum,    id,    docnum, (int32_t)docnum, "CDU-Fraktion Titel", 18, rat_buf_cstr(&text),
        text.size, &type, 1};
    assert_int_equal(rat_accumulator_add(a, &d, NULL, &w->err), RAT_OK);
    rat_buf_release(&text);
}

/* A segment of documents from..to; with_dead: all of them, and a state that says who is dead and hidden. */
static struct rat_segment *make(struct world *w, uint64_t id, uint32_t from, uint32_t to, bool with_dead)
{
    struct rat_accumulator *a;
    struct rat_segment *segment;
    struct rat_manifest_segment entry = {0};
    unsigned char dead[DOCUMENTS / 8 + 1] = {0}, hidden[DOCUMENTS / 8 + 1] = {0};
    uint32_t n = 0;
    assert_int_equal(rat_accumulator_new("german", rat_analyzer_version_of("german"), true, &a, &w->err),
                     RAT_OK);
    for (uint32_t d = from; d < to; d++) {
        if (is_dead(d) && !with_dead)
            continue;
        add(w, a, d);
        dead[n / 8] |= (unsigned char)(is_dead(d) << (n % 8));
        hidden[n / 8] |= (unsigned char)(is_hidden(d) << (n % 8));
        n++;
    }
    assert_int_equal(rat_accumulator_flush(a, w->dir.folder, id, &entry, &w->err), RAT_OK);
    rat_accumulator_free(a);
    if (with_dead) {
        struct rat_buf path = RAT_BUF_INIT;
        entry.state = 1;
        rat_state_path(w->dir.folder, id, 1, &path);
        assert_int_equal(
            rat_state_write(rat_buf_cstr(&path), id, n, dead, hidden, &entry.state_file, &w->err), RAT_OK);
        rat_buf_release(&path);
        for (uint32_t i = 0; i < n; i++) {
            entry.dead += rat_bit(dead, i);
            entry.hidden += rat_bit(hidden, i);
        }
    }
    if (rat_segment_open(w->dir.folder, &entry, &segment, &w->err) != RAT_OK)
        fail_msg("%s", w->err.msg);
    return segment;
}

static void assert_same_file(struct world *w, uint64_t a, uint64_t b, const char *kind)
{
    struct rat_buf path = RAT_BUF_INIT, bytes[2] = {RAT_BUF_INIT, RAT_BUF_INIT};
    rat_segment_path(w->dir.folder, a, kind, &path);
    scratch_read(rat_buf_cstr(&path), &bytes[0]);
    rat_segment_path(w->dir.folder, b, kind, &path);
    scratch_read(rat_buf_cstr(&path), &bytes[1]);
    assert_int_equal(bytes[0].size, bytes[1].size);
    /* the container's head names the segment; behind it all bytes are equal but for its checksums */
    size_t differ = 0;
    for (size_t i = 0; i < bytes[0].size; i++)
        differ += bytes[0].data[i] != bytes[1].data[i];
    assert_in_range(differ, 0, 64);
    rat_buf_release(&path);
    rat_buf_release(&bytes[0]);
    rat_buf_release(&bytes[1]);
}

static void equals_one_made_at_once(void **state)
{
    struct world *w = *state;
    struct rat_manifest_segment entry = {0};
    w->segments[0] = make(w, 1, 1, 100, true);
    w->segments[1] = make(w, 2, 100, 101, true);
    w->segments[2] = make(w, 3, 101, DOCUMENTS, true);
    if (rat_merge(w->segments, 3, w->dir.folder, 4, NULL, &entry, &w->err) != RAT_OK)
        fail_msg("%s", w->err.msg);
    w->segments[3] = make(w, 5, 1, DOCUMENTS, false);
    struct rat_segment *merged;
    assert_int_equal(rat_segment_open(w->dir.folder, &entry, &merged, &w->err), RAT_OK);
    const struct rat_segment_meta *got = &merged->meta, *expected = &w->segments[3]->meta;
    assert_int_equal(entry.dead, 0);
    assert_int_equal(got->documents, expected->documents);
    assert_int_equal(got->tokens, expected->tokens); /* exactly, whatever was dropped */
    assert_int_equal(got->terms, expected->terms);
    assert_int_equal(got->postings, expected->postings);
    assert_int_equal(got->positions, expected->positions);
    uint32_t hidden = 0;
    for (uint32_t d = 0; d < got->documents; d++) {
        uint32_t docnum = (uint32_t)rat_numbers_get(&merged->docnums, d);
        assert_false(is_dead(docnum));
        assert_int_equal(rat_bit(merged->hidden, d), is_hidden(docnum));
        assert_int_equal(docnum, rat_numbers_get(&w->segments[3]->docnums, d));
        hidden += is_hidden(docnum);
    }
    assert_int_equal(entry.hidden, hidden);
    assert_true(hidden > 10);
    rat_segment_close(merged);
    assert_same_file(w, 4, 5, "term");
    assert_same_file(w, 4, 5, "post");
    assert_same_file(w, 4, 5, "posi");
    assert_same_file(w, 4, 5, "offs");
    assert_same_file(w, 4, 5, "docs");
}

static void nothing_left_writes_nothing(void **state)
{
    struct world *w = *state;
    struct rat_manifest_segment entry = {.documents = 99};
    struct rat_buf path = RAT_BUF_INIT;
    w->segments[0] = make(w, 1, 3, 4, true); /* 3 is dead */
    assert_int_equal(rat_merge(w->segments, 1, w->dir.folder, 2, NULL, &entry, &w->err), RAT_OK);
    assert_int_equal(entry.documents, 0);
    rat_segment_path(w->dir.folder, 2, "docs", &path);
    assert_int_not_equal(access(rat_buf_cstr(&path), F_OK), 0);
    rat_buf_release(&path);
}

static void stops_when_asked(void **state)
{
    struct world *w = *state;
    struct rat_manifest_segment entry = {0};
    volatile sig_atomic_t stop = 1;
    w->segments[0] = make(w, 1, 1, 50, true);
    assert_int_equal(rat_merge(w->segments, 1, w->dir.folder, 2, &stop, &entry, &w->err), RAT_EINTERRUPTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(equals_one_made_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_left_writes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(stops_when_asked, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
