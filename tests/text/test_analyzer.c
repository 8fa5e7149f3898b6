/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/analyzer.h"

#include "base/buf.h"
#include "base/file.h"
#include "tests/support/prng.h"
#include "text/charset.h"
#include "text/fold.h"
#include "text/steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static struct rat_analyzer *make(const char *name)
{
    struct rat_analyzer *analyzer = NULL;
    assert_int_equal(rat_analyzer_open(name,
                                       rat_analyzer_version_with(name, RAT_STEP_HYPHENS | RAT_STEP_STEMS),
                                       &analyzer, NULL),
                     RAT_OK);
    assert_string_equal(rat_analyzer_name(analyzer), name);
    return analyzer;
}

/* All surface forms, separated by '|', of an exact copy (so that the sanitizer sees reads behind it). */
static void tokens_are(const char *name, const char *text, const char *expected)
{
    struct rat_analyzer *analyzer = make(name);
    struct rat_buf copy = RAT_BUF_INIT, got = RAT_BUF_INIT;
    rat_buf_append(&copy, text, strlen(text));
    for (int pass = 0; pass < 2; pass++) { /* restartable */
        rat_buf_clear(&got);
        rat_analyzer_start(analyzer, (const char *)copy.data, copy.size);
        struct rat_token token;
        uint32_t position = 0;
        rat_status st;
        while ((st = rat_analyzer_next(analyzer, &token)) == RAT_OK) {
            assert_int_equal(token.position, position++);
            if (got.size > 0)
                rat_buf_byte(&got, '|');
            rat_buf_append(&got, token.surface, token.surface_size);
        }
        assert_int_equal(st, RAT_END);
        assert_int_equal(rat_analyzer_next(analyzer, &token), RAT_END); /* and stays there */
        assert_string_equal(rat_buf_cstr(&got), expected);
    }
    rat_buf_release(&copy);
    rat_buf_release(&got);
    rat_analyzer_free(analyzer);
}

/* The text of token number i as it stands in the source. */
static void stands_at(const char *text, unsigned i, const char *source)
{
    struct rat_analyzer *analyzer = make("german");
    struct rat_token token;
    rat_analyzer_start(analyzer, text, strlen(text));
    for (unsigned k = 0; k <= i; k++)
        assert_int_equal(rat_analyzer_next(analyzer, &token), RAT_OK);
    assert_int_equal(token.end - token.start, strlen(source));
    assert_memory_equal(text + token.start, source, strlen(source));
    rat_analyzer_free(analyzer);
}

static void words(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" \n\t.,;", ""},
        {"Der Kreistag beschließt.", "der|kreistag|beschließt"},
        {"Änderung der STRAẞE", "änderung|der|straße"},
        {"480 m² und 12 m³, ½ Stelle", "480|m²|und|12|m³|½|stelle"},
        {"CO₂-Bilanz", "co2|bilanz"},
        {"2020/740", "2020|740"},
        {"1.234,50 €", "1|234|50"},
        {"§ 58 Abs. 1 Nr. 7 NKomVG", "58|abs|1|nr|7|nkomvg"},
        {"B‘90/Die Grünen", "b|90|die|grünen"},
        {"Bürger*innen", "bürger|innen"},
        {"a×b÷c", "a|b|c"},
        {"Haupt- und Finanzausschuss", "haupt|und|finanzausschuss"},
        {"snake_case", "snake|case"},
        {"☒ ja ☐ nein \xef\x83\xb7 x", "ja|nein|x"}, /* a private-use glyph */
        {"Лев Толстой", "лев|толстой"},
        {"ˈ", "ˈ"},          /* a modifier letter */
        {"\xcc\x88 a", "a"}, /* a lone mark is no word */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        tokens_are("german", cases[i][0], cases[i][1]);
}

