/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every query of a file on an archive, in one mode, for several k, pruned and exhaustive:
 * soak_pruned ARCHIVE QUERIES.tsv --mode or|and|phrase|prefix|bool|query
 * soak_pruned --sample: a small random archive of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/pruned_compare.h"

#include "base/file.h"
#include "indexer/ingest.h"
#include "tests/storage/scratch.h"
#include "tests/support/prng.h"

#include <stdlib.h>

static const size_t limits[] = {1, 10, 100, 1000};

static unsigned long asked, different, pruned_of[RAT_MODE_BOOL + 1];

/* filter: a type, or NULL. */
static void ask(struct rat_snapshot *snapshot, const char *query, enum rat_mode mode, const char *type,
                bool removed)
{
    const struct rat_filter filter = {RAT_FIELD_TYPE, type};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct rat_request request = RAT_REQUEST_INIT;
        bool pruned;
        request.query = query;
        request.mode = mode;
        request.limit = limits[i];
        request.lenient = true;
        request.include_removed = removed;
        request.filters = &filter;
        request.filter_count = type ? 1 : 0;
        const char *what = pruned_compare(snapshot, request, &pruned);
        asked++;
        pruned_of[mode] += pruned;
        if (what && different++ < 20)
            printf("mode %d, k %zu, %s: %s\n", (int)mode, limits[i], query, what);
    }
}

/* A mode that is never pruned compares the exhaustive search with itself. */
static int report(const enum rat_mode *modes, size_t count)
{
    int code = different ? 1 : 0;
    printf("%lu questions, %lu answered differently; pruned:", asked, different);
    for (size_t i = 0; i < count; i++) {
        printf(" %lu", pruned_of[modes[i]]);
        code = pruned_of[modes[i]] ? code : 1;
    }
    printf("\n");
    return code;
}

static int ask_file(const char *archive, const char *path, enum rat_mode mode)
{
    struct rat_snapshot *snapshot;
    struct rat_buf file = RAT_BUF_INIT;
    struct rat_err err;
    if (rat_snapshot_open(archive, &snapshot, &err) != RAT_OK ||
        rat_file_read(path, 1u << 30, &file, &err) != RAT_OK) {
        fprintf(stderr, "soak_pruned: %s %s\n", err.where, err.msg);
        return 2;
    }
    rat_buf_byte(&file, '\0');
    char *rest = (char *)file.data;
    for (char *line; (line = strsep(&rest, "\n"));) {
        char *text = strchr(line, '\t');
        if (text)
            ask(snapshot, text + 1, mode, NULL, false);
    }
    rat_snapshot_close(snapshot);
    rat_buf_release(&file);
    return report(&mode, 1);
}

/* ---- the sample: several segments, windows and blocks; words by Zipf's law; many equal documents ---- */

#define WORDS 400u

static uint32_t word_of(struct prng *random)
{
    double u = (double)(prng_next(random) >> 11) / 9007199254740992.0;
    return (uint32_t)((double)WORDS * u * u * u);
}

/* Documents [first, first + count), some of them again or removed. */
static void import_part(const char *archive, struct scratch *dir, struct prng *random, uint32_t first,
                        uint32_t count)
{
    struct rat_buf lines = RAT_BUF_INIT;
    struct rat_err err;
    const char *path = scratch_path(dir, "part.jsonl");
    for (uint32_t i = 0; i < count; i++) {
        bool is_old = first && prng_below(random, 8) == 0;
        uint32_t number = is_old ? prng_below(random, first) : first + i;
        if (is_old && prng_below(random, 2)) {
            rat_buf_printf(&lines, "{\"id\":\"d%u\",\"deleted\":true}\n", number);
            continue;
        }
        rat_buf_printf(&lines, "{\"id\":\"d%u\",\"type\":\"%s\",\"text\":\"", number,
                       prng_below(random, 40) ? "Antrag" : "Anfrage");
        for (uint32_t n = 2 + prng_below(random, i % 16 == 0 ? 60 : 6); n > 0; n--)
            rat_buf_printf(&lines, "w%u ", word_of(random));
        if (i % 8 == 0) /* long ones of about one length code, in which one word stands often */
            for (uint32_t n = 0, often = word_of(random), times = prng_below(random, 120); n < 200; n++)
                rat_buf_printf(&lines, "w%u ", n < times ? often : WORDS + n);
        rat_buf_puts(&lines, "everywhere");
        rat_buf_puts(&lines, "\"}\n");
    }
    scratch_write(path, (const char *)lines.data, lines.size);
    struct rat_ingest_options options = {.memory_bytes = 64u << 20, .threads = 1};
    if (rat_ingest(archive, &path, 1, &options, NULL, &err) != RAT_OK) {
        fprintf(stderr, "soak_pruned: %s %s\n", err.where, err.msg);
        exit(2);
    }
    rat_buf_release(&lines);
}

