/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The map of shards: what it says, what it refuses, and how little moves when a shard comes or goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/shard_map.h"

#include <stdio.h>
#include <string.h>

#define PAPERS 20000u

static struct rat_shard_map parsed(const char *text)
{
    struct rat_shard_map map;
    struct rat_err err = RAT_ERR_INIT;
    assert_int_equal(rat_shard_map_parse(text, "/etc/rat/shards", &map, &err), RAT_OK);
    return map;
}

static void test_lines(void **state)
{
    (void)state;
    struct rat_shard_map map = parsed("# where the parts lie\n\n"
                                      "  a 1 parts/a \r\n"
                                      "b\t20\ttcp:[::1]:33333\n"
                                      "c-3.x 100 prog:ssh  c xapian-progsrv /srv/c\n"
                                      "d 2 /srv/folder with a space\n"
                                      "e 1 prog:serve");
    assert_int_equal(map.count, 5);
    assert_string_equal(map.shards[0].path, "/etc/rat/parts/a");
    assert_null(map.shards[0].host);
    assert_string_equal(map.shards[1].host, "[::1]");
    assert_int_equal(map.shards[1].port, 33333);
    assert_int_equal(map.shards[1].weight, 20);
    assert_string_equal(map.shards[2].program, "ssh");
    assert_string_equal(map.shards[2].args, "c xapian-progsrv /srv/c");
    assert_string_equal(map.shards[3].path, "/srv/folder with a space");
    assert_string_equal(map.shards[4].args, "");
    rat_shard_map_release(&map);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *where;
    } cases[] = {
        {"", ", Zeile 0"},
        {"# nothing\n", ", Zeile 1"},
        {"a\n", ", Zeile 1"},
        {"a 1\n", ", Zeile 1"},
        {"\na 0 /x\n", ", Zeile 2"},
        {"a 101 /x\n", ", Zeile 1"},
        {"a -1 /x\n", ", Zeile 1"},
        {"a 1x /x\n", ", Zeile 1"},
        {"a 1 /x\na 1 /y\n", ", Zeile 2"},
        {"a/b 1 /x", ", Zeile 1"},
        {"a 1 tcp:host", ", Zeile 1"},
        {"a 1 tcp:host:0", ", Zeile 1"},
        {"a 1 tcp::80", ", Zeile 1"},
        {"a 1 tcp:h:65536", ", Zeile 1"},
        {"a 1 prog:", ", Zeile 1"},
        {"a 4294967297 /x", ", Zeile 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rat_shard_map map = {.count = 77};
        struct rat_err err = RAT_ERR_INIT;
        assert_int_equal(rat_shard_map_parse(cases[i].text, "f", &map, &err), RAT_EUSAGE);
        assert_non_null(strstr(err.where, cases[i].where));
        assert_true(err.hint[0] != '\0');
        assert_int_equal(map.count, 77);
    }
}

static void test_too_many(void **state)
{
    (void)state;
    static char text[(RAT_SHARDS_MAX + 1) * 16];
    size_t n = 0;
    for (unsigned i = 0; i < RAT_SHARDS_MAX; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "s%u 1 /x\n", i);
    struct rat_shard_map map = parsed(text);
    assert_int_equal(map.count, RAT_SHARDS_MAX);
    rat_shard_map_release(&map);
    snprintf(text + n, sizeof text - n, "one 1 /x\n");
    assert_int_equal(rat_shard_map_parse(text, "f", &map, NULL), RAT_EUSAGE);
}

static const char *place(const struct rat_shard_map *map, unsigned paper)
{
    char id[64];
    int n = snprintf(id, sizeof id, "https://rat.example/papers/%u", paper);
    return map->shards[rat_shard_map_place(map, id, (size_t)n)].name;
}

/* Shares follow the weights; the order of lines and the places do not matter. */
static void test_shares(void **state)
{
    (void)state;
    struct rat_shard_map map = parsed("a 1 /a\nb 2 /b\nc 1 /c\n"),
                         other = parsed("c 1 tcp:c:1\nb 2 /z\na 1 /q\n");
    unsigned counts[256] = {0};
    for (unsigned i = 0; i < PAPERS; i++) {
        counts[(unsigned char)*place(&map, i)]++;
        assert_string_equal(place(&map, i), place(&other, i));
    }
    assert_in_range(counts['a'], PAPERS / 4 - PAPERS / 50, PAPERS / 4 + PAPERS / 50);
    assert_in_range(counts['b'], PAPERS / 2 - PAPERS / 50, PAPERS / 2 + PAPERS / 50);
    rat_shard_map_release(&map);
    rat_shard_map_release(&other);
}

/* A fifth shard takes a fifth, from all alike; nothing moves between the others. */
static void test_growth(void **state)
{
    (void)state;
    struct rat_shard_map four = parsed("a 1 /a\nb 1 /b\nc 1 /c\nd 1 /d\n"),
                         five = parsed("a 1 /a\nb 1 /b\nc 1 /c\nd 1 /d\ne 1 /e\n");
    unsigned moved[256] = {0}, all = 0;
    for (unsigned i = 0; i < PAPERS; i++) {
        const char *before = place(&four, i), *after = place(&five, i);
        if (strcmp(before, after) == 0)
            continue;
        assert_string_equal(after, "e");
        moved[(unsigned char)*before]++;
        all++;
    }
    assert_in_range(all, PAPERS / 5 - PAPERS / 50, PAPERS / 5 + PAPERS / 50);
    for (unsigned char name = 'a'; name <= 'd'; name++)
        assert_in_range(moved[name], PAPERS / 20 - PAPERS / 100, PAPERS / 20 + PAPERS / 100);
    rat_shard_map_release(&four);
    rat_shard_map_release(&five);
}

/* Papers must be found where an earlier version put them. */
static void test_stays(void **state)
{
    (void)state;
    struct rat_shard_map map = parsed("a 1 /a\nb 1 /b\nc 1 /c\nd 1 /d\n");
    char places[17] = "";
    for (unsigned i = 0; i < 16; i++)
        places[i] = *place(&map, i);
    assert_string_equal(places, "addccdbacdadbacd");
    rat_shard_map_release(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),  cmocka_unit_test(test_refused), cmocka_unit_test(test_too_many),
        cmocka_unit_test(test_shares), cmocka_unit_test(test_growth),  cmocka_unit_test(test_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
