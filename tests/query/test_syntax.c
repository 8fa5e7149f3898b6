/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/syntax.h"

#include "base/buf.h"
#include "base/date.h"
#include "storage/fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- a tree as text: BOOL is [..] with '~' optional, '+' required, '-' excluded ---- */

static void dump_leaf(struct rat_buf *out, const struct rat_node *node)
{
    if (node->field != RAT_FIELD_TEXT)
        rat_buf_printf(out, "%s:", rat_field_by_id(node->field)->name);
    switch (node->kind) {
    case RAT_NODE_WORD: rat_buf_printf(out, "%s", node->text); break;
    case RAT_NODE_PHRASE: rat_buf_printf(out, "\"%s\"", node->text); break;
    case RAT_NODE_PREFIX: rat_buf_printf(out, "%s*", node->text); break;
    case RAT_NODE_WILDCARD: rat_buf_printf(out, "{%s}", node->text); break;
    case RAT_NODE_FUZZY: rat_buf_printf(out, "%s~%u", node->text, node->distance); break;
    case RAT_NODE_CITATION: rat_buf_printf(out, "<%s>", node->text); break;
    case RAT_NODE_AMOUNTS:
        rat_buf_printf(out, "<%llu..", (unsigned long long)node->low);
        rat_buf_printf(out, node->high == UINT64_MAX ? ">" : "%llu>", (unsigned long long)node->high);
        break;
    case RAT_NODE_STATE: rat_buf_printf(out, "%s", rat_state_german(node->state)); break;
    case RAT_NODE_ALL: rat_buf_puts(out, "ALL"); break;
    default: {
        char from[RAT_DATE_TEXT], to[RAT_DATE_TEXT];
        rat_buf_printf(out, "<%s..%s>",
                       node->from == RAT_NO_DATE + 1 ? "" : rat_date_format(node->from, from),
                       node->to == INT32_MAX ? "" : rat_date_format(node->to, to));
    }
    }
}

static void dump_boost(struct rat_buf *out, const struct rat_node *node)
{
    if (node->boost)
        rat_buf_printf(out, "^%u", node->boost);
}

static void dump(struct rat_buf *out, const struct rat_node *node)
{
    if (node->kind != RAT_NODE_BOOL && node->kind != RAT_NODE_NEAR) {
        dump_leaf(out, node);
        dump_boost(out, node);
        return;
    }
    if (node->kind == RAT_NODE_NEAR)
        rat_buf_printf(out, "%s%s%u", node->field == RAT_FIELD_TITLE ? "title:" : "",
                       node->is_ordered ? "before" : "near", node->distance);
    rat_buf_byte(out, '[');
    for (size_t i = 0; i < node->clause_count; i++) {
        if (i > 0)
            rat_buf_byte(out, ' ');
        rat_buf_byte(out, (uint8_t) "~+-"[node->clauses[i].occur]);
        dump(out, node->clauses[i].node);
    }
    rat_buf_byte(out, ']');
    dump_boost(out, node);
}

static size_t check_tree(const char *query, const char *expected)
{
    struct rat_arena arena;
    rat_arena_init(&arena, 0);
    struct rat_query parsed;
    struct rat_err err = RAT_ERR_INIT;
    if (rat_query_parse(query, strlen(query), &arena, &parsed, &err) != RAT_OK)
        fail_msg("%s: %s", query, err.msg);
    struct rat_buf out = RAT_BUF_INIT;
    dump(&out, parsed.root);
    if (strcmp(rat_buf_cstr(&out), expected) != 0)
        fail_msg("%s\n  is        %s\n  should be %s", query, rat_buf_cstr(&out), expected);
    size_t notes = parsed.note_count;
    for (size_t i = 0; i < notes; i++)
        assert_true(strlen(parsed.notes[i]) > 10);
    rat_buf_release(&out);
    rat_arena_release(&arena);
    return notes;
}

struct example {
    const char *query, *tree;
    size_t notes;
};

