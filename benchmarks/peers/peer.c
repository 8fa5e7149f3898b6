/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "benchmarks/peers/peer.h"

#include "benchmarks/timings.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

void peer_die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(6);
}

const char *peer_path(const char *dir, const char *name)
{
    static char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, name) >= sizeof path)
        peer_die("the path of %s is too long", name);
    return path;
}

uint64_t peer_file_size(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 ? (uint64_t)about.st_size : 0;
}

static FILE *open_or_die(const char *path, const char *how)
{
    FILE *file = fopen(path, how);
    if (!file)
        peer_die("cannot open %s", path);
    return file;
}

/* ---- index ---- */

/* The value that stands behind key, unescaped in place; *rest is set behind its quote. */
static char *string_value(char *line, const char *key, size_t *size, char **rest)
{
    char *value = strstr(line, key);
    if (!value)
        peer_die("no %s in: %.80s", key, line);
    value += strlen(key);
    char *to = value, *from = value;
    for (; *from != '"'; from++) {
        if (*from == '\\' && strchr("\"\\/", *++from) == NULL)
            peer_die("pre-analysed text has no such escape: \\%c", *from);
        if (*from == '\0')
            peer_die("a line ends inside a string");
        *to++ = *from;
    }
    *rest = from + 1;
    *to = '\0';
    *size = (size_t)(to - value);
    return value;
}

static int run_index(const struct peer *peer, const char *texts, const char *dir, bool positions)
{
    FILE *in = open_or_die(texts, "r"), *ids = open_or_die(peer_path(dir, "ids.txt"), "w");
    char *line = NULL;
    size_t room = 0, documents = 0;
    peer->create(dir, positions);
    for (; getline(&line, &room, in) > 0; documents++) {
        char *rest;
        size_t size;
        fprintf(ids, "%s\n", string_value(line, "\"id\":\"", &size, &rest));
        char *text = string_value(rest, "\"text\":\"", &size, &rest);
        peer->add(text, size);
    }
    if (ferror(in) || fclose(ids) != 0)
        peer_die("cannot read %s or write the ids", texts);
    fclose(in);
    free(line);
    printf("{\"documents\":%zu,\"version\":\"%s\"", documents, peer->version());
    uint64_t bytes = peer->finish();
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf(",\"index_bytes\":%llu,\"cpu_s\":%.3f,\"peak_rss_mib\":%.1f}\n", (unsigned long long)bytes,
           (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
               (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6,
           (double)use.ru_maxrss / 1024);
    return 0;
}

/* ---- query ---- */

struct bench {
    const struct peer *peer;
    struct peer_query query; /* of the moment */
    struct peer_answer answer;
    char **ids, **texts; /* of the queries */
    double *best_us;
    size_t count;
    uint64_t hits;
};

static char **read_lines(const char *path, size_t *count)
{
    FILE *in = open_or_die(path, "r");
    char **lines = NULL;
    *count = 0;
    for (size_t room = 0;; (*count)++) {
        if (*count == room) {
            room = room ? room * 2 : 1024;
            lines = realloc(lines, room * sizeof *lines);
            if (!lines)
                peer_die("out of memory");
        }
        char *line = NULL;
        size_t size = 0;
        if (getline(&line, &size, in) <= 0) {
            free(line);
            break;
        }
        line[strcspn(line, "\n")] = '\0';
        lines[*count] = line;
    }
    fclose(in);
    return lines;
}

static void read_queries(struct bench *b, const char *path)
{
    b->ids = read_lines(path, &b->count);
    b->texts = calloc(b->count + 1, sizeof *b->texts);
    b->best_us = calloc(b->count + 1, sizeof *b->best_us);
    if (!b->texts || !b->best_us || b->count == 0)
        peer_die("no queries in %s", path);
    for (size_t i = 0; i < b->count; i++) {
        char *tab = strchr(b->ids[i], '\t');
        if (!tab)
            peer_die("no tab in query %s", b->ids[i]);
        *tab = '\0';
        b->texts[i] = tab + 1;
    }
}

static void parse(struct peer_query *query, const char *text)
{
    bool grouped = false;
    query->count = 0;
    for (size_t n; text += strspn(text, " "), (n = strcspn(text, " ")) > 0; text += n) {
        struct peer_term term = {text, n, 0, false};
        if (query->mode == PEER_BOOL && (*text == '+' || *text == '-')) {
            term.sign = *text;
            term.text++, term.size--;
        }
        if (query->mode == PEER_BOOL && *term.text == '(') {
            grouped = true;
            term.text++, term.size--;
        }
        bool closes = grouped && term.size && term.text[term.size - 1] == ')';
        term.size -= closes;
        term.grouped = grouped;
        grouped = grouped && !closes;
        if (query->count == PEER_TERMS_MAX)
            peer_die("a query has more than %d terms", PEER_TERMS_MAX);
        query->terms[query->count++] = term;
    }
}

static void ask(struct bench *b, size_t i)
{
    parse(&b->query, b->texts[i]);
    b->peer->search(&b->query, &b->answer);
}

static void pass(struct bench *b, bool first)
{
    b->hits = 0;
    for (size_t i = 0; i < b->count; i++) {
        double start = thread_us();
        ask(b, i);
        double took = thread_us() - start;
        if (first || took < b->best_us[i])
            b->best_us[i] = took;
        b->hits += b->query.want_total ? b->answer.total : b->answer.count;
    }
}

static void write_hits(struct bench *b, const char *dir, const char *path)
{
    FILE *out = open_or_die(path, "w");
    size_t documents;
    char **ids = read_lines(peer_path(dir, "ids.txt"), &documents);
    for (size_t i = 0; i < b->count; i++) {
        ask(b, i);
        for (size_t h = 0; h < b->answer.count; h++)
            fprintf(out, "%s\t%s\t%.9g\n", b->ids[i], ids[b->answer.hits[h].document],
                    b->answer.hits[h].score);
        if (b->query.want_total)
            fprintf(out, "%s\t=\t%llu\n", b->ids[i], (unsigned long long)b->answer.total);
    }
    if (fclose(out) != 0)
        peer_die("cannot write %s", path);
}

/* ---- the command line ---- */

static int usage(const struct peer *peer)
{
    fprintf(stderr,
            "%s index TEXTS.jsonl DIR [--no-positions]\n"
            "%s query DIR QUERIES.tsv --mode or|and|phrase|prefix|bool [--k 10] [--count] [--repeat 5] "
            "[--hits FILE]\n",
            peer->name, peer->name);
    return 2;
}

static bool mode_by_name(const char *name, enum peer_mode *out)
{
    static const char *const names[] = {"or", "and", "phrase", "prefix", "bool"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum peer_mode)i;
            return true;
        }
    }
    return false;
}

