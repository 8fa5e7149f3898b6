/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/position_select.h"

#if RAT_HAS_AVX

#define SPREAD_COUNT (1 << 19) /* 128 times that many positions of 31 bits still have 32-bit sums */
#define WIDTH_MAX 25u          /* four bytes hold a number of that many bits, wherever it begins */
#define BASE_MAX (1u << 30)    /* from there on, sums of one step stay below 2^32 */

/* Inclusive sums of 16 numbers. */
RAT_TARGET_AVX512 static inline __m512i sums(__m512i x)
{
    const __m512i zero = _mm512_setzero_si512();
    x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 15));
    x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 14));
    x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 12));
    return _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 8));
}

/* rat_length_decode */
RAT_TARGET_AVX512 static inline __m512i decode_lengths(__m512i code)
{
    const __m512i exact = _mm512_set1_epi32(24), one = _mm512_set1_epi32(1);
    __m512i value = _mm512_sub_epi32(code, exact), shift = _mm512_srai_epi32(value, 3);
    __m512i digits = _mm512_or_si512(_mm512_and_si512(value, _mm512_set1_epi32(7)), _mm512_set1_epi32(8));
    __m512i large = _mm512_add_epi32(exact, _mm512_sllv_epi32(digits, _mm512_sub_epi32(shift, one)));
    return _mm512_mask_mov_epi32(large, _mm512_cmplt_epi32_mask(code, _mm512_set1_epi32(32)), code);
}

RAT_TARGET_AVX512 static bool spread(const uint32_t *counts, const uint8_t *codes, uint32_t n, uint32_t shift,
                                     uint8_t *widths, uint32_t *starts, uint32_t *bits)
{
    const __m512i one = _mm512_set1_epi32(1), zero = _mm512_setzero_si512(), last = _mm512_set1_epi32(15);
    __m512i total = zero, low = zero, any = zero;
    for (uint32_t i = 0; i < n; i += 16) {
        __mmask16 in = (__mmask16)(n - i < 16 ? (1u << (n - i)) - 1 : 0xffffu);
        __m512i count = _mm512_maskz_loadu_epi32(in, counts + i), more = _mm512_add_epi32(count, one);
        __m512i length = decode_lengths(_mm512_cvtepu8_epi32(_mm_maskz_loadu_epi8(in, codes + i)));
        /* the largest w with (count + 1) << w <= length, by their first bits, or one less */
        __m512i w = _mm512_sub_epi32(_mm512_lzcnt_epi32(more), _mm512_lzcnt_epi32(length));
        w = _mm512_mask_sub_epi32(w, _mm512_cmpgt_epu32_mask(_mm512_sllv_epi32(more, w), length), w, one);
        w = _mm512_add_epi32(_mm512_max_epi32(w, zero), _mm512_set1_epi32((int)shift));
        w = _mm512_min_epi32(w, _mm512_set1_epi32(31));
        any = _mm512_or_si512(any, count);
        __m512i size = _mm512_mullo_epi32(count, w), c = sums(count), s = sums(size);
        _mm_storeu_si128((__m128i *)(void *)(widths + i), _mm512_cvtepi32_epi8(w));
        _mm512_storeu_si512(starts + i, _mm512_add_epi32(total, _mm512_sub_epi32(c, count)));
        _mm512_storeu_si512(bits + i, _mm512_add_epi32(low, _mm512_sub_epi32(s, size)));
        total = _mm512_add_epi32(total, _mm512_permutexvar_epi32(last, c));
        low = _mm512_add_epi32(low, _mm512_permutexvar_epi32(last, s));
    }
    starts[n] = (uint32_t)_mm512_cvtsi512_si32(total);
    bits[n] = (uint32_t)_mm512_cvtsi512_si32(low);
    if (_mm512_cmpge_epu32_mask(any, _mm512_set1_epi32(SPREAD_COUNT)))
        return rat_position_kernels_of(RAT_CPU_PLAIN)->spread(counts, codes, n, shift, widths, starts, bits);
    return true;
}

/* Up to 16 positions at once: those whose quotients end in the next 57 bits. The place of the k-th one says the sum of the quotients
 * up to there; the low bits come as in unpack() and are summed. Each step waits for the one before only with `at` and one addition. */
struct walk {
    const unsigned char *low, *high;
    uint64_t at, end;
    __m512i mask;  /* of the low bits of a position */
    __m512i lanes; /* where the low bits of 16 positions begin */
    __m512i base;  /* one more than the last position */
    uint32_t bit, width, left;
};

RAT_TARGET_AVX512 static inline struct walk walk_of(const struct rat_position_codes *codes)
{
    const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    return (struct walk){.low = codes->low,
                         .high = codes->high,
                         .at = codes->at,
                         .end = codes->end,
                         .mask = _mm512_set1_epi32((int)((1u << codes->width) - 1)),
                         .lanes = _mm512_mullo_epi32(lane, _mm512_set1_epi32((int)codes->width)),
                         .base = _mm512_setzero_si512(),
                         .bit = codes->bit,
                         .width = codes->width,
                         .left = codes->count};
}

