/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Times queries in one process and one thread on an opened archive: one warm-up pass, then --repeat passes, the best pass per
 * query. bench_query ARCHIVE QUERIES.tsv --mode M [--k 10] [--count] [--snippets] [--repeat 5] [--json] [--hits FILE]
 * FILE gets qid, document id and score of every hit, and with --count qid, "=" and total, as from the peers (peers/).
 */
#include "base/file.h"
#include "benchmarks/timings.h"
#include "query/search.h"

#include <getopt.h>
#include <malloc.h>

struct bench {
    struct rat_snapshot *snapshot;
    struct rat_request request;
    char **queries, **ids;
    double *best_us;
    size_t count;
    uint64_t hits;
    bool snippets; /* of every hit, inside the timing */
};

static int usage(void)
{
    fputs("bench_query ARCHIVE QUERIES.tsv --mode query|or|and|phrase|prefix|bool [--k 10] [--count] "
          "[--snippets] [--repeat 5] [--json] [--hits FILE]\n",
          stderr);
    return 2;
}

static int fail(const struct rat_err *err)
{
    fprintf(stderr, "bench_query: %s (%s) %s\n", err->msg, err->where, err->hint);
    return err->code == RAT_EUSAGE || err->code == RAT_ELIMIT ? 2
           : err->code == RAT_ENOTFOUND                       ? 7
           : err->code == RAT_EDAMAGED                        ? 3
                                                              : 6;
}

/* "qid<TAB>text" lines; the text is used in place. */
static rat_status read_queries(const char *path, struct rat_buf *file, struct bench *b, struct rat_err *err)
{
    rat_status st = rat_file_read(path, 1u << 30, file, err);
    if (st != RAT_OK)
        return st;
    rat_buf_byte(file, '\0');
    size_t lines = 1;
    for (size_t i = 0; i < file->size; i++)
        lines += file->data[i] == '\n';
    b->queries = calloc(lines, sizeof *b->queries);
    b->ids = calloc(lines, sizeof *b->ids);
    b->best_us = calloc(lines, sizeof *b->best_us);
    if (file->failed || !b->queries || !b->ids || !b->best_us)
        return rat_nomem(err);
    char *rest = (char *)file->data;
    for (char *line; (line = strsep(&rest, "\n"));) {
        char *text = strchr(line, '\t');
        if (!text)
            continue;
        *text = '\0';
        b->ids[b->count] = line;
        b->queries[b->count++] = text + 1;
    }
    return b->count ? RAT_OK : rat_fail(err, RAT_EUSAGE, "no queries in %s", path);
}

static rat_status make_snippets(struct rat_search *search, struct rat_err *err)
{
    static const struct rat_snippet_options options = {0};
    struct rat_arena arena;
    const char *html;
    rat_status st = RAT_OK;
    rat_arena_init(&arena, 0);
    for (size_t i = 0; i < rat_search_result(search)->hit_count && st == RAT_OK; i++)
        st = rat_search_snippet(search, i, &options, &arena, &html, err);
    rat_arena_release(&arena);
    return st;
}

static rat_status pass(struct bench *b, bool first, struct rat_err *err)
{
    b->hits = 0;
    for (size_t i = 0; i < b->count; i++) {
        struct rat_search *search;
        b->request.query = b->queries[i];
        double start = thread_us();
        rat_status st = rat_search_run(b->snapshot, &b->request, &search, err);
        if (st == RAT_OK && b->snippets)
            st = make_snippets(search, err);
        if (st != RAT_OK)
            return st;
        b->hits +=
            b->request.want_total ? rat_search_result(search)->total : rat_search_result(search)->hit_count;
        rat_search_free(search);
        double took = thread_us() - start;
        if (first || took < b->best_us[i])
            b->best_us[i] = took;
    }
    return RAT_OK;
}

static rat_status write_hits(struct bench *b, const char *path, struct rat_err *err)
{
    FILE *out = fopen(path, "w");
    if (!out)
        return rat_fail(err, RAT_EIO, "cannot create %s", path);
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < b->count; i++) {
        struct rat_search *search;
        b->request.query = b->queries[i];
        st = rat_search_run(b->snapshot, &b->request, &search, err);
        if (st != RAT_OK)
            break;
        const struct rat_result *result = rat_search_result(search);
        for (size_t h = 0; h < result->hit_count; h++)
            fprintf(out, "%s\t%s\t%.9g\n", b->ids[i], result->hits[h].id, result->hits[h].score);
        if (b->request.want_total)
            fprintf(out, "%s\t=\t%llu\n", b->ids[i], (unsigned long long)result->total);
        rat_search_free(search);
    }
    if (fclose(out) != 0 && st == RAT_OK)
        st = rat_fail(err, RAT_EIO, "cannot write %s", path);
    return st;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"mode", required_argument, NULL, 'm'},   {"k", required_argument, NULL, 'k'},
        {"count", no_argument, NULL, 'c'},        {"snippets", no_argument, NULL, 's'},
        {"repeat", required_argument, NULL, 'r'}, {"json", no_argument, NULL, 'j'},
        {"hits", required_argument, NULL, 'h'},   {NULL, 0, NULL, 0}};
    struct bench b = {.request = RAT_REQUEST_INIT};
    struct rat_buf file = RAT_BUF_INIT;
    struct rat_err err = RAT_ERR_INIT;
    const char *hits = NULL;
    unsigned long repeat = 5;
    bool json = false, has_mode = false;
    b.request.want_total = false;
    b.request.lenient = true;
    mallopt(M_MMAP_THRESHOLD, 16 << 20);
    mallopt(M_TRIM_THRESHOLD, 16 << 20); /* as `topics` does */
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (c) {
        case 'm': has_mode = rat_mode_by_name(optarg, &b.request.mode); break;
        case 'k': b.request.limit = strtoul(optarg, NULL, 10); break;
        case 'c': b.request.want_total = true; break;
        case 's': b.snippets = true; break;
        case 'r': repeat = strtoul(optarg, NULL, 10); break;
        case 'j': json = true; break;
        case 'h': hits = optarg; break;
        default: return usage();
        }
    }
    if (!has_mode || argc - optind != 2 || repeat == 0)
        return usage();
    rat_status st = rat_snapshot_open(argv[optind], &b.snapshot, &err);
    if (st == RAT_OK)
        st = read_queries(argv[optind + 1], &file, &b, &err);
    if (st == RAT_OK)
        st = pass(&b, true, &err);
    for (unsigned long i = 0; st == RAT_OK && i < repeat; i++)
        st = pass(&b, i == 0, &err);
    if (st == RAT_OK && hits)
        st = write_hits(&b, hits, &err);
    if (st != RAT_OK)
        return fail(&err);
    print_times(b.best_us, b.count, b.hits, json);
    rat_snapshot_close(b.snapshot);
    free(b.queries);
    free(b.ids);
    free(b.best_us);
    rat_buf_release(&file);
    return 0;
}
