/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which kernels this machine can run: asked once, then the same for the life of the process. Every kernel has a plain one
 * beside it that is its specification, and tests compare them.
 *
 * The environment variable RATSARCHIV_CPU (plain, avx2, avx512) lowers the level, for measuring and for tests. Any thread.
 */
#ifndef BASE_CPU_H
#define BASE_CPU_H

#include <stdatomic.h>

enum rat_cpu {
    RAT_CPU_PLAIN,
    RAT_CPU_AVX2,  /* AVX2, BMI1, BMI2, POPCNT: Haswell, Zen and later */
    RAT_CPU_AVX512 /* AVX-512 F, BW, VL, CD, VBMI, VBMI2 on top: Ice Lake, Zen 4 and later */
};
#define RAT_CPU_LEVELS 3

/* level + 1, 0 until somebody asked; only for rat_cpu_level(). */
extern atomic_int rat_cpu_known;
enum rat_cpu rat_cpu_find_level(void);

/* The highest level that this machine has, or the lower one of RATSARCHIV_CPU. Inner loops ask, so that it must cost nothing. */
static inline enum rat_cpu rat_cpu_level(void)
{
    int known = atomic_load_explicit(&rat_cpu_known, memory_order_relaxed);
    return known ? (enum rat_cpu)(known - 1) : rat_cpu_find_level();
}

/* Put before a function, these let the compiler use the level's instructions in it. */
#if defined(__x86_64__)
#define RAT_HAS_AVX 1
#define RAT_TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define RAT_TARGET_AVX512                                                                       \
    __attribute__((target("avx2,bmi,bmi2,popcnt,avx512f,avx512bw,avx512vl,avx512cd,avx512vbmi," \
                          "avx512vbmi2")))
#else
#define RAT_HAS_AVX 0
#endif

#endif
