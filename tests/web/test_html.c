/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "web/language.h"
#include "web/link.h"

/* Fills a template and compares; a misplaced value must be noticed. */
#define CHECK(wanted, template, ...)                          \
    do {                                                      \
        struct rat_buf out = RAT_BUF_INIT;                    \
        struct rat_html html = {&out, false};                 \
        RAT_HTML(&html, template __VA_OPT__(, ) __VA_ARGS__); \
        assert_false(html.misplaced);                         \
        assert_string_equal(rat_buf_cstr(&out), wanted);      \
        rat_buf_release(&out);                                \
    } while (0)
#define MISPLACED(template, ...)                              \
    do {                                                      \
        struct rat_buf out = RAT_BUF_INIT;                    \
        struct rat_html html = {&out, false};                 \
        RAT_HTML(&html, template __VA_OPT__(, ) __VA_ARGS__); \
        assert_true(html.misplaced);                          \
        rat_buf_release(&out);                                \
    } while (0)

static void values_are_escaped(void **state)
{
    (void)state;
    CHECK("<p>a</p>", "<p>a</p>");
    CHECK("<p>&lt;b&gt; &amp; &#34;x&#34; &#39;y&#39;</p>", "<p>{}</p>", T("<b> & \"x\" 'y'"));
    CHECK("<p title=\"&#34; onload=&#34;x\"></p>", "<p title=\"{}\"></p>", A("\" onload=\"x"));
    CHECK("<p>12 <hr></p>", "<p>{} {}</p>", N(12), RAT_RAW("<hr>"));
    CHECK("<option value=\"a\" selected>b</option>", "<option value=\"{}\"{}>{}</option>", A("a"),
          RAT_FLAG(true, " selected"), T("b"));
    CHECK("<p></p>", "<p>{}</p>", T(NULL));
    CHECK("<p>\xef\xbf\xbd\xef\xbf\xbd"
          "a\xef\xbf\xbd\n</p>",
          "<p>{}</p>",
          T("\xff\x01"
            "a\xc2\x85\n"));
    CHECK("<p>Straße</p>", "<p>{}</p>", T("Straße"));
}

static void values_have_their_places(void **state)
{
    struct rat_url url = {"/suche"};
    (void)state;
    CHECK("<a href=\"/suche\">x</a>", "<a href=\"{}\">x</a>", url);
    MISPLACED("<a href=\"{}\">x</a>", A("javascript:alert(1)"));
    MISPLACED("<a href=\"{}\">x</a>", T("x"));
    MISPLACED("<p>{}</p>", url);
    MISPLACED("<p>{}</p>", A("x"));
    MISPLACED("<p title=\"{}\">x</p>", T("x"));
    MISPLACED("<p title={}>x</p>", A("x"));
    MISPLACED("<p {}>x</p>", T("x"));
    MISPLACED("<p title=\"{}\">x</p>", RAT_RAW("x"));
    MISPLACED("<p>{} {}</p>", T("one is missing"));
    MISPLACED("<p></p>", T("one too many"));
    MISPLACED("<p title=\"");
}

static void addresses_hold_their_values(void **state)
{
    struct rat_arena arena;
    struct rat_link link;
    struct rat_url url;
    (void)state;
    rat_arena_init(&arena, 0);
    rat_link_start(&link, &arena, RAT_PATH("/dokument/"));
    rat_link_segment(&link, "https://x/y?a=b#c");
    rat_link_param(&link, "q", "a&b=c \"ß\"");
    rat_link_param(&link, "leer", "");
    rat_link_fragment(&link, "m1");
    link.lang = "en";
    assert_string_equal(rat_link_url(&link).text,
                        "/dokument/https%3A%2F%2Fx%2Fy%3Fa%3Db%23c?q=a%26b%3Dc%20%22%C3%9F%22&lang=en#m1");
    rat_link_start(&link, &arena, RAT_PATH("/vorlage/"));
    rat_link_segments(&link, "2020/740-1");
    assert_string_equal(rat_link_url(&link).text, "/vorlage/2020/740-1");
    assert_true(rat_url_external("https://example.org/a", &url));
    assert_false(rat_url_external("javascript:alert(1)", &url));
    assert_false(rat_url_external("https://example.org/\"onload=", &url));
    assert_false(rat_url_external(NULL, &url));
    assert_string_equal(rat_percent_decode("a%20b%C3%9f+", 12, true, &arena), "a bß ");
    assert_string_equal(rat_percent_decode("a+b", 3, false, &arena), "a+b");
    assert_null(rat_percent_decode("%0", 2, false, &arena));
    assert_null(rat_percent_decode("%zz", 3, false, &arena));
    assert_null(rat_percent_decode("a%00b", 5, false, &arena));
    rat_arena_release(&arena);
}

static void languages_are_chosen(void **state)
{
    (void)state;
    assert_false(rat_language_is_english(NULL));
    assert_false(rat_language_is_english("de-DE,de;q=0.9,en;q=0.8"));
    assert_true(rat_language_is_english("en-GB,en;q=0.9,de;q=0.5"));
    assert_true(rat_language_is_english("fr, en;q=0.3"));
    assert_false(rat_language_is_english("en;q=0"));
    assert_false(rat_language_is_english("eno, ens"));
    assert_false(rat_language_is_english("en;q=0.3, de;q=0.4"));
    assert_false(rat_language_is_english(",,;;q=,=;"));
}

static void figures_follow_the_language(void **state)
{
    char out[RAT_FIGURE_TEXT];
    (void)state;
    assert_string_equal(rat_figure(false, 1234567, out), "1.234.567");
    assert_string_equal(rat_figure(true, 1234567, out), "1,234,567");
    assert_string_equal(rat_figure(false, UINT64_MAX, out), "18.446.744.073.709.551.615");
    assert_string_equal(rat_figure_bytes(false, 1230, out), "1,2 kB");
    assert_string_equal(rat_moment(false, "2020-09-21T17:00:00+02:00", out), "21.09.2020, 17:00");
    assert_string_equal(rat_moment(true, "2020-09-21", out), "21 Sep 2020");
    assert_string_equal(rat_moment(false, "2020-09-21T00:00:00+02:00", out), "21.09.2020");
    assert_string_equal(rat_moment(false, "irgendwann", out), "irgendwann");
    assert_string_equal(rat_moment(false, NULL, out), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_escaped),          cmocka_unit_test(values_have_their_places),
        cmocka_unit_test(addresses_hold_their_values), cmocka_unit_test(languages_are_chosen),
        cmocka_unit_test(figures_follow_the_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
