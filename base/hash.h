/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The two hashes of this tree: XXH3-64 (libxxhash) as the checksum of blocks and for tables in memory,
 * SHA-256 (nettle, FIPS 180-4) as the identity of original bytes. Any thread.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t rat_hash64(const void *bytes, size_t n); /* XXH3-64, seed 0 */

#define RAT_SHA256_BYTES 32
#define RAT_SHA256_HEX 65 /* with the NUL */

void rat_sha256(const void *bytes, size_t n, uint8_t out[RAT_SHA256_BYTES]);
void rat_sha256_hex(const uint8_t sum[RAT_SHA256_BYTES], char out[RAT_SHA256_HEX]); /* lower case */

#endif
