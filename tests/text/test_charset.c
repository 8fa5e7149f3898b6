/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/charset.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* Hand-written; what an encoding lacks is not tested in it. The last ones are as short as a file name or a
 * title. */
static const char *const texts[] = {
    "Der Kreisausschuss empfiehlt dem Kreistag, die Satzung über die Förderung von Kindern in "
    "Tageseinrichtungen "
    "gemäß § 12 zu beschließen. Die Änderungen treten zum 1. August in Kraft; Übergangsvorschriften sind "
    "nicht nötig.",
    "Öffentliche Bekanntmachung: Die Straße „Am Mühlengraben“ wird für Fußgänger gesperrt – voraussichtlich "
    "bis März. "
    "Rückfragen beantwortet das Tiefbauamt.",
    "Für den Ausbau der Kreisstraße 12 entstehen Kosten in Höhe von 1.250.000 €, davon trägt das Land 60 %. "
    "Größe der Fläche: 480 m², Länge 1,2 km.",
    "ÄNDERUNG DER HAUPTSATZUNG\r\nBeschluß: Der Rat beschließt die Änderung.\r\nAbstimmung: einstimmig, "
    "Enthaltungen: 2",
    "Herr Müller (Grüne) fragt, ob das Café am Rathausplatz geöffnet bleibt.\n",
    "Sanierung der Grundschule Schöppenstedt",
    "Zuschuß für den Sportverein Peine",
    "Neubau der Feuerwache in Gräfenhain",
    "Anfrage: Lärm an der Bahnstrecke",
    "Bericht über den Haushalt",
    "Bebauungsplan Nr. 4 Mühlenfeld",
    "Übersicht der Zuschüsse",
    "Ergänzung der Tagesordnung",
    "Gebühren für Abfall ab 2004",
    "Straßenreinigung im Ortsteil",
    "Ärztliche Versorgung im Landkreis",
    "Ausbau der Kreisstraße K 5",
    "Die Maßnahme kostet 12.000 DM.",
    "Verordnung nach § 45 StVO, Süd",
};

#define BYTES(literal) literal, sizeof(literal) - 1

static const char *const names[] = {"WINDOWS-1252", "ISO-8859-1", "ISO-8859-15", "CP850", "MACINTOSH"};

/* text in another encoding; false when the encoding lacks a character. Free out. */
static bool encode(const char *name, const char *text, char **out, size_t *size)
{
    iconv_t converter = iconv_open(name, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    size_t left = strlen(text), room = 4 * left + 16;
    char *in = (char *)(uintptr_t)text, *at = *out = malloc(room);
    assert_non_null(at);
    size_t result = iconv(converter, &in, &left, &at, &room);
    iconv_close(converter);
    *size = (size_t)(at - *out);
    if (result == 0)
        return true;
    free(*out);
    return false;
}

static void decodes(const void *bytes, size_t n, const char *declared, const char *text, const char *encoding,
                    const char *how)
{
    struct rat_buf out = RAT_BUF_INIT;
    struct rat_decode_report report;
    struct rat_err err = RAT_ERR_INIT;
    assert_int_equal(rat_charset_decode(bytes, n, declared, &out, &report, &err), RAT_OK);
    assert_string_equal(rat_buf_cstr(&out), text);
    assert_int_equal(out.size, strlen(text));
    if (encoding)
        assert_string_equal(report.encoding, encoding);
    if (how)
        assert_string_equal(report.how, how);
    assert_int_equal(report.undecodable, 0);
    assert_int_equal(report.nul_bytes, 0);
    rat_buf_release(&out);
}

static void round_trips_are_detected(void **state)
{
    (void)state;
    unsigned tried = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            char *bytes;
            size_t size;
            if (!encode(names[k], texts[i], &bytes, &size))
                continue;
            if (!rat_utf8_valid(bytes, size)) {
                decodes(bytes, size, NULL, texts[i], NULL, "detected");
                tried++;
            }
            free(bytes);
        }
    }
    assert_true(tried > 80);
}

static void utf16_with_and_without_bom(void **state)
{
    (void)state;
    static const char *const kinds[] = {"UTF-16LE", "UTF-16BE"};
    static const char *const boms[] = {"\xff\xfe", "\xfe\xff"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (int k = 0; k < 2; k++) {
            char *bytes;
            size_t size;
            assert_true(encode(kinds[k], texts[i], &bytes, &size));
            decodes(bytes, size, NULL, texts[i], kinds[k], "detected");
            decodes(bytes, size, kinds[k], texts[i], kinds[k], "declared");
            char *with_bom = malloc(size + 2);
            assert_non_null(with_bom);
            memcpy(with_bom, boms[k], 2);
            memcpy(with_bom + 2, bytes, size);
            decodes(with_bom, size + 2, NULL, texts[i], kinds[k], "bom");
            free(with_bom);
            free(bytes);
        }
    }
}

