/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The third engine: shards, asked as one database. An attempt asks all that are connected and fetches the records of the hits;
 * when it fails, a peer's connection is worth nothing any more (answers to the last question may still come), so all connect anew,
 * each is tried by itself, and those that fail are left out of the next attempt. Every attempt gets a share of the time that is left.
 */
#include "query/engine_internal.h"

#include "query/plan_internal.h"
#include "query/shard_parts_internal.h"
#include "query/shard_snippet_internal.h"
#include "query/shards.h"
#include "storage/shard_record.h"
#include "storage/xapian_index.h"
#include "text/charset.h"

#include <stdio.h>
#include <stdlib.h>

#define OPEN_SHARE 6    /* connecting, greeting, state: half of the time */
#define ATTEMPT_SHARE 4 /* of the time that is left, for one message */
#define LIMIT_MS_MIN 50 /* a healthy peer on a slow line */
#define LIMIT_MS_NONE 60000
#define BLAMELESS_MAX 5 /* failures of which nobody knows whose they are */
#define RECORD_BYTES 65536
#define SPELLED_MAX 2000u /* terms of a prefix that go to each shard with the question */

struct rat_shards {
    struct rat_engine engine;
    struct rat_snapshot snapshot;
    struct rat_word_model model;
    struct rat_buf model_bytes, acronyms;
    struct rat_parts parts;
    struct rat_shard_state newest;
};

/* One search. */
struct asked {
    struct rat_shards *shards;
    struct rat_xapian_ask ask;
    struct rat_xapian_database *joined;
    uint32_t *live; /* parts of the joined database */
    uint32_t live_count;
    struct rat_buf bytes;
    bool peer_failed; /* the attempt failed because of one of them: failure, culprit */
    struct rat_xapian_err failure;
    const char *said; /* instead of failure's words */
    struct rat_part *culprit;
    unsigned blameless;
    bool unspelled; /* a prefix stands for too many terms */
};

struct rat_shards_hit {
    struct rat_document document;
    const void *packed;
    size_t size;
};

/* ---- what can go wrong ---- */

/* Whether the question itself is at fault, or this process: leaving a shard out would not help. */
static bool is_ours(rat_xapian_status status)
{
    return status == RAT_XAPIAN_WILDCARD || status == RAT_XAPIAN_INVALID_ARGUMENT ||
           status == RAT_XAPIAN_INVALID_OPERATION || status == RAT_XAPIAN_UNIMPLEMENTED;
}

static bool is_in(const char *context, const struct rat_shard *s)
{
    char name[300];
    if (s->path)
        return false;
    if (s->host)
        snprintf(name, sizeof name, "(%s:%u)", s->host, s->port);
    else
        snprintf(name, sizeof name, "(%s %s)", s->program, s->args);
    return strstr(context, name) != NULL;
}

/* Where the failure says so itself; else NULL. */
static struct rat_part *blamed(const struct asked *a, const char *context)
{
    struct rat_part *found = NULL;
    for (uint32_t i = 0; i < a->live_count; i++) {
        struct rat_part *part = &a->shards->parts.items[a->live[i]];
        if (is_in(context, part->shard)) {
            if (found)
                return NULL; /* two places that are called alike */
            found = part;
        }
    }
    return found;
}

static rat_status failed(struct asked *a, struct rat_part *culprit)
{
    rat_status st = rat_xapian_fail(&a->failure, a->ask.err);
    a->peer_failed = !is_ours(a->failure.status);
    a->culprit = culprit ? culprit : blamed(a, a->failure.context);
    return st;
}

/* ---- one attempt ---- */

static rat_status join_live(struct asked *a)
{
    struct rat_parts *parts = &a->shards->parts;
    struct rat_xapian_database **live = calloc(parts->count, sizeof *live);
    uint64_t documents = 0;
    if (!live)
        return rat_nomem(a->ask.err);
    a->live_count = 0;
    for (uint32_t i = 0; i < parts->count; i++) {
        if (!parts->items[i].database)
            continue;
        documents += parts->items[i].facts.documents;
        a->live[a->live_count] = i;
        live[a->live_count++] = parts->items[i].database;
    }
    a->ask.documents = documents < UINT32_MAX ? (uint32_t)documents : UINT32_MAX;
    rat_xapian_database_free(a->joined);
    a->joined = NULL;
    rat_status st = rat_xapian_database_join(live, a->live_count, &a->joined, &a->failure) == RAT_XAPIAN_OK
                        ? RAT_OK
                        : rat_xapian_fail(&a->failure, a->ask.err);
    free(live);
    return st;
}

