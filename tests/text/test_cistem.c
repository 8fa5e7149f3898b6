/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/cistem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void stems(const char *word, bool capital, const char *stem)
{
    struct rat_buf out = RAT_BUF_INIT;
    rat_cistem(word, strlen(word), capital, &out);
    assert_string_equal(rat_buf_cstr(&out), stem);
    rat_buf_release(&out);
}

static void endings_go(void **state)
{
    (void)state;
    stems("haus", false, "hau");
    stems("häuser", false, "hau");
    stems("häusern", false, "hau");
    stems("beschlüsse", false, "beschluss");
    stems("beschluß", false, "beschluss");
    stems("gemeinden", false, "meind");
    stems("gemeinde", false, "meind");
    stems("straßen", false, "strass");
    stems("spielende", false, "spiel");
}

static void short_words_stay(void **state)
{
    (void)state;
    stems("see", false, "see");
    stems("ort", false, "ort");
    stems("tag", false, "tag");
    stems("gehen", false, "geh"); /* ge- needs four letters behind it */
    stems("gegangen", false, "gang");
}

static void doubled_letters_are_one_letter(void **state)
{
    (void)state;
    stems("mann", false, "mann");
    stems("betten", false, "bett");
    stems("schiffen", false, "schiff");
    stems("idee", false, "idee");
    stems("eishalle", false, "eishall");
    stems("wiesen", false, "wies"); /* ie is one letter too: three remain */
}

static void nouns_keep_their_t(void **state)
{
    (void)state;
    stems("haushalt", true, "haushalt");
    stems("haushalt", false, "haushal");
    stems("haushalte", true, "haushalt");
    stems("speisen", true, "spei"); /* s, p, ei: three letters */
}

static void odd_input(void **state)
{
    (void)state;
    stems("", false, "");
    stems("2020", false, "2020");
    stems("лев", false, "лев");
    stems("m²", false, "m²");
    char many[1000];
    memset(many, 'a', sizeof many);
    struct rat_buf out = RAT_BUF_INIT;
    rat_cistem(many, sizeof many, false, &out);
    assert_int_equal(out.size, 128);
    rat_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(endings_go),
        cmocka_unit_test(short_words_stay),
        cmocka_unit_test(doubled_letters_are_one_letter),
        cmocka_unit_test(nouns_keep_their_t),
        cmocka_unit_test(odd_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
