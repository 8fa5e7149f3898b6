/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts, titles and pages of each format, from files made here. What needs a program says when it is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "extract/extract.h"
#include "extract/problem.h"
#include "extract/tools.h"
#include "tests/support/made_files.h"

struct found {
    struct rat_extraction x;
    struct rat_buf bytes;
};

static void extract(struct found *f, const char *charset)
{
    const struct rat_extract_options options = {.charset = charset};
    struct rat_err err = RAT_ERR_INIT;
    rat_extraction_init(&f->x);
    rat_status st = rat_extract(f->bytes.data, f->bytes.size,
                                rat_format_detect(f->bytes.data, f->bytes.size, NULL), &options, &f->x, &err);
    if (st != RAT_OK)
        fail_msg("%d: %s", (int)st, err.msg);
}

static void expect(struct found *f, const char *format, const char *text)
{
    if (strcmp(f->x.format, format) != 0 || strcmp(rat_buf_cstr(&f->x.text), text) != 0)
        fail_msg("%s \"%s\" (%s) instead of %s \"%s\"", f->x.format, rat_buf_cstr(&f->x.text),
                 rat_buf_cstr(&f->x.problems), format, text);
    assert_true(f->x.extractor.size > 4);
}

static void forget(struct found *f)
{
    rat_extraction_release(&f->x);
    rat_buf_release(&f->bytes);
}

static void check(const void *bytes, size_t n, const char *format, const char *title, const char *text)
{
    struct found f = {.bytes = RAT_BUF_INIT};
    rat_buf_append(&f.bytes, bytes, n);
    extract(&f, NULL);
    expect(&f, format, text);
    assert_string_equal(rat_buf_cstr(&f.x.title), title);
    assert_int_equal(f.x.state, *text ? RAT_EXTRACTED_TEXT : RAT_EXTRACTED_NOTHING);
    forget(&f);
}
#define CHECK(bytes, format, title, text) check(bytes, sizeof(bytes) - 1, format, title, text)

static void test_docx(void **state)
{
    struct found f = {.bytes = RAT_BUF_INIT};
    (void)state;
    made_docx("Radweg an der K 19",
              "<w:p><w:r><w:t>Der Kreis</w:t></w:r><w:r><w:t>tag beschließt</w:t><w:tab/><w:t>den "
              "Radweg.</w:t></w:r></w:p>"
              "<w:p><w:del><w:r><w:delText>gestrichen</w:delText></w:r></w:del><w:r><w:instrText>PAGE</"
              "w:instrText></w:r>"
              "<w:r><w:t xml:space=\"preserve\">Seite </w:t><w:t>eins</w:t></w:r></w:p>"
              "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Seite zwei</w:t></w:r></w:p>"
              "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Kosten</w:t></w:r></w:p></w:tc>"
              "<w:tc><w:p><w:r><w:t>5 T€</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
              &f.bytes);
    extract(&f, NULL);
    expect(&f, "docx", "Der Kreistag beschließt\tden Radweg.\nSeite eins\n\fSeite zwei\nKosten\t5 T€\n");
    assert_string_equal(rat_buf_cstr(&f.x.title), "Radweg an der K 19");
    forget(&f);
}

static void test_odt(void **state)
{
    struct found f = {.bytes = RAT_BUF_INIT};
    (void)state;
    made_odt("Haushalt",
             "<text:h>Haushalt</text:h><text:p>Der<text:s/>Rat<text:tab/>tagt.<text:line-break/>Neue "
             "Zeile</text:p>"
             "<text:soft-page-break/><text:tracked-changes><text:p>weg</text:p></text:tracked-changes>"
             "<table:table><table:table-row><table:table-cell><text:p>Ja</text:p></table:table-cell>"
             "<table:table-cell><text:p>7</text:p></table:table-cell></table:table-row></table:table>",
             &f.bytes);
    extract(&f, NULL);
    expect(&f, "opendocument", "Haushalt\nDer Rat\ttagt.\nNeue Zeile\n\fJa\t7\n");
    assert_string_equal(rat_buf_cstr(&f.x.title), "Haushalt");
    forget(&f);
}

