/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The number of each short surface form: a table whose slots hold the forms themselves, so that a look-up touches one
 * line of memory, which the caller can ask for before. Open addressing; nothing is taken out.
 *
 *     struct rat_form_slot *slot = rat_form_table_slot(&table, &key, size, rat_short_key_hash(&key, size));
 *     if (slot && !slot->size) { *slot = (struct rat_form_slot){key, size, number}; table.count++; }
 *
 * All zero is an empty table. One thread at a time.
 */
#ifndef INDEXER_FORM_TABLE_H
#define INDEXER_FORM_TABLE_H

#include "base/strmap.h"

struct rat_form_slot {
    struct rat_short_key key;
    uint32_t size; /* of the form; 0: the slot is free */
    uint32_t number;
};

struct rat_form_table {
    struct rat_form_slot *slots; /* mask + 1 of them; NULL: none yet */
    uint32_t mask, count;
};

void rat_form_table_release(struct rat_form_table *table);
void rat_form_table_clear(struct rat_form_table *table); /* forgets the forms, keeps the table */
size_t rat_form_table_bytes(const struct rat_form_table *table);

/* Twice as many slots. False: no memory, or too many forms. */
bool rat_form_table_grow(struct rat_form_table *table);

static inline void rat_form_table_prefetch(const struct rat_form_table *table, uint32_t hash)
{
    if (table->slots)
        __builtin_prefetch(&table->slots[hash & table->mask]);
}

/* The form's slot, or the free one that is to become it. Valid until the next call. NULL: no memory. */
static inline struct rat_form_slot *rat_form_table_slot(struct rat_form_table *table,
                                                        const struct rat_short_key *key, uint32_t size,
                                                        uint32_t hash)
{
    if (table->count >= table->mask / 2 && !rat_form_table_grow(table))
        return NULL;
    for (uint32_t at = hash & table->mask;; at = (at + 1) & table->mask) {
        struct rat_form_slot *slot = &table->slots[at];
        if (slot->size == 0 || (slot->size == size && rat_short_key_equal(&slot->key, key)))
            return slot;
    }
}

#endif
