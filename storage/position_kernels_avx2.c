/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/position_select.h"

#if RAT_HAS_AVX

static bool spread(const uint32_t *counts, const uint8_t *codes, uint32_t n, uint32_t shift, uint8_t *widths,
                   uint32_t *starts, uint32_t *bits)
{
    return rat_position_kernels_of(RAT_CPU_PLAIN)->spread(counts, codes, n, shift, widths, starts, bits);
}

RAT_TARGET_AVX2 static bool read_all(struct rat_position_codes *codes, uint32_t *positions)
{
    return rat_position_locate(codes) && rat_position_kernels_of(RAT_CPU_PLAIN)->read(codes, positions);
}

RAT_TARGET_AVX2 static uint32_t meet(struct rat_position_codes *codes, uint32_t offset, uint32_t *starts,
                                     uint32_t n)
{
    if (!rat_position_locate(codes))
        return UINT32_MAX;
    return rat_position_kernels_of(RAT_CPU_PLAIN)->meet(codes, offset, starts, n);
}

const struct rat_position_kernels rat_position_kernels_avx2 = {spread, read_all, meet};

#endif
