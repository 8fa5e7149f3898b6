/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/passage.h"

#include "text/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MATCHES_MAX 64

struct sample {
    const char *text;
    size_t n;
    struct rat_match matches[MATCHES_MAX];
    size_t count;
};

static int by_start(const void *a, const void *b)
{
    const struct rat_match *left = a, *right = b;
    return (left->start > right->start) - (left->start < right->start);
}

/* Matches of every occurrence of each word; words[i] is term i. */
static struct sample make_sample(const char *text, const char *const *words, size_t word_count)
{
    struct sample sample = {.text = text, .n = strlen(text)};
    for (size_t w = 0; w < word_count; w++)
        for (const char *at = strstr(text, words[w]); at; at = strstr(at + 1, words[w])) {
            assert_true(sample.count < MATCHES_MAX);
            uint32_t start = (uint32_t)(at - text);
            sample.matches[sample.count++] =
                (struct rat_match){start, start + (uint32_t)strlen(words[w]), (uint16_t)w, 1.0f};
        }
    qsort(sample.matches, sample.count, sizeof *sample.matches, by_start);
    return sample;
}

static struct rat_passages choose(const struct sample *s, const struct rat_passage_options *options)
{
    struct rat_passages passages;
    assert_int_equal(rat_passages_choose(s->matches, s->count, s->n, options, &passages, NULL), RAT_OK);
    return passages;
}

/* Renders from copies of exactly the bytes that may be read, so that ASan sees every step beyond. */
static char *snippet(const struct sample *s, const struct rat_passage_options *options)
{
    struct rat_passages passages = choose(s, options);
    char *copies[RAT_PASSAGES_MAX];
    for (size_t i = 0; i < passages.count; i++) {
        struct rat_passage *p = &passages.item[i];
        size_t n = p->read_end - p->read_start;
        copies[i] = malloc(n ? n : 1);
        assert_non_null(copies[i]);
        memcpy(copies[i], s->text + p->read_start, n);
        p->text = copies[i];
    }
    struct rat_buf out = RAT_BUF_INIT;
    rat_passages_render(&passages, s->matches, s->count, s->n, options, &out);
    char *text = strdup(rat_buf_cstr(&out));
    rat_buf_release(&out);
    for (size_t i = 0; i < passages.count; i++)
        free(copies[i]);
    assert_non_null(text);
    return text;
}

static void check(const char *text, const char *word, const char *expected)
{
    struct sample sample = make_sample(text, &word, word ? 1 : 0);
    struct rat_passage_options options = {0};
    char *is = snippet(&sample, &options);
    assert_string_equal(is, expected);
    free(is);
}

static void test_short_texts(void **state)
{
    (void)state;
    check("", NULL, "");
    check(" \n ", NULL, "");
    check("Der Radweg kommt.", NULL, "Der Radweg kommt.");
    check("Der Radweg kommt.", "Radweg", "Der <mark>Radweg</mark> kommt.");
    check("  Der \r\n\t Radweg\xc2\xa0 \n\n\fkommt. \n", "Radweg", "Der <mark>Radweg</mark> kommt.");
    check("Radweg Radweg", "Radweg", "<mark>Radweg</mark> <mark>Radweg</mark>");
    check("aa", "a", "<mark>a</mark><mark>a</mark>");
}

static void test_line_hyphens(void **state)
{
    (void)state;
    check("die Kinder-\ntagesstätte im", "Kinder-\ntagesstätte", "die <mark>Kindertagesstätte</mark> im");
    check("die Kinder- \r\n  tagesstätte", NULL, "die Kindertagesstätte");
    check("Kinder\xc2\xad\ntages\xc2\xadstätte", NULL, "Kindertagesstätte");
    check("Vor-\nund Nachteile", "Vor-", "<mark>Vor-</mark> und Nachteile");
    check("CDU-\nFraktion", "CDU-\nFraktion", "<mark>CDU-Fraktion</mark>");
    check("Nord - \nund Süd", NULL, "Nord - und Süd");
    check("Beschwer-\n\n– 2 –\n\nden", "Beschwer-\n\n– 2 –\n\nden", "<mark>Beschwerden</mark>");
}

static void test_escaping(void **state)
{
    (void)state;
    check("<script>alert('x & \"y\"')</script>", "script",
          "&lt;<mark>script</mark>&gt;alert(&#39;x &amp; &quot;y&quot;&#39;)&lt;/<mark>script</mark>&gt;");
    check("a<b", "<", "a<mark>&lt;</mark>b");
    check("a\x1b[31mb\x7f"
          "c\xe2\x80\xae"
          "d\xee\x80\x80"
          "e",
          NULL, "a [31mb cd e");

    const char *word = "<b>";
    struct sample sample = make_sample("x <b> & y", &word, 1);
    struct rat_passage_options plain = {.mark_on = "[", .mark_off = "]", .plain = true};
    char *is = snippet(&sample, &plain);
    assert_string_equal(is, "x [<b>] & y");
    free(is);
}

