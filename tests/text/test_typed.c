/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/typed.h"

#include "base/buf.h"
#include "text/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static bool find(const char *text, size_t n, size_t at, struct rat_typed *out)
{
    char *copy = malloc(n ? n : 1); /* the sanitizer sees a read behind it */
    assert_non_null(copy);
    if (n > 0)
        memcpy(copy, text, n);
    bool found = rat_typed_find(copy, n, at, out);
    free(copy);
    return found;
}

/* The token at the start of text: its terms separated by ' ', specific ones with '!', and the text behind it.
 */
static void is(const char *text, enum rat_typed_kind kind, const char *terms, const char *rest)
{
    struct rat_typed typed;
    struct rat_buf got = RAT_BUF_INIT;
    size_t n = strlen(text);
    bool found = find(text, n, 0, &typed);
    for (unsigned i = 0; found && i < typed.count; i++) {
        if (i > 0)
            rat_buf_byte(&got, ' ');
        if (typed.term[i].specific)
            rat_buf_byte(&got, '!');
        rat_buf_append(&got, typed.bytes + typed.term[i].offset, typed.term[i].size);
    }
    bool right = found && strcmp(rat_buf_cstr(&got), terms) == 0 && typed.kind == kind &&
                 strcmp(text + typed.end, rest) == 0;
    if (!right)
        print_message("%s: %s, expected %s, rest <%s>\n", text, found ? rat_buf_cstr(&got) : "nothing", terms,
                      found ? text + typed.end : "");
    rat_buf_release(&got);
    assert_true(right);
    for (size_t cut = 0; cut < n; cut++) /* never out of bounds */
        (void)find(text, cut, 0, &typed);
}

static void is_nothing(const char *text)
{
    struct rat_typed typed;
    bool found = find(text, strlen(text), 0, &typed);
    if (found)
        print_message("%s: %.*s\n", text, (int)typed.term[0].size, typed.bytes);
    assert_false(found);
}

static void citations(void **state)
{
    (void)state;
    const char *full = "!§nkomvg:58.a1.n7 §58.a1.n7 §nkomvg:58.a1 §58.a1 §nkomvg:58 §58";
    is("§ 58 Abs. 1 Nr. 7 NKomVG.", RAT_TYPED_CITATION, full, ".");
    is("§58 Absatz 1 Ziffer 7 NKomVG", RAT_TYPED_CITATION, full, "");
    is("§ 58\n(1) Nr. 7 NKomVG", RAT_TYPED_CITATION, full, "");
    is("§ 58 NKomVG", RAT_TYPED_CITATION, "!§nkomvg:58 §58", "");
    is("§ 13a BauGB", RAT_TYPED_CITATION, "!§baugb:13a §13a", "");
    is("§ 1 a Abs. 2 BauGB", RAT_TYPED_CITATION, "!§baugb:1a.a2 §1a.a2 §baugb:1a §1a", "");
    is("§ 5 der GemO und", RAT_TYPED_CITATION, "!§gemo:5 §5", " und");
    is("§ 10 SGB VIII,", RAT_TYPED_CITATION, "!§sgbviii:10 §10", ",");
    is("§ 3 Abs. 2 Satz 1 VOB/A", RAT_TYPED_CITATION,
       "!§vob/a:3.a2.s1 §3.a2.s1 §vob/a:3.a2 §3.a2 §vob/a:3 §3", "");
    is("§ 34 Abs. 1 Buchst. c", RAT_TYPED_CITATION, "!§34.a1.bc §34.a1 §34", "");
    is("§ 99 GWB X", RAT_TYPED_CITATION, "!§gwb:99 §99", " X"); /* a box that was ticked */
    is("§ 2 II 1", RAT_TYPED_CITATION, "!§2", " II 1");
    is("§ 4 Satzung", RAT_TYPED_CITATION, "!§4", " Satzung");
    is("§ 4 i. V. m. § 5", RAT_TYPED_CITATION, "!§4", " i. V. m. § 5");
    is("Art. 28 Abs. 2 GG", RAT_TYPED_CITATION, "!§gg:art28.a2 §art28.a2 §gg:art28 §art28", "");
    is("Paragraph 34 BauGB", RAT_TYPED_CITATION, "!§baugb:34 §34", "");
    is_nothing("§");
    is_nothing("§ x");
    is_nothing("§ 12345");
    is_nothing("Art 3");
    is_nothing("Artikel über 3");
}

