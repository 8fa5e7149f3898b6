/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The second engine: the plan as a query of Xapian, its answer as hits of ours. Statistics, matching, ranking, totals and facets are
 * Xapian's own; a hit is looked up in index/ for its id and for what snippets need. query/XAPIAN.md says where answers
 * differ, and why.
 */
#include "query/engine_internal.h"

#include "query/xapian_ask_internal.h"
#include "storage/xapian_index.h"

#include <stdlib.h>

#define REOPEN_ATTEMPTS 10 /* commits that may overtake one search */

/* Where a document is in index/. */
struct place {
    uint32_t segment; /* + 1; 0: nowhere */
    uint32_t local;
};

struct xapian_engine {
    struct rat_engine engine;
    struct rat_snapshot *snapshot;
    struct rat_xapian_database *database;
    struct rat_xapian_state state;
    uint32_t documents;
    struct place *places; /* by docnum */
    uint32_t place_count;
};

/* One search. */
struct asked {
    struct xapian_engine *x;
    struct rat_xapian_ask ask;
    struct rat_err *err;
};

/* ---- asking ---- */

/* Again when a commit has overtaken it. */
static rat_status run(struct asked *a)
{
    struct xapian_engine *x = a->x;
    struct rat_xapian_err failure;
    rat_xapian_status st = RAT_XAPIAN_DATABASE_MODIFIED;
    for (int attempt = 0; st == RAT_XAPIAN_DATABASE_MODIFIED && attempt < REOPEN_ATTEMPTS; attempt++) {
        if (attempt && rat_xapian_database_reopen(x->database, NULL, &failure) == RAT_XAPIAN_OK) {
            rat_status state = rat_xapian_index_state(x->database, &x->state, a->err);
            if (state != RAT_OK)
                return state;
        }
        st = rat_xapian_ask_run(&a->ask, x->database, &failure);
    }
    return st == RAT_XAPIAN_OK ? RAT_OK : rat_xapian_fail(&failure, a->err);
}

/* ---- the answer ---- */

/* *known: whether index/ has the document too; one that it has not was put or purged since. */
static rat_status fill_hit(struct asked *a, const struct rat_xapian_hit *from, struct rat_hit *out,
                           bool *known)
{
    const struct xapian_engine *x = a->x;
    const struct place *place = from->docid < x->place_count ? &x->places[from->docid] : NULL;
    const char *id;
    uint32_t size;
    *known = place && place->segment;
    if (!*known)
        return RAT_OK;
    const struct rat_segment *s = x->snapshot->segments[place->segment - 1];
    rat_status st = rat_segment_id(s, place->local, &id, &size, a->err);
    if (st != RAT_OK)
        return st;
    *out = (struct rat_hit){.docnum = from->docid,
                            .segment = place->segment - 1,
                            .local = place->local,
                            .score = from->score,
                            .id = rat_arena_strndup(&a->ask.search->arena, id, size),
                            .date = rat_segment_date(s, place->local)};
    return out->id ? RAT_OK : rat_nomem(a->err);
}

static rat_status fill_hits(struct asked *a)
{
    size_t count = rat_xapian_found_size(a->ask.found), kept = 0;
    struct rat_hit *hits = rat_arena_calloc(&a->ask.search->arena, count, sizeof *hits);
    if (!hits)
        return rat_nomem(a->err);
    for (size_t i = 0; i < count; i++) {
        struct rat_xapian_hit hit;
        struct rat_xapian_err failure;
        bool known = false;
        if (rat_xapian_found_hit(a->ask.found, i, &hit, &failure) != RAT_XAPIAN_OK)
            return rat_xapian_fail(&failure, a->err);
        rat_status st = fill_hit(a, &hit, &hits[kept], &known);
        if (st != RAT_OK)
            return st;
        kept += known;
    }
    a->ask.search->result.hits = hits;
    a->ask.search->result.hit_count = kept;
    return RAT_OK;
}

/* ---- what is said beside it ---- */

