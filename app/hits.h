/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Answers of a search, printed for people (hits_text.c) or for programs (hits_json.c). cmd_search.c fills the struct,
 * which lives for one command on one thread.
 */
#ifndef APP_HITS_H
#define APP_HITS_H

#include "app/command.h"
#include "base/arena.h"
#include "query/engine.h"
#include "query/search.h"

#define RAT_SEARCH_FACETS_MAX 16u

struct rat_hits {
    struct rat_cli *cli;
    struct rat_snapshot *snapshot;
    struct rat_engine *engine;
    struct rat_search *search;
    const struct rat_result *result;
    struct rat_request request;
    struct rat_arena request_arena;                 /* strings of the request */
    struct rat_arena arena;                         /* records and snippet of one hit */
    const char *facet_names[RAT_SEARCH_FACETS_MAX]; /* as typed, for JSON */
};

/* The document of hit i; in an archive that is only an index nothing but id and date are known. */
RAT_MUST_CHECK rat_status rat_hits_document(struct rat_hits *hits, size_t i, struct rat_document *out,
                                            struct rat_err *err);

/* The engine that --engine names; the caller closes it. */
#define RAT_ENGINE_OPTION                                                                            \
    {                                                                                                \
        "engine", N_("NAME"), RAT_OPTION_TEXT, 0, 0, "native|xapian",                                \
            N_("Suchmaschine: native, die eingebaute (sonst); xapian: der Xapian-Index des Archivs") \
    }
RAT_MUST_CHECK rat_status rat_hits_engine(const struct rat_args *args, struct rat_snapshot *snapshot,
                                          struct rat_engine **out, struct rat_err *err);

RAT_MUST_CHECK rat_status rat_hits_print_text(struct rat_hits *hits, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_hits_print_json(struct rat_hits *hits, struct rat_err *err);

#endif
