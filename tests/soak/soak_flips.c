/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flipped bits, overwritten bytes, cut and swapped files of a small archive: check reports each of them, and searching,
 * snippets and showing give the answer of the whole archive or an error, never another answer, a crash or an endless loop.
 * A change of catalogue.db may go unreported only when SQLite's own check is content and every row of every table reads as
 * before: then it hit free space.
 *
 *     soak_flips [--sample] [--flips N] [--seed S] [--from K]
 */
#include "tests/faults/soak.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>

#define QUERIES 15u
#define PROBES_MAX 400u
#define SECONDS 20u
#define FILES_MAX 64u

struct probe {
    rat_status status;
    uint64_t hash;
};

struct shared {
    struct probe probes[PROBES_MAX];
    uint32_t done; /* probes that came to an end */
    uint64_t findings;
    rat_status checked;
};
static struct shared *shared;
static struct probe wanted[PROBES_MAX];
static uint32_t probe_count;
static char archive[512];

/* ---- what a person may ask ---- */

static uint64_t hash_text(uint64_t h, const char *text)
{
    return text ? soak_hash(h, text, strlen(text) + 1) : soak_hash(h, "\xff", 1);
}

/* The same words once more so that the engine prunes. */
static rat_status probe_pruned(struct rat_snapshot *snapshot, const char *query, uint64_t *hash,
                               struct rat_err *err)
{
    static const enum rat_mode modes[] = {RAT_MODE_OR, RAT_MODE_AND, RAT_MODE_PHRASE};
    for (size_t m = 0; m < sizeof modes / sizeof modes[0]; m++) {
        struct rat_request request = RAT_REQUEST_INIT;
        struct rat_search *search;
        request.query = query;
        request.mode = modes[m];
        request.want_total = false;
        rat_status st = rat_search_run(snapshot, &request, &search, err);
        if (st != RAT_OK)
            return st;
        const struct rat_result *result = rat_search_result(search);
        for (size_t i = 0; i < result->hit_count; i++) {
            int64_t score = llround(result->hits[i].score * 1e6);
            *hash = hash_text(*hash, result->hits[i].id);
            *hash = soak_hash(*hash, &score, sizeof score);
        }
        rat_search_free(search);
    }
    return RAT_OK;
}

static rat_status probe_search(struct rat_snapshot *snapshot, const char *query, uint64_t *hash,
                               struct rat_err *err)
{
    static const uint8_t facets[] = {RAT_FIELD_TYPE, RAT_FIELD_YEAR, RAT_FIELD_COMMITTEE};
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search;
    struct rat_arena arena;
    request.query = query;
    request.limit = 20;
    request.facets = facets;
    request.facet_count = 3;
    rat_status st = rat_search_run(snapshot, &request, &search, err);
    if (st != RAT_OK)
        return st;
    const struct rat_result *result = rat_search_result(search);
    uint64_t h = soak_hash(SOAK_HASH, &result->total, sizeof result->total);
    rat_arena_init(&arena, 0);
    for (size_t i = 0; i < result->hit_count && st == RAT_OK; i++) {
        const struct rat_hit *hit = &result->hits[i];
        int64_t score = llround(hit->score * 1e6);
        const char *snippet = NULL;
        h = hash_text(h, hit->id);
        h = soak_hash(h, &score, sizeof score);
        h = soak_hash(h, &hit->date, sizeof hit->date);
        if (i < 4)
            st = rat_search_snippet(search, i, NULL, &arena, &snippet, err);
        h = hash_text(h, snippet);
    }
    for (size_t f = 0; f < result->facet_count; f++)
        for (size_t v = 0; v < result->facets[f].value_count; v++) {
            h = hash_text(h, result->facets[f].values[v].value);
            h = soak_hash(h, &result->facets[f].values[v].count, sizeof(uint64_t));
        }
    rat_arena_release(&arena);
    rat_search_free(search);
    *hash = h;
    return st == RAT_OK ? probe_pruned(snapshot, query, hash, err) : st;
}

static uint64_t hash_paper(uint64_t h, const struct rat_paper *paper)
{
    h = hash_text(h, paper->name);
    h = hash_text(h, paper->reference);
    h = hash_text(h, paper->raw);
    for (size_t i = 0; i < paper->consultation_count; i++) {
        h = hash_text(h, paper->consultations[i].body);
        h = hash_text(h, paper->consultations[i].role);
        h = soak_hash(h, &paper->consultations[i].date, sizeof(int32_t));
    }
    return h;
}