static void several_sections(void **state)
{
    (void)state;
    is("§§ 57, 58 NKomVG", RAT_TYPED_CITATION, "!§nkomvg:57 §57 !§nkomvg:58 §58", "");
    is("§§ 3 (2) und 4 (2) BauGB", RAT_TYPED_CITATION,
       "!§baugb:3.a2 §3.a2 §baugb:3 §3 !§baugb:4.a2 §4.a2 §baugb:4 §4", "");
    is("§§ 2 und weitere", RAT_TYPED_CITATION, "!§2", " und weitere");
}

static void dates(void **state)
{
    (void)state;
    static const char *const third[] = {"3. Februar 2021", "03.02.2021", "3.2.21",       "2021-02-03",
                                        "3. Feb. 2021",    "3.2.2021",   "03. 02. 2021", "3.\nFebruar\n2021"};
    for (size_t i = 0; i < sizeof third / sizeof *third; i++)
        is(third[i], RAT_TYPED_DATE, "!=2021-02-03", "");
    is("25.10.2005 / TOP 6", RAT_TYPED_DATE, "!=2005-10-25", " / TOP 6");
    is("1. März 1998.", RAT_TYPED_DATE, "!=1998-03-01", ".");
    is("12.11.98", RAT_TYPED_DATE, "!=1998-11-12", "");
    is("17. Sept. 2010", RAT_TYPED_DATE, "!=2010-09-17", "");
    is_nothing("30.02.2021"); /* no such day */
    is_nothing("1.2.3");
    is_nothing("1.2.10.4");
    is_nothing("03.02.");
    is_nothing("3. Februarwoche 2021");
    is_nothing("2021-13-01");
}

static void references(void **state)
{
    (void)state;
    is("2020/740", RAT_TYPED_REFERENCE, "!#2020/740", "");
    is("2015/0288-1", RAT_TYPED_REFERENCE, "!#2015/288-1 #2015/288", "");
    is("427/2009", RAT_TYPED_REFERENCE, "!#427/2009", "");
    is("068/2017", RAT_TYPED_REFERENCE, "!#68/2017", "");
    is("VO/4680/2016", RAT_TYPED_REFERENCE, "!#vo/4680/2016 #4680/2016", "");
    is("VO/0123/21", RAT_TYPED_REFERENCE, "!#vo/123/21 #123/21", "");
    is("0123/21", RAT_TYPED_REFERENCE, "!#123/21", "");
    is("123/21", RAT_TYPED_REFERENCE, "!#123/21", "");
    is("AT/12214/25", RAT_TYPED_REFERENCE, "!#at/12214/25 #12214/25", "");
    is("1536/V", RAT_TYPED_REFERENCE, "!#1536/v", "");
    is("A 21/0321-01", RAT_TYPED_REFERENCE, "!#a/21/321-1 #21/321-1 #a/21/321 #21/321", "");
    is("RBIV-1121/08", RAT_TYPED_REFERENCE, "!#rbiv/1121/8 #1121/8", "");
    is("DHH/2025/8003", RAT_TYPED_REFERENCE, "!#dhh/2025/8003 #2025/8003", "");
    is("2023/1411/1", RAT_TYPED_REFERENCE, "!#2023/1411/1 #2023/1411", "");
    static const char *const printed[] = {"DS 17/2034", "Drs. 17/2034", "Drucksache 17/2034",
                                          "BT-Drs. 17/2034", "Drucksache Nr. 17/2034"};
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++)
        is(printed[i], RAT_TYPED_REFERENCE, "!#ds/17/2034 #17/2034", "");
    is("Vorlage Nr. 421", RAT_TYPED_REFERENCE, "!#421", "");
    is("Vorlage Nr.:   2022/0564", RAT_TYPED_REFERENCE, "!#2022/564", "");
    is("Vorlage: 2014/2015", RAT_TYPED_REFERENCE, "!#2014/2015", ""); /* the lead-in says what it is */
    is_nothing("2015/2016");
    is_nothing("2015/16");
    is_nothing("1/2");
    is_nothing("24/7");
    is_nothing("2020/740a");
    is_nothing("Vorlage 3");
    is_nothing("1234567/8");
    is_nothing("CDU/FW");
}

