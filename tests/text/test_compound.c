/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/compound.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* What a small archive might know: word, how often, how often of them with a capital. */
static const struct {
    const char *word;
    uint32_t count, capital;
} vocabulary[] = {
    {"straße", 900, 900},
    {"straßen", 500, 500},
    {"ausbau", 300, 300},
    {"beitrag", 250, 250},
    {"beiträge", 120, 120},
    {"satzung", 400, 400},
    {"kinder", 600, 600},
    {"tag", 500, 500},
    {"tage", 300, 300},
    {"stätte", 40, 40},
    {"gemeinde", 800, 800},
    {"rat", 900, 900},
    {"schule", 700, 700},
    {"weg", 400, 400},
    {"haus", 500, 500},
    {"halt", 60, 30},
    {"haushalt", 60000, 60000},
    {"plan", 500, 500},
    {"wohnen", 90, 60},
    {"raum", 300, 300},
    {"verein", 300, 300},
    {"bart", 20, 20},
    {"vereinbart", 150, 5},
    {"unter", 900, 100},
    {"sucht", 40, 30},
    {"untersucht", 200, 3},
    {"auszug", 80, 80},
    {"ehen", 20, 20},
    {"auszugehen", 30, 0},
    {"umwelt", 300, 300},
    {"freundlich", 100, 2},
    {"freundliche", 40, 1},
    {"schaft", 5, 5},
    {"gesell", 4, 4},
    {"gesellschaft", 90, 90},
    {"der", 9000, 900},
    {"ungs", 30, 0},
    {"bild", 100, 100},
    {"gebühren", 150, 150},
    {"ordnung", 200, 200},
    {"amt", 300, 300},
    {"bau", 400, 400},
    {"kreis", 500, 500},
    {"verkehr", 300, 300},
    {"beruhigt", 60, 0},
    {"kaffee", 30, 30},
    {"fee", 3, 3},
    {"verkehrsberuhigt", 8, 0},
    {"niederschriftlich", 1, 0},
    {"kaf", 2, 1},
    {"ange", 50, 40},
    {"schlossen", 60, 3},
    {"angeschlossen", 70, 2},
    {"bürger", 900, 900},
    {"innen", 700, 500},
    {"halter", 90, 90},
    {"halte", 60, 40},
    {"rinnen", 60, 60},
    {"dach", 200, 200},
    {"land", 400, 400},
    {"minister", 90, 90},
    {"versammlung", 300, 300},
    {"neu", 900, 200},
    {"ost", 900, 890},
    {"eier", 60, 60},
    {"oster", 50, 45},
    {"schw", 90, 80},
    {"engel", 60, 60},
    {"2012", 90, 0},
    {"2013", 90, 0},
};

static struct rat_compounds *model;

static int learn(void **state)
{
    (void)state;
    assert_int_equal(rat_compounds_new(&model, NULL), RAT_OK);
    for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++)
        assert_int_equal(rat_compounds_learn(model, vocabulary[i].word, strlen(vocabulary[i].word),
                                             vocabulary[i].count, vocabulary[i].capital, NULL),
                         RAT_OK);
    return 0;
}

static int forget(void **state)
{
    (void)state;
    rat_compounds_free(model);
    rat_compounds_free(NULL);
    return 0;
}

/* expected: parts separated by ' ', "" for no split. */
static void splits(const char *word, const char *expected)
{
    struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX];
    struct rat_buf got = RAT_BUF_INIT;
    size_t n = strlen(word);
    unsigned count = rat_compounds_split(model, word, n, parts);
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(parts[i].start,
                         i > 0 ? parts[i - 1].end : 0); /* adjacent, from the first byte ... */
        assert_true(parts[i].start + parts[i].cut < parts[i].end);
        if (i > 0)
            rat_buf_byte(&got, ' ');
        rat_compound_part_append(word, &parts[i], &got);
    }
    if (count > 0)
        assert_int_equal(parts[count - 1].end, n); /* ... to the last */
    assert_int_not_equal(count, 1);
    bool same = strcmp(rat_buf_cstr(&got), expected) == 0;
    if (!same)
        print_message("%s -> %s, expected %s\n", word, rat_buf_cstr(&got), expected);
    rat_buf_release(&got);
    assert_true(same);
}

static void compounds_are_split(void **state)
{
    (void)state;
    splits("straßenausbaubeitragssatzung", "straßen ausbau beitrag satzung");
    splits("beitragssatzung", "beitrag satzung");
    splits("gemeinderat", "gemeinde rat");
    splits("kindertagesstätte", "kinder tag stätte");
    splits("schulweg", "schule weg");  /* -e */
    splits("wohnraum", "wohnen raum"); /* -en */
    splits("kreisstraße", "kreis straße");
    splits("bauamt", "bau amt"); /* short parts from the list */
    splits("haushaltsplan", "haushalt plan");
    splits("haushaltssatzung", "haushalt satzung");
    splits("gebührenordnung", "gebühren ordnung");
}