static rat_status note_state(struct asked *a)
{
    const struct xapian_engine *x = a->x;
    if (x->state.generation == x->snapshot->generation)
        return RAT_OK;
    const char *text = rat_arena_printf(
        &a->ask.search->arena,
        _("Der Xapian-Index ist auf dem Stand der Generation %llu, das Archiv auf dem der Generation %llu: "
          "was "
          "sich seither geändert hat, fehlt in den Treffern. `ratsarchiv optimize` holt es nach"),
        (unsigned long long)x->state.generation, (unsigned long long)x->snapshot->generation);
    return text ? rat_search_note(a->ask.search, text, a->err) : rat_nomem(a->err);
}

static rat_status answer(struct rat_engine *engine, struct rat_search *search,
                         const struct rat_request *request, struct rat_deadline *deadline,
                         struct rat_err *err)
{
    struct xapian_engine *x = (struct xapian_engine *)engine;
    struct asked a = {.x = x,
                      .ask = {.search = search,
                              .request = request,
                              .deadline = deadline,
                              .err = err,
                              .documents = x->documents},
                      .err = err};
    rat_status st = rat_xapian_ask_prepare(&a.ask);
    if (st == RAT_OK)
        st = run(&a);
    if (st == RAT_OK)
        st = rat_xapian_ask_total(&a.ask);
    if (st == RAT_OK)
        st = fill_hits(&a);
    if (st == RAT_OK)
        st = rat_xapian_ask_facets(&a.ask);
    if (st == RAT_OK)
        st = note_state(&a);
    if (st == RAT_OK)
        st = rat_xapian_ask_notes(&a.ask);
    rat_xapian_ask_release(&a.ask);
    return st;
}

/* ---- opening ---- */

static uint32_t highest_docnum(const struct rat_snapshot *s)
{
    uint64_t highest = 0;
    for (uint32_t i = 0; i < s->manifest.segment_count; i++)
        for (uint32_t d = 0; d < s->segments[i]->meta.documents; d++) {
            uint64_t docnum = rat_numbers_get(&s->segments[i]->docnums, d);
            highest = docnum > highest ? docnum : highest;
        }
    return (uint32_t)highest;
}

static rat_status map_places(struct xapian_engine *x, struct rat_err *err)
{
    const struct rat_snapshot *s = x->snapshot;
    x->place_count = highest_docnum(s) + 1;
    x->places = calloc(x->place_count, sizeof *x->places);
    if (!x->places)
        return rat_nomem(err);
    for (uint32_t i = 0; i < s->manifest.segment_count; i++)
        for (uint32_t d = 0; d < s->segments[i]->meta.documents; d++)
            if (!rat_bit(s->segments[i]->dead, d))
                x->places[rat_numbers_get(&s->segments[i]->docnums, d)] = (struct place){i + 1, d};
    return RAT_OK;
}

static void close_xapian(struct rat_engine *engine)
{
    struct xapian_engine *x = (struct xapian_engine *)engine;
    rat_xapian_database_free(x->database);
    free(x->places);
    free(x);
}

rat_status rat_engine_xapian_open(struct rat_snapshot *snapshot, struct rat_engine **out, struct rat_err *err)
{
    struct rat_xapian_facts facts;
    struct rat_xapian_err failure;
    struct xapian_engine *x = calloc(1, sizeof *x);
    if (!x)
        return rat_nomem(err);
    x->engine = (struct rat_engine){.answer = answer, .close = close_xapian};
    x->snapshot = snapshot;
    rat_status st = rat_xapian_index_open(snapshot->path, &x->database, &x->state, err);
    if (st == RAT_OK && rat_xapian_database_facts(x->database, &facts, &failure) != RAT_XAPIAN_OK)
        st = rat_xapian_fail(&failure, err);
    if (st == RAT_OK)
        st = map_places(x, err);
    if (st != RAT_OK) {
        close_xapian(&x->engine);
        return st;
    }
    x->documents = facts.documents;
    *out = &x->engine;
    return RAT_OK;
}
