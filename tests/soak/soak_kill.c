/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kill -9 at any moment loses nothing, nor does a call that fails. Rounds of init, import, import of a changed source,
 * optimize, reindex, purge and import again run in children that are killed before, after or in the middle of a random
 * system call that changes files, or at a random time, or for which such a call fails, once or from then on. What the
 * next command finds is compared with an undisturbed run.
 *
 *     soak_kill [--sample] [--kills N] [--seed S] [--from ROUND]     N: kills and failures together
 *
 * The calls are counted by standing in front of those of the C library, which also libsqlite3 goes through.
 */
#include "tests/faults/soak.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>

/* ---- the trap ---- */

enum trap { KILL_BEFORE, KILL_AFTER, KILL_HALF, FAIL_EIO, FAIL_ENOSPC, FAIL_EINTR, SHORT_WRITES, TRAP_COUNT };

struct shared { /* between parent and child */
    _Atomic uint64_t calls;
    _Atomic uint64_t commits;
    rat_status status;
    struct rat_err err;
};

static struct shared *shared;

struct trap_settings {
    enum trap trap;
    int64_t at;  /* the call that it is for; 0: none */
    bool sticky; /* and all after it */
};
static struct trap_settings trap;
static bool trap_armed;
static _Atomic int64_t trap_calls;

static bool is_due(void)
{
    if (!trap_armed)
        return false;
    atomic_fetch_add(&shared->calls, 1);
    int64_t call = atomic_fetch_add(&trap_calls, 1) + 1;
    return trap.at && (call == trap.at || (trap.sticky && call > trap.at));
}

static void die(void)
{
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;)
        pause();
}

/* What happens instead of the call that is due: the end, or true with errno set. */
static bool is_refused(void)
{
    if (trap.trap == KILL_BEFORE)
        die();
    errno = trap.trap == FAIL_EIO ? EIO : trap.trap == FAIL_ENOSPC ? ENOSPC : EINTR;
    return trap.trap == FAIL_EIO || trap.trap == FAIL_ENOSPC || trap.trap == FAIL_EINTR;
}

static long leave(bool due, long result)
{
    if (due && (trap.trap == KILL_AFTER || trap.trap == KILL_HALF))
        die();
    return result;
}

static size_t part(bool due, size_t n)
{
    return due && n > 1 && (trap.trap == KILL_HALF || trap.trap == SHORT_WRITES) ? n / 2 : n;
}

#define TRAPPED(...)                                  \
    do {                                              \
        bool due = is_due();                          \
        if (due && is_refused())                      \
            return -1;                                \
        return (int)leave(due, syscall(__VA_ARGS__)); \
    } while (0)

ssize_t write(int fd, const void *bytes, size_t n)
{
    bool due = is_due();
    return due && is_refused() ? -1 : leave(due, syscall(SYS_write, fd, bytes, part(due, n)));
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t offset)
{
    bool due = is_due();
    return due && is_refused() ? -1 : leave(due, syscall(SYS_pwrite64, fd, bytes, part(due, n), offset));
}

/* Only opening that may change something counts. */
int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    if ((flags & O_ACCMODE) == O_RDONLY && !(flags & O_CREAT))
        return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    TRAPPED(SYS_openat, AT_FDCWD, path, flags, mode);
}