static void test_overlaps(void **state)
{
    (void)state;
    struct rat_passage_options options = {0};
    struct sample sample = {.text = "CDU-Fraktion im Rat", .n = 19, .count = 5};
    sample.matches[0] = (struct rat_match){0, 3, 0, 1};
    sample.matches[1] = (struct rat_match){0, 12, 1, 1};
    sample.matches[2] = (struct rat_match){4, 12, 2, 1};
    sample.matches[3] = (struct rat_match){13, 13, 3, 1};  /* empty */
    sample.matches[4] = (struct rat_match){16, 900, 3, 1}; /* beyond the end */
    char *is = snippet(&sample, &options);
    assert_string_equal(is, "<mark>CDU-Fraktion</mark> im <mark>Rat</mark>");
    free(is);
}

/* "Satz 1 steht hier. Satz 2 ...": room around what a test looks for. */
static char *surround(const char *middle, unsigned before, unsigned after)
{
    struct rat_buf out = RAT_BUF_INIT;
    for (unsigned i = 0; i < before; i++)
        rat_buf_puts(&out, "Hier steht ein ganzer Satz ohne Belang. ");
    rat_buf_puts(&out, middle);
    for (unsigned i = 0; i < after; i++)
        rat_buf_puts(&out, " Hier steht noch ein Satz ohne Belang.");
    char *text = strdup(rat_buf_cstr(&out));
    rat_buf_release(&out);
    assert_non_null(text);
    return text;
}

static void check_long(const char *middle, const char *word, size_t length, const char *expected)
{
    char *text = surround(middle, 20, 20);
    struct sample sample = make_sample(text, &word, 1);
    struct rat_passage_options options = {.length = length};
    char *is = snippet(&sample, &options);
    if (!strstr(is, expected))
        fail_msg("%s\n  is not in %s", expected, is);
    assert_memory_equal(is, "… ", 4);
    assert_string_equal(is + strlen(is) - 4, " …");
    assert_true(strlen(is) < length * 2 + 40);
    free(is);
    free(text);
}

static void test_cuts(void **state)
{
    (void)state;
    check_long("Der neue Radweg an der Bundesstraße soll im kommenden Jahr gebaut werden.", "Radweg", 80,
               "… Der neue <mark>Radweg</mark> an der Bundesstraße soll im kommenden Jahr gebaut werden. …");
    /* not after "Nr." or "3." */
    check_long("Die Vorlage Nr. 12 vom 3. Februar nennt den Radweg an der Straße.", "Radweg", 90,
               "… Die Vorlage Nr. 12 vom 3. Februar nennt den <mark>Radweg</mark> an der Straße.");
    /* one endless sentence: cut at words */
    check_long(
        "und so weiter und so fort und noch mehr und immer so weiter bis zum Radweg und dann wieder von vorn "
        "und so weiter und so fort und noch mehr und immer so weiter",
        "Radweg", 60, "<mark>Radweg</mark> und dann wieder von");
}

static void test_beginning(void **state)
{
    (void)state;
    char *text = surround("x", 20, 20);
    struct sample sample = {.text = text, .n = strlen(text)};
    struct rat_passage_options options = {.length = 100};
    char *is = snippet(&sample, &options);
    assert_string_equal(is, "Hier steht ein ganzer Satz ohne Belang. Hier steht ein ganzer Satz ohne Belang. "
                            "Hier steht ein ganzer Satz ohne Belang. …");
    free(is);
    free(text);
}

/* One place with both words beats many places with one. */
static void test_coverage(void **state)
{
    (void)state;
    static const char *const words[] = {"Radweg", "Schule"};
    char *left = surround("Radweg, Radweg und Radweg.", 3, 20);
    char *text = surround("Der Radweg zur Schule fehlt.", 0, 20);
    char *both;
    assert_true(asprintf(&both, "%s %s", left, text) > 0);
    struct sample sample = make_sample(both, words, 2);
    struct rat_passage_options options = {.length = 160, .passages = 1};
    char *is = snippet(&sample, &options);
    assert_non_null(strstr(is, "Der <mark>Radweg</mark> zur <mark>Schule</mark> fehlt."));
    assert_null(strstr(is, "Radweg</mark> und"));
    free(is);
    free(both);
    free(text);
    free(left);
}

/* Words far from each other: a passage for each, in the order of the text. */
static void test_two_passages(void **state)
{
    (void)state;
    static const char *const words[] = {"Schule", "Radweg"};
    char *left = surround("Der Radweg ist neu.", 20, 20);
    char *right = surround("Die Schule ist alt.", 20, 20);
    char *both;
    assert_true(asprintf(&both, "%s %s", left, right) > 0);
    struct sample sample = make_sample(both, words, 2);
    struct rat_passage_options options = {.length = 120};
    char *is = snippet(&sample, &options);
    const char *first = strstr(is, "Der <mark>Radweg</mark> ist neu."),
               *second = strstr(is, "Die <mark>Schule</mark>");
    assert_non_null(first);
    assert_non_null(second);
    assert_true(first < second);
    const char *gap = strstr(first, " … ");
    assert_true(gap && gap < second && !strstr(first, "… …"));
    free(is);

    options.passages = 1;
    is = snippet(&sample, &options);
    assert_true(!strstr(is, "Radweg") != !strstr(is, "Schule"));
    free(is);
    free(both);
    free(left);
    free(right);
}

