/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/token_chain.h"

#include <string.h>

#define NEXT sizeof(void *) /* a chunk's first bytes: where the next one is */

/* The chunk after one of that size; 0: the first. */
static uint32_t size_after(uint32_t size)
{
    return size == 0 ? RAT_TOKEN_CHUNK : size < RAT_TOKEN_CHUNK_MAX ? 2 * size : size;
}

bool rat_token_chain_grow(struct rat_token_chain *chain, struct rat_arena *arena)
{
    uint32_t size = size_after(chain->chunk);
    unsigned char *chunk = rat_arena_alloc(arena, size), *at;
    if (!chunk)
        return false;
    memset(chunk, 0, NEXT); /* it is the last */
    if (chain->first) {
        /* the last chunk's begin is where at is, less what was filled */
        unsigned char *last = chain->at + chain->room - chain->chunk;
        memcpy(last, &chunk, NEXT);
        at = chunk + NEXT;
    } else {
        chain->first = chunk;
        at = rat_token_put(chunk + NEXT, chain->document + 1, chain->position); /* behind document -1 */
    }
    chain->at = at;
    chain->chunk = (uint16_t)size;
    chain->room = (uint16_t)(size - (uint32_t)(at - chunk));
    return true;
}

/* Asks for the chunk behind this one, while this one is read. */
static void fetch_next(const struct rat_token_reader *reader)
{
    const unsigned char *next;
    memcpy(&next, reader->chunk, NEXT);
    if (next) {
        __builtin_prefetch(next);
        __builtin_prefetch(next + 64);
    }
}

void rat_token_reader_start(struct rat_token_reader *reader, const struct rat_token_chain *chain)
{
    *reader = (struct rat_token_reader){.left = chain->count, .chunk = chain->first};
    if (chain->first) {
        reader->document = UINT32_MAX;
        reader->size = RAT_TOKEN_CHUNK;
        reader->at = chain->first + NEXT;
        reader->room = RAT_TOKEN_CHUNK - NEXT;
        fetch_next(reader);
    } else {
        reader->document = chain->document;
        reader->position = chain->position;
        reader->is_next = true;
    }
}

void rat_token_reader_turn(struct rat_token_reader *reader)
{
    memcpy(&reader->chunk, reader->chunk, NEXT);
    reader->size = size_after(reader->size);
    reader->at = reader->chunk + NEXT;
    reader->room = reader->size - NEXT;
    fetch_next(reader);
}
