/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The matches of a window by their scores. Internal to query/. */
#ifndef QUERY_SCORED_BITS_H
#define QUERY_SCORED_BITS_H

#include <stdint.h>

/* Bit i of RAT_WINDOW_WORDS words: scores[i] > 0. */
void rat_scored_bits(const float *scores, uint64_t *bits);

#endif
