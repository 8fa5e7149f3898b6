/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/options.h"

#include <setjmp.h>

#include <cmocka.h>

static const struct rat_option_spec specs[] = {
    {"limit", "N", RAT_OPTION_NUMBER, 1, 100, NULL, "h"},
    {"sort", "S", RAT_OPTION_TEXT, 0, 0, "newest|oldest", "h"},
    {"filter", "F", RAT_OPTION_LIST, 0, 0, NULL, "h"},
    {"removed", NULL, RAT_OPTION_FLAG, 0, 0, NULL, "h"},
    RAT_OPTIONS_END,
};

#define PARSE(args, dash, ...)                                      \
    rat_args_parse(args, specs, (const char *const[]){__VA_ARGS__}, \
                   sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), dash, &err)

static void options_stand_anywhere(void **state)
{
    (void)state;
    struct rat_err err = RAT_ERR_INIT;
    struct rat_args args;
    assert_int_equal(PARSE(&args, false, "a", "--limit", "7", "b", "--sort=oldest", "--filter", "x=1",
                           "--removed", "-", "--filter=y=2", "--json", "--lang", "en", "--", "--limit", "-x"),
                     RAT_OK);
    assert_int_equal(args.word_count, 5);
    assert_string_equal(args.words[2], "-");
    assert_string_equal(args.words[3], "--limit");
    assert_string_equal(args.words[4], "-x");
    assert_int_equal(rat_args_number(&args, "limit", 10), 7);
    assert_string_equal(rat_args_text(&args, "sort", "x"), "oldest");
    assert_true(rat_args_flag(&args, "removed"));
    assert_true(args.json);
    assert_string_equal(args.lang, "en");
    assert_int_equal(args.given_count, 5);
    assert_string_equal(args.given[4].value, "y=2");
    rat_args_release(&args);
}

static void what_is_not_given_has_its_default(void **state)
{
    (void)state;
    struct rat_err err = RAT_ERR_INIT;
    struct rat_args args;
    assert_int_equal(PARSE(&args, false, "a"), RAT_OK);
    assert_int_equal(rat_args_number(&args, "limit", 10), 10);
    assert_string_equal(rat_args_text(&args, "sort", "relevance"), "relevance");
    assert_false(rat_args_flag(&args, "removed"));
    rat_args_release(&args);
    assert_int_equal(PARSE(&args, false, "--limit=3", "--limit=4"), RAT_OK);
    assert_int_equal(rat_args_number(&args, "limit", 10), 4);
    rat_args_release(&args);
}

static void assert_refused(const char *first, const char *second, const char *named)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_args args;
    const char *const argv[] = {first, second};
    assert_int_equal(rat_args_parse(&args, specs, argv, second ? 2 : 1, false, &err), RAT_EUSAGE);
    assert_non_null(strstr(err.msg, named));
    rat_args_release(&args);
}

static void mistakes_are_named(void **state)
{
    (void)state;
    assert_refused("--limt", "3", "--limt");
    assert_refused("--limit", NULL, "--limit");
    assert_refused("--limit", "0", "--limit");
    assert_refused("--limit", "101", "101");
    assert_refused("--limit=", NULL, "--limit");
    assert_refused("--sort", "", "--sort");
    assert_refused("--sort", "new", "new");
    assert_refused("--sort", "newest|oldest", "newest|oldest");
    assert_refused("--removed=1", NULL, "--removed");
    assert_refused("--json=1", NULL, "--json");
    assert_refused("-x", NULL, "-x");
    assert_refused("--=", NULL, "--");
}

static void a_near_name_is_proposed(void **state)
{
    (void)state;
    struct rat_err err = RAT_ERR_INIT;
    struct rat_args args;
    assert_int_equal(PARSE(&args, false, "--lmit"), RAT_EUSAGE);
    assert_non_null(strstr(err.hint, "--limit"));
    rat_args_release(&args);
    assert_int_equal(PARSE(&args, false, "--completely-different"), RAT_EUSAGE);
    assert_null(strstr(err.hint, "--limit"));
    rat_args_release(&args);
}

static void dashes_belong_to_queries(void **state)
{
    (void)state;
    struct rat_err err = RAT_ERR_INIT;
    struct rat_args args;
    assert_int_equal(PARSE(&args, true, "Radweg", "-Bau", "-h"), RAT_OK);
    assert_int_equal(args.word_count, 2);
    assert_string_equal(args.words[1], "-Bau");
    assert_true(args.help);
    rat_args_release(&args);
}

static void numbers_are_digits_only(void **state)
{
    (void)state;
    uint64_t value = 42;
    static const char *const bad[] = {"", " 1", "1 ", "+1", "-1", "0x1", "1e3", "1.0", "18446744073709551616",
                                      "٣"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(rat_number_parse(bad[i], 0, UINT64_MAX, &value));
    assert_int_equal(value, 42);
    assert_true(rat_number_parse("18446744073709551615", 0, UINT64_MAX, &value));
    assert_true(value == UINT64_MAX);
    assert_true(rat_number_parse("007", 7, 7, &value));
    assert_false(rat_number_parse("8", 7, 7, &value));
}

static void peek_looks_before_the_table_is_known(void **state)
{
    (void)state;
    const char *const argv[] = {"x", "--lang=en", "--json", "--", "--other"};
    assert_string_equal(rat_args_peek(argv, 5, "lang"), "en");
    assert_non_null(rat_args_peek(argv, 5, "json"));
    assert_null(rat_args_peek(argv, 5, "other"));
    assert_null(rat_args_peek(argv, 5, "lan"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_anywhere),
        cmocka_unit_test(what_is_not_given_has_its_default),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(a_near_name_is_proposed),
        cmocka_unit_test(dashes_belong_to_queries),
        cmocka_unit_test(numbers_are_digits_only),
        cmocka_unit_test(peek_looks_before_the_table_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
