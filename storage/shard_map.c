/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/shard_map.h"

#include "base/file.h"
#include "base/hash.h"

#include <ctype.h>
#include <string.h>

#define FILE_BYTES_MAX (1u << 20)
#define SPACE " \t\r"

/* The line at hand, cut into its words as they are asked for. */
struct line {
    const char *file;
    uint32_t number;
    const char *rest;
};

static rat_status malformed(const struct line *line, struct rat_err *err, const char *what)
{
    rat_fail(err, RAT_EUSAGE, "%s", what);
    rat_err_where(err, _("%s, Zeile %u"), line->file, line->number);
    rat_err_hint(err, "%s",
                 _("Eine Zeile: NAME GEWICHT ORT; Ort: ein Ordner, tcp:RECHNER:PORT oder prog:PROGRAMM ..."));
    return RAT_EUSAGE;
}

/* The next word of the line; NULL when there is none. */
static char *next_word(struct line *line, struct rat_arena *arena)
{
    line->rest += strspn(line->rest, SPACE);
    size_t n = strcspn(line->rest, SPACE);
    char *word = n ? rat_arena_strndup(arena, line->rest, n) : NULL;
    line->rest += n;
    return word;
}

/* What is left of the line, without spaces around it. */
static char *last_words(struct line *line, struct rat_arena *arena)
{
    line->rest += strspn(line->rest, SPACE);
    size_t n = strlen(line->rest);
    while (n && strchr(SPACE, line->rest[n - 1]))
        n--;
    return rat_arena_strndup(arena, line->rest, n);
}

/* A decimal number in [1, most]; 0 when it is none. */
static uint32_t small_number(const char *text, uint32_t most)
{
    uint32_t value = 0;
    for (; isdigit((unsigned char)*text) && value <= most; text++)
        value = value * 10 + (uint32_t)(*text - '0');
    return *text == '\0' && value <= most ? value : 0;
}

static bool is_name(const char *text)
{
    for (; *text; text++)
        if (!isalnum((unsigned char)*text) && !strchr("-_.", *text))
            return false;
    return true;
}

static bool split_host(struct rat_shard *shard, char *place)
{
    char *colon = strrchr(place, ':');
    if (!colon || colon == place)
        return false;
    *colon = '\0';
    shard->host = place;
    shard->port = (uint16_t)small_number(colon + 1, UINT16_MAX);
    return shard->port != 0;
}

static rat_status read_place(struct line *line, struct rat_shard *shard, struct rat_arena *arena,
                             struct rat_err *err)
{
    char *place = last_words(line, arena);
    if (!place)
        return rat_nomem(err);
    if (*place == '\0')
        return malformed(line, err, _("Hinter dem Gewicht fehlt der Ort"));
    if (strncmp(place, "tcp:", 4) == 0)
        return split_host(shard, place + 4)
                   ? RAT_OK
                   : malformed(line, err, _("\"tcp:\" will RECHNER:PORT, Port 1 bis 65535"));
    if (strncmp(place, "prog:", 5) == 0) {
        char *space = place + 5 + strcspn(place + 5, SPACE);
        shard->args = *space ? space + 1 + strspn(space + 1, SPACE) : space;
        *space = '\0';
        shard->program = place + 5;
        return *shard->program ? RAT_OK : malformed(line, err, _("Hinter \"prog:\" fehlt das Programm"));
    }
    const char *slash = strrchr(line->file, '/');
    shard->path = place[0] == '/' || !slash
                      ? place
                      : rat_arena_printf(arena, "%.*s/%s", (int)(slash - line->file), line->file, place);
    return shard->path ? RAT_OK : rat_nomem(err);
}

static rat_status read_line(struct line *line, struct rat_shard_map *map, struct rat_err *err)
{
    struct rat_shard *shard = &map->shards[map->count];
    *shard = (struct rat_shard){.name = next_word(line, &map->arena)};
    if (!shard->name || shard->name[0] == '#')
        return map->arena.failed ? rat_nomem(err) : RAT_OK;
    if (map->count == RAT_SHARDS_MAX)
        return malformed(line, err, _("Mehr als 1024 Teile gehen nicht"));
    if (!is_name(shard->name))
        return malformed(line, err, _("Ein Name besteht aus Buchstaben, Ziffern, \"-\", \"_\" und \".\""));
    for (uint32_t i = 0; i < map->count; i++)
        if (strcmp(map->shards[i].name, shard->name) == 0)
            return malformed(line, err, _("Der Name steht schon in einer früheren Zeile"));
    const char *weight = next_word(line, &map->arena);
    if (!weight)
        return map->arena.failed ? rat_nomem(err)
                                 : malformed(line, err, _("Hinter dem Namen fehlt das Gewicht"));
    shard->weight = small_number(weight, RAT_SHARD_WEIGHT_MAX);
    if (shard->weight == 0)
        return malformed(line, err, _("Ein Gewicht ist eine ganze Zahl von 1 bis 100"));
    rat_status st = read_place(line, shard, &map->arena, err);
    shard->seed = rat_hash64(shard->name, strlen(shard->name));
    map->count += st == RAT_OK;
    return st;
}

rat_status rat_shard_map_parse(const char *text, const char *file, struct rat_shard_map *out,
                               struct rat_err *err)
{
    struct rat_shard_map map = {.count = 0};
    struct line line = {.file = file};
    rat_status st = RAT_OK;
    rat_arena_init(&map.arena, 0);
    map.shards = rat_arena_calloc(&map.arena, RAT_SHARDS_MAX + 1, sizeof *map.shards);
    if (!map.shards)
        st = rat_nomem(err);
    while (st == RAT_OK && *text) {
        size_t n = strcspn(text, "\n");
        line.number++;
        line.rest = rat_arena_strndup(&map.arena, text, n);
        st = line.rest ? read_line(&line, &map, err) : rat_nomem(err);
        text += n + (text[n] == '\n');
    }
    if (st == RAT_OK && map.count == 0)
        st = malformed(&line, err, _("Die Datei nennt kein einziges Teil"));
    if (st == RAT_OK)
        *out = map;
    else
        rat_arena_release(&map.arena);
    return st;
}

rat_status rat_shard_map_read(const char *file, struct rat_shard_map *out, struct rat_err *err)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    rat_status st = rat_file_read(file, FILE_BYTES_MAX, &bytes, err);
    if (st == RAT_OK) {
        const char *text = rat_buf_cstr(&bytes);
        st = text ? rat_shard_map_parse(text, file, out, err) : rat_nomem(err);
    }
    rat_buf_release(&bytes);
    return st;
}

void rat_shard_map_release(struct rat_shard_map *map)
{
    rat_arena_release(&map->arena);
    *map = (struct rat_shard_map){.count = 0};
}

/* splitmix64's finisher (Steele, Lea, Flood 2014) */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

uint32_t rat_shard_map_place(const struct rat_shard_map *map, const void *id, size_t n)
{
    uint64_t key = rat_hash64(id, n), highest = 0;
    uint32_t best = 0;
    for (uint32_t i = 0; i < map->count; i++) {
        const struct rat_shard *shard = &map->shards[i];
        for (uint32_t draw = 1; draw <= shard->weight; draw++) {
            uint64_t score = mix(mix(key ^ shard->seed) + draw * 0x9e3779b97f4a7c15u);
            /* a draw between two is settled by their names, not by their lines */
            if (score > highest || (score == highest && strcmp(shard->name, map->shards[best].name) < 0)) {
                highest = score;
                best = i;
            }
        }
    }
    return best;
}
