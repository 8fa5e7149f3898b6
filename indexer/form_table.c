/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/form_table.h"

#include "base/pages.h"

#include <stdlib.h>

#define FIRST_SLOTS 1024u
#define CHUNK_BYTES (RAT_FORMS_CHUNK * sizeof(struct rat_form))

_Static_assert(sizeof(struct rat_form) == 64 || sizeof(void *) != 8, "a form is a line of a cache");

static void free_slots(struct rat_form_table *table)
{
    if (table->slots)
        rat_table_free(table->slots, ((size_t)table->mask + 1) * sizeof *table->slots);
}

void rat_form_table_release(struct rat_form_table *table)
{
    free_slots(table);
    for (uint32_t i = 0; i < table->chunk_count; i++)
        rat_pages_free(table->chunks[i], CHUNK_BYTES);
    free(table->chunks);
    rat_arena_release(&table->long_forms);
    *table = (struct rat_form_table){0};
}

void rat_form_table_clear(struct rat_form_table *table)
{
    if (table->slots)
        memset(table->slots, 0, ((size_t)table->mask + 1) * sizeof *table->slots);
    rat_arena_clear(&table->long_forms);
    table->count = 0;
}

void rat_form_table_drop_slots(struct rat_form_table *table)
{
    free_slots(table);
    table->slots = NULL;
    table->mask = 0;
}

size_t rat_form_table_bytes(const struct rat_form_table *table)
{
    size_t forms = table->chunk_count ? (table->chunk_count - 1) * CHUNK_BYTES : 0;
    if (table->count > forms / sizeof(struct rat_form)) /* an untouched rest takes no memory */
        forms = table->count * sizeof(struct rat_form);
    return forms + table->long_forms.total;
}

static bool grow_slots(struct rat_form_table *table)
{
    size_t old = table->slots ? (size_t)table->mask + 1 : 0, want = old ? 2 * old : FIRST_SLOTS;
    uint64_t *slots = want > UINT32_MAX ? NULL : rat_table_alloc(want * sizeof *slots);
    if (!slots)
        return false;
    uint32_t mask = (uint32_t)want - 1;
    /* by number: frequent forms came early, and get the first slots that they are looked for in */
    for (uint32_t number = 0; number < table->count; number++) {
        uint32_t hash = rat_form_at(table, number)->hash, at = hash & mask;
        while (slots[at])
            at = (at + 1) & mask;
        slots[at] = (uint64_t)hash << 32 | (number + 1);
    }
    free_slots(table);
    table->slots = slots;
    table->mask = mask;
    return true;
}

static bool grow_forms(struct rat_form_table *table)
{
    if (table->chunk_count == table->chunk_room) {
        uint32_t room = table->chunk_room ? 2 * table->chunk_room : 16;
        struct rat_form **chunks = realloc(table->chunks, room * sizeof(struct rat_form *));
        if (!chunks)
            return false;
        table->chunks = chunks;
        table->chunk_room = room;
    }
    struct rat_form *chunk = rat_pages_alloc(CHUNK_BYTES);
    if (chunk)
        table->chunks[table->chunk_count++] = chunk;
    return chunk != NULL;
}

static bool make_form(struct rat_form_table *table, const void *bytes, uint32_t size, uint32_t hash)
{
    if (table->count / RAT_FORMS_CHUNK == table->chunk_count && !grow_forms(table))
        return false;
    struct rat_form form = {.size = size, .hash = hash, .chain = RAT_TOKEN_CHAIN_INIT};
    if (!rat_short_key(bytes, size, &form.key)) {
        if (table->long_forms.chunk_bytes == 0)
            rat_arena_init(&table->long_forms, 0);
        form.bytes = rat_arena_memdup(&table->long_forms, bytes, size);
        if (!form.bytes)
            return false;
    }
    *rat_form_at(table, table->count) = form;
    return true;
}

uint32_t rat_form_table_add(struct rat_form_table *table, const void *bytes, uint32_t size, uint32_t hash)
{
    if ((!table->slots || table->count >= table->mask / 2 + table->mask / 8) && !grow_slots(table))
        return RAT_FORM_NONE;
    uint32_t at = hash & table->mask;
    for (; table->slots[at]; at = (at + 1) & table->mask) {
        uint32_t number = (uint32_t)table->slots[at] - 1;
        if (table->slots[at] >> 32 != hash)
            continue;
        const struct rat_form *form = rat_form_at(table, number);
        if (form->size == size && memcmp(rat_form_bytes(form), bytes, size) == 0)
            return number;
    }
    if (!make_form(table, bytes, size, hash))
        return RAT_FORM_NONE;
    table->slots[at] = (uint64_t)hash << 32 | (table->count + 1);
    return table->count++;
}
