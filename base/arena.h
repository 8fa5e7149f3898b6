/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that is freed all at once: one arena per query, per batch, per parsed file.
 *
 *     struct rat_arena arena;
 *     rat_arena_init(&arena, 0);
 *     char *name = rat_arena_strdup(&arena, "Kreistag");   // NULL when memory ran out; `failed` latches
 *     rat_arena_release(&arena);
 *
 * Caller's storage, one thread at a time. Pointers stay valid until release or clear.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct rat_arena_chunk;

struct rat_arena {
    struct rat_arena_chunk *chunks; /* newest first */
    unsigned char *at, *end;
    size_t chunk_bytes;
    size_t total; /* bytes taken from malloc, for budgets */
    bool failed;
};

/* chunk_bytes: size of ordinary chunks; 0 means 64 KiB. Takes no memory yet. */
void rat_arena_init(struct rat_arena *arena, size_t chunk_bytes);
void rat_arena_release(struct rat_arena *arena); /* frees everything; initialised again afterwards */
void rat_arena_clear(struct rat_arena *arena);   /* as release, but keeps one ordinary chunk */

void *rat_arena_alloc(struct rat_arena *arena, size_t n);                /* aligned to 16, not zeroed */
void *rat_arena_calloc(struct rat_arena *arena, size_t count, size_t n); /* zeroed, overflow checked */
void *rat_arena_memdup(struct rat_arena *arena, const void *bytes, size_t n);
char *rat_arena_strdup(struct rat_arena *arena, const char *text);             /* NULL in, NULL out */
char *rat_arena_strndup(struct rat_arena *arena, const void *bytes, size_t n); /* adds the NUL */
char *rat_arena_printf(struct rat_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