int fsync(int fd)
{
    TRAPPED(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    TRAPPED(SYS_fdatasync, fd);
}

int rename(const char *from, const char *to)
{
    TRAPPED(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path)
{
    TRAPPED(SYS_unlinkat, AT_FDCWD, path, 0);
}

int ftruncate64(int fd, off64_t n)
{
    TRAPPED(SYS_ftruncate, fd, n);
}

int mkdir(const char *path, mode_t mode)
{
    TRAPPED(SYS_mkdirat, AT_FDCWD, path, mode);
}

/* ---- operations ---- */

enum op { INIT, IMPORT, UPDATE, OPTIMIZE, REINDEX, PURGE, AGAIN, OP_COUNT };
static const char *const op_names[OP_COUNT] = {"init",    "import", "update",      "optimize",
                                               "reindex", "purge",  "import again"};
static const unsigned attempts[OP_COUNT] = {3, 9, 9, 4, 4, 5, 2};

#define BUDGET (1600u << 10) /* a commit every few documents */

static struct rat_archive_options create;
static char purged[3][200]; /* ids */

static void count_commits(void *ctx, const struct rat_ingest_report *so_far)
{
    (void)ctx;
    atomic_store(&shared->commits, so_far->commits);
}

static rat_status run(enum op op, const char *archive, struct rat_err *err)
{
    const char *sources[] = {soak_path("quelle/vorlagen.jsonl"), soak_path("quelle/abzug")};
    const char *ids[] = {purged[0], purged[1], purged[2]};
    struct rat_ingest_options options = {.memory_bytes = BUDGET, .threads = 2, .progress = count_commits};
    struct rat_ingest_report report;
    uint64_t erased = 0;
    switch (op) {
    case INIT: return rat_archive_create(archive, &create, err);
    case IMPORT:
    case UPDATE:
    case AGAIN: {
        rat_status st = rat_ingest(archive, sources, 2, &options, &report, err);
        return st == RAT_OK && report.rejected ? rat_fail(err, RAT_EINPUT, "rejected input") : st;
    }
    case OPTIMIZE: options.order = RAT_ORDER_BISECTION; return rat_optimize(archive, &options, err);
    case REINDEX: return rat_reindex(archive, &options, &report, err);
    case PURGE: return rat_purge(archive, ids, 3, "Probe", &options, &erased, err);
    case OP_COUNT: break;
    }
    return RAT_EUSAGE;
}

static pid_t start(enum op op, const char *archive, struct trap_settings settings)
{
    memset(shared, 0, sizeof *shared);
    pid_t child = fork();
    if (child < 0)
        soak_die("fork");
    if (child == 0) {
        trap = settings;
        trap_armed = true;
        shared->status = run(op, archive, &shared->err);
        _exit(0);
    }
    return child;
}

/* Whether the child was killed; when not, shared->status is its answer. */
static bool was_killed(pid_t child, enum op op)
{
    int status;
    if (waitpid(child, &status, 0) != child)
        soak_die("waitpid");
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return true;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        soak_die("%s ended with wait status %d", op_names[op], status);
    return false;
}

/* ---- the sources ---- */

static int first_version(size_t i)
{
    return i % 7 == 3 ? -1 : 0;
}

static int second_version(size_t i)
{
    return i % 10 == 7 ? -1 : i % 3 == 1 ? 1 : 0;
}

static void make_source(const char *name, int (*version)(size_t))
{
    char path[64];
    soak_mkdir(soak_path(name));
    snprintf(path, sizeof path, "%s/vorlagen.jsonl", name);
    soak_stamp_jsonl(soak_path("roh.jsonl"), soak_path(path), version);
    snprintf(path, sizeof path, "%s/abzug", name);
    soak_copy_tree(soak_path("roh"), soak_path(path));
    soak_stamp_dump(soak_path(path), version);
}

/* Makes the folder "quelle" the first or the second version; its name is the source's identity. */
static void use_source(enum op op)
{
    static int current = -1;
    int wanted = op <= IMPORT ? 0 : 1;
    if (current == wanted)
        return;
    soak_remove(soak_path("quelle"));
    soak_copy_tree(soak_path(wanted ? "fassung2" : "fassung1"), soak_path("quelle"));
    current = wanted;
}

/* ---- what must be ---- */

struct expected {
    struct soak_state state;
    struct soak_answer answers[SOAK_QUERIES];
    uint64_t calls, micros;
};

static struct expected expected[OP_COUNT];

/* text -> version; the same in every run */
static struct {
    uint8_t sha[RAT_SHA256_BYTES];
    int version;
} texts[4096];
static size_t text_count;

static int version_of(struct rat_snapshot *snapshot, const uint8_t *sha)
{
    for (size_t i = 0; i < text_count; i++)
        if (memcmp(texts[i].sha, sha, RAT_SHA256_BYTES) == 0)
            return texts[i].version;
    struct rat_buf text = RAT_BUF_INIT;
    struct rat_err err = RAT_ERR_INIT;
    soak_must(rat_snapshot_content(snapshot, sha, 0, UINT64_MAX, &text, &err), &err, "text");
    int version = -1;
    for (int v = 0; v < 2; v++)
        if (strstr(rat_buf_cstr(&text), soak_mark((unsigned)v)))
            version = v;
    rat_buf_release(&text);
    if (version < 0 || text_count == sizeof texts / sizeof texts[0])
        soak_die("a text without a mark");
    memcpy(texts[text_count].sha, sha, RAT_SHA256_BYTES);
    texts[text_count++].version = version;
    return version;
}

/* Each document is found under the mark of the text that the catalogue has, and under no other. */
static void check_marks(struct rat_snapshot *snapshot, const struct soak_state *state)
{
    uint64_t set[2][2] = {{0}}, total[2][2] = {{0}};
    struct rat_err err = RAT_ERR_INIT;
    for (size_t i = 0; i < state->count; i++) {
        const struct soak_document *d = &state->documents[i];
        int v = version_of(snapshot, d->sha);
        for (int removed = d->removed; removed < 2; removed++) {
            set[v][removed] += soak_hash(SOAK_HASH, d->id, strlen(d->id));
            total[v][removed]++;
        }
    }
    for (int v = 0; v < 2; v++)
        for (int removed = 0; removed < 2; removed++) {
            struct soak_answer answer;
            char query[24]; /* quoted: the mark itself, not what looks like it */
            snprintf(query, sizeof query, "\"%s\"", soak_mark((unsigned)v));
            soak_must(soak_ask(snapshot, query, removed, &answer, &err), &err, "mark");
            if (answer.set != set[v][removed] || answer.total != total[v][removed])
                soak_die("version %d: %llu in the index, %llu in the catalogue (removed ones: %d)", v,
                         (unsigned long long)answer.total, (unsigned long long)total[v][removed], removed);
        }
}

static void check_sound(const char *archive)
{
    uint64_t findings = 0;
    struct rat_err err = RAT_ERR_INIT;
    soak_must(rat_archive_check(archive, true, soak_damage_print, NULL, &findings, &err), &err, "check");
    if (findings)
        soak_die("check finds %llu things", (unsigned long long)findings);
}

static struct rat_snapshot *open_archive(const char *archive)
{
    struct rat_snapshot *snapshot;
    struct rat_err err = RAT_ERR_INIT;
    soak_must(rat_snapshot_open(archive, &snapshot, &err), &err, "open");
    return snapshot;
}

static bool same_counts(const struct soak_state *a, const struct soak_state *b)
{
    const struct rat_catalogue_counts *x = &a->stats.catalogue, *y = &b->stats.catalogue;
    return a->count == b->count && x->documents == y->documents && x->papers == y->papers &&
           x->meetings == y->meetings && x->organizations == y->organizations &&
           x->consultations == y->consultations && x->removed_documents == y->removed_documents &&
           x->removed_papers == y->removed_papers && x->purged == y->purged &&
           x->text_bytes == y->text_bytes && x->contents == y->contents &&
           x->content_bytes_stored == y->content_bytes_stored;
}

/* For the person who looks for the cause. */
static void print_difference(const struct soak_state *now, const struct soak_state *want)
{
    const struct rat_catalogue_counts *x = &now->stats.catalogue, *y = &want->stats.catalogue;
    for (size_t i = 0; i < now->count; i++) {
        const struct soak_document *a = &now->documents[i], *b = soak_state_find(want, a->id);
        if (!soak_same_document(a, b))
            printf("  %s: number %u, wanted %u; removed %d, wanted %d\n", a->id, a->docnum, b ? b->docnum : 0,
                   a->removed, b ? b->removed : -1);
    }
    const uint64_t pairs[][2] = {{now->count, want->count},
                                 {x->papers, y->papers},
                                 {x->meetings, y->meetings},
                                 {x->organizations, y->organizations},
                                 {x->consultations, y->consultations},
                                 {x->removed_documents, y->removed_documents},
                                 {x->removed_papers, y->removed_papers},
                                 {x->purged, y->purged},
                                 {x->text_bytes, y->text_bytes},
                                 {x->contents, y->contents},
                                 {x->content_bytes_stored, y->content_bytes_stored}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        printf("  count %zu: %llu, wanted %llu\n", i, (unsigned long long)pairs[i][0],
               (unsigned long long)pairs[i][1]);
}

static bool same_state(const struct soak_state *a, const struct soak_state *b)
{
    if (!same_counts(a, b))
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->documents[i].id, b->documents[i].id) != 0 ||
            !soak_same_document(&a->documents[i], &b->documents[i]))
            return false;
    return true;
}

/* A document is as before the command or as after it; what was after it already once stays so. */
static void check_progress(enum op op, const struct soak_state *now, struct soak_state *last)
{
    const struct soak_state *before = &expected[op - 1].state, *after = &expected[op].state;
    for (size_t i = 0; i < now->count; i++) {
        const struct soak_document *d = &now->documents[i];
        const struct soak_document *was = soak_state_find(before, d->id),
                                   *will = soak_state_find(after, d->id);
        if (!soak_same_document(d, was) && !soak_same_document(d, will))
            soak_die("%s is neither as before nor as after", d->id);
    }
    for (size_t i = 0; i < before->count; i++) {
        const char *id = before->documents[i].id;
        if (op != PURGE && !soak_state_find(now, id))
            soak_die("%s is lost", id);
    }
    for (size_t i = 0; i < last->count; i++) {
        const struct soak_document *d = &last->documents[i];
        const struct soak_document *will = soak_state_find(after, d->id), *is = soak_state_find(now, d->id);
        if (soak_same_document(d, will) && !soak_same_document(is, will))
            soak_die("%s was committed and is not any more", d->id);
    }
    /* one pass in the order of the source: what is there is its beginning */
    for (size_t i = 0; op == IMPORT && i < now->count; i++)
        if (strcmp(now->documents[i].id, after->documents[i].id) != 0)
            soak_die("%s is missing before %s", after->documents[i].id, now->documents[i].id);
    bool is_whole = op == OPTIMIZE || op == REINDEX || op == PURGE || op == AGAIN;
    if (is_whole && !same_state(now, before) && !same_state(now, after))
        soak_die("half done");
    if (now->generation < last->generation)
        soak_die("generation went back");
}

static void check_after_kill(enum op op, const char *archive, struct soak_state *last)
{
    struct rat_err err = RAT_ERR_INIT;
    if (op == INIT) {
        struct rat_snapshot *snapshot = NULL;
        rat_status st = rat_snapshot_open(archive, &snapshot, &err);
        if (st != RAT_OK && (st != RAT_ENOTFOUND || !err.msg[0] || !err.hint[0]))
            soak_die("after a killed init: %s: %s", rat_status_name(st), err.msg);
        rat_snapshot_close(snapshot);
        return;
    }
    uint64_t commits = atomic_load(&shared->commits);
    struct rat_snapshot *snapshot = open_archive(archive);
    struct soak_state now;
    soak_state_read(snapshot, &now);
    check_progress(op, &now, last);
    if (now.generation < last->generation + commits)
        soak_die("%llu commits were told of, the generation went from %llu to %llu",
                 (unsigned long long)commits, (unsigned long long)last->generation,
                 (unsigned long long)now.generation);
    check_marks(snapshot, &now);
    rat_snapshot_close(snapshot);
    check_sound(archive);
    soak_state_release(last);
    *last = now;
}

/* No pack that nothing refers to may stay behind: purged bytes lie in such packs. */
static void check_packs(const char *archive, struct rat_snapshot *snapshot)
{
    struct rat_buf folder = RAT_BUF_INIT;
    struct rat_content_place place = {0};
    struct rat_err err = RAT_ERR_INIT;
    uint8_t sha[RAT_SHA256_BYTES];
    uint64_t used = 0, last = 0;
    uint32_t pack = 0;
    char **names;
    size_t count;
    while (rat_catalogue_walk_contents(snapshot->catalogue, &place, sha, &err) == RAT_OK) {
        used += place.pack != pack;
        pack = place.pack;
    }
    soak_must(rat_catalogue_get_number(snapshot->catalogue, "pack", 0, &last, &err), &err, "pack");
    used += last != pack;
    rat_path_join(&folder, archive, "contents");
    soak_must(rat_folder_list(rat_buf_cstr(&folder), &names, &count, &err), &err, "list");
    if (count != used)
        soak_die("%zu files in contents/, %llu packs are used", count, (unsigned long long)used);
    rat_folder_list_free(names, count);
    rat_buf_release(&folder);
}

static void check_complete(enum op op, const char *archive, struct soak_state *last)
{
    struct soak_answer answers[SOAK_QUERIES];
    struct rat_snapshot *snapshot = open_archive(archive);
    struct soak_state now;
    soak_state_read(snapshot, &now);
    if (!same_state(&now, &expected[op].state)) {
        print_difference(&now, &expected[op].state);
        soak_die("not the state of an undisturbed %s", op_names[op]);
    }
    /* what the first batch of an import teaches depends on where it ended; only reindex always learns from everything */
    bool same_words = now.words == expected[op].state.words;
    if (op == REINDEX && !same_words)
        soak_die("reindex learned other words");
    soak_ask_all(snapshot, answers);
    for (size_t q = 0; q < SOAK_QUERIES && same_words; q++) {
        const struct soak_answer *a = &answers[q], *b = &expected[op].answers[q];
        bool same_ranking = a->ranked == b->ranked || (op != OPTIMIZE && op != REINDEX);
        if (a->total != b->total || a->set != b->set || !same_ranking)
            soak_die("other answer to %s: %llu hits instead of %llu", soak_queries[q],
                     (unsigned long long)a->total, (unsigned long long)b->total);
    }
    check_marks(snapshot, &now);
    if (op != PURGE) /* a purge that was killed behind its commit leaves the packs to the next writer */
        check_packs(archive, snapshot);
    rat_snapshot_close(snapshot);
    check_sound(archive);
    soak_state_release(last);
    *last = now;
}

/* ---- the undisturbed run ---- */

static uint64_t micros(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

static void choose_purged(const struct soak_state *state)
{
    const size_t at[] = {2, state->count / 2, state->count - 3};
    for (size_t i = 0; i < 3; i++)
        snprintf(purged[i], sizeof purged[i], "%s", state->documents[at[i]].id);
}

static void run_undisturbed(void)
{
    char archive[512];
    uint64_t hits = 0;
    snprintf(archive, sizeof archive, "%s", soak_path("vorbild"));
    for (enum op op = 0; op < OP_COUNT; op++) {
        use_source(op);
        uint64_t begun = micros();
        bool killed = was_killed(start(op, archive, (struct trap_settings){0}), op);
        expected[op].micros = micros() - begun;
        expected[op].calls = atomic_load(&shared->calls);
        if (killed || shared->status != RAT_OK)
            soak_die("undisturbed %s: %s [%s]", op_names[op], shared->err.msg, shared->err.where);
        struct rat_snapshot *snapshot = open_archive(archive);
        soak_state_read(snapshot, &expected[op].state);
        soak_ask_all(snapshot, expected[op].answers);
        check_marks(snapshot, &expected[op].state);
        rat_snapshot_close(snapshot);
        check_sound(archive);
        if (op == IMPORT)
            choose_purged(&expected[op].state);
        printf("%-12s %3zu documents, %2llu segments, generation %3llu, %5llu mutating calls, %llu ms\n",
               op_names[op], expected[op].state.count, (unsigned long long)expected[op].state.stats.segments,
               (unsigned long long)expected[op].state.generation, (unsigned long long)expected[op].calls,
               (unsigned long long)expected[op].micros / 1000);
    }
    for (size_t q = 0; q < SOAK_QUERIES; q++)
        hits += expected[UPDATE].answers[q].total > 0;
    if (hits < SOAK_QUERIES / 2 || expected[UPDATE].state.stats.catalogue.removed_documents == 0)
        soak_die("the corpus is too poor: %llu queries have hits", (unsigned long long)hits);
}

/* ---- the campaign ---- */

enum outcome { DONE, KILLED, REFUSED };

static uint64_t kills, refusals, finished, by_op[OP_COUNT], by_trap[TRAP_COUNT];

/* The command came to its end: it must have worked, or there was nothing left to do, or it says that a call failed. */
static enum outcome judge_answer(enum op op, bool may_fail)
{
    rat_status st = shared->status;
    bool is_done = (op == INIT && st == RAT_EUSAGE) || (op == PURGE && st == RAT_ENOTFOUND);
    if (st == RAT_OK || is_done)
        return DONE;
    if (!may_fail || st != RAT_EIO || !shared->err.msg[0])
        soak_die("%s: %s: %s [%s]", op_names[op], rat_status_name(st), shared->err.msg, shared->err.where);
    return REFUSED;
}

static enum outcome attempt(enum op op, const char *archive, struct prng *random)
{
    bool by_time = prng_below(random, 6) == 0;
    uint64_t calls = expected[op].calls ? expected[op].calls : 1;
    struct trap_settings settings = {.trap = (enum trap)prng_below(random, TRAP_COUNT)};
    settings.at = by_time ? 0 : 1 + (int64_t)(prng_next(random) % calls);
    settings.sticky = settings.trap > KILL_HALF && settings.trap != FAIL_EINTR && prng_below(random, 2);
    pid_t child = start(op, archive, settings);
    if (by_time) {
        usleep((useconds_t)(prng_next(random) % (expected[op].micros + 1)));
        kill(child, SIGKILL);
    }
    if (was_killed(child, op))
        return KILLED;
    enum outcome outcome = judge_answer(op, settings.at && settings.trap > KILL_HALF);
    by_trap[settings.trap] += outcome == REFUSED;
    return outcome;
}

static void run_op(enum op op, const char *archive, struct prng *random, struct soak_state *last)
{
    for (unsigned i = 0; i < attempts[op]; i++) {
        enum outcome outcome = attempt(op, archive, random);
        if (outcome == DONE) {
            finished++;
            break;
        }
        kills += outcome == KILLED;
        refusals += outcome == REFUSED;
        by_op[op]++;
        check_after_kill(op, archive, last);
    }
    if (was_killed(start(op, archive, (struct trap_settings){0}), op))
        soak_die("killed by somebody else");
    judge_answer(op, false);
    check_complete(op, archive, last);
}

int main(int argc, char **argv)
{
    struct soak_options o = soak_arguments(argc, argv, "--kills", 45, 10000);
    soak_begin();
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        soak_die("mmap");
    create = soak_archive_options();
    soak_generate("jsonl", o.sample ? 8 : 40, 3, soak_path("roh.jsonl"));
    soak_generate("oparl", o.sample ? 4 : 20, 4, soak_path("roh"));
    make_source("fassung1", first_version);
    make_source("fassung2", second_version);
    run_undisturbed();
    char archive[512];
    snprintf(archive, sizeof archive, "%s", soak_path("archiv"));
    for (uint64_t round = o.from; kills + refusals < o.count; round++) {
        struct prng random = {o.seed * 1000003 + round};
        struct soak_state last = {0};
        printf("round %llu, %llu kills, %llu failures so far\n", (unsigned long long)round,
               (unsigned long long)kills, (unsigned long long)refusals);
        soak_remove(archive);
        for (enum op op = 0; op < OP_COUNT; op++) {
            use_source(op);
            run_op(op, archive, &random, &last);
        }
        soak_state_release(&last);
    }
    printf("%llu kills, %llu failed calls refused (EIO %llu, ENOSPC %llu, EINTR %llu), %llu commands ended "
           "before;",
           (unsigned long long)kills, (unsigned long long)refusals, (unsigned long long)by_trap[FAIL_EIO],
           (unsigned long long)by_trap[FAIL_ENOSPC], (unsigned long long)by_trap[FAIL_EINTR],
           (unsigned long long)finished);
    for (enum op op = 0; op < OP_COUNT; op++) {
        printf(" %s %llu", op_names[op], (unsigned long long)by_op[op]);
        soak_state_release(&expected[op].state);
    }
    putchar('\n');
    return soak_end();
}
