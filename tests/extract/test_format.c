/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "extract/format.h"

#define IS(expected, bytes, name) \
    assert_string_equal(rat_format_name(rat_format_detect(bytes, sizeof(bytes) - 1, name)), expected)

static void test_magic(void **state)
{
    (void)state;
    IS("pdf", "%PDF-1.4\n...", "a.txt"); /* the bytes count, not the name */
    IS("pdf", "\r\n junk %PDF-1.4", "a.pdf");
    IS("text", "Die Datei %PDF-1.4 wurde ersetzt", "a.txt");
    IS("rtf", "{\\rtf1\\ansi Hallo}", NULL);
    IS("image", "\xff\xd8\xff\xe0 JFIF", "scan.pdf");
    IS("image", "II*\0\x08\0\0\0", NULL);
    IS("zip", "PK\5\6\0\0\0\0", "leer.zip");
    IS("unknown",
       "\x7f"
       "ELF\2\1\1\0\0",
       "programm");
    IS("unknown", "GIF89a\0\0", "bild.txt.gif");
}

static void test_zip_by_first_member(void **state)
{
    char head[64] = "PK\3\4";
    static const char *const office[] = {"mimetype", "[Content_Types].xml", "word/document.xml",
                                         "_rels/.rels"};
    (void)state;
    for (size_t i = 0; i < sizeof office / sizeof *office; i++) {
        memset(head + 4, 0, sizeof head - 4);
        head[26] = (char)strlen(office[i]);
        memcpy(head + 30, office[i], strlen(office[i]));
        assert_int_equal(rat_format_detect(head, sizeof head, "x.zip"), RAT_FORMAT_OFFICE);
    }
    head[26] = 6;
    memcpy(head + 30, "a.docx", 6);
    assert_int_equal(rat_format_detect(head, sizeof head, "x.docx"), RAT_FORMAT_ZIP);
    for (size_t n = 0; n < sizeof head; n++) /* cut anywhere */
        assert_true(rat_format_detect(head, n, NULL) < RAT_FORMATS);
}

static void test_ole(void **state)
{
    (void)state;
    IS("doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", "x.xls");
    IS("xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....W\0o\0r\0k\0b\0o\0o\0k\0", NULL);
    IS("ppt", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0 \0D\0o\0c\0", NULL);
    IS("ole", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "brief.msg");
}

static void test_markup(void **state)
{
    (void)state;
    IS("html", "\xef\xbb\xbf\n<!DOCTYPE HTML><html>", "x.txt");
    IS("html", "<!-- saved from url -->\n<table><tr>", NULL);
    IS("html", "<so15_1200>x</so15_1200>", "zeile.html");
    IS("xml", "<?xml version='1.0'?>\n<office:document xmlns:office='x'>", "x.fodt");
    IS("xml", "<?xml version='1.0'?><PcGts xmlns='y'>", "s1.xml");
    IS("text", "<?xml version='1.0'?><mets>", "mets.xml");
    IS("text", "< 5 Stimmen", "x.txt");
}

static void test_mail(void **state)
{
    (void)state;
    IS("mail", "Return-Path: <a@b>\r\nReceived: from x\r\n\tby y\r\nFrom: A <a@b>\r\nSubject: x\r\n\r\nText",
       "x.txt");
    IS("mail", "From a@b Tue Feb 3\nMessage-ID: <1>\nFrom: a@b\nTo: c@d\n\n", NULL);
    IS("text", "Von: Bauamt\nAn: Kämmerei\nBetreff: Radweg\n\nText", "vermerk.txt");
    IS("text", "From: Bauamt\nTo: Rat\nSubject: Radweg\n\nText", "vermerk.txt");
}

static void test_text(void **state)
{
    (void)state;
    IS("text", "", "leer.txt");
    IS("text",
       "\xff\xfe"
       "R\0a\0t\0",
       "utf16.txt");
    IS("text", "R\0a\0t\0", "utf16-ohne-bom.txt"); /* text/charset.h decides */
    IS("unknown", "R\0a\0t\0", "daten.bin");
    IS("text", "Beschluss: einstimmig", "ohne-endung");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_magic), cmocka_unit_test(test_zip_by_first_member),
        cmocka_unit_test(test_ole),   cmocka_unit_test(test_markup),
        cmocka_unit_test(test_mail),  cmocka_unit_test(test_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