static void hidden_characters(void **state)
{
    (void)state;
    tokens_are("german",
               "Kin\xc2\xad"
               "der\xe2\x80\x8bgar\xe2\x80\x8dten",
               "kindergarten");
    tokens_are("german", "Mu\xcc\x88ller", "müller");
    tokens_are("german",
               "Flug\xef\xac\x82\xc3\xa4"
               "che",
               "flugfläche");
    tokens_are("german",
               "Haus\xc2\xa0"
               "Nr.",
               "haus|nr");
    tokens_are("german", "\xef\xbb\xbfText", "text");
    stands_at("ein Mu\xcc\x88ller.", 1, "Mu\xcc\x88ller");
    stands_at("ein Wort\xc2\xad da", 1, "Wort"); /* what is dropped at the end is not part of it */
    stands_at("\xe2\x80\x8bWort", 0, "Wort");
}

static void broken_lines(void **state)
{
    (void)state;
    tokens_are("german", "Kinder-\ntagesstätte", "kindertagesstätte");
    tokens_are("german", "die Kinder-\n tages-\r\nstätte, neu", "die|kindertagesstätte|neu");
    tokens_are("german", "Kinder\xc2\xad\ntages\xe2\x80\x90\nstätte", "kindertagesstätte");
    tokens_are("german", "Vor-\nund Nachteile", "vor|und|nachteile");
    tokens_are("german", "CDU-\nFraktion", "cdu|fraktion");
    tokens_are("german", "Soft\xc2\xad\nHyphen", "soft|hyphen");
    tokens_are("german", "Haushalts-\n\n– 2 –\n\nsatzung", "haushaltssatzung");
    tokens_are("german", "Haushalts-\n-- 1 of 23 --\nsatzung", "haushaltssatzung");
    tokens_are("german", "Straßen-\nbahn-Haltestelle", "straßenbahn|haltestelle");
    tokens_are("german", "Ende-\n", "ende");
    tokens_are("german", "Ende\xc2\xad", "ende");
    stands_at("die Kinder-\n tages-\r\nstätte, neu", 1, "Kinder-\n tages-\r\nstätte");
    stands_at("die Kinder-\n tages-\r\nstätte, neu", 2, "neu");
    stands_at("CDU-\nFraktion", 0, "CDU");
}

static void long_words_are_cut(void **state)
{
    (void)state;
    struct rat_analyzer *analyzer = make("german");
    static const char *const units[] = {"a", "ä", "漢", "u\xcc\x88", "\xf0\x9d\x94\x84", "ﬃ"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t size = strlen(units[i]);
        for (size_t count = 60; count < 1400; count += count < 70 ? 1 : 333) {
            struct rat_buf text = RAT_BUF_INIT;
            for (size_t k = 0; k < count; k++)
                rat_buf_append(&text, units[i], size);
            rat_analyzer_start(analyzer, (const char *)text.data, text.size);
            struct rat_token token;
            assert_int_equal(rat_analyzer_next(analyzer, &token), RAT_OK);
            assert_int_equal(token.end, text.size);
            size_t points = 0;
            for (uint32_t k = 0; k < token.surface_size; k++)
                points += ((unsigned char)token.surface[k] & 0xc0) != 0x80;
            size_t want = i == 5 ? 3 * count : count;
            assert_int_equal(points, want < RAT_TOKEN_CODE_POINTS_MAX ? want : RAT_TOKEN_CODE_POINTS_MAX);
            assert_true(rat_utf8_valid(token.surface, token.surface_size));
            struct rat_terms terms;
            assert_int_equal(rat_analyzer_terms(analyzer, token.surface, token.surface_size, &terms), RAT_OK);
            assert_true(terms.term[0].size <= RAT_TERM_BYTES_MAX);
            assert_int_equal(rat_analyzer_next(analyzer, &token), RAT_END);
            rat_buf_release(&text);
        }
    }
    rat_analyzer_free(analyzer);
}