static void amounts(void **state)
{
    (void)state;
    static const char *const same[] = {"1.234,50 €", "1234,50 EUR", "1.234,50 Euro", "1 234,50 €",
                                       "€ 1.234,50", "EUR 1234,50", "1.234,50€"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        is(same[i], RAT_TYPED_AMOUNT, "!€1234.50", "");
    is("50.000,- €", RAT_TYPED_AMOUNT, "!€50000", "");
    is("50.000,00 EUR.", RAT_TYPED_AMOUNT, "!€50000", ".");
    is("TEUR 50", RAT_TYPED_AMOUNT, "!€50000", "");
    is("50 T€", RAT_TYPED_AMOUNT, "!€50000", "");
    is("1,5 Mio. €", RAT_TYPED_AMOUNT, "!€1500000", "");
    is("2 Millionen Euro", RAT_TYPED_AMOUNT, "!€2000000", "");
    is("300 DM", RAT_TYPED_AMOUNT, "!€dm300", "");
    is("0,05 €", RAT_TYPED_AMOUNT, "!€0.05", "");
    is("12\xc2\xa0€", RAT_TYPED_AMOUNT, "!€12", ""); /* no-break space */
    is_nothing("1.234,50");
    is_nothing("50 Euroscheine");
    is_nothing("0,12345 €");
    is_nothing("12345678901234567890 €");
}

static void addresses(void **state)
{
    (void)state;
    is("Info@LK-Peine.de, Tel.", RAT_TYPED_EMAIL, "!@info@lk-peine.de", ", Tel.");
    is("max.muster@stadt.karlsruhe.de.", RAT_TYPED_EMAIL, "!@max.muster@stadt.karlsruhe.de", ".");
    is_nothing("info@peine");
    is_nothing("info@.de");
    is_nothing("info");
}

static void inside_of_numbers_nothing_begins(void **state)
{
    (void)state;
    struct rat_typed typed;
    assert_false(find("1.234,50 €", strlen("1.234,50 €"), 2, &typed));
    assert_false(find("K2020/740", 9, 1, &typed));
    assert_false(find("2020/740", 8, 8, &typed));
    assert_true(find("(2020/740)", 10, 1, &typed));
    assert_int_equal(typed.start, 1);
    assert_int_equal(typed.end, 9);
}

static uint64_t seed = 58;

static uint32_t random_below(uint32_t limit)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % limit;
}

static void random_texts_stay_in_bounds(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "§",   "§§",   " ",     "5",   "12",   "2020",     "/", "-",    ".",    ",",       "Abs.",
        "Nr.", "(2)",  "BauGB", "SGB", "VIII", "und",      "€", "EUR",  "Mio.", "Februar", "\n",
        "a",   "Drs.", "VO",    "@",   "de",   "\xc2\xa0", "ä", "Art.", "Satz", "000",     "Vorlage"};
    for (int round = 0; round < 100000; round++) {
        char text[256];
        size_t n = 0;
        for (uint32_t k = random_below(16); k > 0; k--) {
            const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
        }
        struct rat_typed typed;
        if (n == 0 || !find(text, n, 0, &typed))
            continue;
        assert_true(typed.start == 0 && typed.end > 0 && typed.end <= n);
        assert_true(typed.end == n || ((unsigned char)text[typed.end] & 0xc0) != 0x80);
        assert_true(typed.count >= 1 && typed.count <= RAT_TYPED_TERMS_MAX && typed.term[0].specific);
        for (unsigned i = 0; i < typed.count; i++) {
            assert_true(typed.term[i].offset + typed.term[i].size <= RAT_TYPED_BYTES_MAX);
            assert_true(rat_utf8_valid(typed.bytes + typed.term[i].offset, typed.term[i].size));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(citations),
        cmocka_unit_test(several_sections),
        cmocka_unit_test(dates),
        cmocka_unit_test(references),
        cmocka_unit_test(amounts),
        cmocka_unit_test(addresses),
        cmocka_unit_test(inside_of_numbers_nothing_begins),
        cmocka_unit_test(random_texts_stay_in_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
