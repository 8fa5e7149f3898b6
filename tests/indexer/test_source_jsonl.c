/* SPDX-License-Identifier: GPL-2.0-or-later */
/* *.jsonl line by line: what is read, what is refused with its line number, what is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/source.h"
#include "tests/storage/scratch.h"

struct world {
    struct scratch dir;
    struct rat_source *source;
    struct rat_item *item;
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
    rat_item_free(w->item);
    rat_source_close(w->source);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

static void open_bytes(struct world *w, const void *bytes, size_t n, const struct rat_source_options *options)
{
    const char *path = scratch_path(&w->dir, "daten.jsonl");
    scratch_write(path, bytes, n);
    rat_source_close(w->source);
    assert_int_equal(rat_source_open(path, options, &w->source, &w->err), RAT_OK);
}

static void open_text(struct world *w, const char *text)
{
    open_bytes(w, text, strlen(text), NULL);
}

/* The next item, which must be of this kind; freed by the next call. */
static const struct rat_item *next(struct world *w, enum rat_item_kind kind)
{
    rat_item_free(w->item);
    w->item = NULL;
    rat_status st = rat_source_next(w->source, &w->item, &w->err);
    if (st != RAT_OK)
        fail_msg("no item: %d %s", st, w->err.msg);
    if (w->item->kind != kind)
        fail_msg("item of kind %d: %s %s", w->item->kind, w->item->reason.where, w->item->reason.msg);
    return w->item;
}

static void end(struct world *w)
{
    rat_item_free(w->item);
    w->item = NULL;
    assert_int_equal(rat_source_next(w->source, &w->item, &w->err), RAT_END);
    assert_int_equal(rat_source_next(w->source, &w->item, &w->err), RAT_END);
}

static void assert_ends(const char *text, const char *ending)
{
    size_t n = strlen(text), m = strlen(ending);
    if (n < m || strcmp(text + n - m, ending) != 0)
        fail_msg("\"%s\" does not end in \"%s\"", text, ending);
}

static void all_keys(void **state)
{
    struct world *w = *state;
    open_text(w,
              "{\"id\":\"a\",\"text\":\"Grüße\",\"title\":\"T\",\"date\":\"2020-09-21\",\"type\":\"Antrag\","
              "\"municipality\":\"Peine\",\"body\":\"Landkreis\",\"committee\":[\"KA\",\"KT\",\"KA\"],"
              "\"reference\":\"2020/740\",\"public\":true,\"seiten\":3,\"x\":{\"y\":[1,\"z\"]}}\n");
    assert_string_equal(rat_source_record(w->source)->kind, "jsonl");
    assert_false(rat_source_record(w->source)->mirror);
    assert_true(rat_source_total_bytes(w->source) > 100);
    const struct rat_paper *paper = &next(w, RAT_ITEM_PAPER)->paper;
    assert_string_equal(paper->id, "Peine 2020/740");
    assert_string_equal(paper->name, "T");
    assert_string_equal(paper->body, "Landkreis");
    assert_string_equal(paper->source, rat_source_record(w->source)->name);
    const struct rat_item *item = next(w, RAT_ITEM_DOCUMENT);
    const struct rat_document *document = &item->document;
    assert_string_equal(document->id, "a");
    assert_string_equal(document->paper_id, "Peine 2020/740");
    assert_int_equal(document->committee_count, 2);
    assert_string_equal(document->committees[1], "KT");
    assert_int_equal(document->is_public, RAT_YES);
    assert_int_equal(document->date_origin, RAT_ORIGIN_STATED);
    char day[RAT_DATE_TEXT];
    assert_string_equal(rat_date_format(document->date, day), "2020-09-21");
    assert_string_equal(document->raw, "{\"seiten\":3,\"x\":{\"y\":[1,\"z\"]}}");
    assert_ends(document->location, "/daten.jsonl:1");
    assert_int_equal(item->content_size, strlen("Grüße"));
    assert_memory_equal(item->content, "Grüße", item->content_size);
    assert_true(item->read_header);
    assert_false(item->make_paper);
    end(w);
}

