/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define SHY "\xc2\xad"       /* soft hyphen */
#define ZWSP "\xe2\x80\x8b"  /* zero-width space */
#define ZWJ "\xe2\x80\x8d"   /* zero-width joiner */
#define DIAERESIS "\xcc\x88" /* combining */
#define ACUTE "\xcc\x81"     /* combining */

static void folds(void (*fold)(const char *, size_t, struct rat_buf *), const char *from, const char *to)
{
    struct rat_buf out = RAT_BUF_INIT;
    rat_buf_puts(&out, "x"); /* appends */
    fold(from, strlen(from), &out);
    assert_false(out.failed);
    assert_string_equal(rat_buf_cstr(&out) + 1, to);
    rat_buf_release(&out);
}

static void surface_forms(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"Kreistag", "kreistag"},
        {"STRASSE", "strasse"},
        {"STRAẞE", "straße"},
        {"ÜBERGANG", "übergang"},
        {"Garçon", "garçon"},
        {"Verwaltungsausſchuß", "verwaltungsausschuß"},
        {"Schiﬀahrt ﬁx ﬂott ﬃ ﬄ ﬅ ﬆ", "schiffahrt fix flott ffi ffl st st"},
        {"Mu" DIAERESIS "ller", "müller"},
        {"MU" DIAERESIS "LLER", "müller"},
        {"Cafe" ACUTE, "café"},
        {"Kin" SHY "der" ZWSP "gar" ZWJ "ten", "kindergarten"},
        {"B‐Plan", "b-plan"}, /* U+2010 */
        {"B‑Plan", "b-plan"}, /* U+2011 */
        {"m²", "m²"},
        {"½", "½"},
        {"µg", "μg"},             /* micro sign -> Greek letter */
        {"Ångström", "ångström"}, /* U+212B would be the sign */
        {"\xe2\x84\xabngstr\xc3\xb6m", "ångström"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        folds(rat_fold_surface, cases[i][0], cases[i][1]);
        folds(rat_fold_surface, cases[i][1], cases[i][1]); /* a surface form stays as it is */
    }
}

static void surface_form_of_devanagari_may_grow(void **state)
{
    (void)state;
    folds(rat_fold_surface, "\xe0\xa5\x98",
          "\xe0\xa4\x95\xe0\xa4\xbc"); /* U+0958 is excluded from composition */
}

static void exact_forms(void **state)
{
    (void)state;
    folds(rat_fold_exact, "müller", "mueller");
    folds(rat_fold_exact, "mueller", "mueller");
    folds(rat_fold_exact, "muller", "muller");
    folds(rat_fold_exact, "äöü", "aeoeue");
    folds(rat_fold_exact, "maße", "maße");
    folds(rat_fold_exact, "masse", "masse");
    folds(rat_fold_exact, "café", "café");
    folds(rat_fold_exact, "", "");
}

static void keys(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Ausschuss für Umwelt u. Gesundheit", "ausschuss fuer umwelt u gesundheit"},
        {"  Große  Straße  ", "grosse strasse"},
        {"2020/740-1", "2020/740-1"},
        {"VO/4680/2016", "vo/4680/2016"},
        {"A 21/0321-01", "a 21/0321-01"},
        {"RBIV-1121/08", "rbiv-1121/08"},
        {"Vorlage Nr. 2020/740.", "vorlage nr 2020/740"},
        {"(2020/740)", "2020/740"},
        {"2020//740", "2020 740"},
        {"CDU/FW-Fraktion", "cdu fw fraktion"},
        {"Umwelt-/Naturschutz", "umwelt naturschutz"},
        {"21.09.2020", "21.09.2020"},
        {"-", ""},
        {"", ""},
        {"\xcc\x88 x", "x"}, /* a lone mark */
        {"F"
         "U" DIAERESIS "R",
         "fuer"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        folds(rat_fold_key, cases[i][0], cases[i][1]);
        folds(rat_fold_key, cases[i][1], cases[i][1]); /* a key is its own key */
    }
}

/* Invalid bytes pass through, and nothing is read behind the end (the sanitizer watches the exact copy). */
static void invalid_bytes_pass(void **state)
{
    (void)state;
    static const char *const cases[] = {"\xff",         "a\xc3",         "\xe2\x80",
                                        "\xf0\x9f\x98", "u\xcc\x88\xc3", "\x80\x80"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rat_buf in = RAT_BUF_INIT, out = RAT_BUF_INIT;
        rat_buf_append(&in, cases[i], strlen(cases[i]));
        rat_fold_surface((const char *)in.data, in.size, &out);
        rat_fold_exact((const char *)in.data, in.size, &out);
        rat_fold_key((const char *)in.data, in.size, &out);
        assert_false(out.failed);
        assert_true(out.size > 0);
        rat_buf_release(&in);
        rat_buf_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(surface_forms),      cmocka_unit_test(surface_form_of_devanagari_may_grow),
        cmocka_unit_test(exact_forms),        cmocka_unit_test(keys),
        cmocka_unit_test(invalid_bytes_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
