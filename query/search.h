/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Search: a query text and a snapshot -> ranked hits, exact totals, facets, snippets.
 *
 *     struct rat_request request = RAT_REQUEST_INIT;
 *     request.query = "Radweg gremium:Kreisausschuss";
 *     struct rat_search *search;
 *     st = rat_search_run(snapshot, &request, &search, &err);
 *     const struct rat_result *result = rat_search_result(search);
 *     for (size_t i = 0; i < result->hit_count; i++)
 *         st = rat_search_snippet(search, i, &options, &arena, &html, &err);
 *     rat_search_free(search);
 *
 * A search belongs to one thread; many searches may run on one snapshot (snippets use the snapshot's contents handle and
 * so belong to its thread). Nothing of a search survives into the next one.
 */
#ifndef QUERY_SEARCH_H
#define QUERY_SEARCH_H

#include "storage/archive.h"

struct rat_engine;

enum rat_mode {
    RAT_MODE_QUERY, /* the query language, default ranking */
    RAT_MODE_OR,    /* the others: whitespace-separated tokens, each one term and nothing else */
    RAT_MODE_AND,
    RAT_MODE_PHRASE,
    RAT_MODE_PREFIX,
    RAT_MODE_BOOL
};
bool rat_mode_by_name(const char *name, enum rat_mode *out); /* "query", "or", ... */

enum rat_sort { RAT_SORT_RELEVANCE, RAT_SORT_NEWEST, RAT_SORT_OLDEST }; /* unknown dates come last in both */

struct rat_filter {
    uint8_t field;
    const char
        *value; /* the whole value, as a facet shows it; dates and years: a range as in the query language */
};

/* What a match is worth by the layer in which it is found, as factors of BM25. The defaults are set on judged topics
 * (benchmarks/relevance/README.md); other values are for measuring. */
struct rat_weights {
    float exact;    /* the word as written, on top of its stem */
    float stem;     /* its stem; without stems the word as written */
    float inside;   /* frequency that a compound with the word as its part adds */
    float part;     /* a part of the word, as a word of its own */
    float shared;   /* frequency that another compound with that part adds */
    float typed;    /* a citation, date, number, amount as such */
    float covered;  /* the words of one of those */
    float fallback; /* what sounds or looks like a word that is found nowhere */
    float acronym;  /* an acronym's long form, a long form's acronym */
    float title;    /* frequency that a place in the title adds */
    float other;    /* factor of words that are no nouns */
    float k1, b;    /* of BM25 */
    /* words by which every document counts as longer: 20 words against 40 say little, 2,000 against 4,000 much; with b 1
     * the norm is k1 (length + pad) / (average + pad) */
    float pad;
    float near; /* words that stand near each other (nearness.h); 0: not looked at */
};
#define RAT_WEIGHTS_DEFAULT                                                                            \
    {                                                                                                  \
        .exact = 0.1f, .stem = 1.0f, .inside = 0.3f, .part = 0.45f, .shared = 1.0f, .typed = 1.0f,     \
        .covered = 0.2f, .fallback = 0.3f, .acronym = 0.3f, .title = 1.5f, .other = 0.75f, .k1 = 1.0f, \
        .b = 1.0f, .pad = 100.0f, .near = 0.6f                                                         \
    }

struct rat_request {
    const char *query;
    enum rat_mode mode;
    size_t limit, offset;
    enum rat_sort sort;
    const struct rat_filter *filters; /* of one field: any of them; of several fields: all of them */
    size_t filter_count;
    const uint8_t *facets; /* field ids */
    size_t facet_count;
    size_t facet_values_max; /* per facet; 0: all */
    bool
        group_by_paper; /* one hit (the best) per paper; totals count papers; documents without a paper stand alone */
    bool want_total;      /* false: total may be a lower bound (total_is_exact says), which is faster */
    bool include_removed; /* also what its source deleted */
    uint32_t deadline_ms; /* 0: none; when it cuts, the result says so, and total is a lower bound */
    bool
        lenient; /* free text: what looks like a mistake in the query language is taken as words, no words find nothing */
    const struct rat_weights *weights; /* NULL: the defaults */
    struct rat_engine *engine;         /* engine.h; NULL: the native one */
};
#define RAT_REQUEST_INIT                                                                                    \
    {                                                                                                       \
        NULL, RAT_MODE_QUERY, 10, 0, RAT_SORT_RELEVANCE, NULL, 0, NULL, 0, 0, false, true, false, 0, false, \
            NULL, NULL                                                                                      \
    }

struct rat_hit {
    uint32_t docnum; /* permanent number; ties in score are broken by it, smaller first */
    uint32_t segment, local;
    double score;
    const char *id; /* the document's id, from the segment */
    int32_t date;
};

struct rat_facet_value {
    const char *value; /* year: "2020"; "" for documents without a value */
    uint64_t count;    /* documents; papers that have it in any of their matches, when hits are grouped */
};

struct rat_facet {
    uint8_t field;
    const struct rat_facet_value *values; /* by falling count, then by value; years by year */
    size_t value_count;
};

/* A shard that did not answer. */
struct rat_missing {
    const char *shard;  /* its name in the map */
    const char *reason; /* for people */
};

struct rat_result {
    const struct rat_hit *hits;
    size_t hit_count;
    uint64_t total;
    bool total_is_exact;
    bool cut_by_deadline;
    uint64_t took_us;
    const struct rat_facet *facets;
    size_t facet_count;
    const char *interpreted;  /* how the query was understood */
    const char *const *notes; /* for people */
    size_t note_count;
    /* of a search over shards (shards.h); parts 0: it was none */
    size_t parts;
    const struct rat_missing *missing;
    size_t missing_count;
};

struct rat_search;

/* RAT_EUSAGE, RAT_ELIMIT, RAT_ENOTYET for the request (a query that says nothing, without filters, is RAT_EUSAGE; '*' finds
 * all); RAT_EDAMAGED for the archive. No hits is RAT_OK. */
RAT_MUST_CHECK rat_status rat_search_run(struct rat_snapshot *snapshot, const struct rat_request *request,
                                         struct rat_search **out, struct rat_err *err);
const struct rat_result *rat_search_result(const struct rat_search *search);
void rat_search_free(struct rat_search *search); /* NULL is fine */

/* The record of hit i, in the arena; of an archive that is only an index nothing but id and date. */
RAT_MUST_CHECK rat_status rat_search_document(struct rat_search *search, size_t hit, struct rat_arena *arena,
                                              struct rat_document *out, struct rat_err *err);
/* Whether there are records and snippets. */
bool rat_search_has_texts(const struct rat_search *search);

struct rat_snippet_options {
    size_t length;        /* wanted bytes of text; 0: 240 */
    size_t passages;      /* at most this many, joined by " … "; 0: 2 */
    const char *mark_on;  /* NULL: "<mark>" */
    const char *mark_off; /* NULL: "</mark>" */
    bool plain;           /* no HTML escaping, for terminals */
};

/* The passages of hit i that show the query best: escaped HTML, matches marked, line breaks and hyphenation of the original
 * joined to spaces, cut at sentence or word ends. Without a match in the text (title, filter only): its beginning. */
RAT_MUST_CHECK rat_status rat_search_snippet(struct rat_search *search, size_t hit,
                                             const struct rat_snippet_options *options,
                                             struct rat_arena *arena, const char **out, struct rat_err *err);

#endif
