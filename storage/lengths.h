/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Document lengths in one byte: exact up to 39 tokens, then four significant bits. The code is Lucene's
 * (org.apache.lucene.util.SmallFloat.intToByte4), so that rankings can be compared. Monotonic. Any thread.
 */
#ifndef STORAGE_LENGTHS_H
#define STORAGE_LENGTHS_H

#include <stdint.h>

uint8_t rat_length_encode(uint32_t tokens); /* tokens up to 2^31-1; more are cut */
uint32_t rat_length_decode(uint8_t code);   /* the smallest length with that code */

#endif