static rat_status probe_show(struct rat_snapshot *snapshot, uint32_t docnum, uint64_t *hash,
                             struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_document document;
    struct rat_paper paper;
    struct rat_buf bytes = RAT_BUF_INIT;
    uint64_t h = SOAK_HASH;
    rat_arena_init(&arena, 0);
    rat_status st = rat_catalogue_document(snapshot->catalogue, docnum, &arena, &document, err);
    if (st == RAT_OK) {
        h = hash_text(h, document.id);
        h = hash_text(h, document.title);
        h = hash_text(h, document.reference);
        h = hash_text(h, document.location);
        for (size_t i = 0; i < document.committee_count; i++)
            h = hash_text(h, document.committees[i]);
        st = rat_snapshot_content(snapshot, document.text_sha, 0, UINT64_MAX, &bytes, err);
    }
    if (st == RAT_OK)
        st = rat_snapshot_content(snapshot, document.original_sha, 0, UINT64_MAX, &bytes, err);
    h = soak_hash(h, bytes.data, bytes.size);
    if (st == RAT_OK && document.paper_id) {
        st = rat_catalogue_paper(snapshot->catalogue, document.paper_id, &arena, &paper, err);
        h = st == RAT_OK ? hash_paper(h, &paper) : h;
    }
    rat_buf_release(&bytes);
    rat_arena_release(&arena);
    *hash = h;
    return st;
}

static void ask_everything(uint32_t documents)
{
    struct rat_snapshot *snapshot = NULL;
    struct rat_err err = RAT_ERR_INIT;
    rat_status opened = rat_snapshot_open(archive, &snapshot, &err);
    for (uint32_t i = 0; i < QUERIES + documents; i++) {
        struct probe *p = &shared->probes[i];
        p->status = opened;
        p->hash = 0;
        if (opened == RAT_OK)
            p->status = i < QUERIES ? probe_search(snapshot, soak_queries[i], &p->hash, &err)
                                    : probe_show(snapshot, i - QUERIES + 1, &p->hash, &err);
        shared->done = i + 1;
    }
    rat_snapshot_close(snapshot);
}

/* ---- in a child ---- */

/* Returns how the child ended: 0, or the signal. */
static int in_child(void (*body)(uint32_t), uint32_t argument)
{
    int status;
    memset(shared, 0, sizeof *shared);
    pid_t child = fork();
    if (child < 0)
        soak_die("fork");
    if (child == 0) {
        alarm(SECONDS);
        body(argument);
        _exit(0);
    }
    if (waitpid(child, &status, 0) != child)
        soak_die("waitpid");
    return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) ? -WEXITSTATUS(status) : 0;
}

/* What the deep check inflates as well has checksums that the other one compares: both must find everything. */
static void check_all(uint32_t deep)
{
    struct rat_err err = RAT_ERR_INIT;
    shared->checked = rat_archive_check(archive, deep != 0, NULL, NULL, &shared->findings, &err);
}

/* ---- the catalogue, row by row ---- */

static uint64_t hash_value(uint64_t h, sqlite3_stmt *row, int column)
{
    int type = sqlite3_column_type(row, column);
    int64_t number = sqlite3_column_int64(row, column);
    const void *bytes = sqlite3_column_blob(row, column);
    int n = sqlite3_column_bytes(row, column);
    h = soak_hash(h, &type, sizeof type);
    h = soak_hash(h, &number, sizeof number);
    return bytes ? soak_hash(h, bytes, (size_t)n) : h;
}

static bool hash_rows(sqlite3 *db, const char *sql, uint64_t *h)
{
    sqlite3_stmt *row = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
    while (rc == SQLITE_OK && (rc = sqlite3_step(row)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(row); i++)
            *h = hash_value(*h, row, i);
        rc = SQLITE_OK;
    }
    sqlite3_finalize(row);
    return rc == SQLITE_DONE;
}

