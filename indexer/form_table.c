/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/form_table.h"

#include "base/pages.h"

#include <stdlib.h>

#define FIRST_SLOTS 1024u

static struct rat_form_slot *new_slots(size_t count)
{
    size_t bytes = count * sizeof(struct rat_form_slot);
    return bytes >= RAT_PAGES_MIN ? rat_pages_alloc(bytes) : calloc(1, bytes);
}

static void free_slots(struct rat_form_slot *slots, size_t count)
{
    size_t bytes = count * sizeof *slots;
    if (bytes >= RAT_PAGES_MIN)
        rat_pages_free(slots, bytes);
    else
        free(slots);
}

void rat_form_table_release(struct rat_form_table *table)
{
    free_slots(table->slots, (size_t)table->mask + 1);
    *table = (struct rat_form_table){NULL, 0, 0};
}

void rat_form_table_clear(struct rat_form_table *table)
{
    if (table->slots)
        memset(table->slots, 0, ((size_t)table->mask + 1) * sizeof *table->slots);
    table->count = 0;
}

size_t rat_form_table_bytes(const struct rat_form_table *table)
{
    return table->slots ? ((size_t)table->mask + 1) * sizeof *table->slots : 0;
}

bool rat_form_table_grow(struct rat_form_table *table)
{
    size_t old = table->slots ? (size_t)table->mask + 1 : 0, want = old ? 2 * old : FIRST_SLOTS;
    struct rat_form_slot *slots = want > UINT32_MAX ? NULL : new_slots(want);
    if (!slots)
        return false;
    uint32_t mask = (uint32_t)want - 1;
    for (size_t i = 0; i < old; i++) {
        const struct rat_form_slot *slot = &table->slots[i];
        if (slot->size == 0)
            continue;
        uint32_t at = rat_short_key_hash(&slot->key, slot->size) & mask;
        while (slots[at].size)
            at = (at + 1) & mask;
        slots[at] = *slot;
    }
    free_slots(table->slots, old);
    table->slots = slots;
    table->mask = mask;
    return true;
}
