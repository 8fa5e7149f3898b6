/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/cpu.h"

#include <stdlib.h>
#include <string.h>

static enum rat_cpu detect(void)
{
#if RAT_HAS_AVX
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") ||
        !__builtin_cpu_supports("bmi2") || !__builtin_cpu_supports("popcnt"))
        return RAT_CPU_PLAIN;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd") &&
        __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2"))
        return RAT_CPU_AVX512;
    return RAT_CPU_AVX2;
#else
    return RAT_CPU_PLAIN;
#endif
}

atomic_int rat_cpu_known;

enum rat_cpu rat_cpu_find_level(void)
{
    static const char *const names[RAT_CPU_LEVELS] = {"plain", "avx2", "avx512"};
    int level = (int)detect();
    const char *wish = getenv("RATSARCHIV_CPU");
    for (int i = 0; wish && i < level; i++)
        if (strcmp(wish, names[i]) == 0)
            level = i;
    atomic_store_explicit(&rat_cpu_known, level + 1, memory_order_relaxed); /* every thread finds the same */
    return (enum rat_cpu)level;
}