static void papers_come_once(void **state)
{
    struct world *w = *state;
    open_text(w, "{\"id\":1,\"text\":\"\",\"reference\":\"2020/"
                 "1\"}\n{\"id\":2,\"text\":\"\",\"reference\":\"2020/1\"}\n"
                 "{\"id\":\"ohne\",\"text\":\"\",\"committee\":\"Rat\"}");
    assert_string_equal(next(w, RAT_ITEM_PAPER)->paper.id, "2020/1");
    assert_string_equal(next(w, RAT_ITEM_DOCUMENT)->document.id, "1");
    assert_string_equal(next(w, RAT_ITEM_DOCUMENT)->document.id, "2");
    assert_string_equal(next(w, RAT_ITEM_PAPER)->paper.id, "ohne");
    const struct rat_document *document = &next(w, RAT_ITEM_DOCUMENT)->document;
    assert_string_equal(document->paper_id, "ohne");
    assert_int_equal(document->committee_count, 1);
    assert_null(document->raw);
    end(w);
}

static void thousands_of_papers(void **state)
{
    struct world *w = *state;
    struct rat_buf text = RAT_BUF_INIT;
    for (int i = 0; i < 5000; i++)
        rat_buf_printf(&text, "{\"id\":%d,\"text\":\"x\",\"reference\":\"2020/%d\"}\n", i, i % 2500);
    open_bytes(w, text.data, text.size, NULL);
    rat_buf_release(&text);
    for (int i = 0; i < 5000; i++) {
        if (i < 2500)
            next(w, RAT_ITEM_PAPER);
        next(w, RAT_ITEM_DOCUMENT);
    }
    end(w);
}

static void ends_of_lines(void **state)
{
    struct world *w = *state;
    open_text(w, "\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"x\"}\r\n\r\n  \n{\"id\":\"b\",\"text\":\"x\"}");
    next(w, RAT_ITEM_PAPER);
    assert_string_equal(next(w, RAT_ITEM_DOCUMENT)->document.id, "a");
    next(w, RAT_ITEM_PAPER);
    assert_ends(next(w, RAT_ITEM_DOCUMENT)->document.location, ":4");
    end(w);
    open_text(w, "");
    end(w);
    open_text(w, "\n\n");
    end(w);
}

static void bad_lines_are_named(void **state)
{
    struct world *w = *state;
    static const char *const bad[] = {"{",
                                      "[]",
                                      "1",
                                      "\"x\"",
                                      "null",
                                      "{\"id\":\"a\"}",
                                      "{\"text\":\"a\"}",
                                      "{\"id\":\"\",\"text\":\"a\"}",
                                      "{\"id\":1.5,\"text\":\"a\"}",
                                      "{\"id\":null,\"text\":\"a\"}",
                                      "{\"id\":\"a\",\"text\":1}",
                                      "{\"id\":\"a\",\"text\":null}",
                                      "{\"id\":\"a\",\"text\":\"a\",\"title\":7}",
                                      "{\"id\":\"a\",\"text\":\"a\",\"date\":\"21.09.2020\"}",
                                      "{\"id\":\"a\",\"text\":\"a\",\"date\":\"2020-02-30\"}",
                                      "{\"id\":\"a\",\"text\":\"a\",\"date\":20200101}",
                                      "{\"id\":\"a\",\"text\":\"a\",\"public\":\"ja\"}",
                                      "{\"id\":\"a\",\"text\":\"a\",\"committee\":[1]}",
                                      "{\"id\":\"a\",\"text\":\"a\",\"committee\":{}}",
                                      "{\"id\":\"a\",\"text\":\"a\",\"reference\":[]}",
                                      "{\"id\":\"a\",\"text\":\"a\",\"deleted\":1}",
                                      "{\"id\":\"a\",\"text\":\"a\",\"id\":\"b\"}",
                                      "{\"id\":\"a\",\"text\":\"\xFC\"}",
                                      "{\"id\":\"a\",\"text\":\"a\"}x",
                                      "{\"id\":\"a\\u0000b\",\"text\":\"a\"}",
                                      "{\"id\":\"a\",\"text\":\"\t\"}",
                                      "{\"id\":\"a\",\"text\":\"\\ud800\"}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct rat_buf text = RAT_BUF_INIT;
        rat_buf_printf(&text, "{\"id\":\"gut\",\"text\":\"\"}\n%s\n{\"id\":\"auch\",\"text\":\"\"}\n",
                       bad[i]);
        open_bytes(w, text.data, text.size, NULL);
        rat_buf_release(&text);
        next(w, RAT_ITEM_PAPER);
        next(w, RAT_ITEM_DOCUMENT);
        const struct rat_item *item = next(w, RAT_ITEM_REJECTED);
        assert_ends(item->reason.where, "/daten.jsonl:2");
        assert_true(item->reason.msg[0]);
        next(w, RAT_ITEM_PAPER);
        assert_string_equal(next(w, RAT_ITEM_DOCUMENT)->document.id, "auch");
        end(w);
    }
}