/* Everything that SQL can see of the file, 0 when it is not sound. */
static uint64_t hash_catalogue(const char *path)
{
    char uri[600];
    sqlite3 *db = NULL;
    sqlite3_stmt *table = NULL;
    uint64_t h = SOAK_HASH, sound = SOAK_HASH, good = SOAK_HASH;
    snprintf(uri, sizeof uri, "file:%s?immutable=1", path);
    int rc = sqlite3_open_v2(uri, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    bool ok = rc == SQLITE_OK && hash_rows(db, "PRAGMA integrity_check", &sound) &&
              hash_rows(db, "SELECT 'ok'", &good) && sound == good &&
              hash_rows(db, "SELECT * FROM sqlite_schema", &h) && hash_rows(db, "PRAGMA user_version", &h) &&
              hash_rows(db, "PRAGMA application_id", &h) && hash_rows(db, "PRAGMA encoding", &h) &&
              sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1", -1,
                                 &table, NULL) == SQLITE_OK;
    while (ok && sqlite3_step(table) == SQLITE_ROW) {
        char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", sqlite3_column_text(table, 0));
        ok = sql && hash_rows(db, sql, &h);
        sqlite3_free(sql);
    }
    sqlite3_finalize(table);
    sqlite3_close(db);
    return ok ? h : 0;
}

/* ---- damage ---- */

struct file {
    char *path;
    struct rat_buf bytes; /* as they should be */
};
static struct file files[FILES_MAX];
static uint32_t file_count, catalogue_file;

static void remember_file(const char *path)
{
    if (file_count == FILES_MAX)
        soak_die("too many files");
    files[file_count].path = strdup(path);
    soak_read(path, &files[file_count].bytes);
    file_count++;
}

static void remember_files(void)
{
    static const char *const folders[] = {"index", "contents"};
    struct rat_buf folder = RAT_BUF_INIT, path = RAT_BUF_INIT;
    struct rat_err err = RAT_ERR_INIT;
    for (size_t f = 0; f < 2; f++) {
        char **names;
        size_t count;
        rat_path_join(&folder, archive, folders[f]);
        soak_must(rat_folder_list(rat_buf_cstr(&folder), &names, &count, &err), &err, "list");
        for (size_t i = 0; i < count; i++) {
            rat_path_join(&path, rat_buf_cstr(&folder), names[i]);
            remember_file(rat_buf_cstr(&path));
        }
        rat_folder_list_free(names, count);
    }
    rat_path_join(&path, archive, "catalogue.db");
    catalogue_file = file_count;
    remember_file(rat_buf_cstr(&path));
    rat_buf_release(&folder), rat_buf_release(&path);
}

static void restore(void)
{
    static const char *const tails[] = {"-wal", "-shm"};
    struct rat_buf path = RAT_BUF_INIT;
    for (uint32_t i = 0; i < file_count; i++) {
        struct stat info;
        if (stat(files[i].path, &info) != 0 || info.st_mtim.tv_sec != 1 ||
            (size_t)info.st_size != files[i].bytes.size) {
            soak_write(files[i].path, files[i].bytes.data, files[i].bytes.size);
            const struct timespec old[2] = {{1, 0}, {1, 0}}; /* how a file is known to be whole */
            if (utimensat(AT_FDCWD, files[i].path, old, 0) != 0)
                soak_die("utimensat");
        }
    }
    for (size_t t = 0; t < 2; t++) { /* of a child that died */
        rat_buf_clear(&path);
        rat_buf_printf(&path, "%s%s", files[catalogue_file].path, tails[t]);
        unlink(rat_buf_cstr(&path));
    }
    rat_buf_release(&path);
}

enum kind { FLIP, OVERWRITE, CUT, SWAP, KINDS };
static const char *const kind_names[KINDS] = {"flip", "overwrite", "cut", "swap"};

struct damage {
    enum kind kind;
    uint32_t file, other;
    uint64_t at, n;
};

static const char *base_name(uint32_t file)
{
    return strrchr(files[file].path, '/') + 1;
}

static void describe(const struct damage *d, uint64_t number)
{
    printf("%llu: %s of %s%s%s at byte %llu, %llu (of %zu)\n", (unsigned long long)number,
           kind_names[d->kind], base_name(d->file), d->kind == SWAP ? " and " : "",
           d->kind == SWAP ? base_name(d->other) : "", (unsigned long long)d->at, (unsigned long long)d->n,
           files[d->file].bytes.size);
}

