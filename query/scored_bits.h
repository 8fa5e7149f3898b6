/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The matches of a window by their scores, in plain C and with vectors (base/cpu.h). Internal to query/. */
#ifndef QUERY_SCORED_BITS_H
#define QUERY_SCORED_BITS_H

#include "base/cpu.h"

#include <stdint.h>

/* Bit i of RAT_WINDOW_WORDS words: scores[i] > 0. No score is below 0. */
typedef void rat_scored_bits_kernel(const float *scores, uint64_t *bits);

/* The kernel of a level that this machine has. */
rat_scored_bits_kernel *rat_scored_bits_of(enum rat_cpu level);

#endif
