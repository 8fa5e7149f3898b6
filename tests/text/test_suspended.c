/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/suspended.h"

#include "text/analyzer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static uint32_t known(const void *context, const char *word, size_t n)
{
    static const char *const words[] = {
        "hauptausschuss",
        "hauptschule",
        "vorteile",
        "planungsausschuss",
        "radweg",
        "bauausschuss",
        "verkehrslenkung",
        "öffentlichkeitsarbeit",
        "kinderschutz",
        "einfahrt",
        "sonntage",
        "straßenbau",
        "verkehrsausschuss",
        "ausschuss",
        "schule",
        "teile",
        "weg",
        "fahrt",
        "tage",
        "baulichen",
        "rechtlichen",
    };
    (void)context;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i]) == n && memcmp(words[i], word, n) == 0)
            return 5;
    }
    return 0;
}

/* All completed words of a text, "position:word" separated by ' '. */
static void completes(const char *text, const char *expected)
{
    struct rat_analyzer *analyzer;
    struct rat_token token;
    struct rat_buf got = RAT_BUF_INIT, pair = RAT_BUF_INIT, word = RAT_BUF_INIT;
    size_t n = strlen(text);
    assert_int_equal(rat_analyzer_new("german", &analyzer, NULL), RAT_OK);
    rat_analyzer_start(analyzer, text, n);
    while (rat_analyzer_next(analyzer, &token) == RAT_OK) {
        rat_buf_clear(&pair);
        rat_buf_clear(&word);
        if (token.kind == RAT_TOKEN_WORD && rat_suspended_pair(text, n, token.start, token.end, &pair) &&
            rat_suspended_complete((const char *)pair.data, pair.size, known, NULL, &word))
            rat_buf_printf(&got, "%s%u:%s", got.size ? " " : "", token.position, rat_buf_cstr(&word));
    }
    assert_string_equal(rat_buf_cstr(&got), expected);
    rat_buf_release(&got);
    rat_buf_release(&pair);
    rat_buf_release(&word);
    rat_analyzer_free(analyzer);
}

static void fragments_before_the_word(void **state)
{
    (void)state;
    completes("Haupt- und Finanzausschuss", "0:hauptausschuss");
    completes("der Haupt- und Finanzausschuss tagt", "1:hauptausschuss");
    completes("Vor- und Nachteile", "0:vorteile");
    completes("Verkehrs- und -lenkung", "2:verkehrslenkung");
    completes("Vor-\nund Nachteile", "0:vorteile");
    completes("Haupt- und Realschule", "0:hauptschule");
    completes("Rad- bzw. Fußweg", "0:radweg");
    completes("Rad- oder Fußweg", "0:radweg");
    completes("Sonn- und Feiertage", "0:sonntage");
    completes("Ein- u. Ausfahrt", "0:einfahrt");
    completes("Planungs- und Bau-\nausschuss", "0:planungsausschuss"); /* the word itself is broken */
    completes("Bau-, Planungs- und Umweltausschuss", "0:bauausschuss 1:planungsausschuss");
    completes("Bau-, Haupt-, Planungs-, Verkehrs- und Umweltausschuss",
              "0:bauausschuss 1:hauptausschuss 2:planungsausschuss 3:verkehrsausschuss");
}

static void fragments_behind_the_word(void **state)
{
    (void)state;
    completes("Verkehrsplanung und -lenkung", "2:verkehrslenkung");
    completes("Straßenplanung und -bau", "2:straßenbau");
}

static void left_alone(void **state)
{
    (void)state;
    completes("Haupt und Finanzausschuss", "");
    completes("Haupt- Finanzausschuss", "");
    completes("Haupt-und Finanzausschuss", "");
    completes("Haupt- und der Finanzausschuss", ""); /* the next word is another one */
    completes("bau- oder denkmalrechtlichen", "");   /* not "baulichen" */
    completes("Xylo- und Finanzausschuss", "");      /* no known word */
    completes("Verkehrsplanung und lenkung", "");
    completes("- und -", "");
    completes("Haupt-", "");
    completes("Rad- und", "");
    completes("", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fragments_before_the_word),
        cmocka_unit_test(fragments_behind_the_word),
        cmocka_unit_test(left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