static bool same_bytes(const struct rat_buf *a, const struct rat_buf *b)
{
    return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

/* Most damage is a single bit: that is what the checksums must notice. */
static struct damage damage_something(struct prng *random)
{
    struct damage d = {.file = prng_below(random, file_count)};
    if (prng_below(random, 8) == 0)
        d.file = catalogue_file;
    uint32_t dice = prng_below(random, 20);
    const struct rat_buf *whole = &files[d.file].bytes;
    struct rat_buf bytes = RAT_BUF_INIT;
    rat_buf_append(&bytes, whole->data, whole->size);
    d.kind = dice < 14 ? FLIP : dice < 16 ? OVERWRITE : dice < 18 ? CUT : SWAP;
    d.at = prng_next(random) % whole->size;
    if (d.kind == FLIP) {
        d.n = prng_below(random, 8);
        bytes.data[d.at] ^= (unsigned char)(1u << d.n);
    } else if (d.kind == OVERWRITE) {
        d.n = 1 + prng_below(random, 64);
        for (uint64_t i = d.at; i < d.at + d.n && i < bytes.size; i++)
            bytes.data[i] = (unsigned char)prng_next(random);
        bytes.data[d.at] = (unsigned char)(whole->data[d.at] ^ (1 + prng_below(random, 255)));
    } else if (d.kind == CUT) {
        bytes.size = d.at;
    } else {
        do
            d.other = prng_below(random, file_count);
        while (d.other == d.file);
        if (same_bytes(whole, &files[d.other].bytes))
            d.other = d.file == 0 ? 1 : 0;
        soak_write(files[d.other].path, whole->data, whole->size);
        rat_buf_clear(&bytes);
        rat_buf_append(&bytes, files[d.other].bytes.data, files[d.other].bytes.size);
    }
    soak_write(files[d.file].path, bytes.data, bytes.size);
    rat_buf_release(&bytes);
    return d;
}

/* ---- the archive ---- */

static int first_version(size_t i)
{
    return i % 7 == 3 ? -1 : 0;
}

static int second_version(size_t i)
{
    return i % 4 == 1 ? 1 : 0;
}

static uint32_t make_archive(void)
{
    struct rat_archive_options create = soak_archive_options();
    struct rat_ingest_options options = {.threads = 1}; /* few segments, so that they are not merged */
    struct rat_ingest_report report;
    struct rat_snapshot *snapshot;
    struct soak_state state;
    struct rat_err err = RAT_ERR_INIT;
    char lines[512], dump[512];
    const char *sources[] = {dump, lines};
    snprintf(lines, sizeof lines, "%s", soak_path("vorlagen.jsonl"));
    snprintf(dump, sizeof dump, "%s", soak_path("abzug"));
    soak_generate("jsonl", 4, 3, soak_path("roh.jsonl"));
    soak_generate("oparl", 2, 4, dump);
    soak_stamp_dump(dump, first_version);
    soak_must(rat_archive_create(archive, &create, &err), &err, "init");
    soak_stamp_jsonl(soak_path("roh.jsonl"), lines, first_version);
    soak_must(rat_ingest(archive, sources, 2, &options, &report, &err), &err, "import");
    /* a second version: state files, dead and hidden documents, old versions */
    soak_stamp_jsonl(soak_path("roh.jsonl"), lines, second_version);
    soak_stamp_dump(dump, first_version);
    soak_must(rat_ingest(archive, sources, 2, &options, &report, &err), &err, "second import");
    soak_must(rat_snapshot_open(archive, &snapshot, &err), &err, "open");
    soak_state_read(snapshot, &state);
    uint32_t last = state.documents[state.count - 1].docnum;
    printf("%zu documents, %llu segments, %llu dead, %llu hidden\n", state.count,
           (unsigned long long)state.stats.segments, (unsigned long long)state.stats.dead,
           (unsigned long long)state.stats.hidden);
    if (state.stats.segments < 2 || last + QUERIES > PROBES_MAX)
        soak_die("not the archive that was meant");
    soak_state_release(&state);
    rat_snapshot_close(snapshot);
    return last;
}

static uint32_t record_answers(uint32_t documents)
{
    uint32_t hits = 0;
    if (in_child(ask_everything, documents) != 0 || shared->done != QUERIES + documents)
        soak_die("the whole archive cannot be asked");
    memcpy(wanted, shared->probes, sizeof wanted);
    for (uint32_t i = 0; i < QUERIES; i++)
        hits += wanted[i].status == RAT_OK;
    if (in_child(check_all, 1) != 0 || shared->checked != RAT_OK || shared->findings)
        soak_die("check finds %llu things in the whole archive", (unsigned long long)shared->findings);
    if (hits != QUERIES)
        soak_die("only %u queries can be asked", hits);
    return QUERIES + documents;
}

/* ---- the campaign ---- */

static uint64_t count_by_kind[KINDS], silent_catalogue, catalogue_damages, answered, refused, failures;

static void complain(const struct damage *d, uint64_t number, const char *what)
{
    failures++;
    printf("FAILED: %s, ", what);
    describe(d, number);
}

static void judge_answers(const struct damage *d, uint64_t number, int ended)
{
    char what[200];
    if (ended != 0 || shared->done != probe_count) {
        snprintf(what, sizeof what, "asking ended with %d (%s) at probe %u", ended,
                 ended > 0 ? strsignal(ended) : "exit code", shared->done);
        complain(d, number, what);
        return;
    }
    for (uint32_t i = 0; i < probe_count; i++) {
        const struct probe *got = &shared->probes[i], *want = &wanted[i];
        bool same = got->status == want->status && got->hash == want->hash;
        answered += same;
        refused += !same && got->status < 0;
        if (same || (got->status < 0 && got->status != RAT_EUSAGE && got->status != RAT_ELIMIT))
            continue;
        if (i < QUERIES)
            snprintf(what, sizeof what, "other answer to %s (%s)", soak_queries[i],
                     rat_status_name(got->status));
        else
            snprintf(what, sizeof what, "document %u shows something else (%s)", i - QUERIES + 1,
                     rat_status_name(got->status));
        complain(d, number, what);
        return;
    }
}

static void judge_check(const struct damage *d, uint64_t number, int ended, uint64_t catalogue_hash)
{
    bool is_catalogue = d->kind != SWAP && d->file == catalogue_file;
    catalogue_damages += is_catalogue;
    if (ended != 0) {
        complain(d, number, ended > 0 ? strsignal(ended) : "check ended badly");
    } else if (shared->checked == RAT_OK && shared->findings == 0) {
        if (is_catalogue && hash_catalogue(files[catalogue_file].path) == catalogue_hash)
            silent_catalogue++;
        else
            complain(d, number, "check does not notice");
    }
}

int main(int argc, char **argv)
{
    struct soak_options o = soak_arguments(argc, argv, "--flips", 150, 100000);
    soak_begin();
    snprintf(archive, sizeof archive, "%s", soak_path("archiv"));
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        soak_die("mmap");
    uint32_t documents = make_archive();
    remember_files();
    restore();
    probe_count = record_answers(documents);
    uint64_t catalogue_hash = hash_catalogue(files[catalogue_file].path);
    if (!catalogue_hash)
        soak_die("the whole catalogue cannot be read");
    for (uint64_t number = o.from; number < o.from + o.count && failures < 20; number++) {
        struct prng random = {o.seed * 1000003 + number};
        struct damage d = damage_something(&random);
        count_by_kind[d.kind]++;
        int ended = in_child(ask_everything, documents);
        judge_answers(&d, number, ended);
        ended = in_child(check_all, number % 2);
        judge_check(&d, number, ended, catalogue_hash);
        restore();
    }
    printf("%llu flips, %llu overwritten, %llu cut, %llu swapped in %u files; %llu answers as before, %llu "
           "refused; "
           "%llu of %llu changes of catalogue.db hit free space\n",
           (unsigned long long)count_by_kind[FLIP], (unsigned long long)count_by_kind[OVERWRITE],
           (unsigned long long)count_by_kind[CUT], (unsigned long long)count_by_kind[SWAP], file_count,
           (unsigned long long)answered, (unsigned long long)refused, (unsigned long long)silent_catalogue,
           (unsigned long long)catalogue_damages);
    if (failures)
        soak_die("%llu of the above", (unsigned long long)failures);
    for (uint32_t i = 0; i < file_count; i++) {
        free(files[i].path);
        rat_buf_release(&files[i].bytes);
    }
    return soak_end();
}
