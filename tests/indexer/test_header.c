/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Heads of papers in every layout; the texts are made up, the real one of Peine is read where it is at
 * hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "indexer/header.h"

#include <stdlib.h>

static struct rat_arena arena;

static int setup(void **state)
{
    (void)state;
    rat_arena_init(&arena, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rat_arena_release(&arena);
    return 0;
}

/* Reads a copy of exactly the text's size, so that reading behind it is seen. */
static struct rat_header read_text(const char *text, size_t n)
{
    struct rat_header header;
    char *copy = malloc(n ? n : 1);
    assert_non_null(copy);
    memcpy(copy, text, n);
    assert_int_equal(rat_header_read(copy, n, &arena, &header), RAT_OK);
    free(copy);
    return header;
}

static struct rat_header read_string(const char *text)
{
    return read_text(text, strlen(text));
}

static const char *day(int32_t date)
{
    char text[RAT_DATE_TEXT];
    return rat_arena_strdup(&arena, rat_date_format(date, text));
}

static const char *field(const struct rat_header *header, const char *name)
{
    for (size_t i = 0; i < header->field_count; i++)
        if (strcmp(header->fields[i].name, name) == 0) {
            assert_int_equal(header->fields[i].origin, RAT_ORIGIN_TEXT);
            return header->fields[i].value;
        }
    return NULL;
}

static void assert_field(const struct rat_header *header, const char *name, const char *value)
{
    const char *found = field(header, name);
    if (!found)
        fail_msg("no field %s", name);
    assert_string_equal(found, value);
}

static void assert_row(const struct rat_header *header, size_t i, const char *body, const char *date,
                       const char *item, const char *role, enum rat_tristate is_public)
{
    assert_true(i < header->consultation_count);
    const struct rat_consultation *row = &header->consultations[i];
    assert_string_equal(row->body, body);
    assert_string_equal(day(row->date), date);
    assert_string_equal(row->item_number ? row->item_number : "-", item);
    assert_string_equal(row->role ? row->role : "-", role);
    assert_int_equal(row->is_public, is_public);
    assert_int_equal(row->origin, RAT_ORIGIN_TEXT);
}

static const char peine[] =
    " Beschlussvorlage\nFederführend:\nFachdienst Straßenbau und "
    "\nVerkehrsplanung\n\nVorlagennummer:\n\nStatus:\n\n"
    "Datum:\n\n2021/318\n\nöffentlich\n\n14.06.2021\n\nBeratungsfolge (Zuständigkeit) Sitzungstermin Status\n"
    "Umweltausschuss (Vorberatung) 22.06.2021 Ö\n\nKreisausschuss (Vorberatung) 30.06.2021 N\n\n"
    "Im Budget enthalten: nein Kosten (Betrag in €): 184.500 €\n\nMitwirkung Landrat: ja Qualifizierte "
    "Mehrheit: nein\n\n"
    "Relevanz\n\nGender Mainstreaming nein Migration ja\n\nPrävention/Nachhaltigkeit ja Bildung nein\n\n"
    "Klima-/Umwelt-/Naturschutz ja\n\nLückenschluss des Rad-\nwegs an der Kreisstraße "
    "17\nBeschlussvorschlag:\n"
    "Der Kreistag beschließt den Bau.\n\nEr stellt Mittel "
    "bereit.\n\nSachdarstellung\nInhaltsbeschreibung:\nText.\n";

static void peine_has_everything(void **state)
{
    (void)state;
    struct rat_header header = read_string(peine);
    assert_string_equal(header.layout, "peine");
    assert_string_equal(header.reference, "2021/318");
    assert_string_equal(header.type, "Beschlussvorlage");
    assert_string_equal(header.status, "öffentlich");
    assert_string_equal(header.lead_office, "Fachdienst Straßenbau und Verkehrsplanung");
    assert_string_equal(header.subject, "Lückenschluss des Radwegs an der Kreisstraße 17");
    assert_string_equal(day(header.date), "2021-06-14");
    assert_int_equal(header.consultation_count, 2);
    assert_row(&header, 0, "Umweltausschuss", "2021-06-22", "-", "Vorberatung", RAT_YES);
    assert_row(&header, 1, "Kreisausschuss", "2021-06-30", "-", "Vorberatung", RAT_NO);
    assert_field(&header, "kosten", "184.500 €");
    assert_field(&header, "im-budget", "nein");
    assert_field(&header, "relevanz.migration", "ja");
    assert_field(&header, "relevanz.klima-umwelt-naturschutz", "ja");
    assert_field(&header, "beschlussvorschlag", "Der Kreistag beschließt den Bau.\nEr stellt Mittel bereit.");
}

static void the_real_peine_paper(void **state)
{
    (void)state;
    const char *shared = getenv("RAT_SHARED");
    char path[512];
    struct rat_buf text = RAT_BUF_INIT;
    snprintf(path, sizeof path, "%s/corpora/peine-2020-740.txt", shared ? shared : "../shared");
    if (rat_file_read(path, 1 << 20, &text, NULL) != RAT_OK) {
        rat_buf_release(&text);
        skip();
    }
    struct rat_header header = read_text((const char *)text.data, text.size);
    rat_buf_release(&text);
    assert_string_equal(header.layout, "peine");
    assert_string_equal(header.reference, "2020/740");
    assert_string_equal(header.type, "Beschlussvorlage");
    assert_string_equal(header.status, "öffentlich");
    assert_string_equal(header.lead_office, "Referat für Kreisentwicklung und Öffentlichkeitsarbeit");
    assert_string_equal(header.subject,
                        "Beitritt des Landkreises Peine zum Bündnis \"Niedersachsen hält zusammen\"");
    assert_string_equal(day(header.date), "2020-09-21");
    assert_int_equal(header.consultation_count, 2);
    assert_row(&header, 0, "Kreisausschuss", "2020-10-07", "-", "Vorberatung", RAT_NO);
    assert_row(&header, 1, "Kreistag des Landkreises Peine", "2020-10-07", "-", "Entscheidung", RAT_YES);
    static const char *const grid[][2] = {{"kosten", "0 €"},
                                          {"im-budget", "ja"},
                                          {"mitwirkung-landrat", "ja"},
                                          {"qualifizierte-mehrheit", "nein"},
                                          {"relevanz.gender-mainstreaming", "nein"},
                                          {"relevanz.migration", "nein"},
                                          {"relevanz.praevention-nachhaltigkeit", "ja"},
                                          {"relevanz.bildung", "nein"},
                                          {"relevanz.klima-umwelt-naturschutz", "nein"}};
    for (size_t i = 0; i < sizeof grid / sizeof *grid; i++)
        assert_field(&header, grid[i][0], grid[i][1]);
    assert_field(&header, "beschlussvorschlag",
                 "Der Landkreis Peine tritt dem Bündnis „Niedersachsen hält zusammen“ bei.");
}

static void allris(void **state)
{
    (void)state;
    struct rat_header header = read_string(
        "Stadt Brakenfelde\n\nVorlage - VO/4680/2016\n\nBetreff:\nNeubau der Feuerwache\nim "
        "Norden\nStatus:\töffentlich\n"
        "Vorlage-Art:\tBeschlussvorlage\nBezüglich:\tVO/4100/2015\nFederführend:\tBauamt\nBeratungsfolge:\n"
        "Ausschuss für Bau und Umwelt\tVorberatung\t\n08.11.2016\nöffentliche Sitzung Ausschuss für Bau und "
        "Umwelt\n"
        "Verwaltungsausschuss\tVorberatung\n15.11.2016\nnichtöffentliche Sitzung Verwaltungsausschuss\n\n"
        "Beschlussvorschlag:\nDer Rat baut.\n\nSachverhalt:\nX\n");
    assert_string_equal(header.layout, "allris");
    assert_string_equal(header.reference, "VO/4680/2016");
    assert_string_equal(header.type, "Beschlussvorlage");
    assert_string_equal(header.status, "öffentlich");
    assert_string_equal(header.lead_office, "Bauamt");
    assert_string_equal(header.subject, "Neubau der Feuerwache im Norden");
    assert_int_equal(header.consultation_count, 2);
    assert_row(&header, 0, "Ausschuss für Bau und Umwelt", "2016-11-08", "-", "Vorberatung", RAT_YES);
    assert_row(&header, 1, "Verwaltungsausschuss", "2016-11-15", "-", "Vorberatung", RAT_NO);
    assert_field(&header, "bezug", "VO/4100/2015");
    assert_field(&header, "beschlussvorschlag", "Der Rat baut.");
}

static void sessionnet(void **state)
{
    (void)state;
    struct rat_header header =
        read_string("Gemeinde Harsebüttel\r\nVorlage\t068/2017\r\nBetreff:\r\nAnkauf einer "
                    "Fläche\r\nAktenzeichen:\t80.13.67\r\n"
                    "Art:\tAntrag\r\nDatum:\t02.03.2017\r\n\r\nGremium\tDatum\tZuständigkeit\tÖ-Status\r\n"
                    "Rat der Gemeinde Harsebüttel\t21.04.2017\tEntscheidung\tnicht öffentlich\r\n");
    assert_string_equal(header.layout, "sessionnet");
    assert_string_equal(header.reference, "068/2017");
    assert_string_equal(header.type, "Antrag");
    assert_string_equal(header.subject, "Ankauf einer Fläche");
    assert_string_equal(day(header.date), "2017-03-02");
    assert_int_equal(header.consultation_count, 1);
    assert_row(&header, 0, "Rat der Gemeinde Harsebüttel", "2017-04-21", "-", "Entscheidung", RAT_NO);
    assert_field(&header, "aktenzeichen", "80.13.67");
}

static void karlsruhe_2005(void **state)
{
    (void)state;
    struct rat_header header =
        read_string("18. ÖFFENTLICHE PLENARSITZUNG DES GEMEINDERATES AM 22. NOVEMBER\n2005\n\nVorlage Nr.    "
                    "474    ANFRAGE\n"
                    "Zu TOP          17 b)\n\n-----------\n\nA N F R A G E\n\nder Stadträtin X\n");
    assert_string_equal(header.layout, "karlsruhe-2005");
    assert_string_equal(header.reference, "474");
    assert_string_equal(header.type, "Anfrage");
    assert_int_equal(header.consultation_count, 1);
    assert_row(&header, 0, "Gemeinderat", "2005-11-22", "17 b)", "-", RAT_YES);
    header = read_string(
        "Anfrage\n\nStadtrat X\nvom:   07.02.2006\neingegangen:   08.02.2006\n"
        "22. Sitzung des Gemeinderates am 28. März 2006\nTOP 28\n\nVorlage Nr. 635\n"
        "Öffentlich x  Nichtöffentlich\nverantwortlich:   Dez. 2\n\n\nKostenplanung im Tierpark\n\n"
        "Stellungnahme des Bürgermeisteramtes:\nText\n");
    assert_string_equal(header.reference, "635");
    assert_string_equal(header.type, "Stellungnahme zur Anfrage");
    assert_string_equal(header.lead_office, "Dez. 2");
    assert_string_equal(header.subject, "Kostenplanung im Tierpark");
    assert_int_equal(header.date, RAT_NO_DATE); /* "vom" is the day of the question */
    assert_field(&header, "antrag.vom", "2006-02-07");
    assert_field(&header, "eingegangen", "2006-02-08");
    assert_row(&header, 0, "Gemeinderat", "2006-03-28", "28", "-", RAT_YES);
}

static void karlsruhe_2007(void **state)
{
    (void)state;
    struct rat_header header =
        read_string("STADT KARLSRUHE\nDer Oberbürgermeister\n\nSTELLUNGNAHME zur Anfrage\nStadträtin "
                    "X\n\nvom:  15.10.2012\nGremium:\n\n"
                    "Termin:\nVorlage Nr.:\nTOP:\n\nVerantwortlich:\n40. Plenarsitzung "
                    "des\nGemeinderates\n\n20.11.2012\n1265\n2 j\n"
                    "öffentlich\nDez. 3\nWohnqualität in der Wohnungs-\nsicherung\n\n1. Frage\n");
    assert_string_equal(header.layout, "karlsruhe-2007");
    assert_string_equal(header.reference, "1265");
    assert_string_equal(header.type, "Stellungnahme zur Anfrage");
    assert_string_equal(header.status, "öffentlich");
    assert_string_equal(header.lead_office, "Dez. 3");
    assert_string_equal(header.subject, "Wohnqualität in der Wohnungssicherung");
    assert_int_equal(header.date, RAT_NO_DATE); /* "vom" is the day of what is answered */
    assert_field(&header, "antrag.vom", "2012-10-15");
    assert_int_equal(header.consultation_count, 1);
    assert_row(&header, 0, "Gemeinderat", "2012-11-20", "2 j", "-", RAT_YES);
}

static void typed(void **state)
{
    (void)state;
    struct rat_header header =
        read_string("L A N D K R E I S   A H L E N B R U C H\nDer Landrat\nAz.: 20/4-29\nAhlenbruch, den 29. "
                    "Juli 1998\n\n"
                    "Drucksache 10/1\n\nB e s c h l u \xC3\x9F v o r l a g e\n"
                    "zur Sitzung des Bau- und Verkehrsausschusses am 26.11.1998\n"
                    "und zur Sitzung des Kreistages des Landkreises Ahlenbruch am\n17.12.1998\n"
                    "und zur Sitzung des Technischen Ausschusses am 18.12.1998\n\n"
                    "Betreff:\nErneuerung der Bru\xCC\x88"
                    "cke  im Lauf-\nweg\n\nB e s c h l u \xC3\x9F v o r s c h l a g:\nX\n");
    assert_string_equal(header.layout, "schreibmaschine");
    assert_string_equal(header.reference, "10/1");
    assert_string_equal(header.type, "Beschlussvorlage");
    assert_string_equal(day(header.date), "1998-07-29");
    assert_string_equal(header.subject, "Erneuerung der Brücke im Laufweg");
    assert_int_equal(header.consultation_count, 3);
    assert_row(&header, 0, "Bau- und Verkehrsausschuss", "1998-11-26", "-", "-", RAT_UNKNOWN);
    assert_row(&header, 1, "Kreistag des Landkreises Ahlenbruch", "1998-12-17", "-", "-", RAT_UNKNOWN);
    assert_row(&header, 2, "Technischer Ausschuss", "1998-12-18", "-", "-", RAT_UNKNOWN);
    header = read_string("Stadt Brakenfelde\nStellungnahme der Verwaltung zu: Anfrage 2/1981\nSache im\nOrt\n"
                         "Anfrage: XY-Fraktion\nStand: 13.08.1981\n\nText\n");
    assert_string_equal(header.reference, "2/1981");
    assert_string_equal(header.type, "Stellungnahme zur Anfrage");
    assert_string_equal(header.subject, "Sache im Ort");
    assert_string_equal(day(header.date), "1981-08-13");
    /* what only looks alike */
    header = read_string("Vorlage Nr. 5/1981\n\nBetreff:\nSache\n");
    assert_true(!header.layout || strcmp(header.layout, "schreibmaschine") != 0);
}

static void authority_is_no_title(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"LANDKREIS AHLENBRUCH\nDer Landrat\nAz.: 20/4\nAhlenbruch, den 29. Juli 1998\n\nRadwege\n",
         "Radwege"},
        {"Stadt Bad Oberau\nDie Oberbürgermeisterin\n\nRadwege", "Radwege"},
        {"\xC2\xA9 Landkreis Ahlenbruch | Bauamt\t4. November 2016\nRadwege\n1\n", "Radwege"},
        {"Stadt Oberau\n", "Stadt Oberau"},
        {"Anlage 2\n\nKosten", "Anlage 2: Kosten"},
        {"Stadt baut Radwege im Norden\nText", "Stadt baut Radwege im Norden"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(read_string(texts[i][0]).first_line, texts[i][1]);
}

/* Labels without a value, as empty forms have them. */
static void empty_labels(void **state)
{
    (void)state;
    struct rat_header header =
        read_string("ANTRAG\nvom:\neingegangen:\nGremium:\nTermin:\nVorlage Nr.:\nTOP:\n"
                    "Gemeinderat\n20.11.2012\n1265\n2\nöffentlich\nSache im Ort\n\nText\n");
    assert_string_equal(header.reference, "1265");
    assert_int_equal(header.date, RAT_NO_DATE);
    assert_int_equal(header.field_count, 0);
    header = read_string(
        "ANTRAG\nGremium:\nTermin:\nVorlage Nr.:\nTOP:\nGemeinderat\n20.11.2012\n1265\n2\nöffentlich\n"
        "Sache im Ort\n1. Die Stadt baut\neine Halle.\n");
    assert_string_equal(header.subject, "Sache im Ort"); /* what is moved follows without an empty line */
    header = read_string("Niederschrift\nPunkt : etwas\n");
    assert_null(header.layout);
}

static void karlsruhe_2016(void **state)
{
    (void)state;
    struct rat_header header = read_string(
        " Stadt Karlsruhe\n\nBESCHLUSSVORLAGE\n\nVorlage Nr.:\n\nVerantwortlich:\n2022/0693\n\nDez. "
        "1\nNaturdenkmal Düne\n\n"
        "Beratungsfolge dieser Vorlage\nGremium Termin TOP\nö nö\nErgebnis\nAusschuss für Umwelt und "
        "Ge-\nsundheit\n"
        "05.07.2022 3   x  vorberaten\nHauptausschuss 12.07.2022 12\n☐\n☒\nGemeinderat 26.07.2022 9 a "
        "x\n\n\nBeschlussantrag\n"
        "Der Gemeinderat nimmt\nKenntnis.\n\nFinanzielle Auswirkungen\nJa ☒ Nein ☐\nGesamtkosten: 1.200 €\n");
    assert_string_equal(header.layout, "karlsruhe-2016");
    assert_string_equal(header.reference, "2022/0693");
    assert_string_equal(header.lead_office, "Dez. 1");
    assert_string_equal(header.subject, "Naturdenkmal Düne");
    assert_int_equal(header.consultation_count, 3);
    assert_row(&header, 0, "Ausschuss für Umwelt und Gesundheit", "2022-07-05", "3", "-", RAT_NO);
    assert_string_equal(header.consultations[0].result, "vorberaten");
    assert_row(&header, 1, "Hauptausschuss", "2022-07-12", "12", "-", RAT_NO);
    assert_row(&header, 2, "Gemeinderat", "2022-07-26", "9 a", "-", RAT_YES);
    assert_field(&header, "beschlussvorschlag", "Der Gemeinderat nimmt Kenntnis.");
    assert_field(&header, "finanzielle-auswirkungen", "ja");
    assert_field(&header, "kosten", "1.200 €");
}

static void karlsruhe_2023(void **state)
{
    (void)state;
    struct rat_header header = read_string(
        "Beschlussvorlage\n\nGedruckt auf 100 Prozent Recyclingpapier\n\nVorlage Nr.: 2026/0072 "
        "Verantwortlich: Dez. 6\n"
        "Dienststelle: Amt für\nHochbau und\nGebäudewirtschaft\n\nSatzung über "
        "Parkgebühren\n(Änderung)\nAntrag: XY\n\n"
        "Gremien Termin TOP Ö / N Zuständigkeit\nHaupt- und Finanzausschuss 10.03.2026 16 N Vorberatung\n"
        "Gemeinderat 21./24.03.2026 16.1 Ö Entscheidung\nKurzfassung\nText\n");
    assert_string_equal(header.layout, "karlsruhe-2023");
    assert_string_equal(header.reference, "2026/0072");
    assert_string_equal(header.type, "Beschlussvorlage");
    assert_string_equal(header.lead_office, "Amt für Hochbau und Gebäudewirtschaft");
    assert_string_equal(header.subject, "Satzung über Parkgebühren (Änderung)");
    assert_int_equal(header.consultation_count, 2);
    assert_row(&header, 0, "Haupt- und Finanzausschuss", "2026-03-10", "16", "Vorberatung", RAT_NO);
    assert_row(&header, 1, "Gemeinderat", "2026-03-24", "16.1", "Entscheidung", RAT_YES);
}

static void minutes(void **state)
{
    (void)state;
    struct rat_header header = read_string(
        "Niederschrift 50. Sitzung Hauptausschuss\n9. April 2024, 16:30 Uhr\nöffentlich\nBürgersaal\n\n"
        "Punkt 39 der Tagesordnung: Ausbau der Bahn-\nstrecke: Nord\nAnfrage: XY\nVorlage: "
        "2024/0263\n\nBeschluss:\nKenntnis\n\n"
        "Abstimmungsergebnis:\neinstimmig zugestimmt\n\nDer Vorsitzende ruft auf.\n");
    assert_string_equal(header.layout, "niederschrift");
    assert_string_equal(header.type, "Niederschrift");
    assert_string_equal(header.reference, "2024/0263");
    assert_string_equal(header.subject, "Ausbau der Bahnstrecke: Nord");
    assert_string_equal(day(header.date), "2024-04-09");
    assert_int_equal(header.consultation_count, 1);
    assert_row(&header, 0, "Hauptausschuss", "2024-04-09", "39", "-", RAT_YES);
    assert_string_equal(header.consultations[0].result, "einstimmig zugestimmt");
    /* several papers in one extract: whose number, whose result? */
    header = read_string(
        "Niederschrift 50. Sitzung Hauptausschuss\n9. April 2024\n\nPunkt 2 der Tagesordnung: Bad\n"
        "Vorlage: 2024/0309\nPunkt 2.1: Bad erhalten\nVorlage: 2024/0004\nBeschluss:\nx\n"
        "Abstimmungsergebnis:\neinstimmig\n");
    assert_null(header.reference);
    assert_null(header.consultations[0].result);
}

static void texts_without_a_head(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "\n\n\r\n \t",
        "Begründung zum Bebauungsplan\n\nDie Vorlage Nr. 2015/0044 wurde am 03.02.2015 beraten.\n",
        "Guten Tag,\n\nam 20.10.2009 tagte der Rat.\nStatus: wird geprüft\nDatum: morgen\n",
        "Anlage 5 zu Vorlage Nr.: 2024/0702\n\nJugendhilfeausschuss\n",
        "Vorlage Nr.:",
        "Gremium:\nTermin:\n",
        "Punkt der Tagesordnung",
        "1\n2\n3\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct rat_header header = read_string(texts[i]);
        if (header.layout || header.reference || header.consultation_count)
            fail_msg("text %zu was read as %s", i, header.layout);
        assert_int_equal(header.date, RAT_NO_DATE);
    }
}