static void utf8_is_recognised_first(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        decodes(texts[i], strlen(texts[i]), NULL, texts[i], "UTF-8", "valid");
        decodes(texts[i], strlen(texts[i]), "iso-8859-1", texts[i], "UTF-8", "valid"); /* a lie */
    }
    decodes("\xef\xbb\xbfStraße", 10, NULL, "Straße", "UTF-8", "bom");
    decodes("", 0, NULL, "", "UTF-8", "valid");
    decodes(NULL, 0, NULL, "", "UTF-8", "valid");
    decodes("nur ASCII", 9, "windows-1252", "nur ASCII", "UTF-8", "valid");
}

static void names_follow_the_bytes(void **state)
{
    (void)state;
    decodes(BYTES("F\xfcr \x84uns\x93"), NULL, "Für „uns“", "windows-1252", "detected");
    decodes(BYTES("F\xfcr uns"), NULL, "Für uns", "ISO-8859-1", "detected");
    decodes(BYTES("Geb\xfchr 30 \xa4, f\xe4llig"), NULL, "Gebühr 30 €, fällig", "ISO-8859-15", "detected");
    decodes(BYTES("Geb\x81hr und Stra\xe1"
                  "e"),
            NULL, "Gebühr und Straße", "IBM850", "detected");
    decodes(BYTES("Geb\x9fhr und Stra\xa7"
                  "e"),
            NULL, "Gebühr und Straße", "macintosh", "detected");
}

static void declared_is_used_unless_it_contradicts(void **state)
{
    (void)state;
    decodes(BYTES("nach \xa7 5 BauGB"), "windows-1252", "nach § 5 BauGB", "windows-1252", "declared");
    decodes(BYTES("F\xfcr uns"), "Latin1", "Für uns", "ISO-8859-1", "declared");
    decodes(BYTES("Geb\x9fhr"), "macintosh", "Gebühr", "macintosh", "declared");
    decodes(BYTES("Geb\x9fhr"), "windows-1252", "Gebühr", "macintosh", "detected");
    decodes(BYTES("F\xfcr uns"), "utf-8", "Für uns", "ISO-8859-1", "detected");
    decodes(BYTES("F\xfcr uns"), "no-such-charset//TRANSLIT", "Für uns", "ISO-8859-1", "detected");
}

static void damage_is_counted(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *text;
        uint64_t bad;
    } cases[] = {
        {BYTES("Gr\xc3\xbc\xc3\x9f"
               "e aus Pein\xc3"),
         "Grüße aus Pein\xef\xbf\xbd", 1},
        {BYTES("Stra\xc3"), "Stra\xef\xbf\xbd", 1},
        {BYTES("1 \xe2\x82"), "1 \xef\xbf\xbd", 2},
        {BYTES("f\xc3\xbcr \xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4 \xff sch\xc3\xb6n"),
         "für äöüä \xef\xbf\xbd schön", 1},
        {BYTES("\xff\xfe"
               "A\0\0\xd8"
               "B\0"),
         "A\xef\xbf\xbd"
         "B",
         2}, /* a lone surrogate */
        {BYTES("\xff\xfe"
               "A\0B"),
         "A\xef\xbf\xbd", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rat_buf out = RAT_BUF_INIT;
        struct rat_decode_report report;
        assert_int_equal(rat_charset_decode(cases[i].bytes, cases[i].size, NULL, &out, &report, NULL),
                         RAT_OK);
        assert_string_equal(rat_buf_cstr(&out), cases[i].text);
        assert_int_equal(report.undecodable, cases[i].bad);
        rat_buf_release(&out);
    }
}

static void nul_becomes_a_space(void **state)
{
    (void)state;
    struct rat_buf out = RAT_BUF_INIT;
    struct rat_decode_report report;
    assert_int_equal(rat_charset_decode("Antrag\0der Fraktion\0", 20, NULL, &out, &report, NULL), RAT_OK);
    assert_string_equal(rat_buf_cstr(&out), "Antrag der Fraktion ");
    assert_int_equal(report.nul_bytes, 2);
    rat_buf_release(&out);
}