static void whitespace_tokens(void **state)
{
    (void)state;
    tokens_are("whitespace", "  Der \tKreistag,\r\nPeine\f2020/740 ", "Der|Kreistag,|Peine|2020/740");
    tokens_are("whitespace", "", "");
    tokens_are("whitespace",
               "a\xc2\xa0"
               "b",
               "a\xc2\xa0"
               "b"); /* ASCII white space only */
    struct rat_analyzer *analyzer = make("whitespace");
    char text[1201];
    for (size_t i = 0; i < 1200; i += 3)
        memcpy(text + i, "€", 3);
    rat_analyzer_start(analyzer, text, 1200);
    struct rat_token token;
    assert_int_equal(rat_analyzer_next(analyzer, &token), RAT_OK);
    assert_int_equal(token.end, 1200);
    assert_int_equal(token.surface_size, 510); /* at a character */
    struct rat_terms terms;
    assert_int_equal(rat_analyzer_terms(analyzer, token.surface, token.surface_size, &terms), RAT_OK);
    assert_int_equal(terms.count, 1);
    assert_int_equal(terms.term[0].layer, RAT_LAYER_EXACT);
    assert_int_equal(terms.term[0].size, 510);
    assert_false(rat_analyzer_has_layer(analyzer, RAT_LAYER_STEM));
    rat_analyzer_free(analyzer);
}

/* One byte after the other, as the tokens of a text are defined. */
static size_t plain_tokens(const char *text, size_t n, struct rat_token *out)
{
    size_t count = 0, at = 0;
    while (at < n) {
        size_t from = at;
        while (at < n && !memchr(" \t\n\v\f\r", text[at], 6))
            at++;
        if (at > from) {
            out[count] = (struct rat_token){text + from,
                                            (uint32_t)(at - from),
                                            (uint32_t)count,
                                            (uint32_t)from,
                                            (uint32_t)at,
                                            RAT_TOKEN_WORD,
                                            0};
            count++;
        }
        at++;
    }
    return count;
}

/* Texts of all sizes around the blocks that the analyzer looks at, of bytes around the spaces. */
static void whitespace_by_blocks(void **state)
{
    (void)state;
    static const char bytes[] = "  \t\n\v\f\r\x08\x0e\x1f!\x7f\x01"
                                "aaaaaaaaa";
    struct rat_analyzer *analyzer = make("whitespace");
    struct prng random = {9};
    struct rat_token want[400], got[7];
    for (unsigned i = 0; i < 4000; i++) {
        size_t n = prng_below(&random, 330);
        unsigned words = 1 + prng_below(&random, sizeof bytes - 1); /* few of them: long words or none */
        char *text = malloc(n + 1); /* as long as the text, so that reading past its end is noticed */
        assert_non_null(text);
        char *exact = text + 1;
        for (size_t k = 0; k < n; k++)
            exact[k] = bytes[sizeof bytes - 2 - prng_below(&random, words)];
        size_t count = plain_tokens(exact, n, want), at = 0;
        uint32_t room = 1 + prng_below(&random, 7), made;
        rat_analyzer_start(analyzer, exact, n);
        while (rat_analyzer_next_many(analyzer, got, room, &made) == RAT_OK) {
            assert_in_range(made, 1, room);
            for (uint32_t k = 0; k < made; k++, at++) {
                assert_true(at < count && got[k].surface == want[at].surface);
                assert_int_equal(got[k].surface_size, want[at].surface_size);
                assert_int_equal(got[k].position, want[at].position);
                assert_int_equal(got[k].start, want[at].start);
                assert_int_equal(got[k].end, want[at].end);
            }
        }
        assert_int_equal(at, count);
        free(text);
    }
    rat_analyzer_free(analyzer);
}