/* How many; 0: none ends there. What is behind them means nothing. */
RAT_TARGET_AVX512 static inline uint32_t next_step(struct walk *w, __m512i *positions)
{
    const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512i bytes =
        _mm512_set_epi64(0x3f3e3d3c3b3a3938, 0x3736353433323130, 0x2f2e2d2c2b2a2928, 0x2726252423222120,
                         0x1f1e1d1c1b1a1918, 0x1716151413121110, 0x0f0e0d0c0b0a0908, 0x0706050403020100);
    uint64_t ones;
    memcpy(&ones, w->high + (w->at >> 3), sizeof ones);
    ones >>= w->at & 7;
    uint32_t n = (uint32_t)_mm_popcnt_u64(ones);
    n = n < w->left ? n : w->left;
    n = n < 16 ? n : 16;
    if (n == 0)
        return 0;
    w->at += _tzcnt_u64(_pdep_u64(1ull << (n - 1), ones)) + 1;
    w->left -= n;
    __m512i place = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(_mm512_maskz_compress_epi8(ones, bytes)));
    __m512i quotients = _mm512_sll_epi32(_mm512_sub_epi32(place, lane), _mm_cvtsi32_si128((int)w->width));
    __m512i bit = _mm512_add_epi32(w->lanes, _mm512_set1_epi32((int)(w->bit & 7)));
    __m512i from =
        _mm512_add_epi32(_mm512_mullo_epi32(_mm512_srli_epi32(bit, 3), _mm512_set1_epi32(0x01010101)),
                         _mm512_set1_epi32(0x03020100));
    __m512i word = _mm512_permutexvar_epi8(from, _mm512_loadu_si512(w->low + (w->bit >> 3)));
    __m512i low =
        _mm512_and_si512(_mm512_srlv_epi32(word, _mm512_and_si512(bit, _mm512_set1_epi32(7))), w->mask);
    w->bit += n * w->width;
    *positions = _mm512_add_epi32(w->base, _mm512_add_epi32(_mm512_add_epi32(sums(low), quotients), lane));
    w->base = _mm512_add_epi32(_mm512_permutexvar_epi32(_mm512_set1_epi32((int)n - 1), *positions),
                               _mm512_set1_epi32(1));
    return n;
}

RAT_TARGET_AVX512 static inline uint32_t base_of(const struct walk *w)
{
    return (uint32_t)_mm512_cvtsi512_si32(w->base);
}

RAT_TARGET_AVX512 static bool read_all(struct rat_position_codes *codes, uint32_t *positions)
{
    if (!rat_position_locate(codes))
        return false;
    struct walk w = walk_of(codes);
    uint32_t *to = positions, n;
    __m512i some, bases = w.base;
    while (w.left && codes->width <= WIDTH_MAX && (n = next_step(&w, &some))) {
        _mm512_storeu_si512(to, some);
        bases = _mm512_or_si512(bases, w.base);
        to += n;
    }
    if (w.left || (uint32_t)_mm512_cvtsi512_si32(bases) > BASE_MAX)
        return rat_position_kernels_of(RAT_CPU_PLAIN)->read(codes, positions);
    codes->at = w.at;
    return w.at <= w.end;
}

/* Few starts are each compared with all positions, which needs no branch for each. */
RAT_TARGET_AVX512 static uint32_t meet_few(struct rat_position_codes *codes, uint32_t offset,
                                           uint32_t *starts, uint32_t n)
{
    struct walk w = walk_of(codes);
    uint32_t found = 0, last = starts[n - 1] + offset, in;
    __m512i some, bases = w.base;
    while (w.left && (in = next_step(&w, &some))) {
        __mmask16 mask = (__mmask16)((1u << in) - 1);
        for (uint32_t i = 0; i < n; i++) {
            __m512i wanted = _mm512_set1_epi32((int)(starts[i] + offset));
            found |= (uint32_t)(_mm512_mask_cmpeq_epi32_mask(mask, some, wanted) != 0) << i;
        }
        bases = _mm512_or_si512(bases, w.base);
        if (base_of(&w) > last)
            break;
    }
    if ((w.left && base_of(&w) <= last) || (uint32_t)_mm512_cvtsi512_si32(bases) > BASE_MAX)
        return rat_position_kernels_of(RAT_CPU_PLAIN)->meet(codes, offset, starts, n);
    if (w.at > w.end)
        return UINT32_MAX;
    uint32_t kept = 0;
    for (; found; found &= found - 1)
        starts[kept++] = starts[__builtin_ctz(found)];
    return kept;
}

#define FEW 8u

RAT_TARGET_AVX512 static uint32_t meet(struct rat_position_codes *codes, uint32_t offset, uint32_t *starts,
                                       uint32_t n)
{
    if (!rat_position_locate(codes))
        return UINT32_MAX;
    struct walk w = walk_of(codes);
    uint32_t next = 0, kept = 0, in;
    __m512i some;
    if (codes->width > WIDTH_MAX || n == 0 || starts[n - 1] > UINT32_MAX - offset)
        return rat_position_kernels_of(RAT_CPU_PLAIN)->meet(codes, offset, starts, n);
    if (n <= FEW)
        return meet_few(codes, offset, starts, n);
    while (w.left && next < n && base_of(&w) <= BASE_MAX && (in = next_step(&w, &some))) {
        __mmask16 mask = (__mmask16)((1u << in) - 1);
        uint32_t base = base_of(&w);
        for (; next < n && starts[next] + offset < base; next++) {
            __m512i wanted = _mm512_set1_epi32((int)(starts[next] + offset));
            uint32_t start = starts[next];
            starts[kept] = start;
            kept += _mm512_mask_cmpeq_epi32_mask(mask, some, wanted) != 0;
        }
    }
    if (w.at > w.end)
        return UINT32_MAX;
    if (w.left == 0 || next == n)
        return kept;
    /* rare: quotients that do not end within 57 bits, or very long documents */
    uint32_t rest = rat_position_kernels_of(RAT_CPU_PLAIN)->meet(codes, offset, starts + next, n - next);
    if (rest == UINT32_MAX)
        return UINT32_MAX;
    memmove(starts + kept, starts + next, rest * sizeof *starts);
    return kept + rest;
}

const struct rat_position_kernels rat_position_kernels_avx512 = {spread, read_all, meet};

#endif
