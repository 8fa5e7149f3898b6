/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a query is timed and how times are summed up: the same for ours and for the peers in C. */
#ifndef BENCHMARKS_TIMINGS_H
#define BENCHMARKS_TIMINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* CPU time of the calling thread, microseconds. */
static inline double thread_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static inline int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Prints mean and quantiles of count (>= 1) times, which are sorted by it. */
static inline void print_times(double *us, size_t count, uint64_t hits, bool json)
{
    double sum = 0, at[3];
    const double part[] = {0.50, 0.95, 0.99};
    qsort(us, count, sizeof *us, by_time);
    for (size_t i = 0; i < count; i++)
        sum += us[i];
    for (int i = 0; i < 3; i++)
        at[i] = us[(size_t)(part[i] * (double)(count - 1) + 0.5)];
    printf(json ? "{\"queries\":%zu,\"mean_us\":%.2f,\"p50_us\":%.2f,\"p95_us\":%.2f,\"p99_us\":%.2f,"
                  "\"hits\":%llu}\n"
                : "queries %zu  mean %.2f us  p50 %.2f us  p95 %.2f us  p99 %.2f us  hits %llu\n",
           count, sum / (double)count, at[0], at[1], at[2], (unsigned long long)hits);
}

#endif