static void test_xlsx_and_pptx(void **state)
{
    static const char
        strings[] = "<sst><si><t>Straße</t></si><si><r><t>An</t></r><r><t>satz</t></r></si></sst>",
        sheet[] = "<worksheet><sheetData><row><c t=\"s\"><v>1</v></c><c><f>A1</f><v>1200</v></c></row>"
                  "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>77</v></c></row></sheetData></worksheet>",
        slide[] = "<p:sld xmlns:a='a' xmlns:p='p'><a:p><a:r><a:t>Folie</a:t></a:r></a:p></p:sld>";
    const struct made_member book[] = {{"xl/workbook.xml", "<x/>", 4},
                                       {"xl/sharedStrings.xml", strings, sizeof strings - 1},
                                       {"xl/worksheets/sheet1.xml", sheet, sizeof sheet - 1}};
    const struct made_member show[] = {{"ppt/presentation.xml", "<x/>", 4},
                                       {"ppt/slides/slide1.xml", slide, sizeof slide - 1},
                                       {"ppt/slides/slide2.xml", slide, sizeof slide - 1}};
    struct found f = {.bytes = RAT_BUF_INIT};
    (void)state;
    made_zip(book, 3, &f.bytes);
    extract(&f, NULL);
    expect(&f, "xlsx", "Ansatz\t1200\nStraße\n");
    forget(&f);
    f.bytes = (struct rat_buf)RAT_BUF_INIT;
    made_zip(show, 3, &f.bytes);
    extract(&f, NULL);
    expect(&f, "pptx", "Folie\n\fFolie\n");
    forget(&f);
}

static void test_flat_xml(void **state)
{
    (void)state;
    CHECK("<?xml version='1.0'?><office:document xmlns:office='o' xmlns:text='t' "
          "xmlns:dc='d'><dc:title>Titel</dc:title>"
          "<office:body><text:p>Eins &amp; zwei</text:p></office:body></office:document>",
          "fodt", "Titel", "Eins & zwei\n");
    CHECK("<?xml version='1.0'?><w:wordDocument xmlns:w='w'><w:p><w:r><w:t>Word "
          "2003</w:t></w:r></w:p></w:wordDocument>",
          "word2003", "", "Word 2003\n");
    CHECK("<?xml "
          "version='1.0'?><PcGts><Page><TextRegion><TextLine><Word><TextEquiv><Unicode>Verwaltungs</Unicode>"
          "</TextEquiv></Word><TextEquiv><Unicode>Verwaltungsausſchuß</Unicode></TextEquiv></"
          "TextLine><TextEquiv>"
          "<Unicode>noch einmal</Unicode></TextEquiv></TextRegion></Page></PcGts>",
          "page", "", "Verwaltungsausſchuß\n");
}

