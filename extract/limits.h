/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much a file may become, for both sides of the pipe. */
#ifndef EXTRACT_LIMITS_H
#define EXTRACT_LIMITS_H

#include <stddef.h>

/* Sanitizers reserve terabytes of addresses that they never touch. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define RAT_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define RAT_SANITIZED 1
#endif
#endif
#ifndef RAT_SANITIZED
#define RAT_SANITIZED 0
#endif

#define RAT_TEXT_RATIO_MAX 100u         /* bytes of text per byte of file */
#define RAT_TEXT_FREE ((size_t)8 << 20) /* below this no text is too much */
#define RAT_TEXT_MAX ((size_t)64 << 20) /* above this every text is */
#define RAT_UNPACK_RATIO_MAX \
    200u /* text deflates to a tenth, a sheet's XML to a fiftieth, a bomb to a thousandth */
#define RAT_UNPACK_FREE ((size_t)16 << 20) /* below this nothing is a bomb */
#define RAT_UNPACK_DEPTH_MAX 3u            /* archives in archives */

/* Most bytes of text that a file of n bytes may give: a bomb gives more. */
static inline size_t rat_text_limit(size_t n)
{
    size_t limit = n > RAT_TEXT_MAX / RAT_TEXT_RATIO_MAX ? RAT_TEXT_MAX : n * RAT_TEXT_RATIO_MAX;
    return limit < RAT_TEXT_FREE ? RAT_TEXT_FREE : limit;
}

/* Most bytes that all members of an archive of n bytes may give together. */
static inline size_t rat_unpack_limit(size_t n)
{
    size_t limit = n > (size_t)-1 / RAT_UNPACK_RATIO_MAX ? (size_t)-1 : n * RAT_UNPACK_RATIO_MAX;
    return limit < RAT_UNPACK_FREE ? RAT_UNPACK_FREE : limit;
}

#endif
