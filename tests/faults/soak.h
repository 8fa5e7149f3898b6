/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the campaigns of tests/soak share: arguments, a scratch folder, two versions of a source whose every document
 * carries the mark of its version, the state of an archive as the catalogue tells it, and answers to fixed queries.
 *
 *     soak_xxx [--sample] [--kills|--flips|--seconds N] [--seed S] [--from K]
 *
 * Everything ends the program with exit code 1 when the system refuses; nothing here starts a thread, so children may be
 * forked at any time as long as no archive is open.
 */
#ifndef TESTS_FAULTS_SOAK_H
#define TESTS_FAULTS_SOAK_H

#include "base/file.h"
#include "indexer/ingest.h"
#include "query/search.h"
#include "tests/support/prng.h"
#include "text/analyzer.h"

#include <ftw.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SOAK __attribute__((unused)) static

/* ---- arguments, ends ---- */

struct soak_options {
    uint64_t count, seed, from;
    bool sample;
};

SOAK __attribute__((noreturn, format(printf, 1, 2))) void soak_die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("FAILED: ", stdout);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
    fflush(stdout);
    _exit(1);
}

SOAK void soak_must(rat_status st, const struct rat_err *err, const char *what)
{
    if (st != RAT_OK)
        soak_die("%s: %s: %s [%s]", what, rat_status_name(st), err->msg, err->where);
}

/* counter: the name of the option that says how much, "--kills". */
SOAK struct soak_options soak_arguments(int argc, char **argv, const char *counter, uint64_t sample,
                                        uint64_t full)
{
    struct soak_options o = {full, 1, 0, false};
    bool counted = false;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int i = 1; i < argc; i++) {
        uint64_t *number = i + 1 == argc                    ? NULL
                           : strcmp(argv[i], counter) == 0  ? &o.count
                           : strcmp(argv[i], "--seed") == 0 ? &o.seed
                           : strcmp(argv[i], "--from") == 0 ? &o.from
                                                            : NULL;
        if (strcmp(argv[i], "--sample") == 0) {
            o.sample = true;
        } else if (number) {
            counted |= number == &o.count;
            *number = strtoull(argv[++i], NULL, 10);
        } else {
            fprintf(stderr, "usage: %s [--sample] [%s N] [--seed S] [--from K]\n", argv[0], counter);
            exit(2);
        }
    }
    if (o.sample && !counted)
        o.count = sample;
    return o;
}

/* ---- folders ---- */

SOAK int soak_remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info, (void)type, (void)walk;
    return remove(path);
}

