/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sentences of an office that fit any topic, in the template language of gen_express.h, by purpose. Pools are
 * constant. RAT_GEN_CITING needs a context whose `cite` is set, RAT_GEN_MONEY one whose topic costs money.
 */
#ifndef RAT_CORPUS_GEN_PHRASES_H
#define RAT_CORPUS_GEN_PHRASES_H

enum rat_gen_pool {
    RAT_GEN_BACKGROUND,
    RAT_GEN_PROCEDURE,
    RAT_GEN_MONEY,
    RAT_GEN_FREE, /* no costs */
    RAT_GEN_EFFECTS,
    RAT_GEN_HEARING,
    RAT_GEN_NEXT,
    RAT_GEN_COMPOUND,
    RAT_GEN_CLOSING,
    RAT_GEN_CITING,
    RAT_GEN_FISCAL, /* years such as 2015/2016 that look like numbers of papers */
    RAT_GEN_OPENING_SPEECH,
    RAT_GEN_SPEECH,
    RAT_GEN_CHAIR,
    RAT_GEN_CHAIR_END,
    RAT_GEN_REJECTING,
    RAT_GEN_AGREEING,
    RAT_GEN_MOTION,
    RAT_GEN_REPORT,
    RAT_GEN_POOLS
};

unsigned rat_gen_phrases(enum rat_gen_pool pool);
/* The n-th phrase, modulo their number. */
const char *rat_gen_phrase(enum rat_gen_pool pool, unsigned n);

#endif
