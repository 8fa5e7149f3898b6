/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/plurals_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* expected: NULL when the word is its own base. */
static void is_base(const char *word, const char *expected)
{
    struct rat_buf out = RAT_BUF_INIT;
    bool found = rat_base_form(word, strlen(word), &out);
    if (expected)
        assert_string_equal(rat_buf_cstr(&out), expected);
    assert_int_equal(found, expected != NULL);
    assert_int_equal(out.size > 0, found);
    rat_buf_release(&out);
}

static void plurals(void **state)
{
    (void)state;
    is_base("museen", "museum");
    is_base("heimatmuseen", "heimatmuseum");
    is_base("kitas", "kita");
    is_base("straßen", NULL);
    is_base("", NULL);
}

static void feminine_nouns(void **state)
{
    (void)state;
    is_base("bürgerinnen", "bürger");
    is_base("bürgerin", "bürger");
    is_base("polizistinnen", "polizist");
    is_base("studentin", "student");
    is_base("kolleginnen", "kolleg");
    is_base("beamtinnen", "beamt");
    is_base("aktionärin", "aktionär");
    is_base("ärztinnen", "arzt"); /* the list comes first */
}

static void what_is_no_woman(void **state)
{
    (void)state;
    static const char *const words[] = {"innen",      "beginnen", "gerinnen", "regenrinnen",
                                        "gewinnen",   "termin",   "berlin",   "medizin",
                                        "konstantin", "satin",    "worin",    "erinnern"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        is_base(words[i], NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plurals),
        cmocka_unit_test(feminine_nouns),
        cmocka_unit_test(what_is_no_woman),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