static void every_cut_is_survived(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof peine; n++) {
        if (n < sizeof peine - 1 && ((unsigned char)peine[n] & 0xC0) == 0x80)
            continue; /* the text is valid UTF-8 */
        read_text(peine, n);
        rat_arena_clear(&arena);
    }
}

static void stated_values_stay(void **state)
{
    (void)state;
    struct rat_header header = read_string(peine);
    const char *const committees[] = {"Kreistag"};
    struct rat_document document = {.id = "x",
                                    .title = "Titel",
                                    .reference = "99",
                                    .type = "Antrag",
                                    .date = 5,
                                    .date_origin = RAT_ORIGIN_STATED,
                                    .committees = committees,
                                    .committee_count = 1,
                                    .is_public = RAT_UNKNOWN};
    assert_int_equal(rat_header_fill_document(&header, &arena, &document), RAT_OK);
    assert_string_equal(document.title, "Titel");
    assert_string_equal(document.reference, "99");
    assert_string_equal(document.type, "Antrag");
    assert_int_equal(document.date, 5);
    assert_int_equal(document.date_origin, RAT_ORIGIN_STATED);
    assert_int_equal(document.committee_count, 1);
    assert_int_equal(document.is_public, RAT_YES);
    assert_string_equal(document.status, "öffentlich");
    bool number = false, type = false;
    for (size_t i = 0; i < document.field_count; i++) {
        number = number || (strcmp(document.fields[i].name, "nummer.gedruckt") == 0 &&
                            strcmp(document.fields[i].value, "2021/318") == 0);
        type = type || strcmp(document.fields[i].name, "art.gedruckt") == 0;
    }
    assert_true(number && type);
}

