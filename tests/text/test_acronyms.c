/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of acronyms: what is sure, its bytes, and how it is asked. */
#include "text/acronyms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static struct rat_acronyms *learned(const char *const *texts, size_t count, bool backwards)
{
    struct rat_acronyms *a;
    assert_int_equal(rat_acronyms_new(&a, NULL), RAT_OK);
    for (size_t i = 0; i < count; i++) {
        const char *text = texts[backwards ? count - 1 - i : i];
        assert_int_equal(rat_acronyms_learn(a, text, strlen(text), NULL), RAT_OK);
    }
    return a;
}

static void encode(const struct rat_acronyms *a, struct rat_buf *out)
{
    rat_buf_clear(out);
    assert_int_equal(rat_acronyms_encode(a, out, NULL), RAT_OK);
}

/* What the opened list says of a word: "full full; full" */
static const char *of(const struct rat_acronyms *a, const char *word)
{
    static struct rat_buf out;
    struct rat_acronym_pair pair;
    rat_buf_clear(&out);
    for (uint32_t i = 0; rat_acronyms_of_brief(a, word, strlen(word), i, &pair); i++)
        for (uint32_t k = 0; k < pair.full_count; k++)
            rat_buf_printf(&out, "%s%s", k ? "," : out.size ? ";" : "", pair.full[k]);
    return rat_buf_cstr(&out);
}

static const char *of_key(const struct rat_acronyms *a, const char *key)
{
    static struct rat_buf out;
    struct rat_acronym_pair pair;
    rat_buf_clear(&out);
    for (uint32_t i = 0; rat_acronyms_of_key(a, key, strlen(key), i, &pair); i++)
        rat_buf_printf(&out, "%s%s", i ? ";" : "", pair.brief);
    return rat_buf_cstr(&out);
}

static const char *const texts[] = {
    "Die Offene Ganztagsschule (OGS) beginnt. Noch einmal: Offene Ganztagsschule (OGS).",
    "In der Offenen Ganztagsschule (OGS) und der Kindertagesstätte (Kita) am Anger.",
    "Offene Ganztagsschule (OGS), Bund der Radfahrer (BUR)",
    "Alle Kindertagesstätten (Kitas); die Offene Ganztagsschule (OGS).",
    "Oberste Gebäudesicherheit (OGS)",
    "Kinder in Tagespflege (KiTa), Kindertagesstätte (Kita), der Bund der Umweltfreunde (BUND)",
    "Kinder in Tagespflege (KiTa), der Bund der Umweltfreunde (BdU), die Kindertagesstätte (KITA)",
    "Kindertagesstätte (KITA), der Bund der Umweltfreunde (BdU)",
};
#define TEXTS (sizeof texts / sizeof *texts)

static void what_is_sure(void **state)
{
    struct rat_acronyms *a = learned(texts, TEXTS, false), *frozen;
    struct rat_buf bytes = RAT_BUF_INIT;
    (void)state;
    encode(a, &bytes);
    assert_int_equal(rat_acronyms_open(bytes.data, bytes.size, &frozen, NULL), RAT_OK);
    assert_string_equal(of(frozen, "OGS"),
                        "Offene Ganztagsschule"); /* one slip and one rare ending do not count */
    assert_string_equal(of(frozen, "OGSs"), "Offene Ganztagsschule");
    assert_string_equal(of(frozen, "ogs"), "");
    assert_string_equal(of(frozen, "BUR"), ""); /* one document is not enough */
    assert_string_equal(of(frozen, "Kita"), "Kinder in Tagespflege;Kindertagesstätte");
    assert_string_equal(of(frozen, "BdU"), "Bund der Umweltfreunde");
    assert_string_equal(of(frozen, "BdUs"), "Bund der Umweltfreunde");
    assert_string_equal(of(frozen, ""), "");
    assert_string_equal(of(frozen, "Bd"), "");
    assert_string_equal(of_key(frozen, "off ganztagsschul"), "OGS");
    assert_string_equal(of_key(frozen, "kindertagesstatt"), "KITA;Kita");
    assert_string_equal(of_key(frozen, "off"), "");
    assert_string_equal(of_key(frozen, ""), "");
    rat_acronyms_free(frozen);
    rat_acronyms_free(a);
    rat_buf_release(&bytes);
}

/* Which worker reads what, and in which order, makes no difference. */
static void order_does_not_matter(void **state)
{
    struct rat_acronyms *a = learned(texts, TEXTS, false), *b = learned(texts, TEXTS, true);
    struct rat_acronyms *first = learned(texts, 3, false), *rest = learned(texts + 3, TEXTS - 3, true), *sum;
    struct rat_buf x = RAT_BUF_INIT, y = RAT_BUF_INIT;
    (void)state;
    assert_int_equal(rat_acronyms_new(&sum, NULL), RAT_OK);
    assert_int_equal(rat_acronyms_add(sum, rest, NULL), RAT_OK);
    assert_int_equal(rat_acronyms_add(sum, first, NULL), RAT_OK);
    encode(a, &x);
    encode(b, &y);
    assert_int_equal(x.size, y.size);
    assert_memory_equal(x.data, y.data, x.size);
    encode(sum, &y);
    assert_int_equal(x.size, y.size);
    assert_memory_equal(x.data, y.data, x.size);
    rat_acronyms_free(a);
    rat_acronyms_free(b);
    rat_acronyms_free(first);
    rat_acronyms_free(rest);
    rat_acronyms_free(sum);
    rat_buf_release(&x);
    rat_buf_release(&y);
}