static void binaries_are_refused(void **state)
{
    (void)state;
    unsigned char bytes[4096];
    uint64_t seed = 7;
    for (size_t i = 0; i < sizeof bytes; i++) {
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
        bytes[i] = (unsigned char)(seed >> 56);
    }
    struct rat_buf out = RAT_BUF_INIT;
    struct rat_decode_report report;
    struct rat_err err = RAT_ERR_INIT;
    assert_int_equal(rat_charset_decode(bytes, sizeof bytes, NULL, &out, &report, &err), RAT_EINPUT);
    assert_true(err.msg[0] && err.hint[0]);
    assert_int_equal(rat_charset_decode("%PDF-1.4\nx", 10, NULL, &out, &report, &err), RAT_EINPUT);
    assert_non_null(strstr(err.msg, "PDF"));
    assert_int_equal(
        rat_charset_decode("PK\3\4aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 40, NULL, &out, &report, &err),
        RAT_EINPUT);
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(rat_charset_decode(bytes, sizeof bytes, NULL, &out, &report, &err), RAT_EINPUT);
    assert_int_equal(out.size, 0);
    rat_buf_release(&out);
}

static void appends_and_leaves_what_was_there(void **state)
{
    (void)state;
    struct rat_buf out = RAT_BUF_INIT;
    struct rat_decode_report report;
    rat_buf_puts(&out, "vorher ");
    assert_int_equal(rat_charset_decode("gr\xfc\xdf", 4, NULL, &out, &report, NULL), RAT_OK);
    assert_string_equal(rat_buf_cstr(&out), "vorher grüß");
    rat_buf_release(&out);
}

/* The slow reference: decodes by the definition and compares with the limits of each length. */
static bool slowly_valid(const unsigned char *b, size_t n)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    for (size_t at = 0; at < n;) {
        size_t size = b[at] < 0x80       ? 1
                      : b[at] >> 5 == 6  ? 2
                      : b[at] >> 4 == 14 ? 3
                      : b[at] >> 3 == 30 ? 4
                                         : 0;
        if (size == 0 || size > n - at)
            return false;
        uint32_t cp = size == 1 ? b[at] : b[at] & (0xffu >> (size + 1));
        for (size_t i = 1; i < size; i++) {
            if (b[at + i] >> 6 != 2)
                return false;
            cp = cp << 6 | (b[at + i] & 0x3f);
        }
        if (cp < least[size] || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
            return false;
        at += size;
    }
    return true;
}

static void validity_equals_the_definition(void **state)
{
    (void)state;
    unsigned char b[4];
    for (unsigned first = 0; first < 256; first++) { /* all of length 2, then 3 with edges */
        static const unsigned char edges[] = {0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
        b[0] = (unsigned char)first;
        for (unsigned second = 0; second < 256; second++) {
            b[1] = (unsigned char)second;
            for (size_t i = 0; i < sizeof edges; i++) {
                b[2] = edges[i];
                for (size_t k = 0; k < sizeof edges; k++) {
                    b[3] = edges[k];
                    for (size_t n = 0; n <= 4; n++)
                        assert_int_equal(rat_utf8_valid(b, n), slowly_valid(b, n));
                }
            }
        }
    }
}

static void validity_at_every_offset(void **state)
{
    (void)state;
    for (size_t at = 0; at < 40; at++) {
        char text[48];
        memset(text, 'a', sizeof text);
        assert_true(rat_utf8_valid(text, sizeof text));
        memcpy(text + at, "ß", 2);
        assert_true(rat_utf8_valid(text, sizeof text));
        assert_false(rat_utf8_valid(text, at + 1)); /* cut */
        assert_true(rat_utf8_valid(text, at + 2));
        text[at + 1] = 'x';
        assert_false(rat_utf8_valid(text, sizeof text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trips_are_detected),
        cmocka_unit_test(utf16_with_and_without_bom),
        cmocka_unit_test(utf8_is_recognised_first),
        cmocka_unit_test(names_follow_the_bytes),
        cmocka_unit_test(declared_is_used_unless_it_contradicts),
        cmocka_unit_test(damage_is_counted),
        cmocka_unit_test(nul_becomes_a_space),
        cmocka_unit_test(binaries_are_refused),
        cmocka_unit_test(appends_and_leaves_what_was_there),
        cmocka_unit_test(validity_equals_the_definition),
        cmocka_unit_test(validity_at_every_offset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
