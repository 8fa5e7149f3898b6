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
 * A token is a varint: (position - position before) << 1 in the same document, else (document - document before) << 1 | 1
 * and then a varint of the position. A chunk begins with a pointer to the next one, and ends where a token might not
 * fit any more: so a reader knows where, if it reads the same chain. Chains live as long as their arena. One thread.
 */
#ifndef INDEXER_TOKEN_CHAIN_H
#define INDEXER_TOKEN_CHAIN_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define RAT_TOKEN_BYTES 10u /* at most */
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

static inline unsigned char *rat_token_put_varint(unsigned char *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (unsigned char)(value | 0x80);
    *at++ = (unsigned char)value;
    return at;
}

static inline const unsigned char *rat_token_get_varint(const unsigned char *at, uint64_t *value)
{
    uint64_t byte = *at++, result = byte & 0x7f;
    for (unsigned shift = 7; byte & 0x80; shift += 7) {
        byte = *at++;
        result |= (byte & 0x7f) << shift;
    }
    *value = result;
    return at;
}

/* Behind the tokens so far. Without memory the token is lost and arena->failed set. */
static inline void rat_token_chain_add(struct rat_token_chain *chain, struct rat_arena *arena,
                                       uint32_t document, uint32_t position)
{
    if (chain->count) {
        if (chain->room < RAT_TOKEN_BYTES && !rat_token_chain_grow(chain, arena))
            return;
        unsigned char *from = chain->at, *to;
        if (document == chain->document) {
            to = rat_token_put_varint(from, (uint64_t)(position - chain->position) << 1);
        } else {
            to = rat_token_put_varint(from, (uint64_t)(document - chain->document) << 1 | 1);
            to = rat_token_put_varint(to, position);
        }
        chain->at = to;
        chain->room = (uint16_t)(chain->room - (to - from));
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
};

/* The chain must not grow while it is read. */
void rat_token_reader_start(struct rat_token_reader *reader, const struct rat_token_chain *chain);
void rat_token_reader_turn(struct rat_token_reader *reader); /* to the next chunk */

/* False after the last token. */
static inline bool rat_token_reader_next(struct rat_token_reader *reader)
{
    if (reader->left == 0)
        return false;
    reader->left--;
    if (!reader->at)
        return true;
    if (reader->room < RAT_TOKEN_BYTES)
        rat_token_reader_turn(reader);
    uint64_t value, position;
    const unsigned char *from = reader->at, *to = rat_token_get_varint(from, &value);
    if (value & 1) {
        to = rat_token_get_varint(to, &position);
        reader->document += (uint32_t)(value >> 1);
        reader->position = (uint32_t)position;
    } else {
        reader->position += (uint32_t)(value >> 1);
    }
    reader->at = to;
    reader->room -= (uint32_t)(to - from);
    return true;
}

#endif
