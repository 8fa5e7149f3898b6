/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random numbers for tests that must run the same everywhere: splitmix64 (Steele, Lea, Flood 2014).
 *
 *     struct prng random = {42};
 *     uint32_t die = 1 + prng_below(&random, 6);
 */
#ifndef TESTS_SUPPORT_PRNG_H
#define TESTS_SUPPORT_PRNG_H

#include <stdint.h>

struct prng {
    uint64_t state;
};

static inline uint64_t prng_next(struct prng *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static inline uint32_t prng_below(struct prng *random, uint32_t n) /* n > 0 */
{
    return (uint32_t)((prng_next(random) >> 32) * n >> 32);
}

/* A number of at most `bits` bits. */
static inline uint64_t prng_bits(struct prng *random, unsigned bits)
{
    return bits ? prng_next(random) >> (64 - bits) : 0;
}

#endif