static void text_file_becomes_a_paper(void **state)
{
    (void)state;
    struct rat_header header = read_string(peine);
    struct rat_document document = {.id = "ordner/a.txt", .date = RAT_NO_DATE, .is_public = RAT_UNKNOWN};
    struct rat_paper paper;
    assert_int_equal(rat_header_fill_document(&header, &arena, &document), RAT_OK);
    assert_int_equal(rat_header_make_paper(&header, &arena, &document, &paper), RAT_OK);
    assert_string_equal(document.title, header.subject);
    assert_int_equal(document.date_origin, RAT_ORIGIN_TEXT);
    assert_int_equal(document.committee_count, 2);
    assert_string_equal(paper.id, "2021/318");
    assert_string_equal(paper.name, header.subject);
    assert_int_equal(paper.consultation_count, 2);
    assert_int_equal(paper.is_public, RAT_YES);
    /* without a head: the first line is the title, and the text stands for itself */
    header = read_string("\n\n  Radwege   in Oberau\n\nText");
    document = (struct rat_document){.id = "ordner/b.txt", .date = RAT_NO_DATE, .is_public = RAT_UNKNOWN};
    assert_int_equal(rat_header_fill_document(&header, &arena, &document), RAT_OK);
    assert_int_equal(rat_header_make_paper(&header, &arena, &document, &paper), RAT_OK);
    assert_string_equal(document.title, "Radwege in Oberau");
    assert_string_equal(paper.id, "ordner/b.txt");
    assert_int_equal(document.date, RAT_NO_DATE);
}