int peer_main(int argc, char **argv, const struct peer *peer)
{
    static const struct option options[] = {{"mode", required_argument, NULL, 'm'},
                                            {"k", required_argument, NULL, 'k'},
                                            {"count", no_argument, NULL, 'c'},
                                            {"repeat", required_argument, NULL, 'r'},
                                            {"hits", required_argument, NULL, 'h'},
                                            {"no-positions", no_argument, NULL, 'n'},
                                            {NULL, 0, NULL, 0}};
    static struct bench b;
    const char *hits = NULL;
    unsigned long repeat = 5;
    bool has_mode = false, positions = true;
    b.peer = peer;
    b.query.k = 10;
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (c) {
        case 'm': has_mode = mode_by_name(optarg, &b.query.mode); break;
        case 'k': b.query.k = strtoul(optarg, NULL, 10); break;
        case 'c': b.query.want_total = true; break;
        case 'r': repeat = strtoul(optarg, NULL, 10); break;
        case 'h': hits = optarg; break;
        case 'n': positions = false; break;
        default: return usage(peer);
        }
    }
    if (argc - optind != 3)
        return usage(peer);
    if (strcmp(argv[optind], "index") == 0)
        return run_index(peer, argv[optind + 1], argv[optind + 2], positions);
    if (strcmp(argv[optind], "query") != 0 || !has_mode || repeat == 0 || b.query.k == 0 ||
        b.query.k > PEER_HITS_MAX)
        return usage(peer);
    read_queries(&b, argv[optind + 2]);
    peer->open(argv[optind + 1]);
    pass(&b, true);
    for (unsigned long i = 0; i < repeat; i++)
        pass(&b, i == 0);
    print_times(b.best_us, b.count, b.hits, true);
    if (hits)
        write_hits(&b, argv[optind + 1], hits);
    return 0;
}
