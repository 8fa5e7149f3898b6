/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The surface forms of a batch by number (0, 1, 2, ... in order of first occurrence), each with its tokens: a form that is not
 * too long, and where its list ends, lie in one line of a cache. A look-up has steps, so that many can be under way and none
 * waits for memory:
 *
 *     rat_form_table_prefetch(&table, hash);                       // some tokens ahead
 *     number = rat_form_table_guess(&table, hash);                 // NONE: it is new
 *     if (!rat_form_is(rat_form_at(&table, number), &key, size))   // another one with this hash
 *         number = rat_form_table_add(&table, bytes, size, hash);  // finds or adds; NONE: no memory
 *
 * All zero is an empty table. One thread at a time.
 */
#ifndef INDEXER_FORM_TABLE_H
#define INDEXER_FORM_TABLE_H

#include "base/strmap.h"
#include "indexer/token_chain.h"

#define RAT_FORM_NONE UINT32_MAX
#define RAT_FORMS_CHUNK 32768u /* a power of two: forms in a huge page */

struct rat_form {
    union {
        struct rat_short_key key;   /* with up to RAT_SHORT_KEY bytes, else */
        const unsigned char *bytes; /* where they are */
    };
    uint32_t size, hash;
    struct rat_token_chain chain;
};

struct rat_form_table {
    uint64_t *slots; /* hash << 32 | number + 1, 0 is free; mask + 1 of them, NULL: none yet */
    uint32_t mask, count;
    struct rat_form **chunks; /* of RAT_FORMS_CHUNK forms, which stay where they are */
    uint32_t chunk_count, chunk_room;
    struct rat_arena long_forms;
};

void rat_form_table_release(struct rat_form_table *table);
void rat_form_table_clear(struct rat_form_table *table); /* forgets the forms, keeps memory */
void rat_form_table_drop_slots(
    struct rat_form_table *table); /* until clear, forms are only found by number */
size_t rat_form_table_bytes(const struct rat_form_table *table); /* of the forms, without slots */

static inline struct rat_form *rat_form_at(const struct rat_form_table *table, uint32_t number)
{
    return &table->chunks[number / RAT_FORMS_CHUNK][number % RAT_FORMS_CHUNK];
}

static inline const unsigned char *rat_form_bytes(const struct rat_form *form)
{
    return form->size <= RAT_SHORT_KEY ? (const unsigned char *)&form->key : form->bytes;
}

static inline bool rat_form_is(const struct rat_form *form, const struct rat_short_key *key, uint32_t size)
{
    return form->size == size && rat_short_key_equal(&form->key, key);
}

/* size: at least 1; hash: rat_strmap_hash of the bytes. The form's number, new with an empty chain. */
uint32_t rat_form_table_add(struct rat_form_table *table, const void *bytes, uint32_t size, uint32_t hash);

static inline void rat_form_table_prefetch(const struct rat_form_table *table, uint32_t hash)
{
    if (table->slots)
        __builtin_prefetch(&table->slots[hash & table->mask]);
}

/* The first form with this hash, which may be another one. */
static inline uint32_t rat_form_table_guess(const struct rat_form_table *table, uint32_t hash)
{
    if (!table->slots)
        return RAT_FORM_NONE;
    for (uint32_t at = hash & table->mask; table->slots[at]; at = (at + 1) & table->mask)
        if (table->slots[at] >> 32 == hash)
            return (uint32_t)table->slots[at] - 1;
    return RAT_FORM_NONE;
}

#endif