static rat_status fetch_bytes(struct asked *a, size_t i, struct rat_part *part)
{
    struct rat_xapian_document *document = NULL;
    size_t size = 0;
    rat_buf_clear(&a->bytes);
    if (!rat_buf_reserve(&a->bytes, RECORD_BYTES))
        return rat_nomem(a->ask.err);
    rat_xapian_status st = rat_xapian_found_document(a->ask.found, i, &document, &a->failure);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_document_data(document, a->bytes.data, RECORD_BYTES, &size, &a->failure);
    if (st == RAT_XAPIAN_OK && size > RECORD_BYTES) {
        if (!rat_buf_reserve(&a->bytes, size)) {
            rat_xapian_document_free(document);
            return rat_nomem(a->ask.err);
        }
        st = rat_xapian_document_data(document, a->bytes.data, size, &size, &a->failure);
    }
    a->bytes.size = size;
    rat_xapian_document_free(document);
    return st == RAT_XAPIAN_OK ? RAT_OK : failed(a, part);
}

static bool has_docnum(const struct rat_hit *hits, size_t n, uint32_t docnum)
{
    for (size_t i = 0; i < n; i++)
        if (hits[i].docnum == docnum)
            return true;
    return false;
}

/* *is_new false: a paper that is being moved, seen on its other shard already. */
static rat_status fetch_hit(struct asked *a, size_t i, const struct rat_hit *before, size_t count,
                            struct rat_hit *out, struct rat_shards_hit *record, bool *is_new)
{
    struct rat_xapian_hit hit;
    struct rat_arena *arena = &a->ask.search->arena;
    if (rat_xapian_found_hit(a->ask.found, i, &hit, &a->failure) != RAT_XAPIAN_OK)
        return failed(a, NULL);
    struct rat_part *part = &a->shards->parts.items[a->live[(hit.docid - 1) % a->live_count]];
    rat_status st = fetch_bytes(a, i, part);
    if (st != RAT_OK)
        return st;
    st = rat_shard_record_unpack(a->bytes.data, a->bytes.size, arena, &record->document, NULL, a->ask.err);
    if (st == RAT_EDAMAGED) {
        a->peer_failed = true;
        a->said = _("antwortet Unsinn");
        a->culprit = part;
    }
    if (st != RAT_OK)
        return st;
    *is_new = !has_docnum(before, count, record->document.docnum);
    record->packed = rat_arena_memdup(arena, a->bytes.data, a->bytes.size);
    record->size = a->bytes.size;
    *out = (struct rat_hit){.docnum = record->document.docnum,
                            .score = hit.score,
                            .id = record->document.id,
                            .date = record->document.date};
    return record->packed ? RAT_OK : rat_nomem(a->ask.err);
}

static rat_status fetch_hits(struct asked *a)
{
    struct rat_search *search = a->ask.search;
    size_t count = rat_xapian_found_size(a->ask.found), kept = 0;
    struct rat_hit *hits = rat_arena_calloc(&search->arena, count, sizeof *hits);
    struct rat_shards_hit *records = rat_arena_calloc(&search->arena, count, sizeof *records);
    if (!hits || !records)
        return rat_nomem(a->ask.err);
    for (size_t i = 0; i < count; i++) {
        bool is_new = true;
        size_t compared = a->shards->newest.is_moving ? kept : 0;
        rat_status st = fetch_hit(a, i, hits, compared, &hits[kept], &records[kept], &is_new);
        if (st != RAT_OK)
            return st;
        kept += is_new;
    }
    search->result.hits = hits;
    search->result.hit_count = kept;
    search->found = records;
    return RAT_OK;
}

