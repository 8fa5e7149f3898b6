/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/dehyphenate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

/* The verdict on the first of "-", U+00AD, U+2010, U+2011 in text that follows a letter; next_word: what
 * stands at `next`, or NULL when there is no verdict. */
static void judged(const char *text, size_t at, enum rat_hyphen_kind kind, const char *next_word)
{
    struct rat_line_hyphen hyphen = {0};
    enum rat_hyphen_kind got = rat_dehyphenate(text, strlen(text), at, &hyphen);
    if (got != kind)
        print_message("text: %s\n", text);
    assert_int_equal(got, kind);
    if (next_word)
        assert_memory_equal(text + hyphen.next, next_word, strlen(next_word));
    for (size_t n = 0; n <= strlen(text); n++) /* cut anywhere: never out of bounds */
        (void)rat_dehyphenate(text, n, at, &hyphen);
}

static void joins(const char *text, const char *next_word)
{
    static const char *const hyphens[] = {"-", "\xc2\xad", "\xe2\x80\x90", "\xe2\x80\x91"};
    for (size_t i = 0; i < 4; i++) {
        const char *at = strstr(text, hyphens[i]);
        if (at) {
            judged(text, (size_t)(at - text), RAT_HYPHEN_JOINS, next_word);
            return;
        }
    }
    fail();
}

static void is(const char *text, enum rat_hyphen_kind kind)
{
    judged(text, (size_t)(strchr(text, '-') - text), kind, NULL);
}

static void lower_case_joins(void **state)
{
    (void)state;
    joins("Kinder-\ntagesstätte", "tages");
    joins("Kinder- \r\n  tagesstätte", "tages");
    joins("Kinder-\rtagesstätte", "tages");
    joins("Kinder-\xc2\xa0\ntagesstätte", "tages"); /* no-break space */
    joins("Maß-\nnahmen", "nahmen");
    joins("Verkehrs-\nüberwachung", "über");
    joins("Kinder\xc2\xad\ntagesstätte", "tages");
    joins("Kinder\xe2\x80\x90\ntagesstätte", "tages");
    joins("Kinder\xe2\x80\x91\ntagesstätte", "tages");
    joins("o-\nder", "der");
    joins("Den-\nnoch", "noch");
    joins("Canna-\nbis", "bis");
    joins("Kür-\nbis", "bis");
    joins("Plan-\nundeutlich", "undeutlich");
    joins("Zusatz-\n \nantrag", "antrag"); /* one blank line */
}

static void capitals_stay(void **state)
{
    (void)state;
    is("Baden-\nWürttemberg", RAT_HYPHEN_STAYS);
    is("CDU-\nFraktion", RAT_HYPHEN_STAYS);
    is("EU-\nÄnderung", RAT_HYPHEN_STAYS);
    is("CDU-\nFRAKTION", RAT_HYPHEN_STAYS);
    is("GRÜ-\nNE", RAT_HYPHEN_STAYS); /* as short as CDU: the word is found as a variant */
    is("RHEINLAND-\nPFALZ", RAT_HYPHEN_STAYS);
    is("BEBAUUNGSPLAN-\nEntwurf", RAT_HYPHEN_STAYS);
    joins("BEBAUUNGS-\nPLAN", "PLAN");
    joins("WÜRTT-\nEMBERG", "EMBERG");
}

static void hyphens_that_are_the_words_own_stay(void **state)
{
    (void)state;
    is("öffentlich-\nrechtlichen", RAT_HYPHEN_STAYS);
    is("deutsch-\nfranzösischer", RAT_HYPHEN_STAYS);
    is("städtebaulich-\nfreiraumplanerisch", RAT_HYPHEN_STAYS);
    is("räumlich-\nfunktionale", RAT_HYPHEN_STAYS);
    joins("Öffentlich-\nkeit", "keit");
    joins("öffentlich-\nen", "en");
    joins("Erheblich-\nkeitsschwelle", "keits");
    joins("Misch-\nmaterial", "material");
    joins("deutsch-\nsprachige", "sprachige");
    joins("ausschließ-\nlichen", "lichen");
    is("baden-\nwürttembergische", RAT_HYPHEN_STAYS);
    is("rheinland-\npfälzisch", RAT_HYPHEN_STAYS);
    joins("Baden-\nweiler", "weiler");
    is("EU-\nweit", RAT_HYPHEN_STAYS);
    is("UVP-\npflichtig", RAT_HYPHEN_STAYS);
    joins("E-\nlektrik", "lektrik");
    is("Werner-\nvon-Siemens-Schule", RAT_HYPHEN_STAYS);
    is("Park-\nand-Ride", RAT_HYPHEN_STAYS);
    joins("Mer-\nkur-Akademie", "kur");
    joins("da-\nvon-Vermerk", "von");
    joins("Da-\nvon", "von");
}

