/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files made to harm: each must end well within 30 seconds, with a reason or harmless text, and never with more memory here than it
 * may. (What a child takes is limited by the kernel: test_child.c.)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>
#include <cmocka.h>

#include "extract/extract.h"
#include "extract/problem.h"
#include "extract/tools.h"
#include "extract/unpack.h"
#include "tests/support/made_files.h"

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* problem: which is expected, with "|" between those that are all right; "" also allows text. Empties bytes. */
static void check(const char *name, struct rat_buf *bytes, enum rat_format format, const char *problem)
{
    const struct rat_extract_options options = {0};
    struct rat_extraction x;
    struct rat_err err = RAT_ERR_INIT;
    assert_false(bytes->failed);
    if (format == RAT_FORMAT_UNKNOWN)
        format = rat_format_detect(bytes->data, bytes->size, NULL);
    rat_extraction_init(&x);
    double before = seconds();
    rat_status st = rat_extract(bytes->data, bytes->size, format, &options, &x, &err);
    double took = seconds() - before;
    const char *said = rat_buf_cstr(&x.problems);
    if (st != RAT_OK || took > 30)
        fail_msg("%s: %d after %.1f s (%s)", name, (int)st, took, err.msg);
    bool expected =
        (*said == '\0' && (problem[0] == '\0' || problem[0] == '|')) || (*said && strstr(problem, said));
    if (!expected)
        fail_msg("%s: \"%s\" instead of \"%s\"", name, said, problem);
    if (x.state == RAT_EXTRACTED_FAILED)
        assert_int_equal(x.text.size, 0);
    print_message("%-28s %6.2f s  %s\n", name, took, *said ? said : "-");
    rat_extraction_release(&x);
    rat_buf_release(bytes);
}

static void repeat(struct rat_buf *out, const char *text, size_t times)
{
    while (times--)
        rat_buf_puts(out, text);
}

static void docx(const char *before, const char *again, size_t times, const char *after, struct rat_buf *out)
{
    struct rat_buf body = RAT_BUF_INIT;
    rat_buf_puts(&body, before);
    repeat(&body, again, times);
    rat_buf_puts(&body, after);
    made_docx(NULL, rat_buf_cstr(&body), out);
    rat_buf_release(&body);
}

static void test_office_bombs(void **state)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    (void)state;
    docx("<w:p><w:r><w:t>", "Beschluss: einstimmig. ", 8u << 20, "</w:t></w:r></w:p>", &bytes);
    check("text of 184 MB in DOCX", &bytes, RAT_FORMAT_UNKNOWN, RAT_PROBLEM_OUTPUT "|" RAT_PROBLEM_MEMORY);
    docx("", "<w:p>", 400000, "", &bytes);
    check("400,000 open paragraphs", &bytes, RAT_FORMAT_UNKNOWN, RAT_PROBLEM_DAMAGED);
    docx("", "<w:p a='1'/>", 400000, "", &bytes);
    check("400,000 empty paragraphs", &bytes, RAT_FORMAT_UNKNOWN, "|" RAT_PROBLEM_OUTPUT);
}

/* "Billion laughs", and a quadratic one; in text and in attributes. */
static void test_entity_bombs(void **state)
{
    struct rat_buf xml = RAT_BUF_INIT, bytes = RAT_BUF_INIT;
    (void)state;
    rat_buf_puts(&xml, "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a0 'haha'>");
    for (int i = 1; i < 12; i++) {
        rat_buf_printf(&xml, "<!ENTITY a%d '", i);
        for (int k = 0; k < 10; k++)
            rat_buf_printf(&xml, "&a%d;", i - 1);
        rat_buf_puts(&xml, "'>");
    }
    rat_buf_puts(
        &xml,
        "]><w:wordDocument xmlns:w='w'><w:p><w:r><w:t b='&a9;'>&a11;</w:t></w:r></w:p></w:wordDocument>");
    rat_buf_append(&bytes, xml.data, xml.size);
    check("entities, ten to the eleventh", &bytes, RAT_FORMAT_XML,
          "|" RAT_PROBLEM_DAMAGED "|" RAT_PROBLEM_OUTPUT);
    rat_buf_clear(&xml);
    rat_buf_puts(&bytes, "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a '");
    repeat(&bytes, "a", 3000);
    rat_buf_puts(&bytes, "'>]><w:wordDocument xmlns:w='w'><w:p><w:r><w:t>");
    repeat(&bytes, "&a;", 50000);
    rat_buf_puts(&bytes, "</w:t></w:r></w:p></w:wordDocument>");
    check("entities, quadratic", &bytes, RAT_FORMAT_XML, "|" RAT_PROBLEM_DAMAGED "|" RAT_PROBLEM_OUTPUT);
    rat_buf_puts(&bytes, "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
                         "<w:wordDocument xmlns:w='w'><w:t>&a;</w:t></w:wordDocument>");
    check("a file as an entity", &bytes, RAT_FORMAT_XML, "|" RAT_PROBLEM_DAMAGED);
    rat_buf_release(&xml);
}