static void test_rtf(void **state)
{
    (void)state;
    CHECK(
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\info{\\title B\\'fcrgersaal}}{\\*\\generator "
        "X;}"
        "Stra\\'dfe \\u228?nderung\\par\\pard Zeile\\tab zwei \\{a\\}\\line {\\b fett} \\u8364\\'80 5\\emdash"
        "{\\footer Seite}}x",
        "rtf", "Bürgersaal", "Straße änderung\nZeile\tzwei {a}\nfett € 5—\n");
    CHECK("{\\rtf1\\mac Stra\\'a7e}", "rtf", "", "Straße\n");
    CHECK("{\\rtf1 {\\pict 00ff00ff}}", "rtf", "", "");
}

/* Navigation of ALLRIS and SessionNet, whose pages are remembered here by their ids and classes. */
static void test_html_council_systems(void **state)
{
    (void)state;
    CHECK("<html><head><title>ALLRIS net</title><script>var x='Radweg';</script></head><body>"
          "<div id='rismenu'><a href=x>Sitzungen</a> <a href=x>Gremien</a></div>"
          "<div id='allriscontainer'><div id='risname'><h1>Vorlage - VO/2020/740</h1></div>"
          "<table class='tk1'><tr><td class='kb1'>Betreff:</td><td class='text1'>Radweg an der "
          "K&nbsp;19</td></tr>"
          "<tr><td class='kb1'>Status:</td><td class='text1'>&ouml;ffentlich</td></tr></table>"
          "<form><select><option>Auswahl</option></select><input value='Suchen'></form></div>"
          "<div class='footer'>Impressum</div></body></html>",
          "html", "ALLRIS net",
          "Vorlage - VO/2020/740\n\nBetreff:\tRadweg an der K 19\nStatus:\töffentlich\n");
    CHECK("<!DOCTYPE html><html lang=de><head><meta charset='utf-8'><title>SessionNet | "
          "Vorlage</title></head><body>"
          "<a class='skip-link' href='#x'>Zum Inhalt</a><header><div class='smcmenu'>Startseite "
          "Textrecherche</div></header>"
          "<nav>Kalender Personen</nav><div id='smclayout'><ul class='smcbreadcrumb'><li>Sie sind "
          "hier</li></ul>"
          "<h1>Vorlage - 17/2034</h1><div class='smccontenttable'><p>Der Rat beschlie\xc3\x9ft.</p></div>"
          "<div hidden>versteckt</div><p style='display: "
          "none'>auch</p></div><footer>Kontakt</footer></body></html>",
          "html", "SessionNet | Vorlage", "Vorlage - 17/2034\n\nDer Rat beschließt.\n");
}

static void test_html_charsets(void **state)
{
    struct found f = {.bytes = RAT_BUF_INIT};
    (void)state;
    CHECK("<html><head><meta http-equiv=content-type content='text/html; charset=windows-1252'></head><body>"
          "<p>Stra\xdf"
          "e f\xfcr 5 \x80</p></body></html>",
          "html", "", "Straße für 5 €\n");
    rat_buf_puts(&f.bytes, "<html><body><p>Br\x81"
                           "cke</p></body></html>"); /* CP850, as only the server said */
    extract(&f, "ibm850");
    expect(&f, "html", "Brücke\n");
    assert_string_equal(f.x.charset, "IBM850");
    forget(&f);
}

/* What looks like navigation is most of the page: then it is none. */
static void test_html_guess_gone_wrong(void **state)
{
    (void)state;
    CHECK("<html><body><div class='menu'><p>Niederschrift der 17. Sitzung des Gemeinderates am 25. Oktober "
          "2005</p>"
          "</div></body></html>",
          "html", "", "Niederschrift der 17. Sitzung des Gemeinderates am 25. Oktober 2005\n");
    CHECK("<html><body><div id='content'></div><p>Beschluss: einstimmig</p></body></html>", "html", "",
          "Beschluss: einstimmig\n");
}

static void test_html_damaged_letters_are_counted(void **state)
{
    struct found f = {.bytes = RAT_BUF_INIT};
    (void)state;
    rat_buf_puts(&f.bytes, "<html><meta charset=utf-8><body>Stra\xef\xbf\xbd"
                           "e, Anh\xef\xbf\xbdnge</body></html>");
    extract(&f, NULL);
    assert_int_equal(f.x.undecodable, 2);
    forget(&f);
}

static void test_mail(void **state)
{
    const struct made_member attached[] = {{"Plan.pdf", "%PDF", 4}};
    struct found f = {.bytes = RAT_BUF_INIT};
    (void)state;
    made_mail("=?iso-8859-1?Q?Stra=DFenbau?= K 19", "Guten Tag,\r\n\r\nanbei der Plan.", attached, 1,
              &f.bytes);
    extract(&f, NULL);
    expect(&f, "mail",
           "Von: Bürgeramt <amt@ahlenbruch.example>\nAn: rat@ahlenbruch.example\n"
           "Gesendet: Tue, 3 Feb 2015 10:00:00 +0100\nBetreff: Straßenbau K 19\n\n"
           "Guten Tag,\r\n\r\nanbei der Plan.\r\n\n\nAnlagen: Plan.pdf\n");
    assert_string_equal(rat_buf_cstr(&f.x.title), "Straßenbau K 19");
    assert_string_equal(f.x.date, "2015-02-03");
    forget(&f);
    CHECK("From: a@b\nMessage-ID: <1>\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=g\n\n"
          "--g\nContent-Type: text/html\n\n<p>HTML</p>\n--g\nContent-Type: text/plain\n"
          "Content-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=\nn\n--g--\n",
          "mail", "", "Von: a@b\n\nGrün\n\n");
    CHECK("From: a@b\nMessage-ID: <1>\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>Nur "
          "<b>HTML</b></p>",
          "mail", "", "Von: a@b\n\nNur HTML\n");
}

static void test_pdf(void **state)
{
    const char *const pages[] = {"Vorlage 2020/740\nDer Kreistag", "", "tagt & <nicht>", NULL};
    struct found f = {.bytes = RAT_BUF_INIT};
    (void)state;
    if (!rat_tool_path(RAT_TOOL_PDFTOTEXT)) {
        print_message("pdftotext is not here (Debian: poppler-utils), PDF not tested\n");
        skip();
    }
    made_pdf("Radweg &amp; Br\\374cke", pages, &f.bytes);
    extract(&f, NULL);
    expect(&f, "pdf", "Vorlage 2020/740\nDer Kreistag\n\n\f\ftagt & <nicht>\n\n\f");
    assert_string_equal(rat_buf_cstr(&f.x.title), "Radweg &amp; Brücke");
    assert_int_equal(f.x.confidence.size, 3);
    assert_memory_equal(rat_buf_cstr(&f.x.extractor), "pdftotext ", 10);
    forget(&f);
}

/* A file that can be read and has nothing in it. */
static void test_nothing(void **state)
{
    struct found f = {.bytes = RAT_BUF_INIT};
    (void)state;
    made_docx(NULL, "<w:p/>", &f.bytes);
    extract(&f, NULL);
    assert_int_equal(f.x.state, RAT_EXTRACTED_NOTHING);
    assert_int_equal(f.x.problems.size, 0);
    forget(&f);
}

static void test_scan_without_recognition(void **state)
{
    struct found f = {.bytes = RAT_BUF_INIT};
    (void)state;
    rat_buf_append(&f.bytes, "\xff\xd8\xff\xe0 JFIF", 9);
    extract(&f, NULL);
    assert_int_equal(f.x.state, RAT_EXTRACTED_NOTHING);
    assert_string_equal(rat_buf_cstr(&f.x.problems), RAT_PROBLEM_SCAN);
    forget(&f);
}

static void test_not_read(void **state)
{
    struct rat_extraction x;
    const struct rat_extract_options options = {0};
    (void)state;
    rat_extraction_init(&x);
    assert_int_equal(rat_extract("?", 1, RAT_FORMAT_UNKNOWN, &options, &x, NULL), RAT_EINPUT);
    assert_int_equal(rat_extract("?", 1, RAT_FORMAT_OLE, &options, &x, NULL), RAT_EINPUT);
    rat_extraction_release(&x);
}

static void test_problems_explained(void **state)
{
    struct rat_buf out = RAT_BUF_INIT;
    (void)state;
    rat_problem_explain("encrypted no-program:poppler-utils neues-wort", &out);
    assert_string_equal(rat_buf_cstr(&out), "die Datei ist mit einem Kennwort geschützt; ein Programm fehlt "
                                            "(poppler-utils); neues-wort");
    rat_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_docx),
                                       cmocka_unit_test(test_odt),
                                       cmocka_unit_test(test_xlsx_and_pptx),
                                       cmocka_unit_test(test_flat_xml),
                                       cmocka_unit_test(test_rtf),
                                       cmocka_unit_test(test_html_council_systems),
                                       cmocka_unit_test(test_html_charsets),
                                       cmocka_unit_test(test_html_guess_gone_wrong),
                                       cmocka_unit_test(test_html_damaged_letters_are_counted),
                                       cmocka_unit_test(test_mail),
                                       cmocka_unit_test(test_pdf),
                                       cmocka_unit_test(test_nothing),
                                       cmocka_unit_test(test_scan_without_recognition),
                                       cmocka_unit_test(test_not_read),
                                       cmocka_unit_test(test_problems_explained)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