static void check_examples(const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t notes = check_tree(examples[i].query, examples[i].tree);
        if (notes != examples[i].notes)
            fail_msg("%s: %zu notes instead of %zu", examples[i].query, notes, examples[i].notes);
    }
}
#define CHECK(examples) check_examples(examples, sizeof(examples) / sizeof *(examples))

static void test_words(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"", "ALL", 0},
        {"  \t\n ", "ALL", 0},
        {"*", "ALL", 0},
        {"radweg", "radweg", 0},
        {"radweg schule", "[~radweg ~schule]", 0},
        {"radweg\xc2\xa0schule", "[~radweg ~schule]", 0},
        {"+radweg schule -bad", "[+radweg ~schule -bad]", 0},
        {"+radweg", "radweg", 0},
        {"-radweg", "[-radweg]", 0},
        {"2020/740 CDU-Fraktion B-Plan 12a §58", "[~2020/740 ~CDU-Fraktion ~B-Plan ~12a ~§58]", 0},
        {"Haushalt - Satzung", "[~Haushalt ~- ~Satzung]", 0},
        {"--x -,", "[~--x ~-,]", 0},
        {"Planung und -lenkung", "[~Planung ~und ~-lenkung]", 0},
        {"Bau- bzw. -umweltrecht", "[~Bau- ~bzw. ~-umweltrecht]", 0},
        {"Planung UND -lenkung", "[+Planung -lenkung]", 0},
        {"und Planung -lenkung", "[~und ~Planung -lenkung]", 0},
        {"-* a", "[-ALL ~a]", 0},
        {"Bürger(innen) Bürger(in) rat(haus)", "[~Bürger(innen) ~Bürger(in) ~rat ~haus]", 0},
        {"und oder nicht And", "[~und ~oder ~nicht ~And]", 0},
        {"a\x01"
         "b",
         "[~a ~b]", 0},
    };
    CHECK(examples);
}

static void test_phrases(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"\"verlässliche grundschule\"", "\"verlässliche grundschule\"", 0},
        {"„verlässliche grundschule“ x", "[~\"verlässliche grundschule\" ~x]", 0},
        {"»a b« ”c d“", "[~\"a b\" ~\"c d\"]", 0},
        {"-\"a b\" +\"c d\"", "[-\"a b\" +\"c d\"]", 0},
        {"a\"b c\"d", "[~a ~\"b c\" ~d]", 0},
        {"\"NOT (a\"", "\"NOT (a\"", 0},
        {"x \"a b", "[~x ~\"a b\"]", 1},
        {"x \"\" \" \"", "x", 0},
        {"\"a b\"* c", "[~\"a b\" ~c]", 1},
        {"\"", "ALL", 1},
    };
    CHECK(examples);
}

static void test_operators(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"a AND b", "[+a +b]", 0},
        {"a UND b UND c", "[+a +b +c]", 0},
        {"a OR b", "[~a ~b]", 0},
        {"a ODER b AND c", "[~a ~[+b +c]]", 0},
        {"a AND b OR c", "[~[+a +b] ~c]", 0},
        {"a AND b c", "[~[+a +b] ~c]", 0},
        {"a b OR c", "[~a ~[~b ~c]]", 0},
        {"(a b) AND c", "[+[~a ~b] +c]", 0},
        {"((a))", "a", 0},
        {"a NOT b", "[~a -b]", 0},
        {"a AND NOT b", "[+a -b]", 0},
        {"a UND NICHT (b c)", "[+a -[~b ~c]]", 0},
        {"NOT a", "[-a]", 0},
        {"NOT a AND NOT b", "[-a -b]", 0},
        {"-a -b", "[-a -b]", 0},
        {"a OR NOT b", "[~a ~[-b]]", 0},
        {"NOT NOT a", "a", 0},
        {"b NOT NOT a", "[~b +a]", 0},
        {"a (-b)", "[~a +[-b]]", 0},
        {"-(a b)", "[-[~a ~b]]", 0},
        {"+(a b) c", "[+[~a ~b] ~c]", 0},
    };
    CHECK(examples);
}