static void test_markup(void **state)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    (void)state;
    rat_buf_puts(&bytes, "<html><body>");
    repeat(&bytes, "<div>", 200000);
    check("200,000 open divs", &bytes, RAT_FORMAT_HTML, "|" RAT_PROBLEM_MEMORY "|" RAT_PROBLEM_TIMEOUT);
    rat_buf_puts(&bytes, "<html><body><a ");
    repeat(&bytes, "x='y' ", 200000);
    check("200,000 attributes", &bytes, RAT_FORMAT_HTML, "|" RAT_PROBLEM_MEMORY "|" RAT_PROBLEM_TIMEOUT);
    rat_buf_puts(&bytes, "{\\rtf1");
    repeat(&bytes, "{", 100000);
    check("100,000 groups of RTF", &bytes, RAT_FORMAT_RTF, RAT_PROBLEM_NESTED);
    rat_buf_puts(&bytes, "{\\rtf1 \\bin2147483647 a}");
    check("RTF, more binary than there is", &bytes, RAT_FORMAT_RTF, RAT_PROBLEM_DAMAGED);
}

static void test_mails(void **state)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    (void)state;
    rat_buf_puts(&bytes, "From: a\nMIME-Version: 1.0\nMessage-ID: x\n");
    for (int i = 0; i < 2000; i++)
        rat_buf_printf(&bytes, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    check("2,000 mails in each other", &bytes, RAT_FORMAT_MAIL, RAT_PROBLEM_NESTED);
    rat_buf_puts(&bytes,
                 "From: a\nMIME-Version: 1.0\nMessage-ID: x\nContent-Type: multipart/mixed; boundary=b\n\n");
    repeat(&bytes, "--b\n\nx\n", 200000);
    check("200,000 parts", &bytes, RAT_FORMAT_MAIL, RAT_PROBLEM_NESTED);
    rat_buf_puts(&bytes, "From: a\nMessage-ID: x\nMIME-Version: 1.0\nSubject: ");
    repeat(&bytes, "=?utf-8?B?QUFBQQ==?= ", 100000);
    check("a subject of 2 MB", &bytes, RAT_FORMAT_MAIL, "");
}

/* A stream that inflates to n bytes of c. */
static void put_flate(unsigned char c, size_t n, struct rat_buf *out)
{
    unsigned char *plain = malloc(n), *packed = malloc(compressBound(n));
    uLongf size = compressBound(n);
    assert_non_null(plain);
    assert_non_null(packed);
    memset(plain, c, n);
    assert_int_equal(compress2(packed, &size, plain, n, 9), Z_OK);
    rat_buf_printf(out, "<< /Length %lu /Filter /FlateDecode >>\nstream\n", (unsigned long)size);
    rat_buf_append(out, packed, size);
    rat_buf_puts(out, "\nendstream\nendobj\n");
    free(plain);
    free(packed);
}

static void put_page(struct rat_buf *out, const char *kids, unsigned count)
{
    rat_buf_printf(
        out,
        "%%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        "2 0 obj << /Type /Pages /Kids [%s] /Count %u >> endobj\n"
        "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >> endobj\n4 0 obj ",
        kids, count);
}

