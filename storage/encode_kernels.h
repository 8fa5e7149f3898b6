/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inner loops of packing a group of numbers (packing.h), once in plain C (encode_kernels.c: the specification) and
 * once for AVX-512 (encode_kernels_avx512.c). Both give the same bytes. Any thread.
 */
#ifndef STORAGE_ENCODE_KERNELS_H
#define STORAGE_ENCODE_KERNELS_H

#include "base/cpu.h"

#include <stdint.h>

#define RAT_PUT_BITS_PAST \
    16u /* put_bits may write so many bytes behind those of n rounded up to a multiple of 16 */

struct rat_encode_kernels {
    /* The width in which n (1..RAT_GROUP) values take the fewest bytes: what does not fit costs an index and a varint. At
     * most a quarter may not fit, since readers put exceptions in one by one; with more the postings of passages would be
     * half a percent smaller. *exceptions: how many there are. */
    unsigned (*choose_width)(const uint32_t *values, uint32_t n, unsigned *exceptions);
    /* The lower `width` (0..32) bits of n (1..RAT_GROUP) values, least significant bit first, into (n * width + 7) / 8 bytes. Returns
     * behind them. */
    unsigned char *(*put_bits)(const uint32_t *values, uint32_t n, unsigned width, unsigned char *to);
};

/* Those of a level that this machine has (rat_cpu_level()). */
const struct rat_encode_kernels *rat_encode_kernels_of(enum rat_cpu level);
static inline const struct rat_encode_kernels *rat_encode_kernels(void)
{
    return rat_encode_kernels_of(rat_cpu_level());
}

#if RAT_HAS_AVX
extern const struct rat_encode_kernels rat_encode_kernels_avx512;
#endif

#endif
