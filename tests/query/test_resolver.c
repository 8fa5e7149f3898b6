/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who names whom in random archives, compared with a slow reference that knows how the numbers were made and looks at every pair:
 * several municipalities, families, numbers that restart by term, zeros in front, imports in any order, papers that are gone.
 */
#include "query/resolver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#include "tests/indexer/ingest_world.h"
#include "tests/support/prng.h"

#define PAPERS 70
#define NAMED 5
#define SEEDS 4

struct number {
    int year, running, supplement; /* year 0: restarts by term; supplement 0: none */
};

struct paper {
    struct number number;
    int municipality;
    int32_t date;
    int width; /* of the running number as its source prints it */
    bool removed;
    struct named {
        struct number number;
        int width;
    } named[NAMED];
};

static struct paper papers[PAPERS];

static bool same_number(struct number a, struct number b)
{
    return a.year == b.year && a.running == b.running && a.supplement == b.supplement;
}

static int digits_of(int value)
{
    return value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : 4;
}

/* Digits when a zero stands in front, as the reader says it. */
static int padded(struct number number, int width)
{
    return width > digits_of(number.running) ? width : 0;
}

static void spell(struct rat_buf *out, struct number n, int width, struct prng *random)
{
    if (n.year)
        rat_buf_printf(out, "%d/%0*d", n.year, width, n.running);
    else
        rat_buf_printf(out, "%d", n.running);
    if (n.supplement)
        rat_buf_printf(out, "%c%d", prng_below(random, 2) ? '-' : '/', n.supplement);
}

static struct number any_number(struct prng *random)
{
    struct number n = {0, 0, 0};
    if (prng_below(random, 4)) {
        n.year = 2018 + (int)prng_below(random, 3);
        n.running = 101 + (int)prng_below(random, 14);
        n.supplement = prng_below(random, 3) ? 0 : 1 + (int)prng_below(random, 3);
    } else {
        n.running = 401 + (int)prng_below(random, 6);
    }
    return n;
}

static bool is_taken(int i, struct number n, int municipality)
{
    for (int k = 0; k < i; k++)
        if (n.year && papers[k].municipality == municipality && same_number(papers[k].number, n))
            return true;
    return false;
}

static void make_papers(struct prng *random)
{
    for (int i = 0; i < PAPERS; i++) {
        struct paper *p = &papers[i];
        *p = (struct paper){.date = 17000 + (int32_t)prng_below(random, 6000),
                            .width = prng_below(random, 2) ? 4 : 0};
        do {
            p->number = any_number(random);
            p->municipality = (int)prng_below(random, 2);
        } while (is_taken(i, p->number, p->municipality));
        for (int k = 0; k < NAMED; k++) {
            p->named[k].number = any_number(random);
            p->named[k].width = prng_below(random, 3) ? 0 : 4;
        }
    }
}

/* ---- the slow reference ---- */

static bool is_meant_exactly(const struct paper *p, const struct paper *by, struct number n, int width)
{
    int cut = padded(n, width), own = padded(p->number, p->width);
    return !p->removed && p->municipality == by->municipality && same_number(p->number, n) &&
           !(cut && own && cut < own);
}

/* -1: nobody, or nobody knows which */
static int meant(const struct paper *by, struct number n, int width)
{
    int best = -1, found = 0;
    for (int i = 0; i < PAPERS; i++)
        if (n.year && is_meant_exactly(&papers[i], by, n, width)) {
            best = i;
            found++;
        }
    if (n.year && found)
        return found == 1 ? best : -1;
    if (n.year && n.supplement)
        return meant(by, (struct number){n.year, n.running, 0}, width);
    for (int i = 0; i < PAPERS && !n.year; i++) {
        const struct paper *p = &papers[i];
        if (p->removed || p->municipality != by->municipality || !same_number(p->number, n) ||
            p->date > by->date + 31 || by->date - p->date > 2009)
            continue;
        found = best >= 0 && papers[best].date == p->date ? 2 : 1;
        if (best < 0 || p->date > papers[best].date)
            best = i;
        else if (p->date < papers[best].date)
            found = 1;
    }
    return found == 2 ? -1 : best;
}