/* How many documents have each term, as it was counted for the scores: for snippets, and for words that nobody has. */
static rat_status count_terms(struct asked *a, struct rat_plan *plan)
{
    char term[RAT_XAPIAN_TERM_BYTES_MAX];
    rat_status st = RAT_OK;
    if (plan->kind == RAT_PLAN_TERM) {
        uint32_t documents = 0;
        size_t n = rat_xapian_term_of(plan->key, plan->key_size, term);
        if (rat_xapian_found_count(a->ask.found, term, n, &documents, &a->failure) != RAT_XAPIAN_OK)
            return failed(a, NULL);
        plan->df = documents;
        plan->idf = rat_idf(a->shards->snapshot.documents, documents);
    }
    plan->idf = plan->kind == RAT_PLAN_PHRASE ? 0 : plan->idf;
    for (uint32_t i = 0; st == RAT_OK && i < plan->must_count; i++) {
        st = count_terms(a, plan->must[i]);
        plan->idf += plan->kind == RAT_PLAN_PHRASE ? plan->must[i]->idf : 0;
    }
    for (uint32_t i = 0; st == RAT_OK && i < plan->should_count; i++) {
        st = count_terms(a, plan->should[i]);
        if (plan->kind == RAT_PLAN_WORD)
            plan->df = plan->should[i]->df > plan->df ? plan->should[i]->df : plan->df;
    }
    return st;
}

struct walking {
    bool (*seen)(void *ctx, const char *word, size_t n, uint64_t documents);
    void *ctx;
};

static bool see_term(void *ctx, const struct rat_xapian_item *item)
{
    struct walking *w = ctx;
    return item->size < 2 || w->seen(w->ctx, (const char *)item->bytes + 1, item->size - 1, item->count);
}

static rat_status walk_words(void *ctx, bool (*seen)(void *, const char *, size_t, uint64_t), void *seen_ctx,
                             struct rat_err *err)
{
    static const unsigned char first[] = {RAT_LAYER_EXACT};
    struct asked *a = ctx;
    struct walking walking = {seen, seen_ctx};
    (void)err; /* the same as the ask's */
    return rat_xapian_database_terms(a->joined, first, sizeof first, see_term, &walking, &a->failure) ==
                   RAT_XAPIAN_OK
               ? RAT_OK
               : failed(a, NULL);
}

/* *again: the plan has got words for those that no shard has. */
static rat_status look_elsewhere(struct asked *a, bool *again)
{
    struct rat_search *search = a->ask.search;
    const struct rat_plan_words words = {walk_words, a};
    struct rat_planner planner = {.snapshot = search->snapshot,
                                  .analyzer = search->words.analyzer,
                                  .arena = &search->arena,
                                  .weights = rat_search_weights(a->ask.request),
                                  .err = a->ask.err,
                                  .deadline = a->ask.deadline,
                                  .dictionary = &words};
    rat_status st =
        a->ask.request->mode == RAT_MODE_QUERY ? rat_plan_fallback(&planner, search->plan) : RAT_OK;
    *again = planner.fallbacks > 0;
    return st;
}

struct spelling {
    struct rat_planner *planner;
    const struct rat_plan *prefix;
    struct rat_plan **terms;
    uint32_t count;
    bool too_many, no_memory;
};

static bool spell_term(void *ctx, const struct rat_xapian_item *item)
{
    struct spelling *s = ctx;
    const char *bytes = item->bytes;
    if (item->size > RAT_XAPIAN_KEY_WHOLE_MAX)
        return true; /* known by its beginning only: nobody types it */
    s->too_many = s->count == SPELLED_MAX;
    struct rat_plan *term =
        s->too_many ? NULL : rat_plan_term(s->planner, (uint8_t)bytes[0], bytes + 1, item->size - 1, 1);
    s->no_memory = !term && !s->too_many;
    if (term)
        s->terms[s->count++] = term;
    return term != NULL;
}

/* A shard that expands a prefix knows only how many of its own documents have each term. */
static rat_status spell_prefix(struct asked *a, struct rat_planner *planner, struct rat_plan *prefix)
{
    struct spelling s = {.planner = planner, .prefix = prefix};
    s.terms = rat_arena_calloc(planner->arena, SPELLED_MAX, sizeof(struct rat_plan *));
    if (!s.terms)
        return rat_nomem(a->ask.err);
    if (rat_xapian_database_terms(a->joined, prefix->key, prefix->key_size, spell_term, &s, &a->failure) !=
        RAT_XAPIAN_OK)
        return failed(a, NULL);
    if (s.no_memory)
        return rat_nomem(a->ask.err);
    prefix->spelled = s.too_many ? NULL : s.terms;
    prefix->spelled_count = s.count;
    a->unspelled |= s.too_many;
    return RAT_OK;
}

