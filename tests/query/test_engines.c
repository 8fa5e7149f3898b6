/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Both engines on the sample archive, with the whole German analysis: the same documents, totals and facets for random questions
 * made of the texts' own words. (tests/reference compares both with a slow search, which knows exact words and stems only.)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/engine.h"
#include "tests/indexer/ingest_world.h"
#include "tests/support/prng.h"

#define QUESTIONS 600

static const char *source_folder(const char *name)
{
    static char path[512];
    const char *source = getenv("RAT_SOURCE_DIR");
    snprintf(path, sizeof path, "%s/corpus/sample/%s", source ? source : ".", name);
    return path;
}

struct asker {
    struct world *w;
    struct rat_snapshot *snapshot;
    struct rat_engine *xapian;
    struct prng random;
    struct rat_buf text; /* of all documents: words are taken from it */
    struct rat_buf query;
    unsigned hits;
};

static void import_sample(struct world *w)
{
    const char *const folders[] = {"text", "oparl"};
    w->options.engines = RAT_ENGINES_BOTH;
    for (size_t i = 0; i < 2; i++) {
        const char *path = source_folder(folders[i]);
        if (rat_ingest(w->archive, &path, 1, &w->options, &w->report, &w->err) != RAT_OK)
            fail_msg("import: %s", w->err.msg);
    }
}

static void read_texts(struct asker *a)
{
    struct rat_document_walk walk = {0};
    rat_status st;
    while ((st = rat_catalogue_walk_documents(a->snapshot->catalogue, 0, walk.docnum, &walk, &a->w->err)) ==
           RAT_OK) {
        assert_int_equal(
            rat_snapshot_content(a->snapshot, walk.text_sha, 0, UINT64_MAX, &a->text, &a->w->err), RAT_OK);
        rat_buf_puts(&a->text, " ");
    }
    assert_int_equal(st, RAT_END);
}

/* n words that stand together, without what means something in a query. */
static void put_words(struct asker *a, unsigned n)
{
    const char *text = (const char *)a->text.data;
    size_t at = prng_below(&a->random, (uint32_t)a->text.size);
    while (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\n')
        at--;
    for (; n > 0 && at < a->text.size; at++) {
        bool space = text[at] == ' ' || text[at] == '\n';
        if (space && a->query.size && a->query.data[a->query.size - 1] == ' ')
            continue;
        n -= space;
        rat_buf_byte(&a->query, space || strchr("\"()*:+-", text[at]) ? ' ' : (uint8_t)text[at]);
    }
}

static void make_question(struct asker *a)
{
    static const char *const joints[] = {" ", " UND ", " ODER ", " NICHT "};
    static const char *const tails[] = {"",
                                        "",
                                        "",
                                        " gremium:Kreisausschuss",
                                        " datum:2005..2011",
                                        " typ:Antrag",
                                        " zitiert:2004/1",
                                        " nennt:2011/6"};
    rat_buf_clear(&a->query);
    for (unsigned n = 1 + prng_below(&a->random, 3); n > 0; n--) {
        switch (prng_below(&a->random, 6)) {
        case 0:
            rat_buf_puts(&a->query, "\"");
            put_words(a, 2 + prng_below(&a->random, 2));
            rat_buf_puts(&a->query, "\"");
            break;
        case 1: rat_buf_puts(&a->query, "titel:"); /* fall through */
        default: put_words(a, 1 + prng_below(&a->random, 2));
        }
        if (n > 1)
            rat_buf_puts(&a->query, joints[prng_below(&a->random, 4)]);
    }
    rat_buf_puts(&a->query, tails[prng_below(&a->random, sizeof tails / sizeof *tails)]);
}

static void compare_facets(const char *query, const struct rat_result *x, const struct rat_result *y)
{
    for (size_t f = 0; f < x->facet_count; f++) {
        const struct rat_facet *p = &x->facets[f], *q = &y->facets[f];
        if (p->value_count != q->value_count)
            fail_msg("%s: %zu and %zu values", query, p->value_count, q->value_count);
        for (size_t i = 0; i < p->value_count; i++)
            if (strcmp(p->values[i].value, q->values[i].value) != 0 ||
                p->values[i].count != q->values[i].count)
                fail_msg("%s: %s %llu and %s %llu", query, p->values[i].value,
                         (unsigned long long)p->values[i].count, q->values[i].value,
                         (unsigned long long)q->values[i].count);
    }
}

static void ask(struct asker *a)
{
    static const uint8_t facets[] = {RAT_FIELD_YEAR, RAT_FIELD_TYPE, RAT_FIELD_COMMITTEE, RAT_FIELD_SOURCE};
    struct rat_request request = RAT_REQUEST_INIT;
    const char *query = rat_buf_cstr(&a->query);
    request.query = query;
    request.limit = 1000;
    request.sort = RAT_SORT_NEWEST;
    request.lenient = true;
    request.facets = facets;
    request.facet_count = sizeof facets;
    struct rat_search *native = world_ask(a->w, a->snapshot, &request);
    request.engine = a->xapian;
    struct rat_search *xapian = world_ask(a->w, a->snapshot, &request);
    const struct rat_result *x = rat_search_result(native), *y = rat_search_result(xapian);
    if (x->total != y->total || !y->total_is_exact || x->hit_count != y->hit_count)
        fail_msg("%s: %llu and %llu hits", query, (unsigned long long)x->total, (unsigned long long)y->total);
    for (size_t i = 0; i < x->hit_count; i++)
        if (x->hits[i].docnum != y->hits[i].docnum)
            fail_msg("%s: %s and %s at place %zu", query, x->hits[i].id, y->hits[i].id, i);
    compare_facets(query, x, y);
    a->hits += (unsigned)x->hit_count;
    rat_search_free(native);
    rat_search_free(xapian);
}

static void agree_on_german(void **state)
{
    struct asker a = {.w = *state, .random = {5}};
    import_sample(a.w);
    a.snapshot = world_open(a.w);
    assert_int_equal(rat_engine_open(RAT_ENGINE_XAPIAN, a.snapshot, &a.xapian, &a.w->err), RAT_OK);
    read_texts(&a);
    for (int i = 0; i < QUESTIONS; i++) {
        make_question(&a);
        ask(&a);
    }
    assert_true(a.hits > QUESTIONS);
    rat_engine_close(a.xapian);
    rat_snapshot_close(a.snapshot);
    rat_buf_release(&a.text);
    rat_buf_release(&a.query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(agree_on_german, world_setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
