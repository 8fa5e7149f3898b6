/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Turns a template line into German of a given year, place and council. A template holds {keys}: {ort}, {betrag},
 * {vn} (the subject with its article, nominative), {kg} (a fresh compound, genitive), {g:Bürger} (the gender form of
 * the time) and so on; a capital first letter ({Vn}) capitalises the result. Facts that make a paper coherent
 * (place, street, amount) come from the seed of its thread and are the same in all papers of one matter; plain
 * numbers depend on the thread and the line, so a line says the same thing wherever it is quoted.
 * A context is filled by rat_gen_ctx_init() and released by rat_gen_ctx_release(); borrowed: topic, rng.
 */
#ifndef RAT_CORPUS_GEN_EXPRESS_H
#define RAT_CORPUS_GEN_EXPRESS_H

#include "corpus/gen_names.h"
#include "corpus/gen_topics.h"

struct rat_gen_ctx {
    struct rat_gen_rng *rng;
    const struct rat_gen_topic *topic;
    uint64_t thread;
    int body;
    int year;
    int32_t date;
    unsigned salt;  /* other numbers for lines that say something new every time */
    int generation; /* how often the matter came back; amounts rise with it */
    bool old_spelling;
    int gender_style;
    int money_style;
    bool woman_head;
    char place[48];
    char place2[48];
    char nick[48];
    char club[96];
    char bureau[80];
    char bureau_gen[80];
    struct rat_gen_street street;
    int64_t amount;
    int64_t grant;
    int64_t yearly;
    int road;
    int bus;
    int plan;
    int km10;
    int ha10;
    int committee;
    bool own_matter; /* the title speaks of something else than the topic's subject: {v.} quotes it */
    char title[256];
    char cite[64]; /* "Vorlage 2015/0288", empty when nothing precedes */
    int32_t cite_date;
    char cite_title[256];
};

/* True when a title pattern speaks of the topic's subject. */
bool rat_gen_title_fits(const struct rat_gen_topic *topic, unsigned title);
void rat_gen_ctx_init(struct rat_gen_ctx *ctx, const struct rat_gen_topic *topic, uint64_t thread, int body,
                      int32_t date, int generation, struct rat_gen_rng *rng);
/* Appends the expanded template. */
void rat_gen_expand(struct rat_gen_ctx *ctx, const char *text, struct rat_gen_str *out);
/* Appends an amount in the style and the currency of the context. */
void rat_gen_add_money(struct rat_gen_ctx *ctx, int64_t amount, struct rat_gen_str *out);
/* A compound of the topic: "das Radverkehrskonzept" in the given case; plural when gender is 'p'. */
void rat_gen_add_compound(struct rat_gen_ctx *ctx, enum rat_gen_case kase, bool plural, bool article,
                          struct rat_gen_str *out);
/* "zwei" .. "zwölf", else digits. */
void rat_gen_add_count(struct rat_gen_str *out, int n);
/* Today's spelling to the one before 1996 ("dass" to "daß"); appends to out. */
void rat_gen_old_spelling(const char *text, struct rat_gen_str *out);
/* Reads as upper case: the first letter, umlauts too. */
void rat_gen_capitalise(struct rat_gen_str *s, size_t at);

#endif