static void terms_are(struct rat_analyzer *analyzer, const char *surface, const char *exact, const char *stem)
{
    struct rat_terms terms;
    assert_int_equal(rat_analyzer_terms(analyzer, surface, strlen(surface), &terms), RAT_OK);
    assert_int_equal(terms.count, 2);
    assert_int_equal(terms.term[0].layer, RAT_LAYER_EXACT);
    assert_int_equal(terms.term[0].size, strlen(exact));
    assert_memory_equal(terms.term[0].bytes, exact, strlen(exact));
    assert_int_equal(terms.term[1].layer, RAT_LAYER_STEM);
    char got[64];
    (void)snprintf(got, sizeof got, "%.*s", (int)terms.term[1].size, terms.term[1].bytes);
    assert_string_equal(got, stem);
}

static void terms_of_both_layers(void **state)
{
    (void)state;
    struct rat_analyzer *analyzer = make("german");
    terms_are(analyzer, "müller", "mueller", "mull");
    terms_are(analyzer, "häuser", "haeuser", "haus");
    terms_are(analyzer, "straße", "straße", "strass");
    terms_are(analyzer, "strasse", "strasse", "strass");
    terms_are(analyzer, "maße", "maße", "mass");
    terms_are(analyzer, "masse", "masse", "mass");
    terms_are(analyzer, "aktuell", "aktuell", "aktuell"); /* ue is no umlaut here */
    terms_are(analyzer, "israel", "israel", "israel");
    terms_are(analyzer, "michael", "michael", "michael");
    terms_are(analyzer, "duell", "duell", "duell");
    terms_are(analyzer, "über", "ueber", "uber");
    terms_are(analyzer, "beschlüsse", "beschluesse", "beschluss");
    terms_are(analyzer, "beschluß", "beschluß", "beschluss");
    terms_are(analyzer, "café", "café", "caf");
    terms_are(analyzer, "cafe", "cafe", "caf");
    terms_are(analyzer, "françois", "françois", "francois");
    terms_are(analyzer, "m²", "m²", "m2");
    terms_are(analyzer, "co₂", "co₂", "co2");
    terms_are(analyzer, "satzung¹", "satzung¹", "satzung"); /* a footnote */
    terms_are(analyzer, "¹", "¹", "1");
    terms_are(analyzer, "2020", "2020", "2020");
    terms_are(analyzer, "æ", "æ", "ae");
    terms_are(analyzer, "лев", "лев", "лев");
    rat_analyzer_free(analyzer);
}

static void names_and_layers(void **state)
{
    (void)state;
    struct rat_analyzer *analyzer = NULL;
    struct rat_err err = RAT_ERR_INIT;
    assert_int_equal(rat_analyzer_new("klingon", &analyzer, &err), RAT_EUSAGE);
    assert_null(analyzer);
    assert_true(err.msg[0] && err.hint[0]);
    rat_analyzer_free(NULL);
    analyzer = make("german");
    assert_true(rat_analyzer_version(analyzer) >= 1);
    assert_true(rat_analyzer_has_layer(analyzer, RAT_LAYER_EXACT));
    assert_true(rat_analyzer_has_layer(analyzer, RAT_LAYER_STEM));
    assert_false(rat_analyzer_has_layer(analyzer, 0));
    assert_false(rat_analyzer_has_layer(analyzer, 3));
    assert_false(rat_analyzer_has_layer(analyzer, 200));
    struct rat_token token;
    assert_int_equal(rat_analyzer_next(analyzer, &token), RAT_END); /* before any start */
    rat_analyzer_free(analyzer);
    assert_string_equal(rat_layer_name(RAT_LAYER_EXACT), "exact");
    assert_string_equal(rat_layer_name(RAT_LAYER_STEM), "stem");
    assert_string_equal(rat_layer_name(14), "?");
}

