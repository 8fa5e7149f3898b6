/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/paper_number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static size_t read_copy(const char *text, size_t n, struct rat_paper_number *out)
{
    char *copy = malloc(n ? n : 1); /* the sanitizer sees a read behind it */
    assert_non_null(copy);
    if (n)
        memcpy(copy, text, n);
    size_t size = rat_paper_number_read(copy, n, 0, out);
    free(copy);
    return size;
}

static void is(const char *text, const char *key, const char *family, const char *bare)
{
    struct rat_paper_number number;
    if (!rat_paper_number_parse(text, &number))
        fail_msg("%s: no number", text);
    assert_string_equal(number.key, key);
    assert_string_equal(number.family, family);
    assert_string_equal(number.bare, bare);
    for (size_t cut = 0; cut < strlen(text); cut++) /* never out of bounds */
        (void)read_copy(text, cut, &number);
}

static void is_none(const char *text)
{
    struct rat_paper_number number;
    if (rat_paper_number_parse(text, &number))
        fail_msg("%s: %s", text, number.key);
}

static void every_spelling_has_one_key(void **state)
{
    (void)state;
    is("2020/740", "2020/740", "2020/740", "");
    is("2020/0740", "2020/740", "2020/740", "");
    is("2015/0288-1", "2015/288-1", "2015/288", "");
    is("2015/0288/1", "2015/288-1", "2015/288", "");
    is("2024/0584/2/1", "2024/584-2-1", "2024/584", "");
    is("427/2009", "427/2009", "427/2009", "");
    is("068/2017", "68/2017", "68/2017", "");
    is("VO/4680/2016", "vo/4680/2016", "vo/4680/2016", "4680/2016");
    is("VO/0123/21", "vo/123/21", "vo/123/21", "123/21");
    is("AT/12214/25", "at/12214/25", "at/12214/25", "12214/25");
    is("1536/V", "1536/v", "1536/v", "");
    is("A 21/0321-01", "a/21/321-1", "a/21/321", "21/321-1");
    is("RBIV-1121/08", "rbiv/1121/8", "rbiv/1121/8", "1121/8");
    is("DHH/2025/8003", "dhh/2025/8003", "dhh/2025/8003", "2025/8003");
    is("DHH/2025/8003/1", "dhh/2025/8003-1", "dhh/2025/8003", "2025/8003-1");
    is("ANF2023/0012", "anf/2023/12", "anf/2023/12", "2023/12");
    is("11/1-1", "11/1-1", "11/1", "");
}

static void lead_ins_are_no_part_of_it(void **state)
{
    (void)state;
    is("DS 17/2034", "17/2034", "17/2034", "");
    is("Drs. 17/2034", "17/2034", "17/2034", "");
    is("Drucksache 17/2034", "17/2034", "17/2034", "");
    is("Vorlage Nr. 421", "421", "421", "");
    is(" Vorlagen-Nr.: 2020/740 ", "2020/740", "2020/740", "");
}

static void what_else_has_digits_is_none(void **state)
{
    (void)state;
    static const char *const others[] = {"",
                                         "V",
                                         "2020/",
                                         "2020/740 b",
                                         "2009/28/EG",
                                         "1.234/5",
                                         "12/13/14/15/16/17",
                                         "2015/2016-2020",
                                         "0721/133-1234",
                                         "1234567",
                                         "12/1234567",
                                         "2020/740.5"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        is_none(others[i]);
}

static void shapes(void **state)
{
    struct rat_paper_number n;
    (void)state;
    assert_int_equal(rat_paper_number_read("2015/2016", 9, 0, &n), 9);
    assert_true(n.is_year_span && n.year_first);
    assert_int_equal(rat_paper_number_read("2015/16", 7, 0, &n), 7);
    assert_true(n.is_year_span);
    assert_int_equal(rat_paper_number_read("2020/740", 8, 0, &n), 8);
    assert_true(!n.is_year_span && n.year_first && !n.digits);
    assert_int_equal(rat_paper_number_read("2020/0740", 9, 0, &n), 9);
    assert_int_equal(n.digits, 4);
    assert_int_equal(rat_paper_number_read("427/2009", 8, 0, &n), 8);
    assert_true(n.year_last && !n.year_first);
    assert_int_equal(rat_paper_number_read("1536/V", 6, 0, &n), 6);
    assert_true(n.roman);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spelling_has_one_key),
        cmocka_unit_test(lead_ins_are_no_part_of_it),
        cmocka_unit_test(what_else_has_digits_is_none),
        cmocka_unit_test(shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
