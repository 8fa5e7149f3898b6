/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/acronym.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "tests/support/prng.h"

/* All places of a text as "brief=full", separated by '|'; in an exact copy: the sanitizer sees a read behind it. */
static void mined(const char *text, const char *expected)
{
    struct rat_buf got = RAT_BUF_INIT;
    struct rat_acronym found;
    size_t n = strlen(text);
    char *copy = malloc(n + 1);
    assert_non_null(copy);
    memcpy(copy, text, n);
    copy = realloc(copy, n ? n : 1);
    assert_non_null(copy);
    for (size_t at = 0; rat_acronym_find(copy, n, &at, &found);)
        rat_buf_printf(&got, "%s%s=%s", got.size ? "|" : "", found.brief, found.full);
    if (strcmp(rat_buf_cstr(&got), expected) != 0)
        print_message("%s\n", text);
    assert_string_equal(rat_buf_cstr(&got), expected);
    rat_buf_release(&got);
    free(copy);
}

static void of_words(void **state)
{
    (void)state;
    mined("Der Verein Offene Ganztagsschule Nord (OGN) lädt ein.", "OGN=Offene Ganztagsschule Nord");
    mined("Bund der Radfahrer (BdR)", "BdR=Bund der Radfahrer");
    mined("Amt für öffentliche Ordnung (AföO)", "AföO=Amt für öffentliche Ordnung");
    mined("Anstalt für Wald und Gewässer Niedersachsen (AWG)", "AWG=Anstalt für Wald und Gewässer");
    mined("die Wege-Bau-Gesellschaft mbH (WBG)", "WBG=Wege-Bau-Gesellschaft");
    mined("die Sportfreunde Ahlenbruch e. V. (SA)", "SA=Sportfreunde Ahlenbruch");
    mined("Landesamt für Umwelt, Boden und Wasser (LUBW)", "LUBW=Landesamt für Umwelt, Boden und Wasser");
    mined("der öffentliche Personennahverkehr (ÖPNV)", "ÖPNV=öffentliche Personennahverkehr");
    mined("den „Kreisjugendring Heide“ („KJH“)", "KJH=Kreisjugendring Heide");
}

static void of_compounds(void **state)
{
    (void)state;
    mined("Niedersächsisches Kommunalverfassungsgesetz (NKomVG)",
          "NKomVG=Niedersächsisches Kommunalverfassungsgesetz");
    mined("nach dem Bundesnaturschutzgesetz (BNatSchG) und", "BNatSchG=Bundesnaturschutzgesetz");
    mined("Verwaltungsgerichtsordnung (VwGO)", "VwGO=Verwaltungsgerichtsordnung");
    mined("gemäß Baugesetzbuch (BauGB)", "BauGB=Baugesetzbuch");
    mined("die Baunutzungsverordnung (BauNVO)", "BauNVO=Baunutzungsverordnung");
    mined("das Amt für Abfallwirtschaft (AfA)", "AfA=Amt für Abfallwirtschaft");
    mined("die Grundflächenzahl (GRZ) beträgt", "GRZ=Grundflächenzahl");
    mined("Straßenbaulastträger (SBLT)", "SBLT=Straßenbaulastträger");
    mined("Stadtplanungsamt (StPlA)", "StPlA=Stadtplanungsamt");
}

static void of_clipped_words(void **state)
{
    (void)state;
    mined("die Kindertagesstätte (Kita) am Anger", "Kita=Kindertagesstätte");
    mined("alle Kindertagesstätten (Kitas)", "Kita=Kindertagesstätten");
    mined("ein Kindergarten (KiGa)", "KiGa=Kindergarten");
    mined("eine Feldhecke (Hecke)", "");
    mined("auf dem Anger (Bäume)", "");
    mined("mit dem Fahrzeug (Fahr)", "");
}