static void inflected_heads(void **state)
{
    (void)state;
    splits("gemeinderates", "gemeinde rat");
    splits("beitragssatzungen", "beitrag satzung");
    splits("straßenausbaubeiträge", "straßen ausbau beiträge");
}

static void adjectives_end_in_adjectives(void **state)
{
    (void)state;
    splits("verkehrsberuhigt", "verkehr beruhigt");
    splits("umweltfreundlich", "umwelt freundlich");
}

static void feminine_nouns(void **state)
{
    (void)state;
    splits("bürgerinnen", "");
    splits("ratinnen", "");
    splits("halterinnen", ""); /* no "halte|rinnen" */
    splits("dachrinnen", "dach rinnen");
    splits("gemeindebürgerinnen", "gemeinde bürger");
    splits("gemeindebürgerin", "gemeinde bürger");
    splits("bürgerinnenversammlung", "bürger versammlung");
    splits("landesinnenminister", "land innen minister");
    splits("dachinnenbau", "dach innen bau");
}

static void short_modifiers(void **state)
{
    (void)state;
    splits("neubau", "neu bau");
    splits("ostdach", "ost dach");
    splits("baudach", "bau dach");
    splits("dachneu", "");             /* not at the end */
    splits("ostereier", "oster eier"); /* without a linking element */
}

static void no_split(void **state)
{
    (void)state;
    splits("vereinbart", ""); /* no noun at the end of what is none */
    splits("untersucht", "");
    splits("auszugehen", "");
    splits("gesellschaft", "");
    splits("kaffee", "");
    splits("bildungs", ""); /* "ungs" is no word */
    splits("straße", "");
    splits("haushalt", ""); /* more frequent than its parts would be */
    splits("rat", "");
    splits("", "");
    splits("xyzxyzxyzxyz", "");
    splits("niederschriftlich", "");
    splits("angeschlossen", ""); /* fragments of broken lines */
    splits("schwengel", "");
    splits("20122013", "");
}

static void long_and_odd_words(void **state)
{
    (void)state;
    char word[1000];
    for (size_t n = 0; n < sizeof word; n++) {
        memcpy(word + n, "rat", n + 3 <= sizeof word ? 3 : sizeof word - n);
        struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX];
        assert_true(rat_compounds_split(model, word, n, parts) <= RAT_COMPOUND_PARTS_MAX);
    }
    splits("ratratratratratratratratratrat", ""); /* more parts than there is room for */
    splits("öööööööö", "");
}

static void an_empty_model_splits_nothing(void **state)
{
    (void)state;
    struct rat_compounds *empty;
    struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX];
    assert_int_equal(rat_compounds_new(&empty, NULL), RAT_OK);
    assert_int_equal(rat_compounds_split(empty, "gemeinderat", 11, parts), 0);
    rat_compounds_free(empty);
}

static void counts_add_up(void **state)
{
    (void)state;
    struct rat_compounds *m;
    struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX];
    assert_int_equal(rat_compounds_new(&m, NULL), RAT_OK);
    static const char *const words[] = {"gemeinde", "haus"};
    for (int round = 0; round < 3; round++) {
        unsigned expected = round < 2 ? 0 : 2; /* once is not enough to be a word */
        assert_int_equal(rat_compounds_split(m, "gemeindehaus", 12, parts), expected);
        for (int i = 0; i < 2; i++)
            assert_int_equal(rat_compounds_learn(m, words[i], strlen(words[i]), 1, 1, NULL), RAT_OK);
    }
    assert_int_equal(rat_compounds_learn(m, "haus", 4, UINT32_MAX, UINT32_MAX, NULL), RAT_OK);
    assert_int_equal(rat_compounds_learn(m, "haus", 4, UINT32_MAX, UINT32_MAX, NULL),
                     RAT_OK); /* no overflow */
    rat_compounds_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compounds_are_split),
        cmocka_unit_test(inflected_heads),
        cmocka_unit_test(adjectives_end_in_adjectives),
        cmocka_unit_test(feminine_nouns),
        cmocka_unit_test(short_modifiers),
        cmocka_unit_test(no_split),
        cmocka_unit_test(long_and_odd_words),
        cmocka_unit_test(an_empty_model_splits_nothing),
        cmocka_unit_test(counts_add_up),
    };
    return cmocka_run_group_tests(tests, learn, forget);
}