static void test_forgiving(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"AND", "AND", 1},
        {"NICHT UND", "NICHT", 1},
        {"AND a", "a", 1},
        {"a OR", "a", 1},
        {"a AND OR b", "[~a ~b]", 1},
        {"a NOT", "a", 1},
        {"a OR AND b", "[~a ~b]", 2},
        {"(a b", "[~a ~b]", 1},
        {"a b) c", "[~a ~b ~c]", 1},
        {"()", "ALL", 0},
        {"a () -()", "a", 0},
        {"-()", "ALL", 0},
        {"\xff\xfe"
         "a",
         "\xef\xbf\xbd\xef\xbf\xbd"
         "a",
         1},
    };
    CHECK(examples);
}

static void test_fields(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"gremium:Kreisausschuss", "committee:Kreisausschuss", 0},
        {"radweg gremium:Kreisausschuss", "[~radweg +committee:Kreisausschuss]", 0},
        {"radweg committee:\"Rat der Stadt\"", "[~radweg +committee:\"Rat der Stadt\"]", 0},
        {"radweg -typ:Anfrage", "[~radweg -type:Anfrage]", 0},
        {"a OR gremium:x", "[~a ~committee:x]", 0},
        {"titel:radweg schule", "[~title:radweg ~schule]", 0},
        {"titel:(radweg schule)", "[~title:radweg ~title:schule]", 0},
        {"a gremium:(b c)", "[~a +[~committee:b ~committee:c]]", 0},
        {"gremium:(+b c)", "[+committee:b ~committee:c]", 0},
        {"gremium:(b typ:c text:d)", "[~committee:b +type:c ~d]", 0},
        {"a (gremium:b OR gremium:c)", "[~a +[~committee:b ~committee:c]]", 0},
        {"gremium:a gremium:b", "[+committee:a +committee:b]", 0},
        {"Gremium: Bauausschuss", "committee:Bauausschuss", 0},
        {"körperschaft:Peine", "body:Peine", 0},
        {"nummer:2020/740", "reference:2020/740", 0},
        {"titel:-x", "title:-x", 0},
        {"titel:AND", "title:AND", 0},
        {"quelle:a:b", "source:a:b", 0},
        {"text:UND", "UND", 0},
        {"titel:", "ALL", 1},
        {"titel: AND b", "b", 1},
        {"a gremium:", "a", 1},
        {"a -gremium: b", "[~a -committee:b]", 0},
        {"titel:)", "ALL", 2},
        {"titel:()", "ALL", 0},
        {"gremium:*", "ALL", 1},
        {"foo:bar", "foo:bar", 1},
        {"10:30 http://x.de Bürger:innen Frage: x", "[~10:30 ~http://x.de ~Bürger:innen ~Frage: ~x]", 0},
    };
    CHECK(examples);
}

static void test_prefixes(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"kinder*", "kinder*", 0}, {"titel:kin**", "title:kin*", 0},
        {"öl*", "öl*", 0},         {"Bürger*innen", "Bürger*innen", 0},
        {"k* §5*", "[~k ~§5]", 2}, {"datum:2020*", "date:<2020-01-01..2020-12-31>", 0},
    };
    CHECK(examples);
}

static void test_wildcards(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"*garten", "{*garten}", 0},
        {"ki*nd m?ller", "[~{ki*nd} ~{m?ller}]", 0},
        {"titel:stra?en*", "title:{stra?en*}", 0},
        {"gremium:k?eistag", "committee:{k?eistag}", 0},
        {"?arten*", "{?arten*}", 0},
        {"Was kostet der Radweg?", "[~Was ~kostet ~der ~Radweg?]", 0},
        {"ki*nd?", "{ki*nd}", 0},
        {"kind?* kind*? k?*", "[~{kind?*} ~kind*? ~k?*]", 1},
        {"Wirklich?!", "Wirklich?!", 0},
        {"CDU-Fr?ktion", "CDU-Fr?ktion", 1},
        {"http://x.de/?a=b", "http://x.de/?a=b", 0},
        {"quelle:http://x/?a", "source:http://x/?a", 0},
        {"*a* ?b", "[~*a* ~?b]", 2},
        {"a?", "a?", 0},
        {"Bürger*innen Bürger*innenrat Rat*haus", "[~Bürger*innen ~{Bürger*innenrat} ~{Rat*haus}]", 0},
    };
    CHECK(examples);
}