/* What holds for every token of every valid text. Returns the number of tokens. */
static size_t check_text(struct rat_analyzer *analyzer, const char *text, size_t n)
{
    size_t count = 0;
    uint32_t end = 0, position = 0;
    struct rat_token token;
    rat_analyzer_start(analyzer, text, n);
    while (rat_analyzer_next(analyzer, &token) == RAT_OK) {
        assert_true(token.start >= end && token.start < token.end && token.end <= n);
        assert_true(count == 0 || token.position >= position);
        assert_true(((unsigned char)text[token.start] & 0xc0) != 0x80);
        assert_true(token.end == n || ((unsigned char)text[token.end] & 0xc0) != 0x80);
        assert_true(token.surface_size > 0);
        assert_true(rat_utf8_valid(token.surface, token.surface_size));
        end = token.end;
        position = token.position;
        count++;
    }
    return count;
}

/* The surface form is that of the text's own bytes, joined lines apart, and analysing it again changes
 * nothing. */
static void check_surfaces(struct rat_analyzer *analyzer, struct rat_analyzer *again, const char *text,
                           size_t n)
{
    struct rat_token token, same;
    struct rat_buf folded = RAT_BUF_INIT, copy = RAT_BUF_INIT;
    rat_analyzer_start(analyzer, text, n);
    while (rat_analyzer_next(analyzer, &token) == RAT_OK) {
        size_t size = token.end - token.start;
        if (size < 120 && !memchr(text + token.start, '\n', size) &&
            !memchr(text + token.start, '\r', size) && !memchr(text + token.start, '\f', size)) {
            rat_buf_clear(&folded);
            rat_fold_surface(text + token.start, size, &folded);
            assert_true(folded.size >= token.surface_size);
            assert_memory_equal(folded.data, token.surface, token.surface_size);
        }
        rat_buf_clear(&copy);
        rat_buf_append(&copy, token.surface, token.surface_size);
        rat_analyzer_start(again, (const char *)copy.data, copy.size);
        assert_int_equal(rat_analyzer_next(again, &same), RAT_OK);
        assert_int_equal(same.surface_size, token.surface_size);
        assert_memory_equal(same.surface, copy.data, copy.size);
        struct rat_terms terms;
        assert_int_equal(rat_analyzer_terms(again, token.surface, token.surface_size, &terms), RAT_OK);
        assert_true(terms.count >= 1 && terms.term[0].layer == RAT_LAYER_EXACT);
        for (uint32_t i = 0; i < terms.count; i++) {
            assert_true(terms.term[i].size >= 1 && terms.term[i].size <= RAT_TERM_BYTES_MAX);
            assert_true(rat_utf8_valid(terms.term[i].bytes, terms.term[i].size));
        }
    }
    rat_buf_release(&folded);
    rat_buf_release(&copy);
}

static uint64_t seed = 20200921;

static uint32_t random_below(uint32_t limit)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % limit;
}

static void put_random(struct rat_buf *out)
{
    static const char *const pieces[] = {
        "Kreis",
        "tag",
        "-\n",
        "- 2 -\n",
        "\xc2\xad",
        "\xcc\x88",
        "ä",
        "Ü",
        "ß",
        "ẞ",
        "ﬁ",
        "²",
        "\xe2\x80\x8b",
        " ",
        "\r\n",
        "\f",
        "und",
        "\xe2\x80\x90\n",
        "漢",
        "\xed\x95\x9c",
        "\xf0\x9f\x98\x80",
        "\xef\xb8\x8f",
        ".",
        "7",
        "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8",
        "\xcd\x84",
        "\xe0\xa5\x98",
        "\xcc\xa7\xcc\x81",
        "\xc4\xb0",
        "\xe2\x84\xaa",
    };
    if (random_below(4)) {
        rat_buf_puts(out, pieces[random_below(sizeof pieces / sizeof *pieces)]);
        return;
    }
    uint32_t cp = random_below(random_below(2) ? 0x3000 : 0x110000);
    if (cp >= 0xd800 && cp < 0xe000)
        cp = 'x';
    if (cp < 0x80) {
        rat_buf_byte(out, (uint8_t)cp);
    } else if (cp < 0x800) {
        rat_buf_byte(out, (uint8_t)(0xc0 | cp >> 6));
        rat_buf_byte(out, (uint8_t)(0x80 | (cp & 0x3f)));
    } else {
        if (cp < 0x10000) {
            rat_buf_byte(out, (uint8_t)(0xe0 | cp >> 12));
        } else {
            rat_buf_byte(out, (uint8_t)(0xf0 | cp >> 18));
            rat_buf_byte(out, (uint8_t)(0x80 | (cp >> 12 & 0x3f)));
        }
        rat_buf_byte(out, (uint8_t)(0x80 | (cp >> 6 & 0x3f)));
        rat_buf_byte(out, (uint8_t)(0x80 | (cp & 0x3f)));
    }
}

