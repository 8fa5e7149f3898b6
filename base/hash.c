/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/hash.h"

#include <nettle/sha2.h>
#include <xxhash.h>

uint64_t rat_hash64(const void *bytes, size_t n)
{
    return XXH3_64bits(bytes, n);
}

void rat_sha256(const void *bytes, size_t n, uint8_t out[RAT_SHA256_BYTES])
{
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, n, bytes);
    sha256_digest(&context, RAT_SHA256_BYTES, out);
}

void rat_sha256_hex(const uint8_t sum[RAT_SHA256_BYTES], char out[RAT_SHA256_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < RAT_SHA256_BYTES; i++) {
        out[2 * i] = digits[sum[i] >> 4];
        out[2 * i + 1] = digits[sum[i] & 15];
    }
    out[RAT_SHA256_HEX - 1] = '\0';
}
