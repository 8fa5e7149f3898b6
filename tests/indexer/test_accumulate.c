/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents into a segment: every term with its documents, tf and positions, and the columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/accumulate.h"
#include "text/analyzer.h"
#include "storage/segment.h"
#include "tests/storage/scratch.h"

struct world {
    struct scratch dir;
    struct rat_accumulator *accumulator;
    struct rat_segment *segment;
    struct rat_buf text, positions;
    struct rat_err err;
};

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    scratch_make(&w->dir);
    assert_int_equal(rat_accumulator_new("whitespace", rat_analyzer_version_of("whitespace"), true,
                                         &w->accumulator, &w->err),
                     RAT_OK);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    rat_accumulator_free(w->accumulator);
    rat_segment_close(w->segment);
    rat_buf_release(&w->text);
    rat_buf_release(&w->positions);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

static uint32_t add(struct world *w, uint32_t docnum, const char *title, const char *text,
                    const struct rat_field_value *values, size_t count)
{
    char id[16];
    uint32_t tokens = 0;
    snprintf(id, sizeof id, "d%u", docnum);
    struct rat_index_document d = {
        docnum,       id,     docnum * 10, (int32_t)docnum - 5, title, strlen(title), text,
        strlen(text), values, count};
    assert_int_equal(rat_accumulator_add(w->accumulator, &d, &tokens, &w->err), RAT_OK);
    return tokens;
}

static void flush(struct world *w)
{
    struct rat_manifest_segment entry = {0};
    assert_true(rat_accumulator_bytes(w->accumulator) > 0);
    if (rat_accumulator_flush(w->accumulator, w->dir.folder, 7, &entry, &w->err) != RAT_OK)
        fail_msg("%s", w->err.msg);
    assert_int_equal(rat_accumulator_documents(w->accumulator), 0);
    rat_segment_close(w->segment);
    assert_int_equal(rat_segment_open(w->dir.folder, &entry, &w->segment, &w->err), RAT_OK);
}

/* "document:tf[positions] ..." */
static const char *postings(struct world *w, uint8_t space, const char *word)
{
    struct rat_buf key = RAT_BUF_INIT;
    struct rat_term_info info;
    struct rat_postings *p = calloc(1, sizeof *p);
    assert_non_null(p);
    rat_buf_byte(&key, space);
    rat_buf_puts(&key, word);
    rat_buf_clear(&w->text);
    rat_status st = rat_dictionary_find(&w->segment->dictionary, key.data, key.size, &info, &w->err);
    rat_buf_release(&key);
    if (st == RAT_OK) {
        rat_postings_open(p, &w->segment->postings, &w->segment->positions, &w->segment->lengths, &info);
        while (rat_postings_next_block(p) && rat_postings_tfs(p))
            for (uint32_t i = 0; i < p->held; i++) {
                uint32_t n = space == 1 ? rat_postings_positions(p, i, &w->positions) : 0;
                rat_buf_printf(&w->text, "%s%u:%u", w->text.size ? " " : "", p->documents[i], p->tfs[i]);
                for (uint32_t k = 0; k < n; k++)
                    rat_buf_printf(&w->text, "%c%u", k ? ',' : '@',
                                   ((const uint32_t *)(const void *)w->positions.data)[k]);
            }
        assert_int_equal(p->status, RAT_OK);
    }
    free(p);
    return rat_buf_cstr(&w->text);
}

