/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merged segments are those that would have come out at once, without the dead and with the hidden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/indexer/merge_world.h"

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
    assert_int_equal(rat_merge(w->segments, 1, w->dir.folder, 2, &(struct rat_merge_options){.stop = &stop},
                               &entry, &w->err),
                     RAT_EINTERRUPTED);
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
