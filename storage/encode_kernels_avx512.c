/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/encode_kernels.h"

#if RAT_HAS_AVX

#include "storage/packing.h"

#include <immintrin.h>
#include <string.h>

#define LANES 16u
#define VECTORS (RAT_GROUP / LANES)

/* Zeros behind n values: they need no bits and are above nothing. */
RAT_TARGET_AVX512 static inline __m512i load(const uint32_t *values, uint32_t n)
{
    return n >= LANES ? _mm512_loadu_si512(values)
                      : _mm512_maskz_loadu_epi32((__mmask16)((1u << n) - 1), values);
}

RAT_TARGET_AVX512 static unsigned choose_width(const uint32_t *values, uint32_t n, unsigned *exceptions)
{
    __m512i x[VECTORS], all = _mm512_setzero_si512();
    uint32_t vectors = (n + LANES - 1) / LANES;
    for (uint32_t v = 0; v < vectors; v++) {
        x[v] = load(values + v * LANES, n - v * LANES);
        all = _mm512_or_si512(all, x[v]);
    }
    unsigned widest = rat_bits((uint32_t)_mm512_reduce_or_epi32(all)), best = widest;
    unsigned best_cost = (n * widest + 7) / 8, varints[33 + 7] = {0};
    *exceptions = 0;
    for (unsigned width = widest; width-- > 0;) {
        const __m512i limit = _mm512_set1_epi32((int)((1u << width) - 1));
        unsigned above = 0;
        for (uint32_t v = 0; v < vectors; v++)
            above += (unsigned)_mm_popcnt_u32(_mm512_cmpgt_epu32_mask(x[v], limit));
        if (above > n / 4)
            break;
        varints[width] = above + varints[width + 7];
        unsigned cost = 1 + (n * width + 7) / 8 + above + varints[width];
        if (cost < best_cost) {
            best_cost = cost;
            best = width;
            *exceptions = above;
        }
    }
    return best;
}

static void store(unsigned char *to, uint64_t word)
{
    memcpy(to, &word, sizeof word);
}

/* Eight numbers of up to eight bits are a word of eight bytes, of which PEXT takes the bits that count. */
RAT_TARGET_AVX512 static void put_bytes(const uint32_t *values, uint32_t n, unsigned width, unsigned char *to)
{
    const uint64_t bits = UINT64_C(0x0101010101010101) * ((1u << width) - 1);
    for (uint32_t i = 0; i < n; i += LANES, to += 2 * width) {
        __m128i bytes = _mm512_cvtepi32_epi8(load(values + i, n - i));
        store(to, _pext_u64((uint64_t)_mm_cvtsi128_si64(bytes), bits));
        store(to + width, _pext_u64((uint64_t)_mm_extract_epi64(bytes, 1), bits));
    }
}

/* The same with four numbers of up to sixteen bits, twice for as many bytes as a number has bits. */
RAT_TARGET_AVX512 static void put_halves(const uint32_t *values, uint32_t n, unsigned width,
                                         unsigned char *to)
{
    const uint64_t bits = UINT64_C(0x0001000100010001) * ((1u << width) - 1);
    for (uint32_t i = 0; i < n; i += LANES) {
        uint64_t words[4];
        _mm256_storeu_si256((__m256i *)(void *)words, _mm512_cvtepi32_epi16(load(values + i, n - i)));
        for (int k = 0; k < 4; k += 2, to += width) {
            uint64_t low = _pext_u64(words[k], bits), high = _pext_u64(words[k + 1], bits);
            unsigned have = 4 * width; /* 36 to 64 */
            store(to, have < 64 ? low | high << have : low);
            store(to + 8, have < 64 ? high >> (64 - have) : high);
        }
    }
}

static unsigned char *put_bits(const uint32_t *values, uint32_t n, unsigned width, unsigned char *to)
{
    if (width > 16)
        return rat_encode_kernels_of(RAT_CPU_PLAIN)->put_bits(values, n, width, to);
    if (width > 8)
        put_halves(values, n, width, to);
    else if (width)
        put_bytes(values, n, width, to);
    return to + (n * width + 7) / 8;
}

const struct rat_encode_kernels rat_encode_kernels_avx512 = {choose_width, put_bits};

#endif
