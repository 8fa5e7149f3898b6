/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of byte strings, and short ones as words in registers: equal exactly when the bytes are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/strmap.h"
#include "tests/support/prng.h"

#include <stdlib.h>

#define KEYS 3000u
#define KEY_BYTES 40u

struct key {
    unsigned char *bytes; /* an exact allocation, so that reading past its end is noticed */
    uint32_t size;
};

/* Few different bytes, so that keys share their beginnings, ends and middles; zeros among them. */
static struct key *make_keys(void)
{
    struct prng random = {5};
    struct key *keys = calloc(KEYS, sizeof *keys);
    assert_non_null(keys);
    for (uint32_t i = 0; i < KEYS; i++) {
        keys[i].size = prng_below(&random, KEY_BYTES + 1);
        keys[i].bytes = malloc(keys[i].size ? keys[i].size : 1);
        assert_non_null(keys[i].bytes);
        unsigned char common = "\0a\xff"[prng_below(&random, 3)];
        for (uint32_t k = 0; k < keys[i].size; k++)
            keys[i].bytes[k] = prng_below(&random, 6) ? common : (unsigned char)prng_below(&random, 3);
    }
    return keys;
}

static void free_keys(struct key *keys)
{
    for (uint32_t i = 0; i < KEYS; i++)
        free(keys[i].bytes);
    free(keys);
}

static bool same(const struct key *a, const struct key *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static void numbers_in_order_of_insertion(void **state)
{
    (void)state;
    struct key *keys = make_keys();
    struct rat_strmap map;
    uint32_t *first = calloc(KEYS, sizeof *first), count = 0;
    assert_non_null(first);
    rat_strmap_init(&map);
    for (uint32_t i = 0; i < KEYS; i++) {
        uint32_t want = 0;
        bool added;
        while (want < count && !same(&keys[first[want]], &keys[i]))
            want++;
        assert_int_equal(rat_strmap_find(&map, keys[i].bytes, keys[i].size),
                         want < count ? want : RAT_STRMAP_NONE);
        assert_int_equal(rat_strmap_add(&map, keys[i].bytes, keys[i].size, &added), want);
        assert_int_equal(added, want == count);
        if (added)
            first[count++] = i;
    }
    assert_true(count > KEYS / 2 && count < KEYS);
    rat_strmap_release(&map);
    free(first);
    free_keys(keys);
}

static void short_keys_stand_for_their_bytes(void **state)
{
    (void)state;
    struct key *keys = make_keys();
    struct rat_short_key a, b;
    for (uint32_t i = 0; i < KEYS; i++) {
        bool is_short = rat_short_key(keys[i].bytes, keys[i].size, &a);
        assert_int_equal(is_short, keys[i].size >= 1 && keys[i].size <= RAT_SHORT_KEY);
        if (is_short) {
            unsigned char room[RAT_SHORT_KEY];
            memset(room, 0xa5, sizeof room);
            memcpy(room, keys[i].bytes, keys[i].size);
            assert_true(rat_short_key_wide(room, keys[i].size, &b));
            assert_memory_equal(&a, &b, sizeof a);
            memset(room + keys[i].size, 0, sizeof room - keys[i].size);
            assert_memory_equal(&a, room, sizeof a);
            assert_int_equal(rat_short_key_hash(&a, keys[i].size),
                             rat_strmap_hash(keys[i].bytes, keys[i].size));
        }
        for (uint32_t k = 0; is_short && k < i; k++)
            if (keys[k].size == keys[i].size && rat_short_key(keys[k].bytes, keys[k].size, &b))
                assert_int_equal(rat_short_key_equal(&a, &b), same(&keys[i], &keys[k]));
    }
    free_keys(keys);
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Words that differ in one place: 2^18 of 2^32 numbers collide 8 times if they fall as dice do. */
static void hashes_spread(void **state)
{
    (void)state;
    enum { COUNT = 1 << 18 };
    uint32_t *hashes = malloc(COUNT * sizeof *hashes), equal = 0, low = 0;
    assert_non_null(hashes);
    for (unsigned size = 6; size <= RAT_SHORT_KEY; size += 6) {
        char text[RAT_SHORT_KEY + 1];
        for (uint32_t i = 0; i < COUNT; i++) {
            struct rat_short_key key;
            (void)snprintf(text, sizeof text, "%0*u", (int)size, i);
            assert_true(rat_short_key(text, size, &key));
            hashes[i] = rat_short_key_hash(&key, size);
        }
        qsort(hashes, COUNT, sizeof *hashes, by_value);
        for (uint32_t i = 1; i < COUNT; i++)
            equal += hashes[i] == hashes[i - 1];
        for (uint32_t i = 0; i < COUNT; i++)
            low += (hashes[i] & 0x3ff) == 7;
    }
    assert_true(equal < 4 * 30);
    assert_in_range(low, 4 * 200, 4 * 320); /* 256 each */
    free(hashes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_in_order_of_insertion),
        cmocka_unit_test(short_keys_stand_for_their_bytes),
        cmocka_unit_test(hashes_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