static void nul_bytes(void **state)
{
    struct world *w = *state;
    static const char raw[] = "{\"id\":\"a\",\"text\":\"x\0y\"}\n{\"id\":\"b\",\"text\":\"x\\u0000y\"}\n\0\n";
    open_bytes(w, raw, sizeof raw - 1, NULL);
    next(w, RAT_ITEM_REJECTED);
    next(w, RAT_ITEM_PAPER);
    const struct rat_item *item = next(w, RAT_ITEM_DOCUMENT); /* the decoder of the content deals with it */
    assert_int_equal(item->content_size, 3);
    assert_memory_equal(item->content, "x\0y", 3);
    next(w, RAT_ITEM_REJECTED);
    end(w);
}

static void long_lines_are_skipped(void **state)
{
    struct world *w = *state;
    struct rat_buf text = RAT_BUF_INIT;
    rat_buf_puts(&text, "{\"id\":\"a\",\"text\":\"");
    rat_buf_zero(&text, 1 << 20);
    memset(text.data + text.size - (1 << 20), 'x', 1 << 20);
    rat_buf_puts(&text, "\"}\n{\"id\":\"b\",\"text\":\"\"}\n{\"id\":\"c\",\"text\":\"");
    rat_buf_zero(&text, 5000);
    memset(text.data + text.size - 5000, 'y', 5000);
    rat_buf_puts(&text, "\"}");
    open_bytes(w, text.data, text.size, &(struct rat_source_options){.file_limit = 4000});
    assert_ends(next(w, RAT_ITEM_REJECTED)->reason.where, ":1");
    next(w, RAT_ITEM_PAPER);
    assert_string_equal(next(w, RAT_ITEM_DOCUMENT)->document.id, "b");
    assert_ends(next(w, RAT_ITEM_REJECTED)->reason.where, ":3");
    end(w);
    open_bytes(w, text.data, text.size, NULL); /* over several blocks of the reader */
    next(w, RAT_ITEM_PAPER);
    assert_int_equal(next(w, RAT_ITEM_DOCUMENT)->content_size, 1 << 20);
    next(w, RAT_ITEM_PAPER);
    next(w, RAT_ITEM_DOCUMENT);
    next(w, RAT_ITEM_PAPER);
    assert_int_equal(next(w, RAT_ITEM_DOCUMENT)->content_size, 5000);
    end(w);
    rat_buf_release(&text);
}

static void deleted_and_not_public(void **state)
{
    struct world *w = *state;
    static const char lines[] =
        "{\"id\":\"a\",\"deleted\":true}\n{\"id\":\"b\",\"text\":\"x\",\"public\":false}\n"
        "{\"id\":\"c\",\"text\":\"x\",\"deleted\":false,\"title\":null}\n";
    open_text(w, lines);
    const struct rat_item *item = next(w, RAT_ITEM_DOCUMENT);
    assert_string_equal(item->document.id, "a");
    assert_int_equal(strlen(item->document.removed_at), 10);
    assert_null(item->content);
    assert_ends(next(w, RAT_ITEM_SKIPPED)->reason.where, ":2");
    next(w, RAT_ITEM_PAPER);
    assert_null(next(w, RAT_ITEM_DOCUMENT)->document.removed_at);
    end(w);
    open_bytes(w, lines, sizeof lines - 1, &(struct rat_source_options){.nonpublic = true});
    next(w, RAT_ITEM_DOCUMENT);
    next(w, RAT_ITEM_PAPER);
    assert_int_equal(next(w, RAT_ITEM_DOCUMENT)->document.is_public, RAT_NO);
}

static void closing_early_frees_what_waits(void **state)
{
    struct world *w = *state;
    open_text(w, "{\"id\":\"a\",\"text\":\"x\"}\n");
    next(w, RAT_ITEM_PAPER);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(all_keys),
        TEST(papers_come_once),
        TEST(thousands_of_papers),
        TEST(ends_of_lines),
        TEST(bad_lines_are_named),
        TEST(nul_bytes),
        TEST(long_lines_are_skipped),
        TEST(deleted_and_not_public),
        TEST(closing_early_frees_what_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