SOAK void soak_remove(const char *path)
{
    if (access(path, F_OK) == 0 && nftw(path, soak_remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
        soak_die("cannot remove %s", path);
}

static char soak_folder[256];

SOAK void soak_begin(void)
{
    const char *base = getenv("TMPDIR");
    snprintf(soak_folder, sizeof soak_folder, "%s/rat-soak-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(soak_folder))
        soak_die("no scratch folder");
}

/* The folder stays when soak_die ended the program: what is in it is the evidence. */
SOAK int soak_end(void)
{
    soak_remove(soak_folder);
    return 0;
}

/* A path inside the scratch folder. Eight can be held at a time. */
SOAK const char *soak_path(const char *name)
{
    static char paths[8][512];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", soak_folder, name);
    return path;
}

SOAK void soak_read(const char *path, struct rat_buf *out)
{
    struct rat_err err = RAT_ERR_INIT;
    rat_buf_clear(out);
    soak_must(rat_file_read(path, (size_t)1 << 30, out, &err), &err, "read");
}

SOAK void soak_write(const char *path, const void *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, n, file) != n || fclose(file) != 0)
        soak_die("cannot write %s", path);
}

SOAK void soak_mkdir(const char *path)
{
    struct rat_err err = RAT_ERR_INIT;
    soak_must(rat_folder_make(path, &err), &err, "mkdir");
}

SOAK void soak_copy_tree(const char *from, const char *to)
{
    char **names;
    size_t count;
    struct rat_err err = RAT_ERR_INIT;
    struct rat_buf a = RAT_BUF_INIT, b = RAT_BUF_INIT, bytes = RAT_BUF_INIT;
    soak_mkdir(to);
    soak_must(rat_folder_list(from, &names, &count, &err), &err, "list");
    for (size_t i = 0; i < count; i++) {
        struct stat info;
        rat_path_join(&a, from, names[i]);
        rat_path_join(&b, to, names[i]);
        const char *source = rat_buf_cstr(&a), *target = rat_buf_cstr(&b);
        if (stat(source, &info) == 0 && S_ISDIR(info.st_mode)) {
            soak_copy_tree(source, target);
        } else {
            soak_read(source, &bytes);
            soak_write(target, bytes.data, bytes.size);
        }
    }
    rat_folder_list_free(names, count);
    rat_buf_release(&a), rat_buf_release(&b), rat_buf_release(&bytes);
}

/* ---- sources ---- */

/* The word that marks version v. It has no vowel, so that no stemmer changes it, and occurs nowhere else. */
SOAK const char *soak_mark(unsigned v)
{
    static const char letters[] = "bcdfghjklmpv";
    static char marks[8][16];
    static unsigned next;
    char *mark = marks[next++ % 8];
    snprintf(mark, sizeof marks[0], "qx%c%c%cz", letters[v / 144 % 12], letters[v / 12 % 12],
             letters[v % 12]);
    return mark;
}

#define SOAK_MARK_LINE "\n\nKennung "

SOAK void soak_generate(const char *layout, unsigned papers, unsigned seed, const char *target)
{
    char count[16], start[16], program[600];
    const char *build = getenv("RAT_BINARY_DIR");
    if (build) {
        snprintf(program, sizeof program, "%s/corpus/ratscorpus", build);
    } else { /* this program lies in BUILD/tests/ */
        ssize_t n = readlink("/proc/self/exe", program, sizeof program - 64);
        program[n > 0 ? n : 0] = '\0';
        for (int up = 0; up < 2 && strrchr(program, '/'); up++)
            *strrchr(program, '/') = '\0';
        size_t used = strlen(program);
        snprintf(program + used, sizeof program - used, "/corpus/ratscorpus");
    }
    snprintf(count, sizeof count, "%u", papers);
    snprintf(start, sizeof start, "%u", seed);
    pid_t child = fork();
    if (child == 0) {
        execl(program, program, "--papers", count, "--seed", start, "--layout", layout, target, (char *)NULL);
        _exit(127);
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        soak_die("%s does not work", program);
}

/* Copies lines; keep(i) gives the version of line i, or -1 to leave it out. */
SOAK void soak_stamp_jsonl(const char *from, const char *to, int (*version)(size_t i))
{
    struct rat_buf in = RAT_BUF_INIT, out = RAT_BUF_INIT, text = RAT_BUF_INIT;
    soak_read(from, &in);
    const char *at = (const char *)in.data, *end = at + in.size;
    for (size_t i = 0; at < end; i++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        json_t *line = json_loadb(at, (size_t)((stop ? stop : end) - at), 0, NULL);
        int v = version(i);
        at = stop ? stop + 1 : end;
        if (v >= 0 && line) {
            rat_buf_clear(&text);
            rat_buf_printf(&text, "%s" SOAK_MARK_LINE "%s\n",
                           json_string_value(json_object_get(line, "text")), soak_mark((unsigned)v));
            json_object_set_new(line, "text", json_string(rat_buf_cstr(&text)));
            char *dumped = json_dumps(line, JSON_COMPACT);
            rat_buf_printf(&out, "%s\n", dumped ? dumped : "");
            free(dumped);
        }
        json_decref(line);
    }
    soak_write(to, out.data, out.size);
    rat_buf_release(&in), rat_buf_release(&out), rat_buf_release(&text);
}

/* Marks the texts of an OParl dump in place, or removes them with their metadata. */
SOAK void soak_stamp_dump(const char *folder, int (*version)(size_t i))
{
    char **names;
    size_t count;
    struct rat_err err = RAT_ERR_INIT;
    struct rat_buf files = RAT_BUF_INIT, path = RAT_BUF_INIT, text = RAT_BUF_INIT;
    rat_path_join(&files, folder, "file-contents");
    soak_must(rat_folder_list(rat_buf_cstr(&files), &names, &count, &err), &err, "list");
    for (size_t i = 0, n = 0; i < count; i++) {
        const char *dot = strrchr(names[i], '.');
        if (!dot || strcmp(dot, ".txt") != 0)
            continue;
        rat_path_join(&path, rat_buf_cstr(&files), names[i]);
        int v = version(n++);
        if (v >= 0) {
            soak_read(rat_buf_cstr(&path), &text);
            rat_buf_printf(&text, SOAK_MARK_LINE "%s\n", soak_mark((unsigned)v));
            soak_write(rat_buf_cstr(&path), text.data, text.size);
            continue;
        }
        unlink(rat_buf_cstr(&path));
        path.size -= 3;
        rat_buf_puts(&path, "json");
        unlink(rat_buf_cstr(&path));
    }
    rat_folder_list_free(names, count);
    rat_buf_release(&files), rat_buf_release(&path), rat_buf_release(&text);
}

/* ---- the state of an archive ---- */

struct soak_document {
    char *id;
    uint32_t docnum;
    bool removed;
    uint8_t sha[RAT_SHA256_BYTES]; /* of the text */
};

struct soak_state {
    struct soak_document *documents; /* by docnum */
    size_t count;
    uint64_t generation;
    uint64_t words; /* which word model: how compounds are split, and so what is found, follows from it */
    struct rat_archive_stats stats;
};

SOAK void soak_state_release(struct soak_state *state)
{
    for (size_t i = 0; i < state->count; i++)
        free(state->documents[i].id);
    free(state->documents);
    memset(state, 0, sizeof *state);
}

SOAK void soak_state_read(struct rat_snapshot *snapshot, struct soak_state *out)
{
    struct rat_document_walk walk = {0};
    struct rat_document document;
    struct rat_arena arena;
    struct rat_err err = RAT_ERR_INIT;
    rat_status st;
    memset(out, 0, sizeof *out);
    rat_arena_init(&arena, 0);
    soak_must(rat_snapshot_stats(snapshot, &out->stats, &err), &err, "stats");
    out->generation = snapshot->generation;
    out->words = snapshot->manifest.model_file.hash;
    while ((st = rat_catalogue_walk_documents(snapshot->catalogue, 0, walk.docnum, &walk, &err)) == RAT_OK) {
        out->documents = realloc(out->documents, (out->count + 1) * sizeof *out->documents);
        struct soak_document *d = &out->documents[out->count++];
        rat_arena_clear(&arena);
        soak_must(rat_catalogue_document(snapshot->catalogue, walk.docnum, &arena, &document, &err), &err,
                  "document");
        *d = (struct soak_document){strdup(document.id), walk.docnum, walk.removed, {0}};
        memcpy(d->sha, walk.text_sha, RAT_SHA256_BYTES);
    }
    if (st != RAT_END)
        soak_must(st, &err, "walk");
    rat_arena_release(&arena);
}

SOAK const struct soak_document *soak_state_find(const struct soak_state *state, const char *id)
{
    for (size_t i = 0; i < state->count; i++)
        if (strcmp(state->documents[i].id, id) == 0)
            return &state->documents[i];
    return NULL;
}

SOAK bool soak_same_document(const struct soak_document *a, const struct soak_document *b)
{
    if (!a || !b)
        return a == b;
    return a->docnum == b->docnum && a->removed == b->removed &&
           memcmp(a->sha, b->sha, RAT_SHA256_BYTES) == 0;
}

/* ---- answers ---- */

#define SOAK_QUERIES 20
SOAK const char *const soak_queries[SOAK_QUERIES] = {
    "Kreistag",
    "Haushalt",
    "Ausschuss Beschluss",
    "Schule UND Kosten",
    "\"der Kreistag\"",
    "\"Beschlussvorschlag\" ODER Antrag",
    "Kreis* NICHT Haushalt",
    "Straß*",
    "datum:2005-01-01..2015-12-31",
    "Ausschuss datum:2010-01-01..",
    "gremium:Kreistag",
    "typ:Antrag",
    "(Radweg ODER Straße) UND Kosten",
    "Jugendhilfeausschuss",
    "finanzielle Auswirkungen",
    "\"finanzielle Auswirkungen\"",
    "Abfall* Gebühr*",
    "Verwaltung NICHT Antrag",
    "Umwelt Naturschutz Landschaft",
    "Sitzung Protokoll Niederschrift",
};

struct soak_answer {
    rat_status status;
    uint64_t total, set, ranked; /* set: the ids in any order; ranked: in order, with scores */
};

SOAK uint64_t soak_hash(uint64_t h, const void *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3u;
    return h;
}
#define SOAK_HASH 0xcbf29ce484222325u

SOAK rat_status soak_ask(struct rat_snapshot *snapshot, const char *query, bool removed,
                         struct soak_answer *out, struct rat_err *err)
{
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search;
    request.query = query;
    request.limit = 100000;
    request.include_removed = removed;
    memset(out, 0, sizeof *out);
    out->status = rat_search_run(snapshot, &request, &search, err);
    if (out->status != RAT_OK)
        return out->status;
    const struct rat_result *result = rat_search_result(search);
    out->total = result->total;
    out->ranked = SOAK_HASH;
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct rat_hit *hit = &result->hits[i];
        int64_t score = llround(hit->score * 1e6);
        out->set += soak_hash(SOAK_HASH, hit->id, strlen(hit->id));
        out->ranked = soak_hash(out->ranked, hit->id, strlen(hit->id));
        out->ranked = soak_hash(out->ranked, &score, sizeof score);
    }
    rat_search_free(search);
    return RAT_OK;
}

SOAK void soak_ask_all(struct rat_snapshot *snapshot, struct soak_answer answers[SOAK_QUERIES])
{
    struct rat_err err = RAT_ERR_INIT;
    for (size_t q = 0; q < SOAK_QUERIES; q++)
        soak_must(soak_ask(snapshot, soak_queries[q], false, &answers[q], &err), &err, soak_queries[q]);
}

SOAK struct rat_archive_options soak_archive_options(void)
{
    struct rat_archive_options options = {.analyzer = "german"};
    struct rat_analyzer *analyzer;
    struct rat_err err = RAT_ERR_INIT;
    soak_must(rat_analyzer_new("german", &analyzer, &err), &err, "analyzer");
    options.analyzer_version = rat_analyzer_version(analyzer);
    rat_analyzer_free(analyzer);
    return options;
}

SOAK void soak_damage_print(void *ctx, const char *file, const char *what)
{
    (void)ctx;
    printf("  damaged: %s: %s\n", file, what);
}

#endif