/* A term of one kind alone stays in one passage. */
static void test_one_term(void **state)
{
    (void)state;
    char *text = surround("Der Belang.", 30, 30);
    const char *word = "Belang";
    struct sample sample = make_sample(text, &word, 1);
    struct rat_passage_options options = {0};
    struct rat_passages passages = choose(&sample, &options);
    assert_int_equal(passages.count, 1);
    free(text);
}

static void test_weights(void **state)
{
    (void)state;
    static const char *const words[] = {"Radweg", "Schule"};
    char *left = surround("Der Radweg ist neu.", 10, 10);
    char *right = surround("Die Schule ist alt.", 10, 10);
    char *both;
    assert_true(asprintf(&both, "%s %s", left, right) > 0);
    struct sample sample = make_sample(both, words, 2);
    for (size_t i = 0; i < sample.count; i++)
        sample.matches[i].weight = sample.matches[i].term == 1 ? 5.0f : 1.0f;
    struct rat_passage_options options = {.length = 80, .passages = 1};
    char *is = snippet(&sample, &options);
    assert_non_null(strstr(is, "Die <mark>Schule</mark> ist alt."));
    free(is);
    free(both);
    free(left);
    free(right);
}

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

static size_t count_of(const char *text, const char *word)
{
    size_t count = 0;
    for (; (text = strstr(text, word)); text++)
        count++;
    return count;
}

/* Marks balance, the output is valid and short, nothing of the text is markup. */
static void check_output(const struct sample *sample, const struct rat_passage_options *options)
{
    struct rat_passages passages = choose(sample, options);
    for (size_t i = 0; i < passages.count; i++) {
        const struct rat_passage *p = &passages.item[i];
        assert_true(p->read_start <= p->start && p->start <= p->end && p->end <= p->read_end);
        assert_true(p->read_end <= sample->n && (i == 0 || p[-1].read_end <= p->read_start));
    }
    char *is = snippet(sample, options);
    assert_true(rat_utf8_valid(is, strlen(is)));
    size_t marks = count_of(is, "<mark>");
    assert_int_equal(marks, count_of(is, "</mark>"));
    assert_int_equal(count_of(is, "<"), 2 * marks);
    assert_null(strstr(is, "  "));
    assert_null(strstr(is, "<mark></mark>"));
    free(is);
}

static void test_random(void **state)
{
    (void)state;
    static const char *const parts[] = {"Radweg", "ä",    " ",          "\n",   "-\n",   "- ", "<b>", "&",
                                        ". ",     "\n\n", "Straße",     "…",    "und",   "Ö.", " ",   " ",
                                        "a",      "\f",   "\xc2\xad\n", "\xff", "– 2 –", "1"};
    uint64_t seed = 7;
    for (int round = 0; round < 4000; round++) {
        struct rat_buf text = RAT_BUF_INIT;
        for (uint32_t left = next_random(&seed) % 400; left > 0; left--)
            rat_buf_puts(&text, parts[next_random(&seed) % (sizeof parts / sizeof *parts)]);
        struct sample sample = {
            .text = rat_buf_cstr(&text), .n = text.size, .count = next_random(&seed) % MATCHES_MAX};
        for (size_t i = 0; i < sample.count; i++) {
            uint32_t start = next_random(&seed) % (uint32_t)(text.size + 2);
            sample.matches[i] =
                (struct rat_match){start, start + next_random(&seed) % 30, (uint16_t)(next_random(&seed) % 5),
                                   (float)(next_random(&seed) % 4)};
        }
        qsort(sample.matches, sample.count, sizeof *sample.matches, by_start);
        struct rat_passage_options options = {.length = next_random(&seed) % 300,
                                              .passages = next_random(&seed) % 10};
        check_output(&sample, &options);
        rat_buf_release(&text);
    }
}

/* Without text for a passage, e.g. when it could not be read, the others are shown. */
static void test_missing_text(void **state)
{
    (void)state;
    struct sample sample = {.text = "abc", .n = 3};
    struct rat_passage_options options = {0};
    struct rat_passages passages = choose(&sample, &options);
    struct rat_buf out = RAT_BUF_INIT;
    rat_passages_render(&passages, NULL, 0, sample.n, &options, &out);
    assert_int_equal(out.size, 0);
    rat_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short_texts), cmocka_unit_test(test_line_hyphens),
        cmocka_unit_test(test_escaping),    cmocka_unit_test(test_overlaps),
        cmocka_unit_test(test_cuts),        cmocka_unit_test(test_beginning),
        cmocka_unit_test(test_coverage),    cmocka_unit_test(test_two_passages),
        cmocka_unit_test(test_one_term),    cmocka_unit_test(test_weights),
        cmocka_unit_test(test_random),      cmocka_unit_test(test_missing_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