static void ask_randomly(struct rat_snapshot *snapshot, struct prng *random, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        char query[256];
        size_t n = 0;
        enum rat_mode mode = RAT_MODE_OR + prng_below(random, 5);
        uint32_t words = 1 + prng_below(random, mode == RAT_MODE_PHRASE ? 3 : 5);
        for (uint32_t w = 0; w < words; w++) {
            const char *sign = mode == RAT_MODE_BOOL ? w == 0 ? "+" : w + 1 == words ? "-" : "" : "";
            if (mode == RAT_MODE_BOOL && w == 1 && w + 1 < words)
                n += (size_t)snprintf(query + n, sizeof query - n, "+(w%u w%u) ", word_of(random),
                                      word_of(random));
            bool is_everywhere = mode != RAT_MODE_PHRASE && prng_below(random, 12) == 0;
            if (is_everywhere)
                n += (size_t)snprintf(query + n, sizeof query - n, "%severywhere ", sign);
            else
                n += (size_t)snprintf(query + n, sizeof query - n, "%sw%u ", sign, word_of(random));
        }
        static const char *const types[] = {NULL, NULL, NULL, "Antrag", "Anfrage"};
        ask(snapshot, query, mode, types[prng_below(random, 5)], prng_below(random, 4) == 0);
    }
}

static int sample(void)
{
    struct rat_archive_options options = {.analyzer = "whitespace", .analyzer_version = 1};
    struct prng random = {20261125};
    struct scratch dir;
    struct rat_snapshot *snapshot;
    struct rat_err err;
    char archive[80];
    scratch_make(&dir);
    snprintf(archive, sizeof archive, "%s/archive", dir.folder);
    if (rat_archive_create(archive, &options, &err) != RAT_OK)
        return 2;
    import_part(archive, &dir, &random, 0, 21000);
    import_part(archive, &dir, &random, 21000, 2000);
    for (int optimized = 0; optimized < 2; optimized++) {
        /* once with dead and hidden documents in several segments, once in an order of its own in one */
        if ((optimized && rat_optimize(archive, NULL, &err) != RAT_OK) ||
            rat_snapshot_open(archive, &snapshot, &err) != RAT_OK) {
            fprintf(stderr, "soak_pruned: %s %s\n", err.where, err.msg);
            return 2;
        }
        ask_randomly(snapshot, &random, 300);
        rat_snapshot_close(snapshot);
    }
    scratch_remove(&dir);
    static const enum rat_mode pruned[] = {RAT_MODE_OR, RAT_MODE_AND, RAT_MODE_PHRASE, RAT_MODE_BOOL};
    return report(pruned, sizeof pruned / sizeof pruned[0]);
}

int main(int argc, char **argv)
{
    enum rat_mode mode;
    if (argc == 2 && strcmp(argv[1], "--sample") == 0)
        return sample();
    if (argc != 5 || strcmp(argv[3], "--mode") != 0 || !rat_mode_by_name(argv[4], &mode)) {
        fputs("soak_pruned ARCHIVE QUERIES.tsv --mode or|and|phrase|prefix|bool|query\n", stderr);
        return 2;
    }
    return ask_file(argv[1], argv[2], mode);
}