static void across_lines(void **state)
{
    (void)state;
    mined("das Bundes-\nimmissionsschutzgesetz\n(BImSchG)", "BImSchG=Bundesimmissionsschutzgesetz");
    mined("die Heide-\nWasser-Gesellschaft (HWG)", "HWG=Heide-Wasser-Gesellschaft");
    mined("die Heide- Wasser-Gesellschaft (HWG)", "HWG=Heide-Wasser-Gesellschaft");
    mined("Kosten- und Leistungsrechnung (KLR)", "KLR=Kosten- und Leistungsrechnung");
    mined("Rat  der\nGemeinden (RdG)", "RdG=Rat der Gemeinden");
    mined("Rat\n\nder Gemeinden (RdG)", "");
}

static void the_other_way_round(void **state)
{
    (void)state;
    mined("Der ÖPNV (öffentlicher Personennahverkehr) fährt.", "ÖPNV=öffentlicher Personennahverkehr");
    mined("Die OGN (Offene Ganztagsschule Nord e. V.)", "");
    mined("Die OGN (siehe Offene Ganztagsschule Nord)", "");
    mined("Der KJR (Kreisjugendring Heide)", "");
    mined("Der KJH (Kreisjugendring Heide)", "KJH=Kreisjugendring Heide");
}

static void nothing(void **state)
{
    (void)state;
    mined("", "");
    mined("(", "");
    mined("()", "");
    mined("(ABC)", "");
    mined("ABC (", "");
    mined("Ratsfrau Sieglinde Paulsen-Diek (CDU)", "");
    mined("Kreisrat Meier (GRÜNE)", "");
    mined("Grünen (GRÜNE)", "");
    mined("Der Kreis (DK)", "");
    mined("die Infrastruktur (IKT)", "");
    mined("Kreisrat (KR)", "");
    mined("Amt für Bau. Ordnung (ABO)", "");
    mined("Anlage 3 Bau Ort (A3BO)", "");
    mined("Straße (Breite 3 m)", "");
    mined("Adler/Busch/Conrad (ABC)", "");
    mined("Verband (VERBAND)", "");
    mined("Haupt- (HA)", "");
    mined("Satzung des Vereins für alte Lieder (ABCDEFGHIJK)", "");
}

/* Whatever the bytes are, it ends and reads nothing outside; what it finds is sound. */
static void any_bytes(void **state)
{
    static const char *const pieces[] = {"(",    ")",       "KVV",  "Kita", "Karlsruher ", "Verkehrsverbund ",
                                         "-\n",  "-",       " ",    "\xc3", "\xc3\xa4",    "\xe2\x80\x9e",
                                         "\xff", "für ",    "mbH ", "V",    "/",           ",",
                                         "\n",   "\xc2\xad"};
    (void)state;
    struct prng random = {7};
    for (unsigned round = 0; round < 20000; round++) {
        struct rat_buf text = RAT_BUF_INIT;
        struct rat_acronym found;
        unsigned count = (unsigned)prng_below(&random, 40);
        for (unsigned i = 0; i < count; i++)
            rat_buf_puts(&text, pieces[prng_below(&random, sizeof pieces / sizeof *pieces)]);
        char *copy = malloc(text.size + 1);
        assert_non_null(copy);
        if (text.size)
            memcpy(copy, text.data, text.size);
        char *exact = realloc(copy, text.size ? text.size : 1);
        assert_non_null(exact);
        size_t before = 0;
        for (size_t at = 0; rat_acronym_find(exact, text.size, &at, &found); before = at) {
            assert_true(at > before && at <= text.size);
            assert_true(strlen(found.brief) >= 2 && strlen(found.full) > strlen(found.brief));
        }
        free(exact);
        rat_buf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_words),
        cmocka_unit_test(of_compounds),
        cmocka_unit_test(of_clipped_words),
        cmocka_unit_test(across_lines),
        cmocka_unit_test(the_other_way_round),
        cmocka_unit_test(nothing),
        cmocka_unit_test(any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
