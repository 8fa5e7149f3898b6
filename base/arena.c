/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/arena.h"

#include "base/pages.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rat_arena_chunk {
    struct rat_arena_chunk *next;
    size_t size; /* of data */
    _Alignas(16) unsigned char data[];
};

void rat_arena_init(struct rat_arena *arena, size_t chunk_bytes)
{
    memset(arena, 0, sizeof *arena);
    arena->chunk_bytes = chunk_bytes ? chunk_bytes : 64 * 1024;
}

static void free_chunk(struct rat_arena_chunk *chunk)
{
    size_t bytes = sizeof *chunk + chunk->size;
    if (bytes >= RAT_PAGES_MIN)
        rat_pages_free(chunk, bytes);
    else
        free(chunk);
}

static void free_chunks(struct rat_arena_chunk *chunk)
{
    while (chunk) {
        struct rat_arena_chunk *next = chunk->next;
        free_chunk(chunk);
        chunk = next;
    }
}

static struct rat_arena_chunk *new_chunk(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct rat_arena_chunk))
        return NULL;
    size_t bytes = sizeof(struct rat_arena_chunk) + size;
    return bytes >= RAT_PAGES_MIN ? rat_pages_alloc(bytes) : malloc(bytes);
}

void rat_arena_release(struct rat_arena *arena)
{
    free_chunks(arena->chunks);
    rat_arena_init(arena, arena->chunk_bytes);
}

void rat_arena_clear(struct rat_arena *arena)
{
    struct rat_arena_chunk *kept = NULL, *chunk = arena->chunks;
    while (chunk) {
        struct rat_arena_chunk *next = chunk->next;
        if (!kept && chunk->size == arena->chunk_bytes)
            kept = chunk;
        else
            free_chunk(chunk);
        chunk = next;
    }
    rat_arena_init(arena, arena->chunk_bytes);
    if (kept) {
        kept->next = NULL;
        arena->chunks = kept;
        arena->at = kept->data;
        arena->end = kept->data + kept->size;
        arena->total = kept->size;
    }
}

/* Large requests get a chunk of their own behind the current one, so that its free rest is not lost. */
static void *alloc_slow(struct rat_arena *arena, size_t n)
{
    size_t size = n > arena->chunk_bytes / 4 ? n : arena->chunk_bytes;
    struct rat_arena_chunk *chunk = new_chunk(size);
    if (!chunk) {
        arena->failed = true;
        return NULL;
    }
    chunk->size = size;
    arena->total += size;
    if (size == n && arena->chunks) {
        chunk->next = arena->chunks->next;
        arena->chunks->next = chunk;
        return chunk->data;
    }
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    arena->at = chunk->data + n;
    arena->end = chunk->data + size;
    return chunk->data;
}

void *rat_arena_alloc(struct rat_arena *arena, size_t n)
{
    if (n > SIZE_MAX - 15) {
        arena->failed = true;
        return NULL;
    }
    n = (n + 15) & ~(size_t)15;
    if (n == 0)
        n = 16;
    if (n <= (size_t)(arena->end - arena->at)) {
        void *here = arena->at;
        arena->at += n;
        return here;
    }
    return alloc_slow(arena, n);
}

void *rat_arena_calloc(struct rat_arena *arena, size_t count, size_t n)
{
    if (n && count > SIZE_MAX / n) {
        arena->failed = true;
        return NULL;
    }
    void *p = rat_arena_alloc(arena, count * n);
    if (p)
        memset(p, 0, count * n);
    return p;
}

void *rat_arena_memdup(struct rat_arena *arena, const void *bytes, size_t n)
{
    void *p = rat_arena_alloc(arena, n);
    if (p && n)
        memcpy(p, bytes, n);
    return p;
}

char *rat_arena_strndup(struct rat_arena *arena, const void *bytes, size_t n)
{
    char *p = n < SIZE_MAX ? rat_arena_alloc(arena, n + 1) : NULL;
    if (p) {
        if (n)
            memcpy(p, bytes, n);
        p[n] = '\0';
    }
    return p;
}

char *rat_arena_strdup(struct rat_arena *arena, const char *text)
{
    return text ? rat_arena_strndup(arena, text, strlen(text)) : NULL;
}

char *rat_arena_printf(struct rat_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *p = n < 0 ? NULL : rat_arena_alloc(arena, (size_t)n + 1);
    if (p)
        vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p;
}
