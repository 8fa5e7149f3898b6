/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/orthography.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void key_of(const char *word, struct rat_buf *out)
{
    rat_buf_clear(out);
    bool changed = rat_orthography(word, strlen(word), out);
    assert_false(out->failed);
    assert_int_equal(changed, strcmp(rat_buf_cstr(out), word) != 0);
}

static void same(const char *a, const char *b, bool expected)
{
    struct rat_buf x = RAT_BUF_INIT, y = RAT_BUF_INIT;
    key_of(a, &x);
    key_of(b, &y);
    bool equal = strcmp(rat_buf_cstr(&x), rat_buf_cstr(&y)) == 0;
    if (equal != expected)
        print_message("%s: %s, %s: %s\n", a, rat_buf_cstr(&x), b, rat_buf_cstr(&y));
    rat_buf_release(&x);
    rat_buf_release(&y);
    assert_int_equal(equal, expected);
}

static const char *const pairs[][2] = {
    /* ß after short vowels */
    {"daß", "dass"},
    {"beschluß", "beschluss"},
    {"beschlußvorlage", "beschlussvorlage"},
    {"muß", "muss"},
    {"mußte", "musste"},
    {"müßte", "müsste"},
    {"ausschuß", "ausschuss"},
    {"zuschuß", "zuschuss"},
    {"erdgeschoß", "erdgeschoss"},
    {"geschoßflächenzahl", "geschossflächenzahl"},
    {"paß", "pass"},
    {"läßt", "lässt"},
    {"häßlich", "hässlich"},
    {"mißbrauch", "missbrauch"},
    {"prozeß", "prozess"},
    {"eßbar", "essbar"},
    {"rußland", "russland"},
    {"elsaß", "elsass"},
    {"schloßpark", "schlosspark"},
    {"bewußt", "bewusst"},
    {"verdruß", "verdruss"},
    {"fluß", "fluss"},
    {"grundriß", "grundriss"},
    {"anlaß", "anlass"},
    {"gäßchen", "gässchen"},
    {"haß", "hass"},
    {"meßwert", "messwert"},
    {"kompromiß", "kompromiss"},
    {"roß", "ross"},
    {"nußbaum", "nussbaum"},
    {"kongreß", "kongress"},
    /* three consonants */
    {"schiffahrt", "schifffahrt"},
    {"bettuch", "betttuch"},
    {"stilleben", "stillleben"},
    {"flußsand", "flusssand"},
    {"rolladen", "rollladen"},
    {"brennessel", "brennnessel"},
    {"kontrollampe", "kontrolllampe"},
    {"fußballänderspiel", "fußballländerspiel"},
    /* ph */
    {"photographie", "fotografie"},
    {"graphik", "grafik"},
    {"geographie", "geografie"},
    {"telephon", "telefon"},
    {"mikrophon", "mikrofon"},
    {"biographisch", "biografisch"},
    {"delphin", "delfin"},
    /* the reform's word list */
    {"selbständig", "selbstständig"},
    {"selbständigkeit", "selbstständigkeit"},
    {"aufwendig", "aufwändig"},
    {"numerieren", "nummerieren"},
    {"plazieren", "platzieren"},
    {"potential", "potenzial"},
    {"potentiell", "potenziell"},
    {"existentiell", "existenziell"},
    {"rauh", "rau"},
    {"tip", "tipp"},
    {"stengel", "stängel"},
    {"greuel", "gräuel"},
    {"justitiar", "justiziar"},
    {"zierat", "zierrat"},
    {"alptraum", "albtraum"},
    {"überschwenglich", "überschwänglich"},
    {"joghurt", "jogurt"},
    {"thunfisch", "tunfisch"},
    {"panther", "panter"},
    {"känguruh", "känguru"},
    {"roheit", "rohheit"},
    /* before 1901 */
    {"thür", "tür"},
    {"theil", "teil"},
    {"abtheilung", "abteilung"},
    {"thurm", "turm"},
    {"eigenthum", "eigentum"},
    {"gemeinderath", "gemeinderat"},
    {"miethe", "miete"},
    {"nöthig", "nötig"},
    {"werth", "wert"},
    {"seyn", "sein"},
    {"bey", "bei"},
    {"giebt", "gibt"},
    {"ergiebt", "ergibt"},
    /* without ß */
    {"strasse", "straße"},
    {"kreisstrasse", "kreisstraße"},
    {"massnahme", "maßnahme"},
    {"grösse", "größe"},
    {"gemäss", "gemäß"},
    {"fussgänger", "fußgänger"},
    {"dreissig", "dreißig"},
    {"massstab", "maßstab"},
    {"beschliessen", "beschließen"},
    {"ausserhalb", "außerhalb"},
    {"massgeblich", "maßgeblich"},
};

static void old_and_new_are_one(void **state)
{
    (void)state;
    struct rat_buf once = RAT_BUF_INIT, twice = RAT_BUF_INIT;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        same(pairs[i][0], pairs[i][1], true);
        key_of(pairs[i][0], &once);
        key_of(rat_buf_cstr(&once), &twice);
        assert_string_equal(rat_buf_cstr(&twice), rat_buf_cstr(&once)); /* a key is its own key */
    }
    rat_buf_release(&once);
    rat_buf_release(&twice);
}

static void different_words_stay_apart(void **state)
{
    (void)state;
    static const char *const different[][2] = {
        {"maße", "masse"},   {"buße", "busse"}, {"floß", "floss"},     {"muße", "muse"},    {"rath", "rat"},
        {"roth", "rot"},     {"tipp", "typ"},   {"schoß", "schuss"},   {"maßen", "massen"}, {"weiß", "weise"},
        {"fußen", "fussel"}, {"kur", "kuhr"},   {"schule", "schulle"},
    };
    for (size_t i = 0; i < sizeof different / sizeof *different; i++)
        same(different[i][0], different[i][1], false);
}

static void long_vowels_keep_sharp_s(void **state)
{
    (void)state;
    static const char *const words[] = {
        "straße",  "maß",     "maßnahme", "groß",     "größe",       "weiß",  "heiß",  "außen", "äußern",
        "draußen", "strauß",  "fließen",  "gießen",   "schließlich", "fuß",   "füße",  "gruß",  "grüßen",
        "süß",     "spaß",    "stoß",     "verstöße", "bußgeld",     "büßen", "muße",  "müßig", "soße",
        "floß",    "kloß",    "ruß",      "saß",      "vergaß",      "gefäß", "gemäß", "mäßig", "aß",
        "bloß",    "preußen", "dreißig",  "blöße",    "schoß",
    };
    struct rat_buf out = RAT_BUF_INIT;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        key_of(words[i], &out);
        assert_string_equal(rat_buf_cstr(&out), words[i]);
    }
    rat_buf_release(&out);
}

static void most_words_do_not_change(void **state)
{
    (void)state;
    static const char *const words[] = {"",    "kreistag", "haushalt", "2020",     "rathaus", "schifahrt",
                                        "aaa", "m²",       "лев",      "grossist", "as1",     "tipps",
                                        "ph",  "php",      "mph",      "xxxl",     "as"};
    struct rat_buf out = RAT_BUF_INIT;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        key_of(words[i], &out);
        assert_string_equal(rat_buf_cstr(&out), words[i]);
    }
    rat_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(old_and_new_are_one),
        cmocka_unit_test(different_words_stay_apart),
        cmocka_unit_test(long_vowels_keep_sharp_s),
        cmocka_unit_test(most_words_do_not_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
