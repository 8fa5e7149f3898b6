/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/references.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* All references as "kind key wording", separated by ';'. Every place must show what the surface says. */
static void reads(const char *text, const char *wanted)
{
    struct rat_arena arena;
    const struct rat_reference *list;
    size_t count, n = strlen(text);
    struct rat_buf got = RAT_BUF_INIT;
    char *copy = malloc(n ? n : 1); /* the sanitizer sees a read behind it */
    assert_non_null(copy);
    memcpy(copy, text, n);
    rat_arena_init(&arena, 0);
    assert_int_equal(rat_references_read(copy, n, "2021/0100", NULL, &arena, &list, &count), RAT_OK);
    assert_int_equal(list[0].kind, RAT_REFERENCE_OWN);
    for (size_t i = 1; i < count; i++) {
        const struct rat_reference *r = &list[i];
        assert_true(r->start < r->end && r->end <= n && r->times >= 1);
        rat_buf_printf(&got, "%s%s %s%s%s %s", i > 1 ? "; " : "", rat_reference_kind_name(r->kind), r->key,
                       r->kind == RAT_REFERENCE_DECISION ? " " : "",
                       r->kind == RAT_REFERENCE_DECISION ? r->detail : "", rat_wording_name(r->wording));
    }
    if (strcmp(rat_buf_cstr(&got), wanted) != 0)
        fail_msg("%s\n  is     %s\n  wanted %s", text, rat_buf_cstr(&got), wanted);
    rat_buf_release(&got);
    rat_arena_release(&arena);
    free(copy);
}

static void numbers_of_papers(void **state)
{
    (void)state;
    reads("Das steht in 2020/740 und in VO/4680/2016.", "paper 2020/740 cites; paper vo/4680/2016 cites");
    reads("Anträge AT/12214/25, A 21/0321-01 und RBIV-1121/08.",
          "paper at/12214/25 cites; paper a/21/321-1 cites; paper rbiv/1121/8 cites");
    reads("Drs. 17/2034, DS 1536/V", "paper 17/2034 cites; paper 1536/v cites");
    reads("laut Beschlussvorlage 068/2017", "paper 68/2017 cites");
    reads("Dazu lag 2015/0288-1 vor, nicht 2015/0288/2.", "paper 2015/288-1 cites; paper 2015/288-2 cites");
    reads("Vorlage Nr. 421 und die Vorlage 326, auch Verwaltungsvorlage Nr. 15",
          "paper 421 cites; paper 326 cites; paper 15 cites");
    reads("Vorlage\xc2\xa0Nr.\xc2\xa0 2020/0740", "paper 2020/740 cites");
    reads("ANTRAG DHH/2025/3112", "paper dhh/2025/3112 cites");
    reads("in der Vor-\nlage 2020/740", "paper 2020/740 cites");
}

static void a_lead_in_may_stand_a_line_before_and_counts_for_a_list(void **state)
{
    (void)state;
    reads("(siehe Vorlagen 2022/2024 und 2023/2025.)", "paper 2022/2024 see; paper 2023/2025 see");
    reads("Vorlage Nr.:\n2022/2024", "paper 2022/2024 cites");
    reads("Vorlagen 2022/2023, 2022/2024 sowie Nr. 2022/2025",
          "paper 2022/2023 cites; paper 2022/2024 cites; paper 2022/2025 cites");
    reads("Vorlage 2020/740 im Schuljahr 2022/2023", "paper 2020/740 cites");
}

static void what_only_looks_like_one(void **state)
{
    (void)state;
    reads("Im Doppelhaushalt 2015/2016", "budget 2015/2016 cites");
    reads("Schuljahr 2015/2016, Winter 2004/05, 2019/2021, Ansatz 2013/2014", "");
    reads("am 03.02.2021, im 12/2012, 3/4 der Fläche, 24/7", "");
    reads("Flurstücke Nr. 3363/8, 1959/2 und 2011/4", "");
    reads("B-Plan Nr. 2012/345, Bebauungsplan Nr. 123/2", "");
    reads("Verordnung (EU) 2016/679, Richtlinie 2009/28/EG, EU-Verordnung 2019/1020", "");
    reads("Az. 2019/4711, Aktenzeichen: 2019/4711", "");
    reads("Tel. 0721/133-0, Telefon 2020/7401", "");
    reads("https://rat.example/papers/2020/740/anlage.pdf", "");
    reads("VGH, Beschluss vom 12.02.2019 - 5 S 2487/18", "");
    reads("Seite 120/121 der Vorlage 8.1", "");
    reads("Vorlage 2012 und Antrag 2015", "");
    reads("Beschluss 2021/0100", ""); /* its own number */
}