static void first_line_is_cut_at_a_character(void **state)
{
    (void)state;
    char text[1000] = "";
    for (size_t i = 0; i < 400; i++)
        memcpy(text + 2 * i, "ä", 2);
    struct rat_header header = read_text(text, 800);
    assert_int_equal(strlen(header.first_line), 320);
}

static void dirt_between_letters(void **state)
{
    (void)state;
    struct rat_header header = read_string("B e s c h l u s s v o r l a g e\r\nVorlage\xC2\xA0Nr.:\xC2\xA0"
                                           "2020/\xC2\xAD"
                                           "0740\r\nVerantwortlich:\xE2\x80\x83"
                                           "Dez. 2\r\n\r\nBe\xC2\xADtreff der Sache\r\n\r\nGremium Termin "
                                           "TOP ö nö\r\nGemeinderat 01.12.2020 4\r\n");
    assert_string_equal(header.reference, "2020/0740");
    assert_string_equal(header.type, "Beschlussvorlage");
    assert_string_equal(header.lead_office, "Dez. 2");
    assert_string_equal(header.subject, "Betreff der Sache");
    assert_row(&header, 0, "Gemeinderat", "2020-12-01", "4", "-", RAT_UNKNOWN);
}

static void long_proposal_goes_on_behind_the_head(void **state)
{
    (void)state;
    struct rat_buf text = RAT_BUF_INIT;
    rat_buf_puts(&text, "Beschlussvorlage\nVorlage Nr.: 2020/0740\nVerantwortlich: Dez. 2\n\nSache\n\n"
                        "Gremium Termin TOP ö nö\nGemeinderat 01.12.2020 4\nBeschlussantrag\n");
    for (int i = 0; i < 100; i++)
        rat_buf_printf(&text, "Zeile %03d %090d.\n", i, 0);
    rat_buf_puts(&text, "Ende.\nBegründung\nnicht mehr\n");
    struct rat_header header = read_text((const char *)text.data, text.size);
    const char *proposal = field(&header, "beschlussvorschlag");
    assert_non_null(proposal);
    assert_non_null(strstr(proposal, "Zeile 099"));
    assert_string_equal(proposal + strlen(proposal) - 5, "Ende.");
    rat_buf_release(&text);
}