/* ---- an archive of them ---- */

static void put_line(struct rat_buf *out, int i, struct prng *random)
{
    const struct paper *p = &papers[i];
    char day[RAT_DATE_TEXT];
    rat_buf_printf(out, "{\"id\":\"d%d\",\"municipality\":\"Stadt %c\",\"date\":\"%s\",\"reference\":\"", i,
                   'A' + p->municipality, rat_date_format(p->date, day));
    spell(out, p->number, p->width, random);
    rat_buf_puts(out, "\",\"title\":\"Sache\",\"text\":\"");
    for (int k = 0; k < NAMED; k++) {
        rat_buf_puts(out, "Das Amt hat es gelesen. Dazu gibt es die Vorlage Nr. ");
        spell(out, p->named[k].number, p->named[k].width, random);
        rat_buf_puts(out, " mit allem, was dazu gesagt wurde und was noch zu sagen ist. ");
    }
    rat_buf_puts(out, "\"}\n");
}

static void import_in_parts(struct world *w, struct prng *random)
{
    int order[PAPERS];
    for (int i = 0; i < PAPERS; i++)
        order[i] = i;
    for (int i = PAPERS - 1; i > 0; i--) {
        int k = (int)prng_below(random, (uint32_t)i + 1), kept = order[i];
        order[i] = order[k];
        order[k] = kept;
    }
    for (int from = 0; from < PAPERS; from += PAPERS / 2) {
        struct rat_buf lines = RAT_BUF_INIT;
        for (int i = from; i < from + PAPERS / 2; i++)
            put_line(&lines, order[i], random);
        world_put(w, "in.jsonl", rat_buf_cstr(&lines));
        rat_buf_release(&lines);
        world_import(w, "in.jsonl");
    }
}

static void remove_some(struct world *w, struct prng *random)
{
    struct rat_buf lines = RAT_BUF_INIT;
    for (int i = 0; i < PAPERS; i++)
        if (prng_below(random, 12) == 0) {
            papers[i].removed = true;
            rat_buf_printf(&lines, "{\"id\":\"d%d\",\"deleted\":true}\n", i);
        }
    world_put(w, "gone.jsonl", rat_buf_cstr(&lines));
    world_import(w, "gone.jsonl");
    rat_buf_release(&lines);
}

/* ---- compared ---- */

static int paper_of(const char *paper_id, struct rat_snapshot *s, struct rat_arena *arena)
{
    uint32_t *docnums;
    size_t count = 0;
    struct rat_document d;
    struct rat_err err;
    assert_int_equal(rat_catalogue_paper_documents(s->catalogue, paper_id, arena, &docnums, &count, &err),
                     RAT_OK);
    assert_int_equal(count, 1);
    assert_int_equal(rat_catalogue_document(s->catalogue, docnums[0], arena, &d, &err), RAT_OK);
    return (int)strtol(d.id + 1, NULL, 10);
}

static struct number number_of(const char *key)
{
    struct number n = {0, 0, 0};
    if (sscanf(key, "%d/%d-%d", &n.year, &n.running, &n.supplement) < 2)
        n = (struct number){0, (int)strtol(key, NULL, 10), 0};
    return n;
}

static unsigned char edge[PAPERS][PAPERS];

