/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/reference/campaign.h"

#include "base/strmap.h"
#include "indexer/ingest.h"
#include "query/engine.h"
#include "tests/reference/random_internal.h"
#include "tests/storage/scratch.h"
#include "text/analyzer.h"

#include <math.h>

#define SCORE_TOLERANCE 1e-4 /* the engine counts in floats */
#define TIE_TOLERANCE 1e-5

struct world {
    struct ref_campaign *campaign;
    struct ref_random random;
    struct ref_archive *reference;
    struct scratch dir;
    const char *archive;
    struct rat_snapshot *snapshot;
    struct rat_engine *xapian; /* NULL: it is not asked */
    bool has_dead;             /* then the engine's statistics count more than what is there */
    /* of the question at hand */
    struct rat_buf query;
    struct rat_request request;
    struct ref_request asked;
    struct ref_answer expected;
};

#define CHANCE(w, percent) (prng_below(&(w)->random.prng, 100) < (percent))

/* ---- the archive ---- */

static void put_string(struct rat_buf *out, const char *key, const char *value)
{
    if (!value)
        return;
    rat_buf_printf(out, ",\"%s\":\"", key);
    for (; *value; value++)
        rat_buf_printf(out, *value == '\n' ? "\\n" : "%c", *value);
    rat_buf_puts(out, "\"");
}

static void put_line(struct rat_buf *out, const struct ref_document *d)
{
    char date[RAT_DATE_TEXT];
    rat_buf_printf(out, "{\"id\":\"%s\"", d->id);
    put_string(out, "text", d->text);
    put_string(out, "title", d->title);
    put_string(out, "type", d->type);
    put_string(out, "municipality", d->municipality);
    put_string(out, "body", d->body);
    put_string(out, "reference", d->reference);
    put_string(out, "date", d->date == RAT_NO_DATE ? NULL : rat_date_format(d->date, date));
    if (d->committee_count == 1) {
        put_string(out, "committee", d->committees[0]);
    } else if (d->committee_count) {
        for (size_t i = 0; i < d->committee_count; i++)
            rat_buf_printf(out, "%s\"%s\"", i ? "," : ",\"committee\":[", d->committees[i]);
        rat_buf_puts(out, "]");
    }
    rat_buf_puts(out, "}\n");
}

static void import(struct world *w, struct rat_buf *lines, unsigned number)
{
    char name[32];
    struct rat_err err;
    snprintf(name, sizeof name, "part-%u.jsonl", number);
    const char *path = scratch_path(&w->dir, name);
    scratch_write(path, lines->size ? (const char *)lines->data : "", lines->size);
    struct rat_ingest_options options = {.memory_bytes = 3u << 20,
                                         .threads = 1 + prng_below(&w->random.prng, 2),
                                         .engines =
                                             w->campaign->xapian ? RAT_ENGINES_BOTH : RAT_ENGINES_KEEP};
    if (rat_ingest(w->archive, &path, 1, &options, NULL, &err) != RAT_OK)
        fail_msg("seed %llu: import: %s %s", (unsigned long long)w->campaign->seed, err.where, err.msg);
    rat_buf_clear(lines);
}

static void put_document(struct world *w, uint32_t number, struct rat_buf *lines)
{
    struct ref_document document;
    ref_random_document(&w->random, number, &document);
    ref_archive_put(w->reference, &document);
    put_line(lines, &document);
}

/* Some are replaced, some removed, some of these come back. */
static void change(struct world *w, uint32_t count, struct rat_buf *lines)
{
    for (uint32_t n = count / 12 + 1; n > 0; n--) {
        uint32_t number = 1 + prng_below(&w->random.prng, count);
        if (CHANCE(w, 65)) {
            put_document(w, number, lines);
        } else {
            char id[16];
            snprintf(id, sizeof id, "d%u", number);
            ref_archive_remove(w->reference, id);
            rat_buf_printf(lines, "{\"id\":\"%s\",\"deleted\":true}\n", id);
        }
    }
}

static void build(struct world *w, uint32_t count)
{
    struct rat_archive_options options = {.analyzer = w->campaign->analyzer,
                                          .analyzer_version =
                                              rat_analyzer_version_with(w->campaign->analyzer, REF_STEPS)};
    struct rat_buf lines = RAT_BUF_INIT;
    struct rat_err err;
    unsigned parts = count < 20 ? 1 : 1 + prng_below(&w->random.prng, 4), file = 0;
    if (rat_archive_create(w->archive, &options, &err) != RAT_OK)
        fail_msg("init: %s", err.msg);
    for (uint32_t number = 1; number <= count; number++) {
        put_document(w, number, &lines);
        if (number == count || number % (count / parts + 1) == 0)
            import(w, &lines, file++);
    }
    if (CHANCE(w, 80))
        for (int rounds = 1 + (int)prng_below(&w->random.prng, 2); rounds > 0; rounds--) {
            change(w, count, &lines);
            import(w, &lines, file++);
        }
    rat_buf_release(&lines);
}