static void paper_ids(void **state)
{
    (void)state;
    static const struct {
        const char *municipality, *reference, *id;
    } cases[] = {{NULL, "2020/740", "2020/740"},
                 {"Peine", "2020/740", "Peine 2020/740"},
                 {NULL, "427/2009", "427/2009"},
                 {NULL, "VO/4680/2016", "VO/4680/2016"},
                 {NULL, "2015/0288-1", "2015/0288-1"},
                 {NULL, "AT/12214/25", "AT/12214/25"},
                 {NULL, "421", "doc"},
                 {"Peine", "1536/V", "doc"},
                 {NULL, NULL, "doc"},
                 {NULL, "12/13", "doc"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(rat_paper_id_for(&arena, cases[i].municipality, cases[i].reference, "doc"),
                            cases[i].id);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(peine_has_everything),
        TEST(the_real_peine_paper),
        TEST(allris),
        TEST(sessionnet),
        TEST(karlsruhe_2005),
        TEST(karlsruhe_2007),
        TEST(typed),
        TEST(authority_is_no_title),
        TEST(empty_labels),
        TEST(karlsruhe_2016),
        TEST(karlsruhe_2023),
        TEST(minutes),
        TEST(texts_without_a_head),
        TEST(every_cut_is_survived),
        TEST(stated_values_stay),
        TEST(text_file_becomes_a_paper),
        TEST(first_line_is_cut_at_a_character),
        TEST(dirt_between_letters),
        TEST(long_proposal_goes_on_behind_the_head),
        TEST(paper_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