static void check_forward(struct world *w, struct rat_snapshot *s, int i)
{
    struct rat_known known;
    struct rat_document d;
    struct rat_reference *list;
    size_t count = 0;
    char id[16];
    snprintf(id, sizeof id, "d%d", i);
    assert_int_equal(rat_catalogue_known_document(s->catalogue, id, &known, &w->err), RAT_OK);
    assert_int_equal(rat_catalogue_document(s->catalogue, known.docnum, &w->arena, &d, &w->err), RAT_OK);
    assert_int_equal(rat_catalogue_references(s->catalogue, known.docnum, &w->arena, &list, &count, &w->err),
                     RAT_OK);
    struct rat_citer citer = rat_citer_of(&d);
    for (size_t k = 0; k < count; k++) {
        enum rat_resolution resolution;
        const char *paper = NULL;
        if (list[k].kind != RAT_REFERENCE_PAPER)
            continue;
        assert_int_equal(
            rat_resolve_reference(s->catalogue, &citer, &list[k], &w->arena, &resolution, &paper, &w->err),
            RAT_OK);
        int wanted = meant(&papers[i], number_of(list[k].key), (int)list[k].digits);
        int got = paper ? paper_of(paper, s, &w->arena) : -1;
        if (got != wanted)
            fail_msg("d%d names %s: d%d instead of d%d", i, list[k].surface, got, wanted);
        if (got >= 0 && got != i && !papers[i].removed)
            edge[i][got] = 1;
    }
}

static void check_back(struct world *w, struct rat_snapshot *s, int i)
{
    struct rat_known known;
    struct rat_document d;
    struct rat_paper paper;
    struct rat_cited_by *by;
    size_t count = 0;
    unsigned char seen[PAPERS] = {0};
    char id[16];
    snprintf(id, sizeof id, "d%d", i);
    assert_int_equal(rat_catalogue_known_document(s->catalogue, id, &known, &w->err), RAT_OK);
    assert_int_equal(rat_catalogue_document(s->catalogue, known.docnum, &w->arena, &d, &w->err), RAT_OK);
    assert_int_equal(rat_catalogue_paper(s->catalogue, d.paper_id, &w->arena, &paper, &w->err), RAT_OK);
    assert_int_equal(rat_references_to_paper(s->catalogue, &paper, &w->arena, &by, &count, &w->err), RAT_OK);
    for (size_t k = 0; k < count; k++)
        seen[strtol(by[k].document.id + 1, NULL, 10)] = 1;
    for (int k = 0; k < PAPERS; k++)
        if (seen[k] != edge[k][i])
            fail_msg("d%d %s d%d", k, seen[k] ? "is said to name" : "is not said to name", i);
}

static void as_the_slow_reference_says(void **state)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct world *w = *state;
        struct prng random = {seed};
        memset(edge, 0, sizeof edge);
        make_papers(&random);
        import_in_parts(w, &random);
        if (seed % 2)
            remove_some(w, &random);
        struct rat_snapshot *s = world_open(w);
        for (int i = 0; i < PAPERS; i++)
            check_forward(w, s, i);
        for (int i = 0; i < PAPERS; i++)
            check_back(w, s, i);
        rat_snapshot_close(s);
        world_sound(w);
        world_teardown(state);
        world_setup(state);
    }
}

static void a_name_in_any_spelling(void **state)
{
    struct world *w = *state;
    struct rat_resolved found;
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"reference\":\"VO/0123/21\",\"text\":\"Eine Vorlage.\"}\n"
              "{\"id\":\"b\",\"reference\":\"2015/0288-1\",\"text\":\"Noch eine.\"}\n");
    world_import(w, "in.jsonl");
    struct rat_snapshot *s = world_open(w);
    static const char *const spellings[] = {"VO/0123/21",
                                            "VO/123/21",
                                            "123/21",
                                            "0123/21",
                                            "2015/288-1",
                                            "2015/0288/1",
                                            "Vorlage Nr. 2015/0288-1"};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        assert_int_equal(rat_resolve_name(s->catalogue, spellings[i], &w->arena, &found, &w->err), RAT_OK);
        assert_int_equal(found.matches, 1);
    }
    assert_int_equal(rat_resolve_name(s->catalogue, "2015/0289", &w->arena, &found, &w->err), RAT_ENOTFOUND);
    rat_snapshot_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_the_slow_reference_says, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(a_name_in_any_spelling, world_setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
