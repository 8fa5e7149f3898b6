/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times building an archive from a *.jsonl: bench_index --analyzer A FILE.jsonl ARCHIVE [--threads N] [--no-store]
 * [--order import|bisection] [--json]. Without --order documents stay as they were imported. */
#include "indexer/ingest.h"
#include "storage/archive.h"
#include "text/analyzer.h"

#include <getopt.h>
#include <sys/resource.h>

static int usage(void)
{
    fputs("bench_index --analyzer german|whitespace FILE.jsonl ARCHIVE [--threads N] [--memory MiB] "
          "[--no-store] [--order import|bisection] [--json]\n",
          stderr);
    return 2;
}

static int fail(const struct rat_err *err)
{
    fprintf(stderr, "bench_index: %s (%s) %s\n", err->msg, err->where, err->hint);
    return err->code == RAT_EUSAGE ? 2 : err->code == RAT_ENOTFOUND ? 7 : 6;
}

static rat_status build(const char *analyzer, const char *jsonl, const char *archive, bool store,
                        const struct rat_ingest_options *options, struct rat_ingest_report *report,
                        struct rat_err *err)
{
    if (!store)
        return rat_ingest_index_only(archive, analyzer, jsonl, options, report, err);
    struct rat_archive_options create = {.analyzer = analyzer,
                                         .analyzer_version = rat_analyzer_version_of(analyzer)};
    rat_status st = rat_archive_create(archive, &create, err);
    if (st == RAT_OK)
        st = rat_ingest(archive, &jsonl, 1, options, report, err);
    return st == RAT_OK ? rat_optimize(archive, options, err) : st;
}

static double cpu_seconds(const struct rusage *use)
{
    return (double)(use->ru_utime.tv_sec + use->ru_stime.tv_sec) +
           (double)(use->ru_utime.tv_usec + use->ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"analyzer", required_argument, NULL, 'a'},
                                            {"threads", required_argument, NULL, 't'},
                                            {"memory", required_argument, NULL, 'm'},
                                            {"no-store", no_argument, NULL, 'n'},
                                            {"order", required_argument, NULL, 'o'},
                                            {"json", no_argument, NULL, 'j'},
                                            {NULL, 0, NULL, 0}};
    const char *analyzer = NULL;
    struct rat_ingest_options ingest = {.order = RAT_ORDER_IMPORT};
    struct rat_ingest_report report;
    struct rat_err err = RAT_ERR_INIT;
    bool store = true, json = false;
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (c) {
        case 'a': analyzer = optarg; break;
        case 't': ingest.threads = (unsigned)strtoul(optarg, NULL, 10); break;
        case 'm': ingest.memory_bytes = strtoull(optarg, NULL, 10) << 20; break;
        case 'n': store = false; break;
        case 'o':
            if (strcmp(optarg, "bisection") == 0)
                ingest.order = RAT_ORDER_BISECTION;
            else if (strcmp(optarg, "import") != 0)
                return usage();
            break;
        case 'j': json = true; break;
        default: return usage();
        }
    }
    if (!analyzer || argc - optind != 2)
        return usage();
    if (build(analyzer, argv[optind], argv[optind + 1], store, &ingest, &report, &err) != RAT_OK)
        return fail(&err);

    struct rusage use;
    struct rat_snapshot *snapshot;
    struct rat_archive_stats stats;
    getrusage(RUSAGE_SELF, &use);
    if (rat_snapshot_open(argv[optind + 1], &snapshot, &err) != RAT_OK ||
        rat_snapshot_stats(snapshot, &stats, &err) != RAT_OK)
        return fail(&err);
    /* as the contract has it: postings + positions + dictionary + lengths */
    uint64_t index_bytes =
        stats.postings_bytes + stats.positions_bytes + stats.dictionary_bytes + stats.lengths_bytes;
    const char *line =
        json ? "{\"documents\":%llu,\"text_bytes\":%llu,\"wall_s\":%.3f,\"cpu_s\":%.3f,\"peak_rss_bytes\":%"
               "llu,"
               "\"index_bytes\":%llu,\"postings_bytes\":%llu,\"positions_bytes\":%llu,"
               "\"dictionary_bytes\":%llu,\"stored_bytes\":%llu}\n"
             : "documents %llu  text %llu B  wall %.3f s  cpu %.3f s  peak %llu B\nindex %llu B  "
               "postings %llu B  positions %llu B  dictionary %llu B  stored %llu B\n";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    printf(line, (unsigned long long)stats.documents, (unsigned long long)report.seen_bytes, report.wall_s,
           cpu_seconds(&use), (unsigned long long)use.ru_maxrss * 1024, (unsigned long long)index_bytes,
           (unsigned long long)stats.postings_bytes, (unsigned long long)stats.positions_bytes,
           (unsigned long long)stats.dictionary_bytes,
           (unsigned long long)stats.catalogue.content_bytes_stored);
#pragma GCC diagnostic pop
    rat_snapshot_close(snapshot);
    return 0;
}
