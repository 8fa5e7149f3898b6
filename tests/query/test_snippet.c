/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snippets of whole searches: from the query to the marked passage of the stored text. The choice of passages has
 * tests of its own in test_passage.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/indexer/ingest_world.h"

#define FILLER "Hier steht ein Satz, der mit nichts zu tun hat. "
#define MUCH FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER

static const char *snippet_of(struct world *w, const char *query, const struct rat_snippet_options *options)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    const char *html = NULL;
    request.query = query;
    struct rat_search *search = world_ask(w, snapshot, &request);
    if (rat_search_result(search)->hit_count == 0)
        fail_msg("no hit for %s", query);
    if (rat_search_snippet(search, 0, options, &w->arena, &html, &w->err) != RAT_OK)
        fail_msg("%s", w->err.msg);
    rat_search_free(search);
    rat_snapshot_close(snapshot);
    return html;
}

static void add(struct world *w, const char *title, const char *json_text)
{
    struct rat_buf line = RAT_BUF_INIT;
    rat_buf_printf(&line, "{\"id\":\"a\",\"title\":\"%s\",\"text\":\"%s\"}\n", title, json_text);
    world_put(w, "in.jsonl", rat_buf_cstr(&line));
    rat_buf_release(&line);
    world_import(w, "in.jsonl");
}

static void marks_the_word_as_written(void **state)
{
    struct world *w = *state;
    add(w, "Titel", MUCH "Der Radweg an der Straße wird breiter. " MUCH);
    const char *html = snippet_of(w, "radweg", NULL);
    assert_non_null(strstr(html, "Der <mark>Radweg</mark> an der Straße wird breiter."));
    assert_null(strstr(strstr(html, "<mark>") + 1, "<mark>")); /* once only */
    assert_non_null(strstr(snippet_of(w, "strasse", NULL), "<mark>Straße</mark>"));
}

static void marks_what_the_stem_found(void **state)
{
    struct world *w = *state;
    add(w, "Titel", "Die Schulen und ihre Lehrer.");
    assert_string_equal(snippet_of(w, "schule", NULL), "Die <mark>Schulen</mark> und ihre Lehrer.");
}

static void marks_words_of_a_prefix_and_a_phrase(void **state)
{
    struct world *w = *state;
    add(w, "Titel", "Kinderkrippe und Kinderheim, auch die verlässliche Grundschule.");
    assert_string_equal(
        snippet_of(w, "kinder*", NULL),
        "<mark>Kinderkrippe</mark> und <mark>Kinderheim</mark>, auch die verlässliche Grundschule.");
    assert_non_null(
        strstr(snippet_of(w, "\"verlässliche grundschule\"", NULL), "<mark>verlässliche Grundschule</mark>"));
}

static void joins_lines(void **state)
{
    struct world *w = *state;
    add(w, "Titel", "Der Neubau der Kinder-\\ntagesstätte\\n\\nam   Radweg\\nbeginnt.");
    const char *html = snippet_of(w, "radweg", NULL);
    assert_non_null(strstr(html, "am <mark>Radweg</mark> beginnt."));
    assert_null(strchr(html, '\n'));
}

static void escapes_everything_but_marks(void **state)
{
    struct world *w = *state;
    static const struct rat_snippet_options plain = {.plain = true, .mark_on = "[", .mark_off = "]"};
    add(w, "Titel", "Ein <script>alert('x')</script> & der Radweg <b>hier</b>.");
    const char *html = snippet_of(w, "radweg", NULL);
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "<b>"));
    assert_non_null(strstr(html, "&lt;script&gt;"));
    assert_non_null(strstr(html, "&amp; der <mark>Radweg</mark> &lt;b&gt;"));
    assert_non_null(strstr(snippet_of(w, "radweg", &plain), "& der [Radweg] <b>hier</b>."));
}

/* Positions of the text are told from those of the title, so that nothing wrong is marked. */
static void title_only_shows_the_beginning(void **state)
{
    struct world *w = *state;
    add(w, "Radweg und Brücke", "Es geht um den Verkehr. " MUCH);
    const char *html = snippet_of(w, "brücke", NULL);
    assert_int_equal(strncmp(html, "Es geht um den Verkehr.", 23), 0);
    assert_null(strstr(html, "<mark>"));
    add(w, "Radweg und Brücke", "Es geht um die Brücke. " MUCH);
    assert_int_equal(strncmp(snippet_of(w, "brücke", NULL), "Es geht um die <mark>Brücke</mark>.", 34), 0);
}

static void filter_only_shows_the_beginning(void **state)
{
    struct world *w = *state;
    world_put(w, "in.jsonl", "{\"id\":\"a\",\"type\":\"Antrag\",\"text\":\"Der Antrag beginnt hier.\"}\n");
    world_import(w, "in.jsonl");
    assert_string_equal(snippet_of(w, "typ:antrag", NULL), "Der Antrag beginnt hier.");
}

static void empty_text(void **state)
{
    struct world *w = *state;
    add(w, "Radweg", "");
    assert_string_equal(snippet_of(w, "radweg", NULL), "");
}

/* Text behind multi-byte characters and behind the first block of stored text. */
static void far_behind(void **state)
{
    struct world *w = *state;
    struct rat_buf text = RAT_BUF_INIT;
    while (text.size < 150000)
        rat_buf_puts(&text, "Größe über Maß — äöüß. ");
    rat_buf_puts(&text, "Ganz hinten der Radweg.");
    add(w, "Titel", rat_buf_cstr(&text));
    rat_buf_release(&text);
    assert_non_null(strstr(snippet_of(w, "radweg", NULL), "Ganz hinten der <mark>Radweg</mark>."));
}

static void length_and_number(void **state)
{
    struct world *w = *state;
    struct rat_snippet_options options = {.length = 60, .passages = 1};
    add(w, "Titel", MUCH "Der Radweg. " MUCH "Die Brücke. " MUCH);
    size_t one = strlen(snippet_of(w, "radweg brücke", &options));
    assert_in_range(one, 10, 200);
    options = (struct rat_snippet_options){.length = 200, .passages = 2};
    const char *two = snippet_of(w, "radweg brücke", &options);
    assert_non_null(strstr(two, "<mark>Radweg</mark>"));
    assert_non_null(strstr(two, "<mark>Brücke</mark>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(marks_the_word_as_written, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(marks_what_the_stem_found, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(marks_words_of_a_prefix_and_a_phrase, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(joins_lines, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(escapes_everything_but_marks, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(title_only_shows_the_beginning, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(filter_only_shows_the_beginning, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(empty_text, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(far_behind, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(length_and_number, world_setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