static void test_pdf_bombs(void **state)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    static const char *const anything =
        "|" RAT_PROBLEM_DAMAGED "|" RAT_PROBLEM_OUTPUT "|" RAT_PROBLEM_MEMORY "|" RAT_PROBLEM_TIMEOUT
        "|" RAT_PROBLEM_CRASHED "|" RAT_PROBLEM_ENCRYPTED;
    (void)state;
    if (!rat_tool_path(RAT_TOOL_PDFTOTEXT)) {
        print_message("pdftotext is not here (Debian: poppler-utils), PDF not tested\n");
        skip();
    }
    put_page(&bytes, "3 0 R", 1);
    put_flate(' ', (size_t)256 << 20, &bytes);
    check("a page of 256 MB of spaces", &bytes, RAT_FORMAT_PDF, anything);
    put_page(&bytes, "3 0 R", 1);
    put_flate('(', (size_t)64 << 20, &bytes);
    check("64 MB of open brackets", &bytes, RAT_FORMAT_PDF, anything);
    put_page(&bytes, "3 0 R", 100000000);
    put_flate(' ', 1000, &bytes);
    check("says it has 100,000,000 pages", &bytes, RAT_FORMAT_PDF, anything);
    put_page(&bytes, "2 0 R", 1);
    put_flate(' ', 1000, &bytes);
    check("pages that hold themselves", &bytes, RAT_FORMAT_PDF, anything);
    rat_buf_puts(&bytes, "%PDF-1.4\n1 0 obj ");
    repeat(&bytes, "<< /A ", 500000);
    check("500,000 dictionaries", &bytes, RAT_FORMAT_PDF, anything);
    rat_buf_puts(&bytes, "%PDF-1.4\n");
    check("nothing but the head", &bytes, RAT_FORMAT_PDF, RAT_PROBLEM_DAMAGED);
}

/* ---- archives ---- */

static void unpack(const char *name, struct rat_buf *bytes, const char *problem, size_t most)
{
    struct rat_unpacked *u;
    struct rat_member member;
    struct rat_err err = RAT_ERR_INIT;
    size_t members = 0, total = 0;
    rat_status st = rat_unpack_start(bytes->data, bytes->size, RAT_FORMAT_ZIP, (size_t)64 << 20, &u, &err);
    assert_int_equal(st, RAT_OK);
    double before = seconds();
    while ((st = rat_unpack_next(u, &member, &err)) == RAT_OK) {
        members++;
        total += member.size;
    }
    const char *said = rat_unpack_problem(u);
    if (st != RAT_END || strcmp(said ? said : "", problem) != 0 || total > most || seconds() - before > 30)
        fail_msg("%s: %d, \"%s\" instead of \"%s\", %zu members, %zu bytes", name, (int)st, said ? said : "",
                 problem, members, total);
    print_message("%-28s %6.2f s  %s, %zu members\n", name, seconds() - before, said ? said : "-", members);
    rat_unpack_close(u);
    rat_buf_release(bytes);
}

static void test_zip_bombs(void **state)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    size_t n = (size_t)200 << 20;
    char *zeros = calloc(1, n), (*names)[16] = calloc(25000, sizeof *names);
    struct made_member *many = calloc(25000, sizeof *many);
    (void)state;
    assert_non_null(zeros);
    assert_non_null(many);
    assert_non_null(names);
    const struct made_member one[] = {{"a.txt", zeros, n}};
    made_zip(one, 1, &bytes);
    unpack("200 MB in 200 kB", &bytes, RAT_PROBLEM_OUTPUT, 0);
    const struct made_member three[] = {{"gut.txt", "Text", 4}, {"a.txt", zeros, n}, {"b.txt", "Text", 4}};
    made_zip(three, 3, &bytes);
    unpack("a bomb between papers", &bytes, RAT_PROBLEM_OUTPUT, 8);
    for (size_t i = 0; i < 25000; i++) {
        snprintf(names[i], sizeof *names, "%zu.txt", i);
        many[i] = (struct made_member){names[i], "x", 1};
    }
    made_zip(many, 25000, &bytes);
    unpack("25,000 members", &bytes, RAT_PROBLEM_MEMBERS, 0);
    free(zeros);
    free(many);
    free(names);
}

