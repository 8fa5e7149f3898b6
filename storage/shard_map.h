/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which part of an archive lies where: the file that `shard` and `search --shards` read, and the shard of each paper.
 *
 *     # name  weight  place
 *     a       1       /srv/shards/a                a folder, relative ones from where the file lies
 *     b       2       tcp:10.0.0.2:33333           xapian-tcpsrv
 *     c       1       prog:ssh c xapian-progsrv /srv/shards/c
 *
 * A paper lies on the shard with the highest hash of (paper, name): rendezvous hashing, Thaler and Ravishankar 1998. A new shard takes
 * its share evenly from all others and nothing moves between those; one that goes gives its papers to all. Names decide, places and
 * the order of lines do not, so the same names may stand with other places in another file. Weights are repeated draws in whole
 * numbers, so that every machine decides alike.
 */
#ifndef STORAGE_SHARD_MAP_H
#define STORAGE_SHARD_MAP_H

#include "base/arena.h"
#include "base/status.h"

#define RAT_SHARDS_MAX 1024u
#define RAT_SHARD_WEIGHT_MAX 100u

struct rat_shard {
    const char *name; /* letters, digits, "-", "_", "."; unique */
    uint32_t weight;  /* 1..RAT_SHARD_WEIGHT_MAX */
    const char *path; /* one of path, host, program; the others are NULL */
    const char *host;
    uint16_t port;
    const char *program, *args; /* args: "" when there are none */
    uint64_t seed;              /* hash of the name */
};

struct rat_shard_map {
    struct rat_shard *shards;
    uint32_t count; /* 1..RAT_SHARDS_MAX */
    struct rat_arena arena;
};

/* RAT_EUSAGE with file and line when it is malformed, RAT_EIO, RAT_ENOTFOUND. */
RAT_MUST_CHECK rat_status rat_shard_map_read(const char *file, struct rat_shard_map *out,
                                             struct rat_err *err);
/* The same from text; file: for messages and for relative paths. */
RAT_MUST_CHECK rat_status rat_shard_map_parse(const char *text, const char *file, struct rat_shard_map *out,
                                              struct rat_err *err);
void rat_shard_map_release(struct rat_shard_map *map);

/* Index of the shard of a paper (its stable id; a document's own id when it has no paper). */
uint32_t rat_shard_map_place(const struct rat_shard_map *map, const void *id, size_t n);

#endif
