/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The invented Landkreis Ahlenbruch: its bodies, committees, offices, factions, and makers of names for places,
 * streets, people, firms and clubs. Tables live as long as the program. Made names are appended to a string of
 * the caller. German articles come from rat_gen_article(), so that every noun carries its gender.
 */
#ifndef RAT_CORPUS_GEN_NAMES_H
#define RAT_CORPUS_GEN_NAMES_H

#include "corpus/gen_base.h"

enum rat_gen_case { RAT_GEN_NOM, RAT_GEN_GEN, RAT_GEN_DAT, RAT_GEN_ACC };

/* "der", "des", "dem", "den", ...; gender is 'm', 'f', 'n' or 'p' (plural). */
const char *rat_gen_article(char gender, enum rat_gen_case kase);

enum { RAT_GEN_KREIS, RAT_GEN_STADT, RAT_GEN_ALLRIS_STADT, RAT_GEN_GEMEINDE, RAT_GEN_BODIES };

struct rat_gen_body {
    const char *name;     /* Landkreis Ahlenbruch */
    const char *genitive; /* Landkreises Ahlenbruch */
    const char *kind;     /* Landkreis */
    const char *place;    /* Ahlenbruch */
    char gender;
    const char *council;     /* Kreistag */
    const char *council_gen; /* Kreistages */
    const char *head[2];     /* Landrat, Landrätin */
    const char *head_gen[2];
    const char *hall;
    const char *member[2]; /* Kreistagsabgeordneter, Kreistagsabgeordnete */
};
extern const struct rat_gen_body rat_gen_bodies[RAT_GEN_BODIES];

/* Role of a committee within its body. */
enum { RAT_GEN_COUNCIL, RAT_GEN_MAIN, RAT_GEN_SPECIAL };

struct rat_gen_committee {
    int body;
    int role;
    const char *key; /* topics name their committee by this letter */
    const char *name;
    const char *genitive;
    const char *shortname;
    bool always_public;
};
extern const struct rat_gen_committee rat_gen_committees[];
extern const int rat_gen_committee_count;
/* The committee of a body that treats `key`, else its first special committee. */
int rat_gen_find_committee(int body, char key);
int rat_gen_find_role(int body, int role);

struct rat_gen_office {
    char key;
    char gender;
    const char *name;
    const char *genitive;
    const char *shortname;
};
extern const struct rat_gen_office rat_gen_offices[];
extern const int rat_gen_office_count;
const struct rat_gen_office *rat_gen_find_office(char key);

struct rat_gen_faction {
    const char *shortname;
    const char *name;
    int from;
    int seats;
};
extern const struct rat_gen_faction rat_gen_factions[];
extern const int rat_gen_faction_count;
/* A faction that exists in `year`; bigger ones more often. */
int rat_gen_pick_faction(struct rat_gen_rng *rng, int year);

void rat_gen_add_place(struct rat_gen_str *s, struct rat_gen_rng *rng, int body);
void rat_gen_add_surname(struct rat_gen_str *s, struct rat_gen_rng *rng);
void rat_gen_add_firstname(struct rat_gen_str *s, struct rat_gen_rng *rng, bool female, int year);

struct rat_gen_street {
    char gender;       /* m, f, n */
    char name[64];     /* Rosenweg */
    char genitive[64]; /* Rosenweges */
    const char *where; /* "im", "in der", "am": stands before the name */
};
void rat_gen_make_street(struct rat_gen_street *out, struct rat_gen_rng *rng);

/* "Planungsbüro Brandes": neuter; genitive adds s to the first word. */
void rat_gen_add_bureau(struct rat_gen_str *s, struct rat_gen_rng *rng, bool genitive);
/* "Heimatverein Lüdershorst e. V.", masculine. */
void rat_gen_add_club(struct rat_gen_str *s, struct rat_gen_rng *rng, const char *place);

#endif