static rat_status spell_prefixes(struct asked *a, struct rat_planner *planner, struct rat_plan *plan)
{
    rat_status st = RAT_OK;
    if (plan->kind == RAT_PLAN_PREFIX && plan->boost > 0 && plan->key_size <= RAT_XAPIAN_KEY_WHOLE_MAX)
        st = spell_prefix(a, planner, plan);
    for (uint32_t i = 0; st == RAT_OK && i < plan->must_count; i++)
        st = spell_prefixes(a, planner, plan->must[i]);
    for (uint32_t i = 0; st == RAT_OK && i < plan->should_count; i++)
        st = spell_prefixes(a, planner, plan->should[i]);
    return st;
}

/* Only where scores are shown. */
static rat_status spell(struct asked *a)
{
    struct rat_planner planner = {.arena = &a->ask.search->arena, .err = a->ask.err};
    a->unspelled = false;
    return a->ask.request->limit ? spell_prefixes(a, &planner, a->ask.search->plan) : RAT_OK;
}

static rat_status ask_once(struct asked *a)
{
    rat_xapian_ask_release(&a->ask);
    rat_status st = rat_xapian_ask_prepare(&a->ask);
    if (st == RAT_OK && rat_xapian_ask_run(&a->ask, a->joined, &a->failure) != RAT_XAPIAN_OK)
        st = failed(a, NULL);
    return st == RAT_OK ? count_terms(a, a->ask.search->plan) : st;
}

static rat_status attempt(struct asked *a)
{
    bool again = false;
    a->peer_failed = false;
    a->culprit = NULL;
    a->said = NULL;
    rat_status st = join_live(a);
    if (st == RAT_OK)
        st = spell(a);
    if (st == RAT_OK)
        st = ask_once(a);
    if (st == RAT_OK)
        st = look_elsewhere(a, &again);
    if (st == RAT_OK && again)
        st = ask_once(a);
    if (st == RAT_OK)
        st = rat_xapian_ask_total(&a->ask);
    if (st == RAT_OK)
        st = fetch_hits(a);
    return st == RAT_OK ? rat_xapian_ask_facets(&a->ask) : st;
}

/* ---- between attempts ---- */

/* For one message; 0: no time is left. */
static uint32_t limit_of(const struct rat_deadline *deadline)
{
    uint64_t now = rat_deadline_clock_us();
    if (!deadline->at_us)
        return LIMIT_MS_NONE;
    if (now >= deadline->at_us)
        return 0;
    uint64_t ms = (deadline->at_us - now) / 1000 / ATTEMPT_SHARE;
    return ms < LIMIT_MS_MIN ? LIMIT_MS_MIN : ms < UINT32_MAX ? (uint32_t)ms : UINT32_MAX;
}

static void drop_all(struct asked *a, const char *reason)
{
    for (uint32_t i = 0; i < a->shards->parts.count; i++)
        if (a->shards->parts.items[i].database)
            rat_part_drop(&a->shards->parts.items[i], reason);
}

static void settle(struct asked *a)
{
    struct rat_part *culprit = a->culprit;
    uint32_t limit = limit_of(a->ask.deadline);
    rat_xapian_ask_release(&a->ask); /* before what it came from */
    rat_xapian_database_free(a->joined);
    a->joined = NULL;
    /* once may be an update that overtook the search, or a server that was started anew; waiting twice is too much */
    if (culprit && (a->said || a->failure.status == RAT_XAPIAN_NETWORK_TIMEOUT || ++culprit->failures > 1))
        rat_part_drop(culprit, a->said ? a->said : rat_part_reason(&a->failure));
    if (!limit)
        drop_all(a, _("die Zeit war um, bevor alle geantwortet hatten"));
    else if (!culprit && ++a->blameless > BLAMELESS_MAX)
        drop_all(a, rat_part_reason(&a->failure));
    else
        rat_parts_connect(&a->shards->parts, limit, &a->ask);
}

/* ---- the answer ---- */

static rat_status fill_missing(struct asked *a)
{
    const struct rat_parts *parts = &a->shards->parts;
    struct rat_search *search = a->ask.search;
    struct rat_missing *missing = rat_arena_calloc(&search->arena, parts->count, sizeof *missing);
    size_t count = 0;
    if (!missing)
        return rat_nomem(a->ask.err);
    for (uint32_t i = 0; i < parts->count; i++)
        if (!parts->items[i].database)
            missing[count++] = (struct rat_missing){parts->items[i].shard->name,
                                                    rat_arena_strdup(&search->arena, parts->items[i].reason)};
    search->result.parts = parts->count;
    search->result.missing = missing;
    search->result.missing_count = count;
    search->result.total_is_exact &= count == 0 && !a->shards->newest.is_moving;
    return search->arena.failed ? rat_nomem(a->ask.err) : RAT_OK;
}