static void test_fuzzy(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"radwge~", "radwge~1", 0},
        {"radwge~2 titel:schle~1", "[~radwge~2 ~title:schle~1]", 0},
        {"radwge~7", "radwge~2", 1},
        {"radweg~0", "radweg", 0},
        {"ab~", "ab", 1},
        {"~ ~5 a~b cdu-~", "[~~ ~~5 ~a~b ~cdu-~]", 0},
        {"-radwge~", "[-radwge~1]", 0},
        {"gremium:kreistga~2", "committee:kreistga~2", 0},
        {"id:abc~2", "id:abc~2", 0},
    };
    CHECK(examples);
}

static void test_boosts(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"radweg^2 schule", "[~radweg^200 ~schule]", 0},
        {"radweg^0.5 schule^1,25 haus^1", "[~radweg^50 ~schule^125 ~haus]", 0},
        {"\"a b\"^3 (c d)^2", "[~\"a b\"^300 ~[~c ~d]^200]", 0},
        {"kinder*^2 ki?der^3 radwge~^4", "[~kinder*^200 ~{ki?der}^300 ~radwge~1^400]", 0},
        {"titel:a^2 titel:(b c)^3", "[~title:a^200 ~[~title:b ~title:c]^300]", 0},
        {"((a)^2)^3", "a^600", 0},
        {"a^0 b^1000", "[~a^1 ~b^10000]", 0},
        {"10^6 a^b ^2 a^", "[~10^6 ~a^b ~^2 ~a^]", 0},
        {"a gremium:b^2", "[~a +committee:b]", 1},
        {"a gremium:(b c)^2", "[~a +[~committee:b ~committee:c]^200]", 0},
        {"(10)^2 ()^2", "10", 0},
        {"a^2^3", "a^300", 0},
    };
    CHECK(examples);
}

static void test_near(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"a NEAR/5 b", "near5[~a ~b]", 0},
        {"a NAHE b", "near10[~a ~b]", 0},
        {"a VOR/3 b", "before3[~a ~b]", 0},
        {"a ONEAR b", "before10[~a ~b]", 0},
        {"PARKEN VOR SCHULEN", "[~PARKEN ~VOR ~SCHULEN]", 0},
        {"a NEAR/x b NEAR/ c", "[~a ~NEAR/x ~b ~NEAR/ ~c]", 0},
        {"a NEAR/5 b NEAR/5 c", "near5[~a ~b ~c]", 0},
        {"a NEAR/5 b VOR/3 c", "[+near5[~a ~b] +before3[~b ~c]]", 0},
        {"a AND b NEAR/2 c OR d", "[~[+a +near2[~b ~c]] ~d]", 0},
        {"\"a b\" NEAR/2 (c OR d*) NEAR/2 e~", "near2[~\"a b\" ~[~c ~d] ~e]", 2},
        {"\"a b\" NEAR/2 (cc OR dd*)", "near2[~\"a b\" ~[~cc ~dd*]]", 0},
        {"titel:(a NAHE/2 b)", "title:near2[~title:a ~title:b]", 0},
        {"titel:a NAHE/2 b", "[+title:a +b]", 1},
        {"a NAHE/2 gremium:b", "[+a +committee:b]", 1},
        {"a NAHE/2 NICHT b", "[+a -b]", 1},
        {"a NAHE/2 (b UND c)", "[+a +[+b +c]]", 1},
        {"NAHE/2 a", "a", 1},
        {"a NAHE/2", "a", 1},
        {"NAHE", "NAHE", 1},
        {"a NAHE/0 b", "near1[~a ~b]", 0},
        {"a NAHE/500 b", "near100[~a ~b]", 1},
        {"(a NAHE/2 b)^2", "near2[~a ~b]^200", 0},
        {"+(a NAHE/2 b) c", "[+near2[~a ~b] ~c]", 0},
        {"\"a b\"~5", "near5[~\"a\" ~\"b\"]", 0},
        {"\"a\"~5 \"b c\"~", "[~\"a\" ~\"b c\" ~~]", 0},
        {"gremium:\"a b\"~5", "committee:\"a b\"", 0},
        {"a NAHE b NAHE c NAHE d NAHE e NAHE f NAHE g NAHE h NAHE i", "[+a +b +c +d +e +f +g +h +i]", 1},
    };
    CHECK(examples);
}