static void suspended_hyphens_stay(void **state)
{
    (void)state;
    is("Planungs-\nund Bauausschuss", RAT_HYPHEN_SUSPENDED);
    is("Bus-\noder Bahn", RAT_HYPHEN_SUSPENDED);
    is("Lieferungs-\nbzw. Leistungsvertrag", RAT_HYPHEN_SUSPENDED);
    is("Wohn-\nsowie Gewerbeflächen", RAT_HYPHEN_SUSPENDED);
    is("Landes-\nbeziehungsweise Bundesmittel", RAT_HYPHEN_SUSPENDED);
    is("kurz-\nbis mittelfristig", RAT_HYPHEN_SUSPENDED);
    is("Rad-\nu. Fußweg", RAT_HYPHEN_SUSPENDED);
    is("bau-\nnoch planungsrechtlich", RAT_HYPHEN_SUSPENDED);
    is("Vor-\n– 2 –\nund Nachteile", RAT_HYPHEN_SUSPENDED);
    is("Haupt-\nals auch Nebenrouten", RAT_HYPHEN_SUSPENDED);
    is("FINANZ-\nUND", RAT_HYPHEN_SUSPENDED);
    joins("Kardin-\nals", "als");
    joins("Kardin-\nals aufgebaut", "als");
}

static void others_are_no_line_end_hyphens(void **state)
{
    (void)state;
    is("Karlsruhe-neureut", RAT_HYPHEN_NONE);
    is("Eigentümer-\n/Einzelhändlerumfragen", RAT_HYPHEN_NONE);
    is("2020-\nfach", RAT_HYPHEN_NONE); /* behind a digit */
    is("Wort -\nende", RAT_HYPHEN_NONE);
    is("Wort-", RAT_HYPHEN_NONE);
    is("Wort-\n", RAT_HYPHEN_NONE);
    is("Wort-\n  \n \n", RAT_HYPHEN_NONE);
    is("Wort-\n\n\n\nende", RAT_HYPHEN_NONE); /* too far away */
    is("Wort-\n5 % davon", RAT_HYPHEN_NONE);
    is("-\nende", RAT_HYPHEN_NONE);
    is("Wort-ende\n", RAT_HYPHEN_NONE);
    struct rat_line_hyphen hyphen;
    assert_int_equal(rat_dehyphenate("Wort", 4, 2, &hyphen), RAT_HYPHEN_NONE);
    assert_int_equal(rat_dehyphenate("", 0, 0, &hyphen), RAT_HYPHEN_NONE);
    assert_int_equal(rat_dehyphenate("a-", 2, 9, &hyphen), RAT_HYPHEN_NONE);
}

static void one_page_marker_may_stand_between(void **state)
{
    (void)state;
    static const char *const markers[] = {
        "– 2 –", "- 2 -", "-2-", "  - 12 -  ", "Seite 2",  "Seite 2 von 7", "-- 1 of 23 --", "17",
        "2/7",   "S. 4",  "\f",  "\fSeite 3",  " \n- 2 -", "- 2 -\n \n",    "— 3 —",         "3\f",
    };
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
        char text[120];
        (void)snprintf(text, sizeof text, "Haushalts-\n%s\nsatzung", markers[i]);
        judged(text, 9, RAT_HYPHEN_JOINS, "satzung");
        struct rat_line_hyphen hyphen;
        (void)rat_dehyphenate(text, strlen(text), 9, &hyphen);
        assert_true(hyphen.across_marker);
        assert_int_equal(hyphen.after, 10);
    }
    is("Haushalts-\n- 2 -\n- 3 -\nsatzung", RAT_HYPHEN_NONE); /* two */
    is("Haushalts-\nSeite zwei\nsatzung", RAT_HYPHEN_STAYS);
    is("Haushalts-\n12.500 €\nsatzung", RAT_HYPHEN_NONE);
    is("Haushalts-\n123456\nsatzung", RAT_HYPHEN_NONE); /* no page has this number */
    is("Haushalts-\nSeite 2 von\nsatzung", RAT_HYPHEN_STAYS);
    is("CDU-\n- 2 -\nFraktion", RAT_HYPHEN_STAYS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lower_case_joins),
        cmocka_unit_test(capitals_stay),
        cmocka_unit_test(hyphens_that_are_the_words_own_stay),
        cmocka_unit_test(suspended_hyphens_stay),
        cmocka_unit_test(others_are_no_line_end_hyphens),
        cmocka_unit_test(one_page_marker_may_stand_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