static rat_status note_states(struct asked *a)
{
    const struct rat_shards *s = a->shards;
    rat_status st = RAT_OK;
    if (s->newest.is_moving)
        st = rat_search_note(a->ask.search,
                             _("Die Teile werden gerade neu verteilt: Treffer können doppelt gezählt sein"),
                             a->ask.err);
    if (st == RAT_OK && a->unspelled)
        st = rat_search_note(a->ask.search,
                             _("Ein Wortanfang steht für sehr viele Wörter: Jedes Teil wertet sie nach "
                               "seiner eigenen Häufigkeit"),
                             a->ask.err);
    for (uint32_t i = 0; st == RAT_OK && i < s->parts.count; i++) {
        const struct rat_part *part = &s->parts.items[i];
        if (!part->database || part->state.generation == s->newest.generation)
            continue;
        const char *text = rat_arena_printf(
            &a->ask.search->arena,
            _("Das Teil „%s“ ist auf dem Stand der Generation %llu, andere auf dem der Generation %llu"),
            part->shard->name, (unsigned long long)part->state.generation,
            (unsigned long long)s->newest.generation);
        st = text ? rat_search_note(a->ask.search, text, a->ask.err) : rat_nomem(a->ask.err);
    }
    return st;
}

static rat_status answer(struct rat_engine *engine, struct rat_search *search,
                         const struct rat_request *request, struct rat_deadline *deadline,
                         struct rat_err *err)
{
    struct rat_shards *shards = (struct rat_shards *)engine;
    struct asked a = {
        .shards = shards,
        .ask = {.search = search, .request = request, .deadline = deadline, .err = err, .of_shards = true}};
    a.live = rat_arena_calloc(&search->arena, shards->parts.count, sizeof *a.live);
    rat_status st = a.live ? RAT_OK : rat_nomem(err);
    while (st == RAT_OK && rat_parts_live(&shards->parts)) {
        st = attempt(&a);
        if (st == RAT_OK || !a.peer_failed)
            break;
        settle(&a);
        st = RAT_OK;
    }
    if (st == RAT_OK)
        st = fill_missing(&a);
    if (st == RAT_OK)
        st = note_states(&a);
    if (st == RAT_OK)
        st = rat_xapian_ask_notes(&a.ask);
    rat_xapian_ask_release(&a.ask);
    rat_xapian_database_free(a.joined);
    rat_buf_release(&a.bytes);
    return st;
}

/* ---- hits ---- */

static rat_status show_document(struct rat_search *search, size_t hit, struct rat_arena *arena,
                                struct rat_document *out, struct rat_err *err)
{
    (void)arena;
    (void)err;
    *out = ((const struct rat_shards_hit *)search->found)[hit].document;
    return RAT_OK;
}

static rat_status show_snippet(struct rat_search *search, size_t hit,
                               const struct rat_snippet_options *options, struct rat_arena *arena,
                               const char **out, struct rat_err *err)
{
    const struct rat_shards_hit *h = &((const struct rat_shards_hit *)search->found)[hit];
    struct rat_document document;
    struct rat_arena own;
    const char *text = "";
    rat_arena_init(&own, 0);
    rat_status st = rat_shard_record_unpack(h->packed, h->size, &own, &document, &text, err);
    if (st == RAT_OK && !rat_utf8_valid(text, (size_t)document.text_size))
        st = rat_fail(err, RAT_EDAMAGED, "%s", _("Was ein Teil zu einem Treffer sagt, ist beschädigt"));
    if (st == RAT_OK)
        st = rat_shard_snippet(search, text, (size_t)document.text_size, options, arena, out, err);
    rat_arena_release(&own);
    return st;
}

/* ---- opening ---- */

/* The state that counts: the newest of those that answer. */
static void find_newest(struct rat_shards *s)
{
    const struct rat_part *newest = NULL;
    bool moving = false;
    for (uint32_t i = 0; i < s->parts.count; i++) {
        const struct rat_part *part = &s->parts.items[i];
        if (!part->database)
            continue;
        moving |= part->state.is_moving;
        if (!newest || part->state.generation > newest->state.generation)
            newest = part;
    }
    if (newest)
        s->newest = newest->state;
    s->newest.is_moving = moving;
}