static void test_conditions(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"ist:öffentlich", "is:öffentlich", 0},
        {"radweg IST:Nichtöffentlich", "[~radweg +is:nichtöffentlich]", 0},
        {"-is:removed", "[-is:entfernt]", 0},
        {"ist:\"nicht öffentlich\" ist:ohne-text", "[+is:nichtöffentlich +is:ohne-text]", 0},
        {"ist:grün", "grün", 1},
        {"das ist: öffentlich", "[~das ~ist: ~öffentlich]", 0},
        {"betrag:5000", "amount:<500000..500000>", 0},
        {"betrag:1.234,50..2000", "amount:<123450..200000>", 0},
        {"kosten:>=1,5Mio", "amount:<150000000..>", 0},
        {"betrag:\"bis 5\"", "\"bis 5\"", 1},
        {"betrag:..50T€ betrag:\"10 - 20 Mio. Euro\"", "[+amount:<0..5000000> +amount:<1000..2000000000>]",
         0},
        {"betrag:<0,01 amount:50000..10", "[+amount:<0..0> +amount:<1000..5000000>]", 0},
        {"Kosten: 500 Euro", "[~Kosten: ~500 ~Euro]", 0},
        {"paragraf:\"§ 58 NKomVG\"", "citation:<§ 58 NKomVG>", 0},
        {"radweg paragraf:\"58 Abs. 1 NKomVG\"", "[~radweg +citation:<§ 58 Abs. 1 NKomVG>]", 0},
        {"section:58", "citation:<§ 58>", 0},
        {"paragraf:x", "x", 1},
    };
    CHECK(examples);
}

static void test_dates(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"datum:2020-09-01..2020-09-30", "date:<2020-09-01..2020-09-30>", 0},
        {"a jahr:2015..2018", "[~a +year:<2015-01-01..2018-12-31>]", 0},
        {"datum:2020-02", "date:<2020-02-01..2020-02-29>", 0},
        {"datum:\"01.09.2020 .. 3.9.20\"", "date:<2020-09-01..2020-09-03>", 0},
        {"datum:(2019 2021)", "[~date:<2019-01-01..2019-12-31> ~date:<2021-01-01..2021-12-31>]", 0},
        {"datum:..2010", "date:<..2010-12-31>", 0},
        {"datum:>=2019", "date:<2019-01-01..>", 0},
        {"a datum:gestern", "[~a ~gestern]", 1},
        {"datum:\"letzte Woche\"", "\"letzte Woche\"", 1},
        {"datum:gest*", "gest*", 1},
    };
    CHECK(examples);
}

static void check_range(const char *text, const char *from, const char *to)
{
    int32_t a = 1, b = 2;
    char first[RAT_DATE_TEXT], last[RAT_DATE_TEXT];
    if (!rat_query_parse_range(text, strlen(text), &a, &b)) {
        if (from)
            fail_msg("%s is not read", text);
        assert_int_equal(a, 1);
        assert_int_equal(b, 2);
        return;
    }
    if (!from)
        fail_msg("%s is read", text);
    assert_string_equal(a == RAT_NO_DATE + 1 ? "-" : rat_date_format(a, first), from);
    assert_string_equal(b == INT32_MAX ? "-" : rat_date_format(b, last), to);
}

