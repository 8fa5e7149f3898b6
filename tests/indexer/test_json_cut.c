/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A string taken out of an object: jansson, which reads the whole, must agree on every line, also on broken ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/json_cut.h"
#include "tests/support/prng.h"

#include <jansson.h>
#include <stdlib.h>

#define LINES 60000u
#define FLAGS (JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL)

struct world {
    struct rat_buf rest, text;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct world));
    assert_non_null(*state);
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    rat_buf_release(&w->rest);
    rat_buf_release(&w->text);
    free(w);
    return 0;
}

static bool cut(struct world *w, const char *line, size_t n)
{
    return rat_json_cut(line, n, "text", &w->rest, &w->text);
}

static void assert_cut(struct world *w, const char *line, const char *rest, const char *text)
{
    if (!cut(w, line, strlen(line)))
        fail_msg("not cut: %s", line);
    assert_string_equal(rat_buf_cstr(&w->rest), rest);
    assert_string_equal(rat_buf_cstr(&w->text), text);
}

static void what_is_cut(void **state)
{
    struct world *w = *state;
    assert_cut(w, "{\"id\":\"a\",\"text\":\"Rat\"}", "{\"id\":\"a\",\"text\":\"\"}", "Rat");
    assert_cut(w, " { \"text\" : \"\" } ", " { \"text\" : \"\" } ", "");
    assert_cut(w, "{\"text\":\"acht mal \\\"acht\\\" \\\\ \\/ \\b\\f\\n\\r\\t Bytes\",\"x\":1}",
               "{\"text\":\"\",\"x\":1}", "acht mal \"acht\" \\ / \b\f\n\r\t Bytes");
    assert_cut(w,
               "{\"text\":\"Stra\\u00dfe \\u0041 \\u20AC \\ud83d\\uDEB2 Gr\xc3\xbc\xc3\x9f"
               "e\"}",
               "{\"text\":\"\"}",
               "Stra\xc3\x9f"
               "e A \xe2\x82\xac \xf0\x9f\x9a\xb2 Gr\xc3\xbc\xc3\x9f"
               "e");
    /* the key as a value, inside another object, behind an escaped quote */
    assert_cut(
        w, "{\"id\":\"text\",\"o\":{\"text\":\"innen\"},\"l\":[\"text\"],\"q\\\"\":\"}\",\"text\":\"x\"}",
        "{\"id\":\"text\",\"o\":{\"text\":\"innen\"},\"l\":[\"text\"],\"q\\\"\":\"}\",\"text\":\"\"}", "x");
}