static void drop_strangers(struct rat_shards *s)
{
    for (uint32_t i = 0; i < s->parts.count; i++) {
        struct rat_part *part = &s->parts.items[i];
        if (!part->database || rat_shard_state_fits(&part->state, &s->newest))
            continue;
        rat_part_drop(part, part->state.archive == s->newest.archive
                                ? _("seine Wörter sind noch nach anderen Regeln zerlegt")
                                : _("gehört zu einem anderen Archiv"));
    }
}

/* From any shard that has those of the newest state. */
static rat_status read_words(struct rat_shards *s, struct rat_err *err)
{
    for (uint32_t i = 0; s->newest.words && i < s->parts.count; i++) {
        struct rat_part *part = &s->parts.items[i];
        struct rat_err failure = RAT_ERR_INIT;
        if (!part->database || part->state.words != s->newest.words)
            continue;
        rat_buf_clear(&s->model_bytes);
        rat_buf_clear(&s->acronyms);
        rat_status st = rat_shard_words_read(part->database, &s->model_bytes, &s->acronyms, &failure);
        if (st == RAT_ENOMEM)
            return rat_nomem(err);
        if (st == RAT_OK && s->model_bytes.size) {
            s->model.bytes = s->model_bytes.data;
            s->model.size = s->model_bytes.size;
            s->model.acronyms = s->acronyms.size ? s->acronyms.data : NULL;
            s->model.acronyms_size = s->acronyms.size;
            s->snapshot.model = &s->model;
            return RAT_OK;
        }
        rat_part_drop(part, failure.msg);
    }
    return RAT_OK;
}

static rat_status nobody(const struct rat_shards *s, struct rat_err *err)
{
    rat_fail(err, RAT_EIO, _("Keines der Teile antwortet: „%s“ %s"), s->parts.items[0].shard->name,
             s->parts.items[0].reason);
    rat_err_hint(err, "%s", _("Stimmen die Orte in der Datei, und laufen die Server?"));
    return RAT_EIO;
}

static void close_engine(struct rat_engine *engine)
{
    struct rat_shards *s = (struct rat_shards *)engine;
    rat_parts_release(&s->parts);
    rat_buf_release(&s->model_bytes);
    rat_buf_release(&s->acronyms);
    free(s->snapshot.path);
    free(s);
}

rat_status rat_shards_open(const struct rat_shard_map *map, uint32_t deadline_ms, struct rat_shards **out,
                           struct rat_err *err)
{
    struct rat_shards *s = calloc(1, sizeof *s);
    uint32_t limit = deadline_ms ? deadline_ms / OPEN_SHARE : LIMIT_MS_NONE;
    if (!s)
        return rat_nomem(err);
    s->engine = (struct rat_engine){
        .answer = answer, .close = close_engine, .document = show_document, .snippet = show_snippet};
    s->snapshot.path = strdup("");
    rat_status st = s->snapshot.path ? rat_parts_new(map, &s->parts, err) : rat_nomem(err);
    if (st == RAT_OK) {
        rat_parts_connect(&s->parts, limit < LIMIT_MS_MIN ? LIMIT_MS_MIN : limit, NULL);
        find_newest(s);
        drop_strangers(s);
        st = rat_parts_live(&s->parts) ? read_words(s, err) : nobody(s, err);
    }
    if (st == RAT_OK && !rat_parts_live(&s->parts))
        st = nobody(s, err);
    if (st != RAT_OK) {
        rat_shards_close(s);
        return st;
    }
    memcpy(s->snapshot.analyzer, s->newest.analyzer, sizeof s->snapshot.analyzer);
    s->snapshot.analyzer_version = s->newest.analyzer_version;
    s->snapshot.generation = s->newest.generation;
    s->snapshot.documents = s->newest.documents;
    s->snapshot.tokens = s->newest.tokens;
    *out = s;
    return RAT_OK;
}

void rat_shards_close(struct rat_shards *shards)
{
    if (shards)
        close_engine(&shards->engine);
}

struct rat_engine *rat_shards_engine(struct rat_shards *shards)
{
    return &shards->engine;
}

struct rat_snapshot *rat_shards_snapshot(struct rat_shards *shards)
{
    return &shards->snapshot;
}