static void test_ranges(void **state)
{
    (void)state;
    static const char *const bad[] = {"",        "..",      "20",      "2020-13", "31.02.2020", "2020-1-2-3",
                                      "0000",    "2020x",   "x..2020", ">",       ">9999",      "<0001",
                                      "1.2.3",   "-2020",   "99999",   "2020-",   "2020-1.2",   "2020/2021",
                                      "1.1.020", "2020..x", "9/2020/1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_range(bad[i], NULL, NULL);
    check_range("2020", "2020-01-01", "2020-12-31");
    check_range("2020-9", "2020-09-01", "2020-09-30");
    check_range("09/2020", "2020-09-01", "2020-09-30");
    check_range("1.9.2020", "2020-09-01", "2020-09-01");
    check_range("1.9.99", "1999-09-01", "1999-09-01");
    check_range("2020-09-21T10:00:00+02:00", "2020-09-21", "2020-09-21");
    check_range("2015-2018", "2015-01-01", "2018-12-31");
    check_range("2015 – 2018", "2015-01-01", "2018-12-31");
    check_range("2015 bis 3.2016", "2015-01-01", "2016-03-31");
    check_range("2018..2015", "2015-01-01", "2018-12-31");
    check_range("2019..", "2019-01-01", "-");
    check_range("..2010", "-", "2010-12-31");
    check_range(">2019", "2020-01-01", "-");
    check_range(">= 2019", "2019-01-01", "-");
    check_range("<2019", "-", "2018-12-31");
    check_range("≤2019-06", "-", "2019-06-30");
    int32_t a, b;
    assert_false(rat_query_parse_range("09\0"
                                       "2020",
                                       7, &a, &b));
}

/* ---- what strict callers refuse ---- */

static void check_refused(const char *query, rat_status expected, bool is_blank)
{
    struct rat_arena arena;
    struct rat_query parsed;
    struct rat_err err = RAT_ERR_INIT;
    rat_arena_init(&arena, 0);
    assert_int_equal(rat_query_parse(query, strlen(query), &arena, &parsed, &err), RAT_OK);
    rat_status got = parsed.refused ? parsed.refused->code : RAT_OK;
    if (got != expected || parsed.is_blank != is_blank)
        fail_msg("%s: refused %d blank %d", query, (int)got, parsed.is_blank);
    if (parsed.refused) {
        assert_true(strlen(parsed.refused->msg) > 10);
        assert_true(strlen(parsed.refused->hint) > 10);
        assert_true(parsed.refused->pos < strlen(query));
    }
    rat_arena_release(&arena);
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "datum:2020-02-30..",     "radweg datum:2021-13", "jahr:zwanzig", "a OR datum:x",
        "datum:\"letzte Woche\"", "datum:(2020 gestern)", "-datum:99",    "ist:grün",
        "is:(removed x)",         "betrag:viel",          "paragraf:oben"};
    static const char *const fine[] = {"Datum: 12.3.",
                                       "am Datum: \"bald\" im Rat",
                                       "Datum: (gestern heute)",
                                       "datum:2020",
                                       "datum: 2020-09",
                                       "gremium:x datum:",
                                       "*",
                                       "was ist: offen",
                                       "ist:",
                                       "(ist:) a",
                                       "foo:bar",
                                       "titel:ist:x",
                                       "ist:entfernt",
                                       "Das ist: grün",
                                       "\"a",
                                       "k* ?b",
                                       "gremium:*",
                                       "AND"};
    static const char *const blank[] = {"", " ", "\"", "((", ")", "\"\"", "titel:()", "gremium:", "-()"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_refused(bad[i], RAT_EUSAGE, false);
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        check_refused(fine[i], RAT_OK, false);
    for (size_t i = 0; i < sizeof blank / sizeof *blank; i++)
        check_refused(blank[i], RAT_OK, true);
}

/* ---- limits ---- */

static char *repeat(const char *part, size_t times)
{
    size_t n = strlen(part);
    char *text = malloc(n * times + 1);
    assert_non_null(text);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * n, part, n);
    text[n * times] = '\0';
    return text;
}

