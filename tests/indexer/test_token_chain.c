/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tokens in chains and forms in their table, against plain arrays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/form_table.h"
#include "indexer/token_chain.h"
#include "tests/support/prng.h"

#include <stdio.h>
#include <stdlib.h>

#define CHAINS 40u
#define TOKENS 60000u
#define FORMS 70000u /* more than two chunks */

struct token {
    uint32_t chain, document, position;
};

/* Chains that grow in turn, in one arena; some get every second token, some one or none. Jumps of all sizes. */
static void chains_give_what_was_added(void **state)
{
    (void)state;
    struct prng random = {3};
    struct rat_arena arena;
    struct rat_token_chain chains[CHAINS + 1];
    struct token *tokens = calloc(TOKENS, sizeof *tokens), at = {0, 0, 0};
    assert_non_null(tokens);
    rat_arena_init(&arena, 1 << 16);
    for (uint32_t c = 0; c <= CHAINS; c++)
        chains[c] = (struct rat_token_chain)RAT_TOKEN_CHAIN_INIT;
    for (uint32_t i = 0; i < TOKENS; i++) {
        if (prng_below(&random, 50) == 0) {
            at.document += (uint32_t)prng_bits(&random, prng_below(&random, 21));
            at.position = (uint32_t)prng_bits(&random, prng_below(&random, 33)) / 2;
        }
        at.position += (uint32_t)prng_bits(&random, prng_below(&random, 16)); /* may stay */
        uint32_t high = 1 + prng_below(&random, CHAINS);
        at.chain = prng_below(&random, high);
        tokens[i] = at;
        rat_token_chain_add(&chains[at.chain], &arena, at.document, at.position);
    }
    for (uint32_t c = 0; c <= CHAINS; c++) {
        struct rat_token_reader reader;
        uint32_t count = 0;
        rat_token_reader_start(&reader, &chains[c]);
        for (uint32_t i = 0; i < TOKENS; i++) {
            if (tokens[i].chain != c)
                continue;
            assert_true(rat_token_reader_next(&reader));
            assert_int_equal(reader.document, tokens[i].document);
            assert_int_equal(reader.position, tokens[i].position);
            count++;
        }
        assert_int_equal(chains[c].count, count);
        assert_false(rat_token_reader_next(&reader));
        assert_false(rat_token_reader_next(&reader));
    }
    assert_int_equal(chains[CHAINS].count, 0);
    assert_true(chains[0].count > 2 * RAT_TOKEN_CHUNK_MAX);
    rat_arena_release(&arena);
    free(tokens);
}

/* The longest that a token can be: the first ones of a chain, and behind others. */
static void largest_numbers(void **state)
{
    (void)state;
    for (uint32_t before = 0; before < 60; before++) {
        struct rat_arena arena;
        struct rat_token_chain chain = RAT_TOKEN_CHAIN_INIT;
        struct rat_token_reader reader;
        rat_arena_init(&arena, 0);
        for (uint32_t i = 0; i < before; i++)
            rat_token_chain_add(&chain, &arena, 0, i);
        rat_token_chain_add(&chain, &arena, UINT32_MAX - 1, UINT32_MAX);
        rat_token_chain_add(&chain, &arena, UINT32_MAX, 0);
        rat_token_chain_add(&chain, &arena, UINT32_MAX, UINT32_MAX);
        rat_token_reader_start(&reader, &chain);
        for (uint32_t i = 0; i < before; i++)
            assert_true(rat_token_reader_next(&reader) && reader.document == 0 && reader.position == i);
        assert_true(rat_token_reader_next(&reader));
        assert_true(reader.document == UINT32_MAX - 1 && reader.position == UINT32_MAX);
        assert_true(rat_token_reader_next(&reader));
        assert_true(reader.document == UINT32_MAX && reader.position == 0);
        assert_true(rat_token_reader_next(&reader));
        assert_true(reader.document == UINT32_MAX && reader.position == UINT32_MAX);
        assert_false(rat_token_reader_next(&reader));
        rat_arena_release(&arena);
    }
}

/* As an import does it. *shared counts forms that another one with the same hash came before. */
static uint32_t look_up(struct rat_form_table *table, uint32_t form, uint32_t hash_bits, uint32_t *shared)
{
    char text[RAT_SHORT_KEY + 12];
    struct rat_short_key key;
    int size = snprintf(text, sizeof text, "%0*u", (int)(1 + form % (RAT_SHORT_KEY + 8)), form);
    uint32_t hash = rat_strmap_hash(text, (size_t)size) & (uint32_t)((1ull << hash_bits) - 1);
    rat_form_table_prefetch(table, hash);
    uint32_t number = rat_form_table_guess(table, hash);
    if (!rat_short_key(text, (size_t)size, &key))
        return rat_form_table_add(table, text, (uint32_t)size, hash);
    if (number != RAT_FORM_NONE && rat_form_is(rat_form_at(table, number), &key, (uint32_t)size))
        return number;
    *shared += number != RAT_FORM_NONE;
    return rat_form_table_add(table, text, (uint32_t)size, hash);
}

static void forms_keep_their_numbers(void **state)
{
    (void)state;
    struct rat_form_table table = {0};
    uint32_t shared = 0;
    assert_int_equal(rat_form_table_guess(&table, 17), RAT_FORM_NONE);
    for (uint32_t hash_bits = 10; hash_bits <= 32; hash_bits += 22) {
        uint32_t forms = hash_bits == 32 ? FORMS : FORMS / 8;
        for (uint32_t form = 0; form < forms; form++)
            assert_int_equal(look_up(&table, form, hash_bits, &shared), form);
        for (uint32_t form = 0; form < forms; form++)
            assert_int_equal(look_up(&table, form, hash_bits, &shared), form);
        for (uint32_t form = 0; form < forms; form++) {
            char text[RAT_SHORT_KEY + 12];
            int size = snprintf(text, sizeof text, "%0*u", (int)(1 + form % (RAT_SHORT_KEY + 8)), form);
            const struct rat_form *at = rat_form_at(&table, form);
            assert_int_equal(at->size, size);
            assert_memory_equal(rat_form_bytes(at), text, size);
            assert_int_equal(at->chain.count, 0);
        }
        assert_int_equal(table.count, forms);
        assert_true(shared > 0);
        assert_true(rat_form_table_bytes(&table) >= forms * sizeof(struct rat_form));
        rat_form_table_clear(&table);
        assert_int_equal(table.count, 0);
    }
    rat_form_table_release(&table);
    assert_int_equal(rat_form_table_bytes(&table), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chains_give_what_was_added),
        cmocka_unit_test(largest_numbers),
        cmocka_unit_test(forms_keep_their_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
