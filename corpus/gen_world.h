/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plan of an archive: who met when, which papers were filed, where each travelled, what refers to what, and
 * which documents exist. Nothing is written here and no text is kept; texts are made later, each from its own
 * seed. The plan is ordered by date, so numbers run the way an office gives them out. The first matter of every
 * plan of 8 papers or more is a fixed story (rat_gen_story_papers): motion, question, amendment, proposal,
 * follow-up, report on one radweg. Free with rat_gen_world_release(). Not thread-safe.
 */
#ifndef RAT_CORPUS_GEN_WORLD_H
#define RAT_CORPUS_GEN_WORLD_H

#include "corpus/gen_express.h"

enum rat_gen_type {
    RAT_GEN_PROPOSAL,
    RAT_GEN_MOTION_PAPER,
    RAT_GEN_QUESTION,
    RAT_GEN_AMENDMENT,
    RAT_GEN_INFO
};
const char *rat_gen_type_name(enum rat_gen_type type);

enum rat_gen_layout {
    RAT_GEN_OLD, /* typewriter, before 2004 */
    RAT_GEN_PEINE,
    RAT_GEN_ALLRIS,
    RAT_GEN_SESSIONNET,
    RAT_GEN_KA2005,
    RAT_GEN_KA2007,
    RAT_GEN_KA2016,
    RAT_GEN_KA2023
};
const char *rat_gen_layout_name(enum rat_gen_layout layout);

enum rat_gen_role { RAT_GEN_PREPARE, RAT_GEN_DECIDE, RAT_GEN_NOTE, RAT_GEN_HEAR };
const char *rat_gen_role_name(enum rat_gen_role role);

struct rat_gen_stop { /* one consultation */
    int meeting;
    int top;
    enum rat_gen_role role;
    bool open;          /* public */
    const char *result; /* "" when still open */
    bool refused;
};

enum rat_gen_kind {
    RAT_GEN_MAIN_TEXT,
    RAT_GEN_ANSWER,
    RAT_GEN_MINUTES,
    RAT_GEN_REPORT_TEXT,
    RAT_GEN_STATUTE,
    RAT_GEN_TABLE,
    RAT_GEN_SLIDES,
    RAT_GEN_SCAN,
    RAT_GEN_COPY /* byte for byte the main text of the paper `copy_of` */
};
const char *rat_gen_kind_name(enum rat_gen_kind kind);

struct rat_gen_doc {
    int id;
    enum rat_gen_kind kind;
    int stop; /* minutes: of which consultation */
    int nth;  /* attachments count from 1 */
    int copy_of;
};

enum { RAT_GEN_MAX_STOPS = 4, RAT_GEN_MAX_DOCS = 10 };

struct rat_gen_paper {
    int id;
    int32_t date;
    int body;
    int topic;
    uint64_t thread;
    int generation;
    enum rat_gen_type type;
    enum rat_gen_layout layout;
    int faction;
    int parent; /* index of the paper that this one amends or continues, or -1 */
    int prev;   /* index of an earlier paper that the text cites, or -1 */
    int title;  /* which title pattern */
    bool deleted;
    char ref[40];     /* what the system calls it */
    char printed[40]; /* what the page says; differs from ref in Ahlenbruch before 2013 */
    int stop_count;
    struct rat_gen_stop stops[RAT_GEN_MAX_STOPS];
    int doc_count;
    struct rat_gen_doc docs[RAT_GEN_MAX_DOCS];
};

struct rat_gen_meeting {
    int id;
    int32_t date;
    int committee;
    int nth;        /* in its term */
    int tops;       /* numbers given out */
    int first_stop; /* into world.agenda */
    int stop_count;
};

struct rat_gen_world {
    uint64_t seed;
    int from;
    int to;
    struct rat_gen_paper *papers;
    int paper_count;
    struct rat_gen_meeting *meetings;
    int meeting_count;
    int *agenda; /* paper * RAT_GEN_MAX_STOPS + stop, by meeting and TOP */
    int agenda_count;
};

void rat_gen_world_init(struct rat_gen_world *world, int papers, int from, int to, uint64_t seed);
void rat_gen_world_release(struct rat_gen_world *world);

/* Context for a text of that paper; `doc` seeds what the thread does not fix. */
void rat_gen_paper_ctx(const struct rat_gen_world *world, const struct rat_gen_paper *paper, int doc,
                       struct rat_gen_rng *rng, struct rat_gen_ctx *ctx);
/* Title without line breaks. */
void rat_gen_paper_title(const struct rat_gen_world *world, const struct rat_gen_paper *paper,
                         struct rat_gen_str *out);
/* "Vorlage 2015/0288", "Drs. 12/214". */
void rat_gen_paper_cite(const struct rat_gen_paper *paper, struct rat_gen_str *out);
/* Speakers and signatories: the n-th member of a faction in the term of that year. */
void rat_gen_add_member(struct rat_gen_str *out, int body, int faction, int year, unsigned nth, bool *woman);

#endif