static void check_limit(char *query, rat_status expected)
{
    struct rat_arena arena;
    rat_arena_init(&arena, 0);
    struct rat_query parsed = {0};
    struct rat_err err = RAT_ERR_INIT;
    assert_int_equal(rat_query_parse(query, strlen(query), &arena, &parsed, &err), expected);
    assert_int_equal(rat_query_parse(query, strlen(query), &arena, &parsed, NULL), expected);
    if (expected != RAT_OK) {
        assert_int_equal(err.code, expected);
        assert_true(strlen(err.msg) > 10);
        assert_true(strlen(err.hint) > 10);
        assert_null(parsed.root);
    }
    rat_arena_release(&arena);
    free(query);
}

static void test_limits(void **state)
{
    (void)state;
    check_limit(repeat("a", RAT_QUERY_BYTES_MAX), RAT_OK);
    check_limit(repeat("a", RAT_QUERY_BYTES_MAX + 1), RAT_ELIMIT);
    check_limit(repeat("a ", RAT_QUERY_CLAUSES_MAX), RAT_OK);
    check_limit(repeat("a ", RAT_QUERY_CLAUSES_MAX + 1), RAT_ELIMIT);
    check_limit(repeat("(", RAT_QUERY_NESTING_MAX), RAT_OK);
    check_limit(repeat("(", RAT_QUERY_NESTING_MAX + 1), RAT_ELIMIT);
    check_limit(repeat("a(", RAT_QUERY_NESTING_MAX), RAT_OK);
    check_limit(repeat("a OR b AND (", RAT_QUERY_NESTING_MAX), RAT_ELIMIT);
    check_limit(repeat("NOT ", RAT_QUERY_BYTES_MAX / 4), RAT_OK);
    check_limit(repeat("-(", RAT_QUERY_BYTES_MAX / 2), RAT_ELIMIT);
    check_limit(repeat("k*", 1), RAT_OK);
    check_limit(repeat("ki*", 1), RAT_OK);
}

static void test_places(void **state)
{
    (void)state;
    struct rat_arena arena;
    rat_arena_init(&arena, 0);
    struct rat_query parsed;
    static const char query[] = "\xff"
                                "a  titel:b";
    assert_int_equal(rat_query_parse(query, strlen(query), &arena, &parsed, NULL), RAT_OK);
    const struct rat_clause *clauses = parsed.root->clauses;
    assert_int_equal(clauses[0].node->start, 0);
    assert_int_equal(clauses[0].node->end, 2);
    assert_int_equal(clauses[1].node->start, 4);
    assert_int_equal(clauses[1].node->end, 11);
    assert_int_equal(parsed.root->end, 11);
    rat_arena_release(&arena);
}

/* ---- formatting ---- */

static bool is_equal(const struct rat_node *a, const struct rat_node *b)
{
    struct rat_buf left = RAT_BUF_INIT, right = RAT_BUF_INIT;
    dump(&left, a);
    dump(&right, b);
    bool equal = strcmp(rat_buf_cstr(&left), rat_buf_cstr(&right)) == 0;
    if (!equal)
        print_error("%s\n%s\n", rat_buf_cstr(&left), rat_buf_cstr(&right));
    rat_buf_release(&left);
    rat_buf_release(&right);
    return equal;
}

/* Parsing what was formatted gives the same tree, and formatting that the same text. */
static void check_round_trip(const char *query, const char *expected)
{
    struct rat_arena arena;
    rat_arena_init(&arena, 0);
    struct rat_query first, second;
    struct rat_err err = RAT_ERR_INIT;
    rat_status status = rat_query_parse(query, strlen(query), &arena, &first, &err);
    if (status == RAT_OK) {
        const char *text = rat_query_format(first.root, &arena);
        assert_non_null(text);
        if (expected)
            assert_string_equal(text, expected);
        if (rat_query_parse(text, strlen(text), &arena, &second, &err) != RAT_OK)
            fail_msg("%s -> %s: %s", query, text, err.msg);
        if (!is_equal(first.root, second.root))
            fail_msg("%s -> %s", query, text);
        assert_string_equal(rat_query_format(second.root, &arena), text);
    } else {
        assert_int_equal(status, RAT_ELIMIT);
    }
    rat_arena_release(&arena);
}

