/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steady clock of the server. */
#ifndef WEB_CLOCK_H
#define WEB_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Microseconds of the monotonic clock. */
static inline uint64_t rat_clock_us(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (uint64_t)at.tv_sec * 1000000u + (uint64_t)at.tv_nsec / 1000u;
}

#endif
