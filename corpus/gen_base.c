/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct rat_gen_rng rat_gen_rng_make(uint64_t seed, uint64_t a, uint64_t b)
{
    struct rat_gen_rng rng = {mix(seed + UINT64_C(0x9e3779b97f4a7c15))};

    rng.state = mix(rng.state ^ mix(a * UINT64_C(0xd1342543de82ef95) + 1));
    rng.state = mix(rng.state ^ mix(b * UINT64_C(0xaf251af3b0f025b5) + 3));
    return rng;
}

uint64_t rat_gen_next(struct rat_gen_rng *rng) /* splitmix64 */
{
    rng->state += UINT64_C(0x9e3779b97f4a7c15);
    return mix(rng->state);
}

uint32_t rat_gen_below(struct rat_gen_rng *rng, uint32_t n)
{
    return (uint32_t)(((rat_gen_next(rng) >> 32) * n) >> 32);
}

int32_t rat_gen_range(struct rat_gen_rng *rng, int32_t lo, int32_t hi)
{
    return lo + (int32_t)rat_gen_below(rng, (uint32_t)(hi - lo + 1));
}

bool rat_gen_chance(struct rat_gen_rng *rng, uint32_t percent)
{
    return rat_gen_below(rng, 100) < percent;
}

/* A uniform choice of the octave and a uniform choice inside it: density falls as 1/rank. */
uint32_t rat_gen_zipf(struct rat_gen_rng *rng, uint32_t n)
{
    uint32_t octaves = 0;
    uint32_t lo;
    uint32_t rank;

    if (n < 2)
        return 0;
    while ((UINT32_C(1) << octaves) <= n && octaves < 31)
        octaves++;
    do {
        lo = UINT32_C(1) << rat_gen_below(rng, octaves);
        rank = lo + rat_gen_below(rng, lo);
    } while (rank > n);
    return rank - 1;
}

void *rat_gen_realloc(void *old, size_t count, size_t size)
{
    void *p = NULL;

    if (size == 0 || count <= SIZE_MAX / size)
        p = realloc(old, count * size != 0 ? count * size : 1);
    if (p == NULL) {
        fputs("ratscorpus: Speicher reicht nicht; kleinere Anzahl mit --papers wählen\n", stderr);
        exit(6);
    }
    return p;
}

void *rat_gen_alloc(size_t count, size_t size)
{
    void *p = rat_gen_realloc(NULL, count, size);

    memset(p, 0, count * size);
    return p;
}

static void reserve(struct rat_gen_str *s, size_t more)
{
    size_t cap = s->cap != 0 ? s->cap : 256;

    if (s->cap - s->len > more)
        return;
    while (cap - s->len <= more)
        cap *= 2;
    s->data = rat_gen_realloc(s->data, cap, 1);
    s->cap = cap;
}

void rat_gen_str_addn(struct rat_gen_str *s, const char *text, size_t n)
{
    reserve(s, n);
    memcpy(s->data + s->len, text, n);
    s->len += n;
    s->data[s->len] = '\0';
}

void rat_gen_str_add(struct rat_gen_str *s, const char *text)
{
    rat_gen_str_addn(s, text, strlen(text));
}

void rat_gen_str_addf(struct rat_gen_str *s, const char *fmt, ...)
{
    va_list ap;
    char small[512];
    int n;

    va_start(ap, fmt);
    n = vsnprintf(small, sizeof(small), fmt, ap);
    va_end(ap);
    if (n < 0)
        return;
    if ((size_t)n < sizeof(small)) {
        rat_gen_str_addn(s, small, (size_t)n);
        return;
    }
    reserve(s, (size_t)n + 1);
    va_start(ap, fmt);
    vsnprintf(s->data + s->len, (size_t)n + 1, fmt, ap);
    va_end(ap);
    s->len += (size_t)n;
}

void rat_gen_str_clear(struct rat_gen_str *s)
{
    reserve(s, 0);
    s->len = 0;
    s->data[0] = '\0';
}

void rat_gen_str_release(struct rat_gen_str *s)
{
    free(s->data);
    *s = (struct rat_gen_str){0};
}

/* Both directions follow H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
struct rat_gen_date rat_gen_civil(int32_t days)
{
    int32_t z = days + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;
    struct rat_gen_date d;

    d.day = doy - (153 * mp + 2) / 5 + 1;
    d.month = mp < 10 ? mp + 3 : mp - 9;
    d.year = yoe + era * 400 + (d.month <= 2 ? 1 : 0);
    return d;
}

int32_t rat_gen_days(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

    return era * 146097 + doe - 719468;
}

int rat_gen_weekday(int32_t days)
{
    return (int)(((days + 4) % 7 + 7) % 7);
}

void rat_gen_add_date(struct rat_gen_str *s, int32_t days)
{
    struct rat_gen_date d = rat_gen_civil(days);

    rat_gen_str_addf(s, "%02d.%02d.%04d", d.day, d.month, d.year);
}

void rat_gen_add_long_date(struct rat_gen_str *s, int32_t days)
{
    static const char *const months[] = {"Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                                         "Juli",   "August",  "September", "Oktober", "November", "Dezember"};
    struct rat_gen_date d = rat_gen_civil(days);

    rat_gen_str_addf(s, "%d. %s %d", d.day, months[d.month - 1], d.year);
}

void rat_gen_add_iso_date(struct rat_gen_str *s, int32_t days)
{
    struct rat_gen_date d = rat_gen_civil(days);

    rat_gen_str_addf(s, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void rat_gen_add_number(struct rat_gen_str *s, int64_t n)
{
    char digits[32];
    int len = snprintf(digits, sizeof(digits), "%lld", (long long)n);

    for (int i = 0; i < len; i++) {
        rat_gen_str_addn(s, digits + i, 1);
        if (i + 1 < len && (len - i - 1) % 3 == 0 && digits[i] != '-')
            rat_gen_str_addn(s, ".", 1);
    }
}
