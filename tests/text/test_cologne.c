/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/cologne.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void sounds(const char *word, const char *digits)
{
    struct rat_buf out = RAT_BUF_INIT;
    rat_cologne(word, strlen(word), &out);
    assert_string_equal(rat_buf_cstr(&out), digits);
    rat_buf_release(&out);
}

static void published_examples(void **state)
{
    (void)state;
    sounds("müller", "657");
    sounds("lüdenscheidt", "52682");
    sounds("müllerlüdenscheidt", "6575268"
                                 "2");
    sounds("breschnew", "17863");
    sounds("wikipedia", "3412");
}

static void names_that_sound_alike(void **state)
{
    (void)state;
    static const char *const meier[] = {"meier", "maier", "mayer", "mayr", "meyer", "mair"};
    for (size_t i = 0; i < sizeof meier / sizeof *meier; i++)
        sounds(meier[i], "67");
    sounds("schmidt", "862");
    sounds("schmitt", "862");
    sounds("philipp", "351");
    sounds("filip", "351");
    sounds("weiß", "38");
    sounds("weiss", "38");
    sounds("renée", "76");
}

static void rules_by_neighbour(void **state)
{
    (void)state;
    sounds("chemnitz", "468");
    sounds("cäsar", "487");
    sounds("xaver", "4837");
    sounds("hexe", "048");
    sounds("tzschirner", "8767");
    sounds("aa", "0");
    sounds("h", "");
    sounds("", "");
    sounds("2020", "");
    sounds("лев", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_examples),
        cmocka_unit_test(names_that_sound_alike),
        cmocka_unit_test(rules_by_neighbour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