static void test_format(void **state)
{
    (void)state;
    check_round_trip("", "*");
    check_round_trip("radweg schule", "radweg ODER schule");
    check_round_trip("radweg gremium:Kreisausschuss", "radweg +gremium:Kreisausschuss");
    check_round_trip("a AND (b OR c) NOT d", "(a UND (b ODER c)) NICHT d");
    check_round_trip("type:x AND year:2020..2021", "typ:x UND jahr:2020..2021");
    check_round_trip("datum:2020-02-01..2020-02-29", "datum:2020-02");
    check_round_trip("datum:2020-01-01..30.06.2021", "datum:2020-01..2021-06");
    check_round_trip("datum:>=15.2.2019", "datum:2019-02-15..");
    check_round_trip("gremium:(+a b)", "gremium:(+a b)");
    check_round_trip("AND", "text:AND");
    check_round_trip("titel:gremium:x", "titel:gremium:x");
    check_round_trip("+text:-x b", "+text:-x b");
    check_round_trip("+\"..\" datum:(+..2010 x)", NULL);
    check_round_trip("a NEAR/5 \"b c\" OR d", "(a NAHE/5 \"b c\") ODER d");
    check_round_trip("titel:(a ONEAR b)^2", "titel:(a VOR/10 b)^2");
    check_round_trip("stra?e radwge~2 haus^0,5 (a b)^1.25",
                     "stra?e ODER radwge~2 ODER haus^0.5 ODER (a ODER b)^1.25");
    check_round_trip("ist:removed amount:>100 section:\"58 NKomVG\"",
                     "ist:entfernt UND betrag:100,01.. UND paragraf:\"§ 58 NKomVG\"");
    check_round_trip("betrag:(..5 10 7,5..)", "betrag:..5 ODER betrag:10 ODER betrag:7,50..");
}

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

static void test_round_trip(void **state)
{
    (void)state;
    static const char *const parts[] = {
        " ",         " ",         " ",        " ",          "(",       ")",        "\"",      "„",
        "“",         "-",         "+",        "*",          ":",       ".",        "a",       "ab",
        "Kinder",    "Straße",    "2020",     "2020-09-21", " AND ",   " UND ",    " OR ",    " NOT ",
        " ODER ",    "NICHT",     "gremium:", "datum:",     "jahr:",   "titel:",   "typ:",    "text:",
        "foo:",      "..",        ">=",       "(in)",       "*in",     "\xff",     "\x01",    ", ",
        "gremium:(", "datum:(",   "text:(",   " -",         " +",      " +(",      " -(",     "http://x",
        "1.9.2020",  "/",         " NEAR ",   " NAHE/3 ",   " VOR/2 ", "?",        "~",       "~2",
        "^2",        "^0.5",      ")^3",      "\"~4",       "ist:",    "entfernt", "betrag:", "5000",
        "§ 58",      "paragraf:",
    };
    uint64_t seed = 2020740;
    for (int round = 0; round < 60000; round++) {
        char query[512];
        size_t used = 0;
        for (uint32_t left = 1 + next_random(&seed) % 24; left > 0; left--) {
            const char *part = parts[next_random(&seed) % (sizeof parts / sizeof *parts)];
            size_t n = strlen(part);
            memcpy(query + used, part, n);
            used += n;
        }
        query[used] = '\0';
        check_round_trip(query, NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),      cmocka_unit_test(test_phrases),
        cmocka_unit_test(test_operators),  cmocka_unit_test(test_fields),
        cmocka_unit_test(test_forgiving),  cmocka_unit_test(test_prefixes),
        cmocka_unit_test(test_dates),      cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_limits),     cmocka_unit_test(test_refused),
        cmocka_unit_test(test_places),     cmocka_unit_test(test_format),
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_wildcards),
        cmocka_unit_test(test_fuzzy),      cmocka_unit_test(test_boosts),
        cmocka_unit_test(test_near),       cmocka_unit_test(test_conditions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