static void parliaments_are_outside(void **state)
{
    (void)state;
    reads("Gesetzesbegründung (BT-Drs. 18/3784)", "outside 18/3784 cites");
    reads("vgl. Landtag von Baden-Württemberg: Drucksache 15/3198", "outside 15/3198 cites");
    reads("Drucksache 748/09 des Bundesrates", "outside 748/9 cites");
}

static void wordings(void **state)
{
    (void)state;
    reads("Siehe Vorlage 2020/740.", "paper 2020/740 see");
    reads("Auf die Vorlage 2020/740 wird Bezug genommen.", "paper 2020/740 see");
    reads("Auf die Vorlage 2020/740 (Radweg an der Kreisstraße zwischen Oberau und Steinbrück, mit allem) "
          "wird Bezug "
          "genommen.",
          "paper 2020/740 see");
    reads("Vorlage 2020/740. Auf die Karte wird verwiesen.", "paper 2020/740 cites");
    reads("Stellungnahme der Verwaltung zum Antrag 2020/740", "paper 2020/740 answers");
    reads("Beantwortung der Anfrage 2020/740", "paper 2020/740 answers");
    reads("Änderungsantrag der Fraktion zur Vorlage 2020/740", "paper 2020/740 amends");
    reads("Ergän-\nzung zu Vorlage 2020/740", "paper 2020/740 amends");
    reads("dazu:\nÄnderungsantrag: ABC\nVorlage: 2020/740", "paper 2020/740 amended-by");
    reads("Anlage 2 zur Vorlage 2020/740", "paper 2020/740 attached-to");
    reads("hat das einstimmig beschlossen (Vorlage 2020/740)", "paper 2020/740 decided");
    reads("Diese Vorlage ersetzt die Vorlage 2020/740.", "paper 2020/740 replaces");
}

static void decisions(void **state)
{
    (void)state;
    reads("Gemeinderatsbeschluss vom 17. Juli 2007", "decision 2007-07-17 gemeinderat decided");
    reads("Beschluss des Kreistags vom 3.2.2021", "decision 2021-02-03 kreistag decided");
    reads("Der Kreisausschuss hat in seiner Sitzung am 17.12.2010 einstimmig beschlossen, dass",
          "decision 2010-12-17 kreisausschuss decided");
    reads("Der Bundestag hat am 17.12.2010 beschlossen", "");
    reads("Beschluss: Am 3.2.2021 wird gefeiert", "");
}

static void laws(void **state)
{
    (void)state;
    reads("nach § 58 Abs. 1 Nr. 7 NKomVG", "law §nkomvg:58.a1.n7 cites");
    reads("nach §58 Absatz 1 Ziffer 7 NKomVG", "law §nkomvg:58.a1.n7 cites");
    reads("§§ 57, 58 NKomVG", "law §nkomvg:57 cites; law §nkomvg:58 cites");
    reads("gemäß § 3 der Satzung", "");
}

static void budgets(void **state)
{
    (void)state;
    reads("Haushaltsplan 2021 und DOPPELHAUSHALT 2022/23", "budget 2021 cites; budget 2022/2023 cites");
}

static void the_same_again_counts(void **state)
{
    const char *text = "Vorlage 2020/740, noch einmal 2020/0740, siehe 2020/740.";
    const struct rat_reference *list;
    struct rat_arena arena;
    size_t count;
    (void)state;
    rat_arena_init(&arena, 0);
    assert_int_equal(rat_references_read(text, strlen(text), NULL, NULL, &arena, &list, &count), RAT_OK);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].times, 2);
    assert_int_equal(list[0].start, 8);
    assert_string_equal(list[0].surface, "2020/740");
    assert_int_equal(list[1].wording, RAT_WORDING_SEE);
    rat_arena_release(&arena);
}

static void a_day_beside_a_number_that_restarts(void **state)
{
    const char *text = "(Vorlage Nr. 1319, Gemeinderat am 28.06.2011) und Vorlage 2020/740 vom 1.2.2020";
    const struct rat_reference *list;
    struct rat_arena arena;
    size_t count;
    int32_t day;
    (void)state;
    rat_arena_init(&arena, 0);
    assert_true(rat_date_from_ymd(2011, 6, 28, &day));
    assert_int_equal(rat_references_read(text, strlen(text), NULL, NULL, &arena, &list, &count), RAT_OK);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].hint, day);
    assert_int_equal(list[1].hint, RAT_NO_DATE);
    rat_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_papers),
        cmocka_unit_test(a_lead_in_may_stand_a_line_before_and_counts_for_a_list),
        cmocka_unit_test(what_only_looks_like_one),
        cmocka_unit_test(parliaments_are_outside),
        cmocka_unit_test(wordings),
        cmocka_unit_test(decisions),
        cmocka_unit_test(laws),
        cmocka_unit_test(budgets),
        cmocka_unit_test(the_same_again_counts),
        cmocka_unit_test(a_day_beside_a_number_that_restarts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