static void reopen(struct world *w)
{
    struct rat_err err;
    rat_engine_close(w->xapian);
    rat_snapshot_close(w->snapshot);
    w->xapian = NULL;
    w->snapshot = NULL;
    if (rat_snapshot_open(w->archive, &w->snapshot, &err) != RAT_OK ||
        (w->campaign->xapian && rat_engine_open(RAT_ENGINE_XAPIAN, w->snapshot, &w->xapian, &err) != RAT_OK))
        fail_msg("seed %llu: open: %s", (unsigned long long)w->campaign->seed, err.msg);
    w->has_dead = false;
    for (uint32_t i = 0; i < w->snapshot->manifest.segment_count; i++)
        w->has_dead = w->has_dead || w->snapshot->manifest.segments[i].dead;
    w->campaign->segments += w->snapshot->manifest.segment_count;
}

/* ---- one question ---- */

static void differ(struct world *w, const char *what, double expected, double got)
{
    const struct rat_request *q = &w->request;
    print_message("%s, seed %llu, %zu documents, %s, segments %u, dead %d\nmode %d limit %zu offset %zu sort "
                  "%d group %d "
                  "removed %d filters %zu\n%s\n",
                  q->engine ? "xapian" : "native", (unsigned long long)w->campaign->seed,
                  ref_archive_count(w->reference), w->campaign->analyzer, w->snapshot->manifest.segment_count,
                  w->has_dead, (int)q->mode, q->limit, q->offset, (int)q->sort, q->group_by_paper,
                  q->include_removed, q->filter_count, q->query);
    for (size_t i = 0; i < q->filter_count; i++)
        print_message("filter %d=%s\n", q->filters[i].field, q->filters[i].value);
    fail_msg("%s: expected %.9g, got %.9g", what, expected, got);
}

static bool is_near(double a, double b, double tolerance)
{
    return fabs(a - b) <= tolerance * fmax(fabs(a), fabs(b)) + 1e-9;
}

static const char *paper_of(const struct world *w, uint32_t docnum)
{
    bool removed;
    return ref_archive_document(w->reference, docnum - 1, &removed)->paper;
}

/* No document, and when grouped no paper, twice. */
static void check_distinct(struct world *w, const struct rat_result *result)
{
    struct rat_strmap seen;
    rat_strmap_init(&seen);
    for (size_t i = 0; i < result->hit_count; i++) {
        bool added = false;
        const char *key =
            w->request.group_by_paper ? paper_of(w, result->hits[i].docnum) : result->hits[i].id;
        rat_strmap_add(&seen, key, strlen(key), &added);
        if (!added)
            differ(w, key, (double)i, (double)i);
    }
    rat_strmap_release(&seen);
}

static bool has_order(const struct world *w)
{
    return w->request.sort != RAT_SORT_RELEVANCE || w->expected.hit_count == 0 ||
           w->expected.hits[0].score == 0;
}

static void check_hit(struct world *w, const struct rat_hit *hit, size_t place)
{
    const struct ref_hit *wanted = &w->expected.hits[place];
    bool removed;
    if (hit->docnum == 0 || hit->docnum > ref_archive_count(w->reference))
        differ(w, "docnum", wanted->docnum, hit->docnum);
    const struct ref_document *document = ref_archive_document(w->reference, hit->docnum - 1, &removed);
    double own = w->expected.scores[hit->docnum - 1];
    if (isnan(own) || (removed && !w->asked.include_removed) || strcmp(hit->id, document->id) != 0 ||
        hit->date != document->date)
        differ(w, "a hit that is none", wanted->docnum, hit->docnum);
    if (has_order(w) && hit->docnum != wanted->docnum)
        differ(w, "order", wanted->docnum, hit->docnum);
    if (w->has_dead || w->request.engine)
        return;
    if (w->expected.is_close) {
        /* who is looked at for nearness hangs on the last digits */
        double gain = w->expected.gains ? w->expected.gains[hit->docnum - 1] : 0;
        if (!is_near(own, hit->score, SCORE_TOLERANCE) && !is_near(own + gain, hit->score, SCORE_TOLERANCE) &&
            !is_near(own - gain, hit->score, SCORE_TOLERANCE))
            differ(w, "score", own, hit->score);
        return;
    }
    if (!is_near(own, hit->score, SCORE_TOLERANCE))
        differ(w, "score", own, hit->score);
    if (w->request.sort == RAT_SORT_RELEVANCE && !is_near(own, wanted->score, TIE_TOLERANCE))
        differ(w, "score at this place", wanted->score, own);
    w->campaign->scored++;
}