/* The worked bytes of storage/FORMAT.md. */
static void as_the_format_says(void **state)
{
    static const unsigned char expected[] = "\1\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\3\0\0\0\1\3\0\0\0"
                                            "ogs\0OGS\0off ganztagsschul\0Offene Ganztagsschule";
    static const char *const three[] = {"Offene Ganztagsschule (OGS)", "die Offene Ganztagsschule (OGS)",
                                        "Offene Ganztagsschule (OGS)"};
    struct rat_acronyms *a = learned(three, 3, false);
    struct rat_buf bytes = RAT_BUF_INIT;
    (void)state;
    encode(a, &bytes);
    assert_int_equal(bytes.size, sizeof expected);
    assert_memory_equal(bytes.data, expected, sizeof expected);
    rat_acronyms_free(a);
    rat_buf_release(&bytes);
}

static bool keep(void *context, const char *surface, size_t n)
{
    const char *lost = context;
    return !(strlen(lost) == n && memcmp(surface, lost, n) == 0);
}

static void ask_everything(const unsigned char *bytes, size_t n)
{
    struct rat_acronyms *a;
    struct rat_acronym_pair pair;
    struct rat_buf out = RAT_BUF_INIT;
    char nothing[] = "";
    bool changed;
    unsigned char *copy = malloc(n ? n : 1); /* exact: the sanitizer sees a read behind it */
    assert_non_null(copy);
    memcpy(copy, bytes, n);
    if (rat_acronyms_open(copy, n, &a, NULL) == RAT_OK) {
        for (uint32_t i = 0; i < rat_acronyms_count(a) && i < 100; i++)
            if (rat_acronyms_get(a, i, &pair))
                assert_true(pair.full_count >= 1 && strlen(pair.full[pair.full_count - 1]) < n);
        of(a, "Kita");
        of(a, "OGSs");
        of_key(a, "off ganztagsschul");
        of_key(a, "kindertagesstatt");
        if (rat_acronyms_count(a) < 1000) {
            struct rat_acronyms *none = learned(NULL, 0, false);
            assert_int_equal(rat_acronyms_forget(a, none, keep, nothing, &out, &changed, NULL), RAT_OK);
            rat_acronyms_free(none);
        }
        rat_acronyms_free(a);
    }
    rat_buf_release(&out);
    free(copy);
}

static void damaged_bytes_are_safe(void **state)
{
    struct rat_acronyms *a = learned(texts, TEXTS, false), *frozen;
    struct rat_buf bytes = RAT_BUF_INIT;
    (void)state;
    encode(a, &bytes);
    for (size_t n = 0; n <= bytes.size; n++)
        ask_everything(bytes.data, n);
    for (size_t bit = 0; bit < bytes.size * 8; bit++) {
        bytes.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        ask_everything(bytes.data, bytes.size);
        bytes.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    bytes.data[0] = 2; /* a later version */
    assert_int_equal(rat_acronyms_open(bytes.data, bytes.size, &frozen, NULL), RAT_EDAMAGED);
    rat_acronyms_free(a);
    rat_buf_release(&bytes);
}

static void rest_is(const char *const *gone_texts, size_t count, const char *lost, const char *word,
                    const char *expected, bool changes)
{
    struct rat_acronyms *a = learned(texts, TEXTS, false), *gone = learned(gone_texts, count, false), *frozen;
    struct rat_buf bytes = RAT_BUF_INIT, less = RAT_BUF_INIT;
    bool changed;
    encode(a, &bytes);
    assert_int_equal(rat_acronyms_open(bytes.data, bytes.size, &frozen, NULL), RAT_OK);
    assert_int_equal(rat_acronyms_forget(frozen, gone, keep, (void *)(uintptr_t)lost, &less, &changed, NULL),
                     RAT_OK);
    assert_int_equal(changed, changes);
    rat_acronyms_free(frozen);
    assert_int_equal(rat_acronyms_open(less.data, less.size, &frozen, NULL), RAT_OK);
    assert_string_equal(of(frozen, word), expected);
    rat_acronyms_free(frozen);
    rat_acronyms_free(gone);
    rat_acronyms_free(a);
    rat_buf_release(&bytes);
    rat_buf_release(&less);
}

/* What the purged documents proved alone is forgotten, and what has a word that is nowhere any more. */
static void forgets(void **state)
{
    static const char *const one[] = {"der Bund der Umweltfreunde (BdU)"};
    static const char *const other[] = {"der Bund der Unentwegten (BdU)"};
    (void)state;
    rest_is(NULL, 0, "", "BdU", "Bund der Umweltfreunde", false);
    rest_is(other, 1, "", "BdU", "Bund der Umweltfreunde", false);
    rest_is(one, 1, "", "BdU", "", true);
    rest_is(texts, 1, "", "OGS", "Offene Ganztagsschule", true);
    rest_is(texts, 3, "", "OGS", "", true);
    rest_is(NULL, 0, "umweltfreunde", "BdU", "", true);
    rest_is(NULL, 0, "bdu", "BdU", "", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sure),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(as_the_format_says),
        cmocka_unit_test(damaged_bytes_are_safe),
        cmocka_unit_test(forgets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
