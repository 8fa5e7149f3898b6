/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the C and C++ peers share: reading texts and queries, timing, printing. A peer fills in struct peer and calls
 * peer_main; it gets two verbs:
 *
 *     PEER index TEXTS.jsonl DIR [--no-positions]
 *     PEER query DIR QUERIES.tsv --mode or|and|phrase|prefix|bool [--k 10] [--count] [--repeat 5] [--hits FILE]
 *
 * Both print one line of JSON; "query" with the keys of bench_query. FILE gets qid, document id and score of every hit, and
 * with --count qid, "=" and total. One thread. Every failure ends the process with a
 * message (peer_die). Documents are numbered by their line in TEXTS from 0; their ids stand in DIR/ids.txt, beside the
 * index, so that no peer pays for storing them.
 */
#ifndef BENCHMARKS_PEERS_PEER_H
#define BENCHMARKS_PEERS_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum peer_mode { PEER_OR, PEER_AND, PEER_PHRASE, PEER_PREFIX, PEER_BOOL };

struct peer_term {
    const char *text; /* not terminated */
    size_t size;
    char sign;    /* PEER_BOOL: '+', '-' or 0 */
    bool grouped; /* PEER_BOOL: one of the alternatives in the parentheses */
};

struct peer_hit {
    uint64_t document;
    double score; /* higher is better */
};

#define PEER_TERMS_MAX 256
#define PEER_HITS_MAX 1000

struct peer_query {
    enum peer_mode mode;
    struct peer_term terms[PEER_TERMS_MAX];
    size_t count;
    size_t k; /* 1..PEER_HITS_MAX */
    bool want_total;
};

struct peer_answer {
    struct peer_hit hits[PEER_HITS_MAX]; /* best first */
    size_t count;
    uint64_t total; /* exact, when asked for */
};

struct peer {
    const char *name;
    const char *(*version)(void);
    /* a new index in the empty folder dir */
    void (*create)(const char *dir, bool positions);
    void (*add)(char *text,
                size_t size); /* the next document; terms separated by one space; may be written to */
    /* commits, makes the index as small and fast as the peer can, prints its parts as JSON members (`,"postings_bytes":1`) */
    uint64_t (*finish)(void);      /* -> bytes of the index */
    void (*open)(const char *dir); /* for reading */
    void (*search)(const struct peer_query *query, struct peer_answer *out);
};

int peer_main(int argc, char **argv, const struct peer *peer);

#if defined(__GNUC__)
__attribute__((format(printf, 1, 2), noreturn))
#endif
void peer_die(const char *format, ...);

/* "dir/name", valid until the next call */
const char *peer_path(const char *dir, const char *name);
uint64_t peer_file_size(const char *path); /* 0 when there is none */

#ifdef __cplusplus
}
#endif
#endif