static void what_is_not(void **state)
{
    struct world *w = *state;
    static const char *const lines[] = {"",
                                        "{",
                                        "{\"text\"",
                                        "{\"text\":",
                                        "{\"text\":\"",
                                        "{\"text\":\"a",
                                        "{\"text\":\"a\\",
                                        "{\"text\":\"a\\\"}",
                                        "{\"text\":1}",
                                        "{\"text\":[\"a\"]}",
                                        "[{\"text\":\"a\"}]",
                                        "\"text\":\"a\"",
                                        "}\"text\":\"a\"",
                                        "{\"o\":{\"text\":\"a\"}}",
                                        "{\"Text\":\"a\"}",
                                        "{\"text\":\"a\tb\"}",
                                        "{\"text\":\"\\x\"}",
                                        "{\"text\":\"\\u12\"}",
                                        "{\"text\":\"\\u12g4\"}",
                                        "{\"text\":\"\\u0000\"}",
                                        "{\"text\":\"\\ud800\"}",
                                        "{\"text\":\"\\udc00\"}",
                                        "{\"text\":\"\\ud800\\u0041\"}",
                                        "{\"text\":\"\\ud800\\ud800\"}",
                                        "{\"text\":\"\xff\"}",
                                        "{\"text\":\"\xed\xa0\x80\"}"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (cut(w, lines[i], strlen(lines[i])))
            fail_msg("cut: %s", lines[i]);
}

/* Every piece is valid JSON more or less; one of them in 20 is not. */
static void make_string(struct prng *random, struct rat_buf *out)
{
    static const char *const pieces[] = {"a",
                                         "Kreistag",
                                         " ",
                                         "\\n",
                                         "\\\"",
                                         "\\\\",
                                         "\\u00fc",
                                         "\xc3\xbc",
                                         "\\ud83d\\udeb2",
                                         "\xe2\x82\xac",
                                         "{",
                                         "}",
                                         "text",
                                         ":",
                                         "12345678",
                                         "abcdefghijklmnop"};
    static const char *const bad[] = {"\\", "\\u00", "\\ud800", "\xff", "\xc3",
                                      "\n", "\"",    "\\u0000", "\\v",  "\x01"};
    for (uint32_t n = prng_below(random, 8); n > 0; n--)
        rat_buf_puts(out, prng_below(random, 40) ? pieces[prng_below(random, sizeof pieces / sizeof *pieces)]
                                                 : bad[prng_below(random, sizeof bad / sizeof *bad)]);
}

static void make_line(struct prng *random, struct rat_buf *out)
{
    static const char *const keys[] = {"id", "text", "text", "te\\u0078t", "title", "x", "textx"};
    static const char *const values[] = {"1",   "null",    "[\"text\",{\"text\":\"t\"}]", "{\"text\":\"u\"}",
                                         "tru", "\"text\""};
    rat_buf_clear(out);
    rat_buf_puts(out, prng_below(random, 30) ? "{" : "[{");
    for (uint32_t i = 0, n = prng_below(random, 4); i <= n; i++) {
        rat_buf_printf(out, "%s\"%s\"%s", i ? "," : "", keys[prng_below(random, 7)],
                       prng_below(random, 3) ? ":" : " : ");
        if (prng_below(random, 3) == 0) {
            rat_buf_puts(out, values[prng_below(random, 6)]);
        } else {
            rat_buf_puts(out, "\"");
            make_string(random, out);
            rat_buf_puts(out, "\"");
        }
    }
    rat_buf_puts(out, prng_below(random, 30) ? "}" : "}}");
    if (prng_below(random, 20) == 0 && out->size) /* one byte is another one */
        out->data[prng_below(random, (uint32_t)out->size)] = (unsigned char)prng_below(random, 256);
}

/* The whole as jansson reads it, with its text replaced by "". */
static void assert_same(struct world *w, const struct rat_buf *line, json_t *whole, size_t *cuts)
{
    json_t *rest = json_loadb((const char *)w->rest.data, w->rest.size, FLAGS, NULL);
    if ((whole != NULL) != (rest != NULL))
        fail_msg("one is valid: %.*s", (int)line->size, line->data);
    if (!whole)
        return;
    const json_t *text = json_object_get(whole, "text");
    assert_true(json_is_string(text));
    assert_int_equal(json_string_length(text), w->text.size);
    assert_memory_equal(json_string_value(text), w->text.data, w->text.size);
    json_object_set_new(whole, "text", json_string(""));
    assert_true(json_equal(whole, rest));
    json_decref(rest);
    (*cuts)++;
}

static void as_jansson_reads_it(void **state)
{
    struct world *w = *state;
    struct prng random = {11};
    struct rat_buf line = RAT_BUF_INIT;
    size_t cuts = 0, plain = 0;
    for (unsigned i = 0; i < LINES; i++) {
        make_line(&random, &line);
        unsigned char *exact =
            malloc(line.size ? line.size : 1); /* so that reading past its end is noticed */
        assert_non_null(exact);
        memcpy(exact, line.data, line.size);
        json_t *whole = json_loadb((const char *)exact, line.size, FLAGS, NULL);
        const json_t *text = whole ? json_object_get(whole, "text") : NULL;
        /* all but keys with escapes and U+0000 */
        bool is_plain = json_is_string(text) && !memmem(exact, line.size, "te\\u", 4) &&
                        strlen(json_string_value(text)) == json_string_length(text);
        plain += is_plain;
        if (cut(w, (const char *)exact, line.size))
            assert_same(w, &line, whole, &cuts);
        else if (is_plain)
            fail_msg("not cut: %.*s", (int)line.size, line.data);
        json_decref(whole);
        free(exact);
    }
    rat_buf_release(&line);
    assert_true(plain > LINES / 20 && cuts >= plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not, setup, teardown),
        cmocka_unit_test_setup_teardown(as_jansson_reads_it, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
