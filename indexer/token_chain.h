/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tokens of one surface form in memory, (document, position) each, in ascending order: two or three bytes a token in chunks
 * of an arena that grow with the list. A form that occurs once needs none.
 *
 *     struct rat_token_chain chain = RAT_TOKEN_CHAIN_INIT;
 *     rat_token_chain_add(&chain, &arena, 0, 17);          // arena.failed latches
 *     rat_token_reader_start(&reader, &chain);
 *     while (rat_token_reader_next(&reader))
 *         ... reader.document, reader.position
 *
 * A token is a number of 1, 2, 3 or 5 bytes, then one of 0, 1, 2 or 4: little-endian, without a branch that depends on them.
 *
 *     first number, bits 0-1: which of its sizes; bits 2-3: which size the other has; from bit 4:
 *         position - position before in the same document, else the position
 *     other number: none in the same document, else document - document before - 1
 *
 * A chunk begins with a pointer to the next one, and ends where a token might not fit any more: so a reader knows where,
 * if it reads the same chain. Chains live as long as their arena. One thread.
 */
#ifndef INDEXER_TOKEN_CHAIN_H
#define INDEXER_TOKEN_CHAIN_H

#include "base/arena.h"

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define RAT_TOKEN_BYTES 9u  /* at most, also with what is written and read beyond a token */
#define RAT_TOKEN_CHUNK 32u /* bytes of the first chunk; each is twice as large as the one before, up to */
#define RAT_TOKEN_CHUNK_MAX 2048u

struct rat_token_chain {
    unsigned char *first;        /* chunk; NULL with less than two tokens */
    unsigned char *at;           /* where the next token goes */
    uint16_t room;               /* bytes left in the chunk */
    uint16_t chunk;              /* its size */
    uint32_t document, position; /* of the last token */
    uint32_t count;
};

#define RAT_TOKEN_CHAIN_INIT      \
    {                             \
        NULL, NULL, 0, 0, 0, 0, 0 \
    }

/* Takes the next chunk; false without memory, then the chain is as before. */
bool rat_token_chain_grow(struct rat_token_chain *chain, struct rat_arena *arena);

/* gap: document - document before, 0 in the same one; number: what the first number says. Returns behind the token. */
static inline unsigned char *rat_token_put(unsigned char *at, uint32_t gap, uint32_t number)
{
    uint32_t first = (number > 0xf) + (number > 0xfff) + (number > 0xfffff);
    uint32_t other = (gap > 0) + (gap > 0x100) + (gap > 0x10000);
    uint64_t word = htole64((uint64_t)number << 4 | other << 2 | first);
    uint32_t behind = htole32(gap - 1);
    memcpy(at, &word, sizeof word);
    at += first + 1 + (first == 3);
    memcpy(at, &behind, sizeof behind);
    return at + other + (other == 3);
}

/* Behind the tokens so far. Without memory the token is lost and arena->failed set. */
static inline void rat_token_chain_add(struct rat_token_chain *chain, struct rat_arena *arena,
                                       uint32_t document, uint32_t position)
{
    if (chain->room < RAT_TOKEN_BYTES && chain->count && !rat_token_chain_grow(chain, arena))
        return;
    if (chain->count) {
        uint32_t gap = document - chain->document, before = gap ? 0 : chain->position;
        unsigned char *to = rat_token_put(chain->at, gap, position - before);
        chain->room = (uint16_t)(chain->room - (to - chain->at));
        chain->at = to;
    }
    chain->document = document;
    chain->position = position;
    chain->count++;
}

struct rat_token_reader {
    uint32_t document, position;     /* of the token that was read */
    uint32_t left;                   /* tokens */
    uint32_t room, size;             /* of the chunk, as in the chain */
    const unsigned char *chunk, *at; /* NULL: the only token is in document and position already */
    bool is_next;                    /* the token that was read begins another document */
};

/* The chain must not grow while it is read. */
void rat_token_reader_start(struct rat_token_reader *reader, const struct rat_token_chain *chain);
void rat_token_reader_turn(struct rat_token_reader *reader); /* to the next chunk */

/* False after the last token. */
static inline bool rat_token_reader_next(struct rat_token_reader *reader)
{
    /* by the lower four bits of a token: bytes of its first number, of both */
    static const uint8_t first[16] = {1, 2, 3, 5, 1, 2, 3, 5, 1, 2, 3, 5, 1, 2, 3, 5};
    static const uint8_t both[16] = {1, 2, 3, 5, 2, 3, 4, 6, 3, 4, 5, 7, 5, 6, 7, 9};
    static const uint32_t others[4] = {0, 0xff, 0xffff, UINT32_MAX};
    if (reader->left == 0)
        return false;
    reader->left--;
    if (!reader->at)
        return true;
    if (reader->room < RAT_TOKEN_BYTES)
        rat_token_reader_turn(reader);
    uint64_t word;
    uint32_t behind;
    memcpy(&word, reader->at, sizeof word);
    word = le64toh(word);
    uint32_t head = word & 15, size = first[head];
    memcpy(&behind, reader->at + size, sizeof behind);
    uint32_t number = (uint32_t)((word & ((UINT64_C(1) << (8 * size)) - 1)) >> 4);
    reader->is_next = head >> 2 != 0;
    reader->document += (le32toh(behind) & others[head >> 2]) + reader->is_next;
    reader->position = number + (reader->is_next ? 0 : reader->position);
    reader->at += both[head];
    reader->room -= both[head];
    return true;
}

#endif