static void terms_and_columns(void **state)
{
    struct world *w = *state;
    static const struct rat_field_value values[] = {{RAT_FIELD_TYPE, "Großer Antrag"},
                                                    {RAT_FIELD_TYPE, "Großer Antrag"},
                                                    {RAT_FIELD_COMMITTEE, "Rat"},
                                                    {RAT_FIELD_COMMITTEE, NULL},
                                                    {RAT_FIELD_COMMITTEE, "Ausschuss"}};
    assert_int_equal(add(w, 3, "a b", "b c\nb", values, 5), 3);
    assert_int_equal(add(w, 4, "", "b", NULL, 0), 1);
    assert_int_equal(add(w, 9, "", "", NULL, 0), 0);
    assert_int_equal(add(w, 10, "a a", "", NULL, 0), 0); /* of the text */
    flush(w);
    /* the text begins RAT_FIELD_GAP behind the title, and words of the title count RAT_TITLE_WEIGHT */
    assert_string_equal(postings(w, 1, "a"), "0:2@0 3:4@0,1");
    assert_string_equal(postings(w, 1, "b"), "0:4@1,34,36 1:1@0");
    assert_string_equal(postings(w, 1, "c"), "0:1@35");
    assert_string_equal(postings(w, 1, "d"), "");
    assert_string_equal(postings(w, RAT_SPACE_TITLE | 1, "a"), "0:1 3:2");
    assert_string_equal(postings(w, RAT_SPACE_TITLE | 1, "c"), "");
    assert_string_equal(postings(w, RAT_SPACE_VALUE + RAT_FIELD_TYPE, "grosser antrag"), "0:1");
    assert_string_equal(postings(w, RAT_SPACE_WORD + RAT_FIELD_TYPE, "antrag"), "0:1");
    const struct rat_segment *s = w->segment;
    assert_int_equal(s->meta.documents, 4);
    assert_int_equal(s->meta.tokens, 8);
    assert_int_equal(rat_numbers_get(&s->docnums, 2), 9);
    assert_int_equal(rat_numbers_get(&s->papers, 3), 100);
    assert_int_equal(rat_segment_date(s, 0), -2);
    uint64_t from, to;
    rat_ordinals_of(&s->ordinals[RAT_FIELD_COMMITTEE], 0, &from, &to);
    assert_int_equal(to - from, 2);
    rat_ordinals_of(&s->ordinals[RAT_FIELD_TYPE], 0, &from, &to);
    assert_int_equal(to - from, 1); /* equal values count once */
    rat_ordinals_of(&s->ordinals[RAT_FIELD_TYPE], 1, &from, &to);
    assert_int_equal(to - from, 0);
}

/* Emptied, it takes documents again and knows nothing of the ones before. */
static void is_used_again(void **state)
{
    struct world *w = *state;
    add(w, 1, "alt", "alt alt", NULL, 0);
    flush(w);
    add(w, 2, "", "neu", NULL, 0);
    flush(w);
    assert_string_equal(postings(w, 1, "alt"), "");
    assert_string_equal(postings(w, 1, "neu"), "0:1@0");
    assert_int_equal(w->segment->meta.tokens, 1);
}

/* More documents than a block has, and words of one document only. */
static void many(void **state)
{
    struct world *w = *state;
    char text[64];
    for (uint32_t i = 0; i < 300; i++) {
        snprintf(text, sizeof text, "immer nur%u %s", i, i % 3 == 0 ? "drei" : "");
        add(w, i + 1, "", text, NULL, 0);
    }
    flush(w);
    assert_int_equal(w->segment->meta.terms, 302);
    assert_string_equal(postings(w, 1, "nur299"), "299:1@1");
    const char *all = postings(w, 1, "drei");
    for (uint32_t i = 0; i < 300; i += 3) {
        snprintf(text, sizeof text, "%u:1@2", i);
        assert_int_equal(strncmp(all, text, strlen(text)), 0);
        all += strlen(text);
        all += *all == ' ';
    }
    assert_int_equal(*all, '\0');
}

/* With a small budget an import writes a segment when this is reached: not for every document. */
static void a_document_takes_little(void **state)
{
    struct world *w = *state;
    add(w, 1, "Radweg", "Der Radweg in Peine und der Radweg in Ilsede", NULL, 0);
    assert_in_range(rat_accumulator_bytes(w->accumulator), 1, 1 << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(terms_and_columns, setup, teardown),
        cmocka_unit_test_setup_teardown(is_used_again, setup, teardown),
        cmocka_unit_test_setup_teardown(many, setup, teardown),
        cmocka_unit_test_setup_teardown(a_document_takes_little, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