static void check_facets(struct world *w, const struct rat_result *result)
{
    if (result->facet_count != w->request.facet_count)
        differ(w, "facets", (double)w->request.facet_count, (double)result->facet_count);
    for (size_t f = 0; f < result->facet_count; f++) {
        const struct rat_facet *got = &result->facets[f];
        size_t n = w->expected.facet_sizes[f];
        if (w->request.facet_values_max && w->request.facet_values_max < n)
            n = w->request.facet_values_max;
        if (got->value_count != n || got->field != w->request.facets[f])
            differ(w, "values of a facet", (double)n, (double)got->value_count);
        for (size_t i = 0; i < n; i++)
            if (strcmp(got->values[i].value, w->expected.facets[f][i].value) != 0 ||
                got->values[i].count != w->expected.facets[f][i].count)
                differ(w, got->values[i].value, (double)w->expected.facets[f][i].count,
                       (double)got->values[i].count);
    }
}

static void check_result(struct world *w, const struct rat_result *result)
{
    size_t total = w->expected.hit_count, offset = w->request.offset;
    size_t expected = total > offset ? total - offset : 0;
    expected = expected < w->request.limit ? expected : w->request.limit;
    if (result->total_is_exact ? result->total != total : w->request.want_total || result->total > total)
        differ(w, "total", (double)total, (double)result->total);
    if (result->hit_count != expected)
        differ(w, "hits", (double)expected, (double)result->hit_count);
    for (size_t i = 0; i < expected; i++)
        check_hit(w, &result->hits[i], offset + i);
    check_distinct(w, result);
    if (!w->request.engine || !w->request.group_by_paper) /* which counts documents there, and says so */
        check_facets(w, result);
    w->campaign->hits += expected;
}

static void check_snippet(struct world *w, struct rat_search *search)
{
    static const struct rat_snippet_options options = {.plain = true, .mark_on = "[", .mark_off = "]"};
    struct rat_arena arena;
    const char *text = NULL;
    struct rat_err err;
    rat_arena_init(&arena, 0);
    if (rat_search_snippet(search, 0, &options, &arena, &text, &err) != RAT_OK || !text)
        differ(w, err.msg, 0, 0);
    rat_arena_release(&arena);
}

static void ask_xapian(struct world *w)
{
    struct rat_search *search;
    struct rat_err err;
    w->request.engine = w->xapian;
    if (rat_search_run(w->snapshot, &w->request, &search, &err) != RAT_OK)
        differ(w, err.msg, 0, err.code);
    check_result(w, rat_search_result(search));
    if (rat_search_result(search)->hit_count && CHANCE(w, 5))
        check_snippet(w, search);
    rat_search_free(search);
}

static void ask(struct world *w)
{
    struct rat_search *search;
    struct rat_err err;
    ref_search(w->reference, &w->asked, &w->expected);
    if (rat_search_run(w->snapshot, &w->request, &search, &err) != RAT_OK)
        differ(w, err.msg, 0, err.code);
    const struct rat_result *result = rat_search_result(search);
    check_result(w, result);
    if (result->hit_count && CHANCE(w, 5))
        check_snippet(w, search);
    rat_search_free(search);
    if (w->xapian && !ref_asks_native(w->asked.root))
        ask_xapian(w);
    ref_answer_release(&w->expected);
    w->campaign->asked++;
}

/* Values of one field are joined by OR, as filters are. */
static void make_filters(struct world *w, struct rat_filter *filters, const struct ref_node **nodes)
{
    struct rat_arena *arena = &w->random.arena;
    size_t n = 1 + prng_below(&w->random.prng, 3), fields = 0;
    for (size_t i = 0; i < n; i++) {
        struct ref_node *leaf = ref_random_filter(&w->random, w->reference);
        struct rat_buf range = RAT_BUF_INIT;
        if (leaf->kind == REF_RANGE) {
            ref_node_print(leaf, &range);
            leaf->text = rat_arena_strdup(arena, strchr(rat_buf_cstr(&range), ':') + 1);
            rat_buf_release(&range);
        }
        filters[i] = (struct rat_filter){leaf->field, leaf->text};
        size_t k = 0;
        while (k < fields && nodes[k]->field != leaf->field)
            k++;
        if (k == fields) {
            struct ref_node *any = rat_arena_calloc(arena, 1, sizeof *any);
            *any = (struct ref_node){.kind = REF_OR, .field = leaf->field};
            any->children = rat_arena_calloc(arena, n, sizeof(struct ref_node *));
            nodes[fields++] = any;
        }
        struct ref_node *any = (struct ref_node *)(uintptr_t)nodes[k];
        any->children[any->count++] = leaf;
    }
    w->request.filters = filters;
    w->request.filter_count = n;
    w->asked.filters = nodes;
    w->asked.filter_count = fields;
}

