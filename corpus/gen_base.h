/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ground floor of the corpus generator: a seeded random source, a growing string, calendar days, German numbers.
 * Everything here is integer arithmetic, so one seed gives the same bytes on every machine. The generator is a
 * program, not a library: when memory ends it says so and exits with 6. Used by every other file of this folder.
 * A string grows until rat_gen_str_release(); rat_gen_str_clear() keeps the memory. Nothing here is thread-safe.
 */
#ifndef RAT_CORPUS_GEN_BASE_H
#define RAT_CORPUS_GEN_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rat_gen_rng {
    uint64_t state;
};

/* A stream of its own for (seed, a, b): documents never depend on how many others were made before them. */
struct rat_gen_rng rat_gen_rng_make(uint64_t seed, uint64_t a, uint64_t b);
uint64_t rat_gen_next(struct rat_gen_rng *rng);
/* 0 .. n-1; n 0 gives 0. */
uint32_t rat_gen_below(struct rat_gen_rng *rng, uint32_t n);
/* lo .. hi, both included. */
int32_t rat_gen_range(struct rat_gen_rng *rng, int32_t lo, int32_t hi);
/* True in `percent` of 100 cases. */
bool rat_gen_chance(struct rat_gen_rng *rng, uint32_t percent);
/* 0 .. n-1, small numbers far more often: close to Zipf's law with exponent 1. */
uint32_t rat_gen_zipf(struct rat_gen_rng *rng, uint32_t n);

struct rat_gen_str {
    char *data; /* always ends in NUL once something was added */
    size_t len;
    size_t cap;
};

void rat_gen_str_add(struct rat_gen_str *s, const char *text);
void rat_gen_str_addn(struct rat_gen_str *s, const char *text, size_t n);
void rat_gen_str_addf(struct rat_gen_str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void rat_gen_str_clear(struct rat_gen_str *s);
void rat_gen_str_release(struct rat_gen_str *s);

/* Memory or exit. */
void *rat_gen_alloc(size_t count, size_t size);
void *rat_gen_realloc(void *old, size_t count, size_t size);

struct rat_gen_date {
    int year;
    int month;
    int day;
};

/* Days since 1970-01-01 (may be negative) to calendar and back, proleptic Gregorian. */
struct rat_gen_date rat_gen_civil(int32_t days);
int32_t rat_gen_days(int year, int month, int day);
/* 0 Sunday .. 6 Saturday. */
int rat_gen_weekday(int32_t days);
/* "03.02.2021" */
void rat_gen_add_date(struct rat_gen_str *s, int32_t days);
/* "3. Februar 2021" */
void rat_gen_add_long_date(struct rat_gen_str *s, int32_t days);
/* "2021-02-03" */
void rat_gen_add_iso_date(struct rat_gen_str *s, int32_t days);
/* "1.234.500" */
void rat_gen_add_number(struct rat_gen_str *s, int64_t n);

#endif