static void random_texts_hold_the_rules(void **state)
{
    (void)state;
    struct rat_analyzer *german = make("german"), *again = make("german"), *plain = make("whitespace");
    for (int round = 0; round < 20000; round++) {
        struct rat_buf text = RAT_BUF_INIT;
        for (uint32_t pieces = random_below(40); pieces > 0; pieces--)
            put_random(&text);
        assert_true(rat_utf8_valid(text.data, text.size));
        char *copy = malloc(text.size ? text.size : 1); /* the sanitizer sees a read behind it */
        assert_non_null(copy);
        if (text.size > 0)
            memcpy(copy, text.data, text.size);
        size_t first = check_text(german, copy, text.size);
        assert_int_equal(check_text(german, copy, text.size), first);
        check_surfaces(german, again, copy, text.size);
        check_text(plain, copy, text.size);
        free(copy);
        rat_buf_release(&text);
    }
    rat_analyzer_free(german);
    rat_analyzer_free(again);
    rat_analyzer_free(plain);
}

/* RAT_KARLSRUHE: a folder shaped as an OParl dump with file-contents/N.txt. */
static void real_texts_tokenise_in_bounds(void **state)
{
    (void)state;
    const char *folder = getenv("RAT_KARLSRUHE");
    if (!folder)
        skip();
    struct rat_buf path = RAT_BUF_INIT, contents = RAT_BUF_INIT;
    rat_path_join(&contents, folder, "file-contents");
    char **names;
    size_t count, texts = 0, tokens = 0;
    assert_int_equal(rat_folder_list(rat_buf_cstr(&contents), &names, &count, NULL), RAT_OK);
    struct rat_analyzer *german = make("german");
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(names[i]);
        if (size < 4 || strcmp(names[i] + size - 4, ".txt") != 0)
            continue;
        struct rat_mapping file;
        struct rat_buf text = RAT_BUF_INIT;
        struct rat_decode_report report;
        rat_path_join(&path, rat_buf_cstr(&contents), names[i]);
        assert_int_equal(rat_file_map(rat_buf_cstr(&path), &file, NULL), RAT_OK);
        assert_int_equal(rat_charset_decode(file.data, file.size, NULL, &text, &report, NULL), RAT_OK);
        assert_int_equal(report.undecodable, 0);
        tokens += check_text(german, (const char *)text.data, text.size);
        texts++;
        rat_buf_release(&text);
        rat_file_unmap(&file);
    }
    print_message("%zu texts, %zu tokens\n", texts, tokens);
    assert_true(texts == 0 || tokens > texts);
    rat_analyzer_free(german);
    rat_folder_list_free(names, count);
    rat_buf_release(&path);
    rat_buf_release(&contents);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(hidden_characters),
        cmocka_unit_test(broken_lines),
        cmocka_unit_test(long_words_are_cut),
        cmocka_unit_test(whitespace_tokens),
        cmocka_unit_test(whitespace_by_blocks),
        cmocka_unit_test(terms_of_both_layers),
        cmocka_unit_test(names_and_layers),
        cmocka_unit_test(random_texts_hold_the_rules),
        cmocka_unit_test(real_texts_tokenise_in_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