static void make_page(struct world *w)
{
    static const size_t limits[] = {0, 1, 3, 10, 10, 100, 100000}, offsets[] = {0, 0, 0, 1, 7, 60, 5000};
    w->request.limit = limits[prng_below(&w->random.prng, 7)];
    w->request.offset = offsets[prng_below(&w->random.prng, 7)];
    /* with other statistics another order: then all of it, as a set */
    if (w->has_dead && w->request.sort == RAT_SORT_RELEVANCE) {
        w->request.limit = 100000;
        w->request.offset = 0;
    }
}

static void make_request(struct world *w)
{
    struct prng *prng = &w->random.prng;
    w->request = (struct rat_request)RAT_REQUEST_INIT;
    w->asked = (struct ref_request){0};
    rat_buf_clear(&w->query);
    if (CHANCE(w, 60)) {
        struct ref_node *root = ref_random_tree(&w->random, w->reference, prng_below(prng, 5));
        ref_node_print(root, &w->query);
        w->asked.root = root;
    } else {
        w->asked.of_mode = true;
        w->request.mode = RAT_MODE_OR + prng_below(prng, 5);
        w->asked.root = ref_random_tokens(&w->random, w->reference, w->request.mode, &w->query);
    }
    w->request.query = rat_buf_cstr(&w->query);
    w->asked.include_removed = !w->asked.of_mode && ref_asks_removed(w->asked.root);
    w->request.sort = w->asked.sort =
        CHANCE(w, 70) ? RAT_SORT_RELEVANCE : RAT_SORT_NEWEST + prng_below(prng, 2);
    w->request.group_by_paper = w->asked.group_by_paper = CHANCE(w, 20);
    w->request.include_removed = CHANCE(w, 10);
    w->asked.include_removed = w->asked.include_removed || w->request.include_removed;
    w->request.want_total = CHANCE(w, 60);
    make_page(w);
}

static void ask_random(struct world *w)
{
    static const uint8_t facets[] = {RAT_FIELD_YEAR, RAT_FIELD_TYPE, RAT_FIELD_COMMITTEE, RAT_FIELD_BODY};
    struct rat_filter filters[4];
    const struct ref_node *nodes[4];
    make_request(w);
    if (CHANCE(w, 25))
        make_filters(w, filters, nodes);
    if (CHANCE(w, 40)) {
        w->request.facets = w->asked.facets = facets;
        w->request.facet_count = w->asked.facet_count = 1 + prng_below(&w->random.prng, 4);
        w->request.facet_values_max = CHANCE(w, 30) ? 1 + prng_below(&w->random.prng, 5) : 0;
    }
    ask(w);
}

void ref_campaign_run(struct ref_campaign *campaign)
{
    struct ref_campaign own = *campaign;
    struct world w = {.campaign = &own, .random = {.prng = {own.seed * 2654435761u + 17}}};
    struct rat_err err;
    uint32_t count =
        own.documents ? own.documents : 1 + prng_below(&w.random.prng, CHANCE(&w, 70) ? 300 : 3000);
    if (!own.analyzer)
        own.analyzer = CHANCE(&w, 60) ? "whitespace" : "german";
    w.random.german = strcmp(own.analyzer, "german") == 0;
    rat_arena_init(&w.random.arena, 0);
    scratch_make(&w.dir);
    char archive[80];
    snprintf(archive, sizeof archive, "%s/archive", w.dir.folder);
    w.archive = archive;
    w.reference = ref_archive_new(own.analyzer);
    ref_random_words(&w.random);
    build(&w, count);
    for (int optimized = 0; optimized < 2; optimized++) {
        /* in whatever order the documents stand: the answers are the same */
        struct rat_ingest_options options = {.order = own.seed % 3 ? RAT_ORDER_BISECTION : RAT_ORDER_IMPORT,
                                             .threads = 1 + own.seed % 2};
        if (optimized && rat_optimize(archive, &options, &err) != RAT_OK)
            fail_msg("seed %llu: optimize: %s", (unsigned long long)own.seed, err.msg);
        reopen(&w);
        if (optimized && (w.has_dead || w.snapshot->manifest.segment_count > 1))
            fail_msg("seed %llu: not optimized", (unsigned long long)own.seed);
        for (unsigned i = 0; i < own.queries; i++)
            ask_random(&w);
    }
    rat_engine_close(w.xapian);
    rat_snapshot_close(w.snapshot);
    ref_archive_free(w.reference);
    rat_buf_release(&w.query);
    rat_arena_release(&w.random.arena);
    scratch_remove(&w.dir);
    own.seed = campaign->seed;
    own.documents = campaign->documents;
    own.analyzer = campaign->analyzer;
    *campaign = own;
}