/* Every member claims the same bytes: the directory is written by hand, as such files are. */
static void test_overlapping_members(void **state)
{
    struct rat_buf bytes = RAT_BUF_INIT, inside = RAT_BUF_INIT;
    static unsigned char plain[4 << 20], packed[65536];
    uLongf size = sizeof packed;
    z_stream z = {.next_in = plain, .avail_in = sizeof plain, .next_out = packed, .avail_out = sizeof packed};
    (void)state;
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size = z.total_out;
    deflateEnd(&z);
    uint32_t crc = (uint32_t)crc32(0, plain, sizeof plain);
    rat_buf_puts(&bytes, "PK\3\4");
    rat_buf_u16(&bytes, 20), rat_buf_u16(&bytes, 0), rat_buf_u16(&bytes, 8), rat_buf_u32(&bytes, 0);
    rat_buf_u32(&bytes, crc), rat_buf_u32(&bytes, (uint32_t)size), rat_buf_u32(&bytes, sizeof plain);
    rat_buf_u16(&bytes, 1), rat_buf_u16(&bytes, 0);
    rat_buf_puts(&bytes, "a");
    rat_buf_append(&bytes, packed, size);
    size_t directory = bytes.size;
    for (unsigned i = 0; i < 5000; i++) {
        char name[8];
        snprintf(name, sizeof name, "%06u", i % 1000000);
        rat_buf_puts(&bytes, "PK\1\2");
        rat_buf_u16(&bytes, 20), rat_buf_u16(&bytes, 20), rat_buf_u16(&bytes, 0), rat_buf_u16(&bytes, 8);
        rat_buf_u32(&bytes, 0), rat_buf_u32(&bytes, crc), rat_buf_u32(&bytes, (uint32_t)size);
        rat_buf_u32(&bytes, sizeof plain), rat_buf_u16(&bytes, 6), rat_buf_u16(&bytes, 0),
            rat_buf_u16(&bytes, 0);
        rat_buf_u16(&bytes, 0), rat_buf_u16(&bytes, 0), rat_buf_u32(&bytes, 0), rat_buf_u32(&bytes, 0);
        rat_buf_puts(&bytes, name);
    }
    size_t end = bytes.size;
    rat_buf_puts(&bytes, "PK\5\6");
    rat_buf_u16(&bytes, 0), rat_buf_u16(&bytes, 0), rat_buf_u16(&bytes, 5000), rat_buf_u16(&bytes, 5000);
    rat_buf_u32(&bytes, (uint32_t)(end - directory)), rat_buf_u32(&bytes, (uint32_t)directory),
        rat_buf_u16(&bytes, 0);
    rat_buf_release(&inside);
    unpack("5,000 names for one member", &bytes, RAT_PROBLEM_OUTPUT, (size_t)200 << 20);
}

/* A member larger than is wanted is refused, the others are not. */
static void test_large_member(void **state)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    struct rat_unpacked *u;
    struct rat_member member;
    const struct made_member members[] = {{"a", "12345", 5}, {"b", "1234567890", 10}, {"c", "", 0}};
    (void)state;
    made_zip(members, 3, &bytes);
    assert_int_equal(rat_unpack_start(bytes.data, bytes.size, RAT_FORMAT_ZIP, 6, &u, NULL), RAT_OK);
    assert_int_equal(rat_unpack_next(u, &member, NULL), RAT_OK);
    assert_string_equal(member.path, "a");
    assert_int_equal(member.size, 5);
    assert_int_equal(rat_unpack_next(u, &member, NULL), RAT_OK);
    assert_string_equal(member.problem, RAT_PROBLEM_OUTPUT);
    assert_int_equal(rat_unpack_next(u, &member, NULL), RAT_OK);
    assert_string_equal(member.path, "c");
    assert_null(member.problem);
    assert_int_equal(rat_unpack_next(u, &member, NULL), RAT_END);
    assert_int_equal(rat_unpack_next(u, &member, NULL), RAT_END);
    assert_null(rat_unpack_problem(u));
    rat_unpack_close(u);
    rat_buf_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_office_bombs),
                                       cmocka_unit_test(test_entity_bombs),
                                       cmocka_unit_test(test_markup),
                                       cmocka_unit_test(test_mails),
                                       cmocka_unit_test(test_pdf_bombs),
                                       cmocka_unit_test(test_zip_bombs),
                                       cmocka_unit_test(test_overlapping_members),
                                       cmocka_unit_test(test_large_member)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
