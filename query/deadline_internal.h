/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The time limit of one search, asked from planning, expansion of prefixes and the operators' inner loops alike. Asking
 * is cheap: only every 64th time looks at the clock. Once passed it stays passed. One search, one thread.
 */
#ifndef QUERY_DEADLINE_INTERNAL_H
#define QUERY_DEADLINE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct rat_deadline {
    uint64_t at_us; /* monotonic; 0: none */
    uint32_t asked;
    bool passed;
};

static inline uint64_t rat_deadline_clock_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

/* Looks at the clock now. */
static inline bool rat_deadline_look(struct rat_deadline *deadline)
{
    if (deadline->at_us && !deadline->passed)
        deadline->passed = rat_deadline_clock_us() > deadline->at_us;
    return deadline->passed;
}

static inline bool rat_deadline_passed(struct rat_deadline *deadline)
{
    if (!deadline->passed && ++deadline->asked % 64 == 0)
        rat_deadline_look(deadline);
    return deadline->passed;
}

#endif
